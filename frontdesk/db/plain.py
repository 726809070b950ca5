"""Arguments and results as JSON: moments and days keep their kind."""

from __future__ import annotations

from typing import Any

import pendulum

from frontdesk.db.fields import WrongValue


def in_utc(value: Any) -> Any:
    """A moment in UTC, anything else as it is; raise `WrongValue` for a moment without a zone.

    Python compares two moments of one zone by the clock on the wall: in the hour that an autumn night has twice,
    one may be before the other and yet compare as after it, and equal ones as unequal to themselves in UTC.
    """
    if not isinstance(value, pendulum.DateTime):
        return value
    if value.tzinfo is None:
        raise WrongValue("a moment needs a zone")
    return value.in_timezone("UTC")


def plain(value: Any) -> Any:
    """A JSON value for `value`; a moment becomes `{"$at": epoch}`, a day `{"$day": iso}`."""
    if isinstance(value, pendulum.DateTime):
        return {"$at": int(value.timestamp())}
    if isinstance(value, pendulum.Date):
        return {"$day": value.isoformat()}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def rich(value: Any) -> Any:
    """The value that `plain` was given; moments come back in UTC."""
    if isinstance(value, dict):
        if set(value) == {"$at"}:
            return pendulum.from_timestamp(value["$at"])
        if set(value) == {"$day"}:
            return pendulum.Date.fromisoformat(value["$day"])
        return {key: rich(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rich(item) for item in value]
    return value
