-- Messages of other programs that were read. What a patient's record or a visit says by them is worked out from all
-- of them in the order of their own time, so that the order in which they are read decides nothing.
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  hash TEXT NOT NULL,
  part INTEGER NOT NULL DEFAULT 0,
  kind TEXT NOT NULL,
  control TEXT NOT NULL DEFAULT '',
  act TEXT NOT NULL CHECK (act IN ('record', 'delete', 'look', 'merge', 'visit')),
  at INTEGER NOT NULL,
  place TEXT NOT NULL,
  about TEXT NOT NULL,
  other TEXT NOT NULL DEFAULT '',
  visit TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL,
  -- The merge of two records that came of it.
  merge INTEGER REFERENCES patient_merge(id),
  read_at INTEGER NOT NULL,
  outcome TEXT NOT NULL DEFAULT '',
  UNIQUE (source, hash, part),
  CHECK ((act = 'merge') = (other <> '') AND (act = 'visit') = (visit <> ''))
) STRICT;
CREATE INDEX message_about ON message (source, about);
CREATE INDEX message_other ON message (source, other) WHERE other <> '';
CREATE INDEX message_visit ON message (source, visit) WHERE visit <> '';
