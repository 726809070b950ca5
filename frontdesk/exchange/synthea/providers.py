"""A row of providers.csv."""

from __future__ import annotations

from frontdesk.exchange.synthea import texts
from frontdesk.exchange.table_file import BadRow, Cells
from frontdesk.logic import names
from frontdesk.logic.past.rows import PastProvider

FILE = "providers.csv"
COLUMNS = ("Id", "NAME")


def key(provider: str) -> str:
    """What `external_ref` calls a provider."""
    return f"provider/{provider}"


def read(row: Cells, hash: str) -> PastProvider:
    """The provider of a row; raise `BadRow` with what is wrong."""
    provider, written = row
    try:
        whole = names.split_name(names.clean_text(texts.name(written)))
    except ValueError as error:
        raise BadRow(f"NAME: {error}") from error
    family = texts.stored_name(whole.family, "NAME")
    given = texts.stored_name(whole.given, "NAME") if whole.given else ""
    return PastProvider(key(provider.lower()), hash, family, given)
