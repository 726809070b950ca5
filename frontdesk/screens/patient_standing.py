"""One letter for how a patient stands with the practice, then the day or the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pendulum

from frontdesk.desk import Desk, Done
from frontdesk.logic import patients, when
from frontdesk.logic.patients import PatientPage
from frontdesk.screens.console import Console


def options(page: PatientPage) -> list[tuple[str, str]]:
    """What can be noted about this patient now."""
    found = [("d", "Not deceased" if _is(page, "Deceased") else "Deceased")]
    found.append(("r", "Take on again") if _is(page, "Dismissed") else ("x", "Dismissed"))
    found.append(("t", "A real record" if _is(page, "A test record") else "Test record"))
    return [*found, ("i", "Photo identity seen")]


def _is(page: PatientPage, word: str) -> bool:
    """Whether a sentence of the standing begins so; what follows may be anybody's own words."""
    return any(sentence.startswith(word) for sentence in page.standing)


async def note(console: Console, patient: int) -> Done | None:
    """Ask and do it; None when left or refused."""
    page = patients.reread(console.desk, patient=patient)
    key = await console.choose(page.name, options(page))
    if key is None:
        return None
    change = await _asked(console, page, key)
    return None if change is None else console.do(change)


async def _asked(console: Console, page: PatientPage, key: str) -> Callable[[], Done] | None:
    """The change that a letter means, with what had to be asked for it; None when that was left."""
    desk, row, version = console.desk, page.id, page.version
    if key == "d" and _is(page, "Deceased"):
        return lambda: patients.note_death(desk, patient=row, version=version, deceased=False)
    if key == "d":
        day = await console.ask("Died on (empty: not known)", check=lambda text: _wrong(desk, text))
        return None if day is None else lambda: _died(desk, row, version, day)
    if key == "x":
        why = await console.ask("Why?", check=lambda text: "" if text.strip() else "A reason is needed.")
        return None if why is None else lambda: patients.dismiss(desk, patient=row, version=version, why=why)
    if key == "r":
        return lambda: patients.readmit(desk, patient=row, version=version)
    if key == "i":
        return lambda: patients.see_photo(desk, patient=row, version=version)
    test = not _is(page, "A test record")
    return lambda: patients.mark_test(desk, patient=row, version=version, test=test)


def _died(desk: Desk, row: int, version: int, day: str) -> Done:
    return patients.note_death(desk, patient=row, version=version, died=_day(desk, day))


def _day(desk: Desk, text: str) -> pendulum.Date | None:
    """A day that is past, as typed; None for an empty text."""
    if not text.strip():
        return None
    found: date = when.parse_birth(text, today=desk.today())
    return pendulum.date(found.year, found.month, found.day)


def _wrong(desk: Desk, text: str) -> str:
    try:
        _day(desk, text)
    except ValueError as error:
        return str(error)
    return ""
