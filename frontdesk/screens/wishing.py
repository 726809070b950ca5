"""The lines in which a person says what opening is wanted, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from frontdesk.desk import Desk
from frontdesk.logic import patients, practice, resources, sites, when
from frontdesk.logic.calendar import Sought
from frontdesk.logic.called import called
from frontdesk.logic.when.ranges import Days, parse_days
from frontdesk.logic.when.wishes import Wish, parse_wish
from frontdesk.screens import readers
from frontdesk.screens.patient_lines import patient_choice
from frontdesk.screens.timing import fits, named
from frontdesk.widgets.field import Field, Reader
from frontdesk.widgets.form import Form
from frontdesk.widgets.picker import Choice, PickField

MODES = {"in person": "in_person", "person": "in_person", "phone": "phone", "video": "video"}
"""How an interpreter is there, as it is typed."""
LATER = "later"
"""The word for an interpreter who may be found when the visit is booked."""
FIXED = ("patient", "kind", "minutes", "room", "device", "site", "interpreter")
"""What is not asked of a visit that there is already."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """An interpreter as wished."""

    language: str = ""
    mode: str = ""
    confirmed: bool = True

    @property
    def words(self) -> str:
        """`Spanish by phone, or found later`."""
        how = {"in_person": " in person", "phone": " by phone", "video": " by video"}.get(self.mode, "")
        return f"{self.language.title()}{how}{'' if self.confirmed else ', or found later'}"


def wish_fields(desk: Desk, wish: Sought, patient: Callable[[str], Sequence[Choice]]) -> Iterator[Field]:
    """The lines for a wish; those that the practice has nothing for are left out."""
    yield from (*_who_and_what(desk, wish, patient), *_when(desk, wish), *_where(desk, wish))


def _who_and_what(desk: Desk, wish: Sought, patient: Callable[[str], Sequence[Choice]]) -> Iterator[Field]:
    row = patients.row(desk, patient=wish.patient) if wish.patient is not None else None
    kinds = kind_choices(desk, "")
    names = [each.short for each in practice.providers(desk) if each.id in wish.providers]
    yield PickField(
        "patient", "For", patient, size=28, chosen=patient_choice(desk, row) if row else None,
        hint="name, phone; or left empty", nothing="Nobody fits that.",
    )  # fmt: skip
    yield PickField(
        "kind", "Kind", lambda text: kind_choices(desk, text), size=6, nothing="There is no such kind of visit.",
        chosen=next((choice for choice in kinds if choice.value == wish.kind), None),
        required="What kind of visit?",
    )  # fmt: skip
    yield Field(
        "provider",
        "With",
        _providers(desk),
        size=28,
        text=", ".join(names),
        blank=(),
        replace=True,
        hint="anybody",
    )


def _when(desk: Desk, wish: Sought) -> Iterator[Field]:
    first = when.show_date(wish.first) if wish.first is not None and wish.first > desk.today() else ""
    yield Field(
        "first", "From", _days(desk), size=24, text=first, blank=(None, None), replace=True,
        hint="today; 12/1, tom-+2w",
    )  # fmt: skip
    yield Field("suits", "Suits", readers.reader(parse_wish, lambda each: each.words), size=24, blank=Wish(),
                hint="mon,wed 9-12", replace=True)  # fmt: skip
    text = when.show_length(wish.minutes) if wish.minutes is not None else ""
    yield Field("minutes", "Length", readers.length(), size=8, text=text, blank=None, replace=True)


def _where(desk: Desk, wish: Sought) -> Iterator[Field]:
    for key, label, rows, chosen in (
        ("site", "Site", sites.sites(desk), wish.site),
        ("room", "Room", resources.rooms(desk), wish.room),
        ("device", "Device", resources.devices(desk), wish.device),
    ):
        choices = [Choice(row.id, row.name, (row.name,)) for row in rows]
        if len(choices) > (key == "site"):
            yield PickField(
                key, label, partial(named, choices), size=16, hint="any", nothing=f"There is no such {key}.",
                chosen=next((choice for choice in choices if choice.value == chosen), None),
            )  # fmt: skip
    if resources.interpreters(desk) or wish.language:
        said = " ".join(part for part in (wish.language, wish.mode.replace("_", " ")) if part)
        text = f"{said} {LATER}" if said and not wish.confirmed else said
        yield Field(
            "interpreter", "Interp", readers.reader(_speaking, lambda each: each.words), size=24, text=text,
            blank=Speaking(), hint="spanish phone", replace=True,
        )  # fmt: skip


def kind_choices(desk: Desk, text: str) -> list[Choice]:
    """Kinds of visit that fit what is typed."""
    wanted = text.strip().casefold()
    found = [kind for kind in practice.kinds(desk) if fits(wanted, kind.code, kind.name)]
    return [
        Choice(kind.id, kind.code, (kind.code, kind.name, when.show_length(kind.minutes)), kind.name)
        for kind in sorted(found, key=lambda kind: kind.code.casefold() != wanted)
    ]


# How they are read --------------------------------------------------------------------------------------


def _providers(desk: Desk) -> Reader:
    """Beginnings of providers' names, parted by commas."""
    names: dict[int, str] = {}

    def parse(text: str) -> tuple[int, ...]:
        found: dict[int, str] = {}
        for part in (part.strip() for part in text.split(",") if part.strip()):
            every = practice.providers(desk)
            cards = called(every, part) or [each for each in every if fits(part.casefold(), each.display)]
            if not cards:
                raise ValueError(f"There is no provider {part!r}.")
            found.update({each.id: each.display for each in cards})
        names.update(found)
        return tuple(found)

    return readers.reader(parse, lambda chosen: ", ".join(names[each] for each in chosen))


def _days(desk: Desk) -> Reader:
    """A day, or two of them: `12/1`, `tom-+2w`, `12/1 to 12/15`."""

    def echo(days: Days) -> str:
        begin, end = days
        return when.echo_day(begin) + (f" to {when.echo_day(end)}" if end is not None else "")

    return readers.reader(lambda text: parse_days(text, today=desk.today()), echo)


def _speaking(text: str) -> Speaking:
    """A language, and how, and whether the interpreter may be found later."""
    left = f" {text.strip().casefold()} "
    confirmed = f" {LATER} " not in left
    left = left.replace(f" {LATER} ", " ")
    mode = next((mode for words, mode in MODES.items() if f" {words} " in left), "")
    for words in MODES:
        left = left.replace(f" {words} ", " ")
    language = " ".join(left.split())
    if not language or " " in language:
        raise ValueError("Write a language, and how: spanish, spanish phone, spanish video later.")
    return Speaking(language, mode, confirmed)


def wished(form: Form, base: Sought) -> Sought:
    """What the lines come to now; what can't be read yet is left as it was."""

    def value(key: str, otherwise: Any) -> Any:
        if key not in [field.key for field in form.fields] or not form[key].display:
            return otherwise
        field = form[key]
        if isinstance(field, PickField) and field.chosen is None and field.text.strip() and len(field.found) == 1:
            return field.found[0].value
        reading = field.read()
        return otherwise if reading.reason else reading.value

    first, last = value("first", (None, None))
    suits, interpreter = (
        value("suits", Wish()),
        value("interpreter", Speaking(base.language, base.mode, base.confirmed)),
    )
    return replace(
        base,
        **{
            key: value(key, getattr(base, key)) for key in ("patient", "kind", "minutes", "room", "device", "site")
        },
        providers=value("provider", ()),
        first=first,
        last=last,
        weekdays=suits.weekdays,
        times=suits.times,
        language=interpreter.language,
        mode=interpreter.mode,
        confirmed=interpreter.confirmed,
    )


def gap_field(minutes: int) -> Field:
    """How many minutes may pass between visits that are looked for together."""

    def parse(text: str) -> int:
        return 0 if text.strip() in ("0", "0m") else when.parse_length(text)

    return Field(
        "gap", "Gap", readers.reader(parse, lambda each: f"at most {when.show_length(each)} between them"), size=8,
        blank=minutes, replace=True, hint=when.show_length(minutes),
    )  # fmt: skip
