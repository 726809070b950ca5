"""Booking: from the slot under the cursor, or from words on the `:` line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.logic import practice
from frontdesk.logic.calendar.sites import everywhere
from frontdesk.logic.called import leading
from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.desk import Desk
    from frontdesk.screens.calendar.pane import CalendarPane


class Book(Command["CalendarPane"]):
    """Book a visit at the time and provider under the cursor, or as the words say."""

    id, key, label, words = "calendar.book", "n", "New", "PATIENT KIND PROVIDER DAY TIME"

    def ready(self, host: CalendarPane) -> bool:
        """Whether this person may book."""
        return host.desk.may("calendar.book") and host.lifted is None

    def why(self, host: CalendarPane) -> str:
        """Hands full, or no permission."""
        return "Drop the visit first: Enter here, or Esc." if host.lifted else "You may not book visits."

    def complete(self, host: CalendarPane, words: str) -> list[str]:
        """Kinds, providers, days; the patient is found in the form."""
        return completions(host.desk, words) if " " in words.strip(" ") or words.endswith(" ") else []

    async def run(self, host: CalendarPane, words: str = "") -> None:
        """Open the booking form on the slot; the cursor follows the visit that was booked."""
        await book(host, words)


async def book(pane: CalendarPane, words: str = "") -> None:
    """Open the booking form; `words` are typed into it, for Enter to accept."""
    from frontdesk.screens.booking import BookingForm
    from frontdesk.screens.timing import being_booked

    if pane.date is None:
        return
    texts = sorted_words(pane.desk, words)
    slot = None if "starts" in texts else pane.slot
    spot = pane.slot
    whose = being_booked(pane.desk, slot.provider, slot.starts) if slot is not None else ""
    if whose:
        pane.console.say(whose, error=True)
        return
    form = BookingForm(
        pane.desk,
        day=pane.date,
        starts=slot.starts if slot else None,
        provider=spot.provider if spot and "provider" not in texts else None,
        room=spot.room if spot else None,
        texts=texts,
    )
    if done := await pane.console.open_form(form):
        pane.go_to_visit(int(done.values["visit"]))


def sorted_words(desk: Desk, words: str) -> dict[str, str]:
    """The words of `:book abbott fu okafor tue 1430` by field: patient, kind, provider, starts.

    The patient's name ends at the first word that is the code of a kind, or the whole name of a provider when no
    kind is given; after the kind the beginning of a provider's name will do. What is left is day and time.
    """
    left = words.split()
    codes = {kind.code.lower() for kind in practice.kinds(desk)}
    cards = practice.providers(everywhere(desk))
    names = tuple(f"{each.short.lower()} " for each in cards)
    texts: dict[str, str] = {}
    end = next((n for n, word in enumerate(left) if n and word.lower() in codes), None)
    if end is not None:
        texts["kind"] = left.pop(end)
    else:
        onward = (n for n in range(1, len(left)) if f"{' '.join(left[n:])} ".lower().startswith(names))
        end = next(onward, len(left))
    if end:
        texts["patient"] = " ".join(left[:end])
    left = left[end:]
    whom, rest = leading(cards, " ".join(left))
    if whom:
        texts["provider"] = " ".join(left[: len(left) - len(rest.split())])
    if rest:
        texts["starts"] = rest
    return texts


def completions(desk: Desk, words: str) -> list[str]:
    """What the last of the words may become: codes of kinds, names of providers, days."""
    last = words.rpartition(" ")[2].lower()
    kinds = [kind.code.lower() for kind in practice.kinds(desk)]
    names = [each.short.lower() for each in practice.providers(everywhere(desk))]
    return [word for word in (*kinds, *names, *DAY_WORDS) if word.startswith(last)]


DAY_WORDS = ("today", "tom", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "+1w", "+2w")
"""Days as they are typed most."""
