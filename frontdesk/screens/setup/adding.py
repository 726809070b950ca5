"""The forms of the set-up: one for each thing that a practice adds or changes. Each keeps its draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from frontdesk.desk import Desk, Done
from frontdesk.logic import accounts, hours, practice, sites
from frontdesk.logic.drafts import Draft
from frontdesk.screens.form import DraftedForm, FormScreen
from frontdesk.screens.setup.reading import clock, minutes, short, site_field, weekdays
from frontdesk.widgets.field import Field
from frontdesk.widgets.picker import Choice, PickField


class AboutForm(DraftedForm):
    """A form about a row that there is; its draft knows which one, and the version that was seen."""

    ABOUT: ClassVar[tuple[str, ...]] = ()
    """The names of the numbers that say what it is about."""

    def __init__(
        self, desk: Desk, title: str, fields: list[Field], about: Mapping[str, Any], draft: Draft | None
    ) -> None:
        self.about = about
        super().__init__(desk, title, fields, draft=draft)

    @classmethod
    def again(cls, desk: Desk, draft: Draft) -> AboutForm:
        """The form as it was left."""
        about: dict[str, Any] = {name: int(draft.values.get(name, 0)) for name in cls.ABOUT}
        return cls(desk, **about, draft=draft)

    def kept(self) -> dict[str, str]:
        """The fields, and what they are about."""
        return {**super().kept(), **{name: str(value) for name, value in self.about.items()}}

    def subject(self) -> str:
        """What it is about."""
        return self.title or ""


def hours_fields(desk: Desk, provider: int = 0) -> list[Field]:
    """Weekdays, from, to: as usual, as a provider has them, or empty where several stretches are no one line."""
    lines = hours.lines(desk, provider=provider) if provider else ()
    days, opens, closes = ("mon-fri", "8a", "5p") if not lines else ("", "", "")
    if len(lines) == 1:
        days, opens, closes = lines[0].days, clock(lines[0].opens), clock(lines[0].closes)
    return [
        Field(
            "weekdays", "Weekdays", weekdays, text=days, size=24, replace=True,
            required="Name at least one weekday.",
        ),
        Field("opens", "From", text=opens, size=8, replace=True, required="Say from when."),
        Field("closes", "To", text=closes, size=8, replace=True, required="Say until when."),
    ]  # fmt: skip


def several_sites(desk: Desk) -> bool:
    """Whether forms ask at which site something is."""
    return len(sites.sites(desk)) > 1


class ProviderForm(DraftedForm):
    """Add a provider."""

    FORM = "setup_forms.provider"

    def __init__(self, desk: Desk, *, draft: Draft | None = None) -> None:
        fields = [
            Field("family", "Family name", size=32, required="A provider needs a name."),
            Field("given", "Given name", size=32),
            Field("credential", "Credential", size=8, hint="MD"),
            *hours_fields(desk),
        ]
        if several_sites(desk):
            also = PickField(
                "also", "Also at", lambda text: _providers(desk, text), size=24,
                hint="who works at another site too", nothing="There is no such provider.",
            )  # fmt: skip
            fields += [site_field(desk), also]
        super().__init__(desk, "New provider", fields, draft=draft)

    def subject(self) -> str:
        """Whom it is about."""
        return f"New provider {self.form['family'].text}".strip()

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add the provider."""
        return practice.add_provider(self.desk.asking(self.request), **values)


def _providers(desk: Desk, text: str) -> list[Choice]:
    names = {each.id: each.name for each in sites.sites(desk)}
    wanted = text.strip().casefold()
    return [
        Choice(each.id, each.display, (each.display, names.get(each.site, "")), names.get(each.site, ""))
        for each in practice.providers(desk)
        if each.display.casefold().startswith(wanted)
    ]


class HoursForm(AboutForm):
    """Change a provider's weekly hours from today on."""

    FORM = "setup_forms.weekly"
    ABOUT = ("provider", "version")

    def __init__(self, desk: Desk, provider: int, version: int, *, draft: Draft | None = None) -> None:
        about = {"provider": provider, "version": version}
        super().__init__(
            desk, f"Hours of {short(desk, provider)}, from today on", hours_fields(desk, provider), about, draft
        )
        self.before = hours.words(desk, provider=provider)

    def on_mount(self) -> None:
        """Say what these hours take the place of, where that is more than the fields hold."""
        if ";" in self.before:
            self.say(f"In the place of {self.before}.")

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Set the hours."""
        return hours.set_hours(self.desk.asking(self.request), **self.about, **values)


class _ThingForm(DraftedForm):
    """Add a room or a device."""

    WHAT: ClassVar[str]

    def __init__(self, desk: Desk, *, draft: Draft | None = None) -> None:
        fields: list[Field] = [Field("name", "Name", size=16, required=f"A {self.WHAT} needs a name.")]
        fields += [site_field(desk)] if several_sites(desk) else []
        super().__init__(desk, f"New {self.WHAT}", fields, draft=draft)

    def subject(self) -> str:
        """What it is about."""
        return f"New {self.WHAT} {self.form['name'].text}".strip()


class RoomForm(_ThingForm):
    """Add a room."""

    FORM = "setup_forms.room"
    WHAT = "room"

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add the room."""
        return practice.add_room(self.desk.asking(self.request), **values)


class DeviceForm(_ThingForm):
    """Add a device."""

    FORM = "setup_forms.device"
    WHAT = "device"

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Add the device."""
        return practice.add_device(self.desk.asking(self.request), **values)


class RoomNameForm(AboutForm):
    """Give a room another name."""

    FORM = "setup_forms.room_name"
    ABOUT = ("room", "version")

    def __init__(self, desk: Desk, room: int, version: int, *, draft: Draft | None = None) -> None:
        name = next((each.name for each in practice.rooms(desk) if each.id == room), "")
        field = Field("name", "Name", text=name, size=16, required="A room needs a name.")
        super().__init__(desk, f"Name of {name}", [field], {"room": room, "version": version}, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Rename it."""
        return practice.rename_room(self.desk.asking(self.request), **self.about, **values)


class DeviceNameForm(AboutForm):
    """Give a device another name."""

    FORM = "setup_forms.device_name"
    ABOUT = ("device", "version")

    def __init__(self, desk: Desk, device: int, version: int, *, draft: Draft | None = None) -> None:
        name = next((each.name for each in practice.devices(desk) if each.id == device), "")
        field = Field("name", "Name", text=name, size=16, required="A device needs a name.")
        super().__init__(desk, f"Name of {name}", [field], {"device": device, "version": version}, draft)

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Rename it."""
        return practice.rename_device(self.desk.asking(self.request), **self.about, **values)


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
