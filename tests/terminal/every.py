"""Every screen and dialog that there is, each opened on the practice of `full`; a new one has to be added here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.screen import Screen

import frontdesk.screens
from frontdesk.desk import Desk
from frontdesk.logic import calendar, drafts, holidays, notes, patients, practice, sites
from frontdesk.logic.calendar.sought import Sought
from frontdesk.screens.calendar.joined import Joined
from frontdesk.screens.calendar.planning import PlanDialog
from frontdesk.screens.calendar.restoring import CancelledList
from frontdesk.screens.console import Console, Pane
from frontdesk.screens.setup import adding, block_form, kind_form, listing, shut, site_forms, week, week_forms
from frontdesk.screens.setup import holidays as holiday_lists
from frontdesk.screens.todo import closed, interpreters, late, messages, out, outcomes, to_place
from frontdesk.screens.todo import notes as note_lists
from frontdesk.screens.todo import printing as job_lists
from tests.screens.office import MORNING
from tests.terminal.full import DIAZ, KIM, OFFICE, STONE, VU

TODAY = MORNING.date()
OKAFOR = FOLLOW_UP = ECG = ROOM = INTERPRETER = 1

Make = Callable[[Console], Screen[Any]]
"""Makes a dialog that the console can open."""


def here(name: str) -> Any:
    """A name of the screens: `booking:BookingForm`."""
    module, _, what = name.partition(":")
    return getattr(importlib.import_module(f"frontdesk.screens.{module}"), what)


def _series(desk: Desk) -> PlanDialog:
    """Four Tuesdays, of which one clashes."""
    wish = {
        "patient": VU, "provider": OKAFOR, "kind": FOLLOW_UP, "starts": MORNING.at(10, 0).add(days=7),
        "rule": "FREQ=WEEKLY;COUNT=4",
    }  # fmt: skip
    return PlanDialog(
        desk,
        whose="Vu, Peter",
        verb="Book all",
        look=lambda answers: calendar.plan_series(desk, **wish, answers=answers),
        do=lambda answers: calendar.book_series(desk, **wish, answers=answers),
    )


def _cancelled(desk: Desk) -> CancelledList:
    return CancelledList(calendar.day(desk, day=TODAY), calendar.cancelled(desk, day=TODAY), True)


def _note(desk: Desk) -> notes.NoteLine:
    return next(each for each in notes.open_notes(desk) if each.who.startswith("Diaz"))


def _holiday(desk: Desk) -> holidays.HolidayLine:
    return next(each for each in holidays.of_calendar(desk, calendar=OFFICE) if each.visits)


EVERY: dict[str, Make] = {
    "booking:BookingForm": lambda my: here("booking:BookingForm")(my.desk, day=TODAY, patient=DIAZ),
    "bringing:ImportForm": lambda my: here("bringing:ImportForm")(),
    "calendar.joined:Joined": lambda my: Joined(my.desk, calendar.visit(my.desk, visit=STONE).visit),
    "calendar.planning:PlanDialog": lambda my: _series(my.desk),
    "calendar.restoring:CancelledList": lambda my: _cancelled(my.desk),
    "duplicates:Duplicates": lambda my: here("duplicates:Duplicates")(
        my.desk, patients.likely_duplicates(my.desk, family="Diaz", given="Luis", birth="2/11/1979")
    ),
    "finder:Finder": lambda my: here("finder:Finder")(my.desk, "di"),
    "firstrun:FirstRun": lambda my: here("firstrun:FirstRun")(),
    "help:HelpScreen": lambda my: here("help:HelpScreen")(my.calls(), my.pane.LEGEND if my.pane else ()),
    "mine:MineForm": lambda my: here("mine:MineForm")(my.desk, "xterm"),
    "my_keys:KeyList": lambda my: here("my_keys:KeyList")(my.desk, "xterm"),
    "new_practice:NewPractice": lambda my: here("new_practice:NewPractice")(),
    "note_edit:NoteEdit": lambda my: here("note_edit:NoteEdit")(my.desk, note=_note(my.desk).id),
    "notes:NoteForm": lambda my: here("notes:NoteForm")(my.desk, patient=DIAZ),
    "openings:Moving": lambda my: here("openings:OpeningsDialog").for_visit(my.desk, STONE),
    "openings:OpeningsDialog": lambda my: here("openings:OpeningsDialog")(
        my.desk, Sought(FOLLOW_UP, patient=DIAZ)
    ),
    "openings:Taking": lambda my: here("openings:Taking")(my.desk, Sought(FOLLOW_UP), single=True),
    "palette:PaletteScreen": lambda my: here("palette:PaletteScreen")(my.calls()),
    "parked:ParkedScreen": lambda my: here("parked:ParkedScreen")(my.desk, drafts.parked(my.desk)),
    "patient_form:EditForm": lambda my: here("patient_form:EditForm")(my.desk, patient=DIAZ),
    "patient_form:RegisterForm": lambda my: here("patient_form:RegisterForm")(my.desk),
    "patient_merge:MergeList": lambda my: here("patient_merge:MergeList")(my.desk, DIAZ, KIM),
    "patient_people:PeopleList": lambda my: here("patient_people:PeopleList")(my.desk, DIAZ),
    "people_forms:ContactForm": lambda my: here("people_forms:ContactForm")(
        my.desk, patients.reread(my.desk, patient=DIAZ), 1
    ),
    "people_forms:PhoneForm": lambda my: here("people_forms:PhoneForm")(
        my.desk, patients.reread(my.desk, patient=DIAZ), 1
    ),
    "printing_setup:PrinterForm": lambda my: here("printing_setup:PrinterForm")(my.desk, "front1", "hp1"),
    "printing_setup:PrintingForm": lambda my: here("printing_setup:PrintingForm")(my.desk),
    "setup.adding:AccountForm": lambda my: adding.AccountForm(my.desk),
    "setup.adding:DeviceForm": lambda my: adding.DeviceForm(my.desk),
    "setup.adding:DeviceNameForm": lambda my: adding.DeviceNameForm(my.desk, ECG, 1),
    "setup.adding:HoursForm": lambda my: adding.HoursForm(my.desk, OKAFOR, 1),
    "setup.adding:ProviderForm": lambda my: adding.ProviderForm(my.desk),
    "setup.adding:RoomForm": lambda my: adding.RoomForm(my.desk),
    "setup.adding:RoomNameForm": lambda my: adding.RoomNameForm(my.desk, ROOM, 1),
    "setup.adding:StepForm": lambda my: adding.StepForm(my.desk),
    "setup.block_form:BlockForm": lambda my: block_form.BlockForm(my.desk, 0, OKAFOR, "Okafor"),
    "setup.holidays:HolidayForm": lambda my: holiday_lists.HolidayForm(my.desk, OFFICE),
    "setup.holidays:HolidayList": lambda my: holiday_lists.HolidayList(my.desk, OFFICE, "Office"),
    "setup.holidays:HolidayNameForm": lambda my: holiday_lists.HolidayNameForm(
        my.desk, OFFICE, TODAY.toordinal(), _holiday(my.desk).row, 1, name=_holiday(my.desk).name
    ),
    "setup.holidays:VisitsOn": lambda my: holiday_lists.VisitsOn(my.desk, OFFICE, _holiday(my.desk)),
    "setup.kind_form:KindForm": lambda my: kind_form.KindForm(my.desk, FOLLOW_UP, 1),
    "setup.listing:SetupList": lambda my: listing.SetupList(my.desk),
    "setup.shut:ShutList": lambda my: shut.ShutList(my.desk, "provider", OKAFOR, "Okafor"),
    "setup.site_forms:CalendarForm": lambda my: site_forms.CalendarForm(
        my.desk, OFFICE, 1, card=sites.calendars(my.desk)[0]
    ),
    "setup.site_forms:InterpreterForm": lambda my: site_forms.InterpreterForm(
        my.desk, INTERPRETER, 1, card=practice.interpreters(my.desk)[0]
    ),
    "setup.site_forms:SiteForm": lambda my: site_forms.SiteForm(my.desk, 1, 1, card=sites.sites(my.desk)[0]),
    "setup.week:ProviderWeek": lambda my: week.ProviderWeek(my.desk, OKAFOR),
    "setup.week_forms:DatedHoursForm": lambda my: week_forms.DatedHoursForm(my.desk, OKAFOR, 1),
    "setup.week_forms:DayForm": lambda my: week_forms.DayForm(my.desk, OKAFOR, 1),
    "setup.week_forms:ReservedForm": lambda my: week_forms.ReservedForm(my.desk, OKAFOR),
    "signin:SignIn": lambda my: here("signin:SignIn")(),
    "signin:Unlock": lambda my: here("signin:Unlock")(my.desk),
    "todo.closed:ClosedList": lambda my: closed.ClosedList(my.desk),
    "todo.interpreters:InterpreterList": lambda my: interpreters.InterpreterList(my.desk),
    "todo.late:LateList": lambda my: late.LateList(my.desk),
    "todo.messages:MessageList": lambda my: messages.MessageList(my.desk),
    "todo.notes:NoteList": lambda my: note_lists.NoteList(my.desk),
    "todo.notes:PassOnForm": lambda my: note_lists.PassOnForm(my.desk, _note(my.desk)),
    "todo.out:OutList": lambda my: out.OutList(my.desk),
    "todo.outcomes:OutcomeList": lambda my: outcomes.OutcomeList(my.desk),
    "todo.printing:JobList": lambda my: job_lists.JobList(my.desk),
    "todo.to_place:ToPlaceList": lambda my: to_place.ToPlaceList(my.desk),
    "todo:TodoList": lambda my: here("todo:TodoList")(my.desk),
    "visit_edit:VisitForm": lambda my: here("visit_edit:VisitForm")(my.desk, visit=STONE),
    "working:Working": lambda my: here("working:Working")(
        "Counting", lambda shown: shown.progress("sheep", 5, 9), lambda _: ["Counted.", "nine sheep"]
    ),
}
"""How each is opened. The console itself, and what its panes show, are opened by keys; they are in `SHOWN`."""

SHOWN: dict[str, tuple[str, ...]] = {
    "console:Console": ("home",),
    "calendar.pane:CalendarPane": ("1", "down"),
    "the week": ("v", "w"),
    "the month": ("v", "m"),
    "the day": ("v", "d"),
    "what will be done": ("x",),
    "a line to type": ("ctrl+g", ":", "b", "o"),
    "patients:PatientsPane": ("ctrl+g", "3", *"di", "down"),
    "a patient": ("enter",),
}
"""The console's own, each by the keys that lead there from the one before."""

INNER = {
    "asking:AskingDialog", "dialog:Dialog", "form:DraftedForm", "form:FormScreen", "patient_form:SectionForm",
    "people_forms:LineForm", "repeating:Repeating", "setup.adding:AboutForm", "setup.adding:_ThingForm",
    "setup.within:Within", "taking_back:ChangingDialog", "timing:Timed", "worklist:WorklistDialog", "console:Pane",
    "frontdesk.widgets.frames:Ground",
}  # fmt: skip
"""What others are made from, and is never shown by itself."""


def all_there_are() -> set[str]:
    """Every class of a screen, a dialog or a pane in the program."""
    for found in pkgutil.walk_packages(frontdesk.screens.__path__, "frontdesk.screens."):
        importlib.import_module(found.name)
    found, todo = set(), [Screen, Pane]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        found.add(kind)
    ours = {kind for kind in found if kind.__module__.startswith("frontdesk.")}
    return {f"{kind.__module__.removeprefix('frontdesk.screens.')}:{kind.__name__}" for kind in ours}


def practice_file(folder: Path) -> Path:
    """The practice they are shown on, closed."""
    from tests.terminal.full import full_office

    office = full_office(folder)
    office.desk.database.close()
    return office.path
