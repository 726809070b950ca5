"""Rows that belong to a patient: they follow when the record is merged, and come back when it is un-merged.

An area whose table refers to a patient declares that here with `follows`, beside its own rules; a test holds every
reference in the schema to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import Expression, Field

from frontdesk.db.calendar import Visit
from frontdesk.db.notes import PhoneNote
from frontdesk.db.outside import HistoryVisit
from frontdesk.db.patients import Patient, PatientContact, PatientPhone
from frontdesk.db.practice import Deadline, DocumentLink, ExternalRef, WorklistItem
from frontdesk.db.table import Table
from frontdesk.desk import Work


@dataclass(frozen=True, slots=True)
class Following:
    """A column that holds a patient's row; `only` narrows it where it may hold something else."""

    table: type[Table]
    column: Field
    only: Expression | None = None

    @property
    def name(self) -> str:
        """What a merge's record calls it."""
        return f"{self.table._meta.table_name}.{self.column.column_name}"

    def rows(self, patient: int) -> list[Any]:
        """The rows of a patient, by number."""
        wanted = self.column == patient
        query = self.table.select().where(wanted if self.only is None else wanted & self.only)
        return list(query.order_by(self.table._meta.fields["id"]))


FOLLOWING: list[Following] = []
"""Everything that follows a patient."""


def follows(table: type[Table], column: str, only: Expression | None = None) -> Following:
    """Declare that rows of a table follow the patient in that column."""
    made = Following(table, table._meta.fields[column], only)
    FOLLOWING.append(made)
    return made


PHONES = follows(PatientPhone, "patient")
follows(Visit, "patient")  # the database carries the holds along
follows(HistoryVisit, "patient")
follows(PatientContact, "patient")
follows(PhoneNote, "patient")
follows(Patient, "guarantor")
for _table in (ExternalRef, WorklistItem, Deadline, DocumentLink):
    follows(_table, "subject", _table._meta.fields["subject_kind"] == "patient")


def _left_behind(each: Following, keep: int) -> set[Any]:
    """What the survivor has already and may have only once."""
    if each is PHONES:
        return {(row.digits, row.extension) for row in each.rows(keep)}
    if each.table is DocumentLink:
        return {row.document_id for row in each.rows(keep)}
    return set()


def _same(each: Following, row: Any) -> Any:
    return (row.digits, row.extension) if each is PHONES else row.document_id


def _point(work: Work, each: Following, row: Any, patient: int) -> None:
    """Let a row refer to a patient; one with a version counts as touched."""
    if "version" in each.table._meta.fields:
        work.update(each.table, row.id, row.version, **{each.column.name: patient})
    else:
        each.table.update({each.column: patient}).where(each.table._meta.fields["id"] == row.id).execute()


def go_over(work: Work, gone: int, keep: int) -> dict[str, list[int]]:
    """Let everything of `gone` follow to `keep`; return the rows that moved, by name of table and column."""
    moved: dict[str, list[int]] = {}
    for each in FOLLOWING:
        there = _left_behind(each, keep)
        # The survivor itself doesn't follow: nobody is their own guarantor.
        rows = [row for row in each.rows(gone) if (each.table, row.id) != (Patient, keep)]
        going = [row for row in rows if not there or _same(each, row) not in there]
        for row in going:
            _point(work, each, row, keep)
        if going:
            moved[each.name] = [row.id for row in going]
    return moved


def come_back(work: Work, moved: dict[str, list[int]], keep: int, gone: int) -> dict[str, list[int]]:
    """Let the rows that followed and are still there refer to `gone` again; return `moved` with those only."""
    back = dict(moved)
    for each in FOLLOWING:
        wanted = set(moved.get(each.name, ()))
        rows = [row for row in each.rows(keep) if row.id in wanted]
        for row in rows:
            _point(work, each, row, gone)
        back[each.name] = [row.id for row in rows]
    return back
