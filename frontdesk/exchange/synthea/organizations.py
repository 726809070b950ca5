"""A row of organizations.csv."""

from __future__ import annotations

from frontdesk.exchange.synthea import texts
from frontdesk.exchange.table_file import Cells
from frontdesk.logic.past.rows import NewOrganization

FILE = "organizations.csv"
COLUMNS = ("Id", "NAME", "ADDRESS", "CITY", "STATE", "ZIP", "PHONE")


def key(organization: str) -> str:
    """What `external_ref` calls an organisation."""
    return f"organization/{organization}"


def read(row: Cells, hash: str) -> NewOrganization:
    """The organisation of a row; raise `BadRow` with what is wrong."""
    organization, name, street, city, state, zip_code, phones = row
    return NewOrganization(
        key(organization.lower()),
        hash,
        texts.line(name, "NAME", needed=True),
        texts.line(street, "ADDRESS"),
        texts.line(city, "CITY"),
        texts.line(state, "STATE"),
        texts.zip_code(zip_code, "ZIP"),
        texts.phone_numbers(phones, "PHONE"),
    )
