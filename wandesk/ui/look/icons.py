"""Icons: drawings of `resources/icons`, painted in colours of the current palette at any pixel density."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from wandesk.resources import resource_path
from wandesk.ui.look.tokens import Theme, load_tokens, tokens_of

APPLICATION = "wandesk"

_clones: list[QIconEngine] = []
"""Keeps clones alive: in PySide 6.11, Python owns them and would free them while Qt uses them (measured: a crash)."""


class IconRole(StrEnum):
    """The colour token of an icon."""

    PLAIN = "icon"
    MUTED = "muted"
    ACCENT = "accent_text"
    ON_ACCENT = "on_accent"
    PRACTICE = "practice"
    LOSS = "loss"
    GOOD = "good"


@cache
def icon_names() -> tuple[str, ...]:
    """The names of all icons but the application's."""
    found = sorted(path.stem for path in resource_path("icons").glob("*.svg"))
    return tuple(name for name in found if name != APPLICATION)


def icon(name: str, role: IconRole = IconRole.PLAIN, theme: Theme | None = None) -> QIcon:
    """An icon that follows the palette, also when the theme changes. Raises FileNotFoundError for an unknown name.

    With a `theme`, the icon keeps it: for what stays dark, as the stage does.
    """
    if name not in icon_names():  # the file itself is read when the icon is painted
        raise FileNotFoundError(f"there is no icon {name!r}")
    return QIcon(_PaletteIconEngine(name, role, theme))


def icon_pixmap(name: str, role: IconRole, side: int, pixel_ratio: float) -> QPixmap:
    """The icon as a pixmap of `side` logical pixels, in the current palette's colours."""
    return _pixmap(name, _colour(role, QIcon.Mode.Normal).name(), round(side * pixel_ratio), pixel_ratio)


@cache
def application_icon() -> QIcon:
    """The application's icon, in its own colours."""
    return QIcon(str(resource_path("icons", f"{APPLICATION}.svg")))


@cache
def _drawing(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", colour).encode()))


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, pixels: int, pixel_ratio: float) -> QPixmap:
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, colour).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(pixel_ratio)
    return pixmap


def _colour(role: IconRole, mode: QIcon.Mode, theme: Theme | None = None) -> QColor:
    tokens = tokens_of(QGuiApplication.palette()) if theme is None else load_tokens(theme)
    if mode is QIcon.Mode.Disabled:
        return tokens.disabled
    colour: QColor = getattr(tokens, role.value)
    return colour


class _PaletteIconEngine(QIconEngine):
    """Looks up the colour when painting, so that icons follow the palette."""

    def __init__(self, name: str, role: IconRole, theme: Theme | None) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._theme = theme

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = IconRole.ACCENT if state is QIcon.State.On and self._role is IconRole.PLAIN else self._role
        side = min(rect.width(), rect.height())
        area = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side)
        _renderer(self._name, _colour(role, mode, self._theme).name()).render(painter, area)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        pixels = QSize(round(size.width() * scale), round(size.height() * scale))  # `size` is logical since Qt 6.8
        if pixels.isEmpty():  # a button that has no room while its window is arranged
            return QPixmap()
        pixmap = QPixmap(pixels)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, pixels.width(), pixels.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        copy = _PaletteIconEngine(self._name, self._role, self._theme)
        _clones.append(copy)
        return copy


class IconLabel(QWidget):
    """An icon beside a text; it follows the palette."""

    def __init__(self, name: str, role: IconRole, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(side, side)
        self.show_icon(name, role)

    def show_icon(self, name: str, role: IconRole) -> None:
        """Show another icon."""
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        _renderer(self._name, _colour(self._role, QIcon.Mode.Normal).name()).render(painter, QRectF(self.rect()))
        painter.end()
