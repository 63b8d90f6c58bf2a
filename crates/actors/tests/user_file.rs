//! A user's own file on top of the built-in registry.

use unravel_actors::{ActorsError, Registry, Resolved};
use unravel_evidence::ActorId;

const FILE: &str = r#"
not-actors = ["Ruria Times"]

[government]
"Ruria" = { capitals = ["Rurigrad"], demonyms = ["Rurian", "Rurians"] }

[armed-group]
"Front of Ruria" = { aliases = ["FoR", "Rurian Front"], context = ["the Front"], part-of = ["al-qaeda 2020/"] }
taliban = { aliases = ["Students' Movement"] }

[person]
"Jane Doe" = { roles = ["spokeswoman of front-of-ruria 2021-03/"] }
"#;

#[test]
fn adds_actors_and_names() {
    let registry = Registry::builtin().with_user(FILE, "actors.toml").unwrap();
    let text = "Rurigrad said the Rurian Front, allied with the Students' Movement, read the Ruria \
                Times. The Front's Jane Doe denied it; Doe left.";
    let names: Vec<(&str, &str)> = registry
        .find(text)
        .iter()
        .map(|f| (&text[f.start..f.end], f.candidates[0].0.as_str().to_owned()))
        .map(|(t, id)| (t, &*id.leak()))
        .collect();
    assert_eq!(
        names,
        [
            ("Rurigrad", "ruria"),
            ("Rurian Front", "front-of-ruria"),
            ("Students' Movement", "taliban"),
            ("The Front", "front-of-ruria"),
            ("Jane Doe", "jane-doe"),
            ("Doe", "jane-doe"),
        ]
    );
    let taliban = registry.get(&ActorId::from("taliban")).unwrap();
    assert_eq!(taliban.name, "Taliban");
    assert!(
        matches!(registry.resolve("Students' Movement"), Resolved::One(a) if a.id == taliban.id)
    );
    assert!(registry.is_part_of(&"front-of-ruria".into(), &"al-qaeda".into(), None));
    assert_eq!(
        registry.roles_of(&"jane-doe".into())[0].organization.name,
        "Front of Ruria"
    );
}

#[test]
fn a_context_form_alone_is_not_found() {
    let registry = Registry::builtin().with_user(FILE, "actors.toml").unwrap();
    assert!(registry.find("The Front advanced.").is_empty());
}

#[test]
fn replaces_an_entry() {
    let file = "[armed-group]\ntaliban = { replace = true, name = \"Emirate\" }\n";
    let registry = Registry::builtin().with_user(file, "a.toml").unwrap();
    let actor = registry.get(&"taliban".into()).unwrap();
    assert_eq!((actor.name.as_str(), actor.aliases.len()), ("Emirate", 0));
}

#[test]
fn every_error_comes_with_its_line() {
    let file = "[person]\n\
                \"A B\" = { roles = [\"head of nobody-known\"] }\n\
                \"C D\" = { roles = [\"head of taliban 2005/2001\"] }\n\
                \"E F\" = { role = [] }\n";
    let error = Registry::builtin()
        .with_user(file, "mine.toml")
        .unwrap_err();
    let text = error.to_string();
    let starts: Vec<&str> = text.lines().filter_map(|l| l.split(' ').next()).collect();
    assert_eq!(
        starts,
        ["mine.toml:2:", "mine.toml:3:", "mine.toml:4:"],
        "{text}"
    );
    assert!(matches!(error, ActorsError::Entries(_)));
}

#[test]
fn a_check_reports_and_warns() {
    let file = "[armed-group]\n\
                \"New Group\" = { aliases = [\"Daesh\"] }\n\
                hamas = { aliases = [\"Zeal of the Strip\"] }\n";
    let report = Registry::check(file, "mine.toml").unwrap();
    assert_eq!((report.added, report.changed), (1, 1));
    assert!(report.is_usable());
    assert_eq!(report.problems.len(), 1);
    let line = report.problems[0].to_string();
    assert!(
        line.starts_with("mine.toml:2: warning:") && line.contains("Islamic State"),
        "{line}"
    );
    let bad = Registry::check(
        "[armed-group]\n\"X Y\" = { part-of = [\"nowhere\"] }\n",
        "m.toml",
    );
    assert!(!bad.unwrap().is_usable());
    assert!(Registry::check("[[[", "m.toml").is_err());
}
