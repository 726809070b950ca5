"""Kind, length and note of a visit, of the following ones of its series, or of all."""

from __future__ import annotations

from typing import Any

import pytest

from frontdesk.db.calendar import VisitKind
from frontdesk.desk import Refused, redo, undo
from frontdesk.logic import calendar, practice
from tests.elm import ABBOTT, DIAZ, FOLLOW_UP, NEW_PATIENT, OKAFOR, REYES, ROOM_1, Elm


def series(elm: Elm, **more: Any) -> list[int]:
    visits: list[int] = calendar.book_series(
        elm.mary, patient=ABBOTT, provider=OKAFOR, starts=elm.at("9:30", 7), kind=FOLLOW_UP,
        rule="FREQ=WEEKLY;COUNT=3", **more,
    ).values["visits"]  # fmt: skip
    return visits


def edit(elm: Elm, visit: int, **more: Any) -> Any:
    return calendar.edit(elm.mary, visit=visit, version=elm.version(visit), **more)


def told(elm: Elm, visit: int) -> tuple[int, int, str]:
    """Kind, minutes, note."""
    row = elm.visit(visit)
    return row.kind_id, int((row.ends - row.starts).total_seconds()) // 60, row.note


def refused(change: Any, *args: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        change(*args, **more)
    return refusal.value


def test_one_visit_becomes_another_kind_longer_and_gets_a_note(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1)
    done = edit(elm, visit, kind=NEW_PATIENT, minutes=30, note="fasting")
    assert done.message == "Changed Abbott, June Tue 24 Nov 2026 10:00a with Okafor"
    assert told(elm, visit) == (NEW_PATIENT, 30, "fasting")
    assert elm.holds(visit)["room"] == (ROOM_1, "10:00", True, False)
    undo(elm.mary)
    assert told(elm, visit) == (FOLLOW_UP, 15, "")
    redo(elm.mary)
    assert told(elm, visit) == (NEW_PATIENT, 30, "fasting")


def test_a_kind_that_keeps_time_free_keeps_it_free(elm: Elm) -> None:
    VisitKind.update(buffer=15).where(VisitKind.id == NEW_PATIENT).execute()
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    other = elm.book(DIAZ, OKAFOR, "10:15")
    assert "Diaz" in refused(edit, elm, visit, kind=NEW_PATIENT).reason
    calendar.cancel(elm.mary, visit=other, version=1, reason="patient")
    edit(elm, visit, kind=NEW_PATIENT)
    assert refused(elm.book, DIAZ, OKAFOR, "10:15").code == "overlap"
    undo(elm.mary)
    elm.book(DIAZ, OKAFOR, "10:15")


def test_what_does_not_fit_is_refused_and_done_on_purpose(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    elm.book(DIAZ, OKAFOR, "10:15")
    plan = calendar.plan_edit(elm.mary, visit=visit, minutes=30)
    assert [each.code for each in plan.clashes] == ["overlap"]
    assert refused(edit, elm, visit, minutes=30).code == "overlap"
    edit(elm, visit, minutes=30, answers={1: {"overbook": "she has questions"}})
    assert elm.visit(visit).overbook_reason == "she has questions"
    edit(elm, visit, note="bring the list")  # asks for no reason again
    edit(elm, visit, kind=NEW_PATIENT)
    assert elm.visit(visit).overbook_reason == "she has questions"


@pytest.mark.parametrize(("scope", "changed"), [("following", [1, 2]), ("all", [0, 1, 2])])
def test_a_series_is_changed_from_a_visit_on_or_as_a_whole(scope: str, changed: list[int], elm: Elm) -> None:
    visits = series(elm)
    before = [told(elm, visit) for visit in visits]
    done = edit(elm, visits[1], scope=scope, minutes=45, note="left knee")
    assert done.message == f"Changed {len(changed)} visits: Abbott, June"
    after = [told(elm, visit) for visit in visits]
    assert [number for number in range(3) if after[number] != before[number]] == changed
    assert len({elm.visit(visit).series_id for visit in visits}) == 1
    undo(elm.mary)
    assert [told(elm, visit) for visit in visits] == before


def test_a_clash_changes_nothing_until_it_is_answered(elm: Elm) -> None:
    visits = series(elm)
    elm.book(DIAZ, OKAFOR, elm.at("9:45", 14))
    before = elm.counts()
    assert "Tue 8 Dec 9:30a (Okafor has Diaz" in refused(edit, elm, visits[0], scope="all", minutes=30).reason
    assert elm.counts() == before
    done = edit(elm, visits[0], scope="all", minutes=30, answers={2: {"leave": True}})
    assert done.message == "Changed 2 visits: Abbott, June; 1 left as before"
    assert [told(elm, visit)[1] for visit in visits] == [30, 15, 30]


def test_past_ones_stay(elm: Elm) -> None:
    visits = series(elm)
    elm.clock.set(elm.at("12:00", 14))
    assert edit(elm, visits[2], scope="all", note="x").message.endswith("; 2 past or under way stay")
    assert [told(elm, visit)[2] for visit in visits] == ["", "", "x"]


def test_what_can_not_be_is_refused_at_its_field(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    assert refused(edit, elm, visit, kind=99).field == "kind"
    assert refused(edit, elm, visit, minutes=0).field == "minutes"
    assert refused(edit, elm, visit, note="x" * 501).field == "note"
    assert refused(edit, elm, visit, note="").code == "same"
    assert refused(edit, elm, visit, scope="all", note="x").field == "scope"
    calendar.cancel(elm.mary, visit=visit, version=1, reason="patient")
    assert "cancelled stays" in refused(edit, elm, visit, note="x").reason


def test_a_visit_of_a_group_keeps_its_kind_and_may_become_longer(elm: Elm) -> None:
    kind = int(practice.add_kind(elm.mary, code="GRP", name="Class", minutes=60).values["kind"])
    VisitKind.update(capacity=4).where(VisitKind.id == kind).execute()
    visit = elm.book(ABBOTT, REYES, "10:00", kind=kind)
    assert refused(edit, elm, visit, kind=FOLLOW_UP).code == "group"
    edit(elm, visit, note="chair")
    assert told(elm, visit) == (kind, 60, "chair")
