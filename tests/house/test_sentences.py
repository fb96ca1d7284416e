"""What people read comes from `translate("Context", "English")`, which the tools find, with its Chinese.

Otherwise a text stays in English in a Chinese window, and nothing says so.
"""

from __future__ import annotations

import ast
import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wandesk.domain.language import LANGUAGE_KEYS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "wandesk"
TS_FILE = ROOT / "resources" / "translations" / "wandesk_zh_CN.ts"

SHOWS = frozenset(
    {
        *("setText", "setPlainText", "setWindowTitle", "setTitle", "setToolTip", "setStatusTip", "setPlaceholderText"),
        *("setAccessibleName", "setAccessibleDescription", "setInformativeText", "setLabelText", "setItemText"),
        *("setHeaderData", "setHorizontalHeaderLabels", "setPrefix", "setSuffix", "setSpecialValueText", "drawText"),
        *("addItem", "insertItem", "addItems", "addAction", "addMenu", "addTab", "addRow", "showMessage", "announce"),
        *("QAction", "QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QMenu", "PlainLabel"),
        *("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"),
    }
)
"""Calls whose texts people see or hear."""
WORD = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]")
SENTENCE = re.compile(r"^[A-Z][A-Za-z']*,? [A-Za-z]|^[A-Z][a-z]{2,}$|[A-Za-z]{2,} [A-Za-z ]+[.?!…]$|[\u4e00-\u9fff]")
"""How a text begins or ends that is made for people. The names of coroutines and keys are lower-case."""
NAMES = frozenset(
    {
        *("Wan Desk", "Wan Desk "),
        *("Inter", "Inter Spaced", "Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC"),  # fonts
        *("Fusion", "Inhibit", "Notify", "Update"),  # a style of Qt; methods and a signal of desktops
        *("Return", "Enter", "Space", "Left", "Right", "Up", "Down", "Esc"),  # keys, as Qt spells them
        "Practice",  # the name of a coroutine's owner
        *("https://", "0385dc79-5ff8-4d82-bcb6-…"),  # what an address and an ID look like
    }
)
"""The same in every language, or not shown."""
ON_A_TERMINAL = frozenset(
    {
        *("app/demo.py", "app/self_test.py", "app/window.py", "app/diagnostics.py", "app/logs.py"),
        "app/last_words.py",  # where Qt, which translates, may be what is missing
    }
)
"""Their texts are printed or written to a report before or without a window, in English."""
COUNTED = re.compile(
    r"\{(?!format)[a-z_]+\} (videos|pictures|files|jobs|lines|cells|columns|days|hours|minutes|seconds|orders)\b"
)
NEVER_ONE = frozenset(
    {
        "This file has {lines} lines. Split it: at most {most} can be ordered at once.",
        "These are {videos} videos. Split the file: at most {most} can be ordered at once.",
        "A new account has {seconds} s of this model free for its first {days} days; they count first.",
        "{copies} videos × {each} = {whole}.",
        "{count} videos of {pictures} pictures.",
        "{made} of these {count} videos are ordered already.",
        "{made} of {count} videos are ordered. Open this file again to order the others.",
        "{made} of {count} videos were ordered before something came in between.",
        "{made} of {wanted} videos were ordered.",
        (
            "Ordering from {name} was interrupted: {made} of {count} videos are ordered. "
            "Open the file again to order the others. Nothing is ordered twice."
        ),
        "{failed} of {count} videos failed. You were not charged for them.",
        "{refused} of {count} files can't be used.",
    }
)
"""Sentences whose counts are always more than one, or of a whole that is."""


def offences(source: str, module: str) -> Iterator[str]:
    """The texts of a module that no translation reaches."""
    tree = ast.parse(source)
    docstrings = _docstrings(tree)
    is_for_people = module not in ON_A_TERMINAL

    def visit(node: ast.AST, *, is_shown: bool) -> Iterator[str]:
        at = f"{module}:{getattr(node, 'lineno', 0)}"
        match node:
            case ast.Call() if _is_translate(node):
                if not _is_extractable(node):
                    yield f"{at}: lupdate does not find {ast.unparse(node)}"
                return
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))) | ast.Raise() | ast.Assert():
                return
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in {"tr", "trUtf8", "QT_TR_NOOP"}:
                yield f"{at}: {name} has no context; use translate"
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in SHOWS:
                is_shown = True
            case ast.Call(func=ast.Name()) | ast.Subscript():
                is_shown = False  # the name of an icon, a key
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                return
            case ast.JoinedStr(values=values) if any(map(_is_translated_part, values)):
                yield f"{at}: lupdate does not look into f-strings; use one sentence with placeholders"
            case ast.JoinedStr() if module.startswith("ui/wording/"):
                is_shown = True
            case ast.BinOp(op=ast.Add(), left=left, right=right) if _is_translate(left) or _is_translate(right):
                yield f"{at}: languages order their words differently; use one sentence with placeholders"
            case ast.Constant(value=str(text)) if id(node) not in docstrings and text not in NAMES and is_for_people:
                if SENTENCE.search(text) or (is_shown and WORD.search(text)):
                    yield f"{at}: {text!r} is not translated"
        for field, value in ast.iter_fields(node):
            if field in {"annotation", "returns"}:
                continue
            children = value if isinstance(value, list) else [value]
            for child in children:
                if isinstance(child, ast.AST):
                    yield from visit(child, is_shown=is_shown and not isinstance(node, ast.keyword | ast.Lambda))

    yield from visit(tree, is_shown=False)


def _is_translate(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="translate")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="QCoreApplication"), attr="translate")):
            return True
    return False


def _is_translated_part(node: ast.expr) -> bool:
    return isinstance(node, ast.FormattedValue) and any(map(_is_translate, ast.walk(node.value)))


def _is_extractable(call: ast.Call) -> bool:
    """Context, sentence and comment are literals."""
    literals = [isinstance(each, ast.Constant) and isinstance(each.value, str) for each in call.args[:3]]
    return len(literals) >= 2 and all(literals) and not call.keywords


def _docstrings(tree: ast.AST) -> set[int]:
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted([*(PACKAGE / "ui").rglob("*.py"), *(PACKAGE / "app").rglob("*.py")]):
        yield path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")


def test_every_text_for_people_is_translated() -> None:
    found = [each for module, source in modules() for each in offences(source, module)]
    assert not found, "\n".join(found)


def test_the_tools_find_every_sentence() -> None:
    """What `lupdate` does not find has no entry, and stays in English."""
    used = set()
    texts = (path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    for text in (each for each in texts if "translate(" in each):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and _is_translate(node) and _is_extractable(node):
                used.add((ast.literal_eval(node.args[0]), ast.literal_eval(node.args[1])))
    assert len(used) > 1000
    listed = {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in ET.parse(TS_FILE).getroot().iter("context")
        for message in context.iter("message")
    }
    assert used == listed


def test_no_sentence_spells_a_shortcut() -> None:
    """A Mac shows other signs for the same keys: `key_text` gives those of the platform for a placeholder."""
    spelt = re.compile(r"\b(Ctrl|Control|Shift|Alt|Meta|Cmd|Command)\s?\+|[⌘⌥⇧⌃]")
    for language in LANGUAGE_KEYS:
        tree = ET.parse(TS_FILE.with_name(f"wandesk_{language}.ts"))
        texts = ["".join(each.itertext()) for each in tree.getroot().iter("message")]
        assert [each.strip() for each in texts if spelt.search(each)] == []


def test_counts_have_plural_forms() -> None:
    sources = {message.findtext("source") or "" for message in ET.parse(TS_FILE).getroot().iter("message")}
    assert not {text for text in sources if "(s)" in text}
    assert {text for text in sources if COUNTED.search(text)} <= NEVER_ONE
    for language in LANGUAGE_KEYS:
        tree = ET.parse(TS_FILE.with_name(f"wandesk_{language}.ts"))
        for message in tree.getroot().iter("message"):
            forms = message.findall("translation/numerusform")
            counts = "%n" in (message.findtext("source") or "")
            assert counts == bool(forms) == (message.get("numerus") == "yes"), message.findtext("source")
            assert all(form.text and "%n" in form.text for form in forms[-1:]), message.findtext("source")
            assert all(form.text for form in forms), message.findtext("source")


def test_texts_of_the_data_files_stand_in_every_language() -> None:
    missing = [
        f"{path.name}: {texts}"
        for path in (ROOT / "resources").rglob("*.toml")
        for texts in _local_texts(tomllib.loads(path.read_text("utf-8")))
        if not all(texts.get(language) for language in LANGUAGE_KEYS)
    ]
    assert missing == []


def _local_texts(value: Any) -> Iterator[dict[str, Any]]:
    """The tables whose keys are languages."""
    if isinstance(value, dict) and not value.keys().isdisjoint(LANGUAGE_KEYS):
        yield value
    elif isinstance(value, dict):
        yield from (each for inner in value.values() for each in _local_texts(inner))
    elif isinstance(value, list):
        yield from (each for inner in value for each in _local_texts(inner))


@pytest.mark.parametrize(
    "source",
    [
        "button.setText('save')",
        "QPushButton('Save')",
        "action.setToolTip(f'{count} left')",
        "menu.addAction('保存')",
        "box.addItem('as it is' if free else translate('A', 'Paid'))",
        "notices.show('The video is saved.')",
        "label = 'Save a copy'",
        "TITLES = {1: 'Settings'}",
        "translate('A', f'{count} videos')",
        "translate('A', text)",
        "translate(context, 'Save')",
        "translate('A', 'One ' + 'two')",
        "QCoreApplication.translate('A', SENTENCE)",
        "self.tr('Save')",
        "text = f\"{count} {translate('A', 'videos')}\"",
        "text = translate('A', 'Videos:') + name",
        "def count(number):\n    return f'{number} videos'",
    ],
)
def test_each_way_around_is_found(source: str) -> None:
    assert list(offences(source, "ui/wording/somewhere.py"))


@pytest.mark.parametrize(
    "source",
    [
        "button.setText(translate('A', 'Save'))",
        "label.setText(job.prompt)",
        "label.setText(translate('A', '%n videos', '', count))",
        "button.setText(texts['save'])",
        "log.info('The key was saved.')",
        "raise ValueError('No such job.')",
        "spawn('read the jobs', self.read())",
        "def find():\n    '''The widget.'''",
    ],
)
def test_what_is_right_is_let_through(source: str) -> None:
    assert not list(offences(source, "ui/somewhere.py"))
