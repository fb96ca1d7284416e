"""Motion: the user's choice, or the system's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from tests.support.program import running_program
from wandesk.ui.composer.target import DropTarget
from wandesk.ui.look import Motion, moves, set_motion
from wandesk.ui.settings.table import MOTION


class Still(QProxyStyle):
    """A system whose user wants no animations."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint is QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return int(super().styleHint(hint, option, widget, returned))


class Lively(Still):
    """A system with animations."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        if hint is QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 200
        return super().styleHint(hint, option, widget, returned)


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    set_motion(qapp, Motion.SYSTEM)


@pytest.mark.parametrize(
    ("motion", "style", "expected"),
    [
        (Motion.SYSTEM, Still, False),
        (Motion.SYSTEM, Lively, True),
        (Motion.REDUCED, Lively, False),
        (Motion.FULL, Still, True),
    ],
)
def test_user_or_system_decides(
    app: QApplication, qtbot: QtBot, motion: Motion, style: type[Still], expected: bool
) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    worn = style("Fusion")
    widget.setStyle(worn)
    set_motion(app, motion)
    assert moves(widget) is expected
    widget.setStyle(app.style())


def test_reduced_motion_stops_menus_and_spinners(app: QApplication, qtbot: QtBot) -> None:
    usual = QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    target = DropTarget("picture", 120)
    qtbot.addWidget(target)
    set_motion(app, Motion.FULL)
    target.set_reading("Reading…")
    assert target._spinner.isActive()
    set_motion(app, Motion.REDUCED)
    target.set_reading("Reading…")
    assert not target._spinner.isActive()
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    set_motion(app, Motion.SYSTEM)
    assert QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu) is usual


def test_the_setting_acts_at_once_and_at_the_next_start(app: QApplication, tmp_path: Path) -> None:
    with running_program(tmp_path / "profile") as program:
        assert program.window is not None
        program.preferences.set(MOTION.option, "reduced")
        assert not moves(program.window)
        program.preferences.set(MOTION.option, "full")
        assert moves(program.window)
        program.preferences.set(MOTION.option, "reduced")
    set_motion(app, Motion.FULL)
    with running_program(tmp_path / "profile") as program:
        assert program.window is not None
        assert not moves(program.window)
