//! The user's hand on sources and statements: grades, reviews, corrections, evidence,
//! clusters, undo and the log.

use std::path::Path;

use anyhow::{anyhow, bail};
use unravel_casefile::{
    AuditEntry, Case, Edit, HandEvidence, Reference, Review, StatementPatch, StatementRecord,
};
use unravel_evidence::{Credibility, Direction, Reliability, Statement, StatementId};

use super::wording::{count, plain};
use super::{find, user};
use crate::cli::{self, Cli, ClusterHow, OrNone};
use crate::output::{Talk, print, print_json};

pub fn sources(path: &Path, talk: Talk) -> anyhow::Result<()> {
    let rows = Case::open_read_only(path)?.sources()?;
    if talk.json {
        return print_json(&rows);
    }
    if rows.is_empty() {
        return print("No sources.");
    }
    let mut out = String::from("grade  documents  statements  source\n");
    for row in rows {
        let note = row.source.note.map(|n| format!(" ({})", plain(&n)));
        out.push_str(&format!(
            "{:<5} {:>10} {:>11}  {}{}\n",
            row.source.reliability,
            row.documents,
            row.statements,
            plain(&row.source.name),
            note.unwrap_or_default()
        ));
    }
    print(&out)
}

pub fn grade(
    path: &Path,
    target: &str,
    grade: &str,
    reason: &str,
    talk: Talk,
) -> anyhow::Result<()> {
    let mut case = find::writable(path)?;
    let who = user();
    let edit = Edit::by(&who).because(reason);
    if let Ok(reliability) = grade.parse::<Reliability>() {
        case.grade_source(target, reliability, &edit)?;
        let wanted = target.to_lowercase();
        let source = case
            .sources()?
            .into_iter()
            .find(|s| s.source.name == target || s.source.name.to_lowercase() == wanted);
        if talk.json {
            return print_json(&source);
        }
        return done(
            talk,
            path,
            &format!("source {} graded {reliability}", plain(target)),
        );
    }
    let credibility: Credibility = grade.parse().map_err(|_| {
        anyhow!("\"{grade}\" is no grade; write A to F for a source, 1 to 6 for a statement")
    })?;
    let id = find::statement(&case, target)?.statement.id;
    case.grade_statement(&id, Some(credibility), &edit)?;
    told(&case, &id, &format!("graded {credibility}"), talk)
}

pub fn review(args: &cli::Review, review: Review, talk: Talk) -> anyhow::Result<()> {
    let mut case = find::writable(&args.case)?;
    let id = find::statement(&case, &args.statement)?.statement.id;
    let who = user();
    case.review_statement(&id, review, &Edit::by(&who).because(&args.reason))?;
    told(&case, &id, review.as_str(), talk)
}

pub fn correct(cli: &Cli, args: &cli::Correct, talk: Talk) -> anyhow::Result<()> {
    let mut case = find::writable(&args.case)?;
    let id = find::statement(&case, &args.statement)?.statement.id;
    let actor = |name: &Option<String>| {
        name.as_deref()
            .map(|name| find::actor(cli, &case, name))
            .transpose()
    };
    let said_by = match &args.said_by {
        None => None,
        Some(OrNone(None)) => Some(None),
        Some(OrNone(Some(name))) => Some(Some(find::speaker(cli, &case, name)?)),
    };
    let patch = StatementPatch {
        a: actor(&args.a)?,
        b: actor(&args.b)?,
        kind: args.kind,
        direction: args.direction,
        stance: args.stance,
        bearing: args.bearing,
        costly: args.costly,
        said_by,
        when: args.when.as_ref().map(|when| when.0),
        place: None,
    };
    if patch == StatementPatch::default() {
        bail!(
            "nothing to correct; give --kind, --stance, --a, --b, --direction, --when, --bearing, --said-by or --costly"
        );
    }
    let who = user();
    case.correct_statement(&id, &patch, &Edit::by(&who).because(&args.reason))?;
    told(&case, &id, "corrected", talk)
}

pub fn evidence(cli: &Cli, args: &cli::Evidence, talk: Talk) -> anyhow::Result<()> {
    let mut case = find::writable(&args.case)?;
    let reference = args.reference.trim();
    if reference.is_empty() {
        bail!("evidence by hand needs its reference; say where the words stand (--reference)");
    }
    let is_address = reference.starts_with("https://") || reference.starts_with("http://");
    let said_by = args.said_by.as_deref();
    let evidence = HandEvidence {
        a: find::actor(cli, &case, &args.a)?,
        b: find::actor(cli, &case, &args.b)?,
        kind: args.kind,
        direction: args.direction,
        stance: args.stance,
        bearing: args.bearing,
        said_by: said_by
            .map(|name| find::speaker(cli, &case, name))
            .transpose()?,
        when: args.when,
        place: None,
        costly: args.costly,
        score: None,
        credibility: args.credibility,
        reference: Reference::Quote {
            quote: args.quote.clone(),
            publisher: args.publisher.clone(),
            title: (!is_address).then(|| reference.to_owned()),
            url: is_address.then(|| reference.to_owned()),
            published: args.published,
        },
    };
    let who = user();
    let id = case.add_evidence(&evidence, &Edit::by(&who).because(&args.reason))?;
    told(&case, &id, "added by hand", talk)
}

pub fn cluster(path: &Path, ids: &[String], how: &ClusterHow, talk: Talk) -> anyhow::Result<()> {
    let mut case = find::writable(path)?;
    let ids: Vec<StatementId> = ids
        .iter()
        .map(|id| Ok(find::statement(&case, id)?.statement.id))
        .collect::<anyhow::Result<_>>()?;
    let who = user();
    let edit = Edit::by(&who);
    let what = if let Some(label) = &how.label {
        let label = label.trim();
        if label.is_empty() {
            bail!("the name of the cluster is empty; give --label NAME, --split or --reset");
        }
        case.set_cluster(&ids, Some(label), &edit)?;
        format!("in the cluster \"{}\"", plain(label))
    } else if how.split {
        for id in &ids {
            // a label that no other statement has
            case.set_cluster(
                std::slice::from_ref(id),
                Some(&format!("alone {id}")),
                &edit,
            )?;
        }
        "an origin of its own".to_owned()
    } else {
        case.set_cluster(&ids, None, &edit)?;
        "left to the judge".to_owned()
    };
    if talk.json {
        let records: Vec<StatementRecord> = ids
            .iter()
            .filter_map(|id| case.statement(id).transpose())
            .collect::<Result<_, _>>()?;
        return print_json(&records);
    }
    done(
        talk,
        path,
        &format!("{}: {what}", count(ids.len(), "statement", "statements")),
    )
}

pub fn undo(path: &Path, change: Option<i64>, talk: Talk) -> anyhow::Result<()> {
    let mut case = find::writable(path)?;
    let who = user();
    let undone = match change {
        Some(change) => Some(case.undo_change(change, &who)?),
        None => case.undo(&who)?,
    };
    if talk.json {
        return print_json(&undone);
    }
    let Some(undone) = undone else {
        return print("Nothing to undo.");
    };
    let mut out = String::new();
    for entry in &undone.entries {
        out.push_str(&format!("undone: {}\n", entry_words(entry)));
    }
    print(&out)
}

pub fn log(path: &Path, limit: usize, talk: Talk) -> anyhow::Result<()> {
    let entries = Case::open_read_only(path)?.audit(limit)?;
    if talk.json {
        return print_json(&entries);
    }
    if entries.is_empty() {
        return print("Nothing has been done in this case.");
    }
    let mut out = String::new();
    for entry in &entries {
        let undone = entry.undoes.map(|n| format!(" of change {n}"));
        let undoable = if entry.undoable {
            "  (can be undone)"
        } else {
            ""
        };
        out.push_str(&format!(
            "{:>5}  {}  {}  {}{}{undoable}\n",
            entry.change,
            entry.at,
            plain(&entry.who),
            entry_words(entry),
            undone.unwrap_or_default(),
        ));
    }
    print(&out)
}

fn entry_words(entry: &AuditEntry) -> String {
    let why = entry.reason.as_ref().map(|r| format!(": {}", plain(r)));
    format!(
        "{}, {} {}{}",
        entry.action,
        entry.entity,
        plain(&entry.entity_id),
        why.unwrap_or_default()
    )
}

/// What a statement says, on one line.
fn claim(s: &Statement) -> String {
    let (from, to) = match s.direction {
        Direction::BToA => (&s.b, &s.a),
        _ => (&s.a, &s.b),
    };
    let arrow = if s.direction == Direction::Mutual {
        "↔"
    } else {
        "→"
    };
    let by = s
        .said_by
        .as_ref()
        .map(|by| format!(", by {}", plain(&by.name)));
    let when = s.when.map(|when| format!(", {when}"));
    format!(
        "{} {arrow} {}: {}, {}{}{}, {} the tie: “{}”",
        plain(&from.name),
        plain(&to.name),
        s.kind,
        s.stance,
        by.unwrap_or_default(),
        when.unwrap_or_default(),
        s.bearing,
        plain(&s.passage.exact)
    )
}

/// Shows a statement as it stands after an edit.
fn told(case: &Case, id: &StatementId, what: &str, talk: Talk) -> anyhow::Result<()> {
    let Some(record) = case.statement(id)? else {
        bail!("statement {id} has gone while it was changed; look at `unravel log`");
    };
    if talk.json {
        return print_json(&record);
    }
    let line = format!("{id} {what}: {}", claim(&record.statement));
    done(talk, case.path(), &line)
}

fn done(talk: Talk, case: &Path, line: &str) -> anyhow::Result<()> {
    print(line)?;
    let case = case.display();
    talk.say(format_args!(
        "`unravel watch {case}` judges again; `unravel undo {case}` takes this back"
    ));
    Ok(())
}
