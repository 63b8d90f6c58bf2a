//! Opening files: plain, gzip, zstd and zip, each as streams of text.

use crate::error::EventsError;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A reader that tells how many bytes of the file were taken.
struct Counted<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(to)
    }
}

/// Gives every text stream of a file to `work`, with the name to show for it: the path, and for a
/// member of an archive `path/member`. Compression is told by the first bytes, not by the name.
/// Bytes taken from the disk are added to `taken`.
///
/// # Errors
/// A file that cannot be opened or is a damaged archive; whatever `work` returns.
pub(crate) fn streams(
    path: &Path,
    taken: &Arc<AtomicU64>,
    mut work: impl FnMut(&str, Box<dyn Read + Send + '_>) -> Result<(), EventsError>,
) -> Result<(), EventsError> {
    let failed = |reason| EventsError::Io {
        path: path.to_owned(),
        action: "cannot be read; check path and permissions",
        reason,
    };
    let name = path.display().to_string();
    let mut file = File::open(path).map_err(failed)?;
    let mut magic = [0; 4];
    let mut filled = 0;
    while filled < magic.len() {
        match file.read(&mut magic[filled..]).map_err(failed)? {
            0 => break,
            n => filled += n,
        }
    }
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    let file = Counted {
        inner: file,
        taken: Arc::clone(taken),
    };
    match magic {
        [0x1f, 0x8b, ..] => work(
            &name,
            Box::new(flate2::read::MultiGzDecoder::new(BufReader::new(file))),
        ),
        [0x28, 0xb5, 0x2f, 0xfd] => {
            let decoder = zstd::stream::read::Decoder::new(file).map_err(failed)?;
            work(&name, Box::new(decoder))
        }
        [b'P', b'K', 3, 4] => members(&name, file, work),
        _ => work(&name, Box::new(file)),
    }
}

fn members(
    name: &str,
    file: Counted<File>,
    mut work: impl FnMut(&str, Box<dyn Read + Send + '_>) -> Result<(), EventsError>,
) -> Result<(), EventsError> {
    let damaged = |reason: zip::result::ZipError| EventsError::File {
        file: name.to_owned(),
        reason: format!("not a readable zip archive ({reason}); download it again"),
    };
    let mut archive = zip::ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let mut found = false;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(damaged)?;
        // Archives made on some systems carry a shadow of each file.
        let inside = member.name().map_err(damaged)?.into_owned();
        if member.is_dir() || inside.starts_with("__MACOSX") {
            continue;
        }
        found = true;
        let shown = format!("{name}/{}", crate::text::shortened(&inside));
        work(&shown, Box::new(member))?;
    }
    if found {
        return Ok(());
    }
    Err(EventsError::File {
        file: name.to_owned(),
        reason: "the archive holds no file".into(),
    })
}
