//! Consistency of the built-in data.

use super::*;
use crate::forms::NameForm;
use unravel_evidence::ActorKind;

#[test]
fn the_data_are_read_without_a_problem() {
    let (_, _, problems) = merge_all(FILES);
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

#[test]
fn no_id_is_given_twice() {
    let mut seen: HashMap<ActorId, String> = HashMap::new();
    let mut twice = Vec::new();
    for (file, text) in FILES {
        for draft in parse(text, file).unwrap().drafts {
            let place = format!("{file}:{}", draft.line);
            if let Some(first) = seen.insert(draft.id.clone(), place.clone()) {
                twice.push(format!("{} at {first} and {place}", draft.id));
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn parents_and_employers_exist() {
    let (drafts, not_actors, _) = merge_all(FILES);
    let registry = Registry::build(drafts.clone(), not_actors).unwrap();
    let mut missing = Vec::new();
    for draft in &drafts {
        let parents = draft.memberships.iter().map(|(m, line)| (&m.parent, *line));
        let employers = draft.roles.iter().map(|r| (&r.of, r.line));
        for (id, line) in parents.chain(employers) {
            if registry.get(id).is_none() {
                missing.push(format!("{} line {line}: {id}", draft.name));
            }
            if *id == draft.id {
                missing.push(format!("{} line {line}: part of itself", draft.name));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn nothing_is_part_of_itself_through_others() {
    let registry = Registry::builtin();
    for actor in registry.actors() {
        assert!(
            !registry.is_part_of(&actor.id, &actor.id, None),
            "{}",
            actor.name
        );
    }
}

#[test]
fn people_have_roles_and_others_have_none() {
    let mut wrong = Vec::new();
    for draft in &Registry::builtin().drafts {
        if (draft.kind == ActorKind::Person) == draft.roles.is_empty() {
            wrong.push(draft.name.clone());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A name that two actors bear needs a prior with all of them but one.
#[test]
fn no_name_is_claimed_twice_without_a_prior() {
    let registry = Registry::builtin();
    let mut wrong = Vec::new();
    for pattern in &registry.index.patterns {
        let full: Vec<&str> = pattern
            .claims
            .iter()
            .filter(|c| !c.context && c.prior >= 1.0)
            .filter_map(|c| registry.id_at(c.actor))
            .map(ActorId::as_str)
            .collect();
        let mut known_as: Vec<&str> = pattern
            .claims
            .iter()
            .filter(|c| !c.context && c.form == crate::find::Form::Surname && c.prior == 0.8)
            .filter_map(|c| registry.id_at(c.actor))
            .map(ActorId::as_str)
            .collect();
        known_as.dedup();
        if full.len() > 1 || known_as.len() > 1 {
            wrong.push(format!("{}: {full:?} {known_as:?}", pattern.key));
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A single everyday word is a name only with its capital, and never one in lower case.
#[test]
fn everyday_words_need_their_capitals() {
    use crate::forms::Case;
    let mut wrong = Vec::new();
    for draft in &Registry::builtin().drafts {
        for NameForm { key, case, .. } in forms(draft) {
            let lower = matches!(case, Case::Strict(0) | Case::Capitals(0));
            if lower && !key.contains(' ') {
                wrong.push(format!("{}: {key}", draft.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn iso_codes_are_unique() {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for actor in Registry::builtin().actors() {
        if let Some(code) = actor.codes.iso3.as_deref()
            && let Some(first) = seen.insert(code, &actor.name)
        {
            panic!("{code}: {first} and {}", actor.name);
        }
    }
    assert!(seen.len() >= 195, "{}", seen.len());
}
