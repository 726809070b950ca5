"""Bringing in what is past: payers and organisations, who treated whom, and visits that are over.

One change, called for one whole batch after the other, as `importing` has it for a book. What reads a format lives
in `exchange`; it hands over the rows below, already understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pendulum

from frontdesk.db.bulk import insert_rows
from frontdesk.db.calendar import Provider
from frontdesk.db.outside import Organization, Payer
from frontdesk.db.patients import Patient
from frontdesk.db.practice import Person, Site
from frontdesk.desk import Desk, Outcome, Undo, Work, change
from frontdesk.logic.importing import next_id, refer
from frontdesk.logic.past.rows import NewOrganization, NewPayer, PastPatient, PastProvider, PastVisit
from frontdesk.logic.past.visits import add_history, add_visits, kinds_of, span_of
from frontdesk.logic.patients.record import free_number, key_of, search_of, survivor


@change("past.import", permission="data.import", undo=Undo.FINAL)
def import_past(
    work: Work,
    *,
    source: str,
    file: str,
    lines: tuple[int, int],
    payers: Sequence[NewPayer] = (),
    organizations: Sequence[NewOrganization] = (),
    providers: Sequence[PastProvider] = (),
    patients: Sequence[PastPatient] = (),
    visits: Sequence[PastVisit] = (),
) -> Outcome:
    """Bring in one whole batch of what is past: lines `lines` (first, last) of a file."""
    stays = [visit for visit in visits if visit.is_history]
    short = [visit for visit in visits if not visit.is_history]
    rows = {
        "payers": _add_payers(source, payers),
        "organizations": _add_organizations(source, organizations),
        "providers": _add_providers(work, source, providers),
        "patients": _add_patients(work, source, patients),
    }
    topics = {"setup"} if payers or organizations or providers else set()
    topics |= {"patients"} if patients else set()
    if visits:
        kinds, made = kinds_of(work, source, visits)
        records = {patient: int(survivor(patient).id) for patient in {visit.patient for visit in visits}}
        rows["visits"] = add_visits(source, short, kinds, records)
        rows["history"] = add_history(source, stays, kinds, records)
        topics |= {"setup"} if made else set()
        topics |= _touched(work.desk, visits, records)
    counts = {"history": len(stays), "visits": len(short)}
    counts |= {"payers": len(payers), "organizations": len(organizations)}
    counts |= {"providers": len(providers), "patients": len(patients)}
    return Outcome(
        f"Imported {sum(counts.values()):,} rows of {file}",
        ("import", 0),
        topics,
        after={"source": source, "file": file, "lines": list(lines), "counts": counts, "rows": rows},
        values=rows,
    )


def _touched(desk: Desk, visits: Iterable[PastVisit], records: dict[int, int]) -> set[str]:
    """The topics of visits: days, providers and patients."""
    days = {pendulum.from_timestamp(visit.starts).in_timezone(desk.zone).date() for visit in visits}
    found = {f"day:{day}" for day in days} | {f"patient:{patient}" for patient in records.values()}
    return found | {f"provider:{visit.provider}" for visit in visits}


def _add_payers(source: str, payers: Sequence[NewPayer]) -> list[int]:
    first = next_id(Payer) if payers else 0
    columns = ("id", *NewPayer._fields[2:])
    insert_rows(Payer, columns, ((row, *each[2:]) for row, each in enumerate(payers, start=first)))
    refer(source, "payer", ((each.key, each.hash, row) for row, each in enumerate(payers, start=first)))
    return span_of(first, len(payers))


def _add_organizations(source: str, organizations: Sequence[NewOrganization]) -> list[int]:
    first = next_id(Organization) if organizations else 0
    numbered = list(enumerate(organizations, start=first))
    insert_rows(Organization, ("id", *NewOrganization._fields[2:]), ((row, *each[2:]) for row, each in numbered))
    refer(source, "organization", ((each.key, each.hash, row) for row, each in numbered))
    return span_of(first, len(organizations))


def _add_providers(work: Work, source: str, providers: Sequence[PastProvider]) -> list[int]:
    """Insert providers with the persons behind, after all others and hidden: they are history."""
    if not providers:
        return []
    site = Site.select(Site.id).order_by(Site.id).get().id
    first, person, place = next_id(Provider), next_id(Person), Provider.select().count()
    numbered = list(enumerate(providers))
    insert_rows(
        Person, ("id", "family", "given"), ((person + row, each.family, each.given) for row, each in numbered)
    )
    insert_rows(
        Provider,
        ("id", "person", "site", "short", "position", "hidden"),
        ((first + row, person + row, site, each.family, place + row, True) for row, each in numbered),
    )
    refer(source, "provider", ((each.key, each.hash, first + row) for row, each in numbered))
    return span_of(first, len(providers))


_PATIENT = (
    "id", "number", "family", "given", "middle", "prefix", "suffix", "former", "birth", "sex", "street", "city",
    "state", "zip", "died", "deceased", "name_key", "search", "registered_at",
)  # fmt: skip


def _add_patients(work: Work, source: str, patients: Sequence[PastPatient]) -> list[int]:
    first = next_id(Patient) if patients else 0
    numbered = list(enumerate(patients, start=first))
    made = (
        (
            row, free_number(work), *each[2:], each.died is not None, key_of(each.family, each.given),
            search_of(each.family, each.given, middle=each.middle, former=each.former), work.now,
        )
        for row, each in numbered
    )  # fmt: skip
    insert_rows(Patient, _PATIENT, made)
    refer(source, "patient", ((each.key, each.hash, row) for row, each in numbered))
    return span_of(first, len(patients))
