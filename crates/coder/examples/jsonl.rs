//! dev
#![allow(missing_docs, clippy::unwrap_used)]
use std::io::{BufRead, Write};
use unravel_actors::Registry;
use unravel_coder::{Coder, InputLine, Lexicon, OutputLine};
use unravel_language::Pipeline;
fn main() {
    let pipeline = Pipeline::english().unwrap();
    let coder = Coder::new(&pipeline, Registry::builtin(), Lexicon::builtin().unwrap());
    let mut out = std::io::BufWriter::with_capacity(1 << 24, std::io::stdout().lock());
    for (i, line) in std::io::stdin().lock().lines().enumerate() {
        let (id, document) = InputLine::parse(&line.unwrap(), i + 1)
            .unwrap()
            .into_document();
        let coded = coder.code(&document);
        serde_json::to_writer(&mut out, &OutputLine::new(id, coded)).unwrap();
        writeln!(out).unwrap();
        out.flush().unwrap();
    }
}
