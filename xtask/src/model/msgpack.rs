//! MessagePack as the wheel uses it, arrays of numbers included.

use anyhow::{Context, Result, ensure};
use rmpv::Value;

/// One value of a MessagePack file.
pub struct Node(pub Value);

/// Reads one file.
pub fn parse(bytes: &[u8]) -> Result<Node> {
    let mut rest = bytes;
    Ok(Node(rmpv::decode::read_value(&mut rest)?))
}

/// Text of a value: a string, or bytes that are one.
pub fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Binary(bytes) => std::str::from_utf8(bytes).ok(),
        other => other.as_str(),
    }
}

/// The entry of a map, whatever type its key is written in.
pub fn get<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    value
        .as_map()?
        .iter()
        .find(|(k, _)| text(k) == Some(key))
        .map(|(_, v)| v)
}

impl Node {
    /// The entry of the outermost map.
    pub fn get(&self, key: &str) -> Result<&Value> {
        get(&self.0, key).with_context(|| format!("no entry {key}"))
    }

    /// A string entry of the outermost map.
    pub fn text(&self, key: &str) -> Result<&str> {
        text(self.get(key)?).with_context(|| format!("{key} is no string"))
    }
}

/// An array of 32-bit floats with its shape.
pub struct Array {
    /// Length in each dimension.
    pub shape: Vec<usize>,
    /// The numbers, last dimension fastest.
    pub numbers: Vec<f32>,
}

/// Reads a numpy array in its MessagePack form.
pub fn array(value: &Value) -> Result<Array> {
    let kind = get(value, "type")
        .and_then(text)
        .context("an array has no type")?;
    ensure!(kind == "<f4", "an array holds {kind}, not 32-bit floats");
    let shape = get(value, "shape")
        .and_then(Value::as_array)
        .context("an array has no shape")?;
    let shape: Vec<usize> = shape
        .iter()
        .filter_map(Value::as_u64)
        .map(|n| n as usize)
        .collect();
    let Some(Value::Binary(bytes)) = get(value, "data") else {
        anyhow::bail!("an array has no data");
    };
    let (numbers, rest) = bytes.as_chunks::<4>();
    ensure!(
        rest.is_empty() && numbers.len() == shape.iter().product::<usize>(),
        "an array's data do not fit its shape"
    );
    Ok(Array {
        shape,
        numbers: numbers.iter().map(|b| f32::from_le_bytes(*b)).collect(),
    })
}
