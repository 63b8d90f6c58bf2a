//! A parsed document to mentions, roles, statements and attributions.
//!
//! Coding is a pure function of one document: [`Coder::code`] reads no file and keeps no
//! state, so a batch can be coded in any order, in parallel ([`Coder::code_batch`]).
//!
//! The steps, each in its module: names and noun phrases that stand for an actor
//! (`mentions`), pronouns and "the group" (`coref`), who acts for whom (`roles`), who says
//! what (`attribution`) and who "we" are (`first_person`), then for each word of the [`Lexicon`] its two actors (`frames`), how
//! it is put (`stance`) and when (`time`), assembled in `statements`; what noun phrases say by
//! themselves is in `compounds`.

mod acts;
mod attribution;
mod compounds;
mod contract;
mod coref;
mod descriptions;
pub mod evaluate;
mod events;
mod first_person;
mod fitting;
mod footnotes;
mod frames;
mod joint;
mod lexicon;
mod linear;
mod memberships;
mod mentions;
mod nouns;
mod pairs;
mod place;
mod roles;
mod scene;
mod score;
mod shades;
mod speakers;
mod stance;
mod statements;
mod strength;
mod time;

use std::collections::HashSet;

use rayon::prelude::*;
use unravel_actors::Registry;
use unravel_evidence::{
    ActorRef, Attribution, CharIndex, Coded, Document, Mention, MentionedActor, Statement,
};
use unravel_language::{Pipeline, dates};

pub use contract::{InputError, InputLine, OutputLine};
pub use fitting::{fit_attributions, fit_events, fit_scores};
pub use lexicon::{Lexicon, LexiconError};

use scene::Scene;

/// Reads statements out of documents.
pub struct Coder<'c> {
    pipeline: &'c Pipeline,
    registry: &'c Registry,
    lexicon: Lexicon,
}

impl<'c> Coder<'c> {
    /// A coder over a pipeline, a registry of actors and a lexicon.
    pub fn new(pipeline: &'c Pipeline, registry: &'c Registry, lexicon: Lexicon) -> Self {
        Self {
            pipeline,
            registry,
            lexicon,
        }
    }

    /// Codes one document. Time and memory grow linearly with its text.
    pub fn code(&self, document: &Document) -> Coded {
        self.coded(document, None)
    }

    /// Codes one document; `learn` takes the features of each statement's score.
    fn coded(&self, document: &Document, mut learn: Option<&mut Vec<Vec<String>>>) -> Coded {
        let text = footnotes::blanked(&document.text);
        let found = mentions::find(self.registry, &text);
        let names = mentions::known_names(&found, self.registry);
        let parse = self.pipeline.parse_with_names(&text, &names);
        let published = document.published.map(|p| p.end());

        let mut scene = Scene::new(&parse, &self.lexicon.nouns);
        mentions::gather(&mut scene, &found, self.registry, &self.lexicon);
        let roles = roles::assign(&mut scene, self.registry, published);
        coref::resolve(&mut scene);
        descriptions::unnamed(&mut scene);
        let said = attribution::find(&scene, &self.lexicon);
        let publisher = document.publisher.as_deref();
        first_person::resolve(&mut scene, &said, self.registry, publisher);
        let acts = events::find(&mut scene);
        let dates = dates::resolve(&parse, published);
        let chars = CharIndex::new(&document.text);

        let context = statements::Context {
            scene: &scene,
            lexicon: &self.lexicon,
            said: &said,
            acts: &acts,
            dates: &dates,
            document,
            chars: &chars,
        };
        let mut statements = Vec::new();
        for draft in context.told() {
            if let Some(statement) = context.statement(&draft) {
                if let Some(learn) = &mut learn {
                    learn.push(score::features(&scene, &draft, true).into_names());
                }
                statements.push(statement);
            }
        }
        let remarks = context.remarks();
        let span = |tokens: &std::ops::Range<usize>| {
            let bytes = scene.bytes(tokens);
            chars.char_of(bytes.start)..chars.char_of(bytes.end)
        };
        let attributions = attribution::attributions(&scene)
            .iter()
            .map(|s| Attribution {
                source: span(&s.source),
                cue: span(&s.cue),
                content: span(&s.content),
            })
            .collect();
        Coded {
            document: Some(document.id.clone()),
            actors: actors(&scene, &statements, &chars),
            roles,
            statements,
            attributions,
            remarks,
            memberships: memberships::find(&scene, &chars),
        }
    }

    /// Codes documents in parallel, in their order.
    pub fn code_batch(&self, documents: &[Document]) -> Vec<Coded> {
        documents.par_iter().map(|d| self.code(d)).collect()
    }
}

/// The cast that the text names, with their mentions in order.
fn actors(scene: &Scene<'_>, statements: &[Statement], chars: &CharIndex) -> Vec<MentionedActor> {
    let text = scene.parse.text();
    let tied: HashSet<&ActorRef> = statements.iter().flat_map(|s| [&s.a, &s.b]).collect();
    // "we" alone names nobody
    let mut named = vec![false; scene.cast.len()];
    let mut mentions: Vec<Vec<Mention>> = vec![Vec::new(); scene.cast.len()];
    let mut spots: Vec<&scene::Spot> = scene.spots.iter().collect();
    spots.sort_by_key(|s| s.bytes.start);
    for (member, bytes) in scene.latent_spots() {
        named[member] = true;
        mentions[member].push(Mention {
            start: chars.char_of(bytes.start),
            end: chars.char_of(bytes.end),
            text: text[bytes.clone()].to_owned(),
        });
    }
    for spot in spots {
        named[spot.actor] |= spot.form != scene::Form::Pronoun;
        mentions[spot.actor].push(Mention {
            start: chars.char_of(spot.bytes.start),
            end: chars.char_of(spot.bytes.end),
            text: text[spot.bytes.clone()].to_owned(),
        });
    }
    scene
        .cast
        .iter()
        .zip(mentions)
        .zip(named)
        .filter(|((member, mentions), named)| {
            let told = *named && !member.unnamed || tied.contains(&member.actor);
            !mentions.is_empty() && told
        })
        .map(|((member, mentions), _)| MentionedActor {
            actor: member.actor.clone(),
            aliases: member.aliases.clone(),
            kind: member.kind,
            mentions,
        })
        .collect()
}
