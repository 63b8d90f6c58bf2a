//! Who deals with whom: the partners that two actors share.

use rustc_hash::FxHashMap;

/// Cooperation and conflict.
const WAYS: usize = 2;
/// Steps within which a partner counts as dealt with lately.
const LATELY: u32 = 7;
/// A dealing that has faded to less is forgotten.
const FORGOTTEN: f32 = 0.01;

/// One partner of an actor.
#[derive(Debug, Clone, Copy, Default)]
struct Near {
    partner: u32,
    /// How closely the two deal, in either direction.
    tie: [f32; WAYS],
    /// Fading counts of what was lately done to the partner, and by it.
    to: [f32; WAYS],
    by: [f32; WAYS],
}

/// The partners of an actor.
#[derive(Debug, Clone, Default)]
struct Circle {
    /// In order of the partners' numbers.
    near: Vec<Near>,
    /// Length of the vector of ties.
    length: [f32; WAYS],
    /// How many it lately acted on, and how many acted on it.
    active: [u32; 2],
}

/// The partners of all actors at a step.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    circles: FxHashMap<u32, Circle>,
}

/// What two actors share.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Shared {
    /// Sum over common partners of the product of ties.
    pub ties: [f32; WAYS],
    /// The same as a cosine.
    pub cosine: [f32; WAYS],
    /// What the first did lately to someone, times what that one did to the second.
    pub path: [f32; WAYS],
}

impl Around {
    /// From ordered pairs, each with fading counts of cooperation and conflict over weeks and over
    /// days, and the steps since the last act.
    pub fn new(
        sides: impl Iterator<Item = ((u32, u32), [f32; WAYS], [f32; WAYS], Option<u32>)>,
    ) -> Self {
        let mut around = Self::default();
        for ((source, target), habit, lately, lag) in sides {
            if habit.iter().chain(&lately).all(|x| *x < FORGOTTEN) {
                continue;
            }
            let tie = habit.map(f32::ln_1p);
            for (actor, partner, outward) in [(source, target, true), (target, source, false)] {
                let circle = around.circles.entry(actor).or_default();
                let [to, by] = if outward {
                    [lately, [0.0; WAYS]]
                } else {
                    [[0.0; WAYS], lately]
                };
                circle.near.push(Near {
                    partner,
                    tie,
                    to,
                    by,
                });
                if lag.is_some_and(|lag| lag <= LATELY) {
                    circle.active[usize::from(!outward)] += 1;
                }
            }
        }
        for circle in around.circles.values_mut() {
            circle.settle();
        }
        around
    }

    /// How many an actor lately acted on, and how many acted on it.
    pub fn active(&self, actor: u32) -> [u32; 2] {
        self.circles.get(&actor).map_or([0; 2], |c| c.active)
    }

    /// What two actors share.
    pub fn shared(&self, a: u32, b: u32) -> Shared {
        let mut shared = Shared::default();
        let (Some(first), Some(second)) = (self.circles.get(&a), self.circles.get(&b)) else {
            return shared;
        };
        let mut rest = second.near.iter().peekable();
        for x in &first.near {
            while rest.next_if(|y| y.partner < x.partner).is_some() {}
            if let Some(y) = rest.next_if(|y| y.partner == x.partner) {
                for way in 0..WAYS {
                    shared.ties[way] += x.tie[way] * y.tie[way];
                    shared.path[way] += x.to[way] * y.by[way];
                }
            }
        }
        for way in 0..WAYS {
            // half a unit each, so that one faint partner in common is no close kinship
            let lengths = (first.length[way] + 0.5) * (second.length[way] + 0.5);
            shared.cosine[way] = shared.ties[way] / lengths;
        }
        shared
    }
}

impl Circle {
    /// Brings the partners in order, both directions of dealing with each in one.
    fn settle(&mut self) {
        self.near.sort_unstable_by_key(|n| n.partner);
        self.near.dedup_by(|again, kept| {
            let same = again.partner == kept.partner;
            if same {
                for way in 0..WAYS {
                    kept.tie[way] += again.tie[way];
                    kept.to[way] += again.to[way];
                    kept.by[way] += again.by[way];
                }
            }
            same
        });
        let squares = |way: usize| self.near.iter().map(|n| n.tie[way].powi(2)).sum::<f32>();
        self.length = std::array::from_fn(|way| squares(way).sqrt());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(dealings: &[(u32, u32, f32)]) -> Around {
        let sides = dealings.iter().map(|&(a, b, x)| {
            (
                (a, b),
                [x, 0.0],
                [x, 0.0],
                Some(if x > 1.0 { 2 } else { 20 }),
            )
        });
        Around::new(sides)
    }

    #[test]
    fn common_partners_are_those_of_both() {
        let around = of(&[
            (0, 2, 3.0),
            (2, 1, 2.0),
            (0, 3, 1.0),
            (1, 4, 1.0),
            (5, 6, 1.0),
        ]);
        let shared = around.shared(0, 1);
        assert!((shared.ties[0] - 4_f32.ln() * 3_f32.ln()).abs() < 1e-5);
        assert!(
            (shared.path[0] - 6.0).abs() < 1e-5,
            "from 0 to 2, from 2 to 1"
        );
        assert!(shared.cosine[0] > 0.0 && shared.cosine[0] < 1.0);
        assert_eq!(shared.ties[1], 0.0, "no conflict anywhere");
        let back = around.shared(1, 0);
        assert_eq!((back.ties, back.cosine), (shared.ties, shared.cosine));
        assert_eq!(back.path[0], 0.0, "no way from 1 to 0");
        assert_eq!(around.shared(0, 5), Shared::default());
        assert_eq!(around.shared(0, 99), Shared::default());
        assert_eq!((around.active(2), around.active(99)), ([1, 1], [0, 0]));
    }

    #[test]
    fn what_has_faded_is_left_out() {
        let around = of(&[(0, 2, 0.001), (2, 1, 2.0)]);
        assert_eq!(around.shared(0, 1), Shared::default());
    }
}
