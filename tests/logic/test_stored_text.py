"""What no stored text may hold, whoever writes it, and the one way in which text is stored."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.logic import names

HARMFUL = [
    "\x00", "\x07", "\x08", "\t", "\n", "\r", "\x1b", "\x7f", "\x80", "\x9b", "\x9d", "\x9f",
    "\u00ad", "\u061c", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2028", "\u2029",
    "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\ufeff",
    "\ud800", "\udfff", "\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff", "\U000e0041",
    "\u034f", "\u115f", "\u3164", "\uffa0", "\u2800", "\ufe0f",
]  # fmt: skip
ATTACKS = [
    "\x1b]52;c;ZXZpbA==\x07", "\x1b[2J", "\x9b31m", "\x1b]0;title\x07", "\x1bP1$r\x1b\\", "June\u202eabbott",
    "A\u0301\u0302\u0303\u0304\u0305", "\u0301Abbott", "Ab\x00bott", "[@click=app.bell]June[/]",
]  # fmt: skip
HARMLESS = [
    "Abbott", "O'Brien", "Núñez", "Nguye\u0302\u0303n", "김민수", "מרים", "محمد", "मिनी",
    "[copy]", "José \u00a0 María", "Ha-eun", "50 % · ½", "😀",
]  # fmt: skip


@pytest.mark.parametrize("character", HARMFUL, ids=lambda c: f"U+{ord(c):04X}")
def test_characters_that_disturb_a_screen_are_refused(character):
    for text in (character, f"June{character}Abbott", f"{character}June", f"June{character}"):
        with pytest.raises(names.Unsafe) as refusal:
            names.refuse_unsafe(text)
        with pytest.raises(names.Unsafe):
            names.tidy(text)
        assert refusal.value.reason.isascii()
        assert refusal.value.reason.isprintable()


@pytest.mark.parametrize("text", ATTACKS)
def test_attacks_are_refused_in_names_and_in_notes(text):
    with pytest.raises(names.Unsafe):
        names.clean_name(text)
    with pytest.raises(names.Unsafe):
        names.clean_text(text, "note", lines=True)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_people_are_called_is_accepted(text):
    names.refuse_unsafe(text)
    assert names.fold(names.tidy(text)) == names.fold(text)


def test_the_refusal_says_where():
    with pytest.raises(names.Unsafe, match=r'after "June" that can\'t be shown \(U\+001B\)'):
        names.refuse_unsafe("June\x1b[2J")


def test_text_is_stored_composed_with_single_spaces():
    assert names.tidy("  Nu\u0301n\u0303ez \u00a0 Rae ") == "Núñez Rae"
    assert names.tidy("one\r\n\n\n two  words \n\n", lines=True) == "one\n\ntwo words"


def test_notes_have_lines_and_names_have_none():
    assert names.clean_text("first\r\nsecond", "note", lines=True) == "first\nsecond"
    with pytest.raises(names.Unsafe):
        names.clean_text("first\nsecond")


def test_names_have_a_letter_and_a_limit():
    assert names.clean_name(" Núñez ") == "Núñez"
    assert names.clean_name("x" * names.MAX["name"])
    for text in ("", "  ", "123", "--", "x" * (names.MAX["name"] + 1)):
        with pytest.raises(names.BadText):
            names.clean_name(text)
    assert names.clean_text("") == ""


@given(st.text(max_size=40))
def test_text_is_stored_tidy_and_safe_or_refused(text):
    try:
        stored = names.clean_text(text)
    except names.BadText as refusal:
        reason = refusal.reason
    else:
        names.refuse_unsafe(stored)
        assert names.tidy(stored) == stored
        assert "\n" not in stored
        return
    assert reason.isascii()
    assert reason.isprintable()


@given(st.text(max_size=40))
def test_notes_are_stored_tidy_and_safe_or_refused(text):
    try:
        stored = names.clean_text(text, "note", lines=True)
    except names.BadText:
        return
    names.refuse_unsafe(stored, lines=True)
    assert names.tidy(stored, lines=True) == stored
