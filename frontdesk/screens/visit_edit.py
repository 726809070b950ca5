"""Editing what a visit is: kind, length and note; of one visit, of the following ones of its series, or of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import calendar, practice, when
from frontdesk.logic.drafts import Draft
from frontdesk.screens import readers
from frontdesk.screens.form import DraftedForm
from frontdesk.widgets.field import Field
from frontdesk.widgets.picker import Choice, PickField

WHICH = {"this": "", "following": ", this and the following", "all": ", all of its series"}
"""What the title says of the visits that are meant."""


class VisitForm(DraftedForm):
    """Edit a visit."""

    FORM = "visit_edit.visit"
    verb: ClassVar[str] = "Save"

    def __init__(self, desk: Desk, *, visit: int, scope: str = "this", draft: Draft | None = None) -> None:
        """Open the form on a visit.

        Args:
            desk: who edits.
            visit: its number.
            scope: this, following or all.
            draft: what was kept of this form.
        """
        self.desk = desk
        card = calendar.visit(desk, visit=visit)
        self.visit = card.visit
        self.scope = draft.values["scope"] if draft else scope
        self.version = int(draft.values["version"]) if draft else card.visit.version
        kinds = self._kinds("")
        title = f"Edit {card.visit.name} {when.echo_moment(card.starts)}{WHICH[self.scope]}"
        since = calendar.reach(desk, visit=visit).since if self.scope == "all" else None
        title += f" from {since:%a} {since.day} {since:%b}" if since is not None else ""
        fields = [
            PickField(
                "kind", "Kind", self._kinds, size=6, required="What kind of visit is it?",
                chosen=next((each for each in kinds if each.text == card.visit.kind), None),
                nothing="There is no such kind of visit.",
            ),
            Field(
                "minutes", "Length", readers.length(), size=8, replace=True, required="How long is it?",
                text=when.show_length(card.visit.minutes),
            ),
            Field("note", "Note", readers.words, size=50, text=card.visit.note),
        ]  # fmt: skip
        spoken = calendar.interpreted(desk, visits=[visit]).get(visit)
        self._spoken = f"{spoken.words[:1].upper()}{spoken.words[1:]}." if spoken is not None else ""
        self._was = {field.key: field.text for field in fields}
        self._offered = self._was["minutes"]
        self._kind = fields[0].read().value
        super().__init__(desk, title, fields, draft=draft)

    def _kinds(self, text: str) -> Sequence[Choice]:
        wanted = text.strip().casefold()
        found = [
            kind
            for kind in practice.kinds(self.desk)
            if kind.code.casefold().startswith(wanted) or wanted in kind.name.casefold()
        ]
        return [
            Choice(kind.id, kind.code, (kind.code, kind.name, when.show_length(kind.minutes)), kind.name)
            for kind in sorted(found, key=lambda kind: kind.code.casefold() != wanted)
        ]

    def on_mount(self) -> None:
        """Say who interprets: a longer visit asks more of them."""
        self.say(self._spoken)

    @property
    def start(self) -> Field:
        """The first field, whatever is empty."""
        return self.form.fields[0]

    def kept(self) -> dict[str, str]:
        """The fields, and which visits they are for."""
        mine = {"visit": str(self.visit.id), "scope": self.scope, "version": str(self.version)}
        return {**super().kept(), **mine}

    @on(Field.Changed, "#field-kind")
    def _usual_length(self) -> None:
        """Another kind is usually of another length; a length that was typed stays."""
        kind, minutes = self.form["kind"].read().value, self.form["minutes"]
        usual = {each.id: when.show_length(each.minutes) for each in practice.kinds(self.desk)}.get(kind)
        if usual and minutes.text == self._offered:
            minutes.text = self._offered = self._was["minutes"] if kind == self._kind else usual

    def accept(self) -> None:
        """Save what is other than it was; what clashes is shown first, each visit wants its answer."""
        if unfit := self.form.first_unfit():
            self.form.go(unfit)
            return
        wish = {key: value for key, value in self.form.values().items() if self.form[key].text != self._was[key]}
        if not wish:
            self.accepted()
            self.dismiss(None)
            return
        meant: dict[str, Any] = {"visit": self.visit.id, "scope": self.scope, **wish}
        try:
            plan = calendar.plan_edit(self.desk, **meant)
            done = None if plan.clashes else self._change(meant, {})
        except Refused as refused:
            self.refused(refused)
            return
        if done is None:
            self._ask(meant)
        else:
            self._saved(done)

    def _change(self, meant: dict[str, Any], answers: Any) -> Done:
        desk = self.desk.asking(self.request)
        return calendar.edit(desk, **meant, version=self.version, answers=answers)

    def _ask(self, meant: dict[str, Any]) -> None:
        from frontdesk.screens.calendar.planning import PlanDialog

        dialog = PlanDialog(
            self.desk,
            whose=self.visit.name,
            verb="Save",
            look=lambda answers: calendar.plan_edit(self.desk, **meant, answers=answers),
            do=lambda answers: self._change(meant, answers),
            elsewhere=False,
        )
        self.app.push_screen(dialog, self._saved)

    def _saved(self, done: Done | None) -> None:
        """It was saved, or the person goes on typing."""
        if done is not None:
            self.accepted()
            self.dismiss(done)


def reopen(desk: Desk, draft: Draft) -> VisitForm:
    """The form as it was left."""
    return VisitForm(desk, visit=int(draft.values["visit"]), draft=draft)
