//! The files of folders.

use crate::ReadError;
use std::collections::HashSet;
use std::path::PathBuf;

/// Every file under `paths`, in the order given and sorted within a folder, each once.
///
/// A file named directly is taken as it is. Inside folders, hidden files and folders give
/// [`ReadError::Hidden`] and are not entered; what cannot be opened, and links that lead back to
/// a folder above them, give [`ReadError::Unreadable`].
pub fn walk(paths: &[PathBuf]) -> Vec<Result<PathBuf, ReadError>> {
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for path in paths {
        let mut entries = walkdir::WalkDir::new(path)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if entry.depth() > 0 && is_hidden(entry.file_name()) => {
                    if entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                    out.push(Err(ReadError::Hidden {
                        name: entry.path().display().to_string(),
                    }));
                }
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if !entry.file_type().is_file() => {
                    out.push(Err(ReadError::Unreadable {
                        name: entry.path().display().to_string(),
                        source: std::io::Error::other("neither a file nor a folder"),
                    }));
                }
                Ok(entry) => {
                    // the same file by two names (./a, a, a link) is one file
                    let real = entry
                        .path()
                        .canonicalize()
                        .unwrap_or_else(|_| entry.path().to_owned());
                    if seen.insert(real) {
                        out.push(Ok(entry.into_path()));
                    }
                }
                Err(error) => {
                    let name = error.path().unwrap_or(path).display().to_string();
                    let source = match error.loop_ancestor() {
                        Some(above) => {
                            std::io::Error::other(format!("a link back to {}", above.display()))
                        }
                        None => error
                            .into_io_error()
                            .unwrap_or_else(|| std::io::Error::other("unknown error")),
                    };
                    out.push(Err(ReadError::Unreadable { name, source }));
                }
            }
        }
    }
    out
}

fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_sorted_files_and_tells_of_the_rest() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        std::fs::create_dir_all(root.join("b/deep")).unwrap();
        std::fs::create_dir(root.join(".git")).unwrap();
        for file in [
            "z.txt",
            "a.txt",
            "b/deep/c.txt",
            ".hidden.txt",
            ".git/x.txt",
        ] {
            std::fs::write(root.join(file), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(root, root.join("b/loop")).unwrap();
        let missing = root.join("missing");
        let found = walk(&[root.to_owned(), root.join("a.txt"), missing]);
        let shown: Vec<String> = found
            .iter()
            .map(|r| match r {
                Ok(p) => p.strip_prefix(root).unwrap().display().to_string(),
                Err(e) => e.to_string().replace(&root.display().to_string(), ""),
            })
            .collect();
        assert_eq!(
            shown[0],
            "/.git: hidden, left out; name it directly to read it"
        );
        assert!(shown[1].starts_with("/.hidden.txt: hidden"));
        assert_eq!(shown[2..4], ["a.txt", "b/deep/c.txt"]);
        assert!(
            shown[4].starts_with("/b/loop: cannot be read (a link back to"),
            "{shown:?}"
        );
        assert_eq!(shown[5], "z.txt");
        assert!(shown[6].starts_with("/missing: cannot be read"));
        assert_eq!(shown.len(), 7);
    }

    #[cfg(unix)]
    #[test]
    fn an_unreadable_folder_is_one_line() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let closed = dir.path().join("closed");
        std::fs::create_dir(&closed).unwrap();
        std::fs::write(dir.path().join("open.txt"), "x").unwrap();
        std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
        if std::fs::read_dir(&closed).is_ok() {
            println!("skipped: this user may read every folder");
            return;
        }
        let found = walk(&[dir.path().to_owned()]);
        assert!(matches!(found[0], Err(ReadError::Unreadable { .. })));
        assert!(found[1].is_ok());
    }
}
