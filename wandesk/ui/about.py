"""Help > About Wan Desk."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wandesk import __version__
from wandesk.ui import dialogs

translate = QCoreApplication.translate


async def show_about(window: QWidget) -> None:
    """Show the About box until the user closes it."""
    details = translate(
        "Window",
        "Pictures in, videos out, with Alibaba Cloud's Wan models.\n\n"
        "Free software under the GNU General Public License, version 3 or later.",
    )
    close = dialogs.Answer(key="close", text=translate("Window", "Close"))
    title = translate("Window", "About Wan Desk")
    await dialogs.ask(window, f"Wan Desk {__version__}", [close], default="close", details=details, title=title)
