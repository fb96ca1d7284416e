"""The font: Inter for Latin, which is shipped, and the platform's family for Chinese.

`resources/fonts` has Inter 4.1 (SIL Open Font License) in the two weights of the design: instances of the variable font
at the optical size 14, without the glyphs of rare scripts. *Inter Spaced* is the same with lines 22 apart at the size
15, for text that is written: Qt's plain-text editor has no line height of its own.
"""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

from wandesk.domain.language import ENGLISH
from wandesk.resources import resource_path

SHIPPED = "Inter"
SPACED = "Inter Spaced"
FILES = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "InterSpaced-Regular.ttf")
LEAST_PIXELS = 13
"""Logical: the design's body size, where the system's is smaller."""
_CHINESE = {"win32": "Microsoft YaHei UI", "darwin": "PingFang SC"}
"""By platform; elsewhere it is the family that the distributions ship."""


def wear_fonts(app: QApplication, language: str) -> None:
    """Give the application its font for a language, in the size of the system's.

    The Chinese family is named in every language: a family that Qt only falls back to may be drawn bold artificially.
    """
    _load()
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    chinese = _CHINESE.get(sys.platform, "Noto Sans CJK SC")
    latin = [SHIPPED, *system.families()]
    font = QFont(system)
    font.setFamilies([*latin, chinese] if language == ENGLISH.key else [chinese, *latin])
    pixels = QFontInfo(system).pixelSize()
    if pixels < LEAST_PIXELS:
        font.setPointSizeF(font.pointSizeF() * LEAST_PIXELS / pixels)
    app.setFont(font)


def spaced(font: QFont) -> QFont:
    """The same font with more space between the lines."""
    wide = QFont(font)
    wide.setFamilies([SPACED if family == SHIPPED else family for family in font.families()])
    return wide


@cache
def _load() -> None:
    """Register the shipped files, once for the process. Without them, the system's family is used."""
    for name in FILES:
        QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
