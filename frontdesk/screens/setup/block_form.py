"""Blocking the time of a provider, a room or a device, from a moment to a moment."""

from __future__ import annotations

from typing import Any

from frontdesk.desk import Desk, Done
from frontdesk.logic import calendar
from frontdesk.logic.calendar.blocks import whose
from frontdesk.logic.drafts import Draft
from frontdesk.screens import readers
from frontdesk.screens.setup.adding import AboutForm
from frontdesk.widgets.field import Field

SORTS = ("provider", "room", "device")
"""What can be blocked; a draft keeps the place in this list."""


class BlockForm(AboutForm):
    """Block time, with the reason, and whether it may be overridden."""

    FORM = "setup_forms.block"
    ABOUT = ("sort", "row")
    verb = "Block"

    def __init__(self, desk: Desk, sort: int, row: int, name: str = "", *, draft: Draft | None = None) -> None:
        self.there = whose(desk, SORTS[sort], row).desk
        moment = readers.moment(self.there, self.there.today())
        fields = [
            Field("starts", "From", moment, size=24, hint="tue 1p", required="From when? Write tue 1p."),
            Field("ends", "To", moment, size=24, hint="tue 5p", required="Until when? Write tue 5p."),
            Field("reason", "Reason", readers.words, size=40, required="Say why."),
            Field("may_override", "Overridable", readers.yes(), size=6, blank=False, hint="n"),
        ]
        super().__init__(desk, f"Block {name or SORTS[sort]}", fields, {"sort": sort, "row": row}, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Block it."""
        values |= {SORTS[self.about["sort"]]: self.about["row"]}
        return calendar.block(self.there.asking(self.request), **values)
