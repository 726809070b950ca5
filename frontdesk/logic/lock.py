"""Unlocking a console that its owner left: the same account's password, counted as a sign-in is."""

from __future__ import annotations

from frontdesk.db.practice import Account
from frontdesk.desk import Desk, Refused
from frontdesk.logic.accounts import matches, refuse_session


def has_password(desk: Desk) -> bool:
    """Whether this account has a password; one that came in by `--as` may have none, and can't unlock."""
    return bool(Account.get_by_id(desk.who.account).password)


def unlock(desk: Desk, *, password: str) -> None:
    """Check the password of whoever locked the console; raise `Refused` at `password` when it is another."""
    account = Account.get_by_id(desk.who.account)
    if account.locked_until is not None and account.locked_until > desk.clock.now():
        raise Refused("Too many wrong passwords. Try again in a few minutes.", "password", "locked")
    if account.closed_at is None and matches(account.password, password):
        return
    refuse_session(desk, account=account.id)
    raise Refused("That is not the password.", "password", "sign-in")
