//! What is asked, what was answered, how it came out.

use crate::Case;
use crate::add::{from_json, to_json, to_value};
use crate::audit::Entry;
use crate::case::Write;
use crate::error::{CaseError, Fault};
use crate::statements::parsed;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use unravel_evidence::{
    ActorId, ConfidenceLevel, DateRange, Judgement, JudgementId, Outcome, Question, QuestionId,
    Resolution,
};

/// Which questions to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionFilter {
    /// Every one.
    All,
    /// Those without a resolution.
    Open,
    /// Those with one.
    Resolved,
}

/// A question with where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuestionRecord {
    /// The question, with the as-of date of its last asking.
    pub question: Question,
    /// When it was first asked (RFC 3339, UTC).
    pub asked_at: String,
    /// Its latest judgement.
    pub last: Option<JudgementSummary>,
    /// How it came out, once known.
    pub resolution: Option<Resolution>,
}

/// A judgement in a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgementSummary {
    /// Which.
    pub id: JudgementId,
    /// Of which question.
    pub question: QuestionId,
    /// When it was made.
    pub made_at: jiff::Timestamp,
    /// Evidence published later was unseen.
    pub as_of: Date,
    /// Probability that the tie holds, 0 to 1.
    pub probability: f64,
    /// 90 % interval.
    pub interval90: [f64; 2],
    /// Where it started.
    pub base_rate: f64,
    /// The estimative term.
    pub term: String,
    /// Analytic confidence.
    pub confidence: ConfidenceLevel,
}

/// A resolution as undo sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ResolutionState {
    outcome: Outcome,
    date: Date,
    source: String,
}

impl ResolutionState {
    pub(crate) fn load(conn: &Connection, question: &str) -> Result<Option<Self>, Fault> {
        let row = conn
            .prepare_cached("SELECT outcome, date, source FROM resolution WHERE question = ?1")?
            .query_row([question], |row| Ok(resolution(row, 0)))
            .optional()?;
        Ok(row.transpose()?.flatten())
    }

    fn of(self, question: &QuestionId) -> Resolution {
        Resolution {
            question: question.clone(),
            outcome: self.outcome,
            date: self.date,
            source: self.source,
        }
    }
}

/// Reads outcome, date and source from column `from` on; none if there is no resolution.
fn resolution(row: &Row<'_>, from: usize) -> Result<Option<ResolutionState>, Fault> {
    let outcome = parsed(row.get(from)?, "outcome")?;
    let date = parsed(row.get(from + 1)?, "date")?;
    let source: Option<String> = row.get(from + 2)?;
    Ok(match (outcome, date, source) {
        (Some(outcome), Some(date), Some(source)) => Some(ResolutionState {
            outcome,
            date,
            source,
        }),
        _ => None,
    })
}

const SUMMARY: &str = "j.id, j.question, j.made_at, j.as_of, j.probability, j.low90, j.high90,
    j.base_rate, j.term, j.confidence";

fn summary(row: &Row<'_>, from: usize) -> Result<Option<JudgementSummary>, Fault> {
    let Some(id) = row.get::<_, Option<String>>(from)? else {
        return Ok(None);
    };
    let missing = || Fault::Stored(format!("judgement {id} lacks a field"));
    Ok(Some(JudgementSummary {
        question: QuestionId(row.get(from + 1)?),
        made_at: parsed(row.get(from + 2)?, "made_at")?.ok_or_else(missing)?,
        as_of: parsed(row.get(from + 3)?, "as_of")?.ok_or_else(missing)?,
        probability: row.get(from + 4)?,
        interval90: [row.get(from + 5)?, row.get(from + 6)?],
        base_rate: row.get(from + 7)?,
        term: row.get(from + 8)?,
        confidence: parsed(row.get(from + 9)?, "confidence")?.ok_or_else(missing)?,
        id: JudgementId(id),
    }))
}

impl Case {
    /// Stores a question; asked again, its class, beginning and as-of date are brought up to
    /// date. True if it is new.
    pub fn save_question(&mut self, question: &Question, who: &str) -> Result<bool, CaseError> {
        if question.tie.a.id == question.tie.b.id {
            return Err(CaseError::SelfTie(question.tie.a.name.clone()));
        }
        self.write(who, |w| put_question(w, question))
    }

    /// Questions by due date, each with its latest judgement and its resolution.
    pub fn questions(&self, filter: QuestionFilter) -> Result<Vec<QuestionRecord>, CaseError> {
        let condition = match filter {
            QuestionFilter::All => "1",
            QuestionFilter::Open => "r.question IS NULL",
            QuestionFilter::Resolved => "r.question IS NOT NULL",
        };
        self.read(|conn| question_records(conn, condition, []))
    }

    /// One question.
    pub fn question(&self, id: &QuestionId) -> Result<Option<QuestionRecord>, CaseError> {
        self.read(|conn| Ok(question_records(conn, "q.id = ?1", [id.as_str()])?.pop()))
    }

    /// Appends a judgement, and its question where the case does not hold it. A judgement is
    /// never overwritten; a second one with the same id is refused.
    pub fn add_judgement(&mut self, judgement: &Judgement, who: &str) -> Result<(), CaseError> {
        self.write(who, |w| {
            let unstorable = |why: String| CaseError::Unstorable {
                what: format!("judgement {}", judgement.id),
                why,
            };
            let json = to_json(judgement, "judgement")?;
            // JSON has no NaN: what was not a number would be lost, and noticed only on reading.
            serde_json::from_str::<Judgement>(&json).map_err(|e| unstorable(e.to_string()))?;
            if !(0.0..=1.0).contains(&judgement.probability) {
                let p = judgement.probability;
                return Err(unstorable(format!("its probability is {p}")).into());
            }
            let held =
                w.tx.prepare_cached("SELECT 1 FROM judgement WHERE id = ?1")?
                    .exists([judgement.id.as_str()])?;
            if held {
                return Err(unstorable("the case holds one with this id".to_owned()).into());
            }
            put_question(w, &judgement.question)?;
            w.tx.prepare_cached("INSERT INTO judgement (question, json) VALUES (?1, ?2)")?
                .execute((judgement.question.id.as_str(), json))?;
            w.log(Entry {
                action: "add judgement",
                entity: "judgement",
                id: judgement.id.as_str(),
                after: Some(json!({
                    "question": judgement.question.id,
                    "probability": judgement.probability,
                })),
                ..Entry::default()
            })
        })
    }

    /// One judgement in full.
    pub fn judgement(&self, id: &JudgementId) -> Result<Option<Judgement>, CaseError> {
        self.read(|conn| one_judgement(conn, "id = ?1", id.as_str()))
    }

    /// The latest judgement of a question in full.
    pub fn last_judgement(&self, question: &QuestionId) -> Result<Option<Judgement>, CaseError> {
        self.read(|conn| {
            one_judgement(
                conn,
                "question = ?1 ORDER BY key DESC LIMIT 1",
                question.as_str(),
            )
        })
    }

    /// Every judgement of a question, oldest first.
    pub fn history(&self, question: &QuestionId) -> Result<Vec<JudgementSummary>, CaseError> {
        self.read(|conn| {
            let sql =
                format!("SELECT {SUMMARY} FROM judgement j WHERE j.question = ?1 ORDER BY j.key");
            summaries(conn, &sql, [question.as_str()])
        })
    }

    /// Every judgement of any question about a pair of actors, whichever comes first, oldest
    /// first.
    pub fn history_for_pair(
        &self,
        a: &ActorId,
        b: &ActorId,
    ) -> Result<Vec<JudgementSummary>, CaseError> {
        self.read(|conn| {
            let sql = format!(
                "SELECT {SUMMARY} FROM judgement j JOIN question q ON q.id = j.question
                 WHERE (q.a = ?1 AND q.b = ?2) OR (q.a = ?2 AND q.b = ?1) ORDER BY j.key"
            );
            summaries(conn, &sql, [a.as_str(), b.as_str()])
        })
    }

    /// The probabilities of every question's judgements, oldest first: enough for a sparkline.
    pub fn probabilities(&self) -> Result<HashMap<QuestionId, Vec<f64>>, CaseError> {
        self.read(|conn| {
            let mut query =
                conn.prepare_cached("SELECT question, probability FROM judgement ORDER BY key")?;
            let mut rows = query.query([])?;
            let mut out: HashMap<QuestionId, Vec<f64>> = HashMap::new();
            while let Some(row) = rows.next()? {
                let question = QuestionId(row.get(0)?);
                out.entry(question).or_default().push(row.get(1)?);
            }
            Ok(out)
        })
    }

    /// The 50 % interval of a judgement; none if the case does not hold it. It stands in the
    /// judgement alone, which is read through for it.
    pub fn interval50(&self, id: &JudgementId) -> Result<Option<[f64; 2]>, CaseError> {
        self.read(|conn| {
            let found = conn
                .prepare_cached(
                    "SELECT json ->> '$.interval50[0]', json ->> '$.interval50[1]'
                     FROM judgement WHERE id = ?1",
                )?
                .query_row([id.as_str()], |row| Ok([row.get(0)?, row.get(1)?]))
                .optional()?;
            Ok(found)
        })
    }

    /// When the newest evidence of a judgement was published; none where no date is known.
    pub fn last_evidence(&self, id: &JudgementId) -> Result<Option<DateRange>, CaseError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT DISTINCT item.value ->> '$.document.published'
                 FROM judgement j, json_each(j.json, '$.evidence') item WHERE j.id = ?1",
            )?;
            let mut rows = query.query([id.as_str()])?;
            let mut last: Option<DateRange> = None;
            while let Some(row) = rows.next()? {
                let date = parsed(row.get(0)?, "published")?;
                last = last.into_iter().chain(date).max_by_key(DateRange::end);
            }
            Ok(last)
        })
    }

    /// Stores how a question came out. True if that is new, false if the case says the same
    /// already; another outcome than the one in the case is refused
    /// ([`CaseError::Contradiction`]) until that is undone.
    pub fn resolve(&mut self, resolution: &Resolution, who: &str) -> Result<bool, CaseError> {
        let id = resolution.question.as_str();
        self.write(who, |w| {
            let known =
                w.tx.prepare_cached("SELECT 1 FROM question WHERE id = ?1")?
                    .exists([id])?;
            if !known {
                return Err(CaseError::Unknown {
                    what: "question",
                    name: id.to_owned(),
                    list: "questions",
                }
                .into());
            }
            if let Some(held) = ResolutionState::load(&w.tx, id)? {
                if held.outcome == resolution.outcome {
                    return Ok(false);
                }
                return Err(CaseError::Contradiction {
                    question: id.to_owned(),
                    held: held.outcome,
                    source_held: held.source,
                    date: held.date,
                    given: resolution.outcome,
                }
                .into());
            }
            let state = ResolutionState {
                outcome: resolution.outcome,
                date: resolution.date,
                source: resolution.source.clone(),
            };
            w.tx.execute(
                "INSERT INTO resolution (question, outcome, date, source) VALUES (?1, ?2, ?3, ?4)",
                params![
                    id,
                    state.outcome.as_str(),
                    state.date.to_string(),
                    state.source
                ],
            )?;
            w.log(Entry {
                action: "resolve question",
                entity: "resolution",
                id,
                after: Some(to_value(&state, "resolution")?),
                undoable: true,
                ..Entry::default()
            })?;
            Ok(true)
        })
    }

    /// Every resolution, by date.
    pub fn resolutions(&self) -> Result<Vec<Resolution>, CaseError> {
        self.read(|conn| {
            let mut query = conn.prepare_cached(
                "SELECT question, outcome, date, source FROM resolution ORDER BY date, question",
            )?;
            let mut rows = query.query([])?;
            let mut out = Vec::new();
            while let Some(row) = rows.next()? {
                let id = QuestionId(row.get(0)?);
                out.extend(resolution(row, 1)?.map(|state| state.of(&id)));
            }
            Ok(out)
        })
    }
}

fn put_question(w: &Write<'_>, question: &Question) -> Result<bool, Fault> {
    let id = question.id.as_str();
    let held: Option<String> =
        w.tx.prepare_cached("SELECT json FROM question WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
    let json = to_json(question, "question")?;
    if held.as_ref() == Some(&json) {
        return Ok(false);
    }
    w.tx.prepare_cached(
        "INSERT INTO question (id, asked_at, json) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET json = excluded.json",
    )?
    .execute((id, &w.at, &json))?;
    w.log(Entry {
        action: if held.is_some() {
            "ask again"
        } else {
            "ask question"
        },
        entity: "question",
        id,
        before: held
            .as_deref()
            .map(|text| from_json(text, "question"))
            .transpose()?,
        after: Some(to_value(question, "question")?),
        ..Entry::default()
    })?;
    Ok(held.is_none())
}

fn question_records(
    conn: &Connection,
    condition: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<QuestionRecord>, Fault> {
    let mut query = conn.prepare_cached(&format!(
        "SELECT q.json, q.asked_at, r.outcome, r.date, r.source, {SUMMARY}
         FROM question q LEFT JOIN resolution r ON r.question = q.id
         LEFT JOIN judgement j
             ON j.key = (SELECT max(key) FROM judgement WHERE question = q.id)
         WHERE {condition} ORDER BY q.until, q.id"
    ))?;
    let mut rows = query.query(params)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let question: Question = from_json(&row.get::<_, String>(0)?, "question")?;
        out.push(QuestionRecord {
            asked_at: row.get(1)?,
            resolution: resolution(row, 2)?.map(|state| state.of(&question.id)),
            last: summary(row, 5)?,
            question,
        });
    }
    Ok(out)
}

fn summaries(
    conn: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<JudgementSummary>, Fault> {
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.extend(summary(row, 0)?);
    }
    Ok(out)
}

fn one_judgement(
    conn: &Connection,
    condition: &str,
    param: &str,
) -> Result<Option<Judgement>, Fault> {
    let json: Option<String> = conn
        .prepare_cached(&format!("SELECT json FROM judgement WHERE {condition}"))?
        .query_row([param], |row| row.get(0))
        .optional()?;
    json.map(|json| from_json(&json, "judgement")).transpose()
}
