"""A command is what a person can do on a screen: one class, from which everything that names it is made.

The key, the footer, the `?` help, the palette and the `:` line all read the same class, so they cannot
disagree. A widget or screen lists its commands in `COMMANDS` and mixes in `Commands`; the Textual bindings
follow from that.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType

from frontdesk.widgets.turn import Turns, turn

if TYPE_CHECKING:
    from textual.widget import Widget as _Node
else:
    _Node = object

Host = TypeVar("Host")
"""The pane, screen or dialog a command works on."""


class Command(Generic[Host]):
    """One thing a person can do. The docstring of each command is its help text."""

    id: ClassVar[str]
    """Area and name, "calendar.confirm"; palette and `:` line call it by the part after the dot."""

    key: ClassVar[str]
    """The key: the character itself ("n", "+") or Textual's name ("ctrl+g"). Letters are case-blind."""

    keys: ClassVar[tuple[str, ...]] = ()
    """Other keys that do the same. Whatever `escape` does needs one: Esc is slow on every terminal."""

    label: ClassVar[str]
    """The word in the footer, "Confirm"."""

    shown: ClassVar[bool] = True
    """Whether the footer has room for it; help and palette list every command."""

    words: ClassVar[str] = ""
    """What may follow its name on the `:` line, "[REASON]"."""

    unready: ClassVar[str] = "Nothing here to do that with."
    """What is said when the key is pressed and `ready` says no."""

    def ready(self, host: Host) -> bool:
        """Whether the command makes sense just now; one that does not is left out of the footer."""
        return True

    def why(self, host: Host) -> str:
        """Why it is not ready, for the message line; empty to stay silent."""
        return self.unready

    def complete(self, host: Host, words: str) -> list[str]:
        """What the last of the words typed after its name may become, most likely first."""
        return []

    def word(self, host: Host) -> str:
        """What the footer calls it just now."""
        return self.label

    async def run(self, host: Host, words: str = "") -> None:
        """Do it. `words` is the rest of the `:` line, empty when a key was pressed."""
        raise NotImplementedError

    @classmethod
    def name(cls) -> str:
        """Its name in the palette and on the `:` line."""
        return cls.id.rpartition(".")[2]

    @classmethod
    def help(cls) -> str:
        """The docstring as one line of text."""
        return " ".join((inspect.cleandoc(cls.__doc__ or "")).split())

    @classmethod
    def all_keys(cls) -> tuple[str, ...]:
        """Every key that runs it, both cases of a letter counted."""
        return tuple(k for key in (cls.key, *cls.keys) for k in _both_cases(key))


def _both_cases(key: str) -> tuple[str, ...]:
    return (key, key.upper()) if len(key) == 1 and key.isalpha() else (key,)


def binding(command: type[Command[Any]]) -> Binding:
    """The Textual binding of a command; its id is the name by which a key map re-binds it."""
    return Binding(
        ",".join(command.all_keys()),
        f"command({command.id!r})",
        command.label,
        show=command.shown,
        id=command.id,
    )


_FUNCTION_KEY = re.compile(r"f[0-9]+")
KEY_SIGNS = {
    "escape": "Esc", "enter": "Enter", "tab": "Tab", "shift+tab": "S-Tab", "space": "Space",
    "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "up": "Up", "down": "Dn",
    "left": "Left", "right": "Right", "backspace": "Bksp", "delete": "Del",
}  # fmt: skip
"""How the keys that are no character are written on screen."""


def key_sign(key: str) -> str:
    """How a key is written for people: `n`, `?`, `^R`, `Esc`."""
    if key.startswith("ctrl+"):
        return f"^{key[5:].upper()}"
    return key.upper() if _FUNCTION_KEY.fullmatch(key) else KEY_SIGNS.get(key, key)


def keys_of(command: Command[Any] | type[Command[Any]], node: Any) -> tuple[str, ...]:
    """The keys that run a command for the person at this node's console: their own, or the usual ones."""
    own = getattr(node.app, "own_keys", {}).get(command.id)
    return (own,) if own else (command.key, *command.keys)


def keymap(keys: Mapping[str, str]) -> dict[str, str]:
    """The keys that people gave commands, as Textual's key map; letters are case-blind here too."""
    return {command: ",".join(_both_cases(key)) for command, key in keys.items()}


def under_own_key(nodes: Iterable[Any], key: str, keys: Mapping[str, str]) -> tuple[Any, str] | None:
    """The first of the nodes with a command that was given this key, and the command's id.

    Textual does not find it where the command's usual key is one that the focused line would type.
    """
    given = {command for command, its in keys.items() if key in _both_cases(its)}
    for node in nodes if given else ():
        for command in node.all_commands() if isinstance(node, Commands) else ():
            if command.id in given:
                return node, command.id
    return None


CommandList = tuple[type[Command[Any]], ...]
"""Commands in the order of footer and help."""


class Commands(_Node):
    """Mixed into a widget or screen, before Textual's class: makes bindings of `COMMANDS` and runs them."""

    COMMANDS: ClassVar[CommandList] = ()
    """The commands this class adds; those of its base classes stay."""

    def __init_subclass__(cls, **options: bool) -> None:
        own: list[BindingType] = list(cls.__dict__.get("BINDINGS", ()))
        if "COMMANDS" in cls.__dict__:
            cls.BINDINGS = [*own, *map(binding, cls.COMMANDS)]
        super().__init_subclass__(**options)

    @classmethod
    def all_commands(cls) -> CommandList:
        """Its commands and those it inherits, its own first."""
        found = [c for base in cls.__mro__ for c in base.__dict__.get("COMMANDS", ())]
        return tuple(dict.fromkeys(found))

    def sign_of(self, command: Command[Any] | type[Command[Any]]) -> str:
        """The first of the keys that run a command here, as it is written for people."""
        return key_sign(keys_of(command, self)[0])

    def unable(self, command: Command[Any]) -> None:
        """Told when a key's command is not ready; says so where this screen speaks."""

    async def action_command(self, name: str) -> None:
        """Run the command with this id; what the bindings call."""
        for command in self.all_commands():
            if command.id == name:
                await self.perform(command())

    async def perform(self, command: Command[Any], words: str = "") -> None:
        """Run a command; returns when it is done or when it waits for the person's next key."""
        turns: Turns = getattr(self.app, "turns", None) or Turns()
        mine = turns.start()

        async def body() -> None:
            turn.set(mine)
            try:
                await self.obey(command, words)
            finally:
                mine.person()

        self.app.run_worker(body(), name=command.id, group="commands", exit_on_error=True)
        await mine.over()

    async def obey(self, command: Command[Any], words: str = "") -> None:
        """Run a command as a part of the one that is running."""
        if command.ready(self):
            await command.run(self, words)
        else:
            self.unable(command)
