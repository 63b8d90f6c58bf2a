//! Weights of evidence: the TOML file, its checks, and the parameters that are fitted.

use crate::JudgeError;
use crate::events::EventWeights;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use unravel_evidence::{Bearing, Credibility, Kind, Reliability, Stance};

/// β of one kind: shift in log-odds of the first fully weighing item, 0 or more each way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beta {
    /// Of statements for the tie.
    #[serde(rename = "for")]
    pub favour: f64,
    /// Of statements against it (its size; the sign is the bearing's).
    pub against: f64,
}

/// What the data left uncertain: the covariance of the logarithms of the fitted values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covariance {
    /// Names of the parameters, in the order of [`parameters`].
    pub parameters: Vec<String>,
    /// Lower triangle, row by row, without what lies right of the diagonal.
    pub rows: Vec<Vec<f64>>,
}

/// Weights of evidence, as read from a weights file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Name of this set of weights.
    pub version: String,
    /// What data made it.
    pub description: String,
    /// Bound on the log-odds of all evidence together.
    pub limit: f64,
    /// Factor of a costly act.
    pub costly: f64,
    /// Factor of a statement about one of the two actors and a third.
    pub context: f64,
    /// Factor of an item without any date.
    pub undated: f64,
    /// β of each kind.
    pub beta: BTreeMap<Kind, Beta>,
    /// Years after which an item of the kind weighs half.
    pub half_life: BTreeMap<Kind, f64>,
    /// Factor of the source's reliability.
    pub reliability: BTreeMap<Reliability, f64>,
    /// Factor of the item's credibility.
    pub credibility: BTreeMap<Credibility, f64>,
    /// Factor of the stance.
    pub stance: BTreeMap<Stance, f64>,
    /// How much changes in event data count.
    pub events: EventWeights,
    /// Uncertainty of β, `costly` and `context`; absent from weights that were never fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posterior: Option<Covariance>,
}

/// Number of fitted parameters: β for and against of nine kinds, `costly`, `context`.
pub(crate) const PARAMETERS: usize = 2 * KINDS + 2;
pub(crate) const KINDS: usize = 9;
/// Index of ln `costly`.
pub(crate) const COSTLY: usize = 2 * KINDS;
/// Index of ln `context`.
pub(crate) const CONTEXT: usize = COSTLY + 1;

/// Index of ln β of a kind and bearing.
pub(crate) fn beta_index(kind: Kind, against: bool) -> usize {
    kind as usize + if against { KINDS } else { 0 }
}

/// Names of the fitted parameters in their order: "alliance for" … "break against", "costly",
/// "context".
pub fn parameters() -> Vec<String> {
    let betas = |bearing: Bearing| Kind::ALL.iter().map(move |k| format!("{k} {bearing}"));
    betas(Bearing::For)
        .chain(betas(Bearing::Against))
        .chain(["costly".to_owned(), "context".to_owned()])
        .collect()
}

impl Weights {
    /// Reads and checks a weights file; `file` is named in errors.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, JudgeError> {
        let weights: Self = toml::from_str(text).map_err(|e| JudgeError::file(file, e))?;
        weights.check(file)?;
        Ok(weights)
    }

    /// Factor of a machine-coded dataset of a usually reliable publisher (B2).
    pub(crate) fn grade_factor(&self) -> f64 {
        let of = |r: Option<&f64>| r.copied().unwrap_or(0.0);
        of(self.reliability.get(&Reliability::B)) * of(self.credibility.get(&Credibility::Two))
    }

    pub(crate) fn check(&self, file: &str) -> Result<(), JudgeError> {
        complete(&self.beta, Kind::ALL, "beta", file)?;
        complete(&self.half_life, Kind::ALL, "half_life", file)?;
        complete(&self.reliability, Reliability::ALL, "reliability", file)?;
        complete(&self.credibility, Credibility::ALL, "credibility", file)?;
        complete(&self.stance, Stance::ALL, "stance", file)?;
        let betas = self.beta.iter().flat_map(|(k, b)| {
            [
                (format!("beta.{k}.for"), b.favour),
                (format!("beta.{k}.against"), b.against),
            ]
        });
        let single = [
            ("limit", self.limit),
            ("costly", self.costly),
            ("context", self.context),
            ("events.cooperation", self.events.cooperation),
            ("events.conflict", self.events.conflict),
        ];
        let half = self
            .half_life
            .iter()
            .map(|(k, v)| (format!("half_life.{k}"), *v));
        for (name, value) in betas
            .chain(half)
            .chain(single.map(|(n, v)| (n.to_owned(), v)))
        {
            if !(value.is_finite() && value > 0.0) {
                return Err(JudgeError::file(
                    file,
                    format!("{name} is {value}; it must be a number above 0"),
                ));
            }
        }
        let factors = named(&self.reliability, "reliability")
            .chain(named(&self.credibility, "credibility"))
            .chain(named(&self.stance, "stance"))
            .chain([("undated".to_owned(), self.undated)]);
        for (name, value) in factors {
            if !(0.0..=1.0).contains(&value) {
                return Err(JudgeError::file(
                    file,
                    format!("{name} is {value}; it must be a number from 0 to 1"),
                ));
            }
        }
        match &self.posterior {
            Some(covariance) => covariance.check(file),
            None => Ok(()),
        }
    }

    /// The logarithms of the fitted parameters, in the order of [`parameters`].
    pub fn log_parameters(&self) -> Vec<f64> {
        let beta = |k: &Kind| {
            self.beta.get(k).copied().unwrap_or(Beta {
                favour: 0.0,
                against: 0.0,
            })
        };
        Kind::ALL
            .iter()
            .map(|k| beta(k).favour.ln())
            .chain(Kind::ALL.iter().map(|k| beta(k).against.ln()))
            .chain([self.costly.ln(), self.context.ln()])
            .collect()
    }

    /// These weights with other values for the fitted parameters (their logarithms).
    pub(crate) fn with_log_parameters(&self, theta: &[f64]) -> Self {
        let mut weights = self.clone();
        for (i, &kind) in Kind::ALL.iter().enumerate() {
            weights.beta.insert(
                kind,
                Beta {
                    favour: theta[i].exp(),
                    against: theta[KINDS + i].exp(),
                },
            );
        }
        weights.costly = theta[COSTLY].exp();
        weights.context = theta[CONTEXT].exp();
        weights
    }
}

impl Covariance {
    fn check(&self, file: &str) -> Result<(), JudgeError> {
        if self.parameters != parameters() {
            return Err(JudgeError::file(
                file,
                format!("posterior.parameters must be {}", parameters().join(", ")),
            ));
        }
        let shape = self.rows.len() == PARAMETERS
            && self
                .rows
                .iter()
                .enumerate()
                .all(|(i, row)| row.len() == i + 1);
        if !shape || self.rows.iter().flatten().any(|v| !v.is_finite()) {
            return Err(JudgeError::file(
                file,
                format!(
                    "posterior.rows must be the lower triangle of a {PARAMETERS} by {PARAMETERS} matrix of numbers"
                ),
            ));
        }
        if self.cholesky().is_none() {
            return Err(JudgeError::file(
                file,
                "posterior.rows is not a covariance (not positive definite); fit again",
            ));
        }
        Ok(())
    }

    /// The full matrix.
    pub(crate) fn matrix(&self) -> nalgebra::DMatrix<f64> {
        nalgebra::DMatrix::from_fn(PARAMETERS, PARAMETERS, |i, j| {
            self.rows
                .get(i.max(j))
                .and_then(|row| row.get(i.min(j)))
                .copied()
                .unwrap_or(0.0)
        })
    }

    /// The lower factor L with L·Lᵀ the covariance; none if it is not one.
    pub(crate) fn cholesky(&self) -> Option<nalgebra::DMatrix<f64>> {
        nalgebra::Cholesky::new(self.matrix()).map(|c| c.l())
    }

    /// From a full matrix, rounded to six decimals so that the file stays readable.
    pub(crate) fn from_matrix(matrix: &nalgebra::DMatrix<f64>) -> Self {
        let round = |v: f64| (v * 1e6).round() / 1e6;
        Self {
            parameters: parameters(),
            rows: (0..PARAMETERS)
                .map(|i| (0..=i).map(|j| round(matrix[(i, j)])).collect())
                .collect(),
        }
    }
}

fn named<K: std::fmt::Display>(
    map: &BTreeMap<K, f64>,
    table: &'static str,
) -> impl Iterator<Item = (String, f64)> {
    map.iter().map(move |(k, v)| (format!("{table}.{k}"), *v))
}

fn complete<K: Ord + Copy + std::fmt::Display, V>(
    map: &BTreeMap<K, V>,
    all: &[K],
    table: &str,
    file: &str,
) -> Result<(), JudgeError> {
    match all.iter().find(|k| !map.contains_key(k)) {
        Some(k) => Err(JudgeError::file(
            file,
            format!("[{table}] has no entry for {k}; add one"),
        )),
        None => Ok(()),
    }
}
