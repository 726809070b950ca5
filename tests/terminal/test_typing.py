"""What comes from fingers, from a scanner and from the clipboard is told apart."""

from __future__ import annotations

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from frontdesk.terminal import Typing
from frontdesk.terminal.keyboard import PLACE, STATUS, Answers


def reads(*texts: str) -> list[str]:
    """The events of several reads: a paste in angle brackets, a key by its name."""
    typing = Typing(XTermParser().feed)
    found = [event for text in texts for event in typing.events(text)]
    return [f"<{event.text}>" if isinstance(event, events.Paste) else event.key for event in found]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a"], ["a"]),
        (["nabb\r\r"], ["n", "a", "b", "b", "enter", "enter"]),
        (["0012345\r"], ["<0012345>", "enter"]),
        (["jjjjjjjj"], ["j"] * 8),
        (["\x1b[A\x1b[A\x1b[A"], ["up", "up", "up"]),
        (["/abbott\r"], ["slash", *"abbott", "enter"]),
        ([":cancel p\r"], ["<:cancel p>", "enter"]),
        (["xp\rxp\rxp\r"], ["<xp\rxp\rxp>", "enter"]),
        (["/cancel\rp"], ["</cancel\rp>"]),
        (["@\n\x1e\rANSI 636\rDAQ1\n"], ["<@\n\x1e\rANSI 636\rDAQ1>", "ctrl+j"]),
        (["\x1b[200~abbott, june\x1b[201~"], ["<abbott, june>"]),
        (["\x1b[200~abbott", " and more text", " at last\x1b[201~"], ["<abbott and more text at last>"]),
        (["\x1b[200~abbott\x1b[201~", "xxyyzz\r"], ["<abbott>", "<xxyyzz>", "enter"]),
        (["\x1b[200~abbott", "\x1b[201", "~q"], ["<abbott>", "q"]),
        (["\x1b[200~a\x1b[Axp\x1b]0;q\x07x\x1b[201~q"], ["<a\x1b[Axp\x1b]0;q\x07x>", "q"]),
        (["q\x1b[200~a\x1b[201~\x1b[200~b\x1b[201~q"], ["q", "<a>", "<b>", "q"]),
        (["scanned", "q"], ["<scanned>", "q"]),
        (["Núñez, José"], ["<Núñez, José>"]),
        ([""], []),
    ],
)  # fmt: skip
def test_what_was_typed(texts: list[str], expected: list[str]) -> None:
    assert reads(*texts) == expected


def test_a_paste_whose_end_is_lost_does_not_swallow_the_keys_for_ever() -> None:
    typing = Typing(XTermParser().feed)
    assert typing.events("\x1b[200~abbott") == []
    assert [event.text for event in typing.over()] == ["abbott"]
    assert [event.key for event in typing.events("q")] == ["q"]
    assert typing.over() == []


ANSWER = "\x1b[0n"


@pytest.mark.parametrize(
    ("reads", "typed", "answers"),
    [
        ([ANSWER], "", 1),
        (["a" + ANSWER + "b"], "ab", 1),
        (["\x1b", "[0n"], "", 1),
        (["x\x1b[", "0", "ny"], "xy", 1),
        (["\x1b", "\x1b[A"], "\x1b\x1b[A", 0),
        (["\x1b[A"], "\x1b[A", 0),
        (["\x1b[0", "5~"], "\x1b[05~", 0),
        (["\x1b"], "\x1b", 0),
        ([ANSWER, ANSWER], ANSWER, 1),
    ],
)
def test_answers_are_told_from_keys(reads: list[str], typed: str, answers: int) -> None:
    """The last: one question has one answer, another was typed."""
    out, seen, there = Answers(), "", 0
    for read in reads:
        text, found = out.taken_out(read, *([] if there else [STATUS]))
        seen, there = seen + text, there + len(found)
    assert (seen + out.late(), there) == (typed, answers)


@pytest.mark.parametrize(
    ("reads", "typed", "columns"),
    [
        (["\x1b[1;2R"], "", "2"),
        (["\x1b[24;3R"], "", "3"),
        (["a\x1b[1;2Rb\x1b[0nc"], "abc", "2n"),
        (["\x1b[0n\x1b[1;2R"], "", "2n"),
        (["q\x1b", "[", "1", "0;", "3", "R\x1b[", "0n"], "q", "3n"),
        (["\x1b[1;5R"], "\x1b[1;5R", ""),
        (["\x1b[1;2R", "\x1b[1;2R"], "\x1b[1;2R", "2"),
        (["\x1b[", "1;", "2A"], "\x1b[1;2A", ""),
        (["\x1b[1", ";2P"], "\x1b[1;2P", ""),
        (["\x1b[0n"], "", "n"),
        (["\x1b"], "\x1b", ""),
    ],
)
def test_where_the_cursor_is_is_told_from_keys(reads: list[str], typed: str, columns: str) -> None:
    """Ctrl+F3 was typed; so was Shift+F3 once the answer, which looks the same, is there."""
    out, seen, expected, came = Answers(), "", [PLACE, STATUS], ""
    for read in reads:
        text, found = out.taken_out(read, *expected)
        expected = [each for each in expected if each not in found]
        seen, came = seen + text, came + "".join("n" if each is STATUS else found[each][1] for each in found)
    assert (seen + out.late(), came) == (typed, columns)
