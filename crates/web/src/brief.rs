//! A judgement short enough for a page: ten thousand statements must not reach a browser at once.

use crate::desk::EventMark;
use unravel_evidence::{
    Change, Commitment, Dissent, DissentSide, Driver, EvidenceItem, Judgement, Question,
    StatementId,
};
use unravel_judge::{Model, base_rate};
use unravel_report::SurvivalPoint;

/// Items of evidence on the page, heaviest first; the rest is paged.
pub(crate) const EVIDENCE: usize = 200;
/// Ids in any one list of statements.
const IDS: usize = 200;
/// Changes and commitments listed.
const ROWS: usize = 100;
/// Marks in the time chart.
const MARKS: usize = 40;
/// Years of the survival curve: enough for most ties, few enough to draw.
const YEARS: std::ops::RangeInclusive<f64> = 20.0..=80.0;

fn ids(list: &[StatementId]) -> Vec<StatementId> {
    list.iter().take(IDS).cloned().collect()
}

/// The judgement with its lists cut to what a page shows.
pub(crate) fn shortened(j: &Judgement) -> Judgement {
    let driver = |d: &Driver| Driver {
        label: d.label.clone(),
        statements: ids(&d.statements),
        ..*d
    };
    let side = |s: &DissentSide| DissentSide {
        bearing: s.bearing,
        speakers: s.speakers.iter().take(ROWS).cloned().collect(),
        statements: ids(&s.statements),
        remarks: s.remarks.iter().take(ROWS).cloned().collect(),
    };
    let dissent = |d: &Dissent| Dissent {
        proposition: d.proposition.clone(),
        sides: d.sides.iter().map(side).collect(),
        note: d.note.clone(),
    };
    let commitment = |c: &Commitment| Commitment {
        by: c.by.clone(),
        to: c.to.clone(),
        when: c.when,
        statement: c.statement.clone(),
        status: c.status,
        complied: ids(&c.complied),
        violated: ids(&c.violated),
    };
    let changes: Vec<Change> = j.changes.iter().take(ROWS).cloned().collect();
    Judgement {
        id: j.id.clone(),
        made_at: j.made_at,
        question: j.question.clone(),
        question_text: j.question_text.clone(),
        probability: j.probability,
        term: j.term.clone(),
        yardstick: j.yardstick,
        interval50: j.interval50,
        interval90: j.interval90,
        confidence: j.confidence.clone(),
        base_rate: j.base_rate.clone(),
        changes,
        previous: j.previous,
        drivers: j.drivers.iter().map(driver).collect(),
        evidence: j.evidence.iter().take(EVIDENCE).cloned().collect(),
        leave_one_out: j.leave_one_out.clone(),
        alternatives: j.alternatives.clone(),
        ach: j.ach.clone(),
        dissent: j.dissent.iter().map(dissent).collect(),
        commitments: j.commitments.iter().take(ROWS).map(commitment).collect(),
        assumptions: j.assumptions.clone(),
        indicators: j.indicators.clone(),
        gaps: j.gaps.clone(),
        track_record: j.track_record.clone(),
        model: j.model.clone(),
    }
}

/// The heaviest dated evidence, by date.
pub(crate) fn marks(j: &Judgement) -> Vec<EventMark> {
    let mark = |item: &EvidenceItem| {
        let s = &item.statement;
        let date = s.when.or(item.document.published)?.start();
        Some(EventMark {
            date,
            label: format!("{} {}, {}", s.stance, s.kind, item.document.label()),
            bearing: s.bearing,
            kind: s.kind,
            statement: s.id.clone(),
        })
    };
    let weighs = j.evidence.iter().filter(|item| item.weight != 0.0);
    let mut marks: Vec<EventMark> = weighs.filter_map(mark).take(MARKS).collect();
    marks.sort_by(|a, b| (a.date, &a.statement).cmp(&(b.date, &b.statement)));
    marks
}

/// How many such ties reach each age, by the base rate of the question.
pub(crate) fn survival(question: &Question) -> Vec<SurvivalPoint> {
    let reach = question.age().unwrap_or(0.0) + question.years();
    let last = reach.clamp(*YEARS.start(), *YEARS.end()).ceil() as u32;
    let rates = &Model::builtin().base;
    let tie = &question.tie;
    let start = SurvivalPoint {
        years: 0.0,
        hold: 1.0,
        lo90: 1.0,
        hi90: 1.0,
    };
    let at = |year: u32| {
        let years = f64::from(year);
        let base = base_rate(rates, tie.class, question.ends, Some(0.0), years);
        SurvivalPoint::of(years, &base)
    };
    std::iter::once(start).chain((1..=last).map(at)).collect()
}
