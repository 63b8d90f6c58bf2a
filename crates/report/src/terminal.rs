//! A judgement as text for a terminal, read from the top down.

mod evidence;
mod head;
mod rest;

pub(crate) use head::ink;
pub(crate) use rest::{model_words, remark, side_words, speakers, status_words, track_words};

use crate::page::Page;
use crate::style::Style;
use crate::text::Numbers;
use unravel_evidence::Judgement;

/// Items shown in the evidence list and the matrix unless everything is wanted.
const SHOWN: usize = 15;

/// A judgement for a terminal, in the order in which an analyst reads it: question, key
/// judgement, confidence, changes, drivers, evidence, alternatives, dissent, commitments,
/// assumptions, indicators, gaps, track record, model.
///
/// Every line is at most [`Style::width`] columns wide. Text from documents is stripped of
/// control characters and escape sequences; the only control character in the result is the
/// line break, and with [`Style::color`] the colour sequences written here. Numbers in square
/// brackets count the evidence as in [`Judgement::evidence`], from 1.
pub fn terminal(j: &Judgement, style: &Style) -> String {
    let mut page = Page::new(style);
    let numbers = Numbers::of(&j.evidence);
    head::question(&mut page, j);
    head::key_judgement(&mut page, j);
    head::confidence(&mut page, j);
    head::changes(&mut page, j, &numbers);
    head::drivers(&mut page, j, &numbers);
    evidence::list(&mut page, j);
    evidence::alternatives(&mut page, j, &numbers);
    evidence::matrix(&mut page, j, &numbers);
    rest::dissent(&mut page, j, &numbers);
    rest::commitments(&mut page, j, &numbers);
    rest::assumptions(&mut page, j);
    rest::indicators(&mut page, j);
    rest::gaps(&mut page, j);
    rest::track_record(&mut page, j);
    rest::model(&mut page, j);
    page.finish()
}
