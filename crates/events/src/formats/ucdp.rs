//! The UCDP Georeferenced Event Dataset as CSV (codebook of version 23.1).

use super::{Cells, Header, day, named, present, same_width, whole};
use crate::chunk::{Fate, Row};
use crate::dictionary::Scheme;
use crate::text::shown;

/// Where the columns stand.
#[derive(Debug)]
pub(crate) struct Columns {
    width: usize,
    kind: usize,
    source: usize,
    target: usize,
    start: usize,
    best: usize,
    country: usize,
}

impl Columns {
    pub(crate) fn of(header: &Header) -> Result<Self, String> {
        Ok(Self {
            width: header.columns,
            kind: header.need(&["type_of_violence"])?,
            source: header.need(&["side_a"])?,
            target: header.need(&["side_b"])?,
            start: header.need(&["date_start"])?,
            // The candidate and older releases call it best_est.
            best: header.need(&["best", "best_est"])?,
            country: header.need(&["country"])?,
        })
    }

    /// An event of several days counts on its first. Who attacked is not coded: side a stands
    /// as the source, as in the file.
    pub(crate) fn row<'r>(&self, cells: &'r impl Cells) -> Result<Fate<'r>, String> {
        same_width(cells, self.width)?;
        let time = day(cells.cell(self.start), "date_start")?;
        let code = cells.cell(self.kind);
        if !matches!(code, b"1" | b"2" | b"3") {
            return Err(format!(
                "type_of_violence \"{}\" is not 1, 2 or 3",
                shown(code)
            ));
        }
        let fatalities = whole(cells.cell(self.best), "best")?;
        Ok(Fate::of(Row {
            time,
            source: named(cells, self.source),
            target: named(cells, self.target),
            scheme: Scheme::Ucdp,
            code,
            mode: b"",
            goldstein: None,
            count: None,
            fatalities: Some(fatalities),
            place: Some(present(cells.cell(self.country))),
        }))
    }
}
