"""The grid's cursor: it stays with its visit, passes over the present, and brings columns into view."""

from __future__ import annotations

from textual.app import App, ComposeResult

from frontdesk.widgets.daygrid import Cell, Column, DayGrid, Row

FREE = Cell("free", left=".")


def columns(count: int) -> tuple[Column, ...]:
    return tuple(Column(n + 1, f"Prov{n + 1}", f"{n}/9") for n in range(count))


def rows(count: int, width: int, visits: dict[tuple[int, int], int] | None = None, rule: int = -1) -> list[Row]:
    """Rows at 0, 900, 1800 ...; `visits` puts a visit's id at (row, column)."""
    made = []
    for number in range(count):
        if number == rule:
            made.append(Row(number * 900 - 60, 0, "now", (FREE,) * width, rule=True))
        at = [(visits or {}).get((number, column)) for column in range(width)]
        cells = tuple(Cell("visit", one, f"S Visit{one}", "FU") if one else FREE for one in at)
        made.append(Row(number * 900, 0, f"{number}", cells))
    return made


class Stage(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.grid = DayGrid()
        self.moves = 0

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_mount(self) -> None:
        self.grid.focus()

    def on_day_grid_moved(self) -> None:
        self.moves += 1


async def test_it_passes_over_the_present() -> None:
    async with Stage().run_test(size=(80, 12)) as pilot:
        grid = pilot.app.grid
        grid.fill(columns(3), rows(6, 3, rule=2))
        grid.step(1)
        grid.step(1)
        assert grid.spot.at == 1800
        grid.step(-1)
        assert grid.spot.at == 900


async def test_it_stops_at_the_edges() -> None:
    async with Stage().run_test(size=(80, 12)) as pilot:
        grid = pilot.app.grid
        grid.fill(columns(2), rows(4, 2))
        grid.step(-1, -1)
        assert (grid.row, grid.column) == (0, 0)
        grid.step(99, 99)
        assert (grid.row, grid.column) == (3, 1)


async def test_it_stays_on_its_visit_when_that_moves() -> None:
    async with Stage().run_test(size=(80, 12)) as pilot:
        grid = pilot.app.grid
        grid.fill(columns(3), rows(6, 3, {(1, 1): 42}))
        grid.step(1, 1)
        assert grid.spot.cell.id == 42
        grid.fill(columns(3), rows(6, 3, {(4, 2): 42}))
        assert (grid.spot.at, grid.spot.column, grid.spot.cell.id) == (3600, 3, 42)


async def test_it_stays_on_its_time_and_provider_when_its_visit_goes() -> None:
    async with Stage().run_test(size=(80, 12)) as pilot:
        grid = pilot.app.grid
        grid.fill(columns(3), rows(6, 3, {(3, 2): 42}))
        grid.go_to_visit(42)
        grid.fill(columns(3)[1:], rows(6, 2))
        assert (grid.spot.at, grid.spot.column) == (2700, 3)


async def test_it_keeps_the_scroll_when_rows_are_added_above() -> None:
    async with Stage().run_test(size=(80, 12)) as pilot:
        grid = pilot.app.grid
        grid.fill(columns(1), rows(60, 1, {(40, 0): 42}))
        grid.go_to_visit(42)
        offset = grid.row - grid.top
        grid.fill(columns(1), rows(60, 1, {(40, 0): 42}, rule=3))
        assert grid.row - grid.top == offset
        assert grid.spot.cell.id == 42


async def test_the_same_day_again_tells_nobody() -> None:
    async with Stage().run_test(size=(80, 12)) as pilot:
        app = pilot.app
        app.grid.fill(columns(3), rows(6, 3))
        await pilot.pause()
        before = app.moves
        app.grid.fill(columns(3), rows(6, 3))
        await pilot.pause()
        assert app.moves == before


async def test_columns_follow_the_cursor() -> None:
    async with Stage().run_test(size=(80, 12)) as pilot:
        grid = pilot.app.grid
        grid.fill(columns(7), rows(6, 7))
        assert list(grid.shown) == [0, 1, 2]
        for _ in range(3):
            grid.step(0, 1)
        assert list(grid.shown) == [1, 2, 3]
        assert "Prov4" in grid.render_line(0).text
        assert "Prov1" not in grid.render_line(0).text


async def test_wide_terminals_show_more_columns_and_narrow_ones_one() -> None:
    for width, seen in ((200, 7), (80, 3), (40, 1), (20, 1)):
        async with Stage().run_test(size=(width, 12)) as pilot:
            grid = pilot.app.grid
            grid.fill(columns(7), rows(6, 7))
            assert len(grid.shown) == seen
            assert all(grid.render_line(y).cell_length == width for y in range(12))


async def test_the_terminals_cursor_is_where_ours_is() -> None:
    """Screen readers follow it."""
    async with Stage().run_test(size=(80, 12)) as pilot:
        grid = pilot.app.grid
        grid.fill(columns(3), rows(6, 3))
        grid.step(2, 1)
        assert pilot.app.cursor_position == (7 + 24, 3)


async def test_a_day_without_providers_does_not_fail() -> None:
    async with Stage().run_test(size=(80, 12)) as pilot:
        grid = pilot.app.grid
        grid.fill((), [Row(0, 0, "8:00a", ())])
        for move in (lambda: grid.step(1, 1), lambda: grid.page(1), lambda: grid.edge(True), lambda: grid.go(0)):
            move()
        assert grid.spot is None
