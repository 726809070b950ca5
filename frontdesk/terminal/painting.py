"""From what a terminal shows to what it should show, in as few bytes as can be."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from frontdesk.terminal.cells import INVISIBLE, PLAIN, Cells, Style

_OFF = {
    "1": "22",
    "2": "22",
    "3": "23",
    "4": "24",
    "5": "25",
    "6": "25",
    "7": "27",
    "8": "28",
    "9": "29",
    "21": "24",
}
"""What ends a sign; bold and dim end together."""

_WORTH = 3
"""Lines that have to be where they should, after moving, for moving them to be worth it."""


class Skills(NamedTuple):
    """What a terminal can do; what it clears is always plain, so colours that it would fill with don't matter."""

    regions: bool = True
    """It moves lines inside a part of the screen (DECSTBM)."""
    lines: bool = True
    """It inserts and deletes lines."""


@lru_cache(maxsize=4096)
def change_style(old: Style | None, new: Style) -> str:
    """What makes the one style the other; None is any style at all."""
    afresh = ";".join(part for part in (*new.signs, new.ink, new.paper) if part)
    whole = f"\x1b[;{afresh}m" if afresh else "\x1b[m"
    if old is None:
        return whole
    if old == new:
        return ""
    gone = [sign for sign in old.signs if sign not in new.signs]
    off = {_OFF[sign] for sign in gone if sign in _OFF}
    if len(off) < len({_OFF.get(sign) for sign in gone}):
        return whole
    back = [sign for sign in new.signs if sign not in old.signs or _OFF.get(sign) in off]
    parts = [*sorted(off), *back]
    if old.ink != new.ink:
        parts.append(new.ink or "39")
    if old.paper != new.paper:
        parts.append(new.paper or "49")
    step = f"\x1b[{';'.join(parts)}m"
    return min(step, whole, key=len)


def is_sure(text: str) -> bool:
    """Whether every terminal agrees on how wide this is; after another one the place is said anew."""
    return len(text) == 1 and (text < "\u0250" or "\u2500" <= text < "\u2600")


class Painter:
    """Keeps what the terminal shows, and says what to send for it to show something else."""

    def __init__(self, skills: Skills) -> None:
        self.skills = skills
        self.shown = Cells(0, 0)
        self._at: tuple[int, int] | None = None
        """Where the terminal's cursor is, column and row, as far as is known."""
        self._style: Style | None = None
        self._lost = True
        self._out: list[str] = []

    def forget(self) -> None:
        """Nobody knows what the terminal shows: the next paint clears it."""
        self._lost = True

    def paint(self, wanted: Cells) -> str:
        """What to send for the terminal to show this; the empty string when it does."""
        self._out = []
        if self._lost or (self.shown.width, self.shown.height) != (wanted.width, wanted.height):
            self._clear(wanted)
        changed = [y for y in range(wanted.height) if self._differs(y, wanted)]
        if len(changed) >= _WORTH and (self.skills.regions or self.skills.lines) and self._scroll(wanted, changed):
            changed = [y for y in range(wanted.height) if self._differs(y, wanted)]
        for y in changed:
            self._row(y, wanted)
        self._go(*wanted.cursor)
        self.shown.take(wanted, changed)
        return "".join(self._out)

    def _differs(self, y: int, wanted: Cells) -> bool:
        return self.shown.texts[y] != wanted.texts[y] or self.shown.styles[y] != wanted.styles[y]

    def _clear(self, wanted: Cells) -> None:
        self._out.append("\x1b[m\x1b[H\x1b[J")
        self._style, self._at, self._lost = PLAIN, (0, 0), False
        self.shown = Cells(wanted.width, wanted.height)

    # -- one line --------------------------------------------------------------------------------------

    def _row(self, y: int, wanted: Cells) -> None:
        """Paint what differs in a line."""
        texts, styles = wanted.texts[y], wanted.styles[y]
        tail = self._tail(y, wanted)
        columns = self._changed(y, wanted)
        cleared = sum(1 for x in columns if x >= tail) > 3
        if cleared:
            columns = [x for x in columns if x < tail]
        at = 0
        while at < len(columns):
            start = at
            while at + 1 < len(columns) and columns[at + 1] == columns[at] + 1:
                at += 1
            if not start or not self._filled(columns[start - 1] + 1, columns[start], texts, styles):
                self._go(columns[start], y)
            self._send(columns[start], columns[at] + 1, y, texts, styles)
            at += 1
        if cleared:
            self._go(tail, y)
            self._bare()
            self._out.append("\x1b[K")

    def _filled(self, start: int, end: int, texts: list[str], styles: list[Style]) -> bool:
        """Send the cells of a gap as well, where going past them would take more."""
        if self._at is None or end - start > 12 or not all(map(is_sure, texts[start:end])):
            return False
        y, worn, sent = self._at[1], self._style, end - start
        for x in range(start, end + 1):
            style = _worn(worn, x, texts, styles)
            sent += len(change_style(worn, style))
            worn = style
        passed = _worn(self._style, end, texts, styles)
        if sent > len(_way(self._at, end, y)) + len(change_style(self._style, passed)):
            return False
        self._send(start, end, y, texts, styles)
        return True

    def _changed(self, y: int, wanted: Cells) -> list[int]:
        """The columns that differ; of a wide character always both."""
        old, new = self.shown.texts[y], wanted.texts[y]
        old_styles, new_styles = self.shown.styles[y], wanted.styles[y]
        columns = [x for x in range(wanted.width) if old[x] != new[x] or old_styles[x] != new_styles[x]]
        if "" not in old and "" not in new:
            return columns
        found, todo = set(columns), list(columns)
        while todo:
            x = todo.pop()
            for texts in (old, new):
                start = x
                while start and not texts[start]:
                    start -= 1
                end = x + 1
                while end < wanted.width and not texts[end]:
                    end += 1
                fresh = [column for column in range(start, end) if column not in found]
                found.update(fresh)
                todo += fresh
        return sorted(found)

    def _tail(self, y: int, wanted: Cells) -> int:
        """The column from which on a line is blank."""
        texts, styles = wanted.texts[y], wanted.styles[y]
        tail = wanted.width
        while tail and texts[tail - 1] == " " and styles[tail - 1] == PLAIN:
            tail -= 1
        return tail

    def _send(self, start: int, end: int, y: int, texts: list[str], styles: list[Style]) -> None:
        """Send the cells from `start` to before `end`."""
        x = start
        while x < end:
            style = _worn(self._style, x, texts, styles)
            self._wear(style)
            last = x + 1
            while last < end and is_sure(texts[last - 1]) and _shows(style, texts[last], styles[last]):
                last += 1
            while last < end and not texts[last]:
                last += 1
            self._out.append("".join(texts[x:last]))
            sure = is_sure(texts[last - 1]) and last < len(texts)
            self._at = (last, y) if sure else None
            x = last
            if x < end and not sure:
                self._go(x, y)

    # -- moving about ----------------------------------------------------------------------------------

    def _wear(self, style: Style) -> None:
        if style != self._style:
            self._out.append(change_style(self._style, style))
            self._style = style

    def _bare(self) -> None:
        """Wear nothing that what is cleared or moved in would show."""
        if self._style is None or not _shows(self._style, " ", PLAIN):
            self._wear(PLAIN)

    def _go(self, x: int, y: int) -> None:
        if self._at != (x, y):
            self._out.append(_way(self._at, x, y))
            self._at = (x, y)

    # -- many lines ------------------------------------------------------------------------------------

    def _scroll(self, wanted: Cells, changed: list[int]) -> bool:
        """Where lines only moved, let the terminal move them; whether it did."""
        move = _moved(self.shown, wanted, changed)
        if move is None:
            return False
        top, bottom, lines = move
        self._bare()
        if self.skills.lines:
            out, into = (top, bottom + 1 - lines) if lines > 0 else (bottom + 1 + lines, top)
            self._go(0, out)
            self._out.append(_counted(abs(lines), "M"))
            self._go(0, into)
            self._out.append(_counted(abs(lines), "L"))
        else:
            self._out.append(f"\x1b[{top + 1};{bottom + 1}r")
            self._at = (0, 0)
            self._go(0, bottom if lines > 0 else top)
            self._out.append(("\x1bD" if lines > 0 else "\x1bM") * abs(lines) + "\x1b[r")
            self._at = None  # home, says the standard, but not every emulator
        self.shown.scroll(top, bottom, lines)
        return True


def _shows(worn: Style, text: str, style: Style) -> bool:
    """Whether what is sent in one style looks as in the other: a blank has no ink."""
    return worn is style or (
        text == " " and worn.paper == style.paper and not style.signs and INVISIBLE.issuperset(worn.signs)
    )


def _worn(worn: Style | None, start: int, texts: list[str], styles: list[Style]) -> Style:
    """The style to send a cell in: what is worn where that will do; a blank's may be that of what follows it."""
    text, style = texts[start], styles[start]
    if worn is not None and _shows(worn, text, style):
        return worn
    for x in range(start + 1, len(texts) if text == " " else 0):
        if texts[x] != " ":
            return styles[x] if all(_shows(styles[x], " ", between) for between in styles[start:x]) else style
    return style


def _counted(count: int, letter: str) -> str:
    return f"\x1b[{letter}" if count == 1 else f"\x1b[{count}{letter}"


@lru_cache(maxsize=8192)
def _way(old: tuple[int, int] | None, x: int, y: int) -> str:
    """The shortest way of the cursor to a column and a row; only what every terminal since the VT100 knows."""
    there = f"\x1b[{y + 1 if y else ''}" + (f";{x + 1}H" if x else "H")
    if old is None:
        return there
    ways = [there]
    across, down = x - old[0], y - old[1]
    if down == 0:
        aside = ""
    elif down > 0:
        aside = _counted(down, "B")
    else:
        aside = _counted(-down, "A")
    if across > 0:
        ways.append(aside + _counted(across, "C"))
    elif across < 0:
        ways += [aside + _counted(-across, "D"), aside + "\b" * -across]
    else:
        ways.append(aside)
    if x == 0:
        ways.append("\r" + aside)
    return min(ways, key=len)


def _moved(shown: Cells, wanted: Cells, changed: list[int]) -> tuple[int, int, int] | None:
    """Lines that only moved: the first and the last line of the part to move, and by how many they go up.

    None when too few would be where they should.
    """
    old = {y: _key(shown, y) for y in changed}
    new = {y: _key(wanted, y) for y in changed}
    lines_of = {key: y for y, key in old.items()}
    often = Counter(old.values())
    votes: Counter[int] = Counter()
    for y, key in new.items():
        if often[key] == 1 and key[0].strip("\0 "):
            votes[lines_of[key] - y] += 1
    if not votes:
        return None
    lines, _ = votes.most_common(1)[0]
    there = [y for y, key in new.items() if old.get(y + lines) == key]
    if lines == 0 or len(there) < _WORTH:
        return None
    top, bottom = min(there), max(there)
    return (top, bottom + lines, lines) if lines > 0 else (top + lines, bottom, lines)


def _key(cells: Cells, y: int) -> tuple[str, tuple[int, ...]]:
    """What tells a line from others."""
    return "\0".join(cells.texts[y]), tuple(map(id, cells.styles[y]))
