"""A row of encounters.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pendulum

from frontdesk.exchange import cells
from frontdesk.exchange.synthea import texts
from frontdesk.exchange.table_file import BadRow, Cells
from frontdesk.logic.importing import Seen
from frontdesk.logic.past.rows import PastKind, PastVisit
from frontdesk.logic.past.standing import Life, days_after_death
from frontdesk.logic.when import Zone

FILE = "encounters.csv"
COLUMNS = ("Id", "START", "STOP", "PATIENT", "ORGANIZATION", "PROVIDER", "ENCOUNTERCLASS", "DESCRIPTION")

KINDS = {
    "ambulatory": ("AMB", "Ambulatory visit"), "outpatient": ("OUT", "Outpatient visit"),
    "wellness": ("WEL", "Wellness visit"), "urgentcare": ("UCC", "Urgent care"), "emergency": ("EMG", "Emergency"),
    "inpatient": ("INP", "Inpatient stay"), "hospice": ("HOS", "Hospice"), "snf": ("SNF", "Skilled nursing"),
    "home": ("HOM", "Home visit"), "virtual": ("VIR", "Virtual visit"),
}  # fmt: skip
"""Code and name of the kind that each class becomes."""
FIRST_START = int(pendulum.datetime(1880, 1, 1).timestamp())
"""What is said to be earlier was before any patient's birth."""
DAYS_AFTER_DEATH = 365
"""Within these an encounter comes in, because certificates are written after a death; a later one is a mistake."""


def key(encounter: str) -> str:
    """What `external_ref` calls an encounter."""
    return f"encounter/{encounter}"


class Table(NamedTuple):
    """A table that encounters refer to: the column, the file, how rows of it are called, lines of refused rows."""

    column: str
    file: str
    name: str
    lost: Mapping[str, int]

    def row(self, known: Mapping[str, Seen], text: str) -> int:
        """The row that the identity became here; raise `BadRow` when it became none."""
        identity = cells.uuid(text, self.column)
        if seen := known.get(f"{self.name}/{identity}"):
            return seen.subject
        if identity in self.lost:
            raise BadRow(f"{self.column}: that {self.name} was refused ({self.file}:{self.lost[identity]})")
        raise BadRow(f"{self.column}: there is no such {self.name} in {self.file}")


@dataclass(frozen=True)
class Reader:
    """Reads rows of one file."""

    now: int
    """The moment of the import."""
    zone: Zone
    known: Mapping[str, Seen]
    """What was imported, by key; patients, organisations and providers among it."""
    lives: Mapping[int, Life]
    """Birth and death of the patients, by their rows."""
    tables: tuple[Table, Table, Table]
    """Patients, organisations, providers."""

    def read(self, row: Cells, hash: str) -> PastVisit:
        """The visit of a row; raise `BadRow` with what is wrong."""
        encounter, start, stop, *refers, kind, description = row
        starts, ends = self._span(start, stop)
        patient, organization, provider = (
            table.row(self.known, text) for table, text in zip(self.tables, refers, strict=True)
        )
        self._alive(patient, starts)
        return PastVisit(
            key(encounter.lower()),
            hash,
            patient,
            provider,
            organization,
            _kind(kind),
            starts,
            ends,
            texts.line(description, "DESCRIPTION"),
        )

    def _span(self, start: str, stop: str) -> tuple[int, int]:
        starts, ends = cells.instant(start, "START"), cells.instant(stop, "STOP")
        if starts < FIRST_START:
            raise BadRow("START: it is before 1880")
        if ends <= starts:
            raise BadRow("STOP: it is not after START")
        if ends > self.now:
            raise BadRow("STOP: the encounter is not over; only what is past comes in")
        return starts, ends

    def _alive(self, patient: int, starts: int) -> None:
        life = self.lives.get(patient)
        if life is None:
            return
        if life.withdrawn:
            raise BadRow("PATIENT: the record was withdrawn here")
        at = pendulum.from_timestamp(starts)
        days = {at.date(), at.in_timezone(self.zone).date()}
        if life.birth is not None and max(days) < life.birth:
            raise BadRow("START: it is before the patient's birth")
        if life.died is not None and days_after_death(life.died, starts, self.zone) > DAYS_AFTER_DEATH:
            raise BadRow(f"START: it is more than {DAYS_AFTER_DEATH} days after the patient's death")


def _kind(text: str) -> PastKind:
    kind = text.lower()
    if kind not in KINDS:
        raise BadRow(f"ENCOUNTERCLASS: it is none of {', '.join(KINDS)}")
    return PastKind(f"kind/{kind}", *KINDS[kind])
