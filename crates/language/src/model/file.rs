//! Packing and checking of a model file.

use super::ModelData;

/// Version of the file format that this crate reads and writes.
pub const FORMAT_VERSION: u32 = 1;

const MAGIC: &[u8; 8] = b"UNRAVLLM";
/// Magic, version, length of the content, BLAKE3 of the packed content.
const HEADER: usize = 8 + 4 + 8 + 32;
/// No honest model is near this; keeps a forged length from exhausting memory.
const MOST_BYTES: u64 = 256 << 20;

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The file could not be read.
    #[error("cannot read the model file: {0}")]
    Read(#[from] std::io::Error),
    /// The file does not start with the magic bytes of a model.
    #[error("not a model file of this program")]
    Foreign,
    /// The file has another format version.
    #[error("model file has format version {found}, this program reads version {FORMAT_VERSION}")]
    Version {
        /// The version found.
        found: u32,
    },
    /// The checksum or the packed content is wrong.
    #[error("model file is damaged: {0}")]
    Damaged(String),
    /// The content is well formed but does not fit together.
    #[error("model file does not fit this program: {0}")]
    Unfit(String),
    /// The crate was built without the embedded model.
    #[error("built without the `english` feature: load a model with Pipeline::from_path")]
    NotEmbedded,
}

/// Packs a model. The same data gives the same bytes.
pub fn write(data: &ModelData) -> Result<Vec<u8>, ModelError> {
    let damaged = |e: &dyn std::fmt::Display| ModelError::Damaged(e.to_string());
    let content = postcard::to_allocvec(data).map_err(|e| damaged(&e))?;
    let packed = zstd::bulk::compress(&content, 19).map_err(|e| damaged(&e))?;
    let mut file = Vec::with_capacity(HEADER + packed.len());
    file.extend_from_slice(MAGIC);
    file.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
    file.extend_from_slice(&(content.len() as u64).to_le_bytes());
    file.extend_from_slice(blake3::hash(&packed).as_bytes());
    file.extend_from_slice(&packed);
    Ok(file)
}

/// Unpacks a model, or says what is wrong with it.
pub fn read(file: &[u8]) -> Result<ModelData, ModelError> {
    let damaged = |what: &str| ModelError::Damaged(what.to_owned());
    let (magic, rest) = file.split_first_chunk::<8>().ok_or(ModelError::Foreign)?;
    if magic != MAGIC {
        return Err(ModelError::Foreign);
    }
    if file.len() < HEADER {
        return Err(damaged("it ends within the header"));
    }
    let (version, rest) = rest.split_first_chunk::<4>().ok_or(ModelError::Foreign)?;
    let found = u32::from_le_bytes(*version);
    if found != FORMAT_VERSION {
        return Err(ModelError::Version { found });
    }
    let (length, rest) = rest.split_first_chunk::<8>().ok_or(ModelError::Foreign)?;
    let length = u64::from_le_bytes(*length);
    let (sum, packed) = rest.split_first_chunk::<32>().ok_or(ModelError::Foreign)?;
    if blake3::hash(packed) != blake3::Hash::from_bytes(*sum) {
        return Err(damaged("the checksum is wrong"));
    }
    if length > MOST_BYTES {
        return Err(damaged("the stated length is beyond all reason"));
    }
    let content = zstd::bulk::decompress(packed, length as usize)
        .map_err(|e| ModelError::Damaged(e.to_string()))?;
    if content.len() as u64 != length {
        return Err(damaged("the length is not the stated one"));
    }
    postcard::from_bytes(&content).map_err(|e| ModelError::Damaged(e.to_string()))
}
