"""What is shipped works: the wheel, installed in a fresh environment, opens the console on a real terminal."""

from __future__ import annotations

import site
import subprocess
import sys
import venv
from pathlib import Path

import pexpect
import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `frontdesk` command of a fresh environment; ours lends what it depends on, nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    wheel = next(folder.glob("frontdesk-*.whl"))
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
    )
    packages = next((folder / "venv" / "lib").glob("python*/site-packages"))
    (packages / "lent.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    return folder / "venv" / "bin" / "frontdesk"


def test_it_is_the_wheel_that_runs_with_its_styles(installed: Path, tmp_path: Path):
    """Neither code nor styles come from the checkout."""
    python = installed.with_name("python")
    where = "import frontdesk.widgets.style as style; print(style.__file__, style.sheet('theme'))"
    said = subprocess.run(
        [str(python), "-c", where],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert all(path.startswith(str(installed.parents[1])) for path in said), said
    assert Path(said[1]).is_file()


def test_the_console_starts_from_the_wheel(installed: Path, tmp_path: Path):
    db = tmp_path / "practice" / "a.db"
    make = [str(installed), "init", "--db", str(db), "--practice", "Elm", "--timezone", "America/New_York"]
    subprocess.run([*make, "--admin", "Mary Lee", "--providers", "Ada Okafor MD"], check=True, cwd=tmp_path)
    child = pexpect.spawn(
        str(installed),
        ["--db", str(db), "--as", "mlee"],
        dimensions=(24, 80),
        cwd=str(tmp_path),
        encoding="utf-8",
        timeout=30,
        env={"TERM": "xterm-256color", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(tmp_path)},
    )
    child.expect("Okafor MD")
    child.send("q")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
