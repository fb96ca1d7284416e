"""Measurements in a process of their own: a benchmark starts itself with `--child`, and reads what that reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def report(**values: Any) -> None:
    """Print what was measured, and end this process at once."""
    print(json.dumps(values), flush=True)
    os._exit(0)


def child(file: str, screen: dict[str, str], *arguments: object) -> Any:
    """What a process of that benchmark prints last. `screen` are the variables of the screen."""
    done = subprocess.run(
        [sys.executable, file, "--child", *map(str, arguments)],
        env={**os.environ, **screen, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # QtMultimedia's message on a machine without audio
        text=True,
        check=True,
    )
    return json.loads(done.stdout.strip().split("\n")[-1])
