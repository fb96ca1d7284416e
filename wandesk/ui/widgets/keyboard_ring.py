"""Whether a widget that paints itself has the focus by the keyboard (`ui.look.keyboard_ring`)."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wandesk.ui.look import RING


def shows_ring(widget: QWidget) -> bool:
    """Whether a widget that paints itself shows a ring."""
    return widget.hasFocus() and widget.property(RING) == "keys"
