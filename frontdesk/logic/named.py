"""Names of what a practice sets up: tidy, or refused at their field."""

from __future__ import annotations

from frontdesk.desk import Refused
from frontdesk.logic import names

LONGEST = 60
"""Letters of a name."""


def named(text: str, field: str, what: str) -> str:
    """A name that must be there; `what` begins the sentence that misses it."""
    tidy = noted(text, field)
    if not tidy:
        raise Refused(f"{what} is missing.", field=field)
    return tidy


def noted(text: str, field: str) -> str:
    """Words that may be empty."""
    try:
        tidy = names.tidy(text)
    except ValueError as error:
        raise Refused(str(error), field=field) from error
    if len(tidy) > LONGEST:
        raise Refused(f"At most {LONGEST} letters.", field=field)
    return tidy
