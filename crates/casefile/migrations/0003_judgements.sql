-- What is asked, what was answered, how it came out. `json` stands last in each table, so
-- that lists do not page through it.
CREATE TABLE question (
    id       TEXT PRIMARY KEY,
    a        TEXT NOT NULL AS (json ->> '$.tie.a.id') STORED,
    b        TEXT NOT NULL AS (json ->> '$.tie.b.id') STORED,
    ends     TEXT NOT NULL AS (json ->> '$.ends') STORED,
    until    TEXT NOT NULL AS (json ->> '$.until') STORED,
    asked_at TEXT NOT NULL,
    json     TEXT NOT NULL CHECK (json_valid(json))
) STRICT, WITHOUT ROWID;
CREATE INDEX question_pair ON question (a, b);

CREATE TABLE judgement (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE AS (json ->> '$.id') STORED,
    question    TEXT NOT NULL REFERENCES question (id),
    made_at     TEXT NOT NULL AS (json ->> '$.made_at') STORED,
    as_of       TEXT NOT NULL AS (json ->> '$.question.as_of') STORED,
    probability REAL NOT NULL AS (json ->> '$.probability') STORED
                CHECK (probability BETWEEN 0 AND 1),
    low90       REAL NOT NULL AS (json ->> '$.interval90[0]') STORED,
    high90      REAL NOT NULL AS (json ->> '$.interval90[1]') STORED,
    base_rate   REAL NOT NULL AS (json ->> '$.base_rate.probability') STORED,
    term        TEXT NOT NULL AS (json ->> '$.term') STORED,
    confidence  TEXT NOT NULL AS (json ->> '$.confidence.level') STORED,
    json        TEXT NOT NULL CHECK (json_valid(json))
) STRICT;
CREATE INDEX judgement_question ON judgement (question, key);
CREATE TRIGGER judgement_is_never_changed BEFORE UPDATE ON judgement
BEGIN SELECT raise(ABORT, 'a judgement is never overwritten'); END;
CREATE TRIGGER judgement_is_never_deleted BEFORE DELETE ON judgement
BEGIN SELECT raise(ABORT, 'a judgement is never overwritten'); END;
CREATE TRIGGER judgement_is_never_replaced BEFORE INSERT ON judgement
WHEN EXISTS (SELECT 1 FROM judgement
             WHERE key = new.key OR id = json_extract(new.json, '$.id'))
BEGIN SELECT raise(ABORT, 'a judgement is never overwritten'); END;

CREATE TABLE resolution (
    question TEXT PRIMARY KEY REFERENCES question (id),
    outcome  TEXT NOT NULL CHECK (outcome IN ('held', 'broke', 'void')),
    date     TEXT NOT NULL,
    source   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
