"""Changing a phone note while others may be doing the same."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pendulum

from frontdesk.desk import Desk, Done, Refused, Stale
from frontdesk.logic import notes, patients
from frontdesk.logic.drafts import Draft
from frontdesk.screens.notes import NoteForm, due_text
from frontdesk.widgets.field import Field


class NoteEdit(NoteForm):
    """Change a phone note. What others changed in other fields stays; in the same field both are shown."""

    FORM = "notes.edit"

    def __init__(self, desk: Desk, *, note: int, draft: Draft | None = None) -> None:
        self.note = note
        self.was = _decoded(draft.values["was"]) if draft else notes.note_facts(desk, note=note)
        super().__init__(desk, sure=True, draft=draft)

    def first(self, patient: int | None) -> dict[str, Any]:
        """What the note says."""
        return self.was

    @property
    def start(self) -> Field:
        """The note itself."""
        return self.form["text"]

    def on_mount(self) -> None:
        """Everything is there already; what was written by hand and what by the form, nobody knows any more."""
        self.auto.clear()

    def follow(self, key: str) -> None:
        """Nothing follows any more: everything was settled when the note was taken."""

    def kept(self) -> dict[str, str]:
        """The fields, which note it is, and what it said when the form opened."""
        return {**super().kept(), "note": str(self.note), "was": _encoded(self.was)}

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Save what was changed; the rest is not sent, so that what others wrote there stays."""
        edited = {key: value for key, value in self.said(values).items() if value != self.was[key]}
        was = {key: self.was[key] for key in edited}
        return notes.edit(self.desk.asking(self.request), note=self.note, was=was, **edited)

    def refused(self, refused: Refused) -> None:
        """With nothing changed the form just closes; where two have changed the same field, both are shown."""
        if refused.code == "same":
            self.accepted()
            self.draft = None
            self.dismiss(None)
            return
        super().refused(refused)
        if isinstance(refused, Stale) and refused.field:
            now = notes.note_facts(self.desk, note=self.note)
            self.was = {**self.was, **{key: now[key] for key in _together(refused.field)}}
            self.form.refuse(refused.field, f"Meanwhile it became: {self._shown(refused.field, now)}")
            self.say("Enter keeps yours, Esc leaves theirs.", error=True)

    def _shown(self, key: str, now: Mapping[str, Any]) -> str:
        """A field's value as people read it."""
        if key == "due":
            return due_text(self.due_of(now))
        if key == "whom":
            return next((each.name for each in self.people if each.key == now["whom"]), "whoever comes first")
        if key == "patient":
            row = patients.row(self.desk, patient=now["patient"]) if now["patient"] is not None else None
            return row.name if row is not None else "nobody on file"
        if key == "about":
            return next(each.name for each in notes.MATTERS.values() if str(each.about) == now["about"])
        return {True: "yes", False: "no", "": "empty"}.get(now[key], str(now[key]))


def _together(key: str) -> tuple[str, ...]:
    """Day and time of it are one field."""
    return ("due", "due_at") if key == "due" else (key,)


def _encoded(said: Mapping[str, Any]) -> str:
    """What a note said, as text for a draft."""
    due, at = said["due"], said["due_at"]
    return json.dumps({**said, "due": due.isoformat(), "due_at": at and int(at.timestamp())})


def _decoded(text: str) -> dict[str, Any]:
    said = json.loads(text)
    at = said["due_at"]
    return {
        **said,
        "due": pendulum.Date.fromisoformat(said["due"]),
        "due_at": pendulum.from_timestamp(at) if at is not None else None,
    }
