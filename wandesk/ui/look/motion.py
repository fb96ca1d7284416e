"""Whether things may move: the user's setting, or what the system asks for."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyle, QWidget

_PROPERTY = "motion"
_STILL = "system_is_still"
_USUAL = "usual_effects"
_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
)


class Motion(StrEnum):
    """The user's choice."""

    SYSTEM = "system"
    REDUCED = "reduced"
    FULL = "full"


def set_motion(app: QApplication, motion: Motion) -> None:
    """Apply the choice to our own drawings from their next frame on, and to Qt's menus and tooltips."""
    if app.property(_USUAL) is None:
        app.setProperty(_USUAL, [QApplication.isEffectEnabled(each) for each in _EFFECTS])
    app.setProperty(_PROPERTY, motion.value)
    for each, is_usual in zip(_EFFECTS, app.property(_USUAL), strict=True):
        is_still = motion is Motion.REDUCED or (motion is Motion.SYSTEM and bool(app.property(_STILL)))
        QApplication.setEffectEnabled(each, is_usual and not is_still)


def set_system_motion(app: QApplication, *, is_still: bool) -> None:
    """What the desktop asks for, where Qt's style does not know it. It counts while the user's choice is SYSTEM."""
    app.setProperty(_STILL, "yes" if is_still else "")
    set_motion(app, Motion(app.property(_PROPERTY) or Motion.SYSTEM))


def moves(widget: QWidget) -> bool:
    """Whether a drawing of the widget may move. Where the system asks for no animations, Qt's style has none."""
    app = QApplication.instance()
    match Motion((app.property(_PROPERTY) if app is not None else None) or Motion.SYSTEM):
        case Motion.REDUCED:
            return False
        case Motion.FULL:
            return True
        case Motion.SYSTEM:
            if app is not None and app.property(_STILL):
                return False
            return widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
