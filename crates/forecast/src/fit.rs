//! Fitting a [`Forecaster`] by one pass over time.

use serde::{Deserialize, Serialize};

use crate::boost::{Forest, Growth, Loss, Rows, grow};
use crate::embed::{Embedding, Training};
use crate::experts::Mixture;
use crate::features::{FEATURES, Habits, MIXTURE};
use crate::learner::{Candidates, Learnt};
use crate::names::Names;
use crate::quads::{Asked, Clock, Quads, Timeline, Vocabulary, asked};
use crate::rules::Rules;
use crate::state::State;
use crate::{ForecastError, MAX_RELATIONS};

/// How a forecaster is fitted. The defaults were chosen on validation splits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FitOptions {
    /// Seed of all chance; the same seed and events give the same model.
    pub seed: u64,
    /// Share of the events, in order of time, that only rules and vectors learn from.
    pub warm: f64,
    /// Share up to which the weights of the simple forecasters are fitted; the trees learn from
    /// the rest.
    pub mix: f64,
    /// How many candidates of a question the trees order.
    pub candidates: usize,
    /// Number of trees.
    pub trees: usize,
    /// Leaves of a tree.
    pub leaves: usize,
    /// How much of each tree counts.
    pub rate: f32,
    /// Passes over the events for the factorisation; fewer where there are very many events.
    pub passes: usize,
    /// The most questions that the trees learn from, and half as many the mixture; of more, even
    /// shares are drawn.
    pub most_questions: usize,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            seed: 1,
            warm: 0.6,
            mix: 0.7,
            candidates: 150,
            trees: 80,
            leaves: 31,
            rate: 0.13,
            passes: 6,
            most_questions: 50_000,
        }
    }
}

/// The fewest events that can be learnt from.
const LEAST: usize = 20;
/// The most examples that the first training of the factorisation looks at, all passes together.
const MOST_VISITS: usize = 5_000_000;
/// Candidates at the head of a question that all become rows; of the others some are drawn.
const HEAD: usize = 40;
/// How many of the others are drawn.
const DRAWN: usize = 20;
/// Steps between two rounds of training the factorisation.
pub(crate) const RETRAIN: usize = 5;

/// A fitted model together with the history it stands on.
#[derive(Debug, Clone)]
pub struct Forecaster {
    pub(crate) words: Vocabulary,
    pub(crate) names: Names,
    pub(crate) clock: Clock,
    pub(crate) line: Timeline,
    pub(crate) state: State,
    pub(crate) learnt: Learnt,
    pub(crate) forest: Forest,
    pub(crate) options: FitOptions,
    pub(crate) last: u32,
}

/// Fits a forecaster to events.
///
/// # Errors
/// Bad columns or ids, too few events, too many relations.
pub fn fit(
    quads: Quads<'_>,
    words: &Vocabulary,
    options: FitOptions,
) -> Result<Forecaster, ForecastError> {
    quads.check(words)?;
    let relations = words.relations.len();
    if relations > MAX_RELATIONS {
        return Err(ForecastError::Relations {
            count: relations,
            most: MAX_RELATIONS,
        });
    }
    if quads.len() < LEAST {
        return Err(ForecastError::Empty {
            what: "the events to learn from",
            least: LEAST,
        });
    }
    let clock = Clock::of(quads.time);
    let line = Timeline::new(quads, clock);
    let names = Names::new(&words.entities);
    let entities = words.entities.len();
    let mut rng = fastrand::Rng::with_seed(options.seed);
    let mut state = State::new(entities, relations);
    let mut learnt = Learnt {
        rules: Rules::new(relations),
        habits: Habits::new(relations),
        embedding: Embedding::new(entities, relations, &mut rng),
        mixture: Mixture::new(),
    };
    let warm = line.at_share(options.warm);
    let mix = line.at_share(options.mix);
    let mut examples = Vec::new();
    for i in 0..warm {
        let (now, day) = (line.steps[i], line.day(i));
        learnt.learn(&asked(day, relations as u32), &state, &names, now);
        examples.extend(Learnt::examples(day, &state));
        state.add(now, day, &names);
    }
    let training = Training::default();
    let passes = options
        .passes
        .min((MOST_VISITS / examples.len().max(1)).max(1));
    for _ in 0..passes {
        learnt.embedding.train(&examples, training, &mut rng);
    }
    // each event asks two questions at most
    let share = |from: usize, to: usize, most: usize| {
        most as f64 / (2 * (line.starts[to] - line.starts[from])).max(1) as f64
    };
    let share_seen = share(warm, mix, options.most_questions / 2);
    let share_rows = share(mix, line.steps.len(), options.most_questions);
    let mut seen = Vec::new();
    let mut rows = Rows {
        width: FEATURES,
        starts: vec![0],
        ..Rows::default()
    };
    let mut fresh = examples.len();
    for i in warm..line.steps.len() {
        let (now, day) = (line.steps[i], line.day(i));
        let questions = asked(day, relations as u32);
        let mut drawn = questions.clone();
        let share = if i < mix { share_seen } else { share_rows };
        drawn.retain(|_| share >= 1.0 || rng.f64() < share);
        if i < mix {
            seen.extend(learnt.seen(&drawn, &state, &names, now));
        } else {
            if i == mix {
                learnt.mixture.fit(&seen, 30);
            }
            let seed = rng.u64(..);
            let each = learnt.candidates(
                &drawn,
                &state,
                &names,
                now,
                options.candidates,
                |q, c, _| training_rows(q, c, seed),
            );
            for part in each {
                rows.values.extend(part.values);
                rows.base.extend(part.base);
                rows.answer.extend(part.answer);
                rows.weight.extend(part.weight);
                if rows.base.len() > *rows.starts.last().unwrap_or(&0) {
                    rows.starts.push(rows.base.len());
                }
            }
        }
        learnt.learn(&questions, &state, &names, now);
        examples.extend(Learnt::examples(day, &state));
        state.add(now, day, &names);
        if (i - warm) % RETRAIN == RETRAIN - 1 {
            // what is new, with as much of the old
            let new = examples.len() - fresh;
            let mut some = examples[fresh..].to_vec();
            some.extend((0..new).map(|_| examples[rng.usize(..fresh.max(1))].clone()));
            for _ in 0..2 {
                learnt.embedding.train(&some, training, &mut rng);
            }
            fresh = examples.len();
        }
    }
    let growth = Growth {
        trees: options.trees,
        leaves: options.leaves,
        rate: options.rate,
        ridge: 2.0,
        least: 1.0,
        rows: 0.3,
        features: 0.6,
    };
    let forest = grow(&rows, Loss::Softmax, growth, &mut rng);
    Ok(Forecaster {
        words: words.clone(),
        names,
        clock,
        last: line.steps.last().copied().unwrap_or(0),
        line,
        state,
        learnt,
        forest,
        options,
    })
}

/// The rows of one question: all answers among the candidates, the head, and some of the rest.
fn training_rows(q: &Asked, c: Candidates, seed: u64) -> Rows {
    let mut part = Rows::default();
    let is_answer = |o: &u32| q.answers.binary_search(o).is_ok();
    if !c.ids.iter().any(is_answer) {
        return part;
    }
    let mut rng = fastrand::Rng::with_seed(
        seed ^ (u64::from(q.s) << 32 | u64::from(q.r)).wrapping_mul(0x9e37_79b9),
    );
    let rest = c.ids.len().saturating_sub(HEAD);
    let share = (DRAWN as f32 / rest.max(1) as f32).min(1.0);
    for (i, (o, row)) in c.ids.iter().zip(&c.rows).enumerate() {
        let answer = is_answer(o);
        let in_head = i < HEAD;
        if !answer && !in_head && rng.f32() >= share {
            continue;
        }
        part.values.extend_from_slice(row);
        part.base.push(row[MIXTURE]);
        part.answer.push(answer);
        part.weight
            .push(if answer || in_head { 1.0 } else { 1.0 / share });
    }
    part
}
