"""Small books in medscheduler's format, written by the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

PATIENTS = "patient_id,name,sex,dob"
SLOTS = "slot_id,appointment_date,appointment_time,is_available"
VISITS = (
    "appointment_id,slot_id,scheduling_date,appointment_date,appointment_time,scheduling_interval,status,"
    "check_in_time,appointment_duration,start_time,end_time,waiting_time,patient_id,sex,age,age_group"
)
TUESDAY, WEDNESDAY = "2026-11-17", "2026-11-18"
"""Days before the Tuesday on which the tests' practice opens."""


@dataclass
class BookOfTests:
    """Rows by file, added one by one; each `add` answers with the line on which its row will stand."""

    folder: Path
    patients: list[str] = field(default_factory=lambda: [PATIENTS])
    slots: list[str] = field(default_factory=lambda: [SLOTS])
    visits: list[str] = field(default_factory=lambda: [VISITS])

    def patient(self, name: str = "June Abbott", sex: str = "Female", born: str = "1979-02-11") -> int:
        """Add a patient, numbered from 00001."""
        self.patients.append(f"{len(self.patients):05d},{name},{sex},{born}")
        return len(self.patients)

    def slot(self, day: str, time: str) -> int:
        """Add a slot, numbered from 00001."""
        self.slots.append(f"{len(self.slots):05d},{day},{time}:00,True")
        return len(self.slots)

    def visit(
        self,
        status: str = "attended",
        time: str = "08:00",
        day: str = TUESDAY,
        times: tuple[str, str, str] | None = None,
        *,
        patient: int = 1,
        booked: str = "2026-11-10",
    ) -> int:
        """Add a visit of a patient, numbered from 000001, with its slot unless the file has one at that time."""
        came, began, left = times or (
            ("07:55:10", "08:03:00", "08:11:30") if status == "attended" else ("", "", "")
        )
        row = next((row for row in self.slots if f",{day},{time}:00," in row), None)
        number = int(row[:5]) if row else self.slot(day, time) - 1
        self.visits.append(
            f"{len(self.visits):06d},{number:05d},{booked},{day},{time}:00,7,{status},{came},8.5,{began},{left},7.8,"
            f"{patient:05d},Female,47,45-49"
        )
        return len(self.visits)

    def write(self) -> Path:
        """Write the files; the folder."""
        self.folder.mkdir(exist_ok=True)
        for name, lines in (
            ("patients.csv", self.patients), ("slots.csv", self.slots), ("appointments.csv", self.visits),
        ):  # fmt: skip
            text = "".join(f"{line}\n" for line in lines)
            (self.folder / name).write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
        return self.folder


def busy_book(folder: Path, patients: int = 40) -> BookOfTests:
    """Two days of 10-minute slots, a patient in each, of every status."""
    book = BookOfTests(folder)
    statuses = ("attended", "cancelled", "did not attend", "scheduled", "unknown")
    for number in range(patients):
        book.patient(f"Given Family{chr(97 + number // 26)}{chr(97 + number % 26)}")
        minutes = 480 + 10 * (number // 2)
        time = f"{minutes // 60:02d}:{minutes % 60:02d}"
        status = statuses[number % 5]
        times = (f"{time}:00", f"{time}:30", f"{time}:50") if status == "attended" else None
        book.visit(status, time, (TUESDAY, WEDNESDAY)[number % 2], times, patient=number + 1)
    return book
