"""A field that takes one of a few choices, each by its letter; they are listed as soon as the cursor comes."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from frontdesk.widgets.picker import Choice, PickField


class LetterField(PickField):
    """A field for one letter: the choice's `text` is its word, its first column the letter."""

    def __init__(
        self, key: str, label: str, choices: Sequence[Choice], *, chosen: Choice | None = None, required: str
    ) -> None:
        """Make a field.

        Args:
            key, label, chosen, required: as for any field that picks.
            choices: each with its letter and its name as columns.
        """
        self.choices = choices
        letters = " ".join(choice.columns[0] for choice in choices)
        super().__init__(
            key, label, self._fits, chosen=chosen, required=required, hint=letters, size=18,
            nothing=f"Write one of the letters {letters}.",
        )  # fmt: skip
        self.found = tuple(choices)
        self.at = -1  # nothing is taken before somebody says what

    def _fits(self, text: str) -> Sequence[Choice]:
        wanted = text.strip().casefold()
        exact = [choice for choice in self.choices if choice.columns[0] == wanted]
        return exact or [choice for choice in self.choices if choice.columns[1].casefold().startswith(wanted)]

    def changed(self) -> None:
        """An emptied field lists them all again, none of them highlighted."""
        super().changed()
        if not self.text.strip():
            self.at = -1

    def take(self, choice: Choice | None = None) -> bool:
        """Choose the given one or the highlighted one, if any is."""
        if choice is None and self.chosen is None and self.at < 0:
            return False
        return super().take(choice)

    def rows(self, width: int, count: int) -> list[Text]:
        """All of them, one after another in as few lines as they need."""
        lines = [Text()]
        for number, choice in enumerate(self.found if self.listing else ()):
            mark, style = (">", "reverse") if number == self.at else (" ", "")
            words = Text(f"{mark}{choice.columns[0]} {choice.columns[1]}", style)
            if lines[-1] and lines[-1].cell_len + words.cell_len + 1 > width:
                lines.append(Text())
            lines[-1].append(" " if lines[-1] else "").append_text(words)
        return lines[:count] if lines[0] else []

    def echo(self) -> str:
        """The word stands in the line."""
        return "" if self.chosen is not None else super().echo()
