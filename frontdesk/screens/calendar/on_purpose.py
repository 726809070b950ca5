"""Doing it all the same: a slot that is taken, blocked or outside the hours, with a permission and a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from frontdesk.desk import Done, Refused

if TYPE_CHECKING:
    from frontdesk.screens.console import Console

Attempt = Callable[[str, bool], Done]
"""A change that takes the reason for overbooking, and whether to override hours and blocks."""


async def attempt(console: Console, change: Attempt) -> Done | None:
    """Run the change; where a refusal may be overcome on purpose, offer that right there."""
    reason, override = "", False
    while True:
        try:
            done = change(reason, override)
        except Refused as refused:
            console.say(refused.reason, error=True)
            offer = _offer(console, refused, reason, override)
            if offer is None:
                console.look_around(now=True)
                return None
            if await console.choose(refused.reason, [offer]) is None:
                console.say("Left as it was.")
                return None
            if offer[0] == "y":
                override = True
            elif (said := await console.ask("Why overbook?", check=reason_given)) is not None:
                reason = said
            else:
                console.say("Left as it was.")
                return None
        else:
            console.done(done)
            return done


def _offer(console: Console, refused: Refused, reason: str, override: bool) -> tuple[str, str] | None:
    """The key that does it all the same, if this person may and has not pressed it yet."""
    from frontdesk.logic.calendar.overriding import OVERRIDABLE

    if refused.code == "overlap" and not reason and console.desk.may("calendar.overbook"):
        return "o", "Overbook"
    if refused.code in OVERRIDABLE and not override and console.desk.may("calendar.override"):
        return "y", "Yes, all the same"
    return None


def reason_given(text: str) -> str:
    """What is wrong with a reason for overbooking."""
    return "" if text.strip() else "A reason is needed."
