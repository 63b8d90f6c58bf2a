//! Numbers and foreign text as the lists of this crate print them.

/// Text from documents and users on one line, without characters that steer a terminal.
pub fn plain(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| {
            !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        })
        .collect();
    spaced
        .split(' ')
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A probability in percent with one decimal; never 0 or 100 %.
pub fn percent(p: f64) -> String {
    format!("{} %", number(p))
}

/// "80.1 to 96.5 %".
pub fn interval(range: [f64; 2]) -> String {
    format!("{} to {} %", number(range[0]), number(range[1]))
}

fn number(p: f64) -> String {
    let x = 100.0 * p;
    if x < 0.05 {
        "<0.1".to_owned()
    } else if x >= 99.95 {
        ">99.9".to_owned()
    } else {
        format!("{x:.1}")
    }
}

/// Signed percentage points; small shifts get more decimals, so that a mover is never "0.0".
pub fn points(value: f64) -> String {
    let decimals = match value.abs() {
        v if v >= 0.095 => 1,
        v if v >= 0.0095 => 2,
        _ => 3,
    };
    let text = format!("{value:+.decimals$}");
    if text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text
    } else {
        "0.0".to_owned()
    }
}

/// Which way a probability went.
pub fn arrow(points: f64) -> &'static str {
    if points > 0.0 {
        "↑"
    } else if points < 0.0 {
        "↓"
    } else {
        "→"
    }
}

/// "1 item", "3 items".
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movers_are_never_printed_as_nothing() {
        assert_eq!(points(1.25), "+1.2");
        assert_eq!(points(-0.04), "-0.04");
        assert_eq!(points(0.004), "+0.004");
        assert_eq!(points(-0.000_001), "0.0");
        assert_eq!(percent(0.9999), ">99.9 %");
    }

    #[test]
    fn what_steers_a_terminal_is_dropped() {
        assert_eq!(plain("a\u{1b}[31m\n b\u{202e}"), "a[31m b");
    }
}
