//! Reading files of many formats into one history.

use crate::blocks::{BLOCK, Blocks};
use crate::builder::Builder;
use crate::chunk::{Chunk, SHOWN};
use crate::error::EventsError;
use crate::formats::{Format, Layout, without_bom};
use crate::history::{History, TimeUnit};
use crate::open::streams;
use crate::resolve::Resolver;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use unravel_actors::Registry;

/// Bytes looked at to tell the format.
const HEAD: usize = 64 << 10;

/// How to import.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Every file is of this format; none: each shows its own.
    pub format: Option<Format>,
    /// Stop at the first bad row.
    pub strict: bool,
}

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadRow {
    /// The file, with the member's name inside an archive.
    pub file: String,
    /// Line from 1.
    pub line: u64,
    /// What is wrong.
    pub reason: String,
}

impl std::fmt::Display for BadRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: line {}: {}", self.file, self.line, self.reason)
    }
}

/// What an import read and what it left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Events taken.
    pub events: u64,
    /// Streams read, by format: files, and members of archives.
    pub files: BTreeMap<String, u64>,
    /// Rows that could not be read.
    pub bad_rows: u64,
    /// The first of them.
    pub bad_rows_shown: Vec<BadRow>,
    /// Rows that name one actor or none.
    pub one_sided: u64,
    /// Statements that are denied, promised, predicted or hypothetical.
    pub not_done: u64,
    /// Statements without a date.
    pub undated: u64,
    /// Actors of the history.
    pub actors: u64,
    /// Actors that the registry knows.
    pub actors_resolved: u64,
    /// Events in which both actors are known to the registry.
    pub events_resolved: u64,
}

impl Report {
    /// The report of a benchmark, whose files hold no bad row or are refused.
    pub fn of_benchmark(history: &History) -> Self {
        let mut report = Self {
            files: BTreeMap::from([("quadruples".to_owned(), 1)]),
            ..Self::default()
        };
        report.count(history);
        report
    }

    /// Counts the events and actors of the finished history.
    fn count(&mut self, history: &History) {
        let known: Vec<bool> = history.actors().iter().map(|a| a.id.is_some()).collect();
        let is_known = |n: &u32| known.get(*n as usize).copied().unwrap_or_default();
        let pairs = history.source().par_iter().zip(history.target());
        let both = pairs.filter(|(s, t)| is_known(s) && is_known(t)).count();
        self.events = history.len() as u64;
        self.actors = history.actors().len() as u64;
        self.actors_resolved = known.iter().filter(|k| **k).count() as u64;
        self.events_resolved = both as u64;
    }
}

impl std::fmt::Display for Report {
    /// One line for what was taken, one for each thing left out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let files: Vec<String> = self.files.iter().map(|(k, n)| format!("{n} {k}")).collect();
        writeln!(f, "{} events from {}", self.events, files.join(", "))?;
        writeln!(
            f,
            "{} of {} actors known to the registry, both of them in {} events",
            self.actors_resolved, self.actors, self.events_resolved
        )?;
        for (count, what) in [
            (self.bad_rows, "bad rows left out"),
            (self.one_sided, "rows with one actor or none left out"),
            (self.not_done, "statements not asserted left out"),
            (self.undated, "statements without a date left out"),
        ] {
            if count > 0 {
                writeln!(f, "{count} {what}")?;
            }
        }
        Ok(())
    }
}

/// Reads files one after the other, each in parallel, and joins them.
///
/// ```no_run
/// use unravel_actors::Registry;
/// use unravel_events::{Importer, Options};
///
/// let mut importer = Importer::new(Options::default());
/// importer.read("20240101.export.CSV.zip".as_ref())?;
/// let (history, report) = importer.finish(Registry::builtin())?;
/// println!("{} events, {} bad rows", history.len(), report.bad_rows);
/// # Ok::<(), unravel_events::EventsError>(())
/// ```
#[derive(Debug)]
pub struct Importer {
    options: Options,
    builder: Builder,
    report: Report,
    taken: Arc<AtomicU64>,
}

impl Importer {
    /// An importer that has read nothing yet.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            builder: Builder::new(),
            report: Report::default(),
            taken: Arc::default(),
        }
    }

    /// Bytes taken from the disk so far, for a progress bar on another thread.
    pub fn bytes_taken(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.taken)
    }

    /// Reads one file: plain, gzip, zstd, or a zip archive of any number of members.
    ///
    /// # Errors
    /// A file that cannot be opened, is a damaged archive, or is of no known format; with
    /// [`Options::strict`] the first bad row, with its line.
    pub fn read(&mut self, path: &Path) -> Result<(), EventsError> {
        let taken = Arc::clone(&self.taken);
        streams(path, &taken, |name, stream| self.stream(name, stream))
    }

    /// Reads one text stream; `name` stands in messages.
    ///
    /// # Errors
    /// As for [`Importer::read`].
    pub fn stream(&mut self, name: &str, stream: impl Read + Send) -> Result<(), EventsError> {
        self.stream_in_blocks(name, stream, BLOCK)
    }

    pub(crate) fn stream_in_blocks(
        &mut self,
        name: &str,
        stream: impl Read + Send,
        size: usize,
    ) -> Result<(), EventsError> {
        let wrong = |reason: String| EventsError::File {
            file: name.to_owned(),
            reason,
        };
        let unreadable = |error: std::io::Error| wrong(format!("cannot be read on: {error}"));
        let mut blocks = Blocks::new(stream, size);
        let head = blocks.peek(HEAD).map_err(unreadable)?;
        if without_bom(head).trim_ascii().is_empty() {
            return Err(wrong("the file is empty; leave it out or fill it".into()));
        }
        let format = self.options.format.or_else(|| Format::detect(head));
        let format = format.ok_or_else(|| wrong(unknown(head)))?;
        let start = Layout::of(format, head).map_err(&wrong)?;
        blocks.skip(start.bytes);
        blocks.set_ends(start.layout.ends());
        self.blocks(name, &start.layout, start.lines, blocks)?;
        *self.report.files.entry(format.to_string()).or_default() += 1;
        Ok(())
    }

    /// Reads the blocks of a stream, parses them on all cores and takes them in their order;
    /// `line` lines stand before the first. Reading, parsing and joining go on side by side.
    fn blocks(
        &mut self,
        name: &str,
        layout: &Layout,
        mut line: u64,
        mut blocks: Blocks<impl Read + Send>,
    ) -> Result<(), EventsError> {
        let parsers = rayon::current_num_threads().max(1);
        let (send_block, receive_block) = sync_channel(parsers);
        let (send_chunk, receive_chunk) = sync_channel(parsers);
        // only the parsers hold the receiver: once they stop, so does the reader
        let waiting = Arc::new(Mutex::new(receive_block));
        std::thread::scope(|scope| {
            scope.spawn(move || {
                for number in 0_u64.. {
                    let Some(block) = blocks.next().transpose() else {
                        return;
                    };
                    let failed = block.is_err();
                    if send_block.send((number, block)).is_err() || failed {
                        return;
                    }
                }
            });
            for _ in 0..parsers {
                let (waiting, send_chunk) = (Arc::clone(&waiting), send_chunk.clone());
                scope.spawn(move || {
                    loop {
                        let next = waiting.lock().map(|blocks| blocks.recv());
                        let Ok(Ok((number, block))) = next else {
                            return;
                        };
                        let chunk = block.map(|bytes| layout.read(&bytes));
                        if send_chunk.send((number, chunk)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop((waiting, send_chunk));
            self.chunks(name, &mut line, receive_chunk)
        })
    }

    /// Takes parsed blocks in their order; those that come early wait.
    fn chunks(
        &mut self,
        name: &str,
        line: &mut u64,
        chunks: Receiver<(u64, std::io::Result<Chunk>)>,
    ) -> Result<(), EventsError> {
        let mut early = BTreeMap::new();
        let mut next = 0;
        while let Ok((number, chunk)) = chunks.recv() {
            early.insert(number, chunk);
            while let Some(chunk) = early.remove(&next) {
                let chunk = chunk.map_err(|error| EventsError::File {
                    file: name.to_owned(),
                    reason: format!("cannot be read on after line {line}: {error}"),
                })?;
                let lines = chunk.lines;
                self.take(name, *line, chunk)?;
                *line += lines;
                next += 1;
            }
        }
        Ok(())
    }

    fn take(&mut self, name: &str, before: u64, mut chunk: Chunk) -> Result<(), EventsError> {
        let shown = std::mem::take(&mut chunk.shown);
        if self.options.strict
            && let Some(bad) = shown.first()
        {
            return Err(EventsError::Row {
                file: name.to_owned(),
                line: before + bad.line + 1,
                reason: bad.reason.clone(),
            });
        }
        let room = SHOWN.saturating_sub(self.report.bad_rows_shown.len());
        let bad_rows = shown.into_iter().take(room).map(|bad| BadRow {
            file: name.to_owned(),
            line: before + bad.line + 1,
            reason: bad.reason,
        });
        self.report.bad_rows_shown.extend(bad_rows);
        self.report.bad_rows += chunk.bad;
        self.report.one_sided += chunk.one_sided;
        self.report.not_done += chunk.not_done;
        self.report.undated += chunk.undated;
        self.builder.append(chunk);
        Ok(())
    }

    /// The history of all that was read, its actors resolved through the registry, and the report.
    ///
    /// # Errors
    /// No event at all, or more than one history holds.
    pub fn finish(mut self, registry: &Registry) -> Result<(History, Report), EventsError> {
        let resolver = Resolver::new(registry);
        let history = self.builder.finish(TimeUnit::Days, |code, name, country| {
            resolver.entry(code, name, country)
        })?;
        if history.is_empty() {
            return Err(EventsError::Columns(format!(
                "no event in what was read ({} bad rows, {} with one actor or none, {} statements not asserted, {} undated); check the files",
                self.report.bad_rows,
                self.report.one_sided,
                self.report.not_done,
                self.report.undated
            )));
        }
        self.report.count(&history);
        Ok((history, self.report))
    }
}

/// What to say of a stream whose format does not show.
fn unknown(head: &[u8]) -> String {
    let line = head.split(|&b| b == b'\n').next().unwrap_or_default();
    let numbers = line
        .split(|&b| b == b'\t')
        .filter(|cell| crate::text::whole(cell.trim_ascii()).is_some())
        .count();
    if (4..=5).contains(&numbers) && !line.contains(&b',') {
        return "looks like benchmark quadruples; give the folder with train.txt, entity2id.txt and relation2id.txt".into();
    }
    let all: Vec<_> = Format::ALL.iter().map(|f| f.as_str()).collect();
    format!(
        "no known format begins with \"{}\"; give --format ({})",
        crate::text::shown(line),
        all.join(", ")
    )
}
