"""Visits that did not take place, the bumped ones first, until they are placed again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import calendar, when
from frontdesk.screens.beside import visit_facts
from frontdesk.screens.patient_lines import NARROW, called_line
from frontdesk.screens.worklist import OnRow, WorklistDialog
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.facts import Fact

if TYPE_CHECKING:
    from frontdesk.logic.calendar import Broken, OnClosedDay
    from frontdesk.screens.console import Console

GIVEN_UP = {"w": "not wanted", "e": "goes elsewhere", "r": "not reached"}
"""Why a visit is not placed again."""


class Place(OnRow):
    """Place it again: openings of its kind and length, with its provider first; Enter books one.

    It goes back into its series and its set.
    """

    id, key, keys, label = "to_place.place", "f", ("enter",), "Find"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Show the openings, book the one chosen."""
        from frontdesk.screens.calendar.finding import as_booked
        from frontdesk.screens.openings import OpeningsDialog

        row: Broken = host.row
        opening = await host.over(OpeningsDialog.instead_of(host.desk, row.visit.id))
        if opening is not None:
            host.do(
                lambda: calendar.book(host.desk, **as_booked(opening), note=row.visit.note, replaces=row.visit.id)
            )


class NoAnswer(OnRow):
    """Called, nobody answered; the visit stays on the list."""

    id, key, label = "to_place.no_answer", "n", "No answer"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Note it."""
        row: Broken = host.row
        host.do(lambda: calendar.tried_placing(host.desk, visit=row.visit.id))


class GiveUp(OnRow):
    """It will not be placed again: one letter says why."""

    id, key, label = "to_place.give_up", "x", "Not again"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Ask for the letter and take it off the list."""
        row: Broken = host.row
        options = [(letter, word.capitalize()) for letter, word in GIVEN_UP.items()]
        letter = await host.choose(f"{row.visit.name}: why not again?", options)
        if letter is not None:
            host.do(lambda: calendar.give_up_placing(host.desk, visit=row.visit.id, outcome=GIVEN_UP[letter]))


class Open(OnRow):
    """Go to the patient's page."""

    id, key, label = "to_place.open", "o", "Patient"
    needs: ClassVar[str] = "patient.see"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Close the lists and open the page."""
        row: Broken = host.row
        host.chosen = ("patient", row.visit.patient)
        host.dismiss(True)


class ToPlaceList(WorklistDialog["Broken"]):
    """The list."""

    COMMANDS: ClassVar[CommandList] = (Place, NoAnswer, GiveUp, Open)
    EMPTY = "Every visit that did not take place is placed again."

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Visits to place again")

    def read(self) -> Sequence[Broken]:
        """The visits."""
        return calendar.to_place(self.desk)

    def count(self) -> int:
        """All of them, not only those listed."""
        return calendar.to_place_count(self.desk)

    def key(self, row: Broken) -> Hashable:
        """The visit."""
        return row.visit.id

    def topics(self) -> frozenset[str]:
        """The visits listed, and their patients: whoever is booked again is off the list."""
        found = {"worklist"}
        for row in self.cursor.rows:
            found |= {f"visit:{row.visit.id}", f"patient:{row.visit.patient}"}
        return frozenset(found)

    def line(self, row: Broken, width: int) -> Text:
        """Why, when, who, phone, kind, with whom."""
        day = f"{row.starts:%a} " * (width >= NARROW) + f"{row.starts.day:>2} {row.starts:%b} "
        at = f"{'!' if row.why == 'bumped' else ' '}{day}"
        beside = (f"{row.visit.kind:<4}", set_cell_size(row.provider, 9), row.why)
        return called_line(at, row.visit.sign + row.visit.name, row.phone, row.tries, beside, width)

    def facts(self) -> Sequence[Fact[Broken]]:
        """Sex and age, birth date, length, note."""
        return visit_facts(self.desk, lambda row: row.visit)

    def about(self, row: Broken) -> Text:
        """Kind, length, provider, note."""
        return about(row)


def about(row: Broken | OnClosedDay) -> Text:
    """Kind, length, provider, time and reason, note: all of a visit for which another time is to be found."""
    visit = row.visit
    said = f">{visit.name} {visit.kind} {when.show_length(visit.minutes)} with {row.provider}"
    said += f", {when.echo_moment(row.starts)}: {row.why}"
    return Text(said + (f"  {visit.note}" if visit.note else ""))


class _Worklist:
    id, title, order, permission = "place", "Visits to place again (bumped, broken)", 10, "calendar.see"

    def count(self, desk: Desk) -> int:
        """How many there are."""
        return calendar.to_place_count(desk)

    async def open(self, console: Console) -> bool | None:
        """Show the list."""
        shown = ToPlaceList(console.desk)
        if gone := await console.open_form(shown):
            await console.open(*shown.chosen)
        return gone


WORKLIST = _Worklist()
