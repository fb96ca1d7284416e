"""Whether things may move: the user's setting, and what a Linux desktop says through the portal for settings."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QApplication

from wandesk.settings.preferences import Preferences
from wandesk.ui.look import Motion, set_motion, set_system_motion
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.table import MOTION

log = logging.getLogger(__name__)

STILL: Mapping[tuple[str, str], object] = {
    ("org.freedesktop.appearance", "reduced-motion"): 1,
    ("org.gnome.desktop.interface", "enable-animations"): False,
    ("org.kde.kdeglobals.KDE", "AnimationDurationFactor"): "0",
}
"""By namespace and key of the portal: the value with which nothing shall move (on GNOME, and on KDE)."""
ANSWERS_WITHIN = 3.0
"""Seconds."""

Settings = Mapping[str, Mapping[str, tuple[str, Any]]]
"""The answer of ReadAll: by namespace and key, a signature and a value."""


def follow_motion(app: QApplication, preferences: Preferences, spawn: Spawn) -> None:
    """Apply the user's choice, now and after every change, and what the desktop asks for once it has answered."""
    set_motion(app, Motion(preferences.get(MOTION.option)))
    preferences.on_change(MOTION.option, lambda chosen: set_motion(app, Motion(chosen)))
    if sys.platform == "linux" and "DBUS_SESSION_BUS_ADDRESS" in os.environ:
        spawn("motion of the desktop", _ask(app))


def asks_for_stillness(settings: Settings) -> bool:
    """Whether one of the settings says that nothing shall move."""
    return any(
        settings.get(namespace, {}).get(key, ("", None))[1] == still for (namespace, key), still in STILL.items()
    )


def read_settings() -> Settings:
    """The settings of `STILL` that the desktop has; none without a portal. Blocks."""
    from jeepney import DBusAddress, MessageType, new_method_call  # not while the window starts
    from jeepney.io.blocking import open_dbus_connection

    portal = DBusAddress(
        "/org/freedesktop/portal/desktop",
        bus_name="org.freedesktop.portal.Desktop",
        interface="org.freedesktop.portal.Settings",
    )
    question = new_method_call(portal, "ReadAll", "as", ([namespace for namespace, _key in STILL],))
    try:
        with open_dbus_connection(auth_timeout=ANSWERS_WITHIN) as bus:
            answer = bus.send_and_get_reply(question, timeout=ANSWERS_WITHIN)
    except (OSError, KeyError, ValueError) as failed:  # no session bus, or no answer (TimeoutError is an OSError)
        log.info("the portal for settings did not answer: %s", type(failed).__name__)
        return {}
    if answer.header.message_type is not MessageType.method_return:
        log.info("there is no portal for settings: %s", answer.body)
        return {}
    found: Settings = answer.body[0]
    return found


async def _ask(app: QApplication) -> None:
    set_system_motion(app, is_still=asks_for_stillness(await asyncio.to_thread(read_settings)))
