//! Base rates: how often ties of a class end, before any evidence is read.
//!
//! The yearly rate of ending λ is constant within an age band. A band with D ends among N
//! tie-years at risk has the posterior λ ~ Gamma(D + 1, N − D/2 + 1/λ̄): an end falls, on
//! average, half-way through its year (the actuarial exposure), and λ̄ = ΣD / Σ(N − D/2) is the
//! table's own rate, so the prior weighs as much as one end. The probability of holding over
//! pieces of t₁, t₂ … years in bands 1, 2 … is then E[exp(−Σ λₖtₖ)] = Π (bₖ/(bₖ+tₖ))^aₖ, exactly.

use crate::JudgeError;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, Gamma};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use unravel_evidence::{BaseRate, End, TieClass};

/// Counts of one age band; it reaches to the start of the next.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Age in years at which the band begins.
    pub from: f64,
    /// Ties that ended.
    pub ends: f64,
    /// Tie-years at risk.
    pub exposure: f64,
}

/// A table of counts by age.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Short unique name: "documented split".
    pub id: String,
    /// What ends, in words.
    pub label: String,
    /// Where the counts come from.
    pub source: String,
    /// Counted from spells (true) or chosen (false).
    pub counted: bool,
    /// Youngest band first, from age 0.
    pub bands: Vec<Band>,
}

/// The tables and which of them answers which question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseRates {
    #[serde(rename = "table")]
    tables: Vec<Table>,
    #[serde(rename = "use")]
    uses: BTreeMap<End, BTreeMap<TieClass, String>>,
}

/// The posterior of one band's rate: Gamma with this shape and inverse scale (years).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posterior {
    /// Shape a.
    pub shape: f64,
    /// Inverse scale b, in years.
    pub years: f64,
}

impl Posterior {
    /// Probability that a tie at risk for one year ends in it: 1 − (b/(b+1))^a.
    pub fn hazard(self) -> f64 {
        1.0 - (self.years / (self.years + 1.0)).powf(self.shape)
    }
}

impl Table {
    /// The posterior of each band's rate.
    pub fn posteriors(&self) -> Vec<Posterior> {
        let at_risk = |b: &Band| b.exposure - b.ends / 2.0;
        let ends: f64 = self.bands.iter().map(|b| b.ends).sum();
        let years: f64 = self.bands.iter().map(at_risk).sum();
        // A table without a single end still gets a finite rate: half an end.
        let pooled = ends.max(0.5) / years;
        self.bands
            .iter()
            .map(|b| Posterior {
                shape: b.ends + 1.0,
                years: at_risk(b) + 1.0 / pooled,
            })
            .collect()
    }

    /// Years spent in each band by a tie of age `age` over `years` more.
    fn pieces(&self, age: f64, years: f64) -> Vec<f64> {
        let to = |k: usize| self.bands.get(k + 1).map_or(f64::INFINITY, |b| b.from);
        self.bands
            .iter()
            .enumerate()
            .map(|(k, b)| ((age + years).min(to(k)) - age.max(b.from)).max(0.0))
            .collect()
    }

    /// Ages that stand for the tie with their shares: its own age, or each band by its
    /// exposure (at its middle; the open last band at its start) where the age is unknown.
    fn ages(&self, age: Option<f64>) -> Vec<(f64, f64)> {
        if let Some(age) = age {
            return vec![(age, 1.0)];
        }
        let total: f64 = self.bands.iter().map(|b| b.exposure).sum();
        self.bands
            .iter()
            .enumerate()
            .map(|(k, b)| {
                let middle = self
                    .bands
                    .get(k + 1)
                    .map_or(b.from, |n| (b.from + n.from) / 2.0);
                (middle, b.exposure / total)
            })
            .collect()
    }

    fn band_at(&self, age: f64) -> usize {
        self.bands
            .partition_point(|b| b.from <= age)
            .saturating_sub(1)
    }

    fn band_words(&self, k: usize) -> String {
        let from = self.bands[k].from;
        match self.bands.get(k + 1) {
            None if k == 0 => "any age".to_owned(),
            None => format!("age {from} years and more"),
            Some(next) => format!("age {from} to {} years", next.from),
        }
    }
}

/// Draws of the probability of holding, for intervals.
#[derive(Debug, Clone)]
pub(crate) struct Survival {
    rates: Vec<Gamma<f64>>,
    /// (share, years in each band)
    mixture: Vec<(f64, Vec<f64>)>,
}

impl Survival {
    pub(crate) fn draw(&self, rng: &mut ChaCha8Rng) -> f64 {
        let rates: Vec<f64> = self
            .rates
            .iter()
            .enumerate()
            // Bands that the horizon never meets need no draw.
            .map(
                |(k, gamma)| match self.mixture.iter().any(|(_, t)| t[k] > 0.0) {
                    true => gamma.sample(rng),
                    false => 0.0,
                },
            )
            .collect();
        let survival = |pieces: &[f64]| {
            let integral: f64 = pieces.iter().zip(&rates).map(|(t, r)| t * r).sum();
            (-integral).exp()
        };
        self.mixture
            .iter()
            .map(|(share, pieces)| share * survival(pieces))
            .sum()
    }
}

/// Draws behind a base rate's own interval.
const DRAWS: usize = 2000;

impl BaseRates {
    /// Reads and checks tables; `file` is named in errors.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, JudgeError> {
        let rates: Self = toml::from_str(text).map_err(|e| JudgeError::file(file, e))?;
        rates.check(file)?;
        Ok(rates)
    }

    fn check(&self, file: &str) -> Result<(), JudgeError> {
        let wrong = |what: String| Err(JudgeError::file(file, what));
        for table in &self.tables {
            let id = &table.id;
            if table.bands.first().map(|b| b.from) != Some(0.0) {
                return wrong(format!("table \"{id}\" must begin with a band from = 0"));
            }
            if !table.bands.windows(2).all(|w| w[0].from < w[1].from) {
                return wrong(format!("the bands of table \"{id}\" must grow in age"));
            }
            for b in &table.bands {
                let fine = b.from.is_finite() && b.ends >= 0.0 && b.exposure.is_finite();
                if !(fine && b.exposure >= b.ends) {
                    return wrong(format!(
                        "table \"{id}\", band from {}: ends and exposure must be numbers with 0 <= ends <= exposure",
                        b.from
                    ));
                }
            }
            if table.bands.iter().map(|b| b.exposure).sum::<f64>() <= 0.0 {
                return wrong(format!("table \"{id}\" has no tie-years at risk"));
            }
        }
        for &end in End::ALL {
            for &class in TieClass::ALL {
                if self.lookup(class, end).is_none() {
                    return wrong(format!(
                        "no table for class {class} and end {end}; add it under [use.{end}]"
                    ));
                }
            }
        }
        Ok(())
    }

    fn lookup(&self, class: TieClass, end: End) -> Option<&Table> {
        let id = self.uses.get(&end)?.get(&class)?;
        self.tables.iter().find(|t| t.id == *id)
    }

    /// The table that answers a question about this class and end.
    pub fn table(&self, class: TieClass, end: End) -> &Table {
        // `check` has shown that every pair has its table.
        self.lookup(class, end).unwrap_or(&self.tables[0])
    }

    /// Every table.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Puts `table` in the place of the one that answers `class` and `end`, for example a
    /// user's own spells.
    pub fn replace(&mut self, class: TieClass, end: End, table: Table) -> Result<(), JudgeError> {
        self.uses
            .entry(end)
            .or_default()
            .insert(class, table.id.clone());
        self.tables.retain(|t| t.id != table.id);
        self.tables.push(table);
        self.check("base rates")
    }

    pub(crate) fn survival(
        &self,
        class: TieClass,
        end: End,
        age: Option<f64>,
        years: f64,
    ) -> Survival {
        let table = self.table(class, end);
        let rates = table.posteriors();
        Survival {
            // Shape and years are positive by `check`, so the fallback is never met.
            rates: rates
                .iter()
                .filter_map(|p| Gamma::new(p.shape, 1.0 / p.years).ok())
                .collect(),
            mixture: table
                .ages(age)
                .into_iter()
                .map(|(age, share)| (share, table.pieces(age, years)))
                .collect(),
        }
    }
}

/// How often a tie of this class and age (years; none = unknown) holds for `years` more.
///
/// An unknown age is averaged over the ages at which the table saw ties; the row says so.
/// `ends`, `exposure` and `hazard` are those of the band in which the horizon starts (of all
/// bands together where the age is unknown); `hazard` is the probability that a tie at risk
/// for one year ends in it.
pub fn base_rate(
    rates: &BaseRates,
    class: TieClass,
    end: End,
    age: Option<f64>,
    years: f64,
) -> BaseRate {
    let table = rates.table(class, end);
    let posteriors = table.posteriors();
    let hold = |age: f64| -> f64 {
        table
            .pieces(age, years)
            .iter()
            .zip(&posteriors)
            .map(|(t, p)| (p.years / (p.years + t)).powf(p.shape))
            .product()
    };
    let ages = table.ages(age);
    let mean: f64 = ages.iter().map(|(age, share)| share * hold(*age)).sum();
    let hazard = ages
        .iter()
        .map(|(age, share)| share * posteriors[table.band_at(*age)].hazard())
        .sum();
    let sum = |f: fn(&Band) -> f64| table.bands.iter().map(f).sum::<f64>();
    let (row, ends, exposure) = match age {
        Some(age) => {
            let k = table.band_at(age);
            let band = table.bands[k];
            (table.band_words(k), band.ends, band.exposure)
        }
        None => (
            "age unknown: averaged over the ages in the table".to_owned(),
            sum(|b| b.ends),
            sum(|b| b.exposure),
        ),
    };
    // A fixed seed: the same row always prints the same interval.
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let survival = rates.survival(class, end, age, years);
    let mut draws: Vec<f64> = (0..DRAWS).map(|_| survival.draw(&mut rng)).collect();
    draws.sort_by(f64::total_cmp);
    BaseRate {
        // Certainty is never reached, and its log-odds could not be added to.
        probability: mean.clamp(1e-9, 1.0 - 1e-9),
        interval90: crate::stats::interval(&draws, 0.9),
        row: format!("{} ({}), {row}", table.label, table.id),
        hazard,
        ends,
        exposure,
        source: table.source.clone(),
    }
}

/// A base rate as text: the row, its counts, the probability over `years` with its interval,
/// and the source.
pub fn base_rate_text(base: &BaseRate, years: f64) -> String {
    format!(
        "{}\n{} of {} tie-years at risk ended: {:.1} % a year\nholds for {} year{}: {:.1} % (90 % interval {:.1}-{:.1} %)\nsource: {}\n",
        base.row,
        base.ends,
        base.exposure,
        100.0 * base.hazard,
        (years * 100.0).round() / 100.0,
        if (years - 1.0).abs() < 0.005 { "" } else { "s" },
        100.0 * base.probability,
        100.0 * base.interval90[0],
        100.0 * base.interval90[1],
        base.source
    )
}
