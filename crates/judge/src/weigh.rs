//! From evidence to log-odds: independence clusters, derived credibility, sums by kind.
//!
//! Each cluster of one origin counts once, with its best item, as
//! q = reliability · credibility · stance · score · 2^(−age/half-life) · costly · context.
//! The items of a kind and bearing add up to x = Σ q and shift the log-odds by
//! ±β·log₂(1 + x): the first full item shifts by β, each doubling of (1 + x) by β more,
//! because sources that agree on one thing are never wholly independent. The net n of all
//! kinds is bounded to L·tanh(n/L). Every step grows with x, so more evidence for the tie
//! never lowers the probability.

use crate::Evidence;
use crate::weights::{CONTEXT, COSTLY, Weights, beta_index};
use jiff::civil::Date;
use std::collections::HashMap;
use unravel_evidence::{
    ActorId, Bearing, Credibility, DateRange, Grade, Granularity, Kind, Question, Stance,
};

/// Number of (kind, bearing) cells.
pub(crate) const CELLS: usize = COSTLY;

/// One piece of evidence made ready to be summed.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// Index of (kind, bearing); none = neutral or rejected.
    pub cell: Option<usize>,
    /// q without the credibility factor, the costly and the context factor.
    pub quality: f64,
    /// Credibility as it stands, and when other sources confirm it.
    pub credibility: [Credibility; 2],
    /// The factors that go with them.
    factor: [f64; 2],
    pub costly: bool,
    pub context: bool,
    pub cluster: usize,
    /// Items that could confirm each other.
    group: usize,
    /// The publisher and the original publisher of what it repeats, as indices into
    /// [`Prepared::sources`].
    pub source: usize,
    pub origin: usize,
    /// The day that stands for it, where known.
    pub date: Option<Date>,
}

/// Why items share a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Joined,
    Event,
    Quote,
    Document,
}

/// Evidence in a fixed order, with everything that does not depend on the weights' fit.
#[derive(Debug, Clone)]
pub(crate) struct Prepared<'a> {
    pub evidence: Vec<&'a Evidence>,
    pub items: Vec<Item>,
    pub clusters: Vec<Origin>,
    groups: Vec<Vec<usize>>,
    group_of: HashMap<(Kind, Bearing, bool, bool, i16), usize>,
    pub sources: Vec<String>,
    /// Seen after the as-of date and left out.
    pub unseen: usize,
    pub as_of: Date,
}

/// A statement that nobody has made yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hypothetical {
    pub kind: Kind,
    pub bearing: Bearing,
    pub stance: Stance,
    pub costly: bool,
    pub grade: Grade,
}

/// What the sums gave.
#[derive(Debug, Clone)]
pub(crate) struct Totals {
    /// For each cell, Σ quality·credibility, split by (costly, context).
    pub cells: [[f64; 4]; CELLS],
    /// The item that stands for each cluster.
    pub lead: Vec<Option<usize>>,
    /// q of every lead.
    pub q: Vec<f64>,
    /// Whether other sources confirm the item.
    pub confirmed: Vec<bool>,
}

/// The log-odds of evidence: each cell's exact share and their sum.
#[derive(Debug, Clone)]
pub(crate) struct LogOdds {
    /// x of each cell.
    pub x: [f64; CELLS],
    /// Signed contribution of each cell.
    pub cells: [f64; CELLS],
    /// Their sum, added in the order of the cells.
    pub total: f64,
}

/// Days from `from` to `to`, never negative, in years.
fn years_between(from: Date, to: Date) -> f64 {
    from.until(to)
        .map_or(0.0, |span| f64::from(span.get_days().max(0)) / 365.25)
}

/// The date an item is weighed at: of the act, else of the first report (a later copy of a
/// report is no fresher than the report).
fn date_of(evidence: &Evidence, first_report: Option<DateRange>) -> Option<Date> {
    let range = evidence
        .statement
        .when
        .or(first_report)
        .or(evidence.document.published)?;
    Some(range.midpoint())
}

/// Published only after the as-of date.
pub(crate) fn is_unseen(evidence: &Evidence, as_of: Date) -> bool {
    evidence
        .document
        .published
        .is_some_and(|p| p.start() > as_of)
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(question: &Question, evidence: &'a [Evidence], weights: &Weights) -> Self {
        let as_of = question.as_of;
        let mut seen: Vec<&Evidence> = evidence.iter().filter(|e| !is_unseen(e, as_of)).collect();
        let unseen = evidence.len() - seen.len();
        // A fixed order, so that sums do not depend on the caller's.
        seen.sort_by(|a, b| {
            (&a.statement.id, &a.document.id).cmp(&(&b.statement.id, &b.document.id))
        });
        let origins = Origins::new(&seen);
        let mut prepared = Self {
            evidence: Vec::new(),
            items: Vec::with_capacity(seen.len()),
            clusters: Vec::new(),
            groups: Vec::new(),
            group_of: HashMap::new(),
            sources: Vec::new(),
            unseen,
            as_of,
        };
        let mut clusters: HashMap<Key, usize> = HashMap::new();
        let mut sources: HashMap<&str, usize> = HashMap::new();
        for (index, &e) in seen.iter().enumerate() {
            let root = origins.root(e);
            let key = Key::of(e, root, origins.date(root));
            let origin_kind = key.origin();
            let next = clusters.len();
            let cluster = *clusters.entry(key).or_insert(next);
            if cluster == next {
                prepared.clusters.push(origin_kind);
            }
            let mut source_index = |name: &'a str| {
                let next = sources.len();
                *sources.entry(name).or_insert_with(|| {
                    prepared.sources.push(name.to_owned());
                    next
                })
            };
            let source = source_index(e.document.label());
            let origin = source_index(origins.publisher(root));
            let date = date_of(e, origins.date(root));
            let item = prepared.item(question, e, weights, date, [cluster, origin, source]);
            if item.cell.is_some() {
                prepared.groups[item.group].push(index);
            }
            prepared.items.push(item);
        }
        prepared.evidence = seen;
        prepared
    }

    fn item(
        &mut self,
        question: &Question,
        e: &Evidence,
        weights: &Weights,
        date: Option<Date>,
        [cluster, origin, source]: [usize; 3],
    ) -> Item {
        let s = &e.statement;
        let (a, b) = (&question.tie.a.id, &question.tie.b.id);
        let context = !((s.a.id == *a && s.b.id == *b) || (s.a.id == *b && s.b.id == *a));
        let against = s.bearing == Bearing::Against;
        let weighs = s.bearing != Bearing::Neutral && e.rejected.is_none();
        let key = (
            s.kind,
            s.bearing,
            s.costly,
            context,
            date.map_or(0, Date::year),
        );
        let next = self.groups.len();
        let group = *self.group_of.entry(key).or_insert(next);
        if group == next {
            self.groups.push(Vec::new());
        }
        let credibility = match e.credibility {
            Some(c) => [c, c],
            None => [unconfirmed(question, e), Credibility::One],
        };
        let factor = credibility.map(|c| weights.credibility.get(&c).copied().unwrap_or(0.0));
        let score = if s.score.is_nan() {
            0.0
        } else {
            s.score.clamp(0.0, 1.0)
        };
        Item {
            cell: weighs.then(|| beta_index(s.kind, against)),
            quality: weights
                .reliability
                .get(&e.reliability)
                .copied()
                .unwrap_or(0.0)
                * weights.stance.get(&s.stance).copied().unwrap_or(0.0)
                * score
                * decay(weights, s.kind, date, self.as_of),
            credibility,
            // A file may rate a confirmed item lower; confirmation never lowers a weight.
            factor: [factor[0], factor[0].max(factor[1])],
            costly: s.costly,
            context,
            cluster,
            group,
            origin,
            source,
            date,
        }
    }

    /// Sums the items that `keep` lets through, as if only they had been read, with `extra`
    /// added to them.
    pub(crate) fn totals(
        &self,
        weights: &Weights,
        keep: impl Fn(usize) -> bool,
        extra: &[Hypothetical],
    ) -> Totals {
        let mut confirmed = vec![false; self.groups.len()];
        for (group, members) in self.groups.iter().enumerate() {
            let mut kept = members
                .iter()
                .filter(|i| keep(**i))
                .map(|i| self.items[*i].origin);
            if let Some(first) = kept.next() {
                confirmed[group] = kept.any(|origin| origin != first);
            }
        }
        for h in extra {
            let key = (h.kind, h.bearing, h.costly, false, self.as_of.year());
            if let Some(&group) = self.group_of.get(&key) {
                confirmed[group] |= self.groups[group].iter().any(|i| keep(*i));
            }
        }
        let betas: [f64; CELLS] = std::array::from_fn(|cell| beta(weights, cell));
        let mut totals = Totals {
            cells: [[0.0; 4]; CELLS],
            lead: vec![None; self.clusters.len()],
            q: vec![0.0; self.items.len()],
            confirmed: Vec::with_capacity(self.items.len()),
        };
        let mut best = vec![(0.0, 0.0); self.clusters.len()];
        for (i, item) in self.items.iter().enumerate() {
            let is_confirmed = confirmed[item.group];
            totals.confirmed.push(is_confirmed);
            let Some(cell) = item.cell.filter(|_| keep(i)) else {
                continue;
            };
            let c = item.factor[usize::from(is_confirmed)];
            let q = item.quality * c * scale(weights, item);
            totals.q[i] = q;
            // A cluster joined by hand may hold several kinds: the heaviest item leads.
            let weight = q * betas[cell];
            let lead = &mut totals.lead[item.cluster];
            if lead.is_none() || weight > best[item.cluster].0 {
                *lead = Some(i);
                best[item.cluster] = (weight, item.quality * c);
            }
        }
        for (lead, (_, plain)) in totals.lead.iter().zip(&best) {
            if let Some((item, cell)) =
                lead.and_then(|i| Some((&self.items[i], self.items[i].cell?)))
            {
                totals.cells[cell][slot(item.costly, item.context)] += plain;
            }
        }
        for h in extra {
            let Some(cell) = cell_of(h.kind, h.bearing) else {
                continue;
            };
            let grade = weights
                .reliability
                .get(&h.grade.reliability)
                .copied()
                .unwrap_or(0.0)
                * weights
                    .credibility
                    .get(&h.grade.credibility)
                    .copied()
                    .unwrap_or(0.0);
            let stance = weights.stance.get(&h.stance).copied().unwrap_or(0.0);
            totals.cells[cell][slot(h.costly, false)] += grade * stance;
        }
        totals
    }

    /// Sums everything.
    pub(crate) fn all(&self, weights: &Weights) -> Totals {
        self.totals(weights, |_| true, &[])
    }
}

fn slot(costly: bool, context: bool) -> usize {
    usize::from(costly) * 2 + usize::from(context)
}

fn cell_of(kind: Kind, bearing: Bearing) -> Option<usize> {
    (bearing != Bearing::Neutral).then(|| beta_index(kind, bearing == Bearing::Against))
}

fn scale(weights: &Weights, item: &Item) -> f64 {
    (if item.costly { weights.costly } else { 1.0 })
        * (if item.context { weights.context } else { 1.0 })
}

fn beta(weights: &Weights, cell: usize) -> f64 {
    let kind = Kind::ALL[cell % Kind::ALL.len()];
    let Some(beta) = weights.beta.get(&kind) else {
        return 0.0;
    };
    if cell < Kind::ALL.len() {
        beta.favour
    } else {
        beta.against
    }
}

/// +1 for cells for the tie, −1 against.
pub(crate) fn sign(cell: usize) -> f64 {
    if cell < Kind::ALL.len() { 1.0 } else { -1.0 }
}

/// Kind and bearing of a cell.
pub(crate) fn cell_words(cell: usize) -> (Kind, Bearing) {
    let bearing = if sign(cell) > 0.0 {
        Bearing::For
    } else {
        Bearing::Against
    };
    (Kind::ALL[cell % Kind::ALL.len()], bearing)
}

/// 2^(−age/half-life), or the factor for what has no date.
fn decay(weights: &Weights, kind: Kind, date: Option<Date>, as_of: Date) -> f64 {
    match (date, weights.half_life.get(&kind)) {
        (Some(date), Some(half_life)) => (-years_between(date, as_of) / half_life).exp2(),
        _ => weights.undated,
    }
}

impl Totals {
    /// Log-odds under the parameters with these logarithms and this bound.
    pub(crate) fn log_odds(&self, theta: &[f64], limit: f64) -> LogOdds {
        let (costly, context) = (theta[COSTLY].exp(), theta[CONTEXT].exp());
        let mut x = [0.0; CELLS];
        let mut cells = [0.0; CELLS];
        for cell in 0..CELLS {
            let [plain, third, acts, third_acts] = self.cells[cell];
            x[cell] = plain + context * third + costly * (acts + context * third_acts);
            if x[cell] > 0.0 {
                cells[cell] =
                    sign(cell) * theta[cell].exp() * x[cell].ln_1p() / std::f64::consts::LN_2;
            }
        }
        let net: f64 = cells.iter().sum();
        let shrink = if net.abs() < 1e-9 {
            1.0
        } else {
            limit * (net / limit).tanh() / net
        };
        for cell in &mut cells {
            *cell *= shrink;
        }
        LogOdds {
            x,
            total: cells.iter().sum(),
            cells,
        }
    }
}

/// Credibility where no other source confirms it and no user has graded it.
fn unconfirmed(question: &Question, e: &Evidence) -> Credibility {
    let s = &e.statement;
    let own = s
        .said_by
        .as_ref()
        .is_some_and(|speaker| speaker.id == question.tie.a.id || speaker.id == question.tie.b.id);
    match s.stance {
        // A party's own denial serves its interest.
        Stance::Denied if own => Credibility::Four,
        Stance::Asserted | Stance::Denied => Credibility::Two,
        Stance::Hedged | Stance::Promised | Stance::Predicted | Stance::Hypothetical => {
            Credibility::Three
        }
    }
}

/// What one statement shares with others of its origin; equal keys make one cluster. A key
/// depends on its own statement and document only, so further evidence never merges two
/// clusters and never lowers what stands.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Joined(&'a str),
    Event(What<'a>, DateRange),
    /// Speaker, stance, and the year and quarter of the first report.
    Quote(What<'a>, &'a ActorId, Stance, Option<(i16, i8)>),
    Document(What<'a>, &'a str, Stance),
}

/// The two actors in either order, kind and bearing.
#[derive(PartialEq, Eq, Hash)]
struct What<'a>(&'a ActorId, &'a ActorId, Kind, Bearing);

impl<'a> Key<'a> {
    fn of(e: &'a Evidence, root: &'a str, first_report: Option<DateRange>) -> Self {
        let s = &e.statement;
        if let Some(name) = &e.cluster {
            return Key::Joined(name);
        }
        let (low, high) = ((&s.a.id).min(&s.b.id), (&s.a.id).max(&s.b.id));
        let what = What(low, high, s.kind, s.bearing);
        let exact =
            |when: &DateRange| matches!(when.granularity(), Granularity::Day | Granularity::Month);
        if let Some(when) = s.when.filter(exact) {
            return Key::Event(what, when);
        }
        if let Some(speaker) = &s.said_by {
            // Quotes of one speaker to one effect within a quarter are taken as one report.
            let quarter = first_report.map(|d| (d.start().year(), (d.start().month() - 1) / 3));
            return Key::Quote(what, &speaker.id, s.stance, quarter);
        }
        Key::Document(what, root, s.stance)
    }

    fn origin(&self) -> Origin {
        match self {
            Key::Joined(_) => Origin::Joined,
            Key::Event(..) => Origin::Event,
            Key::Quote(..) => Origin::Quote,
            Key::Document(..) => Origin::Document,
        }
    }
}

/// Documents of one origin: near-duplicates stand for the one they copy.
struct Origins<'a> {
    /// By root: the best representative read (the root itself, else the earliest copy).
    known: HashMap<&'a str, &'a Evidence>,
}

impl<'a> Origins<'a> {
    fn new(seen: &[&'a Evidence]) -> Self {
        let mut known: HashMap<&str, &Evidence> = HashMap::new();
        let rank = |e: &Evidence| {
            let date = e.document.published.map(|d| d.start());
            (
                e.duplicate_of.is_some(),
                date.is_none(),
                date,
                e.document.id.clone(),
            )
        };
        for &e in seen {
            let slot = known.entry(root_of(e)).or_insert(e);
            if rank(e) < rank(slot) {
                *slot = e;
            }
        }
        Self { known }
    }

    fn root(&self, e: &'a Evidence) -> &'a str {
        root_of(e)
    }

    fn date(&self, root: &str) -> Option<DateRange> {
        self.known.get(root)?.document.published
    }

    fn publisher(&self, root: &'a str) -> &'a str {
        self.known.get(root).map_or(root, |e| e.document.label())
    }
}

fn root_of(e: &Evidence) -> &str {
    e.duplicate_of.as_ref().unwrap_or(&e.document.id).as_str()
}
