"""How a form reads what is typed in its fields: the rules' own parsers, with an echo or a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pendulum

from frontdesk.desk import Desk, Refused
from frontdesk.logic import accounts, names, patients, phones, when
from frontdesk.logic.calendar.rules import LONGEST_VISIT
from frontdesk.widgets.field import Reader, Reading


def reader(parse: Callable[[str], Any], echo: Callable[[Any], str] = lambda value: "") -> Reader:
    """A reader from a parser that raises ValueError or Refused with its reason."""

    def read(text: str) -> Reading:
        try:
            value = parse(text)
        except Refused as refused:
            return Reading(reason=refused.reason)
        except ValueError as error:
            return Reading(reason=str(error))
        return Reading(value, echo(value))

    return read


def age(born: date, today: date) -> int:
    """Whole years; a person born on 29 February is a year older on 1 March of a short year."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def birth(desk: Desk) -> Reader:
    """A birth date, echoed with its weekday and the age it gives."""

    def echo(born: date) -> str:
        return f"{when.echo_day(born)}, {age(born, desk.today())} years"

    return reader(lambda text: when.parse_birth(text, today=desk.today()), echo)


def moment(desk: Desk, day: date, slot: pendulum.DateTime | None = None) -> Reader:
    """A day and a time, or one of them alone: the other is the slot's then. Echoed with the weekday."""

    def parse(text: str) -> pendulum.DateTime:
        try:
            time = when.parse_time(text)
        except when.NotUnderstood:
            pass
        else:  # a time that the clocks leave out on that day is refused with that reason
            return when.local_moment(day, time, zone=desk.zone)
        try:
            return when.parse_moment(text, now=desk.now())
        except when.NotUnderstood:
            if slot is None or not _is_day(text, desk):
                raise
        return when.local_moment(when.parse_day(text, today=desk.today()), slot.time(), zone=desk.zone)

    return reader(parse, when.echo_moment)


def moment_there(
    usual: Desk, there: Callable[[], Desk], day: date, slot: pendulum.DateTime | None = None
) -> Reader:
    """The same by the clock that `there` tells when it is read, with the zone's letters where it is another."""

    def read(text: str) -> Reading:
        desk = there()
        reading = moment(desk, day, slot)(text)
        if reading.reason or desk.zone == usual.zone:
            return reading
        return Reading(reading.value, f"{reading.echo} {reading.value.tzname()}")

    return read


def _is_day(text: str, desk: Desk) -> bool:
    try:
        when.parse_day(text, today=desk.today())
    except when.NotUnderstood:
        return False
    return True


def length() -> Reader:
    """Minutes of a visit, echoed as hours and minutes."""

    def parse(text: str) -> int:
        minutes = when.parse_length(text)
        if minutes > LONGEST_VISIT:
            raise ValueError(f"A visit lasts at most {when.show_length(LONGEST_VISIT)}.")
        return minutes

    return reader(parse, when.show_length)


def yes() -> Reader:
    """Yes or no."""

    def parse(text: str) -> bool:
        word = text.strip().lower()
        if word in ("y", "yes"):
            return True
        if word in ("n", "no"):
            return False
        raise ValueError("Write y for yes, or leave it empty.")

    return reader(parse)


def day(desk: Desk) -> Reader:
    """A calendar day, past or to come, echoed with its weekday."""

    def parse(text: str) -> date:
        try:
            return when.parse_day(text, today=desk.today())
        except when.NotUnderstood:
            return when.parse_birth(text, today=desk.today())  # a year long past, written out

    return reader(parse, when.echo_day)


def shown_day(day: pendulum.Date | None) -> str:
    """A day as a field holds it; empty for none."""
    return when.show_date(day) if day is not None else ""


def words(text: str) -> Reading:
    """Free text: anything that can be seen."""
    return reader(names.clean_text)(text)


def name(text: str) -> Reading:
    """A part of a person's name."""
    return reader(names.clean_name)(text)


def phone(text: str) -> Reading:
    """A phone number, echoed as it will be shown."""
    read = reader(phones.read_phone, lambda found: phones.show_phone(found.digits, found.extension))(text)
    return Reading(text.strip(), read.echo, read.reason)


def of_patient(key: str) -> Reader:
    """A field of the patient form, by the form's own rules."""

    def parse(text: str) -> str:
        names.refuse_unsafe(text)
        if fault := patients.check_form(today=pendulum.Date(1880, 1, 1), **{key: text}).get(key):
            raise ValueError(fault)
        return text.strip()

    return reader(parse)


def as_it_is(text: str) -> Reading:
    """A password means every character of it, blanks included."""
    return Reading(text)


def secret(text: str) -> Reading:
    """A password that may be chosen."""
    return reader(accounts.tidy_password)(text)
