"""Test data that nobody of the project wrote; it lies beside the checkout, or where FRONTDESK_TEST_DATA says.

The tests that need it are skipped where it is absent: a fresh clone passes without.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.settings import TEST_DATA

FOLDER = Path(TEST_DATA.read() or Path(__file__).parents[2] / "shared" / "data")
"""Where it is, if it is."""


def outside(name: str) -> Path:
    """The folder of that name; skips the test when it is absent."""
    folder = FOLDER / name
    if not folder.is_dir():
        pytest.skip(f"no outside test data at {folder}; FRONTDESK_TEST_DATA may say where it is")
    return folder
