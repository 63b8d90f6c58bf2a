//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueHint};
use jiff::civil::Date;
use unravel_evidence::{
    Bearing, Credibility, DateRange, Direction, End, Kind, Outcome, Stance, TieClass, Yardstick,
};
use unravel_report::Format;

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
    /// Write the last judgement of a tie as a file: a page to read, or for other tools
    #[command(after_help = "Examples:
  unravel report afghanistan.case Taliban al-Qaeda -o tie.html        one file: opens offline, prints on A4
  unravel report afghanistan.case Taliban al-Qaeda --format csv > evidence.csv
  unravel report afghanistan.case Taliban al-Qaeda -o tie.stix.json --judgement 3f9a12

html      a page without scripts            stix   a STIX 2.1 bundle
markdown  GitHub Markdown                   ftm    FollowTheMoney entities, one a line
json      the judgement itself              gexf   a GEXF 1.3 network with time spells
csv       the evidence table")]
    Report(Report),
    /// Store a question with its resolution rule, before there is any evidence
    #[command(after_help = "Examples:
  unravel ask sahel.case Mali Russia --until 2027-06-30 --ends support
  unravel ask afghanistan.case Taliban al-Qaeda --until 2027-12-31 --ends hosting \\
    --class state-group-shelter --began 1996-05

`unravel watch CASE` judges every open question from the documents of the case.")]
    Ask(Ask),
    /// List the questions of a case with their latest judgements and how they came out
    Questions {
        /// The case
        case: PathBuf,
        /// Only those without a resolution
        #[arg(long, conflicts_with = "resolved")]
        open: bool,
        /// Only those with one
        #[arg(long)]
        resolved: bool,
    },
    /// Judge all open questions again and print what moved
    #[command(after_help = "Examples:
  unravel add sahel.case reports/ && unravel watch sahel.case
  unravel watch sahel.case --as-of 2026-06-30 --full

A judgement is kept where something changed: its evidence, or its probability by 0.05 points.")]
    Watch(Watch),
    /// Show how often ties of a class hold, with the counts behind it
    #[command(after_help = "Examples:
  unravel base-rate --class state-group --age 12y --horizon 1y
  unravel base-rate --class group-group --ends support --age 18m --horizon 2y
  unravel base-rate --class state-state --spells spells.csv --horizon 1y

--spells counts your own CSV (supporter,recipient,start,end,ended) in the same way.")]
    BaseRate(BaseRateArgs),
    /// Fit the weights of evidence to retrospective cases
    #[command(after_help = "Examples:
  unravel fit cases/*.json --out weights.toml
  unravel fit cases --priors priors.toml --out weights.toml
  unravel assess sahel.case Mali Russia --until 2027-06-30 --weights weights.toml")]
    Fit {
        /// Case files, or folders of them (*.json)
        #[arg(required = true, value_hint = ValueHint::AnyPath)]
        files: Vec<PathBuf>,
        /// Where the weights stand before any case is seen [default: built in]
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        priors: Option<PathBuf>,
        /// Fit the weights of event data too: a history made by `unravel events import`, a folder
        /// of benchmark quadruples, or a model made by `unravel forecast fit`
        #[arg(long, value_name = "HISTORY", value_hint = ValueHint::AnyPath)]
        events: Option<PathBuf>,
        /// File to write the weights to [default: stdout]
        #[arg(short, long, alias = "output", value_name = "FILE", value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
    },
    /// Forecast retrospective cases with weights fitted to the other pairs, and score that
    #[command(after_help = "Examples:
  unravel backtest cases/*.json
  unravel backtest cases --json > backtest.jsonl          a line for each case, then the summary
  unravel backtest newcases --weights weights.toml        for cases the weights were not fitted to")]
    Backtest {
        /// Case files, or folders of them (*.json)
        #[arg(required = true, value_hint = ValueHint::AnyPath)]
        files: Vec<PathBuf>,
        /// Where the weights stand before any case is seen [default: built in]
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "weights")]
        priors: Option<PathBuf>,
        /// Forecast with these weights instead of fitting without each pair
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        weights: Option<PathBuf>,
    },
    /// Store how a question came out
    #[command(after_help = "Examples:
  unravel resolve sahel.case mali--russia--break--2027-06-30 held --date 2027-06-30 --source 'Reuters, AFP'")]
    Resolve {
        /// The case
        case: PathBuf,
        /// Its id, or the beginning of it (see `unravel questions CASE`)
        question: String,
        /// held, broke or void
        #[arg(value_parser = word::<Outcome>)]
        outcome: Outcome,
        /// When that happened or was known
        #[arg(long, value_name = "DATE")]
        date: Date,
        /// Who says so
        #[arg(long)]
        source: String,
    },
    /// Score the judgements of a case against what came of them
    #[command(after_help = "Examples:
  unravel score sahel.case
  unravel score sahel.case --as-of 2027-12-31

A question that was resolved before its date is counted once that date has passed.")]
    Score {
        /// The case
        case: PathBuf,
        /// Hide what was resolved after this day [default: today]
        #[arg(long, value_name = "DATE")]
        as_of: Option<Date>,
    },
    /// List the sources of a case with their grades
    Sources {
        /// The case
        case: PathBuf,
    },
    /// Grade a source (A-F) or a statement (1-6)
    #[command(after_help = "Examples:
  unravel grade sahel.case 'Daily Gazette' B --reason 'corrects its errors'
  unravel grade sahel.case 3f9a12 4 --reason 'no one else reports it'

A completely reliable … E unreliable, F cannot be judged;
1 confirmed … 5 improbable, 6 cannot be judged.")]
    Grade {
        /// The case
        case: PathBuf,
        /// Name of a source, or id of a statement (its beginning will do)
        target: String,
        /// A to F for a source, 1 to 6 for a statement
        grade: String,
        /// Why
        #[arg(
            long,
            visible_alias = "note",
            default_value = "",
            hide_default_value = true
        )]
        reason: String,
    },
    /// Accept a statement: you agree with it
    Accept(Review),
    /// Reject a statement: it stays in the case and weighs nothing
    #[command(after_help = "Examples:
  unravel reject sahel.case 3f9a12 --reason 'the quote is about another group'")]
    Reject(Review),
    /// Correct a statement; the coder's version stays beside it
    #[command(after_help = "Examples:
  unravel correct sahel.case 3f9a12 --stance denied --reason 'the spokesman denies it'
  unravel correct sahel.case 3f9a12 --when 2019-05 --said-by none --reason 'date stands in the title'

A new kind or stance sets the bearing by the rule unless --bearing is given.")]
    Correct(Correct),
    /// Add a statement by hand, with the words it rests on and where they stand
    #[command(after_help = "Examples:
  unravel evidence sahel.case Mali Russia --kind support --quote 'Six aircraft arrived in Bamako.' \\
    --reference 'Gazette, 4 May 2026, p. 3' --publisher 'Daily Gazette' --published 2026-05-04 --when 2026-05")]
    Evidence(Evidence),
    /// Join statements into one origin, split them apart, or leave that to the judge again
    #[command(after_help = "Examples:
  unravel cluster sahel.case 3f9a12 77c0de --label 'the April statement'
  unravel cluster sahel.case 3f9a12 --split")]
    Cluster {
        /// The case
        case: PathBuf,
        /// Ids of statements (their beginnings will do)
        #[arg(required = true, value_name = "STATEMENT")]
        ids: Vec<String>,
        #[command(flatten)]
        how: ClusterHow,
    },
    /// Take back your last change that is not yet taken back; again goes one further
    Undo {
        /// The case
        case: PathBuf,
        /// Take back this change instead (see `unravel log CASE`)
        #[arg(long, value_name = "NUMBER")]
        change: Option<i64>,
    },
    /// Show who changed what in a case, newest first
    #[command(visible_alias = "audit")]
    Log {
        /// The case
        case: PathBuf,
        /// At most so many entries
        #[arg(long, default_value_t = 20)]
        limit: usize,
    },
    /// Open the workbench of a case in a browser
    #[command(after_help = "Examples:
  unravel serve sahel.case
  unravel serve sahel.case --port 9000 --open
  unravel serve sahel.case --listen 0.0.0.0 --password-file secret.txt --host bench.example.org

Without --listen only this machine is served. Beyond it browsers keep the session only over
HTTPS: put a proxy that speaks it in front, let it pass the Host header on, and name it with --host.")]
    Serve(Serve),
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
    /// Event datasets: import them, and see what two actors did to each other over time
    Events {
        #[command(subcommand)]
        what: crate::commands::events::EventsCommand,
    },
    /// What happens next between whom: fit, predict, explain, measure
    Forecast {
        #[command(subcommand)]
        what: crate::commands::forecast::ForecastCommand,
    },
    /// Measure a part of the program on labelled data beside it
    Evaluate {
        #[command(subcommand)]
        part: EvaluateCommand,
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

#[derive(Debug, Subcommand)]
pub enum EvaluateCommand {
    /// Ties, events, relations, attributions and speed of the coder
    #[command(after_help = "Example:
  unravel evaluate coder --data ../shared/data")]
    Coder {
        /// Folder with ties/, plover/, re3d/ and polnear/; what is not there is left out
        #[arg(long, value_hint = ValueHint::DirPath)]
        data: PathBuf,
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
    #[arg(long, value_parser = class)]
    pub class: Option<TieClass>,
    /// When the tie began: a year, a month or a day [default: the first dated evidence for it]
    #[arg(long, value_name = "DATE")]
    pub began: Option<DateRange>,
    /// Scale of the estimative term: icd203 or phia
    #[arg(long, default_value = "icd203", value_parser = word::<Yardstick>)]
    pub yardstick: Yardstick,
    /// Weights of evidence, made by `unravel fit` [default: built in]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub weights: Option<PathBuf>,
    /// Write Markdown
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
    /// Show all evidence, not only the heaviest
    #[arg(long)]
    pub full: bool,
}

#[derive(Debug, Args)]
pub struct Report {
    /// The case
    pub case: PathBuf,
    /// First actor
    pub a: String,
    /// Second actor
    pub b: String,
    /// html, markdown, json, csv, stix, ftm or gexf [default: by the ending of FILE, else html]
    #[arg(long)]
    pub format: Option<Format>,
    /// File to write, "-" for stdout [default: a name from the question in a terminal, else stdout]
    #[arg(short, long, alias = "out", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// This judgement instead of the last (its id or a beginning of it, see `unravel history`)
    #[arg(long, value_name = "ID")]
    pub judgement: Option<String>,
}

#[derive(Debug, Args)]
pub struct Ask {
    /// The case
    pub case: PathBuf,
    /// First actor: supporter or host where there is one
    pub a: String,
    /// Second actor
    pub b: String,
    /// The horizon: will the tie hold until this day?
    #[arg(long, value_name = "DATE")]
    pub until: Date,
    /// What would count as the end: break, support (no more) or hosting (no more)
    #[arg(long, value_parser = word::<End>)]
    pub ends: End,
    /// Class of the tie, which chooses the base rate [default: by the kinds of the two actors]
    #[arg(long, value_parser = class)]
    pub class: Option<TieClass>,
    /// When the tie began: a year, a month or a day [default: the first dated evidence for it]
    #[arg(long, value_name = "DATE")]
    pub began: Option<DateRange>,
    /// When it is asked [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
}

#[derive(Debug, Args)]
pub struct Watch {
    /// The case
    pub case: PathBuf,
    /// Hide what was published after this day [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// Weights of evidence, made by `unravel fit` [default: built in]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub weights: Option<PathBuf>,
    /// Scale of the estimative term: icd203 or phia
    #[arg(long, default_value = "icd203", value_parser = word::<Yardstick>)]
    pub yardstick: Yardstick,
    /// Show every item that moved a question, not only the heaviest
    #[arg(long)]
    pub full: bool,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// The case
    pub case: PathBuf,
    /// Port; 0 takes any that is free
    #[arg(long, default_value_t = 8300)]
    pub port: u16,
    /// Listen on this address; beyond this machine a password is needed [default: 127.0.0.1]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<std::net::IpAddr>,
    /// File whose first line is the password [default: the variable UNRAVEL_PASSWORD]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub password_file: Option<PathBuf>,
    /// A name under which the workbench is reached, for example that of the proxy; repeatable
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// Open the browser
    #[arg(long)]
    pub open: bool,
    /// Weights of evidence, made by `unravel fit` [default: built in]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub weights: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct BaseRateArgs {
    /// Class of the tie; state-group is short for state-group-support
    #[arg(long, value_parser = class)]
    pub class: TieClass,
    /// What counts as the end [default: support or hosting where the class names it, else break]
    #[arg(long, value_parser = word::<End>)]
    pub ends: Option<End>,
    /// Age of the tie: 12y, 18m, 3.5y [default: unknown, averaged over the ages in the table]
    #[arg(long, value_parser = years)]
    pub age: Option<f64>,
    /// How long it must hold: 1y, 18m
    #[arg(long, value_parser = years, default_value = "1y")]
    pub horizon: f64,
    /// Count these spells instead: CSV with supporter,recipient,start,end,ended
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub spells: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Review {
    /// The case
    pub case: PathBuf,
    /// Id of the statement (its beginning will do)
    pub statement: String,
    /// Why; a rejection needs it
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct Correct {
    /// The case
    pub case: PathBuf,
    /// Id of the statement (its beginning will do)
    pub statement: String,
    /// What binds or divides the two
    #[arg(long, value_parser = word::<Kind>)]
    pub kind: Option<Kind>,
    /// How it is put
    #[arg(long, value_parser = word::<Stance>)]
    pub stance: Option<Stance>,
    /// First actor
    #[arg(long, value_name = "ACTOR")]
    pub a: Option<String>,
    /// Second actor
    #[arg(long, value_name = "ACTOR")]
    pub b: Option<String>,
    /// From whom to whom: a->b, b->a or mutual
    #[arg(long, value_parser = word::<Direction>)]
    pub direction: Option<Direction>,
    /// When it was: a year, a month, a day, START/END or none
    #[arg(long, value_name = "DATE", value_parser = or_none::<DateRange>)]
    pub when: Option<OrNone<DateRange>>,
    /// For or against the tie, or neutral
    #[arg(long, value_parser = word::<Bearing>)]
    pub bearing: Option<Bearing>,
    /// To whom the text attributes it, or none
    #[arg(long, value_name = "ACTOR", value_parser = or_none::<String>)]
    pub said_by: Option<OrNone<String>>,
    /// Whether it is a costly act rather than words: true or false
    #[arg(long)]
    pub costly: Option<bool>,
    /// Why
    #[arg(long)]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct Evidence {
    /// The case
    pub case: PathBuf,
    /// First actor
    pub a: String,
    /// Second actor
    pub b: String,
    /// What binds or divides the two
    #[arg(long, value_parser = word::<Kind>)]
    pub kind: Kind,
    /// How it is put
    #[arg(long, default_value = "asserted", value_parser = word::<Stance>)]
    pub stance: Stance,
    /// The words it rests on
    #[arg(long)]
    pub quote: String,
    /// Where they stand: a title with page, or an address
    #[arg(long)]
    pub reference: String,
    /// Who published them: the source that is graded
    #[arg(long)]
    pub publisher: Option<String>,
    /// When they were published [default: unknown; seen from today on]
    #[arg(long, value_name = "DATE")]
    pub published: Option<DateRange>,
    /// When the act or state was
    #[arg(long, value_name = "DATE")]
    pub when: Option<DateRange>,
    /// From whom to whom: a->b, b->a or mutual
    #[arg(long, default_value = "a->b", value_parser = word::<Direction>)]
    pub direction: Direction,
    /// For or against the tie [default: by kind and stance]
    #[arg(long, value_parser = word::<Bearing>)]
    pub bearing: Option<Bearing>,
    /// To whom the text attributes it
    #[arg(long, value_name = "ACTOR")]
    pub said_by: Option<String>,
    /// A costly act rather than words
    #[arg(long)]
    pub costly: bool,
    /// How credible it is, 1 to 6
    #[arg(long, value_parser = word::<Credibility>)]
    pub credibility: Option<Credibility>,
    /// Why
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reason: String,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct ClusterHow {
    /// Count them as one origin under this name
    #[arg(long, value_name = "NAME")]
    pub label: Option<String>,
    /// Count each as an origin of its own
    #[arg(long)]
    pub split: bool,
    /// Leave it to the judge again
    #[arg(long)]
    pub reset: bool,
}

/// A value, or the word "none" to empty a field.
#[derive(Debug, Clone)]
pub struct OrNone<T>(pub Option<T>);

fn or_none<T: std::str::FromStr>(text: &str) -> Result<OrNone<T>, String>
where
    T::Err: std::fmt::Display,
{
    if text.eq_ignore_ascii_case("none") {
        return Ok(OrNone(None));
    }
    let value = text.parse().map_err(|error: T::Err| error.to_string())?;
    Ok(OrNone(Some(value)))
}

/// A class of ties; "state-group" is the commonest of the two between a state and a group.
fn class(text: &str) -> Result<TieClass, String> {
    if text.eq_ignore_ascii_case("state-group") {
        return Ok(TieClass::StateGroupSupport);
    }
    word(text)
}

/// A span in years: "12y", "18m", "3.5y", "90d"; a bare number is in years.
fn years(text: &str) -> Result<f64, String> {
    let wrong = || format!("\"{text}\" is not a span of time; write 12y, 18m or 3.5y");
    let text = text.trim();
    let (number, unit) = match text.char_indices().next_back() {
        Some((at, 'y' | 'Y')) => (&text[..at], 1.0),
        Some((at, 'm' | 'M')) => (&text[..at], 12.0),
        Some((at, 'd' | 'D')) => (&text[..at], 365.25),
        _ => (text, 1.0),
    };
    let value: f64 = number.trim().parse().map_err(|_| wrong())?;
    // longer than any recorded tie, and far from overflow
    if !(0.0..=1000.0 * unit).contains(&value) {
        return Err(wrong());
    }
    Ok(value / unit)
}

/// Reads a word of one of the closed vocabularies.
fn word<T: std::str::FromStr<Err = unravel_evidence::ParseWordError>>(
    text: &str,
) -> Result<T, String> {
    text.parse()
        .map_err(|error: unravel_evidence::ParseWordError| error.to_string())
}
