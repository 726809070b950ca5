"""The patient form: registering a patient, and editing one while others may be doing the same.

It comes in sections of a screen each. The first one is all that most patients need; each further one is a key away
and saves by itself. The fields are named as the arguments of `patients.register`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from frontdesk.desk import Desk, Done, Refused, Stale
from frontdesk.logic import names, patients, practice
from frontdesk.logic.drafts import Draft
from frontdesk.screens import readers
from frontdesk.screens.form import DraftedForm
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import Field, Reader, Reading
from frontdesk.widgets.picker import Choice, PickField


def main_fields(desk: Desk, texts: Mapping[str, str]) -> list[Field]:
    """The first section, holding these texts."""

    def text(key: str) -> str:
        return texts.get(key, "")

    return [
        Field("family", "Family name", readers.name, text=text("family"), size=32,
              required="A patient needs a family name."),
        Field("given", "Given name", readers.name, text=text("given"), size=32),
        Field("birth", "Born", readers.birth(desk), text=text("birth"), size=14, blank=None,
              hint="e.g. 2/11/1979"),
        Field("sex", "Sex", readers.of_patient("sex"), text=text("sex"), size=12, hint="F, M, X or U"),
        Field("phone", "Phone", readers.phone, text=text("phone"), size=22),
        Field("mail", "Mail", readers.of_patient("mail"), text=text("mail"), size=40),
        Field("note", "Note", readers.of_patient("note"), text=text("note"), size=56),
        Field("alert", "Alert", readers.of_patient("alert"), text=text("alert"), size=56,
              hint="shown with every visit"),
    ]  # fmt: skip


def _plain(texts: Mapping[str, str], *rows: tuple[str, str, int, str]) -> list[Field]:
    """Fields that the patient form's own rules read: key, label, cells, hint."""
    return [
        Field(key, label, readers.of_patient(key), text=texts.get(key, ""), size=size, hint=hint)
        for key, label, size, hint in rows
    ]


def name_fields(desk: Desk, texts: Mapping[str, str]) -> list[Field]:
    """More of the name, and how the patient wants to be addressed."""
    return _plain(
        texts,
        ("middle", "Middle", 24, ""),
        ("prefix", "Prefix", 12, "e.g. Dr."),
        ("suffix", "Suffix", 12, "e.g. Jr."),
        ("name_used", "Name used", 24, "if not the legal one"),
        ("former", "Former names", 40, "e.g. Ruiz; Ana Solis"),
        ("pronouns", "Pronouns", 16, "e.g. she/her"),
        ("gender", "Gender", 24, "as the patient says"),
    )


HOME = (
    ("street", "Street", 40, ""),
    ("city", "City", 24, ""),
    ("state", "State", 12, "e.g. MA"),
    ("zip", "ZIP", 12, "five digits"),
)
"""Where the patient lives."""


def address_fields(desk: Desk, texts: Mapping[str, str]) -> list[Field]:
    """Where the patient lives, and where letters go instead if the patient wants that."""
    return _plain(
        texts,
        *HOME,
        ("other_street", "Letters to", 40, "a confidential address"),
        ("other_city", "- city", 24, ""),
        ("other_state", "- state", 12, ""),
        ("other_zip", "- ZIP", 11, ""),
        ("no_post", "No letters", 12, "y, or empty"),
        ("no_mail", "No e-mail", 12, "y, or empty"),
    )


def _provider_field(desk: Desk, name: str) -> Field:
    """The provider whom the patient prefers; the name on file stays one even when the provider has left."""

    def find(text: str) -> list[Choice]:
        wanted = text.strip().casefold()
        found = [each for each in practice.providers(desk) if each.short.casefold().startswith(wanted)]
        return [Choice(each.id, each.short, (each.short, each.display)) for each in found]

    chosen = next((choice for choice in find(name) if choice.text == name), Choice(name, name, (name,)))
    return PickField(
        "preferred", "Prefers", find, chosen=chosen if name else None, size=20, hint="a provider",
        nothing="There is no such provider.",
    )  # fmt: skip


def care_fields(desk: Desk, texts: Mapping[str, str]) -> list[Field]:
    """What to mind when the patient comes."""
    plain = _plain(
        texts,
        ("language", "Language", 20, ""),
        ("interpreter", "Interpreter", 12, "y, or empty"),
        ("needs", "Needs", 50, "e.g. wheelchair, quiet room"),
    )
    return [*plain, _provider_field(desk, texts.get("preferred", ""))]


SECTIONS: dict[str, Callable[[Desk, Mapping[str, str]], list[Field]]] = {
    "main": main_fields,
    "names": name_fields,
    "address": address_fields,
    "care": care_fields,
}
"""The form's sections in their order, and the fields of each."""


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


class More(Command["SectionForm"]):
    """Save this section and go on to the next one: names, address, care."""

    id, key, keys = "patient_form.more", "ctrl+n", ("pagedown",)
    label: ClassVar[str] = "More"
    unready: ClassVar[str] = "This is the last section."

    def ready(self, host: SectionForm) -> bool:
        """Whether there is a next section."""
        return host.next_section is not None

    async def run(self, host: SectionForm, words: str = "") -> None:
        """Save and go on."""
        host.onward = True
        host.accept()


class SectionForm(DraftedForm):
    """One section of the patient form; it leads on to the next."""

    COMMANDS: ClassVar[CommandList] = (More,)  # type: ignore[assignment]
    section = "main"
    """Which section it is."""
    patient: int | None = None
    """Whose; None while nobody is registered."""
    onward = False
    """Whether the next section opens once this one is saved."""

    @property
    def next_section(self) -> str | None:
        """The section after this one."""
        every = list(SECTIONS)
        after = every.index(self.section) + 1
        return every[after] if after < len(every) else None

    def enter(self) -> None:
        """Enter saves and closes."""
        self.onward = False
        super().enter()

    def finish(self, answer: Done | None) -> None:
        """Open the next section over this one, or close; either way what was done last is said."""
        patient = int(answer.values["patient"]) if answer is not None else self.patient
        if not self.onward or patient is None or self.next_section is None:
            self.dismiss(answer)
            return
        following = EditForm(self.desk, patient=patient, section=self.next_section)
        for part in self.children:  # a form is no background for the next one
            part.display = False
        self.app.push_screen(following, lambda later: self.dismiss(answer if later is None else later))


class RegisterForm(SectionForm):
    """Register a patient."""

    FORM = "patient_form.new"

    def __init__(self, desk: Desk, *, texts: Mapping[str, str] | None = None, draft: Draft | None = None) -> None:
        texts = texts or {}
        *known, note, alert = main_fields(desk, texts)
        # The address is asked at once, because it tells who is on file already.
        super().__init__(desk, "New patient", [*known, *_plain(texts, *HOME), note, alert], draft=draft)
        self.sure = False
        """The person has seen the likely duplicates and says it is somebody else."""
        self.chosen: int | None = None
        """The record on file that it turned out to be."""

    def subject(self) -> str:
        """The name, as far as it is typed."""
        named = ", ".join(text for key in ("family", "given") if (text := self.form[key].text.strip()))
        return f"New patient {named}".strip()

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Register the patient."""
        return patients.register(self.desk.asking(self.request), **values, sure=self.sure)

    def refused(self, refused: Refused) -> None:
        """Somebody who may be the same is shown, to be chosen or passed over."""
        if refused.code != "duplicate":
            super().refused(refused)
            return
        from frontdesk.screens.duplicates import Duplicates

        known = {key: value for key, value in self.form.values().items() if key not in ("note", "alert")}
        found = patients.likely_duplicates(self.desk, **known)
        self.app.push_screen(Duplicates(self.desk, found), self._answered)

    def _answered(self, answer: int | None) -> None:
        """Go on typing, save all the same, or leave the form for the record that was chosen."""
        if answer is None:
            return
        if answer:
            self.chosen = answer
            self.accepted()
            self.dismiss(None)
        else:
            self.sure = True
            self.accept()
            self.sure = False  # what is typed next may be somebody else


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


class EditForm(SectionForm):
    """Edit a section. What others changed meanwhile in other fields stays; in the same field both are shown."""

    FORM = "patient_form.edit"
    COMMANDS: ClassVar[CommandList] = (Theirs,)

    def __init__(self, desk: Desk, *, patient: int, section: str = "main", draft: Draft | None = None) -> None:
        page = patients.reread(desk, patient=patient)
        self.section = draft.values.get("section", section) if draft else section
        made = SECTIONS[self.section](desk, page.fields)
        self.whose = page.id
        self.patient = page.id
        self.version = int(draft.values["version"]) if draft else page.version
        self.was = _opened_with(draft) if draft else {field.key: page.fields[field.key] for field in made}
        self.clashes: dict[str, str] = {}
        """Fields that somebody else has changed since this form opened, with their text."""
        title = f"Edit {page.name}" if self.section == "main" else f"Edit {page.name}: {self.section}"
        made = SECTIONS[self.section](desk, self.was)
        for field in made:
            field.reader = _or_as_it_was(field.reader, self.was[field.key])
        super().__init__(desk, title, made, draft=draft, accepts_from=made[0].key)

    @property
    def start(self) -> Field:
        """The first field, whatever is empty."""
        return self.form.fields[0]

    def kept(self) -> dict[str, str]:
        """The fields, whose they are, and what they were when the form opened."""
        opened = {f"was.{key}": text for key, text in self.was.items()}
        mine = {"patient": str(self.whose), "version": str(self.version), "section": self.section}
        return {**super().kept(), **opened, **mine}

    def texts(self) -> dict[str, str]:
        """What the fields hold."""
        return {field.key: field.text.strip() for field in self.form.fields}

    def accept(self) -> None:
        """With nothing changed there is nothing to save: the form closes."""
        if self.texts() == self.was:
            self.accepted()
            self.finish(None)
        else:
            super().accept()

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Save what was changed; the rest is not sent, so that what others wrote there stays."""
        edited = {key: text for key, text in self.texts().items() if text != self.was[key]}
        return patients.edit(
            self.desk.asking(self.request), patient=self.whose, version=self.version, was=self.was, **edited
        )

    def refused(self, refused: Refused) -> None:
        """When two have changed the same field, show both values and ask."""
        if not isinstance(refused, Stale):
            super().refused(refused)
            return
        page = patients.reread(self.desk, patient=self.whose)
        mine, was = self.texts(), self.was
        now = {key: page.fields[key] for key in was}
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


def _or_as_it_was(reader: Reader, was: str) -> Reader:
    """Reads a text; one that is on file is right, even if nobody could type it: it came from another program."""

    def read(text: str) -> Reading:
        found = reader(text)
        return Reading(text) if found.reason and text.strip() == was else found

    return read


def _opened_with(draft: Draft) -> dict[str, str]:
    return {key[4:]: text for key, text in draft.values.items() if key.startswith("was.")}
