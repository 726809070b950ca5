"""How the forms of the set-up read what is typed: weekdays, minutes, numbers, names of what there is."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from frontdesk.desk import Desk, Refused
from frontdesk.logic import practice, sites, when
from frontdesk.logic.named import by_name
from frontdesk.screens.readers import reader
from frontdesk.widgets.field import Reader, Reading
from frontdesk.widgets.picker import Choice, PickField

Named = Sequence[tuple[int, str]]
"""Rows with their names."""


def short(desk: Desk, provider: int) -> str:
    """A provider's name and credential."""
    return next((each.display for each in practice.providers(desk) if each.id == provider), "")


def weekdays(text: str) -> Reading:
    """Weekdays as typed, `mon-fri`."""
    try:
        days = practice.read_weekdays(text)
    except Refused as refused:
        return Reading(reason=refused.reason)
    return Reading(text.strip(), " ".join(practice.WEEKDAYS[day] for day in days))


def minutes(text: str) -> Reading:
    """A length in minutes, `30` or `1h`."""
    try:
        length = when.parse_length(text)
    except when.NotUnderstood as error:
        return Reading(reason=str(error))
    return Reading(length, when.show_length(length))


def clock(minutes: int) -> str:
    """Minutes after midnight as a field holds them."""
    return "24:00" if minutes == 1440 else when.clock(minutes)


def number(most: int, lowest: int = 0) -> Reader:
    """A whole number up to `most`."""

    def parse(text: str) -> int:
        text = text.strip()
        if not (text.isascii() and text.isdigit()) or not lowest <= int(text) <= most:
            raise ValueError(f"Write a number from {lowest} to {most}.")
        return int(text)

    return reader(parse)


def named(rows: Named, what: str) -> Reader:
    """Names of what there is, parted by commas, each as far as it leaves no doubt; the value is their rows."""

    def one(text: str) -> int:
        found = [row for row, _ in by_name(rows, text, itemgetter(1))]
        if len(found) != 1:
            there = ", ".join(name for _, name in rows) or "none yet"
            fits = "Several fit" if found else "There is no such"
            raise ValueError(f"{fits} {what}: {text.strip()}. There are {there}.")
        return found[0]

    def parse(text: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one(part) for part in text.split(",") if part.strip()))

    return reader(parse, lambda value: names_of(rows, value))


def names_of(rows: Named, chosen: Sequence[int]) -> str:
    """The names of the rows, as a field holds them."""
    return ", ".join(name for row, name in rows if row in chosen)


def word(words: dict[str, str]) -> Reader:
    """One of some words, by its beginning; the value is what it stands for."""

    def parse(text: str) -> str:
        wanted = text.strip().casefold()
        found = [value for name, value in words.items() if name.startswith(wanted)]
        if len(found) != 1:
            raise ValueError(f"Write {' or '.join(words)}.")
        return found[0]

    return reader(parse, lambda value: next(name for name, each in words.items() if each == value))


def site_field(desk: Desk, chosen: int | None = None) -> PickField:
    """Where something is; only for a practice with several sites."""
    there = sites.sites(desk)

    def find(text: str) -> list[Choice]:
        wanted = text.strip().casefold()
        return [
            Choice(each.id, each.name, (each.name, each.zone), each.zone)
            for each in there
            if each.name.casefold().startswith(wanted)
        ]

    first = next((choice for choice in find("") if choice.value == (chosen or there[0].id)), None)
    return PickField(
        "site", "Site", find, chosen=first, size=24, required="At which site?", nothing="There is no such site."
    )
