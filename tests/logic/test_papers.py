"""What stands on paper: whole, straight, and within the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.db.patients import Patient
from frontdesk.desk import Work
from frontdesk.logic import calendar, documents, papers, patients, practice, printing
from frontdesk.logic.papers.width import cells, cut, fit, plain, wrap
from tests.elm import ABBOTT, DIAZ, KIM, NEW_PATIENT, NIGHT, OKAFOR, OKOYE, REYES, ROOM_1, STONE, Elm

TEXT = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=60)


# Columns ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width"), [("June", 4), ("김민수", 6), ("Nguye\u0302\u0303n", 6), ("😀", 2), ("", 0)]
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(TEXT, st.integers(0, 30))
def test_fitted_text_takes_exactly_its_cells_and_begins_as_it_did(text: str, width: int) -> None:
    assert cells(fit(text, width)) == width
    assert text.startswith(cut(text, width))


@given(TEXT, st.integers(2, 30))
def test_wrapping_loses_nothing_and_keeps_within_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_what_a_printer_obeys_is_not_printed() -> None:
    assert plain("June\x1b%-12345X \u202eAbbott") == "June?%-12345X ?Abbott"


# Pages ------------------------------------------------------------------------------------------------


def pages(elm: Elm, rows: list[tuple[str, ...]], head: tuple[str, ...] = ("head",)) -> list[list[str]]:
    """The lines of each page of a paper with one sheet."""
    paper = papers.Paper("list", "List", (papers.Sheet(tuple(rows), head),))
    text = papers.typed(elm.mary, paper)
    assert text.endswith("\n")
    return [page.splitlines() for page in text.split("\f")]


def test_a_page_has_its_heading_and_no_more_lines_than_the_form_takes(elm: Elm) -> None:
    found = pages(elm, [(f"row {number}",) for number in range(130)])
    assert [len(page) for page in found] == [60, 60, 19]
    assert [page[0][-8:] for page in found] == ["page 1/3", "page 2/3", "page 3/3"]
    assert all(len(page[0]) == 80 and "Elm Street" in page[0] for page in found)
    assert all("printed 9:42a 11/24" in page[0] for page in found)
    assert [line for page in found for line in page[3:]] == [f"row {number}" for number in range(130)]
    assert {page[2] for page in found} == {"head"}


def test_what_belongs_together_stays_on_one_page(elm: Elm) -> None:
    found = pages(elm, [(f"row {number}",) for number in range(56)] + [("visit", "alert", "note")])
    assert found[0][-1] == "row 55"
    assert found[1][3:] == ["visit", "alert", "note"]


def test_a_row_longer_than_a_page_goes_on_on_the_next(elm: Elm) -> None:
    found = pages(elm, [tuple(f"line {number}" for number in range(100))])
    assert [line for page in found for line in page[3:]] == [f"line {number}" for number in range(100)]


def test_the_form_is_the_settings(elm: Elm) -> None:
    printing.set_up(elm.mary, values={"lines": "40", "columns": "132"})
    found = pages(elm, [(f"row {number}",) for number in range(50)])
    assert [len(page) for page in found] == [34, 22]
    assert {len(page[0]) for page in found} == {132}


def test_a_long_name_of_the_practice_is_cut_between_words(elm: Elm) -> None:
    with elm.database.writing():
        practice.set_practice(
            Work(elm.mary), "practice.name", "Elm Street Family Medicine of Springfield and Environs"
        )
    assert pages(elm, [("row",)])[0][0].startswith("List   Elm Street Family Medicine of   ")


def test_a_long_title_leaves_room_for_the_page_number(elm: Elm) -> None:
    paper = papers.Paper("list", "A very long title " * 9, (papers.Sheet((("row",),)),))
    first = papers.typed(elm.mary, paper).splitlines()[0]
    assert len(first) == 80
    assert first.endswith("page 1/1")


# The day sheet ----------------------------------------------------------------------------------------


def sheet(elm: Elm, days: int = 0) -> list[list[str]]:
    """The day sheet's lines, page by page."""
    day = elm.mary.today().add(days=days)
    return [page.splitlines() for page in papers.typed(elm.mary, papers.day_sheet(elm.mary, day=day)).split("\f")]


def line_of(page: list[str], words: str) -> str:
    """The one line that holds these words."""
    (found,) = [line for line in page if words in line]
    return found


@pytest.fixture
def busy(elm: Elm) -> Elm:
    """Okafor's day: a new patient, an arrived one with an alert and a note, a block."""
    elm.book(ABBOTT, OKAFOR, "10:00", kind=NEW_PATIENT, room=ROOM_1)
    fields = patients.reread(elm.mary, patient=DIAZ).fields
    patients.edit(
        elm.mary, patient=DIAZ, version=1, was=fields, phone="617-555-0142", birth="2/11/1979",
        alert="latex " * 20,
    )  # fmt: skip
    diaz = elm.book(DIAZ, OKAFOR, "11:00", note="brings X-rays")
    calendar.arrive(elm.rob, visit=diaz, version=1)
    elm.block(OKAFOR, "12:00", "13:00", reason="lunch", may_override=True)
    return elm


def test_a_visit_has_all_that_is_needed_at_the_desk(busy: Elm) -> None:
    page = sheet(busy)[0]
    assert line_of(page, "Abbott") == (
        "10:00a S  Abbott, June                                     NEW   30m  Room 1"
    )
    assert line_of(page, "Diaz") == "11:00a A  Diaz, Luis               2/11/1979  617-555-0142 FU    15m"
    at = page.index(line_of(page, "Diaz"))
    assert page[at + 1].startswith("          ! latex latex")
    assert page[at + 3] == "          brings X-rays"
    assert line_of(page, "lunch") == "12:00p #  lunch, until 1:00p"


def test_free_time_has_lines_to_write_on(busy: Elm) -> None:
    page = sheet(busy)[0]
    free = [line.split()[0] for line in page if line.endswith("____")]
    taken = {"10:00a", "10:15a", "11:00a", "12:00p", "12:15p", "12:30p", "12:45p"}
    every = [f"{(hour - 1) % 12 + 1}:{minute:02}{'a' if hour < 12 else 'p'}" for hour in range(8, 17)
             for minute in (0, 15, 30, 45)]  # fmt: skip
    assert free == [time for time in every if time not in taken]


def test_after_an_odd_end_the_free_line_begins_there(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:05", minutes=20)
    free = [line.split()[0] for line in sheet(elm)[0] if line.endswith("____")]
    assert free[8:11] == ["10:00a", "10:25a", "10:30a"]


def test_no_shows_are_on_it_and_their_time_is_free(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "9:30")
    calendar.no_show(elm.rob, visit=visit, version=1)
    page = sheet(elm)[0]
    assert line_of(page, "Abbott").startswith(" 9:30a N")
    assert " 9:30a .  ____" in "\n".join(page)


def test_names_in_wide_letters_stand_straight_and_long_ones_stand_in_full_below(elm: Elm) -> None:
    Patient.update(family="김민수", given="하은").where(Patient.id == KIM).execute()
    long = "Fitzgerald-Oppenheimer, Maximiliana Theodora"
    Patient.update(family=long.partition(", ")[0], given=long.partition(", ")[2]).where(
        Patient.id == STONE
    ).execute()
    elm.book(KIM, OKAFOR, "10:00")
    elm.book(STONE, OKAFOR, "10:15")
    elm.book(ABBOTT, OKAFOR, "10:30")
    page = sheet(elm)[0]
    columns = {cells(line.partition(" FU ")[0]) for line in page if " FU " in line}
    assert len(columns) == 1
    assert page[page.index(line_of(page, "10:15a")) + 1].strip() == long


def test_each_provider_has_pages_with_the_legend_and_who_is_away_is_named(elm: Elm) -> None:
    found = sheet(elm, days=4)
    assert [page[2].split()[:2] for page in found] == [["Night", "12:00a-12:00a"]] * 2
    assert line_of(found[1], "Not in:") == "Not in: Okafor MD, Reyes NP."
    every = sheet(elm)
    text = ["\n".join(page) for page in every]
    assert [page[2].split()[0] for page in every] == ["Okafor", "Reyes", "Night", "Night"]
    assert ["S scheduled" in page for page in text] == [True, True, False, True]


def test_a_day_on_which_nobody_works(elm: Elm) -> None:
    practice.hide_provider(elm.mary, provider=NIGHT, version=1)
    assert "Nobody works on this day and nothing is booked." in sheet(elm, days=4)[0]


def test_it_is_as_wide_as_the_paper_whatever_is_on_it(busy: Elm) -> None:
    busy.book(OKOYE, REYES, "10:00", note="x" * 300)
    for columns in ("72", "80", "132"):
        busy.clock.advance(minutes=1)
        if columns != "80":
            printing.set_up(busy.mary, values={"columns": columns})
            busy.clock.advance(minutes=1)
            lines = [line for page in sheet(busy) for line in page]
            assert max(map(cells, lines)) == int(columns)
            assert "Abbott" in "".join(lines)


def test_overbooked_and_similar_names_are_marked(elm: Elm) -> None:
    Patient.update(family="Abbott", given="June").where(Patient.id == DIAZ).execute()
    elm.book(ABBOTT, OKAFOR, "10:00")
    elm.book(DIAZ, OKAFOR, "10:00", overbook="fever")
    page = sheet(elm)[0]
    first, second = (line for line in page if "Abbott" in line)
    assert first.startswith("10:00a S =Abbott, June")
    assert ("FU!" in first, "FU!" in second) == (False, True)
    assert page[page.index(second) + 1] == "          overbooked: fever"


# Other views --------------------------------------------------------------------------------------------


def printed(elm: Elm, paper: papers.Paper) -> list[list[str]]:
    """Its lines, page by page."""
    return [page.splitlines() for page in papers.typed(elm.mary, paper).split("\f")]


def test_by_room_the_last_column_says_with_whom(busy: Elm) -> None:
    paper = papers.room_sheet(busy.mary, day=busy.mary.today())
    assert paper.title == "Rooms Tue 24 Nov 2026"
    found = printed(busy, paper)
    assert found[0][2].startswith("No room")
    assert not any("____" in line for line in found[0])
    room = next(page for page in found if page[2].startswith("Room 1"))
    assert line_of(room, "Abbott").endswith("NEW   30m  Okafor")
    assert any("____" in line for line in room)


def test_a_week_has_the_days_on_which_there_is_anything(busy: Elm) -> None:
    paper = papers.week_sheet(busy.mary, day=busy.mary.today(), provider=OKAFOR)
    assert (paper.kind, paper.title) == ("week sheet", "Okafor MD, week of Mon 23 Nov 2026")
    found = printed(busy, paper)
    assert [page[2].split()[0] for page in found] == ["Mon", "Tue", "Wed", "Thu", "Fri"]
    assert "Abbott" in "\n".join(found[1])


def test_a_month_is_one_page(busy: Elm) -> None:
    (page,) = printed(busy, papers.month_sheet(busy.mary, day=busy.mary.today()))
    assert page[2].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    at = page.index(line_of(page, "23         24"))
    assert page[at + 1].split("visit")[1].split()[-1] == "2"


# The face sheet ---------------------------------------------------------------------------------------


def test_a_face_sheet_has_the_record_and_the_visits(busy: Elm) -> None:
    paper = papers.face_sheet(busy.rob, patient=DIAZ)
    assert (paper.kind, paper.title, paper.patient) == ("face sheet", "Face sheet Diaz, Luis", DIAZ)
    text = papers.typed(busy.rob, paper)
    assert documents.pages_of(text) == 1
    for words in ("ALERT       latex latex", "Born        Sun 11 Feb 1979, 47 years", "617-555-0142",
                  "Tue 24 Nov 2026 11:00a  FU    15m   Okafor MD          arrived"):  # fmt: skip
        assert words in text
    assert max(map(cells, text.splitlines())) == 80


def test_what_to_mind_is_on_paper_too(elm: Elm) -> None:
    patients.add_contact(
        elm.mary, patient=STONE, version=1, name="Al Stone", relation="father", topics="nothing", limits="court"
    )
    was = patients.reread(elm.mary, patient=STONE).fields
    patients.edit(elm.mary, patient=STONE, version=2, was=was, interpreter="y", language="Thai", alert="latex")
    elm.book(STONE, OKAFOR, "15:00")
    sheet = papers.typed(elm.mary, papers.day_sheet(elm.mary, day=elm.mary.today()))
    for sentence in ("! latex", "! do NOT talk to Al Stone (father): court", "! interpreter to be found: Thai"):
        assert sentence in sheet
    face = papers.typed(elm.mary, papers.face_sheet(elm.mary, patient=STONE))
    assert "MIND        do NOT talk to Al Stone (father): court" in face
