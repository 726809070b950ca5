"""`p`: what is shown goes to the printer, by mail, or into the export folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.logic import documents, papers, printing
from frontdesk.logic.papers.width import plain
from frontdesk.logic.printing import settings

if TYPE_CHECKING:
    from frontdesk.logic.papers import Paper
    from frontdesk.screens.console import Console

WAYS = {"enter": "printer", "m": "mail", "x": "folder"}
"""The key of each way out."""


async def print_shown(console: Console, words: str = "") -> None:
    """Ask by one key where it goes; words (`mail a@b.org`) say it right away."""
    paper = console.pane.paper() if console.pane is not None else None
    if paper is None:
        console.say("There is nothing to print here.", error=True)
        return
    text = papers.typed(console.desk, paper)
    way, _, rest = words.strip().partition(" ")
    chosen = next((each for each in WAYS.values() if way and each.startswith(way.lower())), None)
    if chosen is None:
        key = await console.choose(_prompt(paper, text), _options(console))
        chosen = WAYS.get(key or "")
    if chosen is None:
        return
    target = rest.strip()
    if chosen == "mail" and not target:
        target = await console.ask(f"Mail the {paper.kind} to", check=_wrong_address) or ""
        if not target:
            return
    _spool(console, paper, text, chosen, target)


def _prompt(paper: Paper, text: str) -> str:
    pages = documents.pages_of(text)
    return f"{paper.title}, {pages} page{'' if pages == 1 else 's'}"


def _options(console: Console) -> list[tuple[str, str]]:
    """The ways that are open to this person, with the printer's name."""
    desk = console.desk
    printer = settings.printer_of(desk, printing.workstation())
    options = [("enter", f"Printer {printer}" if printer else f"Printer (none set for {printing.workstation()})")]
    if desk.may("print.away"):
        options += [("m", "Mail"), ("x", "Export folder")]
    return options


def _wrong_address(text: str) -> str:
    try:
        settings.address(text.strip())
    except ValueError as error:
        return str(error)
    return ""


def _spool(console: Console, paper: Paper, text: str, way: str, target: str) -> None:
    console.do(
        lambda: printing.spool(
            console.desk,
            kind=paper.kind,
            title=plain(paper.title),
            text=text,
            destination=way,
            target=target if way != "folder" else "",
            patient=paper.patient,
        )
    )
