//! One module for each family of commands.

mod ask;
mod assess;
mod case;
mod evaluate;
pub mod event_evidence;
pub mod events;
mod find;
pub mod forecast;
mod hand;
mod judging;
mod lists;
mod model;
mod rejudge;
mod report;
mod serve;
mod texts;
mod track;
mod wording;

use clap::CommandFactory;
use unravel_casefile::Review;

use crate::cli::{ActorsCommand, Cli, Command, EvaluateCommand};
use crate::output::Talk;

/// Runs what was typed.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    let talk = Talk {
        json: cli.json,
        quiet: cli.quiet,
    };
    match &cli.command {
        Command::Assess(args) => assess::run(&cli, args, talk),
        Command::New { case } => case::new(case, talk),
        Command::Add { case, paths } => case::add(&cli, case, paths, talk),
        Command::Documents { case } => lists::documents(case, talk),
        Command::Actors {
            check: Some(ActorsCommand::Check { file }),
            ..
        } => lists::check_actors(file, talk),
        Command::Actors {
            case: Some(case), ..
        } => lists::actors(case, talk),
        Command::Actors { .. } => anyhow::bail!("give a case, or `actors check FILE`"),
        Command::Statements { case, actors } => lists::statements(&cli, case, actors, talk),
        Command::Ties { case } => lists::ties(case, talk),
        Command::Search { case, words, limit } => lists::search(case, words, *limit, talk),
        Command::History { case, a, b } => lists::history(&cli, case, a, b, talk),
        Command::Report(args) => report::run(&cli, args, talk),
        Command::Ask(args) => ask::ask(&cli, args, talk),
        Command::Questions {
            case,
            open,
            resolved,
        } => ask::questions(case, *open, *resolved, talk),
        Command::Watch(args) => ask::watch(&cli, args, talk),
        Command::BaseRate(args) => model::base_rate(args, talk),
        Command::Fit {
            files,
            priors,
            events,
            out,
        } => model::fit(
            files,
            priors.as_deref(),
            events.as_deref(),
            out.as_deref(),
            talk,
        ),
        Command::Backtest {
            files,
            priors,
            weights,
        } => model::backtest(files, priors.as_deref(), weights.as_deref(), talk),
        Command::Resolve {
            case,
            question,
            outcome,
            date,
            source,
        } => track::resolve(case, question, *outcome, *date, source, talk),
        Command::Score { case, as_of } => track::score(case, *as_of, talk),
        Command::Sources { case } => hand::sources(case, talk),
        Command::Grade {
            case,
            target,
            grade,
            reason,
        } => hand::grade(case, target, grade, reason, talk),
        Command::Accept(args) => hand::review(args, Review::Accepted, talk),
        Command::Reject(args) => hand::review(args, Review::Rejected, talk),
        Command::Correct(args) => hand::correct(&cli, args, talk),
        Command::Evidence(args) => hand::evidence(&cli, args, talk),
        Command::Cluster { case, ids, how } => hand::cluster(case, ids, how, talk),
        Command::Undo { case, change } => hand::undo(case, *change, talk),
        Command::Log { case, limit } => hand::log(case, *limit, talk),
        Command::Serve(args) => serve::run(&cli, args, talk),
        Command::Evaluate {
            part: EvaluateCommand::Coder { data },
        } => evaluate::coder(&cli, data, talk),
        Command::Code(texts) => texts::code(&cli, texts, talk),
        Command::Parse { texts, tree } => texts::parse(&cli, texts, *tree, talk),
        Command::Events { what } => events::run(&cli, what, talk),
        Command::Forecast { what } => forecast::run(what, talk),
        Command::Completions { shell } => {
            clap_complete::generate(
                *shell,
                &mut Cli::command(),
                "unravel",
                &mut std::io::stdout(),
            );
            Ok(())
        }
    }
}

/// Who is at the keyboard, for the audit log.
pub fn user() -> String {
    ["UNRAVEL_USER", "USER", "LOGNAME", "USERNAME"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "unknown".into())
}

/// Today by the machine's clock and time zone.
pub fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
