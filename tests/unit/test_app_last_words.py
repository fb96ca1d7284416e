"""The end of a start is always said: on the terminal, or in a dialog of the system, with advice that exists there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wandesk.__main__ import concerns_qt
from wandesk.app import last_words

ROOT = Path(__file__).resolve().parents[2]


def test_advice_for_the_standalone_program_names_packages_and_no_file_of_the_sources() -> None:
    frozen = last_words.missing_library("libGL.so.1: cannot open", is_frozen=True)
    assert "sudo apt install libgl1 libegl1" in frozen
    assert "packaging" not in frozen
    assert "packaging/system_libraries.py" in last_words.missing_library("libGL.so.1", is_frozen=False)


@pytest.mark.parametrize(
    ("missing", "is_of_qt"),
    [
        # As the standalone program has it on a bare Debian: without the name of a module.
        (ImportError("libGL.so.1: cannot open shared object file: No such file or directory"), True),
        (ImportError("libEGL.so.1: cannot open", name="PySide6.QtGui"), True),
        (ImportError("No module named 'httpx'", name="httpx"), False),
    ],
)
def test_a_missing_system_library_is_told_from_other_errors(missing: ImportError, is_of_qt: bool) -> None:
    assert concerns_qt(missing) is is_of_qt


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="these systems have a dialog of their own")
def test_without_a_terminal_the_desktop_shows_the_sentence(tmp_path: Path) -> None:
    said = tmp_path / "said"
    for name, code in (("zenity", 5), ("kdialog", 0)):  # the first one cannot reach the display
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\nfor word; do :; done; echo {name} \"$word\" >> '{said}'; exit {code}\n")
        program.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    sentence = "no <b>library</b> $HOME"
    script = f"import os; from wandesk.app import last_words; print(last_words.show_dialog({sentence!r}, os.environ))"
    variables = {**os.environ, "PATH": path, "DISPLAY": ":77"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert done.stdout == "True\n", done.stderr
    assert said.read_text().splitlines() == [f"zenity {sentence}", f"kdialog {sentence}"]
    assert not last_words.show_dialog("text", {"PATH": path})  # no display: there is no one to show it to


def test_an_unexpected_error_names_the_file_with_its_details() -> None:
    with pytest.raises(RuntimeError) as raised:
        raise RuntimeError("the disk is gone")
    sentence = last_words.unexpected(raised.value)
    path = Path(sentence.rpartition(" are in ")[2])
    assert "RuntimeError: the disk is gone" in sentence
    assert "test_app_last_words" in path.read_text(encoding="utf-8")
    path.unlink()


def test_output_that_cannot_encode_a_path_still_prints_it() -> None:
    script = r"from wandesk.app.last_words import print_whatever_it_says as f; f(); print('/videos/\u5c71\udcff.mp4')"
    variables = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=variables, capture_output=True, check=False)
    assert done.stdout.splitlines() == [rb"/videos/\u5c71\udcff.mp4"], done.stderr
