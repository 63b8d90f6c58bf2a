//! A parse on paper: JSON lines, CoNLL-U, a drawn tree.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use crate::Parse;

/// The JSON form of a parse: one line of `unravel parse --jsonl`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JsonParse<'a> {
    /// Identifier of the text, as given.
    pub id: Cow<'a, serde_json::Value>,
    /// Its tokens.
    pub tokens: Vec<JsonToken<'a>>,
}

/// A token in the JSON form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JsonToken<'a> {
    /// Offset of the first character, in Unicode scalar values.
    pub start: usize,
    /// Offset after the last character.
    pub end: usize,
    /// Fine tag.
    pub tag: &'static str,
    /// Coarse part of speech.
    pub pos: &'static str,
    /// Lemma.
    pub lemma: &'a str,
    /// Index of the head token; a root points at itself.
    pub head: usize,
    /// Dependency label.
    pub dep: &'static str,
    /// Entity mark: `O`, `B-ORG`, `I-ORG` and so on.
    pub ent: String,
    /// Whether a sentence starts here.
    pub sent_start: bool,
}

impl<'a> JsonParse<'a> {
    /// The JSON form of `parse`, for the text called `id`.
    pub fn new(id: &'a serde_json::Value, parse: &'a Parse) -> JsonParse<'a> {
        let tokens = parse.tokens().iter().map(|token| JsonToken {
            start: token.char_start,
            end: token.char_end,
            tag: token.tag.as_str(),
            pos: token.pos.as_str(),
            lemma: &token.lemma,
            head: token.head,
            dep: token.dep.as_str(),
            ent: token.iob(),
            sent_start: token.sent_start,
        });
        JsonParse {
            id: Cow::Borrowed(id),
            tokens: tokens.collect(),
        }
    }
}

/// Text that must not break a line or a column.
fn flat(text: &str) -> String {
    let escape = |c: char| match c {
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '\r' => "\\r".to_owned(),
        c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}') => {
            format!("\\u{{{:x}}}", u32::from(c))
        }
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}

/// The parse in CoNLL-U: one block per sentence, tokens numbered from 1, the fine tag in XPOS,
/// CLEAR labels in DEPREL, `SpaceAfter=No`, character offsets and entity marks in MISC.
pub fn conllu(parse: &Parse) -> String {
    let mut out = String::new();
    for (number, sentence) in parse.sentences().enumerate() {
        let _ = writeln!(out, "# sent_id = {}", number + 1);
        let _ = writeln!(out, "# text = {}", flat(parse.span_text(sentence.clone())));
        for i in sentence.clone() {
            let token = &parse.tokens()[i];
            let head = if token.head == i {
                0
            } else {
                token.head + 1 - sentence.start
            };
            let or_none = |text: String| {
                if text.is_empty() {
                    "_".to_owned()
                } else {
                    text
                }
            };
            let _ = write!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\tstart_char={}|end_char={}",
                i + 1 - sentence.start,
                flat(parse.token_text(i)),
                or_none(flat(&token.lemma)),
                token.pos,
                token.tag,
                or_none(parse.morph(i).to_owned()),
                if token.head == i {
                    "root"
                } else {
                    token.dep.as_str()
                },
                token.char_start,
                token.char_end,
            );
            if token.ent.is_some() {
                let _ = write!(out, "|ner={}", token.iob());
            }
            if !token.blank_after {
                out.push_str("|SpaceAfter=No");
            }
            out.push('\n');
        }
        out.push('\n');
    }
    out
}

/// The parse as drawn trees, one per sentence: each token below its head, the left children
/// above it and the right ones below, so that reading down gives the text.
pub fn tree(parse: &Parse) -> String {
    let mut out = String::new();
    for sentence in parse.sentences() {
        for i in sentence.clone() {
            if parse.tokens()[i].head == i {
                draw(parse, i, &mut out);
            }
        }
        out.push('\n');
    }
    out
}

/// Work left to do while drawing: a subtree with its indent, or a token's own line.
enum Step {
    Subtree(usize, String, Side),
    Line(usize, String, Side),
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    Root,
    /// Above its head; `true` for the first of the head's children.
    Left(bool),
    /// Below its head; `true` for the last of the head's children.
    Right(bool),
}

fn draw(parse: &Parse, root: usize, out: &mut String) {
    // A list of steps instead of recursion: trees can be as deep as a text is long.
    let mut steps = vec![Step::Subtree(root, String::new(), Side::Root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Line(i, indent, side) => {
                let token = &parse.tokens()[i];
                let branch = match side {
                    Side::Root => "",
                    Side::Left(_) => "┌─ ",
                    Side::Right(last) => {
                        if last {
                            "└─ "
                        } else {
                            "├─ "
                        }
                    }
                };
                let entity = token
                    .ent
                    .map_or(String::new(), |_| format!(" {}", token.iob()));
                let _ = writeln!(
                    out,
                    "{indent}{branch}{}  {} {}{entity}",
                    flat(parse.token_text(i)),
                    token.dep,
                    token.tag
                );
            }
            Step::Subtree(i, indent, side) => {
                let (above, below) = match side {
                    Side::Root => ("", ""),
                    Side::Left(first) => (if first { "   " } else { "│  " }, "│  "),
                    Side::Right(last) => ("│  ", if last { "   " } else { "│  " }),
                };
                let rights: Vec<usize> = parse.rights(i).collect();
                for (at, &child) in rights.iter().enumerate().rev() {
                    let side = Side::Right(at + 1 == rights.len());
                    steps.push(Step::Subtree(child, format!("{indent}{below}"), side));
                }
                steps.push(Step::Line(i, indent.clone(), side));
                let lefts: Vec<usize> = parse.lefts(i).collect();
                for (at, &child) in lefts.iter().enumerate().rev() {
                    steps.push(Step::Subtree(
                        child,
                        format!("{indent}{above}"),
                        Side::Left(at == 0),
                    ));
                }
            }
        }
    }
}
