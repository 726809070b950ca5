"""What is to be minded with a patient: in sentences, and as the sign before the name in a day."""

from __future__ import annotations

from typing import Any

import pendulum
import pytest

from frontdesk.desk import Refused
from frontdesk.logic import calendar, patients
from tests.elm import ABBOTT, OKAFOR, STONE, Elm

TODAY = pendulum.date(2026, 11, 24)
CHILD = pendulum.date(2010, 5, 1)


def add(elm: Elm, patient: int, **more: Any) -> None:
    version = patients.reread(elm.mary, patient=patient).version
    patients.add_contact(elm.mary, patient=patient, version=version, **{"name": "Pat Young", **more})


def edit(elm: Elm, patient: int, **fields: str) -> None:
    page = patients.reread(elm.mary, patient=patient)
    patients.edit(elm.mary, patient=patient, version=page.version, was=page.fields, **fields)


def booked(elm: Elm, birth: pendulum.Date | None, **contact: Any) -> int:
    """A patient with a visit today, and one contact."""
    who = int(patients.register(elm.mary, family="Young", given="Kit", birth=birth, sure=True).values["patient"])
    calendar.book(elm.mary, patient=who, provider=OKAFOR, starts=elm.at("15:00"), kind=1)
    if contact:
        now = elm.clock.now()
        elm.clock.set(now.subtract(years=4))  # when the grown-up was a minor, and had guardians
        add(elm, who, **contact)
        elm.clock.set(now)
    return who


def sign(elm: Elm, patient: int) -> str:
    """The sign in today's calendar."""
    columns = calendar.day(elm.mary, day=TODAY).columns
    return next(visit.sign for column in columns for visit in column.visits if visit.patient == patient)


def test_nobody_says_anything_to_somebody_barred(elm: Elm) -> None:
    add(elm, STONE, name="Al Stone", guardian=True, topics="nothing", relation="father", limits="court 4/1")
    assert patients.may_talk_to(elm.mary, patient=STONE, topic="appointments") == ()
    line = patients.contacts(elm.mary, patient=STONE)[0]
    assert line.roles == "guardian, do NOT talk to"
    assert patients.to_mind(elm.mary, patient=STONE) == ("do NOT talk to Al Stone (father): court 4/1",)
    with pytest.raises(Refused) as error:
        add(elm, STONE, topics="nothing billing")
    assert error.value.field == "topics"


def test_a_bar_does_not_end_with_the_18th_birthday(elm: Elm) -> None:
    grown = booked(elm, TODAY.subtract(years=18), topics="nothing", from_day=TODAY.subtract(years=5))
    assert patients.to_mind(elm.mary, patient=grown) == ("do NOT talk to Pat Young",)
    assert sign(elm, grown) == "*"


def test_what_weighs_most_comes_first(elm: Elm) -> None:
    edit(elm, STONE, alert="latex", language="Spanish", interpreter="y", needs="wheelchair")
    version = patients.reread(elm.mary, patient=STONE).version
    patients.dismiss(elm.mary, patient=STONE, version=version, why="threats")
    assert patients.to_mind(elm.mary, patient=STONE) == (
        "Dismissed 11/24/2026: threats", "latex", "interpreter: Spanish", "wheelchair",
    )  # fmt: skip
    assert patients.to_mind(elm.mary, patient=ABBOTT) == ()


@pytest.mark.parametrize("fields", [{"interpreter": "y"}, {"needs": "quiet room"}])
def test_a_need_has_a_sign_in_the_day(elm: Elm, fields: dict[str, str]) -> None:
    who = booked(elm, CHILD)
    assert sign(elm, who) == ""
    edit(elm, who, **fields)
    assert sign(elm, who) == "*"


def test_how_somebody_stands_comes_before_a_need(elm: Elm) -> None:
    who = booked(elm, CHILD)
    edit(elm, who, needs="wheelchair")
    for mark, shown in ((patients.mark_test, "~"), (patients.dismiss, "-"), (patients.note_death, "+")):
        more: dict[str, Any] = {"why": "threats"} if mark is patients.dismiss else {}
        mark(elm.mary, patient=who, version=patients.reread(elm.mary, patient=who).version, **more)  # type: ignore[operator]
        assert sign(elm, who) == shown


GUARDIAN = {"guardian": True, "limits": "weekdays only", "from_day": TODAY.subtract(years=9)}


@pytest.mark.parametrize(
    ("birth", "contact"),
    [
        (CHILD, {}),
        (CHILD, GUARDIAN),
        (None, GUARDIAN),
        (CHILD, {"guardian": True}),
        (CHILD, {"topics": "billing"}),
        (CHILD, {**GUARDIAN, "to_day": TODAY}),
        (CHILD, {**GUARDIAN, "to_day": TODAY.subtract(days=1)}),
        (CHILD, {**GUARDIAN, "from_day": TODAY.add(days=1)}),
        (TODAY.subtract(years=18), GUARDIAN),
        (TODAY.subtract(years=18).add(days=1), GUARDIAN),
        (TODAY.subtract(years=30), {**GUARDIAN, "from_day": TODAY.subtract(years=1)}),
        (TODAY.subtract(years=18), {**GUARDIAN, "guardian": False, "topics": "billing"}),
        (TODAY.subtract(years=18), {**GUARDIAN, "guardian": False, "emergency": True, "phone": "617-555-0142"}),
        (pendulum.date(2008, 2, 29), GUARDIAN),
    ],
)
def test_the_sign_of_the_day_and_the_sentences_agree(
    elm: Elm, birth: pendulum.Date | None, contact: dict[str, Any]
) -> None:
    who = booked(elm, birth, **contact)
    said = patients.to_mind(elm.mary, patient=who)
    assert sign(elm, who) == ("*" if said else "")


def test_a_contact_that_was_removed_has_no_sign(elm: Elm) -> None:
    who = booked(elm, CHILD, **GUARDIAN)
    page = patients.reread(elm.mary, patient=who)
    assert page.limits == ("Pat Young: weekdays only",)
    patients.remove_contact(elm.mary, patient=who, version=page.version, row=page.contacts[0].id)
    assert (sign(elm, who), patients.to_mind(elm.mary, patient=who)) == ("", ())
