"""The rows beneath a field: columns under each other, never wider than there is room, the chosen one in view."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from frontdesk.widgets.picker import Choice, PickField, aligned

cells = st.text(st.characters(codec="utf-8", exclude_categories=["C", "M", "Z"]), max_size=12)


@given(st.lists(st.tuples(cells, cells, cells), max_size=8), st.integers(1, 60))
def test_every_line_has_exactly_the_width(rows: list[tuple[str, ...]], width: int) -> None:
    assert {cell_len(line) for line in aligned(rows, width)} <= {width}
    assert len(aligned(rows, width)) == len(rows)


def test_a_column_that_does_not_fit_whole_is_left_out_for_all() -> None:
    rows = [("Abbott, June", "3/1/1960", "555-0142"), ("Vu, Li", "7/4/1990", "")]
    assert aligned(rows, 31) == ["Abbott, June 3/1/1960 555-0142 ", "Vu, Li       7/4/1990          "]
    assert aligned(rows, 22) == ["Abbott, June 3/1/1960 ", "Vu, Li       7/4/1990 "]
    assert aligned(rows, 8) == ["Abbott, ", "Vu, Li  "]


@given(st.integers(1, 40), st.integers(0, 39), st.integers(1, 6))
def test_the_highlighted_row_is_always_among_those_shown(many: int, at: int, count: int) -> None:
    field = PickField("patient", "Patient", lambda text: (), nothing="Nobody.")
    field.found = [Choice(n, f"p{n}", (f"p{n}.",)) for n in range(many)]
    field.at, field.listing = min(at, many - 1), True
    shown = [row.plain.strip() for row in field.rows(20, count)]
    assert f">p{field.at}." in shown
    assert len(shown) == min(many, count)
