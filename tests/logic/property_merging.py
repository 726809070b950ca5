"""What two people do at random to the records of patients: merged, and taken apart again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from frontdesk.db.patients import Patient, PatientMerge
from frontdesk.desk import Desk, Done
from frontdesk.logic import patients as records
from tests.logic.naive import Calendar
from tests.logic.naive_many import Outcome
from tests.logic.property_strategies import patients, who


class MergingRules:
    """Rules for the machine; what it offers them is declared here."""

    if TYPE_CHECKING:
        model: Calendar

        def desk(self, name: str) -> Desk: ...
        def change_many(self, name: str, expected: Callable[[], Outcome], real: Callable[[], Done]) -> bool: ...

    @precondition(lambda self: len(self.model.visits) > 2)
    @rule(data=st.data(), name=who, anybody=st.integers(0, 5))
    def merge(self, data: Any, name: str, anybody: int) -> None:
        """Two records are one person: the visits of one go over to the other; seldom two that can't be one."""
        alive = sorted({visit.patient for visit in self.model.visits.values() if visit.on})
        pairs = [(one, other) for one in alive for other in alive if one != other]
        pair = st.sampled_from(pairs) if pairs and anybody else st.tuples(patients, patients)
        keep, gone = data.draw(pair, label="keep and gone")
        self.change_many(
            name,
            lambda: self.model.merge(keep, gone),
            lambda: records.merge(
                self.desk(name), keep=keep, gone=gone, version=int(Patient.get_by_id(keep).version)
            ),
        )

    @precondition(lambda self: self.model.into)
    @rule(data=st.data(), name=who)
    def unmerge(self, data: Any, name: str) -> None:
        """They were two after all: what went over comes back, what was booked since stays."""
        gone = int(data.draw(st.sampled_from(sorted(self.model.into)), label="gone"))
        row = PatientMerge.get(PatientMerge.gone == gone, PatientMerge.unmerged_at.is_null())
        self.change_many(
            name,
            lambda: self.model.unmerge(gone),
            lambda: records.unmerge(
                self.desk(name), merge=int(row.id), version=int(Patient.get_by_id(row.keep_id).version)
            ),
        )
