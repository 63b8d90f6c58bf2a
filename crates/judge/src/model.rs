//! The whole model: base rates and weights.

use crate::JudgeError;
use crate::base::BaseRates;
use crate::weights::Weights;
use std::sync::OnceLock;

/// What a judgement is made with.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Counted and chosen base rates.
    pub base: BaseRates,
    /// Weights of evidence.
    pub weights: Weights,
}

const BASE_RATES: &str = include_str!("../data/base-rates.toml");
const WEIGHTS: &str = include_str!("../data/weights.toml");

impl Model {
    /// The model that the library carries: `data/base-rates.toml` and `data/weights.toml`.
    ///
    /// # Panics
    /// Never in a build that passed its tests: both files are compiled in and read there.
    #[allow(clippy::panic)]
    pub fn builtin() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| {
            let base = BaseRates::from_toml(BASE_RATES, "data/base-rates.toml");
            let weights = Weights::from_toml(WEIGHTS, "data/weights.toml");
            match (base, weights) {
                (Ok(base), Ok(weights)) => Self { base, weights },
                (Err(e), _) | (_, Err(e)) => panic!("{e}"),
            }
        })
    }

    /// The built-in base rates with the weights of a file; `file` is named in errors.
    pub fn from_toml(weights: &str, file: &str) -> Result<Self, JudgeError> {
        Ok(Self {
            base: Self::builtin().base.clone(),
            weights: Weights::from_toml(weights, file)?,
        })
    }
}
