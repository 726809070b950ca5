"""Statements that the calendar's tables must refuse, and some that they must not.

They are run on the practice of `test_wrong_statements.booked`; `:t1030` is half past ten there.
"""

from __future__ import annotations

VISIT = "INSERT INTO visit (id, patient, kind, site, starts, ends, booked_at) VALUES "
HOLD = "INSERT INTO hold (visit, resource_kind, resource, starts, ends) VALUES "
LAY = "INSERT INTO hold (block, resource_kind, resource, starts, ends) VALUES "
BLOCK = "INSERT INTO unavailable (id, resource_kind, resource, starts, ends, reason) VALUES "
NEW_VISIT = f"{VISIT}(90, 6, 1, 1, :t1000, :t1030, 0)"
NEW_HOLD = "hold (visit, resource_kind, resource, starts, ends) VALUES (90, 'provider', 1, :t1000, :t1030)"
"""Okafor's 10:00, which visit 2 has."""
PROVIDER_HOLD = "(SELECT id FROM hold WHERE visit = {} AND resource_kind = 'provider')"
OF_2, OF_3 = PROVIDER_HOLD.format(2), PROVIDER_HOLD.format(3)

WRONG: dict[str, tuple[str, ...]] = {
    "insert": (NEW_VISIT, f"INSERT INTO {NEW_HOLD}"),
    "insert or replace": (NEW_VISIT, f"INSERT OR REPLACE INTO {NEW_HOLD}"),
    "insert or ignore": (NEW_VISIT, f"INSERT OR IGNORE INTO {NEW_HOLD}"),
    "insert or fail": (NEW_VISIT, f"INSERT OR FAIL INTO {NEW_HOLD}"),
    "insert or rollback": (NEW_VISIT, f"INSERT OR ROLLBACK INTO {NEW_HOLD}"),
    "insert, one second too long": (
        f"{VISIT}(90, 6, 1, 1, :t0930, :t1000 + 1, 0)",
        f"{HOLD}(90, 'provider', 1, :t0930, :t1000 + 1)",
    ),
    "insert, all around": (
        f"{VISIT}(90, 6, 1, 1, :t0930, :t1130, 0)",
        f"{HOLD}(90, 'provider', 1, :t0930, :t1130)",
    ),
    "insert for a patient who is elsewhere": (
        f"{VISIT}(90, 1, 1, 1, :t1000, :t1030, 0)",
        f"{HOLD}(90, 'patient', 1, :t1000, :t1030)",
    ),
    "insert for a room that is taken": (
        NEW_VISIT,
        f"{HOLD}(90, 'room', 1, :t1000, :t1030)",
    ),
    "insert of two that overlap": (
        f"{VISIT}(90, 6, 1, 1, :t0900, :t0930, 0), (91, 3, 1, 1, :t0900, :t0930, 0)",
        f"{HOLD}(90, 'provider', 1, :t0900, :t0930), (91, 'provider', 1, :t0900, :t0930)",
    ),
    "insert of a copy": (
        NEW_VISIT,
        "INSERT INTO hold (visit, resource_kind, resource, starts, ends) "
        "SELECT 90, resource_kind, resource, starts, ends FROM hold "
        "WHERE visit = 2 AND resource_kind <> 'patient'",
    ),
    "insert over a block": (
        f"{VISIT}(90, 6, 1, 1, :t1400, :t1430, 0)",
        f"{HOLD}(90, 'provider', 1, :t1400, :t1430)",
    ),
    "insert of a hold that is not live": (
        f"{VISIT}(90, 6, 1, 1, :t0900, :t0930, 0)",
        "INSERT INTO hold (visit, resource_kind, resource, starts, ends, live) "
        "VALUES (90, 'provider', 1, :t0900, :t0930, 0)",
    ),
    "insert of a hold at another time than the visit's": (
        NEW_VISIT,
        f"{HOLD}(90, 'provider', 1, :t0900, :t0930)",
    ),
    "insert of a hold for somebody else's visit": (f"{HOLD}(3, 'patient', 6, :t1100, :t1130)",),
    "insert of a live hold for a cancelled visit": (f"{HOLD}(6, 'provider', 2, :t1200, :t1200 + 900)",),
    "replace a hold by its id": (
        NEW_VISIT,
        "INSERT OR REPLACE INTO hold (id, visit, resource_kind, resource, starts, ends) "
        f"VALUES ({OF_2}, 90, 'provider', 1, :t1000, :t1030)",
    ),
    "replace a hold by what it holds": (
        "INSERT OR REPLACE INTO hold (visit, resource_kind, resource, starts, ends, live) "
        "VALUES (2, 'provider', 1, :t1000, :t1030, 0)",
    ),
    "replace a visit": (
        "INSERT OR REPLACE INTO visit (id, patient, kind, site, starts, ends, booked_at) "
        "VALUES (2, 1, 1, 1, :t1600, :t1630, 0)",
    ),
    "insert or update a hold": (
        f"{HOLD}(2, 'provider', 1, :t1100, :t1130) ON CONFLICT (visit, resource_kind, resource) "
        "WHERE visit IS NOT NULL DO UPDATE SET starts = excluded.starts, ends = excluded.ends",
    ),
    "insert or update a visit": (
        f"{VISIT}(2, 1, 1, 1, 0, 900, 0) ON CONFLICT (id) DO UPDATE SET starts = :t1100, ends = :t1130",
    ),
    "move": ("UPDATE visit SET starts = :t1100, ends = :t1130 WHERE id = 2",),
    "move or ignore": ("UPDATE OR IGNORE visit SET starts = :t1100, ends = :t1130 WHERE id = 2",),
    "move or replace": ("UPDATE OR REPLACE visit SET starts = :t1100, ends = :t1130 WHERE id = 2",),
    "move a hold or ignore": (f"UPDATE OR IGNORE hold SET starts = :t1100, ends = :t1130 WHERE id = {OF_2}",),
    "move a hold off its visit": (f"UPDATE hold SET starts = :t1600, ends = :t1630 WHERE id = {OF_2}",),
    "move all holds off their visit": ("UPDATE hold SET starts = :t1600, ends = :t1630 WHERE visit = 2",),
    "move into a block": ("UPDATE visit SET starts = :t1430, ends = :t1500 WHERE id = 2",),
    "move everything of a provider at once": (
        "UPDATE visit SET starts = :t1300, ends = :t1330 WHERE id IN (2, 3)",
    ),
    "move from another row": (
        "UPDATE visit SET starts = o.starts, ends = o.ends FROM visit AS o WHERE visit.id = 2 AND o.id = 3",
    ),
    "move a hold from another row": (
        "UPDATE hold SET starts = o.starts, ends = o.ends FROM hold AS o "
        f"WHERE hold.id = {OF_2} AND o.id = {OF_3}",
    ),
    "swap": (
        "UPDATE visit SET starts = :t1000 + :t1100 - starts, ends = :t1030 + :t1130 - ends WHERE id IN (2, 3)",
    ),
    "swap providers": (
        "UPDATE hold SET resource = 3 - resource WHERE visit IN (2, 4) AND resource_kind = 'provider'",
    ),
    "lengthen": ("UPDATE visit SET ends = :t1130 WHERE id = 2",),
    "lengthen or ignore": ("UPDATE OR IGNORE visit SET ends = :t1130 WHERE id = 2",),
    "lengthen a hold": (f"UPDATE hold SET ends = :t1130 WHERE id = {OF_2}",),
    "shorten the patient's hold": (
        "UPDATE hold SET ends = ends - 60 WHERE visit = 2 AND resource_kind = 'patient'",
    ),
    "lengthen over eight hours": ("UPDATE visit SET ends = starts + 28801 WHERE id = 4",),
    "un-cancel": ("UPDATE visit SET place = 'scheduled', cancel_reason = '' WHERE id = 1",),
    "un-cancel or ignore": ("UPDATE OR IGNORE visit SET place = 'scheduled', cancel_reason = '' WHERE id = 1",),
    "un-cancel or replace": ("UPDATE OR REPLACE visit SET place = 'arrived', cancel_reason = '' WHERE id = 1",),
    "un-cancel and move": (
        "UPDATE visit SET place = 'scheduled', cancel_reason = '', starts = :t1100, ends = :t1130 WHERE id = 1",
    ),
    "revive a cancelled visit's holds": ("UPDATE hold SET live = 1 WHERE visit = 6",),
    "release a hold": (f"UPDATE hold SET live = 0 WHERE id = {OF_2}",),
    "release a hold or ignore": ("UPDATE OR IGNORE hold SET live = 0 WHERE visit = 2",),
    "release and book": (
        f"UPDATE OR FAIL hold SET live = 0 WHERE id = {OF_2}",
        NEW_VISIT,
        f"INSERT INTO {NEW_HOLD}",
    ),
    "no overbooking any more": ("UPDATE hold SET overbooked = 0 WHERE visit = 5",),
    "to another provider": ("UPDATE hold SET resource = 1 WHERE visit = 4 AND resource_kind = 'provider'",),
    "to another room": ("UPDATE hold SET resource = 1 WHERE visit = 4 AND resource_kind = 'room'",),
    "to another patient": ("UPDATE hold SET resource = 6 WHERE visit = 2 AND resource_kind = 'patient'",),
    "to another kind": (f"UPDATE hold SET resource_kind = 'device' WHERE id = {OF_2}",),
    "to another visit": (f"UPDATE hold SET visit = 4 WHERE id = {OF_2}",),
    "to another visit or replace": ("UPDATE OR REPLACE hold SET visit = 3 WHERE visit = 2",),
    "to a block": (f"UPDATE hold SET visit = NULL, block = 1 WHERE id = {OF_2}",),
    "the visit to a patient who is elsewhere": ("UPDATE visit SET patient = 1 WHERE id = 4",),
    "a hold's id": (f"UPDATE OR REPLACE hold SET id = {OF_3} WHERE id = {OF_2}",),
    "a hold's id by its other name": (f"UPDATE OR REPLACE hold SET rowid = {OF_3} WHERE id = {OF_2}",),
    "a visit's id": ("UPDATE OR REPLACE visit SET id = 3 WHERE id = 2",),
    "a visit's id by its other name": ("UPDATE OR REPLACE visit SET _rowid_ = 3 WHERE id = 2",),
    "delete a hold": (f"DELETE FROM hold WHERE id = {OF_2}",),
    "delete a visit's holds": ("DELETE FROM hold WHERE visit = 2",),
    "delete a visit": ("DELETE FROM visit WHERE id = 2",),
    "delete everything": ("DELETE FROM hold",),
    "release a block's hold": ("UPDATE hold SET live = 0 WHERE block = 1",),
    "revive a lifted block's hold": ("UPDATE hold SET live = 1 WHERE block = 2",),
    "move a block's hold": ("UPDATE hold SET starts = starts + 3600, ends = ends + 3600 WHERE block = 1",),
    "shorten a block's hold": ("UPDATE hold SET ends = ends - 60 WHERE block = 1",),
    "move a block": ("UPDATE unavailable SET starts = starts + 3600, ends = ends + 3600 WHERE id = 1",),
    "replace a block": (
        "INSERT OR REPLACE INTO unavailable (id, resource_kind, resource, starts, ends, reason) "
        "VALUES (1, 'provider', 1, :t1600, :t1630, '')",
    ),
    "delete a block": ("DELETE FROM unavailable WHERE id = 1",),
    "a block's hold at another time": (f"{LAY}(1, 'provider', 1, :t1500, :t1530)",),
    "a block's hold for another provider": (f"{LAY}(1, 'provider', 2, :t1400, :t1430)",),
    "a live hold for a lifted block": (f"{LAY}(2, 'provider', 1, :t1530, :t1600)",),
    "a hold for no block": (f"{LAY}(99, 'provider', 1, :t1530, :t1600)",),
    "a block's hold to another block": ("UPDATE hold SET block = 2 WHERE block = 1",),
}
"""What is wrong, and the statements that do it; the last one must be refused."""

RIGHT: dict[str, tuple[str, ...]] = {
    "insert beside": (
        f"{VISIT}(90, 6, 1, 1, :t1030, :t1100, 0)",
        f"{HOLD}(90, 'provider', 1, :t1030, :t1100), (90, 'patient', 6, :t1030, :t1100)",
    ),
    "insert over a lifted block": (
        f"{VISIT}(90, 6, 1, 1, :t1500, :t1530, 0)",
        f"{HOLD}(90, 'provider', 1, :t1500, :t1530), (90, 'patient', 6, :t1500, :t1530)",
    ),
    "move": ("UPDATE visit SET starts = :t1230, ends = :t1300 WHERE id = 2",),
    "shorten": ("UPDATE visit SET ends = ends - 60 WHERE id = 2",),
    "cancel": ("UPDATE visit SET place = 'cancelled', cancel_reason = 'patient' WHERE id = 2",),
    "cancel and book": (
        "UPDATE visit SET place = 'cancelled', cancel_reason = 'patient' WHERE id = 2",
        "UPDATE visit SET place = 'scheduled', cancel_reason = '' WHERE id = 1",
    ),
    "un-cancel and move where it is free": (
        "UPDATE visit SET place = 'scheduled', cancel_reason = '', starts = :t0900, ends = :t0930 WHERE id = 1",
    ),
    "overbook": (
        "UPDATE hold SET overbooked = 1 WHERE visit = 4 AND resource_kind = 'provider'",
        "UPDATE hold SET resource = 1 WHERE visit = 4 AND resource_kind = 'provider'",
    ),
    "give the room up": ("UPDATE hold SET live = 0 WHERE visit = 2 AND resource_kind = 'room'",),
    "another patient, elsewhere, earlier": (
        "UPDATE visit SET patient = 6, starts = :t0900, ends = :t0930 WHERE id = 2",
    ),
    "lift a block": ("UPDATE unavailable SET lifted = 1 WHERE id = 1",),
    "lay a block again": ("UPDATE unavailable SET lifted = 0 WHERE id = 2",),
    "lay a block over visits": (
        f"{BLOCK}(90, 'provider', 1, :t1000, :t1030, '')",
        f"{LAY}(90, 'provider', 1, :t1000, :t1030)",
    ),
    "shorten a visit under a block": (
        f"{BLOCK}(90, 'provider', 1, :t1000, :t1030, '')",
        f"{LAY}(90, 'provider', 1, :t1000, :t1030)",
        "UPDATE visit SET ends = ends - 60 WHERE id = 2",
    ),
}
"""What must go through all the same."""
