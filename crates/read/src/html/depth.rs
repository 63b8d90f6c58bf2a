//! How deep a page nests: a tree builder looks through all open elements at each tag, so a page
//! of many thousand open elements would take it hours.

/// Deepest nesting that is read; pages of people stay under a hundred.
pub(crate) const DEEPEST: usize = 2000;

/// Elements without an end, or whose end may be left out.
const OPEN_ENDED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "option",
    "optgroup", "colgroup", "html", "head", "body",
];

/// Whether more than [`DEEPEST`] elements stand open at one place, told by counting tags.
pub(crate) fn too_deep(html: &str) -> bool {
    let mut open = 0_usize;
    for piece in html.split('<').skip(1) {
        let (closes, rest) = match piece.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, piece),
        };
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .unwrap_or(rest.len());
        let name = &rest[..end];
        if name.is_empty() || OPEN_ENDED.iter().any(|n| n.eq_ignore_ascii_case(name)) {
            continue;
        }
        if closes {
            open = open.saturating_sub(1);
        } else if !rest.split('>').next().unwrap_or("").ends_with('/') {
            open += 1;
            if open > DEEPEST {
                return true;
            }
        }
    }
    false
}

/// The text between the tags, for a fragment too deep to be built.
pub(crate) fn between_tags(html: &str) -> String {
    html.split('<')
        .enumerate()
        .map(|(i, piece)| match piece.split_once('>') {
            Some((_, text)) if i > 0 => text,
            None if i > 0 => "",
            _ => piece,
        })
        .collect::<Vec<_>>()
        .join(" ")
}
