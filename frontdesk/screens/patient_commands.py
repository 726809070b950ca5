"""What can be done with a patient beside editing the form: people and phones, standing, merging."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from frontdesk.widgets.command import Command

if TYPE_CHECKING:
    from frontdesk.screens.patients import PatientsPane


class People(Command["PatientsPane"]):
    """Phones and what is allowed with them; emergency, whom we may talk to, guardians, who pays."""

    id, key = "patients.people", "c"
    label: ClassVar[str] = "Contacts"
    unready: ClassVar[str] = "Choose a patient first."

    def ready(self, host: PatientsPane) -> bool:
        """Whether a patient is chosen."""
        return host.patient is not None and not host.typing

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """Show the list; what was changed there is on the page afterwards."""
        from frontdesk.screens.patient_people import PeopleList

        if host.patient is not None:
            await host.console.open_form(PeopleList(host.desk, host.patient))
            host.reread()


class FindOpening(Command["PatientsPane"]):
    """Find the next openings for this patient, with the preferred provider first; Enter books one."""

    id, key = "patients.find", "f"
    label: ClassVar[str] = "Find"
    words: ClassVar[str] = "[KIND] [PROVIDER] [DAYS] [TIMES] [LENGTH] [from DAY]"
    unready: ClassVar[str] = "Choose a patient for whom you may book."

    def ready(self, host: PatientsPane) -> bool:
        """Whether a patient is chosen and this person may."""
        return host.patient is not None and not host.typing and host.desk.may("calendar.book")

    def complete(self, host: PatientsPane, words: str) -> list[str]:
        """Kinds, providers, days."""
        from frontdesk.screens.calendar.booking import completions

        return completions(host.desk, words)

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """List them, then the booking form."""
        await host.find(words)


class Standing(Command["PatientsPane"]):
    """Note that the patient has died, is dismissed or taken on again, a test record, or has shown an identity."""

    id, key = "patients.standing", "s"
    label: ClassVar[str] = "Status"
    shown: ClassVar[bool] = False
    unready: ClassVar[str] = "Choose a patient whom you may edit."

    def ready(self, host: PatientsPane) -> bool:
        """Whether a patient is chosen and this person may."""
        return host.patient is not None and not host.typing and host.desk.may("patient.edit")

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """Ask for one letter, then for a day or a reason where one is needed."""
        from frontdesk.screens.patient_standing import note

        if host.patient is not None:
            await note(host.console, host.patient)


class Merge(Command["PatientsPane"]):
    """Merge another record of the same person into this one; what clashes is listed first."""

    id, key = "patients.merge", "m"
    label: ClassVar[str] = "Merge"
    words: ClassVar[str] = "[THE OTHER RECORD]"
    shown: ClassVar[bool] = False
    unready: ClassVar[str] = "Choose a patient whose records you may merge."

    def ready(self, host: PatientsPane) -> bool:
        """Whether a patient is chosen and this person may."""
        return host.patient is not None and not host.typing and host.desk.may("patient.merge")

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """Find the other record, list what clashes, merge on Enter."""
        from frontdesk.screens.patient_merge import merge

        if host.patient is not None and (kept := await merge(host.console, host.patient, words)):
            await host.open_patient(kept)


class Unmerge(Command["PatientsPane"]):
    """Take apart records that were merged by mistake; everything goes back to where it was."""

    id, key = "patients.unmerge", "y"
    label: ClassVar[str] = "Un-merge"
    shown: ClassVar[bool] = False
    unready: ClassVar[str] = "Open a patient whose records you may take apart."

    def ready(self, host: PatientsPane) -> bool:
        """Whether a page is open and this person may."""
        return host.page is not None and host.desk.may("patient.merge")

    async def run(self, host: PatientsPane, words: str = "") -> None:
        """Ask which one when there are several, then take it apart."""
        from frontdesk.screens.patient_merge import unmerge

        if host.page is not None:
            await unmerge(host.console, host.page.id)
