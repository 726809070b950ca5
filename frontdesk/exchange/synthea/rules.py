"""How Synthea's tables become a practice's rows, in words."""

SOURCE = "synthea"
"""What `external_ref` calls these rows; their keys are Synthea's own UUIDs, so several runs of it can come in."""

RULES = """\
payers.csv, organizations.csv, providers.csv, patients.csv and encounters.csv are read, in this order; the other
files are not.

Synthea appends digits to names (Temika453 Wuckert783). A person is shown and found without them: whoever looks
for Wuckert finds her. The digits are kept nowhere, because a name that nobody ever had would stand among the
former ones; which row it was is kept by its Id. The maiden name becomes a former name, by which the patient is
found; prefix, suffix and middle name (MIDDLE, where there is such a column) stand beside the name. The number
is the practice's next free one. Somebody with a DEATHDATE is deceased. A ZIP of 00000 is none; nine digits get
their hyphen. SSN, license, passport, race, ethnicity, birthplace, income and marital status are not kept.

Payers and organisations keep name, address and phones. A cell may hold several phones ("978-342-9781 Or
978-342-9781"); each is kept once. A payer is government or private; NO_INSURANCE is no payer that somebody
could choose, so it is hidden.

Providers are hidden from the calendar: they are those of many places, who treated the patients before. A
patient's page names them. Kinds of visit are made by ENCOUNTERCLASS as they are needed, hidden too.

An encounter is a visit that is done, from START to STOP, which are instants in UTC, at the practice's first
site. It was booked when it began, because the file does not say when; it has no arrival, so it counts in no
waiting time. Its note is DESCRIPTION and the organisation's name; the diagnosis (REASONDESCRIPTION) stays out.
An encounter that is longer than eight hours becomes history: the patient's page tells of it, and it holds
nobody's time. An encounter at a time at which the patient or the provider has another one is overbooked with
the reason "imported". An encounter that begins after the day of the patient's death, at most 365 days, comes in
as any other: a certificate of death is written then. The report lists all three, in every run.

What can't be is refused: an encounter that is not over, that begins before the patient's birth or more than 365
days after the patient's death, or whose patient, provider or organisation the files don't have or was refused.
Birth and death are days without a zone, so the day in UTC will do as well as the practice's.

A row goes in once. A row that says something else than when it was imported is reported, and what is here is
kept; only the columns that are read make a row another one. A row that can't go in is reported with file, line
and reason, and the rest goes in.\
"""
"""The rules."""
