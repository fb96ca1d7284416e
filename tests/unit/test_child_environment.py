"""What the programs that this one starts inherit."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from wandesk import child_environment as environments
from wandesk.child_environment import ALLOWED, child_environment, is_allowed, program_environment

SECRETS = {
    "DASHSCOPE_API_KEY": "sk-canary",
    "DASHSCOPE_API_KEY_SINGAPORE": "sk-canary",
    "HTTPS_PROXY": "http://me:canary@proxy:3128",
    "AWS_SECRET_ACCESS_KEY": "canary",
    "GITHUB_TOKEN": "canary",
    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/canary",
    "SSH_AUTH_SOCK": "/canary",
    "DISPLAY": ":canary",
}


@pytest.mark.parametrize("environment_of", [child_environment, program_environment])
def test_children_get_only_what_they_need(environment_of: Callable[[Mapping[str, str]], dict[str, str]]) -> None:
    kept = environment_of({**SECRETS, "PATH": "/bin", "LC_CTYPE": "C.UTF-8", "SYSTEMROOT": "C:\\Windows"})
    assert "canary" not in str(kept)
    assert {"PATH", "LC_CTYPE", "SYSTEMROOT"} <= kept.keys()


def test_every_entry_has_a_reason_and_none_is_given_twice() -> None:
    names = [name for allowed in ALLOWED for name in allowed.names]
    assert len(names) == len(set(names))
    assert all(allowed.reason for allowed in ALLOWED)
    assert all(name.strip("*") for name in names), "an entry for everything is no allow-list"


def test_windows_does_not_distinguish_upper_and_lower_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert is_allowed("SystemRoot")
    assert is_allowed("ProgramFiles(x86)")
    monkeypatch.setattr(sys, "platform", "linux")
    assert not is_allowed("SystemRoot")


def test_child_finds_this_package_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys, "frozen", raising=False)
    found = child_environment({"PYTHONPATH": "/elsewhere"})["PYTHONPATH"].split(os.pathsep)
    assert found == [str(Path(environments.__file__).parents[1]), "/elsewhere"]


def test_child_of_the_frozen_program_starts_as_a_program_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_environment({"PATH": "/bin"}) == {"PATH": "/bin", "PYINSTALLER_RESET_ENVIRONMENT": "1"}
