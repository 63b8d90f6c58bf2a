//! Rows of one block, with dictionaries of their own, so that blocks are read in parallel.

use crate::dictionary::Scheme;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// Distinct byte strings, numbered as they come.
pub(crate) type Names = IndexSet<Box<[u8]>, FxBuildHasher>;

/// The number of `name`, which is added where it is new.
pub(crate) fn number(names: &mut Names, name: &[u8]) -> u32 {
    let at = match names.get_index_of(name) {
        Some(at) => at,
        None => names.insert_full(name.into()).0,
    };
    // More than 4 billion distinct names do not fit in memory.
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// How a dataset names an actor.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Who<'a> {
    /// CAMEO actor code, "USAGOV"; may be empty.
    pub code: &'a [u8],
    /// The name; may be empty where there is a code.
    pub name: &'a [u8],
    /// Its country: a name or a code of three letters; may be empty.
    pub country: &'a [u8],
}

impl Who<'_> {
    /// Whether nothing is known of the actor.
    pub(crate) fn is_nobody(&self) -> bool {
        self.code.is_empty() && self.name.is_empty()
    }
}

/// Separates the parts of a key; no cell of a text file holds it.
pub(crate) const PART: u8 = 0x1f;

/// One event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub time: i32,
    pub source: Who<'a>,
    pub target: Who<'a>,
    pub scheme: Scheme,
    pub code: &'a [u8],
    /// PLOVER mode; empty where there is none.
    pub mode: &'a [u8],
    pub goldstein: Option<f32>,
    pub count: Option<u32>,
    pub fatalities: Option<u32>,
    pub place: Option<&'a [u8]>,
}

/// What became of a row that is well formed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fate<'a> {
    /// It is an event between two actors.
    Event(Row<'a>),
    /// It is passed over.
    Passed(Passed),
}

impl<'a> Fate<'a> {
    /// What becomes of a row by the two that it names.
    pub(crate) fn of(row: Row<'a>) -> Self {
        if row.source.is_nobody() || row.target.is_nobody() {
            return Fate::Passed(Passed::OneSided);
        }
        Fate::Event(row)
    }
}

/// Why a row that is well formed gives no event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passed {
    /// It names one actor or none.
    OneSided,
    /// A statement that is denied, promised, predicted or hypothetical.
    NotDone,
    /// Without a date.
    Undated,
}

/// A row that is not as its format wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bad {
    /// Line in the block, from 0.
    pub line: u64,
    /// What is wrong.
    pub reason: String,
}

/// Bad rows of a block that are kept with their reasons; the others are counted.
pub(crate) const SHOWN: usize = 5;

/// The rows of one block.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    pub time: Vec<i32>,
    pub source: Vec<u32>,
    pub target: Vec<u32>,
    pub code: Vec<u32>,
    /// Empty where the format has no such column, here and below.
    pub goldstein: Vec<f32>,
    pub count: Vec<u32>,
    pub fatalities: Vec<u32>,
    pub place: Vec<u32>,
    /// Keys of actors: code, name and country, parted by [`PART`].
    pub actors: Names,
    /// Keys of codes: scheme and code, parted by [`PART`].
    pub codes: Names,
    pub places: Names,
    /// Lines of the block.
    pub lines: u64,
    pub one_sided: u64,
    pub not_done: u64,
    pub undated: u64,
    pub bad: u64,
    pub shown: Vec<Bad>,
    scratch: Vec<u8>,
}

impl Chunk {
    /// A chunk of events at these times; the other columns are still to come.
    pub(crate) fn with_times(time: Vec<i32>) -> Self {
        Self {
            time,
            ..Self::default()
        }
    }

    /// Takes a row as it was read; `line` is its place in the block, from 0.
    pub(crate) fn take(&mut self, line: u64, fate: Result<Fate<'_>, String>) {
        match fate {
            Ok(Fate::Event(row)) => self.push(&row),
            Ok(Fate::Passed(Passed::OneSided)) => self.one_sided += 1,
            Ok(Fate::Passed(Passed::NotDone)) => self.not_done += 1,
            Ok(Fate::Passed(Passed::Undated)) => self.undated += 1,
            Err(reason) => {
                self.bad += 1;
                if self.shown.len() < SHOWN {
                    self.shown.push(Bad { line, reason });
                }
            }
        }
    }

    fn push(&mut self, row: &Row<'_>) {
        self.time.push(row.time);
        let source = self.actor(&row.source);
        self.source.push(source);
        let target = self.actor(&row.target);
        self.target.push(target);
        let code = self.code(row);
        self.code.push(code);
        // A format gives a column in every row or in none.
        self.goldstein.extend(row.goldstein);
        self.count.extend(row.count);
        self.fatalities.extend(row.fatalities);
        if let Some(place) = row.place {
            self.place.push(number(&mut self.places, place));
        }
    }

    fn actor(&mut self, who: &Who<'_>) -> u32 {
        self.scratch.clear();
        self.scratch.extend_from_slice(who.code);
        self.scratch.push(PART);
        self.scratch.extend_from_slice(who.name);
        self.scratch.push(PART);
        self.scratch.extend_from_slice(who.country);
        number(&mut self.actors, &self.scratch)
    }

    fn code(&mut self, row: &Row<'_>) -> u32 {
        self.scratch.clear();
        self.scratch
            .extend_from_slice(row.scheme.as_str().as_bytes());
        self.scratch.push(PART);
        self.scratch.extend_from_slice(row.code);
        if !row.mode.is_empty() {
            self.scratch.push(b':');
            self.scratch.extend_from_slice(row.mode);
        }
        number(&mut self.codes, &self.scratch)
    }
}
