//! Identifiers for other formats: the same thing always gets the same one.

use uuid::Uuid;

/// A version 5 UUID (RFC 9562) for the thing of this kind with this key, in a namespace of our
/// own: the UUID of this project's address.
pub(crate) fn uuid(kind: &str, key: &str) -> Uuid {
    let namespace = Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        b"https://github.com/unravel-ties/unravel",
    );
    // A NUL stands in no kind, so two pairs never run together.
    Uuid::new_v5(&namespace, format!("{kind}\0{key}").as_bytes())
}
