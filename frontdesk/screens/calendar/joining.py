"""Seeing what a visit belongs to, and linking it with another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from frontdesk.desk import Desk, Done
from frontdesk.logic import calendar
from frontdesk.logic.calendar import DayVisit
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.screens.calendar.pane import CalendarPane


class Series(Command["CalendarPane"]):
    """List the visits of its series and those linked with it; one alone is linked by the same key on the other."""

    id, key, label = "calendar.series", "j", "Series, linked"
    shown: ClassVar[bool] = False

    def ready(self, host: CalendarPane) -> bool:
        """Whether a visit is under the cursor."""
        return host.visit is not None and host.lifted is None

    def why(self, host: CalendarPane) -> str:
        """Hands full, or nothing there."""
        return "Drop the visit first." if host.lifted is not None else "There is no visit here."

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Link with the one that waits for it, show the list, or begin to link."""
        visit, waiting = host.visit, host.linking
        if visit is None:
            return
        if waiting is not None:
            host.linking = None
            if waiting.id == visit.id:
                host.console.say("Not linked.")
            else:
                host.console.do(lambda: link(host.desk, waiting, visit))
        elif visit.series or visit.linked:
            await show(host, visit)
        else:
            begin(host, visit)


def link(desk: Desk, one: DayVisit, other: DayVisit) -> Done:
    """Link two visits as they are now."""
    return calendar.link(desk, visit=other.id, version=other.version, other=one.id)


def begin(pane: CalendarPane, visit: DayVisit) -> None:
    """Wait for the visit to link with."""
    if not pane.desk.may("calendar.book"):
        pane.console.say("It is on its own.")
        return
    pane.linking = visit
    key = pane.sign_of(Series)
    pane.console.say(
        f"{visit.name} is on its own. To link it, go to the other visit and press {key}; Esc leaves it."
    )


async def show(pane: CalendarPane, visit: DayVisit) -> None:
    """Show the list; the calendar goes to the visit that was chosen."""
    from frontdesk.screens.calendar.joined import LINK, Joined

    answer: Any = await pane.console.open_form(Joined(pane.desk, visit))
    pane.console.look_around(now=True)
    if answer == LINK:
        begin(pane, visit)
        key = pane.sign_of(Series)
        pane.console.say(f"Go to the visit to link with {visit.name} and press {key}; Esc leaves it.")
    elif answer is not None:
        pane.go_to_visit(answer.id)
