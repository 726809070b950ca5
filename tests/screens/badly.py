"""Made inputs that a form must refuse: every field's ways of being wrong, and what is right for the others."""

from __future__ import annotations

from hypothesis import strategies as st

from frontdesk.logic import names

UNSAFE = "\x00\x07\x1b\x7f\x9b\x9d\u200b\u202e\u2066\u2028\ufeff\u3164"
"""A few of the characters that no stored text may hold."""


def spoiled(text: str) -> st.SearchStrategy[str]:
    """The text with an unsafe character somewhere inside; at the ends some are blanks that drop out."""
    return st.builds(
        lambda sign, place: text[:place] + sign + text[place:],
        st.sampled_from(UNSAFE),
        st.integers(1, len(text) - 1),
    )


def too_long(kind: str) -> st.SearchStrategy[str]:
    """Longer than any text of this kind may be."""
    return st.integers(names.MAX[kind] + 1, names.MAX[kind] + 60).map(lambda size: "x" * size)


letters = st.text("bcdfghjklmnpqrstvwxz", min_size=4, max_size=12).filter(lambda text: text != "tmrw")
"""Consonants: no word, no date but the one way to write tomorrow, no time, nobody's name."""

bad_names = spoiled("Abbott") | too_long("name") | st.text("0123456789.-' ", min_size=1).filter(str.strip)
bad_words = spoiled("call first") | too_long("line")
bad_births = (
    letters
    | st.dates(min_value=__import__("datetime").date(2026, 11, 25)).map(lambda day: f"{day:%m/%d/%Y}")
    | st.tuples(st.integers(13, 99), st.integers(1, 28)).map(lambda d: f"{d[0]}/{d[1]}/1979")
    | st.sampled_from(["2/30/1979", "2/29/1979", "0/1/1980", "1/1/1700", "2/11", "11", "tomorrow", "2//1979"])
)
bad_phones = (
    st.text("0123456789", min_size=1, max_size=20).filter(lambda d: len(d) not in (7, 10, 11))
    | letters
    | st.sampled_from(["617-555", "+49 89 123456", "055-555-0142", "617-155-0142 x", "617-911-0142 x1234567"])
    | spoiled("617-555-0142")
)
bad_sexes = letters | st.sampled_from(["z", "fm", "1", "?"])
bad_mails = (
    letters
    | st.sampled_from(["june@", "@example.org", "june@example", "a b@example.org", "june@@example.org"])
    | spoiled("june@example.org")
)
bad_moments = (
    letters
    | st.integers(25, 99).map(lambda hour: f"{hour}:00")
    | st.integers(60, 99).map(lambda minute: f"10:{minute}")
    | st.sampled_from(["13/45 9a", "tue", "2/30 9a", "9a 9a", "mon 25:00", "yesterday 9a", "11/23/2026 9a"])
    | st.sampled_from(["3a", "11p", "sat 9a", "sun 2p", "11/24/2099 9a"])
)
bad_lengths = letters | st.integers(481, 5000).map(str) | st.sampled_from(["0", "-15", "1.5", "0h", "15 apples"])
