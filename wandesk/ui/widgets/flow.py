"""A row of widgets that wraps to the next line, for large text and long languages."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowRow(QLayout):
    """Items from left to right, each as wide as its size hint; hidden ones take no space."""

    def __init__(self, *, spacing: int = 8, is_even: bool = False, is_centred: bool = False) -> None:
        """`is_even` gives all items of a line the same height; `is_centred` puts each line into the middle."""
        super().__init__()
        self._is_even = is_even
        self._is_centred = is_centred
        self._items: list[QLayoutItem] = []
        self._between = spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insertWidget(self, index: int, widget: QWidget) -> None:
        """Add a widget before the item with that index."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        sizes = [item.sizeHint() for item in self._shown()]
        margins = self.contentsMargins()
        width = sum(size.width() for size in sizes) + self._between * max(0, len(sizes) - 1)
        height = max((size.height() for size in sizes), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._shown()]
        margins = self.contentsMargins()
        width = max((size.width() for size in sizes), default=0)
        height = max((size.height() for size in sizes), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        margins = self.contentsMargins()
        area = rect.adjusted(margins.left(), margins.top(), -margins.right(), -margins.bottom())
        parent = self.parentWidget()
        is_mirrored = isinstance(parent, QWidget) and parent.layoutDirection() is Qt.LayoutDirection.RightToLeft
        y = area.y()
        for line in self._lines(area.width()):
            x, highest = area.x(), max(size.height() for _, size in line)
            if self._is_centred:
                taken = sum(size.width() for _, size in line) + self._between * (len(line) - 1)
                x += max(0, area.width() - taken) // 2
            for item, size in line:
                if moves:
                    left = area.right() + 1 - (x - area.x()) - size.width() if is_mirrored else x
                    item_height = highest if self._is_even else size.height()
                    item.setGeometry(QRect(QPoint(left, y), QSize(size.width(), item_height)))
                x += size.width() + self._between
            y += highest + self._between
        return max(0, y - self._between - area.y()) + margins.top() + margins.bottom()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        room = -1
        for item in self._shown():
            item_width = min(item.sizeHint().width(), max(width, item.minimumSize().width()))
            item_height = item.heightForWidth(item_width) if item.hasHeightForWidth() else item.sizeHint().height()
            if not lines or item_width > room:
                lines.append([])
                room = width
            lines[-1].append((item, QSize(item_width, item_height)))
            room -= item_width + self._between
        return lines
