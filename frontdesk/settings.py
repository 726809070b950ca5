"""Every setting and every environment variable there is: name, usual value, what it is, where it is edited.

Whatever reads one names its entry here, so that no name and no usual value is spelled twice; `frontdesk settings`
prints the two tables. A setting is a row of the practice's file, from an instant on. It holds for the practice,
for one workstation, or for one person: at one type of terminal, or at all of them. Everybody sets their own; for
the others it takes the permission `setup.change`. What is set in the console is undone with `u`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

PRACTICE, WORKSTATION, PERSON = "practice", "workstation", "person"
"""For whom a setting holds: how rows of the table `setting` say it."""

UNDER, PRINTING, MINE = "& Calendar lines", "& Printing; print set", "; (mine)"
"""Where a setting is edited: a key of the console and what to choose there, or a verb."""


class Setting(NamedTuple):
    """A setting."""

    name: str
    """What its rows are called."""
    scope: str
    """For whom it holds."""
    usual: str
    """What holds while nobody has set it."""
    values: str
    """What it may be, in words; of one with `choices`, empty."""
    what: str
    """What it is."""
    edited: str
    """Where."""
    choices: tuple[str, ...] = ()
    """The values it may have, where those are few."""


class Variable(NamedTuple):
    """An environment variable. Over SSH nobody's is passed on: what people choose for themselves is a setting."""

    name: str
    usual: str
    """What holds while it is not set."""
    what: str
    """What it is."""
    by: str = "frontdesk"
    """Who reads it."""

    def read(self, environment: Mapping[str, str] = os.environ) -> str:
        """Its value, without blanks around it; the usual one where it is empty or not set."""
        return environment.get(self.name, "").strip() or self.usual


# Of the practice --------------------------------------------------------------------------------------

NAME = Setting(
    "practice.name", PRACTICE, "Practice", "a name", "What the practice is called, on paper and in exports",
    "at the start; init",
)  # fmt: skip
STEP = Setting(
    "calendar.step", PRACTICE, "15", "", "Minutes between two lines of the calendar", UNDER,
    ("5", "10", "15", "20", "30", "60"),
)  # fmt: skip
LINES = Setting("print.lines", PRACTICE, "66", "30 to 200", "Lines of a page, from edge to edge", PRINTING)
COLUMNS = Setting("print.columns", PRACTICE, "80", "72 to 160", "Characters in a line of a page", PRINTING)
MAIL_FROM = Setting(
    "print.mail_from", PRACTICE, "", "a mail address", "Mail is sent from; none: no mail", PRINTING
)
MAIL_HOST = Setting(
    "print.mail_host",
    PRACTICE,
    "",
    "a server, maybe :PORT",
    "Mail server; none: sendmail of this machine",
    PRINTING,
)
FOLDER = Setting(
    "print.folder",
    PRACTICE,
    "",
    "a whole path",
    "Export folder; none: export/ beside the practice's file",
    PRINTING,
)
COPY_TO = Setting(
    "daysheet.copy_to", PRACTICE, "", "a whole path", "Day sheets are copied to; none: nowhere", PRINTING
)
COPY_EVERY = Setting("daysheet.every", PRACTICE, "15", "1 to 1440", "Minutes between two such copies", PRINTING)
FEED_NAMES = Setting(
    "feed.names", PRACTICE, "initials", "", "What calendar files say of patients", PRINTING,
    ("nothing", "initials", "name"),
)  # fmt: skip
DEMO_DAY = Setting("demo.day", PRACTICE, "", "a day", "Marks a demo practice: the day it was made for", "demo")

# Of a workstation -------------------------------------------------------------------------------------

PRINTER = Setting(
    "print.printer", WORKSTATION, "", "a print queue", "The printer of a workstation; none: it has none", PRINTING
)

# Of a person ------------------------------------------------------------------------------------------

AREA = Setting(
    "my.area", PERSON, "calendar", "", "The area the console begins with", MINE, ("calendar", "patients")
)
THEME = Setting(
    "my.theme", PERSON, "dark", "", "The terminal's background, dark or light", MINE, ("dark", "light")
)
SIGNS = Setting(
    "my.signs", PERSON, "auto", "", "Signs beyond ASCII: as the terminal says, all of them, none", MINE,
    ("auto", "all", "ascii"),
)  # fmt: skip
COLOURS = Setting(
    "my.colours", PERSON, "auto", "", "Colours: as many as the terminal has, 16, 8, none", MINE,
    ("auto", "16", "8", "none"),
)  # fmt: skip
KEY = Setting("key.", PERSON, "", "a key", "The key of a command; none: its usual one", "^K (keys)")

PERSONAL = (AREA, THEME, SIGNS, COLOURS)
"""What a person chooses in one form, in its order."""

SETTINGS = (
    NAME, STEP, LINES, COLUMNS, MAIL_FROM, MAIL_HOST, FOLDER, COPY_TO, COPY_EVERY, FEED_NAMES, DEMO_DAY,
    PRINTER, *PERSONAL, KEY,
)  # fmt: skip
"""All of them."""

# The environment --------------------------------------------------------------------------------------

DB = Variable("FRONTDESK_DB", "", "The practice's file; without it, frontdesk/practice.db in the data folder")
DATA_HOME = Variable("XDG_DATA_HOME", "", "The data folder; without it ~/.local/share")
STATION = Variable("FRONTDESK_WORKSTATION", "", "Which workstation this is; without it the machine's name")
THIN = Variable("FRONTDESK_THIN", "on", "off: everything is sent as it is painted, not only what changed")
TERM = Variable("TERM", "dumb", "The type of terminal: what it can do, and whose settings hold")
PATH = Variable("PATH", "", "Where sendmail, lp and lpstat are looked for")
NO_COLOR = Variable("NO_COLOR", "", "Anything: no colours, whatever the terminal has")
COLORTERM = Variable("COLORTERM", "", "truecolor: more than the colours of TERM", "Textual")
TEST_LONG = Variable("FRONTDESK_LONG", "", "1: made-up cases run for minutes instead of seconds", "the tests")
TEST_DATA = Variable("FRONTDESK_TEST_DATA", "", "Where data of other programs lies to be imported", "the tests")

VARIABLES = (DB, DATA_HOME, STATION, THIN, TERM, PATH, NO_COLOR, COLORTERM, TEST_LONG, TEST_DATA)
"""All of them."""


def setting_named(name: str) -> Setting | None:
    """The setting whose rows are called so; None when there is none."""
    if name.startswith(KEY.name):
        return KEY
    return next((each for each in SETTINGS if each.name == name), None)
