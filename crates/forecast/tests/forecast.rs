//! The forecaster on small generated histories: what it says, that it adds up, and bad input.

#![allow(clippy::unwrap_used)] // what cannot be made is a failed test

mod world;

use proptest::prelude::*;
use std::sync::LazyLock;
use unravel_forecast::{
    Ask, FitOptions, ForecastError, Forecaster, Model, Provenance, Quads, Reveal, Vocabulary, fit,
};
use world::{World, options};

static WORLD: LazyLock<World> = LazyLock::new(|| World::new(90, 7));
static FITTED: LazyLock<Forecaster> =
    LazyLock::new(|| fit(WORLD.before(80).quads(), &WORLD.words, options()).unwrap());

#[test]
fn what_repeats_is_forecast() {
    let found = FITTED
        .evaluate(WORLD.from(80).quads(), Reveal::History)
        .unwrap();
    let chance = 1.0 / WORLD.words.entities.len() as f64;
    assert!(found.ranks.mrr > 0.35, "{found:?}");
    assert!(found.ranks.mrr > 5.0 * chance && found.ranks.hits10 >= found.ranks.hits1);
    assert_eq!(found.ranks.questions, 2 * WORLD.from(80).quads().len());
    let best = FITTED
        .predict(
            Ask::Object {
                subject: "Northland",
                relation: "Consult",
            },
            3,
        )
        .unwrap();
    assert_eq!(best[0].entity, "Southland", "they consult every other day");
    let back = FITTED
        .predict(
            Ask::Subject {
                relation: "consult",
                object: "southland",
            },
            3,
        )
        .unwrap();
    assert_eq!(back[0].entity, "Northland");
}

#[test]
fn the_outlook_names_what_an_actor_does_most() {
    let outlook = FITTED.outlook("Northland", 7, 5).unwrap();
    assert_eq!(outlook[0].other, "Southland");
    assert_eq!(outlook[0].relation, "Consult");
    assert!(outlook[0].acts && outlook[0].probability > 0.5);
    assert!(outlook.is_sorted_by(|a, b| a.expected >= b.expected));
}

#[test]
fn contributions_add_up_and_past_events_are_shown() {
    let ask = Ask::Object {
        subject: "Northland",
        relation: "Consult",
    };
    for name in &WORLD.words.entities {
        let why = FITTED.explain(ask, name, 4).unwrap();
        let sum = why.base + why.parts.iter().map(|p| p.contribution).sum::<f64>();
        assert!(
            (sum - why.score).abs() < 1e-6,
            "{name}: {sum} {}",
            why.score
        );
        if why.rank.is_some() {
            let shares: f64 = why.shares.iter().map(|s| s.share).sum();
            assert!((shares - 1.0).abs() < 1e-6);
        }
    }
    let why = FITTED.explain(ask, "Southland", 4).unwrap();
    assert_eq!(why.rank, Some(1));
    assert_eq!(why.between.len(), 4);
    assert!(why.between.is_sorted_by(|a, b| a.time >= b.time));
    assert!(why.between.iter().all(|e| e.time < FITTED.next_time()));
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let events = WORLD.before(60);
    let mut turned = events.clone();
    turned.reverse();
    let a = fit(events.quads(), &WORLD.words, options()).unwrap();
    let b = fit(turned.quads(), &WORLD.words, options()).unwrap();
    let ask = Ask::Object {
        subject: "Northland",
        relation: "Consult",
    };
    assert_eq!(a.predict(ask, 9).unwrap(), b.predict(ask, 9).unwrap());
}

#[test]
fn later_events_do_not_change_earlier_forecasts() {
    let near = FITTED
        .evaluate(WORLD.between(80, 82).quads(), Reveal::History)
        .unwrap();
    let mut far = WORLD.from(80);
    far.push(0, 0, 1, 5000);
    let far = FITTED.evaluate(far.quads(), Reveal::History).unwrap();
    assert_eq!(near.by_time, far.by_time[..near.by_time.len()]);
}

#[test]
fn a_gap_of_years_is_bridged() {
    let mut later = WORLD.between(80, 81);
    later.time.iter_mut().for_each(|t| *t += 365 * 20);
    for reveal in [Reveal::Nothing, Reveal::History, Reveal::Learning] {
        let found = FITTED.evaluate(later.quads(), reveal).unwrap();
        assert!(found.ranks.mrr > 0.0 && found.ranks.mrr <= 1.0);
    }
    let mut split = WORLD.before(80);
    split
        .time
        .iter_mut()
        .filter(|t| **t > 40)
        .for_each(|t| *t += 365 * 20);
    assert!(fit(split.quads(), &WORLD.words, options()).is_ok());
}

#[test]
fn a_relation_unseen_in_fitting_still_has_ranks() {
    let mut later = WORLD.between(80, 81);
    let unseen = WORLD.words.relations.len() as u32 - 1;
    later.relation.iter_mut().for_each(|r| *r = unseen);
    let found = FITTED.evaluate(later.quads(), Reveal::History).unwrap();
    assert!(found.ranks.questions > 0 && found.ranks.mrr > 0.0);
}

#[test]
fn bad_input_is_told() {
    let short = Quads {
        subject: &[0],
        relation: &[0],
        object: &[1],
        time: &[],
    };
    let error = fit(short, &WORLD.words, options()).unwrap_err().to_string();
    assert!(
        error.contains("1 subjects, 1 relations, 1 objects, 0 times"),
        "{error}"
    );

    let mut out = WORLD.before(30);
    let row = out.time.len();
    out.push(0, 0, 9999, 3);
    let error = fit(out.quads(), &WORLD.words, options())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains(&format!("event {row}: entity id 9999")),
        "{error}"
    );

    let none = WORLD.before(0);
    assert!(matches!(
        fit(none.quads(), &WORLD.words, options()),
        Err(ForecastError::Empty { .. })
    ));
    let evaluate = |q: Quads<'_>| FITTED.evaluate(q, Reveal::History);
    assert!(matches!(
        evaluate(none.quads()),
        Err(ForecastError::Empty { .. })
    ));
    let error = evaluate(WORLD.between(70, 90).quads())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("begin at time 70, but the model has seen time 79"),
        "{error}"
    );

    let many = Vocabulary {
        relations: (0..5000).map(|i| i.to_string()).collect(),
        ..WORLD.words.clone()
    };
    assert!(matches!(
        fit(WORLD.before(30).quads(), &many, options()),
        Err(ForecastError::Relations { count: 5000, .. })
    ));
    let error = FITTED.outlook("Southlan", 7, 3).unwrap_err().to_string();
    assert!(
        error.contains("no actor named \"Southlan\"") && error.contains("Southland"),
        "{error}"
    );
}

fn model() -> Model {
    Model {
        forecaster: FITTED.clone(),
        dyads: None,
        provenance: Provenance {
            source: "generated".into(),
            ..Provenance::default()
        },
    }
}

#[test]
fn a_model_comes_back_from_its_bytes() {
    let bytes = model().to_bytes().unwrap();
    let read = Model::from_bytes(&bytes).unwrap();
    assert_eq!(read.provenance.source, "generated");
    let ask = Ask::Object {
        subject: "Police (Northland)",
        relation: "Threaten",
    };
    assert_eq!(
        FITTED.predict(ask, 9).unwrap(),
        read.forecaster.predict(ask, 9).unwrap()
    );
    let evaluate = |f: &Forecaster| f.evaluate(WORLD.from(80).quads(), Reveal::History);
    assert_eq!(
        evaluate(&FITTED).unwrap(),
        evaluate(&read.forecaster).unwrap()
    );
    assert!(Model::from_bytes(b"").is_err() && Model::from_bytes(b"PAR1").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn probabilities_are_probabilities(s in 0_usize..20, r in 0_usize..6) {
        let subject = &WORLD.words.entities[s];
        let relation = &WORLD.words.relations[r];
        let all = WORLD.words.entities.len();
        let answers = FITTED.predict(Ask::Object { subject, relation }, all).unwrap();
        prop_assert!(answers.iter().all(|a| (0.0..=1.0).contains(&a.probability)));
        let sum: f64 = answers.iter().map(|a| a.probability).sum();
        prop_assert!(sum < 1.0 + 1e-4, "{sum}");
        prop_assert!(answers.is_sorted_by(|a, b| a.probability >= b.probability));
    }

    #[test]
    fn damaged_bytes_do_no_harm(at in 0.0_f64..1.0, with in any::<u8>(), cut in any::<bool>()) {
        static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| model().to_bytes().unwrap());
        let mut bytes = BYTES.clone();
        let at = (at * bytes.len() as f64) as usize;
        if cut {
            bytes.truncate(at);
        } else {
            bytes[at] = with;
        }
        if let Ok(read) = Model::from_bytes(&bytes) {
            let subject = read.forecaster.words().entities.first().cloned().unwrap_or_default();
            let _ = read.forecaster.outlook(&subject, 7, 3);
        }
    }

    #[test]
    fn any_events_can_be_fitted(
        rows in prop::collection::vec((0_u32..6, 0_u32..3, 0_u32..6, -400_i32..400), 20..60)
    ) {
        let words = Vocabulary {
            entities: (0..6).map(|i| format!("E{i}")).collect(),
            relations: (0..3).map(|i| format!("R{i}")).collect(),
        };
        let columns: [Vec<u32>; 3] = [
            rows.iter().map(|r| r.0).collect(),
            rows.iter().map(|r| r.1).collect(),
            rows.iter().map(|r| r.2).collect(),
        ];
        let time: Vec<i32> = rows.iter().map(|r| r.3).collect();
        let quads = Quads { subject: &columns[0], relation: &columns[1], object: &columns[2], time: &time };
        let few = FitOptions { trees: 3, passes: 1, ..FitOptions::default() };
        let fitted = fit(quads, &words, few).unwrap();
        let answers = fitted.predict(Ask::Object { subject: "E0", relation: "R0" }, 6).unwrap();
        let sum: f64 = answers.iter().map(|a| a.probability).sum();
        prop_assert!((sum - 1.0).abs() < 1e-3, "all six are candidates: {sum}");
    }
}
