//! Quotations: which tokens stand between quotation marks, across sentences too.

use std::ops::Range;

use unravel_language::Pos;

use crate::scene::Scene;

/// The quotations of a document in order. Each ends at its closing mark, or with its paragraph
/// where none closes it; an opening mark in a new paragraph starts another.
pub(crate) fn find(scene: &Scene<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for t in 0..scene.parse.tokens().len() {
        let text = scene.parse.token_text(t);
        if scene.pos(t) == Pos::Space {
            if text.contains('\n')
                && let Some(start) = open.take()
            {
                out.push(start..t);
            }
            continue;
        }
        match text {
            "“" | "``" | "«" => {
                if let Some(start) = open.take() {
                    out.push(start..t);
                }
                open = Some(t + 1);
            }
            "”" | "»" => {
                if let Some(start) = open.take() {
                    out.push(start..t);
                }
            }
            "\"" | "''" => match open.take() {
                Some(start) => out.push(start..t),
                None => open = Some(t + 1),
            },
            _ => {}
        }
    }
    if let Some(start) = open {
        out.push(start..scene.parse.tokens().len());
    }
    out.retain(|q| !q.is_empty());
    out
}

/// The quotation that a token stands in.
pub(crate) fn around(quotes: &[Range<usize>], token: usize) -> Option<&Range<usize>> {
    let i = quotes.partition_point(|q| q.end <= token);
    quotes.get(i).filter(|q| q.contains(&token))
}
