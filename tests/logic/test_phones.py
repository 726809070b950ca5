"""Phone numbers as people type them, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.logic import phones
from frontdesk.logic.phones import Phone


@pytest.mark.parametrize(
    "typed",
    [
        "617-555-0142", "(617) 555-0142", "(617)555-0142", "617.555.0142", "617 555 0142", "6175550142",
        "617/555-0142", "+1 617 555 0142", "+16175550142", "1-617-555-0142", "1 (617) 555-0142", "16175550142",
        "  617-555-0142 ", "617 - 555 - 0142",
    ],
)  # fmt: skip
def test_ten_digits(typed):
    assert phones.read_phone(typed) == Phone("6175550142")


@pytest.mark.parametrize("typed", ["555-0142", "5550142", "555 0142", "555.0142"])
def test_seven_digits_get_the_practice_s_area_or_stay_seven(typed):
    assert phones.read_phone(typed) == Phone("5550142")
    assert phones.read_phone(typed, area="617") == Phone("6175550142")


@pytest.mark.parametrize(
    "typed",
    ["617-555-0142 x22", "617-555-0142x22", "617-555-0142 ext 22", "6175550142 EXT. 22", "617-555-0142, ext. 22",
     "617-555-0142 extension 22", "617-555-0142 #22", "+1 617 555 0142 x 22"],
)  # fmt: skip
def test_extensions(typed):
    assert phones.read_phone(typed) == Phone("6175550142", "22")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "Nothing was typed"),
        ("   ", "Nothing was typed"),
        ("617-555-CALL", 'a letter "c"'),
        ("617-555-0142 x", 'a letter "x"'),
        ("call me", 'a letter "c"'),
        ("617", "not 3"),
        ("617-555-01422", "not 11"),
        ("1 555 0142", "not 8"),
        ("2-617-555-0142", "not 11"),
        ("117-555-0142", "can't be 117"),
        ("911-555-0142", "can't be 911"),
        ("617-155-0142", "can't be 155"),
        ("617-411-0142", "can't be 411"),
        ("055-0142", "can't be 055"),
        ("+44 20 7946 0958", "US, Canada"),
        ("011 44 20 7946 0958", "US, Canada"),
        ("(617 555-0142", "signs between"),
        ("61 75 55 01 42", "signs between"),
        ("617+555+0142", "signs between"),
        ("617-555-0142 x1234567", 'a letter "x"'),
        ("٦١٧-٥٥٥-٠١٤٢", "sign"),
        ("617‐555‐0142", "sign"),
        ("617-555-0142\x1b[2J", "sign"),
        ("617\n555\n0142", "sign"),
        ("617_555_0142", "sign"),
    ],
)
def test_what_is_no_phone_number_is_refused_with_the_reason(typed, reason):
    with pytest.raises(phones.BadPhone) as refusal:
        phones.read_phone(typed)
    assert reason in refusal.value.reason
    assert refusal.value.reason.isascii()
    assert refusal.value.reason.isprintable()


def test_how_numbers_are_shown():
    assert phones.show_phone("6175550142") == "617-555-0142"
    assert phones.show_phone("5550142") == "555-0142"
    assert phones.show_phone("6175550142", "22") == "617-555-0142 x22"
    assert phones.show_phone("12345") == "12345"
    assert phones.show_phone("") == ""


@given(st.one_of(st.text(max_size=30), st.text("0123456789()-. +x/#,", max_size=20)))
def test_a_number_is_read_or_refused_and_can_be_typed_back(text):
    try:
        phone = phones.read_phone(text)
    except phones.BadPhone as refusal:
        reason = refusal.reason
    else:
        assert len(phone.digits) in (7, 10)
        assert phones.read_phone(phones.show_phone(phone.digits, phone.extension)) == phone
        return
    assert reason.isascii()
    assert reason.isprintable()
