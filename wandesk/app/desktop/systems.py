"""The means of the system that the program runs on."""

from __future__ import annotations

import sys

from wandesk.app.desktop.freedesktop import FreedesktopNotifier
from wandesk.app.desktop.notifier import Notifier
from wandesk.app.desktop.session_bus import SessionBus
from wandesk.app.desktop.tray_messages import TrayMessages


def system_notifier(bus: SessionBus) -> Notifier:
    """Notifications of this system."""
    return TrayMessages() if sys.platform in ("win32", "darwin") else FreedesktopNotifier(bus)
