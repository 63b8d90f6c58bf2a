//! The case: one SQLite file with sources, documents, statements, questions, judgements and an audit log.
