"""Messages in a file, and the parts of a message: segments, fields, repetitions, components, subcomponents.

By the standard a segment ends with CR; LF and CR LF are read as well, and so are batches (FHS, BHS) and messages
in the bytes that carried them over a line (MLLP).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

LONGEST = 1_000_000
"""Bytes; nothing longer is a message about a patient or a visit."""

_AROUND = re.compile(rb"[\x0b\x1c]")
"""What MLLP puts around a message."""
_ENDS = re.compile(rb"\r\n|\n")
_SEGMENT = re.compile(r"[A-Z][A-Z0-9]{2}")
_ENVELOPE = ("FHS", "BHS", "BTS", "FTS")
_USUAL = "^~\\&"

CHARACTERS = {
    "": "utf-8", "ASCII": "utf-8", "UNICODE": "utf-8", "UNICODE UTF-8": "utf-8", "UTF-8": "utf-8",
    "8859/1": "iso8859-1", "8859/2": "iso8859-2", "8859/3": "iso8859-3", "8859/4": "iso8859-4",
    "8859/5": "iso8859-5", "8859/7": "iso8859-7", "8859/9": "iso8859-9", "8859/15": "iso8859-15",
}  # fmt: skip
"""How bytes become letters, by MSH-18. UTF-8 where it says nothing: ASCII is a part of it."""


class BadMessage(ValueError):
    """A message that can't be taken; the text says why, without repeating what could disturb a screen."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The characters that part one thing from the next, as the message's own first segment names them."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str

    def read(self, text: str) -> str:
        """A text with its escape sequences replaced, blanks at the ends off; `""` is nothing."""
        text = text.strip()
        if self.escape not in text:
            return "" if text == '""' else text
        pattern = re.escape(self.escape) + "([^" + re.escape(self.escape) + "]*)" + re.escape(self.escape)
        return re.sub(pattern, lambda found: self._escaped(found[1], found[0]), text).strip()

    def _escaped(self, code: str, whole: str) -> str:
        letters = {
            "F": self.field, "S": self.component, "T": self.subcomponent, "R": self.repetition, "E": self.escape,
            "P": "#", "H": "", "N": "",
        }  # fmt: skip
        if code in letters:
            return letters[code]
        if re.fullmatch(r"X([0-9A-Fa-f]{2})+", code):
            raw = bytes.fromhex(code[1:])
            try:
                return raw.decode("utf-8")
            except UnicodeDecodeError:
                return raw.decode("latin-1")
        return " " if code.startswith(".") else whole  # .br, .sp and the like: ends of lines


@dataclass(frozen=True, slots=True)
class Repeat:
    """One repetition of a field, in components."""

    text: str
    marks: Marks

    def part(self, number: int) -> str:
        """A component, counted from 1; of one with subcomponents the first."""
        return self.sub(number, 1)

    def sub(self, number: int, place: int) -> str:
        """A subcomponent, counted from 1; empty when there is none."""
        parts = self.text.split(self.marks.component)
        within = parts[number - 1].split(self.marks.subcomponent) if number <= len(parts) else []
        return self.marks.read(within[place - 1]) if place <= len(within) else ""

    def subs(self, number: int) -> list[str]:
        """Every subcomponent of a component."""
        parts = self.text.split(self.marks.component)
        within = parts[number - 1].split(self.marks.subcomponent) if number <= len(parts) else []
        return [self.marks.read(each) for each in within]


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its three letters and its fields, counted from 1 as the standard counts them."""

    name: str
    fields: tuple[str, ...]
    marks: Marks

    def raw(self, number: int) -> str:
        """A field as it was sent."""
        return self.fields[number] if number < len(self.fields) else ""

    def says(self, number: int) -> bool:
        """Whether the field says anything: an empty one leaves things as they are."""
        return bool(self.raw(number).strip())

    def cleared(self, number: int) -> bool:
        """Whether the field says that there is nothing any more."""
        return self.raw(number).strip() == '""'

    def repeats(self, number: int) -> list[Repeat]:
        """The repetitions of a field; none of them empty."""
        if self.cleared(number):
            return []
        texts = self.raw(number).split(self.marks.repetition)
        return [Repeat(text, self.marks) for text in texts if text.strip(f"{self.marks.component} ")]

    def first(self, number: int) -> Repeat:
        """The first repetition of a field, empty when there is none."""
        return next(iter(self.repeats(number)), Repeat("", self.marks))

    def text(self, number: int, part: int = 1) -> str:
        """A component of the first repetition of a field."""
        return self.first(number).part(part)


@dataclass(frozen=True)
class Message:
    """A message in a file: the line on which it begins, and its segments."""

    line: int
    segments: tuple[Segment, ...]
    hash: str = field(default="")
    """A hash of what it says, however its lines end."""

    @property
    def head(self) -> Segment:
        """The first segment."""
        return self.segments[0]

    @cached_property
    def kind(self) -> tuple[str, str]:
        """Type and trigger event: ADT, A08. Where the head names no event, the event segment does."""
        trigger = self.head.text(9, 2) or self.get("EVN").text(1)
        return self.head.text(9).upper(), trigger.upper()

    def get(self, name: str) -> Segment:
        """The first segment of a name; one without fields when there is none."""
        return next(iter(self.all(name)), Segment(name, (name,), self.head.marks))

    def all(self, name: str) -> list[Segment]:
        """Every segment of a name."""
        return [segment for segment in self.segments if segment.name == name]


def messages(content: bytes) -> Iterator[tuple[int, Message | BadMessage]]:
    """Every message of a file with the line on which it begins; one that can't be read comes as the reason."""
    found = list(_parted(_plain_bytes(content)))
    if not found:
        yield 1, BadMessage("there is no message in the file: no line begins with MSH")
    for line, lines in found:
        try:
            yield line, _message(line, lines)
        except BadMessage as error:
            yield line, error


def _plain_bytes(content: bytes) -> bytes:
    """UTF-8 or a one-byte code, CR between the lines, without what carried it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = content.decode("utf-16", errors="replace").encode()
    return _ENDS.sub(b"\r", _AROUND.sub(b"", content.removeprefix(b"\xef\xbb\xbf")).replace(b"\r\r\n", b"\r"))


def _parted(content: bytes) -> Iterator[tuple[int, list[tuple[int, bytes]]]]:
    """The lines of each message with their numbers; those before the first one and envelopes belong to none."""
    lines: list[tuple[int, bytes]] = []
    for number, line in enumerate(content.split(b"\r"), start=1):
        if line.startswith(b"MSH"):
            if lines:
                yield lines[0][0], lines
            lines = [(number, line)]
        elif lines and line.strip() and line[:3].decode("latin-1") not in _ENVELOPE:
            lines.append((number, line))
    if lines:
        yield lines[0][0], lines


def _message(line: int, lines: list[tuple[int, bytes]]) -> Message:
    whole = b"\r".join(text for _, text in lines)
    if len(whole) > LONGEST:
        raise BadMessage(f"the message is longer than {LONGEST:,} bytes")
    marks = _marks(lines[0][1])
    code = _code(lines[0][1], marks)
    segments = []
    for number, raw in lines:
        try:
            text = raw.decode(code)
        except UnicodeDecodeError:
            said = "and MSH-18 doesn't say what they are" if code == "utf-8" else "whatever MSH-18 says"
            raise BadMessage(f"line {number} has bytes that are no letters, {said}") from None
        name, *rest = text.split(marks.field)
        if not _SEGMENT.fullmatch(name):
            raise BadMessage(f"line {number} is no segment: it begins with no name of three letters")
        head = (name, marks.field) if name == "MSH" else (name,)
        segments.append(Segment(name, (*head, *rest), marks))
    return Message(line, tuple(segments), hashlib.blake2b(whole, digest_size=16).hexdigest())


def _marks(head: bytes) -> Marks:
    """The marks that the head names in its fourth and the following characters."""
    text = head.decode("latin-1")
    parting = text[3:4]
    others = text[4:].split(parting, 1)[0] if parting else ""
    others += _USUAL[len(others) :]
    marks = (parting, *others[:4])
    if len(set(marks)) < 5 or not all(re.fullmatch("[!-~]", mark) and not mark.isalnum() for mark in marks):
        raise BadMessage("MSH-1 and MSH-2 don't name five different signs that part the fields")
    return Marks(*marks)


def _code(head: bytes, marks: Marks) -> str:
    """How the message's bytes become letters."""
    fields = head.decode("latin-1").split(marks.field)
    said = fields[17].split(marks.repetition)[0].strip().upper() if len(fields) > 17 else ""
    if said not in CHARACTERS:
        raise BadMessage("MSH-18 names characters that are not read here; UNICODE UTF-8 and 8859/1 are")
    return CHARACTERS[said]
