"""Signing in and out, roles, founding a practice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from frontdesk.db.practice import Account, Role, Session
from frontdesk.desk import Refused, Stale
from frontdesk.logic import accounts, checks, lock, practice
from frontdesk.logic.roles import EVERY, PERMISSIONS, ROLES, permissions
from tests.elm import Elm

PASSWORD = "sesame street"


@pytest.fixture(scope="module")
def password_hash() -> str:
    """Hashing takes 85 ms on purpose, so it is done once."""
    return accounts.hashed(PASSWORD)


@pytest.fixture
def guarded(elm: Elm, password_hash: str) -> Elm:
    """The practice, with a password for Rob."""
    Account.update(password=password_hash).where(Account.login == "rob").execute()
    return elm


def refused(action: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        action()
    return refusal.value.field, refusal.value.code


def sign_in(elm: Elm, login: str = "rob", password: str = PASSWORD) -> Any:
    return accounts.sign_in(elm.database, elm.clock, login=login, password=password)


# Signing in -------------------------------------------------------------------------------------------


def test_the_right_password_opens_a_desk(guarded: Elm) -> None:
    desk = sign_in(guarded)
    assert (desk.who.login, desk.who.display, desk.who.roles) == ("rob", "Rob Hale", {"receptionist"})
    assert desk.who.permissions == ROLES[Role.RECEPTIONIST]
    assert desk.zone.name == "America/New_York"
    row = Session.get_by_id(desk.session)
    assert (row.account_id, row.pid, row.ended) == (desk.who.account, os.getpid(), None)


def test_sign_ins_do_not_mind_capitals(guarded: Elm) -> None:
    assert sign_in(guarded, " ROB ").who.login == "rob"


@pytest.mark.parametrize(("login", "password"), [("rob", "wrong"), ("nobody", PASSWORD), ("mary", ""), ("", "")])
def test_a_wrong_name_sounds_like_a_wrong_password(login: str, password: str, guarded: Elm) -> None:
    sessions = Session.select().count()
    with pytest.raises(Refused, match="do not fit together") as refusal:
        sign_in(guarded, login, password)
    assert refusal.value.field == "password"
    assert Session.select().count() == sessions


def test_too_many_wrong_passwords_lock_for_a_while(guarded: Elm) -> None:
    for _ in range(accounts.LOCK_AFTER):
        assert refused(lambda: sign_in(guarded, password="wrong")) == ("password", "sign-in")
    assert refused(lambda: sign_in(guarded)) == ("password", "locked")
    guarded.clock.advance(minutes=accounts.LOCK_MINUTES, seconds=1)
    assert sign_in(guarded).who.login == "rob"
    assert Account.get(Account.login == "rob").failures == 0


def test_failures_are_counted_where_they_happen(guarded: Elm) -> None:
    """Two consoles that fail at the same time count two, whatever each had read before."""
    desk = accounts.setup_desk(guarded.database, guarded.clock, "America/New_York")
    for _ in range(2):
        accounts.refuse_session(desk, account=2)
    assert Account.get_by_id(2).failures == 2


def test_a_closed_account_does_not_open(guarded: Elm) -> None:
    accounts.close_account(guarded.mary, account=2, version=1)
    assert refused(lambda: sign_in(guarded))[1] == "sign-in"
    assert refused(lambda: accounts.sign_in_as(guarded.database, guarded.clock, login="rob"))[1] == "sign-in"


def test_whoever_may_open_the_file_vouches_for_a_sign_in(elm: Elm) -> None:
    assert accounts.sign_in_as(elm.database, elm.clock, login="ann").who.roles == {"auditor"}
    assert refused(lambda: accounts.sign_in_as(elm.database, elm.clock, login="nobody")) == ("login", "sign-in")


def test_signing_out_ends_the_session_once(elm: Elm) -> None:
    accounts.sign_out(elm.rob, how="hangup")
    ended = Session.get_by_id(elm.rob.session)
    elm.clock.advance(minutes=5)
    accounts.sign_out(elm.rob)
    again = Session.get_by_id(elm.rob.session)
    assert (ended.how, again.how, again.ended) == ("hangup", "hangup", ended.ended)


def test_unlocking_takes_the_same_persons_password(guarded: Elm) -> None:
    assert lock.has_password(guarded.rob)
    assert not lock.has_password(guarded.mary)
    lock.unlock(guarded.rob, password=PASSWORD)
    assert refused(lambda: lock.unlock(guarded.rob, password="wrong")) == ("password", "sign-in")
    assert refused(lambda: lock.unlock(guarded.mary, password="")) == ("password", "sign-in")


# Accounts -----------------------------------------------------------------------------------------------


def test_a_new_sign_in_has_the_union_of_its_roles(elm: Elm) -> None:
    accounts.add_account(elm.mary, name="Bo Lind", login="Bo.L", password_hash=None, roles=["biller", "auditor"])
    desk = accounts.sign_in_as(elm.database, elm.clock, login="bo.l")
    assert desk.who.permissions == ROLES[Role.BILLER] | ROLES[Role.AUDITOR]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"login": "rob"}, "login"),
        ({"login": "ROB"}, "login"),
        ({"login": "x"}, "login"),
        ({"login": "a b"}, "login"),
        ({"login": "-bo"}, "login"),
        ({"login": "x" * 33}, "login"),
        ({"login": "bo\x1b"}, "login"),
        ({"name": ""}, "admin_name"),
        ({"name": "Bo\u202e"}, "name"),
        ({"roles": ["king"]}, "roles"),
    ],
)
def test_a_wrong_sign_in_is_refused(values: dict[str, Any], field: str, elm: Elm) -> None:
    before = elm.counts()
    wanted: dict[str, Any] = {
        "name": "Bo Lind",
        "login": "bo",
        "password_hash": None,
        "roles": ["biller"],
        **values,
    }
    assert refused(lambda: accounts.add_account(elm.mary, **wanted))[0] == field
    assert elm.counts() == before


def test_nobody_closes_their_own_sign_in(elm: Elm) -> None:
    assert refused(lambda: accounts.close_account(elm.mary, account=1, version=1))[0] == "account"
    with pytest.raises(Stale):
        accounts.close_account(elm.mary, account=2, version=7)
    assert refused(lambda: accounts.close_account(elm.mary, account=99, version=1))[0] == "account"


@pytest.mark.parametrize("password", ["", "abc", "x" * 257])
def test_a_password_has_a_length(password: str) -> None:
    assert refused(lambda: accounts.tidy_password(password))[0] == "password"


# Roles --------------------------------------------------------------------------------------------------


def test_every_role_is_in_the_table() -> None:
    assert ROLES.keys() == set(Role)
    assert all(allowed <= PERMISSIONS.keys() for allowed in ROLES.values())
    assert permissions([]) == frozenset()
    assert permissions(Role) <= EVERY


def test_only_those_who_should_may() -> None:
    def who(permission: str) -> set[str]:
        return {str(role) for role, allowed in ROLES.items() if permission in allowed}

    assert who("account.change") == {"manager", "security_officer"}
    assert who("audit.see") == {"manager", "privacy_officer", "security_officer", "auditor"}
    assert who("setup.change") == {"manager"}
    assert "biller" not in who("calendar.book")
    assert who("patient.see") == {str(role) for role in Role} - {"hr", "security_officer"}


# Founding -----------------------------------------------------------------------------------------------


def create(path: Path, elm: Elm, **values: Any) -> Any:
    wanted: dict[str, Any] = {
        "name": "Oak", "timezone": "Europe/Berlin", "admin_name": "Ada Lovelace", "login": "ada", "password": None,
        "providers": "Ada Lovelace MD; Müller, Jan; Reyes NP", **values,
    }  # fmt: skip
    return accounts.create(path, elm.clock, **wanted)


def test_a_practice_is_founded_with_its_people(elm: Elm, tmp_path: Path) -> None:
    elm.database.close()
    database = create(tmp_path / "oak" / "oak.db", elm)
    desk = accounts.sign_in_as(database, elm.clock, login="ada")
    assert practice.title(desk) == "Oak"
    assert desk.zone.name == "Europe/Berlin"
    assert [card.display for card in practice.providers(desk)] == ["Lovelace MD", "Jan", "Reyes NP"]
    assert [card.code for card in practice.kinds(desk)] == ["FU", "NEW", "PHY", "URG", "PRC", "NUR"]
    assert desk.who.roles == {"manager"}
    assert checks.run(desk).ok
    database.close()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "\x1b[2J"}, "name"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"timezone": ""}, "timezone"),
        ({"admin_name": " "}, "admin_name"),
        ({"login": "!"}, "login"),
        ({"password": "abc"}, "password"),
        ({"providers": "Dr. Evil\u202e MD"}, "providers"),
    ],
)
def test_a_founding_that_goes_wrong_leaves_no_file(
    values: dict[str, Any], field: str, elm: Elm, tmp_path: Path
) -> None:
    elm.database.close()
    assert refused(lambda: create(tmp_path / "oak" / "oak.db", elm, **values))[0] == field
    assert not [file for file in tmp_path.rglob("oak*") if file.is_file()]


def test_a_practice_that_is_there_is_left_alone(elm: Elm) -> None:
    elm.database.close()
    before = elm.path.read_bytes()
    assert refused(lambda: create(elm.path, elm)) == ("db", "exists")
    assert elm.path.read_bytes() == before


def test_a_practice_is_founded_once(elm: Elm) -> None:
    desk = accounts.setup_desk(elm.database, elm.clock, "America/New_York")
    before = elm.counts()
    again = {
        "name": "Oak",
        "timezone": "Europe/Berlin",
        "admin_name": "Ada",
        "login": "ada",
        "password_hash": None,
    }
    assert refused(lambda: accounts.found(desk, **again)) == ("db", "exists")
    assert elm.counts() == before
