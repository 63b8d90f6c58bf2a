//! Strength: what a text says about one actor's strength, which is no tie but is often taken
//! for a disagreement about one.

use unravel_evidence::{Kind, Remark, Stance};
use unravel_language::Pos;

use crate::frames;
use crate::lexicon::{Class, Slot};
use crate::stance;
use crate::statements::Context;

/// A remark that is hedged, predicted or promised is worth less than one stated.
const NOT_STATED: f64 = 0.7;

impl Context<'_, '_> {
    /// Every remark on the strength of a group, in the order of the text.
    pub fn remarks(&self) -> Vec<Remark> {
        let scene = self.scene;
        let mut out = Vec::new();
        for t in 0..scene.parse.tokens().len() {
            let class = match scene.pos(t) {
                Pos::Verb => Class::Verb,
                Pos::Adj => Class::Adj,
                _ => continue,
            };
            let Some(strong) = self.lexicon.strength(class, scene.lemma_lower(t)) else {
                continue;
            };
            let put = stance::put(scene, self.lexicon, t, Kind::Alliance);
            // wanted strength is none
            if put.unsaid || put.modal == Some(Stance::Hypothetical) {
                continue;
            }
            let subjects = frames::fill(scene, t, class, &[Slot::Subj], &put, &[], None);
            for subject in subjects {
                let actor = scene.acting(subject.actor);
                if !scene.is_group(actor) {
                    continue;
                }
                let score = subject.trust * if put.modal.is_some() { NOT_STATED } else { 1.0 };
                for said_by in self.speakers(t, &put) {
                    let (Some(passage), Some(cue)) =
                        (self.passage(scene.sentence(t)), self.passage(t..t + 1))
                    else {
                        continue;
                    };
                    out.push(Remark {
                        actor: scene.cast[actor].actor.clone(),
                        strong: strong != put.negated,
                        said_by,
                        passage,
                        cue,
                        score: 0.8 * score,
                    });
                }
            }
        }
        out
    }
}
