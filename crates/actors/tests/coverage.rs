//! How many actors of a labelled corpus the registry knows. The corpus lies beside the workspace
//! and is not part of it; without it the test is skipped.

use std::collections::BTreeSet;
use std::path::PathBuf;
use unravel_actors::{Registry, Resolved};

#[test]
fn knows_most_states_organisations_and_groups_of_real_text() {
    let shared = std::env::var_os("UNRAVEL_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = shared.join("data/ties/dev.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no {}; set UNRAVEL_SHARED", path.display());
        return;
    };
    let registry = Registry::builtin();
    let mut all = BTreeSet::new();
    let mut unknown = BTreeSet::new();
    let (mut named, mut seen) = (0, 0);
    for line in text.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let found = registry.find(record["text"].as_str().unwrap_or(""));
        for actor in record["actors"].as_array().into_iter().flatten() {
            let kind = actor["kind"].as_str().unwrap_or("");
            let name = actor["name"].as_str().unwrap_or("");
            // Descriptions of the labellers ("Syrian rebels", "the court") are no names.
            let proper = name.starts_with(char::is_uppercase) || name.starts_with("al-");
            if !matches!(kind, "government" | "igo" | "armed group" | "party") || !proper {
                continue;
            }
            all.insert(name.to_owned());
            let who = registry.resolve(name);
            if matches!(who, Resolved::Unknown { .. }) {
                unknown.insert(name.to_owned());
            }
            if let Resolved::One(known) = who {
                named += 1;
                let hit = found
                    .iter()
                    .any(|f| f.candidates.iter().any(|(id, _)| *id == known.id));
                seen += usize::from(hit);
            }
        }
    }
    println!(
        "{} of {} names unknown: {unknown:?}",
        unknown.len(),
        all.len()
    );
    println!("{seen} of {named} known actors found in the texts that name them");
    assert!(unknown.len() * 5 < all.len(), "more than a fifth unknown");
    assert!(seen * 100 >= named * 90, "{seen} of {named}");
}
