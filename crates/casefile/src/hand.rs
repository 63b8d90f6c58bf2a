//! The user's hand on sources and statements: grades, reviews, corrections, clusters.
//!
//! Every edit goes one way: read the state, compare the version, change the state, store it,
//! log both. So every edit can be refused when it is stale, and undone.

use crate::Case;
use crate::add::{days, ensure_actor, from_json, statement_json, to_json, to_value};
use crate::audit::Entry;
use crate::case::{Write, unsigned};
use crate::error::{CaseError, Fault, Stale};
use crate::statements::{Review, parsed};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use unravel_evidence::{
    ActorRef, Bearing, Credibility, DateRange, Direction, Kind, Reliability, Stance, Statement,
    StatementId,
};

/// Who edits, why, and what they had before their eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edit<'a> {
    /// Name of the user, for the log.
    pub who: &'a str,
    /// Why; empty = no reason given.
    pub reason: &'a str,
    /// The version that the user saw; the edit is refused if another one is in the case.
    /// None = whatever is there.
    pub expected: Option<u64>,
}

impl<'a> Edit<'a> {
    /// An edit by `who`, without reason, of whatever version is there.
    pub fn by(who: &'a str) -> Self {
        Self {
            who,
            reason: "",
            expected: None,
        }
    }

    /// The same with a reason.
    pub fn because(self, reason: &'a str) -> Self {
        Self { reason, ..self }
    }

    /// The same, only if the version in the case is this one.
    pub fn of_version(self, version: u64) -> Self {
        Self {
            expected: Some(version),
            ..self
        }
    }

    pub(crate) fn why(&self) -> Option<&'a str> {
        Some(self.reason.trim()).filter(|reason| !reason.is_empty())
    }

    fn must_say_why(&self, what: &'static str) -> Result<(), CaseError> {
        self.why().map(|_| ()).ok_or(CaseError::NoReason(what))
    }
}

/// What to change in a statement; `None` leaves a field as it is. In JSON a field left out
/// stays, and `null` empties a field that can be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct StatementPatch {
    pub a: Option<ActorRef>,
    pub b: Option<ActorRef>,
    pub kind: Option<Kind>,
    pub direction: Option<Direction>,
    pub stance: Option<Stance>,
    /// None here, with a bearing not given while kind or stance change: the default rule.
    pub bearing: Option<Bearing>,
    pub costly: Option<bool>,
    #[serde(deserialize_with = "given")]
    pub said_by: Option<Option<ActorRef>>,
    #[serde(deserialize_with = "given")]
    pub when: Option<Option<DateRange>>,
    #[serde(deserialize_with = "given")]
    pub place: Option<Option<String>>,
}

/// Tells `null` from a field left out.
fn given<'de, T: Deserialize<'de>, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl StatementPatch {
    fn apply(&self, statement: &mut Statement) -> Result<(), CaseError> {
        fn set<T: Clone>(field: &mut T, value: &Option<T>) {
            if let Some(value) = value {
                field.clone_from(value);
            }
        }
        let before = (statement.kind, statement.stance);
        set(&mut statement.a, &self.a);
        set(&mut statement.b, &self.b);
        set(&mut statement.kind, &self.kind);
        set(&mut statement.direction, &self.direction);
        set(&mut statement.stance, &self.stance);
        set(&mut statement.costly, &self.costly);
        set(&mut statement.said_by, &self.said_by);
        set(&mut statement.when, &self.when);
        set(&mut statement.place, &self.place);
        if (statement.kind, statement.stance) != before {
            statement.bearing = Bearing::by_default(statement.kind, statement.stance);
        }
        set(&mut statement.bearing, &self.bearing);
        if statement.a.id == statement.b.id {
            return Err(CaseError::SelfTie(statement.a.name.clone()));
        }
        Ok(())
    }
}

/// What the user's hand can change in a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SourceState {
    reliability: Reliability,
    note: Option<String>,
}

/// What the user's hand can change in a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StatementState {
    statement: Statement,
    coded: Option<Statement>,
    correction_reason: Option<String>,
    credibility: Option<Credibility>,
    credibility_reason: Option<String>,
    review: Review,
    review_reason: Option<String>,
    cluster: Option<String>,
}

impl SourceState {
    pub(crate) fn load(conn: &Connection, name: &str) -> Result<Option<(Self, u64)>, Fault> {
        let row = conn
            .prepare_cached("SELECT reliability, note, version FROM source WHERE name = ?1")?
            .query_row([name], |row| {
                Ok((row.get(0)?, row.get(1)?, unsigned(2)(row)?))
            })
            .optional()?;
        row.map(|(reliability, note, version)| {
            let reliability = parsed(Some(reliability), "reliability")?.unwrap_or(Reliability::F);
            Ok((Self { reliability, note }, version))
        })
        .transpose()
    }

    pub(crate) fn store(&self, conn: &Connection, name: &str) -> Result<(), Fault> {
        conn.prepare_cached(
            "UPDATE source SET reliability = ?2, note = ?3, version = version + 1
             WHERE name = ?1",
        )?
        .execute((name, self.reliability.as_str(), &self.note))?;
        Ok(())
    }
}

impl StatementState {
    pub(crate) fn load(conn: &Connection, id: &str) -> Result<Option<(Self, u64)>, Fault> {
        let Some(record) = crate::statements::find_record(conn, id)? else {
            return Ok(None);
        };
        // The grade shows 6 for "not graded" and for "graded 6" alike; the column tells them apart.
        let credibility: Option<String> = conn
            .prepare_cached("SELECT credibility FROM statement WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        let state = Self {
            statement: record.statement,
            coded: record.coded,
            correction_reason: record.correction_reason,
            credibility: parsed(credibility, "credibility")?,
            credibility_reason: record.credibility_reason,
            review: record.review,
            review_reason: record.review_reason,
            cluster: record.cluster,
        };
        Ok(Some((state, record.version)))
    }

    pub(crate) fn store(&self, w: &Write<'_>, id: &str) -> Result<(), Fault> {
        let s = &self.statement;
        for actor in [Some(&s.a), Some(&s.b), s.said_by.as_ref()]
            .into_iter()
            .flatten()
        {
            ensure_actor(w, actor, None)?;
        }
        let (start, end) = days(s.when);
        let coded = self
            .coded
            .as_ref()
            .map(|coded| to_json(coded, "statement"))
            .transpose()?;
        w.tx.prepare_cached(
            "UPDATE statement SET json = ?2, when_start = ?3, when_end = ?4, coded = ?5,
                 correction_reason = ?6, credibility = ?7, credibility_reason = ?8, review = ?9,
                 review_reason = ?10, cluster = ?11, version = version + 1
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            statement_json(s)?,
            start,
            end,
            coded,
            self.correction_reason,
            self.credibility.map(Credibility::as_str),
            self.credibility_reason,
            self.review.as_str(),
            self.review_reason,
            self.cluster,
        ])?;
        Ok(())
    }
}

/// Refuses an edit of a version that is no longer the one in the case.
fn check_version(
    w: &Write<'_>,
    edit: &Edit<'_>,
    found: u64,
    (entity, id): (&'static str, &str),
    (current, wanted): (&Value, &Value),
) -> Result<(), Fault> {
    let Some(expected) = edit.expected.filter(|expected| *expected != found) else {
        return Ok(());
    };
    let last = crate::audit::entries(
        &w.tx,
        "WHERE entity = ?1 AND entity_id = ?2 ORDER BY id DESC LIMIT 1",
        (entity, id),
    )?
    .pop();
    let (by, at) = last.map_or_else(|| ("nobody".to_owned(), w.at.clone()), |e| (e.who, e.at));
    Err(CaseError::Stale(Box::new(Stale {
        entity,
        id: id.to_owned(),
        expected,
        found,
        by,
        at,
        current: current.clone(),
        wanted: wanted.clone(),
    }))
    .into())
}

/// One edit of one statement inside a change; returns its version afterwards.
fn edit_statement(
    w: &Write<'_>,
    id: &StatementId,
    action: &str,
    edit: &Edit<'_>,
    alter: impl FnOnce(&mut StatementState) -> Result<(), CaseError>,
) -> Result<u64, Fault> {
    let Some((before, version)) = StatementState::load(&w.tx, id.as_str())? else {
        return Err(CaseError::Unknown {
            what: "statement",
            name: id.0.clone(),
            list: "statements",
        }
        .into());
    };
    let mut after = before.clone();
    alter(&mut after)?;
    let values = (
        to_value(&before, "statement")?,
        to_value(&after, "statement")?,
    );
    check_version(
        w,
        edit,
        version,
        ("statement", id.as_str()),
        (&values.0, &values.1),
    )?;
    if before == after {
        return Ok(version);
    }
    after.store(w, id.as_str())?;
    w.log(Entry {
        action,
        entity: "statement",
        id: id.as_str(),
        reason: edit.why(),
        before: Some(values.0),
        after: Some(values.1),
        undoable: true,
        ..Entry::default()
    })?;
    Ok(version + 1)
}

impl Case {
    /// Grades a source. Its name may be written in any case of letters where that leaves one
    /// source only. Returns the source's new version.
    pub fn grade_source(
        &mut self,
        name: &str,
        reliability: Reliability,
        edit: &Edit<'_>,
    ) -> Result<u64, CaseError> {
        self.write(edit.who, |w| {
            let name = source_name(&w.tx, name)?;
            let Some((before, version)) = SourceState::load(&w.tx, &name)? else {
                return Err(unknown_source(&name).into());
            };
            let after = SourceState {
                reliability,
                note: edit.why().map(str::to_owned),
            };
            let values = (to_value(&before, "source")?, to_value(&after, "source")?);
            check_version(w, edit, version, ("source", &name), (&values.0, &values.1))?;
            if before == after {
                return Ok(version);
            }
            after.store(&w.tx, &name)?;
            w.log(Entry {
                action: "grade source",
                entity: "source",
                id: &name,
                reason: edit.why(),
                before: Some(values.0),
                after: Some(values.1),
                undoable: true,
                ..Entry::default()
            })?;
            Ok(version + 1)
        })
    }

    /// Grades a statement; none takes the grade away. Returns the statement's new version.
    pub fn grade_statement(
        &mut self,
        id: &StatementId,
        credibility: Option<Credibility>,
        edit: &Edit<'_>,
    ) -> Result<u64, CaseError> {
        self.write(edit.who, |w| {
            edit_statement(w, id, "grade statement", edit, |state| {
                state.credibility = credibility;
                state.credibility_reason = edit.why().map(str::to_owned);
                Ok(())
            })
        })
    }

    /// Accepts, rejects (a reason is needed) or reopens a statement. A rejected one stays in
    /// the case and counts for nothing. Returns its new version.
    pub fn review_statement(
        &mut self,
        id: &StatementId,
        review: Review,
        edit: &Edit<'_>,
    ) -> Result<u64, CaseError> {
        let action = match review {
            Review::Open => "reopen statement",
            Review::Accepted => "accept statement",
            Review::Rejected => "reject statement",
        };
        if review == Review::Rejected {
            edit.must_say_why("a rejection")?;
        }
        self.write(edit.who, |w| {
            edit_statement(w, id, action, edit, |state| {
                state.review = review;
                state.review_reason = edit.why().map(str::to_owned);
                Ok(())
            })
        })
    }

    /// Rejects a statement; a reason is needed. Returns its new version.
    pub fn reject_statement(
        &mut self,
        id: &StatementId,
        edit: &Edit<'_>,
    ) -> Result<u64, CaseError> {
        self.review_statement(id, Review::Rejected, edit)
    }

    /// Corrects a statement; a reason is needed. It keeps its id and its quote, and the
    /// coder's version stays beside it. Returns its new version.
    pub fn correct_statement(
        &mut self,
        id: &StatementId,
        patch: &StatementPatch,
        edit: &Edit<'_>,
    ) -> Result<u64, CaseError> {
        edit.must_say_why("a correction")?;
        self.write(edit.who, |w| {
            edit_statement(w, id, "correct statement", edit, |state| {
                let old = state.statement.clone();
                patch.apply(&mut state.statement)?;
                if state.statement != old {
                    state.coded.get_or_insert(old);
                    state.correction_reason = edit.why().map(str::to_owned);
                }
                Ok(())
            })
        })
    }

    /// Puts statements into the independence cluster `label`, as one change: all statements of
    /// a label count as one origin. A label that no other statement has splits one off; none
    /// leaves the choice to the judge again. `edit.expected` is looked at for a single
    /// statement only.
    pub fn set_cluster(
        &mut self,
        ids: &[StatementId],
        label: Option<&str>,
        edit: &Edit<'_>,
    ) -> Result<(), CaseError> {
        let single = match ids {
            [_] => *edit,
            _ => Edit {
                expected: None,
                ..*edit
            },
        };
        self.write(edit.who, |w| {
            for id in ids {
                edit_statement(w, id, "set cluster", &single, |state| {
                    state.cluster = label.map(str::to_owned);
                    Ok(())
                })?;
            }
            Ok(())
        })
    }
}

fn unknown_source(name: &str) -> CaseError {
    CaseError::Unknown {
        what: "source",
        name: name.to_owned(),
        list: "sources",
    }
}

/// The source's name as the case writes it.
fn source_name(conn: &Connection, name: &str) -> Result<String, Fault> {
    let mut query =
        conn.prepare_cached("SELECT name FROM source WHERE lower(name) = lower(?1) LIMIT 9")?;
    let mut names: Vec<String> = query
        .query_map([name], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if names.iter().any(|held| held == name) {
        return Ok(name.to_owned());
    }
    match names.pop() {
        Some(only) if names.is_empty() => Ok(only),
        _ => Err(unknown_source(name).into()),
    }
}

/// Puts back a logged state of a source or statement; used by undo.
pub(crate) fn put_back(w: &Write<'_>, entity: &str, id: &str, state: &Value) -> Result<(), Fault> {
    let text = state.to_string();
    match entity {
        "source" => from_json::<SourceState>(&text, "audit log")?.store(&w.tx, id),
        _ => from_json::<StatementState>(&text, "audit log")?.store(w, id),
    }
}
