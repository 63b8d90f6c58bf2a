-- Full-text search. The words live in the tables above; the indexes hold no second copy.
CREATE VIEW document_words AS
SELECT d.key AS key, d.title AS title, t.text AS text
FROM document d JOIN document_text t ON t.document = d.key;

CREATE VIRTUAL TABLE document_search USING fts5 (
    title, text,
    content = 'document_words', content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER document_text_added AFTER INSERT ON document_text
BEGIN
    INSERT INTO document_search (rowid, title, text)
    SELECT d.key, d.title, new.text FROM document d WHERE d.key = new.document;
END;
CREATE TRIGGER document_text_removed AFTER DELETE ON document_text
BEGIN
    INSERT INTO document_search (document_search, rowid, title, text)
    SELECT 'delete', d.key, d.title, old.text FROM document d WHERE d.key = old.document;
END;
CREATE TRIGGER title_is_never_changed BEFORE UPDATE OF title ON document
BEGIN SELECT raise(ABORT, 'the title of a document never changes'); END;

CREATE VIRTUAL TABLE statement_search USING fts5 (
    quote,
    content = 'statement', content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER statement_added AFTER INSERT ON statement
BEGIN
    INSERT INTO statement_search (rowid, quote) VALUES (new.key, new.quote);
END;
CREATE TRIGGER statement_removed AFTER DELETE ON statement
BEGIN
    INSERT INTO statement_search (statement_search, rowid, quote)
    VALUES ('delete', old.key, old.quote);
END;
CREATE TRIGGER quote_is_never_changed BEFORE UPDATE OF json ON statement
WHEN json_extract(new.json, '$.passage.exact') IS NOT json_extract(old.json, '$.passage.exact')
BEGIN SELECT raise(ABORT, 'the quote of a statement never changes'); END;

INSERT INTO document_search (document_search) VALUES ('rebuild');
INSERT INTO statement_search (statement_search) VALUES ('rebuild');
