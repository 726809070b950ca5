"""How a day is laid out: what stands in each cell, and where rows are added."""

from __future__ import annotations

import pendulum

from frontdesk.db.calendar import Place
from frontdesk.logic.calendar import Column, Day, DayBlock, DayVisit
from frontdesk.screens.calendar.detail import free_until
from frontdesk.screens.calendar.sheet import lay_out
from frontdesk.widgets.daygrid import Cell, fitted

ZONE = pendulum.timezone("America/New_York")
NINE = int(pendulum.datetime(2026, 11, 24, 9, tz=ZONE).timestamp())


def minutes(count: int) -> int:
    return NINE + count * 60


def visit(number: int, start: int, length: int = 15, **also: object) -> DayVisit:
    values = {
        "id": number, "version": 1, "patient": number, "name": f"Patient, {number}", "born": "", "sex": "",
        "phone": "", "alert": "", "kind": "FU", "starts": minutes(start), "ends": minutes(start + length),
        "place": Place.SCHEDULED, "confirmed": False, "overbooked": False, "urgent": False, "room": "",
        "note": "", "provider": 1, "cancel_reason": "", "overbook_reason": "", **also,
    }  # fmt: skip
    return DayVisit(**values)  # type: ignore[arg-type]


def column(*visits: DayVisit, blocks: tuple[DayBlock, ...] = (), provider: int = 1) -> Column:
    open_now = ((minutes(0), minutes(60)),)
    return Column(provider, "Okafor", "MD", visits, blocks, open_now, len(visits), 0)


def day(*columns: Column) -> Day:
    return Day(pendulum.date(2026, 11, 24), ZONE, 15, tuple(minutes(m) for m in range(0, 75, 15)), columns)


def cells(one: Day, provider: int = 0, **also: int) -> list[Cell]:
    return [row.cells[provider] for row in lay_out(one, **also)[1] if not row.rule]


def test_free_time_is_a_dot_and_closed_time_a_tilde() -> None:
    assert [cell.left for cell in cells(day(column()))] == [".", ".", ".", ".", "~"]


def test_a_visit_shows_its_signs_and_runs_on() -> None:
    shown = cells(day(column(visit(7, 15, 30, confirmed=True, same_name=True, overbooked=True))))
    assert [(cell.sort, cell.id, cell.left, cell.right) for cell in shown[1:4]] == [
        ("visit", 7, "Sc=Patient, 7", "FU!"),
        ("more", 7, " |", ""),
        ("free", 0, ".", ""),
    ]


def test_only_a_scheduled_visit_shows_that_it_is_confirmed() -> None:
    assert cells(day(column(visit(7, 0, confirmed=True, place=Place.ARRIVED))))[0].left == "A Patient, 7"


def test_a_visit_between_two_lines_says_when_it_begins() -> None:
    assert cells(day(column(visit(7, 20))))[1].right == "9:20 FU"


def test_a_time_booked_twice_takes_a_row_more_and_the_other_column_none() -> None:
    one = day(column(visit(1, 0), visit(2, 0)), column(visit(3, 15), provider=2))
    rows = lay_out(one)[1]
    assert [(row.label.strip(), row.extra) for row in rows[:3]] == [("9:00a", 0), ("", 1), ("9:15", 0)]
    assert [cell.left for cell in cells(one, 0)[:3]] == ["S Patient, 1", "S Patient, 2", "."]
    assert [cell.left for cell in cells(one, 1)[:3]] == [".", "", "S Patient, 3"]


def test_a_long_visit_goes_on_beside_the_one_booked_over_it() -> None:
    shown = cells(day(column(visit(1, 0, 45), visit(2, 15))))
    assert [cell.left for cell in shown[:4]] == ["S Patient, 1", "S Patient, 2", " |", "."]


def test_a_no_show_does_not_take_the_time_it_did_not_use() -> None:
    shown = cells(day(column(visit(1, 0, 30, place=Place.NO_SHOW))))
    assert [cell.left for cell in shown[:2]] == ["N Patient, 1", "."]


def test_a_block_says_why_where_it_begins_and_again_after_a_visit() -> None:
    blocked = DayBlock(5, 1, 1, minutes(0), minutes(45), "meeting", True)
    shown = cells(day(column(visit(1, 0), blocks=(blocked,))))
    assert [(cell.sort, cell.left) for cell in shown[:3]] == [
        ("visit", "S Patient, 1"), ("block", "# meeting"), ("block", "#"),
    ]  # fmt: skip


def test_the_line_of_the_present_stands_before_the_first_later_time() -> None:
    rows = lay_out(day(column()), now=minutes(20))[1]
    labels = [(row.label.strip(), row.rule) for row in rows[1:4]]
    assert labels == [("9:15", False), ("9:20", True), ("9:30", False)]
    assert not any(row.rule for row in lay_out(day(column()))[1])


def test_the_line_of_the_present_stands_at_the_end_in_the_last_minutes() -> None:
    assert lay_out(day(column()), now=minutes(62))[1][-1].rule


def test_a_visit_from_the_day_before_begins_in_the_first_line() -> None:
    assert cells(day(column(visit(1, -30, 60))))[0].left == "S Patient, 1"


def test_free_time_ends_at_the_next_visit_block_or_closing() -> None:
    blocked = DayBlock(5, 1, 1, minutes(45), minutes(60), "meeting", True)
    busy = column(visit(1, 15), blocks=(blocked,))
    assert free_until(busy, minutes(0)) == minutes(15)
    assert free_until(busy, minutes(30)) == minutes(45)
    assert free_until(column(), minutes(30)) == minutes(60)
    assert free_until(column(), minutes(60)) is None


def test_texts_fit_their_cells_exactly() -> None:
    assert fitted("Abbott, June", "NEW", 20) == "Abbott, June     NEW"
    assert fitted("Abbott, June", "NEW", 10) == "Abbott, Ju"
    assert fitted(">Tue 24", "16/20", 13) == ">Tue 24 16/20"
    assert fitted("金金金", "", 5) == "金金 "


def test_every_state_has_a_sign_of_its_own() -> None:
    """Without colour, and where nothing looks dim or bold, the first characters of a cell say what it is."""
    states = {
        **{str(place): column(visit(7, 0, place=place)) for place in Place},
        "confirmed": column(visit(7, 0, confirmed=True)),
        "blocked": column(blocks=(DayBlock(1, 1, 1, minutes(0), minutes(15), "x", True),)),
        "free": column(),
    }
    signs = {state: cells(day(one))[0].left[:2] for state, one in states.items()}
    signs["closed"], signs["runs on"] = (cells(day(column(visit(7, 0, 60))))[row].left[:2] for row in (-1, 1))
    signs["being moved"] = cells(day(column(visit(7, 0))), lifted=7)[0].left[:2]
    assert len(set(signs.values())) == len(signs), signs
    assert all(sign.strip() for sign in signs.values()), signs
