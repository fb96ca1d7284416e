"""The launcher of Linux desktops: the signal `Update` of com.canonical.Unity.LauncherEntry.

KDE's taskbar, Ubuntu's dock, Dash to Dock, Plank and Unity listen to it; others ignore it. There is no answer.
"""

from __future__ import annotations

from wandesk.app.desktop.freedesktop import DESKTOP_ENTRY
from wandesk.app.desktop.mark import Mark
from wandesk.app.desktop.session_bus import SessionBus

INTERFACE = "com.canonical.Unity.LauncherEntry"
PATH = "/com/canonical/unity/launcherentry/1"
PROGRAM = f"application://{DESKTOP_ENTRY}.desktop"


class LauncherEntry:
    """Work without a known share shows nothing: the launcher has no other sign for it."""

    def __init__(self, bus: SessionBus) -> None:
        self._bus = bus

    def show(self, mark: Mark) -> None:
        values: dict[str, tuple[str, object]] = {
            "count": ("x", mark.count),
            "count-visible": ("b", mark.count > 0),
            "progress": ("d", mark.share or 0.0),
            "progress-visible": ("b", mark.is_busy and mark.share is not None),
            "urgent": ("b", mark.count > 0),
        }
        self._bus.post(lambda: self._send(values))

    def _send(self, values: dict[str, tuple[str, object]]) -> None:
        from jeepney import DBusAddress

        self._bus.emit_on_bus(DBusAddress(PATH, interface=INTERFACE), "Update", "sa{sv}", PROGRAM, values)
