//! All written forms of all actors in one automaton.

use crate::draft::Draft;
use crate::error::ActorsError;
use crate::find::Form;
use crate::fold::fold;
use crate::forms::{Case, forms};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::HashMap;

/// That a written form may mean an actor.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim {
    /// Index of the actor.
    pub actor: u32,
    pub form: Form,
    pub case: Case,
    pub prior: f32,
    pub context: bool,
}

/// A written form and who may be meant by it; nobody: a longer name that is no actor.
#[derive(Debug, Default)]
pub(crate) struct Pattern {
    pub key: String,
    pub claims: Vec<Claim>,
}

/// The automaton with its patterns.
#[derive(Debug)]
pub(crate) struct Index {
    /// None: no names at all.
    pub automaton: Option<AhoCorasick>,
    pub patterns: Vec<Pattern>,
    /// Key → pattern.
    pub keys: HashMap<String, usize>,
}

impl Index {
    /// An index of nothing.
    pub(crate) fn empty() -> Self {
        Self {
            automaton: None,
            patterns: Vec::new(),
            keys: HashMap::new(),
        }
    }

    /// Builds the index; claims of a pattern stand in order of prior, highest first.
    pub(crate) fn build(drafts: &[Draft], not_actors: &[String]) -> Result<Self, ActorsError> {
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut keys: HashMap<String, usize> = HashMap::new();
        let mut slot = |key: String, patterns: &mut Vec<Pattern>| {
            *keys.entry(key.clone()).or_insert_with(|| {
                patterns.push(Pattern {
                    key,
                    claims: Vec::new(),
                });
                patterns.len() - 1
            })
        };
        for name in not_actors {
            let folded = fold(name);
            let key = String::from_utf8_lossy(&folded.bytes).trim().to_owned();
            if !key.is_empty() {
                slot(key, &mut patterns);
            }
        }
        for (actor, draft) in drafts.iter().enumerate() {
            let actor = u32::try_from(actor).map_err(|_| ActorsError::TooMany)?;
            for form in forms(draft) {
                let at = slot(form.key, &mut patterns);
                patterns[at].claims.push(Claim {
                    actor,
                    form: form.form,
                    case: form.case,
                    prior: form.prior,
                    context: form.context,
                });
            }
        }
        for pattern in &mut patterns {
            pattern.claims.sort_by(|a, b| b.prior.total_cmp(&a.prior));
        }
        // Blanks on both sides make every match end at word boundaries.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns.iter().map(|p| format!(" {} ", p.key)))
            .map_err(|_| ActorsError::TooMany)?;
        Ok(Self {
            automaton: Some(automaton),
            patterns,
            keys,
        })
    }
}
