//! Files in the layout of each dataset, imported whole.

#![allow(clippy::unwrap_used, clippy::panic)]

mod layouts;

use std::io::Write;
use std::path::{Path, PathBuf};
use unravel_actors::Registry;
use unravel_events::{EventsError, Format, History, Importer, Options, Report, Scheme, days};
use unravel_evidence::QuadClass;

fn made(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> Vec<u8> {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    out
}

fn import_with(options: Options, bytes: &[u8]) -> Result<(History, Report), EventsError> {
    let mut importer = Importer::new(options);
    importer.stream("events.txt", bytes)?;
    importer.finish(Registry::builtin())
}

fn import(bytes: &[u8]) -> (History, Report) {
    import_with(Options::default(), bytes).unwrap()
}

fn code_names(history: &History) -> Vec<&str> {
    let codes = history.code().iter();
    codes
        .map(|&c| history.codes()[c as usize].code.as_str())
        .collect()
}

fn actor(history: &History, name: &str) -> u32 {
    let at = history.actors().iter().position(|a| a.name == name);
    u32::try_from(at.unwrap_or_else(|| panic!("{name} is not in the history"))).unwrap()
}

/// Line `n` (from 1) replaced.
fn with_line(bytes: &[u8], n: usize, line: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[n - 1] = line;
    (lines.join("\n") + "\n").into_bytes()
}

#[test]
fn gdelt_of_both_versions_gives_the_same_events() {
    let (one, report) = import(&made(|out| layouts::gdelt(out, 2000, false, 7)));
    let (two, _) = import(&made(|out| layouts::gdelt(out, 2000, true, 7)));
    assert_eq!(one.columns(), two.columns());
    assert_eq!(report.files.get("gdelt1"), Some(&1));
    assert_eq!(report.events + report.one_sided, 2000);
    assert_eq!(report.bad_rows, 0);
    assert!(one.time().is_sorted());
    assert_eq!(one.time()[0], days("2018-01-01".parse().unwrap()));
    // a state by its code is the registry's actor; a part of it keeps its name and country
    let us = &one.actors()[actor(&one, "United States") as usize];
    assert_eq!(us.id.as_ref().unwrap().as_str(), "united-states");
    assert!(
        one.actors()[actor(&one, "POLICE (Afghanistan)") as usize]
            .id
            .is_none()
    );
    for row in 0..one.len() {
        assert_eq!(
            one.goldstein(row),
            one.codes()[one.code()[row] as usize].goldstein
        );
    }
    let place = one.columns().place.as_ref().unwrap()[0] as usize;
    assert!(one.dictionaries().places[place].starts_with("Place "));
}

#[test]
fn gdelt_before_april_2013_has_a_column_less() {
    let text = String::from_utf8(made(|out| layouts::gdelt(out, 10, false, 7))).unwrap();
    let short: String = text
        .lines()
        .map(|line| line.rsplit_once('\t').unwrap().0.to_owned() + "\r\n")
        .collect();
    let (history, report) = import(short.as_bytes());
    assert_eq!(report.bad_rows, 0);
    assert_eq!(history.len() as u64 + report.one_sided, 10);
}

#[test]
fn icews() {
    let (history, report) = import(&made(|out| layouts::icews(out, 500, 7)));
    assert_eq!((report.events, report.bad_rows), (500, 0));
    assert_eq!(report.files.get("icews"), Some(&1));
    // the file is not in order; the history is
    assert!(history.time().is_sorted());
    assert!(
        history.actors()[actor(&history, "Mali") as usize]
            .id
            .is_some()
    );
    assert!(
        history.actors()[actor(&history, "Citizen (Mali)") as usize]
            .id
            .is_none()
    );
}

#[test]
fn polecat_also_with_the_header_of_the_misformatted_files() {
    for headline in [false, true] {
        let (history, report) = import(&made(|out| layouts::polecat(out, 500, headline, 7)));
        assert_eq!(report.bad_rows, 0, "{:?}", report.bad_rows_shown);
        assert_eq!(report.events + report.one_sided, 500);
        assert!(report.one_sided > 100);
        let arrest = history
            .codes()
            .iter()
            .find(|c| c.code == "COERCE:arrest")
            .unwrap();
        assert_eq!(arrest.scheme, Scheme::Plover);
        assert_eq!(arrest.quad, Some(QuadClass::MaterialConflict));
        assert!(history.codes().iter().any(|c| c.code == "AGREE"));
        assert!(
            history.actors()[actor(&history, "Iran") as usize]
                .id
                .is_some()
        );
    }
}

#[test]
fn ucdp_and_acled_with_quoted_commas_and_line_breaks() {
    let (ucdp, report) = import(&made(|out| layouts::ucdp(out, 500, 7)));
    assert_eq!((report.events, report.bad_rows), (500, 0));
    // "Government of Mali" is the state
    assert!(ucdp.actors()[actor(&ucdp, "Mali") as usize].id.is_some());
    assert!(
        ucdp.columns()
            .fatalities
            .as_ref()
            .unwrap()
            .iter()
            .any(|&f| f > 0)
    );
    assert_eq!(ucdp.columns().count, None);

    let text = made(|out| layouts::acled(out, 500, 7));
    let (acled, report) = import(&text);
    assert_eq!(report.bad_rows, 0);
    // a protest has no second actor
    assert_eq!(report.events + report.one_sided, 500);
    assert!(report.one_sided > 50);
    assert!(acled.actors()[actor(&acled, "Mali") as usize].id.is_some());
    assert!(
        acled
            .codes()
            .iter()
            .any(|c| c.code == "Agreement" && c.root == Some(5))
    );
    // the older export is cut at semicolons and writes dates in words
    let header = layouts::ACLED_HEADER.replace(',', ";");
    let older = format!(
        "{header}\nX1;05 January 2023;2023;1;P;Battles;Armed clash;A;;1;B;;2;12;;4;Asia;Mali;P;D;;T;1;2;1;S;N;\"a; b\";3;;1\n"
    );
    let (older, _) = import(older.as_bytes());
    assert_eq!(older.time(), [days("2023-01-05".parse().unwrap())]);
}

#[test]
fn coded_statements_of_texts_and_cases() {
    let (history, report) = import(&made(|out| layouts::statements(out, 20, 7)));
    // an agreement is mutual; what is denied is no event
    assert_eq!((report.events, report.not_done), (40, 20));
    assert!(code_names(&history).iter().all(|c| *c == "AGREE"));

    let case = r#"[
      {"id":"1","a":"Mali","b":"Russia","kind":"support","direction":"b->a","stance":"asserted",
       "said_by":null,"when":"2023-05","bearing":"for","score":0.8,"cue":"arms","quote":"q","document":"d","source":"s"},
      {"id":"2","a":"Mali","b":"Russia","kind":"contact","direction":"mutual","stance":"hedged",
       "said_by":null,"when":null,"bearing":"for","score":0.8,"cue":"met","quote":"q","document":"d","source":"s"},
      {"id":"3","a":"Mali"}
    ]"#;
    let (history, report) = import(case.as_bytes());
    assert_eq!((report.events, report.undated, report.bad_rows), (1, 1, 1));
    assert_eq!(history.source(), [actor(&history, "Russia")]);
    assert_eq!(history.time(), [days("2023-05-16".parse().unwrap())]);
    assert_eq!(history.quad(0), Some(QuadClass::MaterialCooperation));
}

#[test]
fn bad_rows_are_counted_and_the_first_are_shown_with_their_lines() {
    let good = made(|out| layouts::icews(out, 50, 7));
    let row = |date: &str, code: &str, score: &str| {
        format!(
            "1\t{date}\tMali\t\tMali\tx\t{code}\t{score}\tRussia\t\tRussia\t1\t1\tG\t\t\t\t\t1\t2"
        )
    };
    let mut bytes = good;
    for (line, text, _) in bad_rows(&row) {
        bytes = with_line(&bytes, line, &text);
    }
    let (_, report) = import(&bytes);
    assert_eq!((report.events, report.bad_rows), (44, 6));
    for ((line, _, reason), shown) in bad_rows(&row).iter().zip(&report.bad_rows_shown) {
        assert_eq!(shown.line, *line as u64);
        assert_eq!(shown.reason, *reason);
    }
    // only the first are kept
    assert_eq!(report.bad_rows_shown.len(), 5);

    let strict = Options {
        strict: true,
        ..Options::default()
    };
    let error = import_with(strict, &bytes).unwrap_err();
    assert_eq!(
        error.to_string(),
        "events.txt: line 3: Event Date \"2018-02-30\" is not a date"
    );
}

fn bad_rows(row: &impl Fn(&str, &str, &str) -> String) -> Vec<(usize, String, &'static str)> {
    vec![
        (
            3,
            row("2018-02-30", "042", "1.9"),
            "Event Date \"2018-02-30\" is not a date",
        ),
        (
            9,
            row("2018-02-03", "999", "1.9"),
            "CAMEO Code \"999\" is not in CAMEO",
        ),
        (
            10,
            row("2018-02-03", "042", "11"),
            "Intensity \"11\" is not a number from -10 to 10",
        ),
        (20, "cut\toff".into(), "2 columns where the header has 20"),
        (
            30,
            row("2018-02-03", "042", "1\t1"),
            "21 columns where the header has 20",
        ),
        (31, row("", "042", "1"), "Event Date \"\" is not a date"),
    ]
}

#[test]
fn bad_rows_of_the_other_formats() {
    let gdelt = made(|out| layouts::gdelt(out, 30, false, 7));
    let polecat = made(|out| layouts::polecat(out, 30, false, 7));
    let ucdp = made(|out| layouts::ucdp(out, 1, 7));
    let acled = made(|out| layouts::acled(out, 30, 7));
    let statements = made(|out| layouts::statements(out, 30, 7));
    let line = |bytes: &[u8], n: usize| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        text.lines().nth(n - 1).unwrap().to_owned()
    };
    let code = |line: String| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        cells[26] = "---";
        cells.join("\t")
    };
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (
            with_line(&gdelt, 4, &code(line(&gdelt, 4))),
            "line 4: EventCode \"---\" is not in CAMEO",
        ),
        (
            with_line(&gdelt, 4, "a\tb"),
            "line 4: 2 columns where 57 or 58 are due",
        ),
        (
            with_line(&polecat, 5, &line(&polecat, 5).replacen("201", "x01", 2)),
            "line 5: Event Date \"x01",
        ),
        (
            [ucdp.as_slice(), b"1,2,3\n"].concat(),
            "line 4: 3 columns where the header has 49",
        ),
        (
            with_line(&acled, 6, &line(&acled, 6).replacen("201", "x01", 1)),
            "line 6: event_date \"x01",
        ),
        (
            with_line(&statements, 2, "{\"id\":1"),
            "line 2: not a coded document",
        ),
    ];
    for (bytes, wants) in cases {
        let (history, report) = import(&bytes);
        assert!(!history.is_empty());
        assert_eq!(report.bad_rows, 1, "{wants}");
        let shown = report.bad_rows_shown[0].to_string();
        assert!(
            shown.starts_with(&format!("events.txt: {wants}")),
            "{shown}"
        );
    }
}

#[test]
fn what_is_no_dataset_is_said_to_be_none() {
    let fails = |bytes: &[u8]| {
        import_with(Options::default(), bytes)
            .unwrap_err()
            .to_string()
    };
    assert!(fails(b"").contains("the file is empty"));
    assert!(fails(b"\xef\xbb\xbf \n").contains("the file is empty"));
    assert!(fails(b"name,age\nx,1\n").contains("no known format begins with \"name,age\""));
    assert!(fails(b"1\t2\t3\t4\n").contains("give the folder"));
    assert!(fails(b"\x00\x01\x02\xff\xfe").contains("no known format"));
    let header = format!("{}\n", layouts::ICEWS_HEADER);
    assert!(fails(header.as_bytes()).contains("no event in what was read"));
    // a forced format that the file has not
    let options = Options {
        format: Some(Format::Polecat),
        strict: false,
    };
    let error = import_with(options, header.as_bytes()).unwrap_err();
    assert!(
        error.to_string().contains("no column \"event type\""),
        "{error}"
    );
}

#[test]
fn packed_files_give_what_plain_ones_give() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = made(|out| layouts::gdelt(out, 3000, false, 7));
    let (plain, _) = import(&bytes);
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&bytes).unwrap();
    let paths: Vec<PathBuf> = vec![
        file("plain.csv", &bytes),
        file("a.csv.gz", &gzip.finish().unwrap()),
        // the name does not matter
        file("b.csv", &zstd::encode_all(bytes.as_slice(), 1).unwrap()),
        file("c.zip", &zipped(&[("20180101.export.CSV", &bytes)])),
    ];
    let read = |path: &Path| {
        let mut importer = Importer::new(Options::default());
        importer.read(path)?;
        importer.finish(Registry::builtin())
    };
    for path in &paths {
        let (history, _) = read(path).unwrap();
        assert_eq!(history, plain, "{}", path.display());
    }
    // two members of an archive follow each other, and a bad row names its member
    let two = file(
        "two.zip",
        &zipped(&[("1.csv", &bytes), ("2.csv", &with_line(&bytes, 2, "x"))]),
    );
    let (history, report) = read(&two).unwrap();
    assert!(history.len() > 2 * plain.len() - 3);
    assert!(report.bad_rows_shown[0].file.ends_with("two.zip/2.csv"));

    let cut = file("cut.csv.gz", &std::fs::read(&paths[1]).unwrap()[..5000]);
    assert!(
        read(&cut)
            .unwrap_err()
            .to_string()
            .contains("cut.csv.gz: cannot be read on")
    );
    let no_zip = file("no.zip", b"PK\x03\x04 and nothing else");
    assert!(
        read(&no_zip)
            .unwrap_err()
            .to_string()
            .contains("not a readable zip")
    );
    let missing = folder.path().join("missing.csv");
    assert!(
        read(&missing)
            .unwrap_err()
            .to_string()
            .contains("missing.csv: cannot be read")
    );
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn files_of_several_formats_make_one_history() {
    let mut importer = Importer::new(Options::default());
    importer
        .stream("a", made(|out| layouts::icews(out, 100, 1)).as_slice())
        .unwrap();
    importer
        .stream("b", made(|out| layouts::ucdp(out, 100, 2)).as_slice())
        .unwrap();
    let (history, report) = importer.finish(Registry::builtin()).unwrap();
    assert_eq!((history.len(), report.files.len()), (200, 2));
    // one actor, whichever dataset names it
    let named = |name: &str| history.actors().iter().filter(|a| a.name == name).count();
    assert_eq!(named("Mali"), 1);
    let columns = history.columns();
    let goldstein = columns.goldstein.as_ref().unwrap();
    assert_eq!(goldstein.iter().filter(|g| g.is_nan()).count(), 100);
    assert_eq!(columns.fatalities.as_ref().unwrap().len(), 200);
}

#[test]
fn latin_1_names_and_a_gap_of_years() {
    let mut bytes = made(|out| layouts::icews(out, 1, 7));
    let row = "1\t1890-01-01\tFront C\u{f4}te\t\t\tx\t190\t-10\tRussia\t\tRussia\t1\t1\tG\t\t\t\t\t1\t2\n";
    bytes.extend(row.chars().map(|c| c as u8));
    let (history, _) = import(&bytes);
    assert_eq!(
        history.actors()[history.source()[0] as usize].name,
        "Front Côte"
    );
    assert_eq!(history.time()[0], days("1890-01-01".parse().unwrap()));
    assert_eq!(history.span().unwrap().1, history.time()[1]);
}
