//! Lines that belong to the site, not to the article.

use crate::layout::word_count;
use regex::{Regex, RegexSet};
use std::sync::LazyLock;

/// Whole lines of a site's frame. Each pattern covers the whole line, so that a sentence that
/// only begins with such words ("Share prices fell", "Latest figures show") stays.
static LINES: LazyLock<RegexSet> = LazyLock::new(|| {
    let patterns = [
        r"(skip|jump) (to|past)( the)?( main)?( content| navigation| menu| search| footer)*( and .{1,30})?",
        r"(main |site |toggle |open |close |hide |show )?(menu|navigation|nav|search|sidebar)",
        r"(advertisement|advertising|ad|sponsored( content)?|paid content|promoted)( feedback)?",
        r"(article|story) continues below( this)?( advertisement| ad)?",
        r"(click to )?(share|tweet|print|e-?mail|save|copy link|copy|pin|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|instagram|youtube|rss)",
        r"(click to )?(share|post|tweet|send|e-?mail|print|save|bookmark)( (this|the))?( (article|story|post|page|link|item|news))?( (on|via|with|by|to|through) .{1,60})?( \(opens in new window\))?",
        r"(share|follow|like|find|join)( us)?( on| via)?:? ?(facebook|twitter|x|whatsapp|telegram|linkedin|reddit|instagram|youtube|email|google news|flipboard|e-?mail|,|&|and| )+",
        r"follow (us|@\w+)( on .{1,60})?",
        r"(subscribe|sign up|register|log ?in|sign in|join)( now| today| free| here| up)*( or (subscribe|sign up|register|log ?in|sign in))?",
        r"(accept|reject|allow|manage)( all)?( cookies| preferences| settings)?",
        r"(cookie|privacy)( (policy|settings|preferences|notice|statement))?( and .{1,30})?",
        r"(terms( (of|and) (use|service|conditions))?|contact( us)?|about( us)?|help|careers|sitemap|site map|imprint|newsletters?|accessibility)",
        r"(read|see|watch|listen) (also|more|next|related|full story|the full story)( (on|about) .{1,60})?:?",
        r"(also|related|further|recommended|suggested|more) (read|reading|articles?|stories|story|posts?|news|topics|content|coverage|links)( from .{1,40})?:?",
        r"(read also|also read|see also|read more|more on this( story)?|related|related (story|article)|recommended|don'?t miss|you (may|might) (also )?(like|be interested in))( ?[:»>|–—]).{1,250}",
        r"you (may|might)( also)? (like|be interested in|enjoy|have missed):?",
        r"(latest|breaking|top|trending|popular|recent)( (news|stories|posts|articles|updates|headlines|videos|comments|now))?( from .{1,40})?:?",
        r"(most (read|popular|viewed|shared|commented|recent)|trending( now)?|editor'?s (picks?|choice)|what to read next|up next|next (article|post|up)|previous (article|post)|read next)( in .{1,40})?:?",
        r"more (from|on|in|by) .{1,60}",
        r"(related|recommended)( for you)?:?",
        r"(back to|return to)( the)? (top|home|homepage|main page|start)",
        r"(leave a|post a|add a|write a)? ?(comment|reply)",
        r"((no|\d+) )?(comments?|replies|shares|likes|views)( \(\d+\))?",
        r"(view|show|load|see|hide|read)( all| more| the)?( \d+)? (comments|replies|results|posts)",
        r"(loading|please wait|play|pause|mute|unmute|close|home|next|previous|back|cancel|submit|ok)",
        r"(listen|listen to (this|the) (article|story)|audio version)( \d+ min.{0,10})?",
        r"\d{1,3}[ -]?min(ute)?s?( read)?( ago)?",
        r"(reading time|estimated reading time|read time):? .{1,20}",
        r"(click|tap) here( to .{1,80})?",
        r"(tags?|filed under|categories|topics|posted in|category)(:| ?[»>|]).{0,200}",
        r"(photo|image|picture)( credit)?: .{1,80}",
    ];
    compile(&patterns.map(whole_line))
});

/// Requests of a site that are written as sentences.
static REQUESTS: LazyLock<RegexSet> = LazyLock::new(|| {
    let patterns = [
        r"(subscribe|sign up|register)( (to|for|and|with)) (our|the|get|receive|read|continue|unlock|updates|alerts|free|daily|weekly|your|this)\b.{0,150}",
        r"(already a (subscriber|member)|create (a free |an )?account|start your free trial|become a (member|subscriber)).{0,100}",
        r"(this (site|website|page)|we)( and our partners)? uses? cookies\b.{0,400}",
        r"by (continuing|using|clicking)\b.{0,80}\b(cookies|privacy|terms)\b.{0,200}",
        r"(©|\(c\)|copyright).{0,200}",
        r".{0,80}\ball rights reserved",
        r"(enable|please enable|turn on) javascript\b.{0,120}",
    ];
    compile(&patterns.map(whole_line))
});

fn whole_line(pattern: &str) -> String {
    format!(r"(?i)^(?:{pattern})$")
}

/// Lines after which a site lists other articles.
static SECTIONS: LazyLock<RegexSet> = LazyLock::new(|| {
    compile(&[
        r"(?i)^(read|see) (also|more|next):?$".to_owned(),
        r"(?i)^(also|related|further|recommended|suggested|more) (read|reading|articles?|stories|posts?|news|topics|content|coverage|links)( from .{1,40})?:?$".to_owned(),
        r"(?i)^you (may|might)( also)? (like|be interested in|enjoy|have missed):?$".to_owned(),
        r"(?i)^(latest|top|trending|popular|recent)( (news|stories|posts|articles|updates|headlines|now))?( from .{1,40})?:?$".to_owned(),
        r"(?i)^(most (read|popular|viewed|shared|recent)|editor'?s (picks?|choice)|what to read next|read next|more (from|on|in) .{1,60})( in .{1,40})?:?$".to_owned(),
        r"(?i)^(related|recommended)( for you)?:?$".to_owned(),
    ])
});

static BYLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?:[Bb]y|BY|Written by|Reported by|Author:|Authors:)\s+(\p{Lu}[\p{L}.'’-]+(?:\s+(?:\p{Lu}[\p{L}.'’-]*|de|van|der|von|bin|al|el|da|di)){1,4}(?:(?:,| and| &)\s+\p{Lu}[\p{L}.'’-]+(?:\s+\p{Lu}[\p{L}.'’-]*){1,3})*)(?:\s+in\s+\p{Lu}[\p{L} -]+)?(?:\s*[,|·–-].{0,60})?$",
    )
    .ok()
});

/// A pattern that does not compile would switch the rule off; a test holds them all.
fn compile(patterns: &[String]) -> RegexSet {
    RegexSet::new(patterns).unwrap_or_else(|_| RegexSet::empty())
}

/// Longest line that can be chrome, in bytes; a longer one is an article's paragraph.
const LONGEST: usize = 500;

/// The line without decoration at its ends.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '»' | '«'
                    | '›'
                    | '>'
                    | '→'
                    | '←'
                    | '↑'
                    | '▼'
                    | '•'
                    | '|'
                    | '·'
                    | '*'
                    | '#'
                    | '.'
                    | '!'
                    | '-'
                    | '+'
                    | '×'
            )
    })
}

/// Whether a line of some length ends as a sentence: then it is no label.
fn is_sentence(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '"', '”']) && word_count(line) >= 5
}

/// Whether a whole line belongs to the site's frame.
pub(crate) fn is_chrome(line: &str) -> bool {
    line.len() <= LONGEST
        && (REQUESTS.is_match(bare(line)) || !is_sentence(line) && LINES.is_match(bare(line)))
}

/// Whether a line heads a list of other articles.
pub(crate) fn heads_list(line: &str) -> bool {
    line.len() <= LONGEST && !is_sentence(line) && SECTIONS.is_match(bare(line))
}

/// The authors that a byline names.
pub(crate) fn byline(line: &str) -> Vec<String> {
    if line.len() > 200 {
        return Vec::new();
    }
    BYLINE
        .as_ref()
        .and_then(|pattern| pattern.captures(line))
        .and_then(|found| found.get(1))
        .map(|names| {
            names
                .as_str()
                .split([',', '&'])
                .flat_map(|part| part.split(" and "))
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect()
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_compile() {
        assert!(LINES.len() > 30);
        assert!(REQUESTS.len() > 5);
        assert!(SECTIONS.len() > 5);
        assert!(BYLINE.is_some());
    }

    #[test]
    fn knows_chrome() {
        for line in [
            "Skip to content",
            "Skip to main content",
            "Read also:",
            "Latest",
            "ADVERTISEMENT",
            "Share on Facebook",
            "Share this article",
            "Follow us on Twitter",
            "Subscribe now",
            "Sign up for our daily newsletter and never miss a story.",
            "We use cookies to improve your experience on this site.",
            "Accept all cookies",
            "© 2024 Example Media. All rights reserved.",
            "Read also: Another headline here",
            "Most read",
            "More from World",
            "5 min read",
            "Leave a comment",
            "Related Articles",
            "Privacy Policy",
            "Latest News",
            "Back to top",
            "12 comments",
            "Copy link",
        ] {
            assert!(is_chrome(line), "{line}");
        }
    }

    #[test]
    fn keeps_sentences_that_begin_alike() {
        for line in [
            "Share prices fell on Monday after the announcement.",
            "Latest figures show that the group received 3 million dollars.",
            "Read more than a century ago, the treaty still holds.",
            "Sign up figures rose in the camps, officials said.",
            "Copyright law was not discussed at the meeting between the two ministers, who met in the capital on Monday for the first time since the agreement had been signed and after months of silence between the two governments, according to three officials.",
            "Subscribers to the theory point to the pledge.",
            "The Taliban",
            "Support",
            "Follow-up talks were held in Doha.",
            "Search teams found weapons near the border.",
            "By continuing the talks, the government hopes to end the war.",
            "We use force only in defence, the spokesman said.",
            "More on the talks will follow.",
            "More on this was said by the minister on Tuesday, who blamed the group for the attack and its allies.",
            "Save the Children said it would leave.",
            "Photo: ",
        ] {
            assert!(!is_chrome(line), "{line}");
        }
    }

    #[test]
    fn reads_bylines() {
        assert_eq!(
            byline("By Ana Diaz and John B. Smith"),
            ["Ana Diaz", "John B. Smith"]
        );
        assert_eq!(byline("By Ana Diaz in Kabul | 12 May 2020"), ["Ana Diaz"]);
        assert!(byline("By Monday the talks had ended.").is_empty());
        assert!(byline("By then, the two had split").is_empty());
    }
}
