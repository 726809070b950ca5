-- The first schema. Instants are UTC epoch seconds, days are ISO dates, money is integer cents,
-- flags are 0 or 1, every row that a person can change carries a version.

-- The practice, its people, who may sign in ------------------------------------------------------

CREATE TABLE site (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  calendar INTEGER REFERENCES business_calendar(id),
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE business_calendar (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  weekdays TEXT NOT NULL DEFAULT '0123456' CHECK (length(weekdays) <= 7)
) STRICT;

CREATE TABLE holiday (
  id INTEGER PRIMARY KEY,
  calendar INTEGER NOT NULL REFERENCES business_calendar(id),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  name TEXT NOT NULL,
  UNIQUE (calendar, day)
) STRICT;

CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  family TEXT NOT NULL,
  given TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person(id),
  login TEXT NOT NULL UNIQUE COLLATE NOCASE,
  password TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER,
  closed_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE account_role (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account(id),
  role TEXT NOT NULL CHECK (role IN ('manager', 'receptionist', 'medical_assistant', 'clinician', 'biller',
                                     'hr', 'privacy_officer', 'security_officer', 'auditor')),
  UNIQUE (account, role)
) STRICT;

CREATE TABLE setting (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  scope TEXT NOT NULL DEFAULT 'practice' CHECK (scope IN ('practice', 'site', 'person', 'workstation')),
  scope_key TEXT NOT NULL DEFAULT '',
  value TEXT NOT NULL,
  since INTEGER NOT NULL,
  UNIQUE (name, scope, scope_key, since)
) STRICT;

CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  account INTEGER REFERENCES account(id),
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  terminal TEXT NOT NULL DEFAULT '',
  started INTEGER NOT NULL,
  last_key INTEGER NOT NULL,
  ended INTEGER,
  how TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX session_account ON session (account, started);

-- What every area shares -------------------------------------------------------------------------

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  account INTEGER,
  session INTEGER,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject INTEGER NOT NULL,
  patient INTEGER,
  topics TEXT NOT NULL,
  request TEXT NOT NULL,
  digest TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_subject ON audit (subject_kind, subject, seq);
CREATE INDEX audit_patient ON audit (patient, seq) WHERE patient IS NOT NULL;
CREATE INDEX audit_account ON audit (account, seq);

CREATE TABLE audit_detail (
  seq INTEGER PRIMARY KEY,
  salt TEXT NOT NULL,
  body TEXT
) STRICT;

CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

CREATE TRIGGER audit_next_link BEFORE INSERT ON audit
WHEN NOT EXISTS (SELECT 1 FROM audit_head WHERE seq = NEW.seq - 1 AND hash = NEW.prev)
BEGIN SELECT RAISE(ABORT, 'audit: not the next link'); END;
CREATE TRIGGER audit_moves_head AFTER INSERT ON audit
BEGIN UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1; END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit: append only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit: append only'); END;
CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
BEGIN SELECT RAISE(ABORT, 'audit: append only'); END;
CREATE TRIGGER audit_head_no_insert BEFORE INSERT ON audit_head
WHEN EXISTS (SELECT 1 FROM audit_head)
BEGIN SELECT RAISE(ABORT, 'audit: append only'); END;
CREATE TRIGGER audit_head_follows BEFORE UPDATE ON audit_head
WHEN NEW.id <> 1 OR NEW.seq <> OLD.seq + 1
  OR NOT EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq AND hash = NEW.hash AND prev = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'audit: the head follows the chain'); END;
CREATE TRIGGER audit_detail_insert BEFORE INSERT ON audit_detail
WHEN NEW.seq <> (SELECT seq FROM audit_head) OR EXISTS (SELECT 1 FROM audit_detail WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'audit: append only'); END;
CREATE TRIGGER audit_detail_no_delete BEFORE DELETE ON audit_detail
BEGIN SELECT RAISE(ABORT, 'audit: append only'); END;
-- A lawful erasure empties the body and leaves salt and digest: the chain stays whole.
CREATE TRIGGER audit_detail_erase_only BEFORE UPDATE ON audit_detail
WHEN NEW.seq <> OLD.seq OR NEW.salt <> OLD.salt OR NEW.body IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'audit: append only'); END;

CREATE TABLE change_done (
  id INTEGER PRIMARY KEY,
  request TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  arguments_hash TEXT NOT NULL,
  account INTEGER REFERENCES account(id),
  session INTEGER REFERENCES session(id),
  at INTEGER NOT NULL,
  seq INTEGER NOT NULL REFERENCES audit(seq),
  result TEXT NOT NULL,
  role TEXT NOT NULL DEFAULT 'do' CHECK (role IN ('do', 'undo', 'redo')),
  target INTEGER REFERENCES change_done(id),
  back_name TEXT NOT NULL DEFAULT '',
  back_arguments TEXT NOT NULL DEFAULT '',
  touched TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX change_done_session ON change_done (session, id);

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  media TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 0),
  stored_at INTEGER NOT NULL,
  content BLOB
) STRICT;

CREATE TABLE document_link (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document(id),
  subject_kind TEXT NOT NULL,
  subject INTEGER NOT NULL,
  UNIQUE (document, subject_kind, subject)
) STRICT;
CREATE INDEX document_link_subject ON document_link (subject_kind, subject);

CREATE TABLE sequence (
  name TEXT PRIMARY KEY,
  last INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE deadline (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  rule TEXT NOT NULL DEFAULT '',
  subject_kind TEXT NOT NULL,
  subject INTEGER NOT NULL,
  starts TEXT NOT NULL,
  due TEXT NOT NULL,
  days TEXT NOT NULL DEFAULT 'calendar' CHECK (days IN ('calendar', 'business')),
  extended_to TEXT,
  extended_why TEXT NOT NULL DEFAULT '',
  satisfied_by TEXT NOT NULL DEFAULT '',
  satisfied_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX deadline_due ON deadline (due) WHERE satisfied_at IS NULL;
CREATE INDEX deadline_subject ON deadline (subject_kind, subject);

CREATE TABLE worklist_item (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject INTEGER NOT NULL,
  owner INTEGER REFERENCES account(id),
  due TEXT,
  made_at INTEGER NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '',
  closed_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX worklist_item_open ON worklist_item (kind, due) WHERE closed_at IS NULL;
CREATE INDEX worklist_item_subject ON worklist_item (subject_kind, subject);

CREATE TABLE notice (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account(id),
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  seen_at INTEGER
) STRICT;
CREATE INDEX notice_unseen ON notice (account) WHERE seen_at IS NULL;

CREATE TABLE external_ref (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  key TEXT NOT NULL,
  hash TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject INTEGER NOT NULL,
  UNIQUE (source, key)
) STRICT;
CREATE INDEX external_ref_subject ON external_ref (subject_kind, subject);

-- Patients ---------------------------------------------------------------------------------------

CREATE TABLE patient (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  family TEXT NOT NULL,
  given TEXT NOT NULL DEFAULT '',
  prefix TEXT NOT NULL DEFAULT '',
  suffix TEXT NOT NULL DEFAULT '',
  name_used TEXT NOT NULL DEFAULT '',
  birth TEXT CHECK (birth GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  sex TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'F', 'M', 'X', 'U')),
  mail TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  alert TEXT NOT NULL DEFAULT '',
  name_key TEXT NOT NULL,
  search TEXT NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  merged_into INTEGER REFERENCES patient(id),
  registered_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX patient_name ON patient (name_key, id);
CREATE INDEX patient_birth ON patient (birth, name_key);

CREATE TABLE patient_phone (
  id INTEGER PRIMARY KEY,
  patient INTEGER NOT NULL REFERENCES patient(id) ON DELETE CASCADE,
  position INTEGER NOT NULL DEFAULT 0,
  kind TEXT NOT NULL DEFAULT 'home' CHECK (kind IN ('home', 'mobile', 'work', 'other')),
  digits TEXT NOT NULL CHECK (digits <> '' AND digits NOT GLOB '*[^0-9]*'),
  extension TEXT NOT NULL DEFAULT '',
  reversed TEXT NOT NULL
) STRICT;
CREATE INDEX patient_phone_patient ON patient_phone (patient, position, digits);
CREATE INDEX patient_phone_digits ON patient_phone (digits, patient);
CREATE INDEX patient_phone_reversed ON patient_phone (reversed, patient);

CREATE VIRTUAL TABLE patient_words USING fts5(
  search, content = 'patient', content_rowid = 'id', tokenize = 'ascii', prefix = '1 2 3', detail = 'none');
CREATE VIRTUAL TABLE patient_parts USING fts5(
  search, content = 'patient', content_rowid = 'id', tokenize = 'trigram', detail = 'full');
CREATE VIRTUAL TABLE patient_terms USING fts5vocab('patient_words', 'row');
CREATE TRIGGER patient_indexed AFTER INSERT ON patient BEGIN
  INSERT INTO patient_words (rowid, search) VALUES (NEW.id, NEW.search);
  INSERT INTO patient_parts (rowid, search) VALUES (NEW.id, NEW.search);
END;
CREATE TRIGGER patient_unindexed AFTER DELETE ON patient BEGIN
  INSERT INTO patient_words (patient_words, rowid, search) VALUES ('delete', OLD.id, OLD.search);
  INSERT INTO patient_parts (patient_parts, rowid, search) VALUES ('delete', OLD.id, OLD.search);
END;
CREATE TRIGGER patient_reindexed AFTER UPDATE OF search ON patient WHEN OLD.search <> NEW.search BEGIN
  INSERT INTO patient_words (patient_words, rowid, search) VALUES ('delete', OLD.id, OLD.search);
  INSERT INTO patient_parts (patient_parts, rowid, search) VALUES ('delete', OLD.id, OLD.search);
  INSERT INTO patient_words (rowid, search) VALUES (NEW.id, NEW.search);
  INSERT INTO patient_parts (rowid, search) VALUES (NEW.id, NEW.search);
END;

-- The calendar -----------------------------------------------------------------------------------

CREATE TABLE provider (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person(id),
  site INTEGER NOT NULL REFERENCES site(id),
  short TEXT NOT NULL,
  credential TEXT NOT NULL DEFAULT '',
  position INTEGER NOT NULL DEFAULT 0,
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE room (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL REFERENCES site(id),
  name TEXT NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE device (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL REFERENCES site(id),
  name TEXT NOT NULL,
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE visit_kind (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 480),
  urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
  position INTEGER NOT NULL DEFAULT 0,
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE hours (
  id INTEGER PRIMARY KEY,
  provider INTEGER NOT NULL REFERENCES provider(id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
  opens INTEGER NOT NULL CHECK (opens >= 0),
  closes INTEGER NOT NULL CHECK (closes <= 1440 AND closes > opens),
  from_day TEXT NOT NULL DEFAULT '0001-01-01',
  to_day TEXT NOT NULL DEFAULT '9999-12-31',
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX hours_provider ON hours (provider, weekday);

CREATE TABLE unavailable (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  resource_kind TEXT NOT NULL CHECK (resource_kind IN ('provider', 'room', 'device')),
  resource INTEGER NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL CHECK (ends > starts),
  kind TEXT NOT NULL DEFAULT 'block' CHECK (kind IN ('block', 'leave', 'out', 'holiday', 'credential')),
  reason TEXT NOT NULL,
  may_override INTEGER NOT NULL DEFAULT 0 CHECK (may_override IN (0, 1)),
  lifted INTEGER NOT NULL DEFAULT 0 CHECK (lifted IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX unavailable_resource ON unavailable (resource_kind, resource, starts);

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  rule TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE visit (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  patient INTEGER NOT NULL REFERENCES patient(id),
  kind INTEGER NOT NULL REFERENCES visit_kind(id),
  site INTEGER NOT NULL REFERENCES site(id),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL CHECK (ends > starts AND ends - starts <= 28800),
  place TEXT NOT NULL DEFAULT 'scheduled' CHECK (place IN (
    'scheduled', 'arrived', 'checked_in', 'roomed', 'ready', 'with_provider', 'checkout', 'done',
    'left', 'no_show', 'cancelled')),
  confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
  urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
  cancel_reason TEXT NOT NULL DEFAULT '' CHECK (cancel_reason IN (
    '', 'patient', 'practice', 'clinical', 'weather', 'hospital', 'error')),
  cancel_note TEXT NOT NULL DEFAULT '',
  overbook_reason TEXT NOT NULL DEFAULT '',
  overbook_by INTEGER REFERENCES account(id),
  note TEXT NOT NULL DEFAULT '',
  series INTEGER REFERENCES series(id),
  booked_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((place = 'cancelled') = (cancel_reason <> ''))
) STRICT;
CREATE INDEX visit_patient ON visit (patient, starts);
CREATE INDEX visit_starts ON visit (starts, place);

CREATE TABLE hold (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  visit INTEGER REFERENCES visit(id),
  block INTEGER REFERENCES unavailable(id),
  resource_kind TEXT NOT NULL CHECK (resource_kind IN ('patient', 'provider', 'room', 'device')),
  resource INTEGER NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL CHECK (ends > starts AND ends - starts <= 90000),
  live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),
  overbooked INTEGER NOT NULL DEFAULT 0 CHECK (overbooked IN (0, 1)),
  CHECK ((visit IS NULL) <> (block IS NULL)),
  CHECK (visit IS NULL OR ends - starts <= 28800),
  CHECK (block IS NULL OR (resource_kind <> 'patient' AND overbooked = 0))
) STRICT;
CREATE UNIQUE INDEX hold_visit ON hold (visit, resource_kind, resource) WHERE visit IS NOT NULL;
CREATE INDEX hold_block ON hold (block) WHERE block IS NOT NULL;
CREATE INDEX hold_resource ON hold (resource_kind, resource, starts, ends, live, overbooked, visit, block);

-- Two live holds of one resource may not overlap, unless one of them was overbooked on purpose.
-- A block refuses later visits; it may itself be laid over visits (they go on a worklist) and blocks.
-- 90000 s (a day of 25 hours) is the longest hold, so the probe is bounded.
CREATE TRIGGER hold_insert BEFORE INSERT ON hold WHEN NEW.live = 1 AND NEW.visit IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'hold: overlap') FROM hold AS o
  WHERE o.resource_kind = NEW.resource_kind AND o.resource = NEW.resource
    AND o.starts > NEW.starts - 90000 AND o.starts < NEW.ends AND o.ends > NEW.starts
    AND o.live = 1 AND o.id IS NOT NEW.id
    AND NEW.overbooked = 0 AND (o.overbooked = 0 OR o.block IS NOT NULL);
END;
-- What only gives up time is not asked again: a visit under a later block may still be shortened.
CREATE TRIGGER hold_update
BEFORE UPDATE OF resource, starts, ends, live, overbooked ON hold
WHEN NEW.live = 1 AND NEW.visit IS NOT NULL
  AND NOT (OLD.live = 1 AND NEW.resource = OLD.resource AND NEW.overbooked = OLD.overbooked
           AND NEW.starts >= OLD.starts AND NEW.ends <= OLD.ends)
BEGIN
  SELECT RAISE(ABORT, 'hold: overlap') FROM hold AS o
  WHERE o.resource_kind = NEW.resource_kind AND o.resource = NEW.resource
    AND o.starts > NEW.starts - 90000 AND o.starts < NEW.ends AND o.ends > NEW.starts
    AND o.live = 1 AND o.id IS NOT OLD.id
    AND NEW.overbooked = 0 AND (o.overbooked = 0 OR o.block IS NOT NULL);
END;
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
-- A hold agrees with what placed it. The patient is held for the whole visit, others for all or part of it;
-- patient and provider live exactly as long as the visit is on, a room may be given up before.
CREATE TRIGGER hold_fits_visit_insert BEFORE INSERT ON hold
WHEN NEW.visit IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM visit AS v WHERE v.id = NEW.visit
    AND NEW.starts < NEW.ends AND v.starts <= NEW.starts AND v.ends >= NEW.ends
    AND (NEW.resource_kind <> 'patient'
         OR (v.patient = NEW.resource AND v.starts = NEW.starts AND v.ends = NEW.ends))
    AND (NEW.live = (v.place NOT IN ('cancelled', 'no_show'))
         OR (NEW.live = 0 AND NEW.resource_kind IN ('room', 'device'))))
BEGIN SELECT RAISE(ABORT, 'hold: does not fit its visit'); END;
CREATE TRIGGER hold_fits_visit_update BEFORE UPDATE OF resource, starts, ends, live ON hold
WHEN NEW.visit IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM visit AS v WHERE v.id = NEW.visit
    AND NEW.starts < NEW.ends AND v.starts <= NEW.starts AND v.ends >= NEW.ends
    AND (NEW.resource_kind <> 'patient'
         OR (v.patient = NEW.resource AND v.starts = NEW.starts AND v.ends = NEW.ends))
    AND (NEW.live = (v.place NOT IN ('cancelled', 'no_show'))
         OR (NEW.live = 0 AND NEW.resource_kind IN ('room', 'device'))))
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
-- Coming back takes patient and provider, or fails; a room is asked for anew.
CREATE TRIGGER visit_carries_holds AFTER UPDATE OF patient, starts, ends, place ON visit
WHEN NEW.patient <> OLD.patient OR NEW.starts <> OLD.starts OR NEW.ends <> OLD.ends
  OR (NEW.place IN ('cancelled', 'no_show')) <> (OLD.place IN ('cancelled', 'no_show'))
BEGIN
  UPDATE hold SET
    starts = starts + NEW.starts - OLD.starts,
    ends = ends + NEW.ends - OLD.ends,
    resource = CASE resource_kind WHEN 'patient' THEN NEW.patient ELSE resource END,
    live = CASE
      WHEN NEW.place IN ('cancelled', 'no_show') THEN 0
      WHEN OLD.place IN ('cancelled', 'no_show') AND resource_kind IN ('patient', 'provider') THEN 1
      ELSE live END
  WHERE visit = NEW.id;
END;
CREATE TRIGGER visit_no_delete BEFORE DELETE ON visit
BEGIN SELECT RAISE(ABORT, 'visit: cancelled, never deleted'); END;
CREATE TRIGGER visit_no_replace BEFORE INSERT ON visit
WHEN EXISTS (SELECT 1 FROM visit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'visit: cancelled, never deleted'); END;
CREATE TRIGGER visit_keeps_identity BEFORE UPDATE ON visit WHEN NEW.id <> OLD.id
BEGIN SELECT RAISE(ABORT, 'visit: cancelled, never deleted'); END;
-- A block likewise; one that moves is lifted, and another is laid.
CREATE TRIGGER block_carries_holds AFTER UPDATE OF lifted ON unavailable WHEN NEW.lifted <> OLD.lifted
BEGIN
  UPDATE hold SET live = (NEW.lifted = 0) WHERE block = NEW.id;
END;
CREATE TRIGGER block_keeps_identity BEFORE UPDATE ON unavailable
WHEN NEW.id <> OLD.id OR NEW.resource_kind <> OLD.resource_kind OR NEW.resource <> OLD.resource
  OR NEW.starts <> OLD.starts OR NEW.ends <> OLD.ends
BEGIN SELECT RAISE(ABORT, 'block: lifted, never moved'); END;
CREATE TRIGGER block_no_delete BEFORE DELETE ON unavailable
BEGIN SELECT RAISE(ABORT, 'block: lifted, never deleted'); END;
CREATE TRIGGER block_no_replace BEFORE INSERT ON unavailable
WHEN EXISTS (SELECT 1 FROM unavailable WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'block: lifted, never deleted'); END;

CREATE TABLE visit_event (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  visit INTEGER NOT NULL REFERENCES visit(id),
  at INTEGER NOT NULL,
  place TEXT NOT NULL CHECK (place IN (
    'scheduled', 'arrived', 'checked_in', 'roomed', 'ready', 'with_provider', 'checkout', 'done',
    'left', 'no_show', 'cancelled')),
  account INTEGER REFERENCES account(id),
  retracts INTEGER REFERENCES visit_event(id)
) STRICT;
CREATE INDEX visit_event_visit ON visit_event (visit, id);
-- Partial, because nearly no event retracts another: an index full of NULLs misleads the planner after ANALYZE.
CREATE UNIQUE INDEX visit_event_retracts ON visit_event (retracts) WHERE retracts IS NOT NULL;
CREATE TRIGGER visit_event_no_update BEFORE UPDATE ON visit_event
BEGIN SELECT RAISE(ABORT, 'visit_event: append only'); END;
CREATE TRIGGER visit_event_no_delete BEFORE DELETE ON visit_event
BEGIN SELECT RAISE(ABORT, 'visit_event: append only'); END;
CREATE TRIGGER visit_event_no_replace BEFORE INSERT ON visit_event
WHEN EXISTS (SELECT 1 FROM visit_event WHERE id = NEW.id OR retracts = NEW.retracts)
BEGIN SELECT RAISE(ABORT, 'visit_event: append only'); END;

-- What the planner can't know of an empty file: a kind of resource has half of all holds, a visit has two or three.
-- Without it a visit's holds are looked for among all of the practice's (18 ms instead of 0.02 at a million visits).
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('hold', 'hold_resource', '2000000 1000000 100 1 1 1 1 1 1'),
  ('hold', 'hold_visit', '2000000 2 1 1'),
  ('hold', 'hold_block', '50000 2');
ANALYZE sqlite_schema;
