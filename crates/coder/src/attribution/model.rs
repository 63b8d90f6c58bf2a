//! Which candidates are attributions: a linear model over what can be seen of them.

use std::ops::Range;
use std::sync::LazyLock;

use unravel_language::{Dep, Pos};

use super::candidates::Candidate;
use super::quotes;
use crate::linear::{Features, Linear};
use crate::scene::Scene;

static MODEL: LazyLock<Linear> =
    LazyLock::new(|| Linear::read(include_str!("../../data/attribution.tsv")));

/// The probability that a candidate is an attribution.
pub(crate) fn probability(
    scene: &Scene<'_>,
    quotes: &[Range<usize>],
    candidate: &Candidate,
) -> f32 {
    let features = features(scene, quotes, candidate, false);
    MODEL
        .probabilities(&features.hashes)
        .get(1)
        .copied()
        .unwrap_or(0.0)
}

/// What can be seen of a candidate.
pub(crate) fn features(
    scene: &Scene<'_>,
    quotes: &[Range<usize>],
    c: &Candidate,
    named: bool,
) -> Features {
    let mut f = Features::new(named);
    let lemma = lower(scene.lemma(c.cue));
    let link = c.link.word();
    f.add(&["always"]);
    f.add(&["link=", link]);
    f.add(&["cue=", &lemma]);
    f.add(&["cue=", &lemma, " link=", link]);
    if c.by != c.cue {
        let by = lower(scene.parse.token_text(c.by));
        f.add(&["by=", &by, " link=", link]);
        f.add(&["cue=", &lemma, " by=", &by]);
    }
    if c.head != c.cue {
        let head = lower(scene.lemma(c.head));
        f.add(&["head=", &head, " link=", link]);
        if matches!(
            lemma.as_str(),
            "have" | "make" | "give" | "take" | "express" | "show" | "get" | "do" | "be" | "offer"
        ) {
            f.add(&["cue=", &lemma, " head=", &head]);
        }
        f.add(&[
            "head tag=",
            scene.parse.tokens()[c.head].tag.as_str(),
            " link=",
            link,
        ]);
    }
    if let Some(particle) = scene.child(c.cue, Dep::Prt) {
        let particle = lower(scene.parse.token_text(particle));
        f.add(&["cue=", &lemma, " particle=", &particle]);
    }
    let token = &scene.parse.tokens()[c.cue];
    f.add(&["tag=", token.tag.as_str(), " link=", link]);
    f.add(&["dep=", token.dep.as_str()]);
    f.add(&["dep=", token.dep.as_str(), " link=", link]);
    let who = who(scene, c.speaker);
    f.add(&["who=", &who]);
    f.add(&["who=", &who, " link=", link]);
    f.add(&["who=", &who, " cue=", &lemma]);
    let inside = quotes::around(quotes, c.cue).is_some();
    if inside {
        f.add(&["quoted"]);
        f.add(&["quoted link=", link]);
        f.add(&["quoted who=", &who]);
    }
    let about = quotes::around(quotes, c.content.start)
        .or_else(|| quotes::around(quotes, c.content.end.saturating_sub(1)));
    if about.is_some() && !inside {
        f.add(&["content quoted"]);
        f.add(&["content quoted link=", link]);
    }
    for child in scene.children(c.cue) {
        match scene.dep(child) {
            Dep::Neg => f.add(&["neg link=", link]),
            Dep::Aux => {
                let aux = lower(scene.parse.token_text(child));
                f.add(&["aux=", &aux]);
                f.add(&["aux=", &aux, " link=", link]);
            }
            Dep::Advmod => f.add(&["adv=", &lower(scene.parse.token_text(child))]),
            _ => {}
        }
    }
    // what it stands under: "X said that Y thinks …"
    let mut above = c.cue;
    for _ in 0..4 {
        let dep = scene.dep(above);
        let up = scene.head(above);
        if up == above {
            break;
        }
        if dep == Dep::Ccomp && matches!(scene.pos(up), Pos::Verb | Pos::Aux) {
            let under = lower(scene.lemma(up));
            f.add(&["under"]);
            f.add(&["under=", &under]);
            f.add(&["under link=", link]);
            break;
        }
        if dep == Dep::Xcomp {
            f.add(&["after=", &lower(scene.lemma(up))]);
        }
        above = up;
    }
    if scene.head(c.speaker) != c.cue {
        f.add(&["speaker from afar"]);
        f.add(&["speaker from afar, dep=", token.dep.as_str()]);
    }
    f
}

fn lower(word: &str) -> unravel_language::CompactString {
    unravel_language::CompactString::from_str_to_lowercase(word)
}

/// Who speaks, in classes: a pronoun, the type of a name, a noun.
fn who(scene: &Scene<'_>, speaker: usize) -> unravel_language::CompactString {
    let token = &scene.parse.tokens()[speaker];
    match (token.pos, token.ent) {
        (Pos::Pron, _) => lower(scene.parse.token_text(speaker)),
        (_, Some(label)) => label.as_str().into(),
        (Pos::Propn, None) => "name".into(),
        (Pos::Noun, _) => lower(&token.lemma),
        _ => token.pos.as_str().into(),
    }
}
