"""The registry of checks, and running them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from peewee import fn

from frontdesk.db.audit import Audit
from frontdesk.db.calendar import Place, Provider, Visit
from frontdesk.db.engine.practice_file import PracticeFile
from frontdesk.db.engine.verify import UNREADABLE
from frontdesk.db.patients import Patient
from frontdesk.desk import Desk, view
from frontdesk.logic.importing import outcomes_unknown

Wrong = Iterator[tuple[str, str]]
"""What a check finds: where ("visit 3"), and what is wrong there."""

MOST = 100
"""Findings that one check names; of the others only the number is told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold: which check says so, where, and what is wrong."""

    check: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and how much there is of everything."""

    findings: tuple[Finding, ...]
    counts: dict[str, Any] = field(default_factory=dict)
    """`patients` (not withdrawn), `providers` (not hidden), `visits`, `visits_by_state`,
    `visits_outcome_unknown` (past, still scheduled, their source did not say), `audit_records`."""

    @property
    def ok(self) -> bool:
        """Tell whether everything holds."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold; `gated` when it has to run behind the write gate."""

    name: str
    body: Callable[[PracticeFile], Wrong]
    gated: bool = False

    def findings(self, database: PracticeFile) -> list[Finding]:
        """What is wrong, at most `MOST` places of it; a file too broken to read is a finding too."""
        found: list[Finding] = []
        more = 0
        try:
            for where, what in self.body(database):
                if len(found) < MOST:
                    found.append(Finding(self.name, where, what))
                else:
                    more += 1
        except UNREADABLE as error:
            found.append(Finding(self.name, "the file", f"can't be read: {error}"))
        if more:
            found.append(Finding(self.name, "elsewhere", f"{more} more like these"))
        return found


CHECKS: dict[str, Check] = {}
"""Every check by name, in the order in which they run."""


def check(name: str, *, gated: bool = False) -> Callable[[Callable[[PracticeFile], Wrong]], Check]:
    """Register a function as the check `name`."""

    def register(body: Callable[[PracticeFile], Wrong]) -> Check:
        if name in CHECKS:
            raise ValueError(f"there are two checks named {name}")
        CHECKS[name] = Check(name, body, gated)
        return CHECKS[name]

    return register


def _find_checks() -> None:
    import frontdesk.logic

    for module in walk_packages(frontdesk.logic.__path__, "frontdesk.logic."):
        if "checks" in module.name.split("."):
            import_module(module.name)


def run(at: Desk | PracticeFile) -> Report:
    """Verify everything that must hold: a desk needs `audit.see`, whoever may open the file needs nobody."""
    return verified(at) if isinstance(at, Desk) else _run(at)


@view("practice.verified", permission="audit.see")
def verified(desk: Desk) -> Report:
    """Whether everything holds that must hold, and how much there is."""
    return _run(desk.database)


def _run(database: PracticeFile) -> Report:
    """Run the reading checks on one snapshot of the file, then those that need the gate."""
    _find_checks()
    found: list[Finding] = []
    with database.any_text():
        with database.reading():
            for each in CHECKS.values():
                found += [] if each.gated else each.findings(database)
            counts = _counts()
        for each in CHECKS.values():
            if each.gated:
                with database.writing():
                    found += each.findings(database)
    return Report(tuple(found), counts)


def _counts() -> dict[str, Any]:
    """How much there is; empty when the tables can't be read, which a check has said by then."""
    try:
        places = Visit.select(Visit.place, fn.COUNT(Visit.id)).group_by(Visit.place)
        by_state = dict.fromkeys(map(str, Place), 0) | dict(Visit._meta.database.execute(places).fetchall())
        return {
            "patients": Patient.select().where(Patient.withdrawn == 0).count(),
            "providers": Provider.select().where(Provider.hidden == 0).count(),
            "visits": sum(by_state.values()),
            "visits_by_state": by_state,
            "visits_outcome_unknown": outcomes_unknown(),
            "audit_records": Audit.select().count(),
        }
    except UNREADABLE:
        return {}
