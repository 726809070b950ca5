"""Editing what the visit under the cursor is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.screens.calendar.moving import OnVisit
from frontdesk.screens.calendar.scope import which

if TYPE_CHECKING:
    from frontdesk.logic.calendar import DayVisit
    from frontdesk.screens.calendar.pane import CalendarPane


class Edit(OnVisit):
    """Edit the visit's kind, length and note; in a series also those of the following ones, or of all."""

    id, key, label = "calendar.edit", "e", "Edit"
    shown: ClassVar[bool] = False

    async def act(self, pane: CalendarPane, visit: DayVisit, words: str) -> None:
        """Ask which visits, where it is one of a series, and open the form."""
        from frontdesk.screens.visit_edit import VisitForm

        scope = await which(pane.console, visit, "Edit", linked=False)
        if scope is not None:
            await pane.console.open_form(VisitForm(pane.desk, visit=visit.id, scope=scope))
