//! How a statement is put: negation, hedges, promises, futures, conditions.
//!
//! From the predicate upwards: at each word the modifiers count (not, no, may, reportedly, if),
//! and each governing word that is an operator ("refuse", "signs of", "commit to") has its
//! effect. The climb ends where the governing word no longer carries the statement.

use unravel_evidence::{Kind, Stance};
use unravel_language::{Dep, Pos, Tag};

use crate::lexicon::{Class, Control, Effect, Lexicon, Operator};
use crate::scene::Scene;

/// How a statement is put.
#[derive(Debug, Clone, Default)]
pub(crate) struct Put {
    /// An odd number of negations.
    pub negated: bool,
    /// Under a word that ends it ("sever", "end of").
    pub ended: bool,
    /// The outermost of hedged, promised, predicted, hypothetical.
    pub modal: Option<Stance>,
    /// "will": a promise in one's own mouth, a prediction in another's.
    pub future: bool,
    /// Under a saying that is itself negated ("did not say that …"): nothing is stated.
    pub unsaid: bool,
    /// A hedge that is an allegation: asserted once it is known who alleges.
    pub alleged: bool,
    /// The verb of one's own promise or demand, whose subject says it.
    pub mover: Option<usize>,
    /// The verb of an accusation above it.
    pub accusation: Option<usize>,
    /// The topmost word reached, and the operators on the way, innermost first.
    pub path: Vec<(usize, Operator)>,
    /// "X are more optimistic … than Y": the heads of X and of Y, who thinks less so.
    pub contrast: Option<(usize, usize)>,
}

/// What a token may be in the lexicon.
pub(crate) fn class_at(scene: &Scene<'_>, t: usize) -> Option<Class> {
    match scene.pos(t) {
        // the tagger takes "provide sanctuary" for an adjective now and then
        Pos::Adj if matches!(scene.dep(t), Dep::Dobj | Dep::Pobj) => Some(Class::Noun),
        pos => class_of(pos),
    }
}

pub(crate) fn class_of(pos: Pos) -> Option<Class> {
    match pos {
        Pos::Verb | Pos::Aux => Some(Class::Verb),
        Pos::Noun | Pos::Propn => Some(Class::Noun),
        // the tagger takes "remained close" for an adverb now and then
        Pos::Adj | Pos::Adv => Some(Class::Adj),
        _ => None,
    }
}

/// Climbs from a predicate.
pub(crate) fn put(scene: &Scene<'_>, lexicon: &Lexicon, predicate: usize, kind: Kind) -> Put {
    let mut put = Put::default();
    let mut cur = predicate;
    let mut modifiers_count = true;
    for _ in 0..16 {
        if modifiers_count {
            modifiers(scene, lexicon, cur, &mut put);
        }
        modifiers_count = true;
        let (up, rel) = (scene.head(cur), scene.dep(cur));
        if up == cur {
            break;
        }
        match rel {
            Dep::Conj => {
                // "refused to meet X or fund Y": what governs the first governs the second
                modifiers_count = false;
                cur = up;
                continue;
            }
            // an adjunct stands apart: "withdrew its troops after the agreement"
            Dep::Prep if lexicon.adjuncts.contains(scene.lower(cur)) => break,
            Dep::Prep => {
                if scene.lower(cur) == "without" {
                    put.negated = !put.negated;
                }
                // "accused its neighbour of sheltering X": the parser may hang "of" on the noun
                let accused = scene.lower(cur) == "of"
                    && scene.dep(up) == Dep::Dobj
                    && scene.child(cur, Dep::Pcomp).is_some()
                    && operator(scene, lexicon, scene.head(up))
                        .is_some_and(|o| o.effect == Effect::Accuse);
                let up = if accused { scene.head(up) } else { up };
                if !steps_through_preposition(scene, lexicon, up, kind, &mut put) {
                    break;
                }
                cur = up;
                continue;
            }
            Dep::Pobj | Dep::Pcomp => {
                if scene.lower(up) == "without" {
                    put.negated = !put.negated;
                    break;
                }
                // to the preposition; what governs it is seen in the next round
                modifiers_count = false;
                cur = up;
                continue;
            }
            Dep::Nsubj | Dep::Nsubjpass => {
                let Some(operator) = operator(scene, lexicon, up) else {
                    predicative(scene, lexicon, up, &mut put);
                    break;
                };
                let lets_through = rel == Dep::Nsubjpass
                    || matches!(operator.effect, Effect::Pass | Effect::End | Effect::Deny);
                if !lets_through {
                    break;
                }
                predicative(scene, lexicon, up, &mut put);
                apply(&mut put, up, operator, kind);
                cur = up;
                continue;
            }
            // "not an easy issue": what is said of the noun is said of its adjective
            Dep::Amod if cur == predicate => {
                cur = up;
                continue;
            }
            // "X is backed by Y, a charge that Z denies": what stands before is no complement
            Dep::Ccomp
                if cur < up
                    && scene.child(up, Dep::Nsubj).is_some_and(|s| cur < s)
                    && lexicon.denying.contains(scene.lemma_lower(up)) =>
            {
                break;
            }
            Dep::Ccomp if lexicon.speech.contains(scene.lemma_lower(up)) => {
                put.unsaid = scene.child(up, Dep::Neg).is_some();
                // "told X that …" reports; "told X to …" demands
                let finite =
                    scene.child(cur, Dep::Mark).is_some() || scene.child(cur, Dep::Nsubj).is_some();
                if finite && scene.lemma(up) == "tell" {
                    break;
                }
            }
            Dep::Relcl | Dep::Appos | Dep::Nmod | Dep::Poss => break,
            // an adverbial clause stands on its own, but "pressed X … to expel Y" is one demand
            Dep::Advcl if is_purpose(scene, cur, up) => {
                // "accused X of using Y to fund Z": the purpose is told as its means are
                cur = up;
                modifiers_count = false;
                continue;
            }
            Dep::Advcl if !is_demanded(scene, lexicon, cur, up) => break,
            _ => {}
        }
        // "considers X a proxy of Y": in the eyes of the one who does
        if is_view(scene, lexicon, cur, up) {
            put.accusation = put.accusation.or(Some(up));
            break;
        }
        let Some(operator) = operator(scene, lexicon, up) else {
            break;
        };
        // what is agreed on or pledged in one act is done ("agreed a truce", "pledged allegiance")
        if rel == Dep::Dobj && operator.effect == Effect::Promise && is_own_act(kind) {
            break;
        }
        if kind == Kind::Hostility && lexicon.endeavours.contains(scene.lemma(up)) {
            // who seeks to overthrow another is hostile already
            put.path.push((up, operator));
            cur = up;
            continue;
        }
        if lexicon.alleging.contains(scene.lemma(up)) {
            put.alleged = put.modal.is_none();
        }
        apply(&mut put, up, operator, kind);
        // "denies any plan to attack": what was only planned is denied outright
        if operator.effect == Effect::Deny && lexicon.denying.contains(scene.lemma_lower(up)) {
            put.modal = None;
        }
        if put.mover.is_none()
            && class_of(scene.pos(up)) == Some(Class::Verb)
            && matches!(operator.effect, Effect::Promise | Effect::Demand)
            && lexicon.movers.contains(scene.lemma(up))
        {
            put.mover = Some(up);
        }
        if scene.pos(up) == Pos::Adj {
            comparison(scene, up, &mut put);
        }
        cur = up;
    }
    put
}

/// Whether the word a prepositional phrase hangs on carries the statement on; applies its effect.
fn steps_through_preposition(
    scene: &Scene<'_>,
    lexicon: &Lexicon,
    up: usize,
    kind: Kind,
    put: &mut Put,
) -> bool {
    let Some(operator) = operator(scene, lexicon, up) else {
        return false;
    };
    // "agreed to a truce" is an agreement made, "the pledge of allegiance" a pledge given
    if operator.effect != Effect::Promise || !is_own_act(kind) {
        apply(put, up, operator, kind);
    }
    if scene.pos(up) == Pos::Adj {
        comparison(scene, up, put);
    }
    true
}

/// Whether a clause is what was said in the past tense.
fn is_reported(scene: &Scene<'_>, lexicon: &Lexicon, verb: usize) -> bool {
    let up = scene.head(verb);
    scene.dep(verb) == Dep::Ccomp
        && matches!(scene.parse.tokens()[up].tag, Tag::Vbd | Tag::Vbn)
        && lexicon.speech.contains(scene.lemma_lower(up))
}

/// Whether a noun is what the verb above takes something for.
fn is_view(scene: &Scene<'_>, lexicon: &Lexicon, noun: usize, verb: usize) -> bool {
    let beside = scene.dep(noun) == Dep::Oprd
        || scene.dep(noun) == Dep::Dobj && scene.child(verb, Dep::Dobj).is_some_and(|o| o < noun);
    beside && lexicon.viewing.contains(scene.lemma(verb))
}

/// Whether an infinitive tells what a gerund is for: "of using Y to fund Z".
fn is_purpose(scene: &Scene<'_>, clause: usize, verb: usize) -> bool {
    scene.dep(verb) == Dep::Pcomp && scene.is_infinitive(clause)
}

/// Whether an infinitive is what the verb above asks for.
fn is_demanded(scene: &Scene<'_>, lexicon: &Lexicon, clause: usize, verb: usize) -> bool {
    scene.is_infinitive(clause)
        && operator(scene, lexicon, verb)
            .is_some_and(|o| o.effect == Effect::Demand && o.control == Control::Obj)
}

/// Kinds that a pledge brings about rather than promises.
fn is_own_act(kind: Kind) -> bool {
    matches!(kind, Kind::Agreement | Kind::Allegiance)
}

fn operator(scene: &Scene<'_>, lexicon: &Lexicon, t: usize) -> Option<Operator> {
    let class = class_of(scene.pos(t))?;
    let word = scene.word(t);
    lexicon.operator(class, &word).or_else(|| {
        // "call for": the preposition belongs to the verb
        scene
            .children(t)
            .filter(|c| scene.dep(*c) == Dep::Prep)
            .find_map(|c| lexicon.operator(class, &format!("{word} {}", scene.lower(c))))
    })
}

fn apply(put: &mut Put, at: usize, operator: Operator, kind: Kind) {
    match operator.effect {
        Effect::Pass => {}
        Effect::Deny => put.negated = !put.negated,
        Effect::End => {
            if matches!(
                kind,
                Kind::Alliance | Kind::Affinity | Kind::Allegiance | Kind::Agreement
            ) {
                put.ended = true;
            } else {
                put.negated = !put.negated;
            }
        }
        Effect::Promise => put.modal = Some(Stance::Promised),
        Effect::Demand => put.modal = Some(Stance::Hypothetical),
        Effect::Hedge => put.modal = Some(Stance::Hedged),
        Effect::Predict => put.modal = Some(Stance::Predicted),
        Effect::Accuse => put.accusation = Some(at),
    }
    put.path.push((at, operator));
}

/// "the relationship remains uncertain": what is predicated of the word.
fn predicative(scene: &Scene<'_>, lexicon: &Lexicon, verb: usize, put: &mut Put) {
    for c in scene.children(verb) {
        if matches!(scene.dep(c), Dep::Acomp | Dep::Attr | Dep::Oprd)
            && lexicon.uncertain.contains(scene.lemma_lower(c))
        {
            put.modal = Some(Stance::Hedged);
        }
    }
}

/// "officials … more optimistic about P than those …".
fn comparison(scene: &Scene<'_>, adjective: usize, put: &mut Put) {
    let compared = scene
        .children(adjective)
        .any(|c| matches!(scene.lower(c), "more" | "less"));
    if compared {
        // the parser hangs "than" on the adjective or somewhere inside its complement
        let span = scene.parse.subtree(adjective);
        let other = span
            .clone()
            .find(|t| scene.lower(*t) == "than")
            .and_then(|than| scene.child(than, Dep::Pobj));
        let mut verb = scene.head(adjective);
        let mut holder = scene.child(verb, Dep::Nsubj);
        while holder.is_none() && scene.dep(verb) == Dep::Xcomp {
            verb = scene.head(verb);
            holder = scene.child(verb, Dep::Nsubj);
        }
        put.contrast = holder.zip(other);
    }
}

fn modifiers(scene: &Scene<'_>, lexicon: &Lexicon, t: usize, put: &mut Put) {
    for c in scene.children(t) {
        let word = scene.lower(c);
        match scene.dep(c) {
            Dep::Neg => put.negated = !put.negated,
            // "neither X nor Y wants": said of the subject, meant of the verb
            Dep::Nsubj | Dep::Nsubjpass
                if scene
                    .children(c)
                    .any(|g| matches!(scene.lower(g), "neither" | "no")) =>
            {
                put.negated = !put.negated
            }
            Dep::Det if word == "no" || word == "neither" => put.negated = !put.negated,
            Dep::Aux => match word {
                "may" | "might" => put.modal = put.modal.or(Some(Stance::Hedged)),
                // "said it would": the future, seen from the past
                "would" if is_reported(scene, lexicon, t) => put.future = true,
                "could" | "would" | "should" | "must" | "ought" | "'d" => {
                    put.modal = put.modal.or(Some(Stance::Hypothetical))
                }
                "will" | "'ll" | "wo" | "shall" => put.future = true,
                _ => {}
            },
            Dep::Advmod | Dep::Amod => {
                if lexicon.hedging.contains(word) {
                    put.modal = put.modal.or(Some(Stance::Hedged));
                } else if lexicon.negating.contains(word)
                    || word == "longer" && scene.children(c).any(|g| scene.lower(g) == "no")
                {
                    put.negated = !put.negated;
                }
            }
            Dep::Mark if matches!(word, "if" | "whether" | "unless") => {
                put.modal = put.modal.or(Some(Stance::Hypothetical));
            }
            // "no talks until it recognises X": a condition, not yet so
            Dep::Mark
                if word == "until"
                    && matches!(scene.parse.tokens()[t].tag, Tag::Vbz | Tag::Vbp) =>
            {
                put.modal = put.modal.or(Some(Stance::Hypothetical));
            }
            _ => {}
        }
    }
    // "non-confrontational"
    if t >= 2 && scene.parse.token_text(t - 1) == "-" && scene.lower(t - 2) == "non" {
        put.negated = !put.negated;
    }
}

impl Put {
    /// The stance, once it is known whether the speaker speaks of its own conduct.
    /// `negated` is the whole's negation, the word's own included.
    pub fn stance(&self, negated: bool, own_conduct: bool) -> Stance {
        match self.modal {
            Some(stance) => stance,
            None if self.future => {
                if own_conduct {
                    Stance::Promised
                } else {
                    Stance::Predicted
                }
            }
            None if negated => Stance::Denied,
            None => Stance::Asserted,
        }
    }

    /// The word that says whose act the predicate is: the nearest operator with a subject or object.
    pub fn controllers(&self) -> impl Iterator<Item = (usize, Control)> + '_ {
        self.path.iter().map(|(t, operator)| (*t, operator.control))
    }
}
