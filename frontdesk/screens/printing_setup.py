"""The set-up of printing: a workstation's printer; the practice's paper, mail, export folder and copies."""

from __future__ import annotations

from typing import Any

from frontdesk.desk import Desk, Done
from frontdesk.logic import printing
from frontdesk.logic.drafts import Draft
from frontdesk.logic.printing import settings
from frontdesk.logic.printing.settings import KNOWN
from frontdesk.screens.form import DraftedForm, FormScreen
from frontdesk.screens.readers import reader
from frontdesk.widgets.field import Field

HINTS = {
    "mail_from": "nobody: no mail is sent",
    "mail_host": "sendmail of this machine",
    "folder": "export/ beside the practice's file",
    "copy_to": "nowhere: none are copied",
}
"""What an empty field means."""


def summary(desk: Desk) -> str:
    """The settings in a line of the set-up."""
    now = settings.settings(desk)
    parts = [f"{now['columns']}x{now['lines']}"]
    parts += [f"mail from {now['mail_from']}"] if now["mail_from"] else []
    if now["copy_to"]:
        parts.append(f"day sheets to {now['copy_to']} every {now['copy_every']} min")
    return ", ".join(parts)


class PrinterForm(FormScreen[Done]):
    """Set a workstation's printer."""

    def __init__(self, desk: Desk, station: str = "", queue: str = "") -> None:
        fields = [
            Field(
                "station", "Workstation", text=station, size=32, hint=printing.workstation(),
                required="Which workstation?",
            ),
            Field(
                "printer", "Print queue", reader(settings.print_queue), text=queue, size=32,
                hint="none; lpstat -e lists them",
            ),
        ]  # fmt: skip
        super().__init__("Printer of a workstation", fields)
        self.desk = desk
        self._was = queue if station else None
        self._station = station

    @property
    def start(self) -> Field:
        """The printer, where the workstation is known."""
        return self.form["printer" if self._station else "station"]

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Set it; refused when somebody set another one meanwhile."""
        was = self._was if values["station"] == self._station else None
        return printing.set_printer(self.desk, **values, was=was)


class PrintingForm(DraftedForm):
    """Set paper, mail, the export folder, and where day sheets are copied to."""

    FORM = "printing_setup.practice"

    def __init__(self, desk: Desk, *, draft: Draft | None = None) -> None:
        self.was = settings.settings(desk)
        if draft is not None:
            self.was |= {name: draft.values[f"was {name}"] for name in KNOWN if f"was {name}" in draft.values}
        fields = [
            Field(name, known.label, reader(known.check), text=self.was[name], size=40, hint=HINTS.get(name, ""))
            for name, known in KNOWN.items()
        ]
        super().__init__(desk, "Printing", fields, draft=draft)

    @property
    def start(self) -> Field:
        """The first one."""
        return self.form[next(iter(KNOWN))]

    def kept(self) -> dict[str, str]:
        """The fields, and what they were when the form was opened."""
        return {**super().kept(), **{f"was {name}": text for name, text in self.was.items()}}

    def subject(self) -> str:
        """What it is about."""
        return "Set-up of printing"

    def carry_out(self, values: dict[str, Any]) -> Done:
        """Set what was changed."""
        new = {name: value or "" for name, value in values.items()}
        return printing.set_up(self.desk.asking(self.request), values=new, was=self.was)


def reopen(desk: Desk, draft: Draft) -> PrintingForm:
    """The form as it was left."""
    return PrintingForm(desk, draft=draft)
