"""A real XDND drag from another process to our window on an X display; then Ctrl+Return generates."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from itertools import count
from pathlib import Path

import pytest

from tests.support.screen import Screen, virtual_screen, wait_for
from wandesk.app.sample import read_sample

ROOT = Path(__file__).resolve().parents[2]
CARD = (200, 330)
"""A point inside the first-frame card of a window in the upper left corner."""
SOURCE = (1550, 300)


PRESSES_FOR_A_DRAG = 8


def names_in_store(profile: Path) -> list[tuple[str, str]]:
    """(stage, input's file name) of every job, read directly from the store."""
    store = profile / "jobs.sqlite"
    if not store.exists():
        return []
    with contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT stage, request_json FROM jobs").fetchall()
    return [(str(stage), str(picture)) for stage, picture in rows]


def drag(screen: Screen, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press, move in small steps as a user does, release."""
    screen.hands("mousemove", *start)
    screen.hands("mousedown", 1)
    steps = 12
    for step in range(1, steps + 1):
        x = start[0] + (end[0] - start[0]) * step // steps
        y = start[1] + (end[1] - start[1]) * step // steps
        screen.hands("mousemove", "--sync", x, y)
    screen.hands("mousemove", "--sync", end[0] + 2, end[1] + 2)
    screen.hands("mouseup", 1)


@pytest.mark.screen
def test_a_file_dragged_from_another_program_becomes_a_video(tmp_path: Path) -> None:
    picture = tmp_path / "dragged from outside.jpg"
    picture.write_bytes(read_sample("en").picture.read_bytes())
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "settings.toml").write_text("[general]\nfirst_run_card_dismissed = true\n", encoding="utf-8")
    with virtual_screen() as screen:
        screen.start(
            sys.executable,
            "-m",
            "wandesk",
            "--profile",
            str(profile),
            WANDESK_PRACTICE="--tiny --speed 20",
            PYTHONPATH=os.pathsep.join([str(ROOT)]),
        )
        window = screen.window("^Wan Desk$")
        screen.hands("windowmove", "--sync", window, 0, 0)
        screen.start(sys.executable, str(ROOT / "tests/support/drag_source.py"), str(picture), *map(str, SOURCE))
        screen.window("^Drag source$")
        wait_for((profile / "jobs.sqlite").exists, 30, "the engine")

        tries = count()

        def ordered() -> bool:
            # The first drag may come before a window listens, and a dropped file is read before it can be ordered. A
            # user would try again, too.
            if not names_in_store(profile):
                if next(tries) % PRESSES_FOR_A_DRAG == 0:
                    drag(screen, (SOURCE[0] + 100, SOURCE[1] + 60), CARD)
                    screen.hands("windowfocus", "--sync", window)
                screen.hands("key", "--clearmodifiers", "ctrl+Return")
            return bool(names_in_store(profile))

        wait_for(ordered, 40, "the order")
        screen.picture(tmp_path / "screen.png")
        wait_for(lambda: names_in_store(profile)[0][0] == "done", 40, "the video")
        assert picture.name in names_in_store(profile)[0][1]
        assert len(names_in_store(profile)) == 1
        videos = list((profile / "videos").glob("*.mp4"))
        assert len(videos) == 1
        assert videos[0].stat().st_size > 1000
