//! A small world with habits: who consults, threatens, visits whom, day by day.
#![allow(dead_code)] // each test file uses a part of it

use unravel_forecast::{FitOptions, Quads, Vocabulary};

#[derive(Debug, Clone, Default)]
pub struct Events {
    pub subject: Vec<u32>,
    pub relation: Vec<u32>,
    pub object: Vec<u32>,
    pub time: Vec<i32>,
}

impl Events {
    pub fn quads(&self) -> Quads<'_> {
        Quads {
            subject: &self.subject,
            relation: &self.relation,
            object: &self.object,
            time: &self.time,
        }
    }

    pub fn push(&mut self, s: u32, r: u32, o: u32, t: i32) {
        self.subject.push(s);
        self.relation.push(r);
        self.object.push(o);
        self.time.push(t);
    }

    pub fn reverse(&mut self) {
        self.subject.reverse();
        self.relation.reverse();
        self.object.reverse();
        self.time.reverse();
    }
}

pub struct World {
    pub words: Vocabulary,
    /// CAMEO roots of the relations.
    pub roots: Vec<Option<u8>>,
    pub events: Events,
}

/// Small enough for a quick test.
pub fn options() -> FitOptions {
    FitOptions {
        trees: 12,
        leaves: 8,
        passes: 3,
        ..FitOptions::default()
    }
}

impl World {
    pub fn new(days: i32, seed: u64) -> Self {
        let mut entities: Vec<String> = vec!["Northland".into(), "Southland".into()];
        for country in ["Northland", "Southland", "Midland", "Farland"] {
            for sector in ["Police", "Citizen", "Government", "Media", "Military"] {
                entities.push(format!("{sector} ({country})"));
            }
        }
        let relations = [
            "Consult",
            "Make a visit",
            "Provide aid",
            "Threaten",
            "Assault",
            "Fight",
        ];
        let mut relations: Vec<String> = relations.map(String::from).to_vec();
        relations.push("Never seen".into());
        let roots = [4, 4, 7, 13, 18, 19]
            .map(Some)
            .into_iter()
            .chain([None])
            .collect();
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut events = Events::default();
        let n = entities.len() as u32;
        for t in 0..days {
            if t % 2 == 0 {
                events.push(0, 0, 1, t);
            }
            for s in 2..n {
                // each actor has two partners that it prefers, and a habit with each
                if rng.f32() < 0.4 {
                    let first = rng.f32() < 0.7;
                    let o = if first { (s + 1) % n } else { (s * 7 + 3) % n };
                    let r = if first { s % 3 } else { 3 + s % 3 };
                    events.push(s, r, o, t);
                }
            }
            for _ in 0..3 {
                events.push(rng.u32(..n), rng.u32(..6), rng.u32(..n), t);
            }
        }
        Self {
            words: Vocabulary {
                entities,
                relations,
            },
            roots,
            events,
        }
    }

    pub fn between(&self, from: i32, to: i32) -> Events {
        let mut some = Events::default();
        let e = &self.events;
        for i in (0..e.time.len()).filter(|&i| (from..to).contains(&e.time[i])) {
            some.push(e.subject[i], e.relation[i], e.object[i], e.time[i]);
        }
        some
    }

    pub fn before(&self, to: i32) -> Events {
        self.between(i32::MIN, to)
    }

    pub fn from(&self, from: i32) -> Events {
        self.between(from, i32::MAX)
    }
}
