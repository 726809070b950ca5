"""The demo practice's 2,000 patients: households with children and grandparents, namesakes, newcomers."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pendulum

from frontdesk.logic import names
from frontdesk.logic.demo.people import ALERTS, NAMESAKES, NOTES, ORIGINS, Origin
from frontdesk.logic.demo.staff import STAFF

PATIENTS = 2000
NEWCOMERS = 0.13
"""Share of the households that registered in the last weeks, and come for a first visit."""
NEWCOMER_DAYS = 75
OPEN_YEARS = 12
"""How long the practice has had its register."""
SEED = "Elm Street"

AREAS = (
    "617", "508", "781", "978", "857", "339", "774", "351", "413", "401", "603", "207", "802", "860", "203", "475",
    "959", "212", "646", "718", "917", "516", "914", "518",
)  # fmt: skip
"""Area codes; each has a hundred numbers, 555-0100 to 555-0199, that are nobody's."""


@dataclass(slots=True)
class Sample:
    """A patient to be; `registered` counts days back from the demo's day, `household` is whom one lives with."""

    household: int
    family: str
    given: str
    sex: str
    birth: pendulum.Date
    registered: int
    provider: int
    phones: tuple[tuple[str, str], ...]
    suffix: str = ""
    mail: str = ""
    note: str = ""
    alert: str = ""
    language: str = ""
    needs: str = ""
    pronouns: str = ""
    died: pendulum.Date | None = None
    dismissed: pendulum.Date | None = None
    test: bool = False

    def age(self, day: pendulum.Date) -> int:
        """Whole years on a day."""
        return day.year - self.birth.year - ((day.month, day.day) < (self.birth.month, self.birth.day))

    @property
    def is_new(self) -> bool:
        """Whether the first visit may still be to come."""
        return self.registered <= NEWCOMER_DAYS


class Register:
    """Makes the patients; the same names and numbers for every day, with ages as of the day."""

    def __init__(self, day: pendulum.Date) -> None:
        self._day = day
        self._draw = random.Random(SEED)
        self._numbers = [f"{area}55501{last:02}" for area in AREAS for last in range(100)]
        self._draw.shuffle(self._numbers)
        self._households = 0
        self.people: list[Sample] = []
        """Everybody, in the order of registration once `fill` is done."""

    def fill(self) -> list[Sample]:
        """Make them all."""
        shares = [origin.share for origin in ORIGINS]
        for family, given, sex, count in NAMESAKES:
            for _ in range(count):
                self._single(family, given, sex)
        while len(self.people) < PATIENTS:
            self._household(self._draw.choices(ORIGINS, shares)[0])
        del self.people[PATIENTS:]
        self.people.sort(key=lambda person: -person.registered)
        return self.people

    def _household(self, origin: Origin) -> None:
        """One of four kinds: alone, a couple getting old, a family with children, a parent with children."""
        draw, family = self._draw, self._draw.choice(origin.family)
        kind = draw.choices(("single", "old", "family", "parent"), (42, 22, 26, 10))[0]
        since, home, panel = self._arrive()
        eldest = draw.randint(62, 96) if kind == "old" else draw.randint(24, 58)
        if kind == "single":
            eldest = int(draw.triangular(18, 97, 52))
        head_sex = "F" if kind == "parent" and draw.random() < 0.8 else draw.choice("FM")
        common = (family, since, home, panel)
        head = self._person(origin, common, head_sex, eldest)
        if kind in ("old", "family") and draw.random() < 0.85:
            other = draw.choice(origin.family) if draw.random() < 0.25 else family
            partner_sex = "M" if head_sex == "F" else "F"
            self._person(origin, (other, *common[1:]), partner_sex, max(19, eldest + draw.randint(-6, 6)))
        if kind in ("family", "parent"):
            self._children(origin, common, head, eldest)

    def _children(self, origin: Origin, common: tuple[str, int, str, int], head: Sample, parent_age: int) -> None:
        draw = self._draw
        for _ in range(draw.choices((1, 2, 3, 4), (40, 38, 16, 6))[0]):
            age = draw.randint(0, max(0, min(19, parent_age - 20)))
            child = self._person(origin, common, draw.choice("FM"), age)
            if child.sex == head.sex == "M" and draw.random() < 0.15:
                child.given, child.suffix = head.given, "Jr."

    def _arrive(self) -> tuple[int, str, int]:
        """Days since registration, the phone at home and the usual provider of a new household."""
        draw = self._draw
        fresh = draw.random() < NEWCOMERS
        days = draw.randint(0, NEWCOMER_DAYS) if fresh else draw.randint(NEWCOMER_DAYS + 20, OPEN_YEARS * 365)
        self._households += 1
        home = self._numbers[self._households % (len(self._numbers) // 2)]
        panel = draw.choices(range(len(STAFF)), [staff.panel for staff in STAFF])[0]
        return days, home, panel

    def _single(self, family: str, given: str, sex: str) -> None:
        since, home, panel = self._arrive()
        age = int(self._draw.triangular(6, 90, 50))
        self._add((family, since, home, panel), given, sex, age).alert = "Shares the name: ask the birth date"

    def _person(self, origin: Origin, common: tuple[str, int, str, int], sex: str, age: int) -> Sample:
        draw = self._draw
        given = draw.choice(origin.women if sex == "F" else origin.men)
        if draw.random() < 0.06:
            given = f"{given} {draw.choice('ABCDEFGHJKLMNPRSTW')}."
        if draw.random() < 0.012:
            sex = draw.choice(("X", "U", ""))
        person = self._add(common, given, sex, age)
        if origin.language and draw.random() < 0.09:
            person.language = origin.language
        return person

    def _add(self, common: tuple[str, int, str, int], given: str, sex: str, age: int) -> Sample:
        draw, (family, since, home, panel) = self._draw, common
        birth = self._birth(age)
        phones = [("home", home)]
        if age >= 13 and draw.random() < 0.6:
            phones.insert(draw.randint(0, 1), ("mobile", self._other_number()))
        if 20 < age < 65 and draw.random() < 0.12:
            phones.append(("work", self._other_number()))
        if draw.random() < 0.02:
            phones.clear()
        person = Sample(
            self._households, family, given, sex, birth, min(since, (self._day - birth).in_days()), panel,
            tuple(phones),
        )  # fmt: skip
        if age >= 16 and draw.random() < 0.55:
            person.mail = self._mail(family, given)
        person.alert = draw.choice(ALERTS) if draw.random() < 0.05 else ""
        person.note = draw.choice(NOTES) if draw.random() < 0.12 else ""
        self.people.append(person)
        return person

    def _other_number(self) -> str:
        return self._draw.choice(self._numbers[len(self._numbers) // 2 :])

    def _birth(self, age: int) -> pendulum.Date:
        born = pendulum.Date(self._day.year - age, 1, 1).add(days=self._draw.randrange(365))
        return born if born <= self._day else born.subtract(years=1)

    def _mail(self, family: str, given: str) -> str:
        words = [names.fold(part).replace(" ", "") for part in (given.split()[0], family)]
        words = [word.encode("ascii", "ignore").decode() for word in words]
        return f"{'.'.join(words)}@{self._draw.choice(('example.com', 'example.net', 'example.org'))}"
