"""Small folders in Synthea's CSV form, written by the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

HEADERS = {
    "payers.csv": "Id,NAME,OWNERSHIP,ADDRESS,CITY,STATE_HEADQUARTERED,ZIP,PHONE,REVENUE",
    "organizations.csv": "Id,NAME,ADDRESS,CITY,STATE,ZIP,LAT,LON,PHONE,REVENUE",
    "providers.csv": "Id,ORGANIZATION,NAME,GENDER,SPECIALITY,ENCOUNTERS",
    "patients.csv": (
        "Id,BIRTHDATE,DEATHDATE,SSN,PREFIX,FIRST,LAST,SUFFIX,MAIDEN,MARITAL,GENDER,ADDRESS,CITY,STATE,ZIP,INCOME"
    ),
    "encounters.csv": (
        "Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,PAYER,ENCOUNTERCLASS,CODE,DESCRIPTION,REASONDESCRIPTION"
    ),
}
CODES = {"payers.csv": 1, "organizations.csv": 2, "providers.csv": 3, "patients.csv": 4, "encounters.csv": 5}


def uuid(file: str, number: int) -> str:
    """The Id of a file's n-th row."""
    return f"{CODES[file]:08x}-0000-4000-8000-{number:012x}"


def at(text: str) -> str:
    """`2014-05-06 08:34` as the files have it."""
    return f"{text.replace(' ', 'T')}{'' if text.count(':') == 2 else ':00'}Z"


@dataclass
class RunOfTests:
    """Rows by file, added one by one; each `add` answers with the line on which its row will stand."""

    folder: Path
    rows: dict[str, list[str]] = field(default_factory=lambda: {name: [line] for name, line in HEADERS.items()})

    def _add(self, file: str, *cells: str) -> int:
        rows = self.rows[file]
        rows.append(",".join((uuid(file, len(rows)), *cells)))
        return len(rows)

    def payer(self, name: str = "Medicaid", ownership: str = "GOVERNMENT", zip: str = "", phone: str = "") -> int:
        """Add a payer."""
        return self._add("payers.csv", name, ownership, "1 Main St", "Boston", "MA", zip, phone, "0.0")

    def organization(
        self, name: str = "ELM CLINIC", zip: str = "020611630", phone: str = "978-342-9781 Or 978-342-9781"
    ) -> int:
        """Add an organisation."""
        return self._add(
            "organizations.csv", name, "1 Main St", "NORWELL", "MA", zip, "42.1", "-70.8", phone, "0.0"
        )

    def provider(self, name: str = "Ted955 Reilly981") -> int:
        """Add a provider of the first organisation."""
        return self._add("providers.csv", uuid("organizations.csv", 1), name, "M", "GENERAL PRACTICE", "20")

    def patient(
        self,
        first: str = "Temika453",
        last: str = "Wuckert783",
        born: str = "1979-02-11",
        died: str = "",
        *,
        prefix: str = "Mrs.",
        suffix: str = "",
        maiden: str = "",
        sex: str = "F",
        street: str = "676 Kirlin Village Suite 22",
        zip: str = "02081",
    ) -> int:
        """Add a patient."""
        return self._add(
            "patients.csv", born, died, "999-33-2827", prefix, first, last, suffix, maiden, "M", sex, street,
            "Walpole", "Massachusetts", zip, "17807",
        )  # fmt: skip

    def encounter(
        self,
        start: str = "2014-05-06 13:30",
        stop: str = "2014-05-06 13:45",
        kind: str = "ambulatory",
        *,
        patient: int = 1,
        provider: int = 1,
        organization: int = 1,
        what: str = "Encounter for symptom",
    ) -> int:
        """Add an encounter; times are UTC."""
        refers = (
            uuid("patients.csv", patient), uuid("organizations.csv", organization),
            uuid("providers.csv", provider), uuid("payers.csv", 1),
        )  # fmt: skip
        return self._add("encounters.csv", at(start), at(stop), *refers, kind, "185345009", what, "Asthma")

    def first_rows(self) -> RunOfTests:
        """Add what encounters refer to, one of each."""
        self.payer(), self.organization(), self.provider(), self.patient()
        return self

    def spoil(self, file: str, line: int, old: str, new: str) -> None:
        """Write something else on a line."""
        assert old in self.rows[file][line - 1]
        self.rows[file][line - 1] = self.rows[file][line - 1].replace(old, new, 1)

    def write(self) -> Path:
        """Write the files; the folder."""
        self.folder.mkdir(exist_ok=True)
        for name, lines in self.rows.items():
            text = "".join(f"{line}\n" for line in lines)
            (self.folder / name).write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
        return self.folder


def busy_run(folder: Path, patients: int = 6, each: int = 12) -> RunOfTests:
    """Patients with visits in a year, a long stay each, and a clash each."""
    run = RunOfTests(folder)
    run.payer(), run.organization(), run.organization("OAK HOSPITAL")
    run.provider(), run.provider("Ana12 Reyes7")
    for patient in range(1, patients + 1):
        run.patient(f"Given{patient}", f"Family{chr(96 + patient)}{patient}")
        hour = 12 + patient
        for month in range(1, each + 1):
            day = f"2020-{month:02d}-03 {hour}"
            run.encounter(f"{day}:00", f"{day}:30", patient=patient, provider=1 + month % 2)
        run.encounter(f"2021-01-0{patient} 10:00", f"2021-02-0{patient} 10:00", "inpatient", patient=patient)
        run.encounter(
            f"2020-06-03 {hour}:10", f"2020-06-03 {hour}:50", "emergency", patient=patient, organization=2
        )
    return run
