"""How the program is started again: its command, its environment, and what happens when that fails."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from wandesk.app import reopening
from wandesk.domain.account import Secret

KEYS = {"DASHSCOPE_API_KEY_SINGAPORE": Secret("sk-of-the-environment")}


class Replaced(Exception):
    """The process would be another program now."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """The commands with their environments that would have replaced this process."""
    found: list[tuple[list[str], dict[str, str]]] = []

    def execve(path: str, command: list[str], environment: dict[str, str]) -> None:
        assert path == command[0]
        found.append((command, environment))
        raise Replaced

    monkeypatch.setattr(os, "execve", execve)
    return found


@pytest.mark.skipif(os.name != "posix", reason="Windows starts a second process")
def test_new_start_has_the_profile_and_the_keys_but_no_files(
    started: list[tuple[list[str], dict[str, str]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISPLAY_OF_A_TEST", ":7")
    monkeypatch.delenv("DASHSCOPE_API_KEY_SINGAPORE", raising=False)
    with pytest.raises(Replaced):
        reopening.reopen(tmp_path / "pro file", KEYS)
    ((command, environment),) = started
    assert command == [sys.executable, "-P", "-m", "wandesk", "--profile", str(tmp_path / "pro file")]
    assert environment["DASHSCOPE_API_KEY_SINGAPORE"] == "sk-of-the-environment"
    assert environment["DISPLAY_OF_A_TEST"] == ":7", "unlike a child, the program needs the whole environment"
    assert Path(environment["PYTHONPATH"].split(os.pathsep)[0], "wandesk").is_dir()
    assert "DASHSCOPE_API_KEY_SINGAPORE" not in os.environ
    assert "sk-of-the-environment" not in " ".join(command)


@pytest.mark.skipif(os.name != "posix", reason="Windows starts a second process")
def test_usual_profile_needs_no_argument(started: list[tuple[list[str], dict[str, str]]]) -> None:
    with pytest.raises(Replaced):
        reopening.reopen(None, {})
    ((command, _),) = started
    assert command == [sys.executable, "-P", "-m", "wandesk"]


@pytest.mark.skipif(os.name != "posix", reason="Windows starts a second process")
def test_standalone_program_starts_itself(
    started: list[tuple[list[str], dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(Replaced):
        reopening.reopen(None, {})
    ((command, environment),) = started
    assert command == [sys.executable]
    assert environment["PYINSTALLER_RESET_ENVIRONMENT"] == "1"
