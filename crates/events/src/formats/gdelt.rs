//! GDELT event files (codebook 1.03 of 2013 and Event 2.0 codebook of 2015): no header, fixed places.

use super::{Cells, day, score, whole};
use crate::chunk::{Fate, Passed, Row, Who};
use crate::dictionary::Scheme;
use crate::text::shown;
use unravel_evidence::CameoCode;

/// Where the columns stand that differ between versions.
#[derive(Debug)]
pub(crate) struct Columns {
    /// Columns of a row: at least, at most.
    widths: (usize, usize),
    /// Full name of the place of the action.
    place: usize,
}

/// Places that both versions share.
const DAY: usize = 1;
const ACTOR_1: usize = 5;
const ACTOR_2: usize = 15;
const CODE: usize = 26;
const GOLDSTEIN: usize = 30;
const MENTIONS: usize = 31;

impl Columns {
    /// Version 1.0: 58 columns; files before April 2013 lack the address of the source.
    pub(crate) const ONE: Columns = Columns {
        widths: (57, 58),
        place: 50,
    };
    /// Version 2.0.
    pub(crate) const TWO: Columns = Columns {
        widths: (61, 61),
        place: 52,
    };

    pub(crate) fn row<'r>(&self, cells: &'r impl Cells) -> Result<Fate<'r>, String> {
        let (least, most) = self.widths;
        if !(least..=most).contains(&cells.count()) {
            let wants = if least == most {
                most.to_string()
            } else {
                format!("{least} or {most}")
            };
            return Err(format!("{} columns where {wants} are due", cells.count()));
        }
        let time = day(cells.cell(DAY), "SQLDATE")?;
        let code = cells.cell(CODE);
        let known = std::str::from_utf8(code).ok().and_then(CameoCode::nearest);
        if known.is_none() {
            return Err(format!("EventCode \"{}\" is not in CAMEO", shown(code)));
        }
        let goldstein = score(cells.cell(GOLDSTEIN), "GoldsteinScale")?;
        let count = whole(cells.cell(MENTIONS), "NumMentions")?;
        let who = |at: usize| Who {
            code: cells.cell(at),
            name: cells.cell(at + 1),
            country: cells.cell(at + 2),
        };
        let (source, target) = (who(ACTOR_1), who(ACTOR_2));
        if source.is_nobody() || target.is_nobody() {
            return Ok(Fate::Passed(Passed::OneSided));
        }
        Ok(Fate::Event(Row {
            time,
            source,
            target,
            scheme: Scheme::Cameo,
            code,
            mode: b"",
            goldstein: Some(goldstein),
            count: Some(count.max(1)),
            fatalities: None,
            place: Some(cells.cell(self.place)),
        }))
    }
}
