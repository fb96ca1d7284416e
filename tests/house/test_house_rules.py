"""House rules that no linter knows, each with advice."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

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
"""The one exception: a drag runs a loop of the system and starts in a mouse event (e2e/test_drag_out)."""
STATIC_BOXES = {"question", "information", "warning", "critical", "about"}


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def imports(path: Path) -> list[str]:
    """The import statements of a file."""
    return [ast.unparse(node) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Import | ast.ImportFrom)]


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every call in the sources."""
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                yield path, node


def is_text(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)


def test_no_nested_event_loops() -> None:
    offenders = []
    for path, call in calls():
        if not isinstance(call.func, ast.Attribute) or (path == DRAG and ast.unparse(call.func) == "drag.exec"):
            continue
        method = call.func.attr
        if method in ADVICE:
            offenders.append(f"{place(path, call.lineno)} {method}: {ADVICE[method]}")
        elif method in STATIC_BOXES and ast.unparse(call.func.value).endswith("QMessageBox"):
            offenders.append(f"{place(path, call.lineno)} {method}: use ui.dialogs.ask")
    assert not offenders, "\n".join(offenders)


def test_translated_texts_are_literals() -> None:
    offenders = []
    for path, call in calls():
        name = ast.unparse(call.func)
        if name.endswith(".tr"):
            offenders.append(f"{place(path, call.lineno)} use QCoreApplication.translate(context, literal)")
        is_lookup = name.endswith("QCoreApplication.translate") or name == "translate"
        if is_lookup and not all(is_text(argument) for argument in call.args[:2]):
            offenders.append(f"{place(path, call.lineno)} an f-string or a variable is never translated")
    assert not offenders, "\n".join(offenders)


def test_only_the_player_imports_qt_multimedia() -> None:
    outside = [path for path in SOURCES if path.relative_to(ROOT).parts[1:3] != ("ui", "player")]
    offenders = [str(path) for path in outside if any("QtMultimedia" in line for line in imports(path))]
    assert not offenders, f"ask ui.player: {offenders}"


def test_only_the_bridge_imports_the_engine() -> None:
    others = [path for path in (ROOT / "wandesk" / "ui").rglob("*.py") if path.name != "bridge.py"]
    offenders = [str(path) for path in others if any("wandesk.engine" in line for line in imports(path))]
    assert not offenders, f"ask the bridge: {offenders}"


def test_every_module_has_a_docstring() -> None:
    silent = [str(path.relative_to(ROOT)) for path in SOURCES if ast.get_docstring(tree_of(path)) is None]
    assert not silent


def test_the_version_is_defined_once() -> None:
    assert not re.search(r'^version\s*=\s*"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)


def test_packaging_is_not_a_package() -> None:
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


def test_all_but_ui_and_app_import_without_qt() -> None:
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


def test_importing_has_no_side_effects() -> None:
    script = (
        "import importlib, threading, sys\n"
        f"for name in {_modules(with_qt=True) + _modules(with_qt=False)!r}: importlib.import_module(name)\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "assert QCoreApplication.instance() is None\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_file_names_a_machine_or_a_registry() -> None:
    forbidden = re.compile(r"/work/|/root/|pypi\.org|files\.pythonhosted|deb\.debian\.org|registry\.npmjs")
    kinds = {".py", ".toml", ".md", ".yml", ".lock", ".txt", ".ts", ".sh"}
    texts = [path for path in ours() if path.suffix in kinds and path != Path(__file__).resolve()]
    found = {path: forbidden.search(path.read_text("utf-8")) for path in texts}
    offenders = [f"{path}: {match}" for path, match in found.items() if match]
    assert not offenders, "\n".join(offenders)


def ours() -> Iterator[Path]:
    """The project's own files, in a checkout as in an unpacked archive. The tests need no git."""
    for place in ("wandesk", "packaging", "resources", "tests", ".github", ".ci"):
        folder = ROOT / place
        for path in folder.rglob("*"):
            if path.is_file() and not {"__pycache__", "_portraits"} & set(path.relative_to(ROOT).parts):
                yield path
    yield from (path for path in ROOT.iterdir() if path.is_file())
