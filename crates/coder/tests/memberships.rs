//! Who belongs to what and who leads it, on sentences of our own.

#![allow(clippy::unwrap_used)]

use unravel_actors::Registry;
use unravel_coder::{Coder, InputLine, Lexicon};
use unravel_language::Pipeline;

const SENTENCES: &[(&str, &[&str])] = &[
    (
        "Soldiers killed 70 members of the Anbari tribe.",
        &["70 members > Anbari tribe"],
    ),
    // a position is held by the one it is said of
    (
        "Dana Orel, who is described as the leader of an extremist group, was sanctioned.",
        &["Dana Orel leads extremist group"],
    ),
    (
        "The council named Dana Orel commander of the coastal brigade.",
        &["Dana Orel leads coastal brigade"],
    ),
    // active, passive, and a participle before the main clause
    (
        "The society was founded by Dana Orel and is now run by the Ministry of Trade.",
        &["Dana Orel leads society", "Ministry of Trade leads society"],
    ),
    (
        "Established by a group of merchants in 2004, the company has 700 employees.",
        &["group leads company", "700 employees > company"],
    ),
    // lists
    (
        "The international community, including Russia and Iran, must act.",
        &[
            "Russia > international community",
            "Iran > international community",
        ],
    ),
    (
        "The regime and its backers, notably Russia, bombed the town.",
        &["Russia > its backers"],
    ),
    (
        "Estonia, as part of the coalition, sent two ships.",
        &["Estonia > coalition"],
    ),
    // the parser may see two objects, the name may stand beside a noun
    (
        "The party was later headed by his brother Dana Orel.",
        &["Dana Orel leads party"],
    ),
    // no body, no membership: a title, a part of nobody, a place
    ("Students of history read about the heads of cattle.", &[]),
    ("This offensive was part of a larger plan.", &[]),
    ("Estonian President Dana Orel spoke.", &[]),
];

#[test]
fn sentences_tell_who_belongs_and_who_leads() {
    let pipeline = Pipeline::english().unwrap();
    let coder = Coder::new(&pipeline, Registry::builtin(), Lexicon::builtin().unwrap());
    for (text, wanted) in SENTENCES {
        let line = serde_json::json!({"id": 1, "text": text}).to_string();
        let document = InputLine::parse(&line, 1).unwrap().into_document().1;
        let said: Vec<String> = coder
            .code(&document)
            .memberships
            .iter()
            .map(|m| {
                let does = if m.leads { "leads" } else { ">" };
                format!("{} {does} {}", m.member.name, m.organization.name)
            })
            .collect();
        assert_eq!(&said, wanted, "{text}");
    }
}

#[test]
fn the_places_are_those_of_the_words() {
    let pipeline = Pipeline::english().unwrap();
    let coder = Coder::new(&pipeline, Registry::builtin(), Lexicon::builtin().unwrap());
    let text = "Čedomir Orel founded the Harbour Party.";
    let line = serde_json::json!({"id": 1, "text": text}).to_string();
    let document = InputLine::parse(&line, 1).unwrap().into_document().1;
    for m in coder.code(&document).memberships {
        for at in [&m.member_at, &m.organization_at] {
            let words: String = text
                .chars()
                .skip(at.start)
                .take(at.end - at.start)
                .collect();
            assert_eq!(words, at.text);
        }
    }
}
