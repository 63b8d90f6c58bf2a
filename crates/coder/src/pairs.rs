//! Whom a word of the lexicon ties: the pairs of actors in its slots.

use unravel_evidence::Kind;
use unravel_language::Dep;

use crate::frames;
use crate::lexicon::{Class, Predicate, Slot};
use crate::scene::Arg;
use crate::stance::Put;
use crate::statements::Context;

fn each_with_each(a: &[Arg], b: &[Arg]) -> Vec<(Arg, Arg)> {
    a.iter().flat_map(|x| b.iter().map(|y| (*x, *y))).collect()
}

/// Each two of a set, once.
pub(crate) fn each_two(set: &[Arg]) -> Vec<(Arg, Arg)> {
    let later = |i: usize| set.iter().skip(i + 1);
    set.iter()
        .enumerate()
        .flat_map(|(i, x)| later(i).map(|y| (*x, *y)))
        .collect()
}

impl Context<'_, '_> {
    /// The pairs of actors that a predicate ties.
    pub(crate) fn arguments(
        &self,
        t: usize,
        class: Class,
        entry: &Predicate,
        put: &Put,
        spoken_of: Option<(usize, usize)>,
    ) -> Option<Vec<(Arg, Arg)>> {
        let scene = self.scene;
        let speaker = self.said.around(t).map(|s| s.speaker);
        // "enjoys the backing of X": who gets it from whom
        let owned = scene.child(t, Dep::Poss).is_some();
        // "has seen attacks against X": the subject only looks on
        let against = [Slot::Prep("against".into())];
        let aimed = entry.kind == Kind::Hostility
            && !frames::fill(scene, t, class, &against, put, &[], speaker).is_empty();
        if class == Class::Noun
            && !entry.mutual
            && !owned
            && !aimed
            && entry.a.contains(&Slot::Prep("from".into()))
        {
            let gets = frames::receiver(scene, t, put);
            let of = match entry.kind {
                // "found a haven in X"
                Kind::Shelter if scene.dep(t) == Dep::Dobj => {
                    ["from", "by", "of", "under", "in"].as_slice()
                }
                _ => ["from", "by", "of", "under"].as_slice(),
            };
            let mut of: Vec<Slot> = of.iter().map(|w| Slot::Prep((*w).into())).collect();
            // "fights with Rurian backing"
            if scene.dep(t) == Dep::Pobj && scene.lower(scene.head(t)) == "with" {
                of.push(Slot::Mod);
            }
            let mut gives = frames::fill(scene, t, class, &of, put, &gets, speaker);
            if gives.is_empty() && entry.kind == Kind::Shelter {
                gives = frames::where_it_is(scene, t);
                gives.retain(|x| gets.iter().all(|y| y.actor != x.actor));
            }
            if !gets.is_empty() && !gives.is_empty() {
                return Some(each_with_each(&gives, &gets));
            }
        }
        // "most of X's weapons come from Y": Y gives, X gets
        if class == Class::Noun && entry.kind == Kind::Support && owned {
            let gives = frames::comes_from(scene, t);
            let gets = frames::fill(scene, t, class, &[Slot::Poss], put, &gives, speaker);
            if !gives.is_empty() && !gets.is_empty() {
                return Some(each_with_each(&gives, &gets));
            }
        }
        let mut a = frames::fill(scene, t, class, &entry.a, put, &[], speaker);
        if a.is_empty() && entry.mutual && class == Class::Noun {
            // who "enjoys relations" is a party to it all the same
            a = frames::receiver(scene, t, put);
        }
        if self.is_reciprocal(t) && a.len() >= 2 {
            return Some(each_two(&a));
        }
        if entry.mutual && a.len() >= 2 {
            let b = frames::fill(scene, t, class, &entry.b, put, &a, speaker);
            // "X and Y met" is one set of which each two are tied; "X and Y met Z" is two sets;
            // "X and Y signed the treaty" ties neither
            if !b.is_empty() {
                return Some(each_with_each(&a, &b));
            }
            // "X and Y signed but did not ratify the treaty"
            let with_object = class == Class::Verb
                && !entry.joint
                && std::iter::once(t)
                    .chain(scene.children(t).filter(|c| scene.dep(*c) == Dep::Conj))
                    .any(|v| scene.child(v, Dep::Dobj).is_some());
            return (!with_object).then(|| each_two(&a));
        }
        // "gave X shelter" says what the shelter says, "received funding" what the funding says
        let carries = class == Class::Verb
            && (entry.kind == Kind::Support && !entry.b.contains(&Slot::Obj)
                || entry.kind == Kind::Contact)
            && scene.child(t, Dep::Dobj).is_some_and(|o| {
                let says = self.lexicon.predicates(Class::Noun, &scene.word(o));
                scene.spot_at(o).is_none() && !says.is_empty()
            });
        if carries {
            return None;
        }
        let mut b = frames::fill(scene, t, class, &entry.b, put, &a, speaker);
        let of_noun = entry.a.contains(&Slot::Noun);
        if b.is_empty() && class == Class::Noun && !entry.mutual && !of_noun {
            // who "faces a threat" or is "the target of an attack" is the one it is done to
            b = frames::receiver(scene, t, put);
            b.retain(|y| a.iter().all(|x| x.actor != y.actor));
        }
        if !a.is_empty() && !b.is_empty() {
            return Some(each_with_each(&a, &b));
        }
        if !a.is_empty() || !b.is_empty() {
            // "confirmed his death in a strike in X": where it struck tells nothing of who did
            let placed = entry.kind == Kind::Hostility
                && b.iter().all(|y| {
                    scene.dep(y.token) == Dep::Pobj
                        && matches!(scene.lower(scene.head(y.token)), "in" | "at")
                });
            if class == Class::Noun && a.is_empty() && !placed && !entry.a.contains(&Slot::Itself) {
                // whose it is may stand only in the clause: "no signs of a crackdown on X"
                let a = frames::fill(
                    scene,
                    t,
                    class,
                    &[Slot::Subj, Slot::Topic],
                    put,
                    &b,
                    speaker,
                );
                if !a.is_empty() {
                    // "declared a truce after days of battles with X": its battles
                    let by = if entry.mutual { 1.0 } else { 0.8 };
                    let a: Vec<Arg> = a
                        .into_iter()
                        .map(|x| Arg {
                            trust: x.trust * by,
                            ..x
                        })
                        .collect();
                    return Some(each_with_each(&a, &b));
                }
            }
            return None;
        }
        // "this alliance", "the relationship": the pair spoken of last
        let determiner = scene.child(t, Dep::Det).map(|d| scene.lower(d))?;
        let trust = match determiner {
            "this" | "these" => 0.7,
            "the" | "that" | "those" => 0.35,
            _ => return None,
        };
        let (x, y) = spoken_of
            .filter(|_| class == Class::Noun && entry.mutual && entry.kind == Kind::Alliance)?;
        Some(vec![(
            Arg {
                actor: x,
                token: t,
                trust,
            },
            Arg {
                actor: y,
                token: t,
                trust,
            },
        )])
    }
}
