//! One parsed document with its cast: the working data that every step reads and enriches.

mod phrases;

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

    /// Whether a member of the cast is an armed group or a party.
    pub fn is_group(&self, member: usize) -> bool {
        matches!(
            self.cast[member].kind,
            ActorKind::ArmedGroup | ActorKind::Party
        )
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

    /// The name in apposition to a token: X of "his brother X".
    pub fn named_beside(&self, token: usize) -> Option<usize> {
        self.children(token)
            .filter(|c| self.dep(*c) == Dep::Appos)
            .find(|c| self.spot_at(*c).is_some_and(|s| s.form == Form::Name))
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
