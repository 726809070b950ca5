"""Two sites in two zones on the calendar and in the booking form; groups, kept time, what may be overridden."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from frontdesk.desk import Refused
from frontdesk.logic import calendar, kinds, practice, reserved, sites
from frontdesk.logic.calendar.sites import places
from frontdesk.screens.calendar.absences import whom
from tests.screens.hands import Hands, console
from tests.screens.office import Office, open_office, screen

WEST = "America/Los_Angeles"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Harbor Family in New York, where it is 9:42 of a Tuesday."""
    return open_office(tmp_path)


@pytest.fixture
def two(office: Office) -> Office:
    """And Bay in Los Angeles, where Ito works and it is 6:42."""
    site = int(sites.add_site(office.desk, name="Bay", timezone=WEST, calendar=1).values["site"])
    practice.add_provider(office.desk, family="Ito", site=site)
    practice.add_room(office.desk, name="Bay 1", site=site)
    practice.add_room(office.desk, name="Room 1")
    return office


def ask_of(office: Office, code: str, **terms: Any) -> None:
    """Let a kind ask for more than it does."""
    page = kinds.page(office.desk, kind=office.kind(code))
    practice.edit_kind(office.desk, kind=page.id, version=page.version, **{**asdict(page.terms), **terms})


def top(hands: Hands) -> str:
    """The heading of the calendar, and that of its columns."""
    return "\n".join(screen(hands).split("\n")[:2])


async def say(hands: Hands, line: str) -> None:
    """Type a command on the `:` line."""
    await hands.press(":", *("space" if letter == " " else letter for letter in line), "enter")


def test_who_is_out_or_late_is_found_at_every_site(two: Office) -> None:
    """By the name alone at any site; the one on show before others, unless the site is named as well."""
    bay = next(place.site for place in places() if place.name == "Bay")
    ito = next(card.id for card in practice.providers(two.desk) if card.short == "Ito")
    also = practice.add_provider(two.desk, family="Okafor", credential="MD", site=bay).values["provider"]
    reyes = practice.add_provider(two.desk, family="Reyes-Lund", site=bay).values["provider"]
    here = two.provider("Okafor")

    def found(words: str, site: int | None) -> tuple[int, str]:
        return whom(SimpleNamespace(desk=replace(two.desk, site=site)), words)  # type: ignore[arg-type]

    first = places()[0].site
    assert found("ito 35", first) == found("ito 35", bay) == (ito, "35")
    assert [found("okafor today flu", site) for site in (first, bay)] == [(here, "today flu"), (also, "today flu")]
    assert found("okafor bay today", first) == (also, "today")
    assert found("okafor ha today", bay) == (here, "today")
    assert found("reyes-lund", first) == (reyes, "")
    with pytest.raises(Refused) as refusal:
        found("okafor 35", None)
    assert "Okafor MD at Harbor Family, Okafor MD at Bay" in refusal.value.reason


async def test_who_is_at_a_site_that_is_not_on_show_is_late_and_out(two: Office) -> None:
    async with console(two) as hands:
        await say(hands, "late ito 35")
        assert "Ito is 35m late" in screen(hands)
        await say(hands, "out okafor today flu")
        assert "Visits to place anew" in screen(hands)
        await hands.press("escape")
        assert "u undo" not in screen(hands)


# One site at a time -----------------------------------------------------------------------------------


async def test_the_calendar_shows_one_site_by_its_own_clock(two: Office) -> None:
    async with console(two, (120, 24)) as hands:
        assert "Harbor Family" in top(hands)
        assert "Ito" not in top(hands)
        await hands.press("@")
        assert "Bay 6:42a PST" in top(hands)
        assert "Ito" in top(hands)
        assert "Okafor" not in top(hands)
        assert " 8:00a" in screen(hands)
        await say(hands, "site harbor")
        assert "Okafor" in top(hands)
        await say(hands, "site moon")
        assert "No site begins with moon" in screen(hands)


async def test_an_open_calendar_goes_by_the_clock_of_the_site_that_is_left(tmp_path: Path) -> None:
    office = open_office(tmp_path, booked=False)
    site = int(sites.add_site(office.desk, name="Bay", timezone=WEST, calendar=1).values["site"])
    async with console(office) as hands:
        for card in practice.providers(office.desk):
            practice.hide_provider(office.desk, provider=card.id, version=card.version)
        practice.add_provider(office.desk, family="Ito", site=site)
        sites.hide_site(office.desk, site=1, version=1)
        hands.app.screen.look_around(now=True)
        await hands.pause()
        assert "Ito" in top(hands)
        assert "6:42a" in screen(hands)
        await hands.press("home")
        assert hands.app.screen.pane.slot.starts == 1795536000  # 8:00a in Los Angeles
        await hands.press("@")
        assert "The practice has one site." in screen(hands)


async def test_three_sites_are_chosen_by_a_key(two: Office) -> None:
    sites.add_site(two.desk, name="Hill", timezone="America/Denver", calendar=1)
    async with console(two) as hands:
        await hands.press("@")
        assert "1 Harbor Family  2 Bay  3 Hill" in screen(hands)
        await hands.press("3")
        assert "Hill 7:42a MST" in top(hands)


async def test_a_practice_with_one_site_says_so(office: Office) -> None:
    async with console(office) as hands:
        await hands.press("@")
        assert "The practice has one site." in screen(hands)
        assert "Harbor Family" not in top(hands)


async def test_a_time_typed_at_a_site_is_meant_by_its_clock(two: Office) -> None:
    async with console(two) as hands:
        await hands.press("@")
        await say(hands, "book abbott fu ito tue 230p")
        await hands.press("enter")
        assert "Booked Abbott, June Tue 24 Nov 2026 2:30p with Ito" in screen(hands)
        visit = hands.app.screen.pane.visit
        assert visit is not None
        assert visit.starts == int(two.at("17:30").timestamp())
        await hands.press("c")
        assert "Confirmed" in screen(hands)


async def test_another_provider_makes_another_moment_of_the_same_words(two: Office) -> None:
    async with console(two) as hands:
        await say(hands, "book abbott fu okafor wed 10a")
        form: Any = hands.app.screen
        assert form.form["starts"].read().echo == "Wed 25 Nov 2026 10:00a"
        provider = form.form["provider"]
        form.form.go(provider)
        await hands.press(*"ito")
        provider.settle()
        await hands.press("tab")
        assert form.form["starts"].read().echo == "Wed 25 Nov 2026 10:00a PST"
        assert "Ito" in screen(hands)
        await hands.press("ctrl+o")
        assert "Booked Abbott, June Wed 25 Nov 2026 10:00a with Ito" in screen(hands)


async def test_arriving_goes_by_the_sites_day(two: Office) -> None:
    practice.add_provider(two.desk, family="Late", site=2, weekdays="mon-sun", opens="8a", closes="24:00")
    late = two.at("0:45", days=1)
    visit = two.book(two.patients["Abbott"], "Late", "0:45", days=1)
    assert calendar.visit(two.desk, visit=visit).starts.day == 24
    two.clock.set(late)
    async with console(two) as hands:
        await hands.press("@")
        assert "Tue 24 Nov 2026 today" in top(hands)
        hands.app.screen.pane.cursor.go_to_visit(visit)
        await hands.press("a")
        assert "Arrived Abbott, June" in screen(hands)


async def test_a_third_clock_on_a_small_terminal(two: Office) -> None:
    for size in ((40, 12), (20, 6)):
        async with console(two, size) as hands:
            await hands.press("@", "n", "escape", "v", "w", "@", "v", "m", "v", "d")
            assert screen(hands)


# What kinds ask for -----------------------------------------------------------------------------------


async def test_a_group_says_how_many_are_in_it(office: Office) -> None:
    ask_of(office, "FU", capacity=8)
    for family in ("Abbott", "Diaz", "Vu"):
        office.book(office.patients[family], "Okafor", "14:00")
    async with console(office, (120, 30)) as hands:
        hands.app.screen.pane.cursor.go_to_visit(office.visit(6).id)
        await hands.press("down", "up")
        assert "group 3/8" in screen(hands)


async def test_time_kept_free_after_a_visit_is_seen(office: Office) -> None:
    ask_of(office, "FU", buffer=20, telehealth=True)
    visit = office.book(office.patients["Kim"], "Okafor", "14:00")
    async with console(office, (120, 40)) as hands:
        hands.app.screen.pane.cursor.go_to_visit(visit)
        await hands.press("down", "up")
        assert "telehealth" in screen(hands)
        await hands.press("down")
        assert "2:15p Okafor: kept free after Kim, Ha-eun until 2:35p" in screen(hands)
        lines = [line for line in screen(hands).split("\n") if line.strip().startswith(("2:15", "2:30"))]
        assert [line[7:9].strip() for line in lines] == ["'", "'"]


async def test_kept_time_shows_its_kind_and_is_taken_on_purpose(office: Office) -> None:
    reserved.reserve(
        office.desk, provider=office.provider("Okafor"), kind=office.kind("URG"), weekday="wed", opens="10a",
        closes="11a", hours_before=4,
    )  # fmt: skip
    async with console(office, (120, 40)) as hands:
        await say(hands, "goto wed")
        pane: Any = hands.app.screen.pane
        pane.cursor.go(int(office.at("10:00", days=1).timestamp()), office.provider("Okafor"))
        await hands.press("down", "up")
        assert "kept for URG until Wed 25 Nov 2026 6:00a" in screen(hands)
        assert "URG" in next(line for line in screen(hands).split("\n") if line.startswith("10:00a"))
        await hands.press("n", *"abbott", "enter")
        await hands.press("ctrl+o")
        assert "is kept for URG until" in screen(hands)
        assert "write y under Anyway" in screen(hands)
        form: Any = hands.app.screen
        form.form.go(form.form["override"])
        await hands.press("y", "ctrl+o")
        assert "Booked Abbott, June Wed 25 Nov 2026 10:00a with Okafor" in screen(hands)


async def test_a_limit_is_passed_with_one_key_when_moving(office: Office) -> None:
    ask_of(office, "FU", per_day=2)
    visit = office.book(office.patients["Vu"], "Okafor", "14:00", days=1)
    async with console(office) as hands:
        await hands.press("]")
        pane: Any = hands.app.screen.pane
        pane.cursor.go_to_visit(visit)
        await hands.press("m", "[")
        pane.cursor.go(int(office.at("15:00").timestamp()), office.provider("Okafor"))
        await hands.press("enter")
        assert "as many as the limit allows" in screen(hands)
        await hands.press("y")
        assert "Moved Vu, Peter" in screen(hands)


async def test_a_block_may_be_closed_for_good(office: Office) -> None:
    async with console(office) as hands:
        pane: Any = hands.app.screen.pane
        pane.cursor.go(int(office.at("13:00").timestamp()), office.provider("Okafor"))
        await hands.press("#", "enter", *"!flood", "enter")
        assert "Blocked Tue 24 Nov 2026 1:00p with Okafor: flood" in screen(hands)
        assert "(not bookable)" in screen(hands)
        assert not office.day().columns[0].blocks[0].may_override


async def test_the_calendar_goes_to_the_site_of_what_was_booked(two: Office) -> None:
    async with console(two) as hands:
        await say(hands, "book abbott fu ito tue 11a")
        await hands.press("enter")
        assert "Booked Abbott, June Tue 24 Nov 2026 11:00a with Ito" in screen(hands)
        assert "Bay" in top(hands)
        visit = hands.app.screen.pane.visit
        assert visit is not None
        await hands.press("x", "p")
        assert "Cancelled (patient) Abbott, June Tue 24 Nov 2026 11:00a with Ito" in screen(hands)
        await hands.press("@", "l")
        assert "Abbott" not in screen(hands).split("Cancelled and no-show", 1)[1]


async def test_papers_go_by_the_clock_of_the_site(two: Office) -> None:
    from frontdesk.logic import papers

    two.book(two.patients["Abbott"], "Ito", "15:00")
    sheet = papers.day_sheet(two.desk, day=two.at("9:00").date())
    heads = [page.head[0] for page in sheet.sheets if page.head]
    assert any(head.startswith("Bay   Ito   8:00a-5:00p   1 visit") for head in heads)
    assert any(head.startswith("Harbor Family   Okafor MD") for head in heads)
    text = "\n".join(line for page in sheet.sheets for row in page.rows for line in row)
    assert "12:00p S  Abbott, June" in text
    async with console(two) as hands:
        await hands.press("/", *"abbott", "enter")
        assert "Tue 24 Nov 2026 12:00p" in screen(hands)


async def test_who_works_at_two_sites_is_meant_at_the_one_on_show(two: Office) -> None:
    practice.add_provider(two.desk, family="Okafor", site=2, also=two.provider("Okafor"))
    async with console(two) as hands:
        for keys in ((), ("@",)):
            await hands.press(*keys)
            await say(hands, "book vu fu okafor wed 2p")
            form: Any = hands.app.screen
            assert form.form["starts"].read().echo == "Wed 25 Nov 2026 2:00p"
            chosen = form.form["provider"].chosen
            assert chosen.columns[1] == ("Bay" if keys else "Harbor Family")
            await hands.press("escape")
            assert "Parked" in screen(hands)


async def test_the_form_offers_the_rooms_of_the_providers_site(two: Office) -> None:
    """With nobody chosen those of every site, by their names; another provider makes other rooms."""
    async with console(two) as hands:
        await hands.press("3", *"abbott", "tab", "n")
        form: Any = hands.app.screen
        room, provider = form.form["room"], form.form["provider"]
        assert [each.columns for each in room.find("")] == [("Bay 1", "Bay"), ("Room 1", "Harbor Family")]
        for name, offered in (("ito", ["Bay 1"]), ("oka", ["Room 1"])):
            provider.take(provider.find(name)[0])
            assert [each.text for each in room.find("")] == offered


async def test_whatever_leads_to_a_visit_leads_to_its_site(two: Office) -> None:
    """The list of linked visits, a patient's page, and putting a cancelled one back, whatever site is on show."""
    here = two.book(two.patients["Abbott"], "Okafor", "14:00")
    there = two.book(two.patients["Vu"], "Ito", "15:15", days=1)
    calendar.link(two.desk, visit=there, version=1, other=here)
    async with console(two) as hands:
        pane: Any = hands.app.screen.pane
        pane.go_to_visit(here)
        await hands.press("j", "down")
        assert "Wed 25 Nov 2026 12:15p" in screen(hands)
        assert "Ito" in screen(hands)
        await hands.press("enter")
        assert "Bay" in top(hands)
        assert pane.visit.id == there
        await hands.press("3", *"abbott", "enter", "down", "down", "down", "down", "down", "enter")
        for _ in range(8):
            if hands.app.screen.pane is pane:
                break
            await hands.press("down", "enter")
        assert "Harbor Family" in top(hands)
        assert pane.visit.patient == two.patients["Abbott"]


async def test_who_is_out_at_two_sites_is_out_at_both_in_one_list(two: Office) -> None:
    practice.add_provider(two.desk, family="Okafor", site=2, also=two.provider("Okafor"))
    also = next(each.id for each in practice.providers(two.desk) if (each.short, each.site) == ("Okafor", 2))
    calendar.book(
        two.desk, patient=two.patients["Vu"], provider=also, starts=two.at("15:00"), kind=two.kind("FU")
    )  # fmt: skip
    async with console(two) as hands:
        await say(hands, "out okafor today flu")
        lines = screen(hands).splitlines()[1:-4]
        found = [" ".join(line.split()) for line in lines if "no phone" in line]
        assert found[0].startswith("8:00a Abbott, June no phone NEW Harbor F today 9:45a")
        assert found[-1].startswith("12:00p PST Vu, Peter no phone FU Bay")
        await hands.press("end")
        assert ">Vu, Peter FU 15m with Okafor at Bay. Okafor: flu" in screen(hands)
        await hands.press("u")
        assert "Not out after all: Okafor Tue 24 Nov 2026 at both sites" in screen(hands)
        assert "No visit is touched by an absence." in screen(hands)
