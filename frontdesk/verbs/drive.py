"""Play a key script on the real console without a terminal and print its screens.

One step per line; blank lines and lines that begin with # are left out:

  n down*3 enter ctrl+r   keys by Textual's names; `key*N` presses it N times
  press n down*3          the same, said in full
  type TEXT               type the text, letter by letter
  screen                  print the screen
  expect TEXT             the text must be on the screen
  refuse TEXT             the text must not be on the screen
  resize 132x43           give the terminal another size
  now 10:15               move the clock to that time of the day (or to 2026-11-25T08:00)

The script is a file, or - for standard input. Exit code 1 when an expectation fails (the step and the screen
go to standard error), 2 for a step that can't be read.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.opening import BadUsage, database_path

if TYPE_CHECKING:
    import pendulum

    from frontdesk.harness import Driven


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb takes."""
    parser.add_argument("script", metavar="SCRIPT", help="the key script, - for standard input")
    parser.add_argument(
        "--now", default=None, metavar="T", help="the clock (2026-11-24T09:42), else the real time"
    )
    parser.add_argument("--size", default="80x24", metavar="WxH", help="the terminal's size")
    parser.add_argument("--json", action="store_true", help="the printed screens as JSON, for a program")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a script."""

    line: int
    verb: str
    rest: str


VERBS = ("press", "type", "screen", "expect", "refuse", "resize", "now")


def read_size(text: str) -> tuple[int, int]:
    """Columns and rows of `80x24`; raise `BadUsage` for anything else."""
    match = re.fullmatch(r"(\d{1,4})x(\d{1,4})", text.strip())
    if match is None or not all(1 <= int(number) <= 1000 for number in match.groups()):
        raise BadUsage(f"{text!r} is no size; write it like 80x24.")
    return int(match[1]), int(match[2])


def read_script(text: str) -> list[Step]:
    """The steps of a script; raise `BadUsage`, naming the line, for one that can't be read."""
    steps = []
    for number, line in enumerate(text.splitlines(), start=1):
        verb, _, rest = line.strip().partition(" ")
        if not verb or verb.startswith("#"):
            continue
        if verb not in VERBS:
            verb, rest = "press", line.strip()
        if verb in ("press", "expect", "refuse", "now", "resize") and not rest.strip():
            raise BadUsage(f"line {number}: {verb} needs something after it.")
        if verb == "press":
            list(_keys(Step(number, verb, rest)))
        if verb == "resize":
            read_size(rest)
        steps.append(Step(number, verb, rest))
    return steps


def _keys(step: Step) -> list[str]:
    """The keys of a step, `down*3` taken three times."""
    found: list[str] = []
    for word in step.rest.split():
        key, star, count = word.partition("*")
        if star and key:
            if not count.isdecimal() or not 1 <= int(count) <= 10_000:
                raise BadUsage(f"line {step.line}: {word!r} is no key; repeat one like down*3.")
            found += [key] * int(count)
        elif _is_key(word):
            found.append(word)
        else:
            raise BadUsage(f"line {step.line}: {word!r} is no key. Text is typed with: type {word}")
    return found


MODIFIERS = {"ctrl", "shift", "alt"}


def _is_key(word: str) -> bool:
    """Tell whether Textual knows the key: a character, or a name, with modifiers before it."""
    from textual.keys import KEY_ALIASES, KEY_NAME_REPLACEMENTS, Keys, key_to_character

    *modifiers, key = word.split("+") if len(word) > 1 else [word]
    names = {str(each.value) for each in Keys} | set(KEY_ALIASES) | set(KEY_NAME_REPLACEMENTS.values())
    return set(modifiers) <= MODIFIERS and (
        len(key) == 1 or key in names or word in names or (not modifiers and key_to_character(key) is not None)
    )


class Failed(Exception):
    """An expectation was not met."""


async def play(driven: Driven, step: Step, screens: list[str]) -> None:
    """Play one step; raise `Failed` when an expectation is not met."""
    if step.verb == "press":
        await driven.press(*_keys(step))
    elif step.verb == "type":
        await driven.type(step.rest)
    elif step.verb == "resize":
        await driven.resize(*read_size(step.rest))
    elif step.verb == "now":
        await driven.set_now(_moment(driven, step))
    elif step.verb == "screen":
        screens.append(driven.screen())
    else:
        _look(driven.screen(), step)


def _moment(driven: Driven, step: Step) -> pendulum.DateTime:
    from frontdesk.logic import when

    desk = driven.app.desk
    if desk is None:
        raise BadUsage(f"line {step.line}: nobody is signed in yet, the clock stays.")
    text = step.rest.strip()
    if re.fullmatch(r"\d{1,2}:\d{2}", text):
        text = f"{desk.today().isoformat()}T{text.zfill(5)}"
    try:
        return when.parse_iso(text, zone=desk.zone)
    except when.NotUnderstood as error:
        raise BadUsage(f"line {step.line}: {error}") from error


def _look(screen: str, step: Step) -> None:
    there = step.rest.strip() in screen
    if there == (step.verb == "expect"):
        return
    what = "is not there" if step.verb == "expect" else "is there"
    raise Failed(f"line {step.line}: {step.verb} {step.rest}: {what}\n{screen}")


def run(options: argparse.Namespace) -> int:
    """Play the script."""
    import asyncio

    from frontdesk.db.engine.practice_file import require_practice

    script = sys.stdin.read() if options.script == "-" else _read(Path(options.script))
    steps, size = read_script(script), read_size(options.size)
    screens: list[str] = []
    if options.login:
        require_practice(database_path(options))
    try:
        asyncio.run(_drive(options, steps, size, screens))
    except Failed as failed:
        print(f"frontdesk drive: {failed}", file=sys.stderr)
        return 1
    finally:
        if options.json:
            from frontdesk.opening import print_json

            print_json({"screens": screens})
        elif screens:
            print("\n\n".join(screens))
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadUsage(f"{path} can't be read.") from error


async def _drive(
    options: argparse.Namespace, steps: list[Step], size: tuple[int, int], screens: list[str]
) -> None:
    from frontdesk import harness
    from frontdesk.logic import when

    try:
        async with harness.console(
            database_path(options), login=options.login, now=options.now, size=size
        ) as driven:
            for step in steps:
                await play(driven, step, screens)
    except when.NotUnderstood as error:
        raise BadUsage(f"--now: {error}") from error
