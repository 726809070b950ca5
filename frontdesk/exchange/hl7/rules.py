"""What messages do to a practice's rows, in words, and which trigger event is which."""

from __future__ import annotations

from frontdesk.logic.messages import Act

RULES = """\
**Order.** What a record or a visit says is worked out from every message about it that was ever read, in the
order of the messages' own time (MSH-7; within one second the sequence number MSH-13, the event's time EVN-2, the
control id MSH-10). So an older message that is read later changes only what no newer one spoke of, a message
that is read twice changes nothing, and files may come in any order, together or one by one. A field that is left
empty says nothing; one that says "" takes away what was there.

**Patients (PID).** Every ADT and SIU message is also word of the person: it registers who is not known yet, and
brings the record up to date (A01, A04, A05, A08, A28, A31 above all). Stays in a hospital are not this
calendar's: admitting, moving, discharging, leave, and taking one of these back (A01-A03, A06-A17, A21, A22,
A25-A27, A32, A33, A38, A52-A55 ...) do nothing else, and so do accounts, visit numbers and allergies (A35, A41,
A42, A44, A45, A49-A51, A60). A person is known by one number and whoever gave it out: PID-3, the first of type
MR, else the first that is no social security, driver's, passport or insurance number; PID-2 or PID-4 where that
is empty.

**Deleting (A23, A29)** deletes nothing: somebody here has to look, so it goes on the worklist, until a newer
message speaks of the person again. So do links that are no merge, and numbers that move (A24, A37, A43).

**Merging (A18, A30, A34, A36, A39, A40; A46 and A47, by which a number is replaced).** The record of MRG-1 is
merged into that of PID-3, as somebody at the desk would, and can be taken apart here. Messages about the number
that was given up which are older than the merge are about the record that was merged, newer ones about the
survivor, whenever they are read. If only one of the two is known, it is what both numbers mean. A merge that was
taken apart at the desk stays so.

**Visits (SIU), known by SCH-2, else SCH-1.** S12 books, S13 moves, S14 and S18, S19 change details, S15 cancels
(by the patient, unless the reason SCH-6 says by whom), S16 discontinues (by the practice), S17 says that it was
booked in error, S26 that nobody came. The state in SCH-25 (table 0278: Started, Complete, Noshow ...) refines
S12, S13, S14. S20 to S22 are about a single resource and change no visit. One for an appointment that is not
known books it first, because any order may come; as long as no message has said when it is and for whom, it
waits. Without a length it is a quarter of an hour. Provider (AIP), room (AIL), device (AIG) and kind (AIS) are
made when they are new.

**Clashes.** Two visits at one time stand both; the one that was booked later is overbooked, reason `imported`,
and listed. What was changed at the desk since a message last spoke of it stays as it is, and is listed.

**Not read:** other messages (BAR, DFT, ORU ...), blocked time (S23, S24), beds (A20), queries, and messages for
training (MSH-11).\
"""
"""The rules."""

SOURCE = "hl7"
"""What `external_ref` and the messages' own table call this source."""

MERGES = frozenset({"A18", "A30", "A34", "A36", "A39", "A40", "A46", "A47"})
DELETES = frozenset({"A23", "A29"})
FOR_PEOPLE = frozenset({"A24", "A37", "A43"})
NO_PATIENT = frozenset({"A19", "A20"})
BOOKS = frozenset({f"S{number}" for number in range(12, 23)} | {"S26"})

PLACES: dict[str, tuple[str, str]] = {
    "S12": ("scheduled", ""), "S13": ("scheduled", ""), "S15": ("cancelled", "patient"),
    "S16": ("cancelled", "practice"), "S17": ("cancelled", "error"), "S26": ("no_show", ""),
}  # fmt: skip
"""Where a visit stands after an event, and whose doing a cancellation is."""

STATES: dict[str, tuple[str, str]] = {
    "PENDING": ("scheduled", ""), "WAITLIST": ("scheduled", ""), "BOOKED": ("scheduled", ""),
    "OVERBOOK": ("scheduled", ""), "STARTED": ("arrived", ""), "COMPLETE": ("done", ""),
    "CANCELLED": ("cancelled", "patient"), "DC": ("cancelled", "practice"), "DELETED": ("cancelled", "error"),
    "NOSHOW": ("no_show", ""),
}  # fmt: skip
"""Table 0278: where a visit stands by SCH-25."""


def act_of(trigger: str) -> Act | None:
    """What a trigger event does; None for one that is not read."""
    if trigger in NO_PATIENT:
        return None
    if trigger in MERGES:
        return Act.MERGE
    if trigger in DELETES:
        return Act.DELETE
    if trigger in FOR_PEOPLE:
        return Act.LOOK
    if trigger in BOOKS:
        return Act.VISIT
    return Act.RECORD if trigger.startswith("A") else None
