//! Makes a case to measure the workbench with: `big_case CASE STATEMENTS`.
//!
//! One tie of invented actors has all the statements, five to a document; twenty ties beside
//! it have a few each. Every question is judged.

use std::error::Error;
use unravel_casefile::{Addition, Case, StatementFilter};
use unravel_evidence::{
    ActorKind, ActorRef, Bearing, CharIndex, Coded, Credibility, Direction, Document, End, Kind,
    Mention, MentionedActor, Passage, Question, Reliability, Stance, Statement, Tie, TieClass,
};
use unravel_judge::{Evidence, Model, Options, judge};

const KINDS: [(Kind, &str); 6] = [
    (Kind::Support, "sent grain and drivers to"),
    (Kind::Contact, "met envoys of"),
    (Kind::Alliance, "fought beside"),
    (Kind::Shelter, "let its camps be used by"),
    (Kind::Hostility, "blamed the raid on"),
    (Kind::Agreement, "signed a paper with"),
];

fn document(n: usize, a: &ActorRef, b: &ActorRef, statements: usize) -> Option<(Document, Coded)> {
    let mut text = String::new();
    let mut places = Vec::new();
    for i in 0..statements {
        let (kind, verb) = KINDS[(n * 7 + i * 5) % KINDS.len()];
        let start = text.len();
        text.push_str(&format!(
            "{} {verb} {} near post {} of the valley, said a witness of matter {n}-{i}.",
            a.name,
            b.name,
            (n * 31 + i) % 977
        ));
        places.push((kind, start..text.len()));
        text.push_str(" Observers said that little had changed on the ground since.\n\n");
    }
    let publisher = format!("Daily {}", n % 40);
    let published = format!("20{:02}-{:02}-{:02}", 10 + n % 15, 1 + n % 12, 1 + n % 28)
        .parse()
        .ok();
    let id = Document::id_for(&text, Some(&publisher), None, published);
    let chars = CharIndex::new(&text);
    let mut coded = Coded {
        document: Some(id.clone()),
        ..Coded::default()
    };
    for actor in [a, b] {
        let mentions = text
            .match_indices(&actor.name)
            .map(|(start, name)| Mention {
                start,
                end: start + name.len(),
                text: name.to_owned(),
            })
            .collect();
        coded.actors.push(MentionedActor {
            actor: actor.clone(),
            aliases: vec![],
            kind: ActorKind::ArmedGroup,
            mentions,
        });
    }
    for (kind, range) in places {
        let passage = Passage::of(&id, &text, range, &chars)?;
        coded.statements.push(Statement {
            id: Statement::id_for(a, b, kind, Stance::Asserted, None, &passage),
            a: a.clone(),
            b: b.clone(),
            kind,
            direction: Direction::Mutual,
            stance: Stance::Asserted,
            said_by: None,
            when: published,
            place: None,
            bearing: Bearing::by_default(kind, Stance::Asserted),
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
        publisher: Some(publisher),
        authors: vec![],
        published,
        url: None,
        language: "en".to_owned(),
        text,
        origin: None,
        duplicate_of: None,
        reliability: [Reliability::A, Reliability::B, Reliability::C]
            .get(n % 3)
            .copied(),
    };
    Some((document, coded))
}

fn ask(case: &mut Case, a: &ActorRef, b: &ActorRef) -> Result<(), Box<dyn Error>> {
    let tie = Tie {
        a: a.clone(),
        b: b.clone(),
        class: TieClass::GroupGroup,
        began: "2010".parse().ok(),
    };
    let question = Question::new(
        tie,
        End::Break,
        "2026-01-01".parse()?,
        "2031-12-31".parse()?,
    );
    let evidence: Vec<Evidence> = case
        .statements(&StatementFilter {
            pair: Some((vec![a.id.clone()], vec![b.id.clone()])),
            ..StatementFilter::default()
        })?
        .into_iter()
        .map(|r| Evidence {
            reliability: r.grade.reliability,
            credibility: Some(r.grade.credibility).filter(|c| *c != Credibility::Six),
            duplicate_of: r.duplicate_of,
            cluster: r.cluster,
            rejected: None,
            document: r.document,
            statement: r.statement,
        })
        .collect();
    let options = Options {
        made_at: jiff::Timestamp::now(),
        ..Options::default()
    };
    let judgement = judge(&question, &evidence, Model::builtin(), &options)?;
    case.add_judgement(&judgement, "big_case")?;
    println!("{}  {} statements", question.id, evidence.len());
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: big_case CASE STATEMENTS";
    let path = args.next().ok_or(usage)?;
    let statements: usize = args.next().ok_or(usage)?.parse()?;
    let mut case = Case::create(path)?;
    let name = |i: usize| ActorRef::unlisted(&format!("Valley Group {i}"));
    let mut pairs = vec![(name(0), name(1), statements.div_ceil(5))];
    pairs.extend((2..22).map(|i| (name(0), name(i), 4)));
    let mut n = 0;
    for (a, b, documents) in &pairs {
        let all: Vec<_> = (n..n + documents)
            .filter_map(|n| document(n, a, b, 5))
            .collect();
        n += documents;
        for chunk in all.chunks(200) {
            let batch: Vec<_> = chunk.iter().map(|(d, c)| Addition::new(d, c)).collect();
            case.add_batch(&batch, "big_case")?;
        }
        ask(&mut case, a, b)?;
    }
    case.close()?;
    Ok(())
}
