-- What a document says about the strength of single actors, as JSON.
ALTER TABLE document ADD COLUMN remarks TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(remarks));
