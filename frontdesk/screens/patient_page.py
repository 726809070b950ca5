"""What a patient's page says, line by line: who, how to reach them, what to mind, visits to come and past."""

from __future__ import annotations

import textwrap
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

import pendulum
from rich import get_console
from rich.text import Text

from frontdesk.desk import Desk
from frontdesk.logic import calendar, past, when
from frontdesk.logic.calendar import LETTERS, DayVisit
from frontdesk.logic.calendar.sites import zone_of
from frontdesk.logic.patients import PatientPage
from frontdesk.screens.patient_calls import calls_of, done_calls, open_calls
from frontdesk.widgets.breadth import BROAD, WIDE

LABEL = 8
"""Cells for the labels."""
WRAP = 60
"""Cells for notes; they are read, so they get lines of a width that reads well."""
LEAST = 8
"""Cells that a text has beside its label, however narrow the terminal is."""
LEFT = 60
"""Cells of the left one of two columns."""
BETWEEN = "| "
WRAP_LINE = 70
"""Cells for what is looked at rather than read, so that it fits beside the labels."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of the page; that of a visit and that of an open phone note know its number."""

    key: Hashable
    text: Text
    visit: int | None = None
    note: int | None = None


def page_lines(desk: Desk, page: PatientPage, width: int) -> list[PageLine]:
    """The whole page; what is longer than a line goes on beneath it, so that nothing is cut.

    Where the terminal is wide, calls, visits and history stand beside who it is.
    """
    if width < WIDE:
        room = _room(width)
        lines = [*_about(page, room), *_happened(desk, page.id, room, broad=width >= BROAD)]
        return _all_folded(lines, width)
    right = width - LEFT - len(BETWEEN)
    about = _all_folded(_about(page, _room(LEFT)), LEFT)
    return list(_beside(about, _all_folded(_happened(desk, page.id, _room(right), broad=True), right)))


def _room(width: int) -> int:
    """Cells beside the label."""
    return max(LEAST, width - LABEL - 1)


def _all_folded(lines: Iterable[PageLine], width: int) -> list[PageLine]:
    return [part for line in lines for part in _folded(line, width)]


def _beside(left: list[PageLine], right: list[PageLine]) -> Iterator[PageLine]:
    """Two columns as lines; Enter opens what is in the right one."""
    for about, happened in zip_longest(left, right):
        text = about.text.copy() if about is not None else Text()
        text.truncate(LEFT, pad=True)
        text.append(BETWEEN, "dim")
        if happened is not None:
            yield replace(happened, text=text.append_text(happened.text))
        else:
            yield replace(about, text=text)


def _folded(line: PageLine, width: int) -> Iterator[PageLine]:
    """The line as it is, or as many as it takes."""
    if line.text.cell_len <= width:
        yield line
        return
    label, text = line.text.divide([LABEL + 1])
    for number, part in enumerate(text.wrap(get_console(), max(LEAST, width - LABEL - 3))):
        begin = label if number == 0 else Text(" " * (LABEL + 3))
        yield replace(line, key=(line.key, number) if number else line.key, text=begin.append_text(part))


def _happened(desk: Desk, patient: int, room: int, *, broad: bool) -> list[PageLine]:
    """Open calls, visits to come and past, stays of long ago, calls that are done."""
    calls = calls_of(desk, patient)
    lines = [*_calls("Calls", open_calls(calls), still_open=True)]
    visits = calendar.of_patient(desk, patient=patient) if desk.may("calendar.see") else ()
    now = int(desk.now().timestamp())
    names = past.providers(desk) if visits else {}
    bonds = calendar.bonds(desk, visits=visits) if visits else {}
    coming = [visit for visit in reversed(visits) if visit.ends > now]
    over = [visit for visit in visits if visit.ends <= now]
    spoken = calendar.interpreted(desk, visits=[visit.id for visit in coming]) if coming else {}
    for title, group in (("Next", coming), ("Past", over)):
        for number, visit in enumerate(group):
            said = [each[visit.id].words for each in (spoken, bonds) if visit.id in each]
            said += [f"cancelled: {visit.cancel_reason}"] if visit.cancel_reason else []
            said += _more(visit) if broad else []
            lines.append(_visit_line(desk, title if number == 0 else "", visit, names, said))
        if not group:
            lines.append(_line(title, "no visits"))
    return [*lines, *_history(desk, patient, room), *_calls("Called", done_calls(calls), still_open=False)]


def _calls(label: str, calls: Iterator[tuple[int, Text]], *, still_open: bool) -> Iterator[PageLine]:
    """Lines of phone notes; Enter opens one that is not done."""
    for number, (note, text) in enumerate(calls):
        line = Text(f" {label if number == 0 else '':<{LABEL}}", "bold").append_text(text)
        yield PageLine(("note", note, number), line, note=note if still_open else None)


def _history(desk: Desk, patient: int, room: int) -> Iterator[PageLine]:
    """Stays and visits of long ago: from and to, what it was, with whom, where."""
    stays = past.of_patient(desk, patient=patient) if desk.may("calendar.see") else ()
    for number, stay in enumerate(stays):
        dates = dict.fromkeys(when.show_date(at.date()) for at in (stay.starts, stay.ends))
        words = [" - ".join(dates), stay.kind, stay.provider, stay.organization]
        text = "  ".join(word for word in words if word)
        for part, line in enumerate(_wrap(text, room)):
            label = "History" if number + part == 0 else ""
            yield _line(label, line, key=("stay", stay.id, part))


def _about(page: PatientPage, room: int) -> Iterator[PageLine]:
    fields = page.fields
    years = f"{page.age} years" if page.age is not None else ""
    born = when.echo_day(page.born) if page.born else "birth date not known"
    for number, sentence in enumerate(_wrapped(page.standing, room)):
        yield _line(f"{page.sign or '!'}" if number == 0 else "", sentence, style="bold")
    for number, text in enumerate(textwrap.wrap(fields["alert"], min(WRAP, room))):
        yield _line("Alert !" if number == 0 else "", text, style="bold")
    for number, sentence in enumerate(_wrapped(page.limits, room)):
        yield _line("Mind !" if number == 0 else "", sentence, style="bold")
    also = f"   also {', '.join(page.merged)}" if page.merged else ""
    yield _line("Patient", f"{page.name}   {page.number}{also}")
    yield from _filled("Name", " ".join(fields[key] for key in ("prefix", "given", "middle", "family", "suffix"))
                       if any(fields[key] for key in ("prefix", "middle", "suffix")) else "")  # fmt: skip
    yield from _filled("Called", ", ".join(part for part in (fields["name_used"], fields["pronouns"]) if part))
    yield from _filled("Former", fields["former"])
    yield _line("Born", "  ".join(part for part in (born, years, page.sex, fields["gender"]) if part))
    yield from _reach(page, room)
    yield from _care(page)
    for number, text in enumerate(textwrap.wrap(fields["note"], min(WRAP, room))):
        yield _line("Note" if number == 0 else "", text)


def _wrapped(sentences: tuple[str, ...], room: int) -> list[str]:
    """Sentences as lines; the rest of a long one stands in from the left."""
    return [line for each in sentences for line in _wrap(each, room)]


def _wrap(text: str, room: int) -> list[str]:
    """A text as lines, the first one not indented."""
    return textwrap.wrap(text, min(WRAP_LINE, room), subsequent_indent="  ")


def _filled(label: str, text: str) -> Iterator[PageLine]:
    """A line for what is on file; none for what isn't."""
    if text.strip():
        yield _line(label, " ".join(text.split()))


def _reach(page: PatientPage, room: int) -> Iterator[PageLine]:
    """How to reach the patient and the people around."""
    fields = page.fields
    if not page.phones:
        yield _line("Phone", "none on file")
    for number, phone in enumerate(page.phones):
        allowed = "" if phone.allowed == "call" else f"  {phone.allowed}"
        text = f"{phone.shown}  {phone.kind}{allowed}"
        yield _line("Phone" if number == 0 else "", text, key=("phone", phone.id))
    refuses = ", no e-mail" if fields["no_mail"] else ""
    yield from _filled("Mail", (fields["mail"] + refuses).removeprefix(", "))
    confidential = ", confidential" if fields["other_street"] or fields["other_city"] else ""
    yield from _filled("Lives", home(fields) if confidential else "")
    letters = page.post + confidential + (", no letters" if fields["no_post"] else "")
    yield from _filled("Post", letters.removeprefix(", "))
    for number, contact in enumerate(page.contacts):
        words = [contact.name, contact.relation, contact.phone, contact.roles, contact.ended]
        text = "  ".join(word for word in words if word)
        for part, line in enumerate(_wrap(text, room)):
            yield _line("People" if number + part == 0 else "", line, key=("contact", contact.id, part))


def home(fields: Mapping[str, str]) -> str:
    """Where the patient lives, in one line."""
    parts = (fields["street"], fields["city"], f"{fields['state']} {fields['zip']}".strip())
    return ", ".join(part for part in parts if part)


def _care(page: PatientPage) -> Iterator[PageLine]:
    """What to mind, and with whom."""
    fields = page.fields
    interpreter = "interpreter needed" if fields["interpreter"] else ""
    yield from _filled("Speaks", ", ".join(part for part in (fields["language"], interpreter) if part))
    yield from _filled("Needs", fields["needs"])
    yield from _filled("Prefers", fields["preferred"])
    yield from _filled("Payer", page.guarantor)
    yield from _filled("Pays", f"for {'; '.join(page.pays_for)}" if page.pays_for else "")
    yield from _filled("Photo", page.photo)


def _line(label: str, text: str, style: str = "", key: Hashable = None) -> PageLine:
    line = Text(f" {label:<{LABEL}}", "bold").append(text, style)
    return PageLine(key or (label, text), line)


def _more(visit: DayVisit) -> list[str]:
    """What a broad terminal shows of a visit besides: length, room, note."""
    room = f"rm {visit.room}" if visit.room else ""
    return [part for part in (when.show_length(visit.minutes), room, visit.note) if part]


def _visit_line(desk: Desk, label: str, visit: DayVisit, names: dict[int, str], said: Iterable[str]) -> PageLine:
    starts = pendulum.from_timestamp(visit.starts).in_timezone(zone_of(desk, visit.provider))
    confirmed = "c" if visit.confirmed else " "
    marks = f"{LETTERS[visit.place]}{confirmed}"
    text = f"{marks} {when.echo_moment(starts):<23} {visit.kind:<4} {names.get(visit.provider, '')}"
    text += "".join(f"  {each}" for each in said)
    return PageLine(visit.id, Text(f" {label:<{LABEL}}", "bold").append(text), visit.id)
