-- Who the practice deals with outside: payers and organisations; and what patients went through there, or long ago,
-- that is longer than any visit of the calendar.

CREATE TABLE payer (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  kind TEXT NOT NULL DEFAULT '' CHECK (kind IN ('', 'government', 'private', 'none')),
  street TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  zip TEXT NOT NULL DEFAULT '',
  phones TEXT NOT NULL DEFAULT '',
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE organization (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (name <> ''),
  street TEXT NOT NULL DEFAULT '',
  city TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  zip TEXT NOT NULL DEFAULT '',
  phones TEXT NOT NULL DEFAULT '',
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- No visit: it holds nobody's time, and nothing happens to it any more.
CREATE TABLE history_visit (
  id INTEGER PRIMARY KEY,
  patient INTEGER NOT NULL REFERENCES patient(id),
  kind INTEGER NOT NULL REFERENCES visit_kind(id),
  provider INTEGER REFERENCES provider(id),
  organization INTEGER REFERENCES organization(id),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL CHECK (ends > starts),
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX history_visit_patient ON history_visit (patient, starts);
