"""Somebody is out, runs late; visits that did not take place: the lists that come of it, and their way back."""

from __future__ import annotations

import pendulum
import pytest

from frontdesk.desk import Refused, news, redo, undo
from frontdesk.logic import calendar, outcomes, patients, practice, sites, worklists
from frontdesk.logic.calendar import out, out_list
from tests.elm import ABBOTT, DIAZ, FOLLOW_UP, KIM, MORNING, OKAFOR, REYES, ROOM_1, ROOM_2, STONE, VU, Elm


@pytest.fixture
def day(elm: Elm) -> Elm:
    """Okafor has four visits today and one tomorrow, Reyes one today; it is 7:30."""
    elm.clock.set(elm.at("7:30"))
    elm.book(ABBOTT, OKAFOR, "9:00")
    elm.book(DIAZ, OKAFOR, "10:00", minutes=30)
    elm.book(STONE, OKAFOR, "15:00")
    gone = elm.book(VU, OKAFOR, "11:00")
    elm.book(KIM, OKAFOR, elm.at("9:00", 1))
    elm.book(VU, REYES, "9:00")
    calendar.cancel(elm.mary, visit=gone, version=1, reason="patient")
    return elm


def is_out(elm: Elm, days: int = 1) -> list[int]:
    done = out(
        elm.mary, provider=OKAFOR, starts=elm.at("0:00"), ends=elm.at("0:00", days), reason="flu"
    )  # fmt: skip
    return list(done.values["items"])


def listed(elm: Elm) -> list[str]:
    return [row.visit.name for row in out_list(elm.mary)]


def test_every_touched_visit_is_on_the_list_in_the_order_of_time(day: Elm) -> None:
    is_out(day)
    assert listed(day) == ["Abbott, June", "Diaz, Luis", "Stone, Rae"]
    assert [row.provider for row in out_list(day.mary)] == ["Okafor"] * 3
    with pytest.raises(Refused) as refusal:
        day.book(KIM, OKAFOR, "14:00")
    assert refusal.value.code == "closed"


def test_several_days_touch_what_lies_on_them(day: Elm) -> None:
    is_out(day, 2)
    assert listed(day) == ["Abbott, June", "Diaz, Luis", "Stone, Rae", "Kim, Ha-eun"]


def test_undo_restores_all_and_redo_does_it_again(day: Elm) -> None:
    is_out(day)
    for _ in range(2):
        assert "Not out after all" in undo(day.mary).message
        assert listed(day) == []
        day.clock.set(day.at("7:31"))
        assert [len(c.blocks) for c in calendar.day(day.mary, day=MORNING.date()).columns] == [0, 0, 0]
        redo(day.mary)
        assert listed(day) == ["Abbott, June", "Diaz, Luis", "Stone, Rae"]


def test_a_colleague_may_have_dealt_with_one_visit_of_the_list(day: Elm) -> None:
    """The way back leaves that one as it is; what of it is undone later is on no list for nothing."""
    is_out(day)
    first, second, third = out_list(day.mary)
    offer = first.offers[0]
    calendar.move(day.rob, visit=first.visit.id, version=1, starts=offer.starts, provider=offer.provider)
    worklists.tried(day.rob, item=second.item.id, version=second.item.version)
    worklists.settle(day.rob, item=third.item.id, version=third.item.version, outcome="stays")
    undo(day.mary)
    assert listed(day) == []
    assert day.visit(first.visit.id).starts == offer.starts
    redo(day.mary)
    assert listed(day) == ["Diaz, Luis"]
    undo(day.mary)
    undo(day.rob)
    undo(day.rob)
    undo(day.rob)
    assert day.visit(first.visit.id).starts == day.at("9:00")
    assert listed(day) == []


@pytest.mark.parametrize("who", ["mary", "rob"])
def test_lifting_the_block_of_an_absence_takes_its_list_along(day: Elm, who: str) -> None:
    desk = day.mary if who == "mary" else day.rob
    block = out(day.mary, provider=OKAFOR, starts=day.at("0:00"), ends=day.at("0:00", 1), reason="flu").values[
        "block"
    ]
    calendar.unblock(desk, block=block, version=1)
    assert (listed(day), worklists.due_count(day.rob)) == ([], 0)
    undo(desk)
    assert listed(day) == ["Abbott, June", "Diaz, Luis", "Stone, Rae"]
    redo(desk)
    moved = day.book(KIM, OKAFOR, "14:00")
    assert (listed(day), worklists.due_count(day.rob)) == ([], 0)
    undo(day.mary)
    assert day.place(moved) == "cancelled"


@pytest.mark.parametrize("first_goes_first", [True, False])
def test_of_two_absences_one_may_be_over(day: Elm, first_goes_first: bool) -> None:
    """What lies under the other one stays on the list, whichever of them had put it there."""
    is_out(day)
    out(day.rob, provider=OKAFOR, starts=day.at("12:00"), ends=day.at("0:00", 2), reason="worse")
    assert listed(day) == ["Abbott, June", "Diaz, Luis", "Stone, Rae", "Kim, Ha-eun"]
    undo(day.mary if first_goes_first else day.rob)
    rest = ["Stone, Rae", "Kim, Ha-eun"] if first_goes_first else ["Abbott, June", "Diaz, Luis", "Stone, Rae"]
    assert listed(day) == rest
    undo(day.rob if first_goes_first else day.mary)
    assert listed(day) == []
    redo(day.mary)
    assert listed(day) == ["Abbott, June", "Diaz, Luis", "Stone, Rae"]


def test_who_did_not_come_or_was_seen_is_off_the_list(day: Elm) -> None:
    is_out(day)
    day.clock.set(day.at("16:00"))
    calendar.no_show(day.mary, visit=1, version=1)
    outcomes.record(day.mary, visit=2, version=1, outcome="done")
    calendar.arrive(day.mary, visit=3, version=1)
    assert listed(day) == ["Stone, Rae"]
    for _ in range(3):
        undo(day.mary)
    assert listed(day) == ["Abbott, June", "Diaz, Luis", "Stone, Rae"]


def test_each_is_offered_times_of_its_own_that_can_be_booked(day: Elm) -> None:
    is_out(day)
    rows = out_list(day.mary)
    offers = [(each.provider, each.starts) for row in rows for each in row.offers]
    assert len(offers) == len(set(offers)) == 9
    for row in rows:
        for each in row.offers:
            assert each.minutes == row.visit.minutes
            done = calendar.move(
                day.mary,
                visit=row.visit.id,
                version=day.version(row.visit.id),
                starts=each.starts,
                provider=each.provider,
            )
            assert done.message.startswith("Moved")


def test_a_visit_that_moved_or_was_cancelled_leaves_the_list_and_undo_brings_it_back(day: Elm) -> None:
    is_out(day)
    first, second, _ = out_list(day.mary)
    offer = first.offers[0]
    calendar.move(
        day.mary, visit=first.visit.id, version=1, starts=offer.starts, provider=offer.provider
    )  # fmt: skip
    assert listed(day) == ["Diaz, Luis", "Stone, Rae"]
    calendar.cancel(day.mary, visit=second.visit.id, version=1, reason="practice")
    assert listed(day) == ["Stone, Rae"]
    undo(day.mary)
    assert listed(day) == ["Diaz, Luis", "Stone, Rae"]
    undo(day.mary)
    assert listed(day) == ["Abbott, June", "Diaz, Luis", "Stone, Rae"]
    redo(day.mary)
    assert listed(day) == ["Diaz, Luis", "Stone, Rae"]
    undo(day.mary)
    undo(day.mary)
    assert listed(day) == []
    assert day.visit(first.visit.id).starts == day.at("9:00")


def test_who_tells_that_a_visit_stays_takes_it_off(day: Elm) -> None:
    is_out(day)
    first = out_list(day.mary)[0]
    worklists.settle(day.rob, item=first.item.id, version=first.item.version, outcome="stays as it is")
    assert listed(day) == ["Diaz, Luis", "Stone, Rae"]
    assert day.place(first.visit.id) == "scheduled"


def test_who_is_here_and_who_was_seen(day: Elm) -> None:
    """Who waits for the provider is touched, whose visit is over is not."""
    day.clock.set(day.at("9:05"))
    calendar.arrive(day.mary, visit=1, version=1)
    is_out(day)
    assert listed(day)[0] == "Abbott, June"


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [("9:00", "9:00", "ends"), ("10:00", "9:00", "ends"), ("6:00", "7:00", "ends")],
)
def test_an_absence_that_is_none_is_refused(day: Elm, starts: str, ends: str, field: str) -> None:
    before = day.counts()
    with pytest.raises(Refused) as refusal:
        out(day.mary, provider=OKAFOR, starts=day.at(starts), ends=day.at(ends))
    assert refusal.value.field == field
    assert day.counts() == before


def test_the_auditor_may_not(day: Elm) -> None:
    with pytest.raises(Refused):
        out(day.ann, provider=OKAFOR, starts=day.at("8:00"), ends=day.at("9:00"))


def test_who_works_at_two_sites_is_out_at_both(day: Elm) -> None:
    """One change, one undo; whole days go by the clock of each site, the list by time."""
    site = int(sites.add_site(day.mary, name="Bay", timezone="America/Los_Angeles", calendar=1).values["site"])
    also = practice.add_provider(day.mary, family="Okafor", site=site, also=OKAFOR).values["provider"]
    day.book(KIM, also, "12:00")
    day.book(VU, also, "19:45")
    first = out(day.mary, provider=OKAFOR, starts=day.at("0:00"), ends=day.at("0:00", 1), reason="flu")
    assert first.message == "Okafor is out Tue 24 Nov 2026 at both sites: flu. 5 visits to place anew: *"
    rows = out_list(day.mary)
    assert [row.visit.name for row in rows] == [
        "Abbott, June",
        "Diaz, Luis",
        "Kim, Ha-eun",
        "Stone, Rae",
        "Vu, Peter",
    ]
    assert [row.at_site for row in rows] == ["Elm Street", "Elm Street", "Bay", "Elm Street", "Bay"]
    assert all(row.site == site or row.offers for row in rows)
    for when in (day.at("16:00"), day.at("19:30")):
        with pytest.raises(Refused) as refusal:
            day.book(DIAZ, also, when)
        assert refusal.value.code == "closed"
    assert undo(day.mary).message == "Not out after all: Okafor Tue 24 Nov 2026 at both sites"
    assert out_list(day.mary) == ()
    redo(day.mary)
    assert len(out_list(day.mary)) == 5
    undo(day.mary)
    part = out(day.mary, provider=also, starts=day.at("15:30"), ends=day.at("16:00"), reason="dentist")
    assert (
        part.message
        == "Okafor is out Tue 24 Nov 2026 from 12:30p until 1:00p at both sites: dentist. No visit is touched."
    )
    with pytest.raises(Refused):
        day.book(DIAZ, OKAFOR, "15:45")


# Late -------------------------------------------------------------------------------------------


def test_late_asks_for_calls_to_the_next_patients(day: Elm) -> None:
    done = calendar.late(day.mary, provider=OKAFOR, minutes=35)
    assert done.message == "Okafor is 35m late. 2 patients to call: *"
    calls = calendar.late_calls(day.mary)
    assert [(call.visit.name, call.minutes) for call in calls] == [("Abbott, June", 35), ("Diaz, Luis", 35)]
    assert calls[0].expected == day.at("9:35")
    calendar.late(day.mary, provider=OKAFOR, minutes=50)
    assert [call.minutes for call in calendar.late_calls(day.mary)] == [50, 50]
    day.clock.set(day.at("9:10"))
    calendar.arrive(day.mary, visit=1, version=1)
    assert [call.visit.name for call in calendar.late_calls(day.mary)] == ["Diaz, Luis"]
    calendar.late(day.mary, provider=OKAFOR, minutes=0)
    assert calendar.late_calls(day.mary) == ()


def test_what_is_to_do_no_more_is_news_to_whoever_counts_it(day: Elm) -> None:
    calendar.late(day.mary, provider=OKAFOR, minutes=35)
    since = news(day.rob, after=-1).seq
    calendar.confirm(day.rob, visit=1, version=1)
    assert "worklist" not in news(day.rob, after=since).topics
    calendar.arrive(day.rob, visit=1, version=2)
    assert {"worklist", "worklist:late"} <= news(day.rob, after=since).topics


def test_late_is_taken_back(day: Elm) -> None:
    calendar.late(day.mary, provider=OKAFOR, minutes=35)
    undo(day.mary)
    assert calendar.late_calls(day.mary) == ()
    redo(day.mary)
    assert len(calendar.late_calls(day.mary)) == 2


def called(elm: Elm) -> list[str]:
    return [call.visit.name for call in calendar.late_calls(elm.mary)]


def test_a_longer_delay_is_taken_back_with_its_calls(day: Elm) -> None:
    """Who had been told of the shorter one was not called for the longer one that there never was."""
    calendar.late(day.rob, provider=OKAFOR, minutes=35)
    for call in calendar.late_calls(day.rob):
        worklists.settle(day.rob, item=call.item.id, version=call.item.version, outcome="told")
    assert calendar.late(day.rob, provider=OKAFOR, minutes=50).values["to_call"] == 2
    undo(day.rob)
    assert (called(day), worklists.due_count(day.rob)) == ([], 0)
    redo(day.rob)
    assert called(day) == ["Abbott, June", "Diaz, Luis"]
    undo(day.rob)
    undo(day.rob)
    assert (called(day), worklists.due_count(day.rob)) == (["Diaz, Luis"], 1)


def test_a_colleague_may_have_made_a_call_or_seen_a_patient_come(day: Elm) -> None:
    calendar.late(day.rob, provider=OKAFOR, minutes=35)
    first, second = calendar.late_calls(day.mary)
    worklists.settle(day.mary, item=first.item.id, version=first.item.version, outcome="told")
    undo(day.rob)
    assert (called(day), worklists.due_count(day.rob)) == ([], 0)
    calendar.arrive(day.mary, visit=second.visit.id, version=1)
    redo(day.rob)
    assert (called(day), worklists.due_count(day.rob)) == ([], 0)
    undo(day.mary)
    undo(day.rob)
    undo(day.mary)
    assert (called(day), worklists.due_count(day.rob)) == ([], 0)


def test_being_on_time_again_is_taken_back(day: Elm) -> None:
    calendar.late(day.rob, provider=OKAFOR, minutes=35)
    day.clock.set(day.at("9:05"))
    calendar.late(day.rob, provider=OKAFOR, minutes=0)
    undo(day.rob)
    assert called(day) == ["Abbott, June", "Diaz, Luis"]


def test_a_call_is_over_with_its_visit_and_with_its_day(day: Elm) -> None:
    calendar.late(day.rob, provider=OKAFOR, minutes=35)
    calendar.arrive(day.mary, visit=1, version=1)
    assert worklists.due_count(day.rob) == 1
    calendar.cancel(day.mary, visit=2, version=1, reason="patient")
    assert worklists.due_count(day.rob) == 0
    undo(day.mary)
    assert (called(day), worklists.due_count(day.rob)) == (["Diaz, Luis"], 1)
    calendar.move(day.mary, visit=2, version=3, starts=day.at("9:00", 2))
    assert worklists.due_count(day.rob) == 0
    undo(day.mary)
    day.clock.set(day.at("7:30", 1))
    assert (called(day), worklists.due_count(day.rob)) == ([], 0)
    calendar.late(day.rob, provider=OKAFOR, minutes=20)
    assert (called(day), worklists.open_count(day.rob, kind="late")) == (["Kim, Ha-eun"], 1)


def test_who_comes_late_at_a_site_where_it_is_yesterday_is_called(day: Elm) -> None:
    site = int(sites.add_site(day.mary, name="Bay", timezone="America/Los_Angeles", calendar=1).values["site"])
    ito = practice.add_provider(day.mary, family="Ito", site=site, opens="8a", closes="24:00").values["provider"]
    day.book(KIM, ito, day.at("1:30", 1))
    day.clock.set(day.at("0:30", 1))
    assert calendar.late(day.rob, provider=ito, minutes=20).message == "Ito is 20m late. 1 patient to call: *"
    assert (called(day), worklists.due_count(day.rob)) == (["Kim, Ha-eun"], 1)


@pytest.mark.parametrize("minutes", [-1, 601])
def test_nobody_is_that_late(day: Elm, minutes: int) -> None:
    with pytest.raises(Refused):
        calendar.late(day.mary, provider=OKAFOR, minutes=minutes)


# Broken -----------------------------------------------------------------------------------------


def to_place(elm: Elm) -> list[tuple[str, str]]:
    rows = calendar.to_place(elm.mary)
    assert len(rows) == calendar.to_place_count(elm.mary)
    return [(row.visit.name, row.why) for row in rows]


def test_the_bumped_come_first_and_what_was_booked_in_error_not_at_all(day: Elm) -> None:
    calendar.cancel(day.mary, visit=3, version=1, reason="practice")
    calendar.cancel(day.mary, visit=2, version=1, reason="error")
    day.clock.set(day.at("9:30"))
    calendar.no_show(day.mary, visit=1, version=1)
    assert to_place(day) == [
        ("Stone, Rae", "bumped"),
        ("Abbott, June", "no-show"),
        ("Vu, Peter", "cancelled by patient"),
    ]
    kept = calendar.to_place(day.mary)[0]
    assert (kept.kind, kept.visit.minutes, kept.visit.provider) == (FOLLOW_UP, 15, OKAFOR)


def test_what_is_booked_in_its_place_takes_it_off_and_undo_brings_it_back(day: Elm) -> None:
    calendar.cancel(day.mary, visit=3, version=1, reason="practice")
    placed = day.book(STONE, REYES, day.at("9:00", 2), kind=2, replaces=3)
    assert ("Stone, Rae", "bumped") not in to_place(day)
    assert day.visit(placed).replaces_id == 3
    undo(day.mary)
    assert ("Stone, Rae", "bumped") in to_place(day)


@pytest.mark.parametrize(
    ("patient", "replaces", "code"),
    [(STONE, 2, "place"), (DIAZ, 3, "patient"), (STONE, 3, "replaced"), (KIM, 99, "wrong")],
)
def test_only_what_waits_is_placed_again_and_once(day: Elm, patient: int, replaces: int, code: str) -> None:
    calendar.cancel(day.mary, visit=3, version=1, reason="practice")
    if code == "replaced":
        day.book(STONE, REYES, day.at("9:00", 2), desk=day.rob, replaces=3)
    before = day.counts()
    with pytest.raises(Refused) as refusal:
        day.book(patient, REYES, day.at("9:00", 3), replaces=replaces)
    assert (refusal.value.field, refusal.value.code) == ("replaces", code)
    assert day.counts() == before
    if code == "replaced":
        assert refusal.value.reason == (
            "It was placed again already: Stone, Rae Thu 26 Nov 2026 9:00a with Reyes."
        )


def test_what_was_booked_in_its_place_is_placed_again_in_turn(day: Elm) -> None:
    calendar.cancel(day.mary, visit=3, version=1, reason="practice")
    instead = day.book(STONE, REYES, day.at("9:00", 2), replaces=3)
    calendar.cancel(day.mary, visit=instead, version=1, reason="practice")
    assert [row.visit.id for row in calendar.to_place(day.mary)[:2]] == [instead, 4]
    day.book(STONE, REYES, day.at("9:00", 3), replaces=instead)
    assert to_place(day) == [("Vu, Peter", "cancelled by patient")]


def test_a_later_visit_of_that_kind_places_it_too(day: Elm) -> None:
    calendar.cancel(day.mary, visit=3, version=1, reason="practice")
    day.book(STONE, REYES, day.at("9:00", 2), kind=2)
    assert ("Stone, Rae", "bumped") in to_place(day)
    later = day.book(STONE, REYES, day.at("9:00", 3))
    assert ("Stone, Rae", "bumped") not in to_place(day)
    calendar.cancel(day.mary, visit=later, version=1, reason="practice")
    assert to_place(day).count(("Stone, Rae", "bumped")) == 2


def test_the_rest_of_a_series_does_not_take_the_place_of_what_was_bumped(day: Elm) -> None:
    series = {"patient": KIM, "provider": REYES, "kind": FOLLOW_UP, "rule": "FREQ=WEEKLY;COUNT=12"}
    visits = calendar.book_series(day.mary, starts=day.at("15:00"), **series).values["visits"]
    for minutes in (0, 5):
        day.clock.set(day.at("7:30").add(minutes=minutes))
        calendar.cancel(day.mary, visit=visits[2], version=day.version(visits[2]), reason="practice")
        assert ("Kim, Ha-eun", "bumped") in to_place(day)
        undo(day.mary)
    calendar.cancel(day.mary, visit=visits[2], version=day.version(visits[2]), reason="practice")
    day.book(KIM, OKAFOR, "14:00")
    assert ("Kim, Ha-eun", "bumped") not in to_place(day)


def test_what_was_given_up_and_restored_may_be_bumped_once_more(day: Elm) -> None:
    for minutes in (0, 0, 5):
        day.clock.set(day.at("7:30").add(minutes=minutes))
        calendar.cancel(day.mary, visit=3, version=day.version(3), reason="practice")
        assert to_place(day)[0] == ("Stone, Rae", "bumped")
        calendar.give_up_placing(day.mary, visit=3, outcome="not wanted")
        assert to_place(day) == [("Vu, Peter", "cancelled by patient")] or minutes == 0
        calendar.restore(day.mary, visit=3, version=day.version(3))


def test_it_is_given_up_tried_and_restored(day: Elm) -> None:
    calendar.cancel(day.mary, visit=3, version=1, reason="practice")
    calendar.tried_placing(day.mary, visit=3)
    assert calendar.to_place(day.mary)[0].tries == 1
    calendar.give_up_placing(day.mary, visit=3, outcome="not wanted")
    assert to_place(day) == [("Vu, Peter", "cancelled by patient")]
    undo(day.mary)
    assert to_place(day)[0] == ("Stone, Rae", "bumped")
    redo(day.mary)
    assert to_place(day) == [("Vu, Peter", "cancelled by patient")]
    calendar.restore(day.mary, visit=3, version=2)
    with pytest.raises(Refused):
        calendar.give_up_placing(day.mary, visit=3, outcome="not wanted")


def test_what_is_long_past_is_off_the_list(day: Elm) -> None:
    calendar.cancel(day.mary, visit=3, version=1, reason="practice")
    day.clock.set(pendulum.datetime(2027, 3, 1, 9, tz="America/New_York"))
    assert to_place(day) == []


def test_what_was_shown_is_offered_again_as_long_as_it_is_open(day: Elm) -> None:
    is_out(day)
    shown = out_list(day.mary)
    first, second, third = shown
    calendar.cancel(day.mary, visit=first.visit.id, version=1, reason="practice")
    again = out_list(day.mary, shown=shown)
    assert [row.offers for row in again] == [second.offers, third.offers]
    taken = third.offers[0]
    day.book(KIM, taken.provider, taken.starts)
    again = out_list(day.mary, shown=again)
    assert again[0].offers == second.offers
    assert taken.starts not in [each.starts for each in again[1].offers if each.provider == taken.provider]


def test_what_is_past_by_now_is_not_offered_again(day: Elm) -> None:
    is_out(day)
    shown = out_list(day.mary)
    first = min(each.starts for row in shown for each in row.offers)
    day.clock.set(first.add(minutes=1))
    again = out_list(day.mary, shown=shown)
    assert all(each.starts > first for row in again for each in row.offers)


def test_the_time_that_is_kept_after_a_visit_is_offered_to_nobody_else(day: Elm) -> None:
    long = practice.add_kind(day.mary, code="LNG", name="Long", minutes=30, buffer=30).values["kind"]
    day.clock.set(day.at("7:30", 2))
    day.book(ABBOTT, OKAFOR, day.at("9:00", 2), kind=long)
    day.book(DIAZ, OKAFOR, day.at("10:00", 2), kind=long)
    out(day.mary, provider=OKAFOR, starts=day.at("0:00", 2), ends=day.at("0:00", 3))
    rows = out_list(day.mary)
    spans = [(each.provider, each.starts, each.ends.add(minutes=30)) for row in rows for each in row.offers]
    assert len(spans) == 6
    assert not [1 for a in spans for b in spans if a < b and a[0] == b[0] and b[1] < a[2]]
    offer = rows[0].offers[0]
    day.book(KIM, offer.provider, offer.ends, override=True)
    assert offer not in out_list(day.mary, shown=rows)[0].offers


def test_a_visit_takes_the_room_that_it_is_offered(day: Elm) -> None:
    """Its own where that is free then."""
    kind = practice.add_kind(day.mary, code="RM", name="Room", minutes=30, rooms=[ROOM_2, ROOM_1]).values["kind"]
    day.clock.set(day.at("7:30", 2))
    day.book(ABBOTT, OKAFOR, day.at("15:00", 2), kind=kind, room=ROOM_2)
    out(day.mary, provider=OKAFOR, starts=day.at("0:00", 2), ends=day.at("0:00", 3))
    (row,) = out_list(day.mary)
    assert [each.room for each in row.offers] == [ROOM_2] * 3
    at = row.offers[0].starts
    day.book(KIM, REYES if row.offers[0].provider != REYES else OKAFOR, at, room=ROOM_2, override=True)
    (row,) = out_list(day.mary)
    assert (row.offers[0].starts, row.offers[0].room) == (at, ROOM_1)
    given = {key: getattr(row.offers[0], key) for key in ("starts", "provider", "room")}
    calendar.move(day.mary, visit=row.visit.id, version=1, **given)
    assert day.holds(row.visit.id)["room"][0] == ROOM_1


def test_who_is_here_is_offered_no_other_day(day: Elm) -> None:
    calendar.arrive(day.mary, visit=1, version=1)
    is_out(day)
    assert [(row.here, bool(row.offers)) for row in out_list(day.mary)] == [
        (True, False),
        (False, True),
        (False, True),
    ]


def test_nobody_places_again_what_the_dead_had(day: Elm) -> None:
    calendar.cancel(day.mary, visit=3, version=1, reason="practice")
    patients.note_death(day.mary, patient=STONE, version=1, died=day.at("7:00").date())
    assert to_place(day) == [("Vu, Peter", "cancelled by patient")]
