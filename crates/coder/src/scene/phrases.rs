//! The actors a noun phrase stands for: its own, those joined to it, those it includes, its
//! owners.

use unravel_evidence::ActorKind;
use unravel_language::{Dep, Pos};

use super::{Arg, Form, Scene};

/// "including" is looked for within so many tokens after a noun.
const INCLUDING_WITHIN: usize = 16;

/// Relative pronouns are followed within so many steps: they lead back up the phrase.
const RELATIVES: usize = 6;

/// How surely a noun phrase without a name is the actor meant.
const UNNAMED: f64 = 0.6;

impl Scene<'_> {
    /// The actors a noun phrase stands for: its own, those joined to it by "and", those it
    /// includes by "such as"; failing these, the owner ("Hamas leaders", "camps of the TTP").
    pub fn actors_of(&self, token: usize) -> Vec<Arg> {
        let mut out = Vec::new();
        self.collect(token, &mut out, 0);
        out
    }

    fn collect(&self, token: usize, out: &mut Vec<Arg>, depth: usize) {
        // a list of more than 40 names is no statement about each of them
        if depth > 40 {
            return;
        }
        let before = out.len();
        self.single(token, out, depth);
        // "the army and the RSF"
        if out.len() == before
            && self.child(token, Dep::Conj).is_some()
            && let Some(&member) = self.latent.get(&token)
        {
            self.push(out, member, token, UNNAMED);
        }
        let children: Vec<usize> = self.children(token).collect();
        for &c in &children {
            match self.dep(c) {
                Dep::Conj if !matches!(self.pos(c), Pos::Verb | Pos::Aux) => {
                    self.collect(c, out, depth + 1)
                }
                // "X, the Y, Z and W": the parser may take the second of a list for an apposition
                Dep::Appos
                    if self
                        .children(c)
                        .any(|g| matches!(self.dep(g), Dep::Conj | Dep::Cc))
                        && self.spot_at(c).is_some_and(|s| s.form == Form::Name)
                        && self.spot_at(token).is_some_and(|s| s.form == Form::Name) =>
                {
                    self.collect(c, out, depth + 1);
                }
                // "Fatah-Hamas coalition", "Turkish-Israeli ties"
                Dep::Compound | Dep::Amod | Dep::Npadvmod
                    if c < token && self.is_paired(c, token) =>
                {
                    if let Some(spot) = self.spot_at(c) {
                        self.push(out, spot.actor, c, 0.9);
                    }
                }
                Dep::Prep if matches!(self.lower(c), "including" | "like" | "as") => {
                    let listed: Vec<usize> = self
                        .children(c)
                        .filter(|g| self.dep(*g) == Dep::Pobj)
                        .collect();
                    for g in listed {
                        // "groups such as X": the named ones stand for the group
                        if self.lower(c) != "as"
                            || self.children(c).any(|g| self.lower(g) == "such")
                            || children.iter().any(|g| self.lower(*g) == "such")
                        {
                            self.collect(g, out, depth + 1);
                        }
                    }
                }
                _ => {}
            }
        }
        if out.len() == before && self.pos(token) == Pos::Noun {
            self.included(token, out, depth);
        }
        if out.len() == before {
            self.owners_within(token, out, depth);
        }
        if out.len() == before
            && let Some(&member) = self.latent.get(&token)
        {
            self.push(out, member, token, UNNAMED);
        }
    }

    /// "groups in the border zones of X, including Y": the parser may hang "including" low.
    fn included(&self, token: usize, out: &mut Vec<Arg>, depth: usize) {
        let end = self.parse.subtree(token).end.min(token + INCLUDING_WITHIN);
        let including = (token + 1..end)
            .find(|t| self.lower(*t) == "including" && self.parse.token_text(*t - 1) == ",");
        if let Some(first) = including.and_then(|t| self.child(t, Dep::Pobj)) {
            self.collect(first, out, depth + 1);
        }
    }

    /// Two names joined by a hyphen, dash or stroke.
    fn is_paired(&self, first: usize, second: usize) -> bool {
        let (Some(a), Some(b)) = (self.spot_at(first), self.spot_at(second)) else {
            return false;
        };
        a.bytes.end < b.bytes.start
            && matches!(
                &self.parse.text()[a.bytes.end..b.bytes.start],
                "-" | "–" | "/" | "—"
            )
    }

    fn push(&self, out: &mut Vec<Arg>, actor: usize, token: usize, trust: f64) {
        if !out.iter().any(|a| a.actor == actor) {
            out.push(Arg {
                actor,
                token,
                trust,
            });
        }
    }

    fn single(&self, token: usize, out: &mut Vec<Arg>, depth: usize) {
        if let Some(spot) = self.spot_at(token) {
            let trust = match spot.form {
                Form::Name => 1.0,
                Form::Demonym => 0.9,
                Form::Description => 0.95,
                Form::Pronoun => 0.75,
                Form::Hyphen | Form::Place => return,
            };
            self.push(out, spot.actor, token, trust);
            for actor in self.more.get(&token).into_iter().flatten() {
                self.push(out, *actor, token, trust);
            }
            return;
        }
        // "the fighters with whom it has worked", "to whom it gave refuge"
        if depth < RELATIVES
            && matches!(self.lower(token), "whom" | "which")
            && self.dep(token) == Dep::Pobj
        {
            let verb = self.head(self.head(token));
            if self.dep(verb) == Dep::Relcl {
                let before = out.len();
                self.collect(self.head(verb), out, depth + 1);
                for arg in &mut out[before..] {
                    arg.trust *= 0.9;
                }
            }
            return;
        }
        // "parts of X", "members of Y": the part stands for the whole
        if depth < 40 && self.nouns.parts.contains(self.lemma_lower(token)) {
            let wholes: Vec<usize> = self.prep_objects(token, "of").collect();
            for whole in wholes {
                let before = out.len();
                self.collect(whole, out, depth + 1);
                for arg in &mut out[before..] {
                    arg.trust *= 0.9;
                }
            }
        }
        // "an army base in X": what belongs to a state stands for it
        if depth < 40 && self.nouns.sites.contains(self.lemma_lower(token)) {
            let places: Vec<usize> = self.prep_objects(token, "in").collect();
            for place in places {
                if let Some(spot) = self.spot_at(place)
                    && self.cast[spot.actor].kind == ActorKind::Government
                {
                    self.push(out, spot.actor, place, 0.6);
                }
            }
        }
        // "its ally, Hezbollah"
        let appositions: Vec<usize> = self
            .children(token)
            .filter(|c| self.dep(*c) == Dep::Appos)
            .collect();
        if depth < 40 {
            for c in appositions {
                if self.spot_at(c).is_some() {
                    // "these groups: X, Y and Z"
                    self.collect(c, out, depth + 1);
                }
            }
        }
    }

    /// "facilities used by X": the actor who has what a noun names.
    fn holders(&self, token: usize, out: &mut Vec<Arg>) {
        for c in self.children(token).filter(|c| {
            matches!(self.dep(*c), Dep::Acl)
                && matches!(
                    self.lemma(*c),
                    "use" | "hold" | "own" | "control" | "run" | "occupy" | "operate"
                )
        }) {
            let agent = self
                .child(c, Dep::Agent)
                .and_then(|a| self.child(a, Dep::Pobj));
            if let Some(spot) = agent.and_then(|a| self.spot_at(a)) {
                self.push(out, spot.actor, spot.head, 0.65);
            }
        }
    }

    /// The actors that own a noun phrase which is no actor itself.
    pub fn owners(&self, token: usize, out: &mut Vec<Arg>) {
        self.owners_within(token, out, 0);
    }

    fn owners_within(&self, token: usize, out: &mut Vec<Arg>, depth: usize) {
        if !matches!(
            self.pos(token),
            Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num
        ) {
            return;
        }
        // "its Rurian counterpart" is Ruria's
        let another = self.nouns.counterparts.contains(self.lemma_lower(token))
            && self.children(token).any(|c| {
                matches!(self.dep(c), Dep::Amod | Dep::Compound)
                    && self.spot_at(c).is_some_and(|s| s.form == Form::Demonym)
            });
        for c in self.children(token) {
            if matches!(
                self.dep(c),
                Dep::Poss | Dep::Compound | Dep::Amod | Dep::Nmod
            ) && let Some(spot) = self.spot_at(c)
                && !matches!(spot.form, Form::Hyphen | Form::Place)
                && !(another && self.pos(c) == Pos::Pron)
            {
                self.push(out, spot.actor, c, 0.7);
                // "US government and United Nations assessments"
                let joined: Vec<usize> = self
                    .children(c)
                    .filter(|g| self.dep(*g) == Dep::Conj)
                    .collect();
                for g in joined {
                    if let Some(spot) = self.spot_at(g) {
                        self.push(out, spot.actor, g, 0.7);
                    }
                }
            }
        }
        if !out.is_empty() {
            return;
        }
        self.holders(token, out);
        if !out.is_empty() {
            return;
        }
        for word in ["of", "from"] {
            let mut objects: Vec<usize> = self.prep_objects(token, word).collect();
            // "is backed by fighters from X": the parser may hang "from X" on the verb
            if objects.is_empty()
                && self.dep(token) != Dep::Dobj
                && token + 1 < self.parse.tokens().len()
                && self.pos(token + 1) == Pos::Adp
                && self.lower(token + 1) == word
            {
                objects.extend(self.child(token + 1, Dep::Pobj));
            }
            for o in objects {
                if let Some(spot) = self.spot_at(o) {
                    self.push(out, spot.actor, o, 0.65);
                    // "leaders from X, Y and Z"
                    for next in self.joined_to(o).take(20) {
                        if let Some(spot) = self.spot_at(next).filter(|s| s.form == Form::Name) {
                            self.push(out, spot.actor, next, 0.6);
                        }
                    }
                } else {
                    // "authorities in parts of X"
                    let before = out.len();
                    self.single(o, out, depth + 1);
                    for arg in &mut out[before..] {
                        arg.trust *= 0.6;
                    }
                    if out.len() > before {
                        continue;
                    }
                    for c in self.children(o) {
                        if matches!(self.dep(c), Dep::Poss | Dep::Compound)
                            && let Some(spot) = self.spot_at(c)
                        {
                            self.push(out, spot.actor, c, 0.5);
                        }
                    }
                }
            }
        }
    }
}
