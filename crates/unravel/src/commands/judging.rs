//! From a case to a judgement: what `assess`, `watch` and `score` share.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use jiff::civil::Date;
use unravel_actors::Registry;
use unravel_casefile::{Case, QuestionFilter, QuestionRecord, Review, StatementFilter};
use unravel_evidence::{
    ActorId, ActorRef, Bearing, CitedRemark, Credibility, DateRange, End, Indicator, Judgement,
    Outcome, Question, Resolution, Role, Statement, StatementId, Tie, TieClass, TrackRecord,
    Yardstick,
};
use unravel_judge::score::{Forecast, Record, ScoreReport, score};
use unravel_judge::{Evidence, JudgeError, Model, Options, WhatIf, judge, what_if};

use crate::intake;
use crate::select::{self, Party};

/// The model: the built-in one, or with the user's weights.
pub fn model(weights: Option<&Path>) -> anyhow::Result<Model> {
    Ok(match weights {
        None => Model::builtin().clone(),
        Some(file) => Model::from_toml(&intake::read_text(file)?, &file.display().to_string())?,
    })
}

/// What judging from a case needs once, however many questions there are.
pub struct Desk {
    registry: &'static Registry,
    as_of: Date,
    met: Vec<ActorRef>,
    roles: Vec<Role>,
    source_notes: HashMap<String, String>,
    track: ScoreReport,
    outcomes: HashMap<String, Outcome>,
    parties: HashMap<ActorId, Party>,
    remarks: HashMap<ActorId, Vec<CitedRemark>>,
}

/// What is asked; what is not given is taken from the last asking, else derived.
pub struct Asked<'p> {
    pub a: &'p Party,
    pub b: &'p Party,
    pub ends: End,
    pub until: Date,
    pub class: Option<TieClass>,
    pub began: Option<DateRange>,
}

/// A question with all that answers it, free of the case: it can be judged on any thread.
pub struct Gathered {
    pub question: Question,
    /// The beginning of the tie as a person gave it; the question's own may be derived.
    pub began: Option<DateRange>,
    pub previous: Option<Judgement>,
    evidence: Vec<Evidence>,
    /// What the user's hand did to each statement, in words.
    hand: HashMap<StatementId, String>,
    affiliation: BTreeMap<ActorId, String>,
    /// What observers say about the strength of the two.
    remarks: Vec<CitedRemark>,
    track: TrackRecord,
}

impl Desk {
    pub fn new(registry: &'static Registry, case: &Case, as_of: Date) -> anyhow::Result<Self> {
        let resolutions = known(case.resolutions()?, as_of);
        Ok(Self {
            registry,
            as_of,
            met: case.actors()?.into_iter().map(|s| s.actor).collect(),
            roles: case.roles()?.into_iter().map(|r| r.role).collect(),
            source_notes: case
                .sources()?
                .into_iter()
                .filter_map(|s| Some((s.source.name, s.source.note?)))
                .collect(),
            track: score(&records(case, as_of)?.0, as_of)?,
            outcomes: resolutions
                .into_iter()
                .map(|r| (r.question.0, r.outcome))
                .collect(),
            parties: HashMap::new(),
            remarks: HashMap::new(),
        })
    }

    /// An actor as the user typed it, with its people.
    pub fn party(&self, name: &str) -> anyhow::Result<Party> {
        Ok(select::party(name, self.registry, &self.met, self.as_of)?
            .with_people(self.roles.iter()))
    }

    /// An actor of a stored question, with its people.
    pub fn party_of(&mut self, actor: &ActorRef) -> Party {
        let (registry, as_of, roles) = (self.registry, self.as_of, &self.roles);
        self.parties
            .entry(actor.id.clone())
            .or_insert_with(|| select::party_of(actor, registry, as_of).with_people(roles.iter()))
            .clone()
    }

    /// Reads what is said about the strength of these parties; all questions at once, because
    /// it goes through every document.
    pub fn read_remarks(&mut self, case: &Case, parties: &[&Party]) -> anyhow::Result<()> {
        let ids: BTreeSet<&ActorId> = parties.iter().flat_map(|p| &p.ids).collect();
        let ids: Vec<ActorId> = ids.into_iter().cloned().collect();
        for cited in case.remarks(&ids, self.as_of)? {
            let about = self.remarks.entry(cited.remark.actor.id.clone());
            about.or_default().push(cited);
        }
        Ok(())
    }

    /// Everything the case says about what is asked.
    pub fn gather(&self, case: &Case, asked: &Asked<'_>) -> anyhow::Result<Gathered> {
        let as_of = self.as_of;
        let ids = |party: &Party| party.ids.iter().cloned().collect::<Vec<ActorId>>();
        let records = case.statements(&StatementFilter {
            pair: Some((ids(asked.a), ids(asked.b))),
            as_of: Some(as_of),
            with_rejected: true,
            ..StatementFilter::default()
        })?;
        let mut hand = HashMap::new();
        let mut evidence = Vec::with_capacity(records.len());
        for mut record in records {
            let rejected = (record.review == Review::Rejected).then(|| {
                let reason = record.review_reason.take();
                reason.unwrap_or_else(|| "no reason given".into())
            });
            if rejected.is_some() {
                // the judgement itself says so
                record.review = Review::Open;
            }
            let source = record.document.publisher.as_ref();
            let graded = source
                .and_then(|name| self.source_notes.get(name))
                .map(|note| format!("source graded {}: {note}", record.grade.reliability));
            let notes: Vec<String> = record.note().into_iter().chain(graded).collect();
            if !notes.is_empty() {
                hand.insert(record.statement.id.clone(), notes.join("; "));
            }
            evidence.push(Evidence {
                reliability: record.grade.reliability,
                credibility: Some(record.grade.credibility).filter(|c| *c != Credibility::Six),
                duplicate_of: record.duplicate_of,
                cluster: record.cluster,
                rejected,
                document: record.document,
                statement: record.statement,
            });
        }
        let tie = Tie {
            a: asked.a.actor.clone(),
            b: asked.b.actor.clone(),
            class: TieClass::of(asked.a.kind, asked.b.kind),
            began: None,
        };
        let mut question = Question::new(tie, asked.ends, as_of, asked.until);
        let stored = case.question(&question.id)?.map(|r| r.question);
        let last = case.last_judgement(&question.id)?;
        if let Some(class) = asked.class.or(stored.as_ref().map(|q| q.tie.class)) {
            question.tie.class = class;
        }
        let began = asked
            .began
            .or_else(|| given_beginning(stored.as_ref(), last.as_ref()));
        question.tie.began = began.or_else(|| first_sign(evidence.iter().map(Into::into), as_of));
        let previous = match last {
            Some(judgement) if judgement.question.as_of > as_of => earlier(case, &question)?,
            last => last,
        };
        // in a fixed order: the same case gives the same judgement
        let sides: BTreeSet<&ActorId> = asked.a.ids.union(&asked.b.ids).collect();
        let remarks: Vec<CitedRemark> = sides
            .iter()
            .filter_map(|id| self.remarks.get(*id))
            .flatten()
            .cloned()
            .collect();
        let said = remarks.iter().filter_map(|c| c.remark.said_by.as_ref());
        let speakers = evidence
            .iter()
            .filter_map(|e| e.statement.said_by.as_ref())
            .chain(said);
        let affiliation = select::affiliations(speakers, self.registry, &self.roles, as_of);
        let outcome = self.outcomes.get(question.id.as_str()).copied();
        Ok(Gathered {
            began,
            previous,
            evidence,
            hand,
            affiliation,
            remarks,
            track: self.track.track_record(outcome),
            question,
        })
    }
}

impl Gathered {
    /// What the answer would be if these indicators had been seen.
    pub fn what_if(&self, model: &Model, seen: &[Indicator]) -> Result<WhatIf, JudgeError> {
        what_if(
            &self.question,
            &self.evidence,
            model,
            &Options::default(),
            seen,
        )
    }

    /// The answer, with the user's notes in its evidence table.
    pub fn judge(&self, model: &Model, yardstick: Yardstick) -> Result<Judgement, JudgeError> {
        let options = Options {
            yardstick,
            made_at: jiff::Timestamp::now(),
            previous: self.previous.as_ref(),
            track_record: Some(self.track.clone()),
            affiliation: self.affiliation.clone(),
            remarks: self.remarks.clone(),
            ..Options::default()
        };
        let mut judgement = judge(&self.question, &self.evidence, model, &options)?;
        for item in &mut judgement.evidence {
            if let Some(hand) = self.hand.get(&item.statement.id) {
                item.note = Some(match item.note.take() {
                    Some(note) => format!("{note}; {hand}"),
                    None => hand.clone(),
                });
            }
        }
        Ok(judgement)
    }
}

/// A statement as far as the beginning of a tie needs it.
pub struct Sign<'s> {
    statement: &'s Statement,
    counts: bool,
}

impl<'s> From<&'s Evidence> for Sign<'s> {
    fn from(e: &'s Evidence) -> Self {
        Self {
            statement: &e.statement,
            counts: e.rejected.is_none(),
        }
    }
}

/// The first dated act or state that counts for the tie: it began then at the latest.
pub fn first_sign<'s>(signs: impl Iterator<Item = Sign<'s>>, as_of: Date) -> Option<DateRange> {
    signs
        .filter(|s| s.counts && s.statement.bearing == Bearing::For)
        .filter_map(|s| s.statement.when)
        .filter(|when| when.start() <= as_of)
        .min_by_key(|when| (when.start(), when.end()))
}

/// The beginning of a stored question, if a person gave it. One that was derived from the
/// evidence of its last judgement is derived again, so that a corrected date takes effect.
fn given_beginning(stored: Option<&Question>, previous: Option<&Judgement>) -> Option<DateRange> {
    let began = stored?.tie.began?;
    let derived = previous.and_then(|judgement| {
        let signs = judgement.evidence.iter().map(|item| Sign {
            statement: &item.statement,
            counts: item
                .note
                .as_deref()
                .is_none_or(|n| !n.starts_with("rejected")),
        });
        first_sign(signs, judgement.question.as_of)
    });
    (derived != Some(began)).then_some(began)
}

/// The latest judgement that knew no more than this asking may know: looking back to a day
/// must not show what was judged later.
fn earlier(case: &Case, question: &Question) -> anyhow::Result<Option<Judgement>> {
    let history = case.history(&question.id)?;
    let before = history.iter().rev().find(|j| j.as_of <= question.as_of);
    Ok(match before {
        Some(summary) => case.judgement(&summary.id)?,
        None => None,
    })
}

fn known(resolutions: Vec<Resolution>, as_of: Date) -> Vec<Resolution> {
    resolutions
        .into_iter()
        .filter(|r| r.date <= as_of)
        .collect()
}

/// What scores need of every question, with what was known at `as_of`; beside it how many
/// resolved questions have only judgements that were made after the outcome was known.
///
/// Where a question was judged in time, later judgements of it do not count, whatever as-of
/// date they were given: nobody may mend a forecast after the event.
pub fn records(case: &Case, as_of: Date) -> anyhow::Result<(Vec<Record>, usize)> {
    let mut hindsight = 0;
    let mut records = Vec::new();
    for QuestionRecord {
        question,
        resolution,
        ..
    } in case.questions(QuestionFilter::All)?
    {
        let resolutions = known(resolution.into_iter().collect(), as_of);
        let mut forecasts = Vec::new();
        if let Some(resolution) = resolutions.first() {
            let history = case.history(&question.id)?;
            let day = |at: jiff::Timestamp| at.to_zoned(jiff::tz::TimeZone::UTC).date();
            let fair = |made: Date| made <= resolution.date;
            let in_time = history
                .iter()
                .any(|j| fair(day(j.made_at)) && j.as_of < resolution.date);
            let counted: Vec<_> = history
                .iter()
                .filter(|j| j.as_of < resolution.date && (!in_time || fair(day(j.made_at))))
                .collect();
            let scored = resolution.outcome != Outcome::Void && question.until <= as_of;
            hindsight += usize::from(!in_time && !counted.is_empty() && scored);
            forecasts.extend(counted.into_iter().map(|j| Forecast {
                as_of: j.as_of,
                probability: j.probability,
                base_rate: j.base_rate,
            }));
        }
        records.push(Record {
            question: question.id,
            until: question.until,
            forecasts,
            resolutions,
        });
    }
    Ok((records, hindsight))
}
