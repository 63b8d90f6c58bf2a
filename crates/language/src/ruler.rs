//! Attribute rules: part of speech, features and some lemmas from tag, word and label.

use crate::labels::{Dep, Pos, Tag};
use crate::lexicon::NOT_IN_RULES;
use crate::model::{ModelError, RulerPattern, RulerToken, TextTest};

/// Number of a set of morphological features in [`Ruler::morphs`].
pub type Morph = u16;

/// Test of one token, in numbers.
#[derive(Debug, Clone)]
struct Test {
    tags: u64,
    deps: u64,
    /// Words of the rules, by number.
    lower: Option<Vec<u16>>,
    space: Option<bool>,
}

#[derive(Debug)]
struct Rule {
    tests: Vec<Test>,
    index: usize,
    pos: Option<Pos>,
    tag: Option<Tag>,
    dep: Option<Dep>,
    lemma: Option<u16>,
    morph: Option<Morph>,
}

/// The attributes of a token that rules test and set.
#[derive(Debug, Clone, Copy)]
pub struct Attributes {
    pub tag: Tag,
    pub dep: Dep,
    pub lower: u16,
    pub space: bool,
    pub pos: Pos,
    pub morph: Morph,
    /// Number in [`Ruler::lemmas`], if a rule has set one.
    pub lemma: Option<u16>,
}

/// The compiled rules.
#[derive(Debug)]
pub struct Ruler {
    rules: Vec<Rule>,
    /// Rules whose first token can have a tag: those without a word, and those with one.
    by_tag: Vec<[Vec<u16>; 2]>,
    /// Feature strings by number; number 0 is "none".
    pub morphs: Vec<String>,
    /// Lemmas that rules set.
    pub lemmas: Vec<String>,
    /// Lower-cased words that rules test, by number.
    pub words: Vec<String>,
}

/// The number of a string in a list, added where it is new.
fn number(list: &mut Vec<String>, text: &str) -> u16 {
    let at = list
        .iter()
        .position(|known| known == text)
        .unwrap_or_else(|| {
            list.push(text.to_owned());
            list.len() - 1
        });
    at as u16
}

/// Labels that pass a test, as bits.
fn bits<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, test: Option<&TextTest>) -> u64 {
    let passes = |label: &T| match test {
        None => true,
        Some(TextTest::In(set)) => set.iter().any(|text| text == name(*label)),
        Some(TextTest::NotIn(set)) => !set.iter().any(|text| text == name(*label)),
    };
    all.iter()
        .enumerate()
        .filter(|(_, label)| passes(label))
        .fold(0, |bits, (i, _)| bits | 1 << i)
}

impl Ruler {
    pub fn new(patterns: &[RulerPattern]) -> Result<Ruler, ModelError> {
        let mut ruler = Ruler {
            rules: Vec::new(),
            by_tag: vec![Default::default(); Tag::ALL.len()],
            morphs: vec![String::new()],
            lemmas: Vec::new(),
            words: Vec::new(),
        };
        if patterns.len() >= usize::from(u16::MAX) {
            return Err(ModelError::Unfit("too many attribute rules".to_owned()));
        }
        for pattern in patterns {
            let rule = ruler
                .compile(pattern)
                .map_err(|e| ModelError::Unfit(format!("attribute rules: {e}")))?;
            let at = ruler.rules.len() as u16;
            if let Some(first) = rule.tests.first() {
                for (tag, lists) in ruler.by_tag.iter_mut().enumerate() {
                    if first.tags >> tag & 1 == 1 {
                        lists[usize::from(first.lower.is_some())].push(at);
                    }
                }
            }
            ruler.rules.push(rule);
        }
        Ok(ruler)
    }

    fn compile(&mut self, pattern: &RulerPattern) -> Result<Rule, String> {
        fn parse<T: std::str::FromStr<Err: ToString>>(
            text: &Option<String>,
        ) -> Result<Option<T>, String> {
            text.as_deref()
                .map(|t| t.parse().map_err(|e: T::Err| e.to_string()))
                .transpose()
        }
        if pattern.index >= pattern.tokens.len() {
            return Err("a rule changes a token that it does not test".to_owned());
        }
        let tests = pattern
            .tokens
            .iter()
            .map(|token| self.test(token))
            .collect::<Result<_, _>>()?;
        Ok(Rule {
            tests,
            index: pattern.index,
            pos: parse(&pattern.pos)?,
            tag: parse(&pattern.tag)?,
            dep: parse(&pattern.dep)?,
            lemma: pattern
                .lemma
                .as_deref()
                .map(|lemma| number(&mut self.lemmas, lemma)),
            morph: pattern
                .morph
                .as_deref()
                .map(|morph| number(&mut self.morphs, if morph == "_" { "" } else { morph })),
        })
    }

    fn test(&mut self, token: &RulerToken) -> Result<Test, String> {
        let lower = match &token.lower {
            None => None,
            Some(TextTest::In(words)) => Some(
                words
                    .iter()
                    .map(|word| number(&mut self.words, word))
                    .collect(),
            ),
            Some(TextTest::NotIn(_)) => return Err("a rule excludes words".to_owned()),
        };
        if self.words.len() >= usize::from(NOT_IN_RULES) {
            return Err("too many words".to_owned());
        }
        Ok(Test {
            tags: bits(Tag::ALL, Tag::as_str, token.tag.as_ref()),
            deps: bits(Dep::ALL, Dep::as_str, token.dep.as_ref()),
            lower,
            space: token.space,
        })
    }

    /// Applies all rules. Which ones match is decided on the attributes as they are at the start;
    /// later rules then win over earlier ones.
    pub fn apply(&self, tokens: &mut [Attributes]) {
        // A rule reaches at most a few tokens ahead; what it tests there must not be changed yet.
        let reach = self
            .rules
            .iter()
            .map(|rule| rule.tests.len())
            .max()
            .unwrap_or(0);
        let mut changes: Vec<(usize, u16)> = Vec::new();
        let mut matched: Vec<u16> = Vec::new();
        for at in 0..tokens.len() {
            let token = &tokens[at];
            let lists = &self.by_tag[token.tag as usize];
            matched.clear();
            matched.extend(
                lists[0]
                    .iter()
                    .filter(|&&rule| self.matches(rule, &tokens[at..])),
            );
            if token.lower != NOT_IN_RULES {
                matched.extend(
                    lists[1]
                        .iter()
                        .filter(|&&rule| self.matches(rule, &tokens[at..])),
                );
            }
            for &rule in &matched {
                changes.push((at + self.rules[usize::from(rule)].index, rule));
            }
            // Changes to a token are complete when no rule that starts later can touch it.
            if at >= reach {
                self.flush(&mut changes, at - reach, tokens);
            }
        }
        self.flush(&mut changes, usize::MAX, tokens);
    }

    fn flush(&self, changes: &mut Vec<(usize, u16)>, up_to: usize, tokens: &mut [Attributes]) {
        if changes.first().is_none_or(|&(token, _)| token > up_to) {
            return;
        }
        changes.sort_by_key(|&(_, rule)| rule);
        changes.retain(|&(token, rule)| {
            if token > up_to {
                return true;
            }
            if let Some(token) = tokens.get_mut(token) {
                self.set(&self.rules[usize::from(rule)], token);
            }
            false
        });
        changes.sort_by_key(|&(token, _)| token);
    }

    fn set(&self, rule: &Rule, token: &mut Attributes) {
        token.pos = rule.pos.unwrap_or(token.pos);
        token.tag = rule.tag.unwrap_or(token.tag);
        token.dep = rule.dep.unwrap_or(token.dep);
        token.lemma = rule.lemma.or(token.lemma);
        token.morph = rule.morph.unwrap_or(token.morph);
    }

    fn matches(&self, rule: u16, tokens: &[Attributes]) -> bool {
        let tests = &self.rules[usize::from(rule)].tests;
        tests.len() <= tokens.len()
            && tests.iter().zip(tokens).all(|(test, token)| {
                test.tags >> token.tag as usize & 1 == 1
                    && test.deps >> token.dep as usize & 1 == 1
                    && test
                        .lower
                        .as_ref()
                        .is_none_or(|words| words.contains(&token.lower))
                    && test.space.is_none_or(|space| space == token.space)
            })
    }
}
