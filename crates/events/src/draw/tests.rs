use super::*;
use crate::count::By;
use crate::dictionary::{ActorEntry, CodeEntry};
use crate::history::{Columns, Dictionaries, History, TimeUnit, days};
use std::sync::Arc;

/// A tie that grows, is silent for a year and then breaks; a name that tries to steer the terminal.
fn history() -> History {
    let mut columns = Columns {
        fatalities: Some(Vec::new()),
        ..Columns::default()
    };
    let mut add = |day: &str, source: u32, target: u32, code: u32, times: usize| {
        for _ in 0..times {
            columns.time.push(days(day.parse().unwrap()));
            columns.source.push(source);
            columns.target.push(target);
            columns.code.push(code);
            if let Some(deaths) = &mut columns.fatalities {
                deaths.push(if code == 3 { 20 } else { 0 });
            }
        }
    };
    add("2018-03-01", 0, 1, 0, 40);
    add("2018-04-01", 1, 0, 1, 2);
    add("2019-03-01", 0, 1, 0, 1200);
    add("2021-03-01", 1, 0, 2, 90);
    add("2021-03-01", 1, 0, 3, 65);
    let dictionaries = Dictionaries {
        actors: vec![
            ActorEntry::unresolved("Freedonia"),
            ActorEntry::unresolved("Sylvania\u{1b}[31m"),
        ],
        codes: [
            "Make a visit",
            "Provide aid",
            "Criticize or denounce",
            "Use conventional military force",
        ]
        .map(CodeEntry::named)
        .to_vec(),
        places: Vec::new(),
    };
    History::new(TimeUnit::Days, columns, Arc::new(dictionaries)).unwrap()
}

#[test]
fn a_dyad_is_drawn() {
    insta::assert_snapshot!(history().dyad(&[0], &[1], By::Year, 3).text(100));
    // a narrow terminal gets a shorter timeline, not a broken one
    insta::assert_snapshot!(history().dyad(&[0], &[1], By::Year, 0).text(40));
    assert_eq!(
        history().dyad(&[1], &[1], By::Year, 3).text(80),
        "Sylvania [31m and Sylvania [31m: no event between them\n"
    );
}

#[test]
fn a_summary_is_drawn() {
    insta::assert_snapshot!(history().summary(3).text(100));
}

#[test]
fn bars_keep_to_their_scale() {
    assert_eq!(bar(0, 10, 8, '#'), "");
    assert_eq!(bar(1, 1000, 8, '#'), "#");
    assert_eq!(bar(5, 10, 8, '#'), "####");
    assert_eq!(bar(10, 10, 8, '#'), "########");
    assert_eq!(grouped(1_234_567), "1,234,567");
    assert_eq!(grouped(12), "12");
    assert_eq!(
        [-0.04, 0.0, 0.06, -9.96].map(signed),
        ["0.0", "0.0", "+0.1", "-10.0"]
    );
}
