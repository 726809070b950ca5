"""A visit of the demo practice before it is written: who, when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from frontdesk.db.calendar import CancelReason, Place


@dataclass(slots=True)
class Step:
    """The visit came to a place at that time (epoch seconds); `retracts` is the step that it takes back."""

    at: int
    place: Place
    retracts: int | None = None


@dataclass(slots=True)
class Planned:
    """A visit; patient and provider are positions in the register and the staff, times are epoch seconds."""

    patient: int
    provider: int
    kind: str
    offset: int
    starts: int
    minutes: int
    booked: int
    note: str = ""
    overbook: str = ""
    series: int | None = None
    confirmed: bool = False
    fate: Place | None = None
    """Cancelled, no-show or left, where it doesn't end as it should; scheduled for one who is late now."""
    cancel_reason: CancelReason = CancelReason.NONE
    cancel_note: str = ""
    cancelled_at: int = 0
    given_up: str = ""
    """Why a broken one is not placed again, where that was said."""
    given_up_at: int = 0
    room: int | None = None
    steps: list[Step] = field(default_factory=list)

    @property
    def ends(self) -> int:
        """When it should end."""
        return self.starts + 60 * self.minutes

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.steps[-1].place

    @property
    def stands(self) -> bool:
        """Whether it holds its time."""
        return self.place not in (Place.CANCELLED, Place.NO_SHOW)
