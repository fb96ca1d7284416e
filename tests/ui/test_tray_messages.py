"""Notifications where the system shows them as messages of a tray icon: Windows and macOS."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from wandesk.app.desktop.notifier import Alert
from wandesk.app.desktop.tray_messages import TrayMessages


class RecordedIcon(QObject):
    """A QSystemTrayIcon as far as it is used."""

    messageClicked = Signal()  # noqa: N815 - Qt's own name
    activated = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.is_there = False
        self.messages: list[tuple[str, str]] = []

    def show(self) -> None:
        self.is_there = True

    def hide(self) -> None:
        self.is_there = False

    def icon(self) -> None:
        return None

    def showMessage(self, title: str, body: str, _icon: object) -> None:
        assert self.is_there
        self.messages.append((title, body))


def test_the_icon_is_there_as_long_as_its_message(qapp: QApplication) -> None:
    icons: list[RecordedIcon] = []

    def make() -> Any:
        icons.append(RecordedIcon())
        return cast("Any", icons[-1])

    clicks: list[tuple[str, str]] = []
    tray = TrayMessages(make)
    tray.clicks.clicked.connect(lambda *values: clicks.append(values))
    tray.withdraw()
    assert not icons
    tray.show(Alert(title="Your video is ready", body="cat", job_id="1"))
    tray.show(Alert(title="2 videos are ready", body="", job_id="2"))
    (icon,) = icons
    assert icon.messages == [("Your video is ready", "cat"), ("2 videos are ready", "")]
    icon.messageClicked.emit()
    assert clicks == [("2", "")]
    tray.withdraw()
    assert not icon.is_there
    tray.show(Alert(title="Your video is ready", body="cat", job_id="3"))
    tray.close()
    assert not icon.is_there
