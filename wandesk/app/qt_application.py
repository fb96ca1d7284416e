"""The process's QApplication, with what must be set before it is created."""

from __future__ import annotations

import os
import sys

from PySide6.QtWidgets import QApplication

from wandesk import __version__
from wandesk.app.input_methods import prepare_input_methods
from wandesk.ui.look import application_icon
from wandesk.ui.player.environment import prepare_environment
from wandesk.ui.widgets.faces import install_faces


def qt_application() -> QApplication:
    """The QApplication with our name and icon; created at the first call."""
    prepare_environment()
    prepare_input_methods(os.environ)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Wan Desk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("wandesk")
    app.setWindowIcon(application_icon())
    install_faces(app)
    return app
