//! A judgement as GitHub Markdown.

use crate::ledger;
use crate::terminal::{model_words, remark, side_words, speakers, status_words, track_words};
use crate::text::{
    self, Numbers, bearing_words, claim, estimate, interval, line, percent, points, proposition,
    shift, signed, source,
};
use std::fmt::Write;
use unravel_evidence::{EvidenceItem, Judgement};

/// Text from a document as Markdown that shows it as it is: one safe line with every
/// character that could be markup escaped.
fn md(text: &str) -> String {
    let safe = line(text);
    let mut out = String::with_capacity(safe.len() + safe.len() / 8);
    for c in safe.chars() {
        if matches!(
            c,
            '\\' | '`'
                | '*'
                | '_'
                | '{'
                | '}'
                | '['
                | ']'
                | '<'
                | '>'
                | '#'
                | '|'
                | '~'
                | '!'
                | '$'
                | '&'
                | '^'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The sentence in quotation marks with its cue in bold. HTML `<b>` rather than `**`, which
/// does not open next to some letters and signs.
fn quote(item: &EvidenceItem) -> String {
    let q = text::quote(&item.statement, true);
    // Escaped piece by piece; the spaces at the seams are kept.
    let seam = |s: &str, cleaned: String| {
        let open = if s.starts_with(' ') { " " } else { "" };
        let close = if s.len() > 1 && s.ends_with(' ') {
            " "
        } else {
            ""
        };
        format!("{open}{cleaned}{close}")
    };
    let cue = if q.cue.is_empty() {
        String::new()
    } else {
        format!("<b>{}</b>", md(&q.cue))
    };
    format!(
        "“{}{cue}{}”",
        seam(&q.before, md(&q.before)),
        seam(&q.after, md(&q.after))
    )
}

/// The address as a link target; none unless it is http or https.
pub(crate) fn target(url: &str) -> Option<String> {
    let url = line(url);
    let rest = url
        .strip_prefix("https://")
        .or(url.strip_prefix("http://"))?;
    if rest.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            'a'..='z'
            | 'A'..='Z'
            | '0'..='9'
            | '-'
            | '.'
            | '/'
            | ':'
            | '?'
            | '='
            | '%'
            | '#'
            | '&'
            | '+'
            | ','
            | ';'
            | '@' => out.push(c),
            other => {
                let mut bytes = [0; 4];
                for byte in other.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
    Some(out)
}

/// A judgement as GitHub Markdown with tables, in the same order and with the same content as
/// [`crate::terminal`] shows with everything wanted. Text from documents is escaped.
pub fn markdown(j: &Judgement) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = write_all(&mut out, j);
    out
}

fn write_all(out: &mut String, j: &Judgement) -> std::fmt::Result {
    let numbers = Numbers::of(&j.evidence);
    head(out, j, &numbers)?;
    drivers(out, j, &numbers)?;
    evidence(out, j)?;
    alternatives(out, j, &numbers)?;
    rest(out, j, &numbers)
}

/// "\[3\]" as Markdown shows it.
fn refs(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}

fn head(out: &mut String, j: &Judgement, numbers: &Numbers) -> std::fmt::Result {
    writeln!(out, "# {}\n", md(&j.question_text))?;
    writeln!(out, "- **Horizon:** {}", j.question.until)?;
    writeln!(out, "- **As of:** {}", j.question.as_of)?;
    writeln!(out, "- **Resolution:** {}\n", md(&j.question.rule))?;
    writeln!(out, "## Key judgement\n")?;
    writeln!(
        out,
        "**{} ({}) that {}.**\n",
        estimate(&md(&j.term)),
        md(&percent(j.probability)),
        proposition(j, md)
    )?;
    if j.evidence.is_empty() {
        writeln!(
            out,
            "No evidence about this tie was found: this is the base rate alone.\n"
        )?;
    }
    let base = &j.base_rate;
    writeln!(
        out,
        "| | probability | 90 % interval | 50 % interval |\n|---|--:|--:|--:|"
    )?;
    writeln!(
        out,
        "| result | {} | {} | {} |",
        md(&percent(j.probability)),
        md(&interval(j.interval90)),
        md(&interval(j.interval50))
    )?;
    writeln!(
        out,
        "| base rate | {} | {} | |\n",
        md(&percent(base.probability)),
        md(&interval(base.interval90))
    )?;
    writeln!(
        out,
        "Base rate: {}; {} ends in {:.0} tie-years, {} a year. Source: {}\n",
        md(&base.row),
        base.ends,
        base.exposure,
        md(&percent(base.hazard)),
        md(&base.source)
    )?;
    writeln!(out, "## Confidence\n")?;
    writeln!(
        out,
        "Analytic confidence in this judgement is **{}**.\n",
        j.confidence.level
    )?;
    bullets(out, &j.confidence.reasons, None)?;
    writeln!(out, "## What changed\n")?;
    let Some(previous) = j.previous else {
        return writeln!(out, "This is the first judgement of this question.\n");
    };
    writeln!(
        out,
        "From {} to {} ({}).\n",
        md(&percent(previous)),
        md(&percent(j.probability)),
        points((j.probability - previous) * 100.0)
    )?;
    if j.changes.is_empty() {
        return writeln!(out, "No item moved it.\n");
    }
    writeln!(out, "| points | what | item |\n|--:|---|---|")?;
    for c in &j.changes {
        let item = c
            .statement
            .as_ref()
            .map_or(String::new(), |id| numbers.one(id));
        writeln!(
            out,
            "| {} | {} | {} |",
            shift(c.points),
            md(&c.what),
            refs(&item)
        )?;
    }
    writeln!(out)
}

fn drivers(out: &mut String, j: &Judgement, numbers: &Numbers) -> std::fmt::Result {
    writeln!(out, "## Drivers\n")?;
    if j.drivers.is_empty() {
        return writeln!(out, "No drivers: nothing moves the base rate.\n");
    }
    writeln!(
        out,
        "Contributions in log-odds, rounded so that the column adds up. The effect is the number of points the \
         result would lose without the driver.\n"
    )?;
    writeln!(
        out,
        "| driver | bearing | adds | total | holds | effect | items |\n|---|---|--:|--:|--:|--:|---|"
    )?;
    let steps = ledger::steps(j, md);
    for s in &steps {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            s.label,
            s.bearing.map_or("", |b| b.as_str()),
            signed(s.adds as f64 / 100.0, 2),
            signed(s.after as f64 / 100.0, 2),
            md(&percent(ledger::probability(s.after))),
            s.points.map_or(String::new(), shift),
            refs(&numbers.list(s.statements, usize::MAX))
        )?;
    }
    let total = steps.last().map_or(0, |s| s.after);
    writeln!(
        out,
        "| **result** | | | {} | {} | | |\n",
        signed(total as f64 / 100.0, 2),
        md(&percent(j.probability))
    )?;
    if j.leave_one_out.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "| without the source | result | effect of the source |\n|---|--:|--:|"
    )?;
    for l in &j.leave_one_out {
        writeln!(
            out,
            "| {} | {} | {} |",
            md(&l.source),
            md(&percent(l.probability)),
            points(l.points)
        )?;
    }
    writeln!(out)
}

fn evidence(out: &mut String, j: &Judgement) -> std::fmt::Result {
    writeln!(out, "## Evidence\n")?;
    if j.evidence.is_empty() {
        return writeln!(out, "No evidence found.\n");
    }
    writeln!(
        out,
        "| # | claim | quote | source | event | reported | grade | bearing | cluster | weight |\n\
         |--:|---|---|---|---|---|---|---|--:|--:|"
    )?;
    for (i, item) in j.evidence.iter().enumerate() {
        let s = &item.statement;
        let label = source(item, md);
        let cited = match item.document.url.as_deref().and_then(target) {
            Some(url) => format!("[{label}](<{url}>)"),
            None => label,
        };
        let note = item
            .note
            .as_ref()
            .map_or(String::new(), |n| format!(" ({})", md(n)));
        writeln!(
            out,
            "| {} | {} | {} | {cited} | {} | {} | {} | {} | {} | {}{note} |",
            i + 1,
            claim(s, true, md),
            quote(item),
            s.when.map_or(String::new(), |d| d.to_string()),
            item.document
                .published
                .map_or(String::new(), |d| d.to_string()),
            item.grade,
            s.bearing,
            item.cluster,
            signed(item.weight, 2)
        )?;
    }
    writeln!(out)
}

fn alternatives(out: &mut String, j: &Judgement, numbers: &Numbers) -> std::fmt::Result {
    writeln!(out, "## Alternatives\n")?;
    if j.alternatives.is_empty() {
        writeln!(out, "No alternatives were weighed.\n")?;
    } else {
        writeln!(
            out,
            "| hypothesis | probability | inconsistency | most diagnostic item |\n|---|--:|--:|---|"
        )?;
        for a in &j.alternatives {
            let item = a
                .most_diagnostic
                .as_ref()
                .map_or("none".to_owned(), |id| numbers.one(id));
            writeln!(
                out,
                "| {} | {} | {} | {} |",
                md(&a.name),
                md(&percent(a.probability)),
                signed(a.inconsistency, 2).replace('+', ""),
                refs(&item)
            )?;
        }
        writeln!(out)?;
    }
    writeln!(out, "## Evidence against hypotheses\n")?;
    if j.ach.is_empty() {
        return writeln!(out, "No item tells the alternatives apart.\n");
    }
    let names: Vec<String> = j.alternatives.iter().map(|a| md(&a.name)).collect();
    let cells = |texts: Vec<&str>| texts.iter().map(|t| format!(" {t} |")).collect::<String>();
    writeln!(
        out,
        "| item |{} diagnosticity |\n|---|{}--:|",
        cells(names.iter().map(String::as_str).collect()),
        "---|".repeat(names.len())
    )?;
    for row in &j.ach {
        let claimed = numbers.item(&row.statement).map_or(String::new(), |item| {
            format!(" {}", claim(&item.statement, true, md))
        });
        let marks = (0..names.len()).map(|i| row.cells.get(i).map_or("", |c| c.as_str()));
        writeln!(
            out,
            "| {}{claimed} |{} {} |",
            refs(&numbers.one(&row.statement)),
            cells(marks.collect()),
            signed(row.diagnosticity, 2).replace('+', "")
        )?;
    }
    writeln!(
        out,
        "\nCC very consistent, C consistent, N neutral, I inconsistent, II very inconsistent.\n"
    )
}

fn bullets(out: &mut String, texts: &[String], none: Option<&str>) -> std::fmt::Result {
    if let Some(none) = none.filter(|_| texts.is_empty()) {
        writeln!(out, "{none}")?;
    }
    for text in texts {
        writeln!(out, "- {}", item_start(&md(text)))?;
    }
    writeln!(out)
}

/// Escapes what would begin a list or a rule at the start of an item.
fn item_start(text: &str) -> String {
    if text.starts_with(['-', '+', '=']) {
        return format!("\\{text}");
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text[digits..].chars().next() {
        Some(c @ ('.' | ')')) if digits > 0 => {
            format!("{}\\{c}{}", &text[..digits], &text[digits + 1..])
        }
        _ => text.to_owned(),
    }
}

fn rest(out: &mut String, j: &Judgement, numbers: &Numbers) -> std::fmt::Result {
    writeln!(out, "## Dissent\n")?;
    if j.dissent.is_empty() {
        writeln!(out, "No dissent found.\n")?;
    }
    for d in &j.dissent {
        writeln!(out, "**On {}:**\n", md(&d.proposition))?;
        for side in &d.sides {
            writeln!(
                out,
                "- {}: {} {}",
                side_words(side),
                speakers(side, md),
                refs(&numbers.list(&side.statements, usize::MAX))
            )?;
            for cited in &side.remarks {
                writeln!(out, "  - {}", md(&remark(cited)))?;
            }
        }
        writeln!(out, "\nNote: {}\n", md(&d.note))?;
    }
    writeln!(out, "## Commitments and compliance\n")?;
    if j.commitments.is_empty() {
        writeln!(out, "No commitment found.\n")?;
    } else {
        writeln!(
            out,
            "| by | to | when | item | status | kept | broken |\n|---|---|---|---|---|---|---|"
        )?;
        for c in &j.commitments {
            writeln!(
                out,
                "| {} | {} | {} | {} | {} | {} | {} |",
                md(&c.by.name),
                md(&c.to.name),
                c.when.map_or(String::new(), |w| w.to_string()),
                refs(&numbers.one(&c.statement)),
                status_words(c.status),
                refs(&numbers.list(&c.complied, usize::MAX)),
                refs(&numbers.list(&c.violated, usize::MAX))
            )?;
        }
        writeln!(out)?;
    }
    writeln!(out, "## Assumptions\n")?;
    if j.assumptions.is_empty() {
        writeln!(out, "No assumption recorded.\n")?;
    } else {
        writeln!(
            out,
            "| assumption | result if false | shift |\n|---|--:|--:|"
        )?;
        for a in &j.assumptions {
            let (p, shift) = a
                .if_false
                .map_or(("not computed".to_owned(), String::new()), |p| {
                    (md(&percent(p)), points((p - j.probability) * 100.0))
                });
            writeln!(out, "| {} | {p} | {shift} |", md(&a.text))?;
        }
        writeln!(out)?;
    }
    writeln!(out, "## Indicators\n")?;
    if j.indicators.is_empty() {
        writeln!(out, "No indicator recorded.\n")?;
    } else {
        writeln!(
            out,
            "| what to watch for | it would be | direction | shift | until |\n|---|---|---|--:|---|"
        )?;
        for i in &j.indicators {
            writeln!(
                out,
                "| {} | {}, {} | {} | {} | {} |",
                md(&i.text),
                i.kind,
                i.stance,
                bearing_words(i.direction),
                points(i.points),
                i.deadline
            )?;
        }
        writeln!(out)?;
    }
    writeln!(out, "## Gaps\n")?;
    bullets(out, &j.gaps, Some("No gap recorded."))?;
    writeln!(out, "## Track record\n\n{}\n", track_words(j))?;
    writeln!(out, "## Model\n\n{}\n", model_words(j, md))?;
    bullets(out, &j.model.notes, None)?;
    out.truncate(out.trim_end().len());
    out.push('\n');
    Ok(())
}
