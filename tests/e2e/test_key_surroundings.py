"""A key from an environment variable, in the real program: nothing around the process knows it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.running import all_children, running
from tests.support.simulator import until
from wandesk.__main__ import main
from wandesk.child_environment import is_allowed
from wandesk.domain.account import Secret

CANARY = "sk-canary-0123456789"


def variables_of(pid: int) -> dict[str, str]:
    """The first environment of a process, as another program of the user reads it."""
    content = Path(f"/proc/{pid}/environ").read_bytes().decode()
    return dict(each.partition("=")[::2] for each in content.split("\0") if "=" in each)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_key_is_nowhere_around_the_process(tmp_path: Path) -> None:
    with running(
        tmp_path / "profile",
        DASHSCOPE_API_KEY=CANARY,
        DASHSCOPE_API_KEY_SINGAPORE=CANARY,
        GITHUB_TOKEN="of-another-program",
    ) as program:
        program.until_open()
        until(lambda: all_children(program.process.pid), within=20)  # the media process reads the sample
        processes = [program.process.pid, *all_children(program.process.pid)]
        for pid in processes:
            for name in ("environ", "cmdline"):
                assert CANARY.encode() not in Path(f"/proc/{pid}/{name}").read_bytes(), (pid, name)
            limits = Path(f"/proc/{pid}/limits").read_text()
            (core,) = [line.split() for line in limits.splitlines() if line.startswith("Max core file size")]
            assert core[4] == "0", core
            assert Path(f"/proc/{pid}/coredump_filter").read_text().strip() == "00000000"
        for pid in processes[1:]:
            assert {name for name in variables_of(pid) if not is_allowed(name)} <= {"MALLOC_ARENA_MAX"}, "its own"
        assert program.end() == 0


@pytest.fixture
def _collecting() -> Iterator[None]:
    """The start switches the collector off."""
    yield
    gc.enable()


@pytest.mark.usefixtures("_collecting")
def test_window_gets_the_keys_that_were_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Mapping[str, Secret]] = []

    def run_window(*, keys: Mapping[str, Secret], **_others: object) -> int:
        given.append(keys)
        return 0

    monkeypatch.setattr("wandesk.app.window.run_window", run_window)
    monkeypatch.setenv("DASHSCOPE_API_KEY_BEIJING", CANARY)
    assert main([]) == 0
    assert given == [{"DASHSCOPE_API_KEY_BEIJING": Secret(CANARY)}]
    assert CANARY not in os.environ.values()
