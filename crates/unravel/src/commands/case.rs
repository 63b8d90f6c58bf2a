//! `unravel new` and `unravel add`.

use std::path::{Path, PathBuf};

use unravel_casefile::{Added, Addition, Case};
use unravel_read::DuplicateIndex;

use super::user;
use crate::cli::Cli;
use crate::intake::{self, File, Reader};
use crate::output::{Talk, print, print_json};

pub fn new(path: &Path, talk: Talk) -> anyhow::Result<()> {
    Case::create(path)?;
    if talk.json {
        print_json(&serde_json::json!({ "case": path }))
    } else {
        talk.say(format_args!(
            "made {}; fill it with: unravel add {} PATH…",
            path.display(),
            path.display()
        ));
        Ok(())
    }
}

/// What storing a file did.
#[derive(Debug, Default, Clone, Copy)]
pub struct Kept {
    /// Documents that are in the case now.
    pub new: usize,
    /// Documents that were in it before.
    pub held: usize,
    /// Statements in the new ones.
    pub statements: usize,
}

/// Stores a coded file, in steps that a kill can't leave half done.
pub fn store(
    case: &mut Case,
    file: &File,
    index: &DuplicateIndex,
    who: &str,
) -> anyhow::Result<Kept> {
    let mut kept = Kept::default();
    let empty = file.documents.is_empty() && file.problems.is_empty();
    if file.hash.is_empty() || empty || !case.begin_file(&file.label, &file.hash, who)? {
        return Ok(kept);
    }
    let signatures: Vec<Option<Vec<u8>>> = file
        .documents
        .iter()
        .map(|(d, _)| index.signature(&d.id))
        .collect();
    let additions: Vec<Addition<'_>> = file
        .documents
        .iter()
        .zip(&signatures)
        .map(|((document, coded), signature)| Addition {
            document,
            coded,
            file: Some(&file.hash),
            signature: signature.as_deref(),
        })
        .collect();
    for chunk in additions.chunks(200) {
        for (added, addition) in case.add_batch(chunk, who)?.into_iter().zip(chunk) {
            match added {
                Added::New => {
                    kept.new += 1;
                    kept.statements += addition.coded.statements.len();
                }
                Added::Held => kept.held += 1,
            }
        }
    }
    let note = file.problems.first().map(ToString::to_string);
    case.mark_file_done(&file.hash, note.as_deref(), who)?;
    Ok(kept)
}

pub fn add(cli: &Cli, path: &Path, paths: &[PathBuf], talk: Talk) -> anyhow::Result<()> {
    let mut case = Case::open(path)?;
    let mut index = DuplicateIndex::restore(case.signatures()?);
    let reader = Reader::new(cli)?;
    let who = user();
    let done: std::collections::HashSet<String> = case
        .files()?
        .into_iter()
        .filter(|f| f.done_at.is_some())
        .map(|f| f.hash)
        .collect();
    let (mut new, mut held) = (0_usize, 0_usize);
    let tally = intake::run(
        paths,
        &reader,
        talk,
        &mut index,
        &mut |hash| Ok(done.contains(hash)),
        &mut |batch, index| {
            for file in batch {
                let stored = store(&mut case, &file, index, &who)?;
                new += stored.new;
                held += stored.held;
            }
            Ok(())
        },
    )?;
    if talk.json {
        return print_json(&serde_json::json!({
            "added": new, "held": held, "files_skipped": tally.skipped, "problems": tally.problems,
        }));
    }
    let held = held + tally.skipped;
    print(&format!(
        "{new} documents added, {held} held already, {} problems",
        tally.problems
    ))
}
