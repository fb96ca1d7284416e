"""The environment that a frozen program passes to the programs it opens."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from wandesk.resources import unset_library_paths


def paths(*places: str | Path) -> str:
    return os.pathsep.join(map(str, places))


def test_other_programs_never_load_our_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "_internal"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", str(home), raising=False)
    theirs = tmp_path / "_internal of theirs"
    environment = {
        "LD_LIBRARY_PATH": paths(home, theirs),
        "QT_PLUGIN_PATH": str(home / "PySide6" / "Qt" / "plugins"),
        "HOME": str(home),
    }
    unset_library_paths(environment)
    assert environment == {"LD_LIBRARY_PATH": str(theirs), "HOME": str(home)}


def test_paths_are_unchanged_when_run_from_source() -> None:
    environment = {"LD_LIBRARY_PATH": "/opt/lib:", "QT_PLUGIN_PATH": "/opt/plugins"}
    unset_library_paths(environment)
    assert environment == {"LD_LIBRARY_PATH": "/opt/lib:", "QT_PLUGIN_PATH": "/opt/plugins"}
