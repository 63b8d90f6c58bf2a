use super::*;
use crate::dictionary::CodeEntry;
use crate::history::{Columns, Dictionaries};
use proptest::prelude::*;
use std::sync::Arc;

fn dictionaries() -> Arc<Dictionaries> {
    let mali = ActorEntry {
        name: "Mali".into(),
        id: Some("mali".into()),
    };
    Arc::new(Dictionaries {
        actors: vec![
            mali,
            ActorEntry::unresolved("Front Côte \"1\""),
            ActorEntry::unresolved(""),
        ],
        codes: vec![
            CodeEntry::named("Make a visit"),
            CodeEntry::of(crate::Scheme::Plover, "ASSAULT:firearms"),
            CodeEntry::named("frobnicate"),
        ],
        places: vec![String::new(), "Bamako".into()],
    })
}

/// Row by row with names in the place of numbers, which reading may change.
fn rows(history: &History) -> Vec<String> {
    let columns = history.columns();
    (0..history.len())
        .map(|row| {
            let actor = |column: &[u32]| history.actors()[column[row] as usize].clone();
            let place = columns
                .place
                .as_ref()
                .map(|p| history.dictionaries().places[p[row] as usize].clone());
            format!(
                "{} {:?} {:?} {:?} {:?} {:?} {:?} {place:?}",
                history.time()[row],
                actor(history.source()),
                actor(history.target()),
                history.codes()[history.code()[row] as usize],
                columns.goldstein.as_ref().map(|g| g[row]),
                columns.count.as_ref().map(|c| c[row]),
                columns.fatalities.as_ref().map(|f| f[row]),
            )
        })
        .collect()
}

fn there_and_back(history: &History) -> History {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.parquet");
    history.write_parquet(&path).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    History::read_parquet(&path).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_history_is_read_back_as_it_was_written(
        events in proptest::collection::vec(
            (any::<i32>(), 0..3u32, 0..3u32, 0..3u32, proptest::option::of(-10f32..10.0), any::<u32>(), 0..2u32),
            0..200,
        ),
        steps: bool,
        bare: bool,
    ) {
        let optional = |values: Vec<u32>| (!bare).then_some(values);
        let columns = Columns {
            time: events.iter().map(|e| e.0).collect(),
            source: events.iter().map(|e| e.1).collect(),
            target: events.iter().map(|e| e.2).collect(),
            code: events.iter().map(|e| e.3).collect(),
            goldstein: (!bare).then(|| events.iter().map(|e| e.4.unwrap_or(f32::NAN)).collect()),
            count: optional(events.iter().map(|e| e.5).collect()),
            fatalities: optional(events.iter().map(|e| e.5 / 2).collect()),
            place: optional(events.iter().map(|e| e.6).collect()),
        };
        let unit = if steps { TimeUnit::Steps } else { TimeUnit::Days };
        let history = History::new(unit, columns, dictionaries()).unwrap();
        let back = there_and_back(&history);
        prop_assert_eq!(rows(&back), rows(&history));
        prop_assert_eq!(back.unit(), unit);
    }
}

#[test]
fn more_rows_than_a_group_holds() {
    let n = 300_000u32;
    let columns = Columns {
        time: (0..n).map(|i| i32::try_from(i / 1000).unwrap()).collect(),
        source: (0..n).map(|i| i % 3).collect(),
        target: (0..n).map(|i| (i / 3) % 3).collect(),
        code: (0..n).map(|i| (i / 7) % 3).collect(),
        ..Columns::default()
    };
    let history = History::new(TimeUnit::Days, columns, dictionaries()).unwrap();
    let back = there_and_back(&history);
    assert_eq!(back.time(), history.time());
    let name = |h: &History, row: usize| h.actors()[h.source()[row] as usize].name.clone();
    for row in [0, 262_143, 262_144, 299_999] {
        assert_eq!(name(&back, row), name(&history, row));
    }
}

#[test]
fn what_is_no_history_is_an_error() {
    for bytes in [
        &b""[..],
        b"PAR1",
        b"not a parquet file at all",
        b"PAR1\0\0\0\0\x08\0\0\0PAR1",
    ] {
        let error = History::from_parquet("x.parquet", bytes.to_vec()).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("x.parquet: not a readable history"),
            "{error}"
        );
    }
    let missing = History::read_parquet(Path::new("/nowhere/x.parquet")).unwrap_err();
    assert!(missing.to_string().contains("cannot be read"));
    // cut and damaged files
    let columns = Columns {
        time: (0..500).collect(),
        source: vec![0; 500],
        target: vec![1; 500],
        code: vec![0; 500],
        ..Columns::default()
    };
    let history = History::new(TimeUnit::Days, columns, dictionaries()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("h.parquet");
    history.write_parquet(&path).unwrap();
    let whole = std::fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(7) {
        assert!(History::from_parquet("cut", whole[..at].to_vec()).is_err());
        let mut turned = whole.clone();
        turned[at] ^= 0x55;
        // an error or a history, but no crash
        if let Ok(history) = History::from_parquet("turned", turned) {
            assert!(history.time().is_sorted());
        }
    }
}
