"""What a booking form does about its time: it finds one, and holds it for three minutes while the form is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar

import pendulum

from frontdesk.desk import Desk, Refused
from frontdesk.logic import calendar, patients, practice, resources, when
from frontdesk.logic.calendar import Opening, Sought
from frontdesk.logic.calendar.sites import everywhere, places
from frontdesk.screens.patient_lines import patient_choice
from frontdesk.screens.repeating import Repeating
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import Field
from frontdesk.widgets.picker import Choice, PickField
from frontdesk.widgets.turn import Answer

RENEW = 60
"""Seconds after which a claim is made anew when the person goes on to another line."""


class FindTime(Command["Timed"]):
    """Find another time: the next openings for what is typed so far; Enter takes one into the form."""

    id, key = "booking.find", "ctrl+t"
    label: ClassVar[str] = "Find time"

    async def run(self, host: Timed, words: str = "") -> None:
        """Show the openings."""
        await host.find_time()


class Timed(Repeating):
    """A booking form whose time can be found, and is claimed while it is open."""

    COMMANDS: ClassVar[CommandList] = (FindTime,)

    _claimed: tuple[int, int, int] = (0, 0, 0)
    """Provider, begin and end of what is held."""
    _since = 0

    # -- finding -----------------------------------------------------------------------------------------

    async def find_time(self) -> None:
        """Take an opening for what is typed so far."""
        from frontdesk.screens.openings import Taking

        read = {field.key: field.read().value for field in self.form.open_fields}
        starts, kinds = read["starts"], practice.kinds(self.desk)
        wish = Sought(
            read["kind"] or kinds[0].id, read["minutes"], read["patient"], room=read["room"],
            device=read.get("device"), **_interpreting(read.get("interpreter")),
            first=starts.date() if starts is not None else None,
            providers=() if read["provider"] is None else (read["provider"],),
        )  # fmt: skip
        answer: Answer[Opening | None] = Answer()
        await self.app.push_screen(Taking(self.desk, wish, single=True), answer.give)
        if (opening := await answer.wait()) is not None:
            self.take(opening)
        self.form.go(self.start or self.form["kind"])

    def take(self, opening: Opening) -> None:
        """Fill in an opening."""
        row = patients.row(self.desk, patient=opening.patient) if opening.patient is not None else None
        for field in self.form.fields:
            value = getattr(opening, field.key, None)
            if field.key == "interpreter" and value is None:
                value = opening.language.casefold() or None
            if isinstance(field, PickField) and value is not None:
                choices = [patient_choice(self.desk, row)] if row and field.key == "patient" else field.find("")
                field.take(next((each for each in choices if each.value == value), None))
        usual = {each.id: each.minutes for each in practice.kinds(self.desk)}[opening.kind]
        texts = {"starts": when.echo_moment(opening.starts)}
        texts["minutes"] = when.show_length(opening.minutes) if opening.minutes != usual else ""
        for key, text in texts.items():
            self.form[key].line.value = text
            self.form[key].catch_up()
        self.claim()

    # -- holding -----------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Hold the time the form opens with."""
        self.call_later(self.claim)

    def on_descendant_focus(self) -> None:
        """Going on to another line: hold what is typed by now."""
        if self.is_mounted:
            self.claim()

    def claim(self) -> None:
        """Hold the time in the form, so that others see who is booking it; say whose it is when others have it."""
        if self._done or not self.is_attached:
            return
        wanted = self.wanted()
        now = int(self.desk.clock.now().timestamp())
        if wanted is None or wanted[2] <= now or (wanted == self._claimed and now < self._since + RENEW):
            return
        try:
            hold(self.desk, wanted, self.request)
        except Refused as refused:
            if refused.code == "held":
                self.say(refused.reason, error=True)
        else:
            self._claimed, self._since = wanted, now

    def wanted(self) -> tuple[int, int, int] | None:
        """Provider, begin and end of the visit as typed; None while something of it is missing."""
        read = {key: self.form[key].read() for key in ("provider", "starts", "minutes", "kind")}
        provider, starts, minutes, kind = (read[key].value for key in ("provider", "starts", "minutes", "kind"))
        if any(each.reason for each in read.values()) or provider is None or starts is None or kind is None:
            return None
        minutes = minutes or {each.id: each.minutes for each in practice.kinds(self.desk)}[kind]
        begins = int(starts.timestamp())
        return int(provider), begins, begins + 60 * int(minutes)

    def let_go(self) -> None:
        """Give up what is held."""
        if any(self._claimed):
            self._claimed = (0, 0, 0)
            with suppress(Refused):  # a file too busy to note it: it ends by itself
                calendar.unclaim(self.desk, form=self.request)

    async def leave(self) -> None:
        """Close the form and let go of its time."""
        self.let_go()
        await super().leave()

    def on_unmount(self) -> None:
        """The line dropped or the program ends."""
        self.let_go()

    def accepted(self) -> None:
        """Booking has let go of it."""
        self._claimed = (0, 0, 0)
        super().accepted()


def hold(desk: Desk, wanted: tuple[int, int, int], form: str) -> None:
    """Claim a provider's time for a form; raises `Refused`, code `held` when others have it."""
    provider, starts, ends = wanted
    calendar.claim(
        desk,
        provider=provider,
        starts=pendulum.from_timestamp(starts),
        ends=pendulum.from_timestamp(ends),
        form=form,
    )


def being_booked(desk: Desk, provider: int | None, at: int) -> str:
    """Who is booking a provider's time just now, in a sentence; empty when nobody else is."""
    if provider is None:
        return ""
    starts = pendulum.from_timestamp(at)
    claims = calendar.claims(desk, providers=(provider,), starts=starts, ends=starts.add(minutes=1))
    return next((f"{each.name} is booking this time just now." for each in claims), "")


def _interpreting(chosen: int | str | None) -> dict[str, Any]:
    """What is sought for the line of the interpreter: this one, or anybody for a language, if need be later."""
    return {"language": chosen, "confirmed": False} if isinstance(chosen, str) else {"interpreter": chosen}


# Lines for what goes with a visit -------------------------------------------------------------------------


def beside_fields(
    desk: Desk, chosen: Mapping[str, int | str | None], site: Callable[[], int | None]
) -> Iterator[Field]:
    """The lines for room, device and interpreter; the last two only where the practice has any.

    `site` tells at which site the visit is, as far as the form knows by then: only what is there is offered.
    In the place of an interpreter stands a language, where somebody is to be found.
    """
    desk, there = everywhere(desk), places()
    sites = {place.site: place.name for place in there} if len(there) > 1 else {}
    for key, label, rows in (
        ("room", "Room", resources.rooms(desk)),
        ("device", "Device", resources.devices(desk)),
        ("interpreter", "Interp", resources.interpreters(desk)),
    ):
        at = {row.id: getattr(row, "site", None) for row in rows}
        beside = {row.id: getattr(row, "languages", sites.get(at[row.id] or 0, "")) for row in rows}
        choices = [Choice(row.id, row.name, (row.name, beside[row.id])) for row in rows]
        if key == "interpreter":
            choices += _to_be_found({word for each in beside.values() for word in each.split()}, chosen.get(key))
        if choices or key == "room":
            yield PickField(
                key, label, partial(_at_site, choices, at, site), size=16, nothing=f"There is no such {key}.",
                chosen=next((choice for choice in choices if choice.value == chosen.get(key)), None),
            )  # fmt: skip


def _to_be_found(languages: set[str], wished: int | str | None) -> Iterator[Choice]:
    """Languages for which somebody is to be found."""
    for word in sorted(languages | ({wished.casefold()} if isinstance(wished, str) and wished else set())):
        text = f"{word[:1].upper()}{word[1:]}, to be found"
        yield Choice(word, text, (text, ""))


def _at_site(
    choices: Sequence[Choice], at: Mapping[int, int | None], site: Callable[[], int | None], text: str
) -> Sequence[Choice]:
    """The choices that fit what is typed and are at the visit's site, or go to any."""
    here = site()
    return [each for each in named(choices, text) if here is None or at.get(each.value) in (None, here)]


def named(choices: Sequence[Choice], text: str) -> Sequence[Choice]:
    """The choices of which any word begins with what is typed."""
    return [choice for choice in choices if fits(text.strip().casefold(), *choice.columns)]


def fits(wanted: str, *names: str) -> bool:
    """Whether a word of any name begins with the folded letters wanted."""
    return any(name.casefold().startswith(wanted) or f" {wanted}" in name.casefold() for name in names)
