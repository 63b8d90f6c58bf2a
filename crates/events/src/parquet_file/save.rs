//! Writing: groups of rows are encoded in parallel, column by column, and joined in order.

use super::{METADATA, Metadata, io, pages};
use crate::error::EventsError;
use crate::history::{History, TimeUnit};
use bytes::Bytes;
use parquet::basic::{
    Compression, ConvertedType, LogicalType, Repetition, Type as Physical, ZstdLevel,
};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::types::{ColumnDescPtr, Type};
use rayon::prelude::*;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use unravel_evidence::QuadClass;

/// Rows of a group.
const GROUP: usize = 1 << 18;
/// Values handed to the encoder at once.
const BATCH: usize = 1 << 13;

/// A column of the file: where its values come from.
enum Source<'h> {
    Time(&'h [i32]),
    /// Words, by number.
    Words(&'h [u32], Vec<&'h str>),
    /// Small numbers, by number; none where unknown.
    Looked(&'h [u32], Vec<Option<i32>>),
    Score(&'h [f32]),
    Number(&'h [u32]),
}

pub(super) fn save(history: &History, path: &Path) -> std::result::Result<(), EventsError> {
    let cannot = "cannot be written; check folder, space and permissions";
    // Beside the target, so that renaming does not copy.
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let file = std::fs::File::create(part).map_err(io(path, cannot))?;
    let written = write(history, BufWriter::new(file)).map_err(|error| EventsError::File {
        file: path.display().to_string(),
        reason: format!("cannot be written: {error}"),
    });
    let done = written.and_then(|()| std::fs::rename(part, path).map_err(io(path, cannot)));
    if done.is_err() {
        // The error above says more than one about cleaning up.
        let _ = std::fs::remove_file(part);
    }
    done
}

fn write(history: &History, out: impl Write + Send) -> Result<()> {
    let columns = columns(history);
    let fields = columns
        .iter()
        .map(|(name, source)| field(name, source, history.unit()).map(Arc::new))
        .collect::<Result<Vec<_>>>()?;
    let schema = Type::group_type_builder("history")
        .with_fields(fields)
        .build()?;
    let metadata = serde_json::to_string(&Metadata::of(history))
        .map_err(|e| ParquetError::General(e.to_string()))?;
    let properties = Arc::new(
        WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(pages::LEVEL)?))
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_created_by(concat!("unravel ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(vec![KeyValue::new(METADATA.to_owned(), metadata)]))
            .build(),
    );
    let mut file = SerializedFileWriter::new(out, Arc::new(schema), Arc::clone(&properties))?;
    let descriptors = file.schema_descr().columns().to_vec();
    let groups: Vec<Range<usize>> = (0..history.len())
        .step_by(GROUP)
        .map(|start| start..(start + GROUP).min(history.len()))
        .collect();
    // As many groups at once as there are cores bound the memory.
    for batch in groups.chunks(rayon::current_num_threads().max(1)) {
        let units: Vec<(&Range<usize>, usize)> = batch
            .iter()
            .flat_map(|rows| (0..columns.len()).map(move |column| (rows, column)))
            .collect();
        let encoded: Vec<(Bytes, ColumnCloseResult)> = units
            .par_iter()
            .map(
                |&(rows, column)| match (columns.get(column), descriptors.get(column)) {
                    (Some((_, source)), Some(descriptor)) => {
                        encode(source, rows.clone(), descriptor, &properties)
                    }
                    _ => Err(ParquetError::General("a column is missing".into())),
                },
            )
            .collect::<Result<_>>()?;
        let mut encoded = encoded.into_iter();
        for _ in batch {
            let mut group = file.next_row_group()?;
            for (bytes, closed) in encoded.by_ref().take(columns.len()) {
                group.append_column(&bytes, closed)?;
            }
            group.close()?;
        }
    }
    file.close()?;
    Ok(())
}

fn columns(history: &History) -> Vec<(&'static str, Source<'_>)> {
    let actors: Vec<&str> = history.actors().iter().map(|a| a.name.as_str()).collect();
    let codes = history.codes();
    let all = history.columns();
    let mut out = vec![
        ("time", Source::Time(&all.time)),
        ("source", Source::Words(&all.source, actors.clone())),
        ("target", Source::Words(&all.target, actors)),
        (
            "code",
            Source::Words(&all.code, codes.iter().map(|c| c.code.as_str()).collect()),
        ),
        (
            "scheme",
            Source::Words(&all.code, codes.iter().map(|c| c.scheme.as_str()).collect()),
        ),
        (
            "root",
            Source::Looked(
                &all.code,
                codes.iter().map(|c| c.root.map(i32::from)).collect(),
            ),
        ),
        (
            "quad",
            Source::Looked(
                &all.code,
                codes
                    .iter()
                    .map(|c| c.quad.map(QuadClass::number).map(i32::from))
                    .collect(),
            ),
        ),
    ];
    if let Some(values) = &all.goldstein {
        out.push(("goldstein", Source::Score(values)));
    }
    if let Some(values) = &all.count {
        out.push(("count", Source::Number(values)));
    }
    if let Some(values) = &all.fatalities {
        out.push(("fatalities", Source::Number(values)));
    }
    if let Some(values) = &all.place {
        let places = &history.dictionaries().places;
        out.push((
            "place",
            Source::Words(values, places.iter().map(String::as_str).collect()),
        ));
    }
    out
}

fn field(name: &str, source: &Source<'_>, unit: TimeUnit) -> Result<Type> {
    let (physical, logical, repetition) = match source {
        Source::Time(_) => {
            let date = (unit == TimeUnit::Days).then_some(LogicalType::Date);
            (Physical::INT32, date, Repetition::REQUIRED)
        }
        Source::Words(..) => (
            Physical::BYTE_ARRAY,
            Some(LogicalType::String),
            Repetition::REQUIRED,
        ),
        Source::Looked(..) => (Physical::INT32, None, Repetition::OPTIONAL),
        Source::Score(_) => (Physical::FLOAT, None, Repetition::OPTIONAL),
        Source::Number(_) => (Physical::INT32, None, Repetition::REQUIRED),
    };
    let builder = Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical);
    match source {
        // The plain form of unsigned numbers, which every reader knows.
        Source::Number(_) => builder.with_converted_type(ConvertedType::UINT_32),
        _ => builder,
    }
    .build()
}

/// One column of one group of rows.
fn encode(
    source: &Source<'_>,
    rows: Range<usize>,
    descriptor: &ColumnDescPtr,
    properties: &WriterPropertiesPtr,
) -> Result<(Bytes, ColumnCloseResult)> {
    match source {
        Source::Words(numbers, words) => {
            return pages::encode(part(numbers, &rows), &words[..], words.len(), descriptor);
        }
        Source::Looked(numbers, known) => {
            return pages::encode(part(numbers, &rows), &known[..], known.len(), descriptor);
        }
        _ => {}
    }
    let mut sink = TrackedWrite::new(Vec::new());
    let closed = {
        let pages = Box::new(SerializedPageWriter::new(&mut sink));
        let mut writer = get_column_writer(Arc::clone(descriptor), Arc::clone(properties), pages);
        let wrong = || ParquetError::General("a column has another type than its values".into());
        for start in rows.clone().step_by(BATCH) {
            let batch = start..(start + BATCH).min(rows.end);
            match (source, &mut writer) {
                (Source::Time(values), ColumnWriter::Int32ColumnWriter(to)) => {
                    to.write_batch(part(values, &batch), None, None)?;
                }
                (Source::Score(values), ColumnWriter::FloatColumnWriter(to)) => {
                    let values = part(values, &batch).iter();
                    let (levels, values) = optional(values.map(|v| (!v.is_nan()).then_some(*v)));
                    to.write_batch(&values, Some(&levels), None)?;
                }
                (Source::Number(values), ColumnWriter::Int32ColumnWriter(to)) => {
                    let values: Vec<i32> = part(values, &batch)
                        .iter()
                        .map(|v| v.cast_signed())
                        .collect();
                    to.write_batch(&values, None, None)?;
                }
                _ => return Err(wrong()),
            }
        }
        writer.close()?
    };
    Ok((Bytes::from(sink.into_inner()?), closed))
}

fn part<'v, T>(values: &'v [T], range: &Range<usize>) -> &'v [T] {
    values.get(range.clone()).unwrap_or_default()
}

/// Definition levels, and the values that are there.
fn optional<T>(values: impl Iterator<Item = Option<T>>) -> (Vec<i16>, Vec<T>) {
    let mut levels = Vec::new();
    let mut there = Vec::new();
    for value in values {
        levels.push(i16::from(value.is_some()));
        there.extend(value);
    }
    (levels, there)
}
