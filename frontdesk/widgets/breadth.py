"""From which breadth on there is more to see: a wider terminal shows more, never the same in bigger boxes.

Below `USUAL` a screen leaves out what matters least.
"""

from __future__ import annotations

USUAL = 80
"""Cells of the terminal that every screen is made for."""
BROAD = 100
"""Cells from which there is more in a row."""
WIDE = 132
"""Cells from which there is a second pane, or there are two columns."""
