//! GDELT event files (codebook 1.03 of 2013 and Event 2.0 codebook of 2015): no header, fixed places.

use super::{Cells, day, score, whole};
use crate::chunk::{Fate, Row, Who};
use crate::dictionary::Scheme;
use crate::text::shown;
use std::sync::LazyLock;
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
        if !is_known(code) {
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
        Ok(Fate::of(Row {
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

/// Whether a code, or a more general one, is in CAMEO.
fn is_known(code: &[u8]) -> bool {
    // a search in the table for every row would cost a tenth of the import
    static NUMBERS: LazyLock<Vec<bool>> = LazyLock::new(|| {
        let of_length = |n: usize| (0..10_usize.pow(n as u32)).map(move |i| format!("{i:0n$}"));
        (2..=4)
            .flat_map(of_length)
            .map(|code| CameoCode::nearest(&code).is_some())
            .collect()
    });
    let at = match (code.len(), crate::text::whole(code)) {
        (2, Some(number)) => number,
        (3, Some(number)) => number + 100,
        (4, Some(number)) => number + 1_100,
        _ => {
            return std::str::from_utf8(code).is_ok_and(|code| CameoCode::nearest(code).is_some());
        }
    };
    NUMBERS.get(at as usize).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_as_in_the_table() {
        let codes = (0..12_000).flat_map(|i| {
            [
                format!("{i}"),
                format!("{i:02}"),
                format!("{i:03}"),
                format!("{i:04}"),
            ]
        });
        let odd = ["", "é", "01é", "ab", "01x", "0x1"].map(String::from);
        for code in codes.chain(odd) {
            assert_eq!(
                is_known(code.as_bytes()),
                CameoCode::nearest(&code).is_some(),
                "{code}"
            );
        }
    }
}
