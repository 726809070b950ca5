"""The console's own keys: help, palette, command line, undo; what is typed ahead; every size of terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from frontdesk.screens.console import Console
from tests.screens.office import Office, open_office, press, screen


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return open_office(tmp_path)


def message(text: str) -> str:
    return text.splitlines()[-2]


SIZES = [(80, 24), (40, 12), (20, 6), (200, 60), (1, 1)]
TOUR = [
    "down", "right", "pagedown", "end", "pageup", "home", "]", "[", "t",
    "?", "pagedown", "end", "escape", "ctrl+p", "c", "o", "down", "escape", "colon", "g", "o", "tab", "escape",
    "g", "escape", "x", "escape", "m", "right", "escape", "l", "escape", "#", "escape", "slash", "a", "b",
    "escape", "n", "a", "b", "down", "escape", "3", "1", "u", "z", "escape",
]  # fmt: skip
"""A key or two of everything."""


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_walk_through_everything_at_every_size(office: Office, size: tuple[int, int]) -> None:
    async with office.console(size) as pilot:
        for key in TOUR:
            await press(pilot, key)
            assert len(screen(pilot).splitlines()) <= size[1]
        assert pilot.app.is_running


async def test_a_terminal_that_is_resized(office: Office) -> None:
    async with office.console((80, 24)) as pilot:
        for width, height in [(20, 6), (200, 60), (40, 12), (80, 24)]:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert ">9:30a" in screen(pilot), "the cursor stays in view"


async def test_help_lists_every_command_that_works_here(office: Office) -> None:
    async with office.console((80, 200)) as pilot:
        console = pilot.app.screen
        await press(pilot, "?")
        shown = screen(pilot)
        for call in console.calls():
            assert call.command.help().split()[0] in shown
        for line in (" x         Cancel the visit", " ^P        Choose a command", " Esc ^G    Put the lifted"):
            assert line in shown


async def test_help_scrolls_in_the_smallest_terminal(office: Office) -> None:
    async with office.console((20, 6)) as pilot:
        await press(pilot, "?")
        seen = screen(pilot)
        for _ in range(200):
            await press(pilot, "pagedown")
            seen += screen(pilot)
        assert "List all keys that" in seen
        assert "Move to the last" in seen


async def test_the_palette_runs_a_command(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down", "ctrl+p", *"arrive", "enter")
        assert office.visit(office.visits["Stone"]).place == "arrived"


async def test_the_palette_offers_only_our_commands(office: Office) -> None:
    async with office.console((80, 60)) as pilot:
        console = pilot.app.screen
        await press(pilot, "ctrl+p")
        offered = {call.command.id for call in pilot.app.screen.cursor.rows}
        assert offered == {c.command.id for c in console.calls() if not c.command.id.startswith("move.")}
        shown = screen(pilot).lower()
        assert not [word for word in ("screenshot", "theme", "maximize", "save") if word in shown]
        assert list(pilot.app.get_system_commands(pilot.app.screen)) == []


async def test_the_palette_says_when_nothing_fits(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "ctrl+p", *"zzz", "enter")
        assert "No command fits." in screen(pilot)
        await press(pilot, "ctrl+g")
        assert isinstance(pilot.app.screen, Console)


async def test_tab_completes_a_command(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "colon", *"tod", "tab")
        assert ": today" in screen(pilot)
        await press(pilot, "ctrl+u", *"c", "tab", "tab")
        assert ": confirm" in screen(pilot)
        await press(pilot, "enter")
        assert "!There is no visit here" in message(screen(pilot))


async def test_a_beginning_will_do_while_only_one_command_has_it(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "colon", *"got +1d", "enter")
        assert "Wed 25 Nov 2026" in screen(pilot)


async def test_a_command_that_is_not_known_is_refused_where_it_is_typed(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "colon", *"frobnicate", "enter")
        assert "!No such command" in screen(pilot)
        assert ": frobnicate" in screen(pilot)
        await press(pilot, "escape", "down", "down", "a")
        assert office.visit(office.visits["Stone"]).place == "arrived"


@pytest.mark.parametrize("day", ["31/31", "never", ""])
async def test_goto_with_words_that_are_no_day(office: Office, day: str) -> None:
    async with office.console() as pilot:
        await press(pilot, "colon", *f"goto {day}", "enter")
        assert "Tue 24 Nov 2026 today" in screen(pilot)


async def test_undo_without_anything_to_undo(office: Office) -> None:
    app = office.app("mlee")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+r")
        assert "!Nothing to redo." in message(screen(pilot))


async def test_what_is_typed_ahead_lands_where_it_belongs(office: Office) -> None:
    """On a slow line several keys arrive at once: none may reach what was there before."""
    async with office.console() as pilot:
        app = pilot.app
        for key, character in [("n", "n"), ("d", "d"), ("i", "i"), ("a", "a"), ("enter", None), ("enter", None)]:
            app.post_message(events.Key(key, character))
        await pilot.pause()
        await press(pilot, "down")
        await pilot.pause()
        booked = [v.name for v in office.day().columns[0].visits if v.starts == office.at("9:30").timestamp()]
        assert booked == ["Diaz, Luis"]


async def test_cancel_typed_ahead_is_still_two_keys(office: Office) -> None:
    async with office.console() as pilot:
        for key in ("down", "down", "x", "p"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await press(pilot, "up")
        assert office.visit(office.visits["Stone"]).place == "cancelled"


async def test_what_is_pasted_is_searched_for_never_obeyed(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "down", "down")
        pilot.app.post_message(events.Paste("abb"))
        await press(pilot, "down")
        assert "Abbott, June" in screen(pilot)
        assert "Find" in screen(pilot).splitlines()[0]
        assert office.visit(office.visits["Stone"]).version == 1


async def test_a_form_left_is_parked_and_comes_back(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "z")
        assert "!No form is parked." in message(screen(pilot))
        await press(pilot, "n", *"diaz", "escape")
        assert "1 parked" in screen(pilot).splitlines()[0]
        await press(pilot, "z")
        assert "diaz" in screen(pilot).lower()


async def test_the_lock_hides_everything_until_the_password_comes(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "ctrl+l")
        assert "Abbott" not in screen(pilot)
        await press(pilot, *"wrong", "enter")
        assert "Abbott" not in screen(pilot)
        await press(pilot, "escape", "ctrl+g")
        assert "Abbott" not in screen(pilot)
        await press(pilot, "ctrl+u", *"demo", "enter")
        assert "Abbott" in screen(pilot)


async def test_the_lock_works_in_a_form_too(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "n", *"diaz", "ctrl+l")
        assert "diaz" not in screen(pilot).lower()
        await press(pilot, *"demo", "enter")
        assert "diaz" in screen(pilot).lower()


async def test_sign_out_ends_the_program(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "q")
        await pilot.pause()
        assert pilot.app.return_code == 0
        assert not pilot.app.is_running or pilot.app._exit


async def test_line_one_says_what_time_it_is_and_follows_the_clock(office: Office) -> None:
    async with office.console() as pilot:
        office.clock.advance(minutes=5)
        pilot.app.screen.look_around()
        await pilot.pause()
        shown = screen(pilot)
        assert "9:47a" in shown.splitlines()[0]
        assert any(line.startswith("  9:47 ---") for line in shown.splitlines())


async def test_tab_completes_the_words_of_a_command(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "colon", *"book abbott f", "tab")
        assert ": book abbott fu" in screen(pilot)
        await press(pilot, *"re", "tab", *"we", "tab", *"1430", "enter")
        assert "Reyes NP" in screen(pilot)
        assert "Wed 25 Nov 2026 2:30p" in screen(pilot)


async def test_tab_goes_through_everything_that_fits(office: Office) -> None:
    async with office.console() as pilot:
        await press(pilot, "colon", *"goto t", "tab")
        assert ": goto today" in screen(pilot)
        await press(pilot, "tab")
        assert ": goto tom" in screen(pilot)
        await press(pilot, "enter")
        assert "Wed 25 Nov 2026 +1d" in screen(pilot)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 6)], ids=str)
async def test_every_answer_to_a_question_is_on_the_screen(office: Office, size: tuple[int, int]) -> None:
    async with office.console(size) as pilot:
        await press(pilot, "down", "down", "x")
        shown = " ".join(screen(pilot).splitlines()[-4:]).split()
        assert [key for key in "pbcwhen" if key not in shown] == []
        await press(pilot, "n", "p")
