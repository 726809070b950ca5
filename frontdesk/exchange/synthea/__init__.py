"""Patients and their past as the generator Synthea writes them in CSV form.

`RULES` states how the files become a practice's rows.
"""

from frontdesk.exchange.synthea.importer import FILES, import_folder
from frontdesk.exchange.synthea.rules import RULES

__all__ = ["FILES", "RULES", "import_folder"]
