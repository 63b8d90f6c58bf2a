//! Which actor a single name means.

use crate::fold::{fold, key};
use crate::forms::{Case, is_acronym};
use crate::registry::Registry;
use rapidfuzz::distance::osa;
use rapidfuzz::fuzz;
use std::collections::HashMap;
use unravel_evidence::{Actor, slug};

/// What a name means.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolved<'r> {
    /// One actor.
    One(&'r Actor),
    /// Several, the likeliest first.
    Ambiguous(Vec<&'r Actor>),
    /// None; those with the nearest names (5 at most), best first.
    Unknown {
        /// Suggestions.
        nearest: Vec<&'r Actor>,
    },
}

/// Nearest names shown for an unknown one.
const NEAREST: usize = 5;
/// Similarity (0 to 1) below which a name is no suggestion.
const SUGGEST: f64 = 0.7;

impl Registry {
    /// Which actor `name` means: an id or preferred name wins; then every alias, capital, demonym
    /// and surname, read without case, accents, article and hyphens; then the same name in
    /// another transliteration; then one with a typing error (one letter in eight, two at most).
    ///
    /// Acronyms of two letters must be in capitals: "us" is not the United States.
    pub fn resolve(&self, name: &str) -> Resolved<'_> {
        let query = key(name);
        if query.is_empty() {
            return Resolved::Unknown {
                nearest: Vec::new(),
            };
        }
        if let Some(actor) = self.preferred(name, &query) {
            return Resolved::One(actor);
        }
        let exact = self.bearers(&query, name);
        if !exact.is_empty() {
            return one_or_more(exact);
        }
        let spoken = skeleton(&query);
        // Short skeletons fall together too easily ("Oman", "Aman").
        if spoken.len() >= 5
            && let Some(actors) = self.skeletons.get(&spoken)
        {
            return one_or_more(actors.iter().filter_map(|&a| self.actor_at(a)).collect());
        }
        self.fuzzy(&query)
    }

    fn preferred(&self, name: &str, query: &str) -> Option<&Actor> {
        let two_letters =
            |n: &str| is_acronym(n) && n.chars().filter(|c| c.is_alphanumeric()).count() == 2;
        let by_id = self.get(&slug(name).as_str().into());
        by_id
            .or_else(|| self.by_name.get(query).and_then(|&a| self.actor_at(a)))
            .filter(|actor| !two_letters(&actor.name) || name.trim() == actor.name)
    }

    fn bearers(&self, query: &str, written: &str) -> Vec<&Actor> {
        let Some(&pattern) = self.index.keys.get(query) else {
            return Vec::new();
        };
        let Some(pattern) = self.index.patterns.get(pattern) else {
            return Vec::new();
        };
        let folded = fold(written);
        let mut claims: Vec<_> = pattern
            .claims
            .iter()
            .filter(|c| match &c.case {
                Case::Exact(form) if form.chars().count() == 2 => c.case.allows(
                    written,
                    &folded,
                    (folded.words.len().saturating_sub(1), folded.words.len()),
                    false,
                ),
                _ => true,
            })
            .collect();
        // A derived surname or context-only form yields to a name that stands alone.
        claims.sort_by_key(|c| c.context);
        let mut out: Vec<&Actor> = Vec::new();
        for claim in claims {
            if let Some(actor) = self.actor_at(claim.actor)
                && !out.iter().any(|a| a.id == actor.id)
            {
                out.push(actor);
            }
        }
        out
    }

    fn fuzzy(&self, query: &str) -> Resolved<'_> {
        let slips = (query.chars().count() / 8).min(2);
        let scorer = fuzz::RatioBatchComparator::new(query.chars());
        let args = fuzz::Args::default().score_cutoff(SUGGEST);
        let mut near: Vec<(bool, f64, usize)> = Vec::new();
        for (at, pattern) in self.index.patterns.iter().enumerate() {
            if pattern.claims.is_empty() {
                continue;
            }
            if let Some(score) = scorer.similarity_with_args(pattern.key.chars(), &args) {
                let typo = slips > 0
                    && osa::distance_with_args(
                        query.chars(),
                        pattern.key.chars(),
                        &osa::Args::default().score_cutoff(slips),
                    )
                    .is_some();
                near.push((typo, score, at));
            }
        }
        near.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        let pick = |typos_only: bool| {
            let mut out: Vec<&Actor> = Vec::new();
            for &(typo, _, at) in &near {
                if typos_only && !typo {
                    break;
                }
                let claims = self.index.patterns.get(at).map_or(&[][..], |p| &p.claims);
                for claim in claims {
                    if let Some(actor) = self.actor_at(claim.actor)
                        && !out.iter().any(|a| a.id == actor.id)
                        && out.len() < NEAREST
                    {
                        out.push(actor);
                    }
                }
            }
            out
        };
        match pick(true).as_slice() {
            [only] => Resolved::One(only),
            _ => Resolved::Unknown {
                nearest: pick(false),
            },
        }
    }
}

fn one_or_more(actors: Vec<&Actor>) -> Resolved<'_> {
    match actors.as_slice() {
        [only] => Resolved::One(only),
        _ => Resolved::Ambiguous(actors),
    }
}

/// What stays of a folded name when transliterations differ: articles and connecting vowels go,
/// e/i and o/u fall together, as do q/k and doubled letters; final h goes.
pub(crate) fn skeleton(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    let words = key.split(' ').filter(|w| {
        !matches!(
            *w,
            "the"
                | "of"
                | "al"
                | "el"
                | "ul"
                | "ud"
                | "ad"
                | "as"
                | "ar"
                | "an"
                | "e"
                | "i"
                | "and"
        )
    });
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        let word = match word {
            "mohammad" | "mohammed" | "mohamed" | "mohamad" | "muhammed" | "mohamud" => "muhammad",
            "abdel" | "abdal" => "abdul",
            word => word.strip_suffix('h').unwrap_or(word),
        };
        let mut last = ' ';
        for c in word.replace("kh", "k").replace("ou", "u").chars() {
            let c = match c {
                'e' | 'y' => 'i',
                'o' | 'w' => 'u',
                'q' => 'k',
                c => c,
            };
            if c != last {
                out.push(c);
            }
            last = c;
        }
    }
    out
}

/// Skeleton → actors, for the forms that stand alone; two letters or digits only are left out.
pub(crate) fn skeletons(index: &crate::index::Index) -> HashMap<String, Vec<u32>> {
    let mut out: HashMap<String, Vec<u32>> = HashMap::new();
    for pattern in &index.patterns {
        for claim in pattern.claims.iter().filter(|c| !c.context) {
            if matches!(claim.case, Case::Exact(_) | Case::Acronym(_)) {
                continue;
            }
            let actors = out.entry(skeleton(&pattern.key)).or_default();
            if !actors.contains(&claim.actor) {
                actors.push(claim.actor);
            }
        }
    }
    out
}
