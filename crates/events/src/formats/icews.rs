//! ICEWS event data as published on Dataverse (doi:10.7910/DVN/28075).

use super::{Cells, Header, day, place, present, same_width, score};
use crate::chunk::{Fate, Row, Who};
use crate::dictionary::Scheme;
use crate::text::shown;
use unravel_evidence::CameoCode;

/// Where the columns stand.
#[derive(Debug)]
pub(crate) struct Columns {
    width: usize,
    date: usize,
    code: usize,
    intensity: usize,
    source: usize,
    source_country: usize,
    target: usize,
    target_country: usize,
    city: Option<usize>,
    country: Option<usize>,
}

impl Columns {
    pub(crate) fn of(header: &Header) -> Result<Self, String> {
        Ok(Self {
            width: header.columns,
            date: header.need(&["event date"])?,
            code: header.need(&["cameo code"])?,
            intensity: header.need(&["intensity"])?,
            source: header.need(&["source name"])?,
            source_country: header.need(&["source country"])?,
            target: header.need(&["target name"])?,
            target_country: header.need(&["target country"])?,
            city: header.find(&["city"]),
            country: header.find(&["country"]),
        })
    }

    pub(crate) fn row<'r>(&self, cells: &'r impl Cells) -> Result<Fate<'r>, String> {
        same_width(cells, self.width)?;
        let time = day(cells.cell(self.date), "Event Date")?;
        let code = code(cells.cell(self.code))?;
        let goldstein = score(cells.cell(self.intensity), "Intensity")?;
        let who = |name: usize, country: usize| Who {
            code: b"",
            name: present(cells.cell(name)),
            country: present(cells.cell(country)),
        };
        let source = who(self.source, self.source_country);
        let target = who(self.target, self.target_country);
        Ok(Fate::of(Row {
            time,
            source,
            target,
            scheme: Scheme::Cameo,
            code: code.as_bytes(),
            mode: b"",
            goldstein: Some(goldstein),
            count: None,
            fatalities: None,
            place: Some(place(cells, [self.city, self.country])),
        }))
    }
}

/// The CAMEO code. Some releases keep it as a number, without its leading zero: "42" is 042 and
/// "211" is 0211, since ICEWS codes at three digits at least and no root is above 20.
fn code(cell: &[u8]) -> Result<&'static str, String> {
    let wrong = || format!("CAMEO Code \"{}\" is not in CAMEO", shown(cell));
    let text = std::str::from_utf8(cell).map_err(|_| wrong())?;
    if let (3 | 4, Some(known)) = (text.len(), CameoCode::get(text)) {
        return Ok(known.code);
    }
    let padded = (text.len() > 1).then(|| format!("0{text}"));
    padded
        .and_then(|padded| CameoCode::get(&padded))
        .or_else(|| CameoCode::nearest(text).filter(|_| text.len() > 2))
        .map(|known| known.code)
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_with_and_without_their_zero() {
        for (cell, expected) in [
            ("042", "042"),
            ("42", "042"),
            ("10", "010"),
            ("100", "100"),
            ("211", "0211"),
            ("0211", "0211"),
            ("1823", "1823"),
            ("1214", "121"),
        ] {
            assert_eq!(code(cell.as_bytes()).unwrap(), expected, "{cell}");
        }
        for cell in ["", "9", "990", "abc", "\u{e9}"] {
            assert!(code(cell.as_bytes()).is_err(), "{cell}");
        }
    }
}
