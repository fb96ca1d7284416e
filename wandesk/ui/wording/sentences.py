"""Joins texts: not every language puts spaces between sentences."""

from __future__ import annotations

from functools import reduce

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

translate = QCoreApplication.translate

DOT = " · "
"""Separates facts in one line, in every language."""
ENDS = (".", "!", "?", "。", "！", "？", "…")


def joined(*sentences: str) -> str:
    """The non-empty sentences, joined."""
    template = translate("Wording", "{first} {second}")
    texts = [each for each in sentences if each]
    return reduce(lambda first, second: template.format(first=first, second=second), texts) if texts else ""


def spoken(*facts: str) -> str:
    """Facts for a screen reader, which would read the dots aloud."""
    return DOT.join(filter(None, facts)).replace(DOT, translate("Wording", ", "))


def sentence(text: str) -> str:
    """The text, with a full stop if it has no end mark."""
    return text if text.endswith(ENDS) else translate("Wording", "{text}.").format(text=text)


def sentence_start(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def named(name: str, value: str) -> str:
    """A value with its name: `Code: Arrearage`."""
    return translate("Wording", "{name}: {value}").format(name=name, value=value)


def key_text(key: str) -> str:
    """A key sequence in the platform's notation: `Ctrl+Return`, `Space`."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
