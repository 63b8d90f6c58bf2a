//! Unpacking with limits, so that a small file cannot fill the memory.

use crate::{ReadError, ReadOptions};
use std::io::Read;

/// Text rarely packs better than 30 to 1; a ratio over this, past [`FREE`] bytes, is a bomb.
const MAX_RATIO: u64 = 200;
/// Any file may unpack to this much whatever the ratio.
const FREE: u64 = 16 << 20;

/// Reads all of `reader`, which unpacks `packed` bytes; stops at the limits.
pub(crate) fn unpack(
    reader: impl Read,
    packed: u64,
    name: &str,
    format: &'static str,
    options: &ReadOptions,
) -> Result<Vec<u8>, ReadError> {
    let limit = options
        .max_unpacked_bytes
        .min(FREE.max(packed.saturating_mul(MAX_RATIO)));
    let mut out = Vec::new();
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut out)
        .map_err(|e| ReadError::malformed(name, format, "compressed data", e))?;
    if out.len() as u64 > limit {
        return Err(ReadError::Bomb {
            name: name.to_owned(),
            packed,
            limit,
        });
    }
    Ok(out)
}

/// Unpacks a gzip file of one or more members.
pub(crate) fn gunzip(
    bytes: &[u8],
    name: &str,
    options: &ReadOptions,
) -> Result<Vec<u8>, ReadError> {
    unpack(
        flate2::read::MultiGzDecoder::new(bytes),
        bytes.len() as u64,
        name,
        "gzip",
        options,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn members_are_joined_and_bombs_refused() {
        let options = ReadOptions::default();
        let two = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(gunzip(&two, "a.gz", &options).unwrap(), b"one two");
        let bomb = gzip(&vec![0; 20 << 20]);
        assert!(matches!(
            gunzip(&bomb, "b.gz", &options),
            Err(ReadError::Bomb { .. })
        ));
    }
}
