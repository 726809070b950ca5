"""The key for the interpreter of the visit under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.logic import calendar, practice
from frontdesk.screens.calendar.moving import OnVisit

if TYPE_CHECKING:
    from frontdesk.logic.calendar import DayVisit
    from frontdesk.screens.calendar.pane import CalendarPane


class Interpreter(OnVisit):
    """Note that the visit's interpreter said they come; again, that they did not. Where there is none, say who.

    On the `:` line it takes a name for another interpreter, `none`, or a language and `later`.
    """

    id, key, label = "calendar.interpreter", "i", "Interpreter"
    words: ClassVar[str] = "[NAME | none | LANGUAGE later]"
    shown: ClassVar[bool] = False

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """Their names."""
        names = [card.name.lower() for card in practice.interpreters(host.desk)]
        return [name for name in (*names, "none") if name.startswith(words.lower())]

    async def act(self, pane: CalendarPane, visit: DayVisit, words: str) -> None:
        """Turn it over, or ask who."""
        from frontdesk.screens import interpreting

        if words:
            if said := interpreting.wrong(pane.desk, words):
                pane.console.say(said, error=True)
                return
            pane.console.do(interpreting.setting(pane.desk, visit, *interpreting.meant(pane.desk, words)))
            return
        now = calendar.interpreted(pane.desk, visits=[visit.id]).get(visit.id)
        if now is not None and now.mode:
            change = calendar.unconfirm_interpreter if now.confirmed else calendar.confirm_interpreter
            pane.console.do(lambda: change(pane.desk, visit=visit.id, version=visit.version))
        elif (do := await interpreting.other_interpreter(pane.desk, pane.console, visit)) is not None:
            pane.console.do(do)
