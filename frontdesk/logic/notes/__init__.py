"""Notes of phone calls: who called about what, for whom and until when; each is an item of a worklist."""

from frontdesk.logic.notes.matters import MATTERS, Matter, Usual, usual
from frontdesk.logic.notes.reading import NoteLine, note_facts, of_patient, open_notes
from frontdesk.logic.notes.rows import KIND
from frontdesk.logic.notes.writing import edit, take

__all__ = [
    "KIND",
    "MATTERS",
    "Matter",
    "NoteLine",
    "Usual",
    "edit",
    "note_facts",
    "of_patient",
    "open_notes",
    "take",
    "usual",
]
