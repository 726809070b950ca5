-- Pages on their way to a printer, to mail or to the export folder; where copies of the day sheet go; and when
-- something was typed that had happened before.

CREATE TABLE print_job (
  id INTEGER PRIMARY KEY CHECK (id > 0),
  document INTEGER NOT NULL REFERENCES document(id),
  pages INTEGER NOT NULL CHECK (pages > 0),
  destination TEXT NOT NULL CHECK (destination IN ('printer', 'mail', 'folder')),
  target TEXT NOT NULL CHECK (target <> ''),
  workstation TEXT NOT NULL,
  asked_by INTEGER REFERENCES account(id),
  asked_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'cancelled')),
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- Not sooner than this after a failure.
  not_before INTEGER,
  ended_at INTEGER,
  -- In our own words and without anything that stands on the page.
  error TEXT NOT NULL DEFAULT '',
  -- What the print system calls it.
  receipt TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((state IN ('sent', 'failed', 'cancelled')) = (ended_at IS NOT NULL)),
  CHECK (state <> 'failed' OR error <> '')
) STRICT;
CREATE INDEX print_job_state ON print_job (state, id);
CREATE TRIGGER print_job_no_delete BEFORE DELETE ON print_job
BEGIN SELECT RAISE(ABORT, 'print_job: cancelled, never deleted'); END;

-- A folder to which day sheets are copied: since when that fails, and the last day whose copies are in the audit.
CREATE TABLE sheet_copy (
  id INTEGER PRIMARY KEY,
  folder TEXT NOT NULL UNIQUE,
  recorded TEXT CHECK (recorded GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  good_at INTEGER,
  failed_at INTEGER,
  error TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((failed_at IS NULL) = (error = ''))
) STRICT;

-- When it was typed, where that was later than it happened: `at` is when it happened.
ALTER TABLE visit_event ADD COLUMN typed INTEGER CHECK (typed >= at);
