//! One parsed document with its cast: the working data that every step reads and enriches.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use unravel_evidence::{ActorKind, ActorRef};
use unravel_language::{Dep, Parse, Pos};

use crate::nouns::Nouns;

/// An actor met in the document.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub actor: ActorRef,
    pub kind: ActorKind,
    pub aliases: Vec<String>,
    /// The organisation a person acts for.
    pub acts_for: Option<usize>,
    /// Known only by the words of a noun phrase ("local militants"); told only when tied.
    pub unnamed: bool,
}

/// How a place in the text names an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A name, acronym or surname.
    Name,
    /// "Afghan", "Afghans".
    Demonym,
    /// "Turkish officials", "the group's fighters".
    Description,
    /// "it", "they", "the group".
    Pronoun,
    /// The name in "Iran-backed": it modifies, and owns nothing.
    Hyphen,
    /// A region that is no actor, but where an act may strike ("bombings in East Africa").
    Place,
}

/// A place in the text that names an actor.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    pub tokens: Range<usize>,
    pub bytes: Range<usize>,
    /// The token that governs the others.
    pub head: usize,
    /// Index into [`Scene::cast`].
    pub actor: usize,
    pub form: Form,
}

/// A candidate for a slot of a statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Arg {
    /// Index into [`Scene::cast`].
    pub actor: usize,
    /// The token it was found at.
    pub token: usize,
    /// How directly it was found, 0 to 1.
    pub trust: f64,
}

/// How surely a noun phrase without a name is the actor meant.
const UNNAMED: f64 = 0.6;

/// "including" is looked for within so many tokens after a noun.
const INCLUDING_WITHIN: usize = 16;

/// The parsed document with its cast.
pub(crate) struct Scene<'p> {
    pub parse: &'p Parse,
    pub nouns: &'p Nouns,
    pub cast: Vec<Member>,
    pub spots: Vec<Spot>,
    /// Token → index of the spot it belongs to.
    at: Vec<Option<usize>>,
    /// Further actors of a token: "the two countries".
    more: HashMap<usize, Vec<usize>>,
    /// Coalitions named after who leads them, with the leader: "the Saudi-led coalition".
    pub led: Vec<(usize, usize)>,
    /// Nouns that stand for an unnamed actor where nothing better is found, by token.
    latent: HashMap<usize, usize>,
    unspotted: Vec<(usize, Range<usize>)>,
    /// The actor in whose own name the text is published.
    pub publisher: Option<usize>,
    /// The tokens and their lemmas in lower case.
    lowers: Vec<Cow<'p, str>>,
    lemmas: Vec<Cow<'p, str>>,
}

/// In lower case; a copy only where that differs.
fn in_lower_case(text: &str) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

impl<'p> Scene<'p> {
    pub fn new(parse: &'p Parse, nouns: &'p Nouns) -> Self {
        Self {
            parse,
            nouns,
            cast: Vec::new(),
            spots: Vec::new(),
            at: vec![None; parse.tokens().len()],
            more: HashMap::new(),
            led: Vec::new(),
            latent: HashMap::new(),
            unspotted: Vec::new(),
            publisher: None,
            lowers: (0..parse.tokens().len())
                .map(|t| in_lower_case(parse.token_text(t)))
                .collect(),
            lemmas: parse
                .tokens()
                .iter()
                .map(|t| in_lower_case(t.lemma.as_ref()))
                .collect(),
        }
    }

    /// Adds a spot unless its tokens are taken by a longer or earlier one.
    pub fn add_spot(&mut self, spot: Spot) -> bool {
        if spot.tokens.is_empty() || spot.tokens.clone().any(|t| self.at[t].is_some()) {
            return false;
        }
        for t in spot.tokens.clone() {
            self.at[t] = Some(self.spots.len());
        }
        self.spots.push(spot);
        true
    }

    /// Makes one token stand for an actor; its bytes begin with the token `start`.
    pub fn stand_from(&mut self, start: usize, token: usize, actor: usize, form: Form) -> bool {
        let bytes = self.bytes(&(start..token + 1));
        self.add_spot(Spot {
            tokens: token..token + 1,
            bytes,
            head: token,
            actor,
            form,
        })
    }

    /// Makes one token stand for an actor.
    pub fn stand(&mut self, token: usize, actor: usize, form: Form) -> bool {
        self.stand_from(token, token, actor, form)
    }

    /// Adds a further actor to the spot at `token`.
    pub fn also(&mut self, token: usize, actor: usize) {
        self.more.entry(token).or_default().push(actor);
    }

    /// Makes a noun stand for an unnamed actor where nothing better is found.
    pub fn add_latent(&mut self, token: usize, bytes: Range<usize>) {
        let name = self.parse.text()[bytes.clone()].to_owned();
        let reference = ActorRef::unlisted(&name);
        if reference.id.as_str().is_empty() {
            return;
        }
        let member = self.member(reference, ActorKind::Other, &[]);
        if self.cast[member].aliases.is_empty() && !self.spots.iter().any(|s| s.actor == member) {
            self.cast[member].unnamed = true;
        }
        self.latent.insert(token, member);
        self.unspotted.push((member, bytes));
    }

    /// The places of unnamed actors.
    pub fn latent_spots(&self) -> impl Iterator<Item = (usize, &Range<usize>)> {
        self.unspotted.iter().map(|(m, bytes)| (*m, bytes))
    }

    /// Gives the one-token spot at `token` to another actor.
    pub fn reassign(&mut self, token: usize, actor: usize) {
        if let Some(i) = self.at[token] {
            self.spots[i].actor = actor;
        }
    }

    pub fn spot_at(&self, token: usize) -> Option<&Spot> {
        self.at
            .get(token)
            .copied()
            .flatten()
            .map(|i| &self.spots[i])
    }

    /// The cast index of the actor with this id, adding it if new.
    pub fn member(&mut self, actor: ActorRef, kind: ActorKind, aliases: &[String]) -> usize {
        if let Some(i) = self.cast.iter().position(|m| m.actor.id == actor.id) {
            return i;
        }
        self.cast.push(Member {
            actor,
            kind,
            aliases: aliases.to_vec(),
            acts_for: None,
            unnamed: false,
        });
        self.cast.len() - 1
    }

    /// The actor whose act it is: a person counts for the organisation.
    pub fn acting(&self, member: usize) -> usize {
        self.cast[member].acts_for.unwrap_or(member)
    }

    pub fn lemma(&self, token: usize) -> &str {
        self.parse.tokens()[token].lemma.as_ref()
    }

    /// The lemma in lower case, with a verb's particle: "hand over".
    pub fn word(&self, token: usize) -> String {
        let mut word = self.lemma_lower(token).to_owned();
        if self.pos(token) == Pos::Verb
            && let Some(particle) = self.child(token, Dep::Prt)
        {
            word.push(' ');
            word.push_str(self.lower(particle));
        }
        word
    }

    pub fn pos(&self, token: usize) -> Pos {
        self.parse.tokens()[token].pos
    }

    pub fn dep(&self, token: usize) -> Dep {
        self.parse.tokens()[token].dep
    }

    pub fn head(&self, token: usize) -> usize {
        self.parse.tokens()[token].head
    }

    pub fn lower(&self, token: usize) -> &str {
        &self.lowers[token]
    }

    pub fn lemma_lower(&self, token: usize) -> &str {
        &self.lemmas[token]
    }

    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        self.parse.children(token)
    }

    pub fn child(&self, token: usize, dep: Dep) -> Option<usize> {
        self.parse.children(token).find(|c| self.dep(*c) == dep)
    }

    /// What a chain of "and" joins to a token: Y and Z for X in "X, Y and Z".
    pub fn joined_to(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        let next = |t: &usize| self.child(*t, Dep::Conj);
        std::iter::successors(next(&token), next)
    }

    /// Whether a verb is an infinitive with "to".
    pub fn is_infinitive(&self, verb: usize) -> bool {
        self.children(verb)
            .any(|c| self.dep(c) == Dep::Aux && self.lower(c) == "to")
    }

    /// The objects of the prepositions among a token's children that are `word`.
    pub fn prep_objects<'s>(
        &'s self,
        token: usize,
        word: &'s str,
    ) -> impl Iterator<Item = usize> + 's {
        let is = move |c: usize| self.lower(c) == word;
        self.children(token)
            .filter(move |c| matches!(self.dep(*c), Dep::Prep | Dep::Agent | Dep::Dative) && is(*c))
            // "to X and to Y"
            .flat_map(move |c| {
                let joined = self
                    .children(c)
                    .filter(move |g| self.dep(*g) == Dep::Conj && is(*g));
                std::iter::once(c).chain(joined)
            })
            .flat_map(|p| {
                self.children(p)
                    .filter(|c| matches!(self.dep(*c), Dep::Pobj | Dep::Pcomp))
            })
    }

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
                // "Fatah-Hamas coalition"
                Dep::Compound if c < token && self.is_paired(c, token) => {
                    self.single(c, out, depth + 1);
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
            self.owners(token, out);
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
        if !matches!(
            self.pos(token),
            Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num
        ) {
            return;
        }
        for c in self.children(token) {
            if matches!(
                self.dep(c),
                Dep::Poss | Dep::Compound | Dep::Amod | Dep::Nmod
            ) && let Some(spot) = self.spot_at(c)
                && !matches!(spot.form, Form::Hyphen | Form::Place)
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
                    self.single(o, out, 1);
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

    /// The sentence (token range) that holds `token`.
    pub fn sentence(&self, token: usize) -> Range<usize> {
        self.parse.sentence_of(token)
    }

    /// The bytes from the first to the last of a range of tokens.
    pub fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        let all = self.parse.tokens();
        match (
            all.get(tokens.start),
            tokens.end.checked_sub(1).and_then(|l| all.get(l)),
        ) {
            (Some(first), Some(last)) if !tokens.is_empty() => first.start..last.end,
            _ => 0..0,
        }
    }
}
