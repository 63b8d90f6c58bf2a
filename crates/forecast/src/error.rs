//! What can go wrong.

/// Why events could not be used or a model not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ForecastError {
    /// The columns differ in length.
    #[error(
        "columns of different length: {subject} subjects, {relation} relations, {object} objects, {time} times; give one row for each event"
    )]
    Columns {
        /// Length of the column of subjects.
        subject: usize,
        /// Length of the column of relations.
        relation: usize,
        /// Length of the column of objects.
        object: usize,
        /// Length of the column of times.
        time: usize,
    },
    /// An id lies outside its dictionary.
    #[error(
        "event {row}: {what} id {id} is not in the dictionary of {size}; check the id file that belongs to these events"
    )]
    Id {
        /// Row of the event, from 0.
        row: usize,
        /// Which dictionary: "entity" or "relation".
        what: &'static str,
        /// The id.
        id: u32,
        /// Size of the dictionary.
        size: usize,
    },
    /// Nothing to learn from or to be asked.
    #[error("no events in {what}; give at least {least}")]
    Empty {
        /// Which part.
        what: &'static str,
        /// The least number of events.
        least: usize,
    },
    /// Events to be forecast do not lie after those learnt from.
    #[error(
        "events to be forecast begin at time {begins}, but the model has seen time {seen}; forecast only what comes after"
    )]
    Past {
        /// First time asked for.
        begins: i64,
        /// Last time seen.
        seen: i64,
    },
    /// More kinds of relation than the tables are made for.
    #[error("{count} relations; at most {most} can be told apart: map them to coarser codes")]
    Relations {
        /// How many there are.
        count: usize,
        /// How many can be used.
        most: usize,
    },
    /// A name that the dictionary does not hold.
    #[error("no {what} named \"{name}\" in the events{}", near(.like))]
    Unknown {
        /// "actor" or "relation".
        what: &'static str,
        /// The name as given.
        name: String,
        /// The nearest names in the dictionary.
        like: Vec<String>,
    },
    /// The bytes are no model of ours.
    #[error("{why}; make the model again with `unravel forecast fit`")]
    Model {
        /// What is wrong.
        why: String,
    },
}

fn near(like: &[String]) -> String {
    if like.is_empty() {
        String::new()
    } else {
        format!("; did you mean {}?", like.join(", "))
    }
}
