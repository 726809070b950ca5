"""Calendars as iCalendar files (RFC 5545): a provider's or a patient's visits for other calendar programs."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pendulum

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import feeds
from frontdesk.logic.feeds import Entry, Feed, State

if TYPE_CHECKING:
    from icalendar import Event

BEGINNING = b"BEGIN:VCALENDAR"
"""How every such file begins; one that does may be written over."""


def calendar_of(feed: Feed, now: pendulum.DateTime) -> bytes:
    """The file: each visit with the zone of its place, and the zones with their rules."""
    from icalendar import Calendar  # 47 ms, for whoever exports one

    calendar = Calendar()
    calendar.add("prodid", "-//frontdesk//visits//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _text(feed.title))
    for entry in feed.entries:
        calendar.add_component(_event(entry, now))
    if feed.entries:
        years = [entry.starts.year for entry in feed.entries]
        # Without the rules some programs guess a zone by its name, and are an hour off.
        calendar.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: pendulum.DateTime) -> Event:
    from icalendar import Event

    event: Any = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", datetime.fromtimestamp(int(now.timestamp()), UTC))
    event.add("created", datetime.fromtimestamp(int(entry.booked_at.timestamp()), UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", _local(entry.starts, entry.zone))
    event.add("dtend", _local(entry.ends, entry.zone))
    event.add("summary", _text(entry.summary))
    event.add("location", _text(entry.where))
    event.add("status", str(entry.state))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if entry.state is State.CANCELLED else "OPAQUE")
    return event  # type: ignore[no-any-return]


def _text(text: str) -> str:
    r"""Text as others can read it: many take a backslash before an `n` for the end of a line, escaped or not."""
    return text.replace("\\", "/")


def _local(at: pendulum.DateTime, zone: str) -> datetime:
    """A moment by the clocks of the place, or in UTC where that hour comes a second time.

    iCalendar means the first of two such hours by the clock's time; only UTC can name the second.
    """
    local = datetime.fromtimestamp(int(at.timestamp()), ZoneInfo(zone))
    return local.astimezone(UTC) if local.fold else local


def export_feed(desk: Desk, feed: Feed, path: Path) -> Done:
    """Write a calendar for its owner's eyes only, in place of an earlier one.

    It is in the audit before it is there. Raises `Refused` when something else is there, or it can't be written.
    """
    content = calendar_of(feed, desk.clock.now())
    part = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        _nothing_else(path)
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            with open(os.open(part, flags, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            done = feeds.record_feed(
                desk,
                path=str(path.absolute()),
                visits=len(feed.entries),
                provider=feed.provider,
                patient=feed.patient,
            )
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise Refused(f"{path} can't be written: {error.strerror}.", field="file", code="file") from error
    return done


def _nothing_else(path: Path) -> None:
    if not os.path.lexists(path):
        return
    ours = path.is_file() and not path.is_symlink()
    if ours:
        with path.open("rb") as file:
            ours = file.read(len(BEGINNING)) == BEGINNING
    if not ours:
        raise Refused(f"{path} is there already and is no calendar; it stays.", field="file", code="exists")


def usual_path(desk: Desk, feed: Feed) -> Path:
    """Where a provider's calendar goes from the console: the export folder of the set-up, else beside the file."""
    from frontdesk.logic.names import fold
    from frontdesk.logic.printing.settings import settings

    folder = Path(settings(desk)["folder"] or desk.database.path.parent / "export")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} can't be made: {error.strerror}.", field="folder", code="file") from error
    name = "".join(letter if letter.isalnum() else "-" for letter in fold(feed.title)) or "calendar"
    return folder / f"{name}.ics"
