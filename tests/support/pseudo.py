"""A made-up language: every text of the program with accents, in brackets, and 40 % longer.

Where its end bracket is not seen, a real language would lose words.
"""

from __future__ import annotations

import math
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from wandesk.app import languages
from wandesk.resources import resource_path
from wandesk.ui.look import Theme, apply_look, wear_fonts

LONGER = 0.4
ACCENTS = str.maketrans("aeiouyAEIOUcnsz", "àéîöúýÀÉÎÖÚçñšž")
KEPT = re.compile(r"(\{[^}]*\}|%n|&\w|\n)")
"""Placeholders, access keys and line ends."""
QT_FORMAT = re.compile(r"[Mdyhmsap, :/.]+")
"""A format of dates, which is no text."""
FILLER = "ôñé twô thrêé fôúr fîvé "


def pseudo(text: str) -> str:
    """`Save` becomes `[Šàvé ô]`."""
    if QT_FORMAT.fullmatch(text) or not re.search(r"[A-Za-z]", KEPT.sub("", text)):
        return text
    length = len(KEPT.sub("", text))
    more = max(0, math.ceil(length * LONGER) - 2)
    filler = (" " + FILLER * (more // len(FILLER) + 1))[:more].rstrip()
    accented = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in KEPT.split(text))
    return f"[{accented}{filler}]"


def make_pseudo_language(folder: Path) -> None:
    """Write `wandesk_en.qm` of the made-up language, from the sentences of the Chinese file."""
    tree = ET.parse(resource_path("translations", "wandesk_zh_CN.ts"))
    tree.getroot().set("language", "en")
    for message in tree.getroot().iter("message"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        assert translation is not None
        message.remove(translation)
        made = ET.SubElement(message, "translation")
        if message.get("numerus") == "yes":
            for _form in range(2):
                ET.SubElement(made, "numerusform").text = pseudo(source)
        else:
            made.text = pseudo(source)
    source_file = folder / "wandesk_en.ts"
    tree.write(source_file, encoding="utf-8", xml_declaration=True)
    subprocess.run([_lrelease(), "-silent", source_file, "-qm", folder / "wandesk_en.qm"], check=True)


@contextmanager
def speaking_pseudo(app: QApplication, folder: Path) -> Iterator[None]:
    """The made-up language, installed by the program's own loader in place of English, with the program's fonts."""
    make_pseudo_language(folder)
    locale, font = QLocale(), app.font()
    before = set(app.findChildren(QTranslator))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "resource_path", lambda *_parts: folder)
        languages.install_language(app, "en")
    wear_fonts(app, "en")
    apply_look(app, Theme.LIGHT)
    try:
        yield
    finally:
        for translator in set(app.findChildren(QTranslator)) - before:
            app.removeTranslator(translator)
            translator.deleteLater()
        QLocale.setDefault(locale)
        app.setFont(font)
        apply_look(app, Theme.LIGHT)


def _lrelease() -> Path:
    home = Path(PySide6.__file__).parent
    places = (home / "lrelease", home / "lrelease.exe", home / "libexec" / "lrelease")
    return next(path for path in places if path.is_file())
