"""Calendars for other programs: read back by the icalendar library, on days of 23 and 25 hours, in two zones."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pendulum
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from frontdesk import cli
from frontdesk.db.audit import Audit, AuditDetail, head
from frontdesk.db.calendar import Hold, Provider, Visit
from frontdesk.db.practice import Site
from frontdesk.desk import Refused, undo
from frontdesk.exchange.ics import calendar_of, export_feed
from frontdesk.logic import calendar, feeds, patients, printing
from frontdesk.logic.feeds import Entry, Feed, State
from frontdesk.logic.printing.settings import KNOWN
from tests.elm import ABBOTT, DIAZ, MORNING, NIGHT, OKAFOR, REYES, ROOM_1, ZONE, Elm

PHOENIX = "America/Phoenix"
"""No daylight saving time."""


def events(content: bytes) -> list[Any]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def written(elm: Elm, **days: Any) -> dict[str, Any]:
    """Okafor's calendar as it is read back, by what it says."""
    content = calendar_of(feeds.of_provider(elm.mary, provider=OKAFOR, **days), elm.clock.now())
    return {str(event["summary"]): event for event in events(content)}


def instants(event: Any) -> tuple[datetime, datetime]:
    return event.start.astimezone(UTC), event.end.astimezone(UTC)


def test_a_visit_is_an_event(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1, note="HIV result", minutes=45)
    (event,) = written(elm).values()
    assert instants(event) == (
        datetime(2026, 11, 24, 15, 0, tzinfo=UTC), datetime(2026, 11, 24, 15, 45, tzinfo=UTC),
    )  # fmt: skip
    assert str(event["uid"]).startswith(f"visit-{visit}.")
    assert (event["sequence"], str(event["status"]), str(event["class"])) == (1, "TENTATIVE", "PRIVATE")
    assert str(event["location"]) == "Room 1, Elm Street"
    assert event["dtstart"].params["TZID"] == "America/New_York"


def test_the_number_stays_and_the_sequence_grows(elm: Elm) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00")
    before = written(elm)["JA FU"]
    calendar.move(elm.rob, visit=visit, version=1, starts=elm.at("11:00"))
    after = written(elm)["JA FU"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]


def test_how_a_visit_stands(elm: Elm) -> None:
    confirmed, off, missed = (elm.book(ABBOTT, OKAFOR, at) for at in ("11:00", "13:00", "9:00"))
    elm.book(DIAZ, OKAFOR, "14:00")
    calendar.confirm(elm.rob, visit=confirmed, version=1)
    calendar.cancel(elm.rob, visit=off, version=1, reason="patient")
    calendar.no_show(elm.rob, visit=missed, version=1)
    content = calendar_of(feeds.of_provider(elm.mary, provider=OKAFOR), elm.clock.now())
    said = [(event.start.hour, str(event["status"]), str(event["transp"])) for event in events(content)]
    assert said == [
        (9, "CANCELLED", "TRANSPARENT"), (11, "CONFIRMED", "OPAQUE"), (13, "CANCELLED", "TRANSPARENT"),
        (14, "TENTATIVE", "OPAQUE"),
    ]  # fmt: skip


# What leaves ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "summary"), [("nothing", "Busy"), ("initials", "JA FU"), ("name", "Abbott, June FU"), ("", "JA FU")]
)
def test_a_provider_s_calendar_says_what_the_setting_allows(elm: Elm, value: str, summary: str) -> None:
    visit = elm.book(ABBOTT, OKAFOR, "10:00", note="HIV result", overbook="")
    calendar.cancel(elm.rob, visit=visit, version=1, reason="patient", note="moved to Rome")
    if value and value != "initials":
        printing.set_up(elm.mary, values={"feed_names": value})
    content = calendar_of(feeds.of_provider(elm.mary, provider=OKAFOR), elm.clock.now())
    (event,) = events(content)
    assert str(event["summary"]) == summary
    text = content.decode()
    assert not any(secret in text for secret in ("HIV", "Rome", "000001", "reason"))
    assert ("Abbott" in text) == (value == "name")


def test_the_setting_has_the_words_of_the_feed() -> None:
    for word in feeds.Shown:
        assert KNOWN["feed_names"].check(word.upper()) == word
    with pytest.raises(ValueError, match="nothing, initials, name"):
        KNOWN["feed_names"].check("everything")


def test_a_patient_s_calendar_is_the_patient_s_own(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00", room=ROOM_1, note="HIV result")
    elm.book(ABBOTT, REYES, "11:00")
    elm.book(DIAZ, OKAFOR, "12:00")
    content = calendar_of(feeds.of_patient(elm.mary, patient=ABBOTT), elm.clock.now())
    assert [(str(e["summary"]), str(e["location"])) for e in events(content)] == [
        ("Follow-up with Okafor MD", "Elm Street"), ("Follow-up with Reyes NP", "Elm Street"),
    ]  # fmt: skip
    assert b"HIV" not in content
    assert b"Diaz" not in content


def test_from_when_to_when(elm: Elm) -> None:
    elm.clock.set(MORNING.subtract(days=50))
    for days in (-40, -30, 0, 40):
        elm.book(ABBOTT, NIGHT, elm.at("10:00", days))
    elm.clock.set(MORNING)
    starts = [entry.starts.date() for entry in feeds.of_provider(elm.mary, provider=NIGHT).entries]
    today = MORNING.date()
    assert starts == [today.subtract(days=30), today, today.add(days=40)]
    some = feeds.of_provider(elm.mary, provider=NIGHT, from_day=today.subtract(days=40), to_day=today)
    assert len(some.entries) == 3
    with pytest.raises(Refused, match="end before it begins"):
        feeds.of_provider(elm.mary, provider=NIGHT, from_day=today, to_day=today.subtract(days=1))


# Clocks -----------------------------------------------------------------------------------------

CHANGES = {"23 hours": pendulum.Date(2027, 3, 14), "25 hours": pendulum.Date(2026, 11, 1)}


def move_to(provider: int, zone: str) -> None:
    site = Site.create(name=f"Site {zone}", zone=zone)
    Provider.update(site=site.id).where(Provider.id == provider).execute()


@pytest.mark.parametrize("zone", ["America/New_York", PHOENIX])
@pytest.mark.parametrize("day", CHANGES.values(), ids=CHANGES.keys())
def test_every_hour_of_a_day_on_which_the_clocks_change(elm: Elm, zone: str, day: pendulum.Date) -> None:
    with elm.database.writing():
        move_to(NIGHT, zone)
    begin, end = elm.mary.bounds(day)
    elm.clock.set(begin.subtract(days=1))
    starts = [begin.add(minutes=30 * n) for n in range(int((end - begin).total_minutes()) // 30)]
    assert len(starts) in (46, 50)
    for at in starts:
        elm.book(ABBOTT, NIGHT, at, minutes=30, override=True)
    feed = feeds.of_provider(elm.mary, provider=NIGHT, from_day=day, to_day=day)
    content = calendar_of(feed, elm.clock.now())
    back = [instants(event) for event in events(content)]
    assert [begins.timestamp() for begins, _ in back] == [at.timestamp() for at in starts]
    assert {(ends - begins).total_seconds() for begins, ends in back} == {1800}
    whole = Calendar.from_ical(content)
    assert [str(zone_["tzid"]) for zone_ in whole.walk("VTIMEZONE")] == [zone]
    assert whole.get_missing_tzids() == set()


def test_two_sites_in_two_zones_in_one_calendar(elm: Elm) -> None:
    elm.book(ABBOTT, NIGHT, "10:00")
    with elm.database.writing():
        move_to(NIGHT, PHOENIX)
    elm.book(ABBOTT, NIGHT, "12:00")
    content = calendar_of(feeds.of_provider(elm.mary, provider=NIGHT), elm.clock.now())
    whole = Calendar.from_ical(content)
    assert {str(zone["tzid"]) for zone in whole.walk("VTIMEZONE")} == {"America/New_York", PHOENIX}
    assert [(event["dtstart"].params["TZID"], event.start.hour) for event in events(content)] == [
        ("America/New_York", 10), (PHOENIX, 10),
    ]  # fmt: skip


def zone_rules(content: bytes, tzid: str) -> list[tuple[str, str, str]]:
    """What a program sees that knows no zones: from when, which offset."""
    zone = next(zone for zone in Calendar.from_ical(content).walk("VTIMEZONE") if zone["tzid"] == tzid)
    return [
        (part.name, part["dtstart"].to_ical().decode(), part["tzoffsetto"].to_ical())
        for part in zone.subcomponents
    ]


def test_the_zone_carries_its_rules(elm: Elm) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    content = calendar_of(feeds.of_provider(elm.mary, provider=OKAFOR), elm.clock.now())
    assert {(name, to) for name, _, to in zone_rules(content, "America/New_York")} == {
        ("STANDARD", "-0500"), ("DAYLIGHT", "-0400"),
    }  # fmt: skip
    assert b"20261101T020000" in content


# Texts ------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=120)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(summary=TEXTS, where=TEXTS)
@example(summary="C:\\New", where="\\N")
@example(summary="a\\nb", where="\\,;")
def test_texts_are_escaped_and_long_lines_folded(summary: str, where: str) -> None:
    at = pendulum.datetime(2026, 11, 24, 15)
    entry = Entry("1@x", 1, at, at.add(hours=1), "America/New_York", State.CONFIRMED, summary, where, at)
    content = calendar_of(Feed(summary, 1, None, (entry,)), at)
    (event,) = events(content)
    assert (str(event["summary"]), str(event["location"])) == (
        summary.replace("\\", "/"),
        where.replace("\\", "/"),
    )
    assert max(map(len, content.split(b"\r\n"))) <= 75
    content.decode()


def test_wide_letters_are_never_cut_in_two(elm: Elm) -> None:
    name = "山田" * 30
    done = patients.register(elm.mary, family=name, given="花子, 太郎; x", sure=True)
    elm.book(int(done.values["patient"]), OKAFOR, "10:00")
    printing.set_up(elm.mary, values={"feed_names": "name"})
    assert list(written(elm)) == [f"{name}, 花子, 太郎; x FU"]


# The file ---------------------------------------------------------------------------------------


def test_the_file_is_for_its_owner_and_takes_the_place_of_an_earlier_one(elm: Elm, tmp_path: Path) -> None:
    path = tmp_path / "okafor.ics"
    feed = feeds.of_provider(elm.mary, provider=OKAFOR)
    assert export_feed(elm.mary, feed, path).message == f"0 visits written to {path}"
    elm.book(ABBOTT, OKAFOR, "10:00")
    done = export_feed(elm.mary, feeds.of_provider(elm.mary, provider=OKAFOR), path)
    assert done.message == f"1 visit written to {path}"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(events(path.read_bytes())) == 1
    assert [each.name for each in tmp_path.glob("*.partial")] == []


def test_something_else_in_its_place_stays(elm: Elm, tmp_path: Path) -> None:
    feed = feeds.of_provider(elm.mary, provider=OKAFOR)
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "link.ics").symlink_to(tmp_path / "notes.txt")
    last = head()
    for name in ("notes.txt", "link.ics", "."):
        with pytest.raises(Refused, match="it stays"):
            export_feed(elm.mary, feed, tmp_path / name)
    with pytest.raises(Refused, match="can't be written"):
        export_feed(elm.mary, feed, tmp_path / "nowhere" / "a.ics")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert head() == last


def test_without_its_audit_record_there_is_no_file(elm: Elm, tmp_path: Path) -> None:
    feed = feeds.of_provider(elm.mary, provider=OKAFOR)
    elm.tamper("UPDATE audit_head SET seq = seq - 1")
    with pytest.raises(Refused):
        export_feed(elm.mary, feed, tmp_path / "a.ics")
    assert [each.name for each in tmp_path.glob("*.ics*")] == []


def test_it_is_audited_a_patient_s_with_the_patient(elm: Elm, tmp_path: Path) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    export_feed(elm.mary, feeds.of_patient(elm.mary, patient=ABBOTT), tmp_path / "a.ics")
    row = Audit.select().order_by(Audit.seq.desc()).first()
    assert (row.action, row.patient, row.subject_kind, row.subject) == (
        "data.export_feed", ABBOTT, "patient", ABBOTT,
    )  # fmt: skip
    export_feed(elm.mary, feeds.of_provider(elm.mary, provider=OKAFOR), tmp_path / "b.ics")
    row = Audit.select().order_by(Audit.seq.desc()).first()
    assert (row.patient, row.subject_kind, row.subject) == (None, "provider", OKAFOR)
    said = json.loads(AuditDetail.get(AuditDetail.seq == row.seq).body)["after"]
    assert said == {
        "path": str(tmp_path / "b.ics"), "visits": 1, "whose": f"provider:{OKAFOR}", "names": "initials",
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        undo(elm.mary)
    assert refusal.value.code == "final"


def test_only_who_may_export_sees_a_feed(elm: Elm) -> None:
    for ask in (
        lambda: feeds.of_provider(elm.rob, provider=OKAFOR),
        lambda: feeds.of_patient(elm.rob, patient=ABBOTT),
        lambda: feeds.provider_named(elm.rob, name="Okafor"),
        lambda: feeds.patient_numbered(elm.rob, number="000001"),
    ):
        with pytest.raises(Refused) as refusal:
            ask()
        assert refusal.value.code == "permission"


def test_whom_a_name_or_a_number_means(elm: Elm) -> None:
    assert feeds.provider_named(elm.mary, name="oka") == OKAFOR
    for name in ("", "x"):
        with pytest.raises(Refused, match="Night, Okafor, Reyes"):
            feeds.provider_named(elm.mary, name=name)
    patients.merge(elm.mary, keep=ABBOTT, gone=DIAZ, version=1)
    assert feeds.patient_numbered(elm.mary, number="000002") == ABBOTT
    with pytest.raises(Refused, match="No patient has that number"):
        feeds.patient_numbered(elm.mary, number="999999")


def test_more_visits_than_a_calendar_program_can_take(elm: Elm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST", 1)
    elm.book(ABBOTT, OKAFOR, "10:00")
    assert len(feeds.of_provider(elm.mary, provider=OKAFOR).entries) == 1
    elm.book(DIAZ, OKAFOR, "11:00")
    with pytest.raises(Refused, match="say from when to when"):
        feeds.of_provider(elm.mary, provider=OKAFOR)


def test_the_verb(elm: Elm, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elm.book(ABBOTT, OKAFOR, "10:00")
    assert Hold.select().exists()
    assert Visit.select().count() == 1
    elm.database.close()
    file = tmp_path / "a.ics"
    base = ["export", "ics", str(file), "--db", str(elm.path), "--as", "mary"]
    assert cli.main([*base, "--provider", "okafor", "--from", "2026-11-01", "--to", "2026-11-30"]) == 0
    assert capsys.readouterr().out == f"1 visit written to {file}\n"
    assert cli.main([*base, "--patient", "000001", "--from", "2026-11-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"visits": 1, "path": str(file)}
    assert [str(event["summary"]) for event in events(file.read_bytes())] == ["Follow-up with Okafor MD"]
    assert cli.main([*base, "--provider", "nobody"]) == 1
    assert cli.main(base) == 2
    assert cli.main([*base, "--provider", "okafor", "--patient", "000001"]) == 2
    assert cli.main([*base, "--provider", "okafor", "--from", "soon"]) == 2
    assert cli.main(["export", "a", "b", "--db", str(elm.path), "--as", "mary"]) == 2
    assert cli.main(["export", "--patient", "1", "--db", str(elm.path), "--as", "mary"]) == 2
    out = tmp_path / "out"
    assert cli.main(["export", str(out), "--db", str(elm.path), "--as", "mary"]) == 0
    assert (out / "patients.csv").exists()


def test_the_library_is_loaded_by_the_export_of_a_calendar_only() -> None:
    import subprocess
    import sys

    script = "import frontdesk.exchange.ics, frontdesk.logic.feeds, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "icalendar" not in loaded.split()
    assert ZONE.name == "America/New_York"
