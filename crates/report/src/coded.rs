//! A coded document for a terminal: each sentence with its marked words and what it says.

use crate::page::Page;
use crate::quote::painted;
use crate::style::{Ink, Style};
use crate::terminal::ink;
use crate::text::{claim, count, line, signed};
use std::collections::BTreeMap;
use unravel_evidence::{Coded, Document, Role, Statement};

/// What coding a document gave, in the order of its text: every sentence that carries
/// statements, once per marked cue, with the statements under it; then actors and roles.
///
/// The rules for width and safety are those of [`crate::terminal`].
pub fn coded(document: &Document, coded: &Coded, style: &Style) -> String {
    let mut page = Page::new(style);
    let title = document.title.as_deref().or(document.origin.as_deref());
    page.item(
        "",
        &style.paint(Ink::Strong, &line(title.unwrap_or("Untitled document"))),
    );
    let mut facts: Vec<String> = Vec::new();
    facts.extend(document.publisher.as_deref().map(line));
    facts.extend(document.published.map(|d| format!("published {d}")));
    facts.push(line(document.id.as_str()));
    page.dim("", &facts.join(style.dot()));
    if let Some(original) = &document.duplicate_of {
        page.dim("", &format!("repeats document {}", line(original.as_str())));
    }
    page.heading("Statements");
    if coded.statements.is_empty() {
        page.para("No statement about two actors found.");
    }
    // By sentence, then by cue: one cue can carry several statements.
    let mut groups: BTreeMap<(usize, usize, usize, usize), Vec<&Statement>> = BTreeMap::new();
    for s in &coded.statements {
        let key = (s.passage.start, s.passage.end, s.cue.start, s.cue.end);
        groups.entry(key).or_default().push(s);
    }
    for (i, group) in groups.values().enumerate() {
        if i > 0 {
            page.blank();
        }
        for (k, s) in group.iter().enumerate() {
            if k == 0 {
                page.item("  ", &painted(s, style));
            }
            statement(&mut page, s);
        }
    }
    actors(&mut page, coded);
    roles(&mut page, coded);
    memberships(&mut page, coded);
    page.finish()
}

fn statement(page: &mut Page, s: &Statement) {
    let style = page.style;
    let mut facts = vec![claim(s, style.unicode, line)];
    facts.extend(s.when.map(|when| when.to_string()));
    facts.extend(s.place.as_deref().map(line));
    facts.push(style.paint(ink(s.bearing), s.bearing.as_str()));
    if let Some(event) = &s.event {
        let mode = event
            .mode
            .as_deref()
            .map_or(String::new(), |m| format!("/{}", line(m)));
        facts.push(format!("{}{mode}", event.plover));
    }
    facts.push(format!("score {}", signed(s.score, 2).replace('+', "")));
    page.item("    - ", &facts.join(style.dot()));
}

fn actors(page: &mut Page, coded: &Coded) {
    page.heading("Actors");
    if coded.actors.is_empty() {
        page.para("No actor found.");
    }
    for a in &coded.actors {
        let mut text = format!(
            "{} ({}), {}",
            line(&a.actor.name),
            a.kind,
            count(a.mentions.len(), "mention", "mentions")
        );
        if !a.aliases.is_empty() {
            let aliases: Vec<String> = a.aliases.iter().map(|x| line(x)).collect();
            text.push_str(&format!("; also {}", aliases.join(", ")));
        }
        page.item("  - ", &text);
    }
}

fn roles(page: &mut Page, coded: &Coded) {
    page.heading("Roles");
    if coded.roles.is_empty() {
        page.para("No role found.");
    }
    for role in &coded.roles {
        page.item("  - ", &role_words(role));
    }
}

fn memberships(page: &mut Page, coded: &Coded) {
    if coded.memberships.is_empty() {
        return;
    }
    page.heading("Memberships");
    for m in &coded.memberships {
        let does = if m.leads { "leads" } else { "belongs to" };
        let text = format!(
            "{} {does} {}",
            line(&m.member.name),
            line(&m.organization.name)
        );
        page.item("  - ", &text);
    }
}

fn role_words(role: &Role) -> String {
    let position = line(&role.role);
    let position = if position.is_empty() {
        "belongs to".to_owned()
    } else {
        format!("{position} of")
    };
    let mut text = format!(
        "{}: {position} {}",
        line(&role.person.name),
        line(&role.organization.name)
    );
    for (word, date) in [("since", role.since), ("until", role.until)] {
        if let Some(date) = date {
            text.push_str(&format!(", {word} {date}"));
        }
    }
    text
}
