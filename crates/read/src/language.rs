//! Which language a text is in.

use whatlang::{Lang, Script};

/// Fewer letters than this tell a Latin-script language from another too rarely.
const ENOUGH: usize = 120;
/// Letters looked at; the language of a long text shows in its first pages.
const SAMPLE: usize = 20_000;

/// Whether a text is let through.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Yes; the ISO 639-1 code of its language.
    Accepted(String),
    /// No; the English name of its language.
    Refused(String),
}

/// Detects the language of `text`, trusting the text over what the file declares.
///
/// A short or unclear text is given the benefit of the doubt, unless its script alone rules the
/// allowed languages out.
pub(crate) fn verdict(text: &str, declared: Option<&str>, allowed: &[String]) -> Verdict {
    let end = text
        .char_indices()
        .nth(SAMPLE)
        .map_or(text.len(), |(i, _)| i);
    let sample = &text[..end];
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let info = whatlang::detect(sample);
    let declared = declared
        .map(|d| d.trim().to_ascii_lowercase())
        .and_then(|d| d.split(['-', '_']).next().map(str::to_owned))
        .filter(|d| d.len() == 2 && d.bytes().all(|b| b.is_ascii_lowercase()));
    let fallback = || {
        declared
            .clone()
            .filter(|d| allowed.is_empty() || allowed.contains(d))
            .or_else(|| allowed.first().cloned())
            .unwrap_or_else(|| "en".to_owned())
    };
    let Some(info) = info else {
        return Verdict::Accepted(fallback());
    };
    let clear =
        info.is_reliable() && letters >= ENOUGH || info.script() != Script::Latin && letters >= 20;
    if !clear {
        return Verdict::Accepted(fallback());
    }
    let code = iso639_1(info.lang());
    if allowed.is_empty() || allowed.iter().any(|a| a == code) {
        Verdict::Accepted(code.to_owned())
    } else {
        Verdict::Refused(info.lang().eng_name().to_owned())
    }
}

/// ISO 639-1 code of a language that whatlang knows by its ISO 639-3 code (source: the ISO 639
/// code tables).
fn iso639_1(lang: Lang) -> &'static str {
    const PAIRS: &[(&str, &str)] = &[
        ("epo", "eo"),
        ("eng", "en"),
        ("rus", "ru"),
        ("cmn", "zh"),
        ("spa", "es"),
        ("por", "pt"),
        ("ita", "it"),
        ("ben", "bn"),
        ("fra", "fr"),
        ("deu", "de"),
        ("ukr", "uk"),
        ("kat", "ka"),
        ("ara", "ar"),
        ("hin", "hi"),
        ("jpn", "ja"),
        ("heb", "he"),
        ("yid", "yi"),
        ("pol", "pl"),
        ("amh", "am"),
        ("jav", "jv"),
        ("kor", "ko"),
        ("nob", "nb"),
        ("dan", "da"),
        ("swe", "sv"),
        ("fin", "fi"),
        ("tur", "tr"),
        ("nld", "nl"),
        ("hun", "hu"),
        ("ces", "cs"),
        ("ell", "el"),
        ("bul", "bg"),
        ("bel", "be"),
        ("mar", "mr"),
        ("kan", "kn"),
        ("ron", "ro"),
        ("slv", "sl"),
        ("hrv", "hr"),
        ("srp", "sr"),
        ("mkd", "mk"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("tam", "ta"),
        ("vie", "vi"),
        ("urd", "ur"),
        ("tha", "th"),
        ("guj", "gu"),
        ("uzb", "uz"),
        ("pan", "pa"),
        ("aze", "az"),
        ("ind", "id"),
        ("tel", "te"),
        ("pes", "fa"),
        ("mal", "ml"),
        ("ori", "or"),
        ("mya", "my"),
        ("nep", "ne"),
        ("sin", "si"),
        ("khm", "km"),
        ("tuk", "tk"),
        ("aka", "ak"),
        ("zul", "zu"),
        ("sna", "sn"),
        ("afr", "af"),
        ("lat", "la"),
        ("slk", "sk"),
        ("cat", "ca"),
        ("tgl", "tl"),
        ("hye", "hy"),
        ("cym", "cy"),
    ];
    let code = lang.code();
    PAIRS
        .iter()
        .find(|(three, _)| *three == code)
        .map_or(code, |(_, two)| two)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(text: &str) -> Verdict {
        verdict(text, None, &["en".to_owned()])
    }

    #[test]
    fn tells_languages_apart() {
        let english = "The two delegations met on Monday and agreed to continue their talks, \
            although neither side said when the next round would be held or where.";
        assert_eq!(judge(english), Verdict::Accepted("en".into()));
        let german = "Die beiden Delegationen trafen sich am Montag und vereinbarten, ihre \
            Gespräche fortzusetzen, obwohl keine Seite sagte, wann die nächste Runde stattfinde.";
        assert_eq!(judge(german), Verdict::Refused("German".into()));
        assert_eq!(verdict(german, None, &[]), Verdict::Accepted("de".into()));
        assert_eq!(
            judge("Совет Безопасности принял резолюцию"),
            Verdict::Refused("Russian".into())
        );
    }

    #[test]
    fn doubt_favours_the_text() {
        assert_eq!(judge("Kabul, Doha"), Verdict::Accepted("en".into()));
        assert_eq!(judge("12 + 3"), Verdict::Accepted("en".into()));
        assert_eq!(
            verdict("Kabul", Some("de-DE"), &[]),
            Verdict::Accepted("de".into())
        );
    }

    #[test]
    fn every_language_has_a_two_letter_code() {
        for lang in Lang::all() {
            assert_eq!(iso639_1(*lang).len(), 2, "{lang:?}");
        }
    }
}
