"""What the practice puts on paper: plain text for any printer, readable when the box is down."""

from frontdesk.logic.papers.daysheet import day_sheet, room_sheet, week_sheet
from frontdesk.logic.papers.facesheet import face_sheet
from frontdesk.logic.papers.monthsheet import month_sheet
from frontdesk.logic.papers.paper import Paper, Sheet, typed

__all__ = ["Paper", "Sheet", "day_sheet", "face_sheet", "month_sheet", "room_sheet", "typed", "week_sheet"]
