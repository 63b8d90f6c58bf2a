//! Lists of what the case holds: documents, sources, actors, roles, ties.

use crate::Case;
use crate::add::{document_key, from_json};
use crate::case::unsigned;
use crate::error::{CaseError, Fault};
use crate::statements::{StatementFilter, document_ref, parsed};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use unravel_evidence::{
    ActorId, ActorKind, ActorRef, CitedRemark, Coded, Document, DocumentId, DocumentRef,
    Reliability, Remark, Role, Source,
};

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentSummary {
    /// All but its text.
    #[serde(flatten)]
    pub document: DocumentRef,
    /// ISO 639-1 code.
    pub language: String,
    /// Length of its text in characters.
    pub characters: u64,
    /// Statements in it, rejected ones left out.
    pub statements: u64,
    /// The earlier document of nearly the same text, if there is one.
    pub duplicate_of: Option<DocumentId>,
    /// Whether it is a reference that a person gave with evidence by hand.
    pub by_hand: bool,
    /// When it was added (RFC 3339, UTC).
    pub added_at: String,
}

/// A source in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceSummary {
    /// Name, reliability, note.
    #[serde(flatten)]
    pub source: Source,
    /// Documents it published.
    pub documents: u64,
    /// Statements in them, rejected ones left out.
    pub statements: u64,
    /// Rises with each grading, from 1; see [`crate::Edit::expected`].
    pub version: u64,
}

/// An actor in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ActorSummary {
    /// Id and preferred name.
    #[serde(flatten)]
    pub actor: ActorRef,
    /// What it is; none where only a statement or a role names it.
    pub kind: Option<ActorKind>,
    /// Other names met.
    pub aliases: Vec<String>,
    /// Documents that name it.
    pub documents: u64,
    /// Times it is named.
    pub mentions: u64,
    /// Statements about it, rejected ones left out.
    pub statements: u64,
}

/// A role with the number of documents that tell it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleRecord {
    /// The role.
    #[serde(flatten)]
    pub role: Role,
    /// Documents that tell it.
    pub documents: u64,
}

/// A pair of actors with what is said about them, rejected statements left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TieSummary {
    /// The one whose id comes first in the alphabet.
    pub a: ActorRef,
    /// The other.
    pub b: ActorRef,
    /// Statements about the pair.
    pub statements: u64,
    /// Those that count for the tie.
    #[serde(rename = "for")]
    pub for_it: u64,
    /// Those that count against it.
    #[serde(rename = "against")]
    pub against_it: u64,
    /// Documents they stand in.
    pub documents: u64,
    /// First day that a statement speaks of, else was published.
    pub first: Option<jiff::civil::Date>,
    /// Last such day.
    pub last: Option<jiff::civil::Date>,
}

/// Every row of a query.
pub(crate) fn all<T>(
    case: &Case,
    sql: &str,
    params: impl rusqlite::Params,
    read: impl Fn(&Row<'_>) -> Result<T, Fault>,
) -> Result<Vec<T>, CaseError> {
    case.read(|conn| {
        let mut query = conn.prepare_cached(sql)?;
        let mut rows = query.query(params)?;
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(read(row)?);
        }
        Ok(out)
    })
}

pub(crate) fn actor_ref(row: &Row<'_>, from: usize) -> Result<ActorRef, Fault> {
    Ok(ActorRef {
        id: ActorId(row.get(from)?),
        name: row.get(from + 1)?,
    })
}

impl Case {
    /// Every document without its text, in the order of adding.
    pub fn documents(&self) -> Result<Vec<DocumentSummary>, CaseError> {
        self.documents_page(0, usize::MAX)
    }

    /// At most `limit` documents without their texts, in the order of adding, after leaving
    /// out `offset`. [`Case::stats`] says how many there are.
    pub fn documents_page(
        &self,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<DocumentSummary>, CaseError> {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        all(
            self,
            "SELECT d.id, d.title, d.source, d.published, d.url, d.origin, d.language,
                    d.characters, d.duplicate_of, d.by_hand, d.added_at,
                    (SELECT count(*) FROM statement s
                     WHERE s.document = d.key AND s.review <> 'rejected')
             FROM document d ORDER BY d.key LIMIT ?1 OFFSET ?2",
            [count(limit), count(offset)],
            |row| {
                Ok(DocumentSummary {
                    document: document_ref(row, 0)?,
                    language: row.get(6)?,
                    characters: unsigned(7)(row)?,
                    duplicate_of: row.get::<_, Option<String>>(8)?.map(DocumentId),
                    by_hand: row.get(9)?,
                    added_at: row.get(10)?,
                    statements: unsigned(11)(row)?,
                })
            },
        )
    }

    /// One document with its text.
    pub fn document(&self, id: &DocumentId) -> Result<Option<Document>, CaseError> {
        self.read(|conn| {
            conn.prepare_cached(
                "SELECT d.id, d.title, d.source, d.published, d.url, d.origin, d.authors,
                        d.language, d.duplicate_of, t.text
                 FROM document d JOIN document_text t ON t.document = d.key WHERE d.id = ?1",
            )?
            .query_row([id.as_str()], |row| Ok(full_document(row)))
            .optional()?
            .transpose()
        })
    }

    /// Everything that coding one document gave, its statements as they now count (rejected
    /// ones left out) with those added by hand.
    pub fn coded(&self, id: &DocumentId) -> Result<Option<Coded>, CaseError> {
        let Some(key) = self.read(|conn| document_key(conn, id))? else {
            return Ok(None);
        };
        let (attributions, remarks, memberships): (String, String, String) = self.read(|conn| {
            Ok(conn
                .prepare_cached(
                    "SELECT attributions, remarks, memberships FROM document WHERE key = ?1",
                )?
                .query_row([key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
        })?;
        let actors = all(
            self,
            "SELECT json FROM mention WHERE document = ?1 ORDER BY actor",
            [key],
            |row| from_json(&row.get::<_, String>(0)?, "actor"),
        )?;
        let roles = all(
            self,
            "SELECT p.id, p.name, r.role, o.id, o.name, r.since, r.until
             FROM role r JOIN actor p ON p.id = r.person JOIN actor o ON o.id = r.organization
             WHERE r.document = ?1 ORDER BY r.key",
            [key],
            role,
        )?;
        let statements = self.statements(&StatementFilter {
            document: Some(id.clone()),
            ..StatementFilter::default()
        })?;
        Ok(Some(Coded {
            document: Some(id.clone()),
            actors,
            roles,
            statements: statements.into_iter().map(|r| r.statement).collect(),
            attributions: self.read(|_| from_json(&attributions, "attributions"))?,
            remarks: self.read(|_| from_json(&remarks, "remarks"))?,
            memberships: self.read(|_| from_json(&memberships, "memberships"))?,
        }))
    }

    /// What documents surely public by `as_of` say about the strength of any of these actors.
    pub fn remarks(
        &self,
        actors: &[ActorId],
        as_of: jiff::civil::Date,
    ) -> Result<Vec<CitedRemark>, CaseError> {
        let rows: Vec<(DocumentRef, Vec<Remark>)> = all(
            self,
            "SELECT id, title, source, published, url, origin, remarks FROM document
             WHERE remarks <> '[]' AND known_by <= ?1 ORDER BY key",
            [as_of.to_string()],
            |row| {
                Ok((
                    document_ref(row, 0)?,
                    from_json(&row.get::<_, String>(6)?, "remarks")?,
                ))
            },
        )?;
        let about = |remark: &Remark| actors.contains(&remark.actor.id);
        Ok(rows
            .into_iter()
            .flat_map(|(document, remarks)| {
                remarks
                    .into_iter()
                    .filter(about)
                    .map(move |remark| CitedRemark {
                        document: document.clone(),
                        remark,
                    })
            })
            .collect())
    }

    /// Every source with its grade, by name.
    pub fn sources(&self) -> Result<Vec<SourceSummary>, CaseError> {
        all(
            self,
            "SELECT src.name, src.reliability, src.note, src.version,
                    (SELECT count(*) FROM document d WHERE d.source = src.name),
                    (SELECT count(*) FROM statement s JOIN document d ON d.key = s.document
                     WHERE d.source = src.name AND s.review <> 'rejected')
             FROM source src ORDER BY src.name",
            [],
            |row| {
                Ok(SourceSummary {
                    source: Source {
                        name: row.get(0)?,
                        reliability: parsed(row.get(1)?, "reliability")?.unwrap_or(Reliability::F),
                        note: row.get(2)?,
                    },
                    version: unsigned(3)(row)?,
                    documents: unsigned(4)(row)?,
                    statements: unsigned(5)(row)?,
                })
            },
        )
    }

    /// Every actor that a document or statement names, the most named first.
    pub fn actors(&self) -> Result<Vec<ActorSummary>, CaseError> {
        all(
            self,
            "WITH named AS (
                 SELECT actor, count(*) AS documents, sum(mentions) AS mentions
                 FROM mention GROUP BY actor),
             side AS (
                 SELECT a AS actor FROM statement WHERE review <> 'rejected'
                 UNION ALL SELECT b FROM statement WHERE review <> 'rejected' AND b <> a),
             said AS (SELECT actor, count(*) AS statements FROM side GROUP BY actor)
             SELECT actor.id, actor.name, actor.kind,
                    (SELECT json_group_array(name) FROM alias WHERE alias.actor = actor.id),
                    coalesce(documents, 0), coalesce(mentions, 0), coalesce(statements, 0)
             FROM actor LEFT JOIN named ON named.actor = actor.id
                        LEFT JOIN said ON said.actor = actor.id
             WHERE documents > 0 OR statements > 0
                   OR actor.id IN (SELECT person FROM role UNION SELECT organization FROM role
                                   UNION SELECT said_by FROM statement)
             ORDER BY 6 DESC, 7 DESC, actor.id",
            [],
            |row| {
                Ok(ActorSummary {
                    actor: actor_ref(row, 0)?,
                    kind: parsed(row.get(2)?, "actor kind")?,
                    aliases: from_json(&row.get::<_, String>(3)?, "aliases")?,
                    documents: unsigned(4)(row)?,
                    mentions: unsigned(5)(row)?,
                    statements: unsigned(6)(row)?,
                })
            },
        )
    }

    /// Who acts for whom, the most told first.
    pub fn roles(&self) -> Result<Vec<RoleRecord>, CaseError> {
        all(
            self,
            "SELECT p.id, p.name, r.role, o.id, o.name, r.since, r.until,
                    count(DISTINCT r.document)
             FROM role r JOIN actor p ON p.id = r.person JOIN actor o ON o.id = r.organization
             GROUP BY p.id, r.role, o.id, r.since, r.until
             ORDER BY 8 DESC, p.id, o.id, r.role",
            [],
            |row| {
                Ok(RoleRecord {
                    role: role(row)?,
                    documents: unsigned(7)(row)?,
                })
            },
        )
    }

    /// Every pair of actors that a statement is about, the most told first.
    pub fn ties(&self) -> Result<Vec<TieSummary>, CaseError> {
        all(
            self,
            "SELECT x.id, x.name, y.id, y.name, t.statements, t.for_it, t.against_it,
                    t.documents, t.first_date, t.last_date
             FROM tie t JOIN actor x ON x.id = t.a JOIN actor y ON y.id = t.b
             ORDER BY t.statements DESC, x.id, y.id",
            [],
            |row| {
                Ok(TieSummary {
                    a: actor_ref(row, 0)?,
                    b: actor_ref(row, 2)?,
                    statements: unsigned(4)(row)?,
                    for_it: unsigned(5)(row)?,
                    against_it: unsigned(6)(row)?,
                    documents: unsigned(7)(row)?,
                    first: parsed(row.get(8)?, "first date")?,
                    last: parsed(row.get(9)?, "last date")?,
                })
            },
        )
    }
}

fn full_document(row: &Row<'_>) -> Result<Document, Fault> {
    let head = document_ref(row, 0)?;
    Ok(Document {
        id: head.id,
        title: head.title,
        publisher: head.publisher,
        authors: from_json(&row.get::<_, String>(6)?, "authors")?,
        published: head.published,
        url: head.url,
        language: row.get(7)?,
        text: row.get(9)?,
        origin: head.origin,
        duplicate_of: row.get::<_, Option<String>>(8)?.map(DocumentId),
        // in a case the grade is the source's
        reliability: None,
    })
}

pub(crate) fn role(row: &Row<'_>) -> Result<Role, Fault> {
    Ok(Role {
        person: actor_ref(row, 0)?,
        role: row.get(2)?,
        organization: actor_ref(row, 3)?,
        since: parsed(row.get(5)?, "since")?,
        until: parsed(row.get(6)?, "until")?,
    })
}
