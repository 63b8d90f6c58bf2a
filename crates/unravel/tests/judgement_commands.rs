//! Questions, the user's hand, the track record and the model, through the whole program: one
//! story in one case, and every bad input one clear line with exit code 2.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

const PAIR: [&str; 2] = ["Taliban", "al-Qaeda"];
const QUESTION: &str = "taliban--al-qaeda--break--2021-06-30";

/// A folder with a case in it.
struct Story {
    folder: TempDir,
}

impl Story {
    fn new() -> Self {
        let story = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        story.run(&["new", "x.case"]).success();
        story
    }

    /// With two documents of 2019 and 2020.
    fn with_documents() -> Self {
        let story = Self::new();
        story.write(
            "one.md",
            "---\ntitle: A pact\npublisher: Example Wire\npublished: 2019-05-01\nreliability: B\n---\n\
             The Taliban gave al-Qaeda sanctuary in Afghanistan in March 2019.\n",
        );
        story.write(
            "two.md",
            "---\ntitle: Relations\npublisher: Daily Gazette\npublished: 2020-05-01\nreliability: C\n---\n\
             Officials said in April 2020 that the Taliban and al-Qaeda were still close allies.\n",
        );
        story
            .run(&["add", "x.case", "one.md", "two.md"])
            .success()
            .stdout(contains("2 documents added"));
        story
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn run(&self, args: &[&str]) -> assert_cmd::assert::Assert {
        unravel(self.folder.path()).args(args).assert()
    }

    fn json(&self, args: &[&str]) -> Value {
        let out = self.run(&[args, &["--json"]].concat()).success();
        serde_json::from_slice(&out.get_output().stdout).unwrap()
    }

    fn refused(&self, args: &[&str], why: &str) {
        self.run(args)
            .code(2)
            .stdout("")
            .stderr(contains(why).and(one_line()));
    }

    /// The judgement as of mid-2020, with more options.
    fn judged(&self) -> Value {
        self.json(&[
            "assess",
            "x.case",
            PAIR[0],
            PAIR[1],
            "--until",
            "2021-06-30",
            "--as-of",
            "2020-06-30",
        ])
    }

    fn watched(&self) -> Value {
        self.json(&["watch", "x.case", "--as-of", "2020-06-30"])
    }

    /// The id of the statement of this kind.
    fn statement(&self, kind: &str) -> String {
        let rows = self.json(&[
            "statements",
            "x.case",
            "--actor",
            PAIR[0],
            "--actor",
            PAIR[1],
        ]);
        let found = rows.as_array().unwrap().iter().find(|r| r["kind"] == kind);
        let id = found.unwrap_or_else(|| panic!("no {kind} in {rows}"));
        id["id"].as_str().unwrap().to_owned()
    }
}

fn unravel(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("unravel").unwrap();
    command
        .current_dir(folder)
        .env("UNRAVEL_USER", "Ann")
        .env("NO_COLOR", "1");
    command
}

fn one_line() -> impl Predicate<str> {
    predicate::function(|text: &str| text.trim_end().lines().count() == 1)
}

fn probability(judgement: &Value) -> f64 {
    judgement["probability"].as_f64().unwrap()
}

fn shared(under: &str) -> Option<PathBuf> {
    let root = std::env::var_os("UNRAVEL_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join("data").join(under);
    if path.exists() {
        return Some(path);
    }
    println!(
        "skipped: {} is not here (set UNRAVEL_SHARED)",
        path.display()
    );
    None
}

#[test]
fn a_question_is_asked_judged_corrected_resolved_and_scored() {
    let story = Story::with_documents();

    // asked, before any judgement
    let asked = story.json(&[
        "ask",
        "x.case",
        PAIR[0],
        PAIR[1],
        "--until",
        "2021-06-30",
        "--ends",
        "break",
        "--as-of",
        "2020-06-30",
    ]);
    assert_eq!(asked["id"], QUESTION);
    assert!(
        asked["question"]["rule"]
            .as_str()
            .unwrap()
            .starts_with("held unless")
    );
    let base = asked["base_rate"]["probability"].as_f64().unwrap();
    story
        .run(&["questions", "x.case", "--open"])
        .success()
        .stdout(contains(QUESTION).and(contains("never judged")));

    // judged
    let first = story.judged();
    assert!(probability(&first) > base, "both documents are for the tie");
    assert_eq!(first["question"]["id"], QUESTION);
    assert_eq!(first["track_record"]["resolved"], 0);

    // nothing new: nothing is kept
    let same = story.watched();
    assert_eq!(same[0]["status"], "unchanged");
    let history = story.json(&["history", "x.case", PAIR[0], PAIR[1]]);
    assert_eq!(history.as_array().unwrap().len(), 1);

    // the hand: a grade, a rejection; the ids stand where the evidence is shown
    let shelter = story.statement("shelter");
    story
        .run(&["statements", "x.case"])
        .success()
        .stdout(contains(&shelter[..8]));
    let graded = story.json(&[
        "grade",
        "x.case",
        "daily gazette",
        "E",
        "--reason",
        "prints rumours",
    ]);
    assert_eq!(graded["reliability"], "E");
    let second = story.judged();
    assert!(probability(&second) < probability(&first));
    let note = |judgement: &Value, word: &str| {
        let items = judgement["evidence"].as_array().unwrap().iter();
        items
            .filter_map(|i| i["note"].as_str())
            .any(|n| n.contains(word))
    };
    assert!(
        note(&second, "source graded E: prints rumours"),
        "{second:#}"
    );

    story
        .run(&[
            "reject",
            "x.case",
            &shelter[..6],
            "--reason",
            "another group",
        ])
        .success()
        .stdout(contains("rejected: Taliban → al-Qaeda: shelter"))
        .stderr(contains("unravel undo x.case"));
    let moved = story.watched();
    assert_eq!(moved[0]["status"], "changed");
    assert!(moved[0]["points"].as_f64().unwrap() < 0.0);
    let mover = &moved[0]["changes"][0];
    assert_eq!(mover["statement"], shelter.as_str());
    assert!(
        mover["what"]
            .as_str()
            .unwrap()
            .contains("rejected: another group")
    );
    let sum: f64 = moved[0]["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["points"].as_f64().unwrap())
        .sum();
    assert!((sum - moved[0]["points"].as_f64().unwrap()).abs() < 1e-6);

    // undone, one after the other: back exactly
    let undone = story.json(&["undo", "x.case"]);
    assert_eq!(undone["entries"][0]["action"], "reject statement");
    story
        .run(&["undo", "x.case"])
        .success()
        .stdout(contains("grade source"));
    story
        .run(&["undo", "x.case"])
        .success()
        .stdout(contains("Nothing to undo"));
    let back = story.judged();
    assert_eq!(probability(&back).to_bits(), probability(&first).to_bits());
    assert_eq!(back["evidence"], first["evidence"]);

    // a new document is a mover with its words
    story.write(
        "three.md",
        "---\npublisher: Third Post\npublished: 2020-06-10\nreliability: B\n---\n\
         The Taliban expelled al-Qaeda from Afghanistan in June 2020.\n",
    );
    story.run(&["add", "x.case", "three.md"]).success();
    story
        .run(&["watch", "x.case", "--as-of", "2020-06-30"])
        .success()
        .stdout(
            contains("↓ -")
                .and(contains("points since 2020-06-30"))
                .and(contains("added: Third Post"))
                .and(contains("“The Taliban expelled al-Qaeda")),
        );

    // resolved and scored
    story
        .run(&[
            "resolve",
            "x.case",
            "taliban--al-qaeda",
            "held",
            "--date",
            "2021-06-30",
            "--source",
            "Example Wire",
        ])
        .success()
        .stdout(contains("held, 2021-06-30"));
    let score = story.json(&["score", "x.case"]);
    assert_eq!(score["n"], 1);
    assert_eq!(score["hindsight"], 1, "judged years after the outcome");
    let last = probability(&story.judged());
    let brier = score["brier"].as_f64().unwrap();
    assert!((brier - (1.0 - last).powi(2)).abs() < 1e-12);
    assert!(score["skill_base_rate"].is_number() && score["skill_persistence"].is_number());
    story
        .run(&["score", "x.case"])
        .success()
        .stdout(contains("1 counted, 0 void").and(contains("Wilson")));
    assert_eq!(
        story.json(&["score", "x.case", "--as-of", "2021-06-29"])["n"],
        0
    );

    // the track record stands in later judgements, and is not seen from before
    let later = story.json(&[
        "assess",
        "x.case",
        PAIR[0],
        PAIR[1],
        "--until",
        "2022-06-30",
        "--as-of",
        "2021-12-31",
    ]);
    assert_eq!(later["track_record"]["resolved"], 1);
    assert_eq!(story.judged()["track_record"]["resolved"], 0);

    // the log tells it all
    story
        .run(&["log", "x.case", "--limit", "100"])
        .success()
        .stdout(
            contains("Ann")
                .and(contains("reject statement"))
                .and(contains("undo"))
                .and(contains("resolve question")),
        );
}

#[test]
fn a_question_resolved_early_is_counted_once_its_date_has_passed() {
    let story = Story::with_documents();
    story.judged();
    story
        .run(&[
            "resolve",
            "x.case",
            QUESTION,
            "broke",
            "--date",
            "2020-09-01",
            "--source",
            "Wire",
        ])
        .success();
    let before = story.json(&["score", "x.case", "--as-of", "2020-12-31"]);
    assert_eq!((&before["n"], &before["early"]), (&0.into(), &1.into()));
    let after = story.json(&["score", "x.case", "--as-of", "2021-06-30"]);
    assert_eq!((&after["n"], &after["early"]), (&1.into(), &0.into()));
    // and what is void is told, not scored
    story.run(&["undo", "x.case"]).success();
    story
        .run(&[
            "resolve",
            "x.case",
            QUESTION,
            "void",
            "--date",
            "2020-09-01",
            "--source",
            "Wire",
        ])
        .success();
    let void = story.json(&["score", "x.case"]);
    assert_eq!((&void["n"], &void["void"]), (&0.into(), &1.into()));
}

#[test]
fn a_statement_is_corrected_and_the_judgement_says_so() {
    let story = Story::with_documents();
    let first = story.judged();
    let alliance = story.statement("alliance");
    let record = story.json(&[
        "correct",
        "x.case",
        &alliance,
        "--stance",
        "denied",
        "--when",
        "none",
        "--said-by",
        "A spokesman",
        "--reason",
        "he denied it",
    ]);
    assert_eq!(record["statement"]["bearing"], "against", "by the rule");
    assert_eq!(record["statement"]["when"], Value::Null);
    assert_eq!(record["statement"]["said_by"]["name"], "A spokesman");
    assert_eq!(record["coded"]["stance"], "asserted");
    let second = story.judged();
    assert!(probability(&second) < probability(&first));
    let notes = second["evidence"].to_string();
    assert!(notes.contains("corrected: he denied it"), "{notes}");
    story.refused(
        &["correct", "x.case", &alliance, "--reason", "x"],
        "nothing to correct",
    );
    story.refused(
        &[
            "correct", "x.case", &alliance, "--a", "al-Qaeda", "--b", "al-Qaeda", "--reason", "x",
        ],
        "two actors",
    );
}

#[test]
fn evidence_by_hand_weighs_and_can_be_taken_back() {
    let story = Story::with_documents();
    let first = story.judged();
    story
        .run(&[
            "evidence",
            "x.case",
            PAIR[0],
            PAIR[1],
            "--kind",
            "break",
            "--stance",
            "asserted",
            "--quote",
            "They have parted.",
            "--reference",
            "Gazette, p. 3",
            "--publisher",
            "Gazette",
            "--published",
            "2020-06-01",
            "--when",
            "2020-06",
            "--costly",
        ])
        .success()
        .stdout(contains("added by hand: Taliban → al-Qaeda: break"));
    let second = story.judged();
    assert!(probability(&second) < probability(&first));
    assert!(second["evidence"].to_string().contains("added by hand"));
    story.run(&["grade", "x.case", "Gazette", "A"]).success();
    let third = story.judged();
    assert!(
        probability(&third) < probability(&second),
        "a better source weighs more"
    );
    story.run(&["undo", "x.case"]).success();
    story.run(&["undo", "x.case"]).success();
    assert_eq!(probability(&story.judged()), probability(&first));
}

#[test]
fn clusters_are_joined_split_and_given_back() {
    let story = Story::with_documents();
    let first = story.judged();
    let (one, two) = (story.statement("shelter"), story.statement("alliance"));
    let ids = [one.as_str(), two.as_str()];
    story
        .run(&["cluster", "x.case", ids[0], ids[1], "--label", "one report"])
        .success();
    let joined = story.judged();
    assert!(
        probability(&joined) < probability(&first),
        "two items count as one"
    );
    story
        .run(&["cluster", "x.case", ids[0], ids[1], "--split"])
        .success();
    assert_eq!(probability(&story.judged()), probability(&first));
    story
        .run(&["cluster", "x.case", ids[0], ids[1], "--reset"])
        .success();
    assert_eq!(probability(&story.judged()), probability(&first));
    story.run(&["cluster", "x.case", ids[0]]).code(2);
}

#[test]
fn what_a_person_said_of_the_beginning_stays_and_what_was_derived_is_derived_again() {
    let story = Story::with_documents();
    let began = |judgement: &Value| judgement["question"]["tie"]["began"].clone();
    assert_eq!(began(&story.judged()), "2019-03", "the first dated sign");
    let shelter = story.statement("shelter");
    story
        .run(&[
            "correct",
            "x.case",
            &shelter,
            "--when",
            "2018",
            "--reason",
            "the year before",
        ])
        .success();
    assert_eq!(began(&story.judged()), "2018");
    story
        .run(&[
            "ask",
            "x.case",
            PAIR[0],
            PAIR[1],
            "--until",
            "2021-06-30",
            "--ends",
            "break",
            "--as-of",
            "2020-06-30",
            "--began",
            "1996-05",
            "--class",
            "state-group-shelter",
        ])
        .success();
    let judgement = story.judged();
    assert_eq!(began(&judgement), "1996-05");
    assert_eq!(judgement["question"]["tie"]["class"], "state-group-shelter");
    story.watched();
    assert_eq!(began(&story.judged()), "1996-05");
}

#[test]
fn looking_back_shows_nothing_that_was_judged_later() {
    let story = Story::with_documents();
    story.judged();
    let args = ["watch", "x.case", "--as-of", "2019-12-31"];
    let early = story.json(&args);
    assert_eq!(early[0]["status"], "first");
    assert_eq!(early[0]["previous"], Value::Null);
    assert_eq!(story.json(&args)[0]["status"], "unchanged");
}

#[test]
fn a_question_whose_date_has_come_is_due() {
    let story = Story::with_documents();
    story.judged();
    story
        .run(&["watch", "x.case", "--as-of", "2021-07-01"])
        .success()
        .stdout(contains("its date has come").and(contains("1 due")));
}

#[test]
fn questions_without_an_answer_are_refused() {
    let story = Story::with_documents();
    let ask = |more: &[&str], why: &str| {
        let args = [&["ask", "x.case", "Taliban"], more, &["--ends", "break"]].concat();
        story.refused(&args, why);
    };
    ask(&["Taliban", "--until", "2999-01-01"], "Taliban and itself");
    ask(&["AQ", "--until", "2020-01-01"], "not after the as-of date");
    ask(
        &["AQ", "--until", "2999-01-01", "--began", "2998"],
        "the tie begins in 2998",
    );
    ask(
        &["No Such Actor At All", "--until", "2999-01-01"],
        "no actor named",
    );
    story.refused(
        &[
            "ask",
            "y.case",
            "Taliban",
            "AQ",
            "--until",
            "2999-01-01",
            "--ends",
            "break",
        ],
        "no such case",
    );
    story
        .run(&[
            "ask",
            "x.case",
            "Taliban",
            "AQ",
            "--until",
            "2999-01-01",
            "--ends",
            "end",
        ])
        .code(2)
        .stderr(contains("use one of: break, support, hosting"));
    assert_eq!(story.json(&["questions", "x.case"]), serde_json::json!([]));
}

#[test]
fn contradictory_resolutions_are_refused() {
    let story = Story::with_documents();
    story.judged();
    let resolve = |outcome: &str| {
        story.run(&[
            "resolve",
            "x.case",
            QUESTION,
            outcome,
            "--date",
            "2021-06-30",
            "--source",
            "Wire",
        ])
    };
    resolve("held").success();
    resolve("held")
        .success()
        .stdout(contains("said so already"));
    resolve("broke")
        .code(2)
        .stderr(contains("was resolved as held").and(one_line()));
    story.refused(
        &[
            "resolve",
            "x.case",
            "nothing",
            "held",
            "--date",
            "2021-06-30",
            "--source",
            "Wire",
        ],
        "no question \"nothing\"",
    );
    story.refused(
        &[
            "resolve",
            "x.case",
            QUESTION,
            "held",
            "--date",
            "2021-06-30",
            "--source",
            " ",
        ],
        "needs its source",
    );
}

#[test]
fn grades_and_reviews_of_nothing_are_refused() {
    let story = Story::with_documents();
    story.refused(
        &["grade", "x.case", "No Source", "B"],
        "no source \"No Source\"",
    );
    story.refused(&["grade", "x.case", "zz", "2"], "no statement \"zz\"");
    story.refused(
        &["grade", "x.case", "Daily Gazette", "Z"],
        "A to F for a source",
    );
    let id = story.statement("shelter");
    story.refused(&["reject", "x.case", &id], "needs a reason");
    story.refused(&["reject", "x.case", "", "--reason", "x"], "no statement");
    story
        .run(&["accept", "x.case", &id])
        .success()
        .stdout(contains("accepted"));
    story.refused(&["undo", "x.case", "--change", "1"], "can't be undone");
}

#[test]
fn base_rates_are_shown_with_their_counts() {
    let story = Story::new();
    story
        .run(&[
            "base-rate",
            "--class",
            "state-group",
            "--age",
            "12y",
            "--horizon",
            "1y",
        ])
        .success()
        .stdout(
            contains("age 10 years and more")
                .and(contains("tie-years at risk"))
                .and(contains("90 % interval"))
                .and(contains("source: UCDP")),
        );
    let rate = |age: &str| {
        let args = ["base-rate", "--class", "state-group", "--age", age];
        story.json(&args)["base_rate"]["probability"]
            .as_f64()
            .unwrap()
    };
    assert_eq!(rate("18m"), rate("1.5y"));
    assert!(rate("12y") > rate("0y"), "old ties hold better");

    story.write(
        "spells.csv",
        "supporter,recipient,start,end,ended\nA,B,1990,1999,1\nA,C,1995,1999,0\n",
    );
    let own = [
        "base-rate",
        "--class",
        "state-state",
        "--age",
        "7y",
        "--spells",
        "spells.csv",
    ];
    let table = story.json(&own);
    assert_eq!(table["counted"], true);
    assert_eq!(table["base_rate"]["ends"], 1.0);
    assert_eq!(table["base_rate"]["exposure"], 5.0);

    story.write(
        "bad.csv",
        "supporter,recipient,start,end,ended\nA,B,1999,1990,1\n",
    );
    let args = ["base-rate", "--class", "state-state", "--spells", "bad.csv"];
    story.refused(&args, "bad.csv: row 2");
    story.refused(
        &["base-rate", "--class", "state-state", "--horizon", "0y"],
        "horizon of no time",
    );
    story
        .run(&["base-rate", "--class", "state-state", "--age", "old"])
        .code(2)
        .stderr(contains("write 12y, 18m or 3.5y"));
}

/// A retrospective case as a file.
fn retrospective(slug: &str, held: bool) -> String {
    let (kind, bearing) = if held {
        ("support", "for")
    } else {
        ("break", "against")
    };
    let outcome = if held { "held" } else { "broke" };
    serde_json::json!({
        "slug": slug, "pair": slug, "a": "North", "b": "South", "a_kind": "government",
        "b_kind": "armed-group", "tie": "support", "tie_began": "1990", "as_of": "2000-06-30",
        "horizon": "2001-06-30",
        "facts": [{
            "date": "2000-01-05", "fact": "North and South met.", "kind": kind, "actor": "North",
            "target": "South", "stance": "asserted", "bearing": bearing, "admiralty": "B2",
        }],
        "resolution": { "outcome": outcome },
    })
    .to_string()
}

#[test]
fn weights_are_fitted_tested_and_used() {
    let story = Story::with_documents();
    for n in 0..4 {
        let name = format!("case-{n}");
        story.write(&format!("{name}.json"), &retrospective(&name, n % 2 == 0));
    }
    let files = ["case-0.json", "case-1.json", "case-2.json", "case-3.json"];
    let fit = [&["fit"], &files[..], &["--out", "weights.toml"]].concat();
    story
        .run(&fit)
        .success()
        .stdout(contains("4 cases of 4 pairs").and(contains("support for")));
    let toml = std::fs::read_to_string(story.folder.path().join("weights.toml")).unwrap();
    assert!(
        toml.contains("unravel fit case-0.json case-1.json"),
        "it says how it was made"
    );

    let assess = ["assess", "x.case", "Taliban", "AQ", "--until", "2999-01-01"];
    let with = |file| [&assess[..], &["--weights", file]].concat();
    assert_eq!(
        story.json(&with("weights.toml"))["model"]["weights"],
        "fitted-4"
    );

    // one line a case in the contract's fields, then the summary
    let out = story.run(&["backtest", ".", "--json"]).success();
    let lines: Vec<Value> = String::from_utf8_lossy(&out.get_output().stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 5);
    let mut fields: Vec<&String> = lines[0].as_object().unwrap().keys().collect();
    fields.sort();
    let expected = [
        "as_of",
        "base_rate",
        "horizon",
        "interval90",
        "outcome",
        "probability",
        "probability_sample",
        "slug",
    ];
    assert_eq!(fields, expected);
    let summary = &lines[4]["summary"];
    assert_eq!(summary["n"], 4);
    for field in ["brier", "log_score", "base_rate_brier", "persistence_brier"] {
        assert!(summary[field].is_number(), "{field} in {summary}");
    }
    story.run(&["backtest", "."]).success().stdout(
        contains("at the library's share")
            .and(contains("weighted to the base rates"))
            .and(contains("Wilson")),
    );

    // a missing kind, a NaN, no file: one line wherever weights are taken
    let cut: Vec<&str> = toml.split("[beta.break]").collect();
    let after = cut[1].find('[').unwrap();
    story.write("cut.toml", &format!("{}{}", cut[0], &cut[1][after..]));
    story.write("nan.toml", &toml.replacen("limit = 2.0", "limit = nan", 1));
    for (file, why) in [
        ("cut.toml", "[beta] has no entry for break"),
        ("nan.toml", "limit is NaN"),
        ("none.toml", "cannot be read"),
    ] {
        story.refused(&with(file), why);
        story.refused(&["watch", "x.case", "--weights", file], why);
        story.refused(&["backtest", ".", "--weights", file], why);
    }
    story.refused(&["fit", "one.md"], "one.md");
    story.refused(
        &["backtest", "case-0.json", "case-0.json"],
        "two cases have this slug",
    );
}

#[test]
fn the_retrospective_library_beats_its_rivals() {
    let Some(cases) = shared("cases") else { return };
    let out = unravel(Path::new("."))
        .arg("backtest")
        .arg(cases)
        .arg("--json")
        .assert()
        .success();
    let text = String::from_utf8_lossy(&out.get_output().stdout).into_owned();
    let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let summary = &last["summary"];
    let brier = summary["brier"].as_f64().unwrap();
    assert!(brier <= 0.20 && brier < summary["share_for"]["brier"].as_f64().unwrap());
    assert!(summary["auc"].as_f64().unwrap() >= 0.78);
    assert!(summary["least"].as_f64().unwrap() >= 0.02);
}
