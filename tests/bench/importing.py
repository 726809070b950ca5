"""One bulk import beside fifteen people who save every two seconds."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from subprocess import PIPE, Popen

from tests.bench.crowd import ROOT, Crowd, Outcome, Proof, prove
from tests.bench.generate import make_empty
from tests.bench.measure import Line, table
from tests.outside_data import FOLDER

PEOPLE, PAUSE, LONGEST = 15, 2.0, 120.0
WORK, MADE_UP = 75.0, 30.0
"""Seconds that people work, and that the made-up book keeps coming in after the real one."""
BOOK = FOLDER / "medscheduler"
"""A real book; where it is absent only the made-up one is brought in."""


def start_bulk(path: Path) -> Popen[str]:
    """A process that is ready to import made-up patients."""
    command = [sys.executable, "-m", "tests.bench.bulk", str(path)]
    bulk = Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=ROOT)
    assert bulk.stdout is not None
    assert bulk.stdout.readline() == "ready\n"
    return bulk


def _import_real(path: Path) -> str:
    command = [
        sys.executable,
        "-m",
        "frontdesk",
        "import",
        "medscheduler",
        str(BOOK),
        "--db",
        str(path),
        "--as",
        "mlee",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=LONGEST)
    return (done.stdout or done.stderr).strip()


def _import_made_up(path: Path, seconds: float) -> str:
    said, _ = start_bulk(path).communicate(f"{seconds}\n", timeout=LONGEST)
    return f"{int(said):,} made-up patients imported in {seconds:.0f} s"


def beside(path: Path) -> tuple[Outcome, Proof, tuple[float, float], list[str]]:
    """People at work, and imports that begin meanwhile; when those ran, and what they said."""
    make_empty(path, providers=5, patients=2000)
    everybody = Crowd(path, PEOPLE, pause=PAUSE)
    everybody.work(WORK)
    time.sleep(PAUSE)
    begin = time.monotonic()
    said = [_import_real(path)] if BOOK.is_dir() else []
    said.append(_import_made_up(path, MADE_UP))
    window = begin, time.monotonic()
    return everybody.finish(), prove(path), window, said


def run() -> bool:
    """Measure and print; tell whether everything was kept."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        outcome, proof, (begin, end), said = beside(Path(folder) / "practice.db")
    during = [taken for at, taken in outcome.attempts if begin <= at <= end]
    after = [taken for at, taken in outcome.attempts if at > end]
    lines = [Line("a save during the import", during, 0.99, 250)]
    if after:
        lines.append(Line("a save after it", after, 0.99, 250))
    print(table(f"imports of {end - begin:.0f} s beside {PEOPLE} people; milliseconds", lines))
    print("\n".join(said))
    wrong = [*outcome.errors, *proof.findings, *(f"visit {visit} is lost" for visit in proof.lost)]
    print(
        f"{proof.told} bookings acknowledged; "
        + ("; ".join(wrong[:5]) or "all there, check clean, nothing locked")
    )
    return all(line.kept for line in lines) and not wrong and not proof.overlaps
