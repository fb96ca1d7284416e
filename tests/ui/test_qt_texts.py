"""Qt's own texts in menus of text fields and in dialogs are in the language shown, not in the system's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.support.gui import GuiLoop
from wandesk.app.languages import install_language
from wandesk.ui.dialogs import choose_files


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    """A language chosen in Settings, installed as the program does. The system's is English here."""
    before, locale = set(qapp.findChildren(QTranslator)), QLocale()
    yield install_language(qapp, request.param)
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(locale)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= each <= "\u9fff" for each in text)


def check(texts: list[str], language: str) -> None:
    assert texts
    wrong = [text for text in texts if is_chinese(text) is not (language == "zh_CN")]
    assert wrong == [], f"not in {language}"


def test_menus_of_text_fields(qtbot: QtBot, language: str) -> None:
    for field in (QLineEdit(), QPlainTextEdit()):
        qtbot.addWidget(field)
        menu = field.createStandardContextMenu()
        assert menu is not None
        check([each.text().partition("\t")[0] for each in menu.actions() if not each.isSeparator()], language)
        menu.deleteLater()


def test_buttons_of_a_question(qtbot: QtBot, language: str) -> None:
    buttons = QMessageBox.StandardButton
    box = QMessageBox()
    qtbot.addWidget(box)
    box.setStandardButtons(buttons.Ok | buttons.Cancel | buttons.Yes | buttons.No | buttons.Close | buttons.Save)
    box.show()
    check([each.text() for each in box.buttons()], language)


def test_dialogs_for_files_and_colours(loop: GuiLoop, qtbot: QtBot, language: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    chosen = loop.spawn("choose", choose_files(window, "", "*.png"))
    loop.run_until(lambda: window.findChildren(QFileDialog))
    colours = QColorDialog(window)
    colours.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    colours.show()
    for dialog in (window.findChildren(QFileDialog)[0], colours):
        check(shown_texts(dialog), language)
        dialog.reject()
    loop.run_until(chosen.done)


def shown_texts(dialog: QWidget) -> list[str]:
    """Labels and buttons with words; a name of a file, a number or the `HTML` of a colour is none."""
    widgets: list[QLabel | QAbstractButton] = [*dialog.findChildren(QLabel), *dialog.findChildren(QAbstractButton)]
    texts = [each.text().replace("&", "") for each in widgets if each.isVisible()]
    return [text for text in texts if len(text) > 1 and not text.startswith(("HTML", "#"))]
