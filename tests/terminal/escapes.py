"""What a terminal is told: every escape sequence in a stream of bytes, and which of them are our own."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC
    r"|\x1b[PX^_][^\x1b]*\x1b\\"  # DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]"  # two letters and more
    r"|[\x00-\x1f\x7f-\x9f]"  # a control character on its own: C0, DEL, C1
    r"|[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"  # invisible, turning, not UTF-8
)

_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*)?\Z")
"""The beginning of a sequence whose end is still to come."""

_MODES = re.compile(r"\x1b\[\?(?:7|25|1004|1049|2004|2026|2048)[hl]")
"""Line wrap, cursor, focus reports, the second screen, bracketed paste, whole frames, size reports."""
_ASKED = re.compile(r"\x1b\[\?(?:2026|2048)\$p|\x1b\[[56]n")
"""Whether the terminal knows two of those modes, is there, and where its cursor is. The extended keyboard protocol
stays off."""
_PLACE = re.compile(r"\x1b\[(\d{0,3})(?:;(\d{1,3}))?H")
_STEP = re.compile(r"\x1b\[(\d{0,3})[ABCDLM]")
"""Up, down, right, left; lines inserted and deleted."""
_CLEARED = re.compile(r"\x1b\[[JK]")
_PART = re.compile(r"\x1b\[(?:(\d{1,3});(\d{1,3}))?r")
"""The lines that move, and all of them again."""
_STYLE = re.compile(r"\x1b\[([0-9;]*)m")

_PLAIN = {"", "0", "1", "2", "3", "4", "7", "22", "23", "24", "27", "39", "49"}
"""Bold, dim, italic, underlined, reverse, and what ends them; the terminal's own colours."""
_SIXTEEN = {f"{tens}{ones}" for tens in ("3", "4", "9", "10") for ones in range(8)}


def sequences(raw: bytes) -> Iterator[str]:
    """Every escape sequence and control character sent, in order."""
    yield from _TOKEN.findall(_UNFINISHED.sub("", raw.decode("utf-8", "surrogateescape")))


def strangers(raw: bytes, size: tuple[int, int] = (80, 24), *, colours: bool = True) -> list[str]:
    """The sequences that frontdesk has no reason to send to a terminal of that size."""
    return sorted(
        {each for each in sequences(raw) if not _own(each, size, _PLAIN | (_SIXTEEN if colours else set()))}
    )


def _own(sequence: str, size: tuple[int, int], styles: set[str]) -> bool:
    if sequence in "\r\n\b" or any(each.fullmatch(sequence) for each in (_MODES, _ASKED, _CLEARED)):
        return True
    if place := _PLACE.fullmatch(sequence):
        return int(place[1] or 1) <= size[1] and int(place[2] or 1) <= size[0]
    if part := _PART.fullmatch(sequence):
        return int(part[1] or 1) <= int(part[2] or size[1]) <= size[1]
    if step := _STEP.fullmatch(sequence):
        return int(step[1] or 1) < max(size)
    style = _STYLE.fullmatch(sequence)
    return style is not None and set(style[1].split(";")) <= styles
