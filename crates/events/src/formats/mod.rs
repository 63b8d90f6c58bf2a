//! The datasets: what their files look like, and how a row becomes an event.

mod acled;
mod gdelt;
mod icews;
mod polecat;
mod statements;
mod ucdp;

use crate::blocks::Ends;
use crate::chunk::{Chunk, Fate, Who};
use crate::text::{decoded, shown, trimmed};
use std::collections::HashMap;

/// The datasets that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// ICEWS event data as published on Dataverse: tab-separated with a header.
    Icews,
    /// POLECAT event data: tab-separated with a header, coded in PLOVER.
    Polecat,
    /// GDELT 1.0 event files: tab-separated, 57 or 58 columns, without a header.
    Gdelt1,
    /// GDELT 2.0 event files: tab-separated, 61 columns, without a header.
    Gdelt2,
    /// UCDP Georeferenced Event Dataset: CSV with a header.
    Ucdp,
    /// ACLED export: CSV with a header.
    Acled,
    /// Our own coded statements: lines of `unravel code --jsonl` or the array of
    /// `unravel statements CASE --json`.
    Statements,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Format] = &[
        Format::Icews,
        Format::Polecat,
        Format::Gdelt1,
        Format::Gdelt2,
        Format::Ucdp,
        Format::Acled,
        Format::Statements,
    ];

    /// The format as written on the command line and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Icews => "icews",
            Format::Polecat => "polecat",
            Format::Gdelt1 => "gdelt1",
            Format::Gdelt2 => "gdelt2",
            Format::Ucdp => "ucdp",
            Format::Acled => "acled",
            Format::Statements => "statements",
        }
    }

    /// The format that the first bytes of a stream show; none where they show none.
    pub fn detect(head: &[u8]) -> Option<Format> {
        let head = without_bom(head);
        match head.trim_ascii_start().first() {
            Some(b'{' | b'[') => return Some(Format::Statements),
            None => return None,
            Some(_) => {}
        }
        let line = first_line(head);
        let has = |names: &[&str], delimiter: u8| {
            let cells: Vec<String> = header_cells(line, delimiter);
            names.iter().all(|n| cells.iter().any(|c| c == n))
        };
        if has(&["cameo code", "source name", "target name"], b'\t') {
            return Some(Format::Icews);
        }
        if has(&["event type", "actor name", "recipient name"], b'\t') {
            return Some(Format::Polecat);
        }
        for delimiter in [b',', b';', b'\t'] {
            if has(&["type_of_violence", "side_a", "side_b"], delimiter) {
                return Some(Format::Ucdp);
            }
            if has(&["sub_event_type", "actor1", "actor2"], delimiter) {
                return Some(Format::Acled);
            }
        }
        let mut cells = line.split(|&b| b == b'\t');
        let dated = cells
            .nth(1)
            .is_some_and(|c| c.len() == 8 && c.iter().all(u8::is_ascii_digit));
        match (dated, memchr::memchr_iter(b'\t', line).count() + 1) {
            (true, 57 | 58) => Some(Format::Gdelt1),
            (true, 61) => Some(Format::Gdelt2),
            _ => None,
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().copied();
        known
            .clone()
            .find(|f| f.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| {
                let all: Vec<_> = known.map(Format::as_str).collect();
                format!("\"{text}\" is no format; use one of: {}", all.join(", "))
            })
    }
}

/// Text without the byte-order mark that some programs write.
pub(crate) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn first_line(bytes: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    let line = bytes.get(..end).unwrap_or(bytes);
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn header_cells(line: &[u8], delimiter: u8) -> Vec<String> {
    line.split(|&b| b == delimiter)
        .map(|cell| decoded(trimmed(cell)).to_lowercase())
        .collect()
}

/// The cells of one row.
pub(crate) trait Cells {
    /// The cell at this place, without white space and quotes around it; empty where there is none.
    fn cell(&self, at: usize) -> &[u8];
    /// The number of cells.
    fn count(&self) -> usize;
}

/// A line cut at its tabs.
struct Tabbed<'a> {
    line: &'a [u8],
    /// Places of the tabs.
    tabs: &'a [usize],
}

impl Cells for Tabbed<'_> {
    fn cell(&self, at: usize) -> &[u8] {
        let start = match at.checked_sub(1) {
            None => Some(0),
            Some(before) => self.tabs.get(before).map(|t| t + 1),
        };
        let end = self.tabs.get(at).copied().unwrap_or(self.line.len());
        let cell = start.and_then(|start| self.line.get(start..end));
        trimmed(cell.unwrap_or_default())
    }

    fn count(&self) -> usize {
        self.tabs.len() + 1
    }
}

impl Cells for csv::ByteRecord {
    fn cell(&self, at: usize) -> &[u8] {
        self.get(at).unwrap_or_default().trim_ascii()
    }

    fn count(&self) -> usize {
        self.len()
    }
}

/// How the rows of one stream are read.
#[derive(Debug)]
pub(crate) enum Layout {
    Icews(icews::Columns),
    Polecat(polecat::Columns),
    Gdelt(gdelt::Columns),
    Ucdp {
        columns: ucdp::Columns,
        delimiter: u8,
    },
    Acled {
        columns: acled::Columns,
        delimiter: u8,
    },
    Lines,
    Array,
}

/// A layout, with the bytes and lines that stand before the first row.
pub(crate) struct Start {
    pub layout: Layout,
    pub bytes: usize,
    pub lines: u64,
}

impl Layout {
    /// The layout of a stream that begins with `head`.
    ///
    /// # Errors
    /// A header that lacks a column, in words.
    pub(crate) fn of(format: Format, head: &[u8]) -> Result<Start, String> {
        let text = without_bom(head);
        let bom = head.len() - text.len();
        let line = first_line(text);
        let header = (bom + line_length(text), 1);
        let none = (bom, 0);
        let tabbed = || Header::new(line, b'\t', second_line(text));
        let (layout, (bytes, lines)) = match format {
            Format::Icews => (Layout::Icews(icews::Columns::of(&tabbed())?), header),
            Format::Polecat => (Layout::Polecat(polecat::Columns::of(&tabbed())?), header),
            Format::Gdelt1 => (Layout::Gdelt(gdelt::Columns::ONE), none),
            Format::Gdelt2 => (Layout::Gdelt(gdelt::Columns::TWO), none),
            Format::Ucdp | Format::Acled => {
                let delimiter = delimiter(line);
                let names = Header::new(line, delimiter, None);
                let layout = if format == Format::Ucdp {
                    let columns = ucdp::Columns::of(&names)?;
                    Layout::Ucdp { columns, delimiter }
                } else {
                    let columns = acled::Columns::of(&names)?;
                    Layout::Acled { columns, delimiter }
                };
                (layout, header)
            }
            Format::Statements if text.trim_ascii_start().starts_with(b"[") => {
                (Layout::Array, none)
            }
            Format::Statements => (Layout::Lines, none),
        };
        Ok(Start {
            layout,
            bytes,
            lines,
        })
    }

    /// How the records of the stream end.
    pub(crate) fn ends(&self) -> Ends {
        match self {
            Layout::Ucdp { .. } | Layout::Acled { .. } => Ends::Unquoted,
            Layout::Array => Ends::Whole,
            _ => Ends::Line,
        }
    }

    /// Reads the rows of a block.
    pub(crate) fn read(&self, block: &[u8]) -> Chunk {
        match self {
            Layout::Icews(columns) => tabbed(block, |cells| columns.row(cells)),
            Layout::Polecat(columns) => tabbed(block, |cells| columns.row(cells)),
            Layout::Gdelt(columns) => tabbed(block, |cells| columns.row(cells)),
            Layout::Ucdp { columns, delimiter } => {
                separated(block, *delimiter, |cells| columns.row(cells))
            }
            Layout::Acled { columns, delimiter } => {
                separated(block, *delimiter, |cells| columns.row(cells))
            }
            Layout::Lines => statements::lines(block),
            Layout::Array => statements::array(block),
        }
    }
}

fn line_length(text: &[u8]) -> usize {
    memchr::memchr(b'\n', text).map_or(text.len(), |at| at + 1)
}

fn second_line(text: &[u8]) -> Option<&[u8]> {
    let rest = text.get(line_length(text)..)?;
    // Cut off in the middle it would be counted wrong.
    let end = memchr::memchr(b'\n', rest)?;
    rest.get(..end)
}

/// The delimiter that a header has most of.
fn delimiter(line: &[u8]) -> u8 {
    let count = |d: &u8| line.iter().filter(|b| *b == d).count();
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

/// The names of a header with their places.
pub(crate) struct Header {
    places: HashMap<String, usize>,
    columns: usize,
}

impl Header {
    fn new(line: &[u8], delimiter: u8, first_row: Option<&[u8]>) -> Self {
        let mut names = header_cells(line, delimiter);
        let row = first_row.map(|row| row.iter().filter(|b| **b == delimiter).count() + 1);
        // Some POLECAT files name a column "Headline" that their rows lack.
        if let Some(at) = names.iter().position(|n| n == "headline")
            && row.is_some_and(|cells| cells < names.len())
        {
            names.remove(at);
        }
        let columns = names.len();
        let mut places = HashMap::with_capacity(columns);
        for (at, name) in names.into_iter().enumerate() {
            places.entry(name).or_insert(at);
        }
        Self { places, columns }
    }

    /// The place of a column, by the first of the names that the header holds.
    fn need(&self, names: &[&str]) -> Result<usize, String> {
        self.find(names).ok_or_else(|| {
            format!(
                "the header has no column \"{}\"; check that the file is complete, or give the right --format",
                names.join("\" or \"")
            )
        })
    }

    fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|n| self.places.get(*n).copied())
    }
}

/// Reads tab-separated lines.
fn tabbed(block: &[u8], row: impl for<'r> Fn(&'r Tabbed<'r>) -> Result<Fate<'r>, String>) -> Chunk {
    let mut chunk = Chunk::default();
    let mut tabs = Vec::with_capacity(64);
    let mut start = 0;
    while start < block.len() {
        let rest = block.get(start..).unwrap_or_default();
        let line = first_line(rest);
        start += line_length(rest);
        let number = chunk.lines;
        chunk.lines += 1;
        if line.trim_ascii().is_empty() {
            continue;
        }
        tabs.clear();
        tabs.extend(memchr::memchr_iter(b'\t', line));
        let cells = Tabbed { line, tabs: &tabs };
        chunk.take(number, row(&cells));
    }
    chunk
}

/// Reads CSV records.
fn separated(
    block: &[u8],
    delimiter: u8,
    row: impl for<'r> Fn(&'r csv::ByteRecord) -> Result<Fate<'r>, String>,
) -> Chunk {
    let mut chunk = Chunk::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(block);
    let mut record = csv::ByteRecord::new();
    // Reading from memory into bytes fails in no other way than by its end.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(0, |p| p.line().saturating_sub(1));
        chunk.take(line, row(&record));
    }
    chunk.lines = memchr::memchr_iter(b'\n', block).count() as u64;
    chunk
}

/// The number of cells is not that of the header: a tab or quote stands where it should not.
fn same_width(cells: &impl Cells, header: usize) -> Result<(), String> {
    // Empty cells at the end are harmless.
    if cells.count() < header || (header..cells.count()).any(|at| !cells.cell(at).is_empty()) {
        return Err(format!(
            "{} columns where the header has {header}",
            cells.count()
        ));
    }
    Ok(())
}

/// The date in a cell.
fn day(cell: &[u8], column: &str) -> Result<i32, String> {
    crate::text::day(cell).ok_or_else(|| format!("{column} \"{}\" is not a date", shown(cell)))
}

/// A score between -10 and 10; NaN for an empty cell.
fn score(cell: &[u8], column: &str) -> Result<f32, String> {
    if is_null(cell) {
        return Ok(f32::NAN);
    }
    crate::text::decimal(cell)
        .filter(|score| (-10.0..=10.0).contains(score))
        .ok_or_else(|| {
            format!(
                "{column} \"{}\" is not a number from -10 to 10",
                shown(cell)
            )
        })
}

/// A whole number; 0 for an empty cell.
fn whole(cell: &[u8], column: &str) -> Result<u32, String> {
    if is_null(cell) {
        return Ok(0);
    }
    crate::text::whole(cell)
        .ok_or_else(|| format!("{column} \"{}\" is not a whole number", shown(cell)))
}

/// How the datasets write that they have no value.
fn is_null(cell: &[u8]) -> bool {
    matches!(cell, b"" | b"NULL" | b"None" | b"NA" | b"nan")
}

/// The cell, or nothing where it says that there is no value.
fn present(cell: &[u8]) -> &[u8] {
    if is_null(cell) { b"" } else { cell }
}

/// An actor known by the name in a cell and by nothing else.
fn named(cells: &impl Cells, at: usize) -> Who<'_> {
    Who {
        name: present(cells.cell(at)),
        ..Who::default()
    }
}

/// The first of the cells that tells a place; empty where none does.
fn place(cells: &impl Cells, columns: [Option<usize>; 2]) -> &[u8] {
    let mut told = columns.into_iter().flatten().map(|at| cells.cell(at));
    told.find(|cell| !is_null(cell)).unwrap_or_default()
}

/// Reads a block in the given format, for fuzzing and benches: how many rows gave an event and
/// how many were bad.
#[doc(hidden)]
pub fn read_block(format: Format, bytes: &[u8]) -> (usize, u64) {
    let Ok(start) = Layout::of(format, bytes) else {
        return (0, 0);
    };
    let chunk = start
        .layout
        .read(bytes.get(start.bytes..).unwrap_or_default());
    (chunk.time.len(), chunk.bad)
}
