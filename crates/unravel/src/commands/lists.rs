//! Lists of what a case holds, search, and the check of an actors file.

use std::path::Path;

use anyhow::bail;
use unravel_actors::Registry;
use unravel_casefile::{Case, Snippet, StatementFilter};
use unravel_evidence::{ActorId, ActorKind, ActorRef, DateRange};
use unravel_report::{
    ActorRow, DocumentRow, HistoryRow, StatementRow, TieRow, actors_table, documents_table,
    history_table, statements_table, ties_table,
};

use super::today;
use crate::cli::Cli;
use crate::intake;
use crate::output::{Talk, print, print_json};
use crate::select;

fn count(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

pub fn documents(path: &Path, talk: Talk) -> anyhow::Result<()> {
    let case = Case::open_read_only(path)?;
    let reliability: std::collections::HashMap<String, _> = case
        .sources()?
        .into_iter()
        .map(|s| (s.source.name, s.source.reliability))
        .collect();
    let rows: Vec<DocumentRow> = case
        .documents()?
        .into_iter()
        .map(|d| DocumentRow {
            id: d.document.id.0,
            published: d.document.published,
            reliability: d
                .document
                .publisher
                .as_ref()
                .and_then(|p| reliability.get(p).copied()),
            publisher: d.document.publisher,
            title: d.document.title,
            origin: d.document.origin,
            statements: count(d.statements),
            duplicate_of: d.duplicate_of.map(|id| id.0),
        })
        .collect();
    if talk.json {
        print_json(&rows)
    } else {
        print(&documents_table(&rows, &talk.style(false)))
    }
}

pub fn actors(path: &Path, talk: Talk) -> anyhow::Result<()> {
    let case = Case::open_read_only(path)?;
    let rows: Vec<ActorRow> = case
        .actors()?
        .into_iter()
        .map(|a| ActorRow {
            id: a.actor.id.0,
            name: a.actor.name,
            kind: a.kind.unwrap_or(ActorKind::Other),
            aliases: a.aliases,
            documents: count(a.documents),
            statements: count(a.statements),
        })
        .collect();
    if talk.json {
        print_json(&rows)
    } else {
        print(&actors_table(&rows, &talk.style(false)))
    }
}

pub fn check_actors(file: &Path, talk: Talk) -> anyhow::Result<()> {
    let report = Registry::check(&intake::read_text(file)?, &file.display().to_string())?;
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    if !report.is_usable() {
        bail!("{}: not usable; mend the lines above", file.display());
    }
    if talk.json {
        return print_json(&serde_json::json!({
            "added": report.added, "changed": report.changed,
            "problems": report.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }));
    }
    print(&format!(
        "{}: {} actors added, {} changed",
        file.display(),
        report.added,
        report.changed
    ))
}

/// The ids that a name typed by the user stands for in a case.
fn ids(cli: &Cli, case: &Case, name: &str) -> anyhow::Result<Vec<ActorId>> {
    let met: Vec<ActorRef> = case.actors()?.into_iter().map(|s| s.actor).collect();
    let registry = intake::registry(cli)?;
    Ok(select::party(name, registry, &met, today())?
        .ids
        .into_iter()
        .collect())
}

pub fn statements(cli: &Cli, path: &Path, actors: &[String], talk: Talk) -> anyhow::Result<()> {
    let case = Case::open_read_only(path)?;
    let mut filter = StatementFilter::default();
    let mut one = None;
    match actors {
        [] => {}
        [a] => one = Some(ids(cli, &case, a)?),
        [a, b] => filter.pair = Some((ids(cli, &case, a)?, ids(cli, &case, b)?)),
        _ => bail!("give --actor once or twice"),
    }
    let rows: Vec<StatementRow> = case
        .statements(&filter)?
        .into_iter()
        .filter(|r| {
            one.as_ref().is_none_or(|ids| {
                ids.contains(&r.statement.a.id) || ids.contains(&r.statement.b.id)
            })
        })
        .map(|r| StatementRow {
            source: r.document.label().to_owned(),
            document: r.document.id.0,
            id: r.statement.id.0,
            a: r.statement.a.name,
            b: r.statement.b.name,
            kind: r.statement.kind,
            direction: r.statement.direction,
            stance: r.statement.stance,
            said_by: r.statement.said_by.map(|s| s.name),
            when: r.statement.when,
            bearing: r.statement.bearing,
            score: r.statement.score,
            cue: r.statement.cue.exact,
            quote: r.statement.passage.exact,
        })
        .collect();
    if talk.json {
        print_json(&rows)
    } else {
        print(&statements_table(&rows, &talk.style(false)))
    }
}

pub fn ties(path: &Path, talk: Talk) -> anyhow::Result<()> {
    let case = Case::open_read_only(path)?;
    let rows: Vec<TieRow> = case
        .ties()?
        .into_iter()
        .map(|t| TieRow {
            a: t.a.name,
            b: t.b.name,
            supporting: count(t.for_it),
            opposing: count(t.against_it),
            neutral: count(t.statements.saturating_sub(t.for_it + t.against_it)),
            documents: count(t.documents),
            first: t.first.map(DateRange::day),
            last: t.last.map(DateRange::day),
        })
        .collect();
    if talk.json {
        print_json(&rows)
    } else {
        print(&ties_table(&rows, &talk.style(false)))
    }
}

pub fn search(path: &Path, words: &str, limit: usize, talk: Talk) -> anyhow::Result<()> {
    let case = Case::open_read_only(path)?;
    let found = case.search(words, limit)?;
    if talk.json {
        return print_json(&found);
    }
    if found.documents.is_empty() && found.statements.is_empty() {
        return print("Nothing found.");
    }
    let mut out = String::new();
    for hit in &found.documents {
        let date = hit
            .document
            .published
            .map(|d| format!(", {d}"))
            .unwrap_or_default();
        out.push_str(&format!(
            "{}{date}\n  {}\n",
            hit.document.label(),
            marked(&hit.snippet)
        ));
    }
    if !found.statements.is_empty() {
        out.push_str("\nStatements\n");
        for hit in &found.statements {
            out.push_str(&format!(
                "{}  {}\n  {}\n",
                hit.id,
                hit.document.label(),
                marked(&hit.snippet)
            ));
        }
    }
    print(&out)
}

/// The snippet with its hits in brackets, without control characters.
fn marked(snippet: &Snippet) -> String {
    let mut out = String::new();
    for (i, c) in snippet.text.chars().enumerate() {
        if snippet.hits.iter().any(|h| h.start == i) {
            out.push('[');
        }
        out.push(if c.is_control() { ' ' } else { c });
        if snippet.hits.iter().any(|h| h.end == i + 1) {
            out.push(']');
        }
    }
    out
}

pub fn history(cli: &Cli, path: &Path, a: &str, b: &str, talk: Talk) -> anyhow::Result<()> {
    let case = Case::open_read_only(path)?;
    let met: Vec<ActorRef> = case.actors()?.into_iter().map(|s| s.actor).collect();
    let registry = intake::registry(cli)?;
    let a = select::party(a, registry, &met, today())?.actor;
    let b = select::party(b, registry, &met, today())?.actor;
    let mut rows = Vec::new();
    for summary in case.history_for_pair(&a.id, &b.id)? {
        let Some(judgement) = case.judgement(&summary.id)? else {
            continue;
        };
        rows.push(HistoryRow {
            id: summary.id.0,
            made_at: summary.made_at,
            as_of: summary.as_of,
            until: judgement.question.until,
            probability: summary.probability,
            interval90: summary.interval90,
            term: summary.term,
            confidence: summary.confidence,
            evidence: judgement.evidence.len(),
        });
    }
    if talk.json {
        print_json(&rows)
    } else {
        print(&history_table(&rows, &talk.style(false)))
    }
}
