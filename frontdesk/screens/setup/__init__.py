"""The practice's set-up: everything that a practice adds, changes and takes off, one list from `&`."""

from frontdesk.screens.setup.listing import SetupList

__all__ = ["SetupList"]
