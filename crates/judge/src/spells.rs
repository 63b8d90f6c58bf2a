//! Spells of support or hosting as CSV, counted into a table of base rates.

use crate::JudgeError;
use crate::base::{Band, Table};
use serde::Deserialize;
use unravel_evidence::DateRange;

/// One spell: a run of years in which the tie was recorded.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spell {
    /// Who supports or hosts.
    pub supporter: String,
    /// Who is supported or hosted.
    pub recipient: String,
    /// First year (or date in it).
    pub start: DateRange,
    /// Last year (or date in it) in which it was recorded.
    pub end: DateRange,
    /// Whether it ended then (`1`, `true`, `yes`), or was only observed no longer (`0`, `false`, `no`).
    #[serde(deserialize_with = "yes_or_no")]
    pub ended: bool,
}

fn yes_or_no<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let word = String::deserialize(deserializer)?;
    match word.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" => Ok(true),
        "0" | "false" | "no" => Ok(false),
        _ => Err(serde::de::Error::custom(format!(
            "ended is \"{word}\"; write 1 (ended) or 0 (still seen)"
        ))),
    }
}

impl Spell {
    /// The first calendar year.
    pub fn first_year(&self) -> i16 {
        self.start.start().year()
    }

    /// Number of calendar years, both ends counted.
    pub fn years(&self) -> usize {
        usize::try_from(i32::from(self.end.end().year()) - i32::from(self.first_year()) + 1)
            .unwrap_or(0)
    }
}

/// Age bands in years: the first year, the second and third, to five, to ten, beyond.
pub const BANDS: [f64; 5] = [0.0, 1.0, 3.0, 5.0, 10.0];

/// Reads spells from CSV with the header `supporter,recipient,start,end,ended` (any order);
/// `file` is named in errors.
pub fn read(csv: &str, file: &str) -> Result<Vec<Spell>, JudgeError> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(csv.as_bytes());
    let mut spells = Vec::new();
    for row in reader.deserialize::<Spell>() {
        let spell = row.map_err(|e| JudgeError::file(file, e))?;
        if spell.end.end() < spell.start.start() {
            let (line, a, b) = (spells.len() + 2, &spell.supporter, &spell.recipient);
            return Err(JudgeError::file(
                file,
                format!("row {line}: the spell of {a} and {b} ends before it starts"),
            ));
        }
        spells.push(spell);
    }
    if spells.is_empty() {
        return Err(JudgeError::file(
            file,
            "no spells; write a header supporter,recipient,start,end,ended and a row for each",
        ));
    }
    Ok(spells)
}

/// Counts spells into a table: each year of a spell is one tie-year at risk in the band of
/// its age, and the last year of a spell that ended counts the end. Only calendar years in
/// `years` are counted, so that a table can be fitted on a past and tested on what followed.
pub fn count(spells: &[Spell], id: &str, source: &str, years: std::ops::Range<i16>) -> Table {
    let mut bands = BANDS.map(|from| Band {
        from,
        ends: 0.0,
        exposure: 0.0,
    });
    for spell in spells {
        let last = spell.years().saturating_sub(1);
        for (age, year) in (spell.first_year()..).enumerate().take(last + 1) {
            if years.contains(&year) {
                let k = BANDS.partition_point(|from| *from <= age as f64) - 1;
                bands[k].exposure += 1.0;
                bands[k].ends += f64::from(u8::from(spell.ended && age == last));
            }
        }
    }
    Table {
        id: id.to_owned(),
        label: "counted spells".to_owned(),
        source: source.to_owned(),
        counted: true,
        bands: bands.to_vec(),
    }
}
