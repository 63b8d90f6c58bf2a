//! The pipeline: from text to [`Parse`].

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::entities::{Preset, Recogniser};
use crate::labels::{EntityLabel, Pos, Tag, UnknownLabel};
use crate::lemmatizer::Lemmatizer;
use crate::lexicon::WordTables;
use crate::model::{self, ModelData, ModelError, Origin};
use crate::names::{self, Groups, KnownName};
use crate::network::kernel::{Dense, Level};
use crate::network::{Encoder, WIDTH, Weights};
use crate::parse::{Parse, Token};
use crate::ruler::{Attributes, Ruler};
use crate::syntax::Parser;
use crate::tokenizer::Tokenizer;
use crate::workspace::{Pool, Workspace};

/// Tokens that are encoded and parsed at once; longer texts are cut where a paragraph or a
/// sentence ends. Bounds the memory of a parse.
const MOST_TOKENS: usize = 16_384;

#[cfg(feature = "english")]
static ENGLISH: &[u8] = include_bytes!("../model/english.model");

/// Reads English text. Cheap to share by reference between threads; make one and keep it.
pub struct Pipeline {
    origin: Origin,
    tokenizer: Tokenizer,
    tables: WordTables,
    shared: Encoder,
    tagger: Dense,
    tags: Vec<Tag>,
    parser: Parser,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    entity: Encoder,
    recogniser: Recogniser,
    morphs: Arc<[String]>,
    pool: Pool,
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pipeline")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

impl Pipeline {
    /// The English pipeline that is embedded in the program.
    ///
    /// # Errors
    /// [`ModelError::NotEmbedded`] without the `english` feature.
    pub fn english() -> Result<Pipeline, ModelError> {
        #[cfg(feature = "english")]
        return Pipeline::from_bytes(ENGLISH);
        #[cfg(not(feature = "english"))]
        Err(ModelError::NotEmbedded)
    }

    /// A pipeline from a model file.
    ///
    /// # Errors
    /// Where the file cannot be read, is damaged, foreign, or of another version.
    pub fn from_path(path: &Path) -> Result<Pipeline, ModelError> {
        Pipeline::from_bytes(&std::fs::read(path)?)
    }

    /// A pipeline from the content of a model file.
    ///
    /// # Errors
    /// Where the content is damaged, foreign, or of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Pipeline, ModelError> {
        Pipeline::from_data(&model::read(bytes)?)
    }

    /// A pipeline from a model in memory.
    ///
    /// # Errors
    /// [`ModelError::Unfit`] where the parts do not fit together.
    pub fn from_data(data: &ModelData) -> Result<Pipeline, ModelError> {
        let level = Level::detect();
        let weights = Weights::new(&data.tensors);
        let tokenizer = Tokenizer::new(&data.tokenizer)?;
        let ruler = Ruler::new(&data.ruler)?;
        let unfit = |e: UnknownLabel| ModelError::Unfit(e.to_string());
        let tags = data.tags.iter().map(|tag| tag.parse().map_err(unfit));
        let tags = tags.collect::<Result<Vec<Tag>, ModelError>>()?;
        let tagger = weights.matrix("tagger/W", tags.len(), WIDTH)?;
        let tagger_bias = weights.vector("tagger/b", tags.len())?;
        Ok(Pipeline {
            origin: data.origin.clone(),
            tables: WordTables::new(data, tokenizer.special_tokens(), &ruler.words),
            tokenizer,
            shared: Encoder::new(&weights, "shared", 6, level)?,
            tagger: Dense::new(&tagger, WIDTH, &tagger_bias, level),
            tags,
            parser: Parser::new(&weights, &data.parser_moves, level)?,
            lemmatizer: Lemmatizer::new(&data.lemmas)?,
            entity: Encoder::new(&weights, "entity", 4, level)?,
            recogniser: Recogniser::new(&weights, &data.entity_moves, level)?,
            morphs: ruler.morphs.iter().cloned().collect(),
            ruler,
            pool: Pool::default(),
        })
    }

    /// Where the model came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Parses a text. Any text will do; an empty one has no tokens.
    pub fn parse(&self, text: &str) -> Parse {
        self.parse_with_names(text, &[])
    }

    /// Parses a text with names that are known beforehand. A name is kept whole: it begins and
    /// ends with a token, is one entity of the given type, and hangs together in the tree.
    ///
    /// `names` are sorted and do not overlap; one that does not fit (out of order, out of the
    /// text, within a character, blank) is passed over.
    pub fn parse_with_names(&self, text: &str, names: &[KnownName]) -> Parse {
        self.pool.with(|workspace| self.run(text, names, workspace))
    }

    /// Parses many texts on all processors; the results are in the order of the texts.
    pub fn parse_batch(&self, texts: &[impl AsRef<str> + Sync]) -> Vec<Parse> {
        texts
            .par_iter()
            .map(|text| self.parse(text.as_ref()))
            .collect()
    }

    fn run(&self, text: &str, known: &[KnownName], workspace: &mut Workspace) -> Parse {
        workspace.raw.clear();
        let mut raw = std::mem::take(&mut workspace.raw);
        self.tokenizer.tokenize(text, &mut raw);
        let known = names::place(text, known, &mut raw);
        let mut tokens: Vec<Token> = Vec::with_capacity(raw.len());
        let (mut first, mut bytes, mut chars) = (0, 0, 0);
        let mut presets = vec![Preset::Free; if known.is_empty() { 0 } else { raw.len() }];
        for (range, label) in &known {
            presets[range.clone()].fill(Preset::Inside(*label));
            presets[range.start] = Preset::Begins(*label);
        }
        while first < raw.len() {
            let part = first..self.part_end(text, &raw, first, &presets);
            self.part(
                text,
                &raw[part.clone()],
                presets.get(part.clone()).unwrap_or(&[]),
                first,
                workspace,
                &mut tokens,
            );
            for (token, raw) in tokens[first..].iter_mut().zip(&raw[part.clone()]) {
                chars += count_chars(&text[bytes..raw.start]);
                token.char_start = chars;
                chars += count_chars(&text[raw.start..raw.end]);
                token.char_end = chars;
                bytes = raw.end;
            }
            first = part.end;
        }
        workspace.raw = raw;
        Parse::new(text.to_owned(), tokens, self.morphs.clone())
    }

    /// Where the part that starts at token `first` ends.
    fn part_end(
        &self,
        text: &str,
        raw: &[crate::tokenizer::RawToken],
        first: usize,
        presets: &[Preset],
    ) -> usize {
        let most = first + MOST_TOKENS;
        if raw.len() <= most {
            return raw.len();
        }
        let free = |i: &usize| !matches!(presets.get(*i), Some(Preset::Inside(_)));
        let before = |i: usize| &text[raw[i - 1].start..raw[i - 1].end];
        let candidates = (most - MOST_TOKENS / 4..=most).rev().filter(free);
        candidates
            .clone()
            .find(|&i| before(i).contains('\n'))
            .or_else(|| {
                candidates
                    .clone()
                    .find(|&i| matches!(before(i), "." | "!" | "?"))
            })
            .or_else(|| candidates.clone().next())
            .unwrap_or(most)
    }

    /// Parses the tokens `raw`; the first of them has the index `offset` in the text.
    fn part(
        &self,
        text: &str,
        raw: &[crate::tokenizer::RawToken],
        presets: &[Preset],
        offset: usize,
        workspace: &mut Workspace,
        tokens: &mut Vec<Token>,
    ) {
        if workspace.lexicon.is_full() {
            workspace.forget();
        }
        let Workspace {
            lexicon,
            shared,
            entity,
            lemmas,
            words,
            own,
            attributes,
            buffers,
            scores,
            parser,
            features,
            ..
        } = workspace;
        let groups = Groups::new(presets);
        let count = groups.as_ref().map_or(raw.len(), Groups::len);
        let mut number = |i: usize| {
            let token = &raw[i];
            lexicon.number(&self.tables, &text[token.start..token.end], token.special)
        };
        // A name of several tokens is one word to the networks.
        words.clear();
        match &groups {
            None => words.extend(raw.iter().enumerate().map(|(i, t)| (number(i), t.blank))),
            Some(groups) => words.extend((0..count).map(|group| {
                let last = groups.tokens(group).end - 1;
                (number(groups.face(group, text, raw)), raw[last].blank)
            })),
        }
        own.clear();
        match &groups {
            None => own.extend(words.iter().map(|(word, _)| *word)),
            Some(_) => own.extend((0..raw.len()).map(number)),
        }
        let known = lexicon.words();
        let is_space = |i: usize| known[words[i].0 as usize].features.space;

        let vectors = self.shared.encode(known, words, shared, buffers);
        let width = self.tagger.width;
        scores.resize((count * width).max(scores.len()), 0.0);
        self.tagger.apply(vectors, WIDTH, count, scores);
        let mut tags: Vec<Tag> = (0..count)
            .map(|i| self.best_tag(&scores[i * width..(i + 1) * width]))
            .collect();
        let mut tree = self.parser.parse(vectors, count, is_space, parser);

        let vectors = self.entity.encode(known, words, entity, buffers);
        let preset = |i: usize| presets.get(i).copied().unwrap_or_default();
        let group_preset = |i: usize| match &groups {
            None => preset(i),
            Some(groups) => preset(groups.tokens(i).start),
        };
        let mut spans =
            self.recogniser
                .find(vectors, &tree.starts, is_space, group_preset, features);
        if let Some(groups) = &groups {
            let spread = groups.spread(text, raw, &tags, &tree, &spans);
            (tags, tree, spans) = (spread.tags, spread.tree, spread.spans);
        }

        attributes.clear();
        attributes.extend((0..raw.len()).map(|i| {
            let word = &known[own[i] as usize];
            Attributes {
                tag: tags[i],
                dep: tree.labels[i],
                lower: word.lower,
                space: word.features.space,
                pos: Pos::X,
                morph: 0,
                lemma: None,
            }
        }));
        self.ruler.apply(attributes);

        let first = tokens.len();
        for (i, token) in raw.iter().enumerate() {
            let found = attributes[i];
            let lemma = match found.lemma {
                Some(number) => self.ruler.lemmas[usize::from(number)].as_str().into(),
                None => lemmas
                    .entry((own[i], found.pos, found.morph))
                    .or_insert_with(|| {
                        let morph = &self.ruler.morphs[usize::from(found.morph)];
                        self.lemmatizer
                            .lemma(&text[token.start..token.end], found.pos, morph)
                    })
                    .clone(),
            };
            tokens.push(Token {
                start: token.start,
                end: token.end,
                char_start: 0,
                char_end: 0,
                tag: found.tag,
                pos: found.pos,
                lemma,
                head: offset + tree.heads[i] as usize,
                dep: found.dep,
                sent_start: tree.starts[i],
                ent: None,
                ent_begin: false,
                blank_after: token.blank,
                known: preset(i) != Preset::Free,
                morph: found.morph,
            });
        }
        for (start, end, label) in spans {
            mark(&mut tokens[first + start..first + end], label);
        }
    }

    fn best_tag(&self, scores: &[f32]) -> Tag {
        let mut best = 0;
        for (i, score) in scores.iter().enumerate().take(self.tags.len()) {
            if *score > scores[best] {
                best = i;
            }
        }
        self.tags.get(best).copied().unwrap_or(Tag::Xx)
    }
}

fn mark(tokens: &mut [Token], label: EntityLabel) {
    for (i, token) in tokens.iter_mut().enumerate() {
        token.ent = Some(label);
        token.ent_begin = i == 0;
    }
}

fn count_chars(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}
