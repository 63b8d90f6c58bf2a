//! The schema and its versions. `user_version` counts the migrations that were applied.

use crate::error::Fault;
use rusqlite::{Connection, TransactionBehavior};

/// Marks a SQLite file as a case ("unrv" in ASCII), as `file` and `PRAGMA application_id` show it.
pub const APPLICATION_ID: i64 = 0x756e_7276;

/// Every migration in its order; a released one is never edited, a new one is appended.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_evidence.sql"),
    include_str!("../migrations/0002_search.sql"),
    include_str!("../migrations/0003_judgements.sql"),
    include_str!("../migrations/0004_remarks.sql"),
    include_str!("../migrations/0005_memberships.sql"),
];

/// The schema version that this program writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// The schema version of an open file.
pub(crate) fn version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Applies what is missing, in one transaction: the case is upgraded as a whole or not at all.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), Fault> {
    if version(conn)? >= SCHEMA_VERSION {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again under the lock: another program may have upgraded it meanwhile.
    let from = version(&tx)?;
    for sql in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        tx.execute_batch(sql)?;
    }
    if from < SCHEMA_VERSION {
        let action = if from == 0 {
            "new case"
        } else {
            "upgrade case"
        };
        tx.execute(
            "INSERT INTO audit (change, at, who, action, entity, entity_id, before, after)
             SELECT coalesce(max(id), 0) + 1, ?1, 'unravel', ?2, 'case', 'schema', ?3, ?4
             FROM audit",
            (
                crate::case::now(),
                action,
                from.to_string(),
                SCHEMA_VERSION.to_string(),
            ),
        )?;
        tx.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    tx.commit()?;
    Ok(())
}
