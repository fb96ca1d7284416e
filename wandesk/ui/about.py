"""Help > About Wan Desk, and Help > Licences."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wandesk import __version__
from wandesk.resources import resource_path
from wandesk.ui import dialogs
from wandesk.ui.licences import LicencesDialog, sections_of
from wandesk.ui.questions import Spawn

translate = QCoreApplication.translate


def about_entries(window: QWidget, spawn: Spawn) -> Mapping[str, Callable[[], object]]:
    """What these entries of the Help menu do, by their keys."""
    return {
        "licences": lambda: show_licences(window),
        "about": lambda: spawn("about", show_about(window)),
    }


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


def show_licences(window: QWidget) -> None:
    """Open the licences of everything that is included, over the window."""
    notices = resource_path("licences", "NOTICES.txt").read_text(encoding="utf-8")
    LicencesDialog(sections_of(notices), window).open()
