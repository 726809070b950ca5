"""A kind of visit: its length, and everything it asks for."""

from __future__ import annotations

from typing import Any

from frontdesk.desk import Desk, Done
from frontdesk.logic import kinds, practice
from frontdesk.logic.drafts import Draft
from frontdesk.logic.kind_choices import choices
from frontdesk.logic.kinds import LONGEST_BUFFER, MOST, KindTerms
from frontdesk.screens.readers import yes
from frontdesk.screens.setup.adding import AboutForm
from frontdesk.screens.setup.reading import Named, minutes, named, names_of, number, word
from frontdesk.widgets.field import Field

STANDINGS = {"new": "new", "established": "established"}
"""For whom a kind may be, if not for everybody."""

FRESH = KindTerms("", "", 15)
"""What a new kind begins with."""


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)


def _fields(terms: KindTerms, providers: Named, rooms: Named, devices: Named) -> list[Field]:
    return [
        Field("code", "Code", size=6, text=terms.code, hint="FU", required="A kind needs a code."),
        Field("name", "Name", size=32, text=terms.name, required="A kind needs a name."),
        Field("minutes", "Length", minutes, text=str(terms.minutes), size=8, required="How long is it?"),
        Field("urgent", "Urgent", yes(), text="y" * terms.urgent, size=6, blank=False, hint="n"),
        Field(
            "buffer", "Free after", number(LONGEST_BUFFER), text=str(terms.buffer or ""), size=8, blank=0,
            hint="minutes",
        ),
        Field(
            "per_day", "Most a day", number(999, 1), text=_shown(terms.per_day), size=8, blank=None,
            hint="no limit",
        ),
        Field(
            "overbook_per_day", "Overbooked", number(999), text=_shown(terms.overbook_per_day), size=8, blank=None,
            hint="no limit a day",
        ),
        Field(
            "capacity", "Group of", number(MOST, 1), size=8, blank=1, hint="one",
            text=str(terms.capacity) if terms.capacity > 1 else "",
        ),
        Field("telehealth", "Telehealth", yes(), text="y" * terms.telehealth, size=6, blank=False, hint="n"),
        Field("standing", "Only for", word(STANDINGS), text=terms.standing, size=14, hint="everybody"),
        Field(
            "providers", "Done by", named(providers, "provider"), size=50, blank=(), hint="everybody",
            text=names_of(providers, terms.providers),
        ),
        Field(
            "rooms", "In", named(rooms, "room"), text=names_of(rooms, terms.rooms), size=50, blank=(),
            hint="any room",
        ),
        Field(
            "devices", "With", named(devices, "device"), text=names_of(devices, terms.devices), size=50, blank=(),
            hint="any device",
        ),
    ]  # fmt: skip


class KindForm(AboutForm):
    """Add a kind of visit, or change one; what is booked stays as it is."""

    FORM = "setup_forms.kind"
    ABOUT = ("kind", "version")

    def __init__(self, desk: Desk, kind: int = 0, version: int = 0, *, draft: Draft | None = None) -> None:
        terms = kinds.page(desk, kind=kind).terms if kind else FRESH
        there = choices(desk, kind=kind)
        title = f"Kind of visit {terms.code}" if kind else "New kind of visit"
        fields = _fields(terms, there.providers, there.rooms, there.devices)
        super().__init__(desk, title, fields, {"kind": kind, "version": version}, draft)

    @property
    def start(self) -> Field:
        """The code of a new one, the length of one that there is."""
        return self.form["minutes" if self.about["kind"] else "code"]

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add it or change it."""
        desk, values = self.desk.asking(self.request), {**values, "standing": values["standing"] or ""}
        if self.about["kind"]:
            return practice.edit_kind(desk, **self.about, **values)
        return practice.add_kind(desk, **values)
