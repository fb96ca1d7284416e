"""What floats over the video. The video is a native window, so that only another native window is visible above it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainterPath, QRegion
from PySide6.QtWidgets import QWidget

WITH_MASKS = ("xcb", "windows", "cocoa")
WITHOUT_CHILDREN = ("offscreen", "minimal")
"""Platforms of Qt: those that cut a window to a shape, and those without windows inside a window."""


def lift_over_video(widget: QWidget) -> None:
    """Make a child of the stage visible above the video. Call it before each time that the widget is shown.

    Its own ground must be opaque: native windows inside another one are not blended with what is below them.
    """
    if QGuiApplication.platformName() in WITHOUT_CHILDREN:
        return
    if not widget.testAttribute(Qt.WidgetAttribute.WA_NativeWindow):
        # Otherwise its siblings and all that they are in become native windows, too, and some are drawn twice.
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontCreateNativeWidgetSiblings)
        widget.setAttribute(Qt.WidgetAttribute.WA_DontCreateNativeAncestors)
        widget.setAttribute(Qt.WidgetAttribute.WA_NativeWindow)
    # Not only QWidget.raise_(): for the last child of its parent, it leaves the native order alone.
    if (window := widget.windowHandle()) is not None:
        window.raise_()


def cut_corners(widget: QWidget, radius: float) -> None:
    """Give a native window round corners, where nothing blends them."""
    if QGuiApplication.platformName() not in WITH_MASKS:
        return
    corners = QPainterPath()
    corners.addRoundedRect(QRectF(widget.rect()), radius, radius)
    widget.setMask(QRegion(corners.toFillPolygon().toPolygon()))
