//! Pronouns and definite descriptions: who "it", "their" and "the group" are.
//!
//! A salience rule in the manner of Lappin & Leass (1994), much reduced: recency, subjects
//! before others, agreement of kind, and no two different arguments of one verb alike.

use unravel_evidence::ActorKind;
use unravel_language::{Dep, Pos};

use crate::scene::{Form, Scene};

/// What an expression may refer to.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Person,
    Thing,
    Several,
    Group,
    State,
}

impl Wanted {
    fn fits(self, kind: ActorKind) -> bool {
        match self {
            Wanted::Person => kind == ActorKind::Person,
            Wanted::Thing => kind != ActorKind::Person,
            Wanted::Several => true,
            Wanted::Group => matches!(kind, ActorKind::ArmedGroup | ActorKind::Party),
            Wanted::State => kind == ActorKind::Government,
        }
    }
}

/// Adds a spot for every pronoun and definite description that has an antecedent.
pub(crate) fn resolve(scene: &mut Scene<'_>) {
    let count = scene.parse.tokens().len();
    let sentence_of: Vec<usize> = {
        let mut index = Vec::with_capacity(count);
        for (i, sentence) in scene.parse.sentences().enumerate() {
            index.resize(sentence.end, i);
        }
        index.resize(count, index.last().copied().unwrap_or(0));
        index
    };
    // spots in the order of the text; the pronouns found join them and can be antecedents
    let mut order: Vec<usize> = (0..scene.spots.len()).collect();
    order.sort_by_key(|i| scene.spots[*i].tokens.start);
    let mut seen: Vec<(usize, usize)> = Vec::new();
    let mut next = 0;
    for t in 0..count {
        while next < order.len() && scene.spots[order[next]].tokens.start < t {
            let spot = &scene.spots[order[next]];
            if !matches!(spot.form, Form::Place | Form::Hyphen) {
                seen.push((spot.head, spot.actor));
            }
            next += 1;
        }
        if scene.spot_at(t).is_some() {
            continue;
        }
        // "the group which …": what the relative pronoun stands for is the subject there
        if scene.dep(t) == Dep::Nsubj
            && scene.dep(scene.head(t)) == Dep::Relcl
            && matches!(scene.lower(t), "which" | "who" | "that")
            && let Some(spot) = scene.spot_at(scene.head(scene.head(t)))
        {
            seen.push((t, spot.actor));
            continue;
        }
        // only the last mentions can win: keeps long documents linear
        let recent = &seen[seen.len().saturating_sub(24)..];
        if let Some(pair) = both(scene, t, recent) {
            for actor in pair {
                // one spot per token: the first actor stands here, the pair is remembered
                if scene.spot_at(t).is_none() {
                    add(scene, t, actor, Form::Pronoun);
                } else {
                    scene.also(t, actor);
                }
            }
            continue;
        }
        if let Some(actor) = same_noun(scene, t, recent) {
            add(scene, t, actor, Form::Pronoun);
            seen.push((t, actor));
            continue;
        }
        let Some((wanted, description)) = wanted(scene, t) else {
            continue;
        };
        if let Some((head, actor)) = antecedent(scene, t, wanted, description, recent, &sentence_of)
        {
            add(scene, t, actor, Form::Pronoun);
            seen.push((t, actor));
            if wanted == Wanted::Several && is_subject(scene, head) {
                joined(scene, t, head);
            }
        }
    }
}

fn add(scene: &mut Scene<'_>, t: usize, actor: usize, form: Form) {
    let start = scene.child(t, Dep::Det).filter(|d| *d < t).unwrap_or(t);
    scene.stand_from(start, t, actor, form);
}

/// "X and Y ended their war": the pronoun `t` stands for those joined to its antecedent too.
fn joined(scene: &mut Scene<'_>, t: usize, head: usize) {
    let joined: Vec<usize> = scene.joined_to(head).take(8).collect();
    for next in joined {
        if let Some(actor) = scene.spot_at(next).map(|s| s.actor) {
            scene.also(t, actor);
        }
    }
}

fn wanted(scene: &Scene<'_>, t: usize) -> Option<(Wanted, bool)> {
    let lower = scene.lower(t);
    match scene.pos(t) {
        Pos::Pron => match lower {
            "he" | "him" | "his" | "she" | "her" | "himself" | "herself" => {
                Some((Wanted::Person, false))
            }
            "it" | "its" | "itself" => Some((Wanted::Thing, false)),
            "they" | "them" | "their" | "themselves" => Some((Wanted::Several, false)),
            _ => None,
        },
        Pos::Noun => {
            // "pledged his country's support"
            let possessed = scene
                .child(t, Dep::Poss)
                .is_some_and(|c| matches!(scene.lower(c), "his" | "her" | "their"));
            if possessed && matches!(scene.lemma(t), "country" | "nation" | "government") {
                return Some((Wanted::State, false));
            }
            // "the X-backed government" is not the one spoken of
            let apart = scene.children(t).any(|c| {
                scene.dep(c) == Dep::Amod
                    && c.checked_sub(1)
                        .is_some_and(|hyphen| scene.parse.token_text(hyphen) == "-")
            });
            if apart {
                return None;
            }
            let determined = scene.children(t).any(|c| {
                scene.dep(c) == Dep::Det
                    && matches!(scene.lower(c), "the" | "this" | "that" | "these" | "those")
            });
            if !determined {
                return None;
            }
            let (lemma, nouns) = (scene.lemma_lower(t), scene.nouns);
            // "the group of experts" is not a reference back
            let has_of = scene.prep_objects(t, "of").next().is_some();
            if has_of {
                None
            } else if nouns.group.contains(lemma) || nouns.fighters.contains(lemma) {
                Some((Wanted::Group, true))
            } else if nouns.country.contains(lemma) || nouns.rulers.contains(lemma) {
                Some((Wanted::State, true))
            } else {
                None
            }
        }
        _ => None,
    }
}

/// "the two countries", "both sides", "each other": the last two fitting actors.
fn both(scene: &Scene<'_>, t: usize, recent: &[(usize, usize)]) -> Option<[usize; 2]> {
    if scene.pos(t) != Pos::Noun || !scene.nouns.sides.contains(scene.lemma_lower(t)) {
        return None;
    }
    let between = scene.dep(t) == Dep::Pobj
        && scene.lower(scene.head(t)) == "between"
        && scene.child(t, Dep::Conj).is_none()
        && scene.lower(t).ends_with('s');
    let plural = between
        || scene
            .children(t)
            .any(|c| matches!(scene.lower(c), "two" | "both"));
    if !plural {
        return None;
    }
    let wanted = match scene.lemma_lower(t) {
        "country" | "government" | "nation" | "state" => Wanted::State,
        "group" | "movement" | "organization" => Wanted::Group,
        _ => Wanted::Several,
    };
    let mut pair: Vec<usize> = Vec::new();
    for (_, actor) in recent.iter().rev() {
        let actor = scene.acting(*actor);
        if wanted.fits(scene.cast[actor].kind) && !pair.contains(&actor) {
            pair.push(actor);
            if let [y, x] = pair[..] {
                return Some([x, y]);
            }
        }
    }
    None
}

fn is_subject(scene: &Scene<'_>, t: usize) -> bool {
    matches!(scene.dep(t), Dep::Nsubj | Dep::Nsubjpass)
}

/// The nearest verb above a token.
fn clause(scene: &Scene<'_>, mut t: usize) -> usize {
    for _ in 0..30 {
        let head = scene.head(t);
        if head == t {
            break;
        }
        t = head;
        if matches!(scene.pos(t), Pos::Verb | Pos::Aux) {
            break;
        }
    }
    t
}

/// The noun that stands in the clause for a modifier: "leaders" for "Israeli" in "Israeli leaders".
fn argument_head(scene: &Scene<'_>, head: usize, actor: usize) -> usize {
    let up = scene.head(head);
    let stands = matches!(scene.dep(head), Dep::Amod | Dep::Compound | Dep::Poss)
        && scene.spot_at(up).is_some_and(|s| s.actor == actor);
    if stands { up } else { head }
}

/// Whether a verb, of which `t` is an object, has the subject `head` of the verb it is joined to
/// or hangs on ("refused to meet it", "bombed Y, accusing it of …").
fn shares_subject(scene: &Scene<'_>, t: usize, verb: usize, head: usize) -> bool {
    let joined = matches!(scene.dep(verb), Dep::Conj | Dep::Advcl)
        || scene.dep(verb) == Dep::Xcomp && scene.child(scene.head(verb), Dep::Dobj).is_none();
    joined
        && scene.head(verb) == scene.head(head)
        && !is_subject(scene, t)
        && !scene.children(verb).any(|c| is_subject(scene, c))
}

/// Whether an actor is a subject of what a pronoun's verb says.
fn is_spoken_of(scene: &Scene<'_>, t: usize, actor: usize) -> bool {
    // what stands before the verb is a clause of its own: "X wants a state; it attacks Y"
    let complement = (scene.dep(t) == Dep::Nsubj)
        .then(|| scene.child(scene.head(t), Dep::Ccomp))
        .flatten()
        .filter(|c| *c > t);
    let Some(complement) = complement else {
        return false;
    };
    std::iter::once(complement)
        .chain(
            scene
                .children(complement)
                .filter(|c| scene.dep(*c) == Dep::Conj),
        )
        .filter_map(|verb| scene.child(verb, Dep::Nsubj))
        .filter_map(|subject| scene.spot_at(subject))
        .any(|spot| scene.acting(spot.actor) == scene.acting(actor))
}

/// "the monitors" after "UN monitors": the description met before with the same noun.
fn same_noun(scene: &Scene<'_>, t: usize, recent: &[(usize, usize)]) -> Option<usize> {
    let determiner = scene.child(t, Dep::Det)?;
    if scene.pos(t) != Pos::Noun || !matches!(scene.lower(determiner), "the" | "these" | "this") {
        return None;
    }
    let lemma = scene.lemma(t);
    recent
        .iter()
        .rev()
        .find(|(head, _)| scene.pos(*head) == Pos::Noun && scene.lemma(*head) == lemma)
        .map(|(_, actor)| *actor)
}

fn antecedent(
    scene: &Scene<'_>,
    t: usize,
    wanted: Wanted,
    description: bool,
    recent: &[(usize, usize)],
    sentence_of: &[usize],
) -> Option<(usize, usize)> {
    let here = sentence_of[t];
    let possessive = scene.dep(t) == Dep::Poss;
    let own_clause = clause(scene, t);
    let mut best: Option<(f64, (usize, usize))> = None;
    for (rank, (head, actor)) in recent.iter().rev().enumerate() {
        let back = here.saturating_sub(sentence_of[*head]);
        if back > 3 || !wanted.fits(scene.cast[*actor].kind) {
            continue;
        }
        let mut score = 3.0 - 1.2 * back as f64 - 0.15 * rank as f64;
        let subject = is_subject(scene, *head);
        if subject {
            score += if description { 0.2 } else { 1.0 };
        }
        match scene.dep(*head) {
            // "in Afghanistan": a place
            Dep::Pobj
                if matches!(
                    scene.lower(scene.head(*head)),
                    "in" | "at" | "inside" | "near" | "across" | "from"
                ) =>
            {
                score -= if wanted == Wanted::State { 0.3 } else { 1.5 };
            }
            Dep::Amod | Dep::Compound => score -= if description { 0.2 } else { 0.5 },
            Dep::Poss => score -= 0.2,
            // deep in "control of parts of X"
            Dep::Pobj if scene.lower(scene.head(*head)) == "of" => score -= 0.4,
            _ => {}
        }
        if wanted == Wanted::Several {
            // "X and his associates" are several; a person alone is not
            if scene.child(*head, Dep::Conj).is_some() {
                score += 0.8;
            } else if scene.cast[*actor].kind == ActorKind::Person {
                score -= 0.8;
            }
        }
        // two arguments of one verb are two actors: "X attacked it", not itself
        let coargument = back == 0 && clause(scene, *head) == own_clause && !possessive;
        if coargument && scene.head(argument_head(scene, *head, *actor)) == own_clause {
            score -= 2.5;
        }
        // nor in "X had ties with Y and gave it money", where the subject is shared
        if subject && !possessive && shares_subject(scene, t, own_clause, *head) {
            score -= 2.5;
        }
        if possessive && subject && clause(scene, *head) == own_clause {
            score += 0.8;
        }
        // "X's support of Y and its relations": both are X's
        if possessive
            && scene.dep(*head) == Dep::Poss
            && scene.dep(scene.head(t)) == Dep::Conj
            && scene.head(scene.head(t)) == scene.head(*head)
        {
            score += 3.0;
        }
        // "X's support of Y and its ties with Z": the ties are X's
        if possessive
            && scene.dep(*head) == Dep::Poss
            && matches!(
                scene.lemma(scene.head(t)),
                "relation"
                    | "relationship"
                    | "tie"
                    | "link"
                    | "alliance"
                    | "cooperation"
                    | "support"
            )
            && scene.dep(scene.head(t)) == Dep::Conj
            && scene.parse.is_ancestor(scene.head(*head), t)
        {
            score += 2.0;
        }
        // "the people of X in their fight": what hangs on a noun phrase is its own
        if possessive && scene.parse.is_ancestor(*head, t) && scene.pos(scene.head(t)) == Pos::Noun
        {
            score += 1.5;
        }
        // a possessive inside the same noun phrase as its antecedent is rare
        if possessive && scene.head(*head) == scene.head(t) {
            score -= 3.0;
        }
        // "They said that X …": they are not X
        if is_spoken_of(scene, t, *actor) {
            continue;
        }
        if best.is_none_or(|(b, _)| score > b) {
            best = Some((score, (*head, *actor)));
        }
    }
    best.filter(|(score, _)| *score > 0.0)
        .map(|(_, found)| found)
}
