"""Foreign text reaches the screen as plain text only: what could show it as HTML has one owner each.

Qt guesses whether a text is HTML, and opens what an `img` in it names (`ui/widgets/plain_text.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "wandesk"

OWNER = "ui/widgets/plain_text.py"
LABELS: Mapping[str, str] = {"QLabel": OWNER}
"""Classes that nothing else may create or inherit from. Naming their type, for example to find one, is free."""
CALLS: Mapping[str, str] = {
    "setToolTip": OWNER,
    "setToolTipsVisible": OWNER,
    "showText": OWNER,
    "setTextFormat": f"{OWNER} ui/dialogs.py",
    "setInformativeText": "ui/dialogs.py",
}
"""Methods, by the modules that may call them."""
NAMES: Mapping[str, str] = {
    "QToolTip": OWNER,
    "QMessageBox": "ui/dialogs.py",
    "QSystemTrayIcon": "app/desktop/tray_messages.py",
    "showMessage": "app/desktop/tray_messages.py",
    "ToolTipRole": "ui/widgets/choice_box.py ui/composer/series.py ui/orders/model.py",
}
"""Names that stand in these modules only."""
NOWHERE = frozenset(
    {
        *("RichText", "AutoText", "MarkdownText", "setHtml", "insertHtml", "setMarkdown", "setOpenExternalLinks"),
        *("QTextBrowser", "QTextEdit", "QTextDocument", "QErrorMessage", "QInputDialog", "QProgressDialog"),
        *("QWizard", "QSplashScreen", "QWhatsThis", "QWebEngineView"),
        *("setWhatsThis", "setStatusTip", "WhatsThisRole", "StatusTipRole", "setDetailedText"),
    }
)
"""What shows HTML, or guesses. Whoever needs one of them makes it plain first and gets an entry above."""


def offences(source: str, module: str) -> Iterator[str]:
    """What a module does that only another may do."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                owners = LABELS.get(name) or CALLS.get(name)
            case ast.ClassDef(bases=bases):
                name = next((each for each in map(_last, bases) if each in LABELS), "")
                owners = LABELS.get(name)
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                owners = "" if name in NOWHERE else NAMES.get(name)
            case _:
                continue
        if owners is not None and module not in owners.split():
            yield f"{module}: {name} belongs to {owners or 'nothing'}"


def _last(base: ast.expr) -> str:
    return base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted([*(ROOT / "ui").rglob("*.py"), *(ROOT / "app").rglob("*.py")]):
        yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def test_every_text_is_shown_as_it_stands() -> None:
    found = [each for module, source in modules() for each in offences(source, module)]
    assert not found, "\n".join(found)


def test_the_owners_are_there() -> None:
    present = dict(modules())
    for owned in (LABELS, CALLS, NAMES):
        for name, owners in owned.items():
            for owner in owners.split():
                assert name in present[owner], f"{owner} does not need {name} any more"


@pytest.mark.parametrize(
    "source",
    [
        "label = QLabel(job.prompt)",
        "label = QtWidgets.QLabel()",
        "class Mine(QLabel): ...",
        "button.setToolTip(name)",
        "QToolTip.showText(at, text)",
        "from PySide6.QtWidgets import QMessageBox",
        "box = QtWidgets.QMessageBox()",
        "box.setInformativeText(message)",
        "label.setTextFormat(Qt.TextFormat.PlainText)",
        "item.setData(Qt.ItemDataRole.ToolTipRole, prompt)",
        "action.setStatusTip(name)",
        "widget.setWhatsThis(name)",
        "QSystemTrayIcon(window)",
        "self.statusBar().showMessage(name)",
        "QTextDocument().setHtml(text)",
        "label.setTextFormat(Qt.TextFormat.RichText)",
    ],
)
def test_each_way_around_is_refused(source: str) -> None:
    assert list(offences(source, "ui/somewhere.py"))


def test_a_type_may_be_named() -> None:
    assert not list(offences("def find(label: QLabel) -> QLabel: return box.findChild(QLabel, 'x')", "ui/somewhere.py"))
