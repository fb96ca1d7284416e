"""Lies over the whole form while a file is dragged over the window, and says what dropping it would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from wandesk.domain.draft import Field
from wandesk.ui.look import IconRole, TextSize, Tokens, icon_pixmap, text_font, tokens_of

translate = QCoreApplication.translate

EDGE = 10
"""Logical pixels between the overlay's edge and its zones, and between two zones."""
ICON = 44
ICON_GAP = 12
OPACITY = 0.97
DASHES = (4.0, 4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A part of the overlay: the field that takes the file, and whether the model has that field."""

    field: Field
    is_taken: bool = True
    count: int = 1
    """How many files the field would take."""


class DropOverlay(QWidget):
    """One zone per use, below each other. The mouse and the drag pass through to the form."""

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self._zones: Sequence[Zone] = ()
        self._marked: frozenset[Field] = frozenset()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        form.installEventFilter(self)

    @property
    def zones(self) -> Sequence[Zone]:
        """The zones that are shown; none while nothing is dragged."""
        return self._zones

    @property
    def marked(self) -> frozenset[Field]:
        """The fields that take the file if it is dropped here."""
        return self._marked

    def show_zones(self, zones: Sequence[Zone], marked: frozenset[Field]) -> None:
        """Light up with these zones, the marked ones strongly."""
        if (zones, marked) != (self._zones, self._marked):
            self._zones, self._marked = zones, marked
            self.update()
        if self.isHidden():
            self._fit()
            self.raise_()
            self.show()

    def hide_zones(self) -> None:
        """Show the form again."""
        self._zones, self._marked = (), frozenset()
        self.hide()

    def field_at(self, height: float) -> Field:
        """The field of the zone at this height of the form, in logical pixels. There must be a zone."""
        return min(
            ((abs(area.center().y() - height), zone) for zone, area in zip(self._zones, self._areas(), strict=True)),
            key=lambda each: each[0],
        )[1].field

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.isHidden():
            self._fit()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(tokens.surface)
        ground.setAlphaF(OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), tokens.card_radius, tokens.card_radius)
        for zone, area in zip(self._zones, self._areas(), strict=True):
            self._paint_zone(painter, zone, area, tokens)
        painter.end()

    def _fit(self) -> None:
        form = self.parentWidget()
        assert form is not None
        layout = form.layout()  # its margins are no part of the form's surface
        self.setGeometry(form.rect() if layout is None else form.rect().marginsRemoved(layout.contentsMargins()))

    def _areas(self) -> list[QRectF]:
        """The area of each zone; all are equally high."""
        count = len(self._zones)
        height = (self.height() - EDGE * (count + 1)) / max(count, 1)
        return [
            QRectF(EDGE, EDGE + number * (height + EDGE), self.width() - 2 * EDGE, height) for number in range(count)
        ]

    def _paint_zone(self, painter: QPainter, zone: Zone, area: QRectF, tokens: Tokens) -> None:
        is_marked = zone.field in self._marked and zone.is_taken
        pen = QPen(tokens.ring if is_marked else tokens.field_edge, 2)
        if not is_marked:
            pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.setBrush(tokens.accent_soft if is_marked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), tokens.radius, tokens.radius)
        font = text_font(TextSize.TITLE, is_strong=True)
        lines = QFontMetricsF(font).boundingRect(area, Qt.TextFlag.TextWordWrap, zone_text(zone)).height()
        top = area.center().y() - (ICON + ICON_GAP + lines) / 2
        role = IconRole.ACCENT if is_marked else IconRole.MUTED
        name = "sound" if zone.field is Field.AUDIO else "picture"
        pixmap = icon_pixmap(name, role, ICON, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(area.center().x() - ICON / 2, top), pixmap)
        painter.setFont(font)
        painter.setPen(tokens.text if zone.is_taken else tokens.muted)
        below = QRectF(area.left() + EDGE, top + ICON + ICON_GAP, area.width() - 2 * EDGE, lines + EDGE)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(below, flags, zone_text(zone))


def zone_text(zone: Zone) -> str:
    """What dropping the file there would do."""
    if zone.field is Field.LAST_FRAME:
        return translate("Composer", "Use as the last frame")
    if zone.field is Field.CLIP:
        return translate("Composer", "Continue this video")
    count = zone.count
    if zone.field is not Field.AUDIO and count > 1:
        return translate("Composer", "Make a video of each of %n pictures", "", count)
    if zone.field is not Field.AUDIO:
        return translate("Composer", "Use as the picture")
    if zone.is_taken:
        return translate("Composer", "Use as the audio")
    return translate("Composer", "This model doesn't take an audio file")
