"""The set-up: a practice can be opened with it."""

from __future__ import annotations

from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.practice import Setting, Site
from frontdesk.desk import Refused
from frontdesk.logic.checks.registry import Wrong, check
from frontdesk.logic.practice import STEPS, zone_named
from frontdesk.settings import NAME, STEP


@check("sites")
def sites(database: PracticeFile) -> Wrong:
    """There is a site, and each has a time zone that exists."""
    rows = list(Site.select(Site.id, Site.zone).tuples())
    if not rows:
        yield "the practice", "has no site"
    for site, zone in rows:
        try:
            zone_named(zone)
        except Refused as refusal:
            yield f"site {site}", refusal.reason


@check("settings")
def settings(database: PracticeFile) -> Wrong:
    """Every setting has a value that the program understands."""
    for row, name, value in Setting.select(Setting.id, Setting.name, Setting.value).tuples():
        if name == STEP.name and value not in map(str, STEPS):
            yield f"setting {row}", f"the calendar's lines can't be {value!r} minutes apart"
        if name == NAME.name and not value.strip():
            yield f"setting {row}", "the practice has no name"
