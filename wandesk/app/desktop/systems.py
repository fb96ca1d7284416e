"""The means of the system that the program runs on."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from wandesk.app.desktop.dock_icon import DockIcon
from wandesk.app.desktop.freedesktop import FreedesktopNotifier
from wandesk.app.desktop.launcher_entry import LauncherEntry
from wandesk.app.desktop.mark import Taskbar
from wandesk.app.desktop.notifier import Notifier
from wandesk.app.desktop.session_bus import SessionBus
from wandesk.app.desktop.tray_messages import TrayMessages
from wandesk.app.desktop.windows_taskbar import ComButtons, WindowsTaskbar
from wandesk.ui.look import application_icon


def system_notifier(bus: SessionBus) -> Notifier:
    """Notifications of this system."""
    return TrayMessages() if sys.platform in ("win32", "darwin") else FreedesktopNotifier(bus)


def system_taskbar(app: QGuiApplication, bus: SessionBus, window: Callable[[], int]) -> Taskbar:
    """The taskbar, Dock or launcher of this system. `window` gives the handle of the main window, 0 for none."""
    match sys.platform:
        case "win32":
            return WindowsTaskbar(app, window, ComButtons)
        case "darwin":
            return DockIcon(app, application_icon())
        case _:
            return LauncherEntry(bus)
