-- The whole patient: names and how somebody is addressed, where letters go, whom we may talk to, who is merged.

ALTER TABLE patient ADD COLUMN middle TEXT NOT NULL DEFAULT '';
-- Names that the patient had or is also written by, parted by semicolons; searched, never shown as the name.
ALTER TABLE patient ADD COLUMN former TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN pronouns TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN gender TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN no_mail INTEGER NOT NULL DEFAULT 0 CHECK (no_mail IN (0, 1));
ALTER TABLE patient ADD COLUMN no_post INTEGER NOT NULL DEFAULT 0 CHECK (no_post IN (0, 1));
ALTER TABLE patient ADD COLUMN street TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN city TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN zip TEXT NOT NULL DEFAULT '';
-- The confidential address: where there is one, nothing is posted to the other.
ALTER TABLE patient ADD COLUMN other_street TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN other_city TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN other_state TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN other_zip TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN interpreter INTEGER NOT NULL DEFAULT 0 CHECK (interpreter IN (0, 1));
ALTER TABLE patient ADD COLUMN needs TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN guarantor INTEGER REFERENCES patient(id);
ALTER TABLE patient ADD COLUMN preferred INTEGER REFERENCES provider(id);
ALTER TABLE patient ADD COLUMN photo_seen TEXT
  CHECK (photo_seen GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]');
ALTER TABLE patient ADD COLUMN photo_seen_by INTEGER REFERENCES account(id);
ALTER TABLE patient ADD COLUMN deceased INTEGER NOT NULL DEFAULT 0 CHECK (deceased IN (0, 1));
ALTER TABLE patient ADD COLUMN died TEXT CHECK (died GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]');
ALTER TABLE patient ADD COLUMN dismissed TEXT
  CHECK (dismissed GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]');
ALTER TABLE patient ADD COLUMN dismissed_why TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN test INTEGER NOT NULL DEFAULT 0 CHECK (test IN (0, 1));
CREATE INDEX patient_merged ON patient (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX patient_guarantor ON patient (guarantor) WHERE guarantor IS NOT NULL;

-- What somebody allowed us to do with a number. A text or a message on a machine needs an explicit yes.
ALTER TABLE patient_phone ADD COLUMN may_call INTEGER NOT NULL DEFAULT 1 CHECK (may_call IN (0, 1));
ALTER TABLE patient_phone ADD COLUMN may_text INTEGER NOT NULL DEFAULT 0 CHECK (may_text IN (0, 1));
ALTER TABLE patient_phone ADD COLUMN may_message INTEGER NOT NULL DEFAULT 0 CHECK (may_message IN (0, 1));
DROP INDEX patient_phone_patient;
CREATE INDEX patient_phone_patient ON patient_phone (patient, position, digits, may_call);

-- Somebody around the patient: to call in an emergency, to talk to about the topics, a guardian, who pays.
CREATE TABLE patient_contact (
  id INTEGER PRIMARY KEY,
  patient INTEGER NOT NULL REFERENCES patient(id),
  name TEXT NOT NULL CHECK (name <> ''),
  relation TEXT NOT NULL DEFAULT '',
  digits TEXT NOT NULL DEFAULT '' CHECK (digits NOT GLOB '*[^0-9]*'),
  extension TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  emergency INTEGER NOT NULL DEFAULT 0 CHECK (emergency IN (0, 1)),
  topics TEXT NOT NULL DEFAULT '',
  guardian INTEGER NOT NULL DEFAULT 0 CHECK (guardian IN (0, 1)),
  limits TEXT NOT NULL DEFAULT '',
  guarantor INTEGER NOT NULL DEFAULT 0 CHECK (guarantor IN (0, 1)),
  from_day TEXT NOT NULL CHECK (from_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  to_day TEXT CHECK (to_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1))
) STRICT;
CREATE INDEX patient_contact_patient ON patient_contact (patient);

-- Two records found to be one person: which rows went over to the survivor, and what the survivor's row said before.
CREATE TABLE patient_merge (
  id INTEGER PRIMARY KEY,
  keep INTEGER NOT NULL REFERENCES patient(id),
  gone INTEGER NOT NULL REFERENCES patient(id) CHECK (gone <> keep),
  at INTEGER NOT NULL,
  account INTEGER REFERENCES account(id),
  take TEXT NOT NULL,
  moved TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  unmerged_at INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX patient_merge_open ON patient_merge (gone) WHERE unmerged_at IS NULL;
CREATE INDEX patient_merge_keep ON patient_merge (keep);
