//! What sentences say, on sentences of our own with invented actors: one line a rule.

#![allow(clippy::unwrap_used)]

use unravel_actors::Registry;
use unravel_coder::{Coder, InputLine, Lexicon};
use unravel_evidence::{Coded, Statement};
use unravel_language::Pipeline;

const ACTORS: &str = r#"
[government]
"Ruria" = { demonyms = ["Rurian", "Rurians"] }
"Maland" = { demonyms = ["Malandi", "Malandis"] }

[armed-group]
"Northern Front" = {}
"Harvest Brigade" = {}
"#;

/// Runs `check` with a coder that knows the invented actors.
fn with_coder(check: impl FnOnce(&Coder<'_>)) {
    let registry = Registry::builtin()
        .with_user(ACTORS, "actors.toml")
        .unwrap();
    let pipeline = Pipeline::english().unwrap();
    check(&Coder::new(
        &pipeline,
        &registry,
        Lexicon::builtin().unwrap(),
    ));
}

fn code(coder: &Coder<'_>, text: &str) -> Coded {
    let line = serde_json::json!({"id": 1, "text": text, "published": "2024-05-20"}).to_string();
    coder.code(&InputLine::parse(&line, 1).unwrap().into_document().1)
}

/// "Ruria > Northern Front shelter asserted for" with "by X" if somebody says it.
fn in_words(s: &Statement) -> String {
    let arrow = match s.direction.as_str() {
        "a->b" => ">",
        "b->a" => "<",
        _ => "=",
    };
    let by = s
        .said_by
        .as_ref()
        .map(|by| format!(" by {}", by.name))
        .unwrap_or_default();
    format!(
        "{} {arrow} {} {} {} {}{by}",
        s.a, s.b, s.kind, s.stance, s.bearing
    )
}

const SENTENCES: &[(&str, &[&str])] = &[
    // a part stands for the whole, a base for its state, facilities for who uses them
    (
        "The Northern Front took control of large parts of Maland.",
        &["Northern Front > Maland hostility asserted against"],
    ),
    (
        "Maland bombed a building used by the Northern Front.",
        &["Maland > Northern Front hostility asserted against"],
    ),
    (
        "The Northern Front attacked an army base in Ruria.",
        &["Northern Front > Ruria hostility asserted against"],
    ),
    // who gets it: the object of a passive, of "enjoy", of "target", after "with" and "under"
    (
        "Ruria enjoys the backing of Maland.",
        &["Maland > Ruria support asserted for"],
    ),
    (
        "The Northern Front enjoys a safe haven under Ruria.",
        &["Ruria > Northern Front shelter asserted for"],
    ),
    (
        "Ruria was the target of a Malandi invasion.",
        &["Maland > Ruria hostility asserted against"],
    ),
    (
        "Ruria is under pressure from the Northern Front.",
        &["Northern Front > Ruria hostility asserted against"],
    ),
    (
        "A Northern Front commander was killed in a Malandi strike.",
        &["Maland > Northern Front hostility asserted against"],
    ),
    // unnamed actors count where a tie is told of them
    (
        "Ruria armed local militants.",
        &["Ruria > local militants support asserted for"],
    ),
    // relative clauses: "which they will fight", "sanctions that were imposed on"
    (
        "The Northern Front, which Maland has said it will fight, denied the report.",
        &["Maland > Northern Front hostility promised against by Maland"],
    ),
    (
        "Maland lifted the sanctions imposed on Ruria.",
        &["Maland > Ruria hostility denied for"],
    ),
    // who promises or demands aloud says it; an allegation with a name to it is asserted
    (
        "Ruria pledged support for the Northern Front.",
        &["Ruria > Northern Front support promised for by Ruria"],
    ),
    (
        "Maland alleged that Ruria arms the Northern Front.",
        &["Ruria > Northern Front support asserted for by Maland"],
    ),
    (
        "Ruria has been accused by Maland of arming the Northern Front.",
        &[
            "Maland > Ruria hostility asserted against",
            "Ruria > Northern Front support asserted for by Maland",
        ],
    ),
    // a refusal runs from the one who refuses; an envoy sent home is no guest given up
    (
        "Ruria refused talks with Maland.",
        &["Ruria > Maland contact denied against"],
    ),
    (
        "Ruria expelled the Malandi ambassador.",
        &["Ruria > Maland hostility asserted against"],
    ),
    // compounds: prefixes, names without a hyphen
    (
        "An anti-Rurian group met officials.",
        &["anti-Rurian group > Ruria hostility asserted against"],
    ),
    // striving is hostile already; each other
    (
        "The Northern Front seeks to overthrow Ruria.",
        &["Northern Front > Ruria hostility asserted against"],
    ),
    (
        "Ruria and the Northern Front have been fighting each other.",
        &["Ruria = Northern Front hostility asserted against"],
    ),
    // active, passive, agent after the verb
    (
        "Ruria sheltered the Northern Front for years.",
        &["Ruria > Northern Front shelter asserted for"],
    ),
    (
        "The Northern Front was sheltered by Ruria.",
        &["Ruria > Northern Front shelter asserted for"],
    ),
    (
        "Maland bombed the Northern Front on Monday.",
        &["Maland > Northern Front hostility asserted against"],
    ),
    // nouns with a light verb, an owner, a preposition
    (
        "Ruria gave the Northern Front sanctuary.",
        &["Ruria > Northern Front shelter asserted for"],
    ),
    (
        "Ruria provided the Northern Front with a sanctuary.",
        &["Ruria > Northern Front shelter asserted for"],
    ),
    (
        "Ruria's support for the Northern Front angered many.",
        &["Ruria > Northern Front support asserted for"],
    ),
    (
        "Rurian support for the Northern Front continued.",
        &["Ruria > Northern Front support asserted for"],
    ),
    (
        "The Northern Front received money from Ruria.",
        &["Ruria > Northern Front support asserted for"],
    ),
    (
        "Ruria imposed sanctions on Maland.",
        &["Ruria > Maland hostility asserted against"],
    ),
    // hyphened
    (
        "Ruria-backed Northern Front fighters left the town.",
        &["Ruria > Northern Front support asserted for"],
    ),
    // reciprocal, and a set of which each two are tied
    (
        "Ruria and Maland met in Oslo.",
        &["Ruria = Maland contact asserted for"],
    ),
    (
        "Ruria met with Maland in Oslo.",
        &["Ruria = Maland contact asserted for"],
    ),
    (
        "The alliance between Ruria and Maland is old.",
        &["Ruria = Maland alliance asserted for"],
    ),
    // negation and its scope
    (
        "Ruria did not support the Northern Front.",
        &["Ruria > Northern Front support denied against"],
    ),
    (
        "Ruria no longer supports the Northern Front.",
        &["Ruria > Northern Front support denied against"],
    ),
    (
        "There are no signs of a crackdown on the Northern Front by Ruria.",
        &["Ruria > Northern Front hostility denied for"],
    ),
    // refusing what is itself negative
    (
        "Ruria refused to extradite the Northern Front to Maland.",
        &["Ruria > Northern Front shelter asserted for"],
    ),
    (
        "Ruria handed over the Northern Front to Maland.",
        &["Ruria > Northern Front shelter denied against"],
    ),
    // ended ties are a break, ended support is denied
    (
        "Ruria severed its ties with the Northern Front.",
        &["Ruria > Northern Front break asserted against"],
    ),
    (
        "Ruria ended its support for the Northern Front.",
        &["Ruria > Northern Front support denied against"],
    ),
    (
        "Ruria lifted sanctions against Maland.",
        &["Ruria > Maland hostility denied for"],
    ),
    // stance
    (
        "Ruria may support the Northern Front.",
        &["Ruria > Northern Front support hedged for"],
    ),
    (
        "Ruria reportedly supports the Northern Front.",
        &["Ruria > Northern Front support hedged for"],
    ),
    (
        "Ruria pledged to support the Northern Front.",
        &["Ruria > Northern Front support promised for by Ruria"],
    ),
    (
        "Maland urged Ruria to expel the Northern Front.",
        &[
            "Ruria > Northern Front hostility hypothetical against by Maland",
            "Maland > Ruria contact asserted neutral",
        ],
    ),
    (
        "Ruria pledged allegiance to Maland.",
        &["Ruria > Maland allegiance asserted for"],
    ),
    // speakers
    (
        "Maland said that Ruria sheltered the Northern Front.",
        &["Ruria > Northern Front shelter asserted for by Maland"],
    ),
    (
        "According to Maland, Ruria sheltered the Northern Front.",
        &["Ruria > Northern Front shelter asserted for by Maland"],
    ),
    (
        "Maland accused Ruria of sheltering the Northern Front.",
        &[
            "Ruria > Northern Front shelter asserted for by Maland",
            "Maland > Ruria hostility asserted against",
        ],
    ),
    (
        "Maland did not say that Ruria had abandoned the Northern Front.",
        &[],
    ),
    // strained, diplomatic, cordial relations
    (
        "Relations between Ruria and Maland are strained.",
        &["Ruria = Maland hostility asserted against"],
    ),
    (
        "Ruria has diplomatic relations with Maland.",
        &["Ruria = Maland agreement asserted for"],
    ),
    (
        "Ruria enjoys cordial relations with Maland.",
        &["Ruria = Maland affinity asserted for"],
    ),
    // who is meant
    (
        "Maland condemned the Northern Front. It bombed the group a day later.",
        &["Maland > Northern Front hostility asserted against"],
    ),
    (
        "Rurian troops attacked Harvest Brigade fighters.",
        &["Ruria > Harvest Brigade hostility asserted against"],
    ),
    // what another is taken for, and what two do together
    (
        "Ruria views the Harvest Brigade as a terrorist group.",
        &["Ruria > Harvest Brigade hostility asserted against"],
    ),
    (
        "The Northern Front is considered a proxy of Ruria.",
        &["Northern Front > Ruria allegiance hedged for"],
    ),
    (
        "Ruria and Maland fought a border war.",
        &["Ruria = Maland hostility asserted against"],
    ),
    (
        "The Northern Front and the Harvest Brigade share an ideology.",
        &["Northern Front = Harvest Brigade affinity asserted for"],
    ),
    (
        "Neither Ruria nor Maland supports the Northern Front.",
        &[
            "Maland > Northern Front support denied against",
            "Ruria > Northern Front support denied against",
        ],
    ),
    (
        "There are links between all of these groups: the Northern Front, the Harvest Brigade.",
        &["Northern Front = Harvest Brigade alliance asserted for"],
    ),
    (
        "The Northern Front provided the Harvest Brigade with a sanctuary in Maland.",
        &["Northern Front > Harvest Brigade shelter asserted for"],
    ),
    // envoys, promises, bodies with members
    (
        "Ruria withdrew its ambassador from Maland.",
        &["Ruria > Maland hostility asserted against"],
    ),
    (
        "The Northern Front has not kept its promises to Maland.",
        &["Northern Front > Maland agreement denied against"],
    ),
    (
        "Ruria is part of the African Union.",
        &["Ruria > African Union allegiance asserted for"],
    ),
    // who gets it, who does it
    (
        "Leaders of the Harvest Brigade have found safe haven in Maland.",
        &["Maland > Harvest Brigade shelter asserted for"],
    ),
    (
        "Ruria punished Maland for helping the Northern Front.",
        &[
            "Maland > Northern Front support asserted for",
            "Ruria > Maland hostility asserted against",
        ],
    ),
    (
        "Ruria followed the advice of Maland by severing ties with the Northern Front.",
        &["Ruria > Northern Front break asserted against"],
    ),
    (
        "Ruria has ties with the Northern Front and has given it a sanctuary.",
        &[
            "Ruria = Northern Front alliance asserted for",
            "Ruria > Northern Front shelter asserted for",
        ],
    ),
    // an accusation and its denial
    (
        "Maland accused Ruria of arming the Northern Front. Ruria denied the accusation.",
        &[
            "Maland > Ruria hostility asserted against",
            "Ruria > Northern Front support asserted for by Maland",
            "Ruria > Northern Front support denied against by Ruria",
        ],
    ),
    // a quotation goes on
    (
        "\"We will never talk to Maland,\" the government of Ruria said. \"We will fight Maland.\"",
        &[
            "Ruria > Maland contact promised against by Ruria",
            "Ruria > Maland hostility promised against by Ruria",
        ],
    ),
    // nothing about a tie
    ("Ruria and Maland lie on the coast.", &[]),
    ("The weather in Ruria was fine.", &[]),
    // an organ of a state, however it is spelled; a capital in a person's name is none
    (
        "Ruria's Foreign Ministry expelled a Malandi diplomat.",
        &["Ruria > Maland hostility asserted against"],
    ),
    (
        "Senator Leila de Lima criticised Maland.",
        &["Leila de Lima > Maland hostility asserted against"],
    ),
    // who they are, and where it comes from
    (
        "The Northern Front's main backers are Ruria and Maland.",
        &[
            "Maland > Northern Front support asserted for",
            "Ruria > Northern Front support asserted for",
        ],
    ),
    (
        "Most of Maland's weapons come from Ruria.",
        &["Ruria > Maland support asserted for"],
    ),
    (
        "The Northern Front wants a state; it attacks Rurian troops.",
        &["Northern Front > Ruria hostility asserted against"],
    ),
    // given up to a third
    (
        "Maland refused to hand Northern Front leaders to Ruria.",
        &["Maland > Northern Front shelter asserted for"],
    ),
    // what two do together ties them
    (
        "Ruria and Maland jointly vetoed the resolution.",
        &["Ruria = Maland alliance asserted for"],
    ),
    (
        "Ruria and Maland held a joint naval exercise.",
        &["Ruria = Maland alliance asserted for"],
    ),
    // at odds; blows traded
    (
        "Ruria and Maland had long been at odds.",
        &["Ruria = Maland hostility asserted against"],
    ),
    (
        "Ruria and Maland traded accusations.",
        &["Ruria = Maland hostility asserted against"],
    ),
    // a body one stays in, leaves, or pledges itself to
    (
        "Ruria will stay in the Northern Front.",
        &["Ruria > Northern Front allegiance predicted for"],
    ),
    (
        "The Harvest Brigade left the Northern Front in 2007.",
        &["Harvest Brigade > Northern Front break asserted against"],
    ),
    (
        "The Harvest Brigade renewed its pledge to the Northern Front.",
        &["Harvest Brigade > Northern Front allegiance asserted for"],
    ),
    (
        "The Harvest Brigade followed the Northern Front's guidance.",
        &["Harvest Brigade > Northern Front allegiance asserted for"],
    ),
    // help on its way, and who sells it
    (
        "Ruria flew arms to Maland.",
        &["Ruria > Maland support asserted for"],
    ),
    (
        "Rurian pilots were sent to Maland.",
        &["Ruria > Maland support asserted for"],
    ),
    (
        "Ruria is the second-largest supplier of arms to Maland.",
        &["Ruria > Maland support asserted for"],
    ),
    (
        "Ruria is committed to continuing to provide Maland with support.",
        &["Ruria > Maland support promised for by Ruria"],
    ),
    // both names of a pair before a noun
    (
        "Reports described Rurian-Malandi talks.",
        &["Maland = Ruria contact asserted for"],
    ),
    // whose talks and whose ally: the speaker's
    (
        "Ruria said that talks with Maland were going well.",
        &["Ruria = Maland contact asserted for by Ruria"],
    ),
    (
        "Ruria said that Maland remained a close ally.",
        &["Maland = Ruria alliance asserted for by Ruria"],
    ),
    // relative pronouns under a preposition, and places
    (
        "The Northern Front, with which Ruria has negotiated, denied it.",
        &["Ruria = Northern Front contact asserted for"],
    ),
    (
        "They had crossed from Maland, where the Northern Front enjoys safe havens.",
        &["Maland > Northern Front shelter asserted for"],
    ),
    // a description before the name; a group told by its foe
    (
        "Maland's largest rebel group, the Northern Front, attacked Ruria.",
        &["Northern Front > Ruria hostility asserted against"],
    ),
    (
        "The Northern Front, a Ruria-linked organization, grew.",
        &["Northern Front = Ruria alliance asserted for"],
    ),
    (
        "Rebels of the Northern Front attacked Rurian troops.",
        &["Northern Front > Ruria hostility asserted against"],
    ),
    (
        "Maland supports the Northern Front's insurgents against Ruria.",
        &[
            "Maland > Northern Front support asserted for",
            "Northern Front > Ruria hostility asserted against",
        ],
    ),
    // its counterpart is the other's; what it warns of is the other's
    (
        "Ruria accused its Malandi counterpart of harbouring the Northern Front.",
        &[
            "Maland > Northern Front shelter asserted for by Ruria",
            "Ruria > Maland hostility asserted against",
        ],
    ),
    // the agent may hang low; a clause of its own has its own agent
    (
        "The Northern Front is listed as a terrorist organisation by Ruria.",
        &["Ruria > Northern Front hostility asserted against"],
    ),
    (
        "A Northern Front commander was arrested while being sheltered by Maland.",
        &["Maland > Northern Front shelter asserted for"],
    ),
    // used by another to harm
    (
        "Malandi soil was used by the Northern Front to attack Ruria.",
        &["Northern Front > Ruria hostility asserted against"],
    ),
    // what the army of no name does with a named one
    (
        "Tension between the army and the Northern Front grew.",
        &["army = Northern Front hostility asserted against"],
    ),
    // a side that hangs on the verb, with a place inside
    (
        "A meeting took place between an official from the Rurian embassy in Paris and the Northern Front leader.",
        &["Ruria = Northern Front contact asserted for"],
    ),
    // a deal brokered with another's help
    (
        "Ruria and the Northern Front signed a truce brokered with Malandi help.",
        &["Ruria = Northern Front agreement asserted for"],
    ),
    // an ally stood by in a quarrel with a third
    (
        "Ruria stood behind its ally Maland in a confrontation with the Northern Front.",
        &[
            "Maland = Ruria alliance asserted for",
            "Ruria = Northern Front hostility asserted against",
            "Ruria > Maland support asserted for",
        ],
    ),
    (
        "Ruria closed its border with Maland.",
        &["Ruria > Maland hostility asserted against"],
    ),
    (
        "Ruria stayed away from Maland's summit.",
        &["Ruria > Maland contact denied against"],
    ),
];

#[test]
fn sentences_say_what_they_say() {
    with_coder(|coder| {
        let mut wrong = Vec::new();
        for (text, expected) in SENTENCES {
            let mut found: Vec<String> =
                code(coder, text).statements.iter().map(in_words).collect();
            found.sort();
            found.dedup();
            let mut expected: Vec<String> = expected.iter().map(|s| (*s).to_owned()).collect();
            expected.sort();
            if found != expected {
                wrong.push(format!(
                    "{text}\n  expected {expected:?}\n  found    {found:?}"
                ));
            }
        }
        assert!(
            wrong.is_empty(),
            "{}\n{} of {} wrong",
            wrong.join("\n"),
            wrong.len(),
            SENTENCES.len()
        );
    });
}

#[test]
fn a_body_that_publishes_in_its_own_name_says_we() {
    with_coder(|coder| {
        let by = |publisher: &str| {
            let line = serde_json::json!({
                "id": 1, "text": "Maland is our enemy. We will fight Maland.", "publisher": publisher
            });
            let (_, document) = InputLine::parse(&line.to_string(), 1)
                .unwrap()
                .into_document();
            let coded = coder.code(&document);
            coded.statements.iter().map(in_words).collect::<Vec<_>>()
        };
        let said = [
            "Maland = Ruria hostility asserted against",
            "Ruria > Maland hostility promised against",
        ];
        assert_eq!(by("Rurian Ministry of Trade"), said);
        assert_eq!(by("Ruria"), said);
        // a newspaper named after its country
        assert_eq!(by("Ruria Times"), [""; 0]);
    });
}

#[test]
fn a_person_acts_for_the_office_held_by_the_day_of_publication() {
    with_coder(|coder| {
        let on = |published: &str| {
            let line = serde_json::json!({
                "id": 1, "text": "Trump criticised Maland again.", "published": published
            });
            let (_, document) = InputLine::parse(&line.to_string(), 1)
                .unwrap()
                .into_document();
            coder.code(&document).statements[0].a.name.clone()
        };
        assert_eq!(on("2016-08-01"), "Donald Trump");
        assert_eq!(on("2018-08-01"), "United States");
        // an office once held still tells for whom one acted in what is told later
        assert_eq!(on("2022-08-01"), "United States");
    });
}

#[test]
fn another_of_the_same_surname_is_another() {
    with_coder(|coder| {
        let text = "Jeb Bush criticised Maland. Bush also praised Ruria. \
                    President Bush met Malandi officials.";
        let said: Vec<String> = code(coder, text).statements.iter().map(in_words).collect();
        assert_eq!(
            said,
            [
                "Jeb Bush > Maland hostility asserted against",
                "Jeb Bush > Ruria support asserted for",
                "United States = Maland contact asserted for",
            ]
        );
        let text = "President Bush met Malandi officials.";
        let said: Vec<String> = code(coder, text).statements.iter().map(in_words).collect();
        assert_eq!(said, ["United States = Maland contact asserted for"]);
    });
}

#[test]
fn places_codes_and_scores() {
    with_coder(|coder| {
        let text = "Envoys of Ruria and Maland met in Geneva, Switzerland, in May 2020.";
        let coded = code(coder, text);
        let meeting = &coded.statements[0];
        assert_eq!(meeting.place.as_deref(), Some("Geneva, Switzerland"));
        let event = meeting.event.as_ref().unwrap();
        assert!(
            event.cameo.as_deref().unwrap().starts_with("04"),
            "{event:?}"
        );
        assert!((0.5..1.0).contains(&meeting.score), "{}", meeting.score);
        assert_eq!(
            code(coder, "Ruria attacked Maland.").statements[0].place,
            None
        );
    });
}

#[test]
fn times_are_the_texts_and_not_the_publications() {
    with_coder(|coder| {
        let when = |text: &str| code(coder, text).statements[0].when.map(|w| w.to_string());
        assert_eq!(
            when("Ruria attacked Maland in May 1999.").as_deref(),
            Some("1999-05")
        );
        assert_eq!(when("Ruria attacked Maland."), None);
        assert_eq!(
            when("Ruria supports the Northern Front.").as_deref(),
            Some("2024-05")
        );
    });
}

#[test]
fn passages_stand_where_they_say() {
    with_coder(|coder| {
        let text = "“Ça va”, he said. Ruria sheltered the Northern Front – for years.";
        for s in code(coder, text).statements {
            assert!(s.passage.matches(text) && s.cue.matches(text), "{s:?}");
        }
    });
}

#[test]
fn strength_is_no_tie() {
    with_coder(|coder| {
        let coded = code(
            coder,
            "Maland said that the Northern Front had not rebuilt its forces.",
        );
        assert_eq!(coded.statements, []);
        let remark = &coded.remarks[0];
        assert_eq!(
            (remark.actor.name.as_str(), remark.strong),
            ("Northern Front", false)
        );
        assert_eq!(remark.said_by.as_ref().unwrap().name, "Maland");
    });
}

#[test]
fn odd_texts_give_sensible_output() {
    with_coder(|coder| {
        for text in [
            "",
            " \n\n ",
            "\u{0}\u{7}",
            "Hope. Order!",
            "“Quote.” “Quote.” “Quote.”",
            "🕊 Ruria 🤝 Maland",
            // a relative clause about a part of the noun it stands beside
            "Leaders of parts of whom some were heads of which Maland spoke met Ruria.",
            "The commanders of elements of which many fought for Ruria, of whom most fled, met.",
        ] {
            let _ = code(coder, text);
        }
        // no actor: nothing, however long
        let long = format!("The people {} went home.", "and the animals ".repeat(2_000));
        assert_eq!(code(coder, &long).statements, []);
        // one sentence with very many names is a list
        let list = format!("Ruria attacked {} Maland.", "Maland, Ruria, ".repeat(1_000));
        assert!(code(coder, &list).statements.len() < 10);
    });
}
