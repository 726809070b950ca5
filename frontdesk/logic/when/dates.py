"""Years, months and days from their parts, with the reason when there is no such day."""

import calendar
from typing import NoReturn

import pendulum

from frontdesk.logic.when.forms import NotUnderstood, Order

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST_YEAR, LAST_YEAR = 1880, 2199
"""No practice has a patient born before, or a plan for after."""


def month_number(word: str) -> int:
    """1 to 12 for `jan` ... `december`, or any part of three letters and more; 0 for another word."""
    return _place(word, MONTHS)


def weekday_number(word: str) -> int:
    """1 (Monday) to 7 (Sunday) for `mon`, `tues`, `sunday` ...; 0 for another word."""
    return 3 if word == "weds" else _place(word, WEEKDAYS)


def _place(word: str, words: tuple[str, ...]) -> int:
    if len(word) < 3:
        return 0
    return next((place for place, name in enumerate(words, 1) if name.startswith(word)), 0)


def ordinal(day: int) -> str:
    """`1st`, `2nd`, `11th`."""
    ending = "th" if 10 < day % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def date_of(year: int, month: int, day: int) -> pendulum.Date:
    """The day of these parts; raises `NotUnderstood` when the calendar has no such day."""
    if not 1 <= month <= 12:
        raise NotUnderstood(f"There is no month {month}; write a day like 11/24 or nov 24.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotUnderstood(f"The year {year} is too far away; write a year from {FIRST_YEAR} to {LAST_YEAR}.")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = MONTHS[month - 1].title()
        raise NotUnderstood(f"{name} {year} has no day {day}; its days are 1 to {last}.")
    return pendulum.Date(year, month, day)


def month_and_day(first: int, second: int, order: Order) -> tuple[int, int]:
    """Which of two numbers is the month; raises `NotUnderstood` with the other order when only that fits.

    The numbers are never swapped in silence: who types `24/11` once will type `2/11` next.
    """
    month, day = (first, second) if order == "mdy" else (second, first)
    if month > 12:
        _refuse_month(month, day, order)
    return month, day


def _refuse_month(month: int, day: int, order: Order) -> NoReturn:
    comes_first = "month" if order == "mdy" else "day"
    if 1 <= day <= 12 and month <= 31:
        better = f"{day}/{month}" if order == "mdy" else f"{month}/{day}"
    else:
        better = "11/24" if order == "mdy" else "24/11"
    raise NotUnderstood(f"There is no month {month}; the {comes_first} comes first, like {better}.")


def near_year(text: str, today: pendulum.Date) -> int:
    """The year that was typed; of two digits the one nearest to today (49 years back to 50 ahead)."""
    year = int(text)
    if len(text) == 4:
        return year
    return next(full for full in range(today.year - 49, today.year + 51) if full % 100 == year)


def past_year(text: str, month: int, day: int, today: pendulum.Date) -> int:
    """The year that was typed; of two digits the latest in which the day isn't still to come."""
    year = int(text)
    if len(text) == 4:
        return year
    latest = today.year if (month, day) <= (today.month, today.day) else today.year - 1
    return latest - (latest - year) % 100
