"""Help > Licences: every component with its texts, offline."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from wandesk.resources import resource_path
from wandesk.ui.licences import LicencesDialog, sections_of

NOTICES = resource_path("licences", "NOTICES.txt").read_text(encoding="utf-8")


def test_every_component_has_a_licence_and_its_text() -> None:
    sections = sections_of(NOTICES)
    names = {section.name for section in sections}
    assert {"x264", "x265", "SVT-AV1", "Qt 6.11.3", "FFmpeg (in Qt) 7.1", "FFmpeg (in PyAV) 8.1", "Inter 4.1"} <= names
    for section in sections[1:]:
        assert "\nLicence: " in section.text, section.name
        _head, _, body = section.text.partition("\n\n")
        assert body, section.name


def test_qt_says_how_it_is_replaced() -> None:
    (qt,) = (section.text for section in sections_of(NOTICES) if section.name.startswith("Qt 6"))
    assert "_internal/PySide6/Qt/lib" in qt
    assert "https://download.qt.io/" in qt


def test_the_dialog_shows_the_chosen_component_and_copies_it(qtbot: QtBot) -> None:
    sections = sections_of(NOTICES)
    dialog = LicencesDialog(sections, None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.components.count() == len(sections)
    assert "GNU General Public License" in dialog.text.toPlainText()
    row = [section.name for section in sections].index("x264")
    dialog.components.setCurrentRow(row)
    assert dialog.text.toPlainText() == sections[row].text
    (copy,) = (button for button in dialog.findChildren(QPushButton) if button.text() == "Copy text")
    copy.click()
    assert QGuiApplication.clipboard().text() == sections[row].text


def test_the_introduction_has_no_line_breaks_of_the_file() -> None:
    text = sections_of(NOTICES)[0].text
    assert "`" not in text
    assert all("\n" not in paragraph for paragraph in text.split("\n\n"))
