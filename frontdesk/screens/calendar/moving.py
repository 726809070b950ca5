"""Opening, moving, lengthening: what is done to a visit where it stands in the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.logic import calendar
from frontdesk.screens.calendar.boards import Board
from frontdesk.screens.calendar.booking import book
from frontdesk.screens.calendar.moving_along import move_along
from frontdesk.screens.calendar.on_purpose import attempt
from frontdesk.screens.calendar.scope import THIS, which
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.desk import Done
    from frontdesk.logic.calendar import DayVisit
    from frontdesk.screens.calendar.boards import Slot
    from frontdesk.screens.calendar.pane import CalendarPane


class OnVisit(Command["CalendarPane"]):
    """A command that needs a visit under the cursor and a permission."""

    needs: ClassVar[str] = "calendar.book"

    def ready(self, host: CalendarPane) -> bool:
        """Whether a visit is under the cursor, and this person may."""
        return host.visit is not None and host.lifted is None and host.desk.may(self.needs)

    def why(self, host: CalendarPane) -> str:
        """No permission, hands full, or no visit."""
        if not host.desk.may(self.needs):
            return "You may not change visits."
        if host.lifted is not None:
            return f"{host.lifted.name} is being moved: Enter drops it here, Esc puts it back."
        return "There is no visit here."

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Do it to the visit that is painted."""
        if host.visit is not None:
            await self.act(host, host.visit, words)

    async def act(self, pane: CalendarPane, visit: DayVisit, words: str) -> None:
        """What the command does."""
        raise NotImplementedError


class Open(Command["CalendarPane"]):
    """Open the patient's record; on free time, book; while moving a visit, drop it here."""

    id, key, label = "calendar.open", "enter", "Open"
    unready: ClassVar[str] = "Nothing to open here."

    def ready(self, host: CalendarPane) -> bool:
        """Whether there is something to open, to book or to drop."""
        bookable = host.block is None and host.desk.may("calendar.book")
        if host.board is not None and host.board.slot_free:
            return True
        return host.slot is not None and (host.visit is not None or host.lifted is not None or bookable)

    def word(self, host: CalendarPane) -> str:
        """What Enter does just now."""
        if host.board is not None and host.board.slot_free:
            return "Show day"
        if host.lifted:
            return "Drop here"
        return "Open" if host.visit else "Book"

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Drop, open or book; in a month, show the day."""
        if host.board is not None and host.board.slot_free:
            host.show(Board, host.date)
        elif host.lifted is not None:
            await drop(host, host.lifted)
        elif host.visit is not None:
            await host.console.open("patient", host.visit.patient)
        else:
            await book(host)


class Move(OnVisit):
    """Lift the visit, go to another time, provider or day, and drop it there with Enter."""

    id, key, label = "calendar.move", "m", "Move"

    async def act(self, pane: CalendarPane, visit: DayVisit, words: str) -> None:
        """Lift it; where it is one of several, ask which of them move along."""
        scope = await which(pane.console, visit, "Move", moving=True)
        if scope is None:
            return
        pane.lifted, pane.moving = visit, scope
        pane.draw()
        along = "" if scope == THIS else " and what belongs to it"
        pane.console.say(f"Moving {visit.name}{along}. Go to a time, Enter drops it there, Esc puts it back.")
        pane.console.refresh_bars()


class PutBack(Command["CalendarPane"]):
    """Put the lifted visit back where it was."""

    id, key, keys, label = "calendar.putback", "escape", ("ctrl+g",), "Put back"
    unready: ClassVar[str] = ""

    def ready(self, host: CalendarPane) -> bool:
        """Whether a visit is lifted, or waits to be linked."""
        return host.lifted is not None or host.linking is not None

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Put it back."""
        was, host.linking = host.lifted, None
        let_go(host)
        host.console.say("Put back." if was is not None else "Not linked.")


def let_go(pane: CalendarPane) -> None:
    """No visit is lifted any more."""
    pane.lifted, pane.moving = None, THIS
    pane.draw()
    pane.console.refresh_bars()


async def drop(pane: CalendarPane, visit: DayVisit) -> None:
    """Move the lifted visit to the slot under the cursor; when that is refused it stays lifted."""
    slot = pane.slot
    if slot is None:
        return
    there = pane.visit is not None and pane.visit.id == visit.id
    if (slot.provider or visit.provider, slot.starts) == (visit.provider, visit.starts) and (
        there or not slot.room
    ):
        let_go(pane)
        pane.console.say("Put back.")
        return
    if await move_to(pane, visit, slot) is not None:
        pane.go_to_visit(visit.id)


async def move_to(pane: CalendarPane, visit: DayVisit, slot: Slot) -> Done | None:
    """Move a visit, and what was lifted with it; when that is refused it stays lifted."""
    done = await (_move_one(pane, visit, slot) if pane.moving == THIS else move_along(pane, visit, slot))
    if done is not None:
        let_go(pane)
    return done


async def _move_one(pane: CalendarPane, visit: DayVisit, slot: Slot) -> Done | None:
    """Move this visit alone."""
    return await attempt(
        pane.console,
        lambda reason, override: calendar.move(
            pane.desk,
            visit=visit.id,
            version=visit.version,
            starts=pane.moment(slot.starts),
            provider=slot.provider or visit.provider,
            room=slot.room,
            overbook=reason,
            override=override,
        ),
    )


class _Resize(OnVisit):
    shown: ClassVar[bool] = False
    way: ClassVar[int] = 1

    async def act(self, pane: CalendarPane, visit: DayVisit, words: str) -> None:
        """One line of the calendar more or less."""
        step = pane.day.step if pane.day is not None else 15
        minutes = visit.minutes + self.way * step
        if minutes <= 0:
            pane.console.say("It can't be shorter.", error=True)
            return
        await attempt(
            pane.console,
            lambda reason, override: calendar.resize(
                pane.desk,
                visit=visit.id,
                version=visit.version,
                minutes=minutes,
                overbook=reason,
                override=override,
            ),
        )


class Lengthen(_Resize):
    """Make the visit one line longer."""

    id, key, keys, label, way = "calendar.longer", "+", ("=",), "Longer", 1


class Shorten(_Resize):
    """Make the visit one line shorter."""

    id, key, label, way = "calendar.shorter", "-", "Shorter", -1
