"""A field whose value is chosen from what fits the typed letters; the rows that fit are listed beneath it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import set_cell_size
from rich.text import Text

from frontdesk.widgets.field import Field, Reading


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen."""

    value: Any
    """What the change gets."""
    text: str
    """What the line holds once it is chosen."""
    columns: tuple[str, ...]
    """What its row shows; the last ones go first where it is narrow."""
    echo: str = ""
    """What is said beside the line once it is chosen."""


Finder = Callable[[str], Sequence[Choice]]
"""Finds what fits the typed letters, best first; called on every letter."""


class PickField(Field):
    """A field that takes one of the choices its finder offers."""

    def __init__(
        self,
        key: str,
        label: str,
        find: Finder,
        *,
        chosen: Choice | None = None,
        nothing: str,
        required: str = "",
        hint: str = "",
        size: int = 24,
        mind: Callable[[Any], Sequence[str]] = lambda _: (),
    ) -> None:
        """Make a field that picks.

        Args:
            key, label, hint, size, required: as for any field.
            find: what fits the typed letters.
            chosen: what is chosen at first.
            nothing: the sentence that refuses letters which nothing fits.
            mind: what to mind with a value that was chosen, said beneath the line.
        """
        text = chosen.text if chosen else ""
        super().__init__(key, label, text=text, hint=hint, size=size, required=required, replace=True)
        self.find = find
        self.nothing = nothing
        self.mind = mind
        self._minded: tuple[Any, Sequence[str]] = (None, ())
        self.chosen = chosen
        self.found: Sequence[Choice] = ()
        self.at = 0
        """Which of the found is highlighted."""
        self.listing = False
        """True while the rows are shown."""

    def changed(self) -> None:
        """Other letters: what was chosen no longer holds."""
        self.chosen = None
        self.found = self.find(self.text)
        self.at = 0
        self.listing = bool(self.found)

    def read(self) -> Reading:
        """The choice; letters alone are no choice."""
        self.catch_up()
        if self.chosen is not None:
            return Reading(self.chosen.value, self.chosen.echo)
        if not self.text.strip():
            return Reading(None, reason=self.required)
        if not self.found:
            return Reading(None, reason=self.nothing)
        return Reading(None, reason="Choose one of those that fit: Down, then Enter.")

    def echo(self) -> str:
        """While the person is choosing, how many fit; afterwards who or what was chosen."""
        if self.chosen is not None:
            return self.chosen.echo
        return f"{self.at + 1}/{len(self.found)}" if self.found else "none"

    @property
    def echo_wraps(self) -> bool:
        """While rows are listed, how many fit is not worth a line."""
        return not self.listing

    def take(self, choice: Choice | None = None) -> bool:
        """Choose the given or the highlighted choice; False when there is none."""
        if choice is None:
            if self.chosen is not None:
                self.listing = False
                return True
            if not self.found:
                return False
            choice = self.found[self.at]
        self.chosen = choice
        self.listing = False
        self.reason = ""
        self.text = choice.text
        self.line.select_all()  # letters typed next are another choice, not an addition to this one
        self.post_message(self.Changed(self))
        return True

    def arrow(self, step: int) -> bool:
        """Walk through the choices; a closed list opens again. False when there are none."""
        if not self.listing:
            self.found = self.find("" if self.chosen else self.text)
            self.at = self._where_chosen()
        if not self.found:
            return False
        if self.listing or self.chosen is not None:
            self.at = min(max(0, self.at + step), len(self.found) - 1)
        self.listing = True
        if self.chosen is not None:
            self.take(self.found[self.at])
            self.listing = True
        self._redraw()
        return True

    def _to_mind(self) -> Sequence[str]:
        """What to mind with the choice, looked up once for each."""
        value = self.chosen.value if self.chosen is not None else None
        if self._minded[0] != value:
            self._minded = (value, self.mind(value) if value is not None else ())
        return self._minded[1]

    def _where_chosen(self) -> int:
        values = [choice.value for choice in self.found]
        return values.index(self.chosen.value) if self.chosen and self.chosen.value in values else 0

    def taken(self) -> bool:
        """Enter takes the highlighted one."""
        self.catch_up()
        self.take()
        return self.check()

    def entered(self) -> None:
        """What fits is listed again while nothing is chosen."""
        self.listing = self.chosen is None and bool(self.found)

    def left(self) -> None:
        """Going on without Enter takes what leaves no doubt."""
        self.settle()
        self.listing = False

    def settle(self) -> None:
        """Take the only one that fits or bears exactly this name; of several none, a patient is not guessed."""
        self.catch_up()
        typed = self.text.strip().casefold()
        exact = [choice for choice in self.found if choice.text.casefold() == typed]
        sure = exact or self.found
        if self.chosen is None and len(sure) == 1:
            self.take(sure[0])

    def kept(self) -> dict[str, str]:
        """The text and what was chosen, since two patients may bear one name."""
        return {self.key: self.text, f"{self.key}.chosen": str(self.chosen.value) if self.chosen else ""}

    def recall(self, kept: Mapping[str, str]) -> None:
        """Put back a kept choice, when it can still be found by its text."""
        super().recall(kept)
        value = kept.get(f"{self.key}.chosen", "")
        self.found = self.find(self.text) if self.text else ()
        self.chosen = next((choice for choice in self.found if str(choice.value) == value), None)

    def rows(self, width: int, count: int) -> list[Text]:
        """The rows around the highlighted one, columns aligned; with nothing to choose, what to mind."""
        if not self.listing:
            width = max(8, width)
            lines = [line for said in self._to_mind() for line in textwrap.wrap(f"! {said}", width)]
            return [Text(line, "bold") for line in lines[:count]]
        first = max(0, min(self.at - count // 2, len(self.found) - count))
        shown = self.found[first : first + count]
        rows = []
        for number, line in enumerate(aligned([choice.columns for choice in shown], width - 1), first):
            mark, style = (">", "reverse") if number == self.at else (" ", "")
            rows.append(Text(mark + line, style))
        return rows


def aligned(rows: Sequence[tuple[str, ...]], width: int) -> list[str]:
    """Rows of columns as lines of exactly this many cells; a column that doesn't fit whole is left out."""
    if not rows:
        return []
    count = max(len(row) for row in rows)
    wide = [max(len(row[n]) if n < len(row) else 0 for row in rows) for n in range(count)]
    while count > 1 and sum(wide[:count]) + count - 1 > width:
        count -= 1
    lines = []
    for row in rows:
        parts = [set_cell_size(row[n] if n < len(row) else "", wide[n]) for n in range(count)]
        lines.append(set_cell_size(" ".join(parts), max(1, width)))
    return lines
