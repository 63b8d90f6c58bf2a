//! What stands around a word of the lexicon and changes what it says: strained or cordial
//! relations, a treaty's subject matter, an envoy withdrawn, an accusation answered.

use unravel_evidence::{ActorKind, Kind, Stance};
use unravel_language::{Dep, Pos};

use crate::frames;
use crate::lexicon::Class;
use crate::stance;
use crate::statements::{Context, Draft};

/// A denial answers one of so many statements before it.
const ANSWERS_WITHIN: usize = 12;

impl Context<'_, '_> {
    /// What the lexicon tells of a verb's object: an "envoy" (withdrawn, expelled), a "promise"
    /// (kept, broken), an "order" (followed), one's own "self" (pledged), or that it is told to go
    /// "away" or taken for a "terrorist".
    pub(crate) fn told_of_object(&self, t: usize) -> Vec<&'static str> {
        let scene = self.scene;
        let mut told = Vec::new();
        let nouns = &scene.nouns.diplomats;
        let envoy = |o: usize| nouns.contains(scene.lemma_lower(o));
        if scene
            .child(t, Dep::Dobj)
            .or_else(|| scene.child(t, Dep::Nsubjpass))
            .is_some_and(envoy)
        {
            told.push("envoy");
        }
        let promise = |o| scene.nouns.promises.contains(scene.lemma(o));
        if scene.child(t, Dep::Dobj).is_some_and(promise) {
            told.push("promise");
        }
        let order = |o| scene.nouns.orders.contains(scene.lemma(o));
        if scene.child(t, Dep::Dobj).is_some_and(order) {
            told.push("order");
        }
        let oneself = |o| scene.lower(o).ends_with("self") || scene.lower(o).ends_with("selves");
        if scene.child(t, Dep::Dobj).is_some_and(oneself) {
            told.push("self");
        }
        let taken_for = scene
            .children(t)
            .filter(|c| matches!(scene.dep(*c), Dep::Oprd | Dep::Dobj) || scene.lower(*c) == "as")
            .flat_map(|c| std::iter::once(c).chain(scene.child(c, Dep::Pobj)))
            .flat_map(|c| std::iter::once(c).chain(scene.children(c)))
            .any(|c| scene.nouns.foes.contains(scene.lemma_lower(c)));
        let leaves = scene.children(t).any(|c| {
            matches!(scene.dep(c), Dep::Xcomp | Dep::Ccomp)
                && matches!(scene.lemma(c), "leave" | "withdraw" | "quit" | "depart")
        });
        if leaves {
            told.push("away");
        }
        if taken_for {
            told.push("terrorist");
        }
        told
    }

    /// Whether one can belong to an actor: a body of states, a group, party or coalition.
    pub(crate) fn has_members(&self, member: usize) -> bool {
        let member = &self.scene.cast[member];
        !matches!(member.kind, ActorKind::Government | ActorKind::Person)
    }

    /// "X denies the accusation": what X was last said to do or to have, denied by X.
    pub(crate) fn answered(&self, t: usize, drafts: &mut Vec<Draft>) {
        let scene = self.scene;
        let lemma = scene.lemma_lower(t);
        if scene.pos(t) != Pos::Verb || !self.lexicon.denying.contains(lemma) {
            return;
        }
        let claims = scene.child(t, Dep::Dobj).is_some_and(|o| {
            let noun = scene.lemma_lower(o);
            let alone = scene.child(o, Dep::Acl).is_none()
                && !scene.children(o).any(|c| scene.dep(c) == Dep::Prep);
            alone && (noun == "charge" || noun == "report" || self.lexicon.alleging.contains(noun))
        });
        if !claims {
            return;
        }
        let put = stance::put(scene, self.lexicon, t, Kind::Contact);
        let who = frames::subject(scene, t, &put, 0);
        let Some(denier) = who.first().map(|a| scene.acting(a.actor)) else {
            return;
        };
        let speaker = Some(scene.cast[denier].actor.clone());
        let said_of = |d: &&Draft| {
            let alleged = d.said_by.is_some() || d.stance == Stance::Hedged;
            d.a == denier && alleged && d.said_by != speaker
        };
        let Some(claim) = drafts.iter().rev().take(ANSWERS_WITHIN).find(said_of) else {
            return;
        };
        let draft = Draft {
            said_by: speaker,
            stance: Stance::Denied,
            negated: !claim.negated,
            costly: false,
            event: None,
            cue: self.cue(t, &put),
            predicate: t,
            score: claim.score * 0.9,
            ..*claim
        };
        drafts.push(draft);
    }

    /// "X are more optimistic about P than Y": Y puts P the other way.
    pub(crate) fn contrasted(&self, other: usize, t: usize, out: &mut Vec<Draft>) {
        let span = self.scene.parse.subtree(other);
        let sentence = self.scene.sentence(t);
        let Some(last) = out.last() else { return };
        let draft = Draft {
            said_by: Some(self.words_of(other)),
            stance: Stance::Denied,
            negated: !last.negated,
            event: None,
            cue: (other, span.end.min(sentence.end)),
            score: last.score * 0.7,
            ..*last
        };
        out.push(draft);
    }

    /// "X and Y fought each other".
    pub(crate) fn is_reciprocal(&self, t: usize) -> bool {
        self.scene
            .child(t, Dep::Dobj)
            .is_some_and(|o| matches!(self.scene.lower(o), "other" | "another"))
    }

    /// "a treaty of friendship and cooperation": what an agreement is about is told with it.
    pub(crate) fn is_subject_matter(&self, t: usize) -> bool {
        let scene = self.scene;
        let mut noun = t;
        for _ in 0..6 {
            if scene.dep(noun) != Dep::Conj {
                break;
            }
            noun = scene.head(noun);
        }
        let preposition = scene.head(noun);
        scene.dep(noun) == Dep::Pobj
            && matches!(scene.lower(preposition), "of" | "on")
            && scene.pos(t) == Pos::Noun
            && self
                .lexicon
                .predicates(Class::Noun, scene.lemma_lower(scene.head(preposition)))
                .iter()
                .any(|p| p.kind == Kind::Agreement && p.mutual)
    }

    /// "the strength of the group and not its ties": named only to be set aside.
    pub(crate) fn is_set_aside(&self, t: usize) -> bool {
        let scene = self.scene;
        scene.pos(t) == Pos::Noun
            && scene
                .children(t)
                .any(|c| scene.dep(c) == Dep::Neg || scene.lower(c) == "not")
    }

    /// "diplomatic relations" are an agreement, "cordial relations" an affinity.
    pub(crate) fn refined(&self, t: usize, kind: Kind) -> Kind {
        if kind != Kind::Alliance
            || !matches!(
                self.scene.lemma(t),
                "relation" | "relationship" | "tie" | "link"
            )
        {
            return kind;
        }
        for c in self
            .scene
            .children(t)
            .filter(|c| self.scene.dep(*c) == Dep::Amod)
        {
            match self.scene.lower(c) {
                "diplomatic" | "consular" | "formal" => return Kind::Agreement,
                "cordial" | "friendly" | "intimate" | "warm" | "brotherly" | "fraternal"
                | "amicable" | "excellent" | "good" | "familial" | "ideological" | "cultural"
                | "historical" => return Kind::Affinity,
                _ => {}
            }
        }
        kind
    }

    /// "strained relations", "relations … soured".
    pub(crate) fn is_strained(&self, t: usize) -> bool {
        let strained = |c: usize| {
            self.scene.children(c).count() < 200 && {
                let lemma = self.scene.lemma_lower(c);
                self.lexicon.strained.contains(lemma)
                    || self.lexicon.strained.contains(self.scene.lower(c))
            }
        };
        let scene = self.scene;
        if scene
            .children(t)
            .any(|c| scene.dep(c) == Dep::Amod && strained(c))
        {
            return true;
        }
        let up = scene.head(t);
        matches!(scene.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj)
            && (strained(up)
                || scene
                    .children(up)
                    .any(|c| matches!(scene.dep(c), Dep::Acomp) && strained(c)))
    }
}
