"""What the benchmarks run in a process of their own: the real program, and the player alone.

Nothing of Qt or of the program is imported before these functions are called: the time of the imports is measured, too.
"""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from wandesk.app.application import Application
    from wandesk.ui.main_window import MainWindow
    from wandesk.ui.player.video_player import VideoPlayer


def opened_program(folder: Path, settings: str = "") -> tuple[Application, MainWindow]:
    """The real program over a profile in the folder, started, with its window. `settings` replace its settings file."""
    gc.disable()  # as wandesk/__main__.py does
    from wandesk.app.application import Application
    from wandesk.settings.paths import profile_at

    profile = profile_at(folder)
    profile.prepare()
    if settings:
        profile.settings_path.write_text(settings, encoding="utf-8")
    program = Application(profile)
    asyncio.set_event_loop(program.gui.loop)
    program.open_engine()
    window = program.open_window()
    program.spawn("start", program.start([]))
    return program, window


def opened_player(name: str) -> tuple[QMainWindow, VideoPlayer]:
    """The player of the program in a window of the usual size."""
    from wandesk.ui.player.environment import prepare_environment

    prepare_environment()
    from PySide6.QtWidgets import QApplication, QMainWindow

    from wandesk.ui.look import Theme, apply_look
    from wandesk.ui.player.video_player import VideoPlayer

    app = QApplication([name])
    apply_look(app, Theme.DARK)
    window = QMainWindow()
    window.resize(1360, 860)
    player = VideoPlayer()
    window.setCentralWidget(player)
    window.show()
    app.processEvents()
    return window, player
