"""A provider's hours from a day to a day, the hours of a single day, and time kept for a kind."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.desk import Desk, Done
from frontdesk.logic import exceptions, hours, practice, reserved, when
from frontdesk.logic.calendar.sites import there
from frontdesk.logic.drafts import Draft
from frontdesk.logic.practice import FIRST_DAY, LAST_DAY, WEEKDAYS
from frontdesk.logic.reserved import LONGEST, ReservedLine
from frontdesk.screens import readers
from frontdesk.screens.setup.adding import AboutForm, hours_fields
from frontdesk.screens.setup.reading import clock, number, short
from frontdesk.widgets.field import Field
from frontdesk.widgets.picker import Choice, PickField


def _day(desk: Desk, provider: int) -> Any:
    return readers.day(there(desk, provider))


def shown(day: pendulum.Date) -> str:
    """A day as a field holds it; empty for the first and last of all."""
    return "" if day in (FIRST_DAY, LAST_DAY) else when.show_date(day)


class DatedHoursForm(AboutForm):
    """Set weekly hours from a day on, or only until another."""

    FORM = "setup_forms.hours"
    ABOUT = ("provider", "version")

    def __init__(self, desk: Desk, provider: int, version: int, *, draft: Draft | None = None) -> None:
        fields = [
            *hours_fields(desk, provider),
            Field("from_day", "First day", _day(desk, provider), size=16, blank=None, hint="today"),
            Field("to_day", "Last day", _day(desk, provider), size=16, blank=None, hint="for good"),
            Field("add", "Beside", readers.yes(), size=6, blank=False, hint="n: in the place of the others"),
        ]
        about = {"provider": provider, "version": version}
        super().__init__(desk, f"Weekly hours of {short(desk, provider)}", fields, about, draft)

    @property
    def start(self) -> Field:
        """The weekdays."""
        return self.form["weekdays"]

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Set them."""
        return hours.set_hours(self.desk.asking(self.request), **self.about, **values)


class DayForm(AboutForm):
    """Give a single day, or several, hours of their own: a day off, a short day, a Saturday."""

    FORM = "setup_forms.day"
    ABOUT = ("provider", "version")

    def __init__(self, desk: Desk, provider: int, version: int, *, draft: Draft | None = None) -> None:
        fields = [
            Field("day", "Day", _day(desk, provider), size=16, required="Which day? Write 12/24."),
            Field("to_day", "Last day", _day(desk, provider), size=16, blank=None, hint="that day only"),
            Field(
                "hours", "Hours", readers.reader(_checked, _echo), size=32, hint="8a-12p, 1p-4p, or off",
                required="Write 8a-12p, or off.",
            ),
            Field("note", "Note", readers.words, size=40),
        ]  # fmt: skip
        about = {"provider": provider, "version": version}
        super().__init__(desk, f"Hours of a day of {short(desk, provider)}", fields, about, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Set them."""
        return exceptions.set_exception(self.desk.asking(self.request), **self.about, **values)


def _echo(text: str) -> str:
    return exceptions.show(exceptions.read_hours(text))


def _checked(text: str) -> str:
    exceptions.read_hours(text)
    return text.strip()


class ReservedForm(AboutForm):
    """Keep a stretch of the week for a kind of visit, until some hours before it begins."""

    FORM = "setup_forms.reserved"
    ABOUT = ("provider", "reserved", "version")

    def __init__(
        self,
        desk: Desk,
        provider: int,
        reserved: int = 0,
        version: int = 0,
        *,
        line: ReservedLine | None = None,
        draft: Draft | None = None,
    ) -> None:
        kinds = _kinds(desk, "")
        fields = [
            PickField(
                "kind", "For", lambda text: _kinds(desk, text), size=6, required="For which kind of visit?",
                nothing="There is no such kind of visit.",
                chosen=next((each for each in kinds if line and each.value == line.kind), None),
            ),
            Field(
                "weekday", "Weekday", size=12, text=WEEKDAYS[line.weekday] if line else "", hint="tue",
                required="On which weekday?",
            ),
            Field("opens", "From", text=clock(line.opens) if line else "", size=8, required="Say from when."),
            Field("closes", "To", text=clock(line.closes) if line else "", size=8, required="Say until when."),
            Field(
                "hours_before", "Opens", number(LONGEST), size=8, blank=0, hint="when it begins",
                text=str(line.hours_before or "") if line else "24",
            ),
            Field(
                "from_day", "First day", _day(desk, provider), size=16, blank=None, hint="from the beginning",
                text=shown(line.from_day) if line else "",
            ),
            Field(
                "to_day", "Last day", _day(desk, provider), size=16, blank=None, hint="for good",
                text=shown(line.to_day) if line else "",
            ),
        ]  # fmt: skip
        about = {"provider": provider, "reserved": reserved, "version": version}
        super().__init__(desk, f"Time kept of {short(desk, provider)}", fields, about, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Keep it, or change what is kept."""
        desk, about = self.desk.asking(self.request), self.about
        if about["reserved"]:
            return reserved.edit_reserved(desk, reserved=about["reserved"], version=about["version"], **values)
        return reserved.reserve(desk, provider=about["provider"], **values)


def _kinds(desk: Desk, text: str) -> list[Choice]:
    wanted = text.strip().casefold()
    found = [each for each in practice.kinds(desk) if each.code.casefold().startswith(wanted)]
    return [
        Choice(each.id, each.code, (each.code, each.name), each.name)
        for each in sorted(found, key=lambda each: each.code.casefold() != wanted)
    ]
