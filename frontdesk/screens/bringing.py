"""Ways to a practice with something in it: the demo practice, and the book of another program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from frontdesk.desk import Clock, Desk
from frontdesk.screens import readers
from frontdesk.screens.new_practice import NewPractice
from frontdesk.screens.working import Stopped, Working
from frontdesk.widgets.field import Field


def make_demo(path: Path, clock: Clock) -> Working[bool]:
    """Make the demo practice."""

    def work(shown: Working[bool]) -> bool:
        from frontdesk.logic import demo

        def progress(what: str, done: int, total: int) -> None:
            if shown.stopped():  # nothing of it is left then
                raise Stopped
            shown.progress(what, done, total)

        demo.build(path, clock, progress=progress)
        return True

    return Working("Making the demo practice", work)


def bring_over(desk: Desk, there: Path) -> Working[Any]:
    """Import the files of a folder, and say what came of it; stopped, it keeps what is in."""

    def work(shown: Working[Any]) -> Any:
        source = source_of(there)
        try:
            return source.import_folder(desk, there, progress=shown.progress, stopped=shown.stopped)
        finally:
            desk.database.peewee.close()  # this thread's connection; the console keeps its own

    return Working("Importing", work, lambda report: str(report.text()).splitlines())


class ImportForm(NewPractice):
    """Bring a practice over from another program: where its files are, then what a new practice needs."""

    verb = "Import"

    def __init__(self) -> None:
        super().__init__("Import a practice", [
            Field("folder", "Folder", readers.reader(folder), size=40, hint="where the files are",
                  required="In which folder are the files?"),
        ])  # fmt: skip
        self.folder = Path()
        """The folder, once the form is accepted."""

    def carry_out(self, values: dict[str, Any]) -> Desk:
        """Found the practice that the files go into; the import itself follows."""
        self.folder = values.pop("folder")
        return super().carry_out(values)


def source_of(there: Path) -> Any:
    """The format of which most files are in a folder."""
    from frontdesk.exchange import medscheduler, synthea

    def there_of(source: Any) -> float:
        found = [(there / file).is_file() for file in source.FILES]
        return found.count(True) / len(found)

    return max((medscheduler, synthea), key=there_of)


def folder(text: str) -> Path:
    """A folder that is there and holds a book; `~` is the person's own."""
    there = Path(text.strip()).expanduser()
    if not there.is_dir():
        raise ValueError("There is no such folder.")
    for file in source_of(there).FILES:
        if not (there / file).is_file():
            raise ValueError(f"There is no {file} in that folder.")
    return there
