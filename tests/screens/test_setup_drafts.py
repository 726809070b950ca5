"""The forms of the set-up keep what is typed, and refuse bad and hostile input at its field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from frontdesk.desk import Desk, Refused
from frontdesk.logic import drafts, practice, sites
from frontdesk.screens import setup_forms
from frontdesk.screens.form import DraftedForm
from frontdesk.screens.parked import reopened
from frontdesk.screens.setup.adding import (
    DeviceForm,
    DeviceNameForm,
    HoursForm,
    ProviderForm,
    RoomForm,
    RoomNameForm,
)
from frontdesk.screens.setup.block_form import BlockForm
from frontdesk.screens.setup.holidays import HolidayForm, HolidayNameForm
from frontdesk.screens.setup.kind_form import KindForm
from frontdesk.screens.setup.site_forms import CalendarForm, InterpreterForm, SiteForm
from frontdesk.screens.setup.week_forms import DatedHoursForm, DayForm, ReservedForm
from tests.screens.hands import console
from tests.screens.office import Office, open_office
from tests.screens.standing import standing

FORMS: dict[str, tuple[Callable[[Desk], DraftedForm], str, str]] = {
    "provider": (ProviderForm, "family", "Ng"),
    "room": (RoomForm, "name", "Lab"),
    "device": (DeviceForm, "name", "ECG"),
    "new kind": (KindForm, "buffer", "10"),
    "kind": (lambda desk: KindForm(desk, 1, 1), "buffer", "10"),
    "hours": (lambda desk: DatedHoursForm(desk, 1, 1), "from_day", "12/1"),
    "day": (lambda desk: DayForm(desk, 1, 1), "hours", "8a-12p"),
    "kept time": (lambda desk: ReservedForm(desk, 1), "weekday", "tue"),
    "block": (lambda desk: BlockForm(desk, 0, 1), "reason", "meeting"),
    "holiday": (lambda desk: HolidayForm(desk, 1), "name", "Picnic"),
    "site": (SiteForm, "name", "Bay"),
    "calendar": (CalendarForm, "name", "Weekend"),
    "interpreter": (InterpreterForm, "languages", "thai"),
    "weekly": (lambda desk: HoursForm(desk, 1, 1), "opens", "9a"),
    "room name": (lambda desk: RoomNameForm(desk, 1, 1), "name", "Lab"),
    "device name": (lambda desk: DeviceNameForm(desk, 1, 1), "name", "Echo"),
    "holiday name": (lambda desk: HolidayNameForm(desk, 1, 739975), "name", "Xmas"),
}
"""How each form is opened, and something typed in it."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The practice."""
    return open_office(tmp_path, booked=False)


def test_every_form_that_can_be_reopened_is_tried() -> None:
    tried = {form for form, _, _ in FORMS.values() if isinstance(form, type)}
    known = {*setup_forms.ADDING, *setup_forms.ABOUT}
    assert {form.FORM for form in tried} <= {form.FORM for form in known}
    assert len({form.FORM for form in known}) == len(FORMS) - 1  # the kind has two ways


@pytest.mark.parametrize("name", FORMS)
async def test_what_is_typed_comes_back(name: str, office: Office) -> None:
    opened, key, text = FORMS[name]
    async with console(office) as hands:
        form = opened(office.desk)
        await hands.app.push_screen(form)
        await hands.pause()
        field = form.form[key]
        form.form.go(field)
        field.line.value = text
        field.catch_up()
        await hands.press("escape")
        draft = drafts.parked(office.desk)[0]
        again = reopened(office.desk, draft)
        assert type(again) is type(form)
        await hands.app.push_screen(again)
        await hands.pause()
        assert again.form[key].text == text
        assert getattr(again, "about", {}) == getattr(form, "about", {})
        assert again.request == form.request


BAD: list[tuple[str, dict[str, str], str]] = [
    ("kind", {"buffer": "soon"}, "buffer"),
    ("kind", {"buffer": "121"}, "buffer"),
    ("kind", {"per_day": "0"}, "per_day"),
    ("kind", {"per_day": "٣"}, "per_day"),
    ("kind", {"overbook_per_day": "-1"}, "overbook_per_day"),
    ("kind", {"capacity": "101"}, "capacity"),
    ("kind", {"standing": "old"}, "standing"),
    ("kind", {"telehealth": "maybe"}, "telehealth"),
    ("kind", {"providers": "Okafor, Who"}, "providers"),
    ("kind", {"rooms": "Lab"}, "rooms"),
    ("kind", {"name": "a\x1b[31mb"}, "name"),
    ("kind", {"code": "new"}, "code"),
    ("hours", {"weekdays": "someday"}, "weekdays"),
    ("hours", {"from_day": "13/45"}, "from_day"),
    ("hours", {"from_day": "12/2", "to_day": "12/1"}, "to_day"),
    ("day", {"day": "", "hours": "off"}, "day"),
    ("day", {"day": "12/24", "hours": "late"}, "hours"),
    ("day", {"day": "12/24", "hours": "5p-8a"}, "hours"),
    ("day", {"day": "11/23", "hours": "off"}, "day"),
    ("kept time", {"kind": "FU", "weekday": "tue", "opens": "10a", "closes": "9a"}, "closes"),
    ("kept time", {"kind": "FU", "weekday": "xx", "opens": "8a", "closes": "9a"}, "weekday"),
    ("kept time", {"kind": "FU", "weekday": "tue", "opens": "8a", "closes": "9a", "hours_before": "9999"},
     "hours_before"),
    ("kept time", {"kind": "zz", "weekday": "tue", "opens": "8a", "closes": "9a"}, "kind"),
    ("block", {"starts": "tue 2p", "ends": "tue 1p", "reason": "x"}, "ends"),
    ("block", {"starts": "never", "ends": "tue 1p", "reason": "x"}, "starts"),
    ("block", {"starts": "tue 1p", "ends": "tue 2p", "reason": "\u202ex"}, "reason"),
    ("holiday", {"day": "11/24", "name": "Today"}, "day"),
    ("holiday", {"day": "12/25", "name": "\x07"}, "name"),
    ("site", {"name": "Bay", "timezone": "Mars"}, "timezone"),
    ("site", {"name": "Harbor Family"}, "name"),
    ("site", {"name": "Bay", "calendar": "moon"}, "calendar"),
    ("calendar", {"name": "x", "weekdays": "0-4"}, "weekdays"),
    ("interpreter", {"name": "x", "languages": "thai", "mode": "fax"}, "mode"),
    ("interpreter", {"name": "x", "languages": "thai", "mode": "video", "digits": "12"}, "digits"),
    ("room", {"name": "\x9b31m"}, "name"),
    ("device", {"name": ""}, "name"),
]  # fmt: skip


@pytest.mark.parametrize("name", sorted({name for name, _, _ in BAD}))
def test_what_cant_be_is_refused_at_its_field_and_nothing_is_written(name: str, office: Office) -> None:
    before = _rows(office)
    opened, _, _ = FORMS[name]
    for wrong, texts, field in BAD:
        if wrong != name:
            continue
        with standing(office.app(), lambda: opened(office.desk)) as here:
            said = here.accept(texts)
            assert field in said, (texts, said)
            assert here.open
            kept: Any = here.fields[field].text
            assert kept == texts[field]
        assert _rows(office) == before


def _rows(office: Office) -> list[Any]:
    tables = ("visit_kind", "hours", "hours_exception", "reserved", "unavailable", "holiday", "site", "room")
    return [
        office.desk.database.peewee.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables
    ]


def test_a_site_keeps_one_calendar(office: Office) -> None:
    (first,) = sites.calendars(office.desk)
    for name in (first.name, "Weekend"):
        sites.add_calendar(office.desk, name=name)
    with standing(office.app(), lambda: SiteForm(office.desk)) as here:
        assert here.fields["calendar"].text == f"{first.name} ({first.id})"
        said = here.accept({"name": "Bay", "calendar": f"{first.name} ({first.id}), weekend"})
        assert said == {"calendar": "A site keeps one calendar."}


@pytest.mark.parametrize(
    ("word", "add", "rename", "hide"),
    [
        ("room", practice.add_room, practice.rename_room, practice.hide_room),
        ("device", practice.add_device, practice.rename_device, practice.hide_device),
    ],
)
def test_no_two_of_a_site_have_one_name(word: str, add: Any, rename: Any, hide: Any, office: Office) -> None:
    desk, bay = office.desk, sites.add_site(office.desk, name="Bay", timezone="America/New_York").values["site"]
    first, other = (add(desk, name=name).values[word] for name in ("Lab", "Scan"))
    add(desk, name="Lab", site=bay)
    hide(desk, **{word: first}, version=1)
    add(desk, name="LAB")
    for again in (
        lambda: add(desk, name="lab"),
        lambda: rename(desk, **{word: other}, version=1, name="Lab"),
        lambda: hide(desk, **{word: first}, version=2, hidden=False),
    ):
        with pytest.raises(Refused, match=f"There is a {word} [lL][aA][bB] already") as refusal:
            again()
        assert refusal.value.field == "name"
    assert rename(desk, **{word: other}, version=1, name="SCAN")


def test_several_rooms_of_one_beginning_are_not_guessed(office: Office) -> None:
    for room in ("Lab 1", "Lab 2"):
        practice.add_room(office.desk, name=room)
    with standing(office.app(), lambda: KindForm(office.desk, 1, 1)) as here:
        assert "Several fit room: lab. There are Lab 1, Lab 2." in here.accept({"rooms": "lab"})["rooms"]
        assert here.accept({"rooms": "lab 2"}) == {}
