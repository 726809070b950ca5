"""Sites, business calendars, and who interprets."""

from __future__ import annotations

from functools import partial
from typing import Any

from frontdesk.desk import Desk, Done
from frontdesk.logic import phones, practice, sites
from frontdesk.logic.drafts import Draft
from frontdesk.logic.named import told_apart
from frontdesk.logic.practice import InterpreterCard
from frontdesk.logic.sites import CalendarCard, SiteCard
from frontdesk.screens.readers import reader, yes
from frontdesk.screens.setup.adding import AboutForm
from frontdesk.screens.setup.reading import named, names_of, weekdays, word
from frontdesk.widgets.field import Field, Reader

MODES = {"in person": "in_person", "phone": "phone", "video": "video"}
"""How an interpreter is there."""


class SiteForm(AboutForm):
    """Add a site, or change its name, zone and business calendar."""

    FORM = "setup_forms.site"
    ABOUT = ("site", "version")

    def __init__(
        self,
        desk: Desk,
        site: int = 0,
        version: int = 0,
        *,
        card: SiteCard | None = None,
        draft: Draft | None = None,
    ) -> None:
        calendars = told_apart((each.id, each.name, ()) for each in sites.calendars(desk))
        kept = card.calendar if card else calendars[0][0] if calendars else None
        fields = [
            Field("name", "Name", size=32, text=card.name if card else "", required="A site needs a name."),
            Field(
                "timezone", "Time zone", reader(_zone), size=32, text=card.zone if card else str(desk.zone.name),
                required="In which time zone is it?",
            ),
            Field(
                "calendar", "Calendar", reader(partial(_one, named(calendars, "calendar"))), size=24, blank=(),
                hint="none",
                text=names_of(calendars, [kept] if kept else []),
            ),
        ]  # fmt: skip
        title = f"Site {card.name}" if card else "New site" if not site else "Site"
        super().__init__(desk, title, fields, {"site": site, "version": version}, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add it or change it."""
        desk, values = self.desk.asking(self.request), {**values, "calendar": next(iter(values["calendar"]), None)}
        if self.about["site"]:
            return sites.edit_site(desk, **self.about, **values)
        return sites.add_site(desk, **values)


def _one(read: Reader, text: str) -> Any:
    reading = read(text)
    if reading.reason or len(reading.value) > 1:
        raise ValueError(reading.reason or "A site keeps one calendar.")
    return reading.value


def _zone(text: str) -> str:
    return str(practice.zone_named(text.strip()).name)


class CalendarForm(AboutForm):
    """Add a business calendar, or change its name and weekdays."""

    FORM = "setup_forms.calendar"
    ABOUT = ("calendar", "version")

    def __init__(
        self,
        desk: Desk,
        calendar: int = 0,
        version: int = 0,
        *,
        card: CalendarCard | None = None,
        draft: Draft | None = None,
    ) -> None:
        fields = [
            Field("name", "Name", size=32, text=card.name if card else "", required="A calendar needs a name."),
            Field(
                "weekdays", "Open on", weekdays, size=32, text=card.words if card else "mon-fri",
                required="Name at least one weekday.",
            ),
        ]  # fmt: skip
        title = f"Business calendar {card.name}" if card else "Business calendar"
        super().__init__(desk, title, fields, {"calendar": calendar, "version": version}, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add it or change it."""
        desk = self.desk.asking(self.request)
        if self.about["calendar"]:
            return sites.edit_calendar(desk, **self.about, **values)
        return sites.add_calendar(desk, **values)


class InterpreterForm(AboutForm):
    """Add somebody or some line that interprets, or change what is known of them."""

    FORM = "setup_forms.interpreter"
    ABOUT = ("interpreter", "version")

    def __init__(
        self,
        desk: Desk,
        interpreter: int = 0,
        version: int = 0,
        *,
        card: InterpreterCard | None = None,
        draft: Draft | None = None,
    ) -> None:
        mode = next((name for name, value in MODES.items() if card and value == card.mode), "")
        fields = [
            Field("name", "Name", size=32, text=card.name if card else "", required="Who is it?"),
            Field(
                "languages", "Languages", size=40, text=card.languages if card else "", hint="spanish portuguese",
                required="Which languages?",
            ),
            Field(
                "mode", "How", word(MODES), size=12, text=mode, hint="in person, phone, video",
                required="Write in person, phone or video.",
            ),
            Field("digits", "Phone", reader(_digits), size=20, text=card.digits if card else ""),
            Field(
                "shared", "Shared", yes(), size=6, blank=False, text="y" * bool(card and card.shared),
                hint="y: a service that serves any number at once",
            ),
        ]  # fmt: skip
        title = f"Interpreter {card.name}" if card else "Interpreter"
        super().__init__(desk, title, fields, {"interpreter": interpreter, "version": version}, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add them or change what is known."""
        desk = self.desk.asking(self.request)
        if self.about["interpreter"]:
            return practice.edit_interpreter(desk, **self.about, **values)
        return practice.add_interpreter(desk, **values)


def _digits(text: str) -> str:
    return phones.read_phone(text).digits
