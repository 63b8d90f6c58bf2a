//! Statements inside a noun phrase: "Iran-backed militia", "al-Qaeda's Nusra Front".

use unravel_evidence::{Direction, Kind, Stance};
use unravel_language::{Dep, Pos};

use crate::frames;
use crate::lexicon::{Class, Hyphen, Slot};
use crate::scene::{Arg, Form};
use crate::stance::Put;
use crate::statements::{Context, Draft};
use crate::time;

impl Context<'_, '_> {
    /// "Iran-backed militia", "al-Qaeda-linked group".
    pub fn hyphened(&self, t: usize, out: &mut Vec<Draft>) {
        let scene = self.scene;
        let Some(spot) = scene
            .spot_at(t)
            .filter(|s| s.form == Form::Hyphen && s.tokens.start == t)
        else {
            return;
        };
        let (before, rest) = (
            &scene.parse.text()[..spot.bytes.start],
            &scene.parse.text()[spot.bytes.end..],
        );
        let lower = |word: String| word.to_lowercase();
        let prefix = before.strip_suffix('-').map(|b| {
            let start = b.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |i| i + 1);
            lower(b.get(start..).unwrap_or("").to_owned())
        });
        let suffix: String = lower(
            rest.chars()
                .skip(1)
                .take_while(|c| c.is_alphanumeric())
                .collect(),
        );
        // "anti-Taliban", "Iran-backed"
        let prefix = prefix.filter(|word| self.lexicon.hyphen(word).is_some());
        let end = spot.bytes.end
            + if prefix.is_some() {
                0
            } else {
                1 + suffix.len()
            };
        let word = prefix.unwrap_or(suffix);
        let Some(entry) = self.lexicon.hyphen(&word) else {
            return;
        };
        // the noun it modifies: the first noun above that is no part of the compound
        let mut noun = spot.head;
        for _ in 0..6 {
            let up = scene.head(noun);
            if up == noun {
                break;
            }
            noun = up;
            if scene.parse.tokens()[noun].start >= end
                && matches!(scene.pos(noun), Pos::Noun | Pos::Propn)
            {
                break;
            }
        }
        if scene.parse.tokens()[noun].start < end {
            return;
        }
        // "the Iran-backed X or Y": what stands before X is said of X
        let mut targets: Vec<Arg> = scene.actors_of(noun).into_iter().take(1).collect();
        if entry.neutral && targets.is_empty() {
            // "an Egyptian-brokered truce between X and Y"
            targets = frames::fill(
                scene,
                noun,
                Class::Noun,
                &[Slot::Prep("between".into()), Slot::Prep("with".into())],
                &Put::default(),
                &[],
                None,
            );
        }
        out.extend(self.hyphen_draft(spot.actor, spot.head, entry, &targets));
    }

    fn hyphen_draft(&self, name: usize, t: usize, entry: &Hyphen, targets: &[Arg]) -> Vec<Draft> {
        let scene = self.scene;
        let name = scene.acting(name);
        let when = time::of(scene, self.dates, t, self.document.published);
        targets
            .iter()
            .map(|target| (scene.acting(target.actor), target.trust))
            .filter(|(target, _)| *target != name)
            .map(|(target, trust)| {
                let (a, b) = if entry.from_name {
                    (name, target)
                } else {
                    (target, name)
                };
                Draft {
                    a,
                    b,
                    kind: entry.kind,
                    direction: if entry.mutual {
                        Direction::Mutual
                    } else {
                        Direction::AToB
                    },
                    stance: Stance::Asserted,
                    negated: false,
                    // a standing description is the author's own
                    said_by: None,
                    when,
                    neutral: entry.neutral,
                    costly: false,
                    event: None,
                    cue: (t, (t + 3).min(scene.parse.tokens().len())),
                    predicate: t,
                    alone: false,
                    score: 0.8 * trust,
                }
            })
            .collect()
    }

    /// "al-Qaeda's Nusra Front", "Islamic State's Afghan branch": the named part belongs to the whole.
    pub fn branch(&self, t: usize, out: &mut Vec<Draft>) {
        let scene = self.scene;
        let Some(part) = scene
            .spot_at(t)
            .filter(|s| s.form == Form::Name && s.head == t)
        else {
            return;
        };
        if let Some((_, leader)) = scene.led.iter().find(|(led, _)| *led == part.actor)
            && scene.parse.text()[part.bytes.clone()].contains("-led")
        {
            out.push(self.part_of(t, part.actor, *leader, (part.tokens.start, part.tokens.end)));
        }
        // the parser may hang the owner elsewhere: "X and Y's Northern Front"
        let before = || {
            let mark = part.tokens.start.checked_sub(1)?;
            matches!(scene.parse.token_text(mark), "'s" | "’s" | "'" | "’")
                .then_some(mark.checked_sub(1)?)
        };
        let Some(owner) = scene
            .child(t, Dep::Poss)
            .or_else(before)
            .and_then(|c| scene.spot_at(c))
        else {
            return;
        };
        let (a, b) = (scene.acting(part.actor), scene.acting(owner.actor));
        if a == b || !scene.is_group(a) || !scene.is_group(b) {
            return;
        }
        out.push(self.part_of(t, a, b, (owner.tokens.start, t + 1)));
    }

    /// That `a`, named at token `t`, belongs to `b`.
    fn part_of(&self, t: usize, a: usize, b: usize, cue: (usize, usize)) -> Draft {
        Draft {
            a,
            b,
            kind: Kind::Allegiance,
            direction: Direction::AToB,
            stance: Stance::Asserted,
            negated: false,
            said_by: None,
            when: time::of(self.scene, self.dates, t, self.document.published),
            neutral: false,
            costly: false,
            event: None,
            cue,
            predicate: t,
            alone: false,
            score: 0.7,
        }
    }
}
