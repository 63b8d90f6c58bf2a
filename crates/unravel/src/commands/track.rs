//! `unravel resolve` and `unravel score`.

use std::path::Path;

use jiff::civil::Date;
use unravel_casefile::Case;
use unravel_evidence::{Outcome, Resolution};
use unravel_judge::score::score as score_records;

use super::judging::records;
use super::wording::{count, percent};
use super::{find, today, user};
use crate::output::{Talk, print, print_json};

pub fn resolve(
    path: &Path,
    question: &str,
    outcome: Outcome,
    date: Date,
    source: &str,
    talk: Talk,
) -> anyhow::Result<()> {
    if source.trim().is_empty() {
        anyhow::bail!("a resolution needs its source; say who reports the outcome (--source)");
    }
    let mut case = find::writable(path)?;
    let question = find::question(&case, question)?.question;
    let resolution = Resolution {
        question: question.id.clone(),
        outcome,
        date,
        source: source.trim().to_owned(),
    };
    let new = case.resolve(&resolution, &user())?;
    let now = today();
    if date > now {
        talk.say(format_args!(
            "{date} lies ahead: it is counted from then on"
        ));
    }
    let until = question.until;
    match outcome {
        Outcome::Held if date < until => talk.say(format_args!(
            "the question asks about {until}, and {date} is before it; it is counted once {until} has passed"
        )),
        Outcome::Broke if date > until => talk.say(format_args!(
            "the question asks about {until}; if the tie ended only on {date}, it held: undo, and resolve it as held"
        )),
        Outcome::Broke if until > now => {
            talk.say(format_args!("it is counted once {until} has passed"));
        }
        _ => {}
    }
    if talk.json {
        return print_json(&serde_json::json!({ "new": new, "resolution": resolution }));
    }
    print(&format!(
        "{}: {outcome}, {date}{}",
        question.id,
        if new {
            ""
        } else {
            " (the case said so already)"
        }
    ))
}

pub fn score(path: &Path, as_of: Option<Date>, talk: Talk) -> anyhow::Result<()> {
    let case = Case::open_read_only(path)?;
    let as_of = as_of.unwrap_or_else(today);
    let (records, hindsight) = records(&case, as_of)?;
    let report = score_records(&records, as_of)?;
    if talk.json {
        let mut value = serde_json::to_value(&report)?;
        if let Some(fields) = value.as_object_mut() {
            fields.insert("as_of".into(), serde_json::json!(as_of));
            fields.insert("hindsight".into(), serde_json::json!(hindsight));
        }
        return print_json(&value);
    }
    let mut out = format!("as of {as_of}: {report}");
    if hindsight > 0 {
        out.push_str(&format!(
            "{} judged only after the outcome was known (with an earlier as-of date)\n",
            count(hindsight, "counted question was", "counted questions were")
        ));
    }
    for q in &report.questions {
        out.push_str(&format!(
            "{:<5} {:>7} (base rate {:>7}, Brier {:.3})  {}\n",
            q.outcome,
            percent(q.probability),
            percent(q.base_rate),
            q.brier,
            q.question
        ));
    }
    print(&out)
}
