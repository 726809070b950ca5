"""Dropping a visit that takes others along: the later ones of its series, all of them, or its set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from frontdesk.desk import Done, Refused, Stale
from frontdesk.logic import calendar
from frontdesk.screens.calendar.on_purpose import attempt
from frontdesk.screens.calendar.scope import PACKED, TOGETHER

if TYPE_CHECKING:
    from frontdesk.logic.calendar import DayVisit
    from frontdesk.logic.calendar.plans import Answers
    from frontdesk.screens.calendar.boards import Slot
    from frontdesk.screens.calendar.pane import CalendarPane


async def move_along(pane: CalendarPane, visit: DayVisit, slot: Slot) -> Done | None:
    """Move them all; where a series clashes, its visits are listed and each clash gets its answer."""
    wish: dict[str, Any] = {
        "visit": visit.id,
        "starts": pane.moment(slot.starts),
        "provider": slot.provider or visit.provider,
    }
    if pane.moving in (TOGETHER, PACKED):
        return await _move_set(pane, visit, wish)
    return await _move_series(pane, visit, {**wish, "scope": pane.moving})


async def _move_set(pane: CalendarPane, visit: DayVisit, wish: dict[str, Any]) -> Done | None:
    pack = pane.moving == PACKED
    return await attempt(
        pane.console,
        lambda reason, override: calendar.move_set(
            pane.desk, **wish, version=visit.version, pack=pack, overbook=reason, override=override
        ),
    )


async def _move_series(pane: CalendarPane, visit: DayVisit, wish: dict[str, Any]) -> Done | None:
    """Without a clash it is done at once."""
    desk = pane.desk
    try:
        plan = calendar.plan_move(desk, **wish)
    except Refused as refused:
        pane.console.say(refused.reason, error=True)
        return None
    if not plan.clashes:
        return pane.console.do(lambda: calendar.move_series(desk, **wish, version=visit.version))
    from frontdesk.screens.calendar.planning import PlanDialog

    version = visit.version

    def do(answers: Answers) -> Done:
        """Move them; where the visit was changed since, that is said, and then it is meant as it is now."""
        nonlocal version
        try:
            return calendar.move_series(desk, **wish, version=version, answers=answers)
        except Stale:
            version = calendar.visit(desk, visit=visit.id).visit.version
            raise

    return await pane.console.open_form(
        PlanDialog(
            desk,
            whose=visit.name,
            verb="Move all",
            look=lambda answers: calendar.plan_move(desk, **wish, answers=answers),
            do=do,
        )
    )
