"""A form that stands open while a plain function tries many inputs on it; opening it costs 0.3 s."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from textual.app import App

from frontdesk.screens.form import FormScreen
from frontdesk.widgets.field import Field


class Standing:
    """An open form and the loop it lives in."""

    def __init__(self, form: FormScreen[Any], run: Callable[[Callable[[], Awaitable[Any]]], Any]) -> None:
        self.form = form
        self._run = run

    @property
    def fields(self) -> dict[str, Field]:
        return {field.key: field for field in self.form.form.fields}

    def accept(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Type these texts, accept the form; what is wrong by field, and under "" what is said below them."""

        async def try_it() -> dict[str, str]:
            for key, text in texts.items():
                self.fields[key].line.value = text
                self.fields[key].catch_up()
                self.fields[key].settle()
            self.form.accept()
            reasons = {key: field.reason for key, field in self.fields.items() if field.reason}
            said = self.form.query_one("#message").text.plain.strip()
            await asyncio.sleep(0)
            return {**reasons, **({"": said} if said else {})}

        return self._run(try_it)

    @property
    def open(self) -> bool:
        """Whether the form is still there."""
        return self.form.is_current


@contextmanager
def standing(app: App[Any], opened: Callable[[], FormScreen[Any]]) -> Iterator[Standing]:
    """Run the app with the form on top, for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    ready, over = asyncio.Event(), asyncio.Event()
    here: list[Any] = []

    async def life() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            form = opened()
            await app.push_screen(form)
            await pilot.pause()
            here.extend((form, contextvars.copy_context()))
            ready.set()
            await over.wait()

    living = loop.create_task(life())
    loop.run_until_complete(asyncio.wait([living, loop.create_task(ready.wait())], return_when="FIRST_COMPLETED"))
    try:
        if living.done():
            living.result()
        form, context = here
        yield Standing(form, lambda job: loop.run_until_complete(loop.create_task(job(), context=context)))
    finally:
        over.set()
        loop.run_until_complete(living)
        loop.close()
