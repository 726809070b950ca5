"""How it is shown where a visit stands."""

from __future__ import annotations

from frontdesk.db.calendar import Place

LETTERS: dict[Place, str] = {
    Place.SCHEDULED: "S",
    Place.ARRIVED: "A",
    Place.CHECKED_IN: "I",
    Place.ROOMED: "R",
    Place.READY: "Y",
    Place.WITH_PROVIDER: "P",
    Place.CHECKOUT: "O",
    Place.DONE: "D",
    Place.LEFT: "L",
    Place.NO_SHOW: "N",
    Place.CANCELLED: "X",
}
"""The letter by which a place is shown, in colour and without."""
