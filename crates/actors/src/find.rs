//! Every name in running text.

use crate::fold::{Folded, fold};
use crate::index::{Claim, Index};
use crate::registry::Registry;
use std::collections::HashSet;
use unravel_evidence::ActorId;

/// How a text names an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A full name or alias.
    Name,
    /// An acronym: "PKK".
    Acronym,
    /// The adjective or the people: "Afghan", "Afghans".
    Demonym,
    /// A capital, which stands for the government or is a mere place.
    Capital,
    /// The full name of a person.
    Person,
    /// A person's short name: one that is well known, or whose full name stands in the text too.
    Surname,
    /// A part that acts for the whole: "State Department" for the United States.
    Organ,
}

/// A name found in running text.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// First byte.
    pub start: usize,
    /// One past the last byte; a possessive "'s" stays outside.
    pub end: usize,
    /// Who may be meant, with the chance of each before the context is looked at (above 0, sum 1
    /// at most; what is missing to 1 is the chance that no actor is meant), highest first.
    pub candidates: Vec<(ActorId, f32)>,
    /// How the text names the first candidate.
    pub form: Form,
}

/// A match of a pattern in the text, before the choice among overlapping ones.
struct Hit {
    /// First word and one past the last.
    words: (usize, usize),
    pattern: usize,
}

impl Registry {
    /// Every name in `text`, from left to right, without overlaps: of two names that begin at the
    /// same word the longer one counts. Linear in the length of the text.
    ///
    /// Names match in any case, unless they consist of everyday words ("Islamic State", "Turkey"),
    /// which need their capitals; acronyms match letter by letter. "Iran-backed" holds "Iran".
    /// Forms that say little alone (a surname, "the Front") count only where another name of
    /// the same actor stands in the text.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let folded = fold(text);
        let caseless = !text.chars().any(char::is_uppercase);
        let hits = self.hits(&folded);
        let allowed =
            |hit: &Hit, claim: &Claim| claim.case.allows(text, &folded, hit.words, caseless);
        let strong: Vec<&Hit> = hits
            .iter()
            .filter(|hit| {
                let claims = self.claims(hit);
                claims.is_empty() || claims.iter().any(|c| !c.context && allowed(hit, c))
            })
            .collect();
        let named: HashSet<u32> = leftmost_longest(strong)
            .into_iter()
            .filter_map(|hit| {
                // Only the likeliest: "George Bush" alone does not make both of them known.
                let claims = self.claims(hit).iter();
                claims
                    .filter(|c| !c.context && allowed(hit, c))
                    .map(|c| c.actor)
                    .next()
            })
            .collect();
        let counts =
            |hit: &Hit, c: &Claim| (!c.context || named.contains(&c.actor)) && allowed(hit, c);
        let usable: Vec<&Hit> = hits
            .iter()
            .filter(|hit| {
                let claims = self.claims(hit);
                claims.is_empty() || claims.iter().any(|c| counts(hit, c))
            })
            .collect();
        leftmost_longest(usable)
            .into_iter()
            .filter_map(|hit| {
                let claims: Vec<&Claim> =
                    self.claims(hit).iter().filter(|c| counts(hit, c)).collect();
                self.found(&folded, hit, &claims)
            })
            .collect()
    }

    fn index(&self) -> &Index {
        &self.index
    }

    fn claims(&self, hit: &Hit) -> &[Claim] {
        self.index()
            .patterns
            .get(hit.pattern)
            .map_or(&[], |p| p.claims.as_slice())
    }

    fn hits(&self, folded: &Folded) -> Vec<Hit> {
        let mut hits: Vec<Hit> = self
            .index()
            .automaton
            .iter()
            .flat_map(|a| a.find_overlapping_iter(&folded.bytes))
            .filter_map(|m| {
                Some(Hit {
                    words: folded.words_in(m.start(), m.end())?,
                    pattern: m.pattern().as_usize(),
                })
            })
            .collect();
        hits.sort_by_key(|h| (h.words.0, std::cmp::Reverse(h.words.1)));
        hits
    }

    fn found(&self, folded: &Folded, hit: &Hit, claims: &[&Claim]) -> Option<Found> {
        let first = folded.words.get(hit.words.0)?;
        let last = folded.words.get(hit.words.1.checked_sub(1)?)?;
        let mut candidates: Vec<(ActorId, f32)> = Vec::new();
        for claim in claims {
            let id = self.id_at(claim.actor)?;
            if !candidates.iter().any(|(known, _)| known == id) {
                candidates.push((id.clone(), claim.prior));
            }
        }
        let sum: f32 = candidates.iter().map(|(_, p)| p).sum();
        if sum > 1.0 {
            for (_, prior) in &mut candidates {
                *prior /= sum;
            }
        }
        Some(Found {
            start: first.start,
            end: last.end,
            candidates,
            form: claims.first()?.form,
        })
    }
}

/// Of hits sorted by start, then longest first: those that no earlier chosen one overlaps.
fn leftmost_longest(hits: Vec<&Hit>) -> Vec<&Hit> {
    let mut free = 0;
    hits.into_iter()
        .filter(|hit| {
            let take = hit.words.0 >= free;
            if take {
                free = hit.words.1;
            }
            take
        })
        .collect()
}
