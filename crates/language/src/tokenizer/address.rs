//! Web addresses: a chunk that is one stays whole.

use super::rules::CharSet;
use crate::chars::{is_alpha, is_digit};

/// Whether the whole of `text` (without white space) is an address: an optional scheme, optional
/// user names up to an `@`, a public IPv4 address or a host name with a top-level domain, an
/// optional port, an optional path. `domain` are the characters of a top-level domain.
pub fn is_address(text: &str, domain: &CharSet) -> bool {
    // Every form has a dot before its last label or number.
    if !text.contains('.') {
        return false;
    }
    let after_scheme = text
        .split_once("://")
        .filter(|(scheme, _)| scheme.chars().nth(1).is_some() && scheme.chars().all(in_scheme))
        .map(|(_, rest)| rest);
    after_scheme.is_some_and(|rest| after_users(rest, domain)) || after_users(text, domain)
}

fn in_scheme(c: char) -> bool {
    is_alpha(c) || c.is_numeric() || "_+-.".contains(c)
}

/// `text` with any number of `user:password@` before the host.
fn after_users(text: &str, domain: &CharSet) -> bool {
    host(text, domain)
        || text
            .match_indices('@')
            .any(|(i, _)| i > 0 && host(&text[i + 1..], domain))
}

/// A host, then port and path up to the end.
fn host(text: &str, domain: &CharSet) -> bool {
    let end = text
        .find(|c| !(in_label(c) || "_-.".contains(c)))
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    (is_name(name, domain) || is_public_ip(name)) && port_and_path(rest)
}

fn in_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c)
}

fn is_name(name: &str, domain: &CharSet) -> bool {
    let Some((labels, last)) = name.rsplit_once('.') else {
        return false;
    };
    let count = last.chars().take(64).count();
    (2..=63).contains(&count)
        && last.chars().all(|c| domain.contains(c))
        && labels.split('.').all(|label| {
            let edge = |c: Option<char>| c.is_some_and(in_label);
            edge(label.chars().next())
                && edge(label.chars().next_back())
                && label.chars().take(65).count() <= 64
        })
}

fn is_public_ip(name: &str) -> bool {
    let mut numbers = [0u16; 4];
    let mut parts = name.split('.');
    for (i, number) in numbers.iter_mut().enumerate() {
        let Some(part) = parts.next() else {
            return false;
        };
        if part.is_empty() || part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        *number = part.parse().unwrap_or(999);
        // Leading zeros pass in the two middle numbers only, and only up to two digits.
        let outer = i == 0 || i == 3;
        if part.starts_with('0') && (outer || part.len() == 3) {
            return false;
        }
    }
    let [a, b, c, d] = numbers;
    let private = matches!(
        (a, b),
        (10 | 127, _) | (169, 254) | (192, 168) | (172, 16..=31)
    );
    parts.next().is_none()
        && !private
        && (1..=223).contains(&a)
        && b < 256
        && c < 256
        && (1..=254).contains(&d)
}

fn port_and_path(text: &str) -> bool {
    let mut rest = text;
    if let Some(port) = text.strip_prefix(':') {
        let end = port.find(|c| !is_digit(c)).unwrap_or(port.len());
        if !(2..=5).contains(&port[..end].chars().take(6).count()) {
            return false;
        }
        rest = &port[end..];
    }
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
}
