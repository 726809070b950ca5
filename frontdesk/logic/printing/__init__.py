"""Pages on their way out: asked for by a person, sent by `frontdesk print run`."""

from frontdesk.logic.printing.settings import printers, set_printer, set_up, workstation
from frontdesk.logic.printing.spooling import again, as_it_was, cancel, spool

__all__ = ["again", "as_it_was", "cancel", "printers", "set_printer", "set_up", "spool", "workstation"]
