"""Whom we may talk to and for how long; how a patient stands; whom nobody writes to or books for any more."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.desk import Refused, redo, undo
from frontdesk.logic import calendar, patients
from frontdesk.logic.patients.contacting import Purpose
from tests.elm import ABBOTT, DIAZ, KIM, OKAFOR, STONE, VU, Elm

TODAY = pendulum.date(2026, 11, 24)


def born(elm: Elm, day: pendulum.Date) -> int:
    """A patient with that birth date."""
    return int(patients.register(elm.mary, family="Young", given="Kit", birth=day).values["patient"])


def add(elm: Elm, patient: int, **more: Any) -> int:
    """Add a contact, and return its row."""
    version = patients.reread(elm.mary, patient=patient).version
    patients.add_contact(elm.mary, patient=patient, version=version, **{"name": "Pat Young", **more})
    return max(line.id for line in patients.contacts(elm.mary, patient=patient))


def talk(elm: Elm, patient: int, topic: str) -> list[str]:
    return [line.name for line in patients.may_talk_to(elm.mary, patient=patient, topic=topic)]


def mark(elm: Elm, change: Any, patient: int, **more: Any) -> None:
    change(elm.mary, patient=patient, version=patients.reread(elm.mary, patient=patient).version, **more)


def test_topics_are_words_or_their_beginnings(elm: Elm) -> None:
    add(elm, STONE, name="Al Stone", topics="appt, bill")
    add(elm, STONE, name="Bo Stone", topics="all results")
    assert talk(elm, STONE, "appointments") == ["Al Stone", "Bo Stone"]
    assert talk(elm, STONE, "results") == ["Bo Stone"]
    for topics in ("weather", "a", ""):
        with pytest.raises(Refused) as error:
            add(elm, STONE, topics=topics)
        assert error.value.field == "topics"


def test_proxies_of_a_minor_end_with_the_18th_birthday(elm: Elm) -> None:
    child = born(elm, pendulum.date(2008, 11, 25))
    add(elm, child, name="Mother", guardian=True, from_day=pendulum.date(2010, 1, 1), limits="court order")
    add(elm, child, name="Aunt", topics="appointments", from_day=pendulum.date(2020, 1, 1))
    add(elm, child, name="Neighbor", emergency=True, phone="617-555-0142", from_day=pendulum.date(2020, 1, 1))
    assert talk(elm, child, "appointments") == ["Mother", "Aunt"]
    elm.clock.set(elm.at("9:00", days=1))
    assert talk(elm, child, "appointments") == []
    ended = {line.name: line.ended for line in patients.contacts(elm.mary, patient=child)}
    assert ended == {"Neighbor": "", "Mother": "ended at 18 on 11/25/2026", "Aunt": "ended at 18 on 11/25/2026"}
    add(elm, child, name="Aunt again", topics="appointments")
    assert talk(elm, child, "appointments") == ["Aunt again"]


def test_one_born_on_29_february_is_of_age_on_1_march(elm: Elm) -> None:
    child = born(elm, pendulum.date(2008, 2, 29))
    elm.clock.set(pendulum.datetime(2026, 2, 28, 12, tz="America/New_York"))
    add(elm, child, name="Mother", guardian=True)
    assert talk(elm, child, "billing") == ["Mother"]
    elm.clock.advance(minutes=24 * 60)
    assert talk(elm, child, "billing") == []


def test_a_contact_holds_from_its_first_day_to_its_last(elm: Elm) -> None:
    add(elm, STONE, topics="all", from_day=TODAY.add(days=1), to_day=TODAY.add(days=2))
    assert talk(elm, STONE, "billing") == []
    for days, names in ((1, ["Pat Young"]), (2, ["Pat Young"]), (3, [])):
        elm.clock.set(elm.at("9:00", days=days))
        assert talk(elm, STONE, "billing") == names
    with pytest.raises(Refused) as error:
        add(elm, STONE, topics="all", from_day=TODAY.add(days=5), to_day=TODAY)
    assert error.value.field == "to_day"


def test_what_makes_no_sense_of_a_contact_is_refused(elm: Elm) -> None:
    grown = born(elm, pendulum.date(1990, 1, 1))
    for fields, wrong in (
        ({"emergency": True}, "phone"),
        ({"name": " ", "topics": "all"}, "name"),
        ({"guardian": True, "from_day": pendulum.date(1999, 1, 1)}, "guardian"),
    ):
        with pytest.raises(Refused) as error:
            add(elm, grown, **fields)
        assert error.value.field == wrong
    assert add(elm, grown, guardian=True)


def test_a_removed_contact_is_gone_and_u_brings_it_back(elm: Elm) -> None:
    row = add(elm, STONE, topics="all")
    mark(elm, patients.remove_contact, STONE, row=row)
    assert patients.contacts(elm.mary, patient=STONE) == ()
    with pytest.raises(Refused):
        mark(elm, patients.remove_contact, STONE, row=row)
    undo(elm.mary)
    assert talk(elm, STONE, "billing") == ["Pat Young"]


# How they stand ---------------------------------------------------------------------------------


def contactable(elm: Elm, patient: int) -> dict[str, bool]:
    return {str(p): patients.may_contact(elm.mary, patient=patient, purpose=p).ok for p in Purpose}


@pytest.fixture
def reachable(elm: Elm) -> int:
    """A patient with a phone, a mail address and two postal ones."""
    return int(
        patients.register(
            elm.mary, family="Osei", given="Ama", phone="617-555-0142", mail="ama@example.org", street="1 Elm St",
            city="Boston", state="MA", zip="02139", other_street="PO Box 9", other_city="Dover",
        ).values["patient"]
    )  # fmt: skip


def test_death_silences_everything_and_u_gives_the_voice_back(elm: Elm, reachable: int) -> None:
    assert all(contactable(elm, reachable).values())
    mark(elm, patients.note_death, reachable, died=TODAY)
    answer = patients.may_contact(elm.mary, patient=reachable, purpose="statement")
    assert (answer.ok, answer.ways, answer.why) == (False, (), "The patient has died.")
    assert not any(contactable(elm, reachable).values())
    undo(elm.mary)
    assert all(contactable(elm, reachable).values())


def test_the_dismissed_still_get_statements_and_test_records_nothing(elm: Elm, reachable: int) -> None:
    mark(elm, patients.dismiss, reachable, why="threats")
    assert {purpose for purpose, ok in contactable(elm, reachable).items() if not ok} == {"recall", "survey"}
    mark(elm, patients.readmit, reachable)
    assert all(contactable(elm, reachable).values())
    mark(elm, patients.mark_test, reachable)
    assert not any(contactable(elm, reachable).values())


def test_the_ways_are_those_allowed_and_letters_go_to_the_confidential_address(elm: Elm, reachable: int) -> None:
    ways = patients.may_contact(elm.mary, patient=reachable, purpose="message").ways
    assert [(way.kind, way.to) for way in ways] == [
        ("call", "617-555-0142"), ("mail", "ama@example.org"), ("post", "PO Box 9, Dover"),
    ]  # fmt: skip
    page = patients.reread(elm.mary, patient=reachable)
    patients.edit(elm.mary, patient=reachable, version=page.version, was=page.fields, no_mail="y", no_post="y")
    phone = patients.phones(elm.mary, patient=reachable)[0]
    mark(
        elm, patients.edit_phone, reachable, row=phone.id, phone=phone.shown, kind="mobile", may_call=False,
        may_text=True, may_message=False,
    )  # fmt: skip
    answer = patients.may_contact(elm.mary, patient=reachable, purpose="message")
    assert [way.kind for way in answer.ways] == ["text"]
    mark(elm, patients.remove_phone, reachable, row=phone.id)
    assert not patients.may_contact(elm.mary, patient=reachable, purpose="message").ok


def test_the_deceased_are_not_booked_and_the_dismissed_only_on_purpose(elm: Elm) -> None:
    visit = elm.book(DIAZ, OKAFOR, "11:00")
    calendar.cancel(elm.mary, visit=visit, version=1, reason="hospital")
    mark(elm, patients.note_death, DIAZ)
    mark(elm, patients.dismiss, KIM, why="threats")
    with pytest.raises(Refused) as dead:
        elm.book(DIAZ, OKAFOR, "10:00", override=True)
    assert dead.value.code == "deceased"
    with pytest.raises(Refused) as dead:
        calendar.restore(elm.mary, visit=visit, version=2)
    assert dead.value.code == "deceased"
    with pytest.raises(Refused) as sent_away:
        elm.book(KIM, OKAFOR, "10:00")
    assert (sent_away.value.code, sent_away.value.field) == ("dismissed", "patient")
    assert elm.book(KIM, OKAFOR, "10:00", override=True)


def test_lists_show_how_they_stand(elm: Elm) -> None:
    mark(elm, patients.note_death, DIAZ, died=TODAY)
    mark(elm, patients.dismiss, KIM, why="threats")
    mark(elm, patients.mark_test, STONE)
    signs = {p: patients.row(elm.mary, patient=p).sign for p in (DIAZ, KIM, STONE, ABBOTT)}
    assert signs == {DIAZ: "+", KIM: "-", STONE: "~", ABBOTT: ""}
    assert patients.search(elm.mary, text="diaz").rows[0].standing == "deceased"
    assert patients.reread(elm.mary, patient=DIAZ).standing == ("Deceased 11/24/2026.",)
    assert patients.reread(elm.mary, patient=KIM).standing == ("Dismissed 11/24/2026: threats",)


def test_days_that_can_not_be_are_refused(elm: Elm) -> None:
    child = born(elm, pendulum.date(2020, 5, 5))
    for day in (TODAY.add(days=1), pendulum.date(2019, 1, 1)):
        with pytest.raises(Refused) as error:
            mark(elm, patients.note_death, child, died=day)
        assert error.value.field == "died"
    with pytest.raises(Refused, match="already"):
        mark(elm, patients.mark_test, child, test=False)


def test_a_photo_identity_says_when_and_by_whom(elm: Elm) -> None:
    mark(elm, patients.see_photo, STONE)
    assert patients.reread(elm.mary, patient=STONE).photo.startswith("seen 11/24/2026 by Mary")


def test_who_pays_is_one_step_away(elm: Elm) -> None:
    mark(elm, patients.set_guarantor, DIAZ, guarantor=STONE)
    assert patients.reread(elm.mary, patient=DIAZ).guarantor == "Stone, Rae"
    for patient, payer in ((KIM, DIAZ), (STONE, KIM)):
        with pytest.raises(Refused) as error:
            mark(elm, patients.set_guarantor, patient, guarantor=payer)
        assert error.value.field == "guarantor"
    mark(elm, patients.set_guarantor, DIAZ, guarantor=DIAZ)
    assert patients.reread(elm.mary, patient=DIAZ).guarantor == ""


def test_nobody_pays_who_can_not(elm: Elm) -> None:
    child = born(elm, pendulum.date(2020, 5, 5))
    for change, more, said in (
        (patients.mark_test, {}, "test record"),
        (patients.note_death, {}, "has died"),
    ):
        mark(elm, change, STONE, **more)
        with pytest.raises(Refused, match=said) as error:
            mark(elm, patients.set_guarantor, child, guarantor=STONE)
        assert error.value.field == "guarantor"
        undo(elm.mary)
    patients.unregister(elm.mary, patient=VU, version=1)
    with pytest.raises(Refused, match="withdrawn"):
        mark(elm, patients.set_guarantor, child, guarantor=VU)
    mark(elm, patients.set_guarantor, child, guarantor=STONE)
    with pytest.raises(Refused, match="pays for Young, Kit"):
        patients.unregister(elm.mary, patient=STONE, version=patients.reread(elm.mary, patient=STONE).version)
    mark(elm, patients.note_death, STONE)
    assert patients.reread(elm.mary, patient=child).guarantor == "+Stone, Rae"
    assert patients.reread(elm.mary, patient=STONE).pays_for == ("Young, Kit",)


def test_who_pays_is_put_back_only_while_that_makes_sense(elm: Elm) -> None:
    mark(elm, patients.set_guarantor, DIAZ, guarantor=STONE)
    undo(elm.mary)
    assert patients.reread(elm.mary, patient=DIAZ).guarantor == ""
    version = patients.reread(elm.rob, patient=STONE).version
    patients.set_guarantor(elm.rob, patient=STONE, version=version, guarantor=KIM)
    with pytest.raises(Refused, match="For Stone, Rae somebody else pays"):
        redo(elm.mary)
