"""A player in full screen: `python whole_screen.py VIDEO`. It plays from the start and repeats."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.jobs import a_video
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.player.environment import prepare_environment
from wandesk.ui.player.video_player import VideoPlayer


def main(path: str) -> int:
    """Play until the program is ended."""
    prepare_environment()
    app = QApplication([])
    apply_look(app, Theme.LIGHT)
    player = VideoPlayer()
    player.setWindowTitle("Player")
    player.resize(640, 400)
    player.show()
    player.show_video(a_video(path), None)
    player.play()
    player.toggle_full_screen()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
