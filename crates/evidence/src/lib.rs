//! The words of unravel as types: actors, documents, statements, questions, judgements.
