"""What a booking form can do beyond one visit: repeat it, or go on with another right after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pendulum
from textual import on

from frontdesk.desk import Desk, Done, Refused
from frontdesk.logic import calendar, patients, practice, when
from frontdesk.logic.drafts import Draft
from frontdesk.screens import readers
from frontdesk.screens.form import DraftedForm
from frontdesk.screens.patient_lines import patient_choice
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import Field, Reader
from frontdesk.widgets.picker import Choice, PickField

ONE_ONLY = ("overbook", "override", "late", "repeat")
"""Fields that say something of one visit; of a series each visit is asked."""


class Repeat(Command["Repeating"]):
    """Repeat the visit: weekly 12, every 2 weeks until 3/1, 3rd tue monthly 6, mon,thu 8."""

    id, key = "booking.repeat", "ctrl+r"
    label: ClassVar[str] = "Repeat"

    async def run(self, host: Repeating, words: str = "") -> None:
        """Go to the field for it."""
        host.form.go(host.form["repeat"])


class AndNext(Command["Repeating"]):
    """Book this visit and go on with another right after it, as for a family; they are linked."""

    id, key = "booking.another", "ctrl+y"
    label: ClassVar[str] = "And next"

    async def run(self, host: Repeating, words: str = "") -> None:
        """Book it, then open the form on the next free line."""
        host.book_and_next()


class Repeating(DraftedForm):
    """A booking form that can repeat its visit or go on with the next one."""

    COMMANDS: ClassVar[CommandList] = (Repeat, AndNext)  # type: ignore[assignment]

    def __init__(
        self, desk: Desk, title: str, fields: list[Field], *, draft: Draft | None = None, accepts_from: str = ""
    ) -> None:
        self.linked: int | None = None
        """The set that the visit joins."""
        self.beside: tuple[int, ...] = ()
        """Whose visits are in it."""
        self.onward = False
        """Whether another visit is to follow."""
        self._said = ""
        kept = draft.values if draft else {}
        if kept.get("linked"):
            self.linked = int(kept["linked"])
            self.beside = tuple(int(each) for each in kept["beside"].split())
        super().__init__(desk, title, fields, draft=draft, accepts_from=accepts_from)

    def kept(self) -> dict[str, str]:
        """The fields, and to which set the visit belongs."""
        bound = {"linked": str(self.linked), "beside": " ".join(map(str, self.beside))} if self.linked else {}
        return {**super().kept(), **bound}

    def on_mount(self) -> None:
        """A visit that joins others is probably one of the same household."""
        patient: Any = self.form["patient"]
        if self.beside and isinstance(patient, PickField) and not patient.text:
            patient.found = self.household()
        self.say(self._said)

    # --- the same again ----------------------------------------------------------------------------

    @on(Field.Changed, "#field-starts")
    def _count_again(self) -> None:
        """Another day gives other days."""
        self.form["repeat"].refresh()

    def accept(self) -> None:
        """Book it; what repeats is shown first, with its clashes."""
        if not self.form["repeat"].text.strip():
            super().accept()
        elif self.onward:
            self.onward = False
            self.form.refuse("repeat", "A series is booked by itself; leave this empty to go on with the next.")
        elif unfit := self.form.first_unfit():
            self.form.go(unfit)
        else:
            self._plan(self.form.values())

    def _plan(self, values: dict[str, Any]) -> None:
        from frontdesk.screens.calendar.planning import PlanDialog

        desk, note = self.desk, values["note"]
        wish = _spoken({key: value for key, value in values.items() if key not in (*ONE_ONLY, "note")})
        wish["rule"] = values["repeat"].rule
        try:
            dialog = PlanDialog(
                desk,
                whose=self.form["patient"].text,
                verb="Book all",
                look=lambda answers: calendar.plan_series(desk, **wish, answers=answers),
                do=lambda answers: calendar.book_series(
                    desk.asking(self.request), **wish, note=note, answers=answers
                ),
            )
        except Refused as refused:
            self.refused(refused)
        else:
            self.app.push_screen(dialog, self._planned)

    def _planned(self, done: Done | None) -> None:
        """It was booked, or the person goes on typing."""
        if done is not None:
            self.accepted()
            self.dismiss(done)

    # --- another one -------------------------------------------------------------------------------

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Book one visit, with others or alone."""
        wish = _spoken({key: value for key, value in values.items() if key != "repeat"})
        desk = self.desk.asking(self.request)
        if self.onward or self.linked is not None:
            return calendar.book_set(desk, steps=[wish], linked=self.linked)
        return calendar.book(desk, **wish)

    def book_and_next(self) -> None:
        """Book it and open the form for the next; refused, it stays as it is."""
        self.onward = True
        self.accept()
        self.onward = False

    def finish(self, answer: Done) -> None:
        """Close, or open the next form over this one; what was booked last is said then."""
        if self.onward:
            self.app.push_screen(self._next(answer), lambda later: self.dismiss(later or answer))
        else:
            self.dismiss(answer)

    def _next(self, done: Done) -> Repeating:
        """The form for the next visit: the next free line of the provider, the same kind, somebody at home."""
        values = self.form.values()
        booked = calendar.visit(self.desk, visit=int(done.values["visit"]))
        kind, provider = int(values["kind"]), int(values["provider"])
        after = calendar.free_after(
            self.desk, provider=provider, kind=kind, minutes=values["minutes"], after=booked.ends
        )
        code = next((each.code for each in practice.kinds(self.desk) if each.id == kind), "")
        form = self.another(booked.starts.date(), int((after or booked.ends).timestamp()), provider, code)
        form.title = f"And next, linked with {booked.visit.name} {when.clock(booked.starts)}"
        form.linked = int(done.values["linked"])
        form.beside = (*self.beside, int(values["patient"]))
        form._said = done.message
        return form

    def another(self, day: pendulum.Date, starts: int, provider: int, kind: str) -> Repeating:
        """A form of this sort, on another slot."""
        raise NotImplementedError

    def household(self) -> Sequence[Choice]:
        """Who may be meant: the others of the first one's household, then those who have a visit here already."""
        if not self.beside or not self.desk.may("patient.see"):
            return ()
        rows = [row for row in patients.household(self.desk, patient=self.beside[0]) if row.id not in self.beside]
        again = [patients.row(self.desk, patient=each) for each in reversed(dict.fromkeys(self.beside))]
        return [patient_choice(self.desk, row) for row in (*rows, *again) if row is not None]


def _spoken(wish: dict[str, Any]) -> dict[str, Any]:
    """A language in the place of an interpreter: somebody is to be found."""
    who = wish.get("interpreter")
    return {**wish, "interpreter": None, "language": who} if isinstance(who, str) else wish


def repeat_field(form: Repeating) -> Field:
    """The field for a repetition; what was understood is counted out from the day of the visit."""
    return Field("repeat", "Repeat", _reader(form), size=30, blank=None, hint="weekly 12, mon,thu until 3/1")


def _reader(form: Repeating) -> Reader:
    def parse(text: str) -> Any:
        from frontdesk.logic.when.repeats import parse_repeat

        starts = form.form["starts"].read().value
        today = form.desk.today()
        return parse_repeat(text, start=starts.date() if starts is not None else today, today=today)

    return readers.reader(parse, lambda repeat: repeat.words)
