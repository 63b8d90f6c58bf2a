//! What a statement's score means: the share of statements like it that were right on labelled
//! text (`data/score.tsv`: weights of a logistic model, made by the example `fit`).

use std::sync::LazyLock;

use unravel_evidence::Stance;

use crate::linear::{Features, Linear};
use crate::scene::Scene;
use crate::statements::Draft;

static MODEL: LazyLock<Linear> = LazyLock::new(|| Linear::read(include_str!("../data/score.tsv")));

/// Steps of the raw score: the prior of the word times how directly its actors were found.
const STEPS: [&str; 6] = ["0.4", "0.5", "0.55", "0.6", "0.65", "0.7"];

/// What the score of a draft is learnt from.
pub(crate) fn features(scene: &Scene<'_>, draft: &Draft, names: bool) -> Features {
    let mut f = Features::new(names);
    f.add(&["always"]);
    if draft.alone {
        // the probability of an act is not the prior of a word
        f.add(&["act by itself"]);
    } else {
        for step in STEPS {
            let least: f64 = step.parse().unwrap_or(1.0);
            if draft.score >= least {
                f.add(&["raw score from ", step]);
            }
        }
    }
    if scene.cast[draft.a].unnamed || scene.cast[draft.b].unnamed {
        f.add(&["a party without a name"]);
    }
    if draft.stance != Stance::Asserted {
        f.add(&["not asserted"]);
    }
    if draft.said_by.is_some() {
        f.add(&["said by another"]);
    }
    f
}

/// The probability that the two actors and the bearing are right.
pub(crate) fn of(scene: &Scene<'_>, draft: &Draft) -> f64 {
    let probabilities = MODEL.probabilities(&features(scene, draft, false).hashes);
    f64::from(probabilities.last().copied().unwrap_or(0.0))
}
