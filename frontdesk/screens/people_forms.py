"""The forms of a patient's phones and of the people around. Like every form they lose nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from frontdesk.desk import Desk, Done, Stale
from frontdesk.logic import patients
from frontdesk.logic.drafts import Draft
from frontdesk.logic.patients import ContactLine, PatientPage, PhoneLine
from frontdesk.screens import readers
from frontdesk.screens.form import DraftedForm
from frontdesk.widgets.field import Field

Texts = dict[str, str]
"""The fields of a form as texts, by name."""


class LineForm(DraftedForm):
    """One line of a patient's record. Whoever changed the same line meanwhile is not overwritten unseen."""

    def __init__(self, desk: Desk, page: PatientPage, row: int = 0, *, draft: Draft | None = None) -> None:
        """Make the form; row 0 is a new line."""
        self.whose, self.row = page, row
        self.was = _opened_with(draft) if draft else self.on_file(page)
        """The line as it was when the form opened."""
        super().__init__(desk, self.heading(), self.fields(desk), draft=draft)

    @property
    def start(self) -> Field | None:
        """The first field of a line that is on file; of a new one the first that is empty."""
        return self.form.fields[0] if self.row else None

    def heading(self) -> str:
        """The title."""
        raise NotImplementedError

    def fields(self, desk: Desk) -> Sequence[Field]:
        """The fields, holding what was on file."""
        raise NotImplementedError

    def on_file(self, page: PatientPage) -> Texts:
        """The line as it is on file; of a new one, or one that is gone, what a new one begins with."""
        raise NotImplementedError

    def save(self, who: dict[str, Any], values: dict[str, Any]) -> Done:
        """Add or change it; `who` names the patient and the version that was read."""
        raise NotImplementedError

    def kept(self) -> Texts:
        """The fields, what they were, and whose they are."""
        was = {f"was.{key}": text for key, text in self.was.items()}
        return {**super().kept(), **was, "patient": str(self.whose.id), "row": str(self.row)}

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Save it; what somebody else made of the same line is shown first."""
        page = patients.reread(self.desk, patient=self.whose.id)
        now = self.on_file(page)
        if self.row and now != self.was:
            changed = [f"{key} {text or '(empty)'}" for key, text in now.items() if text != self.was.get(key)]
            self.was = now
            raise Stale(f"Meanwhile it became: {', '.join(changed)}. Enter saves yours.")
        return self.save({"patient": page.id, "version": page.version}, values)


class PhoneForm(LineForm):
    """A phone, its kind, and what is allowed with it."""

    FORM: ClassVar[str] = "people_forms.phone"

    def heading(self) -> str:
        """Whose phone it is."""
        return f"{'Phone' if self.row else 'New phone'} of {self.whose.name}"

    def fields(self, desk: Desk) -> Sequence[Field]:
        """The number and what it is; only one on file can be made the first."""
        text, yes = self.was.get, _flag_of(self.was)
        fields = [
            Field("phone", "Phone", readers.phone, text=text("phone", ""), size=22,
                  required="The number is missing."),
            Field("kind", "Kind", text=text("kind", ""), size=10, hint="home, mobile, work", replace=True),
            yes("may_call", "May call"),
            yes("may_text", "May text"),
            yes("may_message", "Messages"),
            Field("first", "First", readers.yes(), size=24, blank=False, hint="y: shown in lists"),
        ]  # fmt: skip
        return fields if self.row else fields[:-1]

    def on_file(self, page: PatientPage) -> Texts:
        """The phone on file; a new one is a mobile that may be called."""
        line = next((each for each in page.phones if each.id == self.row), None)
        if line is None:
            return {"kind": "mobile", "may_call": "y"}
        return _texts(line, "kind", "may_call", "may_text", "may_message") | {"phone": line.shown}

    def save(self, who: dict[str, Any], values: dict[str, Any]) -> Done:
        """Add or change it."""
        desk = self.desk.asking(self.request)
        if self.row:
            return patients.edit_phone(desk, **who, row=self.row, **values)
        return patients.add_phone(desk, **who, **values)


class ContactForm(LineForm):
    """Somebody around the patient."""

    FORM: ClassVar[str] = "people_forms.contact"

    def heading(self) -> str:
        """Who, and for whom."""
        return f"{self.was['name']} for {self.whose.name}" if self.row else f"New person for {self.whose.name}"

    def subject(self) -> str:
        """The name, as far as it is typed."""
        return f"{self.form['name'].text.strip() or 'New person'} for {self.whose.name}"

    def fields(self, desk: Desk) -> Sequence[Field]:
        """Who it is, what we may do, and for how long."""

        def text(key: str) -> str:
            return self.was.get(key, "")

        yes, day = _flag_of(self.was), readers.day(desk)
        return [
            Field("name", "Name", readers.name, text=text("name"), size=32, required="The name is missing."),
            Field("relation", "Relation", readers.words, text=text("relation"), size=20, hint="e.g. mother"),
            Field("phone", "Phone", readers.phone, text=text("phone"), size=22),
            yes("emergency", "Emergency"),
            Field("topics", "Talk about", text=text("topics"), size=40,
                  hint="appointments billing results all nothing"),
            yes("guardian", "Guardian"),
            Field("limits", "Limits", readers.words, text=text("limits"), size=50, hint="e.g. weekdays only"),
            yes("guarantor", "Pays"),
            Field("address", "Address", readers.words, text=text("address"), size=50),
            Field("from_day", "From", day, text=text("from_day"), size=12, blank=None, hint="empty: today"),
            Field("to_day", "Until", day, text=text("to_day"), size=12, blank=None),
        ]  # fmt: skip

    def on_file(self, page: PatientPage) -> Texts:
        """The person on file."""
        line = next((each for each in page.contacts if each.id == self.row), None)
        if line is None:
            return {"name": ""}
        days = {"from_day": readers.shown_day(line.from_day), "to_day": readers.shown_day(line.to_day)}
        words = ("name", "relation", "phone", "emergency", "guardian", "limits", "guarantor", "address")
        return _texts(line, *words) | {"topics": " ".join(line.topics)} | days

    def save(self, who: dict[str, Any], values: dict[str, Any]) -> Done:
        """Add or change it."""
        desk = self.desk.asking(self.request)
        if self.row:
            return patients.edit_contact(desk, **who, row=self.row, **values)
        return patients.add_contact(desk, **who, **values)


def _texts(line: PhoneLine | ContactLine, *names: str) -> Texts:
    """Attributes of a line as fields hold them: yes is `y`, no is empty."""
    values = {name: getattr(line, name) for name in names}
    return {name: ("y" if value else "") if isinstance(value, bool) else value for name, value in values.items()}


def _flag_of(texts: Texts) -> Callable[[str, str], Field]:
    """Makes fields that are yes or empty."""
    return lambda key, label: Field(
        key, label, readers.yes(), text=texts.get(key, ""), size=12, blank=False, hint="y, or empty"
    )


def _opened_with(draft: Draft) -> Texts:
    return {key[4:]: text for key, text in draft.values.items() if key.startswith("was.")}


def reopen(desk: Desk, draft: Draft) -> LineForm:
    """The form as it was left."""
    page = patients.reread(desk, patient=int(draft.values["patient"]))
    form = PhoneForm if draft.form == PhoneForm.FORM else ContactForm
    return form(desk, page, int(draft.values["row"]), draft=draft)
