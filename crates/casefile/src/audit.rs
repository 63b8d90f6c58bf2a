//! The audit log: who changed what, when, why, from what to what.

use crate::Case;
use crate::case::{Write, unsigned};
use crate::error::{CaseError, Fault};
use rusqlite::{Connection, Row, params};
use serde::Serialize;
use serde_json::Value;

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditEntry {
    /// Its number, rising.
    pub id: i64,
    /// The change it belongs to; entries of one change were written and are undone together.
    pub change: i64,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// Who.
    pub who: String,
    /// What was done: "add document", "grade source", "undo" …
    pub action: String,
    /// To what: "document", "statement", "source", "question", "resolution", "file" …
    pub entity: String,
    /// To which.
    pub entity_id: String,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// As it was; none = it was not there.
    pub before: Option<Value>,
    /// As it became; none = it is gone.
    pub after: Option<Value>,
    /// Whether [`Case::undo_change`] may still take it back.
    pub undoable: bool,
    /// The change that this one took back.
    pub undoes: Option<i64>,
}

/// What a log entry says beyond who and when.
#[derive(Default)]
pub(crate) struct Entry<'a> {
    pub(crate) action: &'a str,
    pub(crate) entity: &'a str,
    pub(crate) id: &'a str,
    pub(crate) reason: Option<&'a str>,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
    pub(crate) undoable: bool,
    pub(crate) undoes: Option<i64>,
}

impl Write<'_> {
    /// Logs part of this change.
    pub(crate) fn log(&self, entry: Entry<'_>) -> Result<(), Fault> {
        self.tx
            .prepare_cached(
                "INSERT INTO audit (change, at, who, action, entity, entity_id, reason, before,
                                    after, undoable, undoes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                self.change,
                self.at,
                self.who,
                entry.action,
                entry.entity,
                entry.id,
                entry.reason,
                entry.before.map(|v| v.to_string()),
                entry.after.map(|v| v.to_string()),
                entry.undoable,
                entry.undoes,
            ])?;
        Ok(())
    }
}

const COLUMNS: &str = "id, change, at, who, action, entity, entity_id, reason, before, after,
    undoable AND NOT EXISTS (SELECT 1 FROM audit u WHERE u.undoes = audit.change), undoes";

/// Entries of the log, chosen by the end of a query ("WHERE … ORDER BY … LIMIT …").
pub(crate) fn entries(
    conn: &Connection,
    rest: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<AuditEntry>, Fault> {
    let mut query = conn.prepare_cached(&format!("SELECT {COLUMNS} FROM audit {rest}"))?;
    let mut rows = query.query(params)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(entry(row)?);
    }
    Ok(out)
}

fn entry(row: &Row<'_>) -> Result<AuditEntry, Fault> {
    let value = |text: Option<String>| -> Result<Option<Value>, Fault> {
        text.map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|e| Fault::Stored(format!("audit log: {e}")))
    };
    Ok(AuditEntry {
        id: row.get(0)?,
        change: row.get(1)?,
        at: row.get(2)?,
        who: row.get(3)?,
        action: row.get(4)?,
        entity: row.get(5)?,
        entity_id: row.get(6)?,
        reason: row.get(7)?,
        before: value(row.get(8)?)?,
        after: value(row.get(9)?)?,
        undoable: row.get(10)?,
        undoes: row.get(11)?,
    })
}

impl Case {
    /// The latest `limit` entries of the audit log, newest first.
    pub fn audit(&self, limit: usize) -> Result<Vec<AuditEntry>, CaseError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|conn| entries(conn, "ORDER BY id DESC LIMIT ?1", [limit]))
    }

    /// The log of one thing ("statement", "source", "question" … and its id), newest first.
    pub fn audit_of(&self, entity: &str, id: &str) -> Result<Vec<AuditEntry>, CaseError> {
        self.read(|conn| {
            entries(
                conn,
                "WHERE entity = ?1 AND entity_id = ?2 ORDER BY id DESC",
                (entity, id),
            )
        })
    }

    /// A number that grows with every change of the case: equal = nothing has changed.
    pub fn revision(&self) -> Result<u64, CaseError> {
        self.read(|conn| {
            Ok(conn.query_row("SELECT coalesce(max(id), 0) FROM audit", [], unsigned(0))?)
        })
    }
}
