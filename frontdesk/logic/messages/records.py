"""Writing a patient's record as the messages say it is; what the desk changed meanwhile stays."""

from __future__ import annotations

from typing import Any

from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.rows import get, insert
from frontdesk.desk import Work
from frontdesk.logic.messages.known import Keys
from frontdesk.logic.messages.said import Record
from frontdesk.logic.patients.record import derived, free_number, key_of, search_of

Phone = tuple[str, str, str]
Kept = list[str]
"""What of a record was changed at the desk and stays, in words."""

_EMPTY: dict[str, Any] = {"birth": None, "died": None, "deceased": False}
_WORDS = {"family": "name", "given": "name", "birth": "birth date", "mail": "mail address", "died": "day of death"}


def write_record(work: Work, keys: Keys, key: str, was: Record | None, now: Record | None) -> Kept:
    """Register the person, or bring the record from what the messages said before to what they say now."""
    if now is None or now == was:
        return []
    row = keys.own(key)
    if row is None:
        keys.point(key, "patient", _register(work, now))
        return []
    patient = get(Patient, row)
    before = {name: was.columns[name] if was else _EMPTY.get(name, "") for name in now.columns}
    there = {name: _stored(patient, name) for name in now.columns}
    moved = {name for name, value in now.columns.items() if value not in (before[name], there[name])}
    kept = {name for name in moved if there[name] != before[name]}
    values = {name: now.columns[name] for name in moved - kept}
    phones = now.phones != (was.phones if was else ()) and _write_phones(
        row, was.phones if was else (), now.phones
    )
    if values or phones:
        for name, value in values.items():
            setattr(patient, name, value)
        work.update(Patient, row, int(patient.version), **values, **derived(patient))
    words = sorted({_WORDS.get(name, name) for name in kept} | ({"phones"} if phones is None else set()))
    return [f"{' and '.join(words)} changed here since, and kept"] if words else []


def _stored(patient: Patient, name: str) -> Any:
    value = patient.__data__[name]
    return str(value) if name == "sex" else value


def _register(work: Work, said: Record) -> int:
    columns = said.columns
    found_by = [columns[name] for name in ("family", "given", "name_used", "middle", "former")]
    row = work.add(
        Patient,
        number=free_number(work),
        search=search_of(*found_by),
        name_key=key_of(columns["family"], columns["given"]),
        registered_at=work.now,
        **columns,
    )
    _add_phones(row, said.phones, 0)
    return row


def _write_phones(patient: int, was: tuple[Phone, ...], now: tuple[Phone, ...]) -> bool | None:
    """Write the phones of the messages; None when the desk changed them since, and they stay."""
    rows = list(
        PatientPhone.select()
        .where(PatientPhone.patient == patient)
        .order_by(PatientPhone.position, PatientPhone.id)
    )
    there = tuple((str(row.kind), row.digits, row.extension) for row in rows)
    if there == now:
        return False
    if there != was:
        return None
    for row, phone in zip(rows, there, strict=True):  # one that stays keeps what was allowed with it
        if phone in now:
            PatientPhone.update(position=now.index(phone)).where(PatientPhone.id == row.id).execute()
        else:
            PatientPhone.delete().where(PatientPhone.id == row.id).execute()
    for place, phone in enumerate(now):
        if phone not in there:
            _add_phones(patient, (phone,), place)
    return True


def _add_phones(patient: int, phones: tuple[Phone, ...], first: int) -> None:
    for place, (sort, digits, extension) in enumerate(phones, start=first):
        insert(
            PatientPhone,
            {
                "patient": patient, "position": place, "kind": sort, "digits": digits, "extension": extension,
                "reversed": digits[::-1],
            },
        )  # fmt: skip
