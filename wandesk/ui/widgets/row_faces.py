"""The rows of a list for a screen reader, each with an action that presses it.

The rows of Qt's own account of a list can be selected, but have no such action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QAccessibleSelectionInterface,
)
from PySide6.QtWidgets import QAbstractItemView, QAccessibleWidget, QWidget

Press = Callable[[int], None]
"""Acts on a row, as Return or a double click does."""

Maybe = Any
"""What may be None, which PySide's stubs do not say of these methods."""

PRESS, FOCUS = QAccessibleActionInterface.pressAction(), QAccessibleActionInterface.setFocusAction()
"""Qt's keys of these actions, for which Qt has texts."""


class RowsFace(QAccessibleWidget):
    """A list. Its rows have what the model says as AccessibleTextRole, or else as text."""

    def __init__(
        self, view: QAbstractItemView, press: Press, parent: Callable[[], QWidget | None] = lambda: None
    ) -> None:
        """`parent` gives what the list belongs to, where that is not its parent widget."""
        super().__init__(view, QAccessible.Role.List)
        self._view = view
        self._parent = parent
        self._rows = _Rows(view, press)
        self._selection = _Selection(view, self._rows, press)
        self._act = _TakeFocus(view)

    def parent(self) -> QAccessibleInterface:
        owner = self._parent()
        return super().parent() if owner is None else QAccessible.queryAccessibleInterface(owner)

    def childCount(self) -> int:
        return self._rows.count()

    def child(self, row: int) -> Maybe:
        return self._rows.at(row)

    def childAt(self, x: int, y: int) -> Maybe:
        index = self._view.indexAt(self._view.viewport().mapFromGlobal(QPoint(x, y)))
        return self._rows.at(index.row()) if index.isValid() else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.index.row() if isinstance(child, RowFace) else -1

    def focusChild(self) -> Maybe:
        index = self._view.currentIndex()
        return self._rows.at(index.row()) if index.isValid() and self._view.hasFocus() else None

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Maybe:
        match kind:
            case QAccessible.InterfaceType.SelectionInterface:
                return _address(self._selection)
            case QAccessible.InterfaceType.ActionInterface:
                return _address(self._act)
            case _:
                return _address(None)


class RowFace(QAccessibleInterface):
    """One row, for as long as the model has it."""

    def __init__(self, view: QAbstractItemView, index: QPersistentModelIndex, press: Press) -> None:
        super().__init__()
        self._view = view
        self.index = index
        self._acts = _Acts(view, index, press)

    def isValid(self) -> bool:
        return shiboken6.isValid(self._view) and self.index.isValid()

    def object(self) -> Maybe:
        return None

    def window(self) -> Maybe:
        return self._view.window().windowHandle() if self.isValid() else None

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        match kind:
            case QAccessible.Text.Name:
                spoken = self.index.data(Qt.ItemDataRole.AccessibleTextRole)
                return str(spoken or self.index.data(Qt.ItemDataRole.DisplayRole) or "")
            case QAccessible.Text.Description:
                return str(self.index.data(Qt.ItemDataRole.AccessibleDescriptionRole) or "")
            case _:
                return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing can be written into a row."""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if not self.isValid():
            state.invalid = True
            return state
        view = self._view
        is_multiple = view.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection
        state.focusable = state.selectable = True
        state.multiSelectable = state.extSelectable = is_multiple
        state.selected = view.selectionModel().isSelected(self.index)
        state.focused = view.hasFocus() and view.currentIndex() == self.index
        state.invisible = not view.isVisible()
        state.offscreen = not view.viewport().rect().intersects(view.visualRect(self.index))
        return state

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        area, viewport = self._view.visualRect(self.index), self._view.viewport()
        return QRect(viewport.mapToGlobal(area.topLeft()), area.size())

    def parent(self) -> Maybe:
        return QAccessible.queryAccessibleInterface(self._view) if self.isValid() else None

    def child(self, _number: int) -> Maybe:
        return None

    def childAt(self, _x: int, _y: int) -> Maybe:
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Maybe:
        return _address(self._acts if kind is QAccessible.InterfaceType.ActionInterface else None)


class _Acts(QAccessibleActionInterface):
    """What can be done with a row."""

    def __init__(self, view: QAbstractItemView, index: QPersistentModelIndex, press: Press) -> None:
        super().__init__()
        self._view, self._index, self._press = view, index, press

    def actionNames(self) -> list[str]:
        return [PRESS, FOCUS]

    def doAction(self, action: str) -> None:
        if not self._index.isValid():
            return
        if action == PRESS:
            self._press(self._index.row())
        elif action == FOCUS:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            self._view.setCurrentIndex(_passing(self._index))

    def keyBindingsForAction(self, _action: str) -> list[str]:
        return []


class _TakeFocus(QAccessibleActionInterface):
    """Gives the focus to a list."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__()
        self._view = view

    def actionNames(self) -> list[str]:
        return [FOCUS]

    def doAction(self, action: str) -> None:
        if action == FOCUS:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyBindingsForAction(self, _action: str) -> list[str]:
        return []


class _Selection(QAccessibleSelectionInterface):
    """The selected rows."""

    def __init__(self, view: QAbstractItemView, rows: _Rows, press: Press) -> None:
        super().__init__()
        self._view, self._rows, self._press = view, rows, press

    def selectedItemCount(self) -> int:
        return sum(1 for _row in self._selected())

    def selectedItems(self) -> list[QAccessibleInterface]:
        return [face for face in map(self._rows.at, self._selected()) if face is not None]

    def isSelected(self, child: QAccessibleInterface) -> bool:
        return isinstance(child, RowFace) and bool(child.state().selected)

    def select(self, child: QAccessibleInterface) -> bool:
        """Of a list of which one row is selected, this one is chosen."""
        is_single = self._view.selectionMode() is QAbstractItemView.SelectionMode.SingleSelection
        if is_single and isinstance(child, RowFace) and child.isValid():
            self._press(child.index.row())
            return True
        return self._change(child, QItemSelectionModel.SelectionFlag.Select)

    def unselect(self, child: QAccessibleInterface) -> bool:
        return self._change(child, QItemSelectionModel.SelectionFlag.Deselect)

    def selectAll(self) -> bool:
        self._view.selectAll()
        return True

    def clear(self) -> bool:
        self._view.clearSelection()
        return True

    def _change(self, child: QAccessibleInterface, how: QItemSelectionModel.SelectionFlag) -> bool:
        if not isinstance(child, RowFace) or not child.isValid():
            return False
        self._view.selectionModel().select(_passing(child.index), how)
        return True

    def _selected(self) -> Iterator[int]:
        selection = self._view.selectionModel().selection()
        for each in map(selection.at, range(selection.count())):
            yield from range(each.top(), each.bottom() + 1)


class _Rows:
    """The faces of the rows that were asked for. Qt keeps only an id of each, so they live here."""

    def __init__(self, view: QAbstractItemView, press: Press) -> None:
        self._view, self._press = view, press
        self._faces: dict[QPersistentModelIndex, tuple[int, RowFace]] = {}
        """With the id that Qt gave it."""
        self._followed: QAbstractItemModel | None = None
        view.destroyed.connect(self._forget_all)

    def count(self) -> int:
        """How many rows there are; none while the list has no model yet."""
        model: QAbstractItemModel | None = self._view.model()
        return 0 if model is None else model.rowCount()

    def at(self, row: int) -> RowFace | None:
        model: QAbstractItemModel | None = self._view.model()
        if model is None or not 0 <= row < model.rowCount():
            return None
        if model is not self._followed:
            self._followed = model
            for signal in (model.rowsRemoved, model.modelReset):
                signal.connect(self._forget_gone)
        index = model.index(row, 0)
        lasting = QPersistentModelIndex(index)
        if lasting not in self._faces:
            face = RowFace(self._view, lasting, self._press)
            self._faces[lasting] = QAccessible.registerAccessibleInterface(face), face
        return self._faces[lasting][1]

    def _forget_gone(self) -> None:
        self._forget([index for index in self._faces if not index.isValid()])

    def _forget_all(self) -> None:
        self._forget(list(self._faces))

    def _forget(self, gone: list[QPersistentModelIndex]) -> None:
        for index in gone:
            number, _face = self._faces.pop(index)
            QAccessible.deleteAccessibleInterface(number)


def _passing(index: QPersistentModelIndex) -> QModelIndex:
    return index.model().index(index.row(), index.column())


def _address(part: QAccessibleActionInterface | QAccessibleSelectionInterface | None) -> Maybe:
    """What Qt expects of `interface_cast`. With None or the object itself, PySide 6.11 ends the process."""
    return shiboken6.VoidPtr(shiboken6.getCppPointer(part)[0] if part is not None else 0)
