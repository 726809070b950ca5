"""Notes of phone calls: who called about what, for whom and until when; each is an item of a worklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.doors import opened_when_asked

if TYPE_CHECKING:
    from frontdesk.logic.notes.matters import MATTERS, Matter, Usual, usual
    from frontdesk.logic.notes.reading import (
        NoteLine,
        note_facts,
        of_patient,
        open_notes,
    )
    from frontdesk.logic.notes.rows import KIND
    from frontdesk.logic.notes.writing import edit, take

opened_when_asked(
    __name__,
    {
        "matters": "MATTERS Matter Usual usual",
        "reading": "NoteLine note_facts of_patient open_notes",
        "rows": "KIND",
        "writing": "edit take",
    },
)
