"""Random registering, editing, booking, merging, un-merging and undoing, against a model of dictionaries."""

# ruff: noqa: PT017  (whether it is refused is for the model to say)
from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from frontdesk.db.calendar import Hold, Visit
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.desk import Refused, undo
from frontdesk.logic import calendar, checks, patients
from frontdesk.settings import TEST_LONG
from tests.elm import NIGHT, OKAFOR, Elm, found, open_copy

LONG = bool(TEST_LONG.read())
TIMES = [f"{hour}:{minute:02}" for hour in (10, 11) for minute in (0, 15, 30, 45)]
NAMES = ["Bell", "Cruz", "Diaz", "Eng"]
PHONES = [f"617-555-01{number}" for number in (11, 22, 33, 44)]
PICK = st.integers(0, 5)


class Model:
    """What the practice must look like: cities and phones, whose each visit is, who was merged into whom."""

    def __init__(self) -> None:
        self.cities: dict[int, str] = {}
        self.phones: dict[int, list[str]] = {}
        self.into: dict[int, int] = {}
        self.visits: dict[int, tuple[int, str, bool]] = {}
        """Patient, time, whether it is on."""

    def copy(self) -> Model:
        """The model as it is now."""
        made = Model()
        made.cities, made.into, made.visits = dict(self.cities), dict(self.into), dict(self.visits)
        made.phones = {patient: list(numbers) for patient, numbers in self.phones.items()}
        return made

    def alive(self) -> list[int]:
        """Who is a patient of their own."""
        return sorted(patient for patient in self.cities if patient not in self.into)

    def taken(self, patient: int) -> set[str]:
        """The times at which a patient has a visit that is on."""
        return {time for who, time, on in self.visits.values() if who == patient and on}


class Merging(RuleBasedStateMachine):
    """Each rule does one change and the same to the model, or finds both of one mind that it can't be done."""

    founded: Path

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.elm: Elm = open_copy(self.founded, self.folder / "practice")
        self.model = Model()
        self.past: list[Model] = []
        self.merges: list[tuple[int, int, int, Model, Model]] = []
        """Merge, keep, gone, the model before and after, of those that are open."""
        for patient in range(1, 7):
            self.model.cities[patient], self.model.phones[patient] = "", []

    def teardown(self) -> None:
        if hasattr(self, "elm"):
            assert checks.run(self.elm.database).ok
            self.elm.database.close()
            shutil.rmtree(self.folder)

    def did(self, before: Model) -> None:
        """Note what `u` must lead back to."""
        self.past.append(before)

    def version(self, patient: int) -> int:
        return int(Patient.get_by_id(patient).version)

    def one(self, pick: int) -> int:
        alive = self.model.alive()[:3]  # few, so that they meet again and again
        return alive[pick % len(alive)]

    @rule(name=st.sampled_from(NAMES), phone=st.sampled_from(["", *PHONES]))
    def register(self, name: str, phone: str) -> None:
        before = self.model.copy()
        done = patients.register(self.elm.mary, family=name, phone=phone, sure=True)
        patient = int(done.values["patient"])
        self.model.cities[patient], self.model.phones[patient] = "", [phone] if phone else []
        self.past.clear()  # taking it back would withdraw, which is another story
        assert patient not in before.cities

    @rule(pick=PICK, city=st.sampled_from(["", "Boston", "Dover"]))
    def edit(self, pick: int, city: str) -> None:
        patient, before = self.one(pick), self.model.copy()
        page = patients.reread(self.elm.mary, patient=patient)
        try:
            was = {"city": page.fields["city"]}
            patients.edit(self.elm.mary, patient=patient, version=page.version, was=was, city=city)
        except Refused as refused:
            assert refused.code == "same"
            assert city == self.model.cities[patient]
        else:
            self.model.cities[patient] = city
            self.did(before)

    @rule(pick=PICK, phone=st.sampled_from(PHONES))
    def phone(self, pick: int, phone: str) -> None:
        patient, before = self.one(pick), self.model.copy()
        known = phone in self.model.phones[patient]
        try:
            patients.add_phone(self.elm.mary, patient=patient, version=self.version(patient), phone=phone)
        except Refused:
            assert known
        else:
            assert not known
            self.model.phones[patient].append(phone)
            self.did(before)

    @rule(pick=PICK, payer=st.one_of(st.none(), PICK))
    def pay(self, pick: int, payer: int | None) -> None:
        """Who pays is held against the check only, at the end."""
        patient, before = self.one(pick), self.model.copy()
        version = self.version(patient)
        pays = None if payer is None else self.one(payer)
        try:
            patients.set_guarantor(self.elm.mary, patient=patient, version=version, guarantor=pays)
        except Refused as refused:
            assert refused.code == "same" or refused.field == "guarantor"
        else:
            self.did(before)

    @rule(pick=PICK, time=st.sampled_from(TIMES))
    def book(self, pick: int, time: str) -> None:
        patient, before = self.one(pick), self.model.copy()
        busy = time in {at for _, at, on in self.model.visits.values() if on}
        provider = NIGHT if busy else OKAFOR
        try:
            visit = self.elm.book(patient, provider, time, overbook="squeezed in")
        except Refused as refused:
            assert refused.code in ("patient", "overlap")
            assert time in self.model.taken(patient) or refused.code == "overlap"
        else:
            assert time not in self.model.taken(patient)
            self.model.visits[visit] = (patient, time, True)
            self.did(before)

    @precondition(lambda self: self.model.visits)
    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        visit = sorted(self.model.visits)[pick % len(self.model.visits)]
        patient, time, on = self.model.visits[visit]
        before = self.model.copy()
        if on:
            calendar.cancel(self.elm.mary, visit=visit, version=self.elm.version(visit), reason="patient")
            self.model.visits[visit] = (patient, time, False)
            self.did(before)

    @rule(first=PICK, second=PICK)
    def merge(self, first: int, second: int) -> None:
        keep, gone, before = self.one(first), self.one(second), self.model.copy()
        clash = self.model.taken(keep) & self.model.taken(gone)
        try:
            done = patients.merge(self.elm.mary, keep=keep, gone=gone, version=self.version(keep))
        except Refused as refused:
            assert keep == gone or (refused.code == "overlap" and clash) or refused.code == "guarantor"
            return
        assert keep != gone
        assert not clash
        model = self.model
        for visit, (patient, time, on) in list(model.visits.items()):
            if patient == gone:
                model.visits[visit] = (keep, time, on)
        left = [phone for phone in model.phones[gone] if phone in model.phones[keep]]
        model.phones[keep] += [phone for phone in model.phones[gone] if phone not in left]
        model.phones[gone] = left
        model.cities[keep] = model.cities[keep] or model.cities[gone]
        model.into[gone] = keep
        self.merges.append((int(done.values["merge"]), keep, gone, before, model.copy()))
        self.did(before)

    @precondition(lambda self: self.merges)
    @rule()
    def unmerge(self) -> None:
        """The newest merge comes apart: what was moved goes back, what came since stays."""
        merge, keep, gone, was, became = self.merges[-1]
        if self.model.into.get(gone) != keep:
            self.merges.pop()
            return
        before, model = self.model.copy(), self.model
        patients.unmerge(self.elm.mary, merge=merge, version=self.version(keep))
        self.merges.pop()
        for visit, (patient, time, on) in list(model.visits.items()):
            if was.visits.get(visit, (0,))[0] == gone and patient == keep:
                model.visits[visit] = (gone, time, on)
        model.phones[gone] = list(was.phones[gone])
        brought = set(became.phones[keep]) - set(was.phones[keep])
        model.phones[keep] = [phone for phone in model.phones[keep] if phone not in brought]
        if model.cities[keep] == became.cities[keep]:
            model.cities[keep] = was.cities[keep]
        del model.into[gone]
        self.did(before)

    @precondition(lambda self: self.past)
    @rule()
    def take_back(self) -> None:
        undo(self.elm.mary)
        earlier = self.past.pop()
        for visit, (patient, time, _) in self.model.visits.items():  # one taken back stays, cancelled
            earlier.visits.setdefault(visit, (patient, time, False))
        self.model = earlier
        self.merges = [each for each in self.merges if self.model.into.get(each[2]) == each[1]]

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "elm"):
            return
        model = self.model
        rows = {row.id: row for row in Patient.select().where(Patient.withdrawn == 0)}
        assert {patient: row.city for patient, row in rows.items()} == model.cities
        into = {patient: row.merged_into_id for patient, row in rows.items() if row.merged_into_id is not None}
        assert into == model.into
        numbers: dict[int, list[str]] = {patient: [] for patient in rows}
        for phone in PatientPhone.select().order_by(PatientPhone.position):
            numbers[phone.patient_id].append(f"{phone.digits[:3]}-{phone.digits[3:6]}-{phone.digits[6:]}")
        assert {patient: sorted(every) for patient, every in numbers.items()} == {
            patient: sorted(every) for patient, every in model.phones.items()
        }
        visits = {row.id: (row.patient_id, row.place != "cancelled") for row in Visit.select()}
        assert visits == {visit: (patient, on) for visit, (patient, _, on) in model.visits.items()}
        held = dict(Hold.select(Hold.visit, Hold.resource).where(Hold.resource_kind == "patient").tuples())
        assert held == {visit: patient for visit, (patient, _) in visits.items()}

    @invariant()
    def every_number_finds_somebody_who_is_there(self) -> None:
        if not hasattr(self, "elm"):
            return
        for patient in list(self.model.into):
            number = Patient.get_by_id(patient).number
            last: Any = patient
            while last in self.model.into:
                last = self.model.into[last]
            assert last in [row.id for row in patients.search(self.elm.mary, text=number).rows]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return found(tmp_path_factory.mktemp("base"))


def test_merging_against_a_naive_model(base: Path) -> None:
    machine = type("Machine", (Merging,), {"founded": base})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=600 if LONG else 40, stateful_step_count=25, deadline=None, database=None,
            derandomize=not LONG, phases=list(Phase) if LONG else [Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
