"""Accounts: founding a practice with its first one, signing in and out, roles and passwords."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pendulum

from frontdesk.db.engine.driver import is_practice
from frontdesk.db.engine.practice_file import PracticeFile, open_practice
from frontdesk.db.practice import Account, AccountRole, Person, Role, Session
from frontdesk.desk import Back, Clock, Desk, Outcome, Refused, Undo, Who, Work, change, view
from frontdesk.logic import practice
from frontdesk.logic.roles import EVERY, permissions

SHORTEST_PASSWORD = 4
LOCK_AFTER = 5
"""Failed sign-ins in a row after which an account is locked for `LOCK_MINUTES`."""
LOCK_MINUTES = 5
RESUME_HOURS = 12
"""How long after a dropped line `u` still reaches the changes made before it."""

SETTING_UP = Who(None, None, "", "Set-up", frozenset(), EVERY)
"""Who writes before anybody can sign in: set-up and the demo practice."""


def hashed(password: str) -> str:
    """The argon2id hash of a password; 85 ms on purpose."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Tell whether a password fits a stored hash; takes as long when there is none."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(stored or _NOBODY, password) and stored is not None
    except (Argon2Error, InvalidHashError):
        return False


_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$B6zzZ0mHMSLSIBYEZ9mOAWxtGZ0eLWgpz/TxsPtnhFQ"


def tidy_login(login: str) -> str:
    """A sign-in name: 2 to 32 letters, digits, dots, dashes; raise `Refused` at `login` otherwise."""
    login = login.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{1,31}", login):
        raise Refused("A sign-in has 2 to 32 letters, digits, dots or dashes.", field="login")
    return login


def tidy_password(password: str) -> str:
    """A password that may be set; raise `Refused` at `password` otherwise."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(f"A password has at least {SHORTEST_PASSWORD} characters.", field="password")
    if len(password) > 256:
        raise Refused("A password has at most 256 characters.", field="password")
    return password


def setup_desk(database: PracticeFile, clock: Clock, timezone: str) -> Desk:
    """A desk for set-up, before anybody can sign in."""
    return Desk(database, SETTING_UP, clock, practice.zone_named(timezone))


def split_admin(name: str) -> tuple[str, str]:
    """Family and given name of a person's name as written, `Ada Okafor` or `Okafor, Ada`."""
    name = " ".join(name.split())
    if not name:
        raise Refused("A name is missing.", field="admin_name")
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()
    given, _, family = name.rpartition(" ")
    return family, given


def add_account_rows(work: Work, name: str, login: str, password_hash: str | None, roles: Iterable[Role]) -> int:
    """Write a person, an account and its roles; return the account's id."""
    family, given = split_admin(name)
    person = work.add(Person, family=family, given=given)
    account = work.add(Account, person=person, login=login, password=password_hash)
    for role in roles:
        work.add(AccountRole, account=account, role=role)
    return account


def provider_names(text: str) -> list[tuple[str, str, str]]:
    """Family, given, credential of each provider in `Ada Okafor MD; Reyes NP`; empty when none is named."""
    found = []
    for part in text.split(";"):
        words = part.replace(",", " ").split()
        if not words:
            continue
        credential = words.pop() if len(words) > 1 and words[-1].isupper() and len(words[-1]) <= 4 else ""
        found.append((words[-1], " ".join(words[:-1]), credential))
    return found


@change("practice.found", permission="setup.change", undo=Undo.FINAL)
def found(
    work: Work,
    *,
    name: str,
    timezone: str,
    admin_name: str,
    login: str,
    password_hash: str | None,
    providers: str = "",
) -> Outcome:
    """Found a practice: its first site, usual kinds of visit, first account and providers."""
    from frontdesk.logic import names

    for field, text in (("name", name), ("admin_name", admin_name), ("providers", providers)):
        try:
            names.refuse_unsafe(text)
        except ValueError as error:
            raise Refused(str(error), field=field) from error
    if not name.strip():
        raise Refused("The practice needs a name.", field="name")
    practice.zone_named(timezone)
    if practice.is_founded():
        raise Refused("There is a practice here already.", field="db", code="exists")
    site = practice.found_rows(work, name.strip(), timezone, practice.KINDS)
    account = add_account_rows(work, admin_name, tidy_login(login), password_hash, [Role.MANAGER])
    for family, given, credential in provider_names(providers):
        practice.add_provider_rows(work, family, given, credential, range(5), 8 * 60, 17 * 60)
    return Outcome(
        f"Founded {name.strip()}",
        ("site", site),
        {"setup"},
        after={"name": name, "timezone": timezone, "login": login},
        values={"site": site, "account": account},
    )


def create(
    path: str | Path,
    clock: Clock,
    *,
    name: str,
    timezone: str,
    admin_name: str,
    login: str,
    password: str | None,
    providers: str = "",
) -> PracticeFile:
    """Make a new practice at `path` and return it open; raise `Refused`, leaving no file, when something is wrong.

    Without a password nobody can sign in by one; `--as` still works for whoever may open the file.
    """
    path = Path(path)
    if path.exists() and path.stat().st_size:
        what = "a practice" if is_practice(path) else "a file that is no practice"
        raise Refused(f"There is {what} at {path} already.", field="db", code="exists")
    practice.zone_named(timezone)
    tidy_login(login)
    split_admin(admin_name)
    password_hash = hashed(tidy_password(password)) if password is not None else None
    database = open_practice(path, create=True)
    try:
        found(
            setup_desk(database, clock, timezone),
            name=name,
            timezone=timezone,
            admin_name=admin_name,
            login=login,
            password_hash=password_hash,
            providers=providers,
        )
    except BaseException:
        ours = not practice.is_founded()  # not when somebody else was faster
        database.close()
        for ending in ("", "-wal", "-shm", ".lock") if ours else ():
            Path(f"{path}{ending}").unlink(missing_ok=True)
        raise
    return database


@change("account.add", permission="account.change", undo=Undo.INVERSE)
def add_account(work: Work, *, name: str, login: str, password_hash: str | None, roles: list[str]) -> Outcome:
    """Make a sign-in for a person, with roles."""
    from frontdesk.logic import names

    try:
        names.refuse_unsafe(name)
    except ValueError as error:
        raise Refused(str(error), field="name") from error
    login = tidy_login(login)
    wanted = [_role(role) for role in roles]
    if Account.get_or_none(Account.login == login):
        raise Refused(f"There is a sign-in {login} already.", field="login")
    account = add_account_rows(work, name, login, password_hash, wanted)
    return Outcome(
        f"Added the sign-in {login}",
        ("account", account),
        {"setup", f"account:{account}"},
        after={"login": login, "roles": [str(role) for role in wanted]},
        back=Back("account.close", {"account": account, "version": 1}),
        values={"account": account},
    )


def _role(word: str) -> Role:
    try:
        return Role(word)
    except ValueError:
        raise Refused(f"{word!r} is no role. Roles: {', '.join(Role)}.", field="roles") from None


@change("account.close", permission="account.change", undo=Undo.INVERSE)
def close_account(work: Work, *, account: int, version: int, closed: bool = True) -> Outcome:
    """Close a sign-in, or open it again; its history stays."""
    row = Account.get_or_none(Account.id == account)
    if row is None:
        raise Refused("There is no such sign-in.", field="account")
    if account == work.desk.who.account:
        raise Refused("Nobody closes their own sign-in.", field="account")
    new = work.update(Account, account, version, closed_at=work.now if closed else None)
    return Outcome(
        f"{'Closed' if closed else 'Opened'} the sign-in {row.login}",
        ("account", account),
        {"setup", f"account:{account}"},
        before={"closed": row.closed_at is not None},
        after={"closed": closed},
        back=Back("account.close", {"account": account, "version": new, "closed": not closed}),
    )


class AccountCard(NamedTuple):
    """A sign-in as the set-up list shows one."""

    id: int
    version: int
    login: str
    name: str
    roles: tuple[str, ...]
    closed: bool


@view("account.list", permission="account.change")
def accounts(desk: Desk) -> list[AccountCard]:
    """Every sign-in with its person and roles, the closed ones last."""
    roles: dict[int, list[str]] = {}
    for row in AccountRole.select().order_by(AccountRole.role):
        roles.setdefault(row.account_id, []).append(str(row.role))
    query = (
        Account.select(Account.id, Account.version, Account.login, Person.given, Person.family, Account.closed_at)
        .join(Person, on=(Account.person == Person.id))
        .order_by(Account.closed_at.is_null(False), Account.login)
    )
    return [
        AccountCard(
            row, version, login, f"{given} {family}".strip(), tuple(roles.get(row, ())), closed is not None
        )
        for row, version, login, given, family, closed in query.tuples()
    ]


# Signing in and out -----------------------------------------------------------------------------


def who_is(account: Account) -> Who:
    """The person behind an account, with the roles' permissions."""
    roles = [Role(row.role) for row in AccountRole.select().where(AccountRole.account == account.id)]
    person = Person.get_by_id(account.person_id)
    display = f"{person.given} {person.family}".strip()
    return Who(account.id, person.id, account.login, display, frozenset(map(str, roles)), permissions(roles))


def who_may(permission: str) -> list[str]:
    """Every open sign-in that has a permission."""
    rows = Account.select().where(Account.closed_at.is_null()).order_by(Account.id)
    return [str(row.login) for row in rows if permission in who_is(row).permissions]


@change("session.start", permission="", undo=Undo.FINAL)
def start_session(work: Work, *, terminal: str, resumes: int | None) -> Outcome:
    """Sign in."""
    session = work.add(
        Session,
        account=work.desk.who.account,
        pid=os.getpid(),
        host=socket.gethostname(),
        terminal=terminal,
        started=work.now,
        last_key=work.now,
    )
    Account.update(failures=0, locked_until=None).where(Account.id == work.desk.who.account).execute()
    return Outcome(
        f"Signed in as {work.desk.who.login}",
        ("session", session),
        (),
        after={"terminal": terminal, "resumes": resumes},
        values={"session": session},
    )


@change("session.end", permission="", undo=Undo.FINAL)
def end_session(work: Work, *, session: int, how: str) -> Outcome:
    """Sign out."""
    Session.update(ended=work.now, how=how).where(Session.id == session, Session.ended.is_null()).execute()
    return Outcome("Signed out", ("session", session), (), after={"how": how})


@change("session.refused", permission="", undo=Undo.FINAL)
def refuse_session(work: Work, *, account: int) -> Outcome:
    """Count a failed sign-in, and lock the account after too many."""
    failures = int(Account.get_by_id(account).failures) + 1
    locked = work.now.add(minutes=LOCK_MINUTES) if failures >= LOCK_AFTER else None
    Account.update(failures=failures, locked_until=locked).where(Account.id == account).execute()
    return Outcome("Sign-in refused", ("account", account), (), after={"failures": failures})


def _resumable(account: int, at: pendulum.DateTime) -> int | None:
    """The account's last session, if its line dropped or it crashed (it never signed out) not long ago."""
    row = Session.select().where(Session.account == account).order_by(Session.id.desc()).first()
    if row is None or (row.ended is not None and row.how not in ("hangup", "crash")):
        return None
    if (row.ended or row.last_key) < at.subtract(hours=RESUME_HOURS):
        return None
    if row.ended is None and row.host == socket.gethostname() and _alive(row.pid):
        return None
    return int(row.id)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _open_desk(database: PracticeFile, clock: Clock, account: Account, terminal: str) -> Desk:
    desk = Desk(database, who_is(account), clock, practice.first_zone())
    resumes = _resumable(account.id, clock.now())
    done = start_session(desk, terminal=terminal, resumes=resumes)
    session = int(done.values["session"])
    return replace(desk, session=session, sessions=(resumes,) if resumes else ())


def sign_in(database: PracticeFile, clock: Clock, *, login: str, password: str, terminal: str = "") -> Desk:
    """Sign in with a password; raise `Refused` at `password` (the same words for a wrong name)."""
    account = Account.get_or_none(Account.login == login.strip())
    now = clock.now()
    if account is not None and account.locked_until is not None and account.locked_until > now:
        raise Refused("Too many wrong passwords. Try again in a few minutes.", "password", "locked")
    good = matches(account.password if account is not None else None, password)
    if account is None or account.closed_at is not None or not good:
        if account is not None:
            desk = Desk(database, SETTING_UP, clock, practice.first_zone())
            refuse_session(desk, account=account.id)
        raise Refused("That name and password do not fit together.", "password", "sign-in")
    return _open_desk(database, clock, account, terminal)


def sign_in_as(database: PracticeFile, clock: Clock, *, login: str, terminal: str = "") -> Desk:
    """Sign in without a password: for whoever may open the file, as a forced SSH command does."""
    account = Account.get_or_none(Account.login == login.strip())
    if account is None or account.closed_at is not None:
        raise Refused(f"There is no open sign-in {login!r}.", field="login", code="sign-in")
    return _open_desk(database, clock, account, terminal)


def sign_out(desk: Desk, how: str = "quit") -> None:
    """End the session; `hangup` for a dropped line, after which the next sign-in resumes its undo."""
    if desk.session is not None:
        end_session(desk, session=desk.session, how=how)
