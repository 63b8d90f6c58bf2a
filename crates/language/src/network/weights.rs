//! Weights by name, with their shapes checked.

use std::collections::HashMap;

use crate::model::{ModelError, Tensor};

/// All weights of a model.
pub struct Weights<'a> {
    tensors: HashMap<&'a str, &'a Tensor>,
}

impl<'a> Weights<'a> {
    pub fn new(tensors: &'a [Tensor]) -> Weights<'a> {
        Weights {
            tensors: tensors.iter().map(|t| (t.name.as_str(), t)).collect(),
        }
    }

    /// Columns of a tensor and its numbers, row after row.
    pub fn get(&self, name: &str) -> Result<(usize, Vec<f32>), ModelError> {
        let unfit = |what: &str| ModelError::Unfit(format!("weights {name} {what}"));
        let tensor = self.tensors.get(name).ok_or_else(|| unfit("are missing"))?;
        let numbers = tensor
            .numbers()
            .ok_or_else(|| unfit("contradict their shape"))?;
        if numbers.iter().any(|x| !x.is_finite()) {
            return Err(unfit("are not finite"));
        }
        Ok((tensor.columns, numbers))
    }

    /// A matrix of exactly `rows` by `columns`.
    pub fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Vec<f32>, ModelError> {
        let (found, numbers) = self.get(name)?;
        if found != columns || numbers.len() != rows * columns {
            let what = format!("weights {name} are not {rows} by {columns}");
            return Err(ModelError::Unfit(what));
        }
        Ok(numbers)
    }

    /// A vector of exactly `length` numbers.
    pub fn vector(&self, name: &str, length: usize) -> Result<Vec<f32>, ModelError> {
        self.matrix(name, length, 1)
    }
}
