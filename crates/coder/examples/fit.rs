//! Fits the coder's linear models to labelled text beside the repository and writes them out:
//!
//! ```text
//! cargo run --release -p unravel-coder --example fit -- attributions ../shared/data/polnear/train > crates/coder/data/attribution.tsv
//! cargo run --release -p unravel-coder --example fit -- scores ../shared/data/ties/dev.jsonl > crates/coder/data/score.tsv
//! cargo run --release -p unravel-coder --example fit -- events ../shared/data/plover/PLV_train.tsv > crates/coder/data/events.tsv
//! ```

use std::path::Path;

use unravel_actors::Registry;
use unravel_coder::{
    Coder, Lexicon,
    evaluate::{plover, polnear, ties},
    fit_attributions, fit_events, fit_scores,
};
use unravel_language::Pipeline;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [what, from] = args.as_slice() else {
        return Err("usage: fit attributions DIR | fit events TSV | fit scores JSONL".into());
    };
    let pipeline = Pipeline::english()?;
    let registry = Registry::builtin();
    let lexicon = Lexicon::builtin()?;
    match what.as_str() {
        "attributions" => {
            let texts = polnear::read_folder(Path::new(from))?;
            print!(
                "{}",
                fit_attributions(&pipeline, registry, &lexicon, &texts)
            );
        }
        "events" => {
            let rows = plover::read(&std::fs::read_to_string(from)?);
            print!("{}", fit_events(&pipeline, registry, &lexicon, &rows));
        }
        "scores" => {
            let rows = ties::read(&std::fs::read_to_string(from)?)?;
            let coder = Coder::new(&pipeline, registry, lexicon);
            print!("{}", fit_scores(&coder, &rows)?);
        }
        other => {
            return Err(format!("{other}: not a model; attributions, events or scores").into());
        }
    }
    Ok(())
}
