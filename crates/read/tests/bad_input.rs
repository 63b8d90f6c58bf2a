//! Each bad input gives one clear line.

#![allow(clippy::unwrap_used)]

mod common;
use common::{error, one};
use std::io::Write;
use unravel_read::{ReadError, ReadOptions, read_bytes, read_file};

#[test]
fn empty_files() {
    for bytes in [b"".as_slice(), b" \r\n\t", b"\xef\xbb\xbf"] {
        assert_eq!(
            error(bytes, "a.txt").to_string(),
            "a.txt: the file is empty; leave it out or save it again"
        );
    }
}

#[test]
fn binary_junk_named_txt() {
    // a fixed linear congruence stands in for random bytes
    let mut state = 7_u32;
    let junk: Vec<u8> = (0..5000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let found = error(&junk, "a.txt");
    assert!(
        found
            .to_string()
            .starts_with("a.txt: this is binary data, not a text;"),
        "{found}"
    );
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
    assert!(error(png, "a.txt").to_string().contains("image/png"));
}

#[test]
fn broken_utf8_is_read() {
    let document = one(
        b"The caf\xc3\xa9s \xe2\x80\x94 it was said \xff\xfe by officials \xc3\xa0 on Monday \xe2\x80\x9cagain\xe2\x80\x9d.",
        "a.txt",
    );
    assert_eq!(
        document.text,
        "The cafés — it was said \u{fffd}\u{fffd} by officials à on Monday “again”."
    );
}

#[test]
fn a_page_of_50_mb() {
    let page = format!(
        "<html><body>{}</body></html>",
        "<p>filler</p>".repeat(4 << 20)
    );
    assert!(page.len() > 50 << 20);
    let found = error(page.as_bytes(), "big.html");
    assert!(matches!(found, ReadError::TooLarge { .. }));
    assert!(found.to_string().starts_with("big.html: "), "{found}");
}

#[test]
fn a_saved_page_is_not_refused_for_its_pictures() {
    let picture = "A".repeat(20 << 20);
    let page = format!(
        "<html><head><title>A pact holds</title></head><body><article><h1>A pact holds</h1>\
         <img src=\"data:image/png;base64,{picture}\"><p>The two sides met on Monday and agreed \
         to keep the pact for another year, officials said in the capital.</p></article></body>"
    );
    let document = one(page.as_bytes(), "saved.html");
    assert!(document.text.contains("keep the pact for another year"));
}

#[test]
fn a_text_over_the_limit() {
    let options = ReadOptions {
        max_bytes: 10,
        ..ReadOptions::default()
    };
    let found = read_bytes(b"more than ten bytes", "a.txt", &options)
        .remove(0)
        .unwrap_err();
    assert_eq!(
        found.to_string(),
        "a.txt: 19 bytes are over the limit of 10 bytes for one document; split the file or raise max_bytes"
    );
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.txt");
    std::fs::write(&path, "more than ten bytes").unwrap();
    assert!(matches!(
        read_file(&path, &options)[0],
        Err(ReadError::TooLarge { size: 19, .. })
    ));
}

#[test]
fn a_pdf_without_text_and_one_with_a_password() {
    let found = error(include_bytes!("fixtures/no-text.pdf"), "scan.pdf");
    assert_eq!(
        found.to_string(),
        "scan.pdf: no text in it (its pages are pictures or drawings); run text recognition (OCR) on it first"
    );
    let found = error(include_bytes!("fixtures/password.pdf"), "locked.pdf");
    assert_eq!(
        found.to_string(),
        "locked.pdf: protected by a password; save a copy without one"
    );
}

#[test]
fn a_cut_off_pdf() {
    let whole = include_bytes!("fixtures/two-columns.pdf");
    let found = error(&whole[..3000], "cut.pdf");
    assert!(matches!(found, ReadError::Malformed { .. }), "{found}");
}

/// A DOCX whose text part holds `xml`.
fn docx(xml: &mut dyn Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("word/document.xml", options).unwrap();
    for piece in xml {
        zip.write_all(&piece).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_bomb_named_docx() {
    let bomb = docx(&mut std::iter::repeat_n(vec![b' '; 1 << 20], 64));
    assert!(bomb.len() < 1 << 20);
    let found = error(&bomb, "bomb.docx");
    assert!(matches!(found, ReadError::Bomb { .. }), "{found}");
    assert!(
        found
            .to_string()
            .starts_with("bomb.docx: unpacks to more than")
    );
}

#[test]
fn a_damaged_docx() {
    let good = docx(&mut std::iter::once(
        b"<w:document><w:p><w:r><w:t>x</w:p>".to_vec(),
    ));
    assert!(matches!(
        error(&good, "a.docx"),
        ReadError::Malformed { .. }
    ));
    assert!(matches!(
        error(&good[..good.len() / 2], "a.docx"),
        ReadError::Malformed { .. }
    ));
}

#[test]
fn another_language() {
    let text = "Die beiden Delegationen trafen sich am Montag in der Hauptstadt und vereinbarten, \
        ihre Gespräche im Herbst fortzusetzen, obwohl keine der beiden Seiten sagte, wann genau.";
    assert_eq!(
        error(text.as_bytes(), "de.txt").to_string(),
        "de.txt: the text is in German, only en is read; give a translation"
    );
    let options = ReadOptions {
        languages: vec!["en".into(), "de".into()],
        ..ReadOptions::default()
    };
    assert_eq!(
        read_bytes(text.as_bytes(), "de.txt", &options)[0]
            .as_ref()
            .unwrap()
            .language,
        "de"
    );
}

#[test]
fn one_bad_line_of_json_lines_stops_nothing() {
    let lines = b"{\"text\":\"The pact held.\",\"id\":\"a1\",\"published\":\"2021-03-12\"}\n\
        {broken\n{\"title\":\"no text\"}\n\n{\"text\":\"It broke.\"}\n";
    let all = read_bytes(lines, "in.jsonl", &ReadOptions::default());
    let shown: Vec<String> = all
        .iter()
        .map(|r| match r {
            Ok(d) => format!("{} {}", d.origin.as_deref().unwrap(), d.text),
            Err(e) => e.to_string(),
        })
        .collect();
    assert_eq!(shown[0], "in.jsonl#a1 The pact held.");
    assert!(
        shown[1].starts_with("in.jsonl: line 2: not well-formed JSON Lines"),
        "{shown:?}"
    );
    assert_eq!(
        shown[2],
        "in.jsonl: line 3: not well-formed JSON Lines (no \"text\" that is a string); mend it there or save it again"
    );
    assert_eq!(shown[3], "in.jsonl#5 It broke.");
}

#[test]
fn missing_files_and_folders() {
    let dir = tempfile::tempdir().unwrap();
    for path in [dir.path().join("none.txt"), dir.path().to_owned()] {
        let found = read_file(&path, &ReadOptions::default())
            .remove(0)
            .unwrap_err();
        assert!(matches!(found, ReadError::Unreadable { .. }), "{found}");
    }
}

#[test]
fn a_deeply_nested_page() {
    let page = format!("<html><body>{}The pact held.", "<div>".repeat(200_000));
    assert_eq!(
        error(page.as_bytes(), "deep.html").to_string(),
        "deep.html: elements: not well-formed HTML (more than 2000 elements stand open); mend it there or save it again"
    );
    let page = format!("<html><body>{}The pact held.", "<div>".repeat(1_500));
    assert_eq!(one(page.as_bytes(), "deep.html").text, "The pact held.");
}
