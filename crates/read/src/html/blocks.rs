//! An HTML tree to paragraphs, as a reader sees them.

use crate::layout::tidy;
use dom_query::NodeRef;

/// Elements that show no text of their own.
const SKIPPED: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "head", "select", "textarea",
    "object", "canvas", "audio", "video", "math",
];

/// Elements that run on in the line; all others begin and end a paragraph.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "picture", "q",
    "ruby", "rp", "rt", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "td", "th", "input", "button",
];

enum Step<'a> {
    Enter(NodeRef<'a>),
    EndBlock,
    Space,
}

/// The visible paragraphs under `root`, tidy and not empty, in reading order.
///
/// Walks with a stack of its own: pages nest deeper than the call stack allows.
pub(crate) fn paragraphs(root: &NodeRef<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let mut current = String::new();
    let mut breaks = 0;
    let mut steps = vec![Step::Enter(*root)];
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::EndBlock => {
                flush(&mut current, &mut out);
                continue;
            }
            Step::Space => {
                current.push(' ');
                continue;
            }
            Step::Enter(node) => node,
        };
        if node.is_text() {
            let text = node.text();
            if !text.trim().is_empty() {
                breaks = 0;
            }
            current.push_str(&text);
            continue;
        }
        let name = node.node_name();
        let name = name.as_deref().unwrap_or("");
        if name == "br" {
            breaks += 1;
            if breaks > 1 {
                flush(&mut current, &mut out);
            } else {
                current.push(' ');
            }
            continue;
        }
        if SKIPPED.contains(&name) || node.is_comment() || node.is_doctype() {
            continue;
        }
        if INLINE.contains(&name) {
            if matches!(name, "td" | "th") {
                steps.push(Step::Space);
            }
        } else {
            breaks = 0;
            flush(&mut current, &mut out);
            steps.push(Step::EndBlock);
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }
    flush(&mut current, &mut out);
    out
}

fn flush(current: &mut String, out: &mut Vec<String>) {
    let paragraph = tidy(current);
    current.clear();
    if !paragraph.is_empty() {
        out.push(paragraph);
    }
}

#[cfg(test)]
mod tests {
    use crate::html::all_paragraphs;

    #[test]
    fn blocks_part_and_inline_runs_on() {
        let html = "<body><h1>A <em>tie</em></h1>text<p>one<br>two<br><br>three</p>\
            <ul><li>x</li><li>y</li></ul><script>no()</script>\
            <table><tr><td>1</td><td>2</td></tr></table>&copy; end</body>";
        assert_eq!(
            all_paragraphs(html),
            [
                "A tie", "text", "one two", "three", "x", "y", "1 2", "© end"
            ]
        );
    }

    #[test]
    fn deep_nesting_is_no_deep_recursion() {
        for depth in [1_000, 100_000] {
            let html = format!("{}deep{}", "<div>".repeat(depth), "</div>".repeat(depth));
            assert_eq!(all_paragraphs(&html), ["deep"]);
        }
    }
}
