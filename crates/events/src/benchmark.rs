//! Benchmark folders: `train.txt`, `valid.txt`, `test.txt`, `entity2id.txt`, `relation2id.txt`.

use crate::dictionary::{ActorEntry, CodeEntry};
use crate::error::EventsError;
use crate::history::{Columns, Dictionaries, History, TimeUnit};
use crate::text::shortened;
use std::path::Path;
use std::sync::Arc;

/// A benchmark of quadruples, cut into splits. The numbers are those of the files.
#[derive(Debug, Clone)]
pub struct Benchmark {
    /// For fitting.
    pub train: History,
    /// For choices; none where the folder has no `valid.txt`.
    pub valid: Option<History>,
    /// For the report; none where the folder has no `test.txt`.
    pub test: Option<History>,
}

impl Benchmark {
    /// Reads a folder. Each line of a split is `s r o t`, separated by tabs (further columns
    /// are ignored); each line of a dictionary is `name id`.
    ///
    /// # Errors
    /// A missing `train.txt` or dictionary, an empty split, a line that is not four whole
    /// numbers, an id outside its dictionary, ids that are doubled or leave a gap: each with
    /// file and line.
    pub fn read(folder: &Path) -> Result<Self, EventsError> {
        let actors = dictionary(&folder.join("entity2id.txt"))?;
        let codes = dictionary(&folder.join("relation2id.txt"))?;
        let dictionaries = Arc::new(Dictionaries {
            actors: actors.iter().map(|n| ActorEntry::unresolved(n)).collect(),
            codes: codes.iter().map(|n| CodeEntry::named(n)).collect(),
            places: Vec::new(),
        });
        let optional = |name: &str| {
            let path = folder.join(name);
            path.exists()
                .then(|| split(&path, &dictionaries))
                .transpose()
        };
        Ok(Self {
            train: split(&folder.join("train.txt"), &dictionaries)?,
            valid: optional("valid.txt")?,
            test: optional("test.txt")?,
        })
    }
}

impl Benchmark {
    /// All splits as one history.
    ///
    /// # Errors
    /// More events than one history holds.
    pub fn joined(&self) -> Result<History, EventsError> {
        let mut columns = Columns::default();
        for split in [Some(&self.train), self.valid.as_ref(), self.test.as_ref()] {
            let Some(split) = split.map(History::columns) else {
                continue;
            };
            columns.time.extend(&split.time);
            columns.source.extend(&split.source);
            columns.target.extend(&split.target);
            columns.code.extend(&split.code);
        }
        let dictionaries = Arc::clone(self.train.dictionaries());
        History::new(TimeUnit::Steps, columns, dictionaries)
    }
}

fn text(path: &Path) -> Result<String, EventsError> {
    std::fs::read_to_string(path).map_err(|reason| EventsError::Io {
        path: path.to_owned(),
        action: "cannot be read; a benchmark folder holds train.txt, entity2id.txt and relation2id.txt in UTF-8",
        reason,
    })
}

/// Lines with their numbers from 1; empty ones are passed over.
fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    (1u64..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
}

fn dictionary(path: &Path) -> Result<Vec<String>, EventsError> {
    let text = text(path)?;
    let file = path.display().to_string();
    let wrong = |line: u64, reason: String| EventsError::Row {
        file: file.clone(),
        line,
        reason,
    };
    let mut rows: Vec<(u64, usize, &str)> = Vec::new();
    for (line, row) in lines(&text) {
        let cells = row.split_once('\t');
        let entry = cells.and_then(|(name, id)| {
            // Some dictionaries carry further columns.
            let id = id.split('\t').next()?.trim().parse().ok()?;
            Some((line, id, name))
        });
        rows.push(
            entry
                .ok_or_else(|| wrong(line, format!("\"{}\" is not NAME<tab>ID", shortened(row))))?,
        );
    }
    let mut names: Vec<Option<&str>> = vec![None; rows.len()];
    for (line, id, name) in rows {
        let known = names.len();
        match names.get_mut(id) {
            Some(slot @ None) => *slot = Some(name),
            Some(Some(_)) => return Err(wrong(line, format!("id {id} stands here twice"))),
            None => {
                return Err(wrong(
                    line,
                    format!(
                        "id {id}, but {known} names must have the ids 0 to {}",
                        known - 1
                    ),
                ));
            }
        }
    }
    Ok(names.into_iter().flatten().map(str::to_owned).collect())
}

fn split(path: &Path, dictionaries: &Arc<Dictionaries>) -> Result<History, EventsError> {
    let text = text(path)?;
    let file = path.display().to_string();
    let mut columns = Columns::default();
    let bounds = (dictionaries.actors.len(), dictionaries.codes.len());
    for (line, row) in lines(&text) {
        let [s, r, o, t] = quadruple(row, bounds).map_err(|reason| EventsError::Row {
            file: file.clone(),
            line,
            reason,
        })?;
        columns.source.push(s);
        columns.code.push(r);
        columns.target.push(o);
        // `quadruple` keeps it within i32
        columns.time.push(i32::try_from(t).unwrap_or(i32::MAX));
    }
    if columns.is_empty() {
        return Err(EventsError::File {
            file,
            reason: "the split is empty; remove the file or fill it".into(),
        });
    }
    History::new(TimeUnit::Steps, columns, Arc::clone(dictionaries))
}

/// Subject, relation, object and time of a line.
fn quadruple(row: &str, (actors, codes): (usize, usize)) -> Result<[u32; 4], String> {
    let mut cells = row.split('\t').map(str::trim);
    let mut next = |what: &str, known: usize| {
        let cell = cells.next().unwrap_or_default();
        let number: u32 = cell.parse().map_err(|_| {
            format!(
                "{what} \"{}\" is not a whole number; a line is s<tab>r<tab>o<tab>t",
                shortened(cell)
            )
        })?;
        if number as usize >= known {
            return Err(format!("{what} {number} lies outside its {known} ids"));
        }
        Ok(number)
    };
    let largest = i32::MAX as usize + 1;
    Ok([
        next("subject", actors)?,
        next("relation", codes)?,
        next("object", actors)?,
        next("time", largest)?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    const NAMES: (&str, &str) = ("entity2id.txt", "Police_(Freedonia)\t1\nFreedonia\t0\n");
    const RELATIONS: (&str, &str) = (
        "relation2id.txt",
        "Make_a_visit\t0\nUse conventional military force\t1\n",
    );

    #[test]
    fn reads_splits_with_the_numbers_of_the_files() {
        let folder = folder(&[
            NAMES,
            RELATIONS,
            ("train.txt", "0\t1\t1\t24\t-1\r\n1\t0\t0\t0\n"),
            ("test.txt", "0\t0\t0\t87600\n"),
        ]);
        let read = Benchmark::read(folder.path()).unwrap();
        assert_eq!(read.train.time(), [0, 24]);
        assert_eq!(read.train.source(), [1, 0]);
        assert_eq!(read.train.codes()[1].root, Some(19));
        assert_eq!(read.train.actors()[1].name, "Police_(Freedonia)");
        assert!(read.valid.is_none());
        assert_eq!(read.joined().unwrap().time(), [0, 24, 87600]);
        assert_eq!(read.test.unwrap().len(), 1);
    }

    #[test]
    fn what_is_wrong_is_told_with_file_and_line() {
        for (file, text, wants) in [
            ("train.txt", "", "the split is empty"),
            ("train.txt", "\n \n", "the split is empty"),
            (
                "train.txt",
                "0\t0\t1\t0\n0\t0\t2\t0\n",
                "line 2: object 2 lies outside its 2 ids",
            ),
            (
                "train.txt",
                "0\t2\t1\t0\n",
                "line 1: relation 2 lies outside its 2 ids",
            ),
            (
                "train.txt",
                "0\t1\t1\n",
                "line 1: time \"\" is not a whole number",
            ),
            (
                "train.txt",
                "0 1 1 5\n",
                "line 1: subject \"0 1 1 5\" is not a whole number",
            ),
            (
                "train.txt",
                "0\t1\t1\t-4\n",
                "line 1: time \"-4\" is not a whole number",
            ),
            (
                "train.txt",
                "0\t1\t1\t9999999999\n",
                "line 1: time \"9999999999\"",
            ),
            (
                "entity2id.txt",
                "A\t0\nB\t0\n",
                "line 2: id 0 stands here twice",
            ),
            (
                "entity2id.txt",
                "A\t0\nB\t7\n",
                "line 2: id 7, but 2 names must have the ids 0 to 1",
            ),
            (
                "relation2id.txt",
                "Consult\n",
                "line 1: \"Consult\" is not NAME<tab>ID",
            ),
        ] {
            let mut files = vec![NAMES, RELATIONS, ("train.txt", "0\t0\t1\t0\n")];
            files.retain(|(name, _)| *name != file);
            files.push((file, text));
            let folder = folder(&files);
            let error = Benchmark::read(folder.path()).unwrap_err().to_string();
            assert!(error.contains(wants) && error.contains(file), "{error}");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = folder(&[NAMES, RELATIONS]);
        let error = Benchmark::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("train.txt: cannot be read"), "{error}");
    }
}
