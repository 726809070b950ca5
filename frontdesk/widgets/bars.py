"""The one-line bars of every screen: heading, detail, message and keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.text import Text
from textual.strip import Strip
from textual.widget import Widget

from frontdesk.widgets.command import Command, key_sign, keys_of
from frontdesk.widgets.rows import strip


class Bar(Widget):
    """One line of text, drawn again only when the text changes."""

    DEFAULT_CSS = "Bar { height: 1; width: 1fr; }"
    can_focus = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.text = Text()

    def show(self, text: Text) -> None:
        """Show this text; the same text again sends nothing to the terminal."""
        if text != self.text or text.spans != self.text.spans:
            self.text = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line itself."""
        return strip(ended(self.text, self.size.width) if y == 0 else Text(), self.size.width, self.rich_style)


def ended(text: Text, width: int) -> Text:
    """The text; where it is too long and would be cut within a number, it ends before that, with `..`."""
    if text.cell_len <= width:
        return text
    part = text.copy()
    part.truncate(width)
    begun = part.plain.rpartition(" ")[2]
    word = begun + text.plain[len(part.plain) :].partition(" ")[0]
    if not begun or word == begun or not any(letter.isdigit() for letter in word):
        return part
    part.right_crop(len(begun))
    part.append("..")
    part.truncate(width)
    return part


class KeyBar(Bar):
    """The keys that work right now, as many as there is room for; `?` always stays at the end."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._keys: tuple[tuple[str, str], ...] = ()

    def show_keys(self, keys: Iterable[tuple[str, str]]) -> None:
        """Show pairs of key and word; the last pair is kept whatever the width."""
        self._keys = tuple(keys)
        self._fit()

    def show_commands(self, commands: Iterable[Command[Any]], host: Any) -> None:
        """Show those of these commands that have a place here and can be used now."""
        self.show_keys(
            (key_sign(keys_of(c, host)[0]), c.word(host)) for c in commands if c.shown and c.ready(host)
        )

    def on_resize(self) -> None:
        """Fit the keys to the new width."""
        self._fit()

    def _fit(self) -> None:
        if not self._keys:
            return
        *first, last = self._keys
        text, room = Text(" "), max(0, self.size.width - 1 - len(" ".join(last)))
        for key, word in first:
            if text.cell_len + len(key) + len(word) + 3 <= room:
                text.append(key, "bold").append(f" {word}  ")
        self.show(text.append(last[0], "bold").append(f" {last[1]}"))
