"""Setting up from the keyboard: kinds, sites, holidays, hours, kept time, blocks, devices, interpreters."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.logic import accounts, calendar, holidays, hours, kinds, practice, sites
from tests.screens.hands import Hands, console
from tests.screens.office import Office, open_office, screen

SIZES = [(80, 24), (40, 12), (20, 6), (200, 60)]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The practice, with Abbott's visit and others on that Tuesday."""
    office = open_office(tmp_path)
    practice.add_room(office.desk, name="Room 1")
    return office


async def go_to(hands: Hands, *words: str) -> None:
    """Open the set-up and put the cursor on the line that holds these words."""
    await hands.press("&")
    await down_to(hands, *words)


async def down_to(hands: Hands, *words: str) -> None:
    """Put the cursor of the list on the line that holds these words."""
    rows = hands.app.screen.cursor
    lines = [rows._line(row, 80).plain for row in rows.rows]
    where = next(n for n, line in enumerate(lines) if all(word in line for word in words))
    await hands.press("home", *["down"] * where)


async def fill(hands: Hands, **texts: str) -> None:
    """Type into the fields of the form on top, and accept it."""
    form = hands.app.screen
    for key, text in texts.items():
        field = form.form[key]
        form.form.go(field)
        await hands.press(*["backspace"] * len(field.text))
        await hands.press(*(("space" if letter == " " else letter) for letter in text))
        field.catch_up()
        field.settle()
    await hands.press("ctrl+o")


def shown(hands: Hands) -> str:
    return screen(hands)


async def test_a_kind_says_all_that_it_asks_for(office: Office) -> None:
    async with console(office) as hands:
        await go_to(hands, "FU Follow-up")
        await hands.press("enter")
        await fill(
            hands, buffer="10", per_day="4", overbook_per_day="0", capacity="3", standing="est",
            providers="oka, reyes", rooms="room 1",
        )  # fmt: skip
        assert "Changed FU Follow-up; 1 visit to come not as it asks  u undo" in shown(hands)
        terms = kinds.page(office.desk, kind=office.kind("FU")).terms
        assert (terms.buffer, terms.per_day, terms.overbook_per_day, terms.capacity) == (10, 4, 0, 3)
        assert (terms.standing, terms.rooms) == ("established", (1,))
        assert terms.providers == (office.provider("Okafor"), office.provider("Reyes"))
        await hands.press("enter")
        assert "Okafor, Reyes" in shown(hands)
        await hands.press("escape", "u")
        assert kinds.page(office.desk, kind=office.kind("FU")).terms.buffer == 0


async def test_a_kind_is_refused_at_the_field(office: Office) -> None:
    async with console(office) as hands:
        await go_to(hands, "FU Follow-up")
        await hands.press("e")
        await fill(hands, providers="nobody")
        assert "There is no such provider: nobody. There are Okafor," in shown(hands)
        await fill(hands, providers="", telehealth="y", rooms="room")
        assert "Telehealth takes no room" in shown(hands)


async def test_a_kind_half_way_is_parked_and_comes_back(office: Office) -> None:
    async with console(office) as hands:
        await go_to(hands, "FU Follow-up")
        await hands.press("e")
        form = hands.app.screen
        form.form.go(form.form["buffer"])
        await hands.press("2", "5", "escape", "escape", "z")
        assert hands.app.screen.form["buffer"].text == "25"
        assert hands.app.screen.form["code"].text == "FU"
        await hands.press("ctrl+o")
        assert kinds.page(office.desk, kind=office.kind("FU")).terms.buffer == 25


async def test_the_holidays_are_proposed_taken_renamed_and_dropped(office: Office) -> None:
    async with console(office) as hands:
        await go_to(hands, "Office", "holidays")
        await hands.press("enter")
        assert "None yet; p proposes" in shown(hands)
        await hands.press("p")
        assert "? Thu 26 Nov 2026  Thanksgiving Day" in shown(hands)
        assert "2 days of 2026 proposed" in shown(hands)
        await hands.press("p")
        assert "? Mon 5 Jul 2027  Independence Day (observed)" in shown(hands)
        await hands.press("home", "enter")
        assert "Closed on Thu 26 Nov 2026 (Thanksgiving Day)  u undo" in shown(hands)
        await down_to(hands, "Columbus Day")
        await hands.press("x", "a")
        assert "Closed on 12 days from Fri 25 Dec 2026 (Christmas Day)" in shown(hands)
        assert "Columbus" not in shown(hands)
        await down_to(hands, "Juneteenth")
        await hands.press("e")
        await fill(hands, name="Freedom day")
        assert "Fri 18 Jun 2027 is Freedom day  u undo" in shown(hands)
        await hands.press("x")
        assert "Open on Fri 18 Jun 2027 (Freedom day) again" in shown(hands)
        await hands.press("u", "u", "u")
        assert "? Fri 25 Dec 2026" not in shown(hands)
        assert "Thanksgiving" in shown(hands)


async def test_a_day_of_ones_own_lists_the_visits_that_lie_on_it(office: Office) -> None:
    office.book(office.patients["Abbott"], "Okafor", "10:00", days=1)
    async with console(office) as hands:
        await go_to(hands, "Office", "holidays")
        await hands.press("enter", "n")
        await fill(hands, day="11/25", name="Picnic")
        assert "Closed on Wed 25 Nov 2026 (Picnic); 1 visit lies on it  u undo" in shown(hands)
        await hands.press("enter")
        assert "Visits on Wed 25 Nov 2026, Picnic" in shown(hands)
        assert "10:00a Okafor       Abbott, June" in shown(hands)
        await hands.press("enter", "escape", "escape", "]")
        assert "# Picnic" in shown(hands)


async def test_the_week_of_a_provider(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("&", "enter")
        assert "Okafor MD: hours, days, kept time, blocks" in shown(hands)
        assert "hours mon-fri 8:00a-5:00p" in shown(hands)
        await hands.press("h")
        await fill(hands, weekdays="tue", opens="9a", closes="12p", from_day="12/1", to_day="12/31")
        assert "tue 9:00a-12:00p from 12/1/2026 to 12/31/2026" in shown(hands)
        await hands.press("d")
        await fill(hands, day="12/24", hours="8a-11a", note="early close")
        assert "day   Thu 24 Dec 2026 8:00a-11:00a  early close" in shown(hands)
        await hands.press("r")
        await fill(hands, kind="URG", weekday="wed", opens="10a", closes="11a", hours_before="48")
        assert "kept  wed 10:00a-11:00a URG, opens 48h before" in shown(hands)
        await hands.press("#")
        await fill(hands, starts="11/25 1p", ends="11/25 2p", reason="meeting", may_override="y")
        assert "block Wed 25 Nov 2026 1:00p to 2:00p: meeting" in shown(hands)
        await down_to(hands, "kept")
        await hands.press("e")
        await fill(hands, closes="12p")
        assert "kept  wed 10:00a-12:00p URG" in shown(hands)
        for sort in ("kept", "block", "day", "tue 9:00a"):
            await down_to(hands, sort)
            await hands.press("x")
            assert "u undo" in shown(hands)
        assert "kept " not in shown(hands).replace("kept time", "")
        await hands.press("u", "u", "u", "u")
        assert "early close" in shown(hands)


async def test_a_form_begins_with_the_hours_there_are(office: Office) -> None:
    okafor, desk = office.provider("Okafor"), office.desk
    for closes, opens in (("12p", "8a"), ("5p", "1p")):
        hours.set_hours(
            desk, provider=okafor, version=hours.version_of(desk, provider=okafor), weekdays="mon-thu",
            opens=opens, closes=closes, add=closes == "5p",
        )  # fmt: skip
    async with console(office) as hands:
        await go_to(hands, "Lindqvist DO")
        await hands.press("e")
        assert [field.text for field in hands.app.screen.form.fields] == ["mon-fri", "8:00a", "5:00p"]
        await hands.press("escape")
        await go_to(hands, "Okafor MD")
        await hands.press("e")
        assert [field.text for field in hands.app.screen.form.fields] == ["", "", ""]
        assert "In the place of mon-thu 8:00a-12:00p; mon-thu 1:00p-5:00p." in shown(hands)
        await hands.press("escape", "?")
        for words in ("Take back my last change", "Do again what I have just taken back"):
            assert words in shown(hands)


async def test_a_room_that_is_being_painted(office: Office) -> None:
    async with console(office) as hands:
        await go_to(hands, "room", "Room 1")
        await hands.press("enter", "n")
        await fill(hands, starts="11/25 8a", ends="11/27 5p", reason="painting")
        assert "not bookable Wed 25 Nov 2026 8:00a to Fri 27 Nov 2026 5:00p: painting" in shown(hands)
        await hands.press("x")
        assert "It is there all the time." in shown(hands)
        await hands.press("escape", "e")
        await fill(hands, name="Lab")
        assert "Room 1 is Lab now" in shown(hands)


async def test_who_may_not_see_the_calendar_sees_the_hours_but_no_blocks(office: Office) -> None:
    calendar.block(
        office.desk, provider=office.provider("Okafor"), starts=office.at("13:00"), ends=office.at("17:00"),
        reason="leave",
    )  # fmt: skip
    (days,) = sites.calendars(office.desk)
    holidays.take(office.desk, calendar=days.id, days=[(office.at("9:00", 1).date(), "Retreat")])
    accounts.add_account(
        office.desk, name="Hal Ray", login="hal", password_hash=accounts.hashed("secret!1"), roles=["hr"]
    )
    async with console(office, login="hal") as hands:
        await go_to(hands, "Okafor MD")
        await hands.press("enter")
        assert "hours mon-fri" in shown(hands)
        assert "leave" not in shown(hands)
        await hands.press("escape")
        await down_to(hands, "Room 1")
        await hands.press("enter")
        assert "You may not see the calendar" in shown(hands)
        await down_to(hands, "days ", days.name)
        await hands.press("enter", "enter")
        assert "You may not see visits" in shown(hands)


async def test_devices_and_interpreters(office: Office) -> None:
    async with console(office) as hands:
        await go_to(hands, "no devices")
        await hands.press("x")
        assert "Not on this line." in shown(hands)
        await hands.press("n")
        await fill(hands, name="ECG")
        assert "Added device ECG" in shown(hands)
        await down_to(hands, "no interpreters")
        await hands.press("n")
        await fill(
            hands, name="Language line", languages="Spanish, Thai", mode="ph", digits="510-555-0199", shared="y"
        )
        assert "spanish thai, phone, shared" in shown(hands)
        card = practice.interpreters(office.desk)[0]
        assert (card.digits, card.shared) == ("5105550199", True)
        await down_to(hands, "Language line")
        await hands.press("enter")
        await fill(hands, mode="video")
        assert "spanish thai, video, shared" in shown(hands)


async def test_a_second_site_with_a_provider_who_works_at_both(office: Office) -> None:
    async with console(office) as hands:
        await go_to(hands, "days", "Office")
        await hands.press("n")
        await fill(hands, name="Bay days", weekdays="mon-sat")
        assert "Added the business calendar Bay days" in shown(hands)
        await down_to(hands, "site", "Harbor Family")
        await hands.press("n")
        await fill(hands, name="Bay", timezone="America/Los_Angeles", calendar="bay")
        assert "Bay" in shown(hands)
        assert "America/Los_Angeles, Bay days" in shown(hands)
        await hands.press("home", "n")
        await fill(hands, family="Okafor", site="Bay", also="okafor")
        assert "Added Okafor" in shown(hands)
        bay = sites.sites(office.desk)[1]
        assert [card.short for card in practice.providers(office.desk, site=bay.id)] == ["Okafor"]
        await down_to(hands, "site", "Bay")
        await hands.press("x")
        assert "Providers work at Bay" in shown(hands)


@pytest.mark.parametrize("size", SIZES)
async def test_it_fits_every_terminal(office: Office, size: tuple[int, int]) -> None:
    async with console(office, size) as hands:
        for words in (("room", "Room 1"), ("FU",), ("no interp",), ("site",), ("days",)):
            await go_to(hands, *words)
            await hands.press("enter", "escape", "n", "escape", "escape", "escape")
        await hands.press("&", "enter", "h", "escape", "d", "escape", "r", "escape", "#", "escape", "escape")
        assert shown(hands)
