"""`;`: what people choose for themselves. It holds at once, at this type of terminal or at all of theirs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from frontdesk.desk import Desk, Done
from frontdesk.logic import personal
from frontdesk.logic.drafts import Draft
from frontdesk.logic.personal import EVERYWHERE, Mine
from frontdesk.screens.form import DraftedForm
from frontdesk.settings import AREA, COLOURS, PERSONAL, SIGNS, THEME, Setting
from frontdesk.widgets.picker import Choice, PickField

LABELS = {AREA: "Begin with", THEME: "Background", SIGNS: "Signs", COLOURS: "Colours"}
"""What the fields are called."""

MEANS = {
    (THEME, "dark"): "light letters on a dark background",
    (THEME, "light"): "dark letters on a light background",
    (SIGNS, "auto"): "as the terminal says of itself",
    (SIGNS, "all"): "all there are, whatever the terminal says",
    (SIGNS, "ascii"): "plain letters and signs alone",
    (COLOURS, "auto"): "as many as the terminal has",
    (COLOURS, "16"): "the terminal's own sixteen",
    (COLOURS, "8"): "the first eight of them",
    (COLOURS, "none"): "bold, dim and reversed only",
}
"""What a value means, where the word alone does not say it."""


def key_of(setting: Setting) -> str:
    """What its field is called among the form's values."""
    return setting.name.rpartition(".")[2]


def finder(choices: Sequence[Choice]) -> Callable[[str], Sequence[Choice]]:
    """Those that begin with what is typed, or contain it; all while nothing is."""

    def find(text: str) -> Sequence[Choice]:
        wanted = text.strip().casefold()
        begin = [each for each in choices if each.text.casefold().startswith(wanted)]
        return begin or [each for each in choices if wanted in each.text.casefold()]

    return find


def field_of(setting: Setting, value: str) -> PickField:
    """The field of a setting, as it holds now."""
    choices = [Choice(each, each, (each, MEANS.get((setting, each), ""))) for each in setting.choices]
    one = f"One of: {', '.join(setting.choices)}."
    chosen = next(each for each in choices if each.value == value)
    return PickField(
        key_of(setting), LABELS[setting], finder(choices), chosen=chosen, nothing=one, required=one, size=16
    )


class MineForm(DraftedForm):
    """Choose the area to begin with, background, signs and colours; for this type of terminal, or for all."""

    FORM = "mine.chosen"
    ALL: ClassVar[str] = "all my terminals"

    def __init__(self, desk: Desk, terminal: str, *, draft: Draft | None = None) -> None:
        self.now: Mine = personal.mine(desk, terminal=terminal)
        if draft is not None:
            self.now = Mine(terminal, json.loads(draft.values["was"]))
        holds = self.now.values
        here = Choice(False, terminal, (terminal, "at terminals of this type"))
        both = [Choice(True, self.ALL, (self.ALL, "but those that have their own")), here]
        which = PickField(
            "for", "For", finder(both), chosen=both[self.now.of_its_own], size=24,
            nothing=f"Either {terminal}, or {self.ALL}.", required=f"For {terminal}, or for {self.ALL}?",
        )  # fmt: skip
        fields = [*(field_of(setting, holds[setting.name]) for setting in PERSONAL), which]
        super().__init__(desk, "For myself", fields, draft=draft)

    @property
    def start(self) -> PickField:
        """The first one."""
        field = self.form[key_of(PERSONAL[0])]
        assert isinstance(field, PickField)
        return field

    def kept(self) -> dict[str, str]:
        """The fields, the terminal they are for, and what was chosen when the form was opened."""
        return {**super().kept(), "terminal": self.now.terminal, "was": json.dumps(self.now.rows)}

    def subject(self) -> str:
        """What it is about."""
        return "What I choose for myself"

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Let what is in the fields hold."""
        new = {setting.name: str(values[key_of(setting)]) for setting in PERSONAL}
        rows = personal.wanted(self.now, new, everywhere=values["for"])
        was = {
            where: {setting.name: self.now.rows.get(where, {}).get(setting.name, "") for setting in PERSONAL}
            for where in (EVERYWHERE, self.now.terminal)
        }
        return personal.choose(self.desk.asking(self.request), rows=rows, was=was)


def reopen(desk: Desk, draft: Draft) -> MineForm:
    """The form as it was left, for the terminal it was left at."""
    return MineForm(desk, draft.values["terminal"], draft=draft)
