//! Full-text search.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{document, new_case, nth, statement};
use proptest::prelude::*;
use unravel_casefile::{Addition, Case, CaseError};
use unravel_evidence::{Coded, Kind};

fn add(case: &mut Case, title: &str, text: &str) {
    let d = document(title, "Gazette", "2020", text);
    let coded = Coded {
        statements: vec![statement(&d, "Alpha", "Beta", Kind::Shelter, &text[..5])],
        ..Coded::default()
    };
    case.add_document(&Addition::new(&d, &coded), "Ann")
        .unwrap();
}

#[test]
fn words_phrases_and_beginnings() {
    let (_folder, _, mut case) = new_case();
    add(
        &mut case,
        "Valley",
        "Alpha gave Beta a safe haven in Qandahār, al-Qa'ida said.",
    );
    add(&mut case, "Haven", "Beta found no haven that was safe.");
    let titles = |query: &str| {
        let found = case.search(query, 10).unwrap();
        let titles = found
            .documents
            .iter()
            .map(|d| d.document.title.clone().unwrap());
        (titles.collect::<Vec<_>>(), found.statements.len())
    };
    assert_eq!(
        titles("safe haven"),
        (vec!["Haven".into(), "Valley".into()], 2)
    );
    assert_eq!(titles("\"safe haven\""), (vec!["Valley".into()], 1));
    assert_eq!(titles("hav* beta").0.len(), 2);
    assert_eq!(titles("hav").0.len(), 0);
    assert_eq!(titles("QANDAHAR").0, ["Valley"]);
    assert_eq!(titles("al-qa'ida").0, ["Valley"]);
    // what would be syntax in a query language is a word here
    for query in [
        "NOT",
        "a OR b",
        "text:safe",
        "NEAR(a b)",
        "sa\"fe",
        "(",
        "^safe",
    ] {
        match case.search(query, 10) {
            Ok(_) | Err(CaseError::EmptyQuery) => {}
            Err(error) => panic!("{query}: {error}"),
        }
    }
    assert!(matches!(
        case.search(" \" * ", 10),
        Err(CaseError::EmptyQuery)
    ));
    assert_eq!(case.search("safe", 1).unwrap().documents.len(), 1);
}

#[test]
fn snippets_show_where() {
    let (_folder, _, mut case) = new_case();
    let (document, coded) = nth(3);
    case.add_document(&Addition::new(&document, &coded), "Ann")
        .unwrap();
    let found = case.search("\"River Group\"", 10).unwrap();
    let snippet = &found.documents[0].snippet;
    let chars: Vec<char> = snippet.text.chars().collect();
    assert!(!snippet.hits.is_empty());
    for hit in &snippet.hits {
        let word: String = chars[hit.clone()].iter().collect();
        assert_eq!(word, "River Group");
    }
    assert!(!snippet.text.contains('\n'));
    assert_eq!(found.statements.len(), 3);
    assert!(!found.statements[0].rejected);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn nothing_typed_breaks_the_search(query in ".{0,40}", odd in r#"[ "*()^:{}+\-'\x00ab“]{0,20}"#) {
        thread_local! {
            static CASE: (tempfile::TempDir, std::path::PathBuf, Case) = {
                let mut made = new_case();
                add(&mut made.2, "Valley", "Alpha gave Beta a safe haven.");
                made
            };
        }
        CASE.with(|(_, _, case)| {
            for query in [&query, &odd] {
                match case.search(query, 5) {
                    Ok(_) | Err(CaseError::EmptyQuery) => {}
                    Err(error) => panic!("{query:?}: {error}"),
                }
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_document_comes_back_the_same(
        title in proptest::option::of(".{0,30}"),
        text in "(?s).{0,200}",
        authors in proptest::collection::vec(".{0,10}", 0..3),
        url in proptest::option::of(".{0,20}"),
    ) {
        let (_folder, _, mut case) = new_case();
        let mut d = document("t", "Gazette", "1999-05", &text);
        d.title = title;
        d.authors = authors;
        d.url = url;
        case.add_document(&Addition::new(&d, &Coded::default()), "Ann").unwrap();
        prop_assert_eq!(case.document(&d.id).unwrap().unwrap(), d);
        prop_assert_eq!(case.check().unwrap(), Vec::<String>::new());
    }
}
