"""Who is there? Signing in, and coming back to a locked console."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from frontdesk.desk import Desk
from frontdesk.logic import accounts, lock
from frontdesk.screens import readers
from frontdesk.screens.form import FormScreen
from frontdesk.widgets.command import Command, CommandList
from frontdesk.widgets.field import Field

if TYPE_CHECKING:
    from frontdesk.app import FrontDeskApp


def _password() -> Field:
    return Field("password", "Password", readers.as_it_is, secret=True, size=32, required="Type your password.")


class SignIn(FormScreen[Desk]):
    """Sign in with a name and a password; answers with the desk, or None when the person gives up."""

    verb = "Sign in"
    PASTE_IS_TYPED: ClassVar[bool] = True

    def __init__(self, login: str = "") -> None:
        super().__init__(
            "frontdesk  sign in",
            [
                Field("login", "Sign-in", text=login, size=32, required="Who are you? Type your sign-in."),
                _password(),
            ],
            accepts_from="password",
        )
        self.add_class("-alone")

    def carry_out(self, values: dict[str, Any]) -> Desk:
        """Check the password; it takes a tenth of a second on purpose."""
        app = cast("FrontDeskApp", self.app)
        return accounts.sign_in(
            app.opener(app.path),
            app.clock,
            login=values["login"].lower(),
            password=values["password"],
            terminal=app.terminal,
        )


class Leave(Command["Unlock"]):
    """Sign out and end the program, for the next person; parked forms wait for the next sign-in."""

    id, key = "unlock.quit", "ctrl+y"
    label: ClassVar[str] = "Sign out"

    async def run(self, host: Unlock, words: str = "") -> None:
        """End."""
        host.app.exit(return_code=0)


class Unlock(FormScreen[bool]):
    """The locked console: shows nothing of what lies beneath until the same person's password comes."""

    verb = "Unlock"
    PASTE_IS_TYPED: ClassVar[bool] = True

    COMMANDS: ClassVar[CommandList] = (Leave,)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            f"frontdesk  locked by {desk.who.login}",
            [_password()],
        )
        self.desk = desk
        self.add_class("-alone")

    def on_mount(self) -> None:
        """Say so when no password can ever come: whoever was vouched for may have none."""
        if not lock.has_password(self.desk):
            self.say("This sign-in has no password: sign out with ^Y, then come in again.")

    def carry_out(self, values: dict[str, Any]) -> bool:
        """Check the password."""
        lock.unlock(self.desk, password=values["password"])
        return True

    async def leave(self) -> None:
        """A lock is not left with Esc."""
        self.say("Locked. Type the password, or sign out with ^Y.")
