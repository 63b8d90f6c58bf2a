//! Properties of finding and resolving, whatever the text.

use proptest::prelude::*;
use unravel_actors::Registry;

/// Text woven from names, everyday words and odd characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("the Taliban".to_owned()),
        Just("al-Qa’ida".to_owned()),
        Just("U.S.".to_owned()),
        Just("Nicola\u{301}s Maduro's".to_owned()),
        Just("Vladimir Putin".to_owned()),
        Just("Putin".to_owned()),
        Just("Islamic State of Iraq".to_owned()),
        Just("\n\n".to_owned()),
        Just("...".to_owned()),
        Just("塔利班".to_owned()),
        "[a-zA-Z.'’-]{1,8}",
        any::<String>(),
    ];
    prop::collection::vec(
        (
            piece,
            prop_oneof![Just(" "), Just("-"), Just(""), Just(".")],
        ),
        0..30,
    )
    .prop_map(|parts| parts.into_iter().map(|(a, b)| a + b).collect())
}

proptest! {
    #[test]
    fn spans_lie_on_characters_in_order_without_overlap(text in text()) {
        let mut last = 0;
        for found in Registry::builtin().find(&text) {
            prop_assert!(found.start >= last && found.start < found.end);
            prop_assert!(text.is_char_boundary(found.start) && text.is_char_boundary(found.end));
            prop_assert!(!found.candidates.is_empty());
            let sum: f32 = found.candidates.iter().map(|(_, p)| p).sum();
            prop_assert!(found.candidates.iter().all(|(_, p)| *p > 0.0) && sum < 1.0 + 1e-4);
            prop_assert!(found.candidates.windows(2).all(|w| w[0].1 >= w[1].1));
            last = found.end;
        }
    }

    #[test]
    fn resolving_never_panics(name in any::<String>()) {
        let _ = Registry::builtin().resolve(&name);
    }

    #[test]
    fn checking_never_panics(file in any::<String>()) {
        let _ = Registry::check(&file, "any.toml");
    }
}

/// Every preferred name means its own actor, in text and alone.
#[test]
fn every_preferred_name_is_found() {
    let registry = Registry::builtin();
    let mut lost = Vec::new();
    for actor in registry.actors() {
        let text = format!("They met {} again.", actor.name);
        let hit = registry
            .find(&text)
            .into_iter()
            .any(|f| f.candidates.iter().any(|(id, _)| *id == actor.id));
        if !hit {
            lost.push(actor.name.clone());
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}
