-- The whole calendar: groups and sets of visits, interpreters, time kept free after a visit, slots being booked.

-- Somebody or some line that interprets: of a language, in one of three ways. A telephone service has no end of lines.
CREATE TABLE interpreter (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  languages TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('in_person', 'phone', 'video')),
  digits TEXT NOT NULL DEFAULT '' CHECK (digits NOT GLOB '*[^0-9]*'),
  shared INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1)),
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Several patients at one time with one provider: a class, a group. Each has a visit of its own.
CREATE TABLE party (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL REFERENCES visit_kind(id),
  capacity INTEGER NOT NULL CHECK (capacity BETWEEN 2 AND 100),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Visits that belong together: a family one after another, a test before the doctor.
CREATE TABLE linked_set (
  id INTEGER PRIMARY KEY,
  made_at INTEGER NOT NULL
) STRICT;

ALTER TABLE series ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

ALTER TABLE visit_kind ADD COLUMN buffer INTEGER NOT NULL DEFAULT 0 CHECK (buffer BETWEEN 0 AND 120);
ALTER TABLE visit_kind ADD COLUMN per_day INTEGER CHECK (per_day > 0);
ALTER TABLE visit_kind ADD COLUMN overbook_per_day INTEGER CHECK (overbook_per_day >= 0);
ALTER TABLE visit_kind ADD COLUMN capacity INTEGER NOT NULL DEFAULT 1 CHECK (capacity BETWEEN 1 AND 100);
ALTER TABLE visit_kind ADD COLUMN telehealth INTEGER NOT NULL DEFAULT 0 CHECK (telehealth IN (0, 1));
ALTER TABLE visit_kind ADD COLUMN standing TEXT NOT NULL DEFAULT '' CHECK (standing IN ('', 'new', 'established'));

ALTER TABLE visit ADD COLUMN party INTEGER REFERENCES party(id);
ALTER TABLE visit ADD COLUMN linked INTEGER REFERENCES linked_set(id);
-- The broken or bumped visit that this one was booked in the place of.
ALTER TABLE visit ADD COLUMN replaces INTEGER REFERENCES visit(id);
ALTER TABLE visit ADD COLUMN interpreter_language TEXT NOT NULL DEFAULT '';
ALTER TABLE visit ADD COLUMN interpreter_mode TEXT CHECK (interpreter_mode IN ('in_person', 'phone', 'video'));
ALTER TABLE visit ADD COLUMN interpreter_confirmed INTEGER NOT NULL DEFAULT 0
  CHECK (interpreter_confirmed IN (0, 1));
CREATE INDEX visit_series ON visit (series, starts) WHERE series IS NOT NULL;
CREATE INDEX visit_linked ON visit (linked, starts) WHERE linked IS NOT NULL;
CREATE INDEX visit_party ON visit (party) WHERE party IS NOT NULL;
CREATE INDEX visit_replaces ON visit (replaces) WHERE replaces IS NOT NULL;
-- What waits to be placed again.
CREATE INDEX visit_broken ON visit (starts) WHERE place IN ('cancelled', 'no_show');

-- A slot that somebody is booking, for three minutes. What is over or let go is deleted.
CREATE TABLE slot_claim (
  id INTEGER PRIMARY KEY,
  provider INTEGER NOT NULL REFERENCES provider(id),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL CHECK (ends > starts AND ends - starts <= 36000),
  account INTEGER REFERENCES account(id),
  session INTEGER REFERENCES session(id),
  request TEXT NOT NULL UNIQUE,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX slot_claim_provider ON slot_claim (provider, starts);

-- A provider who runs late on a day.
CREATE TABLE provider_delay (
  id INTEGER PRIMARY KEY,
  provider INTEGER NOT NULL REFERENCES provider(id),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 600),
  at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (provider, day)
) STRICT;

-- Holds are made anew: interpreters are held too, a group shares its time, a provider's hold may outlast the visit.
DROP TRIGGER visit_carries_holds;
DROP TRIGGER block_carries_holds;
ALTER TABLE hold RENAME TO hold_before;
CREATE TABLE hold (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  visit INTEGER REFERENCES visit(id),
  block INTEGER REFERENCES unavailable(id),
  resource_kind TEXT NOT NULL CHECK (resource_kind IN ('patient', 'provider', 'room', 'device', 'interpreter')),
  resource INTEGER NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL CHECK (ends > starts AND ends - starts <= 90000),
  live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
  overbooked INTEGER NOT NULL DEFAULT 0 CHECK (overbooked IN (0, 1)),
  party INTEGER REFERENCES party(id),
  CHECK ((visit IS NULL) <> (block IS NULL)),
  CHECK (visit IS NULL OR ends - starts <= 36000),
  CHECK (block IS NULL OR (resource_kind <> 'patient' AND overbooked = 0 AND party IS NULL))
) STRICT;
INSERT INTO hold (id, visit, block, resource_kind, resource, starts, ends, live, overbooked)
  SELECT id, visit, block, resource_kind, resource, starts, ends, live, overbooked FROM hold_before;
DROP TABLE hold_before;
CREATE UNIQUE INDEX hold_visit ON hold (visit, resource_kind, resource) WHERE visit IS NOT NULL;
CREATE INDEX hold_block ON hold (block) WHERE block IS NOT NULL;
CREATE INDEX hold_party ON hold (party) WHERE party IS NOT NULL;
CREATE INDEX hold_resource ON hold (resource_kind, resource, starts, ends, live, overbooked, visit, block);

-- Two live holds of one resource may not overlap, unless one of them was overbooked on purpose or both are of one
-- group and have the same time.
-- A block refuses later visits; it may itself be laid over visits (they go on a worklist) and blocks.
-- 90000 s (a day of 25 hours) is the longest hold, so the probe is bounded.
CREATE TRIGGER hold_insert BEFORE INSERT ON hold WHEN NEW.live = 1 AND NEW.visit IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'hold: overlap') FROM hold AS o
  WHERE o.resource_kind = NEW.resource_kind AND o.resource = NEW.resource
    AND o.starts > NEW.starts - 90000 AND o.starts < NEW.ends AND o.ends > NEW.starts
    AND o.live = 1 AND o.id IS NOT NEW.id
    AND NEW.overbooked = 0 AND (o.overbooked = 0 OR o.block IS NOT NULL)
    AND (NEW.party IS NULL OR o.party IS NOT NEW.party OR o.starts <> NEW.starts OR o.ends <> NEW.ends);
END;
-- What only gives up time is not asked again: a visit under a later block may still be shortened.
CREATE TRIGGER hold_update
BEFORE UPDATE OF resource, starts, ends, live, overbooked, party ON hold
WHEN NEW.live = 1 AND NEW.visit IS NOT NULL
  AND NOT (OLD.live = 1 AND NEW.resource = OLD.resource AND NEW.overbooked = OLD.overbooked
           AND NEW.party IS OLD.party AND NEW.party IS NULL
           AND NEW.starts >= OLD.starts AND NEW.ends <= OLD.ends)
BEGIN
  SELECT RAISE(ABORT, 'hold: overlap') FROM hold AS o
  WHERE o.resource_kind = NEW.resource_kind AND o.resource = NEW.resource
    AND o.starts > NEW.starts - 90000 AND o.starts < NEW.ends AND o.ends > NEW.starts
    AND o.live = 1 AND o.id IS NOT OLD.id
    AND NEW.overbooked = 0 AND (o.overbooked = 0 OR o.block IS NOT NULL)
    AND (NEW.party IS NULL OR o.party IS NOT NEW.party OR o.starts <> NEW.starts OR o.ends <> NEW.ends);
END;
-- A group takes as many as it holds, unless somebody is taken on purpose.
CREATE TRIGGER party_full_insert BEFORE INSERT ON hold
WHEN NEW.party IS NOT NULL AND NEW.live = 1 AND NEW.resource_kind = 'provider' AND NEW.overbooked = 0
  AND (SELECT COUNT(*) FROM hold WHERE party = NEW.party AND resource_kind = 'provider' AND live = 1)
    >= (SELECT capacity FROM party WHERE id = NEW.party)
BEGIN SELECT RAISE(ABORT, 'hold: full'); END;
CREATE TRIGGER party_full_update BEFORE UPDATE OF live, party, overbooked ON hold
WHEN NEW.party IS NOT NULL AND NEW.live = 1 AND NEW.resource_kind = 'provider' AND NEW.overbooked = 0
  AND (SELECT COUNT(*) FROM hold
       WHERE party = NEW.party AND resource_kind = 'provider' AND live = 1 AND id <> OLD.id)
    >= (SELECT capacity FROM party WHERE id = NEW.party)
BEGIN SELECT RAISE(ABORT, 'hold: full'); END;
-- A hold that vanished (deleted, or replaced by INSERT OR REPLACE) would free a slot that is taken.
CREATE TRIGGER hold_no_delete BEFORE DELETE ON hold
BEGIN SELECT RAISE(ABORT, 'hold: released, never deleted'); END;
CREATE TRIGGER hold_no_replace BEFORE INSERT ON hold
WHEN EXISTS (SELECT 1 FROM hold WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM hold WHERE visit = NEW.visit AND resource_kind = NEW.resource_kind
             AND resource = NEW.resource)
BEGIN SELECT RAISE(ABORT, 'hold: released, never deleted'); END;
-- Without a list of columns: one that names `id` does not fire on SET rowid = ...
CREATE TRIGGER hold_keeps_identity BEFORE UPDATE ON hold
WHEN NEW.id <> OLD.id OR NEW.visit IS NOT OLD.visit OR NEW.block IS NOT OLD.block
  OR NEW.resource_kind <> OLD.resource_kind
  OR (NEW.block IS NOT NULL
      AND (NEW.resource <> OLD.resource OR NEW.starts <> OLD.starts OR NEW.ends <> OLD.ends))
  OR (NEW.resource <> OLD.resource
      AND EXISTS (SELECT 1 FROM hold WHERE visit = NEW.visit AND resource_kind = NEW.resource_kind
                  AND resource = NEW.resource))
BEGIN SELECT RAISE(ABORT, 'hold: released, never deleted'); END;
-- A hold agrees with what placed it. The patient is held for the whole visit, others for all or part of it, the
-- provider up to two hours longer (the time a kind keeps free afterwards); patient and provider live exactly as long
-- as the visit is on, a room may be given up before.
CREATE TRIGGER hold_fits_visit_insert BEFORE INSERT ON hold
WHEN NEW.visit IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM visit AS v WHERE v.id = NEW.visit
    AND NEW.starts < NEW.ends AND v.starts <= NEW.starts
    AND NEW.ends <= v.ends + CASE NEW.resource_kind WHEN 'provider' THEN 7200 ELSE 0 END
    AND NEW.starts < v.ends AND (NEW.party IS NULL OR NEW.party = v.party)
    AND (NEW.resource_kind <> 'patient'
         OR (v.patient = NEW.resource AND v.starts = NEW.starts AND v.ends = NEW.ends AND NEW.party IS NULL))
    AND (NEW.live = (v.place NOT IN ('cancelled', 'no_show'))
         OR (NEW.live = 0 AND NEW.resource_kind IN ('room', 'device', 'interpreter'))))
BEGIN SELECT RAISE(ABORT, 'hold: does not fit its visit'); END;
CREATE TRIGGER hold_fits_visit_update BEFORE UPDATE OF resource, starts, ends, live, party ON hold
WHEN NEW.visit IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM visit AS v WHERE v.id = NEW.visit
    AND NEW.starts < NEW.ends AND v.starts <= NEW.starts
    AND NEW.ends <= v.ends + CASE NEW.resource_kind WHEN 'provider' THEN 7200 ELSE 0 END
    AND NEW.starts < v.ends AND (NEW.party IS NULL OR NEW.party = v.party)
    AND (NEW.resource_kind <> 'patient'
         OR (v.patient = NEW.resource AND v.starts = NEW.starts AND v.ends = NEW.ends AND NEW.party IS NULL))
    AND (NEW.live = (v.place NOT IN ('cancelled', 'no_show'))
         OR (NEW.live = 0 AND NEW.resource_kind IN ('room', 'device', 'interpreter'))))
BEGIN SELECT RAISE(ABORT, 'hold: does not fit its visit'); END;
CREATE TRIGGER hold_fits_block_insert BEFORE INSERT ON hold
WHEN NEW.block IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM unavailable AS b WHERE b.id = NEW.block
    AND b.resource_kind = NEW.resource_kind AND b.resource = NEW.resource
    AND b.starts <= NEW.starts AND b.ends >= NEW.ends AND NEW.live = (b.lifted = 0))
BEGIN SELECT RAISE(ABORT, 'hold: does not fit its block'); END;
CREATE TRIGGER hold_fits_block_update BEFORE UPDATE OF live ON hold
WHEN NEW.block IS NOT NULL AND NEW.live <> (SELECT lifted = 0 FROM unavailable WHERE id = NEW.block)
BEGIN SELECT RAISE(ABORT, 'hold: does not fit its block'); END;
-- A visit carries its holds along, in one statement, so that none on `visit` alone can part them.
-- Coming back takes patient and provider, or fails; a room is asked for anew. Leaving a group frees its holds of it.
CREATE TRIGGER visit_carries_holds AFTER UPDATE OF patient, starts, ends, place, party ON visit
WHEN NEW.patient <> OLD.patient OR NEW.starts <> OLD.starts OR NEW.ends <> OLD.ends
  OR (NEW.place IN ('cancelled', 'no_show')) <> (OLD.place IN ('cancelled', 'no_show'))
  OR NEW.party IS NOT OLD.party
BEGIN
  UPDATE hold SET
    starts = starts + NEW.starts - OLD.starts,
    ends = ends + NEW.ends - OLD.ends,
    resource = CASE resource_kind WHEN 'patient' THEN NEW.patient ELSE resource END,
    party = CASE WHEN NEW.party IS OLD.party THEN party ELSE NULL END,
    live = CASE
      WHEN NEW.place IN ('cancelled', 'no_show') THEN 0
      WHEN OLD.place IN ('cancelled', 'no_show') AND resource_kind IN ('patient', 'provider') THEN 1
      ELSE live END
  WHERE visit = NEW.id;
END;
CREATE TRIGGER block_carries_holds AFTER UPDATE OF lifted ON unavailable WHEN NEW.lifted <> OLD.lifted
BEGIN
  UPDATE hold SET live = (NEW.lifted = 0) WHERE block = NEW.id;
END;

INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('hold', 'hold_resource', '2000000 1000000 100 1 1 1 1 1 1'),
  ('hold', 'hold_visit', '2000000 2 1 1'),
  ('hold', 'hold_block', '50000 2'),
  ('hold', 'hold_party', '20000 8');
ANALYZE sqlite_schema;
