"""Small HL7 messages, written by the tests, and the practice as it stands after reading some."""

from __future__ import annotations

import csv
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from frontdesk.db.practice import ExternalRef, WorklistItem
from frontdesk.exchange.export import export_folder
from frontdesk.exchange.hl7 import import_folder
from frontdesk.exchange.report import ImportReport
from tests.elm import Elm

MARKS = "^~\\&"


def head(kind: str, at: str, control: str, **more: str) -> str:
    """The head of a message."""
    sort, trigger = kind.split("^")
    return (
        f"MSH|{more.get('marks', MARKS)}|HIS|Mercy|FD|Elm|{at}||{sort}^{trigger}|{control}"
        f"|{more.get('mode', 'P')}|2.5.1||||||{more.get('code', '')}"
    )


def person(number: str, name: str = "Abel^Ann", **more: str) -> str:
    """A PID segment: fields by number, PID-7 as `f7`."""
    fields = {3: f"{number}^^^MERCY^MR", 5: name, **{int(key[1:]): text for key, text in more.items()}}
    return "PID|" + "|".join(fields.get(place, "") for place in range(1, max(fields) + 1))


def adt(trigger: str, at: str, number: str, name: str = "Abel^Ann", control: str = "1", **more: str) -> str:
    """An ADT message about one person."""
    return f"{head(f'ADT^{trigger}', at, control)}\r{person(number, name, **more)}\r"


def merge(trigger: str, at: str, keep: str, gone: str, name: str = "Abel^Ann", control: str = "1") -> str:
    """A message that merges `gone` into `keep`."""
    return f"{adt(trigger, at, keep, name, control)}MRG|{gone}^^^MERCY^MR\r"


def siu(
    trigger: str,
    at: str,
    visit: str = "V1",
    number: str = "1",
    *,
    starts: str = "20261201093000-0500",
    minutes: str = "30",
    name: str = "Abel^Ann",
    state: str = "",
    provider: str = "77^Okafor^Ada",
    room: str = "",
    reason: str = "",
    note: str = "",
    control: str = "1",
) -> str:
    """An SIU message about one appointment."""
    schedule = f"SCH||{visit}^MERCY||||{reason}" + "|" * 19 + state
    lines = [head(f"SIU^{trigger}", at, control), schedule]
    lines += [f"NTE|1||{note}"] if note else []
    lines += [person(number, name), "RGS|1"]
    lines += [f"AIS|1|A|CHK^Check|{starts}|||{minutes}|min"] if starts or minutes else []
    lines += [f"AIL|1|A|{room}"] if room else []
    lines += [f"AIP|1|A|{provider}"] if provider else []
    return "\r".join(lines) + "\r"


def read(elm: Elm, *letters: str | bytes, **more: Any) -> ImportReport:
    """Import messages, each in a file of its own, named a.hl7, b.hl7 ..."""
    with tempfile.TemporaryDirectory() as folder:
        for place, letter in enumerate(letters):
            content = letter if isinstance(letter, bytes) else letter.encode()
            (Path(folder) / f"{chr(97 + place)}.hl7").write_bytes(content)
        return import_folder(elm.mary, Path(folder), **more)


# The practice after it --------------------------------------------------------------------------

_NOT_COMPARED = ("patient", "number", "registered_at", "merged_into", "guarantor", "preferred", "photo_seen")
"""Numbers that are given out in the order of arrival, and what messages say nothing of."""


def state(elm: Elm) -> dict[str, Any]:
    """What the practice exports, without the numbers that are given out in the order in which things come.

    An event that was taken back, and the one that takes it back, are the trace of an order, not of a state.
    """
    with tempfile.TemporaryDirectory() as folder:
        export_folder(elm.mary, Path(folder) / "out")
        tables = {path.stem: _rows(path) for path in (Path(folder) / "out").iterdir()}
    patients = {row["patient"]: row for row in tables["patients"]}
    events = defaultdict(list)
    retracted = {row["retracts"] for row in tables["events"] if row["retracts"]}
    for row in tables["events"]:
        if not row["retracts"] and row["event"] not in retracted:
            events[row["visit"]].append((row["place"], row["at"]))

    def who(patient: str) -> tuple[tuple[str, str], ...]:
        return tuple((name, text) for name, text in patients[patient].items() if name not in _NOT_COMPARED)

    visits = {row["visit"]: row for row in tables["visits"]}
    refs = list(ExternalRef.select().where(ExternalRef.source == "hl7"))
    return {
        "patients": sorted(
            (who(key), who(row["merged_into"]) if row["merged_into"] else ()) for key, row in patients.items()
        ),
        "visits": sorted(
            (
                who(row["patient"]),
                tuple((name, text) for name, text in row.items() if name not in ("visit", "patient", "provider")),
                tuple(events[key]),
            )
            for key, row in visits.items()
        ),
        "numbers": sorted((ref.key, who(str(ref.subject))) for ref in refs if ref.subject_kind == "patient"),
        "known visits": sorted(
            (ref.key, visits[str(ref.subject)]["starts"]) for ref in refs if ref.subject_kind == "visit"
        ),
        "to do": sorted(
            (item.kind, who(str(item.subject)))
            for item in WorklistItem.select().where(WorklistItem.closed_at.is_null())
        ),
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def found(rows: Iterable[Any]) -> Any:
    """The one row there is."""
    (row,) = rows
    return row
