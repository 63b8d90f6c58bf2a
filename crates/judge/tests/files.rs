//! Base rates, files that are wrong, and scores.
#![allow(clippy::unwrap_used)]

use jiff::civil::date;
use unravel_evidence::{End, Outcome, QuestionId, Resolution, TieClass};
use unravel_judge::score::{Forecast, Record, Scored, auc, brier, score, wilson};
use unravel_judge::{
    BaseRates, Case, JudgeError, Model, Priors, base_rate, base_rate_text, spells,
};

const WEIGHTS: &str = include_str!("../data/weights.toml");

fn one_line(e: &JudgeError) -> String {
    let text = e.to_string();
    assert!(!text.contains('\n'), "{text}");
    text
}

#[test]
fn base_rates_follow_the_counts() {
    let base = &Model::builtin().base;
    let row = |age| base_rate(base, TieClass::StateGroupSupport, End::Support, age, 1.0);
    // 110 of 506 ties of the first year ended in it; 17 of 176 tie-years beyond ten.
    assert!((row(Some(0.0)).hazard - 110.0 / 506.0).abs() < 0.01);
    assert!((row(Some(12.0)).probability - (1.0 - 17.0 / 176.0)).abs() < 0.01);
    assert_eq!(
        (row(Some(12.0)).ends, row(Some(12.0)).exposure),
        (17.0, 176.0)
    );
    let text = base_rate_text(&row(Some(12.0)), 1.0);
    assert!(
        text.contains("17 of 176 tie-years") && text.contains("holds for 1 year: 90.2 %"),
        "{text}"
    );
    let unknown = row(None);
    assert!(unknown.row.contains("age unknown"));
    assert!(unknown.probability > row(Some(0.0)).probability);
    assert!(unknown.probability < row(Some(7.0)).probability);
    for r in [row(Some(0.0)), row(Some(12.0)), unknown] {
        assert!(r.interval90[0] < r.probability && r.probability < r.interval90[1]);
        assert!(!r.source.is_empty());
    }
}

#[test]
fn a_longer_horizon_never_holds_better() {
    let base = &Model::builtin().base;
    for &class in TieClass::ALL {
        for &end in End::ALL {
            let hold = |years| base_rate(base, class, end, Some(0.5), years).probability;
            assert!(
                hold(0.5) > hold(1.0) && hold(1.0) > hold(7.0),
                "{class} {end}"
            );
        }
    }
    // A documented split is far rarer than a lapse of recorded support.
    let split = base_rate(base, TieClass::GroupGroup, End::Break, Some(12.0), 1.0);
    assert!((0.99..0.996).contains(&split.probability));
}

#[test]
fn spells_make_a_table() {
    let csv = "supporter,recipient,start,end,ended\nRuria,Maland Front,2001,2003,1\nRuria,Hill Front,2002-05,2002,0\n";
    let spells = spells::read(csv, "mine.csv").unwrap();
    let table = spells::count(&spells, "mine", "my notes", i16::MIN..i16::MAX);
    let counts: Vec<(f64, f64)> = table.bands.iter().map(|b| (b.ends, b.exposure)).collect();
    assert_eq!(
        counts,
        [(0.0, 2.0), (1.0, 2.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0)]
    );
    let mut base = Model::builtin().base.clone();
    base.replace(TieClass::StateGroupSupport, End::Support, table)
        .unwrap();
    let row = base_rate(
        &base,
        TieClass::StateGroupSupport,
        End::Support,
        Some(1.5),
        1.0,
    );
    assert_eq!((row.ends, row.source.as_str()), (1.0, "my notes"));
}

#[test]
fn wrong_spells_are_named() {
    let wrong = |csv: &str| one_line(&spells::read(csv, "mine.csv").unwrap_err());
    assert!(wrong("supporter,recipient,start,end\nA,B,2001,2002\n").contains("ended"));
    assert!(
        wrong("supporter,recipient,start,end,ended\nA,B,2003,2001,1\n")
            .contains("ends before it starts")
    );
    assert!(
        wrong("supporter,recipient,start,end,ended\nA,B,2003,2004,perhaps\n")
            .contains("write 1 (ended) or 0")
    );
    assert!(wrong("").starts_with("mine.csv: no spells"));
}

#[test]
fn wrong_weights_are_named() {
    let wrong = |text: &str| one_line(&Model::from_toml(text, "w.toml").unwrap_err());
    let without: String = {
        let start = WEIGHTS.find("[beta.shelter]").unwrap();
        let end = start + 1 + WEIGHTS[start + 1..].find('[').unwrap();
        format!("{}{}", &WEIGHTS[..start], &WEIGHTS[end..])
    };
    assert_eq!(
        wrong(&without),
        "w.toml: [beta] has no entry for shelter; add one"
    );
    let limit = WEIGHTS.replace("limit = 2.0", "limit = nan");
    assert_eq!(
        wrong(&limit),
        "w.toml: limit is NaN; it must be a number above 0"
    );
    let unknown = format!("colour = \"red\"\n{WEIGHTS}");
    assert!(wrong(&unknown).contains("colour"));
    let negative = WEIGHTS.replace("limit = 2.0", "limit = -1.0");
    assert!(wrong(&negative).contains("limit is -1"));
    assert!(wrong("version = ").starts_with("w.toml: "));
    let bent = WEIGHTS.replacen("rows = [\n  [", "rows = [\n  [-", 1);
    assert!(
        wrong(&bent).contains("not a covariance"),
        "{}",
        wrong(&bent)
    );
}

#[test]
fn wrong_base_rates_priors_and_cases_are_named() {
    assert!(
        one_line(&BaseRates::from_toml("table = []\n[use]\n", "b.toml").unwrap_err())
            .contains("b.toml: no table for class")
    );
    assert!(one_line(&Priors::from_toml("", "p.toml").unwrap_err()).starts_with("p.toml: "));
    assert!(
        one_line(&Case::from_json("{}", "c.json").unwrap_err())
            .starts_with("c.json: missing field")
    );
}

fn record(id: &str, p: f64, outcome: Option<(Outcome, i16)>) -> Record {
    let question = QuestionId::from(id);
    Record {
        until: date(2025, 12, 31),
        forecasts: vec![
            Forecast {
                as_of: date(2025, 1, 1),
                probability: p,
                base_rate: 0.9,
            },
            Forecast {
                as_of: date(2026, 6, 1),
                probability: 1.0,
                base_rate: 1.0,
            },
        ],
        resolutions: outcome
            .map(|(outcome, month)| Resolution {
                question: question.clone(),
                outcome,
                date: date(2025, i8::try_from(month).unwrap(), 20),
                source: "Harbour Post".to_owned(),
            })
            .into_iter()
            .collect(),
        question,
    }
}

#[test]
fn the_track_record_counts_what_is_due() {
    let mut records = vec![
        record("held", 0.8, Some((Outcome::Held, 12))),
        record("broke", 0.6, Some((Outcome::Broke, 3))),
        record("void", 0.5, Some((Outcome::Void, 3))),
        record("open", 0.5, None),
        record("early", 0.5, Some((Outcome::Broke, 3))),
    ];
    records[4].until = date(2027, 1, 1);
    let report = score(&records, date(2026, 1, 1)).unwrap();
    assert_eq!(
        (report.n, report.void, report.early, report.open),
        (2, 1, 1, 1)
    );
    // (0.2² + 0.6²) / 2, and the base rates' (0.1² + 0.9²) / 2
    assert!((report.brier.unwrap() - 0.2).abs() < 1e-12);
    assert!((report.base_rate_brier.unwrap() - 0.41).abs() < 1e-12);
    assert!((report.skill_base_rate.unwrap() - (1.0 - 0.2 / 0.41)).abs() < 1e-12);
    assert_eq!(report.auc, Some(1.0));
    assert!(report.to_string().contains("2 questions are few"));
    let again = records[0].resolutions[0].clone();
    records[0].resolutions.push(Resolution {
        outcome: Outcome::Broke,
        ..again
    });
    let e = score(&records, date(2026, 1, 1)).unwrap_err();
    assert_eq!(
        one_line(&e),
        "question held is resolved both held and broke; withdraw one of them"
    );
}

#[test]
fn scores_by_hand() {
    let s = |p, held| Scored {
        probability: p,
        held,
        weight: 1.0,
    };
    assert!((brier(&[s(0.7, true), s(0.4, false)]) - 0.125).abs() < 1e-12);
    assert_eq!(auc(&[s(0.7, true), s(0.7, false)]), Some(0.5));
    assert_eq!(auc(&[s(0.7, true)]), None);
    // Newcombe (1998): 81 of 263 is 0.2553 to 0.3662.
    let [low, high] = wilson(81, 263);
    assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5);
}
