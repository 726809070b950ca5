"""HL7 v2 messages of other programs, out of a folder: ADT about patients, SIU about appointments.

`RULES` says what each trigger event does, and why the order in which messages are read decides nothing.
"""

from frontdesk.exchange.hl7.importer import import_folder
from frontdesk.exchange.hl7.rules import RULES

__all__ = ["RULES", "import_folder"]
