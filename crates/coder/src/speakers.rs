//! Who says a statement: the accuser, the one who promises, the source of an attribution.

use unravel_evidence::ActorRef;
use unravel_language::{Dep, Pos};

use crate::attribution::Said;
use crate::stance::Put;
use crate::statements::Context;
use crate::{frames, roles};

impl Context<'_, '_> {
    /// An unnamed speaker by the words of its noun phrase: "officials working on Afghanistan".
    pub fn words_of(&self, head: usize) -> ActorRef {
        let span = self.scene.parse.subtree(head);
        let end = span.end.min(self.scene.sentence(head).end);
        ActorRef::unlisted(
            self.scene
                .parse
                .span_text(span.start..end)
                .trim_end_matches(['.', ' ']),
        )
    }

    /// Who says it: one entry per speaker, or none for the document's own voice.
    pub fn speakers(&self, t: usize, put: &Put) -> Vec<Option<ActorRef>> {
        let scene = self.scene;
        let refer = |head: usize| -> Vec<Option<ActorRef>> {
            let actors = scene.actors_of(head);
            if !actors.is_empty() {
                return actors
                    .iter()
                    .take(4)
                    .map(|a| Some(scene.cast[scene.acting(a.actor)].actor.clone()))
                    .collect();
            }
            Vec::new()
        };
        if let Some(accusation) = put.accusation {
            let accuser = scene
                .child(accusation, Dep::Agent)
                .and_then(|by| scene.child(by, Dep::Pobj))
                .or_else(|| scene.child(accusation, Dep::Nsubj))
                .map(refer)
                .unwrap_or_default();
            if !accuser.is_empty() {
                return accuser;
            }
            let up = frames::subject(scene, accusation, put, 0);
            if let Some(first) = up
                .first()
                .filter(|_| scene.child(accusation, Dep::Nsubjpass).is_none())
            {
                return vec![Some(scene.cast[scene.acting(first.actor)].actor.clone())];
            }
        }
        // "X pledged …", "X demanded that …": X says it
        let moved = put.mover.map(|mover| frames::subject(scene, mover, put, 0));
        if let Some(moved) = moved.filter(|m| !m.is_empty()) {
            return moved
                .iter()
                .take(1)
                .map(|m| Some(scene.cast[scene.acting(m.actor)].actor.clone()))
                .collect();
        }
        let Some(said) = self.said.around(t).filter(|s| !self.is_aside(s, t)) else {
            return vec![None];
        };
        let named = refer(said.speaker);
        if !named.is_empty() {
            return named;
        }
        let reports = matches!(
            scene.lemma_lower(said.speaker),
            "report"
                | "study"
                | "assessment"
                | "statement"
                | "source"
                | "expert"
                | "observer"
                | "document"
                | "witness"
                | "investigator"
                | "monitor"
                | "cable"
        );
        let plural_people =
            roles::is_person_noun(scene, said.speaker) || scene.pos(said.speaker) == Pos::Propn;
        if reports || plural_people {
            let text = scene.parse.span_text(said.source.clone()).trim();
            let short: String = text
                .split([',', ';'])
                .next()
                .unwrap_or(text)
                .chars()
                .take(120)
                .collect();
            return vec![Some(ActorRef::unlisted(&short))];
        }
        vec![None]
    }

    /// What stands beside what is said: "X, a group that has sworn loyalty to Y" inside a saying
    /// is the author's, and "rejected an alliance" is a refusal, not a saying.
    fn is_aside(&self, said: &Said, t: usize) -> bool {
        let scene = self.scene;
        let mut cur = t;
        for _ in 0..30 {
            let up = scene.head(cur);
            if up == cur || !said.content.contains(&cur) {
                break;
            }
            if matches!(scene.dep(cur), Dep::Relcl | Dep::Appos) && said.content.contains(&up) {
                return true;
            }
            if scene.dep(cur) == Dep::Dobj && said.cue.contains(&up) {
                return matches!(
                    scene.lemma(up),
                    "reject" | "dismiss" | "refuse" | "reaffirm"
                );
            }
            cur = up;
        }
        false
    }
}
