"""Which visits are meant, where a visit belongs to a series or a set; a visit on its own costs no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.logic import calendar, when

if TYPE_CHECKING:
    from frontdesk.logic.calendar import DayVisit
    from frontdesk.screens.console import Console

THIS, FOLLOWING, ALL, TOGETHER, PACKED = "this", "following", "all", "set", "packed"
"""One visit; it and the later ones of its series; all of them; its set; its set without gaps."""

KEYS = {"o": THIS, "f": FOLLOWING, "a": ALL, "t": TOGETHER, "p": PACKED}
"""The letters that choose."""


async def which(
    console: Console, visit: DayVisit, verb: str, *, moving: bool = False, linked: bool = True
) -> str | None:
    """Ask which visits are meant, where there are others to come; None when the question is left.

    Only what moves can be packed; without `linked` a set is not asked about.
    """
    if not visit.series and not (linked and visit.linked):
        return THIS
    reach = calendar.reach(console.desk, visit=visit.id)
    reach = reach if linked else reach._replace(linked=0)
    if reach.alone:
        return THIS
    options = [("o", "Only this")]
    options += [("f", f"This and following ({reach.following})")] if reach.following else []
    if reach.since is not None:
        since = when.echo_day(reach.since).removesuffix(f" {console.desk.today().year}")
        options += [("a", f"All {reach.all} of this series, from {since}")]
    options += [("t", f"Together ({reach.linked} linked)")] if reach.linked else []
    options += [("p", "Packed, no gaps")] if reach.linked and moving else []
    key = await console.choose(f"{verb} {visit.name}: which?", options)
    return KEYS[key] if key is not None else None
