//! What stands around one actor: the actor itself, its roles, its ties year by year.

use crate::Case;
use crate::add::{from_json, to_json};
use crate::browse::{ActorSummary, RoleRecord, actor_ref, all, role};
use crate::case::unsigned;
use crate::error::{CaseError, Fault};
use crate::statements::parsed;
use rusqlite::Row;
use serde::Serialize;
use std::collections::BTreeMap;
use unravel_evidence::{ActorId, ActorKind, ActorRef};

/// Statements of one year about a pair, rejected ones left out. The year is the first that a
/// statement speaks of, else that of its publication; none where neither is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct YearCount {
    /// The year.
    pub year: Option<i16>,
    /// Those that count for the tie.
    #[serde(rename = "for")]
    pub for_it: u64,
    /// Those that count against it.
    pub against: u64,
    /// Those that count for neither.
    pub neutral: u64,
}

/// What one year says about an actor and another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearTie {
    /// The other one.
    pub other: ActorRef,
    /// The year with its counts.
    #[serde(flatten)]
    pub count: YearCount,
}

/// An actor in a network.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// Id and preferred name.
    #[serde(flatten)]
    pub actor: ActorRef,
    /// What it is; none where only a statement names it.
    pub kind: Option<ActorKind>,
    /// Steps from the actor asked about: 0 itself, 1 a neighbour, 2 a neighbour's neighbour.
    pub depth: u8,
    /// Statements about it in this network.
    pub statements: u64,
}

/// A pair of actors in a network.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Edge {
    /// The one whose id comes first in the alphabet.
    pub a: ActorId,
    /// The other.
    pub b: ActorId,
    /// Its years in order, the unknown one first.
    pub years: Vec<YearCount>,
}

/// The actors around one with what is said about each pair of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Network {
    /// Nearest first, then the most told.
    pub nodes: Vec<Node>,
    /// By ids.
    pub edges: Vec<Edge>,
    /// Neighbours left out because there are too many to show.
    pub left_out: u64,
}

const YEAR: &str = "CAST(substr(coalesce(s.when_start, d.published_start), 1, 4) AS INTEGER)";
const COUNTS: &str = "count(*) FILTER (WHERE s.bearing = 'for'),
    count(*) FILTER (WHERE s.bearing = 'against'),
    count(*) FILTER (WHERE s.bearing = 'neutral')";
const FROM: &str = "statement s JOIN document d ON d.key = s.document";

fn year_count(row: &Row<'_>, from: usize) -> Result<YearCount, Fault> {
    Ok(YearCount {
        year: row.get(from)?,
        for_it: unsigned(from + 1)(row)?,
        against: unsigned(from + 2)(row)?,
        neutral: unsigned(from + 3)(row)?,
    })
}

impl Case {
    /// One actor, if a document, a statement or a role names it.
    pub fn actor(&self, id: &ActorId) -> Result<Option<ActorSummary>, CaseError> {
        let mut found = all(
            self,
            "SELECT actor.id, actor.name, actor.kind,
                    (SELECT json_group_array(name) FROM alias WHERE alias.actor = actor.id),
                    (SELECT count(*) FROM mention WHERE actor = ?1),
                    (SELECT coalesce(sum(mentions), 0) FROM mention WHERE actor = ?1),
                    (SELECT count(*) FROM statement
                     WHERE (a = ?1 OR b = ?1) AND review <> 'rejected')
             FROM actor WHERE actor.id = ?1",
            [id.as_str()],
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
        )?;
        Ok(found.pop())
    }

    /// The roles of a person or in an organisation, the most told first.
    pub fn roles_of(&self, id: &ActorId) -> Result<Vec<RoleRecord>, CaseError> {
        all(
            self,
            "SELECT p.id, p.name, r.role, o.id, o.name, r.since, r.until,
                    count(DISTINCT r.document)
             FROM role r JOIN actor p ON p.id = r.person JOIN actor o ON o.id = r.organization
             WHERE r.person = ?1 OR r.organization = ?1
             GROUP BY p.id, r.role, o.id, r.since, r.until
             ORDER BY 8 DESC, p.id, o.id, r.role",
            [id.as_str()],
            |row| {
                Ok(RoleRecord {
                    role: role(row)?,
                    documents: unsigned(7)(row)?,
                })
            },
        )
    }

    /// What is said about an actor and each other one, year by year.
    pub fn ties_of(&self, id: &ActorId) -> Result<Vec<YearTie>, CaseError> {
        let sql = format!(
            "SELECT o.id, o.name, {YEAR} AS year, {COUNTS}
             FROM {FROM} JOIN actor o ON o.id = CASE WHEN s.a = ?1 THEN s.b ELSE s.a END
             WHERE (s.a = ?1 OR s.b = ?1) AND s.a <> s.b AND s.review <> 'rejected'
             GROUP BY o.id, year ORDER BY o.id, year"
        );
        all(self, &sql, [id.as_str()], |row| {
            Ok(YearTie {
                other: actor_ref(row, 0)?,
                count: year_count(row, 2)?,
            })
        })
    }

    /// The actors within `depth` steps of one, at most `limit` of them besides itself, with
    /// what is said about each pair of them year by year.
    pub fn network(&self, id: &ActorId, depth: u8, limit: usize) -> Result<Network, CaseError> {
        let mut steps: BTreeMap<ActorId, u8> = BTreeMap::from([(id.clone(), 0)]);
        let (mut ring, mut left_out) = (vec![id.clone()], 0);
        for step in 1..=depth {
            let next = self.neighbours(&ring)?;
            ring.clear();
            for actor in next {
                if steps.contains_key(&actor) {
                    continue;
                }
                if steps.len() > limit {
                    left_out += 1;
                    continue;
                }
                steps.insert(actor.clone(), step);
                ring.push(actor);
            }
        }
        let edges = self.edges(&steps.keys().cloned().collect::<Vec<_>>())?;
        let nodes = self.nodes(&steps, &edges)?;
        Ok(Network {
            nodes,
            edges,
            left_out,
        })
    }

    /// Whoever is told of together with one of these, the most told first.
    fn neighbours(&self, of: &[ActorId]) -> Result<Vec<ActorId>, CaseError> {
        let ids = self.read(|_| to_json(&of, "actors"))?;
        all(
            self,
            "SELECT other FROM (
                 SELECT b AS other FROM statement WHERE review <> 'rejected'
                     AND a IN (SELECT value FROM json_each(?1))
                 UNION ALL SELECT a FROM statement WHERE review <> 'rejected'
                     AND b IN (SELECT value FROM json_each(?1)))
             GROUP BY other ORDER BY count(*) DESC, other",
            [ids],
            |row| Ok(ActorId(row.get(0)?)),
        )
    }

    fn edges(&self, among: &[ActorId]) -> Result<Vec<Edge>, CaseError> {
        let ids = self.read(|_| to_json(&among, "actors"))?;
        let sql = format!(
            "SELECT min(s.a, s.b) AS x, max(s.a, s.b) AS y, {YEAR} AS year, {COUNTS}
             FROM {FROM}
             WHERE s.a IN (SELECT value FROM json_each(?1))
                   AND s.b IN (SELECT value FROM json_each(?1))
                   AND s.a <> s.b AND s.review <> 'rejected'
             GROUP BY x, y, year ORDER BY x, y, year"
        );
        let rows = all(self, &sql, [ids], |row| {
            let pair = (ActorId(row.get(0)?), ActorId(row.get(1)?));
            Ok((pair, year_count(row, 2)?))
        })?;
        let mut edges: Vec<Edge> = Vec::new();
        for ((a, b), count) in rows {
            match edges.last_mut() {
                Some(edge) if edge.a == a && edge.b == b => edge.years.push(count),
                _ => edges.push(Edge {
                    a,
                    b,
                    years: vec![count],
                }),
            }
        }
        Ok(edges)
    }

    fn nodes(&self, steps: &BTreeMap<ActorId, u8>, edges: &[Edge]) -> Result<Vec<Node>, CaseError> {
        let mut told: BTreeMap<&ActorId, u64> = BTreeMap::new();
        for edge in edges {
            let n: u64 = edge
                .years
                .iter()
                .map(|y| y.for_it + y.against + y.neutral)
                .sum();
            for side in [&edge.a, &edge.b] {
                *told.entry(side).or_default() += n;
            }
        }
        let ids = self.read(|_| to_json(&steps.keys().collect::<Vec<_>>(), "actors"))?;
        let mut nodes = all(
            self,
            "SELECT id, name, kind FROM actor
             WHERE id IN (SELECT value FROM json_each(?1))",
            [ids],
            |row| {
                let actor = actor_ref(row, 0)?;
                Ok(Node {
                    kind: parsed(row.get(2)?, "actor kind")?,
                    depth: steps.get(&actor.id).copied().unwrap_or(0),
                    statements: told.get(&actor.id).copied().unwrap_or(0),
                    actor,
                })
            },
        )?;
        nodes.sort_by(|x, y| {
            (x.depth, y.statements, &x.actor.id).cmp(&(y.depth, x.statements, &y.actor.id))
        });
        Ok(nodes)
    }
}
