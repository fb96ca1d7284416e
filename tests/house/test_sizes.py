"""Limits of size: attributes and methods of a class, lines of a module.

Larger ones are listed with the reason and a limit of their own. An entry that is no longer needed fails the test.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

MOST_ATTRIBUTES = 13
MOST_METHODS = 22
MOST_LINES = 370


class Allowed(NamedTuple):
    """The larger limit of one class or module, and its reason."""

    most: int
    reason: str


ATTRIBUTES: Mapping[str, Allowed] = {
    "app/application.py:Application": Allowed(18, "the composition root: one for each part that it builds and closes"),
    "engine/engine.py:Engine": Allowed(15, "one for each subject of its commands"),
    "ui/main_window.py:MainWindow": Allowed(14, "one for each part of the window, which it connects"),
}
METHODS: Mapping[str, Allowed] = {
    "storage/store.py:JobStore": Allowed(37, "one for each statement of the engine's port"),
    "media/process.py:MediaProcess": Allowed(24, "one for each request to the child, and those about its life"),
    "ui/bridge.py:Bridge": Allowed(52, "one for each command of the engine, across the threads"),
    "ui/composer/composer.py:Composer": Allowed(28, "connects the cards, the editor and the press guard"),
    "ui/jobs/cell_view.py:CellView": Allowed(29, "Qt's interface of an item view, which lays out its own cells"),
    "ui/jobs/model.py:JobsModel": Allowed(33, "Qt's model interface, and the news of the engine about its rows"),
    "ui/player/playback.py:Playback": Allowed(34, "not split yet: QMediaPlayer with the workarounds for its states"),
}
LINES: Mapping[str, Allowed] = {}


def classes() -> Iterator[tuple[str, ast.ClassDef]]:
    """Every class of the program as `path:Name`."""
    for path in sorted((ROOT / "wandesk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield f"{path.relative_to(ROOT / 'wandesk').as_posix()}:{node.name}", node


def methods(of: ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in of.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def attributes(of: ast.ClassDef) -> set[str]:
    """The attributes of an object of the class: declared fields, and those that its methods set on `self`."""
    declared = {
        each.target.id for each in of.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }
    assigned = {
        node.attr
        for method in methods(of)
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self"
    }
    return declared | assigned


def is_record(of: ast.ClassDef) -> bool:
    """Whether the class is frozen or has no methods of its own. Its fields are columns then, and there may be many."""
    calls = [call for call in of.decorator_list if isinstance(call, ast.Call)]
    keywords = [*of.keywords, *(each for call in calls for each in call.keywords)]
    is_frozen = any(each.arg == "frozen" and ast.unparse(each.value) == "True" for each in keywords)
    return is_frozen or all(method.name.startswith("__") and method.name != "__init__" for method in methods(of))


def judge(what: str, sizes: Mapping[str, int], most: int, allowed: Mapping[str, Allowed]) -> None:
    too_large = [
        f"{name}: {size} {what}, at most {allowed[name].most if name in allowed else most}"
        for name, size in sizes.items()
        if size > (allowed[name].most if name in allowed else most)
    ]
    assert not too_large, "Another idea is in there, find it and give it a place of its own:\n" + "\n".join(too_large)
    needless = [name for name in allowed if sizes.get(name, 0) <= most]
    assert not needless, f"these need no exception any more, take them out of this file: {needless}"


def test_no_class_remembers_too_much() -> None:
    sizes = {name: len(attributes(node)) for name, node in classes() if not is_record(node)}
    judge("attributes", sizes, MOST_ATTRIBUTES, ATTRIBUTES)


def test_no_class_does_too_much() -> None:
    judge("methods", {name: len(methods(node)) for name, node in classes()}, MOST_METHODS, METHODS)


def test_no_module_is_too_long() -> None:
    paths = (ROOT / "wandesk").rglob("*.py")
    sizes = {
        str(path.relative_to(ROOT / "wandesk").as_posix()): len(path.read_text("utf-8").splitlines()) for path in paths
    }
    judge("lines", sizes, MOST_LINES, LINES)
