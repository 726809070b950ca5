"""The forms of the set-up: one for each thing that a practice adds or changes."""

from __future__ import annotations

from typing import Any, ClassVar

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import accounts, hours, practice
from frontdesk.logic.drafts import Draft
from frontdesk.screens.form import DraftedForm, FormScreen
from frontdesk.widgets.field import Field, Reading


def weekdays(text: str) -> Reading:
    """Weekdays as typed, `mon-fri`."""
    try:
        days = practice.read_weekdays(text)
    except Refused as refused:
        return Reading(reason=refused.reason)
    return Reading(text.strip(), " ".join(practice.WEEKDAYS[day] for day in days))


def _hours_fields(opens: str = "8a", closes: str = "5p") -> list[Field]:
    return [
        Field("weekdays", "Weekdays", weekdays, text="mon-fri", size=24, required="Name at least one weekday."),
        Field("opens", "From", text=opens, size=8, required="Say from when."),
        Field("closes", "To", text=closes, size=8, required="Say until when."),
    ]


class ProviderForm(DraftedForm):
    """Add a provider."""

    FORM = "setup_forms.provider"

    def __init__(self, desk: Desk, *, draft: Draft | None = None) -> None:
        fields = [
            Field("family", "Family name", size=32, required="A provider needs a name."),
            Field("given", "Given name", size=32),
            Field("credential", "Credential", size=8, hint="MD"),
            *_hours_fields(),
        ]
        super().__init__(desk, "New provider", fields, draft=draft)

    def subject(self) -> str:
        """Whom it is about."""
        return f"New provider {self.form['family'].text}".strip()

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add the provider."""
        return practice.add_provider(self.desk.asking(self.request), **values)


class HoursForm(FormScreen[Done]):
    """Change a provider's weekly hours from today on."""

    def __init__(self, desk: Desk, provider: int, version: int, name: str) -> None:
        super().__init__(f"Hours of {name}, from today on", _hours_fields())
        self.desk, self.provider, self.version = desk, provider, version

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Set the hours."""
        return hours.set_hours(self.desk, provider=self.provider, version=self.version, **values)


class RoomForm(DraftedForm):
    """Add a room."""

    FORM = "setup_forms.room"

    def __init__(self, desk: Desk, *, draft: Draft | None = None) -> None:
        super().__init__(
            desk, "New room", [Field("name", "Name", size=16, required="A room needs a name.")], draft=draft
        )

    def subject(self) -> str:
        """What it is about."""
        return "New room"

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add the room."""
        return practice.add_room(self.desk.asking(self.request), **values)


def minutes(text: str) -> Reading:
    """A length in minutes, `30` or `1h`."""
    from frontdesk.logic import when

    try:
        length = when.parse_length(text)
    except when.NotUnderstood as error:
        return Reading(reason=str(error))
    return Reading(length, when.show_length(length))


class KindForm(DraftedForm):
    """Add a kind of visit."""

    FORM = "setup_forms.kind"

    def __init__(self, desk: Desk, *, draft: Draft | None = None) -> None:
        fields = [
            Field("code", "Code", size=6, hint="FU", required="A kind needs a code."),
            Field("name", "Name", size=32, required="A kind needs a name."),
            Field("minutes", "Length", minutes, text="15", size=8),
        ]
        super().__init__(desk, "New kind of visit", fields, draft=draft)

    def subject(self) -> str:
        """What it is about."""
        return "New kind of visit"

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add the kind."""
        return practice.add_kind(self.desk.asking(self.request), **values)


class StepForm(FormScreen[Done]):
    """Set how far apart the calendar's lines are."""

    def __init__(self, desk: Desk) -> None:
        text = str(practice.step_minutes(desk))
        super().__init__("Lines of the calendar", [Field("minutes", "Minutes apart", minutes, text=text, size=8)])
        self.desk = desk

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Set it."""
        return practice.set_step(self.desk, **values)


class AccountForm(FormScreen[Done]):
    """Make a sign-in. No draft is kept of it: it holds a password."""

    verb: ClassVar[str] = "Add"

    def __init__(self, desk: Desk) -> None:
        fields = [
            Field("name", "Name", size=32, hint="Mary Lee", required="Whose sign-in is it?"),
            Field("login", "Sign-in", size=24, hint="mlee", required="A sign-in needs a name."),
            Field("roles", "Roles", size=40, text="receptionist", required="Name at least one role."),
            Field("password", "Password", size=24, secret=True, required="A sign-in needs a password."),
        ]
        super().__init__("New sign-in", fields)
        self.desk = desk

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Make it."""
        password = accounts.hashed(accounts.tidy_password(values["password"]))
        return accounts.add_account(
            self.desk,
            name=values["name"],
            login=values["login"],
            password_hash=password,
            roles=values["roles"].replace(",", " ").split(),
        )


def reopen(desk: Desk, draft: Draft) -> DraftedForm:
    """A form of the set-up as it was left."""
    forms: dict[str, type[ProviderForm] | type[RoomForm] | type[KindForm]] = {
        form.FORM: form for form in (ProviderForm, RoomForm, KindForm)
    }
    return forms[draft.form](desk, draft=draft)
