"""What happens when the program fails: a number for the person, and a log that holds no patient data."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from traceback import walk_tb

SENTENCE = (
    "frontdesk has stopped because of a fault in the program (number {number}).\n"
    "Nothing that was saved is lost, and forms you had open come back at the next sign-in.\n"
    "Please start it again; if this happens twice, pass the number on. Details are in {log}."
)
"""What the person reads, after the terminal is its old self again."""


def describe(error: BaseException) -> str:
    """Type and frames of an error and of what led to it: no message and no variables, they hold patient data."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"  {type(current).__module__}.{type(current).__qualname__}")
        for frame, line in walk_tb(current.__traceback__):
            code = frame.f_code
            lines.append(f"    {code.co_filename}:{line} {code.co_qualname}")
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def record(folder: Path, error: BaseException, when: str) -> str:
    """Append the error to `frontdesk.log` in `folder` (0600) and return the sentence for the person.

    A log that can't be written does not stop the sentence.
    """
    number = str(secrets.randbelow(900_000) + 100_000)
    log = folder / "frontdesk.log"
    try:
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"{when} {number} pid {os.getpid()}\n{describe(error)}\n")
    except OSError:
        pass
    return SENTENCE.format(number=number, log=log)
