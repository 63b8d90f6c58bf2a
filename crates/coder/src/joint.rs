//! What two do together ties them, whatever it is: "X and Y jointly vetoed the resolution".

use unravel_evidence::{Direction, Event, Kind, PloverType, Stance};
use unravel_language::{Dep, Pos};

use crate::frames;
use crate::lexicon::Class;
use crate::pairs::each_two;
use crate::stance;
use crate::statements::{Context, Draft};
use crate::time;

/// Words that say that an act is one of several actors together.
const TOGETHER: [&str; 2] = ["together", "jointly"];

impl Context<'_, '_> {
    /// The alliance of those who do together what the verb at `t` says; none where the verb
    /// itself ties them ("met together").
    pub(crate) fn joint(&self, t: usize, out: &mut Vec<Draft>) {
        let scene = self.scene;
        if scene.pos(t) != Pos::Verb || !self.is_together(t) {
            return;
        }
        let put = stance::put(scene, self.lexicon, t, Kind::Alliance);
        if put.unsaid {
            return;
        }
        let doers = frames::subject(scene, t, &put, 0);
        for (x, y) in each_two(&doers) {
            let (a, b) = (scene.acting(x.actor), scene.acting(y.actor));
            let pair = |d: &Draft| (d.a, d.b) == (a, b) || (d.a, d.b) == (b, a);
            let tied = out
                .iter()
                .any(|d| pair(d) && scene.sentence(t).contains(&d.predicate));
            if a == b || tied || scene.cast[a].unnamed && scene.cast[b].unnamed {
                continue;
            }
            let stance = put.stance(put.negated, false);
            for said_by in self.speakers(t, &put) {
                out.push(Draft {
                    a,
                    b,
                    kind: Kind::Alliance,
                    direction: Direction::Mutual,
                    stance,
                    negated: put.negated,
                    said_by,
                    when: time::of(scene, self.dates, t, self.document.published),
                    neutral: false,
                    costly: stance == Stance::Asserted,
                    event: Some(Event {
                        plover: PloverType::Cooperate,
                        mode: None,
                        cameo: None,
                    }),
                    cue: self.cue(t, &put),
                    predicate: t,
                    alone: false,
                    score: 0.6 * x.trust.min(y.trust),
                });
            }
        }
    }

    /// Whether a verb is said to be done together, or its object is "joint".
    fn is_together(&self, verb: usize) -> bool {
        let scene = self.scene;
        let adverb = scene
            .children(verb)
            .any(|c| scene.dep(c) == Dep::Advmod && TOGETHER.contains(&scene.lower(c)));
        let object = || {
            let joint = |o| {
                scene
                    .children(o)
                    .any(|c| scene.dep(c) == Dep::Amod && scene.lower(c) == "joint")
            };
            scene.child(verb, Dep::Dobj).is_some_and(joint)
        };
        let tells = self.lexicon.predicates(Class::Verb, &scene.word(verb));
        (adverb || object()) && !tells.iter().any(|p| p.mutual)
    }
}
