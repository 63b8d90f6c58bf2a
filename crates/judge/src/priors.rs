//! Where the weights stand before any case is seen, and how far cases may move them.

use crate::JudgeError;
use crate::weights::{CONTEXT, COSTLY, KINDS, PARAMETERS, Weights};
use nalgebra::DMatrix;
use serde::Deserialize;

/// Standard deviations of the logarithms of the fitted parameters.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sd {
    /// All β of one bearing together.
    pub shared: f64,
    /// Each β on its own.
    pub kind: f64,
    /// The factor of costly acts.
    pub costly: f64,
    /// The factor of statements about a third actor.
    pub context: f64,
    /// How much changes in event data count.
    pub events: f64,
}

/// The prior of the weights.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priors {
    /// How far.
    pub sd: Sd,
    /// Where.
    pub centre: Weights,
}

impl Priors {
    /// Reads and checks a priors file; `file` is named in errors.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, JudgeError> {
        let priors: Self = toml::from_str(text).map_err(|e| JudgeError::file(file, e))?;
        priors.centre.check(file)?;
        let sd = priors.sd;
        let named = [
            ("shared", sd.shared),
            ("kind", sd.kind),
            ("costly", sd.costly),
            ("context", sd.context),
            ("events", sd.events),
        ];
        match named.iter().find(|(_, v)| !(v.is_finite() && *v > 0.0)) {
            Some((name, v)) => Err(JudgeError::file(
                file,
                format!("sd.{name} is {v}; it must be a number above 0"),
            )),
            None => Ok(priors),
        }
    }

    /// The priors that the library carries (`data/priors.toml`).
    ///
    /// # Panics
    /// Never in a build that passed its tests: the file is compiled in and read there.
    #[allow(clippy::panic)]
    pub fn builtin() -> Self {
        match Self::from_toml(include_str!("../data/priors.toml"), "data/priors.toml") {
            Ok(priors) => priors,
            Err(e) => panic!("{e}"),
        }
    }

    /// Covariance of the logarithms of the parameters: β of one bearing share a part.
    pub(crate) fn covariance(&self) -> DMatrix<f64> {
        DMatrix::from_fn(PARAMETERS, PARAMETERS, |i, j| {
            let same_bearing = i < COSTLY && j < COSTLY && i / KINDS == j / KINDS;
            let shared = if same_bearing {
                self.sd.shared.powi(2)
            } else {
                0.0
            };
            let own = match i {
                _ if i != j => 0.0,
                COSTLY => self.sd.costly.powi(2),
                CONTEXT => self.sd.context.powi(2),
                _ => self.sd.kind.powi(2),
            };
            shared + own
        })
    }
}
