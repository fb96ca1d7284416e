"""How the checks run pytest: bounded in time, and nothing is left running."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
LEAVES_A_PROGRAM = (
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
)
RUN = """
import checks, os, pathlib, sys
sys.exit(checks.run_with_children({}, {}, cwd=pathlib.Path(), variables=os.environ))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
@pytest.mark.parametrize(
    ("then", "seconds", "code"), [("", 30, 0), ("sys.exit(3)", 30, 3), ("time.sleep(600)", 0.5, 1)]
)
def test_nothing_that_a_run_left_running_keeps_its_output_open(then: str, seconds: float, code: int) -> None:
    command = [sys.executable, "-c", f"{LEAVES_A_PROGRAM}; {then}"]
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(command, seconds)],
        cwd=PACKAGING,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert (b"not at its end" in done.stdout) == (seconds < 1)
