//! The files of the built-in registry.

/// Name and text of each file; later ones may add to entries of earlier ones.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("states.toml", include_str!("../data/states.toml")),
    (
        "organisations.toml",
        include_str!("../data/organisations.toml"),
    ),
    ("groups.toml", include_str!("../data/groups.toml")),
    ("parties.toml", include_str!("../data/parties.toml")),
    ("people.toml", include_str!("../data/people.toml")),
    ("not-actors.toml", include_str!("../data/not-actors.toml")),
];
