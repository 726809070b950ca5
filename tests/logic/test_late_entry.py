"""What is typed in later than it happened: both moments are kept, and nothing is typed that can't have been."""

from __future__ import annotations

from dataclasses import replace

import pytest

from frontdesk.db.calendar import Place, Visit, VisitEvent
from frontdesk.desk import Refused, redo, undo
from frontdesk.logic import calendar, checks
from frontdesk.logic.roles import ROLES
from tests.elm import ABBOTT, DIAZ, OKAFOR, REYES, ZONE, Elm, version_of


def events(visit: int) -> list[tuple[str, str, str | None]]:
    """What happened to a visit: the place, when it came there, when that was typed (or None)."""
    rows = VisitEvent.select().where(VisitEvent.visit == visit).order_by(VisitEvent.id)
    return [(str(row.place), _clock(row.at), None if row.typed is None else _clock(row.typed)) for row in rows]


def _clock(at: object) -> str:
    return at.in_timezone(ZONE).format("DD HH:mm")  # type: ignore[attr-defined]


@pytest.fixture
def down(elm: Elm) -> Elm:
    """The box was down from 9:00 to 14:00; visit 1 is at 10:00, visit 2 at 13:00, both booked the day before."""
    elm.clock.set(elm.at("16:00", days=-1))
    elm.book(ABBOTT, OKAFOR, "10:00")
    elm.book(DIAZ, OKAFOR, "13:00")
    elm.clock.set(elm.at("14:00"))
    return elm


def test_an_arrival_keeps_when_it_was_and_when_it_was_typed(down: Elm) -> None:
    done = calendar.arrive(down.rob, visit=1, version=1, at=down.at("9:52"))
    assert done.message == "Arrived at 9:52a: Abbott, June Tue 24 Nov 2026 10:00a with Okafor"
    assert events(1) == [("scheduled", "23 16:00", None), ("arrived", "24 09:52", "24 14:00")]
    assert down.place(1) is Place.ARRIVED
    assert checks.run(down.database).ok


def test_what_is_noted_as_it_happens_has_no_second_moment(down: Elm) -> None:
    calendar.arrive(down.rob, visit=2, version=1)
    assert events(2)[-1] == ("arrived", "24 14:00", None)


def test_undo_and_redo_keep_both_moments(down: Elm) -> None:
    calendar.arrive(down.rob, visit=1, version=1, at=down.at("9:52"))
    undo(down.rob)
    assert down.place(1) is Place.SCHEDULED
    down.clock.advance(minutes=10)
    redo(down.rob)
    assert events(1)[-1] == ("arrived", "24 09:52", "24 14:00")
    undo(down.rob)
    assert down.place(1) is Place.SCHEDULED
    assert checks.run(down.database).ok


def test_on_a_past_day_the_time_is_needed_and_is_one_of_that_day(down: Elm) -> None:
    down.clock.set(down.at("8:00", days=1))
    with pytest.raises(Refused, match="say at what time") as refusal:
        calendar.arrive(down.rob, visit=1, version=1)
    assert (refusal.value.field, refusal.value.code) == ("at", "past")
    with pytest.raises(Refused, match="The visit is on Tue 24 Nov 2026"):
        calendar.arrive(down.rob, visit=1, version=1, at=down.at("7:55", days=1))
    calendar.arrive(down.rob, visit=1, version=1, at=down.at("9:58"))
    assert events(1)[-1] == ("arrived", "24 09:58", "25 08:00")


@pytest.mark.parametrize(
    ("at", "code"),
    [(("14:01", 0), "future"), (("9:00", -1), "day"), (("10:00", 1), "future")],
)
def test_what_cant_have_been_is_refused_at_the_time(at: tuple[str, int], code: str, down: Elm) -> None:
    before = down.counts()
    with pytest.raises(Refused) as refusal:
        calendar.arrive(down.rob, visit=1, version=1, at=down.at(*at))
    assert (refusal.value.field, refusal.value.code) == ("at", code)
    assert down.counts() == before


def test_nothing_comes_before_what_came_last(down: Elm) -> None:
    version = version_of(calendar.cancel(down.rob, visit=1, version=1, reason="patient"))
    version = version_of(calendar.restore(down.rob, visit=1, version=version))
    with pytest.raises(Refused, match="It is scheduled since 2:00p; nothing can come before that"):
        calendar.arrive(down.rob, visit=1, version=version, at=down.at("9:52"))
    undo(down.rob)
    undo(down.rob)
    calendar.arrive(down.rob, visit=1, version=down.version(1), at=down.at("9:52"))


def test_a_no_show_is_noted_for_the_time_at_which_it_was_one(down: Elm) -> None:
    with pytest.raises(Refused, match="had not begun then") as refusal:
        calendar.no_show(down.rob, visit=1, version=1, at=down.at("9:59"))
    assert refusal.value.field == "at"
    calendar.no_show(down.rob, visit=1, version=1, at=down.at("10:20"))
    assert events(1)[-1] == ("no_show", "24 10:20", "24 14:00")
    undo(down.rob)
    redo(down.rob)
    assert events(1)[-1] == ("no_show", "24 10:20", "24 14:00")
    assert checks.run(down.database).ok


def test_a_cancellation_on_paper_keeps_when_the_patient_called(down: Elm) -> None:
    far = down.book(DIAZ, REYES, down.at("9:00", days=7))
    with pytest.raises(Refused, match="It is scheduled since 2:00p"):
        calendar.cancel(down.rob, visit=far, version=1, reason="patient", at=down.at("9:10"))
    with pytest.raises(Refused, match="still to come"):
        calendar.cancel(down.rob, visit=2, version=1, reason="patient", at=down.at("14:10"))
    done = calendar.cancel(down.rob, visit=2, version=1, reason="patient", at=down.at("9:10"))
    assert done.message == "Cancelled (patient) at 9:10a: Diaz, Luis Tue 24 Nov 2026 1:00p with Okafor"
    assert events(2)[-1] == ("cancelled", "24 09:10", "24 14:00")
    undo(down.rob)
    redo(down.rob)
    assert events(2)[-1] == ("cancelled", "24 09:10", "24 14:00")
    assert checks.run(down.database).ok


def test_who_may_not_say_where_a_visit_stands_may_not_say_where_it_stood(down: Elm) -> None:
    with pytest.raises(Refused, match=r"visit\.place"):
        calendar.arrive(down.ann, visit=1, version=1, at=down.at("9:52"))


# Booked late ------------------------------------------------------------------------------------------


def test_a_walk_in_seen_on_paper_is_booked_late_and_has_come_before_it_was_typed(down: Elm) -> None:
    visit = down.book(DIAZ, REYES, "11:00", late=True)
    assert events(visit) == [("scheduled", "24 11:00", "24 14:00")]
    assert Visit.get_by_id(visit).booked_at == down.at("11:00")
    calendar.arrive(down.mary, visit=visit, version=1, at=down.at("11:05"))
    assert events(visit)[-1] == ("arrived", "24 11:05", "24 14:00")
    for _ in range(2):
        undo(down.mary)
    assert down.place(visit) is Place.CANCELLED
    for _ in range(2):
        redo(down.mary)
    assert [event for event in events(visit) if event[0] == "arrived"][-1] == ("arrived", "24 11:05", "24 14:00")
    assert checks.run(down.database).ok


def test_a_past_day_is_booked_late_only(down: Elm) -> None:
    with pytest.raises(Refused, match="That day is past") as refusal:
        down.book(DIAZ, REYES, down.at("11:00", days=-3 - 1))
    assert refusal.value.code == "past"
    visit = down.book(DIAZ, REYES, down.at("11:00", days=-4), late=True)
    calendar.arrive(down.mary, visit=visit, version=1, at=down.at("11:00", days=-4))
    assert checks.run(down.database).ok


def test_what_is_still_to_come_is_not_late(down: Elm) -> None:
    with pytest.raises(Refused, match="to come") as refusal:
        down.book(DIAZ, REYES, "14:15", late=True)
    assert refusal.value.field == "late"


def test_booking_late_needs_its_permission(down: Elm) -> None:
    assert {str(role) for role, may in ROLES.items() if "calendar.late" in may} == {"manager", "receptionist"}
    who = down.rob.who._replace(permissions=down.rob.who.permissions - {"calendar.late"})
    with pytest.raises(Refused, match=r"calendar\.late"):
        down.book(DIAZ, REYES, "11:00", desk=replace(down.rob, who=who), late=True)


def test_what_is_late_keeps_every_other_rule(down: Elm) -> None:
    with pytest.raises(Refused) as refusal:
        down.book(DIAZ, OKAFOR, "10:00", late=True)
    assert refusal.value.code == "overlap"
    with pytest.raises(Refused) as refusal:
        down.book(DIAZ, OKAFOR, "6:00", late=True)
    assert refusal.value.code == "hours"


def test_the_check_sees_an_event_typed_before_it_happened(down: Elm) -> None:
    calendar.arrive(down.rob, visit=1, version=1, at=down.at("9:52"))
    with pytest.raises(Exception, match="CHECK"):
        down.tamper("UPDATE visit_event SET typed = at - 60 WHERE typed IS NOT NULL")
    down.tamper(
        "PRAGMA ignore_check_constraints = 1", "UPDATE visit_event SET typed = at - 60 WHERE typed IS NOT NULL"
    )
    found = [(each.check, each.where, each.what) for each in checks.run(down.database).findings]
    assert ("late entries", "visit 1", "event 3 was typed before it happened") in found


def test_what_was_seen_before_somebody_was_out_can_be_typed_in(down: Elm) -> None:
    """The absence takes the whole day; who was seen in the morning was seen all the same."""
    calendar.out(down.mary, provider=REYES, starts=down.at("0:00"), ends=down.at("0:00", 1), reason="flu")
    down.book(DIAZ, REYES, "9:15", desk=down.rob, late=True)
    with pytest.raises(Refused) as refusal:
        down.book(ABBOTT, REYES, "15:00", desk=down.rob)
    assert refusal.value.code == "closed"
    undo(down.rob)
    redo(down.rob)
    undo(down.mary)
    assert checks.run(down.database).ok
