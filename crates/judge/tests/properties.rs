//! What must hold for any evidence.
#![allow(clippy::unwrap_used)]

mod common;

use common::{actor, item, question};
use proptest::prelude::*;
use unravel_evidence::{Bearing, DocumentId, Kind, Reliability, Stance};
use unravel_judge::{Evidence, Model, Options, judge};

const PUBLISHERS: [&str; 4] = ["Harbour Post", "Northern Wire", "Hill Radio", "Monitors"];

/// Any statement in a document of its own, with any of what decides its cluster and weight.
fn any_item(n: usize) -> impl Strategy<Value = Evidence> {
    let what = (
        prop::sample::select(Kind::ALL),
        prop::sample::select(Stance::ALL),
        prop::sample::select(Bearing::ALL),
        prop::sample::select(Reliability::ALL),
        prop::sample::select(&PUBLISHERS[..]),
    );
    let rest = (
        2015i32..=2025,
        1u32..=12,
        any::<bool>(),
        any::<bool>(),
        prop::option::of(prop::sample::select(&["2024-05", "2025-02-03", "2023"][..])),
        prop::option::of(prop::sample::select(
            &["Ruria", "Maland Front", "Monitors"][..],
        )),
        0.0f64..=1.0,
    );
    (what, rest).prop_map(move |((kind, stance, bearing, grade, publisher), rest)| {
        let (year, month, costly, context, when, speaker, score) = rest;
        let mut e = item(n, publisher, &format!("{year}-{month:02}-14"), kind, stance);
        e.reliability = grade;
        e.statement.bearing = bearing;
        e.statement.costly = costly;
        e.statement.score = score;
        e.statement.when = when.map(|w| w.parse().unwrap());
        e.statement.said_by = speaker.map(actor);
        if context {
            e.statement.b = actor("Eastmark");
        }
        e
    })
}

fn any_evidence() -> impl Strategy<Value = Vec<Evidence>> {
    (0usize..25).prop_flat_map(|n| (0..n).map(any_item).collect::<Vec<_>>())
}

fn probability(evidence: &[Evidence]) -> f64 {
    let options = Options {
        draws: 100,
        ..Options::default()
    };
    judge(&question(), evidence, Model::builtin(), &options)
        .unwrap()
        .probability
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn more_evidence_moves_the_way_it_bears(
        evidence in any_evidence(),
        more in any_item(1000),
    ) {
        let before = probability(&evidence);
        let mut all = evidence;
        let bearing = more.statement.bearing;
        all.push(more);
        let after = probability(&all);
        match bearing {
            Bearing::For => prop_assert!(after >= before - 1e-12, "{before} {after}"),
            Bearing::Against => prop_assert!(after <= before + 1e-12, "{before} {after}"),
            Bearing::Neutral => prop_assert_eq!(after, before),
        }
    }

    #[test]
    fn order_never_matters(
        (evidence, turned) in any_evidence().prop_flat_map(|e| (Just(e.clone()), Just(e).prop_shuffle())),
    ) {
        prop_assert_eq!(probability(&evidence), probability(&turned));
    }

    #[test]
    fn copies_never_add(
        evidence in any_evidence(),
        which in any::<prop::sample::Index>(),
        copies in 1usize..4,
    ) {
        prop_assume!(!evidence.is_empty());
        let original = which.get(&evidence).clone();
        let mut all = evidence.clone();
        for n in 0..copies {
            let mut copy = original.clone();
            copy.document.id = DocumentId(format!("copy{n}"));
            copy.document.publisher = Some(format!("Copyist {n}"));
            copy.document.published = Some("2025-12-15".parse().unwrap());
            copy.duplicate_of = Some(original.document.id.clone());
            all.push(copy);
        }
        prop_assert_eq!(probability(&all), probability(&evidence));
    }

    #[test]
    fn everything_adds_up(evidence in any_evidence()) {
        let j = judge(&question(), &evidence, Model::builtin(), &Options::default()).unwrap();
        let logit = |p: f64| (p / (1.0 - p)).ln();
        let drivers: f64 = j.drivers.iter().map(|d| d.log_odds).sum();
        let items: f64 = j.evidence.iter().map(|i| i.weight).sum();
        prop_assert!((logit(j.base_rate.probability) + drivers - logit(j.probability)).abs() < 1e-9);
        prop_assert!((items - drivers).abs() < 1e-9);
        prop_assert!((0.0..=1.0).contains(&j.probability));
        prop_assert!(j.interval90[0] <= j.interval50[0] && j.interval50[1] <= j.interval90[1]);
        let alternatives: f64 = j.alternatives.iter().map(|a| a.probability).sum();
        prop_assert!((alternatives - 1.0).abs() < 1e-9);
    }

    #[test]
    fn changes_add_up(before in any_evidence(), after in any_evidence()) {
        let first = judge(&question(), &before, Model::builtin(), &Options::default()).unwrap();
        let options = Options { previous: Some(&first), ..Options::default() };
        let second = judge(&question(), &after, Model::builtin(), &options).unwrap();
        let points: f64 = second.changes.iter().map(|c| c.points).sum();
        prop_assert!((points - 100.0 * (second.probability - first.probability)).abs() < 1e-6);
    }
}
