//! The file itself: making, opening, checking, and the one way in which it is written.

use crate::error::{CaseError, Fault};
use crate::migrate::{APPLICATION_ID, SCHEMA_VERSION, migrate, version};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use serde::Serialize;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a writer waits for another one before it gives up.
const BUSY: Duration = Duration::from_secs(10);
/// What is kept of the write-ahead log after a checkpoint, in bytes.
const WAL_LIMIT: i64 = 64 << 20;
/// SQLite's file header; the application id stands in it at byte 68, big-endian.
const HEADER: usize = 100;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// An open case.
///
/// Several may be open on one file, in one program or many: readers see the last finished
/// change, writers wait for each other (10 seconds at most).
#[derive(Debug)]
pub struct Case {
    pub(crate) conn: Connection,
    path: PathBuf,
}

/// Counts of what a case holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Stats {
    pub files: u64,
    pub sources: u64,
    pub documents: u64,
    pub near_duplicates: u64,
    pub actors: u64,
    pub statements: u64,
    pub rejected: u64,
    pub by_hand: u64,
    pub questions: u64,
    pub judgements: u64,
    pub resolutions: u64,
    pub changes: u64,
    /// Size of the main file in bytes.
    pub bytes: u64,
}

/// The present moment as the case writes it: RFC 3339, UTC, milliseconds.
pub(crate) fn now() -> String {
    jiff::Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%S%.3fZ")
        .to_string()
}

impl Case {
    /// Makes a new, empty case; an existing file is never overwritten.
    ///
    /// The file appears under its name only when it is whole, so a kill leaves no half case.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, CaseError> {
        let path = path.as_ref();
        let io = |source| CaseError::Io {
            path: path.to_owned(),
            source,
        };
        if path.symlink_metadata().is_ok() {
            return Err(CaseError::Exists(path.to_owned()));
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".new-").suffix(".case");
        #[cfg(unix)]
        {
            // The user's umask decides who may read it, as for any file.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder).map_err(io)?;
        (|| {
            let mut conn = Connection::open_with_flags(file.path(), flags(true))?;
            conn.pragma_update(None, "application_id", APPLICATION_ID)?;
            settings(&conn)?;
            migrate(&mut conn)?;
            conn.pragma_update(None, "journal_mode", "WAL")?;
            conn.close().map_err(|(_, error)| Fault::from(error))
        })()
        .map_err(|fault: Fault| fault.at(path))?;
        file.persist_noclobber(path).map_err(|e| {
            if e.error.kind() == std::io::ErrorKind::AlreadyExists {
                CaseError::Exists(path.to_owned())
            } else {
                io(e.error)
            }
        })?;
        Self::open(path)
    }

    /// Opens a case for reading and writing, upgrading an older schema.
    ///
    /// A file that may only be read opens too (where its schema is current); each change of
    /// it is then refused with [`CaseError::ReadOnly`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, CaseError> {
        let path = path.as_ref();
        look_at(path)?;
        let opened: Result<_, Fault> = (|| {
            let mut conn = Connection::open_with_flags(path, flags(true))?;
            settings(&conn)?;
            check_version(&conn, path)?;
            if conn.is_readonly(rusqlite::MAIN_DB)? {
                return Ok(None);
            }
            migrate(&mut conn)?;
            Ok(Some(conn))
        })();
        match opened {
            Ok(Some(conn)) => Ok(Self {
                conn,
                path: path.to_owned(),
            }),
            Ok(None) => Self::open_read_only(path),
            Err(fault) if fault.forbids_writing() => Self::open_read_only(path),
            Err(fault) => Err(fault.at(path)),
        }
    }

    /// Opens a case for reading only; the file's current schema is needed.
    ///
    /// Works on a medium that can't be written, as long as the case was closed there in
    /// good order (no `-wal` file beside it).
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self, CaseError> {
        let path = path.as_ref();
        look_at(path)?;
        (|| {
            let conn = match read_only(path) {
                // Reading a WAL database needs a shared-memory file beside it. Where none can
                // be made and no log is left over, nobody can be writing: the file is constant.
                Err(_) if !beside(path, "-wal").exists() => immutable(path)?,
                other => other?,
            };
            check_version(&conn, path)?;
            let found = version(&conn)?;
            if found < SCHEMA_VERSION {
                return Err(CaseError::Older {
                    path: path.to_owned(),
                    found,
                    known: SCHEMA_VERSION,
                }
                .into());
            }
            Ok(Self {
                conn,
                path: path.to_owned(),
            })
        })()
        .map_err(|fault: Fault| fault.at(path))
    }

    /// Where the case lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether changes are refused because the file may only be read.
    pub fn is_read_only(&self) -> bool {
        self.conn.is_readonly(rusqlite::MAIN_DB).unwrap_or(true)
    }

    /// Closes the case and says whether that went well; the log beside it is folded in, so
    /// that the one file is all there is to mail. Dropping a case closes it as well.
    pub fn close(self) -> Result<(), CaseError> {
        let path = self.path;
        self.conn
            .close()
            .map_err(|(_, error)| Fault::from(error).at(&path))
    }

    /// Refuses growth beyond about `bytes` (whole pages, at least what is in use) with
    /// [`CaseError::DiskFull`], for as long as this case is open.
    pub fn limit_size(&self, bytes: u64) -> Result<(), CaseError> {
        self.read(|conn| {
            let page: i64 = conn.query_row("PRAGMA page_size", [], |row| row.get(0))?;
            let pages = i64::try_from(bytes).unwrap_or(i64::MAX) / page.max(1);
            let set = format!("PRAGMA max_page_count = {}", pages.max(1));
            conn.query_row(&set, [], |_| Ok(()))?;
            Ok(())
        })
    }

    /// What the case holds.
    pub fn stats(&self) -> Result<Stats, CaseError> {
        self.read(|conn| {
            let count =
                |sql: &str| conn.query_row(&format!("SELECT count(*) FROM {sql}"), [], unsigned(0));
            Ok(Stats {
                files: count("file WHERE done_at IS NOT NULL")?,
                sources: count("source")?,
                documents: count("document")?,
                near_duplicates: count("document WHERE duplicate_of IS NOT NULL")?,
                actors: count("actor")?,
                statements: count("statement")?,
                rejected: count("statement WHERE review = 'rejected'")?,
                by_hand: count("statement WHERE by_hand")?,
                questions: count("question")?,
                judgements: count("judgement")?,
                resolutions: count("resolution")?,
                changes: conn.query_row(
                    "SELECT count(DISTINCT change) FROM audit",
                    [],
                    unsigned(0),
                )?,
                bytes: conn.query_row(
                    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
                    [],
                    unsigned(0),
                )?,
            })
        })
    }

    /// Reads the whole file and returns what is wrong with it, one line each; empty = sound.
    ///
    /// Checks pages and indexes, references between tables, and (where the case may be
    /// written) that the search indexes agree with the texts.
    pub fn check(&mut self) -> Result<Vec<String>, CaseError> {
        let mut found = self.read(|conn| {
            let mut found = Vec::new();
            let mut rows = conn.prepare("PRAGMA integrity_check")?;
            for line in rows.query_map([], |row| row.get::<_, String>(0))? {
                found.push(line?);
            }
            found.retain(|line| line != "ok");
            let mut rows = conn.prepare("PRAGMA foreign_key_check")?;
            for line in rows.query_map([], |row| {
                let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
                Ok(format!(
                    "a row of {table} points at a missing row of {parent}"
                ))
            })? {
                found.push(line?);
            }
            Ok(found)
        })?;
        if !self.is_read_only() {
            for index in ["document_search", "statement_search"] {
                let sql =
                    format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
                if let Err(error) = self.conn.execute(&sql, []) {
                    found.push(format!("{index}: {error}"));
                }
            }
        }
        Ok(found)
    }

    /// Runs `work` on the open file; errors get the case's path.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Fault>,
    ) -> Result<T, CaseError> {
        work(&self.conn).map_err(|fault| fault.at(&self.path))
    }

    /// Runs `work` in one transaction as one change by `who`: all of it is stored, or nothing.
    pub(crate) fn write<T>(
        &mut self,
        who: &str,
        work: impl FnOnce(&Write<'_>) -> Result<T, Fault>,
    ) -> Result<T, CaseError> {
        if who.trim().is_empty() {
            return Err(CaseError::NoName);
        }
        if self.is_read_only() {
            return Err(CaseError::ReadOnly(self.path.clone()));
        }
        let path = &self.path;
        (|| {
            // Taken at once, so that two writers queue instead of failing half-way.
            let tx = self
                .conn
                .transaction_with_behavior(TransactionBehavior::Immediate)?;
            let change = tx
                .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM audit")?
                .query_row([], |row| row.get(0))?;
            let write = Write {
                tx,
                who: who.trim(),
                at: now(),
                change,
            };
            let out = work(&write)?;
            write.tx.commit()?;
            Ok(out)
        })()
        .map_err(|fault: Fault| fault.at(path))
    }
}

/// A change under way.
pub(crate) struct Write<'a> {
    pub(crate) tx: Transaction<'a>,
    pub(crate) who: &'a str,
    pub(crate) at: String,
    pub(crate) change: i64,
}

fn flags(write: bool) -> OpenFlags {
    let mode = if write {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    } else {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    };
    mode | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// What holds for every connection.
fn settings(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // With WAL a kill loses nothing and a power cut at most the last changes, in order.
    conn.pragma_update(None, "synchronous", "NORMAL")?;
    conn.pragma_update(None, "journal_size_limit", WAL_LIMIT)?;
    // A case comes by mail: what its schema says must not reach beyond the file.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn read_only(path: &Path) -> Result<Connection, Fault> {
    let conn = Connection::open_with_flags(path, flags(false))?;
    settings(&conn)?;
    version(&conn)?;
    Ok(conn)
}

fn immutable(path: &Path) -> Result<Connection, Fault> {
    let mut uri = String::from("file:");
    for byte in std::path::absolute(path)
        .unwrap_or_else(|_| path.to_owned())
        .as_os_str()
        .as_encoded_bytes()
    {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri.push_str("?immutable=1");
    let conn = Connection::open_with_flags(uri, flags(false) | OpenFlags::SQLITE_OPEN_URI)?;
    settings(&conn)?;
    Ok(conn)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Refuses what is no case before SQLite touches it: SQLite would take an empty file for an
/// empty database, and would leave files beside a stranger's one.
fn look_at(path: &Path) -> Result<(), CaseError> {
    let io = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => CaseError::Missing(path.to_owned()),
        _ => CaseError::Io {
            path: path.to_owned(),
            source,
        },
    };
    let no = |why: &str| {
        Err(CaseError::NotACase {
            path: path.to_owned(),
            why: why.to_owned(),
        })
    };
    if path.metadata().map_err(io)?.is_dir() {
        return no("a folder");
    }
    let mut header = Vec::with_capacity(HEADER);
    std::fs::File::open(path)
        .and_then(|file| file.take(HEADER as u64).read_to_end(&mut header))
        .map_err(io)?;
    if header.is_empty() {
        return no("an empty file");
    }
    if header.len() < HEADER || !header.starts_with(MAGIC) {
        return no("no SQLite file");
    }
    let id = header[68..72]
        .iter()
        .fold(0, |id, byte| id << 8 | i64::from(*byte));
    if id != APPLICATION_ID {
        return no("a SQLite file of another program");
    }
    Ok(())
}

fn check_version(conn: &Connection, path: &Path) -> Result<(), Fault> {
    let found = version(conn)?;
    if found > SCHEMA_VERSION {
        return Err(CaseError::Newer {
            path: path.to_owned(),
            found,
            known: SCHEMA_VERSION,
        }
        .into());
    }
    Ok(())
}

/// Reads column `index` as a count.
pub(crate) fn unsigned(
    index: usize,
) -> impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<u64> + Copy {
    move |row| {
        let value: i64 = row.get(index)?;
        u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(index, value))
    }
}
