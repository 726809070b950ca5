"""What a call can be about: one letter each, whose matter it usually is, and by when somebody calls back."""

from __future__ import annotations

from dataclasses import dataclass

import pendulum

from frontdesk.db.notes import About
from frontdesk.db.practice import BusinessCalendar, Holiday, Role, Site
from frontdesk.desk import Desk, view
from frontdesk.logic import worklists

LONGEST_SHUT = 30
"""Days in a row that a practice may be shut; after them any day will do."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that people call about."""

    about: About
    letter: str
    name: str
    short: str
    """The name in one word, where there is little room."""
    roles: tuple[Role, ...]
    """Whose matter it is: the first role that somebody has."""
    urgent: bool = False


_NURSES, _DOCTORS, _DESK = Role.MEDICAL_ASSISTANT, Role.CLINICIAN, Role.RECEPTIONIST

MATTERS: dict[About, Matter] = {
    each.about: each
    for each in (
        Matter(About.REFILL, "r", "Refill", "Refill", (_NURSES, _DOCTORS)),
        Matter(About.TEST_RESULT, "t", "Test result", "Result", (_DOCTORS, _NURSES)),
        Matter(About.RECORDS, "m", "Medical records", "Records", (_DESK, Role.PRIVACY_OFFICER)),
        Matter(About.APPOINTMENT, "a", "Appointment", "Appointment", (_DESK,)),
        Matter(About.BILLING, "b", "Billing", "Billing", (Role.BILLER,)),
        Matter(About.SCRIPT, "s", "Script, urgent", "Script", (_DOCTORS, _NURSES), urgent=True),
        Matter(About.OTHER, "o", "Something else", "Other", (_DESK,)),
    )
}
"""Every matter; the letter is what the form takes."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What a new note says where nobody says otherwise."""

    urgent: bool
    whom: str
    """`role:biller`, or empty for whoever comes first."""
    due: pendulum.Date


@view("notes.usual", permission="note.see")
def usual(desk: Desk, *, about: str, urgent: bool | None = None) -> Usual:
    """For whom a matter is and until when: today when it is urgent, else the next day on which people work."""
    matter = MATTERS[About(about)]
    pressing = matter.urgent if urgent is None else urgent
    held = {each.role for each in worklists.everybody(desk) if each.role}
    role = next((str(role) for role in (*matter.roles, _DESK, Role.MANAGER) if str(role) in held), "")
    due = desk.today() if pressing else next_working_day(desk, desk.today())
    return Usual(pressing, f"role:{role}" if role else "", due)


def next_working_day(desk: Desk, day: pendulum.Date) -> pendulum.Date:
    """The first day after `day` on which the practice works: by its calendar, else Monday to Friday."""
    site = Site.select().order_by(Site.id).first()
    calendar = BusinessCalendar.get_or_none(BusinessCalendar.id == site.calendar_id) if site else None
    weekdays = calendar.weekdays if calendar is not None else "01234"
    off: set[pendulum.Date] = set()
    if calendar is not None:
        holidays = Holiday.select(Holiday.day).where(
            Holiday.calendar == calendar.id, Holiday.day > day, Holiday.dropped == 0
        )
        off = {row.day for row in holidays.order_by(Holiday.day).limit(LONGEST_SHUT)}
    after = [day.add(days=count) for count in range(1, LONGEST_SHUT)]
    working = (each for each in after if str(each.weekday()) in weekdays and each not in off)
    return next(working, after[0])
