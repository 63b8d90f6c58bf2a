//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use jiff::civil::Date;
use unravel_evidence::{DateRange, End, TieClass, Yardstick};

/// How likely is it that actor A keeps its tie with actor B until date T, and why?
#[derive(Debug, Parser)]
#[command(
    name = "unravel",
    version,
    arg_required_else_help = true,
    after_help = "Examples:
  unravel assess Taliban al-Qaeda --until 2027-12-31 reports/     judge a tie from a folder
  unravel new sahel.case && unravel add sahel.case reports/       keep documents in a case
  unravel assess sahel.case Mali Russia --until 2027-06-30        judge, and keep the judgement
  unravel code page.html                                          see what a page says, sentence by sentence

Exit codes: 0 done (what was skipped is told on stderr), 2 bad input: nothing could be done."
)]
pub struct Cli {
    /// Write JSON to stdout.
    #[arg(long, global = true)]
    pub json: bool,
    /// Say nothing but results and errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Your own actors, added to the built-in registry.
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub actors_file: Option<PathBuf>,
    /// Your own predicates, added to the built-in lexicon.
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub lexicon: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge a tie: from files and folders, or from a case (which keeps the judgement)
    #[command(after_help = "Examples:
  unravel assess Taliban al-Qaeda --until 2027-12-31 examples/taliban-al-qaeda/documents
  unravel assess Taliban al-Qaeda --until 2021-06-30 --as-of 2020-06-30 pages/
  unravel assess afghanistan.case Taliban AQ --until 2027-12-31 --markdown > judgement.md")]
    Assess(Assess),
    /// Make a new, empty case
    New {
        /// File to make, for example sahel.case
        case: PathBuf,
    },
    /// Read files or folders into a case; what it holds already is skipped
    #[command(after_help = "Examples:
  unravel add sahel.case reports/ page.html archive.warc.gz

A run that was cut short goes on where it was: give the same command again.")]
    Add {
        /// The case
        case: PathBuf,
        /// Files and folders
        #[arg(required = true, value_hint = ValueHint::AnyPath)]
        paths: Vec<PathBuf>,
    },
    /// List the documents of a case
    Documents {
        /// The case
        case: PathBuf,
    },
    /// List the actors of a case, or check a file of your own actors
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Actors {
        /// The case
        #[arg(required = true)]
        case: Option<PathBuf>,
        #[command(subcommand)]
        check: Option<ActorsCommand>,
    },
    /// List the statements of a case
    Statements {
        /// The case
        case: PathBuf,
        /// Only those about this actor; give it twice for a pair
        #[arg(long = "actor", value_name = "NAME")]
        actors: Vec<String>,
    },
    /// List the ties of a case: pairs of actors with what is said for and against
    Ties {
        /// The case
        case: PathBuf,
    },
    /// Search the documents and quotes of a case
    #[command(after_help = "Examples:
  unravel search sahel.case 'safe haven'
  unravel search sahel.case '\"pledge of allegiance\" sanctu*'")]
    Search {
        /// The case
        case: PathBuf,
        /// Words; \"a phrase\"; a beginning*
        words: String,
        /// At most so many documents and so many statements
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// Show the judgements that a case keeps of a tie
    History {
        /// The case
        case: PathBuf,
        /// First actor
        a: String,
        /// Second actor
        b: String,
    },
    /// Show what texts say about ties, with the words that say it
    #[command(after_help = "Examples:
  unravel code page.html
  unravel code --jsonl texts.jsonl > statements.jsonl     lines {\"id\",\"text\",\"published\"?,\"publisher\"?,\"url\"?}
  cat texts.jsonl | unravel code --jsonl -")]
    Code(Texts),
    /// Show how sentences are read: CoNLL-U, or a drawn tree
    #[command(after_help = "Examples:
  unravel parse page.txt
  unravel parse --tree page.txt
  unravel parse --jsonl texts.jsonl > parses.jsonl        lines {\"id\",\"text\"}")]
    Parse {
        #[command(flatten)]
        texts: Texts,
        /// Draw trees instead of CoNLL-U
        #[arg(long)]
        tree: bool,
    },
    /// Write shell completions to stdout
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Subcommand)]
pub enum ActorsCommand {
    /// Check a file of your own actors
    Check {
        /// The file, in the format of the built-in registry
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct Texts {
    /// Files and folders
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Read JSON Lines from a file ("-" is stdin) and write JSON Lines
    #[arg(long, value_name = "IN")]
    pub jsonl: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Assess {
    /// A B PATH… (two actors, then files and folders), or CASE A B
    #[arg(required = true, value_name = "A B PATH")]
    pub what: Vec<String>,
    /// The horizon: will the tie hold until this day?
    #[arg(long, value_name = "DATE")]
    pub until: Date,
    /// Hide what was published after this day [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// What would count as the end
    #[arg(long, default_value = "break", value_parser = word::<End>)]
    pub ends: End,
    /// Class of the tie, which chooses the base rate [default: by the kinds of the two actors]
    #[arg(long, value_parser = word::<TieClass>)]
    pub class: Option<TieClass>,
    /// When the tie began: a year, a month or a day [default: the first dated evidence for it]
    #[arg(long, value_name = "DATE")]
    pub began: Option<DateRange>,
    /// Scale of the estimative term: icd203 or phia
    #[arg(long, default_value = "icd203", value_parser = word::<Yardstick>)]
    pub yardstick: Yardstick,
    /// Write Markdown
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
    /// Show all evidence, not only the heaviest
    #[arg(long)]
    pub full: bool,
}

/// Reads a word of one of the closed vocabularies.
fn word<T: std::str::FromStr<Err = unravel_evidence::ParseWordError>>(
    text: &str,
) -> Result<T, String> {
    text.parse()
        .map_err(|error: unravel_evidence::ParseWordError| error.to_string())
}
