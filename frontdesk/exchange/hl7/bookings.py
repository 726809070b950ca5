"""What an SIU message says about an appointment: SCH, TQ1, and the resources AIS, AIG, AIL, AIP."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from frontdesk.exchange.hl7.rules import PLACES, STATES
from frontdesk.exchange.hl7.segments import BadMessage, Message, Repeat, Segment
from frontdesk.exchange.hl7.texts import fitting, plain
from frontdesk.exchange.hl7.times import moment
from frontdesk.logic.patients.form import LONGEST
from frontdesk.logic.when import Zone
from frontdesk.logic.when.forms import quoted

_UNITS = {
    "S": 1, "SEC": 1, "SECS": 1, "SECOND": 1, "SECONDS": 1, "M": 60, "MIN": 60, "MINS": 60, "MINUTE": 60,
    "MINUTES": 60, "H": 3600, "HR": 3600, "HRS": 3600, "HOUR": 3600, "HOURS": 3600,
}  # fmt: skip
_LONGEST = 8 * 3600
_BEGINS = {"AIS": 4, "AIG": 8, "AIL": 6, "AIP": 6}
"""The field in which a resource's start stands; how long it is taken, and in which unit, is three and four on."""
_REASONS = {
    "patient": "patient", "provider": "practice", "practice": "practice", "clinic": "practice",
    "doctor": "practice", "clinical": "clinical", "weather": "weather", "hospital": "hospital",
    "error": "error", "mistake": "error",
}  # fmt: skip
"""Whose doing a cancellation is, by a word of its reason."""
_URGENT_REASONS = ("EMERGENCY", "URGENT")
_URGENT = ("S", "A")
"""Table 0485: stat, as soon as possible."""
_CODE = re.compile(r"[A-Z0-9]{1,12}")


def key_of(message: Message) -> str:
    """The key of the appointment: the filler's number, else the placer's, and whoever gave it out."""
    schedule = message.get("SCH")
    for field in (2, 1):
        number = schedule.first(field)
        if number.part(1):
            giver = number.part(2) or number.part(3) or message.head.text(3)
            return f"visit/{plain(giver, f'SCH-{field}')}/{plain(number.part(1), f'SCH-{field}')}"
    raise BadMessage("SCH-1 and SCH-2: no appointment number")


def booking_of(message: Message, zone: Zone) -> dict[str, Any]:
    """What is said of the appointment, by what it is about; only what the message speaks of."""
    schedule, trigger = message.get("SCH"), message.kind[1]
    said: dict[str, Any] = {}
    if trigger in ("S20", "S21", "S22"):
        return said
    said |= _time(message, zone) | _state(schedule, trigger) | _resources(message)
    reason = schedule.text(7).upper() or schedule.text(7, 2).upper()
    priority = message.get("TQ1").text(9).upper()
    if reason or priority:
        said["urgent"] = reason in _URGENT_REASONS or priority in _URGENT
    if note := _note(message):
        said["cancel_note" if said.get("place") == "cancelled" else "note"] = note
    return said


def _state(schedule: Segment, trigger: str) -> dict[str, str]:
    """Where the visit stands, and whose doing it is if it is off."""
    place, reason = PLACES.get(trigger, ("", ""))
    if trigger in ("S12", "S13", "S14", "S18", "S19"):
        place, reason = STATES.get(schedule.text(25).upper().replace(" ", "").replace("-", ""), (place, reason))
    if place == "cancelled" and reason == "patient":
        words = re.findall("[a-z]+", f"{schedule.text(6)} {schedule.text(6, 2)}".lower())
        reason = next((_REASONS[word] for word in words if word in _REASONS), reason)
    return {"place": place, "reason": reason} if place else {}


def _time(message: Message, zone: Zone) -> dict[str, int]:
    """When it begins and how long it is, in seconds: by TQ1, else by the resources, else by SCH."""
    schedule, timing, resources = message.get("SCH"), message.get("TQ1"), _all_resources(message)
    begins = [(timing.text(7), "TQ1-7")]
    begins += [(each.text(_BEGINS[each.name]), f"{each.name}-{_BEGINS[each.name]}") for each in resources]
    begins += [(schedule.text(11, 4), "SCH-11")]
    starts = next((moment(text, where, zone) for text, where in begins if text), None)
    seconds = None
    for begin, end, where in (
        (timing.text(7), timing.text(8), "TQ1-8"), (schedule.text(11, 4), schedule.text(11, 5), "SCH-11"),
    ):  # fmt: skip
        if seconds is None and begin and end and starts == moment(begin, where, zone):
            seconds = moment(end, where, zone) - starts
    lengths = (_length(segment, field) for segment, field in _lengths(resources, schedule))
    if seconds is None:
        seconds = next((length for length in lengths if length is not None), None)
    if seconds is not None and not 0 < seconds <= _LONGEST:
        raise BadMessage("the appointment ends before it begins, or lasts longer than eight hours")
    found = {"starts": starts, "seconds": seconds}
    return {name: value for name, value in found.items() if value is not None}


def _lengths(resources: list[Segment], schedule: Segment) -> list[tuple[Segment, int]]:
    return [*((each, _BEGINS[each.name] + 3) for each in resources), (schedule, 9)]


def _all_resources(message: Message) -> list[Segment]:
    """The resources that are on, in the order in which they count."""
    every = [each for name in _BEGINS for each in message.all(name)]
    return [each for each in every if each.text(2).upper() != "D"]


def _length(segment: Segment, field: int) -> int | None:
    """Seconds, by a number and the field after it, which names the unit; None where that can't be told."""
    number, unit = segment.text(field), segment.text(field + 1).upper()
    if not number or unit not in _UNITS:
        return None
    if not re.fullmatch("[0-9]{1,6}", number, re.ASCII):
        raise BadMessage(f"{segment.name}-{field}: {quoted(number)} is no length")
    return int(number) * _UNITS[unit] or None


def _resources(message: Message) -> dict[str, Any]:
    """The first service, device, room and person."""
    found: dict[str, Any] = {}
    for resource in _all_resources(message):
        what, read = _READERS[resource.name]
        if what not in found and (value := read(resource.first(3), message.head.text(4))):
            found[what] = value
    return found


def _kind(service: Repeat, facility: str) -> dict[str, str] | None:
    code, name = service.part(1).upper(), service.part(2)
    if not code and not name:
        return None
    shown = plain(name or code, "AIS-3", 60)
    return {"code": code if _CODE.fullmatch(code) else "", "name": shown}


def _device(device: Repeat, facility: str) -> dict[str, str] | None:
    number, name = plain(device.part(1), "AIG-3"), plain(device.part(2), "AIG-3", 60)
    if not number and not name:
        return None
    return {"key": f"device/{plain(device.part(3) or facility, 'AIG-3')}/{number or name}", "name": name or number}


def _room(place: Repeat, facility: str) -> dict[str, str] | None:
    """Point of care and room, in a facility."""
    parts = [plain(place.part(number), "AIL-3", 60) for number in (1, 2)]
    if not any(parts):
        return None
    where = plain(place.part(4) or facility, "AIL-3")
    return {"key": f"room/{where}/{'/'.join(parts)}", "name": " ".join(filter(None, parts))[:60].strip()}


def _provider(person: Repeat, facility: str) -> dict[str, str] | None:
    number, family = plain(person.part(1), "AIP-3"), plain(person.part(2), "AIP-3", 60)
    if not number and not family:
        return None
    giver = plain(person.part(9) or facility, "AIP-3")
    given = plain(f"{person.part(3)} {person.part(4)}", "AIP-3", 60)
    return {"key": f"provider/{giver}/{number or f'{family} {given}'}", "family": family or number, "given": given}


def _note(message: Message) -> str:
    """The notes on the appointment itself: those before the patient and the resources."""
    texts = []
    for segment in message.segments:
        if segment.name in ("PID", "RGS"):
            break
        if segment.name == "NTE":
            texts += [plain(each.marks.read(each.text), "NTE-3", 100_000) for each in segment.repeats(3)]
    return fitting(" ".join(texts).split(), LONGEST["note"])


_READERS: dict[str, tuple[str, Callable[[Repeat, str], dict[str, str] | None]]] = {
    "AIS": ("kind", _kind),
    "AIG": ("device", _device),
    "AIL": ("room", _room),
    "AIP": ("provider", _provider),
}
"""What each kind of resource is to us, and how it is read."""
