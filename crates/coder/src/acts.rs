//! Events as statements: an act adds its type to what a statement says of the two, and makes a
//! statement of its own where none does.

use std::collections::HashSet;

use unravel_evidence::{ActorKind, Direction, Event, Kind, PloverType};
use unravel_language::Dep;

use crate::events::{Act, BARE, Standing};
use crate::stance;
use crate::statements::{Context, Draft, FLOOR};
use crate::time;

/// Of the targets under one predicate, those that stand for themselves.
const NEAR: usize = 2;

/// The least probability of its type for an act between actors or people to be told.
const BETWEEN: f64 = 0.3;

/// The same of acts upon things or by them.
const UPON_THINGS: f64 = 0.6;

/// The same of the one act of a text that tells no other.
const LIKELIEST: f64 = 0.4;

impl Context<'_, '_> {
    /// The drafts of a document, with its acts.
    ///
    /// Beside ties stand only the acts between two political actors that are nearest to their
    /// word, so that ties are not buried under acts of lesser weight. A text that ties nobody
    /// tells, as far as each step finds any: acts between its political actors; between people
    /// or bodies of people; upon things ("rejected the results"); where it names fewer than two
    /// political actors, by things; and at last its likeliest act, whatever its verb.
    pub fn with_acts(&self, mut drafts: Vec<Draft>) -> Vec<Draft> {
        let silent = |drafts: &[Draft]| !drafts.iter().any(|d| d.score >= FLOOR);
        if !silent(&drafts) {
            self.beside(&mut drafts);
            return drafts;
        }
        let named: HashSet<usize> = self.scene.spots.iter().map(|s| s.actor).collect();
        let political = named.iter().filter(|m| self.is_political(**m)).count() > 1;
        let mut steps = vec![Standing::Agents, Standing::UponThing];
        if political {
            self.tell(&mut drafts, |act, political| {
                political
                    && act.listed
                    && act.standing <= Standing::Agents
                    && act.rank < NEAR
                    && act.score >= BETWEEN
            });
        } else {
            steps.push(Standing::ByThing);
        }
        for least in steps {
            if !silent(&drafts) {
                break;
            }
            let surely = if least <= Standing::Agents {
                BETWEEN
            } else {
                UPON_THINGS
            };
            self.tell(&mut drafts, |act, _| {
                act.listed && act.standing <= least && act.score >= surely
            });
        }
        if silent(&drafts) {
            let likeliest = self.acts.iter().map(|a| a.score).max_by(f64::total_cmp);
            let least = likeliest.unwrap_or(1.0).max(LIKELIEST);
            self.tell(&mut drafts, |act, _| {
                act.score >= least
                    && act.standing <= Standing::UponThing
                    && !BARE.contains(&self.scene.lemma_lower(act.predicate))
            });
        }
        drafts
    }

    /// Tells acts between political actors beside the ties of a text.
    fn beside(&self, drafts: &mut Vec<Draft>) {
        // a word that carries a tie has told of its parties; one above it may tell of others
        let carries: HashSet<usize> = drafts.iter().map(|d| d.predicate).collect();
        let above: HashSet<usize> = drafts
            .iter()
            .flat_map(|d| self.above(d.predicate))
            .collect();
        let tied: HashSet<(usize, usize)> = drafts
            .iter()
            .map(|d| (d.a.min(d.b), d.a.max(d.b)))
            .collect();
        let is_new = |act: &Act| {
            let mut pairs = act
                .source
                .iter()
                .flat_map(|a| act.target.iter().map(|b| (*a.min(b), *a.max(b))));
            !pairs.any(|pair| tied.contains(&pair))
        };
        // who alleges is the speaker of what is alleged
        let alleges = |t: usize| self.lexicon.alleging.contains(self.scene.lemma_lower(t));
        self.tell(drafts, |act, political| {
            political
                && act.listed
                && !alleges(act.predicate)
                && act.standing == Standing::Named
                && act.rank == 0
                && act.score >= BETWEEN
                && !carries.contains(&act.predicate)
                && (!above.contains(&act.predicate) || is_new(act))
        });
    }

    /// Tells the acts for which `which(act, both political)` holds, but for pairs of whom their
    /// sentence tells already.
    fn tell(&self, drafts: &mut Vec<Draft>, which: impl Fn(&Act, bool) -> bool) {
        let mut told: HashSet<(usize, usize, usize)> = drafts
            .iter()
            .filter(|d| d.score >= FLOOR)
            .map(|d| self.place_of(d.predicate, d.a, d.b))
            .collect();
        for act in self.acts {
            for a in &act.source {
                for b in act.target.iter().filter(|b| *b != a) {
                    let place = self.place_of(act.predicate, *a, *b);
                    if which(act, self.is_political(*a) && self.is_political(*b))
                        && !told.contains(&place)
                        && self.alone(act, *a, *b, drafts)
                    {
                        told.insert(place);
                    }
                }
            }
        }
    }

    /// A pair in its sentence.
    fn place_of(&self, t: usize, a: usize, b: usize) -> (usize, usize, usize) {
        (self.scene.sentence(t).start, a.min(b), a.max(b))
    }

    /// The words above one within its clause.
    fn above(&self, t: usize) -> impl Iterator<Item = usize> + '_ {
        let scene = self.scene;
        let up = move |t: &usize| {
            let another = matches!(scene.dep(*t), Dep::Ccomp | Dep::Advcl | Dep::Relcl)
                && scene.child(*t, Dep::Nsubj).is_some();
            (!another && scene.head(*t) != *t).then(|| scene.head(*t))
        };
        std::iter::successors(up(&t), up)
    }

    fn is_political(&self, member: usize) -> bool {
        matches!(
            self.scene.cast[member].kind,
            ActorKind::Government | ActorKind::ArmedGroup | ActorKind::Party | ActorKind::Igo
        )
    }

    /// The event of a draft: that of the act its words tell of its two actors, else the one
    /// its word stands for.
    pub fn event(&self, draft: &Draft) -> Option<Event> {
        let scene = self.scene;
        let sentence = scene.sentence(draft.predicate);
        let of_both = |act: &&Act| {
            let one = |x: usize, y: usize| act.source.contains(&x) && act.target.contains(&y);
            one(draft.a, draft.b) || one(draft.b, draft.a)
        };
        // acts stand in the order of the text
        let first = self.acts.partition_point(|a| a.predicate < sentence.start);
        let nearest = self.acts[first..]
            .iter()
            .take_while(|a| a.predicate < sentence.end)
            .filter(|a| a.listed)
            .filter(of_both)
            .min_by_key(|act| {
                (
                    act.predicate != draft.predicate
                        && !scene.parse.is_ancestor(act.predicate, draft.predicate),
                    act.predicate.abs_diff(draft.predicate),
                )
            });
        // "kept close ties" is no act of keeping: what harms is no event of a tie that binds
        let fits =
            |act: &&Act| draft.negated || act.kind.is_cooperative() == draft.kind.is_cooperative();
        match nearest.filter(fits) {
            Some(act)
                if draft.event.is_none()
                    || act.predicate == draft.predicate
                    || scene.parse.is_ancestor(act.predicate, draft.predicate) =>
            {
                Some(act.event.clone())
            }
            _ => draft.event.clone(),
        }
    }

    /// Tells an act of two actors; false where its words only deny that they say so.
    fn alone(&self, act: &Act, a: usize, b: usize, drafts: &mut Vec<Draft>) -> bool {
        let scene = self.scene;
        let put = stance::put(scene, self.lexicon, act.predicate, act.kind);
        if put.unsaid {
            return false;
        }
        let mutual = matches!(act.kind, Kind::Contact | Kind::Alliance | Kind::Agreement)
            && act.event.plover != PloverType::Request;
        let when = time::of(scene, self.dates, act.predicate, self.document.published);
        for said_by in self.speakers(act.predicate, &put) {
            let own = said_by.as_ref().is_some_and(|s| *s == scene.cast[a].actor);
            drafts.push(Draft {
                a,
                b,
                kind: act.kind,
                direction: if mutual {
                    Direction::Mutual
                } else {
                    Direction::AToB
                },
                stance: put.stance(put.negated, own),
                negated: put.negated,
                said_by,
                when,
                // leaving may end help or harm
                neutral: matches!(act.event.plover, PloverType::Request | PloverType::Retreat),
                costly: false,
                event: Some(act.event.clone()),
                cue: (act.predicate, act.predicate + 1),
                predicate: act.predicate,
                alone: true,
                score: act.score.max(FLOOR),
            });
        }
        true
    }
}
