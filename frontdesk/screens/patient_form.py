"""The short patient form: registering a patient, and editing one while others may be doing the same.

The fields are named as the arguments of `patients.register`: family, given, birth, sex, phone, mail, note, alert.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from frontdesk.desk import Desk, Done, Refused, Stale
from frontdesk.logic import names, patients
from frontdesk.logic.drafts import Draft
from frontdesk.screens import readers
from frontdesk.screens.form import DraftedForm
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import Field


def fields(desk: Desk, texts: Mapping[str, str]) -> list[Field]:
    """The fields of a patient, holding these texts."""

    def text(key: str) -> str:
        return texts.get(key, "")

    return [
        Field("family", "Family name", readers.name, text=text("family"), size=32,
              required="A patient needs a family name."),
        Field("given", "Given name", readers.name, text=text("given"), size=32),
        Field("birth", "Born", readers.birth(desk), text=text("birth"), size=14, blank=None, hint="2/11/1979"),
        Field("sex", "Sex", readers.of_patient("sex"), text=text("sex"), size=4, hint="F M X"),
        Field("phone", "Phone", readers.phone, text=text("phone"), size=22),
        Field("mail", "Mail", readers.of_patient("mail"), text=text("mail"), size=40),
        Field("note", "Note", readers.of_patient("note"), text=text("note"), size=56),
        Field("alert", "Alert", readers.of_patient("alert"), text=text("alert"), size=56,
              hint="shown with every visit"),
    ]  # fmt: skip


def name_texts(typed: str) -> dict[str, str]:
    """The name fields for letters typed in a search, `ann stone` or `stone, ann`; nothing for digits."""
    try:
        name = names.split_name(typed)
    except ValueError:
        return {}
    if any(letter.isdigit() for letter in typed):
        return {}
    return {"family": _capital(name.family), "given": _capital(name.given)}


def _capital(name: str) -> str:
    """A name typed in a hurry gets its capitals; one that has any keeps what it has."""
    return name.title() if name.islower() else name


class RegisterForm(DraftedForm):
    """Register a patient."""

    FORM = "patient_form.new"

    def __init__(self, desk: Desk, *, texts: Mapping[str, str] | None = None, draft: Draft | None = None) -> None:
        super().__init__(desk, "New patient", fields(desk, texts or {}), draft=draft)

    def subject(self) -> str:
        """The name, as far as it is typed."""
        named = ", ".join(text for key in ("family", "given") if (text := self.form[key].text.strip()))
        return f"New patient {named}".strip()

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Register the patient."""
        return patients.register(self.desk.asking(self.request), **values)


class Theirs(Command["EditForm"]):
    """Where somebody else has changed the same field meanwhile, take what they wrote."""

    id, key = "patient_form.theirs", "ctrl+t"
    label: ClassVar[str] = "Take theirs"
    unready: ClassVar[str] = "Nobody has changed this field meanwhile."

    def ready(self, host: EditForm) -> bool:
        """Whether the field under the cursor was changed by somebody else."""
        return host.form.current.key in host.clashes

    async def run(self, host: EditForm, words: str = "") -> None:
        """Put their value into the field."""
        host.take_theirs()


class EditForm(DraftedForm):
    """Edit a patient. What others changed meanwhile in other fields stays; in the same field both are shown."""

    FORM = "patient_form.edit"
    COMMANDS: ClassVar[CommandList] = (Theirs,)  # type: ignore[assignment]

    def __init__(self, desk: Desk, *, patient: int, draft: Draft | None = None) -> None:
        page = patients.reread(desk, patient=patient)
        name = page.name
        self.patient = patient
        self.version = int(draft.values["version"]) if draft else page.version
        self.was = _opened_with(draft) if draft else dict(page.fields)
        self.clashes: dict[str, str] = {}
        """Fields that somebody else has changed since this form opened, with their text."""
        super().__init__(desk, f"Edit {name}", fields(desk, self.was), draft=draft, accepts_from="family")

    @property
    def start(self) -> Field:
        """The first field, whatever is empty."""
        return self.form.fields[0]

    def kept(self) -> dict[str, str]:
        """The fields, whose they are, and what they were when the form opened."""
        opened = {f"was.{key}": text for key, text in self.was.items()}
        return {**super().kept(), **opened, "patient": str(self.patient), "version": str(self.version)}

    def texts(self) -> dict[str, str]:
        """What the fields hold."""
        return {field.key: field.text.strip() for field in self.form.fields}

    def accept(self) -> None:
        """With nothing changed there is nothing to save: the form closes."""
        if self.texts() == self.was:
            self.accepted()
            self.dismiss(None)
        else:
            super().accept()

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Save what was changed; the rest is not sent, so that what others wrote there stays."""
        edited = {key: text for key, text in self.texts().items() if text != self.was[key]}
        return patients.edit(
            self.desk.asking(self.request), patient=self.patient, version=self.version, was=self.was, **edited
        )

    def refused(self, refused: Refused) -> None:
        """When two have changed the same field, show both values and ask."""
        if not isinstance(refused, Stale):
            super().refused(refused)
            return
        page = patients.reread(self.desk, patient=self.patient)
        mine, was, now = self.texts(), self.was, page.fields
        for key, text in now.items():
            if text == was[key]:
                continue
            if mine[key] == was[key]:
                self.form[key].text = text
            elif mine[key] != text:
                self.clashes[key] = text
                self.form.refuse(key, f"Meanwhile it became: {text or '(empty)'}")
        self.version, self.was = page.version, dict(now)
        self.say("Enter keeps yours, ^T takes theirs.", error=True)
        self.refresh_keys()

    def take_theirs(self) -> None:
        """Give up what was typed in this field for what somebody else wrote."""
        field = self.form.current
        field.text = self.clashes.pop(field.key)
        field.reason = ""
        self.refresh_keys()


def reopen(desk: Desk, draft: Draft) -> DraftedForm:
    """The form as it was left."""
    if draft.form == EditForm.FORM:
        return EditForm(desk, patient=int(draft.values["patient"]), draft=draft)
    return RegisterForm(desk, draft=draft)


def _opened_with(draft: Draft) -> dict[str, str]:
    return {key[4:]: text for key, text in draft.values.items() if key.startswith("was.")}
