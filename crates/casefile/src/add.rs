//! Putting documents into the case, so that a kill at any moment loses no finished document
//! and a second run goes on where the first was.

use crate::Case;
use crate::audit::Entry;
use crate::case::Write;
use crate::error::{CaseError, Fault};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde_json::{Value, json};
use std::io::Read;
use unravel_evidence::{
    ActorKind, ActorRef, Coded, DateRange, Document, DocumentId, Reliability, Statement,
};

/// A document with what coding it gave.
#[derive(Debug, Clone, Copy)]
pub struct Addition<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its actors, roles, statements and attributions.
    pub coded: &'a Coded,
    /// Hash of the file it was read from, begun with [`Case::begin_file`].
    pub file: Option<&'a str>,
    /// What the reader needs to know its near-duplicates, see [`Case::signatures`].
    pub signature: Option<&'a [u8]>,
}

impl<'a> Addition<'a> {
    /// A document with its coding, from no file and without signature.
    pub fn new(document: &'a Document, coded: &'a Coded) -> Self {
        Self {
            document,
            coded,
            file: None,
            signature: None,
        }
    }
}

/// What adding a document did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Added {
    /// It is in the case now.
    New,
    /// It was in the case before; nothing was changed.
    Held,
}

/// A file as the case remembers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileRecord {
    /// Hash of its bytes.
    pub hash: String,
    /// Its path as given.
    pub label: String,
    /// When its reading began (RFC 3339, UTC).
    pub begun_at: String,
    /// When it was read to the end; none = cut short.
    pub done_at: Option<String>,
    /// Why nothing (or not all) came of it.
    pub note: Option<String>,
    /// Documents in the case that were first met in it.
    pub documents: u64,
}

/// BLAKE3 of all bytes of `input`, in hexadecimal: what tells files apart.
pub fn file_hash(mut input: impl Read) -> std::io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => return Ok(hasher.finalize().to_hex().to_string()),
            Ok(n) => hasher.update(&buffer[..n]),
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
    }
}

impl Case {
    /// Notes that the file with this hash is being read; `label` is its path for people.
    /// False if it was read to the end before and can be skipped.
    pub fn begin_file(&mut self, label: &str, hash: &str, who: &str) -> Result<bool, CaseError> {
        if self.is_file_done(hash)? {
            return Ok(false);
        }
        self.write(who, |w| {
            let new = w.tx.execute(
                "INSERT INTO file (hash, label, begun_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
                (hash, label, &w.at),
            )?;
            if new == 1 {
                w.log(Entry {
                    action: "begin file",
                    entity: "file",
                    id: hash,
                    after: Some(json!({ "label": label })),
                    ..Entry::default()
                })?;
            }
            Ok(true)
        })
    }

    /// Whether a file with this hash was read to the end.
    pub fn is_file_done(&self, hash: &str) -> Result<bool, CaseError> {
        self.read(|conn| {
            Ok(conn
                .prepare_cached("SELECT 1 FROM file WHERE hash = ?1 AND done_at IS NOT NULL")?
                .exists([hash])?)
        })
    }

    /// Notes that the file was read to the end; `note` says why nothing (or not all) came of
    /// it, where that is so.
    pub fn mark_file_done(
        &mut self,
        hash: &str,
        note: Option<&str>,
        who: &str,
    ) -> Result<(), CaseError> {
        self.write(who, |w| {
            let changed = w.tx.execute(
                "UPDATE file SET done_at = ?2, note = ?3 WHERE hash = ?1 AND done_at IS NULL",
                (hash, &w.at, note),
            )?;
            if changed == 1 {
                return w.log(Entry {
                    action: "finish file",
                    entity: "file",
                    id: hash,
                    reason: note,
                    ..Entry::default()
                });
            }
            known_file(w, hash)
        })
    }

    /// Every file that was begun, in the order of beginning.
    pub fn files(&self) -> Result<Vec<FileRecord>, CaseError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT f.hash, f.label, f.begun_at, f.done_at, f.note,
                        (SELECT count(*) FROM document d WHERE d.file = f.hash)
                 FROM file f ORDER BY f.begun_at, f.label",
            )?;
            let rows = query.query_map([], |row| {
                Ok(FileRecord {
                    hash: row.get(0)?,
                    label: row.get(1)?,
                    begun_at: row.get(2)?,
                    done_at: row.get(3)?,
                    note: row.get(4)?,
                    documents: crate::case::unsigned(5)(row)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Adds one document with its coding, in one transaction.
    pub fn add_document(&mut self, addition: &Addition<'_>, who: &str) -> Result<Added, CaseError> {
        self.write(who, |w| insert_document(w, addition, false))
    }

    /// Adds several documents in one transaction: all or none. Much faster than one by one;
    /// 50 to 500 at a time keep the transaction, and what a kill undoes, small.
    pub fn add_batch(
        &mut self,
        batch: &[Addition<'_>],
        who: &str,
    ) -> Result<Vec<Added>, CaseError> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        self.write(who, |w| {
            batch
                .iter()
                .map(|addition| insert_document(w, addition, false))
                .collect()
        })
    }

    /// Whether the document is in the case.
    pub fn holds(&self, id: &DocumentId) -> Result<bool, CaseError> {
        self.read(|conn| {
            Ok(conn
                .prepare_cached("SELECT 1 FROM document WHERE id = ?1")?
                .exists([id.as_str()])?)
        })
    }

    /// The signature of every document that was added with one, in the order of adding: what
    /// the reader needs to know near-duplicates of them again.
    pub fn signatures(&self) -> Result<Vec<(DocumentId, Vec<u8>)>, CaseError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT d.id, s.bytes FROM signature s JOIN document d ON d.key = s.document
                 ORDER BY d.key",
            )?;
            let rows = query.query_map([], |row| Ok((DocumentId(row.get(0)?), row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn known_file(w: &Write<'_>, hash: &str) -> Result<(), Fault> {
    if w.tx
        .prepare_cached("SELECT 1 FROM file WHERE hash = ?1")?
        .exists([hash])?
    {
        return Ok(());
    }
    Err(CaseError::Unknown {
        what: "file",
        name: hash.to_owned(),
        list: "files",
    }
    .into())
}

/// Adds a document and everything coded in it to the change `w`.
pub(crate) fn insert_document(
    w: &Write<'_>,
    addition: &Addition<'_>,
    by_hand: bool,
) -> Result<Added, Fault> {
    let (document, coded) = (addition.document, addition.coded);
    if w.tx
        .prepare_cached("SELECT 1 FROM document WHERE id = ?1")?
        .exists([document.id.as_str()])?
    {
        return Ok(Added::Held);
    }
    if let Some(hash) = addition.file {
        known_file(w, hash)?;
    }
    if let Some(name) = &document.publisher {
        // A document's own grade of its publisher holds until a person gives one.
        w.tx.prepare_cached(
            "INSERT INTO source (name, reliability) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET reliability = excluded.reliability
             WHERE source.reliability = 'F' AND source.version = 1",
        )?
        .execute((
            name,
            document.reliability.unwrap_or(Reliability::F).as_str(),
        ))?;
    }
    // Days are the user's: a document added "today" must be visible to a judgement as of today.
    let today = jiff::Zoned::now().date();
    let known_by = document
        .published
        .map_or(today, |published| published.end().min(today));
    w.tx.prepare_cached(
        "INSERT INTO document (id, title, source, authors, published, published_start,
                 published_end, known_by, url, language, origin, duplicate_of, file, by_hand,
                 characters, added_at, attributions, remarks, memberships)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
                 (SELECT id FROM document WHERE id = ?12), ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?
    .execute(params![
        document.id.as_str(),
        document.title,
        document.publisher,
        to_json(&document.authors, "authors")?,
        document.published.map(|d| d.to_string()),
        document.published.map(|d| d.start().to_string()),
        document.published.map(|d| d.end().to_string()),
        known_by.to_string(),
        document.url,
        document.language,
        document.origin,
        document.duplicate_of.as_ref().map(DocumentId::as_str),
        addition.file,
        by_hand,
        i64::try_from(document.text.chars().count()).unwrap_or(i64::MAX),
        w.at,
        to_json(&coded.attributions, "attributions")?,
        to_json(&coded.remarks, "remarks")?,
        to_json(&coded.memberships, "memberships")?,
    ])?;
    let key = w.tx.last_insert_rowid();
    w.tx.prepare_cached("INSERT INTO document_text (document, text) VALUES (?1, ?2)")?
        .execute((key, &document.text))?;
    if let Some(bytes) = addition.signature {
        w.tx.prepare_cached("INSERT INTO signature (document, bytes) VALUES (?1, ?2)")?
            .execute((key, bytes))?;
    }
    insert_mentions(w, key, coded)?;
    insert_roles(w, key, coded)?;
    for statement in &coded.statements {
        if statement.passage.document != document.id || statement.cue.document != document.id {
            return Err(CaseError::Unstorable {
                what: format!("statement {} of document {}", statement.id, document.id),
                why: "its passage lies in another document".to_owned(),
            }
            .into());
        }
        insert_statement(w, key, statement, false)?;
    }
    w.log(Entry {
        action: "add document",
        entity: "document",
        id: document.id.as_str(),
        after: Some(json!({
            "title": document.title,
            "publisher": document.publisher,
            "origin": document.origin,
            "statements": coded.statements.len(),
        })),
        undoable: by_hand,
        ..Entry::default()
    })?;
    Ok(Added::New)
}

fn insert_mentions(w: &Write<'_>, key: i64, coded: &Coded) -> Result<(), Fault> {
    for met in &coded.actors {
        ensure_actor(w, &met.actor, Some(met.kind))?;
        for alias in &met.aliases {
            w.tx.prepare_cached(
                "INSERT INTO alias (actor, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?
            .execute((met.actor.id.as_str(), alias))?;
        }
        w.tx.prepare_cached(
            "INSERT INTO mention (document, actor, mentions, json) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            key,
            met.actor.id.as_str(),
            i64::try_from(met.mentions.len()).unwrap_or(i64::MAX),
            to_json(met, "actor")?,
        ])?;
    }
    Ok(())
}

fn insert_roles(w: &Write<'_>, key: i64, coded: &Coded) -> Result<(), Fault> {
    for role in &coded.roles {
        ensure_actor(w, &role.person, None)?;
        ensure_actor(w, &role.organization, None)?;
        w.tx.prepare_cached(
            "INSERT INTO role (document, person, role, organization, since, until)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            key,
            role.person.id.as_str(),
            role.role,
            role.organization.id.as_str(),
            role.since.map(|d| d.to_string()),
            role.until.map(|d| d.to_string()),
        ])?;
    }
    Ok(())
}

/// Makes the actor known; its first name stays, its kind is filled in when it is first told.
pub(crate) fn ensure_actor(
    w: &Write<'_>,
    actor: &ActorRef,
    kind: Option<ActorKind>,
) -> Result<(), Fault> {
    w.tx.prepare_cached(
        "INSERT INTO actor (id, name, kind) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET kind = excluded.kind
             WHERE kind IS NULL AND excluded.kind IS NOT NULL",
    )?
    .execute((actor.id.as_str(), &actor.name, kind.map(ActorKind::as_str)))?;
    Ok(())
}

/// Adds a statement of the document with this key; false if the case holds it already.
pub(crate) fn insert_statement(
    w: &Write<'_>,
    document: i64,
    statement: &Statement,
    by_hand: bool,
) -> Result<bool, Fault> {
    let json = statement_json(statement)?;
    let actors = [
        Some(&statement.a),
        Some(&statement.b),
        statement.said_by.as_ref(),
    ];
    for actor in actors.into_iter().flatten() {
        ensure_actor(w, actor, None)?;
    }
    let (start, end) = days(statement.when);
    let new =
        w.tx.prepare_cached(
            "INSERT INTO statement (document, when_start, when_end, by_hand, json)
             SELECT ?1, ?2, ?3, ?4, ?5
             WHERE NOT EXISTS (SELECT 1 FROM statement WHERE id = ?6)",
        )?
        .execute(params![
            document,
            start,
            end,
            by_hand,
            json,
            statement.id.as_str()
        ])?;
    Ok(new == 1)
}

/// A statement as stored; refuses what would not read back.
pub(crate) fn statement_json(statement: &Statement) -> Result<String, Fault> {
    if !(0.0..=1.0).contains(&statement.score) {
        return Err(CaseError::Unstorable {
            what: format!("statement {}", statement.id),
            why: format!("its score is {}, not between 0 and 1", statement.score),
        }
        .into());
    }
    to_json(statement, "statement")
}

/// First and last day of a range as the case writes them.
pub(crate) fn days(range: Option<DateRange>) -> (Option<String>, Option<String>) {
    (
        range.map(|r| r.start().to_string()),
        range.map(|r| r.end().to_string()),
    )
}

/// JSON text of a value of ours.
pub(crate) fn to_json(value: &impl Serialize, what: &str) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|e| unstorable(what, &e))
}

/// JSON value of a value of ours.
pub(crate) fn to_value(value: &impl Serialize, what: &str) -> Result<Value, Fault> {
    serde_json::to_value(value).map_err(|e| unstorable(what, &e))
}

fn unstorable(what: &str, error: &serde_json::Error) -> Fault {
    CaseError::Unstorable {
        what: what.to_owned(),
        why: error.to_string(),
    }
    .into()
}

/// A stored JSON text as a value of ours.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(
    text: &str,
    what: &str,
) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|e| Fault::Stored(format!("{what}: {e}")))
}

/// The key of a document, if the case holds it.
pub(crate) fn document_key(
    conn: &rusqlite::Connection,
    id: &DocumentId,
) -> Result<Option<i64>, Fault> {
    Ok(conn
        .prepare_cached("SELECT key FROM document WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?)
}
