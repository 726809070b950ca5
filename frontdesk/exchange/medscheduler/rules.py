"""How a medscheduler book becomes a practice's rows, in words; the README says the same."""

SOURCE = "medscheduler"
"""What `external_ref` calls these books. A practice takes one of them: the next one's numbers begin anew."""

RULES = """\
One provider, "Imported", stands for the book's one resource; its visits are of the kind APT.

Patients keep their number (the next free one is given out when another patient has it) and their name in
parts, with what stands before and after it (Dr., MD, Jr.).

Slots become the provider's weekly hours: slots that touch are one stretch, and the same stretch in week after
week is one row with its first and last day, so that a day that differs has rows of its own. The usual distance
of two slots is the length of a visit, and the distance of the calendar's lines if the practice has set none.

A visit begins at the date and time of its appointment, on the practice's clocks, and is one slot long. It was
booked at the beginning of its scheduling day. By the file's word it stands as

- attended: done, having arrived at its check-in and been with the provider from its start to its end;
- did not attend: no_show, at the end of its slot;
- cancelled: cancelled by the patient. The file says neither by whom nor when, and the visit's note says so; the
  time is that of the visit, or of the import if that is earlier, because it can't have been later;
- scheduled: scheduled;
- unknown: scheduled, with an item on the worklist, outcome_unknown. Nobody knows what became of it, and no state
  says that; the count of these visits stands by itself.

No-shows and cancelled visits hold no time, so a slot that was booked again is no overlap. A visit that overlaps
another one of the patient or of the book is refused.

A start before the check-in, or an end before the start, is on the next day if the step is then no longer than
12 hours; otherwise the row is refused. A time that comes twice, when the clocks go back, is the earlier one that
fits the step before; a time that the clocks skip is read as if they had not gone forward yet.

As of a day, visits on that day and later stand as scheduled, without any other event and without an item on the
worklist, whatever the file says; only cancelled ones stay cancelled, because their time may have been given away.

A row goes in once. A row that says something else than when it was imported is reported, and what is here is
kept. A row that can't go in is reported with file, line and reason, and the rest goes in.\
"""
"""The rules."""
