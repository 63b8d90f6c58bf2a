//! The benchmark folders beside the workspace, where they are.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use unravel_events::{Benchmark, By, Scheme, TimeUnit};

fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("UNRAVEL_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("data").join(name);
    if folder.exists() {
        return Some(folder);
    }
    println!(
        "skipped: {} is not there (UNRAVEL_SHARED)",
        folder.display()
    );
    None
}

#[test]
fn icews14_is_read_as_it_is() {
    let Some(folder) = folder("icews14") else {
        return;
    };
    let read = Benchmark::read(&folder).unwrap();
    let test = read.test.as_ref().unwrap();
    let valid = read.valid.as_ref().unwrap();
    assert_eq!(
        (read.train.len(), valid.len(), test.len()),
        (74_845, 8_514, 7_371)
    );
    assert_eq!(read.train.actors().len(), 7128);
    assert_eq!(read.train.unit(), TimeUnit::Steps);
    // every relation is a CAMEO code by its name
    assert!(read.train.codes().iter().all(|c| c.scheme == Scheme::Cameo));
    assert_eq!(read.train.span(), Some((1, 304)));
    // ids are those of the files
    let row = read.train.source().iter().zip(read.train.code());
    let row = row.zip(read.train.target()).next().unwrap();
    assert_eq!(row, ((&19, &6), &151));

    let whole = read.joined().unwrap();
    let registry = unravel_actors::Registry::builtin();
    let china = whole.find_actor("China", registry).unwrap();
    let japan = whole.find_actor("Japan", registry).unwrap();
    let dyad = whole.dyad(&china, &japan, By::Year, 3);
    // counted with awk over the files
    assert_eq!((dyad.a_to_b.events, dyad.b_to_a.events), (322, 262));
    let gathered: u64 = dyad.periods.iter().map(|p| p.counts.events).sum();
    assert_eq!(gathered, dyad.a_to_b.events + dyad.b_to_a.events);
}

#[test]
fn icews18_has_no_test_split() {
    let Some(folder) = folder("icews18") else {
        return;
    };
    let read = Benchmark::read(&folder).unwrap();
    assert!(read.test.is_none());
    assert_eq!(read.train.len(), 373_018);
    let strange = |c: &&unravel_events::CodeEntry| c.scheme != Scheme::Cameo;
    assert_eq!(read.train.codes().iter().filter(strange).count(), 0);
}
