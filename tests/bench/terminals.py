"""What a terminal is sent and how long it takes: stock driver, ours, and a bare Textual app, side by side."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from tabulate import tabulate

from frontdesk.desk import FixedClock
from frontdesk.harness import console_words, terminal
from frontdesk.logic import demo
from tests.bench import memory
from tests.bench.generate import LARGE, NOW, ZONE, a_copy
from tests.bench.measure import quantile
from tests.terminal.lines import BAUD_9600, TICK, counting_words, freeze, hold, ticks_in

BARE = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello")
Hello().run(mouse=False)
"""

STARTS = 7
ROUNDS = 3

KEYS: dict[str, tuple[list[str], int, float]] = {
    "cursor": ([*["down"] * 15, *["up"] * 15], 200, 10),
    "scroll": ([*["down"] * 17, *["down"] * 20], 360, 10),
    "screen": (["?", "ctrl+g", "&", "ctrl+g"] * 2, 3_000, 60),
    "dialog": (["g", "ctrl+g"] * 4, 1_200, 60),
    "letter": (["n", "tab", "tab", "tab", "tab", *"walks-with-a-stick", "ctrl+g", "ctrl+g"], 45, 60),
}
"""Keys of each kind, the bytes that one may take, and the milliseconds to the last of them (95 of 100)."""

LEADING = {"scroll": (17, 0), "letter": (5, 2)}
"""How many of them only lead there, and back."""

DOWN_FOR, LATE = 4.0, 12.0
FROZEN, AFTER_FROZEN = 3.0, 10_000
DRIVERS = (("stock driver", "off"), ("ours", ""))


def run() -> bool:
    """Measure and print; True when every limit was kept."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-bench-") as folder:
        path = Path(folder) / "demo.db"
        demo.build(path, FixedClock(NOW), timezone=ZONE)
        console = console_words(path, "reception")
        large = console_words(a_copy(LARGE, Path(folder)), "mlee", now="")
        return all([keys(console), starts(large), been_everywhere(path), slow(console), frozen(path)])


# -- start-up --------------------------------------------------------------------------------------


def starts(console: list[str]) -> bool:
    """Milliseconds from the start of the process to the last byte of the first screen, taken in turns."""
    bare = [sys.executable, "-c", BARE]
    programs = (("bare Textual app", bare, ""), ("stock driver", console, "off"), ("ours", console, ""))
    took: dict[str, list[float]] = {"bare Textual app": [], "stock driver": [], "ours": []}
    sent: dict[str, tuple[int, float]] = {}
    for turn in range(STARTS + 1):
        for name, argv, thin in programs:
            with terminal(argv, TERM="xterm", FRONTDESK_THIN=thin) as wire:
                wire.sees("hello" if argv is bare else "Keys")
                wire.rest()
                if turn:  # the first one compiles what was edited, and brings the file into memory
                    took[name].append((wire.last - wire.begun) * 1000)
                sent[name] = len(wire.raw), wire.memory()
    rows = [(name, median(each), min(each), *sent[name]) for name, each in took.items()]
    print("\nStart on the million-visit practice: milliseconds to the first complete screen, bytes, MiB")
    print(tabulate(rows, headers=["", "p50", "best", "bytes", "RSS"], floatfmt=".1f"))
    ratio = median(took["ours"]) / median(took["bare Textual app"])
    print(f"ours over bare: {ratio:.2f} (limit 1.35)")
    return ratio <= 1.35


def been_everywhere(path: Path) -> bool:
    """MiB of a session that has run every command."""
    first, once, twice = memory.walk(path)
    print(
        f"\nMemory, MiB: first screen {first:.1f}, every command run once {once:.1f} (limit {memory.LIMIT:.0f}),"
        f" once more {twice:.1f}"
    )
    return once <= memory.LIMIT


# -- keys ------------------------------------------------------------------------------------------


def keys(console: list[str]) -> bool:
    """Bytes, milliseconds to the last byte, and processor time of each kind of key."""
    rows, kept = [], True
    spent = {"off": 0.0, "": 0.0}
    found = {thin: measured(console, thin, spent) for thin in ("off", "")}
    for kind, (_, limit, in_time) in KEYS.items():
        theirs, ours = found["off"][kind], found[""][kind]
        most, late = max(count for count, _ in ours), quantile([ms for _, ms in ours], 0.95)
        p95 = quantile([count for count, _ in ours], 0.95)
        rows.append(
            (kind, len(ours), median(c for c, _ in theirs), median(c for c, _ in ours), p95, most, limit,
             median(ms for _, ms in theirs), median(ms for _, ms in ours), late, in_time)
        )  # fmt: skip
        kept = kept and p95 <= limit and late <= in_time
    print("\nBytes and milliseconds to the last byte by key, on the demo practice at 80x24, 16 colours")
    headers = [
        "",
        "keys",
        "stock p50",
        "ours p50",
        "p95",
        "max",
        "limit",
        "stock ms",
        "ours ms",
        "p95 ms",
        "limit",
    ]
    print(tabulate(rows, headers=headers, floatfmt=".1f"))
    ratio = spent[""] / spent["off"]
    print(f"processor per key, ours over stock: {ratio:.2f} (limit 1.15)")
    return kept and ratio <= 1.15


def measured(console: list[str], thin: str, spent: dict[str, float]) -> dict[str, list[tuple[int, float]]]:
    """For each kind of key, what every key of it took: bytes, and milliseconds to the last byte."""
    found: dict[str, list[tuple[int, float]]] = {kind: [] for kind in KEYS}
    with terminal(console, TERM="xterm", FRONTDESK_THIN=thin) as wire:
        wire.sees("Keys")
        wire.press("home")
        before = wire.processor_time()
        for _ in range(ROUNDS):
            for kind, (script, *_) in KEYS.items():
                first, last = LEADING.get(kind, (0, 0))
                took = [wire.press(key) for key in script]
                found[kind] += [(each.bytes, each.ms) for each in took[first : len(took) - last]]
                wire.press("home")
        spent[thin] += wire.processor_time() - before
    return found


# -- slow and frozen lines -------------------------------------------------------------------------


def slow(console: list[str]) -> bool:
    """Seconds that the screen is behind when Down was held for four seconds on a line of 9,600 baud."""
    rows, kept = [], True
    for answers in (True, False):
        for name, thin in DRIVERS:
            with terminal(console, TERM="xterm", FRONTDESK_THIN=thin, answers=answers) as wire:
                wire.sees("Keys")
                wire.press("home")
                (late,) = hold([wire], "down", DOWN_FOR, BAUD_9600)
            rows.append((name, "answers" if answers else "never answers", late.seconds, late.sent))
            kept = kept and (bool(thin) or late.seconds < LATE)
    print(f"\nDown held for {DOWN_FOR:.0f} s at 9,600 baud: seconds behind (limit {LATE:.0f}), and bytes sent")
    print(tabulate(rows, headers=["", "terminal", "late", "bytes"], floatfmt=".1f"))
    return kept


def frozen(path: Path) -> bool:
    """Nobody reads for three seconds while keys are pressed: what comes afterwards, and whether it worked on."""
    rows, kept = [], True
    for answers in (True, False):
        for name, thin in DRIVERS:
            ticks = path.with_name(f"ticks-{name}-{answers}")
            words = counting_words(ticks, path, "reception")
            with terminal(words, TERM="xterm", FRONTDESK_THIN=thin, answers=answers) as wire:
                wire.sees("Keys")
                wire.rest()
                before = ticks_in(ticks)
                found = freeze(wire, ("end", "home"), FROZEN)
                went = (ticks_in(ticks) - before) * TICK / (FROZEN + found.seconds + 0.5)
            rows.append(
                (name, "answers" if answers else "never answers", found.sent, found.seconds, f"{went:.0%}")
            )
            kept = kept and (bool(thin) or found.sent < AFTER_FROZEN)
    print(
        f"\nA terminal that does not read for {FROZEN:.0f} s of keys: bytes afterwards (limit {AFTER_FROZEN:,}), "
        "seconds, ticks of a timer inside"
    )
    print(tabulate(rows, headers=["", "terminal", "bytes", "done after", "ticks"], floatfmt=".2f"))
    return kept
