//! One module for each family of commands.

mod assess;
mod case;
mod lists;
mod texts;

use clap::CommandFactory;

use crate::cli::{ActorsCommand, Cli, Command};
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
        Command::Code(texts) => texts::code(&cli, texts, talk),
        Command::Parse { texts, tree } => texts::parse(&cli, texts, *tree, talk),
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
