"""The phone note form: who called about what, the number to call, for whom and until when.

The fields are named as those of `notes.take`. Only who called, what it is about and the note itself are typed; the
rest follows from them, is on show, and can be changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pendulum
from textual import on

from frontdesk.desk import Desk, Done
from frontdesk.logic import notes, patients, when, worklists
from frontdesk.logic.drafts import Draft
from frontdesk.screens import readers
from frontdesk.screens.form import DraftedForm
from frontdesk.screens.patient_lines import patient_choice
from frontdesk.widgets.field import Field, Reader, Reading
from frontdesk.widgets.letters import LetterField
from frontdesk.widgets.picker import Choice, PickField

Due = tuple[date, pendulum.DateTime | None]
"""A day, and perhaps the moment of it."""


class CallerField(PickField):
    """A patient picked by letters, or the name of somebody who is not on file: the last row of the list."""

    def settle(self) -> None:
        """Going on without Enter takes the only patient who fits; where nobody does, the name as typed."""
        self.catch_up()
        known = [choice for choice in self.found if isinstance(choice.value, int)]
        if self.chosen is None and self.found and len(known) < 2:
            self.take((*known, *self.found)[0])

    def read(self) -> Reading:
        """A name as typed must be one that can be stored."""
        reading = super().read()
        if isinstance(reading.value, str):
            return Reading(reading.value, reading.echo, readers.words(reading.value).reason)
        return reading


def due_reader(desk: Desk, was: Due | None = None) -> Reader:
    """A day, a time of today, or both; nothing that is past, unless it was there before."""

    def parse(text: str) -> Due:
        if was is not None and text.strip() == due_text(was):
            return was
        found = _due(desk, text)
        if found[0] < desk.today():
            raise ValueError("That day is over.")
        if found[1] is not None and found[1] <= desk.now():
            raise ValueError("That time is past.")
        return found

    return readers.reader(parse, due_text)


def _due(desk: Desk, text: str) -> Due:
    try:
        time = when.parse_time(text)
    except when.NotUnderstood:
        pass
    else:  # a time that the clocks leave out today is refused with that reason
        return desk.today(), when.local_moment(desk.today(), time, zone=desk.zone)
    try:
        at = when.parse_moment(text, now=desk.now())
    except when.NotUnderstood:
        return when.parse_day(text, today=desk.today()), None
    return at.date(), at


def due_text(due: Due) -> str:
    """`Wed 25 Nov 2026`, or with its time."""
    return when.echo_moment(due[1]) if due[1] is not None else when.echo_day(due[0])


def matter_choices() -> list[Choice]:
    """What a call can be about."""
    return [Choice(str(each.about), each.name, (each.letter, each.name)) for each in notes.MATTERS.values()]


class NoteForm(DraftedForm):
    """Take a phone note."""

    FORM = "notes.take"

    def __init__(
        self,
        desk: Desk,
        *,
        patient: int | None = None,
        sure: bool = False,
        words: str = "",
        draft: Draft | None = None,
    ) -> None:
        """Open the form.

        Args:
            desk: who writes.
            patient: who is thought to be on the phone.
            sure: it is about that patient; the form begins at the matter.
            words: the first letters of the caller.
            draft: what was kept of this form.
        """
        self.desk = desk
        self.sure = sure or (draft is not None and bool(draft.values.get("sure")))
        self.words = words
        self.people = worklists.everybody(desk)
        self.auto: dict[str, str] = _autos(draft)
        """What the form itself has put into fields; a person's own words are never overwritten."""
        super().__init__(desk, "Phone note", self.fields(self.first(patient)), draft=draft, accepts_from="text")

    def first(self, patient: int | None) -> dict[str, Any]:
        """What the fields say at first, by name as in `notes.note_facts`."""
        return {"patient": patient, "caller": ""}

    def fields(self, said: Mapping[str, Any]) -> list[Field]:
        """The fields, saying this."""
        row = patients.row(self.desk, patient=said["patient"]) if said["patient"] is not None else None
        known = patient_choice(self.desk, row) if row is not None else None
        about = [choice for choice in matter_choices() if choice.value == said.get("about")]
        whom = [choice for choice in self._whom("") if choice.value == said.get("whom")]
        due = self.due_of(said) if said.get("due") else None
        return [
            CallerField(
                "caller", "Caller", self._callers, size=28, chosen=_free(said["caller"]) or known,
                hint="name, phone, born, number", required="Who called?", nothing="Nobody fits that.",
                mind=self._mind,
            ),
            PickField(
                "patient", "Patient", self._patients, size=28, chosen=known, hint="if it is about one",
                nothing="No patient fits that; it may stay empty.", mind=self._mind,
            ),
            Field("phone", "Call back", readers.phone, text=said.get("phone", ""), size=22, replace=True),
            LetterField(
                "about", "About", matter_choices(), chosen=about[0] if about else None,
                required="What is it about?",
            ),
            Field("text", "Note", readers.of_patient("note"), text=said.get("text", ""), size=56,
                  required="What does the caller want? A few words will do."),
            Field("urgent", "Urgent", readers.yes(), text="y" if said.get("urgent") else "", size=4,
                  blank=False, hint="no", replace=True),
            PickField(
                "whom", "For", self._whom, size=28, chosen=whom[0] if whom else None,
                hint="whoever comes first", nothing="Nobody here fits that.",
            ),
            Field("due", "Due", due_reader(self.desk, due), text=due_text(due) if due else "", size=24,
                  required="Until when? Write tom, or 3p.", replace=True),
        ]  # fmt: skip

    def due_of(self, said: Mapping[str, Any]) -> Due:
        """The day, and perhaps the moment of it, in the practice's zone."""
        at = said["due_at"]
        return said["due"], at.in_timezone(self.desk.zone) if at is not None else None

    # --- what can be chosen ------------------------------------------------------------------------

    def _patients(self, text: str) -> Sequence[Choice]:
        if not text.strip():
            return ()
        return [patient_choice(self.desk, row) for row in patients.search(self.desk, text=text).rows]

    def _callers(self, text: str) -> Sequence[Choice]:
        # Only blanks are evened out: what can't be stored stays in it, to be refused.
        free = _free(" ".join(part for part in text.split(" ") if part))
        return [*self._patients(text), free] if free is not None else ()

    def _whom(self, text: str) -> Sequence[Choice]:
        wanted = text.strip().casefold()
        found = [each for each in self.people if fits(wanted, each.name)]
        return [Choice(each.key, each.name, (each.name, "" if each.owner else "role")) for each in found]

    def _mind(self, value: Any) -> Sequence[str]:
        return patients.to_mind(self.desk, patient=value) if isinstance(value, int) else ()

    # --- opening and going on ----------------------------------------------------------------------

    def on_mount(self) -> None:
        """Type the first letters of the caller; fill in what follows from what is known."""
        self.auto.setdefault("patient", self.form["patient"].text)  # another caller is another patient
        if self.words:
            self.form["caller"].line.value = self.words
        self.follow("caller")

    @property
    def start(self) -> Field:
        """The caller, who is selected for typing over; the matter where it is sure whom it is about."""
        return self.form["about" if self.sure else "caller"]

    def enter(self) -> None:
        """Take what the field holds and go to the next one that is empty; in the note, save."""
        field = self.form.current
        if not field.taken():
            return
        if self.completes(field):
            self.accept()
            return
        self.follow(field.key)
        fields = self.form.open_fields
        ahead = fields[fields.index(field) + 1 :]
        self.form.go(next(each for each in ahead if each.key == "text" or not each.text.strip()))

    def subject(self) -> str:
        """Who called, as far as it is typed."""
        return f"Phone note {self.form['caller'].text}".strip()

    def kept(self) -> dict[str, str]:
        """The fields, and what of them the form itself has put in."""
        sure = {"sure": "y"} if self.sure else {}
        return {**super().kept(), **sure, **{f"auto.{key}": text for key, text in self.auto.items()}}

    # --- what follows from what --------------------------------------------------------------------

    @on(Field.Changed)
    def _changed(self, event: Field.Changed) -> None:
        self.follow(event.field.key)

    def follow(self, key: str) -> None:
        """Fill in what follows from a field, where nobody has written anything else."""
        if key == "caller":
            caller: Any = self.form["caller"]
            if caller.chosen is not None and isinstance(caller.chosen.value, int):
                self.pick("patient", caller.chosen)
                key = "patient"
            elif caller.chosen is not None and not self.sure:
                self.forget("patient", "phone")
        if key == "patient" and (patient := self.form["patient"].read().value) is not None:
            self.put("phone", self.number_of(patient))
        if key in ("about", "urgent"):
            self._usual(key)

    def number_of(self, patient: int) -> str:
        """The first number that we may call."""
        return next((each.shown for each in patients.phones(self.desk, patient=patient) if each.may_call), "")

    def _usual(self, key: str) -> None:
        about: Any = self.form["about"]
        if about.chosen is None:
            return
        if key == "about":
            self.put("urgent", "y" if notes.usual(self.desk, about=about.chosen.value).urgent else "")
        urgent = self.form["urgent"].read()
        usual = notes.usual(self.desk, about=about.chosen.value, urgent=bool(urgent.value))
        self.put("due", when.echo_day(usual.due))
        if key == "about":
            whom = next((choice for choice in self._whom("") if choice.value == usual.whom), None)
            if whom is not None:
                self.pick("whom", whom)

    def is_mine(self, key: str) -> bool:
        """Whether the field is empty, or holds what the form itself has put there."""
        return self.form[key].text.strip() in ("", self.auto.get(key, ""))

    def put(self, key: str, text: str) -> None:
        """Put a text into a field, where nobody has written anything else."""
        if self.is_mine(key):
            self.auto[key] = text
            self.form[key].text = text
            self.form[key].reason = ""

    def pick(self, key: str, choice: Choice) -> None:
        """Choose for a field, where nobody has chosen anything else."""
        field: Any = self.form[key]
        if self.is_mine(key) and (field.chosen is None or field.chosen.value != choice.value):
            self.auto[key] = choice.text
            field.take(choice)

    def forget(self, *keys: str) -> None:
        """Take out what the form itself has put in: a stranger calls, not whoever was under the cursor."""
        for key in keys:
            field = self.form[key]
            if self.is_mine(key) and field.text:
                self.auto[key] = field.text = ""
                field.changed()

    # --- doing -------------------------------------------------------------------------------------

    def said(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields mean, as `notes.take` wants it."""
        caller, patient = values["caller"], values["patient"]
        if isinstance(caller, int):
            patient = caller if patient is None else patient
            caller = "" if caller == patient else self.form["caller"].text
        due, at = values["due"]
        return {
            **{key: values[key] for key in ("phone", "about", "text", "urgent")},
            "caller": caller,
            "patient": patient,
            "whom": values["whom"] or "",
            "due": pendulum.date(due.year, due.month, due.day),
            "due_at": at.in_timezone("UTC") if at is not None else None,
        }

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Save it."""
        return notes.take(self.desk.asking(self.request), **self.said(values))


def _free(text: str) -> Choice | None:
    """The choice that takes a name as typed."""
    return Choice(text, text, (text, "not on file"), "not on file") if text else None


def _autos(draft: Draft | None) -> dict[str, str]:
    kept = draft.values if draft is not None else {}
    return {key[5:]: text for key, text in kept.items() if key.startswith("auto.")}


def fits(wanted: str, name: str) -> bool:
    """Whether a word of the name begins with these folded letters."""
    return name.casefold().startswith(wanted) or f" {wanted}" in name.casefold()


def reopen(desk: Desk, draft: Draft) -> NoteForm:
    """The form as it was left: a new note, or a change of one."""
    if draft.form != NoteForm.FORM:
        from frontdesk.screens.note_edit import NoteEdit

        return NoteEdit(desk, note=int(draft.values["note"]), draft=draft)
    return NoteForm(desk, draft=draft)
