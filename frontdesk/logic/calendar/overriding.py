"""What may be done all the same, by whoever may override the calendar's rules."""

OVERRIDABLE = ("hours", "blocked", "dismissed", "reserved", "limit", "standing", "beside")
"""Codes of refusals that `override` gets past; `closed`, `kind` and `person` stand, `overlap` wants a reason."""
