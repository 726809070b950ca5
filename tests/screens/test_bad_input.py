"""Bad input is refused at its field with the reason; what was typed stays, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.screens.booking import BookingForm
from frontdesk.screens.bringing import ImportForm
from frontdesk.screens.mine import MineForm
from frontdesk.screens.new_practice import NewPractice
from frontdesk.screens.notes import NoteForm
from frontdesk.screens.patient_form import EditForm, RegisterForm
from frontdesk.screens.signin import SignIn, Unlock
from tests.screens import badly
from tests.screens.office import MORNING, Office, open_office
from tests.screens.standing import Standing, standing

two_hundred = settings(
    max_examples=200, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

PATIENT = {
    "family": "Núñez", "given": "Ana", "birth": "2/11/1979", "sex": "f", "phone": "617-555-0142",
    "mail": "ana@example.org", "note": "call first", "alert": "latex",
}  # fmt: skip
BAD_PATIENT = {
    "family": badly.bad_names, "given": badly.bad_names, "birth": badly.bad_births, "sex": badly.bad_sexes,
    "phone": badly.bad_phones, "mail": badly.bad_mails, "note": badly.spoiled("call first"),
    "alert": badly.spoiled("latex") | badly.too_long("line"),
}  # fmt: skip
VISIT = {
    "patient": "Diaz, Luis", "kind": "FU", "starts": "tue 11a", "provider": "Okafor MD", "minutes": "", "room": "",
    "note": "",
}  # fmt: skip
BAD_VISIT = {
    "patient": badly.letters | st.sampled_from(["", "000000000", "1/1/1900"]),
    "kind": badly.letters | st.just(""),
    "starts": badly.bad_moments | st.sampled_from(["10a", "9:55", "10:14a"]),
    "provider": badly.letters | st.just(""),
    "minutes": badly.bad_lengths,
    "room": badly.letters,
    "note": badly.bad_words,
}
NOTE = {
    "caller": "Ann Diaz", "patient": "Diaz, Luis", "phone": "617-555-0142", "about": "r", "text": "lisinopril",
    "urgent": "", "whom": "", "due": "tom",
}  # fmt: skip
BAD_NOTE = {
    "caller": badly.spoiled("Ann Diaz") | badly.too_long("line") | st.just(""),
    "patient": badly.letters | st.sampled_from(["000000000", "1/1/1900"]),
    "phone": badly.bad_phones,
    "about": badly.letters | st.sampled_from(["", "q", "rr", "9"]),
    "text": badly.spoiled("lisinopril") | st.just(""),
    "urgent": badly.letters | st.just("1"),
    "whom": badly.letters,
    # An empty one is filled in from what it is about, as soon as that is known.
    "due": badly.letters | st.sampled_from(["9a", "11/23/2026", "2/30", "25:00", "yesterday", "mon 25:00"]),
}

MINE = {"area": "patients", "theme": "light", "signs": "ascii", "colours": "8", "for": "all my terminals"}
BAD_MINE = {key: badly.letters | st.sampled_from(["", "256", "pink", "dark light"]) for key in MINE}

FOUNDING = {
    "name": "Elm Street", "timezone": "America/Chicago", "admin_name": "Mia Lee", "login": "mlee",
    "password": "pass1234", "again": "pass1234", "providers": "Okafor MD; Reyes NP",
}  # fmt: skip
BAD_FOUNDING = {
    "name": badly.bad_words | st.just(""), "timezone": badly.letters | st.just(""),
    "admin_name": badly.bad_names | st.just(""),
    "login": st.sampled_from([" ", "m", "-mlee", "m lee", "mlée", "m" * 33, "m/lee"]) | badly.spoiled("mlee"),
    "password": st.text("abc", max_size=3), "again": badly.letters | st.just(""),
    "providers": badly.spoiled("Okafor MD; Reyes NP"),
}  # fmt: skip


Made = tuple[set[str], dict[str, str]]
"""Which fields are wrong, and the texts of all."""


def spoil(right: dict[str, str], wrong: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[Made]:
    """Right texts with one to three of them wrong: which, and all the texts."""
    keys = st.sets(st.sampled_from(sorted(wrong)), min_size=1, max_size=3)
    texts = keys.flatmap(lambda chosen: st.fixed_dictionaries({key: wrong[key] for key in chosen}))
    return texts.map(lambda bad: (set(bad), {**right, **bad}))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path)
    yield made
    made.desk.database.close()


def rows(office: Office) -> dict[str, int]:
    """How many rows every table has, and the audit's head."""
    database = office.desk.database.peewee
    tables = [name for name in database.get_tables() if not name.startswith(("sqlite_", "patient_word"))]
    counted = {name: database.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
    return {**counted, "head": database.execute_sql("SELECT seq FROM audit_head").fetchone()[0]}


def actions(office: Office) -> list[str]:
    """What was done so far."""
    return [row[0] for row in office.desk.database.peewee.execute_sql("SELECT action FROM audit ORDER BY seq")]


def refuses(form: Standing, bad: set[str], texts: dict[str, str]) -> None:
    """Check that the form refuses the bad fields, says why at each, and keeps everything typed."""
    reasons = form.accept(texts)
    assert form.open
    for key in bad & set(form.fields):
        if key not in reasons:  # rules that look at several fields speak up once each field can be read
            assert key == "starts", (key, texts[key], reasons)
            assert bad != {"starts"}, (texts[key], reasons)
            continue
        assert reasons[key].strip()
        assert reasons[key].isprintable()
    assert set(reasons) - {""} <= bad
    assert {key: form.fields[key].text for key in texts} == texts


def test_registering_a_patient(office: Office) -> None:
    with standing(office.app(), lambda: RegisterForm(office.desk)) as form:
        before = rows(office)

        @two_hundred
        @given(spoil(PATIENT, BAD_PATIENT))
        def refused(made: Made) -> None:
            refuses(form, *made)
            assert rows(office) == before

        refused()


def test_editing_a_patient(office: Office) -> None:
    patient = office.patients["Diaz"]
    with standing(office.app(), lambda: EditForm(office.desk, patient=patient)) as form:
        before = rows(office)

        @two_hundred
        @given(spoil(PATIENT, BAD_PATIENT))
        def refused(made: Made) -> None:
            refuses(form, *made)
            assert rows(office) == before

        refused()


def test_booking_a_visit(office: Office) -> None:
    held = ("slot_claim", "change_done", "audit", "audit_detail", "head")  # an open form holds its time
    with standing(office.app(), lambda: BookingForm(office.desk, day=MORNING.date())) as form:
        before, done = rows(office), actions(office)

        @two_hundred
        @given(spoil(VISIT, BAD_VISIT))
        def refused(made: Made) -> None:
            bad, texts = made
            refuses(form, bad, texts)
            now = rows(office)
            assert {name for name in now if now[name] != before[name]} <= set(held)

        refused()
        assert set(actions(office)[len(done) :]) <= {"calendar.claim"}


def test_taking_a_phone_note(office: Office) -> None:
    with standing(office.app(), lambda: NoteForm(office.desk)) as form:
        before = rows(office)

        @two_hundred
        @given(spoil(NOTE, BAD_NOTE))
        def refused(made: Made) -> None:
            bad, texts = made
            reasons = form.accept(texts)
            assert form.open
            assert bad & set(reasons), (texts, reasons)
            assert set(reasons) - {""} <= bad, (texts, reasons)
            assert all(reason.strip() and reason.isprintable() for reason in reasons.values())
            assert rows(office) == before

        refused()


def test_choosing_for_oneself(office: Office) -> None:
    with standing(office.app(), lambda: MineForm(office.desk, "xterm")) as form:
        before = rows(office)

        @two_hundred
        @given(spoil(MINE, BAD_MINE))
        def refused(made: Made) -> None:
            refuses(form, *made)
            assert rows(office) == before

        refused()


def test_a_caller_with_a_sign_that_nobody_sees(office: Office) -> None:
    with standing(office.app(), lambda: NoteForm(office.desk)) as form:
        before = rows(office)
        for sign in badly.UNSAFE:
            reasons = form.accept({**NOTE, "caller": f"Ann Dia{sign}z"})
            assert form.open, repr(sign)
            assert "caller" in reasons, repr(sign)
        assert rows(office) == before


def test_signing_in(office: Office) -> None:
    with standing(office.app(), SignIn) as form:
        before = rows(office)
        blank = st.sampled_from(["", " ", "   "])
        login, password = blank | badly.letters, blank | badly.letters

        @two_hundred
        @given(st.tuples(login, password).filter(lambda both: not all(text.strip() for text in both)))
        def refused(made: tuple[str, str]) -> None:
            texts = dict(zip(("login", "password"), made, strict=True))
            refuses(form, {key for key, text in texts.items() if not text.strip()}, texts)
            assert rows(office) == before

        refused()


def test_founding_a_practice(office: Office, tmp_path: Path) -> None:
    app = office.app()
    with standing(app, NewPractice) as form:
        app.path = tmp_path / "new" / "practice.db"

        @two_hundred
        @given(spoil(FOUNDING, BAD_FOUNDING))
        def refused(made: Made) -> None:
            bad, texts = made
            if texts["again"] != texts["password"]:
                bad = bad | {"again"}
            reasons = form.accept(texts)
            assert form.open
            assert set(reasons) - {""}
            assert set(reasons) - {""} <= bad
            assert {key: form.fields[key].text for key in texts} == texts
            assert not app.path.exists()

        refused()


def test_importing_a_practice(office: Office, tmp_path: Path) -> None:
    app = office.app()
    (tmp_path / "empty").mkdir()
    nowhere = st.sampled_from(["", str(tmp_path / "empty"), str(tmp_path / "practice.db"), "/dev/null"])
    with standing(app, ImportForm) as form:
        app.path = tmp_path / "new" / "practice.db"

        @two_hundred
        @given(nowhere | badly.letters.map(lambda name: f"/nowhere/{name}") | badly.spoiled("/tmp"))
        def refused(text: str) -> None:
            reasons = form.accept({**FOUNDING, "folder": text})
            assert form.open
            assert set(reasons) - {""} == {"folder"}
            assert form.fields["folder"].text == text
            assert not app.path.exists()

        refused()


def test_a_wrong_password_keeps_the_console_locked(office: Office) -> None:
    with standing(office.app(), lambda: Unlock(office.desk)) as form:
        for password in ("wrong", "Demo", "demo "):
            assert set(form.accept({"password": password})) == {"password"}
            assert form.open
        form.accept({"password": "demo"})
        assert not form.open
