//! What the user means by an id, its beginning, or a name.

use std::path::Path;

use anyhow::bail;
use unravel_actors::Resolved;
use unravel_casefile::{Case, QuestionFilter, QuestionRecord, StatementFilter, StatementRecord};
use unravel_evidence::{ActorRef, QuestionId, StatementId};

use super::today;
use crate::cli::Cli;
use crate::intake;
use crate::select;

/// A statement by its id or a beginning that only one has.
pub fn statement(case: &Case, text: &str) -> anyhow::Result<StatementRecord> {
    let wanted = text.trim().trim_end_matches('…').to_lowercase();
    if let Some(record) = case.statement(&StatementId(wanted.clone()))? {
        return Ok(record);
    }
    let every = StatementFilter {
        with_rejected: true,
        ..StatementFilter::default()
    };
    let mut found: Vec<StatementRecord> = case
        .statements(&every)?
        .into_iter()
        .filter(|r| !wanted.is_empty() && r.statement.id.as_str().starts_with(&wanted))
        .collect();
    match (found.len(), found.pop()) {
        (1, Some(record)) => Ok(record),
        (0, _) => bail!(
            "no statement \"{text}\" in {0}; `unravel statements {0}` lists them",
            case.path().display()
        ),
        (n, _) => bail!("{n} statements begin with \"{text}\"; write more of the id"),
    }
}

/// A question by its id or a beginning that only one has.
pub fn question(case: &Case, text: &str) -> anyhow::Result<QuestionRecord> {
    let wanted = text.trim().trim_end_matches('…').to_lowercase();
    if let Some(record) = case.question(&QuestionId(wanted.clone()))? {
        return Ok(record);
    }
    let mut found: Vec<QuestionRecord> = case
        .questions(QuestionFilter::All)?
        .into_iter()
        .filter(|r| !wanted.is_empty() && r.question.id.as_str().starts_with(&wanted))
        .collect();
    match (found.len(), found.pop()) {
        (1, Some(record)) => Ok(record),
        (0, _) => bail!(
            "no question \"{text}\" in {0}; `unravel questions {0}` lists them",
            case.path().display()
        ),
        (n, _) => bail!("{n} questions begin with \"{text}\"; write more of the id"),
    }
}

/// An actor of a tie: in the registry or named by the documents.
pub fn actor(cli: &Cli, case: &Case, name: &str) -> anyhow::Result<ActorRef> {
    Ok(select::party(name, intake::registry(cli)?, &met(case)?, today())?.actor)
}

/// A speaker: people and offices that no list knows speak too, so an unknown name is taken
/// as it stands.
pub fn speaker(cli: &Cli, case: &Case, name: &str) -> anyhow::Result<ActorRef> {
    if name.trim().is_empty() {
        bail!("the name of the speaker is empty; write it, or `none`");
    }
    if matches!(
        intake::registry(cli)?.resolve(name),
        Resolved::Unknown { .. }
    ) {
        let unlisted = ActorRef::unlisted(name.trim());
        let known = met(case)?.into_iter().find(|a| a.id == unlisted.id);
        return Ok(known.unwrap_or(unlisted));
    }
    actor(cli, case, name)
}

fn met(case: &Case) -> anyhow::Result<Vec<ActorRef>> {
    Ok(case.actors()?.into_iter().map(|s| s.actor).collect())
}

/// A case that is to be changed; one that may only be read is refused before any work.
pub fn writable(path: &Path) -> anyhow::Result<Case> {
    let case = Case::open(path)?;
    if case.is_read_only() {
        bail!(
            "{}: the case may only be read; copy it to where you may write",
            path.display()
        );
    }
    Ok(case)
}
