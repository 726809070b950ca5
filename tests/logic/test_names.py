"""Names folded for search, what the search box means, names taken apart, and names alike."""

import unicodedata

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.logic import names
from frontdesk.logic.names import Name, Query

TODAY = pendulum.date(2026, 11, 24)
BORN = pendulum.date(1979, 2, 11)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Núñez", "nunez"),
        ("Nu\u0301n\u0303ez", "nunez"),
        ("Łukasz Øster", "lukasz oster"),
        ("Weiß", "weiss"),
        ("Đặng", "dang"),
        ("Ægir Œuvre", "aegir oeuvre"),
        ("Þóra Guðrún", "thora gudrun"),
        ("İpek Işık", "ipek isik"),
        ("Kim, Ha-eun", "kim haeun"),
        ("Kim,Ha-eun", "kim haeun"),
        ("Kahoʻolawe", "kahoolawe"),
        ("J.R. Smith-Jones", "jr smithjones"),
        ('Margaret "Peggy" (Hill)', "margaret peggy hill"),
        ("  STONE   Rae ", "stone rae"),
        ("김민수", "김민수"),
        ("Менделеев", "менделеев"),
        ("", ""),
        ("-'.", ""),
    ],
)
def test_one_spelling_for_all_the_ways_to_write_a_name(written, folded):
    assert names.fold(written) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    once = names.fold(text)
    assert names.fold(once) == once
    assert once == " ".join(once.split())


@given(st.text(max_size=40))
def test_case_and_composition_make_no_difference(text):
    assert names.fold(unicodedata.normalize("NFD", text)) == names.fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (("O'Brien", "Rae"), {"obrien", "brien", "rae"}),
        (("Kim", "Ha-eun"), {"kim", "haeun", "ha", "eun"}),
        (("Kim, Ha-eun",), {"kim", "haeun", "ha", "eun"}),
        (("De La Cruz", "Mary Ann"), {"de", "la", "cruz", "delacruz", "mary", "ann", "maryann"}),
        (("McDonald", "JoAnn"), {"mcdonald", "mc", "donald", "joann", "jo", "ann"}),
        (("Smith-Jones", "D’Angelo"), {"smithjones", "smith", "jones", "dangelo", "angelo"}),
        (("Núñez", ""), {"nunez"}),
        (("STONE", "RAE"), {"stone", "rae"}),
        (("Abbott", "June (Junie)"), {"abbott", "june", "junie"}),
    ],
)
def test_the_words_a_record_is_found_by(fields, words):
    found = names.search_words(*fields)
    assert set(found) == words
    assert len(found) == len(words)


@given(st.text(max_size=30), st.text(max_size=30))
def test_whoever_types_a_whole_field_finds_the_record(family, given_name):
    words = names.search_words(family, given_name)
    assert all(word and word == names.fold(word) and " " not in word for word in words)
    query = names.query_words(family, today=TODAY)
    if not (query.digits or query.birth or query.unread):
        assert all(any(word.startswith(typed) for word in words) for typed in query.words)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", Query()),
        ("smi", Query(("smi",))),
        ("June Abbott", Query(("june", "abbott"))),
        ("Abbott, June", Query(("abbott", "june"))),
        ("ha-eun kim", Query(("haeun", "kim"))),
        ("smi 2/11/79", Query(("smi",), birth=BORN)),
        ("2/11/1979 smi", Query(("smi",), birth=BORN)),
        ("1979-02-11", Query(birth=BORN)),
        ("2-11-79", Query(birth=BORN)),
        ("smi feb 11 1979", Query(("smi",), birth=BORN)),
        ("11 feb 79", Query(birth=BORN)),
        ("june 2/11/79", Query(("june",), birth=BORN)),
        ("02111979", Query(digits="02111979", birth=BORN, either=True)),
        ("smi 021179", Query(("smi",), "021179", BORN, either=True)),
        ("#021179", Query(digits="021179")),
        ("10234", Query(digits="10234")),
        ("smi 0142", Query(("smi",), "0142")),
        ("555-0142", Query(digits="5550142")),
        ("617 555 0142", Query(digits="6175550142")),
        ("(617) 555-0142", Query(digits="6175550142")),
        ("617.555.0142", Query(digits="6175550142")),
        ("+1 617 555", Query(digits="617555")),
        ("1-617-555-0142", Query(digits="6175550142")),
        ("617-", Query(digits="617")),
        ("smi 2/11/79 0142", Query(("smi",), "0142", BORN)),
        ("smi 2/", Query(("smi",), unread="2/")),
        ("smi 2/11/", Query(("smi",), unread="2/11/")),
        ("2/30/79 smi", Query(("smi",), unread="2/30/79")),
        ("11/25/2026", Query(unread="11/25/2026")),
        ("april", Query(("april",))),
    ],
)
def test_what_the_search_box_means(typed, query):
    assert names.query_words(typed, today=TODAY) == query
    assert bool(query) == bool(query.words or query.digits or query.birth)


def test_the_search_box_follows_the_practice_s_order():
    assert names.query_words("11/2/79", today=TODAY, order="dmy").birth == BORN


@given(st.text(max_size=60))
def test_the_search_box_never_refuses(text):
    query = names.query_words(text, today=TODAY)
    assert query.digits == "" or (query.digits.isascii() and query.digits.isdigit())
    assert all(word == names.fold(word) and " " not in word for word in query.words)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Allison Hill", Name("", "Allison", "Hill", "")),
        ("Mrs. Marie Harrington DDS", Name("Mrs.", "Marie", "Harrington", "DDS")),
        ("Dr. Angel Lewis MD", Name("Dr.", "Angel", "Lewis", "MD")),
        ("Harrington, Marie", Name("", "Marie", "Harrington", "")),
        ("Harrington Jr., Robert", Name("", "Robert", "Harrington", "Jr.")),
        ("Robert Harrington, Jr.", Name("", "Robert", "Harrington", "Jr.")),
        ("King, Martin Luther, Jr.", Name("", "Martin Luther", "King", "Jr.")),
        ("John Smith Jr. M.D.", Name("", "John", "Smith", "Jr. M.D.")),
        ("Smith, John, PA-C", Name("", "John", "Smith", "PA-C")),
        ("Mary Ann Smith", Name("", "Mary Ann", "Smith", "")),
        ("Maria de la Cruz", Name("", "Maria", "de la Cruz", "")),
        ("Prof. Dr. Ute von der Leyen PhD", Name("Prof. Dr.", "Ute", "von der Leyen", "PhD")),
        ("Mary St. James", Name("", "Mary", "St. James", "")),
        ("Linh Do", Name("", "Linh", "Do", "")),
        ("LINH THI DO", Name("", "LINH THI", "DO", "")),
        ("Jack Ma", Name("", "Jack", "Ma", "")),
        ("John Smith DO", Name("", "John", "Smith", "DO")),
        ("Henry Smith III", Name("", "Henry", "Smith", "III")),
        ("Mr. Smith", Name("Mr.", "", "Smith", "")),
        ("Cher", Name("", "", "Cher", "")),
        ("Al Green", Name("", "Al", "Green", "")),
    ],
)
def test_a_full_name_is_taken_apart(written, parts):
    assert names.split_name(written) == parts


@pytest.mark.parametrize("written", ["", "  ", ",", ", Marie"])
def test_no_name_no_parts(written):
    with pytest.raises(ValueError, match="name"):
        names.split_name(written)


@given(st.text("abAB .,'-", max_size=30))
def test_taking_apart_loses_no_word(text):
    try:
        name = names.split_name(text)
    except ValueError:
        return
    assert name.family
    together = f"{name.prefix} {name.given} {name.family} {name.suffix}".split()
    assert sorted(together) == sorted(text.replace(",", " ").split())


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        (("Kim", "Ha-eun"), ("KIM", "Haeun"), True),
        (("Smith", "Jon"), ("Smith", "John"), True),
        (("Smith", "Katherine"), ("Smith", "Catherine"), True),
        (("Núñez", "Maria"), ("Nunez", "Marisol"), True),
        (("O'Brien", "Pat"), ("Obrien", "Patricia"), True),
        (("Smith", ""), ("Smith", "Rae"), True),
        (("Smith", "Jane"), ("Smith", "Joan"), False),
        (("Smith", "Bill"), ("Smith", "Rae"), False),
        (("Smith", "June"), ("Smyth", "June"), False),
        (("Stone", "Rae"), ("Abbott", "Rae"), False),
    ],
)
def test_names_that_are_easily_mixed_up(a, b, alike):
    assert names.similar(a, b) is alike
    assert names.similar(b, a) is alike
    assert names.same_names([(1, *a), (2, *b)]) == (frozenset({1, 2}) if alike else frozenset())


def test_nobody_is_mixed_up_with_their_own_second_visit():
    day = [(7, "Kim", "Ha-eun"), (7, "Kim", "Ha-eun"), (8, "Stone", "Rae")]
    assert names.same_names(day) == frozenset()
    assert names.same_names([*day, (9, "Kim", "Hae")]) == frozenset({7, 9})


@given(st.text("abcdeijn", max_size=8), st.text("abcdeijn", max_size=8))
def test_names_that_share_too_few_letters_are_not_close(a: str, b: str) -> None:
    from rapidfuzz.distance import JaroWinkler

    close = not a or not b or a[:3] == b[:3] or JaroWinkler.similarity(a, b) >= 0.9
    assert names.similar(("Abbott", a), ("Abbott", b)) == close
