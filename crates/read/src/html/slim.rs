//! Leaves out what makes a saved page large and holds no text.

/// Elements dropped with their content.
const DROPPED: &[&str] = &["style", "svg", "noscript"];

/// Drops scripts (but those of JSON-LD), styles, drawings, comments and `data:` addresses.
/// Linear in the size of the page.
pub(crate) fn slim(html: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len() / 4);
    let mut rest = html;
    while let Some(at) = rest.iter().position(|b| *b == b'<') {
        push_text(&rest[..at], &mut out);
        rest = &rest[at..];
        if rest.starts_with(b"<!--") {
            rest = after(rest, b"-->");
            continue;
        }
        let tag_end = rest
            .iter()
            .position(|b| *b == b'>')
            .map_or(rest.len(), |i| i + 1);
        let tag = &rest[..tag_end];
        if let Some(element) = DROPPED.iter().find(|n| opens(tag, n)) {
            rest = after_element(rest, element);
        } else if opens(tag, "script") && !contains(tag, b"ld+json") {
            rest = after_element(rest, "script");
        } else {
            push_text(tag, &mut out);
            rest = &rest[tag_end..];
        }
    }
    push_text(rest, &mut out);
    out
}

/// Copies, shortening each `data:` address with base64 content to `data:`.
fn push_text(mut text: &[u8], out: &mut Vec<u8>) {
    const MARK: &[u8] = b";base64,";
    while let Some(at) = text.windows(MARK.len()).position(|w| w == MARK) {
        let start = at + MARK.len();
        out.extend_from_slice(&text[..start]);
        let length = text[start..]
            .iter()
            .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
            .count();
        text = &text[start + length..];
    }
    out.extend_from_slice(text);
}

fn opens(tag: &[u8], element: &str) -> bool {
    let Some(name) = tag.get(1..=element.len()) else {
        return false;
    };
    name.eq_ignore_ascii_case(element.as_bytes())
        && tag
            .get(1 + element.len())
            .is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-')
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle)
}

fn after<'a>(text: &'a [u8], mark: &[u8]) -> &'a [u8] {
    text.windows(mark.len())
        .position(|w| w == mark)
        .map_or(&[], |i| &text[i + mark.len()..])
}

fn after_element<'a>(text: &'a [u8], element: &str) -> &'a [u8] {
    let mut rest = text;
    loop {
        rest = after(rest, b"</");
        if rest.is_empty() {
            return rest;
        }
        if rest
            .get(..element.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(element.as_bytes()))
        {
            return after(rest, b">");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_text_and_json_ld() {
        let page = b"<html><STYLE>p{}</style><script>var a='<p>';</script><!-- c -->\
            <script type=\"application/ld+json\">{}</script>\
            <p>Kept <img src=\"data:image/png;base64,AAAA+/==\"> text</p><scripted>x";
        let slimmed = String::from_utf8(slim(page)).unwrap();
        assert_eq!(
            slimmed,
            "<html><script type=\"application/ld+json\">{}</script>\
             <p>Kept <img src=\"data:image/png;base64,\"> text</p><scripted>x"
        );
    }
}
