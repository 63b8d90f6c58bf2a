//! The entity recogniser: one move per token, in the BILUO scheme.

use crate::labels::EntityLabel;
use crate::model::{ModelError, Move};
use crate::network::kernel::Level;
use crate::network::{Features, StateNetwork, Weights};

/// Positions of the state: the next word, the entity's first word, the word before the next.
const POSITIONS: usize = 3;

const BEGIN: u8 = 1;
const IN: u8 = 2;
const LAST: u8 = 3;
const UNIT: u8 = 4;
const OUT: u8 = 5;

/// The entity recogniser.
#[derive(Debug)]
pub struct Recogniser {
    network: StateNetwork,
    moves: Vec<(u8, Option<EntityLabel>)>,
}

/// An entity: first token, token after the last, label.
pub type Span = (usize, usize, EntityLabel);

/// What is known about a token before the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// Nothing.
    #[default]
    Free,
    /// A known name begins here.
    Begins(EntityLabel),
    /// A known name goes on here.
    Inside(EntityLabel),
}

impl Recogniser {
    pub fn new(weights: &Weights, moves: &[Move], level: Level) -> Result<Recogniser, ModelError> {
        let unfit = |what: String| ModelError::Unfit(format!("entity moves: {what}"));
        let mut known = Vec::new();
        for m in moves {
            let label = match m.label.as_str() {
                "" => None,
                text => Some(text.parse().map_err(|e| unfit(format!("{e}")))?),
            };
            if !(BEGIN..=OUT).contains(&m.kind) {
                return Err(unfit(format!("kind {} is unknown", m.kind)));
            }
            known.push((m.kind, label));
        }
        let network = StateNetwork::new(weights, "entity", POSITIONS, moves.len(), level)?;
        Ok(Recogniser {
            network,
            moves: known,
        })
    }

    /// Finds the entities of a text given the vectors of its tokens, where sentences start, which
    /// tokens are white space, and what is known beforehand.
    pub fn find(
        &self,
        vectors: &[f32],
        starts: &[bool],
        is_space: impl Fn(usize) -> bool,
        preset: impl Fn(usize) -> Preset,
        features: &mut Features,
    ) -> Vec<Span> {
        self.network.prepare(vectors, features);
        let n = starts.len();
        let mut found = Vec::new();
        let mut open: Option<(usize, EntityLabel)> = None;
        for token in 0..n {
            let start = open.map(|(start, _)| start);
            let words = [Some(token), start, start.and(token.checked_sub(1))];
            let here = Here {
                last: token + 1 == n,
                space: is_space(token),
                sentence_next: token + 1 < n && starts[token + 1],
                now: preset(token),
                next: if token + 1 < n {
                    preset(token + 1)
                } else {
                    Preset::Free
                },
                open: open.map(|(_, label)| label),
            };
            let scores = self.network.score(&words, features);
            let mut best: Option<usize> = None;
            for (number, &(kind, label)) in self.moves.iter().enumerate() {
                if best.is_none_or(|b| scores[number] > scores[b]) && here.allows(kind, label) {
                    best = Some(number);
                }
            }
            let Some(best) = best else {
                // No move fits: an entity that cannot be closed is dropped.
                open = None;
                continue;
            };
            match (self.moves[best], open) {
                ((BEGIN, Some(label)), _) => open = Some((token, label)),
                ((LAST, _), Some((start, label))) => {
                    found.push((start, token + 1, label));
                    open = None;
                }
                ((UNIT, Some(label)), _) => found.push((token, token + 1, label)),
                _ => {}
            }
        }
        found
    }
}

/// What decides which moves are allowed.
struct Here {
    last: bool,
    space: bool,
    sentence_next: bool,
    now: Preset,
    next: Preset,
    open: Option<EntityLabel>,
}

impl Here {
    fn allows(&self, kind: u8, label: Option<EntityLabel>) -> bool {
        let next_inside = matches!(self.next, Preset::Inside(_));
        let next_begins = matches!(self.next, Preset::Begins(_));
        let Some(label) = label else {
            return kind == OUT && self.open.is_none() && self.now == Preset::Free;
        };
        match kind {
            BEGIN => {
                self.open.is_none()
                    && !self.last
                    && match self.now {
                        Preset::Inside(_) => false,
                        Preset::Begins(known) => known == label && next_inside,
                        Preset::Free => !next_begins && !self.sentence_next && !self.space,
                    }
            }
            IN => {
                self.open == Some(label)
                    && !self.last
                    && match self.now {
                        Preset::Begins(_) => false,
                        Preset::Inside(known) => known == label && next_inside,
                        Preset::Free => !next_begins && !self.sentence_next,
                    }
            }
            LAST => {
                self.open == Some(label)
                    && match self.now {
                        Preset::Inside(known) if !next_inside => known == label,
                        _ => !next_inside,
                    }
            }
            UNIT => {
                self.open.is_none()
                    && !next_inside
                    && match self.now {
                        Preset::Begins(known) => known == label,
                        Preset::Inside(_) => false,
                        Preset::Free => !self.space,
                    }
            }
            _ => false,
        }
    }
}
