"""A print queue, a mail program and print runs for tests: real programs on the PATH, real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.elm import MORNING

NOW = MORNING.add(minutes=1).format("YYYY-MM-DDTHH:mm")
"""When the runs of the tests begin."""

LP = """#!/bin/sh
got=$(mktemp -d "$PRINTED/$$.XXXXXX")
printf '%s\\n' "$@" > "$got/arguments"
cat > "$got/page"
echo "request id is $2-7 (0 file(s))"
"""
SLOW_LP = LP + 'touch "$PRINTED/begun"; exec sleep 60\n'
REFUSING_LP = "#!/bin/sh\ncat > /dev/null\necho 'lp: The printer or class does not exist.' >&2; exit 1\n"
BABBLING = "#!/bin/sh\ncat >&2\nexit 1\n"
"""Repeats the page in its complaint."""
SENDMAIL = LP.replace('echo "request id is $2-7 (0 file(s))"\n', "")


@dataclass
class Office:
    """Where programs are found, and what they were given."""

    folder: Path
    station: str = "front1"
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("bin", "printed"):
            (self.folder / name).mkdir()
        self.env = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "PRINTED": str(self.folder / "printed"),
            "FRONTDESK_WORKSTATION": self.station,
        }

    def program(self, name: str, script: str) -> None:
        """Put a program on the path."""
        path = self.folder / "bin" / name
        path.write_text(script)
        path.chmod(0o755)

    def pages(self) -> list[Path]:
        """A folder for each time that a program was started."""
        return sorted(path for path in (self.folder / "printed").iterdir() if path.is_dir())

    def arguments(self) -> list[list[str]]:
        """What the programs were called with."""
        return [(page / "arguments").read_text().splitlines() for page in self.pages()]

    def texts(self) -> list[str]:
        """What they were given."""
        return [(page / "page").read_text() for page in self.pages()]

    def start(self, practice: Path, *words: str, now: str = NOW) -> subprocess.Popen[str]:
        """Start `frontdesk print`."""
        command = [sys.executable, "-m", "frontdesk", "print", *words, "--db", str(practice), "--now", now]
        return subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def run(self, practice: Path, *words: str, now: str = NOW) -> tuple[int, str]:
        """Run `frontdesk print` to its end: exit code and output."""
        process = self.start(practice, *words, now=now)
        said, _ = process.communicate(timeout=60)
        return process.returncode, said


def until(condition: Callable[[], bool], patience: float = 30.0) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def kill(process: subprocess.Popen[str]) -> None:
    """End a process as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    if process.stdout is not None:
        process.stdout.close()
