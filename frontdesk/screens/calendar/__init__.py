"""The calendar: one day by provider."""

from frontdesk.screens.calendar.pane import CalendarPane

__all__ = ["CalendarPane"]
