//! Character classes as the model was trained with them.
//!
//! The features of a word (its shape, whether it is white space) follow Python's notion of
//! letters, digits and spaces, which differs from Rust's in small ways: a letter is general
//! category L, a digit has a numeric type of digit or decimal, and the four ASCII separators
//! U+001C to U+001F are spaces.

use unicode_general_category::{GeneralCategory, get_general_category};

/// Digits that are not of category Nd: superscripts, subscripts, circled and similar digits
/// (Unicode property `Numeric_Type=Digit`).
const OTHER_DIGITS: [(u32, u32); 21] = [
    (0xb2, 0xb3),
    (0xb9, 0xb9),
    (0x1369, 0x1371),
    (0x19da, 0x19da),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247c),
    (0x2488, 0x2490),
    (0x24ea, 0x24ea),
    (0x24f5, 0x24fd),
    (0x24ff, 0x24ff),
    (0x2776, 0x277e),
    (0x2780, 0x2788),
    (0x278a, 0x2792),
    (0x10a40, 0x10a43),
    (0x10e60, 0x10e68),
    (0x11052, 0x1105a),
    (0x1f100, 0x1f10a),
    (0x1d7ce, 0x1d7ff),
];

/// White space: bidirectional type WS, B or S, or category Zs.
pub fn is_space(c: char) -> bool {
    matches!(c,
        '\t'..='\r' | '\u{1c}'..='\u{20}' | '\u{85}' | '\u{a0}' | '\u{1680}'
        | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// A letter: general category Lu, Ll, Lt, Lm or Lo.
pub fn is_alpha(c: char) -> bool {
    use GeneralCategory::*;
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    let category = get_general_category(c);
    matches!(
        category,
        UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
    )
}

/// A digit: decimal digits of every script, and digits in circles, superscript and so on.
pub fn is_digit(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    get_general_category(c) == GeneralCategory::DecimalNumber
        || OTHER_DIGITS
            .iter()
            .any(|&(low, high)| (low..=high).contains(&u32::from(c)))
}
