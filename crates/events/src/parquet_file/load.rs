//! Reading: groups of rows in parallel, joined like the blocks of a text file.

use super::{METADATA, Metadata, Unit, VERSION};
use crate::builder::Builder;
use crate::chunk::{Chunk, Names, PART, number};
use crate::dictionary::{ActorEntry, Scheme};
use crate::error::EventsError;
use crate::history::{History, TimeUnit};
use bytes::Bytes;
use parquet::basic::{LogicalType, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Records taken from a column at once.
const BATCH: usize = 1 << 16;

pub(super) fn load(name: &str, bytes: Vec<u8>) -> std::result::Result<History, EventsError> {
    let wrong = |reason: String| EventsError::File {
        file: name.to_owned(),
        reason: format!("not a readable history ({reason}); make it with `unravel events import`"),
    };
    // The parser is another project's and the bytes are from outside.
    let loaded = catch_unwind(AssertUnwindSafe(|| groups(Bytes::from(bytes))));
    let (chunks, unit, ids) = match loaded {
        Ok(Ok(loaded)) => loaded,
        Ok(Err(error)) => return Err(wrong(error.to_string())),
        Err(_) => return Err(wrong("the file is damaged".into())),
    };
    let mut builder = Builder::new();
    for chunk in chunks {
        builder.append(chunk);
    }
    builder.finish(unit, |_, name, _| ActorEntry {
        name: name.to_owned(),
        id: ids.get(name).cloned(),
    })
}

type Loaded = (
    Vec<Chunk>,
    TimeUnit,
    BTreeMap<String, unravel_evidence::ActorId>,
);

fn groups(bytes: Bytes) -> Result<Loaded> {
    let file = SerializedFileReader::new(bytes)?;
    let metadata = file.metadata().file_metadata();
    let entries = metadata.key_value_metadata().map_or(&[][..], Vec::as_slice);
    let own = entries.iter().find(|e| e.key == METADATA);
    let own: Option<Metadata> = own
        .and_then(|e| e.value.as_deref())
        .map(serde_json::from_str)
        .transpose()
        .map_err(|e| ParquetError::General(e.to_string()))?;
    if let Some(own) = own.as_ref().filter(|own| own.version > VERSION) {
        return Err(ParquetError::General(format!(
            "its layout {} is newer than this program's {VERSION}",
            own.version
        )));
    }
    let schema = metadata.schema_descr();
    let dated = schema
        .columns()
        .iter()
        .any(|c| c.name() == "time" && c.logical_type_ref() == Some(&LogicalType::Date));
    let unit = match own.as_ref().map(|own| own.unit) {
        Some(Unit::Steps) => TimeUnit::Steps,
        Some(Unit::Days) => TimeUnit::Days,
        None if dated => TimeUnit::Days,
        None => TimeUnit::Steps,
    };
    let chunks = (0..file.num_row_groups())
        .into_par_iter()
        .map(|group| chunk(file.get_row_group(group)?.as_ref()))
        .collect::<Result<Vec<_>>>()?;
    Ok((chunks, unit, own.map_or_else(BTreeMap::new, |o| o.actors)))
}

fn chunk(group: &dyn RowGroupReader) -> Result<Chunk> {
    let mut chunk = Chunk::with_times(numbers(group, "time")?.unwrap_or_default());
    let rows = chunk.time.len();
    let mut actor_key = Vec::new();
    for (name, column) in [("source", &mut chunk.source), ("target", &mut chunk.target)] {
        let actors = &mut chunk.actors;
        *column = words(group, name, |word| {
            actor_key.clear();
            actor_key.push(PART);
            actor_key.extend_from_slice(word);
            actor_key.push(PART);
            number(actors, &actor_key)
        })?;
    }
    let mut schemes = Names::default();
    let scheme = words(group, "scheme", |word| number(&mut schemes, word))?;
    // Foreign files may lack it; then codes are read as CAMEO's.
    let default = number(&mut schemes, Scheme::Cameo.as_str().as_bytes());
    let mut scheme = scheme.into_iter();
    let codes = &mut chunk.codes;
    let mut code_key = Vec::new();
    chunk.code = words(group, "code", |word| {
        let scheme = scheme.next().unwrap_or(default);
        code_key.clear();
        code_key.extend(schemes.get_index(scheme as usize).into_iter().flatten());
        code_key.push(PART);
        code_key.extend_from_slice(word);
        number(codes, &code_key)
    })?;
    for (name, length) in [
        ("time", rows),
        ("source", chunk.source.len()),
        ("target", chunk.target.len()),
        ("code", chunk.code.len()),
    ] {
        if length != rows || rows == 0 {
            return Err(ParquetError::General(format!(
                "column {name} is missing, has gaps or is of another type"
            )));
        }
    }
    chunk.goldstein = scores(group, rows)?;
    chunk.count = unsigned(group, "count")?;
    chunk.fatalities = unsigned(group, "fatalities")?;
    let places = &mut chunk.places;
    chunk.place = words(group, "place", |word| number(places, word))?;
    Ok(chunk)
}

/// The reader of a column, with its highest definition level; none where there is no such column.
fn column(group: &dyn RowGroupReader, name: &str) -> Result<Option<(ColumnReader, i16)>> {
    let columns = group.metadata().schema_descr();
    let Some(at) = columns.columns().iter().position(|c| c.name() == name) else {
        return Ok(None);
    };
    let descriptor = columns.column(at);
    if descriptor.max_rep_level() > 0 || descriptor.max_def_level() > 1 {
        return Err(ParquetError::General(format!("column {name} is nested")));
    }
    let reader = group.get_column_reader(at)?;
    Ok(Some((reader, descriptor.max_def_level())))
}

/// All values of a column, with the definition levels where it has any.
fn all<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    mut each: impl FnMut(&mut Vec<T::T>, &[i16]),
) -> Result<()> {
    loop {
        let mut values = Vec::new();
        let mut levels = Vec::new();
        let (records, _, _) = reader.read_records(BATCH, Some(&mut levels), None, &mut values)?;
        if records == 0 {
            return Ok(());
        }
        each(&mut values, &levels);
    }
}

fn numbers(group: &dyn RowGroupReader, name: &str) -> Result<Option<Vec<i32>>> {
    match column(group, name)? {
        Some((ColumnReader::Int32ColumnReader(reader), _)) => {
            let mut out = Vec::new();
            all(reader, |values, _| out.append(values))?;
            Ok(Some(out))
        }
        None => Ok(None),
        Some(_) => Err(other(name, Physical::INT32)),
    }
}

fn unsigned(group: &dyn RowGroupReader, name: &str) -> Result<Vec<u32>> {
    let values = numbers(group, name)?.unwrap_or_default();
    Ok(values.into_iter().map(i32::cast_unsigned).collect())
}

fn words(
    group: &dyn RowGroupReader,
    name: &str,
    mut number: impl FnMut(&[u8]) -> u32,
) -> Result<Vec<u32>> {
    let mut out = Vec::new();
    match column(group, name)? {
        Some((ColumnReader::ByteArrayColumnReader(reader), _)) => {
            all(reader, |values: &mut Vec<ByteArray>, _| {
                out.extend(values.iter().map(|word| number(word.data())));
            })?;
            Ok(out)
        }
        None => Ok(out),
        Some(_) => Err(other(name, Physical::BYTE_ARRAY)),
    }
}

/// Scores of every row, NaN where one has none; empty where there is no such column.
fn scores(group: &dyn RowGroupReader, rows: usize) -> Result<Vec<f32>> {
    let mut out = Vec::new();
    match column(group, "goldstein")? {
        Some((ColumnReader::FloatColumnReader(reader), highest)) => {
            all(reader, |values, levels| {
                if highest == 0 {
                    out.append(values);
                    return;
                }
                let mut values = values.iter();
                for &level in levels {
                    let there = (level == highest).then(|| values.next()).flatten();
                    out.push(there.copied().unwrap_or(f32::NAN));
                }
            })?;
            if out.len() != rows {
                return Err(other("goldstein", Physical::FLOAT));
            }
            Ok(out)
        }
        None => Ok(out),
        Some(_) => Err(other("goldstein", Physical::FLOAT)),
    }
}

fn other(name: &str, wanted: Physical) -> ParquetError {
    ParquetError::General(format!("column {name} is not of type {wanted}"))
}
