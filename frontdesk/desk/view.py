"""The one way to read data: the twin of a change.

A view names its permission, whose rows it shows, and whether calling it is itself audited (opening a
patient's record is; lists and refreshes are not, or refreshes would wake each other).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from frontdesk.db.audit import Entry, append
from frontdesk.db.engine.gate import Busy
from frontdesk.desk.desk import Desk
from frontdesk.desk.refusal import Refused

P = ParamSpec("P")
R = TypeVar("R")


class View(Generic[P, R]):
    """A registered view; calling it with a desk reads, and audits the opening where it must."""

    def __init__(
        self, name: str, permission: str, scope: str, opens: str, body: Callable[Concatenate[Desk, P], R]
    ) -> None:
        self.name = name
        """Area and noun, as in `calendar.day`."""
        self.permission = permission
        """What the person must be allowed."""
        self.scope = scope
        """Whose rows it shows."""
        self.opens = opens
        """The keyword argument that names the record whose opening is audited, or empty."""
        self.body = body
        """The queries."""
        self.summary = (body.__doc__ or "").strip().splitlines()[0] if body.__doc__ else ""
        """The first line of the body's docstring."""

    def __call__(self, desk: Desk, *args: P.args, **kwargs: P.kwargs) -> R:
        """Read; raise `Refused` without the permission."""
        desk.need(self.permission)
        answer = self.body(desk, *args, **kwargs)
        if self.opens:
            self._audit(desk, int(kwargs[self.opens]))  # type: ignore[call-overload]
        return answer

    def _audit(self, desk: Desk, row: int) -> None:
        entry = Entry(
            at=int(desk.clock.now().timestamp()),
            account=desk.who.account,
            session=desk.session,
            action=self.name,
            subject=(self.opens, row),
            request=secrets.token_hex(16),
            topics=frozenset(),
            body={},
            patient=row if self.opens == "patient" else None,
        )
        try:
            with desk.database.writing():
                append(entry)
        except Busy as error:
            raise Refused(str(error), code="busy") from error


VIEWS: dict[str, View[..., Any]] = {}
"""Every view by name."""


def view(
    name: str, *, permission: str, scope: str = "practice", opens: str = ""
) -> Callable[[Callable[Concatenate[Desk, P], R]], View[P, R]]:
    """Register a function as the view `name`; `opens` names the argument whose opening is audited."""

    def register(body: Callable[Concatenate[Desk, P], R]) -> View[P, R]:
        made = View(name, permission, scope, opens, body)
        if name in VIEWS:
            raise ValueError(f"there are two views named {name}")
        VIEWS[name] = made
        return made

    return register
