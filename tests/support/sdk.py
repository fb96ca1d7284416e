"""The provider's own SDK in a venv of its own, `.venv-sdk`, made once from `packaging/sdk.lock` with its hashes."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]
_LOCK = _ROOT / "packaging" / "sdk.lock"
_VENV = _ROOT / ".venv-sdk"
_STAMP = _VENV / "wandesk-stamp"
_TURN = _ROOT / ".venv-sdk.turn"
_PYTHON = _VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
INSTALL_SECONDS = 400.0


class CannotInstall(Exception):
    """The SDK cannot be installed; the text is the reason."""


def sdk_python() -> Path:
    """The Python that has the SDK; the venv is made if necessary. Skips the test when that fails.

    The first test that calls this waits for it: give it `@pytest.mark.timeout(INSTALL_SECONDS + ...)`.
    """
    found = _python_or_reason()
    if isinstance(found, str):
        pytest.skip(f"the provider's SDK cannot be installed here: {found}")
    return found


@functools.cache
def _python_or_reason() -> Path | str:
    try:
        return install()
    except CannotInstall as problem:
        return str(problem)


def install() -> Path:
    """As `sdk_python`, for scripts. Raises CannotInstall."""
    with _turn():
        wanted = f"{sys.implementation.cache_tag} {hashlib.sha256(_LOCK.read_bytes()).hexdigest()}"
        if not (_PYTHON.exists() and _STAMP.exists() and _STAMP.read_text(encoding="ascii") == wanted):
            _install(wanted)
    return _PYTHON


def sdk_environment(**more: str) -> dict[str, str]:
    """The environment for a process of the SDK: no key, no proxy, no setting of this computer's user."""
    away = ("DASHSCOPE_", "WANDESK_")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(away) and not name.upper().endswith("_PROXY") and name != "PYTHONPATH"
    }
    return {**kept, "NO_PROXY": "127.0.0.1,localhost", "PYTHONUTF8": "1", **more}


def _install(wanted: str) -> None:
    shutil.rmtree(_VENV, ignore_errors=True)
    # The stamp comes last: an interrupted set-up starts over.
    _run([sys.executable, "-m", "venv", "--without-pip", str(_VENV)])
    command = [*_pip(), "--python", str(_PYTHON), "install", "-qq", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", str(_LOCK)]
    _run(command)
    _STAMP.write_text(wanted, encoding="ascii")


def _pip() -> list[str]:
    """The command of a pip: this venv's own, or the one beside the Python it was made from."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    return [str(getattr(sys, "_base_executable", sys.executable)), "-P", "-m", "pip"]


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise CannotInstall(f"it took more than {INSTALL_SECONDS:.0f} s") from late
    if done.returncode != 0:
        lines = [line for line in done.stdout.strip().splitlines() if not line.startswith("WARNING")]
        said = [line for line in lines if line.startswith("ERROR")] or lines[-1:]  # pip's own reason comes first
        raise CannotInstall(said[0] if said else f"exit code {done.returncode}")


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """A lock held by the one process that checks or installs; the system releases it when that process ends."""
    with _TURN.open("ab") as turn:
        end = time.monotonic() + INSTALL_SECONDS
        while not _takes(turn.fileno()):
            if time.monotonic() > end:
                raise CannotInstall("another process is still at it")
            time.sleep(0.2)  # noqa: TID251 - a lock of another process has no event to wait for
        yield


if sys.platform == "win32":
    import msvcrt

    def _takes(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _takes(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
