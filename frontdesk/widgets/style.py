"""Where the style sheets lie: at the top of a checkout, inside the package of an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent.parent

STYLES = next((p for p in (_PACKAGE.parent / "styles", _PACKAGE / "styles") if p.is_dir()), _PACKAGE)
"""The folder of the `.tcss` files; a checkout's own wins over the copy an editable install leaves behind."""


def sheet(name: str) -> Path:
    """The absolute path of one style sheet: Textual would look for a relative one beside each subclass."""
    return STYLES / f"{name}.tcss"
