"""Books as the program medscheduler writes them: patients.csv, slots.csv, appointments.csv.

`RULES` states how the files become a practice's rows.
"""

from frontdesk.exchange.medscheduler.importer import FILES, import_folder
from frontdesk.exchange.medscheduler.rules import RULES

__all__ = ["FILES", "RULES", "import_folder"]
