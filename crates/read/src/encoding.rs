//! Bytes to text: byte order mark, declared charset, UTF-8, then a guess.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a file a `<meta charset>` or XML declaration is looked for, in bytes.
const HEAD: usize = 2048;

/// Decodes `bytes`; what cannot be decoded becomes U+FFFD, nothing is dropped.
///
/// The order: byte order mark; valid UTF-8; `declared` (HTTP, e-mail); what an HTML or XML head
/// declares; UTF-8 with few broken places; UTF-16 without a mark; the guess of chardetng.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    if let Some((encoding, bom)) = Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(&bytes[bom..])
            .0
            .into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\0')
    {
        return text.to_owned();
    }
    let encoding = declared
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .or_else(|| declared_in_head(bytes))
        .filter(|e| *e != UTF_8 || mostly_utf8(bytes))
        .unwrap_or_else(|| guess(bytes));
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding;
    }
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    // the beginning tells the encoding; a guess over the whole of a large file only costs time
    let head = &bytes[..bytes.len().min(1 << 20)];
    detector.feed(head, true);
    let guessed = detector.guess(None, chardetng::Utf8Detection::Allow);
    // a guess of UTF-8 that does not hold would turn every accent into U+FFFD
    if guessed == UTF_8 {
        WINDOWS_1252
    } else {
        guessed
    }
}

/// Whether the valid multi-byte sequences outnumber the broken places: UTF-8 that was damaged.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || valid > 2 * broken
}

/// UTF-16 of western text has a zero in nearly every second byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let pairs = head.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |offset: usize| {
        head.iter()
            .skip(offset)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 > pairs * 7 && even * 10 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 7 && odd * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The charset that an HTML or XML head declares.
fn declared_in_head(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let markup = head.trim_start().starts_with('<');
    let at = if markup {
        head.find("charset=")
            .map(|i| i + "charset=".len())
            .or_else(|| head.find("encoding=").map(|i| i + "encoding=".len()))?
    } else {
        return None;
    };
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
        .collect();
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_encoding() {
        let text = "Café déjà vu — naïve";
        assert_eq!(decode(text.as_bytes(), None), text);
        assert_eq!(
            decode(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), None),
            text
        );
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            decode(&[b"\xff\xfe".as_slice(), &utf16].concat(), None),
            text
        );
        assert_eq!(decode(&utf16, None), text);
        let (latin, _, _) = WINDOWS_1252.encode(text);
        assert_eq!(decode(&latin, None), text);
        assert_eq!(decode(&latin, Some("windows-1252")), text);
        let cyrillic = "<meta charset=\"windows-1251\"><p>Совет Безопасности</p>";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(cyrillic);
        assert_eq!(decode(&bytes, None), cyrillic);
    }

    #[test]
    fn broken_utf8_keeps_what_is_whole() {
        let bytes = b"The caf\xc3\xa9 \xe2\x80\x94 and the na\xc3\xafve \xff end";
        assert_eq!(decode(bytes, None), "The café — and the naïve \u{fffd} end");
        // declared wrongly
        assert_eq!(decode(b"caf\xe9", Some("utf-8")), "café");
    }
}
