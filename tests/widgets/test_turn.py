"""Keys wait for commands, not for people."""

from __future__ import annotations

import asyncio

from frontdesk.widgets.turn import Answer, Turns, turn


async def ask(turns: Turns, log: list[str], answers: list[Answer[str]]) -> None:
    mine = turns.start()
    turn.set(mine)
    try:
        for _ in range(2):
            answer: Answer[str] = Answer()
            answers.append(answer)
            log.append(await answer.wait())
            await asyncio.sleep(0)
    finally:
        mine.person()


async def test_the_next_key_waits_until_the_command_asks_or_ends() -> None:
    turns, log, answers = Turns(), [], []
    task = asyncio.create_task(ask(turns, log, answers))
    await asyncio.sleep(0)
    await asyncio.wait_for(turns.settled(), 1)
    assert (log, len(answers)) == ([], 1), "it has asked, so keys may come"
    answers[0].give("first")
    await asyncio.wait_for(turns.settled(), 1)
    assert (log, len(answers)) == (["first"], 2), "it has used the answer and asked again"
    answers[1].give("second")
    answers[1].give("too late")
    await asyncio.wait_for(turns.settled(), 1)
    assert log == ["first", "second"]
    await task


async def test_a_running_command_holds_the_keys() -> None:
    turns = Turns()
    mine = turns.start()
    waiting = asyncio.create_task(turns.settled())
    await asyncio.sleep(0)
    assert not waiting.done()
    mine.person()
    await asyncio.wait_for(waiting, 1)


async def test_an_answer_without_a_command_is_only_an_answer() -> None:
    answer: Answer[int] = Answer()
    answer.give(3)
    assert await answer.wait() == 3
