//! POLECAT event data (doi:10.7910/DVN/AJGVIT), coded in PLOVER.

use super::{Cells, Header, day, place, present, same_width, score};
use crate::chunk::{Fate, Row, Who};
use crate::dictionary::Scheme;
use crate::text::shown;
use unravel_evidence::PloverType;

/// Where the columns stand.
#[derive(Debug)]
pub(crate) struct Columns {
    width: usize,
    date: usize,
    kind: usize,
    mode: usize,
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
            kind: header.need(&["event type"])?,
            mode: header.need(&["event mode"])?,
            intensity: header.need(&["intensity", "event intensity"])?,
            source: header.need(&["actor name"])?,
            source_country: header.need(&["actor country"])?,
            target: header.need(&["recipient name"])?,
            target_country: header.need(&["recipient country"])?,
            city: header.find(&["city"]),
            country: header.find(&["country"]),
        })
    }

    pub(crate) fn row<'r>(&self, cells: &'r impl Cells) -> Result<Fate<'r>, String> {
        same_width(cells, self.width)?;
        let time = day(cells.cell(self.date), "Event Date")?;
        let code = cells.cell(self.kind);
        let plover = std::str::from_utf8(code).map(str::parse::<PloverType>);
        let Ok(Ok(plover)) = plover else {
            return Err(format!("Event Type \"{}\" is not in PLOVER", shown(code)));
        };
        let goldstein = score(cells.cell(self.intensity), "Intensity")?;
        let who = |name: usize, country: usize| Who {
            code: b"",
            name: present(cells.cell(name)),
            // Several are joined by "; ": then no one country is meant.
            country: Some(present(cells.cell(country)))
                .filter(|c| !c.contains(&b';'))
                .unwrap_or_default(),
        };
        let source = who(self.source, self.source_country);
        let target = who(self.target, self.target_country);
        Ok(Fate::of(Row {
            time,
            source,
            target,
            scheme: Scheme::Plover,
            code: plover.as_str().as_bytes(),
            mode: present(cells.cell(self.mode)),
            goldstein: Some(goldstein),
            count: None,
            fatalities: None,
            place: Some(place(cells, [self.city, self.country])),
        }))
    }
}
