//! Files and folders to coded documents, in bounded batches.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, bail};
use rayon::prelude::*;
use unravel_actors::Registry;
use unravel_coder::{Coder, Lexicon};
use unravel_evidence::{Coded, Document};
use unravel_language::Pipeline;
use unravel_read::{DuplicateIndex, ReadError, ReadOptions, read_bytes, walk};

use crate::cli::Cli;
use crate::output::Talk;

/// Files read before they are coded together: enough to keep every core busy, few enough to
/// keep memory small.
const BATCH: usize = 64;

/// The registry with the user's actors, if any.
pub fn registry(cli: &Cli) -> anyhow::Result<&'static Registry> {
    static WITH_USER: OnceLock<Registry> = OnceLock::new();
    let Some(file) = &cli.actors_file else {
        return Ok(Registry::builtin());
    };
    if let Some(registry) = WITH_USER.get() {
        return Ok(registry);
    }
    let registry = Registry::builtin().with_user(&read_text(file)?, &file.display().to_string())?;
    Ok(WITH_USER.get_or_init(|| registry))
}

/// The lexicon with the user's predicates, if any.
pub fn lexicon(cli: &Cli) -> anyhow::Result<Lexicon> {
    let mut lexicon = Lexicon::builtin()?;
    if let Some(file) = &cli.lexicon {
        lexicon.add(&read_text(file)?, &file.display().to_string())?;
    }
    Ok(lexicon)
}

/// The coder's parts, loaded once.
pub struct Reader {
    pipeline: Pipeline,
    registry: &'static Registry,
    lexicon: Lexicon,
}

impl Reader {
    pub fn new(cli: &Cli) -> anyhow::Result<Self> {
        Self::with(registry(cli)?, lexicon(cli)?)
    }

    /// The same from parts that are loaded already.
    pub fn with(registry: &'static Registry, lexicon: Lexicon) -> anyhow::Result<Self> {
        Ok(Self {
            pipeline: Pipeline::english().context("loading the English model")?,
            registry,
            lexicon,
        })
    }

    pub fn registry(&self) -> &'static Registry {
        self.registry
    }

    pub fn coder(&self) -> Coder<'_> {
        Coder::new(&self.pipeline, self.registry, self.lexicon.clone())
    }

    pub fn pipeline(&self) -> &Pipeline {
        &self.pipeline
    }
}

/// A file that was loaded, or could not be.
pub struct Bytes {
    /// Its path, for people.
    pub label: String,
    /// BLAKE3 of its bytes.
    pub hash: String,
    /// What it holds.
    pub content: Result<Vec<u8>, ReadError>,
}

/// One file with what came of it.
pub struct File {
    /// Its path, for people.
    pub label: String,
    /// BLAKE3 of its bytes.
    pub hash: String,
    /// Documents with their coding, in the order of the file.
    pub documents: Vec<(Document, Coded)>,
    /// Why parts of it (or all) gave nothing.
    pub problems: Vec<ReadError>,
}

/// What a run did.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub files: usize,
    pub documents: usize,
    pub problems: usize,
    pub skipped: usize,
}

/// Reads and codes every file under `paths` in order, batch by batch. `known` says which files
/// (by the hash of their bytes) need no reading; `sink` takes each batch.
///
/// Problems are told on stderr, one line each; the rest goes on. Nothing read at all is an error.
pub fn run(
    paths: &[PathBuf],
    reader: &Reader,
    talk: Talk,
    duplicates: &mut DuplicateIndex,
    known: &mut dyn FnMut(&str) -> anyhow::Result<bool>,
    sink: &mut dyn FnMut(Vec<File>, &DuplicateIndex) -> anyhow::Result<()>,
) -> anyhow::Result<Tally> {
    let options = ReadOptions::default();
    let coder = reader.coder();
    let mut tally = Tally::default();
    let mut files = Vec::new();
    for entry in walk(paths) {
        match entry {
            Ok(path) => files.push(path),
            Err(problem) => {
                tally.problems += 1;
                talk.say(problem);
            }
        }
    }
    let bar = talk.progress(files.len(), "reading");
    for chunk in files.chunks(BATCH) {
        // bytes first, so that what the case holds is neither read nor coded again
        let mut fresh: Vec<Bytes> = Vec::new();
        for path in chunk {
            let content = load(path, &options);
            let hash = content
                .as_ref()
                .map(|b| unravel_casefile::file_hash(b.as_slice()))
                .ok()
                .transpose()?
                .unwrap_or_default();
            if !hash.is_empty() && known(&hash)? {
                tally.skipped += 1;
                continue;
            }
            fresh.push(Bytes {
                label: path.display().to_string(),
                hash,
                content,
            });
        }
        let batch = code(fresh, &coder, &options, duplicates);
        for file in &batch {
            tally.files += 1;
            tally.documents += file.documents.len();
            tally.problems += file.problems.len();
            for problem in &file.problems {
                bar.suspend(|| talk.say(problem));
            }
        }
        sink(batch, duplicates)?;
        bar.inc(chunk.len() as u64);
    }
    bar.finish_and_clear();
    if tally.documents == 0 && tally.skipped == 0 {
        bail!(
            "nothing could be read; give files or folders of HTML, PDF, DOCX, text, Markdown, e-mail, feeds, WARC or JSON Lines"
        );
    }
    Ok(tally)
}

/// Reads and codes these files on every core, in their order.
pub fn code(
    fresh: Vec<Bytes>,
    coder: &Coder<'_>,
    options: &ReadOptions,
    duplicates: &mut DuplicateIndex,
) -> Vec<File> {
    let read: Vec<(File, Vec<Result<Document, ReadError>>)> = fresh
        .into_par_iter()
        .map(
            |Bytes {
                 label,
                 hash,
                 content,
             }| {
                let results = match content {
                    Ok(content) => read_bytes(&content, &label, options),
                    Err(problem) => vec![Err(problem)],
                };
                let file = File {
                    label,
                    hash,
                    documents: Vec::new(),
                    problems: Vec::new(),
                };
                (file, results)
            },
        )
        .collect();
    let mut batch: Vec<File> = Vec::new();
    for (mut file, results) in read {
        for result in results {
            match result {
                Ok(mut document) => {
                    document.duplicate_of = duplicates.insert(&document);
                    file.documents.push((document, Coded::default()));
                }
                Err(problem) => file.problems.push(problem),
            }
        }
        batch.push(file);
    }
    batch.par_iter_mut().for_each(|file| {
        file.documents
            .par_iter_mut()
            .for_each(|(document, coded)| *coded = coder.code(document));
    });
    batch
}

/// The bytes of a file, refused before loading where it is over every limit.
fn load(path: &Path, options: &ReadOptions) -> Result<Vec<u8>, ReadError> {
    let unreadable = |source| ReadError::Unreadable {
        name: path.display().to_string(),
        source,
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > options.max_container_bytes {
        return Err(ReadError::TooLarge {
            name: path.display().to_string(),
            size,
            limit: options.max_container_bytes,
            what: "one file",
            option: "max_container_bytes",
        });
    }
    std::fs::read(path).map_err(unreadable)
}

/// A text file of the user's.
pub fn read_text(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file)
        .with_context(|| format!("{}: cannot be read; check the path", file.display()))
}
