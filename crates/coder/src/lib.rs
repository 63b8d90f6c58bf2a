//! A parsed document to mentions, roles, statements and attributions.
