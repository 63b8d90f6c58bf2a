//! Forecasts of pairs on small generated histories.

#![allow(clippy::unwrap_used)] // what cannot be made is a failed test

mod world;

use std::sync::LazyLock;
use unravel_forecast::ForecastError;
use unravel_forecast::dyads::{Act, DyadModel, DyadOptions, Trend, fit_dyads};
use world::{Events, World};

static WORLD: LazyLock<World> = LazyLock::new(|| World::new(160, 3));

fn few() -> DyadOptions {
    DyadOptions {
        horizons: vec![7],
        window: 40,
        trees: 80,
        leaves: 6,
        rate: 0.2,
        ..DyadOptions::default()
    }
}

fn fitted(events: &Events) -> DyadModel {
    fit_dyads(events.quads(), &WORLD.words, &WORLD.roots, None, few()).unwrap()
}

static MODEL: LazyLock<DyadModel> = LazyLock::new(|| fitted(&WORLD.before(130)));

#[test]
fn skill_is_above_the_base_rate_and_scores_are_in_range() {
    let scores = MODEL.evaluate(WORLD.from(130).quads()).unwrap();
    assert_eq!(scores.len(), Act::ALL.len());
    for s in &scores {
        assert_eq!(s.origins, 4, "30 days hold four windows of 7");
        assert!(s.model.skill > 0.2, "{s:?}");
        assert!(s.skill_interval[0] <= s.skill_interval[1]);
        assert!((0.0..=1.0).contains(&s.model.ece) && s.model.brier <= 0.25 + 0.25);
        assert_eq!(s.active.n + s.dormant.n, s.model.n);
    }
}

#[test]
fn contributions_add_up_to_the_log_odds() {
    for (a, b) in [
        ("Northland", "Southland"),
        ("Police (Midland)", "Citizen (Farland)"),
    ] {
        for f in MODEL.predict(a, b, MODEL.next_time()).unwrap() {
            let odds = f.base + f.parts.iter().map(|p| p.contribution).sum::<f64>();
            assert!((0.0..=1.0).contains(&f.probability));
            assert!((1.0 / (1.0 + (-odds).exp()) - f.probability).abs() < 1e-9);
        }
    }
    let friends = MODEL
        .predict("Northland", "Southland", MODEL.next_time())
        .unwrap();
    let of = |act| friends.iter().find(|f| f.act == act).unwrap().probability;
    assert!(of(Act::Cooperation) > 0.7 && of(Act::Cooperation) > of(Act::Conflict));
}

#[test]
fn what_comes_later_changes_no_forecast() {
    let forecast = |events: &Events| {
        let mut model = MODEL.clone();
        model.observe(events.quads()).unwrap();
        model.predict("Northland", "Southland", 130).unwrap()
    };
    let mut far = Events::default();
    far.push(0, 5, 1, 4000);
    assert_eq!(
        forecast(&far),
        MODEL.predict("Northland", "Southland", 130).unwrap()
    );
    let past = MODEL.past("Northland", "Southland", 100, 9).unwrap();
    assert!(!past.is_empty() && past.iter().all(|e| e.time < 100));
}

#[test]
fn an_end_of_dealings_is_a_collapse() {
    // the two consult every other day, then not at all for two months
    let mut events = WORLD.before(130);
    let mut quiet = Events::default();
    for i in 0..events.time.len() {
        if (events.subject[i], events.object[i]) != (0, 1) || events.time[i] < 70 {
            quiet.push(
                events.subject[i],
                events.relation[i],
                events.object[i],
                events.time[i],
            );
        }
    }
    std::mem::swap(&mut events, &mut quiet);
    let signals = fitted(&events)
        .signals("Northland", "Southland", 129)
        .unwrap();
    let cooperation = signals.iter().find(|s| s.act == Act::Cooperation).unwrap();
    assert_eq!(cooperation.trend, Trend::Collapsing, "{cooperation:?}");
    assert!(cooperation.change < 0.0 && cooperation.now < cooperation.before);
}

#[test]
fn the_level_is_learnt_from_windows_that_are_over() {
    // from day 130 on every second event is left out
    let all = WORLD.from(130);
    let mut half = Events::default();
    for i in (0..all.time.len()).step_by(2) {
        half.push(all.subject[i], all.relation[i], all.object[i], all.time[i]);
    }
    let frozen = MODEL.evaluate(half.quads()).unwrap();
    let learning = MODEL.evaluate_learning(half.quads()).unwrap();
    let mean = |of: &[unravel_forecast::dyads::DyadEvaluation]| {
        of.iter().map(|e| e.model.ece).sum::<f64>() / of.len() as f64
    };
    assert!(mean(&learning) < mean(&frozen), "{learning:?} {frozen:?}");
    // one window alone leaves nothing to learn from before it
    let one = WORLD.between(130, 137);
    assert_eq!(
        MODEL.evaluate(one.quads()).unwrap(),
        MODEL.evaluate_learning(one.quads()).unwrap()
    );
}

#[test]
fn outcomes_of_signals_know_only_what_lay_before() {
    let world = World::new(500, 5);
    let fit = |events: &Events| {
        let quick = DyadOptions { trees: 20, ..few() };
        fit_dyads(events.quads(), &world.words, &world.roots, None, quick).unwrap()
    };
    let model = fit(&world.before(500));
    let outcomes = model.signal_outcomes().unwrap();
    assert!(!outcomes.is_empty());
    assert!(
        outcomes
            .iter()
            .all(|o| o.cooperation.is_finite() && o.conflict.is_finite())
    );
    assert!(outcomes.iter().filter(|o| o.went_on).count() * 2 > outcomes.len());
    // too short a history for a single origin
    assert!(MODEL.signal_outcomes().unwrap().is_empty());
}

#[test]
fn bad_input_is_told() {
    let fit = |events: &Events| fit_dyads(events.quads(), &WORLD.words, &WORLD.roots, None, few());
    assert!(matches!(
        fit(&Events::default()),
        Err(ForecastError::Empty { .. })
    ));
    assert!(matches!(
        fit(&WORLD.before(3)),
        Err(ForecastError::Empty { .. })
    ));
    assert!(matches!(
        MODEL.evaluate(WORLD.between(100, 140).quads()),
        Err(ForecastError::Past {
            begins: 100,
            seen: 129
        })
    ));
    assert!(matches!(
        MODEL.predict("Nowhere", "Southland", 130),
        Err(ForecastError::Unknown { .. })
    ));
    // a gap of years leaves no pair known
    let mut late = WORLD.from(130);
    late.time.iter_mut().for_each(|t| *t += 365 * 10);
    assert!(MODEL.evaluate(late.quads()).is_ok());
}
