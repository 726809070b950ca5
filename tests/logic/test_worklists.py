"""Things to do: whose they are, in what order, what is due, their outcome, passing them on, trying in vain."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from frontdesk.db.calendar import VisitEvent
from frontdesk.db.practice import Role, WorklistItem
from frontdesk.desk import Desk, Refused, Stale, Work, news, redo, undo
from frontdesk.logic import accounts, checks, outcomes, worklists
from tests.elm import ABBOTT, DIAZ, MORNING, NIGHT, Elm

KIND = "outcome_unknown"
TODAY = MORNING.date()
MARY, ROB = 1, 2


def add(elm: Elm, subject: int = 1, **more: Any) -> int:
    """Something to do about a visit."""
    with elm.database.writing():
        return worklists.add_item(Work(elm.mary), KIND, ("visit", subject), **more)


def refused(action: Any) -> str:
    with pytest.raises(Refused) as refusal:
        action()
    return refusal.value.reason


@pytest.fixture
def visit(elm: Elm) -> int:
    """A visit that is over, still scheduled, and nobody knows what became of it."""
    made = elm.book(ABBOTT, NIGHT, "9:00")
    add(elm, made, due=TODAY, note="nobody says")
    return made


def order(desk: Desk) -> list[str]:
    return [item.note for item in worklists.open_items(desk, kind=KIND)]


def test_what_to_do_first_is_on_top(elm: Elm, visit: int) -> None:
    worklists.settle(elm.mary, item=1, version=1, outcome="done")
    day = TODAY.add(days=1)
    add(elm, note="tomorrow", due=day)
    add(elm, note="mine, next week", due=day.add(days=6), owner=MARY)
    add(elm, note="today at ten", due=TODAY, due_at=elm.at("10:00"))
    add(elm, note="some day")
    add(elm, note="today", due=TODAY)
    add(elm, note="for the desk, tomorrow", due=day, role="receptionist")
    add(elm, note="urgent for Rob", due=day, owner=ROB, urgent=True)
    assert order(elm.mary) == [
        "urgent for Rob", "mine, next week", "today at ten", "today", "tomorrow", "for the desk, tomorrow",
        "some day",
    ]  # fmt: skip
    assert order(elm.rob)[:3] == ["urgent for Rob", "for the desk, tomorrow", "today at ten"]


def test_an_item_knows_whose_it_is_and_whether_it_is_late(elm: Elm, visit: int) -> None:
    add(elm, due=TODAY, due_at=elm.at("9:42"), owner=ROB)
    add(elm, due=TODAY, due_at=elm.at("9:43"), role="biller")
    add(elm, due=TODAY.subtract(days=1))
    found = {item.id: item for item in worklists.open_items(elm.rob, kind=KIND)}
    assert [(found[n].whom, found[n].mine, found[n].overdue) for n in (1, 2, 3, 4)] == [
        ("", False, False), ("Rob Hale", True, True), ("Billing", False, False), ("", False, True),
    ]  # fmt: skip


def test_due_is_what_is_mine_or_of_my_role_today_or_late(elm: Elm, visit: int) -> None:
    assert worklists.due_count(elm.rob) == 0, "for whoever comes first is not for me"
    for more in (
        {"owner": ROB, "due": TODAY}, {"role": "receptionist", "due": TODAY.subtract(days=3)},
        {"owner": ROB, "due": TODAY.add(days=1)}, {"role": "biller", "due": TODAY}, {"owner": MARY, "due": TODAY},
        {"owner": ROB},
    ):  # fmt: skip
        add(elm, **more)
    assert (worklists.due_count(elm.rob), worklists.due_count(elm.mary), worklists.due_count(elm.ann)) == (2, 1, 0)
    nobody = replace(elm.rob, who=elm.rob.who._replace(account=None, roles=frozenset()))
    assert worklists.due_count(nobody) == 0
    worklists.settle(elm.rob, item=2, version=1, outcome="done")
    assert worklists.due_count(elm.rob) == 1


def test_settling_takes_it_off_the_list_and_undo_puts_it_back(elm: Elm, visit: int) -> None:
    before = news(elm.mary, -1).seq
    done = worklists.settle(elm.rob, item=1, version=1, outcome="not known", note="asked the family")
    assert done.message == "Not known: Abbott, June Tue 24 Nov 2026 9:00a with Night"
    assert {"worklist", f"worklist:{KIND}", f"visit:{visit}", f"patient:{ABBOTT}"} <= news(elm.mary, before).topics
    assert worklists.open_count(elm.mary, kind=KIND) == 0
    row = WorklistItem.get_by_id(1)
    assert (row.outcome, row.outcome_note, row.closed_by_id) == ("not known", "asked the family", ROB)
    assert refused(lambda: worklists.settle(elm.mary, item=1, version=2, outcome="done")) == "It is done already."
    undo(elm.rob)
    assert order(elm.mary) == ["nobody says"]
    redo(elm.rob)
    assert order(elm.mary) == []
    assert checks.run(elm.database).findings == ()


def test_settling_needs_an_outcome_and_the_version_on_show(elm: Elm, visit: int) -> None:
    assert "what became" in refused(lambda: worklists.settle(elm.rob, item=1, version=1, outcome=" "))
    with pytest.raises(Stale):
        worklists.settle(elm.rob, item=1, version=7, outcome="done")
    with pytest.raises(Refused, match="can't be shown"):
        worklists.settle(elm.rob, item=1, version=1, outcome="done", note="\x1b]0;x")
    assert "no such item" in refused(lambda: worklists.settle(elm.rob, item=99, version=1, outcome="done"))
    assert worklists.open_count(elm.rob, kind=KIND) == 1


def test_who_may_not_do_the_work_may_not_settle_it(elm: Elm, visit: int) -> None:
    assert "todo.work" in refused(lambda: worklists.settle(elm.ann, item=1, version=1, outcome="done"))
    may = elm.rob.who.permissions - {"visit.place"}
    desk = replace(elm.rob, who=elm.rob.who._replace(permissions=may))
    assert "visit.place" in refused(lambda: worklists.settle(desk, item=1, version=1, outcome="done"))
    blind = replace(elm.rob, who=elm.rob.who._replace(permissions=may - {"calendar.see"}))
    assert "calendar.see" in refused(lambda: worklists.open_items(blind, kind=KIND))
    assert "calendar.see" in refused(lambda: worklists.open_count(blind, kind=KIND))


def test_passing_on(elm: Elm, visit: int) -> None:
    done = worklists.assign(elm.rob, item=1, version=1, owner=MARY)
    assert done.message.startswith("For Mary Lee now: Abbott, June")
    assert worklists.due_count(elm.mary) == 1
    worklists.assign(elm.rob, item=1, version=2, role="biller")
    assert worklists.due_count(elm.mary) == 0
    undo(elm.rob)
    assert worklists.due_count(elm.mary) == 1
    assert "already" in refused(lambda: worklists.assign(elm.rob, item=1, version=4, owner=MARY))
    assert "no such role" in refused(lambda: worklists.assign(elm.rob, item=1, version=4, role="king"))
    assert "one person" in refused(lambda: worklists.assign(elm.rob, item=1, version=4, owner=1, role="biller"))
    accounts.close_account(elm.mary, account=ROB, version=1)
    assert "not work here" in refused(lambda: worklists.assign(elm.mary, item=1, version=4, owner=ROB))


def test_for_whom_something_can_be(elm: Elm) -> None:
    accounts.add_account(elm.mary, name="Bo Best", login="bo", password_hash=None, roles=[str(Role.BILLER)])
    assert [each.name for each in worklists.everybody(elm.rob)] == [
        "Front desk", "Billing", "Manager", "Bo Best", "Rob Hale", "Mary Lee", "Ann Poe",
    ]  # fmt: skip
    accounts.close_account(elm.mary, account=4, version=1)
    names = [each.name for each in worklists.everybody(elm.rob)]
    assert "Billing" not in names
    assert "Bo Best" not in names


def test_trying_in_vain_is_counted_and_it_stays(elm: Elm, visit: int) -> None:
    worklists.tried(elm.rob, item=1, version=1)
    elm.clock.advance(minutes=30)
    done = worklists.tried(elm.mary, item=1, version=1, note="left a message")
    assert done.message.startswith("Left a message 10:12a: Abbott, June")
    (item,) = worklists.open_items(elm.rob, kind=KIND)
    assert item.tries == 2
    assert item.tried_at == elm.at("10:12")
    undo(elm.mary)
    (item,) = worklists.open_items(elm.rob, kind=KIND)
    assert (item.tries, item.tried_at) == (1, elm.at("9:42"))
    redo(elm.mary)
    assert worklists.open_items(elm.rob, kind=KIND)[0].tries == 2


# Visits of which nobody knows what became -----------------------------------------------------------


def test_what_became_of_a_past_visit(elm: Elm, visit: int) -> None:
    (row,) = outcomes.unknown(elm.rob)
    assert (row.name, row.provider, row.note, outcomes.count(elm.rob)) == (
        "Abbott, June",
        "Night",
        "nobody says",
        1,
    )
    outcomes.record(elm.rob, visit=visit, version=row.version, outcome="done")
    assert str(elm.place(visit)) == "done"
    event = VisitEvent.select().order_by(VisitEvent.id.desc()).first()
    assert (event.at, event.typed) == (elm.visit(visit).ends, MORNING)
    assert outcomes.unknown(elm.rob) == ()
    assert checks.run(elm.database).findings == ()
    undo(elm.rob)
    assert outcomes.count(elm.rob) == 1
    outcomes.record(elm.rob, visit=visit, version=elm.version(visit), outcome="cancelled", reason="patient")
    assert (str(elm.place(visit)), str(elm.visit(visit).cancel_reason)) == ("cancelled", "patient")
    assert checks.run(elm.database).findings == ()


def test_only_a_visit_that_is_over_and_open_gets_an_outcome_afterwards(elm: Elm, visit: int) -> None:
    later = elm.book(DIAZ, NIGHT, "9:30")
    elm.clock.set(elm.at("9:42"))
    assert "not over" in refused(lambda: outcomes.record(elm.rob, visit=later, version=1, outcome="done"))
    assert "no-show" in refused(lambda: outcomes.record(elm.rob, visit=visit, version=1, outcome="roomed"))
    assert "why" in refused(lambda: outcomes.record(elm.rob, visit=visit, version=1, outcome="cancelled"))
    outcomes.record(elm.rob, visit=visit, version=1, outcome="left")
    assert "left already" in refused(lambda: outcomes.record(elm.rob, visit=visit, version=2, outcome="done"))


def test_every_kind_is_found_where_it_is_registered_without_loading_the_rest() -> None:
    script = """
import sys
from frontdesk.logic.worklists.kinds import HOMES, KINDS, kind_named
for name in HOMES:
    assert kind_named(name).name == name
assert "frontdesk.logic.demo" not in sys.modules
from frontdesk.doors import open_all
open_all("frontdesk.logic")
print(*sorted(KINDS.keys() ^ HOMES.keys()), "end")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["end"]
