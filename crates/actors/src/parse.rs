//! TOML → entries, with the line of everything that is wrong.

use crate::draft::{Draft, DraftName, DraftRole, Field};
use crate::error::{ActorsError, Problem};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unravel_evidence::{ActorId, ActorKind, DateRange, Membership, slug};

/// Top-level key for longer names that contain an actor's name but are none ("Washington Post").
const NOT_ACTORS: &str = "not-actors";

/// A file of actors as read.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub drafts: Vec<Draft>,
    pub not_actors: Vec<String>,
    pub problems: Vec<Problem>,
}

/// Section name of a kind: the kind's word with a hyphen for the blank.
pub(crate) fn section(kind: ActorKind) -> String {
    kind.as_str().replace(' ', "-")
}

/// Reads a file of actors. Entries with an error are left out and listed in `problems`.
pub(crate) fn parse(text: &str, file: &str) -> Result<Parsed, ActorsError> {
    let table = DeTable::parse(text).map_err(|e| ActorsError::Syntax {
        file: file.to_owned(),
        line: e.span().map_or(1, |s| line_of(text, s.start)),
        message: e.message().to_owned(),
    })?;
    let mut reader = Reader {
        file,
        lines: line_starts(text),
        parsed: Parsed::default(),
    };
    for (key, value) in table.get_ref() {
        reader.top(key, value);
    }
    let mut parsed = reader.parsed;
    parsed.problems.sort_by_key(|p| p.line);
    parsed.drafts.sort_by_key(|d| d.line);
    Ok(parsed)
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&b| b == b'\n').count()
}

fn line_starts(text: &str) -> Vec<usize> {
    let after = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
    std::iter::once(0)
        .chain(after.map(|(i, _)| i + 1))
        .collect()
}

struct Reader<'f> {
    file: &'f str,
    lines: Vec<usize>,
    parsed: Parsed,
}

impl Reader<'_> {
    fn line(&self, span: Range<usize>) -> usize {
        self.lines.partition_point(|&start| start <= span.start)
    }

    fn problem(&mut self, span: Range<usize>, message: String) {
        let line = self.line(span);
        self.parsed.problems.push(Problem {
            file: self.file.to_owned(),
            line,
            message,
            warning: false,
        });
    }

    fn top(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let name = key.get_ref().as_ref();
        if name == NOT_ACTORS {
            let names = self.strings(NOT_ACTORS, value);
            self.parsed
                .not_actors
                .extend(names.into_iter().map(|(s, _)| s));
            return;
        }
        let Some(kind) = ActorKind::ALL.iter().copied().find(|k| section(*k) == name) else {
            let known: Vec<String> = ActorKind::ALL.iter().map(|k| section(*k)).collect();
            let known = known.join(", ");
            return self.problem(
                key.span(),
                format!("unknown section \"{name}\"; use one of: {known}, {NOT_ACTORS}"),
            );
        };
        let DeValue::Table(entries) = value.get_ref() else {
            return self.problem(
                value.span(),
                format!("[{name}] must be a table of actors: \"Name\" = {{ … }}"),
            );
        };
        for (key, value) in entries {
            self.entry(kind, key, value);
        }
    }

    fn entry(
        &mut self,
        kind: ActorKind,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) {
        let name = key.get_ref().trim().to_owned();
        let id = slug(&name);
        if id.is_empty() {
            return self.problem(
                key.span(),
                "an actor's key needs a letter or digit: its name or its id".to_owned(),
            );
        }
        let DeValue::Table(fields) = value.get_ref() else {
            return self.problem(
                value.span(),
                format!("\"{name}\" must be a table: \"{name}\" = {{ aliases = [\"…\"] }}"),
            );
        };
        let line = self.line(key.span());
        let before = self.parsed.problems.len();
        let mut draft = Draft::new(ActorId(id), kind, name, line);
        for (field, value) in fields {
            self.field(&mut draft, field, value);
        }
        if self.parsed.problems.len() == before {
            self.parsed.drafts.push(draft);
        }
    }

    fn field(
        &mut self,
        draft: &mut Draft,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Spanned<DeValue<'_>>,
    ) {
        let field = key.get_ref().as_ref();
        match field {
            "name" => {
                if let Some(name) = self.string(field, value) {
                    draft.name = name;
                }
            }
            "surname" => match value.get_ref() {
                DeValue::String(s) => draft.surname = Some(s.trim().to_owned()),
                _ => self.wrong_type(field, "a string (\"\" for none)", value),
            },
            "replace" => match value.get_ref() {
                DeValue::Boolean(b) => draft.replace = *b,
                _ => self.wrong_type(field, "true or false", value),
            },
            "iso3" => draft.codes.iso3 = self.code(field, value, 3..=3),
            "cameo" => draft.codes.cameo = self.code(field, value, 3..=12),
            "aliases" => self.names(draft, field, Field::Alias, value),
            "context" => self.names(draft, field, Field::Context, value),
            "capitals" => self.names(draft, field, Field::Capital, value),
            "demonyms" => self.names(draft, field, Field::Demonym, value),
            "organs" => self.names(draft, field, Field::Organ, value),
            "known-as" => self.names(draft, field, Field::KnownAs, value),
            "countries" => {
                for (code, span) in self.strings(field, value) {
                    if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
                        draft.countries.push(code);
                    } else {
                        self.problem(
                            span,
                            format!("\"{code}\" is not an ISO 3166-1 alpha-3 code such as \"AFG\""),
                        );
                    }
                }
            }
            "part-of" => {
                for (text, span) in self.strings(field, value) {
                    let line = self.line(span.clone());
                    let (id, dates) = split_dates(&text);
                    match period(dates) {
                        Ok((since, until)) => draft.memberships.push((
                            Membership {
                                parent: ActorId(slug(id)),
                                since,
                                until,
                            },
                            line,
                        )),
                        Err(e) => self.problem(span, e),
                    }
                }
            }
            "roles" => {
                for (text, span) in self.strings(field, value) {
                    let line = self.line(span.clone());
                    match role(&text, line) {
                        Ok(role) => draft.roles.push(role),
                        Err(e) => self.problem(span, e),
                    }
                }
            }
            _ => self.problem(
                key.span(),
                format!(
                    "unknown field \"{field}\"; use one of: name, aliases, context, demonyms, \
                     capitals, organs, known-as, surname, iso3, cameo, countries, \
                     part-of, roles, replace"
                ),
            ),
        }
    }

    fn wrong_type(&mut self, field: &str, wanted: &str, value: &Spanned<DeValue<'_>>) {
        let got = value.get_ref().type_str();
        self.problem(
            value.span(),
            format!("{field} must be {wanted}, not a TOML {got}"),
        );
    }

    fn string(&mut self, field: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(s) if !s.trim().is_empty() => Some(s.trim().to_owned()),
            _ => {
                self.wrong_type(field, "a string that is not empty", value);
                None
            }
        }
    }

    fn code(
        &mut self,
        field: &str,
        value: &Spanned<DeValue<'_>>,
        length: std::ops::RangeInclusive<usize>,
    ) -> Option<String> {
        let code = self.string(field, value)?;
        if length.contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase()) {
            return Some(code);
        }
        self.problem(
            value.span(),
            format!("{field} \"{code}\" must be capital letters such as \"AFG\""),
        );
        None
    }

    fn strings(
        &mut self,
        field: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Vec<(String, Range<usize>)> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(field, "a list of strings", value);
            return Vec::new();
        };
        let mut out = Vec::new();
        for item in items.iter() {
            if let Some(s) = self.string(field, item) {
                out.push((s, item.span()));
            }
        }
        out
    }

    fn names(&mut self, draft: &mut Draft, key: &str, field: Field, value: &Spanned<DeValue<'_>>) {
        for (written, span) in self.strings(key, value) {
            let line = self.line(span.clone());
            match name(&written) {
                Ok((text, prior)) => draft.names.push(DraftName {
                    text,
                    field,
                    prior,
                    line,
                }),
                Err(e) => self.problem(span, e),
            }
        }
    }
}

/// "Taliban ~0.2" → the name and its prior.
fn name(written: &str) -> Result<(String, Option<f32>), String> {
    let (text, prior) = match written.rsplit_once('~') {
        None => (written, None),
        Some((text, prior)) => match prior.trim().parse::<f32>() {
            Ok(p) if p > 0.0 && p <= 1.0 => (text, Some(p)),
            _ => {
                return Err(format!(
                    "the prior in \"{written}\" must be above 0 and at most 1"
                ));
            }
        },
    };
    let text = text.trim();
    if text.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return Err(format!(
            "\"{text}\" is too short to be found in text; give two letters or more"
        ));
    }
    Ok((text.to_owned(), prior))
}

/// Splits a closing date part ("2001/2005", "2014", "2019-03/") from what stands before it.
fn split_dates(text: &str) -> (&str, &str) {
    match text.trim().rsplit_once(char::is_whitespace) {
        Some((rest, last))
            if last.contains('/') || last.bytes().all(|b| b.is_ascii_digit() || b == b'-') =>
        {
            (rest.trim_end(), last)
        }
        _ => (text.trim(), ""),
    }
}

type Period = (Option<DateRange>, Option<DateRange>);

/// "A/B", "A/", "/B" or "A" (all within A) → first and last date.
fn period(dates: &str) -> Result<Period, String> {
    let one = |text: &str| match text {
        "" => Ok(None),
        _ => text
            .parse::<DateRange>()
            .map(Some)
            .map_err(|e| e.to_string()),
    };
    let (since, until) = match dates.split_once('/') {
        None => (one(dates)?, one(dates)?),
        Some((since, until)) => (one(since)?, one(until)?),
    };
    match (since, until) {
        (Some(s), Some(u)) if u.end() < s.start() => {
            Err(format!("\"{dates}\" ends before it starts"))
        }
        period => Ok(period),
    }
}

/// "foreign minister of united-states 2001/2005" → its parts.
fn role(text: &str, line: usize) -> Result<DraftRole, String> {
    let (rest, dates) = split_dates(text);
    let (since, until) = period(dates)?;
    let form = "write \"POSITION of ORGANISATION-ID SINCE/UNTIL\", dates optional";
    let (role, of) = rest
        .rsplit_once(" of ")
        .or_else(|| rest.strip_prefix("of ").map(|of| ("", of)))
        .ok_or_else(|| format!("\"{text}\" is not a role; {form}"))?;
    let of = of.trim();
    if of.is_empty() || slug(of) != of {
        return Err(format!("\"{of}\" is not an actor's id; {form}"));
    }
    Ok(DraftRole {
        role: role.trim().to_owned(),
        of: ActorId(of.to_owned()),
        since,
        until,
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_entry_with_everything() {
        let parsed = parse(
            "not-actors = [\"Ruria Times\"]\n\
             [armed-group]\n\
             \"Front of Ruria\" = { aliases = [\"FoR\", \"Rurian Front\"], context = [\"the Front ~0.2\"], \
             countries = [\"AFG\"], part-of = [\"al-qaeda 2012/2016-07\"] }\n\
             [person]\n\
             jane-doe = { name = \"Jane Doe\", roles = [\"head of state of ruria 2001-02/\"] }\n",
            "x.toml",
        )
        .unwrap();
        assert_eq!(parsed.problems, []);
        assert_eq!(parsed.not_actors, ["Ruria Times"]);
        let group = &parsed.drafts[0];
        assert_eq!(group.id.as_str(), "front-of-ruria");
        assert_eq!(group.name, "Front of Ruria");
        assert_eq!(group.memberships[0].0.until, "2016-07".parse().ok());
        let person = &parsed.drafts[1];
        assert_eq!(group.names[2].prior, Some(0.2));
        assert_eq!(person.name, "Jane Doe");
        assert_eq!(person.roles[0].role, "head of state");
        assert_eq!(person.roles[0].of.as_str(), "ruria");
        assert_eq!(person.roles[0].until, None);
    }

    #[test]
    fn names_the_line_of_every_error() {
        let parsed = parse(
            "[armed-group]\n\
             \"A group\" = { alias = [\"x\"] }\n\
             \"B group\" = { aliases = \"B\" }\n\
             \"C group\" = { part-of = [\"x 2016/2012\"] }\n\
             \"D group\" = { aliases = [\"D\"] }\n\
             \"E group\" = { context = [\"the Base ~3\"] }\n\
             [persons]\n\
             [person]\n\
             \"F\" = { roles = [\"minister 2001\"] }\n",
            "x.toml",
        )
        .unwrap();
        let lines: Vec<usize> = parsed.problems.iter().map(|p| p.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 7, 9], "{:#?}", parsed.problems);
        assert!(parsed.drafts.is_empty());
    }

    #[test]
    fn names_the_line_of_a_syntax_error() {
        let error = parse("[person]\n\"A B\" = {\n", "my.toml").unwrap_err();
        assert!(error.to_string().starts_with("my.toml:"), "{error}");
        assert!(matches!(error, ActorsError::Syntax { .. }));
    }
}
