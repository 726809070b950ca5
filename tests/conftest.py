"""What tests of every room share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from frontdesk.settings import TEST_LONG
from tests.elm import Elm, found, open_copy

# The suite tries the same examples every time, so that it tells what a change broke; new ones are tried at length.
settings.register_profile("suite", derandomize=True)
settings.register_profile("long")
settings.load_profile("long" if TEST_LONG.read() else "suite")


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice's file as it was founded; copy it, never open it."""
    return found(tmp_path_factory.mktemp("elm"))


@pytest.fixture
def elm(founded: Path, tmp_path: Path) -> Iterator[Elm]:
    """The practice on its Tuesday morning, empty of visits, in a file of the test's own."""
    practice = open_copy(founded, tmp_path / "practice")
    yield practice
    practice.database.close()


@pytest.fixture(autouse=True)
def painted_twice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The key scripts are painted as Textual would and as we do, and both must show the same at every frame.

    With `FRONTDESK_LONG`, so is every other test that opens a console without a terminal.
    """
    scripted = request.path.name.startswith(("test_drive", "test_keystrokes", "test_walkthrough"))
    if not (scripted or TEST_LONG.read()):
        yield
        return
    from tests.terminal.mirror import mirrored

    with mirrored(monkeypatch):
        yield
