"""Openings: what is wanted in the lines above, what fits below, listed anew on every letter; Enter takes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from frontdesk.desk import Desk, Refused, news
from frontdesk.logic import calendar, patients, practice, resources, when
from frontdesk.logic.calendar import Opening, Sought
from frontdesk.logic.calendar.opening_sets import GAP, MOST
from frontdesk.logic.calendar.sites import everywhere
from frontdesk.screens.calendar.boards import distance
from frontdesk.screens.form import Enter, FormScreen
from frontdesk.screens.patient_lines import patient_choice
from frontdesk.screens.wishing import FIXED, gap_field, wish_fields, wished
from frontdesk.widgets.bars import Bar
from frontdesk.widgets.breadth import WIDE
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.facts import Fact
from frontdesk.widgets.field import Field
from frontdesk.widgets.moves import PageDown, PageUp
from frontdesk.widgets.picker import Choice, PickField
from frontdesk.widgets.rows import RowList, cut
from frontdesk.widgets.style import sheet

LIMIT = 30
"""Openings that are listed; sets of them a third."""

Row = tuple[Opening, ...]
"""One opening, or one for each visit that is looked for together."""

FACTS: tuple[Fact[Row], ...] = (
    Fact("until", 6, lambda row, _: when.clock(row[0].ends)),
    Fact("length", 6, lambda row, _: when.show_length(row[0].minutes)),
    Fact("device", 10, lambda _, names: names[0], WIDE),
    Fact("interpreter", 14, lambda _, names: names[1], WIDE),
)
"""What a broad terminal shows of an opening besides."""


class AndThen(Command["OpeningsDialog"]):
    """Look for another visit right after this one: the next of a family, the doctor after the test."""

    id, key = "openings.then", "ctrl+y"
    label: ClassVar[str] = "And next"

    def ready(self, host: OpeningsDialog) -> bool:
        """Whether more than one visit can be looked for, and there is room for one more."""
        return not host.single and len(host.before) + 1 < MOST

    def why(self, host: OpeningsDialog) -> str:
        """There is only one visit here, or there are many already."""
        return "This is about one visit." if host.single else f"At most {MOST} visits are looked for together."

    async def run(self, host: OpeningsDialog, words: str = "") -> None:
        """Keep what is wanted, and ask for the next."""
        host.and_then()


class NotThen(Command["OpeningsDialog"]):
    """Look for one visit less: back to the one before."""

    id, key = "openings.less", "ctrl+t"
    label: ClassVar[str] = "One less"

    def ready(self, host: OpeningsDialog) -> bool:
        """Whether there is one before."""
        return bool(host.before)

    async def run(self, host: OpeningsDialog, words: str = "") -> None:
        """Back to what was wanted before."""
        host.one_less()


class OpeningsDialog(FormScreen[Opening]):
    """Says what fits; answers the opening that was taken, of a set the first. `chosen` are all of them."""

    CSS_PATH = [sheet("dialog"), sheet("form"), sheet("openings")]
    COMMANDS: ClassVar[CommandList] = (Enter, AndThen, NotThen, PageUp, PageDown)
    verb: ClassVar[str] = "Book"
    WATCH = 0.4
    """Seconds between two looks for what others have changed."""

    def __init__(
        self,
        desk: Desk,
        wish: Sought,
        title: str = "Openings",
        *,
        single: bool = False,
        fixed: bool = False,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            desk: who looks.
            wish: what is wanted at first.
            title: the line above.
            single: for one visit; others can't be looked for with it.
            fixed: for a visit that there is, or was: what it is is not asked.
            texts: words already typed, by field name.
        """
        self.desk = desk = everywhere(desk)
        self.wish, self.single = wish, single or fixed
        self.before: list[Sought] = []
        """What is wanted of the visits before this one."""
        self.chosen: Row = ()
        self.cursor: RowList[Row] = RowList(
            self._line, lambda row: tuple((each.provider, each.starts) for each in row), facts=FACTS,
            beside=self._beside,
        )  # fmt: skip
        fields = [*wish_fields(desk, wish, self._patients), gap_field(GAP)]
        super().__init__(title, [field for field in fields if not fixed or field.key not in FIXED])
        self.form["gap"].display = False
        self._texts = dict(texts or {})
        self._asked: tuple[Any, ...] = ()
        self._said = ("", False)
        self._seen = news(desk, -1).seq
        self._names = {each.id: each.display for each in practice.providers(desk)}
        self._kinds = {each.id: each for each in practice.kinds(desk)}
        self._rooms = {each.id: each.name for each in resources.rooms(desk)}

    @classmethod
    def for_visit(cls, desk: Desk, visit: int) -> OpeningsDialog:
        """Where a visit could go instead."""
        card = calendar.visit(desk, visit=visit)
        title = f"Move {card.visit.name} {card.visit.kind}, now {when.echo_moment(card.starts)}"
        return Moving(desk, calendar.sought_for(desk, visit=visit), title, fixed=True)

    @classmethod
    def instead_of(cls, desk: Desk, visit: int) -> OpeningsDialog:
        """Where a visit that did not take place could be booked again."""
        card = calendar.visit(desk, visit=visit)
        title = f"Again {card.visit.name} {card.visit.kind}, was {when.echo_moment(card.starts)}"
        return cls(desk, replace(calendar.sought_for(desk, visit=visit), visit=0), title, fixed=True)

    # -- opening -----------------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The lines, what fits, and all about what is under the cursor."""
        yield self.form
        yield self.cursor
        yield Bar(id="detail")

    def on_mount(self) -> None:
        """Put in the words typed elsewhere; look; keep an eye on what others do."""
        for key, text in self._texts.items():
            field = self.form[key]
            field.line.value = text
            field.catch_up()
            field.settle()
        self.search()
        self.set_interval(self.WATCH, self.look_around)

    @property
    def start(self) -> Field | None:
        """The first line, unless it is known for whom."""
        first = self.form.open_fields[0]
        return first if not first.text else self.form["suits"]

    def on_resize(self) -> None:
        """The list has what the lines leave."""
        height = max(1, self.app.size.height - self.BESIDE - 1)
        self.form.styles.max_height = max(1, min(height - 3, len(self.form.fields) + 4))
        self.form.fit(self.app.size.width - 2, height)

    # -- looking -----------------------------------------------------------------------------------------

    @on(Field.Changed)
    def search(self) -> None:
        """List what fits now."""
        self._show_length()
        self.wish = wished(self.form, self.wish)
        self._show(keep=False)
        said, refused = self._said
        unread = next(filter(None, map(_unread, self.form.open_fields)), "")
        self.say(unread or said or self._told(self.cursor.rows), error=refused and not unread)

    def look_around(self) -> None:
        """Look again when somebody has changed anything that openings depend on."""
        heard = news(self.desk, self._seen)
        self._seen = heard.seq
        if any(topic.startswith(("day:", "provider:", "setup", "visit:")) for topic in heard.topics):
            self._asked = ()
            self._show(keep=True)

    def _show(self, *, keep: bool) -> None:
        asked = (*self.before, self.wish, self.form["gap"].read().value, self.desk.now().start_of("minute"))
        if asked == self._asked:
            return
        self._asked = asked
        try:
            rows, self._said = self._look(), ("", False)
        except Refused as refused:
            rows, self._said = (), (refused.reason, True)
        self.cursor.facts = FACTS if not self.before else ()  # a set has its line for itself
        self.cursor.fill(rows, keep=keep)

    def _look(self) -> Sequence[Row]:
        if not self.before:
            return [(opening,) for opening in calendar.openings(self.desk, self.wish, LIMIT)]
        gap = self.form["gap"].read()
        now = self.wish
        steps = tuple(
            replace(each, first=now.first, last=now.last, weekdays=now.weekdays, times=now.times)
            for each in (*self.before, now)
        )
        return calendar.openings_for_set(self.desk, steps, GAP if gap.reason else int(gap.value), LIMIT // 3)

    def _told(self, rows: Sequence[Row]) -> str:
        if not rows:
            return "Nothing fits within these days."
        days = (rows[0][0].starts.date() - self.desk.today()).days
        return f"The first {'today' if days == 0 else 'tomorrow' if days == 1 else f'in {days} days'}."

    def _show_length(self) -> None:
        """An empty length is the kind's own; say which that is."""
        if "kind" in [field.key for field in self.form.fields]:
            kind = self._kinds.get(self.form["kind"].read().value)
            self.form["minutes"].line.placeholder = when.show_length(kind.minutes) if kind else ""

    def _patients(self, text: str) -> Sequence[Choice]:
        """Who fits; with nothing typed yet, the others of the household of whoever comes before."""
        if not self.desk.may("patient.see"):
            return ()
        if text.strip():
            return [patient_choice(self.desk, row) for row in patients.search(self.desk, text=text).rows]
        there = [each.patient for each in self.before if each.patient is not None]
        rows = patients.household(self.desk, patient=there[0]) if there else ()
        return [patient_choice(self.desk, row) for row in rows if row.id not in there]

    # -- several -----------------------------------------------------------------------------------------

    def and_then(self) -> None:
        """The visit in the lines stands; the next one is asked for."""
        self.before.append(self.wish)
        self.form["gap"].display = True
        patient: Any = self.form["patient"]
        patient.text, patient.chosen = "", None
        patient.found = self._patients("")
        patient.listing = bool(patient.found)
        self._changed_steps()

    def one_less(self) -> None:
        """Back to the visit before."""
        before = self.before.pop()
        self.form["gap"].display = bool(self.before)
        patient: Any = self.form["patient"]
        row = patients.row(self.desk, patient=before.patient) if before.patient is not None else None
        patient.text, patient.chosen = "", None
        if row is not None:
            patient.take(patient_choice(self.desk, row))
        self._changed_steps()

    def _changed_steps(self) -> None:
        said = " + ".join(self._step_words(each) for each in self.before)
        self.query_one("#title", Bar).show(Text(f" {self.title}: {said} +" if said else f" {self.title}"))
        self.form.go(self.form["patient"])
        self.search()
        self.refresh_keys()

    def _step_words(self, wish: Sought) -> str:
        row = patients.row(self.desk, patient=wish.patient) if wish.patient is not None else None
        return f"{row.name if row else 'somebody'} {self._kinds[wish.kind].code}"

    # -- keys --------------------------------------------------------------------------------------------

    def arrow(self, step: int) -> None:
        """An arrow belongs to the rows beneath a line while they are shown, else to the openings."""
        field = self.form.current
        if not (isinstance(field, PickField) and field.listing and field.arrow(step)):
            self.cursor.step(step)

    def completes(self, field: Field) -> bool:
        """Enter takes the opening, unless something is being chosen for the line."""
        return not (isinstance(field, PickField) and field.listing)

    def enter(self) -> None:
        """Choose what is listed beneath the line, or take the opening."""
        field = self.form.current
        if self.completes(field):
            self.accept()
        elif field.taken():
            self.form.step(1)
            self.search()

    def accept(self) -> None:
        """Take the opening under the cursor; letters that came with the key are minded first."""
        self.form.current.catch_up()
        if unfit := self.form.first_unfit():
            self.form.go(unfit)
            return
        self.search()
        if (row := self.cursor.current) is None:
            self.say("There is nothing to take.", error=True)
        elif len(row) > 1 and row[-1].patient is None:
            self.form.refuse("patient", "Several visits are booked at once: say for whom each is.")
        elif any(each.patient is None for each in row[:-1]):
            self.say("Say for whom each is: ^T goes back to the one before.", error=True)
        else:
            self.chosen = row
            self.dismiss(row[0])

    async def leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    # -- how it looks ------------------------------------------------------------------------------------

    @on(RowList.Moved)
    def _about(self) -> None:
        row = self.cursor.current
        self.query_one("#detail", Bar).show(Text(f" {self._detail(row)}") if row else Text())
        self.refresh_keys()

    def _line(self, row: Row, width: int) -> Text:
        """`Tue 24 Nov  9:45a Okafor MD`, and why it stands there; of a set, every visit."""
        first = row[0]
        day = f"{first.starts:%a} {first.starts.day:>2} {first.starts:%b}"
        if len(row) == 1:
            away = distance((first.starts.date() - self.desk.today()).days)
            time, who = self._clock(first), self._names.get(first.provider, "")
            return Text(f" {day} {time:>6}  {away:<6} {who:<16} {self._where(first):<10} ").append(
                first.why, "dim"
            )
        visits = ", ".join(
            f"{self._clock(each)} {self._names.get(each.provider, '')} {self._kinds[each.kind].code}"
            for each in row
        )
        return Text(cut(f" {day} {visits}", width))

    def _beside(self, rows: Sequence[Row]) -> dict[Any, tuple[str, str]]:
        """The names of device and interpreter of each opening."""
        devices = {each.id: each.name for each in resources.devices(self.desk)}
        people = {each.id: each.name for each in resources.interpreters(self.desk)}
        return {
            tuple((each.provider, each.starts) for each in row): (
                devices.get(row[0].device or 0, ""), people.get(row[0].interpreter or 0, "")
            )
            for row in rows
        }  # fmt: skip

    def _clock(self, opening: Opening) -> str:
        """The time on the wall there; with the zone's letters where that is another wall."""
        letters = f" {opening.starts.tzname()}" if opening.starts.utcoffset() != self._offset(opening) else ""
        return f"{when.clock(opening.starts)}{letters}"

    def _offset(self, opening: Opening) -> Any:
        return opening.starts.in_timezone(self.desk.zone).utcoffset()

    def _where(self, opening: Opening) -> str:
        """The room, where one goes with it."""
        return self._rooms.get(opening.room, "") if opening.room is not None else ""

    def _detail(self, row: Row) -> str:
        """Day and length in full; of a set who is when."""
        if len(row) == 1:
            (each,) = row
            until = f"{when.echo_moment(each.starts)}-{when.clock(each.ends)}"
            return (
                f"{until} {self._names.get(each.provider, '')} {self._kinds[each.kind].code}  {each.why}".rstrip()
            )
        steps = zip((*self.before, self.wish), row, strict=False)
        return "; ".join(
            f"{self._clock(each)} {self._step_words(wish)} {each.why}".rstrip() for wish, each in steps
        )


def _unread(field: Field) -> str:
    """Why a line that is typed can't be read; letters that still choose are no fault."""
    return "" if isinstance(field, PickField) or not field.text.strip() else field.read().reason


class Moving(OpeningsDialog):
    """The same for a visit that is moved."""

    verb: ClassVar[str] = "Move here"


class Taking(OpeningsDialog):
    """The same for a form that is open."""

    verb: ClassVar[str] = "Take"
