"""Who may do what: one table, read by people (`frontdesk changes`) and by every change and view."""

from __future__ import annotations

from collections.abc import Iterable

from frontdesk.db.practice import Role

PERMISSIONS: dict[str, str] = {
    "calendar.see": "see the calendar and its visits",
    "calendar.book": "book, move, lengthen, cancel, confirm and restore visits",
    "calendar.overbook": "book over a visit on purpose, with a reason",
    "calendar.override": "book outside hours or over a block that allows it",
    "calendar.block": "block a provider's time and lift the block",
    "calendar.late": "type in later what is over: book into time that is past",
    "visit.place": "say where a visit stands: arrived, no-show and back",
    "patient.see": "search for patients and open their record",
    "patient.edit": "register patients and change their record",
    "patient.merge": "merge two records of one person, and take them apart again",
    "note.see": "see notes of phone calls",
    "note.write": "write notes of phone calls and change them",
    "todo.work": "work through lists of things to do: settle, pass on, note that it was tried",
    "print.page": "print what is shown",
    "print.away": "mail what is shown, or put it into the export folder",
    "print.run": "send pages to printers, mail and folders, and copy day sheets",
    "setup.see": "see sites, providers, rooms, kinds and hours",
    "setup.change": "change sites, providers, rooms, kinds, hours and settings",
    "account.change": "make accounts and change roles and passwords",
    "data.import": "import a practice's book",
    "data.export": "export data from the program",
    "audit.see": "read the audit trail and check the file",
}
"""Every permission and what it allows."""

_EVERYBODY = "calendar.see patient.see note.see setup.see"
_WORK = "note.write todo.work print.page"
_FRONT = f"{_EVERYBODY} {_WORK} calendar.book calendar.block calendar.override visit.place patient.edit"

_TABLE: dict[Role, str] = {
    Role.MANAGER: f"{_FRONT} calendar.overbook calendar.late patient.merge print.away print.run setup.change "
    "account.change data.import data.export audit.see",
    Role.RECEPTIONIST: f"{_FRONT} calendar.overbook calendar.late patient.merge print.away",
    Role.MEDICAL_ASSISTANT: f"{_EVERYBODY} {_WORK} visit.place patient.edit",
    Role.CLINICIAN: f"{_EVERYBODY} {_WORK} calendar.book calendar.overbook calendar.override calendar.block "
    "visit.place",
    Role.BILLER: f"{_EVERYBODY} {_WORK} patient.edit",
    Role.HR: "setup.see",
    Role.PRIVACY_OFFICER: f"{_EVERYBODY} {_WORK} print.away audit.see data.export",
    Role.SECURITY_OFFICER: "setup.see account.change audit.see",
    Role.AUDITOR: f"{_EVERYBODY} audit.see",
}

ROLES: dict[Role, frozenset[str]] = {role: frozenset(names.split()) for role, names in _TABLE.items()}
"""The permissions of each role; the auditor only reads."""

EVERY = frozenset(PERMISSIONS)
"""All permissions: for setting up a practice, before anybody can sign in."""


def permissions(roles: Iterable[Role]) -> frozenset[str]:
    """What somebody with these roles may do: the union."""
    return frozenset().union(*(ROLES[role] for role in roles))
