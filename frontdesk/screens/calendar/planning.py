"""A series before it is booked or moved: what would become of each visit, clashes first, one key each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget

from frontdesk.desk import Desk, Done, Refused, Stale
from frontdesk.logic import when
from frontdesk.logic.calendar import Answer, Occurrence, Plan
from frontdesk.logic.calendar.overriding import OVERRIDABLE
from frontdesk.screens import readers
from frontdesk.screens.asking import AskingDialog
from frontdesk.screens.calendar.on_purpose import reason_given
from frontdesk.widgets.bars import Bar
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.moves import LIST_MOVES, First, Last
from frontdesk.widgets.rows import RowList

OPEN = "!"
"""The sign of a clash that waits for an answer."""
ALIKE = ("hours", "dismissed", "standing")
"""Refusals that are one question for all visits: the same answer is right for each."""


class _OnVisit(Command["PlanDialog"]):
    unready: ClassVar[str] = "Nothing to answer here."

    def ready(self, host: PlanDialog) -> bool:
        """Whether there is a visit under the cursor."""
        return host.cursor.current is not None

    async def run(self, host: PlanDialog, words: str = "") -> None:
        """Answer for the visit under the cursor."""
        if host.cursor.current is not None:
            await self.act(host, host.cursor.current)

    async def act(self, host: PlanDialog, visit: Occurrence) -> None:
        """What the key does."""
        raise NotImplementedError


class BookAll(Command["PlanDialog"]):
    """Do it for all, once every clash has its answer."""

    id, key, keys = "plan.accept", "enter", ("ctrl+o",)
    label: ClassVar[str] = "Book all"

    def word(self, host: PlanDialog) -> str:
        """What is done."""
        return host.verb

    async def run(self, host: PlanDialog, words: str = "") -> None:
        """Do it, or go to the first clash."""
        host.accept()


class _Elsewhere(_OnVisit):
    def ready(self, host: PlanDialog) -> bool:
        """Whether there is a visit that may be at another time."""
        return super().ready(host) and host.elsewhere


class NextFree(_Elsewhere):
    """Take the nearest time of that day that is free; again, the one after it."""

    id, key, label = "plan.next", "n", "Next free"

    async def act(self, host: PlanDialog, visit: Occurrence) -> None:
        """Take it."""
        if at := host.next_free(visit):
            host.answer(visit, {"at": at})
        else:
            host.say("Nothing else is free that day.", error=True)


class OtherTime(_Elsewhere):
    """Type another time, or another day and time."""

    id, key, label = "plan.time", "t", "Other time"

    async def act(self, host: PlanDialog, visit: Occurrence) -> None:
        """Ask for it."""
        there = replace(host.desk, zone=visit.starts.timezone or host.desk.zone)
        read = readers.moment(there, visit.starts.date(), visit.starts)
        text = await host.ask(
            f"{when.echo_short(visit.starts)} at", when.clock(visit.starts), lambda text: read(text).reason
        )
        if text:
            host.answer(visit, {"at": read(text).value})


class Overbook(_OnVisit):
    """Book it over the visit that is there, with a reason."""

    id, key, label = "plan.overbook", "o", "Overbook"
    unready: ClassVar[str] = "There is no visit to book over, or you may not."

    def ready(self, host: PlanDialog) -> bool:
        """Whether it clashes with a visit, and this person may."""
        visit = host.cursor.current
        return visit is not None and visit.code == "overlap" and host.desk.may("calendar.overbook")

    async def act(self, host: PlanDialog, visit: Occurrence) -> None:
        """Ask for the reason; the last one is offered again."""
        reason = await host.ask("Why overbook?", host.reason, reason_given)
        if reason:
            host.reason = reason
            host.answer(visit, {**visit.answer, "overbook": reason})


class AllTheSame(_OnVisit):
    """Book it all the same, out of hours or over a block that allows it."""

    id, key, label = "plan.same", "y", "All the same"
    unready: ClassVar[str] = "There is nothing that you may override here."

    def ready(self, host: PlanDialog) -> bool:
        """Whether it may be overridden, by this person."""
        visit = host.cursor.current
        return visit is not None and visit.code in OVERRIDABLE and host.desk.may("calendar.override")

    async def act(self, host: PlanDialog, visit: Occurrence) -> None:
        """Override; what is the same for every visit is answered for all that say this and nothing else."""
        alike = [each for each in host.plan.clashes if each.code == visit.code and ". " not in each.clash]
        alike = [visit, *alike] if visit.code in ALIKE else [visit]
        host.answer_all({each.number: {**each.answer, "override": True} for each in alike})


class LeaveOut(_OnVisit):
    """Leave this one out on purpose; again, take it in."""

    id, key, label = "plan.leave", "x", "Leave out"

    async def act(self, host: PlanDialog, visit: Occurrence) -> None:
        """Turn it over."""
        host.answer(visit, {} if visit.left else {"leave": True})


class AsPlanned(_OnVisit):
    """Take my answer back: the visit stands as it was planned."""

    id, key, label = "plan.planned", "b", "As planned"
    shown: ClassVar[bool] = False

    async def act(self, host: PlanDialog, visit: Occurrence) -> None:
        """Forget the answer."""
        host.answer(visit, {})


class PlanDialog(AskingDialog[Done]):
    """The list, the clashes on top; answers with what was done."""

    COMMANDS: ClassVar[CommandList] = (
        BookAll, NextFree, Overbook, OtherTime, LeaveOut, AllTheSame, AsPlanned, *LIST_MOVES, First, Last,
    )  # fmt: skip
    LEGEND = (
        "Before the day: ! a clash that waits for an answer, + at another time, o overbooked,",
        "y all the same, x left out.",
    )

    def __init__(
        self,
        desk: Desk,
        *,
        whose: str,
        verb: str,
        look: Callable[[Mapping[int, Answer]], Plan],
        do: Callable[[Mapping[int, Answer]], Done],
        elsewhere: bool = True,
    ) -> None:
        """Show a plan.

        Args:
            desk: who does it.
            whose: the patient's name, for the title.
            verb: what Enter does, in the footer's word.
            look: the plan with these answers, by the visits' numbers.
            do: the change with these answers.
            elsewhere: whether a visit may be at another time instead.
        """
        super().__init__()
        self.desk = desk
        self.whose = whose
        self.verb = verb
        self.elsewhere = elsewhere
        self.reason = ""
        self.answers: dict[int, Answer] = {}
        self._look, self._do = look, do
        self._begin(look({}))
        self.cursor: RowList[Occurrence] = RowList(self._line, lambda each: each.number)

    def _begin(self, plan: Plan) -> None:
        """Take a plan without answers."""
        self.plan = plan
        first = sorted(plan.occurrences, key=lambda each: not each.clash)
        self._order = [each.number for each in first]
        self._offers = {each.number: each.others for each in plan.clashes}
        self._planned = {each.number: each.starts for each in plan.occurrences}
        self._were = {each.number: each.was if self.elsewhere else each.starts for each in plan.occurrences}
        """Where visits are that there are already."""

    @property
    def resting(self) -> Widget:
        """The list."""
        return self.cursor

    def body(self) -> ComposeResult:
        """The list, and what is said about the visit under the cursor."""
        yield self.cursor
        yield Bar(id="detail")

    def on_mount(self) -> None:
        """Fill it; the cursor is on the first clash."""
        self.set_focus(self.cursor)
        self._show()

    # --- answers -----------------------------------------------------------------------------------

    def next_free(self, visit: Occurrence) -> Any:
        """The next time of that day to try; after the last the first again."""
        offers = self._offers.get(visit.number, ())
        at = visit.answer.get("at")
        place = offers.index(at) + 1 if at in offers else 0
        return offers[place % len(offers)] if offers else None

    def answer(self, visit: Occurrence, answer: Answer) -> None:
        """Take an answer for a visit."""
        self.answer_all({visit.number: answer})

    def answer_all(self, answers: Mapping[int, Answer]) -> None:
        """Take answers, look again, and go to the next clash that is open."""
        was, wanted = self.cursor.current, {**self.answers, **answers}
        try:
            self.plan = self._look(wanted)
        except Refused as refused:
            self.say(refused.reason, error=True)
            return
        self.answers = wanted
        for each in self.plan.clashes:
            known = self._offers.get(each.number)
            if known is None or (each.number in answers and each.answer.get("at") not in known):
                self._offers[each.number] = each.others  # of the day on which it is wanted now
        self._show()
        now = self.cursor.current
        if was is not None and now is not None and not now.clash:
            self._to_clash()

    def _to_clash(self) -> bool:
        """Go to the first clash that is open; False when there is none."""
        rows = self.cursor.rows
        place = next((number for number, each in enumerate(rows) if each.clash), None)
        if place is not None:
            self.cursor.go(place)
        return place is not None

    def accept(self) -> None:
        """Do it; while a clash is open, go there and say so."""
        if self._to_clash():
            count = len(self.plan.clashes)
            self.say(f"{count} clash{'es' if count > 1 else ''} open: each wants an answer.", error=True)
            return
        try:
            done = self._do(self.answers)
        except Stale as stale:
            self._look_anew()
            self.say(stale.reason, error=True)
        except Refused as refused:
            self.answer_all({})
            self.say(refused.reason, error=True)
        else:
            self.dismiss(done)

    def _look_anew(self) -> None:
        """Visits are no longer what they were; of those that are where they were the answers stay."""
        were = self._were
        try:
            self._begin(self._look({}))
        except Refused:
            return
        same = {number for number, at in self._were.items() if were.get(number, at) == at}
        self.answers = {number: answer for number, answer in self.answers.items() if number in same}
        self.answer_all({})

    # --- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        by_number = {each.number: each for each in self.plan.occurrences}
        self.cursor.fill([by_number[number] for number in self._order if number in by_number])
        count, left = len(self.plan.clashes), sum(each.left for each in self.plan.occurrences)
        every = len(self.plan.occurrences)
        of = f"{every - left} of {every}" if left else str(every)
        of += " visits" if every > 1 else " visit"
        clashes = f"{count} clash{'es' if count > 1 else ''} open" if count else "no clash"
        self.title = f"{self.whose}: {of}, {self.plan.words}  {clashes}{self.plan.stay}"
        self.query_one("#title", Bar).show(Text(f" {self.title}"))
        self.say("" if count else f"Enter: {self.verb.lower()}.")

    def on_row_list_moved(self) -> None:
        """Say all about the visit under the cursor; the keys depend on it."""
        visit = self.cursor.current
        self.query_one("#detail", Bar).show(self._about(visit) if visit is not None else Text())
        self.refresh_keys()

    def _about(self, visit: Occurrence) -> Text:
        offers = [when.clock(at) for at in self._offers.get(visit.number, ())]
        free = f"  free: {' '.join(offers)}" if offers else ""
        return Text(f" {visit.clash}{free}" if visit.clash else f" {when.echo_short(visit.starts)}{free}")

    def _line(self, visit: Occurrence, width: int) -> Text:
        sign, said = _sign(visit), _said(visit, self._planned.get(visit.number, visit.starts))
        from_where = f"{when.echo_short(visit.was)} -> " if visit.was is not None else ""
        line = Text(
            f" {sign} {from_where}{when.echo_day(visit.starts.date()):<15} {when.clock(visit.starts):>6}  {said}"
        )
        line.stylize("bold" if visit.clash else "dim" if visit.left else "")
        return line


def _sign(visit: Occurrence) -> str:
    signs = (("!", bool(visit.clash)), ("x", visit.left), ("o", "overbook" in visit.answer),
             ("y", "override" in visit.answer), ("+", "at" in visit.answer))  # fmt: skip
    return next((sign for sign, on in signs if on), " ")


def _said(visit: Occurrence, planned: Any) -> str:
    if visit.clash:
        return visit.clash
    if visit.left:
        return "stays where it is" if visit.was is not None else "left out"
    if reason := visit.answer.get("overbook"):
        return f"overbooked: {reason}"
    if "at" in visit.answer:
        return f"instead of {when.clock(planned)}"
    return "all the same" if "override" in visit.answer else ""
