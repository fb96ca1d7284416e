"""Child processes of the program: how they are started, what they inherit and how they end."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import DEVNULL, Process

import pytest

from wandesk import child_processes
from wandesk.child_processes import end_child, has_ended, kill_child, start_child

OBEDIENT = "import sys; print('ready', flush=True); sys.stdin.read(); sys.exit(7)"
STUBBORN = "import threading; print('ready', flush=True); threading.Event().wait()"


def test_frozen_program_starts_children_from_its_own_executable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", "/opt/wandesk/wandesk")
    assert child_processes.child_command("media") == ["/opt/wandesk/wandesk", "--child", "media"]


async def ready(code: str) -> Process:
    child = await start_child([sys.executable, "-c", code], errors=DEVNULL)
    assert child.stdout is not None
    assert (await child.stdout.readline()).strip() == b"ready"
    return child


def test_child_ends_when_its_stdin_closes() -> None:
    async def story() -> None:
        child = await ready(OBEDIENT)
        await end_child(child, 20)
        assert child.returncode == 7

    asyncio.run(story())


def test_child_that_ignores_its_stdin_is_killed() -> None:
    async def story() -> None:
        child = await ready(STUBBORN)
        assert not await has_ended(child, 0.05)
        await end_child(child, 0.05)
        assert child.returncode not in (None, 0)

    asyncio.run(story())


def test_killing_an_ended_child_is_harmless_and_its_exit_code_is_known() -> None:
    async def story() -> None:
        child = await ready(OBEDIENT)
        assert child.stdin is not None
        child.stdin.close()
        assert await has_ended(child, 20)
        kill_child(child)
        await end_child(child, 0)
        assert child.returncode == 7

    asyncio.run(story())


def test_variables_are_added_to_the_environment() -> None:
    async def story() -> bytes:
        code = "import os; print(os.environ['MALLOC_ARENA_MAX'])"
        child = await start_child([sys.executable, "-c", code], errors=DEVNULL, variables={"MALLOC_ARENA_MAX": "2"})
        answer, _ = await child.communicate()
        return answer.strip()

    assert asyncio.run(story()) == b"2"
