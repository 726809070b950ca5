"""The people around the demo practice's patients: parents and partners, who pays, whom not to talk to."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pendulum

from frontdesk.logic.demo.planned import Planned
from frontdesk.logic.demo.register import SEED, Sample

PARENT_YEARS = 16
"""Years that a parent is older than the child, at least."""
NEEDS = ("wheelchair", "hard of hearing, face them", "quiet room", "large print", "service dog")
TOPICS = ("all", "appointments", "appointments billing", "appointments medication")


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody around a patient, whose position in the register it is; it holds since the patient registered."""

    patient: int
    name: str
    relation: str
    digits: str = ""
    emergency: bool = False
    topics: str = ""
    guardian: bool = False
    limits: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """Everybody's ties, and who pays for whom by their positions."""

    ties: list[Tie]
    payers: dict[int, int]


def people_around(people: Sequence[Sample], day: pendulum.Date) -> Around:
    """Parents for the children of a household, partners and grown children for the others."""
    draw = random.Random(f"{SEED} around")
    households: dict[int, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        households[person.household].append(place)
    found = Around([], {})
    for members in households.values():
        by_age = sorted(members, key=lambda place: people[place].birth)
        for place in members:
            parents = [each for each in by_age if _is_parent(people[each], people[place])][:2]
            if parents and people[place].age(day) < 20:
                found.ties.extend(_parents(draw, people, place, parents))
                found.payers[place] = parents[0]
            elif people[place].age(day) >= 20:
                found.ties.extend(_others(draw, people, place, by_age, day))
    return found


def _is_parent(older: Sample, younger: Sample) -> bool:
    return older.birth.add(years=PARENT_YEARS) <= younger.birth


def _phone(person: Sample) -> str:
    return person.phones[0][1] if person.phones else ""


def _named(person: Sample) -> str:
    return f"{person.given.split(' ')[0]} {person.family}"


def _parents(draw: random.Random, people: Sequence[Sample], child: int, parents: Sequence[int]) -> Iterator[Tie]:
    for number, place in enumerate(parents):
        parent = people[place]
        relation = {"F": "mother", "M": "father"}.get(parent.sex, "parent")
        phone, limits = _phone(parent), "every other weekend" if number and draw.random() < 0.08 else ""
        first = number == 0 and bool(phone)
        yield Tie(child, _named(parent), relation, phone, first, guardian=True, limits=limits)
    if len(parents) == 1 and draw.random() < 0.15:
        relation = "father" if people[parents[0]].sex == "F" else "mother"
        name = f"{draw.choice(('Pat', 'Chris', 'Sam', 'Alex'))} {people[child].family}"
        yield Tie(child, name, relation, topics="nothing", limits="court order in the file")


def _others(
    draw: random.Random, people: Sequence[Sample], place: int, household: Sequence[int], day: pendulum.Date
) -> Iterator[Tie]:
    person = people[place]
    partners = [each for each in household if each != place and people[each].age(day) >= 20]
    if partners and draw.random() < 0.6 and _phone(people[partners[0]]):
        partner = people[partners[0]]
        yield Tie(place, _named(partner), "partner", _phone(partner), True, draw.choice(TOPICS))
    elif person.age(day) > 74 and person.phones and draw.random() < 0.5:
        relation = draw.choice(("daughter", "son"))
        yield Tie(place, f"{draw.choice(('Jamie', 'Robin', 'Lee', 'Dana'))} {person.family}", relation,
                  person.phones[-1][1], True, "all")  # fmt: skip


def let_stand(people: Sequence[Sample], visits: Sequence[Planned], day: pendulum.Date) -> None:
    """Some need something; of those without any visit some have died, some were dismissed, and one is a test."""
    draw = random.Random(f"{SEED} standing")
    for person in people:
        if draw.random() < (0.12 if person.age(day) > 70 else 0.015):
            person.needs = draw.choice(NEEDS)
        if person.sex == "X" or draw.random() < 0.01:
            person.pronouns = "they/them"
    busy = {visit.patient for visit in visits}
    idle = [person for place, person in enumerate(people) if place not in busy and person.registered > 400]
    for person in sorted(idle, key=lambda person: person.birth)[:6]:
        person.died = day.subtract(days=draw.randint(20, 300))
    alive = [person for person in idle if person.died is None and 30 < person.age(day) < 60]
    for person in draw.sample(alive, min(4, len(alive))):
        person.dismissed = day.subtract(days=draw.randint(20, 300))
    for person in [person for person in alive if person.dismissed is None][:1]:
        person.family, person.given, person.test = "Test", "Patient", True
