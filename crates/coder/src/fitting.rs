//! Fitting the linear models to labelled text.

use rayon::prelude::*;
use unravel_actors::Registry;
use unravel_language::Pipeline;

use crate::evaluate::plover::{self, Row};
use crate::evaluate::polnear::Labelled;
use crate::evaluate::ties::{self, fold};
use crate::lexicon::Lexicon;
use crate::scene::Scene;
use crate::{
    Coder, InputError, InputLine, OutputLine, attribution, coref, descriptions, events, footnotes,
    linear, mentions, roles,
};

/// A few hundred statements: weights are held down.
const SCORE_PENALTY: f32 = 3e-3;

/// Few sentences, many words: weights are held down.
const EVENT_PENALTY: f32 = 3e-3;

/// Fits the model of attributions (`data/attribution.tsv`) to texts with their labels.
pub fn fit_attributions(
    pipeline: &Pipeline,
    registry: &Registry,
    lexicon: &Lexicon,
    texts: &[(String, Vec<Labelled>)],
) -> String {
    let examples: Vec<linear::Example> = texts
        .par_iter()
        .flat_map_iter(|(text, labels)| {
            with_scene(pipeline, registry, lexicon, text, |scene| {
                attribution::examples(scene, |source, cue, content| {
                    labels.iter().any(|l| l.matches(source, cue, content))
                })
            })
        })
        .collect();
    linear::fit(&examples, &["none", "attribution"], 1e-4, 6, 4)
}

/// Fits the model of event types (`data/events.tsv`) to sentences with their labels.
pub fn fit_events(
    pipeline: &Pipeline,
    registry: &Registry,
    lexicon: &Lexicon,
    rows: &[Row],
) -> String {
    let examples: Vec<linear::Example> = rows
        .par_iter()
        .flat_map_iter(|row| {
            let class = events::CLASSES.iter().position(|c| *c == row.root);
            with_scene(pipeline, registry, lexicon, &row.sentence, |scene| {
                let pair = |a: &[String], b: &[String]| {
                    let (a, b): (Vec<String>, Vec<String>) = (
                        a.iter().map(|n| fold(n)).collect(),
                        b.iter().map(|n| fold(n)).collect(),
                    );
                    plover::overlaps(&row.source, a.iter().map(String::as_str))
                        && plover::overlaps(&row.target, b.iter().map(String::as_str))
                };
                class
                    .map(|class| events::examples(scene, class, pair))
                    .unwrap_or_default()
            })
        })
        .collect();
    linear::fit(&examples, events::CLASSES, EVENT_PENALTY, 30, 2)
}

/// Fits the model of scores (`data/score.tsv`) to texts with their ties: a statement is right
/// where its two actors and its bearing match a labelled tie.
///
/// # Errors
/// [`InputError`] for a row that makes no line of the contract.
pub fn fit_scores(coder: &Coder<'_>, rows: &[ties::Row]) -> Result<String, InputError> {
    let mut examples = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let (id, document) = InputLine::parse(&row.request().to_string(), i + 1)?.into_document();
        let mut features = Vec::new();
        let coded = coder.coded(&document, Some(&mut features));
        let mut counts = ties::Counts::default();
        counts.add(row, &OutputLine::new(id, coded));
        let right = counts.scored().iter().map(|(_, right)| *right);
        examples.extend(
            features
                .into_iter()
                .zip(right)
                .map(|(features, right)| linear::Example {
                    features,
                    class: usize::from(right),
                }),
        );
    }
    Ok(linear::fit(
        &examples,
        &["wrong", "right"],
        SCORE_PENALTY,
        60,
        5,
    ))
}

/// Parses a text and hands its scene to `work`.
fn with_scene<T>(
    pipeline: &Pipeline,
    registry: &Registry,
    lexicon: &Lexicon,
    text: &str,
    work: impl FnOnce(&mut Scene<'_>) -> T,
) -> T {
    let text = footnotes::blanked(text);
    let found = mentions::find(registry, &text);
    let names = mentions::known_names(&found, registry);
    let parse = pipeline.parse_with_names(&text, &names);
    let mut scene = Scene::new(&parse, &lexicon.nouns);
    mentions::gather(&mut scene, &found, registry, lexicon);
    roles::assign(&mut scene, registry, None);
    coref::resolve(&mut scene);
    descriptions::unnamed(&mut scene);
    work(&mut scene)
}
