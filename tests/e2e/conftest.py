"""The standalone build takes a minute, so it runs beside the other tests, and its tests come last."""

from __future__ import annotations

import faulthandler
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACE = ROOT / "build" / "tests"
"""Kept between runs: an unchanged program is not built again."""


@dataclass(frozen=True, slots=True)
class Build:
    """A running `packaging/build.py`."""

    process: subprocess.Popen[str]
    output: IO[str]

    def result(self) -> subprocess.CompletedProcess[str]:
        """Wait for its end; returns its output with the errors."""
        # `faulthandler_timeout` would end Python while a busy machine builds. The tests' own `timeout` is longer.
        faulthandler.cancel_dump_traceback_later()
        code = self.process.wait()
        self.output.seek(0)
        return subprocess.CompletedProcess(self.process.args, code, self.output.read(), "")


BUILD = pytest.StashKey[Build]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_is_frozen)


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.config.option.collectonly or not any(map(_is_frozen, session.items)):
        return
    polite = ["nice", "-n", "15"] if shutil.which("nice") else []  # must not slow down the other tests
    command = [*polite, sys.executable, str(ROOT / "packaging" / "build.py"), "--keep", "--folder-only"]
    command += ["--out", str(PLACE)]
    output = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - it lives as long as the session
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    session.config.stash[BUILD] = Build(process, output)


def pytest_sessionfinish(session: pytest.Session) -> None:
    build = session.config.stash.get(BUILD, None)
    if build is not None:
        if build.process.poll() is None:  # the session was interrupted
            build.process.terminate()
            build.process.wait()
        build.output.close()


@pytest.fixture(scope="session")
def build(request: pytest.FixtureRequest) -> subprocess.CompletedProcess[str]:
    """The result of the build."""
    return request.config.stash[BUILD].result()


def _is_frozen(item: pytest.Item) -> bool:
    return item.get_closest_marker("frozen") is not None
