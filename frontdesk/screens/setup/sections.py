"""The sorts of lines of the set-up: what stands in the list, what adds one, changes it, takes it off, opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from frontdesk.desk import Desk, Done
from frontdesk.logic import accounts, hours, practice, printing, sites
from frontdesk.logic.off import off
from frontdesk.screens.dialog import Dialog
from frontdesk.screens.printing_setup import PrinterForm, PrintingForm, summary
from frontdesk.screens.setup.adding import (
    AccountForm,
    DeviceForm,
    DeviceNameForm,
    HoursForm,
    ProviderForm,
    RoomForm,
    RoomNameForm,
    StepForm,
    several_sites,
)
from frontdesk.screens.setup.holidays import HolidayList
from frontdesk.screens.setup.kind_form import KindForm
from frontdesk.screens.setup.shut import ShutList
from frontdesk.screens.setup.site_forms import CalendarForm, InterpreterForm, SiteForm
from frontdesk.screens.setup.week import ProviderWeek


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the set-up: what it is (`sort`), its row (0: there is none yet), its version, its words."""

    sort: str
    row: int
    version: int
    name: str
    more: str = ""
    behind: Any = None
    """The card that the form starts from."""
    off: bool = False
    """Taken off: it can be put back on, nothing else."""


Form = Dialog[Done]
Opened = Callable[[Desk, Item], Form]


@dataclass(frozen=True, slots=True)
class Section:
    """A sort of lines, and what can be done with one; None where it can't."""

    sort: str
    items: Callable[[Desk], Iterable[Item]]
    add: Callable[[Desk], Form]
    edit: Opened | None = None
    open: Opened | None = None
    """A list of its own behind the line."""
    sees: str = "setup.see"
    """The permission that the list behind the line takes."""
    off: Callable[[Desk, Item], Done] | None = None
    """Takes it off; puts one that is off back on."""
    empty: str = ""
    """What its line says while there is none; empty for a sort that there always is."""


def _at(desk: Desk, site: int) -> str:
    """The site of something, where there are several."""
    if not several_sites(desk):
        return ""
    return next((each.name for each in sites.sites(desk) if each.id == site), "")


def _providers(desk: Desk) -> Iterator[Item]:
    for card in practice.providers(desk):
        more = hours.words(desk, provider=card.id) or "no hours today"
        yield Item("provider", card.id, card.version, card.display, f"{_at(desk, card.site)} {more}".strip())


def _rooms(desk: Desk) -> Iterator[Item]:
    for card in practice.rooms(desk):
        yield Item("room", card.id, card.version, card.name, _at(desk, card.site))


def _devices(desk: Desk) -> Iterator[Item]:
    for card in practice.devices(desk):
        yield Item("device", card.id, card.version, card.name, _at(desk, card.site))


def _kinds(desk: Desk) -> Iterator[Item]:
    for card in practice.kinds(desk):
        yield Item("kind", card.id, card.version, f"{card.code} {card.name}", f"{card.minutes} min")


def _interpreters(desk: Desk) -> Iterator[Item]:
    for card in practice.interpreters(desk):
        more = f"{card.languages}, {card.mode.replace('_', ' ')}{', shared' if card.shared else ''}"
        yield Item("speaks", card.id, card.version, card.name, more, card)


def _sites(desk: Desk) -> Iterator[Item]:
    names = {card.id: card.name for card in sites.calendars(desk)}
    for card in sites.sites(desk):
        yield Item(
            "site", card.id, card.version, card.name, f"{card.zone}, {names.get(card.calendar or 0, '-')}", card
        )


def _calendars(desk: Desk) -> Iterator[Item]:
    for card in sites.calendars(desk):
        yield Item("days", card.id, card.version, card.name, f"open {card.words}; Enter: holidays", card)


def _lines(desk: Desk) -> Iterator[Item]:
    yield Item("lines", 0, 0, "Calendar lines", f"{practice.step_minutes(desk)} min")


def _printers(desk: Desk) -> Iterator[Item]:
    for station, queue in printing.printers(desk).items():
        yield Item("printer", 0, 0, station, queue)


def _printing(desk: Desk) -> Iterator[Item]:
    yield Item("printing", 0, 0, "Paper, mail, copies", summary(desk))


def _accounts(desk: Desk) -> Iterator[Item]:
    if desk.may("account.change"):
        for each in accounts.accounts(desk):
            more = f"{each.name}  {', '.join(each.roles)}{'  closed' if each.closed else ''}"
            yield Item("sign-in", each.id, each.version, each.login, more)


def _close_account(desk: Desk, item: Item) -> Done:
    closed = "  closed" in item.more
    return accounts.close_account(desk, account=item.row, version=item.version, closed=not closed)


def _off_or_on(change: Callable[..., Done], word: str) -> Callable[[Desk, Item], Done]:
    return lambda desk, item: change(desk, **{word: item.row, "version": item.version, "hidden": not item.off})


def _shut(desk: Desk, item: Item) -> Form:
    return ShutList(desk, item.sort, item.row, item.name)


SECTIONS: tuple[Section, ...] = (
    Section(
        "provider", _providers, ProviderForm,
        edit=lambda desk, item: HoursForm(desk, item.row, item.version),
        open=lambda desk, item: ProviderWeek(desk, item.row),
        off=_off_or_on(practice.hide_provider, "provider"),
        empty="no providers",
    ),
    Section(
        "room", _rooms, RoomForm, edit=lambda desk, item: RoomNameForm(desk, item.row, item.version), open=_shut,
        sees="calendar.see",
        off=_off_or_on(practice.hide_room, "room"), empty="no rooms",
    ),
    Section(
        "device", _devices, DeviceForm, edit=lambda desk, item: DeviceNameForm(desk, item.row, item.version),
        open=_shut, sees="calendar.see",
        off=_off_or_on(practice.hide_device, "device"),
        empty="no devices",
    ),
    Section(
        "kind", _kinds, KindForm, edit=lambda desk, item: KindForm(desk, item.row, item.version),
        off=_off_or_on(practice.hide_kind, "kind"), empty="no kinds",
    ),
    Section(
        "speaks", _interpreters, InterpreterForm,
        edit=lambda desk, item: InterpreterForm(desk, item.row, item.version, card=item.behind),
        off=_off_or_on(practice.hide_interpreter, "interpreter"),
        empty="no interpreters",
    ),
    Section(
        "site", _sites, SiteForm, edit=lambda desk, item: SiteForm(desk, item.row, item.version, card=item.behind),
        off=_off_or_on(sites.hide_site, "site"),
    ),
    Section(
        "days", _calendars, CalendarForm,
        edit=lambda desk, item: CalendarForm(desk, item.row, item.version, card=item.behind),
        open=lambda desk, item: HolidayList(desk, item.row, item.name),
        off=_off_or_on(sites.hide_calendar, "calendar"),
        empty="no business calendar",
    ),
    Section("lines", _lines, StepForm, edit=lambda desk, item: StepForm(desk)),
    Section(
        "printer", _printers, PrinterForm, edit=lambda desk, item: PrinterForm(desk, item.name, item.more),
        off=lambda desk, item: printing.set_printer(desk, station=item.name, printer="", was=item.more),
        empty="no printers",
    ),
    Section("printing", _printing, PrinterForm, edit=lambda desk, item: PrintingForm(desk)),
    Section("sign-in", _accounts, AccountForm, off=_close_account),
)  # fmt: skip
"""Every sort, in the order of the list."""

BY_SORT = {section.sort: section for section in SECTIONS}
"""A section by the sort of its lines."""


WORDS = {"interpreter": "speaks", "calendar": "days"}
"""The sort of a line, where it is another word than that of the change which takes it off."""


def _taken_off(desk: Desk) -> dict[str, list[Item]]:
    """What was taken off, by sort."""
    found: dict[str, list[Item]] = {}
    for line in off(desk):
        sort, where = WORDS.get(line.word, line.word), _at(desk, line.site) if line.site else ""
        item = Item(sort, line.id, line.version, line.name, f"off {where}".strip(), off=True)
        found.setdefault(sort, []).append(item)
    return found


def items(desk: Desk, *, all_of_them: bool = False) -> list[Item]:
    """Everything that can be set up, in the order of the list; a line for what there is none of yet.

    With `all_of_them` also what was taken off, behind the others of its sort.
    """
    found: list[Item] = []
    gone = _taken_off(desk) if all_of_them else {}
    for section in SECTIONS:
        lines = [*section.items(desk), *gone.get(section.sort, ())]
        found += lines or ([Item(section.sort, 0, 0, section.empty, "n adds one")] if section.empty else [])
    return found
