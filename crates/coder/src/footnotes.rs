//! Footnote marks glued to words ("in 2009.[6] The"), which hide the end of a sentence.

use std::borrow::Cow;

/// The text with marks such as "[12]" turned to blanks of the same length, so that every
/// offset into it is an offset into the text.
pub(crate) fn blanked(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(open) = bytes[from..]
        .iter()
        .position(|b| *b == b'[')
        .map(|i| from + i)
    {
        let digits = bytes[open + 1..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        let close = open + 1 + digits;
        from = open + 1;
        if (1..=3).contains(&digits) && bytes.get(close) == Some(&b']') {
            out.get_or_insert_with(|| bytes.to_vec())[open..=close].fill(b' ');
            from = close + 1;
        }
    }
    match out.map(String::from_utf8) {
        Some(Ok(blanked)) => Cow::Owned(blanked),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn marks_become_blanks_of_the_same_length() {
        let text = "In Goma – on 6 August 2009.[6][17] Then [sic] a [1234] b [";
        let out = blanked(text);
        assert_eq!(out.len(), text.len());
        assert_eq!(
            out,
            "In Goma – on 6 August 2009.        Then [sic] a [1234] b ["
        );
    }
}
