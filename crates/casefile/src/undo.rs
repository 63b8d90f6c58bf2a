//! Taking back what the user's hand did. An undo is a change of its own: nothing leaves the log.

use crate::Case;
use crate::add::to_value;
use crate::audit::{AuditEntry, Entry, entries};
use crate::case::Write;
use crate::error::{CaseError, Fault};
use crate::hand::{SourceState, StatementState, put_back};
use crate::questions::ResolutionState;
use rusqlite::OptionalExtension;
use serde::Serialize;
use serde_json::Value;

/// A change that was taken back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Undone {
    /// Its number in the log.
    pub change: i64,
    /// Its entries, as they were logged when it was made.
    pub entries: Vec<AuditEntry>,
}

impl Case {
    /// Takes back the last change of `who`'s hand that is not yet taken back; none if there
    /// is none. Called again it goes one further back.
    ///
    /// Refused with [`CaseError::UndoConflict`] if someone changed the same thing since.
    pub fn undo(&mut self, who: &str) -> Result<Option<Undone>, CaseError> {
        self.write(who, |w| {
            let last: Option<i64> =
                w.tx.query_row(
                    "SELECT change FROM audit WHERE who = ?1 AND undoable = 1
                     AND change NOT IN (SELECT undoes FROM audit WHERE undoes IS NOT NULL)
                     ORDER BY change DESC LIMIT 1",
                    [w.who],
                    |row| row.get(0),
                )
                .optional()?;
            last.map(|change| undo(w, change)).transpose()
        })
    }

    /// Takes back this change (of whoever's hand), see [`AuditEntry::change`].
    pub fn undo_change(&mut self, change: i64, who: &str) -> Result<Undone, CaseError> {
        self.write(who, |w| undo(w, change))
    }
}

fn undo(w: &Write<'_>, change: i64) -> Result<Undone, Fault> {
    let logged = entries(&w.tx, "WHERE change = ?1 ORDER BY id DESC", [change])?;
    if logged.is_empty() || logged.iter().any(|entry| !entry.undoable) {
        return Err(CaseError::NotUndoable(change).into());
    }
    for entry in &logged {
        undo_entry(w, entry)?;
    }
    Ok(Undone {
        change,
        entries: logged,
    })
}

fn undo_entry(w: &Write<'_>, entry: &AuditEntry) -> Result<(), Fault> {
    let id = entry.entity_id.as_str();
    if entry.entity == "document" {
        // Quoted for evidence that is gone; it stays if other evidence came to rest on it.
        if !remove_quote(w, id)? {
            return Ok(());
        }
    } else {
        if state_of(w, &entry.entity, id)? != entry.after {
            return Err(conflict(w, entry)?.into());
        }
        match (&entry.before, entry.entity.as_str()) {
            (None, "resolution") => {
                w.tx.execute("DELETE FROM resolution WHERE question = ?1", [id])?;
            }
            (None, _) => {
                w.tx.execute("DELETE FROM statement WHERE id = ?1", [id])?;
            }
            (Some(before), entity) => put_back(w, entity, id, before)?,
        }
    }
    w.log(Entry {
        action: "undo",
        entity: &entry.entity,
        id,
        reason: Some(&entry.action),
        before: entry.after.clone(),
        after: entry.before.clone(),
        undoes: Some(entry.change),
        ..Entry::default()
    })
}

/// Removes a document that was quoted by hand, unless a statement still rests on it.
fn remove_quote(w: &Write<'_>, id: &str) -> Result<bool, Fault> {
    let key: Option<i64> =
        w.tx.query_row(
            "SELECT key FROM document WHERE id = ?1 AND by_hand = 1
             AND NOT EXISTS (SELECT 1 FROM statement WHERE document = document.key)",
            [id],
            |row| row.get(0),
        )
        .optional()?;
    let Some(key) = key else { return Ok(false) };
    w.tx.execute("DELETE FROM document_text WHERE document = ?1", [key])?;
    w.tx.execute("DELETE FROM document WHERE key = ?1", [key])?;
    Ok(true)
}

/// What the hand can change in a thing, as it stands now.
fn state_of(w: &Write<'_>, entity: &str, id: &str) -> Result<Option<Value>, Fault> {
    match entity {
        "source" => SourceState::load(&w.tx, id)?
            .map(|(state, _)| to_value(&state, "source"))
            .transpose(),
        "resolution" => ResolutionState::load(&w.tx, id)?
            .map(|state| to_value(&state, "resolution"))
            .transpose(),
        _ => StatementState::load(&w.tx, id)?
            .map(|(state, _)| to_value(&state, "statement"))
            .transpose(),
    }
}

fn conflict(w: &Write<'_>, entry: &AuditEntry) -> Result<CaseError, Fault> {
    let last = entries(
        &w.tx,
        "WHERE entity = ?1 AND entity_id = ?2 ORDER BY id DESC LIMIT 1",
        (&entry.entity, &entry.entity_id),
    )?
    .pop();
    let (by, at) = last.map_or_else(Default::default, |last| (last.who, last.at));
    Ok(CaseError::UndoConflict {
        action: entry.action.clone(),
        what: format!("{} {}", entry.entity, entry.entity_id),
        by,
        at,
    })
}
