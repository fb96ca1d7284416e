"""Second starts of the program with the same profile hand their files to this one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wandesk.app.open_request import ACTIVATION_TOKEN, OpenRequest
from wandesk.ui.main_window import MainWindow

if TYPE_CHECKING:
    from wandesk.app.single_instance import InstanceServer


class SecondStarts:
    """Listens once `open` was called, which is late on purpose: Qt's network library is slow to load."""

    def __init__(self, folder: Path, parent: QObject, window: Callable[[], MainWindow | None]) -> None:
        self._folder = folder
        self._parent = parent
        self._window = window
        self._server: InstanceServer | None = None

    def open(self) -> None:
        """Listen for second starts."""
        from wandesk.app.single_instance import InstanceServer

        self._server = InstanceServer(self._folder, self._parent)
        self._server.requested.connect(self._take)
        self._server.open()

    def close(self) -> None:
        """Stop listening. May be called more than once."""
        if self._server is not None:
            self._server.close()

    def _take(self, request: OpenRequest) -> None:
        """Take the files as if dropped, and raise the window."""
        window = self._window()
        if window is None:
            return
        if request.files:
            window.take_files(list(request.files))
        if request.activation:
            os.environ[ACTIVATION_TOKEN] = request.activation  # Qt reads the variable and removes it
        window.raise_window()
