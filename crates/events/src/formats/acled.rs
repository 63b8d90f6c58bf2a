//! ACLED exports as CSV (codebook of 2023; also the older `data_id` layout, and `;` as delimiter).

use super::{Cells, Header, day, named, present, same_width, whole};
use crate::chunk::{Fate, Row};
use crate::dictionary::Scheme;

/// Where the columns stand.
#[derive(Debug)]
pub(crate) struct Columns {
    width: usize,
    date: usize,
    code: usize,
    source: usize,
    target: usize,
    fatalities: usize,
    country: usize,
}

impl Columns {
    pub(crate) fn of(header: &Header) -> Result<Self, String> {
        Ok(Self {
            width: header.columns,
            date: header.need(&["event_date"])?,
            code: header.need(&["sub_event_type"])?,
            source: header.need(&["actor1"])?,
            target: header.need(&["actor2"])?,
            fatalities: header.need(&["fatalities"])?,
            country: header.need(&["country"])?,
        })
    }

    /// The order of the two actors says nothing of who began; it is kept as in the file.
    pub(crate) fn row<'r>(&self, cells: &'r impl Cells) -> Result<Fate<'r>, String> {
        same_width(cells, self.width)?;
        let time = day(cells.cell(self.date), "event_date")?;
        let code = cells.cell(self.code);
        if code.is_empty() {
            return Err("sub_event_type is empty".to_owned());
        }
        let fatalities = whole(cells.cell(self.fatalities), "fatalities")?;
        Ok(Fate::of(Row {
            time,
            source: named(cells, self.source),
            target: named(cells, self.target),
            scheme: Scheme::Acled,
            code,
            mode: b"",
            goldstein: None,
            count: None,
            fatalities: Some(fatalities),
            place: Some(present(cells.cell(self.country))),
        }))
    }
}
