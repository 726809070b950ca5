"""Messages as other programs write them: marks, escapes, line ends, letters, batches; and what can't be read."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk import cli
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.desk import Refused
from frontdesk.exchange.hl7 import import_folder
from frontdesk.exchange.hl7.languages import language_named
from frontdesk.exchange.hl7.segments import BadMessage, Marks, messages
from tests.elm import Elm
from tests.exchange.letters import adt, head, person, read, siu

USUAL = Marks("|", "^", "~", "\\", "&")


def names(elm: Elm) -> list[str]:
    return [f"{row.family}, {row.given}" for row in Patient.select().where(Patient.id > 6).order_by(Patient.id)]


def patient(elm: Elm) -> Patient:
    (row,) = Patient.select().where(Patient.id > 6)
    return row


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Smith \\T\\ Sons", "Smith & Sons"),
        ("a\\F\\b\\S\\c\\R\\d\\E\\e", "a|b^c~d\\e"),
        ("\\X4A6F7365CC81\\", "Jose\u0301"),
        ("\\XE9\\", "é"),
        ("one\\.br\\two", "one two"),
        ("\\H\\loud\\N\\", "loud"),
        ("\\Zlocal\\", "\\Zlocal\\"),
        ("half \\ of one", "half \\ of one"),
        ('""', ""),
        ("  ends  ", "ends"),
    ],
)
def test_escape_sequences(written: str, meant: str) -> None:
    assert USUAL.read(written) == meant


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), blacklist_characters='"')))
def test_every_text_that_is_escaped_is_read_again(text: str) -> None:
    marks = {"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "&": "\\T\\", "~": "\\R\\"}
    assert USUAL.read("".join(marks.get(letter, letter) for letter in text)) == text


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\r\n"])
def test_lines_may_end_in_any_way(elm: Elm, end: str) -> None:
    report = read(elm, adt("A28", "20260101", "1").replace("\r", end))
    assert (report.new, report.faults) == (1, ())
    assert names(elm) == ["Abel, Ann"]


def test_other_marks_than_the_usual_ones(elm: Elm) -> None:
    letter = adt("A28", "20260101", "1", "O'Abel^Ann^Zoe~Bell^Ann", f11="1 Elm St&Elm^^Boston")
    report = read(elm, letter.translate(str.maketrans("|^~\\&", "*:;?!")))
    assert (report.new, report.faults) == (1, ())
    row = patient(elm)
    assert (row.family, row.given, row.middle, row.former) == ("O'Abel", "Ann", "Zoe", "Ann Bell")


@pytest.mark.parametrize(
    ("code", "bytes_of"),
    [("", "utf-8"), ("UNICODE UTF-8", "utf-8"), ("8859/1", "latin-1"), ("8859/2", "iso8859-2"), ("", "utf-8-sig")],
)
def test_letters_by_their_code(elm: Elm, code: str, bytes_of: str) -> None:
    letter = f"{head('ADT^A28', '20260101', '1', code=code)}\r{person('1', 'Kühne^Zoë')}\r"
    read(elm, letter.encode(bytes_of))
    assert names(elm) == ["Kühne, Zoë"]


def test_sixteen_bits_a_letter(elm: Elm) -> None:
    read(elm, adt("A28", "20260101", "1", "Kühne^Zoë").encode("utf-16"))
    assert names(elm) == ["Kühne, Zoë"]


def test_a_batch_and_what_carried_it_over_the_line(elm: Elm) -> None:
    batch = "FHS|^~\\&|HIS\rBHS|^~\\&|HIS\r{}{}BTS|2\rFTS|1\r".format(
        adt("A28", "20260101", "1"), adt("A28", "20260102", "2", "Bell^Bea")
    )
    carried = b"".join(b"\x0b" + adt("A28", "20260103", n, f"Carr^{n * 3}x").encode() + b"\x1c\r" for n in "34")
    report = read(elm, batch, carried)
    assert (report.new, report.faults) == (4, ())
    assert len(names(elm)) == 4


def test_a_message_says_where_it_stands(elm: Elm) -> None:
    good = adt("A28", "20260101", "1")
    report = read(elm, good + good.replace("PID|", "pid|") + adt("A28", "20260101", "", control="3"))
    assert report.new == 1
    assert [(fault.line, fault.reason) for fault in report.faults] == [
        (3, "line 4 is no segment: it begins with no name of three letters"),
        (5, "PID-3: no patient number"),
    ]


REFUSED = {
    "no message in it": (b"hello\r", "there is no message in the file"),
    "empty": (b"", "there is no message in the file"),
    "bytes that are no letters": (adt("A28", "20260101", "1", "K\xfchne").encode("latin-1"), "are no letters"),
    "letters of an unknown code": (head("ADT^A28", "20260101", "1", code="KLINGON").encode(), "MSH-18 names"),
    "marks that are letters": (b"MSHAAAAA", "MSH-1 and MSH-2"),
    "the same mark twice": (b"MSH|^^^^|", "MSH-1 and MSH-2"),
    "no marks": (b"MSH", "MSH-1 and MSH-2"),
    "no type": (b"MSH|^~\\&|HIS|M|FD|E|2026||", "MSH-9: no type"),
    "no time": (adt("A28", "", "1").encode(), "MSH-7: no time"),
    "a time that is none": (adt("A28", "yesterday", "1").encode(), "MSH-7"),
    "a month that there isn't": (adt("A28", "20261301", "1").encode(), "MSH-7: there is no day"),
    "an hour that there isn't": (adt("A28", "2026010125", "1").encode(), "MSH-7: no clock shows"),
    "a time that the clocks skip": (adt("A28", "202603080230", "1").encode(), "MSH-7: 2:30a doesn't exist"),
    "the future": (adt("A28", "20990101", "1").encode(), "MSH-7: it says that it will be sent in the future"),
    "nobody": (head("ADT^A28", "20260101", "1").encode(), "there is no PID segment"),
    "no patient number": (adt("A28", "20260101", "").encode(), "PID-3: no patient number"),
    "a control character": (adt("A28", "20260101", "1", "A\x1b[2Jb^Ann").encode(), "PID-5: There is a char"),
    "a name that turns round": (adt("A28", "20260101", "1", "Abel\u202e^Ann").encode(), "PID-5: There is a char"),
    "an escaped control": (adt("A28", "20260101", "1", "Abel\\X1B\\^Ann").encode(), "PID-5: There is a character"),
    "a name of digits": (adt("A28", "20260101", "1", "12345^Ann").encode(), "PID-5: A name needs"),
    "a name of a page": (adt("A28", "20260101", "1", "A" * 900).encode(), "PID-5: This is 900 characters"),
    "a birth to come": (adt("A28", "20260101", "1", f7="20991231").encode(), "PID-7: a birth date lies"),
    "a death to come": (adt("A28", "20260101", "1", f29="20991231").encode(), "PID-29: a day of death"),
    "a merge with nobody": (adt("A40", "20260101", "1").encode(), "there is no MRG"),
    "a merge with itself": (adt("A40", "20260101", "1").encode() + b"MRG|1^^^MERCY^MR\r", "MRG-1: no number"),
    "no appointment number": (siu("S12", "20260101", "").replace("^MERCY|", "|").encode(), "SCH-1 and SCH-2"),
    "an appointment of a day": (siu("S12", "20260101", minutes="1440").encode(), "longer than eight hours"),
    "a length that is none": (siu("S12", "20260101", minutes="long").encode(), "AIS-7: "),
    "a hostile room": (siu("S12", "20260101", room="\x9b31m").encode(), "AIL-3: There is a character"),
    "very long": (b"MSH|^~\\&|" + b"x" * 1_000_001, "longer than 1,000,000 bytes"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_told_and_the_rest_goes_in(elm: Elm, case: str) -> None:
    content, reason = REFUSED[case]
    before = elm.counts()
    report = read(elm, content)
    assert (report.new, report.refused) == (0, 1)
    (fault,) = report.faults
    assert fault.file == "a.hl7"
    assert reason in fault.reason
    assert fault.reason.isprintable()
    assert elm.counts() == before
    assert read(elm, content, adt("A28", "20260102", "1")).new == 1


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    for _, message in messages(b"MSH" + content):
        assert isinstance(message, BadMessage) or message.head.name == "MSH"


@given(st.integers(0, 600), st.binary(min_size=1, max_size=3))
def test_no_damaged_byte_is_a_traceback(place: int, damage: bytes) -> None:
    from frontdesk.exchange.hl7.reading import NotOurs, Reader
    from tests.elm import MORNING, ZONE

    letter = siu("S12", "20260105", room="P^R1", note="first", state="Booked").encode()
    spoiled = letter[:place] + damage + letter[place + len(damage) :]
    for _, message in messages(spoiled):
        if not isinstance(message, BadMessage):
            with suppress(BadMessage, NotOurs):
                Reader(ZONE, int(MORNING.timestamp()), MORNING.date()).read(message)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (head("ORU^R01", "20260101", "1"), "about results"),
        (head("ADT^A20", "20260101", "1"), "no word of a patient"),
        (head("SIU^S23", "20260101", "1"), "no word of a patient or an appointment"),
        (head("SIU^A01", "20260101", "1"), "no word of a patient or an appointment"),
        (adt("A28", "20260101", "1").replace("|P|2.5.1", "|T|2.5.1"), "for training"),
    ],
)
def test_what_is_not_ours_is_not_read(elm: Elm, content: str, said: str) -> None:
    before = elm.counts()
    report = read(elm, content)
    assert (report.new, report.refused) == (0, 0)
    (note,) = report.notes
    assert note.kind == "not read"
    assert said in note.what
    assert elm.counts() == before


def test_phones_that_can_be_dialed_and_the_rest_as_sent(elm: Elm) -> None:
    letter = adt(
        "A28", "20260101", "1",
        f13="(617)555-0142^PRN^PH^^^^^22~^PRN^CP^^1^617^5550143~^NET^Internet^ann@example.org~^PRN^FX^^^617^5550144",
        f14="+49 30 12345^WPN^PH~6175550145",
    )  # fmt: skip
    read(elm, letter)
    rows = PatientPhone.select().order_by(PatientPhone.position)
    assert [(str(row.kind), row.digits, row.extension) for row in rows] == [
        ("home", "6175550142", "22"), ("mobile", "6175550143", ""), ("work", "6175550145", ""),
    ]  # fmt: skip
    row = patient(elm)
    assert row.mail == "ann@example.org"
    assert row.note == "As sent: fax 6175550144; work +49 30 12345"


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("1 Elm St^Apt 2^Boston^MA^021394301^USA^H", ("1 Elm St, Apt 2", "Boston", "MA", "02139-4301")),
        ("Work Rd^^Lynn^MA^01901^^O~1 Elm St^^Boston^MA^02139^^H", ("1 Elm St", "Boston", "MA", "02139")),
        ("Elm&Old Elm^^London^^SW1A 1AA^GBR^H", ("Elm Old Elm", "London SW1A 1AA GBR", "", "")),
        ("Bad St^^Lynn^MA^01901^^BA", ("", "", "", "")),
    ],
)
def test_addresses(elm: Elm, address: str, stored: tuple[str, ...]) -> None:
    read(elm, adt("A28", "20260101", "1", f11=address))
    row = patient(elm)
    assert (row.street, row.city, row.state, row.zip) == stored


def test_a_number_and_who_gave_it_out_make_the_person(elm: Elm) -> None:
    letter = adt("A28", "20260101", "1")
    other = letter.replace("1^^^MERCY^MR", "1^^^OTHER^MR").replace("Abel", "Bell")
    secret = letter.replace("1^^^MERCY^MR", "999-99-9999^^^SSA^SS~7^^^MERCY^PI").replace("Abel", "Carr")
    nobody = letter.replace("1^^^MERCY^MR", "999-99-9999^^^SSA^SS").replace("Abel", "Dorn")
    report = read(elm, letter, other, secret, nobody)
    assert sorted(names(elm)) == ["Abel, Ann", "Bell, Ann", "Carr, Ann"]
    assert [fault.reason for fault in report.faults] == ["PID-3: no patient number"]


def test_languages_have_names() -> None:
    assert [language_named(code, "") for code in ("ara", "en", "SPA", "en-US")] == [
        "Arabic", "English", "Spanish", "English",
    ]  # fmt: skip
    assert language_named("x", "Klingon") == "Klingon"
    assert language_named("x", "") == "x"


# The verb ---------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    there = tmp_path / "in"
    there.mkdir()
    (there / "good.HL7").write_text(adt("A28", "20260101", "1"), newline="")
    (there / "LICENSE").write_text("no message")
    return there


def test_the_verb_reports_and_its_exit_code_says_whether_all_went_in(
    elm: Elm, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elm.database.close()
    verb = ["import", "hl7", str(folder), "--db", str(elm.path), "--as", "mary"]
    assert cli.main(verb) == 0
    assert "ADT A28: 1 new" in capsys.readouterr().out
    assert cli.main([*verb, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["already_there"] == 1
    (folder / "b\x1b[31m.hl7").write_bytes(b"nonsense")
    assert cli.main(verb) == 1
    said = capsys.readouterr().out
    assert "b\\x1b[31m.hl7:1: there is no message in the file" in said
    assert "\x1b" not in said
    assert cli.main([*verb, "--as-of", "2026-01-01"]) == 1
    assert cli.main(["import", "hl7", str(folder / "nowhere")]) == 2


def test_a_folder_without_messages_and_somebody_without_the_permission(elm: Elm, folder: Path) -> None:
    with pytest.raises(Refused) as refusal:
        import_folder(elm.rob, folder)
    assert refusal.value.code == "permission"
    (folder / "good.HL7").unlink()
    with pytest.raises(Refused, match=r"no \.hl7 file"):
        import_folder(elm.mary, folder)


def test_the_reader_is_loaded_by_the_verb_only() -> None:
    script = "import frontdesk.logic.calendar, frontdesk.logic.importing, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "frontdesk.exchange.hl7" not in loaded
    assert "frontdesk.logic.messages" not in loaded
