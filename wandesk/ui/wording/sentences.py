"""How parts stand together: what is a space in one language is nothing in another."""

from __future__ import annotations

from functools import reduce

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

translate = QCoreApplication.translate

DOT = " · "
"""Between facts that stand side by side, in every language."""
ENDS = (".", "!", "?", "。", "！", "？", "…")


def joined(*sentences: str) -> str:
    """Sentences one after the other; empty ones are left out."""
    template = translate("Wording", "{first} {second}")
    said = [each for each in sentences if each]
    return reduce(lambda first, second: template.format(first=first, second=second), said) if said else ""


def spoken(*facts: str) -> str:
    """Facts for a screen reader, which would read the dots between them out."""
    return DOT.join(filter(None, facts)).replace(DOT, translate("Wording", ", "))


def sentence(text: str) -> str:
    """A text with the sign at its end that a sentence has."""
    return text if text.endswith(ENDS) else translate("Wording", "{text}.").format(text=text)


def sentence_start(text: str) -> str:
    """A text as it stands by itself: with a capital letter, where the script has any."""
    return text[:1].upper() + text[1:]


def named(name: str, value: str) -> str:
    """A value behind its name: `Code: Arrearage`."""
    return translate("Wording", "{name}: {value}").format(name=name, value=value)


def key_words(key: str) -> str:
    """A key as the user's keyboard and language call it: `Ctrl+Return`, `Space`."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
