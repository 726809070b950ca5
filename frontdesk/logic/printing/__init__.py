"""Pages on their way out: asked for by a person, sent by `frontdesk print run`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.doors import opened_when_asked

if TYPE_CHECKING:
    from frontdesk.logic.printing.settings import (
        printers,
        set_printer,
        set_up,
        workstation,
    )
    from frontdesk.logic.printing.spooling import (
        again,
        as_it_was,
        cancel,
        spool,
    )

opened_when_asked(
    __name__,
    {
        "settings": "printers set_printer set_up workstation",
        "spooling": "again as_it_was cancel spool",
    },
)
