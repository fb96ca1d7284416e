"""Focus rings for the keyboard only, and menus with round corners."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wandesk.ui.look import Theme, apply_look, load_tokens
from wandesk.ui.widgets.keyboard_ring import shows_ring

RING = load_tokens(Theme.LIGHT).ring


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> QWidget:
    apply_look(qapp, Theme.LIGHT)
    window = QWidget()
    layout = QVBoxLayout(window)
    for widget in (QPushButton("One"), QPushButton("Two"), QLineEdit()):
        layout.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def has_ring(widget: QWidget) -> bool:
    """Whether the ring's colour is painted at the middle of its left edge."""
    image = widget.grab().toImage()
    return any(QColor(image.pixelColor(x, image.height() // 2)) == RING for x in range(3))


def press(window: QWidget, key: Qt.Key) -> None:
    handle = window.windowHandle()
    QApplication.sendEvent(handle, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
    QApplication.sendEvent(handle, QKeyEvent(QEvent.Type.KeyRelease, key, Qt.KeyboardModifier.NoModifier))


def click(window: QWidget, widget: QWidget) -> None:
    place = widget.mapTo(window, widget.rect().center()).toPointF()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        held = left if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, place, window.mapToGlobal(place), left, held, none)
        QApplication.sendEvent(window.windowHandle(), event)


def test_only_the_keyboard_shows_a_ring(window: QWidget) -> None:
    one, two = window.findChildren(QPushButton)
    (field,) = window.findChildren(QLineEdit)
    click(window, one)
    assert one.hasFocus()
    assert not has_ring(one)
    assert not shows_ring(one)
    press(window, Qt.Key.Key_Tab)
    assert two.hasFocus()
    assert has_ring(two)
    assert shows_ring(two)
    click(window, field)
    assert field.hasFocus()
    assert not has_ring(field)


def test_focus_that_the_program_moves_follows_the_last_press(window: QWidget) -> None:
    one, two = window.findChildren(QPushButton)
    click(window, one)
    two.setFocus()
    assert not has_ring(two)
    press(window, Qt.Key.Key_Tab)
    one.setFocus()
    assert has_ring(one)
