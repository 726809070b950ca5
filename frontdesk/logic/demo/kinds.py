"""What people come for at the demo practice, how often, and what is noted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Purpose:
    """A kind of visit by its code: how often in a hundred, how long (choices), what is noted."""

    code: str
    share: int
    minutes: tuple[int, ...]
    notes: tuple[str, ...]
    child_notes: tuple[str, ...]


PURPOSES: tuple[Purpose, ...] = (
    Purpose(
        "FU", 55, (15, 15, 15, 30),
        ("blood pressure", "diabetes, labs first", "medication refill", "thyroid", "results of MRI", "back pain",
         "after hospital stay", "cholesterol", "rash", "knee", "migraine diary", "mood", "weight"),
        ("asthma plan", "eczema", "ears again", "sleep", "after hospital stay", "growth", "allergies"),
    ),
    Purpose(
        "NEW", 13, (30,),
        ("transfer of records asked for", "forms mailed", "referred by a neighbor", "no old PCP"),
        ("vaccine record to follow", "referred by school", "sister of a patient"),
    ),
    Purpose(
        "PHY", 11, (45,), ("yearly", "wellness", "work clearance", "before surgery"),
        ("school form", "sports form", "camp form", "yearly"),
    ),
    Purpose(
        "URG", 8, (15,), ("fever since Sunday", "ear ache", "cough", "sprained ankle", "UTI?", "dizzy"),
        ("fever", "vomiting", "ear ache", "cough at night", "rash"),
    ),
    Purpose(
        "PRC", 5, (30,), ("mole removal", "joint injection", "ingrown nail", "cyst", "ear wash"),
        ("wart", "ear wash", "splinter"),
    ),
    Purpose(
        "NUR", 8, (15,), ("flu shot", "suture removal", "INR", "TB test reading", "B12", "blood draw"),
        ("flu shot", "second MMR", "weight check", "suture removal"),
    ),
)  # fmt: skip

OVERBOOK_REASONS = (
    "Infant with fever",
    "Doctor asked for today",
    "Drove an hour, came on the wrong day",
    "Sibling of the patient before",
    "INR out of range",
    "Post-op check can't wait",
)

CANCEL_NOTES = (
    "no ride", "child sick", "has to work", "feels better", "forgot, called back", "car broke down",
    "went to the ER", "found another doctor", "",  "", "",
)  # fmt: skip
"""Why patients cancel."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """A series: provider, weekday, minute, weeks between, first and last week from today's, for what."""

    family: str
    weekday: int
    minute: int
    every: int
    first: int
    last: int
    note: str


SERIES: tuple[Repeated, ...] = (
    Repeated("Okafor", 0, 525, 1, -3, 4, "allergy shot"),
    Repeated("Okafor", 1, 600, 2, -2, 6, "blood pressure"),
    Repeated("Okafor", 4, 870, 1, -1, 5, "wound care"),
    Repeated("Lindqvist", 1, 615, 1, -2, 3, "manipulation"),
    Repeated("Lindqvist", 3, 915, 2, -3, 5, "manipulation"),
    Repeated("Reyes", 1, 570, 1, -3, 6, "INR"),
    Repeated("Reyes", 3, 525, 1, -1, 4, "allergy shot"),
    Repeated("Baptiste", 2, 1020, 1, -2, 4, "wound care"),
    Repeated("Baptiste", 1, 660, 2, -2, 6, "diabetes group"),
    Repeated("Castellano", 0, 795, 1, -3, 2, "physical therapy check"),
    Repeated("Duarte", 2, 600, 1, -2, 5, "B12"),
    Repeated("Stone", 1, 540, 1, -3, 5, "weight"),
)
