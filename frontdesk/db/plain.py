"""Arguments and results as JSON: moments and days keep their kind."""

from __future__ import annotations

from typing import Any

import pendulum


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
