"""The first size and place of the window: with its frame on the screen, also where the remembered screen is gone."""

from __future__ import annotations

import struct

import pytest
from PySide6.QtCore import QByteArray, QMargins, QRect
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from wandesk.ui.window.fitting import WindowFit

MAGIC, MAJOR, MINOR = 0x1D9D0CB, 3, 0
"""The beginning of what QWidget.saveGeometry writes."""


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    each = QMainWindow()
    qtbot.addWidget(each)
    WindowFit(each)
    return each


def frame_of(window: QMainWindow) -> QRect:
    handle = window.windowHandle()
    assert handle is not None
    margins = handle.frameMargins()
    assert margins != QMargins(), "a platform without frames proves nothing"
    return window.geometry().marginsAdded(margins)


def remembered(place: QRect, *, screen: int, screen_width: int) -> QByteArray:
    """What saveGeometry wrote with a window at `place` on another screen. A QRect is stored by its corners."""
    corners = struct.pack(">4i", place.left(), place.top(), place.right(), place.bottom())
    head = struct.pack(">IHH", MAGIC, MAJOR, MINOR)
    return QByteArray(head + corners + corners + struct.pack(">i??i", screen, False, False, screen_width) + corners)


def test_first_window_is_on_its_screen_with_its_frame(window: QMainWindow) -> None:
    available = window.screen().availableGeometry()
    assert available.height() < 860, "the screen is smaller than the window would like to be"
    window.show()
    assert available.contains(frame_of(window))
    assert frame_of(window).height() > available.height() - 60, "and no smaller than it must be"
    assert window.minimumHeight() <= available.height() - 4


@pytest.mark.parametrize(
    "place",
    [QRect(2400, 300, 700, 600), QRect(-2000, -500, 700, 600), QRect(300, 500, 790, 790), QRect(0, 0, 3000, 2000)],
    ids=["right of it", "left of it", "beyond an edge", "larger"],
)
def test_place_of_a_screen_that_is_gone_is_not_used(window: QMainWindow, place: QRect) -> None:
    available = window.screen().availableGeometry()
    window.restoreGeometry(remembered(place, screen=1, screen_width=available.width()))
    window.show()
    assert available.contains(frame_of(window))


def test_remembered_place_that_fits_stays(window: QMainWindow) -> None:
    place = QRect(2, 60, 796, 640)
    width = window.screen().availableGeometry().width()
    assert window.restoreGeometry(remembered(place, screen=0, screen_width=width))
    window.show()
    assert window.geometry() == place


def test_smaller_screen_lets_the_window_be_smaller(window: QMainWindow) -> None:
    window.show()
    window.setMinimumSize(1024, 640)
    window.windowHandle().screenChanged.emit(window.screen())
    assert window.minimumWidth() < window.screen().availableGeometry().width()


def test_user_may_move_the_window_beyond_the_screen(window: QMainWindow) -> None:
    window.show()
    window.move(300, 400)
    QApplication.processEvents()
    assert window.pos().x() == 300
    assert not window.screen().availableGeometry().contains(frame_of(window))


def test_whole_screen_is_left_alone_until_it_ends(window: QMainWindow) -> None:
    window.showMaximized()
    QApplication.processEvents()
    assert window.isMaximized()
    window.showNormal()
    QApplication.processEvents()
    assert window.screen().availableGeometry().contains(frame_of(window))
