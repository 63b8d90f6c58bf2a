//! Statements as they now count: the coder's, with what the user changed.

use crate::Case;
use crate::add::from_json;
use crate::case::unsigned;
use crate::error::{CaseError, Fault};
use jiff::civil::Date;
use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use serde::{Deserialize, Serialize};
use unravel_evidence::{
    ActorId, Bearing, Credibility, DocumentId, DocumentRef, Grade, Kind, Reliability, Stance,
    Statement, StatementId,
};

/// What the user said about a statement as a whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Review {
    /// Nobody has looked at it.
    #[default]
    Open,
    /// A person agrees with it.
    Accepted,
    /// It does not count.
    Rejected,
}

impl Review {
    /// The word as stored and as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Review::Open => "open",
            Review::Accepted => "accepted",
            Review::Rejected => "rejected",
        }
    }
}

/// A statement with all that a judgement or a table needs to know about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementRecord {
    /// The statement as it now counts (corrected, where it was corrected).
    pub statement: Statement,
    /// Where it stands.
    pub document: DocumentRef,
    /// The earlier document of nearly the same text, if there is one.
    pub duplicate_of: Option<DocumentId>,
    /// Latest day on which it can have been published: the end of the published range, or
    /// the day it was added if that is earlier or the date is unknown.
    pub known_by: Date,
    /// Grade: the source's reliability (F until graded) with the statement's credibility
    /// (6 until graded).
    pub grade: Grade,
    /// Why the statement was graded so.
    pub credibility_reason: Option<String>,
    /// Whether a person accepted or rejected it.
    pub review: Review,
    /// Why.
    pub review_reason: Option<String>,
    /// The coder's statement, where a person corrected it.
    pub coded: Option<Statement>,
    /// Why it was corrected.
    pub correction_reason: Option<String>,
    /// Whether a person added it.
    pub by_hand: bool,
    /// The user's label of its independence cluster: statements of one label count as one
    /// origin, a label of its own sets a statement apart; none = the judge decides.
    pub cluster: Option<String>,
    /// Rises with each change of the user's hand, from 1; see [`crate::Edit::expected`].
    pub version: u64,
}

impl StatementRecord {
    /// What the user's hand did to it, in words, for the evidence table; none = nothing.
    pub fn note(&self) -> Option<String> {
        let mut notes = Vec::new();
        let mut say = |what: &str, why: &Option<String>| {
            notes.push(match why {
                Some(why) => format!("{what}: {why}"),
                None => what.to_owned(),
            });
        };
        if self.by_hand {
            say("added by hand", &None);
        }
        match self.review {
            Review::Rejected => say("rejected", &self.review_reason),
            Review::Accepted => say("accepted", &self.review_reason),
            Review::Open => {}
        }
        if self.coded.is_some() {
            say("corrected", &self.correction_reason);
        }
        if self.grade.credibility != Credibility::Six {
            say(
                &format!("graded {}", self.grade.credibility),
                &self.credibility_reason,
            );
        }
        (!notes.is_empty()).then(|| notes.join("; "))
    }
}

/// Which statements to list; the default is every one that is not rejected.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StatementFilter {
    /// Between one of these actors and one of those, whichever comes first.
    pub pair: Option<(Vec<ActorId>, Vec<ActorId>)>,
    /// About this actor.
    pub actor: Option<ActorId>,
    /// Attributed to this speaker.
    pub said_by: Option<ActorId>,
    /// In this document.
    pub document: Option<DocumentId>,
    /// In documents of this source.
    pub source: Option<String>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Of this stance.
    pub stance: Option<Stance>,
    /// Of this bearing.
    pub bearing: Option<Bearing>,
    /// Surely published on or before this day, see [`StatementRecord::known_by`].
    pub as_of: Option<Date>,
    /// Rejected ones too.
    pub with_rejected: bool,
    /// At most so many.
    pub limit: Option<usize>,
    /// After leaving out so many.
    pub offset: usize,
}

const COLUMNS: &str = "s.json, s.coded, s.credibility, s.credibility_reason, s.review,
    s.review_reason, s.correction_reason, s.cluster, s.by_hand, s.version,
    d.id, d.title, d.source, d.published, d.url, d.origin, d.duplicate_of, d.known_by,
    src.reliability";
const TABLES: &str = "statement s JOIN document d ON d.key = s.document
    LEFT JOIN source src ON src.name = d.source";

impl StatementFilter {
    /// The conditions as SQL with their parameters.
    fn conditions(&self) -> Result<(String, Vec<Sql>), Fault> {
        let mut sql = String::from("1");
        let mut params = Vec::new();
        if let Some((a, b)) = &self.pair {
            params.push(Sql::Text(crate::add::to_json(a, "actors")?));
            params.push(Sql::Text(crate::add::to_json(b, "actors")?));
            // Two look-ups by index, instead of one condition that would read every row.
            sql.push_str(
                " AND s.key IN (
                    SELECT key FROM statement WHERE a IN (SELECT value FROM json_each(?1))
                                                AND b IN (SELECT value FROM json_each(?2))
                    UNION SELECT key FROM statement WHERE a IN (SELECT value FROM json_each(?2))
                                                      AND b IN (SELECT value FROM json_each(?1)))",
            );
        }
        if let Some(actor) = &self.actor {
            params.push(Sql::Text(actor.0.clone()));
            let n = params.len();
            sql.push_str(&format!(" AND (s.a = ?{n} OR s.b = ?{n})"));
        }
        let mut equal = |column: &str, value: Option<String>| {
            if let Some(value) = value {
                params.push(Sql::Text(value));
                sql.push_str(&format!(" AND {column} ?{}", params.len()));
            }
        };
        let word = |w: &'static str| w.to_owned();
        equal("s.said_by =", self.said_by.as_ref().map(|a| a.0.clone()));
        equal("d.id =", self.document.as_ref().map(|d| d.0.clone()));
        equal("d.source =", self.source.clone());
        equal("s.kind =", self.kind.map(Kind::as_str).map(word));
        equal("s.stance =", self.stance.map(Stance::as_str).map(word));
        equal("s.bearing =", self.bearing.map(Bearing::as_str).map(word));
        equal("d.known_by <=", self.as_of.map(|d| d.to_string()));
        if !self.with_rejected {
            sql.push_str(" AND s.review <> 'rejected'");
        }
        Ok((sql, params))
    }
}

/// Reads the columns `COLUMNS`, from the first.
pub(crate) fn record(row: &Row<'_>) -> Result<StatementRecord, Fault> {
    let text = |i: usize| row.get::<_, Option<String>>(i);
    let statement: Statement = from_json(&row.get::<_, String>(0)?, "statement")?;
    let coded = text(1)?
        .map(|json| from_json(&json, "statement"))
        .transpose()?;
    let review = match row.get::<_, String>(4)?.as_str() {
        "accepted" => Review::Accepted,
        "rejected" => Review::Rejected,
        _ => Review::Open,
    };
    Ok(StatementRecord {
        statement,
        coded,
        review,
        review_reason: text(5)?,
        grade: Grade {
            reliability: parsed(text(18)?, "reliability")?.unwrap_or(Reliability::F),
            credibility: parsed(text(2)?, "credibility")?.unwrap_or(Credibility::Six),
        },
        credibility_reason: text(3)?,
        correction_reason: text(6)?,
        cluster: text(7)?,
        by_hand: row.get(8)?,
        version: unsigned(9)(row)?,
        document: document_ref(row, 10)?,
        duplicate_of: text(16)?.map(DocumentId),
        known_by: parsed(text(17)?, "known_by")?
            .ok_or_else(|| Fault::Stored("a document without known_by".to_owned()))?,
    })
}

/// Reads id, title, source, published, url and origin of a document from column `from` on.
pub(crate) fn document_ref(row: &Row<'_>, from: usize) -> Result<DocumentRef, Fault> {
    Ok(DocumentRef {
        id: DocumentId(row.get(from)?),
        title: row.get(from + 1)?,
        publisher: row.get(from + 2)?,
        published: parsed(row.get(from + 3)?, "published")?,
        url: row.get(from + 4)?,
        origin: row.get(from + 5)?,
    })
}

/// A stored word as what it stands for.
pub(crate) fn parsed<T: std::str::FromStr>(
    text: Option<String>,
    column: &str,
) -> Result<Option<T>, Fault>
where
    T::Err: std::fmt::Display,
{
    text.map(|text| {
        text.parse()
            .map_err(|e: T::Err| Fault::Stored(format!("{column}: {e}")))
    })
    .transpose()
}

impl Case {
    /// The statements that pass the filter, in the order in which they were added.
    pub fn statements(&self, filter: &StatementFilter) -> Result<Vec<StatementRecord>, CaseError> {
        self.read(|conn| {
            let (conditions, mut params) = filter.conditions()?;
            let limit = filter.limit.and_then(|n| i64::try_from(n).ok());
            params.push(Sql::Integer(limit.unwrap_or(-1)));
            params.push(Sql::Integer(
                i64::try_from(filter.offset).unwrap_or(i64::MAX),
            ));
            let (limit, offset) = (params.len() - 1, params.len());
            let mut query = conn.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM {TABLES} WHERE {conditions}
                 ORDER BY s.key LIMIT ?{limit} OFFSET ?{offset}"
            ))?;
            let mut rows = query.query(params_from_iter(params))?;
            let mut out = Vec::new();
            while let Some(row) = rows.next()? {
                out.push(record(row)?);
            }
            Ok(out)
        })
    }

    /// How many statements pass the filter, whatever its limit and offset.
    pub fn count_statements(&self, filter: &StatementFilter) -> Result<u64, CaseError> {
        self.read(|conn| {
            let (conditions, params) = filter.conditions()?;
            let sql = format!("SELECT count(*) FROM {TABLES} WHERE {conditions}");
            Ok(conn
                .prepare_cached(&sql)?
                .query_row(params_from_iter(params), unsigned(0))?)
        })
    }

    /// The statements between any of `a` and any of `b`, whichever comes first, rejected ones
    /// left out: what a judgement of the tie starts from.
    pub fn statements_for_pair(
        &self,
        a: &[ActorId],
        b: &[ActorId],
    ) -> Result<Vec<StatementRecord>, CaseError> {
        self.statements(&StatementFilter {
            pair: Some((a.to_vec(), b.to_vec())),
            ..StatementFilter::default()
        })
    }

    /// One statement.
    pub fn statement(&self, id: &StatementId) -> Result<Option<StatementRecord>, CaseError> {
        self.read(|conn| find_record(conn, id.as_str()))
    }
}

/// The record of a statement, if the case holds it.
pub(crate) fn find_record(
    conn: &rusqlite::Connection,
    id: &str,
) -> Result<Option<StatementRecord>, Fault> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE s.id = ?1");
    conn.prepare_cached(&sql)?
        .query_row([id], |row| Ok(record(row)))
        .optional()?
        .transpose()
}
