//! The pipeline as its users see it.
#![allow(clippy::unwrap_used)] // helpers of tests are tests

use std::sync::OnceLock;

use proptest::prelude::*;
use unravel_language::{
    Dep, EntityLabel, KnownName, ModelError, Parse, Pipeline, Pos, Tag, conllu, tree,
};

fn pipeline() -> &'static Pipeline {
    static PIPELINE: OnceLock<Pipeline> = OnceLock::new();
    PIPELINE.get_or_init(|| Pipeline::english().unwrap())
}

/// What must hold for every parse.
fn check(text: &str, parse: &Parse) {
    assert_eq!(parse.text(), text);
    let (mut end, mut char_end) = (0, 0);
    for (i, token) in parse.tokens().iter().enumerate() {
        assert!(
            token.start >= end && token.end > token.start,
            "token {i} of {text:?}"
        );
        // Only blanks lie between tokens.
        assert!(text[end..token.start].bytes().all(|b| b == b' '));
        assert_eq!(token.char_start, char_end + (token.start - end));
        assert_eq!(
            token.char_end - token.char_start,
            text[token.start..token.end].chars().count()
        );
        assert!(token.head < parse.len());
        assert!(parse.sentence_of(i).contains(&i));
        assert!(parse.subtree(i).contains(&i));
        (end, char_end) = (token.end, token.char_end);
    }
    assert!(text[end..].bytes().all(|b| b == b' '));
    let covered: usize = parse.sentences().map(|s| s.len()).sum();
    assert_eq!(covered, parse.len());
    for i in 0..parse.len() {
        assert!(
            parse.ancestors(i).count() < parse.len().max(1),
            "a cycle in {text:?}"
        );
    }
    for entity in parse.entities() {
        assert!(!entity.tokens.is_empty());
    }
    assert!(!conllu(parse).contains('\r'));
    let _ = (tree(parse), parse.noun_chunks().count());
}

#[test]
fn a_plain_sentence() {
    let parse = pipeline().parse("The Taliban refused to hand over Osama bin Laden in 1999.");
    let texts: Vec<&str> = (0..parse.len()).map(|i| parse.token_text(i)).collect();
    assert_eq!(texts[..4], ["The", "Taliban", "refused", "to"]);
    assert_eq!(parse.tokens()[2].tag, Tag::Vbd);
    assert_eq!(parse.tokens()[2].pos, Pos::Verb);
    assert_eq!(parse.tokens()[2].lemma, "refuse");
    assert_eq!(parse.tokens()[2].head, 2);
    assert_eq!(parse.tokens()[2].dep, Dep::Root);
    assert_eq!(parse.tokens()[1].dep, Dep::Nsubj);
    assert!(parse.is_ancestor(2, 4));
    assert!(parse.children(2).any(|i| i == 1));
    let dates: Vec<_> = parse
        .entities()
        .filter(|e| e.label == EntityLabel::Date)
        .collect();
    assert_eq!(parse.span_text(dates[0].tokens.clone()), "1999");
    check(parse.text(), &parse);
}

#[test]
fn empty_and_blank_texts() {
    for text in [
        "",
        " ",
        "  ",
        "\n",
        "\n\n \t",
        "\u{0}",
        "\u{feff}",
        "a",
        ".",
        " a ",
        "\u{3000}\u{85}",
    ] {
        check(text, &pipeline().parse(text));
    }
    assert!(pipeline().parse("").is_empty());
}

#[test]
fn known_names_are_kept_whole() {
    let text = "The Quetta Shura and Tehrik-i-Taliban Pakistan met pro-Taliban elders near Khost.";
    let name = |name: &str, label| {
        let start = text.find(name).unwrap();
        KnownName {
            start,
            end: start + name.len(),
            label,
        }
    };
    let names = [
        name("Quetta Shura", EntityLabel::Org),
        name("Tehrik-i-Taliban Pakistan", EntityLabel::Org),
    ];
    let parse = pipeline().parse_with_names(text, &names);
    check(text, &parse);
    let found: Vec<(&str, EntityLabel)> = parse
        .entities()
        .map(|e| (parse.span_text(e.tokens), e.label))
        .collect();
    assert!(
        found.contains(&("Quetta Shura", EntityLabel::Org)),
        "{found:?}"
    );
    assert!(
        found.contains(&("Tehrik-i-Taliban Pakistan", EntityLabel::Org)),
        "{found:?}"
    );
    // Each hangs together: one token has its head outside.
    for entity in parse
        .entities()
        .filter(|e| parse.tokens()[e.tokens.start].known)
    {
        let inside = entity.tokens.clone();
        let outside = inside.clone().filter(|&i| {
            let head = parse.tokens()[i].head;
            head == i || !inside.contains(&head)
        });
        assert_eq!(outside.count(), 1, "{}", tree(&parse));
    }
}

#[test]
fn names_that_do_not_fit_are_passed_over() {
    let text = "Größe matters to Ünal.";
    let names = [
        KnownName {
            start: 0,
            end: 3,
            label: EntityLabel::Org,
        },
        KnownName {
            start: 3,
            end: 2,
            label: EntityLabel::Org,
        },
        KnownName {
            start: 5,
            end: 900,
            label: EntityLabel::Org,
        },
        KnownName {
            start: 18,
            end: 23,
            label: EntityLabel::Person,
        },
    ];
    let parse = pipeline().parse_with_names(text, &names);
    check(text, &parse);
}

#[test]
fn a_name_within_a_token_cuts_it() {
    let text = "xxHamasyy left";
    let names = [KnownName {
        start: 2,
        end: 7,
        label: EntityLabel::Org,
    }];
    let parse = pipeline().parse_with_names(text, &names);
    check(text, &parse);
    let entity = parse.entities().next().unwrap();
    assert_eq!(parse.span_text(entity.tokens), "Hamas");
}

#[test]
fn a_batch_is_the_same_as_one_by_one() {
    let texts = [
        "One man left.",
        "",
        "Two women stayed in Kabul.",
        "It rained on Tuesday.",
    ];
    for (batch, text) in pipeline().parse_batch(&texts).iter().zip(texts) {
        assert_eq!(batch.tokens(), pipeline().parse(text).tokens());
    }
}

#[test]
fn long_lines_are_parsed() {
    let long = "The ministers met in Doha on Friday and signed nothing (again). ".repeat(3000);
    check(&long, &pipeline().parse(&long));
    for unit in ["((((", "a.a.", "a-", "'s", "1.", "@a", "…", "\n", "é", "x"] {
        let text = unit.repeat(20_000);
        assert_eq!(pipeline().parse(&text).text().len(), text.len());
    }
}

#[test]
fn conllu_and_trees_are_written() {
    let parse = pipeline().parse("He left.\nShe stayed.");
    let table = conllu(&parse);
    assert!(
        table.starts_with("# sent_id = 1\n# text = He left."),
        "{table}"
    );
    assert!(table.contains("1\tHe\the\tPRON\tPRP\t"), "{table}");
    assert!(tree(&parse).contains("left  ROOT VBD"), "{}", tree(&parse));
}

#[test]
fn damaged_and_foreign_files_are_refused() {
    let model = include_bytes!("../model/english.model");
    assert!(matches!(
        Pipeline::from_bytes(b""),
        Err(ModelError::Foreign)
    ));
    assert!(matches!(
        Pipeline::from_bytes(b"PK\x03\x04 something"),
        Err(ModelError::Foreign)
    ));
    assert!(matches!(
        Pipeline::from_bytes(&model[..40]),
        Err(ModelError::Damaged(_))
    ));
    assert!(matches!(
        Pipeline::from_bytes(&model[..90_000]),
        Err(ModelError::Damaged(_))
    ));
    let mut other = model[..90_000].to_vec();
    other[8] = 99;
    assert!(matches!(
        Pipeline::from_bytes(&other),
        Err(ModelError::Version { found: 99 })
    ));
    let mut flipped = model.to_vec();
    flipped[100_000] ^= 1;
    let error = Pipeline::from_bytes(&flipped).unwrap_err();
    assert_eq!(
        error.to_string(),
        "model file is damaged: the checksum is wrong"
    );
    assert!(matches!(
        Pipeline::from_path("no/such/file".as_ref()),
        Err(ModelError::Read(_))
    ));
}

#[test]
fn labels_read_back() {
    for tag in Tag::ALL {
        assert_eq!(tag.as_str().parse::<Tag>().unwrap(), *tag);
    }
    for dep in Dep::ALL {
        assert_eq!(dep.as_str().parse::<Dep>().unwrap(), *dep);
    }
    assert!("FOO".parse::<EntityLabel>().is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_parsed(text in any::<String>()) {
        check(&text, &pipeline().parse(&text));
    }

    #[test]
    fn texts_with_marks_and_spaces_are_parsed(text in "[a-zA-Z0-9.,:;'’\"“”()$€%@/ \t\n\u{a0}éß中\u{300}-]{0,120}") {
        check(&text, &pipeline().parse(&text));
    }

    #[test]
    fn any_names_are_safe(text in "[A-Za-z é.,-]{0,60}", cuts in prop::collection::vec(0usize..70, 0..8)) {
        let names: Vec<KnownName> = cuts
            .windows(2)
            .map(|c| KnownName { start: c[0], end: c[1], label: EntityLabel::Org })
            .collect();
        check(&text, &pipeline().parse_with_names(&text, &names));
    }
}
