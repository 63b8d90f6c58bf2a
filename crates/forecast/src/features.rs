//! What is looked at for each candidate answer.

use crate::experts::{EXPERTS, Expert, Sources};
use crate::names::{NONE, OTHER, STATE};
use crate::quads::Asked;
use crate::state::State;

macro_rules! features {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// A feature beyond the experts' probabilities.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        enum Own { $($name),* }

        const OWN: usize = [$(Own::$name),*].len();

        const OWN_TEXT: [&str; OWN] = [$($text),*];
    };
}

features! {
    Rank = "place among the candidates",
    ToBest = "distance to the likeliest candidate",
    SameLag = "time since the same act towards it",
    SameCount = "times the same act was done towards it",
    SameShare = "share of the subject's such acts",
    SameTurned = "time since it did the same",
    PairLag = "time since any dealings",
    PairCount = "number of dealings",
    PairKinds = "kinds of dealings",
    ActedLag = "time since the subject acted towards it",
    SufferedLag = "time since it acted towards the subject",
    BestRule = "strongest rule from earlier acts",
    RuleToBest = "strongest rule, against that of other candidates",
    RoleLag = "time since anyone acted so towards it",
    RoleCount = "times anyone acted so towards it",
    RoleShare = "share of such acts in all it took part in",
    ObjectLag = "time since it was active",
    ObjectCount = "number of its events",
    ObjectBusy = "its events in the last weeks",
    SubjectRelation = "times the subject did this",
    SubjectRelationLag = "time since the subject did this",
    SubjectCount = "number of the subject's events",
    SubjectLinks = "number of the subject's partners",
    RelationCount = "how common the act is",
    RelationRepeat = "how often the act repeats with the same object",
    RelationKnown = "how often the act falls on a known partner",
    RelationHome = "how often the act stays in the country",
    SameCountry = "same country",
    ObjectKind = "kind of object: country, sector or other",
    SubjectKind = "kind of subject: country, sector or other",
    PatternShare = "how often such a sector acts so towards such a sector",
    AbroadShare = "share of the subject's dealings with that country",
    Turned = "asked for the one who acts",
}

/// Number of features.
pub(crate) const FEATURES: usize = EXPERTS + 1 + OWN;

/// Where the mixture's log-probability stands.
pub(crate) const MIXTURE: usize = EXPERTS;

/// One candidate's features.
pub(crate) type Row = [f32; FEATURES];

/// What a feature is, in words.
pub(crate) fn text(feature: usize) -> &'static str {
    if feature < EXPERTS {
        crate::experts::EXPERT_TEXT[feature]
    } else if feature == MIXTURE {
        "all simple forecasters together"
    } else {
        OWN_TEXT[feature - EXPERTS - 1]
    }
}

/// How each relation behaves: how often its answers were known before.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(crate) struct Habits {
    /// By relation: answers; those had before with the same relation; with any; at home.
    counts: Vec<[f32; 4]>,
}

impl Habits {
    pub fn new(relations: usize) -> Self {
        Self {
            counts: vec![[0.0; 4]; 2 * relations],
        }
    }

    /// Whether it knows so many relations.
    pub fn is_sound(&self, relations: usize) -> bool {
        self.counts.len() == 2 * relations
    }

    /// Learns from the answers to one question.
    pub fn learn(&mut self, asked: &Asked, from: Sources<'_>) {
        for &o in &asked.answers {
            let link = from.state.links[asked.s as usize].get(o);
            let count = &mut self.counts[asked.r as usize];
            count[0] += 1.0;
            count[1] += f32::from(link.is_some_and(|l| l.relation(asked.r).is_some()));
            count[2] += f32::from(link.is_some());
            count[3] += f32::from(from.names.same_country(asked.s, o));
        }
    }

    fn shares(&self, r: u32) -> [f32; 3] {
        let [n, same, any, home] = self.counts[r as usize];
        [same, any, home].map(|x| (x + 2.0) / (n + 5.0))
    }
}

/// Stands for "never".
const NEVER: f32 = 20.0;

fn lag(lag: Option<u32>) -> f32 {
    lag.map_or(NEVER, |lag| (lag as f32).ln_1p())
}

/// The features of the candidates of one question, from the experts' probabilities and the
/// mixture's.
pub(crate) fn rows(
    asked: (u32, u32),
    now: u32,
    candidates: &[u32],
    experts: &[[f32; EXPERTS]],
    mixture: &[f32],
    habits: &Habits,
    from: Sources<'_>,
) -> Vec<Row> {
    let (s, r) = asked;
    let state = from.state;
    let links = &state.links[s as usize];
    let own = state.roles[state.turned(r) as usize].get(s);
    let own_count = own.map_or(0.0, |t| t.n);
    let habit = habits.shares(r);
    let pattern = state.patterns.get(&(from.names.sector[s as usize], r));
    let mut question = [0.0; FEATURES];
    let mut set = |f: Own, v: f32| question[EXPERTS + 1 + f as usize] = v;
    set(Own::SubjectRelation, own_count.ln_1p());
    set(Own::SubjectRelationLag, lag(own.and_then(|t| t.lag(now))));
    set(Own::SubjectCount, state.active[s as usize].n.ln_1p());
    set(Own::SubjectLinks, (links.items.len() as f32).ln_1p());
    set(Own::RelationCount, state.roles[r as usize].total.n.ln_1p());
    set(Own::RelationRepeat, habit[0]);
    set(Own::RelationKnown, habit[1]);
    set(Own::RelationHome, habit[2]);
    set(Own::SubjectKind, kind(s, from));
    set(Own::Turned, f32::from(r >= state.relations));
    let mut rows: Vec<Row> = Vec::with_capacity(candidates.len());
    for (place, ((&o, p), &mix)) in candidates.iter().zip(experts).zip(mixture).enumerate() {
        let mut row = question;
        for (x, p) in row.iter_mut().zip(p) {
            *x = (p + 1e-7).ln();
        }
        row[MIXTURE] = (mix + 1e-9).ln();
        let mut set = |f: Own, v: f32| row[EXPERTS + 1 + f as usize] = v;
        set(Own::Rank, (place as f32).ln_1p());
        let link = links.get(o);
        let same = link.and_then(|l| l.relation(r));
        set(Own::SameLag, lag(same.and_then(|t| t.lag(now))));
        let same_count = same.map_or(0.0, |t| t.n);
        set(Own::SameCount, same_count.ln_1p());
        set(Own::SameShare, same_count / (own_count + 1.0));
        let turned = link.and_then(|l| l.relation(state.turned(r)));
        set(Own::SameTurned, lag(turned.and_then(|t| t.lag(now))));
        set(Own::PairLag, lag(link.and_then(|l| l.all.lag(now))));
        set(Own::PairCount, link.map_or(0.0, |l| l.all.n.ln_1p()));
        set(
            Own::PairKinds,
            link.map_or(0.0, |l| l.by_relation.len() as f32),
        );
        let side = |acted: bool| {
            let times = link.into_iter().flat_map(|l| &l.by_relation);
            lag(times
                .filter(|(b, _)| (*b < state.relations) == acted)
                .filter_map(|(_, t)| t.lag(now))
                .min())
        };
        set(Own::ActedLag, side(true));
        set(Own::SufferedLag, side(false));
        let rule = link.into_iter().flat_map(|l| &l.by_relation);
        let rule = rule
            .map(|(b, t)| from.rules.confidence(*b, r, t, now, state))
            .fold(0.0, f32::max);
        set(Own::BestRule, rule);
        let role = state.roles[r as usize].get(o);
        set(Own::RoleLag, lag(role.and_then(|t| t.lag(now))));
        let role_count = role.map_or(0.0, |t| t.n);
        set(Own::RoleCount, role_count.ln_1p());
        let active = &state.active[o as usize];
        set(Own::RoleShare, role_count / (active.n + 2.0));
        set(Own::ObjectLag, lag(active.lag(now)));
        set(Own::ObjectCount, active.n.ln_1p());
        set(Own::ObjectBusy, active.at(now, &state.fading)[1]);
        let same_country = from.names.same_country(s, o);
        set(Own::SameCountry, f32::from(same_country));
        set(Own::ObjectKind, kind(o, from));
        let share = pattern.map_or(0.0, |p| {
            let kind = (from.names.sector[o as usize], same_country);
            p.counts.get(&kind).copied().unwrap_or(0.0) / (p.total + 5.0)
        });
        set(Own::PatternShare, share);
        set(Own::AbroadShare, abroad(s, o, now, from));
        rows.push(row);
    }
    relate(&mut rows);
    rows
}

/// Fills in what depends on the other candidates.
fn relate(rows: &mut [Row]) {
    let rule = EXPERTS + 1 + Own::BestRule as usize;
    let best = |f: usize, rows: &[Row]| rows.iter().map(|r| r[f]).fold(f32::MIN, f32::max);
    let (best_mixture, best_rule) = (best(MIXTURE, rows), best(rule, rows));
    for row in rows {
        row[EXPERTS + 1 + Own::ToBest as usize] = row[MIXTURE] - best_mixture;
        row[EXPERTS + 1 + Own::RuleToBest as usize] = row[rule] - best_rule;
    }
}

fn kind(e: u32, from: Sources<'_>) -> f32 {
    match from.names.sector[e as usize] {
        STATE => 0.0,
        OTHER => 2.0,
        _ => 1.0,
    }
}

/// Share of the subject's dealings that went to the object's country.
fn abroad(s: u32, o: u32, now: u32, from: Sources<'_>) -> f32 {
    let country = from.names.country[o as usize];
    if country == NONE {
        return -0.1;
    }
    let State { abroad, fading, .. } = from.state;
    let table = &abroad[s as usize];
    let here = table.get(country).map_or(0.0, |t| t.at(now, fading)[2]);
    here / (table.total.at(now, fading)[2] + 1.0)
}

/// The experts' log-probabilities and the mixture's stand first in a row.
const _: () = assert!(Expert::Even as usize == EXPERTS - 1);
