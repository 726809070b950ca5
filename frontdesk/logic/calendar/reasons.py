"""Reasons for cancelling as people type them, before other words: `practice`, `booked in error`, `e 9:05`."""

from __future__ import annotations

from frontdesk.db.calendar import CancelReason

REASONS: dict[str, tuple[CancelReason, str]] = {
    "p": (CancelReason.PATIENT, "Patient"),
    "b": (CancelReason.PRACTICE, "Practice"),
    "c": (CancelReason.CLINICAL, "Clinical"),
    "w": (CancelReason.WEATHER, "Weather"),
    "h": (CancelReason.HOSPITAL, "Hospital"),
    "e": (CancelReason.ERROR, "Booked in error"),
}
"""The letter, the stored word and the label of every reason for cancelling."""
NO_SHOW = "n"
"""The letter for a patient who did not come."""
OFFERED = (*(str(stored) for stored, _ in REASONS.values()), "no-show")
"""A word for each, as the line offers it."""

_LETTERS = {
    **{label.lower(): letter for letter, (_, label) in REASONS.items()},
    **{str(stored): letter for letter, (stored, _) in REASONS.items()},
    **dict.fromkeys(("no-show", "no show", "noshow"), NO_SHOW),
}
"""Letters by labels and stored words."""


def leading_reason(text: str) -> tuple[str, str]:
    """The letter of the reason that a text begins with, and its other words; no letter where it begins otherwise.

    Its words first, then the letter itself, then the beginning of a word.
    """
    parts = text.split()
    for count in range(len(parts), 0, -1):
        said = " ".join(parts[:count]).lower()
        if said in _LETTERS:
            return _LETTERS[said], " ".join(parts[count:])
    first = parts[0].lower() if parts else ""
    begun = {letter for word, letter in _LETTERS.items() if len(first) > 1 and word.startswith(first)}
    found = {first} if first in _LETTERS.values() else begun
    return (found.pop(), " ".join(parts[1:])) if len(found) == 1 else ("", " ".join(parts))
