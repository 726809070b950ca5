-- Things to do: for a person or for whoever has a role, by a day and maybe a time; attempts; notes of phone calls.

ALTER TABLE worklist_item ADD COLUMN role TEXT NOT NULL DEFAULT ''
  CHECK (role IN ('', 'manager', 'receptionist', 'medical_assistant', 'clinician', 'biller',
                  'hr', 'privacy_officer', 'security_officer', 'auditor'));
-- The moment of the day `due` by which it should be done; none means by the end of that day.
ALTER TABLE worklist_item ADD COLUMN due_at INTEGER;
ALTER TABLE worklist_item ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1));
ALTER TABLE worklist_item ADD COLUMN outcome_note TEXT NOT NULL DEFAULT '';
ALTER TABLE worklist_item ADD COLUMN closed_by INTEGER REFERENCES account(id);
CREATE INDEX worklist_item_owner ON worklist_item (owner, due) WHERE closed_at IS NULL AND owner IS NOT NULL;
CREATE INDEX worklist_item_role ON worklist_item (role, due) WHERE closed_at IS NULL AND role <> '';

-- Somebody tried and it did not work out: called, and nobody answered.
CREATE TABLE worklist_attempt (
  id INTEGER PRIMARY KEY,
  item INTEGER NOT NULL REFERENCES worklist_item(id),
  at INTEGER NOT NULL,
  account INTEGER REFERENCES account(id),
  note TEXT NOT NULL DEFAULT '',
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX worklist_attempt_item ON worklist_attempt (item, withdrawn, at);

-- What somebody wanted on the phone. Whom it is for, until when and what became of it stands in its worklist item.
CREATE TABLE phone_note (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  patient INTEGER REFERENCES patient(id),
  caller TEXT NOT NULL DEFAULT '',
  digits TEXT NOT NULL DEFAULT '' CHECK (digits NOT GLOB '*[^0-9]*'),
  extension TEXT NOT NULL DEFAULT '' CHECK (extension NOT GLOB '*[^0-9]*'),
  about TEXT NOT NULL CHECK (about IN ('refill', 'test_result', 'records', 'appointment', 'billing', 'script', 'other')),
  text TEXT NOT NULL DEFAULT '',
  taken_at INTEGER NOT NULL,
  taken_by INTEGER REFERENCES account(id),
  withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1,
  CHECK (patient IS NOT NULL OR caller <> '')
) STRICT;
CREATE INDEX phone_note_patient ON phone_note (patient, taken_at) WHERE patient IS NOT NULL;
