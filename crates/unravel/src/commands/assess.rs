//! `unravel assess`: the main job.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use jiff::civil::Date;
use unravel_actors::{Registry, Resolved};
use unravel_casefile::{Case, Edit, StatementFilter};
use unravel_evidence::{
    ActorId, ActorRef, Bearing, Credibility, DateRange, Judgement, Question, Reliability, Role,
    Tie, TieClass,
};
use unravel_judge::{Evidence, Model, Options};
use unravel_read::DuplicateIndex;

use super::{today, user};
use crate::cli::{Assess, Cli};
use crate::intake::{self, Reader};
use crate::output::{Talk, print};
use crate::select::{self, Party};

pub fn run(cli: &Cli, args: &Assess, talk: Talk) -> anyhow::Result<()> {
    let as_of = args.as_of.unwrap_or_else(today);
    if args.until <= as_of {
        bail!(
            "the horizon {} is not after the as-of date {as_of}; give a later --until or an earlier --as-of",
            args.until
        );
    }
    let judgement = match case_form(&args.what)? {
        Some((path, a, b)) => from_case(cli, args, &path, a, b, as_of)?,
        None => from_files(cli, args, as_of, talk)?,
    };
    if talk.json {
        print(&unravel_report::json(&judgement))
    } else if args.markdown {
        print(&unravel_report::markdown(&judgement))
    } else {
        print(&unravel_report::terminal(
            &judgement,
            &talk.style(args.full),
        ))
    }
}

/// CASE A B, told from A B PATH… by the first word being a case file.
fn case_form(what: &[String]) -> anyhow::Result<Option<(PathBuf, &str, &str)>> {
    let first = Path::new(&what[0]);
    let looks_like_case = first.extension().is_some_and(|e| e == "case");
    if !looks_like_case {
        return Ok(None);
    }
    match what {
        [_, a, b] => Ok(Some((first.to_owned(), a, b))),
        _ => bail!(
            "give a case and two actors: unravel assess {} A B --until DATE",
            what[0]
        ),
    }
}

fn from_files(cli: &Cli, args: &Assess, as_of: Date, talk: Talk) -> anyhow::Result<Judgement> {
    let [a, b, paths @ ..] = args.what.as_slice() else {
        bail!("give two actors")
    };
    if paths.is_empty() {
        bail!("give files or folders to read after the two actors, or a case before them");
    }
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    // a name that cannot be meant is told before anything is read
    let registry = intake::registry(cli)?;
    for name in [a, b] {
        if matches!(registry.resolve(name), Resolved::Ambiguous(_)) {
            select::party(name, registry, &[], as_of)?;
        }
    }
    let reader = Reader::new(cli)?;
    let mut read = Vec::new();
    intake::run(
        &paths,
        &reader,
        talk,
        &mut DuplicateIndex::default(),
        &mut |_| Ok(false),
        &mut |batch, _| {
            read.extend(batch.into_iter().flat_map(|file| file.documents));
            Ok(())
        },
    )?;
    let met: Vec<ActorRef> = read
        .iter()
        .flat_map(|(_, coded)| coded.actors.iter().map(|m| m.actor.clone()))
        .collect();
    let roles: Vec<Role> = read
        .iter()
        .flat_map(|(_, coded)| coded.roles.iter().cloned())
        .collect();
    let registry = reader.registry();
    let a = select::party(a, registry, &met, as_of)?.with_people(roles.iter());
    let b = select::party(b, registry, &met, as_of)?.with_people(roles.iter());
    let mut evidence = Vec::new();
    for (document, coded) in read {
        let hidden = document.published.is_some_and(|p| p.end() > as_of);
        if hidden {
            continue;
        }
        for statement in coded
            .statements
            .into_iter()
            .filter(|s| select::concerns(s, &a, &b))
        {
            evidence.push(Evidence {
                statement,
                document: document.to_ref(),
                duplicate_of: document.duplicate_of.clone(),
                reliability: document.reliability.unwrap_or(Reliability::F),
                credibility: None,
                cluster: None,
                rejected: None,
            });
        }
    }
    let question = question(args, &a, &b, as_of, &evidence);
    let options = Options {
        yardstick: args.yardstick,
        made_at: jiff::Timestamp::now(),
        affiliation: affiliation(&evidence, registry, &roles, as_of),
        ..Options::default()
    };
    Ok(unravel_judge::judge(
        &question,
        &evidence,
        Model::builtin(),
        &options,
    )?)
}

fn from_case(
    cli: &Cli,
    args: &Assess,
    path: &Path,
    a: &str,
    b: &str,
    as_of: Date,
) -> anyhow::Result<Judgement> {
    let mut case = Case::open(path)?;
    let registry = intake::registry(cli)?;
    let met: Vec<ActorRef> = case.actors()?.into_iter().map(|s| s.actor).collect();
    let roles: Vec<Role> = case.roles()?.into_iter().map(|r| r.role).collect();
    let a = select::party(a, registry, &met, as_of)?.with_people(roles.iter());
    let b = select::party(b, registry, &met, as_of)?.with_people(roles.iter());
    let ids = |party: &Party| party.ids.iter().cloned().collect::<Vec<ActorId>>();
    let records = case.statements(&StatementFilter {
        pair: Some((ids(&a), ids(&b))),
        as_of: Some(as_of),
        with_rejected: true,
        ..StatementFilter::default()
    })?;
    let evidence: Vec<Evidence> = records
        .into_iter()
        .map(|record| {
            let rejected = (record.review == unravel_casefile::Review::Rejected).then(|| {
                record
                    .review_reason
                    .clone()
                    .unwrap_or_else(|| "rejected".into())
            });
            Evidence {
                reliability: record.grade.reliability,
                credibility: Some(record.grade.credibility).filter(|c| *c != Credibility::Six),
                duplicate_of: record.duplicate_of,
                cluster: record.cluster,
                rejected,
                document: record.document,
                statement: record.statement,
            }
        })
        .collect();
    let question = question(args, &a, &b, as_of, &evidence);
    let previous = case.last_judgement(&question.id)?;
    let options = Options {
        yardstick: args.yardstick,
        made_at: jiff::Timestamp::now(),
        previous: previous.as_ref(),
        affiliation: affiliation(&evidence, registry, &roles, as_of),
        ..Options::default()
    };
    let judgement = unravel_judge::judge(&question, &evidence, Model::builtin(), &options)?;
    let who = user();
    case.save_question(&question, &who)?;
    case.add_judgement(&judgement, &who)?;
    let _ = Edit::by(&who);
    Ok(judgement)
}

fn question(args: &Assess, a: &Party, b: &Party, as_of: Date, evidence: &[Evidence]) -> Question {
    let began = args.began.or_else(|| first_sign(evidence, as_of));
    let tie = Tie {
        a: a.actor.clone(),
        b: b.actor.clone(),
        class: args.class.unwrap_or_else(|| TieClass::of(a.kind, b.kind)),
        began,
    };
    Question::new(tie, args.ends, as_of, args.until)
}

/// The first dated act or state that counts for the tie: it began then at the latest.
fn first_sign(evidence: &[Evidence], as_of: Date) -> Option<DateRange> {
    evidence
        .iter()
        .filter(|e| e.statement.bearing == Bearing::For && e.rejected.is_none())
        .filter_map(|e| e.statement.when)
        .filter(|when| when.start() <= as_of)
        .min_by_key(DateRange::start)
}

fn affiliation(
    evidence: &[Evidence],
    registry: &Registry,
    roles: &[Role],
    on: Date,
) -> BTreeMap<ActorId, String> {
    select::affiliations(
        evidence.iter().filter_map(|e| e.statement.said_by.as_ref()),
        registry,
        roles,
        on,
    )
}
