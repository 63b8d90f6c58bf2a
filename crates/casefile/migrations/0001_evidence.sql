-- What was read, what it says, and what the user did with it.

-- Every change of the case, written in the transaction that makes it.
CREATE TABLE audit (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    change    INTEGER NOT NULL,              -- entries of one change are undone together
    at        TEXT NOT NULL,                 -- RFC 3339, UTC
    who       TEXT NOT NULL CHECK (who <> ''),
    action    TEXT NOT NULL,
    entity    TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    reason    TEXT,
    before    TEXT CHECK (before IS NULL OR json_valid(before)),
    after     TEXT CHECK (after IS NULL OR json_valid(after)),
    undoable  INTEGER NOT NULL DEFAULT 0 CHECK (undoable IN (0, 1)),
    undoes    INTEGER                        -- the change that this one takes back
) STRICT;
CREATE INDEX audit_undoable ON audit (who, change) WHERE undoable = 1;
CREATE INDEX audit_undoes ON audit (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX audit_entity ON audit (entity, entity_id);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is never changed'); END;
-- INSERT OR REPLACE deletes without a delete trigger
CREATE TRIGGER audit_is_never_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'the audit log is never changed'); END;

-- Files by the hash of their bytes, so that what was read is skipped before it is read again.
CREATE TABLE file (
    hash     TEXT PRIMARY KEY,
    label    TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    done_at  TEXT,                           -- none = reading was cut short
    note     TEXT                            -- why nothing came of it, where nothing did
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
    name        TEXT PRIMARY KEY,
    reliability TEXT NOT NULL DEFAULT 'F' CHECK (reliability IN ('A', 'B', 'C', 'D', 'E', 'F')),
    note        TEXT,
    version     INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
    key             INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    title           TEXT,
    source          TEXT REFERENCES source (name),
    authors         TEXT NOT NULL CHECK (json_valid(authors)),
    published       TEXT,                    -- as precise as known: 1999, 1999-05, 1999-05-12
    published_start TEXT,
    published_end   TEXT,
    known_by        TEXT NOT NULL,           -- latest day it can have been published
    url             TEXT,
    language        TEXT NOT NULL,
    origin          TEXT,
    duplicate_of    TEXT REFERENCES document (id),
    file            TEXT REFERENCES file (hash),
    by_hand         INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1)),
    characters      INTEGER NOT NULL,
    added_at        TEXT NOT NULL,
    attributions    TEXT NOT NULL CHECK (json_valid(attributions))
) STRICT;
CREATE INDEX document_source ON document (source);
CREATE INDEX document_duplicate ON document (duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE INDEX document_file ON document (file) WHERE file IS NOT NULL;

-- Apart from `document`, so that lists of documents do not page through their texts.
CREATE TABLE document_text (
    document INTEGER PRIMARY KEY REFERENCES document (key),
    text     TEXT NOT NULL
) STRICT;
CREATE TRIGGER text_is_never_changed BEFORE UPDATE ON document_text
BEGIN SELECT raise(ABORT, 'the text of a document never changes'); END;
CREATE TRIGGER text_is_kept BEFORE DELETE ON document_text
WHEN (SELECT by_hand FROM document WHERE key = old.document) = 0
BEGIN SELECT raise(ABORT, 'the text of a document never changes'); END;
CREATE TRIGGER text_is_never_replaced BEFORE INSERT ON document_text
WHEN EXISTS (SELECT 1 FROM document_text WHERE document = new.document)
BEGIN SELECT raise(ABORT, 'the text of a document never changes'); END;

-- What the reader needs to know a near-duplicate of this document.
CREATE TABLE signature (
    document INTEGER PRIMARY KEY REFERENCES document (key),
    bytes    BLOB NOT NULL
) STRICT;

CREATE TABLE actor (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT                                -- none where only a statement names it
) STRICT, WITHOUT ROWID;

CREATE TABLE alias (
    actor TEXT NOT NULL REFERENCES actor (id),
    name  TEXT NOT NULL,
    PRIMARY KEY (actor, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE mention (
    document INTEGER NOT NULL REFERENCES document (key),
    actor    TEXT NOT NULL REFERENCES actor (id),
    mentions INTEGER NOT NULL,
    json     TEXT NOT NULL CHECK (json_valid(json)),
    PRIMARY KEY (document, actor)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_actor ON mention (actor, mentions);

CREATE TABLE role (
    key          INTEGER PRIMARY KEY,
    document     INTEGER NOT NULL REFERENCES document (key),
    person       TEXT NOT NULL REFERENCES actor (id),
    role         TEXT NOT NULL,
    organization TEXT NOT NULL REFERENCES actor (id),
    since        TEXT,
    until        TEXT
) STRICT;
CREATE INDEX role_document ON role (document);
CREATE INDEX role_person ON role (person);
CREATE INDEX role_organization ON role (organization);

-- `json` is the statement as it now counts; the columns beside it follow from it.
CREATE TABLE statement (
    key              INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE AS (json ->> '$.id') STORED,
    document         INTEGER NOT NULL REFERENCES document (key),
    a                TEXT NOT NULL AS (json ->> '$.a.id') STORED REFERENCES actor (id),
    b                TEXT NOT NULL AS (json ->> '$.b.id') STORED REFERENCES actor (id),
    kind             TEXT NOT NULL AS (json ->> '$.kind') STORED,
    direction        TEXT NOT NULL AS (json ->> '$.direction') STORED,
    stance           TEXT NOT NULL AS (json ->> '$.stance') STORED,
    bearing          TEXT NOT NULL AS (json ->> '$.bearing') STORED,
    said_by          TEXT AS (json ->> '$.said_by.id') STORED REFERENCES actor (id),
    when_start       TEXT,
    when_end         TEXT,
    costly           INTEGER NOT NULL AS (json ->> '$.costly') STORED,
    score            REAL NOT NULL AS (json ->> '$.score') STORED CHECK (score BETWEEN 0 AND 1),
    quote            TEXT NOT NULL AS (json ->> '$.passage.exact') VIRTUAL,
    by_hand          INTEGER NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1)),
    review           TEXT NOT NULL DEFAULT 'open' CHECK (review IN ('open', 'accepted', 'rejected')),
    review_reason    TEXT,
    credibility      TEXT CHECK (credibility IN ('1', '2', '3', '4', '5', '6')),
    credibility_reason TEXT,
    correction_reason TEXT,
    cluster          TEXT,                   -- the user's label; none = the judge decides
    version          INTEGER NOT NULL DEFAULT 1,
    coded            TEXT CHECK (coded IS NULL OR json_valid(coded)), -- before the first correction
    json             TEXT NOT NULL CHECK (json_valid(json))
) STRICT;
CREATE INDEX statement_pair ON statement (a, b);
CREATE INDEX statement_b ON statement (b);
CREATE INDEX statement_document ON statement (document);
CREATE INDEX statement_speaker ON statement (said_by) WHERE said_by IS NOT NULL;

-- One row per pair of actors, rejected statements left out.
CREATE VIEW tie AS
SELECT min(s.a, s.b) AS a,
       max(s.a, s.b) AS b,
       count(*) AS statements,
       count(*) FILTER (WHERE s.bearing = 'for') AS for_it,
       count(*) FILTER (WHERE s.bearing = 'against') AS against_it,
       count(DISTINCT s.document) AS documents,
       min(coalesce(s.when_start, d.published_start)) AS first_date,
       max(coalesce(s.when_end, d.published_end)) AS last_date
FROM statement s JOIN document d ON d.key = s.document
WHERE s.review <> 'rejected'
GROUP BY min(s.a, s.b), max(s.a, s.b);
