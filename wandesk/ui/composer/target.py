"""The area where files are dropped; pressing it opens a file dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from wandesk.ui.look import IconRole, TextSize, Tokens, icon_pixmap, moves, text_font, tokens_of
from wandesk.ui.widgets.backdrop import Backdrop
from wandesk.ui.widgets.choice_box import UNCLIPPED
from wandesk.ui.widgets.keyboard_ring import shows_ring

SPINNER_STEP_MS = 40
SPINNER_TURN = 30
DASHES = (4.0, 4.0)
CORNER = 10
"""Logical pixels."""
LEAST_WIDTH, NARROW = 64, 180
"""Logical pixels: a target of less width has room for few words."""


class DropTarget(QAbstractButton):
    """A button that shows an invitation while empty, then a picture or two lines of text.

    Space and Return press it. A held key presses it once.
    """

    def __init__(self, icon_name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._title = ""
        self._hint = ""
        self._pixmap: QPixmap | None = None
        self._backdrop = Backdrop()
        self._is_filled = False
        self._is_reading = False
        self._is_refused = False
        self._reading_text = ""
        self._angle = 0
        self._spinner = QTimer(self)
        self._spinner.setInterval(SPINNER_STEP_MS)
        self._spinner.timeout.connect(self._turn)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    # ---------------------------------------------------------------- showing

    def show_invitation(self, title: str, hint: str) -> None:
        """Show what to do while the target is empty."""
        self._title, self._hint, self._pixmap, self._is_filled = title, hint, None, False
        self.update()

    def show_lines(self, title: str, second: str) -> None:
        """Show two lines of text."""
        self._title, self._hint, self._pixmap, self._is_filled = title, second, None, True
        self.update()

    def show_picture(self, pixmap: QPixmap) -> None:
        """Show a picture."""
        self._pixmap, self._is_filled = pixmap, True
        self._backdrop.show_picture(pixmap)
        self.update()

    @property
    def is_reading(self) -> bool:
        return self._is_reading

    @property
    def reading_text(self) -> str:
        """What is shown while a file is read."""
        return self._reading_text

    def set_reading(self, text: str | None) -> None:
        """Show that a new file is being read, over the dimmed old content; None ends it."""
        self._is_reading = text is not None
        self._reading_text = text or ""
        if self._is_reading and moves(self):
            self._spinner.start()
        else:
            self._spinner.stop()
        self.update()

    def set_refused(self, *, is_refused: bool) -> None:
        """Show whether a sentence says what is wrong with the content, or with a file that was offered."""
        if is_refused != self._is_refused:
            self._is_refused = is_refused
            self.update()

    def _turn(self) -> None:
        self._angle = (self._angle + SPINNER_TURN) % 360
        self.update()

    # ---------------------------------------------------------------- Qt's own

    def sizeHint(self) -> QSize:
        return QSize(280, self.height())

    def minimumSizeHint(self) -> QSize:
        """What lies on the target takes the room that there is."""
        return QSize(LEAST_WIDTH, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(area, CORNER, CORNER)
        painter.fillPath(shape, self._ground(tokens))
        if self._pixmap is not None:
            painter.save()
            painter.setClipPath(shape)
            self._paint_picture(painter, self._pixmap, area, tokens)
            painter.restore()
        if self._is_reading:
            self._paint_reading(painter, area, tokens)
        elif self._pixmap is None:
            if self._is_filled:
                self._paint_lines(painter, area, tokens)
            else:
                self._paint_invitation(painter, area, tokens)
        self._paint_edge(painter, area, tokens)
        painter.end()

    # ---------------------------------------------------------------- painting

    def _ground(self, tokens: Tokens) -> QColor:
        if self._pixmap is not None:
            return tokens.stage
        if self._is_filled:
            return tokens.raised
        return tokens.hover if self.underMouse() and self.isEnabled() else tokens.window

    def _paint_edge(self, painter: QPainter, area: QRectF, tokens: Tokens) -> None:
        has_ring = shows_ring(self)
        if self._is_filled and not has_ring and not self._is_refused:
            return
        colour = tokens.ring if has_ring else tokens.loss if self._is_refused else tokens.field_edge
        pen = QPen(colour, 2 if has_ring or self._is_refused else 1.25)
        if not self._is_filled and not has_ring:
            pen.setDashPattern(DASHES)
        inside = pen.widthF() / 2
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(inside, inside, -inside, -inside), CORNER - inside, CORNER - inside)

    def _paint_picture(self, painter: QPainter, pixmap: QPixmap, area: QRectF, tokens: Tokens) -> None:
        """The whole picture, as large as the area lets it be, on its own glow."""
        fitted = QRectF(
            QPointF(), pixmap.deviceIndependentSize().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        )
        fitted.moveCenter(area.center())
        self._backdrop.paint(painter, area.toAlignedRect(), tokens.stage, 0)
        painter.drawPixmap(fitted, pixmap, QRectF(pixmap.rect()))
        if self._is_reading:
            painter.setOpacity(0.65)
            painter.fillRect(area, tokens.surface)
            painter.setOpacity(1.0)

    def _paint_invitation(self, painter: QPainter, area: QRectF, tokens: Tokens) -> None:
        role = IconRole.ACCENT if self.underMouse() else IconRole.MUTED
        if area.height() < 96:
            self._paint_lines(painter, area, tokens, role)
            return
        title_font, hint_font = text_font(TextSize.BODY, is_strong=True), text_font(TextSize.SMALL)
        title_height, hint_height = QFontMetricsF(title_font).height(), QFontMetricsF(hint_font).height()
        side = 36
        total = side + 10 + title_height + 4 + hint_height
        top = area.center().y() - total / 2
        pixmap = icon_pixmap(self._icon_name, role, side, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(area.center().x() - side / 2, top), pixmap)
        top += side + 10
        self._paint_text(
            painter, QRectF(area.left() + 8, top, area.width() - 16, title_height), self._title, tokens, is_strong=True
        )
        top += title_height + 4
        self._paint_text(
            painter, QRectF(area.left() + 8, top, area.width() - 16, hint_height), self._hint, tokens, is_strong=False
        )

    def _paint_text(self, painter: QPainter, area: QRectF, text: str, tokens: Tokens, *, is_strong: bool) -> None:
        font = text_font(TextSize.BODY if is_strong else TextSize.SMALL, is_strong=is_strong)
        painter.setFont(font)
        painter.setPen(tokens.text if is_strong else tokens.muted)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, UNCLIPPED | Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_lines(self, painter: QPainter, area: QRectF, tokens: Tokens, role: IconRole = IconRole.ACCENT) -> None:
        side = 24
        pixmap = icon_pixmap(self._icon_name, role, side, self.devicePixelRatioF())
        margin, gap = (10, 8) if area.width() < NARROW else (14, 12)
        painter.drawPixmap(QPointF(area.left() + margin, area.center().y() - side / 2), pixmap)
        left = area.left() + margin + side + gap
        width = area.right() - 10 - left
        # The name of a file ends with its kind; a sentence begins with what it says.
        elide = Qt.TextElideMode.ElideMiddle if self._is_filled else Qt.TextElideMode.ElideRight
        for text, font, colour, is_first in (
            (self._title, text_font(TextSize.BODY, is_strong=True), tokens.text, True),
            (self._hint, text_font(TextSize.SMALL), tokens.muted, False),
        ):
            metrics = QFontMetricsF(font)
            top = area.center().y() - metrics.height() - 1 if is_first else area.center().y() + 2
            painter.setFont(font)
            painter.setPen(colour)
            shown = metrics.elidedText(text, elide, width)
            painter.drawText(
                QRectF(left, top, width, metrics.height()), UNCLIPPED | Qt.AlignmentFlag.AlignVCenter, shown
            )

    def _paint_reading(self, painter: QPainter, area: QRectF, tokens: Tokens) -> None:
        side = 22.0
        font = text_font(TextSize.SMALL)
        text = self._reading_text if area.width() >= NARROW else ""
        width = QFontMetricsF(font).horizontalAdvance(text)
        is_low = area.height() < 96 and bool(text)
        total = side + 10 + width if is_low else side
        circle = QRectF(0, 0, side, side)
        circle.moveCenter(
            QPointF(area.center().x() - (total - side) / 2, area.center().y() - (0 if is_low or not text else 14))
        )
        painter.setPen(QPen(tokens.track, 2.5))
        painter.drawEllipse(circle)
        pen = QPen(tokens.accent, 2.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(circle, -self._angle * 16, 90 * 16)
        painter.setFont(font)
        painter.setPen(tokens.text)
        if is_low:
            beside = QRectF(circle.right() + 10, area.top(), width + 4, area.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, text)
        else:
            below = QRectF(area.left(), circle.bottom() + 10, area.width(), QFontMetricsF(font).height())
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, text)
