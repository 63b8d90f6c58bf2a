//! One parsed document with its cast: the working data that every step reads and enriches.

use std::collections::HashMap;
use std::ops::Range;

use unravel_evidence::{ActorKind, ActorRef};
use unravel_language::{Dep, Parse, Pos};

/// An actor met in the document.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub actor: ActorRef,
    pub kind: ActorKind,
    pub aliases: Vec<String>,
    /// The organisation a person acts for.
    pub acts_for: Option<usize>,
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

/// The parsed document with its cast.
pub(crate) struct Scene<'p> {
    pub parse: &'p Parse,
    pub cast: Vec<Member>,
    pub spots: Vec<Spot>,
    /// Token → index of the spot it belongs to.
    at: Vec<Option<usize>>,
    /// Further actors of a token: "the two countries".
    more: HashMap<usize, Vec<usize>>,
}

impl<'p> Scene<'p> {
    pub fn new(parse: &'p Parse) -> Self {
        Self {
            parse,
            cast: Vec::new(),
            spots: Vec::new(),
            at: vec![None; parse.tokens().len()],
            more: HashMap::new(),
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

    /// Adds a further actor to the spot at `token`.
    pub fn also(&mut self, token: usize, actor: usize) {
        self.more.entry(token).or_default().push(actor);
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
        let mut word = self.lemma(token).to_lowercase();
        if self.pos(token) == Pos::Verb
            && let Some(particle) = self.child(token, Dep::Prt)
        {
            word.push(' ');
            word.push_str(&self.parse.token_text(particle).to_lowercase());
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

    pub fn lower(&self, token: usize) -> String {
        self.parse.token_text(token).to_lowercase()
    }

    pub fn children(&self, token: usize) -> impl Iterator<Item = usize> + '_ {
        self.parse.children(token)
    }

    pub fn child(&self, token: usize, dep: Dep) -> Option<usize> {
        self.parse.children(token).find(|c| self.dep(*c) == dep)
    }

    /// The objects of the prepositions among a token's children that are `word`.
    pub fn prep_objects<'s>(
        &'s self,
        token: usize,
        word: &'s str,
    ) -> impl Iterator<Item = usize> + 's {
        self.children(token)
            .filter(move |c| {
                matches!(self.dep(*c), Dep::Prep | Dep::Agent | Dep::Dative)
                    && self.lower(*c) == word
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
                Dep::Prep if matches!(self.lower(c).as_str(), "including" | "like" | "as") => {
                    let listed: Vec<usize> = self
                        .children(c)
                        .filter(|g| self.dep(*g) == Dep::Pobj)
                        .collect();
                    for g in listed {
                        // "groups such as X": the named ones stand for the group
                        if self.lower(c) != "as"
                            || self.children(c).any(|g| self.lower(g) == "such")
                        {
                            self.collect(g, out, depth + 1);
                        }
                    }
                }
                _ => {}
            }
        }
        if out.len() == before {
            self.owners(token, out);
        }
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
        // "its ally, Hezbollah"
        let appositions: Vec<usize> = self
            .children(token)
            .filter(|c| self.dep(*c) == Dep::Appos)
            .collect();
        if depth < 40 {
            for c in appositions {
                if self.spot_at(c).is_some() {
                    self.single(c, out, depth + 1);
                }
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
        for word in ["of", "from"] {
            let objects: Vec<usize> = self.prep_objects(token, word).collect();
            for o in objects {
                if let Some(spot) = self.spot_at(o) {
                    self.push(out, spot.actor, o, 0.65);
                } else {
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
