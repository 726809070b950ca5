"""The one way to change data.

A change is a function with a permission, run in one write transaction, that applies the rules, writes rows,
is audited in the same transaction, and says how it is taken back. The console, the command line, importers,
undo and key scripts all call the same functions.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec

from peewee import IntegrityError

from frontdesk.db import rows
from frontdesk.db.audit import ChangeDone, Entry, append
from frontdesk.db.engine.gate import Busy
from frontdesk.db.fields import canonical
from frontdesk.db.plain import in_utc, plain, rich
from frontdesk.db.table import version_now
from frontdesk.desk.desk import Desk
from frontdesk.desk.refusal import Refused
from frontdesk.desk.work import Work

P = ParamSpec("P")


class Undo(StrEnum):
    """The three kinds of way back."""

    INVERSE = "inverse"
    """`u` runs the inverse change while the rows have not moved on."""
    COMPENSATING = "compensating"
    """The way back is a new, dated change (money, postings)."""
    FINAL = "final"
    """No way back; the console asks first."""
    PASSING = "passing"
    """Nothing to take back: what it does is over by itself soon, and `u` reaches past it."""


class Back(NamedTuple):
    """The change that takes another one back, with its arguments."""

    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change's body hands to the machinery: what to say, what to audit, who must re-read, the way back."""

    message: str
    subject: tuple[str, int]
    topics: Iterable[str]
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    patient: int | None = None
    back: Back | None = None
    values: dict[str, Any] = field(default_factory=dict)


class Done(NamedTuple):
    """What a change did, for the caller: a sentence, the row, the number `u` finds it by, and named values."""

    message: str
    subject: tuple[str, int]
    change: int
    undoable: bool
    values: dict[str, Any]


class Expected(NamedTuple):
    """A row that a way back was made for: any of these versions is the state it was made for."""

    table: str
    row: int
    versions: frozenset[int]


class Run(NamedTuple):
    """In which role a change runs: by a person, or as the way back of change `target`."""

    role: str = "do"
    target: int | None = None
    expects: tuple[Expected, ...] = ()


_inside: ContextVar[str] = ContextVar("frontdesk_change", default="")


class Change(Generic[P]):
    """A registered change; calling it with a desk and its arguments does it."""

    def __init__(
        self,
        name: str,
        permission: str,
        undo: Undo,
        scope: str,
        body: Callable[Concatenate[Work, P], Outcome],
    ) -> None:
        self.name = name
        """Area and verb, as in `calendar.book`."""
        self.permission = permission
        """What the person must be allowed."""
        self.undo = undo
        """The kind of way back."""
        self.scope = scope
        """Whose rows it may touch."""
        self.body = body
        """The rules and the writes."""
        self.summary = (body.__doc__ or "").strip().splitlines()[0] if body.__doc__ else ""
        """The first line of the body's docstring."""

    def __call__(self, desk: Desk, *args: P.args, **kwargs: P.kwargs) -> Done:
        """Do it once, or answer again for the same request; raise `Refused` or `Stale` with nothing written."""
        return self.run(desk, Run(), *args, **kwargs)

    def run(self, desk: Desk, run: Run, *args: P.args, **kwargs: P.kwargs) -> Done:
        """Do it in the given role."""
        desk.need(self.permission)
        if outer := _inside.get():
            raise RuntimeError(f"{self.name} was called inside {outer}: a change never calls another change")
        request = desk.request or secrets.token_hex(16)
        said = hashlib.sha256(canonical([self.name, plain(list(args)), plain(kwargs)]).encode()).hexdigest()
        token = _inside.set(self.name)
        try:
            with desk.database.writing():
                # A number made just now can't have been used before.
                if desk.request and (earlier := _earlier(request, said)):
                    return earlier
                work = Work(desk)
                if run.target is not None:
                    require_unmoved(run.expects)
                outcome = self.body(work, *map(in_utc, args), **{k: in_utc(v) for k, v in kwargs.items()})
                return self._record(work, outcome, request, said, run)
        except IntegrityError as error:
            raise refusal_of(error) from error
        except Busy as error:
            raise Refused(str(error), code="busy") from error
        finally:
            _inside.reset(token)

    def _record(self, work: Work, outcome: Outcome, request: str, said: str, run: Run) -> Done:
        desk = work.desk
        at = int(work.now.timestamp())
        body = {"before": plain(outcome.before), "after": plain(outcome.after)}
        if run.role != "do":
            body["role"] = run.role
        seq = append(
            Entry(
                at=at,
                account=desk.who.account,
                session=desk.session,
                action=self.name,
                subject=outcome.subject,
                request=request,
                topics=frozenset(outcome.topics) | work.topics,
                body=body,
                patient=outcome.patient,
            )
        )
        result = {"message": outcome.message, "subject": list(outcome.subject), "values": plain(outcome.values)}
        back = outcome.back
        row = rows.insert(
            ChangeDone,
            {
                "request": request,
                "name": self.name,
                "arguments_hash": said,
                "account": desk.who.account,
                "session": desk.session,
                "at": at,
                "seq": seq,
                "result": canonical(result),
                "role": run.role,
                "target": run.target,
                "back_name": back.name if back else "",
                "back_arguments": canonical(plain(back.arguments)) if back else "",
                "touched": canonical([[*key, *versions] for key, versions in sorted(work.touched.items())]),
            },
        )
        return Done(outcome.message, outcome.subject, row, back is not None, dict(outcome.values))


CHANGES: dict[str, Change[...]] = {}
"""Every change by name."""


def change(
    name: str, *, permission: str, undo: Undo, scope: str = "practice"
) -> Callable[[Callable[Concatenate[Work, P], Outcome]], Change[P]]:
    """Register a function as the change `name`."""

    def register(body: Callable[Concatenate[Work, P], Outcome]) -> Change[P]:
        made = Change(name, permission, undo, scope, body)
        if name in CHANGES:
            raise ValueError(f"there are two changes named {name}")
        CHANGES[name] = made
        return made

    return register


def _earlier(request: str, said: str) -> Done | None:
    """The result of this request when it was done before; `Refused` when it asked for something else."""
    row = ChangeDone.get_or_none(ChangeDone.request == request)
    if row is None:
        return None
    if row.arguments_hash != said:
        raise Refused("This form was already saved with other values. Open it again.", code="request")
    return answered(row)


def answered(row: ChangeDone) -> Done:
    """What a change answered when it was made."""
    result = json.loads(row.result)
    return Done(result["message"], tuple(result["subject"]), row.id, bool(row.back_name), rich(result["values"]))


def require_unmoved(expects: tuple[Expected, ...]) -> None:
    """Raise `Refused` when a row that a change touched has moved on since."""
    for wanted in expects:
        if version_now(wanted.table, wanted.row) not in wanted.versions:
            raise Refused("The row has moved on since.", code="moved")


def refusal_of(error: IntegrityError) -> Refused:
    """The database's own refusal in a person's words."""
    text = str(error)
    if "hold: overlap" in text:
        return Refused("That time was just taken. Look again.", field="starts", code="overlap")
    if "hold: person" in text:
        return Refused("The provider has a visit at another site by now.", field="starts", code="person")
    if "hold: full" in text:
        return Refused("The group is full by now.", field="starts", code="overlap")
    return Refused("The database refused it; nothing was saved.", code="database")
