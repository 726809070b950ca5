"""Sixteen processes book at random into the same three providers: undisturbed, then killed one by one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.crowd import Crowd, Outcome, Proof, prove
from tests.bench.generate import make_empty
from tests.bench.measure import Line, table

PEOPLE, SECONDS, KILL_EVERY = 16, 30.0, 1.0


def crowd(
    folder: Path, *, people: int, seconds: float, kill_every: float = 0.0, days: int = 300
) -> tuple[Outcome, Proof]:
    """Let them work on a new practice, and look at what they left."""
    path = folder / "practice.db"
    make_empty(path, providers=3, patients=2000)
    everybody = Crowd(path, people, days=days)
    everybody.work(seconds, kill_every=kill_every)
    return everybody.finish(), prove(path)


def _facts(outcome: Outcome, proof: Proof) -> list[list[str]]:
    return [
        ["attempts", f"{len(outcome.times):,}", ""],
        *([why, f"{count:,}", ""] for why, count in outcome.outcomes.most_common()),
        ["killed", f"{outcome.killed}", ""],
        ["acknowledged", f"{proof.told:,}", ""],
        ["acknowledged, not there", f"{len(proof.lost)}", _must(not proof.lost)],
        ["overlaps", f"{proof.overlaps}", _must(not proof.overlaps)],
        ["findings of the check", f"{len(proof.findings)}", _must(not proof.findings)],
        ["unexpected errors", f"{len(outcome.errors)}", _must(not outcome.errors)],
        *([error, "", ""] for error in (*proof.findings[:5], *outcome.errors[:5])),
    ]


def _must(kept: bool) -> str:
    return "kept" if kept else "MISSED"


def run() -> bool:
    """Measure and print; tell whether everything was kept."""
    from tabulate import tabulate

    kept = True
    for kill_every in (0.0, KILL_EVERY):
        with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
            outcome, proof = crowd(Path(folder), people=PEOPLE, seconds=SECONDS, kill_every=kill_every)
        title = f"{PEOPLE} processes, the same 3 providers, {SECONDS:.0f} s"
        title += f", one killed every {kill_every:g} s" if kill_every else ""
        print(f"\n{title}\n{tabulate(_facts(outcome, proof), disable_numparse=True)}")
        kept &= not (proof.lost or proof.overlaps or proof.findings or outcome.errors)
        if not kill_every:
            worst = Line("a booking, from key to answer", outcome.times, 1, 500)
            print(table("without kills; milliseconds", [worst]))
            kept &= worst.kept
    return kept
