"""Booking a visit: the patient found by a few letters, everything else filled in already.

The fields are named as the arguments of `calendar.book`: patient, kind, starts, overbook, override, provider,
minutes, room, note. Words typed elsewhere (`:book abbott fu okafor tue 1430`) come in by these names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

import pendulum
from textual import on

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import patients, practice, when
from frontdesk.logic.calendar.overriding import OVERRIDABLE
from frontdesk.logic.calendar.sites import everywhere, places, there
from frontdesk.logic.drafts import Draft
from frontdesk.screens import readers
from frontdesk.screens.patient_lines import patient_choice
from frontdesk.screens.repeating import repeat_field
from frontdesk.screens.timing import Timed, beside_fields, fits
from frontdesk.screens.wishing import kind_choices
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import Field
from frontdesk.widgets.picker import Choice, PickField
from frontdesk.widgets.turn import Answer


class NewPatient(Command["BookingForm"]):
    """Register a patient who isn't on file yet, then go on booking."""

    id, key = "booking.patient", "ctrl+n"
    label: ClassVar[str] = "New patient"
    unready: ClassVar[str] = "You may not register patients."

    def ready(self, host: BookingForm) -> bool:
        """Whether this person may register patients."""
        return host.desk.may("patient.edit")

    async def run(self, host: BookingForm, words: str = "") -> None:
        """Open the form for a new patient with the name typed so far."""
        await host.register()


class BookingForm(Timed):
    """Book a visit."""

    FORM = "booking.visit"
    verb = "Book"
    COMMANDS: ClassVar[CommandList] = (NewPatient,)
    ON_PURPOSE: ClassVar[dict[str, tuple[str, str, str]]] = {
        "overlap": ("overbook", "calendar.overbook", "To book it all the same, give a reason under Overbook."),
        **dict.fromkeys(
            OVERRIDABLE, ("override", "calendar.override", "To book it all the same, write y under Anyway.")
        ),
        "past": ("late", "calendar.late", "Where it was kept on paper, write y under Late."),
    }
    """By the code of a refusal: the field that takes it on purpose, the permission that needs, what to say."""
    PURPOSE: ClassVar[tuple[str, ...]] = ("overbook", "override", "late")
    """The fields that stay hidden until a refusal offers them."""
    OVER = 30
    """Minutes after which a time of today counts as over: the visit may be one that was kept on paper."""

    def __init__(
        self,
        desk: Desk,
        *,
        day: date,
        starts: int | None = None,
        provider: int | None = None,
        room: int | None = None,
        device: int | None = None,
        interpreter: int | None = None,
        language: str = "",
        patient: int | None = None,
        texts: Mapping[str, str] | None = None,
        draft: Draft | None = None,
    ) -> None:
        """Open the form on a slot.

        Args:
            desk: who books.
            day: the day a time alone is taken for.
            starts: epoch seconds of the slot.
            provider: whose slot it is.
            room: which room's slot it is.
            device, interpreter: what goes with it.
            language: what is to be interpreted, where nobody is found yet.
            patient: for whom, when that is known.
            texts: words already typed, by field name.
            draft: what was kept of this form.
        """
        self.desk, self.places = desk, places()
        self.day = date.fromisoformat(draft.values["day"]) if draft else day
        super().__init__(
            desk,
            "New visit",
            self._fields(
                starts,
                provider,
                patient,
                room=room,
                device=device,
                interpreter=language.casefold() if interpreter is None else interpreter,
            ),
            draft=draft,
            accepts_from="kind",
        )
        for key in self.PURPOSE:
            self.form[key].display = bool(draft and draft.values.get(key))
        self._texts = dict(texts or {})

    def _fields(
        self, starts: int | None, provider: int | None, patient: int | None, **beside: int | str | None
    ) -> list[Field]:
        row = patients.row(self.desk, patient=patient) if patient is not None else None
        kinds = kind_choices(self.desk, "")
        providers = [choice for choice in self._providers("") if choice.value == provider]
        slot = pendulum.from_timestamp(starts).in_timezone(self.desk.zone) if starts is not None else None
        return [
            PickField(
                "patient", "Patient", self._patients, size=28,
                chosen=patient_choice(self.desk, row) if row else None, hint="name, phone, born, number",
                required="Whose visit is it? Type a few letters of the name.",
                nothing="Nobody fits that. ^N registers a new patient.", mind=self._mind,
            ),
            PickField(
                "kind", "Kind", partial(kind_choices, self.desk), chosen=kinds[0] if kinds else None, size=6,
                required="What kind of visit is it?", nothing="There is no such kind of visit.",
            ),
            Field(
                "starts", "When", readers.moment_there(self.desk, self.by_clock, self.day, slot), size=24,
                replace=True,
                text=when.echo_moment(slot) if slot else "", required="When is it? Write 930 or tue 2p.",
            ),
            Field("overbook", "Overbook", readers.words, size=40, hint="the reason"),
            Field("override", "Anyway", readers.yes(), size=6, blank=False, hint="y"),
            Field("late", "Late", readers.yes(), size=24, blank=False, hint="y: it was kept on paper"),
            PickField(
                "provider", "With", self._providers, chosen=providers[0] if providers else None, size=16,
                required="With whom is it?", nothing="There is no such provider.",
            ),
            Field("minutes", "Length", readers.length(), size=8, blank=None, replace=True),
            *beside_fields(self.desk, beside, self._site),
            Field("note", "Note", readers.words, size=50),
            repeat_field(self),
        ]  # fmt: skip

    # --- what can be chosen ------------------------------------------------------------------------

    def _patients(self, text: str) -> Sequence[Choice]:
        if not text.strip():
            return self.household()
        return [patient_choice(self.desk, row) for row in patients.search(self.desk, text=text).rows]

    def _mind(self, patient: int) -> Sequence[str]:
        return patients.to_mind(self.desk, patient=patient)

    def _providers(self, text: str) -> Sequence[Choice]:
        names = {place.site: place.name for place in self.places} if len(self.places) > 1 else {}
        cards = practice.providers(everywhere(self.desk))
        found = [each for each in cards if fits(text.strip().casefold(), each.display, names.get(each.site, ""))]
        here = [each for each in found if each.site == self.desk.site]
        found = here if text.strip() and here else found  # who works at two sites is meant at the one on show
        at = {each.id: names.get(each.site, "") for each in found}
        return [Choice(each.id, each.display, (each.display, at[each.id]), at[each.id]) for each in found]

    def _site(self) -> int | None:
        """Where the visit is: at the site of the provider who is chosen, else at the one on show."""
        chosen = self._pick("provider").chosen
        sites = {each.id: each.site for each in practice.providers(everywhere(self.desk))}
        return self.desk.site if chosen is None else sites.get(chosen.value, self.desk.site)

    def by_clock(self) -> Desk:
        """The desk by the clock of the site of the provider who is chosen."""
        provider: Any = self.form["provider"]
        return self.desk if provider.chosen is None else there(self.desk, provider.chosen.value)

    @on(Field.Changed, "#field-provider")
    def _other_clock(self) -> None:
        """What was typed as the time may mean another moment at another site."""
        if len(self.places) > 1:
            self.form["starts"].refresh(layout=True)

    # --- opening -----------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Put in the words typed elsewhere, as if they were typed here; choose what they leave no doubt about."""
        for key, text in self._texts.items():
            field = self.form[key]
            field.line.value = text
            field.catch_up()
            field.settle()
        self._show_length()
        self._prefer()
        self._offer_late()

    @property
    def start(self) -> Field:
        """The first field that a booking can't do without; the kind, for Enter to book, when all are there."""
        wanted = [self.form[key] for key in ("patient", "starts", "provider", "kind")]
        return next((field for field in wanted if field.read().reason), self.form["kind"])

    def subject(self) -> str:
        """For whom and when, as far as it is typed."""
        return " ".join(["New visit", self.form["patient"].text, self.form["starts"].text]).strip()

    def kept(self) -> dict[str, str]:
        """The fields and the day a time alone is taken for."""
        return {**super().kept(), "day": self.day.isoformat()}

    _offered: Choice | None = None
    """The provider who is there only because the patient prefers them."""

    @on(Field.Changed, "#field-patient")
    def _prefer(self) -> None:
        """Whom the patient prefers is offered, where the slot or a person has not said with whom."""
        patient, provider = self._pick("patient").chosen, self._pick("provider")
        offered = provider.chosen is not None and provider.chosen is self._offered
        if patient is None or not (offered or not provider.text.strip()):
            return
        wanted = patients.preferred(self.desk, patient=patient.value)
        self._offered = next((choice for choice in self._providers("") if choice.value == wanted), None)
        if self._offered is not None:
            provider.take(self._offered)
        elif offered:
            provider.text = ""
            provider.chosen = None

    def _pick(self, key: str) -> PickField:
        field = self.form[key]
        assert isinstance(field, PickField)
        return field

    @on(Field.Changed, "#field-kind")
    def _show_length(self) -> None:
        """An empty length is the kind's own; say which that is."""
        kind = self.form["kind"].read().value
        usual = {each.id: each.minutes for each in practice.kinds(self.desk)}.get(kind)
        self.form["minutes"].line.placeholder = when.show_length(usual) if usual else ""

    @on(Field.Changed, "#field-starts")
    def _offer_late(self) -> None:
        """A time that is over may be one of which the visit was kept on paper."""
        starts, late = self.form["starts"].read().value, self.form["late"]
        over = isinstance(starts, pendulum.DateTime) and starts < self.desk.now().subtract(minutes=self.OVER)
        if over != late.display and not late.text:
            late.display = over and self.desk.may("calendar.late")

    # --- doing -------------------------------------------------------------------------------------

    def another(self, day: pendulum.Date, starts: int, provider: int, kind: str) -> BookingForm:
        """A form for one more visit."""
        return BookingForm(self.desk, day=day, starts=starts, provider=provider, texts={"kind": kind})

    def refused(self, refused: Refused) -> None:
        """Say it at its field; where it may be done on purpose, offer the field for that."""
        super().refused(refused)
        key, permission, offer = self.ON_PURPOSE.get(refused.code, ("", "", ""))
        if key and self.desk.may(permission):
            self.form[key].display = True
            self.say(offer)

    async def register(self) -> None:
        """Register a new patient in a form of its own, and take that patient for this visit."""
        from frontdesk.screens.patient_form import RegisterForm, name_texts

        patient: Any = self.form["patient"]
        answer: Answer[Done | None] = Answer()
        form = RegisterForm(self.desk, texts=name_texts("" if patient.chosen else patient.text))
        await self.app.push_screen(form, answer.give)
        done = await answer.wait()
        who = int(done.values["patient"]) if done is not None else form.chosen
        if who is None:
            return
        if row := patients.row(self.desk, patient=who):
            patient.take(patient_choice(self.desk, row))
        if done is not None:
            kind: Any = self.form["kind"]
            first_visit = [choice for choice in kind_choices(self.desk, "NEW") if choice.text == "NEW"]
            kind.take(first_visit[0] if first_visit else None)
        self.form.go(self.form["kind"])
        self.say(done.message if done is not None else "")


def reopen(desk: Desk, draft: Draft) -> BookingForm:
    """The form as it was left."""
    return BookingForm(desk, day=desk.today(), draft=draft)
