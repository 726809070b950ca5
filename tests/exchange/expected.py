"""The FHIR resources that are expected of the outside messages, beside what the practice says after reading them.

Every field of an expected Appointment or Patient is either compared here or named below with the reason why not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pendulum

from frontdesk.db.calendar import Device, Hold, Provider, Room, Visit
from frontdesk.db.patients import Patient, PatientPhone
from frontdesk.db.practice import ExternalRef, Person

Bundle = dict[str, dict[str, Any]]
"""Resources by their reference, Patient/9e90..."""

NOT_OF_PATIENTS = {
    "resourceType": "what it is",
    "id": "a number of the converter's own",
    "meta": "when the other program last changed it, and its labels",
    "extension": "race, religion, citizenship and the like: a front desk needs none of them",
    "maritalStatus": "not needed at a front desk",
    "multipleBirthInteger": "not needed at a front desk",
    "_birthDate": "the hour of birth",
    "contact": "whom we may talk to is for the patient to say: no kin, employer or insured person is taken over",
    "generalPractitioner": "not one of this practice's providers",
}
NOT_OF_APPOINTMENTS = {
    "resourceType": "what it is",
    "id": "a number of the converter's own",
    "minutesDuration": "by SCH-9, 60 seconds; TQ1 and every resource say 50 minutes, as start and end do",
    "supportingInformation": "who placed and entered it in the other program",
    "basedOn": "the order behind it",
}
OTHERS_NAMES = {
    "RADIANT": "GT1: the guarantor's name, which the converter gives to the patient",
    "Jack": "IN2: the name on an insurance card",
}
OTHERS_PHONES = {"8484", "717171", "021212"}
"""GT1: the guarantor's."""
NOT_OUR_NUMBERS = {
    "1234567": "PID-2: withdrawn by the standard, a person is known by PID-3",
    "PATID567": "PID-4: the same",
    "1516": "GT1: the guarantor's",
    "DB123": "DB1: a disability's",
    "PNM1234": "IN2: an insurance's",
}
SECRET_TYPES = {"SS", "SB", "DL", "MC", "MA", "MI", "FI"}
"""Social security, driver's license, Medicare, Medicaid, military, facility: none is needed to know somebody."""
PLACES = {"scheduled": "booked", "arrived": "arrived", "done": "fulfilled", "no_show": "noshow"}
GENDERS = {"male": "M", "female": "F"}
SECOND_LANGUAGE = "en"
"""One language is kept, the first."""


def bundle(path: Path) -> Bundle:
    """The resources of an expected bundle."""
    entries = json.loads(path.read_text(encoding="utf-8"))["entry"]
    return {f"{e['resource']['resourceType']}/{e['resource']['id']}": e["resource"] for e in entries}


def of_type(resources: Bundle, sort: str) -> dict[str, Any] | None:
    """The one resource of a type, if there is one."""
    return next((each for each in resources.values() if each["resourceType"] == sort), None)


def row_of(key: str) -> int | None:
    """The row that a key of the messages stands for."""
    found = ExternalRef.get_or_none(ExternalRef.source == "hl7", ExternalRef.key.endswith(f"/{key}"))
    return None if found is None else int(found.subject)


# Patients ---------------------------------------------------------------------------------------


def patient_differs(wanted: dict[str, Any], key: str) -> Iterator[str]:
    """In what the patient of that key is otherwise than expected."""
    compared = {
        "identifier", "name", "birthDate", "gender", "address", "telecom", "communication", "deceasedDateTime",
    }  # fmt: skip
    yield from (f"nobody compares {field}" for field in wanted.keys() - compared - NOT_OF_PATIENTS.keys())
    patient = Patient.get_by_id(row_of(key))
    yield from _identifiers(wanted["identifier"], key)
    yield from _names(wanted["name"], patient)
    if patient.birth.isoformat() != wanted["birthDate"]:
        yield f"birth {patient.birth}"
    if patient.sex != GENDERS[wanted["gender"]]:
        yield f"sex {patient.sex}"
    if (bool(patient.deceased), str(patient.died)) != (True, wanted["deceasedDateTime"][:10]):
        yield f"died {patient.died}"
    yield from _addresses(wanted["address"], patient)
    yield from _telecom(wanted["telecom"], patient)
    codes = [code["code"] for each in wanted["communication"] for code in each["language"]["coding"]]
    named = [code["display"] for each in wanted["communication"] for code in each["language"]["coding"]]
    if patient.language != named[0] or codes[1:] not in ([], [SECOND_LANGUAGE]):
        yield f"language {patient.language}"


def _identifiers(wanted: list[dict[str, Any]], key: str) -> Iterator[str]:
    for each in wanted:
        sort = each.get("type", {}).get("coding", [{}])[0].get("code")
        if each["value"] != key and each["value"] not in NOT_OUR_NUMBERS and sort not in SECRET_TYPES:
            yield f"identifier {each['value']}"
        if sort in SECRET_TYPES and row_of(each["value"]) is not None:
            yield f"kept {each['value']}"
    if key not in [each["value"] for each in wanted]:
        yield f"known by {key}"


def _names(wanted: list[dict[str, Any]], patient: Patient) -> Iterator[str]:
    """The first is the record's own, the others are names the patient is also found by."""
    first, *others = wanted
    given = [name for name in (patient.given, patient.middle, patient.name_used) if name]
    if (patient.family, given) != (first["family"], first["given"]):
        yield f"name {patient.family}, {given}"
    if (patient.suffix.split(), patient.prefix.split()) != (first.get("suffix", []), first.get("prefix", [])):
        yield f"before and after the name {patient.prefix} {patient.suffix}"
    former = [" ".join((*each["given"], each["family"])) for each in others if each["family"] not in OTHERS_NAMES]
    if patient.former.split("; ") != former:
        yield f"other names {patient.former}"


def _addresses(wanted: list[dict[str, Any]], patient: Patient) -> Iterator[str]:
    """The first is the patient's, in one line; a second one is the guarantor's (GT1)."""
    first = wanted[0]
    lines = [line for line in first["line"] if line != "Near Highway"]  # XAD-19 is no line of an address
    street = ", ".join((" ".join(lines[:2]), *lines[2:]))
    said = (patient.street, patient.city, patient.state, patient.zip)
    if said != (street, first["city"].strip(), first["state"], first["postalCode"]):
        yield f"address {said}"


def _telecom(wanted: list[dict[str, Any]], patient: Patient) -> Iterator[str]:
    """Numbers that can be dialed are phones; what can't be dialed or written to stands in the note, as sent."""
    digits = [row.digits for row in PatientPhone.select().where(PatientPhone.patient == patient.id)]
    for each in wanted:
        text = each["value"]
        if text in OTHERS_PHONES:
            continue
        if text not in digits and not patient.note.endswith(f" {text}") and f" {text};" not in patient.note:
            yield f"telecom {text}"


# Appointments -----------------------------------------------------------------------------------


def appointment_differs(wanted: dict[str, Any], resources: Bundle) -> Iterator[str]:
    """In what the visit is otherwise than the expected appointment."""
    compared = {
        "identifier", "appointmentType", "priority", "start", "end", "status", "comment", "participant",
    }  # fmt: skip
    yield from (f"nobody compares {field}" for field in wanted.keys() - compared - NOT_OF_APPOINTMENTS.keys())
    numbers = {each["type"]["coding"][0]["code"]: each["value"] for each in wanted["identifier"]}
    visit = Visit.get_by_id(row_of(numbers["FILL"]))  # the placer's number is the other side's
    for field, at in (("start", visit.starts), ("end", visit.ends)):
        if at != pendulum.parse(wanted[field]):
            yield f"{field} {at}"
    state = PLACES.get(str(visit.place)) or ("entered-in-error" if visit.cancel_reason == "error" else "cancelled")
    if state != wanted["status"]:
        yield f"status {state}"
    if visit.note != wanted.get("comment", ""):
        yield f"note {visit.note}"
    urgent = wanted["appointmentType"]["coding"][0]["code"] == "EMERGENCY" and wanted["priority"] > 0
    if bool(visit.urgent) != urgent:
        yield f"urgent {visit.urgent}"
    yield from _participants(wanted["participant"], resources, visit)


def _participants(wanted: list[dict[str, Any]], resources: Bundle, visit: Visit) -> Iterator[str]:
    """Who and what takes part, and whether they are taken.

    The patient's own word stays `accepted` where an appointment is off; here it is the visit that is off.
    """
    holds = {str(hold.resource_kind): hold for hold in Hold.select().where(Hold.visit == visit.id)}
    if len(holds) != len(wanted):
        yield f"{len(holds)} take part"
    for each in wanted:
        sort = each["actor"]["reference"].partition("/")[0]
        resource = resources[each["actor"]["reference"]]
        if sort == "Patient":
            if holds["patient"].resource != row_of("PATID1234"):
                yield "another patient"
            continue
        kind, name = _named(sort, holds)
        if name != _shown(sort, resource):
            yield f"{kind} {name}"
        if bool(holds[kind].live) != (each["status"] == "accepted"):
            yield f"{kind} is taken: {holds[kind].live}"


def _named(sort: str, holds: dict[str, Hold]) -> tuple[str, Any]:
    if sort == "Device":
        return "device", Device.get_by_id(holds["device"].resource).name
    if sort == "Location":
        return "room", Room.get_by_id(holds["room"].resource).name
    person = Person.get_by_id(Provider.get_by_id(holds["provider"].resource).person_id)
    return "provider", (person.family, person.given)


def _shown(sort: str, resource: dict[str, Any]) -> Any:
    if sort == "Device":
        return resource["deviceName"][0]["name"]
    if sort == "Location":  # point of care and room; the third is the facility
        return " ".join(resource["description"].split("--")[:2])
    name = resource["name"][0]
    return name["family"], " ".join(name["given"])
