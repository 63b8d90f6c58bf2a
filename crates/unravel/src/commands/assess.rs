//! `unravel assess`: the main job.

use std::path::{Path, PathBuf};

use anyhow::bail;
use jiff::civil::Date;
use unravel_actors::Resolved;
use unravel_casefile::Case;
use unravel_evidence::{
    ActorRef, CitedRemark, Judgement, Question, Reliability, Remark, Role, Tie, TieClass,
};
use unravel_judge::{Evidence, Options};
use unravel_read::DuplicateIndex;

use super::judging::{self, Asked, Desk};
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
    let model = judging::model(args.weights.as_deref())?;
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
    let (mut evidence, mut remarks) = (Vec::new(), Vec::new());
    for (document, coded) in read {
        let hidden = document.published.is_some_and(|p| p.end() > as_of);
        if hidden {
            continue;
        }
        let about = |r: &Remark| a.ids.contains(&r.actor.id) || b.ids.contains(&r.actor.id);
        remarks.extend(
            coded
                .remarks
                .into_iter()
                .filter(about)
                .map(|remark| CitedRemark {
                    document: document.to_ref(),
                    remark,
                }),
        );
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
    let named = remarks.iter().filter_map(|c| c.remark.said_by.as_ref());
    let speakers = evidence
        .iter()
        .filter_map(|e| e.statement.said_by.as_ref())
        .chain(named);
    let options = Options {
        yardstick: args.yardstick,
        made_at: jiff::Timestamp::now(),
        affiliation: select::affiliations(speakers, registry, &roles, as_of),
        remarks,
        ..Options::default()
    };
    Ok(unravel_judge::judge(
        &question, &evidence, &model, &options,
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
    let model = judging::model(args.weights.as_deref())?;
    let mut desk = Desk::new(intake::registry(cli)?, &case, as_of)?;
    let (a, b) = (desk.party(a)?, desk.party(b)?);
    desk.read_remarks(&case, &[&a, &b])?;
    let asked = Asked {
        a: &a,
        b: &b,
        ends: args.ends,
        until: args.until,
        class: args.class,
        began: args.began,
    };
    let gathered = desk.gather(&case, &asked)?;
    let judgement = gathered.judge(&model, args.yardstick)?;
    // with it the question, as it was asked this time
    case.add_judgement(&judgement, &user())?;
    Ok(judgement)
}

fn question(args: &Assess, a: &Party, b: &Party, as_of: Date, evidence: &[Evidence]) -> Question {
    let began = args
        .began
        .or_else(|| judging::first_sign(evidence.iter().map(Into::into), as_of));
    let tie = Tie {
        a: a.actor.clone(),
        b: b.actor.clone(),
        class: args.class.unwrap_or_else(|| TieClass::of(a.kind, b.kind)),
        began,
    };
    Question::new(tie, args.ends, as_of, args.until)
}
