"""Founding a practice: one form, from its name to its providers, that ends on a calendar one can book in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import available_timezones

import pendulum
from textual import on

from frontdesk.desk import Desk, Refused
from frontdesk.logic import accounts, names
from frontdesk.screens import readers
from frontdesk.screens.form import FormScreen
from frontdesk.widgets.field import Field
from frontdesk.widgets.picker import Choice, PickField

if TYPE_CHECKING:
    from frontdesk.app import FrontDeskApp

AMERICAN = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
)  # fmt: skip
"""The zones of most practices come first in the list."""


def zones(text: str) -> Sequence[Choice]:
    """Time zones that have the typed letters somewhere in their name: `york`, `los a`, `berlin`."""
    wanted = text.strip().casefold().replace(" ", "_")
    every = dict.fromkeys([*AMERICAN, *sorted(available_timezones())])
    found = [zone for zone in every if wanted in zone.casefold()]
    return [Choice(zone, zone, (zone,), _now_there(zone)) for zone in found[:40]]


def _now_there(zone: str) -> str:
    hours = pendulum.now(zone).utcoffset()
    minutes = int(hours.total_seconds()) // 60 if hours is not None else 0
    return f"UTC{minutes // 60:+d}" + (f":{minutes % 60:02d}" if minutes % 60 else "")


def machine_zone() -> Choice | None:
    """The zone this machine keeps, when that is a place's: a machine that keeps UTC stands anywhere."""
    zone = pendulum.now().timezone_name or ""
    if "/" not in zone or zone.startswith("Etc/"):
        return None
    return next((choice for choice in zones(zone) if choice.value == zone), None)


def suggested_login(name: str) -> str:
    """`mlee` for Mia Lee."""
    words = re.sub("[^a-z0-9 ]", "", names.fold(name)).split()
    return (words[0][:1] + words[-1])[:32] if len(words) > 1 else "".join(words)


def _providers(text: str) -> list[tuple[str, str, str]]:
    names.refuse_unsafe(text)
    return accounts.provider_names(text)


def _echo_providers(found: list[tuple[str, str, str]]) -> str:
    return ", ".join(" ".join(part for part in (given, family, sign) if part) for family, given, sign in found)


class NewPractice(FormScreen[Desk]):
    """A new, empty practice; answers with the desk of its first person, signed in."""

    verb = "Begin"

    def __init__(self, title: str = "New practice", first: Iterable[Field] = ()) -> None:
        super().__init__(
            title,
            [
                *first,
                Field("name", "Practice", readers.words, size=32, required="What is the practice called?"),
                PickField(
                    "timezone", "Time zone", zones, chosen=machine_zone(), size=22, hint="new york",
                    required="In which time zone is it?",
                    nothing="There is no such time zone; try a big city nearby, like chicago.",
                ),
                Field("admin_name", "Your name", readers.name, size=32, required="Who are you?", hint="Mia Lee"),
                Field("login", "Sign-in", readers.reader(accounts.tidy_login), size=20, replace=True,
                      required="By which name will you sign in?"),
                Field("password", "Password", readers.secret, secret=True, size=24,
                      required="Choose a password."),
                Field("again", "And again", readers.as_it_is, secret=True, size=24,
                      required="Type the password once more."),
                Field("providers", "Providers", readers.reader(_providers, _echo_providers), size=40,
                      hint="Okafor MD; Reyes NP"),
            ],
        )  # fmt: skip
        self.add_class("-alone")
        self._suggested = ""

    @on(Field.Changed, "#field-admin_name")
    def suggest(self) -> None:
        """Offer a sign-in made of the name, until the person types another."""
        login = self.form["login"]
        if login.text == self._suggested:
            self._suggested = login.text = suggested_login(self.form["admin_name"].text)

    def carry_out(self, values: dict[str, Any]) -> Desk:
        """Make the practice's file and sign its first person in."""
        if values.pop("again") != values["password"]:
            raise Refused("The two passwords are not the same.", field="again")
        app = cast("FrontDeskApp", self.app)
        database = accounts.create(app.path, app.clock, **{**values, "providers": self.form["providers"].text})
        return accounts.sign_in(
            database, app.clock, login=values["login"], password=values["password"], terminal=app.terminal
        )
