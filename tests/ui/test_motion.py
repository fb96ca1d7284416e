"""Motion: the user's choice, or the system's."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import HeaderFields, message_bus, new_method_return
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget
from pytestqt.qtbot import QtBot

from tests.support.program import running_program
from wandesk.app.motion import Settings, asks_for_stillness, read_settings
from wandesk.ui.composer.target import DropTarget
from wandesk.ui.look import Motion, moves, set_motion, set_system_motion
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
    set_system_motion(qapp, is_still=False)


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


def test_desktop_without_animations_counts_until_the_user_decides(app: QApplication, qtbot: QtBot) -> None:
    usual = QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    widget = QWidget()
    qtbot.addWidget(widget)
    worn = Lively("Fusion")
    widget.setStyle(worn)
    set_system_motion(app, is_still=True)
    assert not moves(widget)
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    set_motion(app, Motion.FULL)
    assert moves(widget)
    set_motion(app, Motion.SYSTEM)
    set_system_motion(app, is_still=False)
    assert moves(widget)
    assert QApplication.isEffectEnabled(Qt.UIEffect.UI_FadeMenu) is usual
    widget.setStyle(app.style())


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, False),
        ({"org.gnome.desktop.interface": {"enable-animations": ("b", True), "cursor-size": ("i", 24)}}, False),
        ({"org.gnome.desktop.interface": {"enable-animations": ("b", False)}}, True),
        ({"org.kde.kdeglobals.KDE": {"AnimationDurationFactor": ("s", "0.5")}}, False),
        ({"org.kde.kdeglobals.KDE": {"AnimationDurationFactor": ("s", "0")}}, True),
        ({"org.freedesktop.appearance": {"reduced-motion": ("u", 1)}}, True),
    ],
)
def test_settings_of_desktops_are_understood(settings: Settings, expected: bool) -> None:
    assert asks_for_stillness(settings) is expected


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs a session bus (Debian: dbus)")
def test_portal_is_asked_beside_the_window(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    ) as daemon:
        assert daemon.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
        with open_dbus_connection() as portal:
            portal.send_and_get_reply(message_bus.RequestName("org.freedesktop.portal.Desktop"))
            values = {"org.gnome.desktop.interface": {"enable-animations": ("b", False)}}

            def answer() -> None:
                while True:
                    message = portal.receive(timeout=20)
                    if message.header.fields.get(HeaderFields.member) == "ReadAll":
                        portal.send(new_method_return(message, "a{sa{sv}}", (values,)))
                        return

            answering = threading.Thread(target=answer)
            answering.start()
            assert asks_for_stillness(read_settings())
            answering.join(20)
        daemon.terminate()


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
