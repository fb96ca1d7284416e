"""Keys of the environment leave no trace in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wandesk.domain.account import Secret
from wandesk.settings.environment_keys import EnvironmentKeys, take_keys

CANARY = "sk-canary-0123456789"
ROOT = Path(__file__).resolve().parents[2]

AFTER_THE_START = """
import ctypes, json, os, subprocess, sys
from pathlib import Path
from PySide6.QtCore import QProcess, QProcessEnvironment
from wandesk.settings.environment_keys import take_keys

names = [name for name in os.environ if name.startswith("DASHSCOPE_API_KEY")]
taken = take_keys()
inherited = [sys.executable, "-c", "import os; print(sorted(os.environ.values()))"]
process = QProcess()
process.start(inherited[0], inherited[1:])
process.waitForFinished()
getenv = ctypes.CDLL(None).getenv
getenv.restype = ctypes.c_char_p
print(json.dumps({
    "taken": {name: secret.reveal() for name, secret in taken.items()},
    "os": str(sorted(os.environ.items())),
    "libc": str([getenv(name.encode()) for name in names]),
    "first": Path("/proc/self/environ").read_bytes().decode() if sys.platform == "linux" else "",
    "qt": str(QProcessEnvironment.systemEnvironment().toStringList()),
    "popen": subprocess.run(inherited, capture_output=True, text=True).stdout,
    "qprocess": process.readAllStandardOutput().data().decode(),
}))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the C library's getenv")
def test_no_trace_of_a_key_remains_in_the_process_and_nothing_inherits_it() -> None:
    keys = {
        "DASHSCOPE_API_KEY": CANARY,
        "DASHSCOPE_API_KEY_SINGAPORE": f"{CANARY}-singapore",
        "DASHSCOPE_API_KEY_MISSPELLED": f"{CANARY}-misspelled",
        "DASHSCOPE_API_KEY_EMPTY": "",
    }
    done = subprocess.run(
        [sys.executable, "-c", AFTER_THE_START],
        cwd=ROOT,
        env={**os.environ, **keys, "UNTOUCHED": "sk-other"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found.pop("taken") == {name: key for name, key in keys.items() if key}
    assert [place for place, content in found.items() if CANARY in content] == []
    assert "UNTOUCHED" in found["os"]
    assert "sk-other" in found["popen"]
    assert "sk-other" in found["qprocess"]


def test_keys_are_taken_out_of_the_environment() -> None:
    environment = {"DASHSCOPE_API_KEY_BEIJING": " sk-1\n", "DASHSCOPE_API_KEY": "", "DASHSCOPE_HTTP_BASE_URL": "x"}
    taken = take_keys(environment)
    assert environment == {"DASHSCOPE_HTTP_BASE_URL": "x"}
    assert taken == {"DASHSCOPE_API_KEY_BEIJING": Secret("sk-1")}
    keys = EnvironmentKeys(taken)
    assert keys.of("beijing") == Secret("sk-1")
    assert keys.of("singapore") is None
    assert keys.plain is None


def test_key_of_a_coding_plan_is_not_used_and_is_named() -> None:
    keys = {
        "DASHSCOPE_API_KEY": Secret("sk-SP-1234"),
        "DASHSCOPE_API_KEY_SINGAPORE": Secret("sk-sp-5678"),
        "DASHSCOPE_API_KEY_BEIJING": Secret("sk-spare"),
    }
    environment = EnvironmentKeys(keys, plain_region=lambda _plain: "virginia")
    assert environment.plain is None
    assert environment.of("singapore") is None
    assert environment.of("virginia") is None
    assert environment.of("beijing") == Secret("sk-spare")
    assert environment.plan_keys == ("DASHSCOPE_API_KEY", "DASHSCOPE_API_KEY_SINGAPORE")
