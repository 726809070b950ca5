"""What every screen with commands does: it says why a key does nothing now, and what was refused."""

from __future__ import annotations

from typing import Any

from frontdesk.desk import Refused
from frontdesk.widgets.command import Command, Commands


class Speaking(Commands):
    """Commands on a screen that has a line to speak in."""

    def say(self, message: str, *, error: bool = False) -> None:
        """Speak; a refusal carries a sign, not only a colour."""
        raise NotImplementedError

    def unable(self, command: Command[Any]) -> None:
        """Say why a key does nothing now."""
        if why := command.why(self):
            self.say(why, error=True)

    async def obey(self, command: Command[Any], words: str = "") -> None:
        """Run a command. A refusal that it did not expect, such as a busy file, is said; it ends nothing."""
        try:
            await super().obey(command, words)
        except Refused as refused:
            self.say(refused.reason, error=True)
