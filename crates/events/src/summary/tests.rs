use super::*;
use crate::dictionary::{ActorEntry, CodeEntry};
use crate::history::{Columns, Dictionaries, TimeUnit, days};
use std::sync::Arc;

fn history(unit: TimeUnit, events: &[(i32, u32, u32, u32)]) -> History {
    let columns = Columns {
        time: events.iter().map(|e| e.0).collect(),
        source: events.iter().map(|e| e.1).collect(),
        target: events.iter().map(|e| e.2).collect(),
        code: events.iter().map(|e| e.3).collect(),
        fatalities: Some(events.iter().map(|e| e.3 * 2).collect()),
        ..Columns::default()
    };
    let mali = ActorEntry {
        name: "Mali".into(),
        id: Some("mali".into()),
    };
    let dictionaries = Dictionaries {
        actors: vec![
            mali,
            ActorEntry::unresolved("Citizen_(Mali)"),
            ActorEntry::unresolved("Invented Front"),
        ],
        codes: [
            "Make_a_visit",
            "Provide aid",
            "Use conventional military force",
        ]
        .map(CodeEntry::named)
        .to_vec(),
        places: Vec::new(),
    };
    History::new(unit, columns, Arc::new(dictionaries)).unwrap()
}

fn day(text: &str) -> i32 {
    days(text.parse().unwrap())
}

fn some() -> History {
    history(
        TimeUnit::Days,
        &[
            (day("2018-12-31"), 0, 2, 0),
            (day("2019-01-01"), 2, 0, 1),
            (day("2019-01-01"), 2, 0, 0),
            // nothing for years
            (day("2022-05-01"), 0, 2, 2),
            (day("2022-05-02"), 0, 1, 2),
            (day("2022-05-03"), 2, 2, 0),
        ],
    )
}

#[test]
fn a_dyad_is_counted_in_both_directions_over_a_gap_of_years() {
    let dyad = some().dyad(&[0], &[2], By::Year, 2);
    let periods: Vec<(&str, u64, u64)> = dyad
        .periods
        .iter()
        .map(|p| {
            (
                p.period.as_str(),
                p.counts.cooperation(),
                p.counts.conflict(),
            )
        })
        .collect();
    assert_eq!(
        periods,
        [
            ("2018", 1, 0),
            ("2019", 2, 0),
            ("2020", 0, 0),
            ("2021", 0, 0),
            ("2022", 0, 1)
        ]
    );
    assert_eq!((dyad.a_to_b.events, dyad.b_to_a.events), (2, 2));
    assert_eq!(dyad.a_to_b.material_conflict, 1);
    assert_eq!(dyad.a_to_b.fatalities, 4);
    // visit 1.9, aid 7
    assert_eq!(
        dyad.b_to_a.goldstein.map(|g| (g * 100.0).round()),
        Some(445.0)
    );
    assert_eq!(dyad.top_codes[0].name, "042 Make a visit");
    assert_eq!(dyad.top_codes.len(), 2);

    let months = some().dyad(&[2], &[0], By::Month, 2).periods;
    assert_eq!(months.len(), 42);
    assert_eq!(months[0].period, "2018-12");
    assert_eq!(months[41].period, "2022-05");
}

#[test]
fn what_one_actor_does_to_itself_is_counted_once() {
    let dyad = some().dyad(&[2], &[2], By::Year, 2);
    assert_eq!((dyad.a_to_b.events, dyad.b_to_a.events), (1, 0));
    assert_eq!(some().dyad(&[1], &[2], By::Year, 2).periods, []);
}

#[test]
fn a_summary_counts_everything_once() {
    let summary = some().summary(2);
    assert_eq!(summary.total.events, 6);
    assert_eq!(summary.first.as_deref(), Some("2018-12-31"));
    assert_eq!(summary.last.as_deref(), Some("2022-05-03"));
    assert_eq!(
        (summary.actors, summary.actors_resolved, summary.codes),
        (3, 1, 3)
    );
    // Mali-front, front-Mali, Mali-citizen, front-front
    assert_eq!(summary.pairs, 4);
    assert_eq!(summary.top_pairs[0].name, "Mali - Invented Front");
    assert_eq!(summary.top_pairs[0].events, 4);
    assert_eq!(
        summary.top_actors[0],
        Ranked {
            name: "Invented Front".into(),
            events: 5
        }
    );
    let events: u64 = summary.periods.iter().map(|p| p.counts.events).sum();
    assert_eq!(events, 6);
}

#[test]
fn steps_of_a_benchmark_are_gathered() {
    let steps: Vec<_> = (0..365).map(|t| (t, 0, 2, 0)).collect();
    let periods = history(TimeUnit::Steps, &steps).summary(1).periods;
    assert_eq!(periods.len(), 23);
    assert_eq!(periods[0].period, "0-15");
    assert_eq!(periods[0].counts.events, 16);
    assert_eq!(periods[22].period, "352-367");
    let none = history(TimeUnit::Steps, &[]).summary(1);
    assert_eq!((none.total.events, none.first), (0, None));
}

#[test]
fn actors_are_found_as_a_user_names_them() {
    let history = some();
    let find = |name: &str| history.find_actor(name, Registry::builtin());
    assert_eq!(find("mali").unwrap(), [0]);
    // an alias of the registry
    assert_eq!(find("Republic of Mali").unwrap(), [0]);
    assert_eq!(find("citizen (mali)").unwrap(), [1]);
    let error = find("front").unwrap_err().to_string();
    assert_eq!(
        error,
        "no event of \"front\" in the history; did you mean Invented Front?"
    );
    assert!(
        find("Atlantis")
            .unwrap_err()
            .to_string()
            .contains("unravel events summary")
    );
    assert!(find("").is_err());
}
