"""Birth dates: always with a year, never in the future; of a two-digit year the latest that isn't."""

import pendulum

from frontdesk.logic.when.dates import FIRST_YEAR, date_of, past_year
from frontdesk.logic.when.forms import NotUnderstood, Order, read_form
from frontdesk.logic.when.shown import show_date
from frontdesk.logic.when.written import DATED_FORMS

OFFER = "write it like 2/11/1979, 2/11/79 or feb 11 1979"
BIRTH_FORMS = DATED_FORMS
"""Every way to write a birth date, in the order in which they are tried."""


def parse_birth(text: str, *, today: pendulum.Date, order: Order = "mdy") -> pendulum.Date:
    """The birth date that was typed, by the table `BIRTH_FORMS`; raises `NotUnderstood`.

    It lies between 1880 and today.
    """
    written = read_form(BIRTH_FORMS, text, order, what="a birth date", offer=OFFER)
    year = past_year(written.year, written.month, written.day, today)
    if year < FIRST_YEAR:
        raise NotUnderstood(f"A birth date lies between {FIRST_YEAR} and today; {OFFER}.")
    born = date_of(year, written.month, written.day)
    if born > today:
        raise NotUnderstood(f"{show_date(born, order=order)} is still to come; {OFFER}.")
    return born
