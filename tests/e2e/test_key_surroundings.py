"""A key from an environment variable, in the real program: nothing around the process knows it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.running import all_children, running
from tests.support.screen import virtual_screen
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


OPENS_A_LINK = """
import sys
from pathlib import Path
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from wandesk.__main__ import main
from wandesk.app.application import Application

start = Application.start

async def open_link(self, files):
    await start(self, files)
    assert QDesktopServices.openUrl(QUrl("https://example.com/"))

Application.start = open_link
sys.exit(main(["--profile", {profile!r}]))
"""


@pytest.mark.screen
@pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is Linux's")
def test_browser_inherits_no_key(tmp_path: Path) -> None:
    """Qt starts it, with this process's own environment."""
    programs, seen = tmp_path / "bin", tmp_path / "seen"
    programs.mkdir()
    browser = programs / "xdg-open"
    browser.write_text(f"#!/bin/sh\nenv > {seen}.new\nmv {seen}.new {seen}\n")
    browser.chmod(0o755)
    profile = tmp_path / "profile"
    with (
        virtual_screen(1280, 800) as screen,
        running(
            profile,
            script=OPENS_A_LINK.format(profile=str(profile)),
            QT_QPA_PLATFORM="xcb",
            DISPLAY=screen.display,
            PATH=f"{programs}:{os.environ['PATH']}",
            DASHSCOPE_API_KEY=CANARY,
            DASHSCOPE_API_KEY_SINGAPORE=CANARY,
        ) as program,
    ):
        until(seen.exists, within=30)
        assert program.end() == 0
    content = seen.read_text()
    assert "DISPLAY=" in content, "the browser gets the rest"
    assert "DASHSCOPE" not in content
    assert CANARY not in content


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
