"""What a screen reader meets in place of Qt's own account of a widget."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QApplication, QComboBox, QFrame, QListView, QWidget

from wandesk.ui.widgets.row_faces import FOCUS, PRESS, RowsFace
from wandesk.ui.wording.player import switched

_INSTALLED = "has_faces"


class ToggleFace(QAccessibleWidget):
    """A toggle button. Qt takes every button that can be checked for a check box."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button, QAccessible.Role.Button)
        self._button = button

    def state(self) -> QAccessible.State:
        state = super().state()
        state.checkable = True
        state.checked = state.pressed = self._button.isChecked()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """On Linux the description says whether it is on: Qt 6.11 passes no role for toggle buttons to AT-SPI."""
        if kind is QAccessible.Text.Description and sys.platform == "linux":
            return switched(is_on=self._button.isChecked())
        return super().text(kind)

    def actionNames(self) -> list[str]:
        return [self.toggleAction(), PRESS, FOCUS]  # those of Qt's own buttons

    def doAction(self, action: str) -> None:
        if action == FOCUS:
            super().doAction(action)
        elif self._button.isEnabled():
            self._button.click()


class FrameFace(QAccessibleWidget):
    """A frame: a group if it has a name, otherwise nothing that would be said."""

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Grouping if self.widget().accessibleName() else QAccessible.Role.Client


def install_faces(app: QApplication) -> None:
    """Let Qt ask here for what it shows a screen reader. To be called once, before the first window is shown.

    A widget with a method `accessible_face()` has what it returns.
    """
    if not app.property(_INSTALLED):
        app.setProperty(_INSTALLED, "yes")
        QAccessible.installFactory(_face_of)


def _face_of(class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """The face of a widget; None: Qt's own. Qt asks for its class, then for each class that this one is made from."""
    make = getattr(thing, "accessible_face", None)
    if make is not None:
        face: QAccessibleInterface = make()
        return face
    if class_name == "QFrame" and isinstance(thing, QFrame):
        return FrameFace(thing)
    if class_name == "QComboBoxListView" and isinstance(thing, QListView):
        return _face_of_choices(thing)
    return None


def _face_of_choices(choices: QListView) -> QAccessibleInterface:
    """The open or closed list of a combo box. To press one of its entries chooses it.

    Qt may ask while the list is being made: it gets its model and comes into its box later.
    """

    def box() -> QComboBox | None:
        found: QWidget | None = choices
        while found is not None and not isinstance(found, QComboBox):
            found = found.parentWidget()
        return found

    def choose(row: int) -> None:
        if (its_box := box()) is not None:
            its_box.hidePopup()
            its_box.setCurrentIndex(row)
            its_box.activated.emit(row)

    return RowsFace(choices, choose, parent=box)
