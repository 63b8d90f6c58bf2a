//! Codes JSON Lines from stdin to stdout.
use std::io::BufRead;
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let pipeline = unravel_language::Pipeline::english()?;
    let coder = unravel_coder::Coder::new(
        &pipeline,
        unravel_actors::Registry::builtin(),
        unravel_coder::Lexicon::builtin()?,
    );
    for (i, line) in std::io::stdin().lock().lines().enumerate() {
        let (id, document) = unravel_coder::InputLine::parse(&line?, i + 1)?.into_document();
        println!(
            "{}",
            serde_json::to_string(&unravel_coder::OutputLine::new(id, coder.code(&document)))?
        );
    }
    Ok(())
}
