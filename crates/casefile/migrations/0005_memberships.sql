-- Who belongs to what and who leads it, as a document says, as JSON.
ALTER TABLE document ADD COLUMN memberships TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(memberships));
