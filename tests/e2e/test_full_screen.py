"""Full screen on an X server without a compositor, judged by what the screen shows and driven by mouse and keyboard."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.support.screen import Screen, virtual_screen, wait_for
from tests.support.videos import counted_video
from wandesk.ui.look import Theme, load_tokens

PROGRAM = Path(__file__).resolve().parents[1] / "support" / "whole_screen.py"
WIDTH, HEIGHT = 1280, 800
STRIP = (4, HEIGHT - 6)
"""A point of the controls' ground. Beside a video of 4:3 it is black without them."""
MIDDLE = (WIDTH // 2, HEIGHT // 2)


def colour_at(screen: Screen, folder: Path, place: tuple[int, int]) -> QColor:
    return QImage(str(screen.picture(folder / "screen.png"))).pixelColor(*place)


def shows_controls(screen: Screen, folder: Path) -> bool:
    return colour_at(screen, folder, STRIP) == load_tokens(Theme.DARK).window


@pytest.mark.screen
def test_controls_are_seen_without_a_compositor(tmp_path: Path) -> None:
    video = counted_video(tmp_path / "counted.mp4")

    def rests() -> bool:
        return not shows_controls(screen, tmp_path)

    def is_back() -> bool:
        return shows_controls(screen, tmp_path)

    with virtual_screen(WIDTH, HEIGHT) as screen:
        screen.hands("mousemove", *MIDDLE)
        screen.start(sys.executable, str(PROGRAM), video.path)
        window = screen.window("^Full screen$")
        wait_for(is_back, 20, "the controls at first")
        wait_for(rests, 20, "a video alone")
        assert colour_at(screen, tmp_path, MIDDLE).value() > 0, "the video is there"
        screen.hands("mousemove", MIDDLE[0] + 20, MIDDLE[1] + 10)
        wait_for(is_back, 20, "the controls after the mouse has moved")
        wait_for(rests, 20, "a video alone")
        screen.hands("key", "--window", window, "m")
        wait_for(is_back, 20, "the controls after a key")
        screen.hands("key", "Escape")
        wait_for(lambda: not screen.hands("search", "--onlyvisible", "--name", "^Full screen$"), 20, "the window again")
