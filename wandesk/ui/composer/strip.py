"""Several pictures on the picture card: a strip of small ones on the picture, and a pill with their number."""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wandesk.ui.composer.on_picture import GROUND, PillButton, paint_pill
from wandesk.ui.composer.series import REFUSED_ROLE, PictureSeries
from wandesk.ui.look import IconRole, TextSize, Theme, icon_pixmap, load_tokens, text_font
from wandesk.ui.widgets.keyboard_ring import shows_ring
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import several as wording

translate = QCoreApplication.translate

SIDE, BETWEEN, AROUND = 40, 4, 4
"""Logical pixels: a small picture, the space between two, and the space around all of them."""
STRIP_HEIGHT = SIDE + 2 * AROUND
EDGE, FOR_BUTTONS = 8, 140
"""Logical pixels: from the picture's edges, and for its buttons at the right."""
RADIUS = 6
MARK = 14
"""Logical pixels of the mark on a picture that cannot be sent."""


class PictureStrip(QListView):
    """The small pictures in a row, which scrolls. The current one is shown in the form; Del takes it out."""

    remove_requested = Signal(int)
    """The row of the picture to take out."""

    def __init__(self, series: PictureSeries, parent: QWidget) -> None:
        super().__init__(parent)
        self._series = series
        self.setModel(series)
        self.setItemDelegate(_SmallPictures(self))
        self.setAccessibleName(translate("Composer", "Pictures"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setFixedHeight(STRIP_HEIGHT)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().currentChanged.connect(self._current_changed)

    def show_current(self) -> None:
        """Mark the picture that the form shows."""
        index = self._series.index(self._series.current)
        if index.isValid() and index != self.currentIndex():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._series.show(current.row())
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentIndex().isValid():
            self.remove_requested.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta, bar = event.angleDelta(), self.horizontalScrollBar()
        bar.setValue(bar.value() - (delta.x() or delta.y()))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(GROUND)
        painter.drawRoundedRect(QRectF(self.viewport().rect()), RADIUS + AROUND, RADIUS + AROUND)
        painter.end()
        super().paintEvent(event)


class _SmallPictures(QStyledItemDelegate):
    """A square of the picture's middle, a ring around the current one, and a mark on one that cannot be sent."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(SIDE + AROUND, STRIP_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = option.widget
        assert isinstance(view, PictureStrip)
        tokens = load_tokens(Theme.DARK)
        rect = option.rect
        area = QRectF(rect.left() + AROUND, rect.top() + AROUND, SIDE, SIDE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(area, RADIUS, RADIUS)
        pixmap = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(pixmap, QPixmap):
            side = min(pixmap.width(), pixmap.height())
            middle = QRectF((pixmap.width() - side) / 2, (pixmap.height() - side) / 2, side, side)
            painter.setClipPath(shape)
            painter.drawPixmap(area, pixmap, middle)
            painter.setClipping(False)
        else:
            painter.fillPath(shape, tokens.raised)
        is_refused = bool(index.data(REFUSED_ROLE))
        if is_refused:
            painter.fillPath(shape, QColor(0, 0, 0, 150))
            mark = icon_pixmap("warning", IconRole.ON_ACCENT, MARK, view.devicePixelRatioF())
            painter.drawPixmap(QPointF(area.center().x() - MARK / 2, area.center().y() - MARK / 2), mark)
        if index == view.currentIndex():
            painter.setPen(QPen(tokens.ring if shows_ring(view) else tokens.on_accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.restore()


class SeriesBar:
    """The strip and the pill of a picture card: made for the first series, shown while there is one."""

    def __init__(self, series: PictureSeries, target: QWidget, *, row: int, column: QVBoxLayout) -> None:
        """`target` is the picture; its buttons are at the top of `column`, and the strip stands in its place `row`."""
        self._series = series
        self._target = target
        self._read: tuple[int, int] | None = None
        self.pill = SeriesPill(target)
        self.strip = PictureStrip(series, target)
        column.insertWidget(row, self.strip)
        self.pill.end_button.clicked.connect(series.clear)
        self.strip.remove_requested.connect(series.remove)
        series.changed.connect(self.show)
        QWidget.setTabOrder(target, self.pill.add_button)
        QWidget.setTabOrder(self.pill.add_button, self.pill.end_button)
        QWidget.setTabOrder(self.pill.end_button, self.strip)
        self.show()

    @property
    def height(self) -> int:
        """Logical pixels that it takes at the lower edge of the picture."""
        return 0 if self.strip.isHidden() else STRIP_HEIGHT + BETWEEN

    def show(self) -> None:
        """Show the series, or nothing where there is none."""
        count = len(self._series.pictures)
        self.strip.setVisible(count > 1)
        self.pill.setVisible(count > 1)
        if count > 1:
            self.strip.show_current()
            self.fit()

    def show_read(self, done: int, total: int) -> None:
        """Show how many pictures were read; a total of 0 is the end."""
        self._read = (done, total) if total else None
        self.show()

    def fit(self) -> None:
        """Stand at the left of the buttons on the picture."""
        count = len(self._series.pictures)
        whole = wording.pictures_read(*self._read) if self._read else wording.pictures_count(count)
        self.pill.show_text(whole, aloud=wording.pictures_count(count))
        if self.pill.sizeHint().width() > self._target.width() - FOR_BUTTONS:
            self.pill.show_text(str(count), aloud=wording.pictures_count(count))
        self.pill.adjustSize()
        self.pill.move(EDGE, EDGE)
        self.pill.raise_()


class SeriesPill(QWidget):
    """How many pictures there are, a button that adds some, and one that keeps only the shown one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = PlainLabel(parent=self)
        self.label.setFont(text_font(TextSize.SMALL))
        colours = self.label.palette()
        colours.setColor(self.label.foregroundRole(), load_tokens(Theme.DARK).on_accent)
        self.label.setPalette(colours)
        self.add_button: QToolButton = PillButton("plus", translate("Composer", "Add pictures"), self)
        self.end_button: QToolButton = PillButton("close", translate("Composer", "Keep only this picture"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 2, 0)
        row.setSpacing(0)
        row.addWidget(self.label)
        row.addWidget(self.add_button)
        row.addWidget(self.end_button)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def show_text(self, text: str, *, aloud: str) -> None:
        """Show the number of pictures, or how far they are read; a screen reader says `aloud`."""
        self.label.setText(text)
        self.label.setAccessibleName(aloud)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_pill(painter, QRectF(self.rect()))
        painter.end()
