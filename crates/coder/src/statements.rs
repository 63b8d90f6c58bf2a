//! Statements: a predicate with its two actors, how it is put, who says so and when.

use std::collections::{HashMap, HashSet};

use unravel_evidence::{
    ActorRef, Bearing, CameoCode, CharIndex, DateRange, Direction, Document, Event, Kind, Passage,
    PloverType, Stance, Statement,
};
use unravel_language::dates::DatedExpression;
use unravel_language::{Dep, Pos};

use crate::attribution::Sayings;
use crate::events::Act;
use crate::first_person;
use crate::lexicon::{Class, Effect, Lexicon, Predicate, Slot};
use crate::place;
use crate::scene::{Arg, Form, Scene};
use crate::score;
use crate::stance::{self, Put};
use crate::time;

/// Drafts whose raw score is below this are left out.
pub(crate) const FLOOR: f64 = 0.3;

/// A sentence longer than this many tokens is a list or a table, not a statement about each pair.
const LONG: usize = 400;

/// What makes two drafts of one sentence the same: sentence, the two actors, kind, negation,
/// act and speaker.
type Told = (
    usize,
    usize,
    usize,
    Kind,
    bool,
    Option<PloverType>,
    Option<ActorRef>,
);

pub(crate) struct Context<'c, 'p> {
    pub scene: &'c Scene<'p>,
    pub lexicon: &'c Lexicon,
    pub said: &'c Sayings,
    pub acts: &'c [Act],
    pub dates: &'c [DatedExpression],
    pub document: &'c Document,
    pub chars: &'c CharIndex,
}

/// What is found before it becomes a statement.
pub(crate) struct Draft {
    pub a: usize,
    pub b: usize,
    pub kind: Kind,
    pub direction: Direction,
    pub stance: Stance,
    pub negated: bool,
    pub said_by: Option<ActorRef>,
    pub when: Option<DateRange>,
    pub neutral: bool,
    pub costly: bool,
    pub event: Option<Event>,
    pub cue: (usize, usize),
    pub predicate: usize,
    /// An act told for itself, no word of the lexicon.
    pub alone: bool,
    /// The prior of its word times how directly its actors were found, 0 to 1.
    pub score: f64,
}

impl Context<'_, '_> {
    /// What the document states, in the order of the text, each told once.
    pub fn told(&self) -> Vec<Draft> {
        let mut drafts = Vec::new();
        // how often each pair was tied so far: what "this relationship" means
        let mut pairs: Vec<((usize, usize), usize)> = Vec::new();
        for sentence in self.scene.parse.sentences() {
            if sentence.len() > LONG {
                continue;
            }
            for t in sentence.clone() {
                let before = drafts.len();
                if let Some(class) = stance::class_at(self.scene, t) {
                    let spoken_of = pairs
                        .iter()
                        .rev()
                        .max_by_key(|(_, count)| *count)
                        .map(|(pair, _)| *pair);
                    self.predicate(t, class, spoken_of, &mut drafts);
                }
                self.answered(t, &mut drafts);
                self.hyphened(t, &mut drafts);
                self.branch(t, &mut drafts);
                self.joint(t, &mut drafts);
                for draft in drafts[before..].iter().filter(|d| d.kind.is_cooperative()) {
                    let pair = (draft.a.min(draft.b), draft.a.max(draft.b));
                    match pairs.iter_mut().find(|(p, _)| *p == pair) {
                        Some((_, count)) => *count += 1,
                        None => pairs.push((pair, 1)),
                    }
                }
            }
        }
        let drafts = self.with_acts(drafts);
        self.finish(drafts)
    }

    fn predicate(
        &self,
        t: usize,
        class: Class,
        spoken_of: Option<(usize, usize)>,
        out: &mut Vec<Draft>,
    ) {
        // a noun that is part of a name, or already stands for an actor as an organ, says nothing
        if self.scene.spot_at(t).is_some_and(|s| {
            s.form == Form::Name || s.form == Form::Demonym || s.form == Form::Hyphen
        }) {
            return;
        }
        let word = self.scene.word(t);
        let mut entries: Vec<&Predicate> = Vec::new();
        if class == Class::Verb {
            for object in self.told_of_object(t) {
                entries.extend(self.lexicon.predicates(class, &format!("{word} {object}")));
            }
            // "exchange fire", "join forces"
            for c in self.scene.children(t) {
                if self.scene.dep(c) == Dep::Dobj {
                    let phrase = format!("{word} {}", self.scene.lemma_lower(c));
                    entries.extend(self.lexicon.predicates(class, &phrase));
                }
            }
            // "stand behind" says more than "stand"
            for c in self
                .scene
                .children(t)
                .filter(|c| matches!(self.scene.dep(*c), Dep::Prep | Dep::Advmod))
            {
                let phrase = format!("{word} {}", self.scene.lower(c));
                // "provided X with a sanctuary" says what the sanctuary says
                let told_by_object = self.scene.child(c, Dep::Pobj).is_some_and(|o| {
                    let nouns = self.lexicon.predicates(Class::Noun, &self.scene.word(o));
                    let named = self.scene.spot_at(o).is_some_and(|s| s.form == Form::Name);
                    !named && nouns.iter().any(|n| !n.a.contains(&Slot::Itself))
                });
                if !told_by_object {
                    entries.extend(self.lexicon.predicates(class, &phrase));
                }
            }
        }
        if class == Class::Noun {
            // "refugee status", "safe passage"
            for c in self.scene.children(t) {
                if c + 1 == t && matches!(self.scene.dep(c), Dep::Compound | Dep::Amod) {
                    let phrase = format!("{} {word}", self.scene.lemma_lower(c));
                    entries.extend(self.lexicon.predicates(class, &phrase));
                }
            }
        }
        entries.extend(self.lexicon.predicates(class, &word));
        if entries.is_empty() && class == Class::Verb {
            // an unknown particle does not change an otherwise known verb
            let bare = self.scene.lemma_lower(t);
            entries.extend(self.lexicon.predicates(class, bare));
        }
        for entry in entries {
            let put = stance::put(self.scene, self.lexicon, t, entry.kind);
            // "a pledge to X to leave" is a promise, no allegiance
            let promise = class == Class::Noun
                && entry.kind == Kind::Allegiance
                && self
                    .scene
                    .children(t)
                    .any(|c| self.scene.dep(c) == Dep::Acl && self.scene.is_infinitive(c));
            if promise {
                continue;
            }
            if put.unsaid || self.is_set_aside(t) || self.is_subject_matter(t) {
                return;
            }
            if let Some(pairs) = self.arguments(t, class, entry, &put, spoken_of) {
                self.emit(t, entry, &put, &pairs, out);
                break;
            }
        }
    }

    fn emit(
        &self,
        t: usize,
        entry: &Predicate,
        put: &Put,
        pairs: &[(Arg, Arg)],
        out: &mut Vec<Draft>,
    ) {
        let scene = self.scene;
        let strained = entry.kind == Kind::Alliance && self.is_strained(t);
        let reciprocal = self.is_reciprocal(t);
        let mut kind = self.refined(t, entry.kind);
        let mut negated = put.negated != entry.negative;
        let mut costly = entry.costly;
        let mut event = entry.event;
        // an envoy sent home is no guest given up
        let envoy = entry.kind == Kind::Shelter
            && entry.negative
            && scene
                .child(t, Dep::Dobj)
                .is_some_and(|o| scene.nouns.diplomats.contains(scene.lemma_lower(o)));
        if envoy {
            kind = Kind::Hostility;
            negated = put.negated;
            event = Some(PloverType::Reject);
        } else if strained {
            kind = Kind::Hostility;
        } else if put.ended {
            kind = Kind::Break;
            costly = true;
            event = Some(PloverType::Reject);
        } else if entry.negative && !negated {
            // refusing what one could have done is an act of its own ("refused to extradite")
            event = Some(PloverType::Reject);
        } else if entry.negative && put.modal == Some(Stance::Hypothetical) {
            // wanting another gone ("the desire to expel him") is no shelter denied
            kind = Kind::Hostility;
            negated = false;
            costly = false;
            event = Some(PloverType::Request);
        }
        let when = time::of(scene, self.dates, t, self.document.published);
        let speakers = match put.contrast {
            Some((holder, _)) => vec![Some(self.words_of(holder))],
            None => self.speakers(t, put),
        };
        let mut own_words: HashSet<(usize, usize)> = HashSet::new();
        for speaker in &speakers {
            for (x, y) in pairs {
                let (ax, by) = (scene.acting(x.actor), scene.acting(y.actor));
                if ax == by || scene.cast[ax].unnamed && scene.cast[by].unnamed {
                    continue;
                }
                let own = speaker.as_ref().is_none_or(|s| *s == scene.cast[ax].actor);
                // "X and Y said they will": each for itself, and once where both are meant
                let of_each = speakers.len() > 1
                    && speakers
                        .iter()
                        .flatten()
                        .any(|s| *s == scene.cast[ax].actor);
                if of_each && (!own || !own_words.insert((ax.min(by), ax.max(by)))) {
                    continue;
                }
                let in_own_name =
                    first_person::is(scene, x.token) || scene.publisher == Some(x.actor);
                if entry.body && !self.has_members(by) {
                    continue;
                }
                let stance = match (entry.stance, put.accusation) {
                    (Some(stance), _) => stance,
                    (None, Some(_)) if speaker.is_none() => Stance::Hedged,
                    // "X alleges that …"
                    _ if put.alleged && speaker.is_some() => {
                        if negated {
                            Stance::Denied
                        } else {
                            Stance::Asserted
                        }
                    }
                    _ => put.stance(negated, own && (speaker.is_some() || in_own_name)),
                };
                // a refusal runs from the one who refuses
                let refused = negated
                    && (stance == Stance::Promised
                        || put.path.iter().any(|(_, o)| o.effect == Effect::Deny));
                out.push(Draft {
                    a: ax,
                    b: by,
                    kind,
                    direction: if (entry.mutual || strained || reciprocal) && !put.ended && !refused
                    {
                        Direction::Mutual
                    } else {
                        Direction::AToB
                    },
                    stance,
                    negated,
                    // who promises says so
                    said_by: speaker.clone().or_else(|| {
                        (stance == Stance::Promised && !in_own_name)
                            .then(|| scene.cast[ax].actor.clone())
                    }),
                    when,
                    neutral: entry.neutral,
                    costly: costly && stance == Stance::Asserted,
                    event: event.map(|plover| Event {
                        plover,
                        mode: entry.mode.clone(),
                        cameo: None,
                    }),
                    cue: self.cue(t, put),
                    predicate: t,
                    alone: false,
                    score: (entry.prior * x.trust.min(y.trust)).clamp(0.0, 1.0),
                });
            }
        }
        if let Some((_, other)) = put.contrast {
            self.contrasted(other, t, out);
        }
    }

    /// The words that carry it: the predicate with its negation and nearest operator.
    pub(crate) fn cue(&self, t: usize, put: &Put) -> (usize, usize) {
        let scene = self.scene;
        let mut first = t;
        let mut last = t;
        let mut take = |x: usize| {
            if x.abs_diff(t) <= 6 {
                first = first.min(x);
                last = last.max(x);
            }
        };
        for c in scene.children(t) {
            if matches!(scene.dep(c), Dep::Neg | Dep::Prt) || matches!(scene.lower(c), "no") {
                take(c);
            }
        }
        if let Some((operator, _)) = put.path.first() {
            take(*operator);
        }
        (first, last + 1)
    }

    /// What is told twice in one sentence is kept once, the best.
    fn finish(&self, drafts: Vec<Draft>) -> Vec<Draft> {
        let scene = self.scene;
        let mut best: HashMap<Told, usize> = HashMap::new();
        let mut keep: Vec<bool> = vec![false; drafts.len()];
        for (i, d) in drafts.iter().enumerate() {
            if d.score < FLOOR {
                continue;
            }
            let sentence = scene.sentence(d.predicate).start;
            let act = d.event.as_ref().map(|e| e.plover);
            let key = (
                sentence,
                d.a.min(d.b),
                d.a.max(d.b),
                d.kind,
                d.negated,
                act,
                d.said_by.clone(),
            );
            match best.get(&key) {
                Some(&j) if drafts[j].score >= d.score => {}
                Some(&j) => {
                    keep[j] = false;
                    keep[i] = true;
                    best.insert(key, i);
                }
                None => {
                    keep[i] = true;
                    best.insert(key, i);
                }
            }
        }
        drafts
            .into_iter()
            .zip(keep)
            .filter(|(_, k)| *k)
            .map(|(d, _)| d)
            .collect()
    }

    /// The passage for a range of tokens, without white space at its end.
    pub fn passage(&self, mut tokens: std::ops::Range<usize>) -> Option<Passage> {
        while tokens.len() > 1 && self.scene.pos(tokens.end - 1) == Pos::Space {
            tokens.end -= 1;
        }
        Passage::of(
            &self.document.id,
            &self.document.text,
            self.scene.bytes(&tokens),
            self.chars,
        )
    }

    /// A draft as a statement.
    pub fn statement(&self, d: &Draft) -> Option<Statement> {
        let scene = self.scene;
        let event = self.event(d).map(|mut event| {
            event.cameo = CameoCode::for_plover(event.plover, event.mode.as_deref())
                .map(|c| c.code.to_owned());
            event
        });
        let cue = self.passage(d.cue.0..d.cue.1)?;
        let (a, b) = (scene.cast[d.a].actor.clone(), scene.cast[d.b].actor.clone());
        let as_put = if d.negated {
            Stance::Denied
        } else {
            Stance::Asserted
        };
        Some(Statement {
            id: Statement::id_for(&a, &b, d.kind, d.stance, d.said_by.as_ref(), &cue),
            a,
            b,
            kind: d.kind,
            direction: d.direction,
            stance: d.stance,
            said_by: d.said_by.clone(),
            when: d.when,
            place: place::of(scene, d.predicate),
            bearing: if d.neutral {
                Bearing::Neutral
            } else {
                Bearing::by_default(d.kind, as_put)
            },
            costly: d.costly,
            event,
            passage: self.passage(scene.sentence(d.predicate))?,
            cue,
            score: score::of(scene, d),
        })
    }
}
