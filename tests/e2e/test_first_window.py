"""The first window on small and on scaled screens, with the frame of a real window manager."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.screen import Screen, virtual_screen, wait_for


def inside(screen: Screen, window: str) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the window without its frame, in pixels of the screen."""
    said = dict(line.split("=") for line in screen.hands("getwindowgeometry", "--shell", window).splitlines())
    left, top = screen.place_of(window)
    return left, top, left + int(said["WIDTH"]), top + int(said["HEIGHT"])


@pytest.mark.screen
@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(1366, 768, "1"), (1366, 768, "1.25"), (1920, 1080, "1.5"), (1920, 1080, "1.75"), (1280, 720, "1.25")],
)
def test_window_and_its_frame_are_on_the_screen(width: int, height: int, scale: str, tmp_path: Path) -> None:
    with virtual_screen(width, height) as screen:
        profile = str(tmp_path / "profile")
        screen.start(sys.executable, "-m", "wandesk", "--profile", profile, QT_SCALE_FACTOR=scale)
        window = screen.window("^Wan Desk$")

        def is_on_it() -> bool:
            left, top, right, bottom = inside(screen, window)
            # The frame: a title bar above, and an edge at the other sides.
            return left >= 1 and top >= 12 and right < width and bottom < height

        wait_for(is_on_it, 20, f"a window on the screen, not {inside(screen, window)}")
        screen.picture(tmp_path / "screen.png")
