//! The type of an act: by its words, weighed by a linear model.

use std::sync::LazyLock;

use unravel_evidence::{Kind, PloverType};
use unravel_language::{CompactString, Dep, Pos};

use super::Candidate;
use super::parties;
use super::words::{Effect, Sense, Words};
use crate::linear::{Features, Linear};
use crate::scene::Scene;

static MODEL: LazyLock<Linear> =
    LazyLock::new(|| Linear::read(include_str!("../../data/events.tsv")));

/// The classes of the model. CONCEDE and RETREAT are one there (the labelled text does not part
/// them); the words part them.
pub(crate) const CLASSES: &[&str] = &[
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
    "YIELD",
];

/// Below this the model's choice is no better than the plain sense of the words.
const UNSURE: f32 = 0.3;

/// The lemma in lower case.
pub(crate) fn lower(scene: &Scene<'_>, t: usize) -> CompactString {
    CompactString::from_str_to_lowercase(scene.lemma(t))
}

/// The verb as the words know it: with its particle, its preposition or its object where such a
/// phrase is listed.
pub(crate) fn word(scene: &Scene<'_>, words: &Words, t: usize) -> CompactString {
    let lemma = lower(scene, t);
    for c in scene.children(t) {
        if !matches!(
            scene.dep(c),
            Dep::Prt | Dep::Prep | Dep::Dobj | Dep::Advmod | Dep::Acomp | Dep::Ccomp | Dep::Oprd
        ) {
            continue;
        }
        let phrase = format!("{lemma} {}", lower(scene, c));
        if scene.dep(c) == Dep::Prt
            || !words.verb(&phrase).is_empty()
            || !words.effects(&phrase).is_empty()
        {
            return phrase.into();
        }
    }
    lemma
}

fn senses<'w>(scene: &Scene<'_>, words: &'w Words, verb: usize) -> &'w [Sense] {
    let found = words.verb(&word(scene, words, verb));
    if found.is_empty() {
        words.verb(&lower(scene, verb))
    } else {
        found
    }
}

fn effects<'w>(scene: &Scene<'_>, words: &'w Words, verb: usize) -> &'w [Effect] {
    words.effects(&word(scene, words, verb))
}

/// The senses of a noun, with the word before it ("hunger strike") where that is listed.
fn noun_senses<'w>(scene: &Scene<'_>, words: &'w Words, noun: usize) -> &'w [Sense] {
    for c in scene.children(noun) {
        if matches!(scene.dep(c), Dep::Compound | Dep::Amod) && c < noun {
            let phrase = format!("{} {}", lower(scene, c), lower(scene, noun));
            let found = words.noun(&phrase);
            if !found.is_empty() {
                return found;
            }
        }
    }
    // "state of emergency"
    if let Some(of) = scene.prep_objects(noun, "of").next() {
        let found = words.noun(&format!("{} of {}", lower(scene, noun), lower(scene, of)));
        if !found.is_empty() {
            return found;
        }
    }
    words.noun(&lower(scene, noun))
}

/// Whether a verb, or what stands directly under it, is a word of events.
pub(crate) fn is_act(scene: &Scene<'_>, words: &Words, t: usize) -> bool {
    chain(scene, words, t)
        .first()
        .is_some_and(|link| link.token == t)
        || tells_to(scene, words, t)
}

/// "X says that Y must …".
pub(crate) fn tells_to(scene: &Scene<'_>, words: &Words, t: usize) -> bool {
    effects(scene, words, t).contains(&Effect::Say)
        && scene.child(t, Dep::Ccomp).is_some_and(|c| {
            scene.children(c).any(|a| {
                scene.dep(a) == Dep::Aux
                    && matches!(scene.parse.token_text(a), "must" | "should" | "ought")
            })
        })
}

/// Whether a verb reports what is said and nothing more.
pub(crate) fn only_says(scene: &Scene<'_>, words: &Words, t: usize) -> bool {
    effects(scene, words, t).contains(&Effect::Say)
}

/// What a verb and the words under it say, outermost first.
struct Link<'w> {
    token: usize,
    senses: &'w [Sense],
    effects: &'w [Effect],
    noun: bool,
}

/// The verb, its infinitives and clauses, and the nouns it governs, as far as they are listed.
fn chain<'w>(scene: &Scene<'_>, words: &'w Words, t: usize) -> Vec<Link<'w>> {
    let mut out = Vec::new();
    let mut verb = Some(t);
    for _ in 0..4 {
        let Some(v) = verb else { break };
        let senses = senses(scene, words, v);
        // what is said is told by its own verb
        let effects = match effects(scene, words, v) {
            [Effect::Say] => &[],
            effects => effects,
        };
        if !senses.is_empty() || !effects.is_empty() {
            out.push(Link {
                token: v,
                senses,
                effects,
                noun: false,
            });
        }
        let passive = parties::is_passive(scene, v);
        for c in scene.children(v) {
            let object = match scene.dep(c) {
                Dep::Dobj | Dep::Attr => Some(c),
                Dep::Nsubjpass if passive => Some(c),
                Dep::Prep => scene.child(c, Dep::Pobj),
                _ => None,
            };
            let Some(object) = object.filter(|o| scene.pos(*o) == Pos::Noun) else {
                continue;
            };
            let senses = noun_senses(scene, words, object);
            if !senses.is_empty() {
                out.push(Link {
                    token: object,
                    senses,
                    effects: &[],
                    noun: true,
                });
            }
        }
        verb = scene.children(v).find_map(|c| match scene.dep(c) {
            Dep::Xcomp => Some(c),
            Dep::Acomp => scene.child(c, Dep::Xcomp),
            Dep::Ccomp if !effects.is_empty() => Some(c),
            Dep::Prep => scene.child(c, Dep::Pcomp),
            _ => None,
        });
    }
    // a verb that is only an operator, over nothing, is no act
    if out.iter().all(|l| l.senses.is_empty()) {
        out.clear();
    }
    out
}

/// The type by the words alone.
fn verdict<'w>(scene: &Scene<'_>, words: &'w Words, t: usize) -> Option<&'w Sense> {
    if scene.pos(t) == Pos::Noun {
        return noun_senses(scene, words, t).first();
    }
    let chain = chain(scene, words, t);
    let first = chain.first()?;
    let own = first.senses.first();
    let light = first.effects.contains(&Effect::Light) || first.effects.contains(&Effect::Begin);
    let under = chain[1..].iter().find_map(|l| l.senses.first());
    if light && under.is_some() {
        under
    } else {
        own.or(under)
    }
}

/// Whether what a verb says is done by each to the other: "X and Y held talks".
pub(crate) fn is_mutual(scene: &Scene<'_>, words: &Words, t: usize) -> bool {
    verdict(scene, words, t).is_some_and(|s| {
        matches!(
            s.plover,
            PloverType::Consult | PloverType::Cooperate | PloverType::Agree | PloverType::Support
        )
    })
}

/// Cooperation can be ended, harm can be eased.
fn is_cooperative(plover: PloverType) -> bool {
    plover.is_cooperative() || plover == PloverType::Request
}

/// The type of a candidate with its mode and probability.
pub(crate) fn decide(
    scene: &Scene<'_>,
    words: &Words,
    candidate: &Candidate,
) -> Option<(PloverType, Option<String>, f32)> {
    let features = features(scene, words, candidate, false);
    let probabilities = MODEL.probabilities(&features.hashes);
    let top =
        (0..probabilities.len()).max_by(|x, y| probabilities[*x].total_cmp(&probabilities[*y]))?;
    let said = verdict(scene, words, candidate.predicate);
    // where the model hardly knows, the words have their plain sense
    let plain = said.map(|s| match s.plover {
        PloverType::Concede | PloverType::Retreat => "YIELD",
        other => other.as_str(),
    });
    let own = plain.and_then(|p| MODEL.classes().iter().position(|c| c == p));
    let top = own.filter(|_| probabilities[top] < UNSURE).unwrap_or(top);
    let class = MODEL.classes().get(top)?;
    // the sense of the words that is of the chosen type tells the mode
    let senses = if scene.pos(candidate.predicate) == Pos::Noun {
        noun_senses(scene, words, candidate.predicate).to_vec()
    } else {
        chain(scene, words, candidate.predicate)
            .iter()
            .flat_map(|l| l.senses.iter().cloned())
            .collect()
    };
    let fits = |s: &Sense| match class.as_str() {
        "YIELD" => matches!(s.plover, PloverType::Concede | PloverType::Retreat),
        other => s.plover.as_str() == other,
    };
    let sense = senses.iter().find(|s| fits(s)).cloned();
    let plover = match (class.as_str(), &sense) {
        ("YIELD", Some(sense)) => sense.plover,
        ("YIELD", None) => PloverType::Concede,
        (other, _) => other.parse().ok().or(said.map(|s| s.plover))?,
    };
    Some((plover, sense.and_then(|s| s.mode), probabilities[top]))
}

/// The kind of tie that an act speaks for or against.
pub(crate) fn kind(plover: PloverType) -> Kind {
    match plover {
        PloverType::Agree => Kind::Agreement,
        PloverType::Consult | PloverType::Request => Kind::Contact,
        PloverType::Cooperate => Kind::Alliance,
        PloverType::Support | PloverType::Aid | PloverType::Concede | PloverType::Retreat => {
            Kind::Support
        }
        _ => Kind::Hostility,
    }
}

/// What can be seen of a candidate.
pub(crate) fn features(
    scene: &Scene<'_>,
    words: &Words,
    candidate: &Candidate,
    named: bool,
) -> Features {
    let mut f = Features::new(named);
    let t = candidate.predicate;
    f.add(&["always"]);
    if let Some(sense) = verdict(scene, words, t) {
        f.add(&["says=", sense.plover.as_str()]);
        if let Some(mode) = &sense.mode {
            f.add(&["says=", sense.plover.as_str(), " ", mode]);
        }
    }
    let own = word(scene, words, t);
    f.add(&["word=", &own]);
    let by = lower(scene, candidate.target.by);
    if candidate.target.by != t {
        f.add(&["by=", &by]);
        f.add(&["word=", &own, " by=", &by]);
    } else {
        f.add(&["direct"]);
    }
    let depth = ["0", "1", "2", "3", "4", "5", "6", "7"][candidate.target.depth.min(7)];
    f.add(&["depth=", depth]);
    let source = lower(scene, candidate.source);
    f.add(&["source=", &source]);
    let target = lower(scene, candidate.target.token);
    f.add(&["target=", &target]);
    for sense in words.noun(&target) {
        f.add(&["target says=", sense.plover.as_str()]);
    }
    if scene.pos(t) == Pos::Noun {
        f.add(&["noun"]);
        for sense in noun_senses(scene, words, t) {
            f.add(&["noun says=", sense.plover.as_str()]);
        }
        return f;
    }
    let links = chain(scene, words, t);
    let first = links.first().filter(|l| l.token == t);
    let effect = first
        .and_then(|l| l.effects.first())
        .map_or("", |e| e.word());
    for (i, link) in links.iter().enumerate() {
        let place = match (i, link.noun) {
            (0, false) => "first",
            (_, false) => "verb",
            (_, true) => "object",
        };
        for sense in link.senses {
            let said = sense.plover.as_str();
            f.add(&[place, " says=", said]);
            if i > 0 {
                f.add(&[place, " says=", said, " under ", effect]);
                f.add(&[place, " says=", said, " under ", &own]);
                let good = if is_cooperative(sense.plover) {
                    "good"
                } else {
                    "bad"
                };
                f.add(&[good, " under ", effect]);
                f.add(&[good, " under ", &own]);
            }
        }
        for effect in link.effects {
            f.add(&[place, " does=", effect.word()]);
        }
        if i > 0 {
            let lemma = lower(scene, link.token);
            f.add(&[place, "=", &lemma]);
            f.add(&[place, "=", &lemma, " under ", effect]);
        }
    }
    let mut verb = t;
    for _ in 0..3 {
        for c in scene.children(verb) {
            match scene.dep(c) {
                Dep::Neg => {
                    f.add(&["neg"]);
                    f.add(&["neg ", effect]);
                }
                Dep::Aux => f.add(&["aux=", &lower(scene, c)]),
                Dep::Dobj | Dep::Nsubjpass => {
                    let object = lower(scene, c);
                    f.add(&["what=", &object]);
                    f.add(&["word=", &own, " what=", &object]);
                    for g in scene.children(c) {
                        if matches!(scene.dep(g), Dep::Amod | Dep::Compound) {
                            f.add(&["what is=", &lower(scene, g)]);
                        }
                    }
                }
                Dep::Prep => {
                    let p = lower(scene, c);
                    f.add(&["prep=", &p]);
                    if let Some(o) = scene.child(c, Dep::Pobj) {
                        f.add(&["prep=", &p, " ", &lower(scene, o)]);
                    }
                }
                Dep::Xcomp => f.add(&["to=", &lower(scene, c)]),
                Dep::Ccomp => f.add(&["that=", &lower(scene, c)]),
                Dep::Advcl => f.add(&["while=", &lower(scene, c)]),
                _ => {}
            }
        }
        match scene.children(verb).find(|c| scene.dep(*c) == Dep::Xcomp) {
            Some(next) => verb = next,
            None => break,
        }
    }
    if parties::is_passive(scene, t) {
        f.add(&["passive"]);
    }
    // what it stands under: "said it would …"
    if scene.dep(t) == Dep::Ccomp {
        f.add(&["under=", &lower(scene, scene.head(t))]);
    }
    f
}
