"""Finding an opening: for a new visit, for one that is moved, for several that belong together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from frontdesk.logic import calendar, patients, practice, when
from frontdesk.logic.calendar import LETTERS
from frontdesk.logic.called import called, leading
from frontdesk.screens.calendar.boards import Slot
from frontdesk.screens.calendar.booking import completions
from frontdesk.screens.calendar.moving import move_to
from frontdesk.screens.calendar.scope import THIS, which
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.desk import Desk, Done
    from frontdesk.logic.calendar import DayVisit, Opening, Sought
    from frontdesk.logic.practice import ProviderCard
    from frontdesk.screens.booking import BookingForm
    from frontdesk.screens.calendar.pane import CalendarPane
    from frontdesk.screens.console import Console

SCHEDULED = next(iter(LETTERS))
"""Where a visit stands that may still be moved."""


class Find(Command["CalendarPane"]):
    """Find the next openings, for the visit under the cursor or lifted, else for a new one; Enter takes one."""

    id, key, label = "calendar.find", "f", "Find"
    words = "[PATIENT] [KIND] [PROVIDER] [DAYS] [TIMES] [LENGTH] [from DAY]"

    def ready(self, host: CalendarPane) -> bool:
        """Whether this person may book."""
        return host.desk.may("calendar.book") and bool(practice.kinds(host.desk))

    def why(self, host: CalendarPane) -> str:
        """No permission."""
        return "You may not book visits."

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """Kinds, providers, days."""
        return completions(host.desk, words)

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """List them; take the visit there, or book a new one."""
        visit = host.lifted or host.visit
        if visit is not None and visit.place == SCHEDULED and not words:
            await move(host, visit)
            return
        kind = practice.kinds(host.desk)[0].id
        wish = calendar.Sought(
            kind, first=host.date, patient=host.patient if not words else None, site=host.desk.site
        )
        if done := await book_opening(host.console, host.desk, wish, find_words(host.desk, words)):
            host.go_to_visit(int(done.values["visit"]))


async def move(pane: CalendarPane, visit: DayVisit) -> None:
    """Choose an opening for a visit, and take it there; what was lifted with it comes along."""
    from frontdesk.screens.openings import OpeningsDialog

    if pane.lifted is None:
        scope = await which(pane.console, visit, "Move", moving=True)
        if scope is None:
            return
        pane.moving = scope
    opening = await pane.console.open_form(OpeningsDialog.for_visit(pane.desk, visit.id))
    if opening is not None:
        slot = Slot(opening.provider, int(opening.starts.timestamp()), opening.room)
        if await move_to(pane, visit, slot) is not None:
            pane.go_to_visit(visit.id)
    if pane.lifted is None:
        pane.moving = THIS


async def book_opening(
    console: Console, desk: Desk, wish: Sought, texts: Mapping[str, str] | None = None
) -> Done | None:
    """Choose an opening and book it: one visit in the form, for one more Enter; several at once."""
    from frontdesk.screens.openings import OpeningsDialog

    dialog = OpeningsDialog(desk, wish, texts=texts)
    opening = await console.open_form(dialog)
    if opening is None:
        return None
    if len(dialog.chosen) > 1:
        steps = [as_booked(each) for each in dialog.chosen]
        return console.do(lambda: calendar.book_set(console.desk, steps=steps))
    return await console.open_form(_form(calendar.there(console.desk, opening.provider), opening))


def as_booked(opening: Opening) -> dict[str, Any]:
    """An opening as `calendar.book` takes it."""
    keys = ("patient", "provider", "starts", "kind", "minutes", "room", "device", "interpreter", "language")
    return {key: getattr(opening, key) for key in keys}


def _form(desk: Desk, opening: Opening) -> BookingForm:
    """The booking form, filled in."""
    from frontdesk.screens.booking import BookingForm

    kind = next(each for each in practice.kinds(desk) if each.id == opening.kind)
    texts = {"kind": kind.code}
    if opening.minutes != kind.minutes:
        texts["minutes"] = when.show_length(opening.minutes)
    return BookingForm(
        desk,
        day=opening.starts.in_timezone(desk.zone).date(),
        starts=int(opening.starts.timestamp()),
        provider=opening.provider,
        room=opening.room,
        device=opening.device,
        interpreter=opening.interpreter,
        language=opening.language,
        patient=opening.patient,
        texts=texts,
    )


LENGTH = re.compile(r"[0-9]+(m|min|h)[0-9]*|[0-9]+h[0-9]+")


def find_words(desk: Desk, words: str) -> dict[str, str]:
    """The words of `:find abbott fu okafor mon,wed 9-12 30m from 12/1` by the lines of the dialog.

    What is no kind, provider, day, time or length is the patient's name. A name before the kind, or right after a
    name of the patient, is the patient's too where there is one of that name, though a provider has it as well.
    """
    from frontdesk.logic.when.wishes import parse_wish

    codes = {kind.code.lower() for kind in practice.kinds(desk)}
    cards = practice.providers(desk)
    found: dict[str, list[str]] = {}
    left, key = words.split(), ""
    while left:
        plain, count, text = left[0].lower().strip(","), 1, left[0]
        if key == "provider" and plain in ("or", "and"):
            text = ""
        elif plain in codes:
            key = "kind"
        elif plain == "from":
            key, count = "first", 1 + _days_in(desk, left[1:])
            text = " ".join(left[1:count])
        elif LENGTH.fullmatch(plain):
            key = "minutes"
        elif plain in ("after", "before"):
            key, count, text = "suits", 2, " ".join(left[:2])
        elif _reads(parse_wish, plain):
            key = "suits"
        elif (names := _names(cards, left)) and not (
            (key == "patient" or ("kind" not in found and codes & {*map(str.lower, left)}))
            and _is_called(desk, [*found.get("patient", ()), names])
        ):
            key, count, text = "provider", len(names.split()) if "," not in names else 1, names
        else:
            key = "patient"
        if key in ("kind", "first", "minutes"):
            found[key] = [text]
        elif text:
            found.setdefault(key, []).append(text)
        left = left[count:]
    return {key: (", " if key == "provider" else " ").join(texts) for key, texts in found.items()}


def _reads(parse: Callable[[str], Any], text: str) -> bool:
    """Whether a text can be read so."""
    try:
        parse(text)
    except when.NotUnderstood:
        return False
    return True


def _days_in(desk: Desk, words: Sequence[str]) -> int:
    """How many words are the day, or the two days, from which on it is wished."""
    from frontdesk.logic.when.ranges import parse_days

    parse = partial(parse_days, today=desk.today())
    return next((count for count in range(len(words), 0, -1) if _reads(parse, " ".join(words[:count]))), 1)


def _names(cards: Sequence[ProviderCard], words: Sequence[str]) -> str:
    """The names of providers with which the words begin: one, or several parted by commas; else nothing."""
    several = [part for part in words[0].lower().split(",") if part]
    if len(several) > 1:
        return ", ".join(several) if all(len(part) > 2 and called(cards, part) for part in several) else ""
    whom, rest = leading(cards, " ".join(words))
    name = " ".join(words[: len(words) - len(rest.split())]).lower().strip(",")
    return name if whom and len(name) > 2 else ""


def _is_called(desk: Desk, names: Sequence[str]) -> bool:
    """Whether there is a patient with these names."""
    return desk.may("patient.see") and bool(patients.search(desk, text=" ".join(names), limit=1).rows)
