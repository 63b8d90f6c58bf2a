//! The judgement of a made-up tie: whole, exact, and with every refusal.
#![allow(clippy::unwrap_used)]

mod common;

use common::{actor, evidence, item, question};
use std::collections::BTreeMap;
use unravel_evidence::{
    Bearing, CommitmentStatus, ConfidenceLevel, Credibility, Judgement, Kind, Stance,
};
use unravel_judge::{Evidence, JudgeError, Model, Options, judge, what_if};

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

fn answer(evidence: &[Evidence], options: &Options) -> Judgement {
    judge(&question(), evidence, Model::builtin(), options).unwrap()
}

#[test]
fn a_whole_judgement() {
    let options = Options {
        affiliation: BTreeMap::from([(
            actor("Council monitoring team").id,
            "Council of the League".to_owned(),
        )]),
        ..Options::default()
    };
    let mut judgement = answer(&evidence(), &options);
    // Last digits differ between processors; what a reader sees does not.
    judgement.model.weights = "[weights]".to_owned();
    let rounded = round(serde_json::to_value(&judgement).unwrap());
    let text = serde_json::to_string(&judgement).unwrap();
    let back: Judgement = serde_json::from_str(&text).unwrap();
    assert_eq!(round(serde_json::to_value(&back).unwrap()), rounded);
    insta::assert_json_snapshot!(rounded);
}

fn round(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(n) if n.is_f64() => Value::from((n.as_f64().unwrap() * 1e4).round() / 1e4),
        Value::Array(a) => a.into_iter().map(round).collect(),
        Value::Object(o) => o.into_iter().map(|(k, v)| (k, round(v))).collect(),
        other => other,
    }
}

#[test]
fn no_evidence_is_the_base_rate_and_says_so() {
    let j = answer(&[], &Options::default());
    assert_eq!(j.probability, j.base_rate.probability);
    assert!(j.drivers.is_empty());
    assert_eq!(j.confidence.level, ConfidenceLevel::Low);
    assert!(j.gaps.iter().any(|g| g.contains("base rate")));
    assert!(j.interval90[0] < j.probability && j.probability < j.interval90[1]);
}

#[test]
fn the_same_input_gives_the_same_bits_in_any_order() {
    let all = evidence();
    let mut turned = all.clone();
    turned.reverse();
    turned.rotate_left(3);
    let options = Options::default();
    assert_eq!(answer(&all, &options), answer(&turned, &options));
}

#[test]
fn what_was_published_later_is_unseen() {
    let j = answer(&evidence(), &Options::default());
    assert!(
        j.evidence
            .iter()
            .all(|i| i.statement.passage.exact != "sentence 10")
    );
    assert!(
        j.gaps
            .iter()
            .any(|g| g.contains("1 item published after 2025-12-31"))
    );
}

#[test]
fn a_copy_and_a_rejected_item_are_shown_and_weigh_nothing() {
    let j = answer(&evidence(), &Options::default());
    let find = |n: usize| {
        j.evidence
            .iter()
            .find(|i| i.statement.passage.exact == format!("sentence {n}"))
            .unwrap()
    };
    assert_eq!(find(5).cluster, find(6).cluster);
    assert_eq!(find(6).weight.abs().min(find(5).weight.abs()), 0.0);
    assert_eq!(find(9).weight, 0.0);
    assert_eq!(
        find(9).note.as_deref(),
        Some("rejected: the author withdrew it")
    );
    // A party's own denial is doubtful; another's confirmed report is not.
    assert_eq!(find(5).grade.credibility, Credibility::Four);
    assert_eq!(find(2).grade.credibility, Credibility::Two);
}

#[test]
fn a_promise_is_followed_up() {
    let j = answer(&evidence(), &Options::default());
    let promise = &j.commitments[0];
    assert_eq!(promise.by.name, "Ruria");
    assert_eq!(promise.to.name, "Eastmark");
    // Hosting and aid went on; one arrest was made.
    assert_eq!(promise.status, CommitmentStatus::Mixed);
    assert!(promise.violated.len() >= 2);
    assert_eq!(promise.complied.len(), 2);
}

#[test]
fn the_user_can_join_and_split() {
    let mut joined = evidence();
    joined.truncate(2);
    let apart = answer(&joined, &Options::default());
    for e in &mut joined {
        e.cluster = Some("one story".to_owned());
    }
    let together = answer(&joined, &Options::default());
    assert!(together.probability < apart.probability);
    assert_eq!(together.evidence[0].cluster, together.evidence[1].cluster);
}

#[test]
fn changes_add_up_to_the_whole_change() {
    let all = evidence();
    let mut first_question = question();
    first_question.as_of = "2025-10-15".parse().unwrap();
    let model = Model::builtin();
    let mut first = all.clone();
    first.retain(|e| e.statement.passage.exact != "sentence 1");
    let first = judge(&first_question, &first, model, &Options::default()).unwrap();
    let mut second = all;
    second[3].reliability = unravel_evidence::Reliability::E;
    second[6].rejected = Some("not them".to_owned());
    second.remove(7);
    let options = Options {
        previous: Some(&first),
        ..Options::default()
    };
    let second = answer(&second, &options);
    assert_eq!(second.previous, Some(first.probability));
    let points: f64 = second.changes.iter().map(|c| c.points).sum();
    assert!((points - 100.0 * (second.probability - first.probability)).abs() < 1e-6);
    let said = |what: &str| second.changes.iter().any(|c| c.what.contains(what));
    for what in [
        "added: Northern Wire",
        "graded E",
        "rejected: not them",
        "withdrawn",
        "time passed",
    ] {
        assert!(said(what), "{what}: {:#?}", second.changes);
    }
}

#[test]
fn indicators_are_the_shift_of_adding_the_item() {
    let base = evidence();
    let j = answer(&base, &Options::default());
    let watch = j
        .indicators
        .iter()
        .find(|i| i.kind == Kind::Shelter && i.direction == Bearing::For)
        .unwrap();
    let mut more = base;
    let mut new = item(99, "New Source", "2025-12-31", watch.kind, watch.stance);
    new.credibility = Some(Credibility::Two);
    more.push(new);
    let after = answer(&more, &Options::default());
    assert!((100.0 * (after.probability - j.probability) - watch.points).abs() < 1e-9);
}

#[test]
fn a_what_if_is_the_shift_that_the_indicator_says() {
    let (all, options, model) = (evidence(), Options::default(), Model::builtin());
    let j = answer(&all, &options);
    let ask = |seen: &[_]| what_if(&question(), &all, model, &options, seen).unwrap();
    for indicator in &j.indicators {
        let seen = ask(std::slice::from_ref(indicator));
        assert!((seen.without - j.probability).abs() < 1e-12);
        let points = 100.0 * (seen.probability - seen.without);
        assert!(
            (points - indicator.points).abs() < 1e-9,
            "{}",
            indicator.text
        );
        assert!(seen.interval90[0] < seen.probability && seen.probability < seen.interval90[1]);
    }
    // nothing seen is the judgement itself, interval and all
    let none = ask(&[]);
    assert_eq!(none.interval90, j.interval90);
    // more of one bearing moves it further
    let mut against = j.indicators.clone();
    against.retain(|i| i.direction == Bearing::Against);
    let steps: Vec<f64> = (0..=against.len())
        .map(|n| ask(&against[..n]).probability)
        .collect();
    assert!(steps.windows(2).all(|w| w[1] < w[0]), "{steps:?}");
}

#[test]
fn leaving_out_a_source_is_judging_without_it() {
    let all = evidence();
    let j = answer(&all, &Options::default());
    for row in &j.leave_one_out {
        let mut without = all.clone();
        // The one copy in the evidence is of a page of the Harbour Post.
        without.retain(|e| {
            e.document.publisher.as_deref() != Some(&row.source)
                && !(row.source == "Harbour Post" && e.duplicate_of.is_some())
        });
        let p = answer(&without, &Options::default()).probability;
        assert!((p - row.probability).abs() < 1e-9, "{}", row.source);
    }
}

#[test]
fn the_parts_of_the_number_fit() {
    let j = answer(&evidence(), &Options::default());
    let drivers: f64 = j.drivers.iter().map(|d| d.log_odds).sum();
    assert!((logit(j.base_rate.probability) + drivers - logit(j.probability)).abs() < 1e-9);
    let items: f64 = j.evidence.iter().map(|i| i.weight).sum();
    assert!((items - drivers).abs() < 1e-9);
    assert!((j.alternatives.iter().map(|a| a.probability).sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn questions_without_an_answer_are_refused() {
    let model = Model::builtin();
    let refuse =
        |q: &unravel_evidence::Question| judge(q, &[], model, &Options::default()).unwrap_err();
    let mut q = question();
    q.until = q.as_of;
    assert!(matches!(refuse(&q), JudgeError::HorizonPast { .. }));
    let mut q = question();
    q.tie.b = q.tie.a.clone();
    assert_eq!(
        refuse(&q).to_string(),
        "the question asks about Ruria and itself; name two different actors"
    );
    let mut q = question();
    q.tie.began = Some("2031".parse().unwrap());
    assert!(matches!(refuse(&q), JudgeError::NotBegun { .. }));
    let few = Options {
        draws: 3,
        ..Options::default()
    };
    assert!(matches!(
        judge(&question(), &[], model, &few),
        Err(JudgeError::Draws(3))
    ));
}

#[test]
fn a_neutral_statement_weighs_nothing() {
    let mut e = item(
        1,
        "Harbour Post",
        "2025-11-03",
        Kind::Affinity,
        Stance::Asserted,
    );
    e.statement.bearing = Bearing::Neutral;
    let j = answer(&[e], &Options::default());
    assert_eq!(j.probability, j.base_rate.probability);
    assert_eq!(j.evidence[0].weight, 0.0);
}
