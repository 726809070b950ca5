"""The fields of a form in one column: going from one to the next, checking them, reading them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from frontdesk.widgets.field import Field, Room


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """A column of fields; it scrolls where there is less room than fields."""

    WIDEST = 76
    """A wider terminal doesn't make a form wider: the eye would lose the line."""
    STACKED_BELOW = 34
    """Narrower than this, a label goes above its line."""
    LIST = 6
    """Rows a field lists beneath itself, where there is room."""

    def __init__(self, fields: Iterable[Field]) -> None:
        super().__init__(id="form")
        self.fields: Sequence[Field] = tuple(fields)

    def compose(self) -> ComposeResult:
        """The fields, first to last."""
        yield from self.fields

    def __getitem__(self, key: str) -> Field:
        """The field of this name."""
        return next(field for field in self.fields if field.key == key)

    @property
    def open_fields(self) -> list[Field]:
        """The fields that are on show; the others keep their text but are not read.

        (`display` would be false of all when a key typed ahead closes the form while it opens.)
        """
        return [field for field in self.fields if field.styles.display != "none"]

    @property
    def current(self) -> Field:
        """The field with the cursor; the first when none has it."""
        fields = self.open_fields
        return next((field for field in fields if field.typing), fields[0])

    # --- going about -------------------------------------------------------------------------------

    def go(self, field: Field) -> None:
        """Put the cursor into a field, at once: keys typed ahead must land in it."""
        self.screen.set_focus(field.line)
        self.keep_in_view()

    @on(Field.Grew)
    def keep_in_view(self) -> None:
        """Whatever grew or shrank, the field with the cursor is seen, its line before what is beneath it."""
        self.call_after_refresh(self._scroll_to_current)

    def _scroll_to_current(self) -> None:
        if not self.open_fields:  # closing
            return
        place, height = self.current.virtual_region, self.size.height
        lowest, highest = max(0, min(place.y, place.bottom - height)), place.y
        top = min(max(self.scroll_offset.y, lowest), highest)
        self.scroll_to(y=top, animate=False, force=True)

    def step(self, by: int) -> bool:
        """Go so many fields on or back; False at the end of the form, where it stays."""
        fields = self.open_fields
        there = fields.index(self.current) + by
        if not 0 <= there < len(fields):
            return False
        self.go(fields[there])
        return True

    def first_unfit(self) -> Field | None:
        """Check every field, show what is wrong at each, and name the first that can't be used."""
        unfit = [field for field in self.open_fields if not field.check()]
        return unfit[0] if unfit else None

    def refuse(self, key: str, reason: str) -> bool:
        """Show a refusal at its field and go there; False when no field on show bears that name."""
        for field in self.open_fields:
            if field.key == key:
                field.reason = reason
                self.go(field)
                if field.secret:  # nobody corrects what nobody sees
                    field.line.select_all()
                return True
        return False

    # --- what it holds -----------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """What the fields on show mean; call it when `first_unfit` found none."""
        return {field.key: field.read().value for field in self.open_fields}

    def kept(self) -> dict[str, str]:
        """Everything typed, for a draft."""
        return {name: text for field in self.fields for name, text in field.kept().items()}

    def recall(self, kept: Mapping[str, str]) -> None:
        """Put back what a draft held."""
        for field in self.fields:
            field.recall(kept)

    # --- room --------------------------------------------------------------------------------------

    def fit(self, width: int, height: int) -> None:
        """Lay the fields out for this much room."""
        width = min(width, self.WIDEST)
        longest = max(len(field.label) for field in self.fields) + 1
        stacked = width < self.STACKED_BELOW and height >= 6
        label = min(longest, max(8, width * 2 // 5)) if not stacked else width
        rows = max(1, min(self.LIST, height - 2 - stacked))
        for field in self.fields:
            field.fit(Room(width, label, stacked, rows))
