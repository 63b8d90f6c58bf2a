//! Columns that are dictionary-encoded in memory go to the file as they are: one dictionary page
//! of the words that the group uses, one page of numbers. Handing each word to the encoder would
//! hash it again for every row.

use bytes::Bytes;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::statistics::{Statistics, ValueStatistics};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

/// Level of zstd for every column of the file.
pub(super) const LEVEL: i32 = 1;
/// Longer words do not become statistics, which stand in the footer.
const LONGEST_STATISTIC: usize = 64;

/// What the numbers of a column stand for.
pub(super) trait Words {
    /// The word of a number in the plain encoding of its type; none where the value is missing.
    fn plain(&self, number: u32, out: &mut Vec<u8>) -> bool;
    /// Least and greatest of some numbers' words, where that is worth telling.
    fn statistics(&self, numbers: &[u32]) -> Option<Statistics>;
}

impl Words for [&str] {
    fn plain(&self, number: u32, out: &mut Vec<u8>) -> bool {
        let Some(word) = self.get(number as usize) else {
            return false;
        };
        out.extend((word.len() as u32).to_le_bytes());
        out.extend(word.as_bytes());
        true
    }

    fn statistics(&self, numbers: &[u32]) -> Option<Statistics> {
        let words = || numbers.iter().filter_map(|&n| self.get(n as usize));
        let (least, most) = (words().min()?, words().max()?);
        if least.len().max(most.len()) > LONGEST_STATISTIC {
            return None;
        }
        let bytes = |word: &str| Some(ByteArray::from(word));
        let both = ValueStatistics::new(bytes(least), bytes(most), None, Some(0), false);
        Some(Statistics::ByteArray(both))
    }
}

impl Words for [Option<i32>] {
    fn plain(&self, number: u32, out: &mut Vec<u8>) -> bool {
        let Some(value) = self.get(number as usize).copied().flatten() else {
            return false;
        };
        out.extend(value.to_le_bytes());
        true
    }

    fn statistics(&self, _: &[u32]) -> Option<Statistics> {
        None
    }
}

/// One column of one group of rows. A number without a word is a missing value, which only a
/// column may have that is declared so.
pub(super) fn encode(
    numbers: &[u32],
    words: &(impl Words + ?Sized),
    known: usize,
    descriptor: &ColumnDescPtr,
) -> Result<(Bytes, ColumnCloseResult)> {
    const UNSEEN: u32 = u32::MAX;
    const MISSING: u32 = u32::MAX - 1;
    let mut place = vec![UNSEEN; known];
    let mut used = Vec::new();
    let mut dictionary = Vec::new();
    let mut indices = Vec::with_capacity(numbers.len());
    let mut levels = Vec::new();
    let optional = descriptor.max_def_level() > 0;
    for &number in numbers {
        let place = place.get_mut(number as usize).ok_or_else(|| {
            ParquetError::General("a row holds a number that no dictionary has".into())
        })?;
        if *place == UNSEEN {
            if words.plain(number, &mut dictionary) {
                *place = used.len() as u32;
                used.push(number);
            } else {
                *place = MISSING;
            }
        }
        let there = *place != MISSING;
        if there {
            indices.push(*place);
        }
        if optional {
            levels.push(u32::from(there));
        } else if !there {
            return Err(ParquetError::General("a column lacks a value".into()));
        }
    }
    let mut page = Vec::new();
    if optional {
        let mut packed = Vec::new();
        pack(&levels, 1, &mut packed);
        page.extend((packed.len() as u32).to_le_bytes());
        page.extend(packed);
    }
    let width = (used.len().max(2) - 1).ilog2() + 1;
    page.push(width as u8);
    pack(&indices, width, &mut page);

    let mut sink = TrackedWrite::new(Vec::new());
    let mut writer = SerializedPageWriter::new(&mut sink);
    let words_page = writer.write_page(compressed(&dictionary, |buf| Page::DictionaryPage {
        buf,
        num_values: used.len() as u32,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    })?)?;
    let rows_page = writer.write_page(compressed(&page, |buf| Page::DataPage {
        buf,
        num_values: numbers.len() as u32,
        encoding: Encoding::RLE_DICTIONARY,
        def_level_encoding: Encoding::RLE,
        rep_level_encoding: Encoding::RLE,
        statistics: None,
    })?)?;
    let compressed_size = words_page.compressed_size + rows_page.compressed_size;
    let plain_size = words_page.uncompressed_size + rows_page.uncompressed_size;
    let mut metadata = ColumnChunkMetaData::builder(descriptor.clone())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(LEVEL)?))
        .set_encodings(vec![
            Encoding::PLAIN,
            Encoding::RLE,
            Encoding::RLE_DICTIONARY,
        ])
        .set_total_compressed_size(compressed_size as i64)
        .set_total_uncompressed_size(plain_size as i64)
        .set_num_values(numbers.len() as i64)
        .set_dictionary_page_offset(Some(words_page.offset as i64))
        .set_data_page_offset(rows_page.offset as i64);
    if let Some(statistics) = words.statistics(&used) {
        metadata = metadata.set_statistics(statistics);
    }
    let closed = ColumnCloseResult {
        bytes_written: compressed_size as u64,
        rows_written: numbers.len() as u64,
        metadata: metadata.build()?,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    };
    Ok((Bytes::from(sink.into_inner()?), closed))
}

fn compressed(plain: &[u8], page: impl FnOnce(Bytes) -> Page) -> Result<CompressedPage> {
    let bytes = zstd::bulk::compress(plain, LEVEL)?;
    Ok(CompressedPage::new(page(Bytes::from(bytes)), plain.len()))
}

/// Numbers of `width` bits as one bit-packed run of the hybrid encoding; the last group of eight
/// is filled up with zeros.
fn pack(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    let groups = numbers.len().div_ceil(8);
    let mut header = (groups as u64) << 1 | 1;
    while header >= 0x80 {
        out.push(header as u8 | 0x80);
        header >>= 7;
    }
    out.push(header as u8);
    let end = out.len() + groups * width as usize;
    let (mut bits, mut filled) = (0_u64, 0);
    for &number in numbers {
        bits |= u64::from(number) << filled;
        filled += width;
        if filled >= 32 {
            out.extend((bits as u32).to_le_bytes());
            bits >>= 32;
            filled -= 32;
        }
    }
    out.extend(bits.to_le_bytes());
    // what the last bits did not fill, and what they wrote too much
    out.resize(end, 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_packed_from_the_lowest_bit() {
        // the example of the format's description: 0 to 7 in three bits
        let mut out = Vec::new();
        pack(&[0, 1, 2, 3, 4, 5, 6, 7], 3, &mut out);
        assert_eq!(out, [0b11, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
        let mut out = Vec::new();
        pack(&[1; 9], 1, &mut out);
        assert_eq!(out, [0b101, 0xff, 1]);
        let mut out = Vec::new();
        pack(&vec![0x3ffff; 1000], 18, &mut out);
        assert_eq!(out[2..], vec![0xff; 1000 * 18 / 8]);
    }
}
