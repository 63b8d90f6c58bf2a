//! Fills a new case and says how fast: `load CASE DOCUMENTS [BATCH]`.
//!
//! The documents are made up: 3,000 characters and five statements each.

use std::time::Instant;
use unravel_casefile::{Addition, Case, Edit, StatementFilter};
use unravel_evidence::{
    ActorKind, ActorRef, Bearing, CharIndex, Coded, Credibility, Direction, Document, Kind,
    MentionedActor, Passage, Stance, Statement,
};

fn made_up(n: usize) -> Option<(Document, Coded)> {
    let mut text = String::new();
    let mut ranges = Vec::new();
    let name = |i: usize| format!("Group {}", (n * 7 + i * 13) % 400);
    for i in 0..24 {
        let start = text.len();
        text.push_str(&format!(
            "{} met envoys of {} in valley {} and spoke of matter {} in word{}. ",
            name(i),
            name(i + 1),
            n % 977,
            (n * 31 + i) % 5003,
            (n * 17 + i * 3) % 20011,
        ));
        text.push_str("Observers said the meeting changed little on the ground.\n\n");
        ranges.push(start..text.len() - 2);
    }
    let published = format!("20{:02}-{:02}", n % 25, n % 12 + 1).parse().ok();
    let id = Document::id_for(&text, Some("Daily Gazette"), None, published);
    let chars = CharIndex::new(&text);
    let mut coded = Coded::default();
    for (i, range) in ranges.iter().enumerate().take(5) {
        let (a, b) = (
            ActorRef::unlisted(&name(i)),
            ActorRef::unlisted(&name(i + 1)),
        );
        let passage = Passage::of(&id, &text, range.clone(), &chars)?;
        coded.actors.push(MentionedActor {
            actor: a.clone(),
            aliases: vec![],
            kind: ActorKind::ArmedGroup,
            mentions: vec![],
        });
        coded.statements.push(Statement {
            id: Statement::id_for(&a, &b, Kind::Contact, Stance::Asserted, None, &passage),
            a,
            b,
            kind: Kind::Contact,
            direction: Direction::Mutual,
            stance: Stance::Asserted,
            said_by: None,
            when: published,
            place: None,
            bearing: Bearing::For,
            costly: false,
            event: None,
            cue: passage.clone(),
            passage,
            score: 0.8,
        });
    }
    let document = Document {
        id,
        title: Some(format!("Report {n}")),
        publisher: Some(format!("Publisher {}", n % 50)),
        authors: vec![],
        published,
        url: None,
        language: "en".to_owned(),
        text,
        origin: None,
        duplicate_of: None,
        reliability: None,
    };
    Some((document, coded))
}

/// Peak resident memory in MB, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace()
        .nth(1)?
        .parse::<u64>()
        .ok()
        .map(|kb| kb / 1000)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: load CASE DOCUMENTS [BATCH]";
    let path = args.next().ok_or(usage)?;
    let total: usize = args.next().ok_or(usage)?.parse()?;
    let batch: usize = args.next().map_or(Ok(100), |n| n.parse())?;
    let mut case = Case::create(path)?;
    let mut busy = 0.0;
    for from in (0..total).step_by(batch.max(1)) {
        let docs: Vec<_> = (from..total.min(from + batch))
            .filter_map(made_up)
            .collect();
        let additions: Vec<_> = docs.iter().map(|(d, c)| Addition::new(d, c)).collect();
        let start = Instant::now();
        case.add_batch(&additions, "load")?;
        busy += start.elapsed().as_secs_f64();
        if (from + batch).is_multiple_of((total / 4).max(batch)) {
            println!(
                "{:>7} documents, {:6.0} a second so far",
                from + batch,
                (from + batch) as f64 / busy
            );
        }
    }
    println!(
        "{total} documents in {busy:.1} s: {:.0} a second",
        total as f64 / busy
    );
    let peak_add = peak();
    let timed = |what: &str, start: Instant| {
        println!("{what}: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    };
    let start = Instant::now();
    println!("{} documents listed", case.documents()?.len());
    timed("documents", start);
    let start = Instant::now();
    println!("{} actors", case.actors()?.len());
    timed("actors", start);
    let start = Instant::now();
    println!("{} ties", case.ties()?.len());
    timed("ties", start);
    let start = Instant::now();
    let ten_thousand = StatementFilter {
        limit: Some(10_000),
        ..StatementFilter::default()
    };
    let statements = case.statements(&ten_thousand)?;
    timed(&format!("{} statements read", statements.len()), start);
    let start = Instant::now();
    let found = case.search("valley word3*", 20)?;
    timed(&format!("search, {} hits", found.documents.len()), start);
    if let Some(first) = statements.first() {
        let start = Instant::now();
        let edit = Edit::by("load").because("timing");
        case.grade_statement(&first.statement.id, Some(Credibility::Two), &edit)?;
        case.undo("load")?;
        timed("one grade and its undo", start);
    }
    let start = Instant::now();
    println!("check: {:?}", case.check()?);
    timed("check", start);
    let stats = case.stats()?;
    println!(
        "{:.1} MB, {} statements",
        stats.bytes as f64 / 1e6,
        stats.statements
    );
    if let (Some(adding), Some(all)) = (peak_add, peak()) {
        println!("peak memory {adding} MB while adding, {all} MB in all");
    }
    case.close()?;
    Ok(())
}
