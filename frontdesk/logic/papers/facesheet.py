"""The face sheet: a patient's record on one page, with the visits to come."""

from __future__ import annotations

from collections.abc import Iterator

import pendulum

from frontdesk.desk import Desk
from frontdesk.logic import calendar, patients, practice, when
from frontdesk.logic.calendar import DayVisit
from frontdesk.logic.calendar.sites import zone_of
from frontdesk.logic.papers.paper import Paper, Row, Sheet
from frontdesk.logic.papers.width import fit, wrap
from frontdesk.logic.patients import PatientPage
from frontdesk.logic.printing.settings import form

LABEL = 12
"""Cells for the labels."""
MOST_PAST = 10
"""Past visits that are shown."""


def face_sheet(desk: Desk, *, patient: int) -> Paper:
    """A patient's face sheet. Printing it is audited with the patient, so reading it for that is not."""
    page = patients.reread(desk, patient=patient)
    width = form(desk).columns
    rows = [*_about(page, width), *_visits(desk, page, width)]
    return Paper("face sheet", f"Face sheet {page.name}", (Sheet(tuple(rows)),), page.id)


def _line(label: str, text: str, width: int) -> Iterator[Row]:
    """A label and its text; nothing when there is none."""
    parts = wrap(text, width - LABEL)
    if parts:
        first, *rest = parts
        yield (f"{fit(label, LABEL)}{first}", *(f"{' ' * LABEL}{part}" for part in rest))


def _about(page: PatientPage, width: int) -> Iterator[Row]:
    fields = page.fields
    whole = " ".join(fields[key] for key in ("prefix", "given", "middle", "family", "suffix") if fields[key])
    age = f"{page.age} years" if page.age is not None else ""
    born = when.echo_day(page.born) if page.born else "birth date not known"
    for sentence in page.standing:
        yield from _line("!", sentence, width)
    yield from _line("ALERT", fields["alert"], width)
    for sentence in page.limits:
        yield from _line("MIND", sentence, width)
    yield from _line("Patient", whole or page.name, width)
    yield from _line("Number", ", also ".join((page.number, *page.merged)), width)
    yield from _line("Used name", ", ".join(_filled(fields["name_used"], fields["pronouns"])), width)
    yield from _line("Former", fields["former"], width)
    yield from _line("Born", ", ".join(_filled(born, age, page.sex, fields["gender"])), width)
    yield ("",)
    for number, phone in enumerate(page.phones):
        allowed = "" if phone.allowed == "call" else phone.allowed
        text = ", ".join(_filled(f"{phone.shown} {phone.kind}", allowed))
        yield from _line("Phone" if number == 0 else "", text, width)
    yield from _line("Mail", fields["mail"] + (" (no e-mail wanted)" if fields["no_mail"] else ""), width)
    yield from _line("Post", page.post + (" (no letters wanted)" if fields["no_post"] else ""), width)
    for number, contact in enumerate(page.contacts):
        words = (contact.name, contact.relation, contact.phone, contact.roles, contact.ended)
        yield from _line("People" if number == 0 else "", ", ".join(_filled(*words)), width)
    yield from _line("Payer", page.guarantor, width)
    yield from _line("Pays for", "; ".join(page.pays_for), width)
    yield from _line("Prefers", fields["preferred"], width)
    interpreter = "interpreter needed" if fields["interpreter"] else ""
    yield from _line("Language", ", ".join(_filled(fields["language"], interpreter)), width)
    yield from _line("Needs", fields["needs"], width)
    yield from _line("Photo", page.photo, width)
    yield from _line("Note", fields["note"], width)


def _filled(*words: str) -> list[str]:
    return [word for word in words if word]


def _visits(desk: Desk, page: PatientPage, width: int) -> Iterator[Row]:
    """Visits to come, then the last ones."""
    visits = calendar.of_patient(desk, patient=page.id) if desk.may("calendar.see") else ()
    now = int(desk.now().timestamp())
    names = {each.id: each.display for each in practice.every_provider(None)}
    coming = [visit for visit in reversed(visits) if visit.ends > now]
    past = [visit for visit in visits if visit.ends <= now]
    for title, group in (("Visits to come", coming), ("Last visits", past[:MOST_PAST])):
        rows = [_visit(desk, visit, names, width) for visit in group] or ["None."]
        yield ("", title, "-" * len(title))
        for row in rows:
            yield (row,)


def _visit(desk: Desk, visit: DayVisit, names: dict[int, str], width: int) -> str:
    starts = pendulum.from_timestamp(visit.starts).in_timezone(zone_of(desk, visit.provider))
    state = f"cancelled ({visit.cancel_reason})" if visit.cancel_reason else str(visit.place).replace("_", " ")
    text = f"{when.echo_moment(starts):<23} {visit.kind:<5} {when.show_length(visit.minutes):<5}"
    return fit(f"{text} {fit(names.get(visit.provider, ''), 18)} {state}", width).rstrip()
