"""What happens to a visit: confirmed, arrived, cancelled, restored; and time that is blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from frontdesk.logic import calendar, when
from frontdesk.logic.calendar.reasons import NO_SHOW, OFFERED, REASONS, leading_reason
from frontdesk.screens.calendar.detail import free_until
from frontdesk.screens.calendar.moving import OnVisit
from frontdesk.screens.calendar.on_purpose import attempt
from frontdesk.screens.calendar.scope import THIS, TOGETHER, which
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    import pendulum

    from frontdesk.logic.calendar import DayVisit
    from frontdesk.screens.calendar.boards import Slot
    from frontdesk.screens.calendar.pane import CalendarPane

SHORT = {"e": "Error"}
"""Shorter words for reasons, so that all of them fit in one line of 80."""


class Cancel(OnVisit):
    """Cancel the visit: then one letter says whose doing it was, or that the patient did not come.

    On the `:` line both take the time at which it was noted on paper: `no-show 9:20`, `patient 9:05`.
    """

    id, key, label, words = "calendar.cancel", "x", "Cancel", "[REASON] [TIME]"

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """The reasons by name; their letters do as well."""
        return [reason for reason in OFFERED if reason.startswith(words.lower())]

    async def act(self, pane: CalendarPane, visit: DayVisit, words: str) -> None:
        """Ask which visits, where it is one of several, and for the letter, unless it was given, and do it."""
        given, time = leading_reason(words)
        if time and not given and said_at(pane, time) is False:
            pane.console.say(f"No reason {time!r}: {' '.join(OFFERED)}.", error=True)
            return
        scope = THIS if given == NO_SHOW else await which(pane.console, visit, "Cancel")
        if scope is None:
            return
        if time and scope != THIS:
            pane.console.say("A time is noted for one visit alone; leave it out.", error=True)
            return
        if letter := given or await self._why(pane, visit, scope):
            self._cancel(pane, visit, scope, letter, time)

    async def _why(self, pane: CalendarPane, visit: DayVisit, scope: str) -> str | None:
        options = [(letter, SHORT.get(letter, word)) for letter, (_, word) in REASONS.items()]
        options += [(NO_SHOW, "No-show")] if scope == THIS else []
        return await pane.console.choose(f"Cancel {visit.name}: why?", options)

    def _cancel(self, pane: CalendarPane, visit: DayVisit, scope: str, letter: str, time: str) -> None:
        seen: dict[str, Any] = {"visit": visit.id, "version": visit.version}
        if letter == NO_SHOW:
            at = time_of(pane, visit, time)
            if at is not False:
                pane.console.do(lambda: calendar.no_show(pane.desk, **seen, at=at))
        elif scope == THIS:
            called = said_at(pane, time)
            if called is not False:
                pane.console.do(lambda: calendar.cancel(pane.desk, **seen, reason=REASONS[letter][0], at=called))
        elif scope == TOGETHER:
            pane.console.do(lambda: calendar.cancel_set(pane.desk, **seen, reason=REASONS[letter][0]))
        else:
            pane.console.do(
                lambda: calendar.cancel_series(pane.desk, **seen, scope=scope, reason=REASONS[letter][0])
            )


class Confirm(OnVisit):
    """Note that the patient confirmed the visit; again, that it is not confirmed."""

    id, key, label = "calendar.confirm", "c", "Confirm"

    async def act(self, pane: CalendarPane, visit: DayVisit, words: str) -> None:
        """Turn it over."""
        change = calendar.unconfirm if visit.confirmed else calendar.confirm
        pane.console.do(lambda: change(pane.desk, visit=visit.id, version=visit.version))


class Arrive(OnVisit):
    """The patient is here; `arrive 9:05` for one who came then. On a past day the time is asked."""

    id, key, label, words = "calendar.arrive", "a", "Arrive", "[TIME]"
    needs: ClassVar[str] = "visit.place"

    async def act(self, pane: CalendarPane, visit: DayVisit, words: str) -> None:
        """Note it; with a time it is typed in later than it happened, and both moments are kept."""
        starts = pane.moment(visit.starts)
        if not words and starts.date() < pane.desk.today():
            prompt = f"{when.echo_day(starts.date())}: when did {visit.name} come?"
            words = (
                await pane.console.ask(prompt, when.clock(starts), lambda text: _wrong(pane, visit, text)) or ""
            )
            if not words:
                return
        at = time_of(pane, visit, words)
        if at is not False:
            pane.console.do(lambda: calendar.arrive(pane.desk, visit=visit.id, version=visit.version, at=at))


def _wrong(pane: CalendarPane, visit: DayVisit, text: str) -> str:
    try:
        then(pane, visit, text)
    except when.NotUnderstood as error:
        return error.reason
    return ""


def then(pane: CalendarPane, visit: DayVisit, text: str) -> pendulum.DateTime:
    """A time of the visit's day; raises `NotUnderstood`."""
    return when.local_moment(pane.moment(visit.starts).date(), when.parse_time(text), zone=pane.desk.zone)


def said_at(pane: CalendarPane, words: str) -> pendulum.DateTime | Literal[False] | None:
    """When a patient called: a time alone is today's; None and False as for `time_of`."""
    try:
        return when.parse_moment(words, now=pane.desk.now()) if words.strip() else None
    except when.NotUnderstood as error:
        pane.console.say(error.reason, error=True)
        return False


def time_of(pane: CalendarPane, visit: DayVisit, words: str) -> pendulum.DateTime | Literal[False] | None:
    """A time of the visit's day; None when none was given, False (and it is said why) when it can't be read."""
    try:
        return then(pane, visit, words) if words.strip() else None
    except when.NotUnderstood as error:
        pane.console.say(error.reason, error=True)
        return False


class Back(OnVisit):
    """Take the visit's last step back, as when the wrong patient was marked arrived."""

    id, key, label = "calendar.back", "b", "Back"
    needs: ClassVar[str] = "visit.place"
    shown: ClassVar[bool] = False

    async def act(self, pane: CalendarPane, visit: DayVisit, words: str) -> None:
        """Retract it."""
        pane.console.do(lambda: calendar.back(pane.desk, visit=visit.id, version=visit.version))


class Cancelled(Command["CalendarPane"]):
    """List the day's cancelled visits and no-shows; Enter puts one back."""

    id, key, label = "calendar.cancelled", "l", "Cancelled"
    shown: ClassVar[bool] = False

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Choose one and restore it."""
        from frontdesk.screens.calendar.restoring import CancelledList

        day = host.day
        if day is None:
            return
        visits = calendar.cancelled(host.desk, day=day.day)
        visit = await host.console.open_form(CancelledList(day, visits, host.desk.may("calendar.book")))
        if visit is None:
            return
        done = await attempt(
            host.console,
            lambda reason, override: calendar.restore(
                host.desk, visit=visit.id, version=visit.version, overbook=reason, override=override
            ),
        )
        if done is not None:
            host.go_to_visit(visit.id)


class Block(Command["CalendarPane"]):
    """Block the provider's time, or the room's, from here, with a reason; on a block, lift it.

    With ! before the reason nobody may book over it.
    """

    id, key, label, words = "calendar.block", "#", "Block", "UNTIL REASON"
    shown: ClassVar[bool] = False

    def ready(self, host: CalendarPane) -> bool:
        """Whether the cursor is on free or blocked time."""
        here = host.slot is not None and (host.slot.provider or host.slot.room) is not None
        return here and host.visit is None and host.desk.may("calendar.block")

    def why(self, host: CalendarPane) -> str:
        """No permission, or a visit in the way."""
        return "There is a visit here." if host.desk.may("calendar.block") else "You may not block time."

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Lift the block, or ask until when and why."""
        if block := host.block:
            host.console.do(lambda: calendar.unblock(host.desk, block=block.id, version=block.version))
        elif slot := host.slot:
            await lay_block(host, slot, words)


async def lay_block(pane: CalendarPane, slot: Slot, words: str) -> None:
    """Ask for the end and the reason, unless they were given, and block the time."""
    day, console = pane.day, pane.console
    key = slot.provider or slot.room
    column = next((c for c in day.columns if c.key == key), None) if day else None
    if day is None or column is None:
        return
    given, _, reason = words.partition(" ")
    until = free_until(column, slot.starts) or slot.starts + day.step * 60

    def wrong(text: str) -> str:
        try:
            end_of(pane, slot, text)
        except when.NotUnderstood as error:
            return error.reason
        return ""

    prompt = f"Block {column.short} from {day.clock(slot.starts)} until"
    text = given or await console.ask(prompt, day.clock(until), wrong)
    if not text:
        return
    if said := wrong(text):
        console.say(said, error=True)
        return
    reason = reason or await console.ask("Reason (! before it: not bookable)", check=_reason_wrong) or ""
    if reason.strip():
        starts, ends = pane.moment(slot.starts), pane.moment(end_of(pane, slot, text))
        why, closed = reason.strip().removeprefix("!").strip(), reason.strip().startswith("!")
        console.do(
            lambda: calendar.block(
                pane.desk, provider=slot.provider, room=slot.room if slot.provider is None else None,
                starts=starts, ends=ends, reason=why, may_override=not closed,
            )
        )  # fmt: skip


def _reason_wrong(text: str) -> str:
    return "" if text.strip(" !") else "Say why, in a word or two."


def end_of(pane: CalendarPane, slot: Slot, text: str) -> int:
    """When a block ends: a time of day (`11:30`), or a length (`45m`, `1h`) from where it begins."""
    try:
        time = when.parse_time(text)
    except when.NotUnderstood:
        return slot.starts + when.parse_length(text) * 60
    start = pane.moment(slot.starts)
    return int(when.local_moment(start.date(), time, zone=pane.desk.zone).timestamp())
