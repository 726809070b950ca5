"""How a change says no."""

from __future__ import annotations


class Refused(Exception):
    """A rule says no. Nothing was written.

    `reason` is a sentence for the person: what is wrong and what would work. `field` names the form's field
    it concerns, or is empty. `code` is for programs: "permission", "overlap", "busy", "stale", "wrong", ...
    """

    def __init__(self, reason: str, field: str = "", code: str = "wrong") -> None:
        super().__init__(reason)
        self.reason = reason
        """A sentence for the person."""
        self.field = field
        """The form's field it concerns, or empty."""
        self.code = code
        """One word for programs."""


class Stale(Refused):
    """The row moved on since it was painted or opened; nothing was overwritten."""

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason, field, code="stale")
