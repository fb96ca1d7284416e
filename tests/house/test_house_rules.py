"""House rules that no linter knows, each with the advice."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "wandesk").rglob("*.py"))
QT_PACKAGES = ("ui", "app", "__main__")

ADVICE = {
    "exec": "a nested event loop kills every waiting coroutine: use open() and await the answer (ui.dialogs.ask)",
    "exec_": "a nested event loop kills every waiting coroutine: use open() and await the answer (ui.dialogs.ask)",
    "processEvents": "it re-enters the event loop: let the loop run, and await a condition",
    "getOpenFileName": "static dialogs nest an event loop: make a QFileDialog and open() it",
    "getOpenFileNames": "static dialogs nest an event loop: make a QFileDialog and open() it",
    "getSaveFileName": "static dialogs nest an event loop: make a QFileDialog and open() it",
    "getExistingDirectory": "static dialogs nest an event loop: make a QFileDialog and open() it",
}
DRAG = ROOT / "wandesk" / "ui" / "jobs" / "drag.py"
"""The one exception: a drag is a loop of the system's, and begins in a mouse event (e2e/test_drag_out)."""
STATIC_BOXES = {"question", "information", "warning", "critical", "about"}


def calls(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line, object, method) of every method call of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.lineno, ast.unparse(node.func.value), node.func.attr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_nested_event_loops(path: Path) -> None:
    for line, owner, method in calls(path):
        if path == DRAG and f"{owner}.{method}" == "drag.exec":
            continue
        assert method not in ADVICE, f"{path.name}:{line} {method}: {ADVICE[method]}"
        if owner.endswith("QMessageBox"):
            assert method not in STATIC_BOXES, f"{path.name}:{line}: use ui.dialogs.ask"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_translations_are_looked_up_by_literals(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        assert not name.endswith(".tr"), f"{path.name}:{node.lineno}: use QCoreApplication.translate(context, literal)"
        if name.endswith("QCoreApplication.translate") or name == "translate":
            for argument in node.args[:2]:
                is_literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                assert is_literal, f"{path.name}:{node.lineno}: an f-string or a variable is never translated"


def test_qt_multimedia_is_known_to_the_player_alone() -> None:
    for path in SOURCES:
        is_player = path.relative_to(ROOT).parts[1:3] == ("ui", "player")
        knows = any(
            "QtMultimedia" in ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
        )
        assert is_player or not knows, f"{path}: ask ui.player"


def test_only_the_bridge_of_ui_knows_the_engine() -> None:
    for path in (ROOT / "wandesk" / "ui").rglob("*.py"):
        imports = [
            ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        knows = any("wandesk.engine" in line for line in imports)
        assert path.name == "bridge.py" or not knows, f"{path}: ask the bridge"


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT)) for path in SOURCES if ast.get_docstring(ast.parse(path.read_text("utf-8"))) is None
    ]
    assert not silent


def test_the_version_stands_in_one_place() -> None:
    assert not re.search(r'^version\s*=\s*"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would hide the library of that name"


def _modules(with_qt: bool) -> list[str]:
    names = []
    for path in SOURCES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[-1] == "__main__":
            continue
        is_qt = len(parts) > 1 and parts[1] in QT_PACKAGES
        if is_qt == with_qt:
            names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def test_everything_but_the_window_imports_without_qt() -> None:
    script = (
        "import sys, importlib\n"
        "class Blocked:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('PySide6', 'shiboken6', 'qasync'):\n"
        "            raise ImportError('blocked: ' + name)\n"
        "sys.meta_path.insert(0, Blocked())\n"
        f"for name in {_modules(with_qt=False)!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_starts_nothing() -> None:
    script = (
        "import importlib, threading, sys\n"
        f"for name in {_modules(with_qt=True) + _modules(with_qt=False)!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "assert QCoreApplication.instance() is None\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(r"/work/|/root/|pypi\.org|files\.pythonhosted|deb\.debian\.org|registry\.npmjs")
    kinds = {".py", ".toml", ".md", ".yml", ".lock", ".txt", ".ts", ".sh"}
    for path in ours():
        if path.suffix in kinds and path != Path(__file__).resolve():
            found = forbidden.search(path.read_text("utf-8"))
            assert found is None, f"{path}: {found}"


def ours() -> Iterator[Path]:
    """The project's own files, in a checkout as in an unpacked archive: git is not needed to run the tests."""
    for place in ("wandesk", "packaging", "resources", "tests", ".github", ".ci"):
        folder = ROOT / place
        for path in folder.rglob("*"):
            if path.is_file() and not {"__pycache__", "_portraits"} & set(path.relative_to(ROOT).parts):
                yield path
    yield from (path for path in ROOT.iterdir() if path.is_file())
