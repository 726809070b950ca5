"""Forms of the set-up that were left half-way."""

from __future__ import annotations

from frontdesk.desk import Desk
from frontdesk.logic.drafts import Draft
from frontdesk.screens.form import DraftedForm
from frontdesk.screens.setup.adding import (
    AboutForm,
    DeviceForm,
    DeviceNameForm,
    HoursForm,
    ProviderForm,
    RoomForm,
    RoomNameForm,
)
from frontdesk.screens.setup.block_form import BlockForm
from frontdesk.screens.setup.holidays import HolidayForm, HolidayNameForm
from frontdesk.screens.setup.kind_form import KindForm
from frontdesk.screens.setup.site_forms import CalendarForm, InterpreterForm, SiteForm
from frontdesk.screens.setup.week_forms import DatedHoursForm, DayForm, ReservedForm

ADDING: tuple[type[ProviderForm] | type[RoomForm] | type[DeviceForm], ...] = (ProviderForm, RoomForm, DeviceForm)
"""Forms that only add."""
ABOUT: tuple[type[AboutForm], ...] = (
    KindForm, DatedHoursForm, DayForm, ReservedForm, BlockForm, HolidayForm, SiteForm, CalendarForm,
    InterpreterForm, HoursForm, RoomNameForm, DeviceNameForm, HolidayNameForm,
)  # fmt: skip
"""Forms about a row, which their drafts name."""


def reopen(desk: Desk, draft: Draft) -> DraftedForm:
    """A form of the set-up as it was left."""
    for add in ADDING:
        if draft.form == add.FORM:
            return add(desk, draft=draft)
    return next(form for form in ABOUT if draft.form == form.FORM).again(desk, draft)
