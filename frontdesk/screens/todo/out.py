"""Visits touched by an absence: phones, other times for each, one key for what came of the call."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import pendulum
from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import calendar, when, worklists
from frontdesk.logic.calendar.sought import Opening
from frontdesk.logic.calendar.touched import KIND
from frontdesk.logic.calendar.words import provider_name
from frontdesk.screens.beside import last_call, visit_facts
from frontdesk.screens.worklist import OnRow, WorklistDialog
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.command import CommandList
from frontdesk.widgets.facts import Fact
from frontdesk.widgets.rows import cut

if TYPE_CHECKING:
    from frontdesk.logic.calendar import Touched
    from frontdesk.screens.console import Console

WITH = ("starts", "provider", "room", "device", "interpreter")
"""What of an opening a visit takes."""
SITE = 8
"""Cells for the name of a site."""
NAME = 18
"""Cells that a patient's name has before the time offered gives way: all of those stand beneath the list."""


class _Take(OnRow):
    needs: ClassVar[str] = "calendar.book"
    number: ClassVar[int] = 0
    shown: ClassVar[bool] = False

    def ready(self, host: WorklistDialog[Any]) -> bool:
        """Whether so many times are offered."""
        return super().ready(host) and len(host.row.offers) > self.number

    def why(self, host: WorklistDialog[Any]) -> str:
        """No permission, or no such offer."""
        return "No such time is offered." if host.cursor.current is not None else super().why(host)

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Move the visit there."""
        row: Touched = host.row
        _move(host, row, row.offers[self.number])


def _move(host: WorklistDialog[Any], row: Touched, opening: Opening) -> None:
    """Take the visit there, with what is free for it there."""
    visit, with_what = row.visit, {key: getattr(opening, key) for key in WITH}
    host.do(lambda: calendar.move(host.desk, visit=visit.id, version=visit.version, **with_what))


class Take(_Take):
    """The patient takes the first of the times offered: the visit moves there."""

    id, key, keys, label, number = "out.take", "1", ("enter",), "Take 1", 0
    shown: ClassVar[bool] = True


class Take2(_Take):
    """The patient takes the second time."""

    id, key, label, number = "out.take2", "2", "Take 2", 1


class Take3(_Take):
    """The patient takes the third time."""

    id, key, label, number = "out.take3", "3", "Take 3", 2


class Other(OnRow):
    """None of the times will do: look for others; the one chosen takes the visit there."""

    id, key, label = "out.other", "f", "Find"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Show the openings for this visit."""
        from frontdesk.screens.openings import OpeningsDialog

        row: Touched = host.row
        opening: Opening | None = await host.over(OpeningsDialog.for_visit(host.desk, row.visit.id))
        if opening is not None:
            _move(host, row, opening)


class Bump(OnRow):
    """Cancel the visit for the practice's sake; it is first on the list of those to be placed again."""

    id, key, label = "out.bump", "x", "Bump"
    needs: ClassVar[str] = "calendar.book"

    def ready(self, host: WorklistDialog[Any]) -> bool:
        """Whether the visit has not gone on since the patient came."""
        return super().ready(host) and host.row.may_be_bumped

    def why(self, host: WorklistDialog[Any]) -> str:
        """No permission, or the visit is under way."""
        under_way = host.cursor.current is not None and host.desk.may(self.needs)
        return "The visit is under way and can't be cancelled." if under_way else super().why(host)

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Cancel it."""
        row: Touched = host.row
        host.do(
            lambda: calendar.cancel(
                host.desk, visit=row.visit.id, version=row.visit.version, reason="practice", note=row.item.note
            )
        )


class NoAnswer(OnRow):
    """Called, nobody answered; the visit stays on the list."""

    id, key, label = "out.no_answer", "n", "No answer"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Note it."""
        row: Touched = host.row
        host.do(lambda: worklists.tried(host.desk, item=row.item.id, version=row.item.version))


class Stays(OnRow):
    """The visit stays as it is: somebody else sees the patient."""

    id, key, label = "out.stays", "s", "Stays"
    needs: ClassVar[str] = "calendar.book"

    async def run(self, host: WorklistDialog[Any], words: str = "") -> None:
        """Close the item."""
        row: Touched = host.row
        host.do(lambda: worklists.settle(host.desk, item=row.item.id, version=row.item.version, outcome="stays"))


class OutList(WorklistDialog["Touched"]):
    """The list, in the order of time."""

    COMMANDS: ClassVar[CommandList] = (Take, Take2, Take3, Other, Bump, NoAnswer, Stays)
    EMPTY = "No visit is touched by an absence."
    LINES = 3
    LEGEND = ("The number after the phone says how often somebody called in vain.",)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Visits to place anew")

    def read(self) -> Sequence[Touched]:
        """The visits."""
        return calendar.out_list(self.desk, shown=self.cursor.rows)

    def look_around(self) -> None:
        """What was offered and is past by now is not offered any more."""
        super().look_around()
        now = self.desk.clock.now()
        if any(each.starts < now for row in self.cursor.rows for each in row.offers):
            self.reread()

    def key(self, row: Touched) -> Hashable:
        """The item."""
        return row.item.id

    def topics(self) -> frozenset[str]:
        """The visits listed."""
        return frozenset({"worklist", *(f"visit:{row.visit.id}" for row in self.cursor.rows)})

    def line(self, row: Touched, width: int) -> Text:
        """When, who, phone, kind, the first time offered."""
        at = self._at(row.starts)
        phone = f"{row.phone or 'no phone':<12}{f'({row.item.tries})' if row.item.tries else '':>4}"
        room = width - 37 - (SITE + 1 if row.at_site else 0)
        name = max(8, min(24, max(NAME, room - 21), room))
        text = Text(
            f" {at:>13} {set_cell_size(row.visit.sign + row.visit.name, name)} {phone} {row.visit.kind:<4}"
        )
        if row.at_site:
            text.append(f" {set_cell_size(row.at_site, SITE)}")
        if row.here:
            return text.append(f" is here ({str(row.visit.place).replace('_', ' ')})", "bold yellow")
        offer = short(self.desk, row.offers[0]) if row.offers else "no opening"
        return text.append(f" {cut(offer, width - text.cell_len - 1)}", "bold")

    def _at(self, starts: pendulum.DateTime) -> str:
        """Day and time; with the zone's letters where that is another wall than the practice's."""
        letters = (
            f" {starts.tzname()}" if starts.utcoffset() != starts.in_timezone(self.desk.zone).utcoffset() else ""
        )
        day = (
            ""
            if starts.date() == self.desk.today()
            else f"{starts.day} "
            if letters
            else f"{starts:%a} {starts.day} "
        )
        return f"{day}{when.clock(starts)}{letters}"

    def facts(self) -> Sequence[Fact[Touched]]:
        """Sex and age, birth date, length, the last call, note."""
        called: Fact[Touched] = Fact("called", 8, lambda row, _: last_call(self.desk, row.item), WIDE)
        return visit_facts(self.desk, lambda row: row.visit, called)

    def about(self, row: Touched) -> Text:
        """With whom it was, why, and the times offered."""
        visit = row.visit
        length = when.show_length(visit.minutes)
        at = f" at {row.at_site}" if row.at_site else ""
        head = f">{visit.name} {visit.kind} {length} with {row.provider}{at}. {row.item.note}"
        text = Text(head + (f"  {visit.note}" if visit.note else ""))
        offers = [f"{n} {short(self.desk, each)}" for n, each in enumerate(row.offers, start=1)]
        if row.here:
            bumped = ", or it is bumped (x)" if row.may_be_bumped else ""
            return text.append(f"\n The patient is here: somebody else sees them (s){bumped}.")
        return text.append("\n " + "   ".join(offers) if offers else "\n No opening within 90 days.")


def short(desk: Desk, opening: Opening) -> str:
    """`Wed 25 Nov 10:15a Reyes`, `today 2:30p Reyes`."""
    at = opening.starts
    day = "today" if at.date() == desk.today() else f"{at:%a} {at.day} {at:%b}"
    return f"{day} {when.clock(at)} {provider_name(opening.provider)}"


class _Worklist:
    id, title, order, permission = "out", "Visits to place anew (somebody is out)", 5, "calendar.see"

    def count(self, desk: Desk) -> int:
        """How many there are."""
        return worklists.open_count(desk, kind=KIND)

    async def open(self, console: Console) -> bool | None:
        """Show the list."""
        return await console.open_form(OutList(console.desk))


WORKLIST = _Worklist()
