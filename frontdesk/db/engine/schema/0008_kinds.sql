-- What a kind of visit asks for, hours of single days, time kept for a kind, one person at several sites.

-- Who does a kind, in which rooms and with which devices; a kind without a row takes any.
CREATE TABLE kind_provider (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL REFERENCES visit_kind(id),
  provider INTEGER NOT NULL REFERENCES provider(id),
  UNIQUE (kind, provider)
) STRICT;
CREATE TABLE kind_room (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL REFERENCES visit_kind(id),
  room INTEGER NOT NULL REFERENCES room(id),
  UNIQUE (kind, room)
) STRICT;
CREATE TABLE kind_device (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL REFERENCES visit_kind(id),
  device INTEGER NOT NULL REFERENCES device(id),
  UNIQUE (kind, device)
) STRICT;

-- Hours of one day, in the place of the weekly ones; from 0 to 0 is a day off.
CREATE TABLE hours_exception (
  id INTEGER PRIMARY KEY,
  provider INTEGER NOT NULL REFERENCES provider(id),
  day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  opens INTEGER NOT NULL DEFAULT 0 CHECK (opens >= 0),
  closes INTEGER NOT NULL DEFAULT 0 CHECK (closes <= 1440 AND (closes > opens OR (opens = 0 AND closes = 0))),
  note TEXT NOT NULL DEFAULT '',
  UNIQUE (provider, day, opens)
) STRICT;

-- A stretch of a provider's week that is kept for a kind; it opens to every kind some hours before it begins.
CREATE TABLE reserved (
  id INTEGER PRIMARY KEY,
  provider INTEGER NOT NULL REFERENCES provider(id),
  kind INTEGER NOT NULL REFERENCES visit_kind(id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
  opens INTEGER NOT NULL CHECK (opens >= 0),
  closes INTEGER NOT NULL CHECK (closes <= 1440 AND closes > opens),
  hours_before INTEGER NOT NULL DEFAULT 0 CHECK (hours_before BETWEEN 0 AND 8760),
  from_day TEXT NOT NULL DEFAULT '0001-01-01',
  to_day TEXT NOT NULL DEFAULT '9999-12-31',
  hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX reserved_provider ON reserved (provider, weekday) WHERE hidden = 0;

-- A business calendar and its holidays can be changed; a holiday that is dropped stays, for its blocks name it.
ALTER TABLE business_calendar ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));
ALTER TABLE business_calendar ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE holiday ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0 CHECK (dropped IN (0, 1));
ALTER TABLE holiday ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE unavailable ADD COLUMN holiday INTEGER REFERENCES holiday(id);
CREATE UNIQUE INDEX unavailable_holiday ON unavailable (holiday, resource_kind, resource) WHERE holiday IS NOT NULL;

-- One person may be a provider at several sites, a column at each, and can't be at two of them at once.
-- A visit that is overbooked has been looked at by a person; the overlap of two that are not is refused here too.
CREATE INDEX provider_person ON provider (person);
CREATE TRIGGER hold_person_insert BEFORE INSERT ON hold
WHEN NEW.live = 1 AND NEW.visit IS NOT NULL AND NEW.resource_kind = 'provider' AND NEW.overbooked = 0
BEGIN
  SELECT RAISE(ABORT, 'hold: person') FROM provider AS p
  JOIN provider AS q ON q.person = p.person AND q.id <> p.id
  JOIN hold AS o ON o.resource_kind = 'provider' AND o.resource = q.id
    AND o.starts > NEW.starts - 90000 AND o.starts < NEW.ends AND o.ends > NEW.starts
    AND o.live = 1 AND o.visit IS NOT NULL
  WHERE p.id = NEW.resource;
END;
CREATE TRIGGER hold_person_update BEFORE UPDATE OF resource, starts, ends, live, overbooked ON hold
WHEN NEW.live = 1 AND NEW.visit IS NOT NULL AND NEW.resource_kind = 'provider' AND NEW.overbooked = 0
  AND NOT (OLD.live = 1 AND NEW.resource = OLD.resource AND NEW.overbooked = OLD.overbooked
           AND NEW.starts >= OLD.starts AND NEW.ends <= OLD.ends)
BEGIN
  SELECT RAISE(ABORT, 'hold: person') FROM provider AS p
  JOIN provider AS q ON q.person = p.person AND q.id <> p.id
  JOIN hold AS o ON o.resource_kind = 'provider' AND o.resource = q.id
    AND o.starts > NEW.starts - 90000 AND o.starts < NEW.ends AND o.ends > NEW.starts
    AND o.live = 1 AND o.visit IS NOT NULL AND o.id <> OLD.id
  WHERE p.id = NEW.resource;
END;
