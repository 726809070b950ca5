"""Editing what a visit is: kind, length and note; of one visit, of the following ones of its series, or of all."""

from __future__ import annotations

import json
from functools import partial
from typing import Any, ClassVar

from textual import on

from frontdesk.desk import Desk, Done, Refused, Stale
from frontdesk.logic import calendar, practice, when
from frontdesk.logic.calendar import VisitCard
from frontdesk.logic.drafts import Draft
from frontdesk.screens import readers
from frontdesk.screens.form import DraftedForm
from frontdesk.screens.wishing import kind_choices
from frontdesk.widgets.field import Field
from frontdesk.widgets.picker import PickField

WHICH = {"this": "", "following": ", this and the following", "all": ", all of its series"}
"""What the title says of the visits that are meant."""


class VisitForm(DraftedForm):
    """Edit a visit. What others changed in other fields stays; in the same field both are shown."""

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
        kinds = kind_choices(desk, "")
        title = f"Edit {card.visit.name} {when.echo_moment(card.starts)}{WHICH[self.scope]}"
        since = calendar.reach(desk, visit=visit).since if self.scope == "all" else None
        title += f" from {since:%a} {since.day} {since:%b}" if since is not None else ""
        fields = [
            PickField(
                "kind", "Kind", partial(kind_choices, desk), size=6, required="What kind of visit is it?",
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
        self._was: dict[str, str] = json.loads(draft.values["was"]) if draft else self._texts(card)
        """What the fields held of the visit when it was read last."""
        self._offered = self._was["minutes"]
        self._both = ""
        """The field that others changed too, while that is to be seen here."""
        super().__init__(desk, title, fields, draft=draft)

    def _texts(self, card: VisitCard) -> dict[str, str]:
        """What the fields hold of the visit as it is; a kind that is out of use can't be chosen."""
        kinds = (each.text for each in kind_choices(self.desk, card.visit.kind))
        kind = next((code for code in kinds if code == card.visit.kind), "")
        return {"kind": kind, "minutes": when.show_length(card.visit.minutes), "note": card.visit.note}

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
        return {**super().kept(), **mine, "was": json.dumps(self._was)}

    @on(Field.Changed, "#field-kind")
    def _usual_length(self) -> None:
        """Another kind is usually of another length; a length that was typed stays."""
        kind, minutes = self.form["kind"].text, self.form["minutes"]
        usual = {each.code: when.show_length(each.minutes) for each in practice.kinds(self.desk)}.get(kind)
        if usual and minutes.text == self._offered:
            minutes.text = self._offered = self._was["minutes"] if kind == self._was["kind"] else usual

    def accept(self) -> None:
        """Save what is other than it was; what clashes is shown first, each visit wants its answer."""
        self.form.current.settle()
        if unfit := self.form.first_unfit():
            self.form.go(unfit)
            return
        if self._merge():
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

    def _merge(self) -> bool:
        """Take what others changed since the visit was read; True where that was changed here as well.

        Both are shown then, and the next time what stands here is meant.
        """
        card = calendar.visit(self.desk, visit=self.visit.id)
        self._both, was, now = "", self._was, self._texts(card)
        self.version, self._was = card.visit.version, now
        for key in [key for key in reversed(now) if now[key] != was[key]]:
            field = self.form[key]
            if field.text == was[key]:
                self._offered = now[key] if key == "minutes" else self._offered
                field.recall({key: now[key], f"{key}.chosen": self._chosen(now[key])})
            elif field.text != now[key]:
                self._both = key
                self.form.refuse(key, f"Meanwhile it became: {now[key] or 'empty'}")
        if self._both:
            self.say("Enter keeps yours, Esc leaves theirs.", error=True)
        return bool(self._both)

    def _chosen(self, code: str) -> str:
        """What a draft keeps of the kind chosen."""
        return next((str(each.value) for each in kind_choices(self.desk, code) if each.text == code), "")

    def _change_planned(self, meant: dict[str, Any], answers: Any) -> Done:
        """The change from the plan, which others may have overtaken; what they changed too is seen in the form."""
        if self._both:
            raise Stale("Somebody changed the same meanwhile; Esc shows it.")
        try:
            return self._change(meant, answers)
        except Stale:
            self._merge()
            raise

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
            do=lambda answers: self._change_planned(meant, answers),
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
