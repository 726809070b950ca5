"""A row of payers.csv."""

from __future__ import annotations

from frontdesk.exchange.synthea import texts
from frontdesk.exchange.table_file import BadRow, Cells
from frontdesk.logic.past.rows import NewPayer

FILE = "payers.csv"
COLUMNS = ("Id", "NAME", "OWNERSHIP", "ADDRESS", "CITY", "STATE_HEADQUARTERED", "ZIP", "PHONE")

_KINDS = {"GOVERNMENT": "government", "PRIVATE": "private", "NO_INSURANCE": "none", "": ""}


def key(payer: str) -> str:
    """What `external_ref` calls a payer."""
    return f"payer/{payer}"


def read(row: Cells, hash: str) -> NewPayer:
    """The payer of a row; raise `BadRow` with what is wrong."""
    payer, name, ownership, street, city, state, zip_code, phones = row
    if ownership.upper() not in _KINDS:
        raise BadRow("OWNERSHIP: it is none of GOVERNMENT, PRIVATE, NO_INSURANCE")
    kind = _KINDS[ownership.upper()]
    return NewPayer(
        key(payer.lower()),
        hash,
        texts.line(name, "NAME", needed=True),
        kind,
        texts.line(street, "ADDRESS"),
        texts.line(city, "CITY"),
        texts.line(state, "STATE_HEADQUARTERED"),
        texts.zip_code(zip_code, "ZIP"),
        texts.phone_numbers(phones, "PHONE"),
        kind == "none",
    )
