"""A real XDND drag from another process to our window on an X display; then Ctrl+Return generates."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from itertools import count, pairwise
from pathlib import Path

import pytest
from PIL import Image

from tests.support.screen import Screen, virtual_screen, wait_for
from wandesk.app.sample import read_sample

ROOT = Path(__file__).resolve().parents[2]
CARD = (200, 330)
"""A point inside the first-frame card of a window in the upper left corner."""
SOURCE = (1550, 300)
IN_FORM = (20, 600)
"""A point near the left edge of the form."""


PRESSES_FOR_A_DRAG = 8


def names_in_store(profile: Path) -> list[tuple[str, str]]:
    """(stage, input's file name) of every job, read directly from the store."""
    store = profile / "jobs.sqlite"
    if not store.exists():
        return []
    with contextlib.closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT stage, request_json FROM jobs").fetchall()
    return [(str(stage), str(picture)) for stage, picture in rows]


def hold(screen: Screen, *places: tuple[int, int]) -> None:
    """Press at the first place, and move to the others in small steps as a user does."""
    screen.hands("mousemove", *places[0])
    screen.hands("mousedown", 1)
    steps = 12
    for start, end in pairwise(places):
        for step in range(1, steps + 1):
            x = start[0] + (end[0] - start[0]) * step // steps
            y = start[1] + (end[1] - start[1]) * step // steps
            screen.hands("mousemove", "--sync", x, y)


def release(screen: Screen, place: tuple[int, int]) -> None:
    """Release a little beside the place, so that the last move is not lost."""
    screen.hands("mousemove", "--sync", place[0] + 2, place[1] + 2)
    screen.hands("mouseup", 1)


def drag(screen: Screen, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press, move in small steps as a user does, release."""
    hold(screen, start, end)
    release(screen, end)


def open_both(screen: Screen, profile: Path, picture: Path, log: Path) -> str:
    """Start the program in the upper left corner, and a program with a file to drag; returns our window."""
    profile.mkdir()
    (profile / "settings.toml").write_text("[general]\nfirst_run_card_dismissed = true\n", encoding="utf-8")
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
    screen.start(sys.executable, str(ROOT / "tests/support/drag_source.py"), str(picture), *map(str, SOURCE), str(log))
    screen.window("^Drag source$")
    wait_for((profile / "jobs.sqlite").exists, 30, "the engine")
    return window


@pytest.mark.screen
def test_the_program_that_drags_is_asked_once_and_the_form_lights_up(tmp_path: Path) -> None:
    picture, log = tmp_path / "dragged.jpg", tmp_path / "requests.txt"
    picture.write_bytes(read_sample("en").picture.read_bytes())
    stage = (1000, 300)
    with virtual_screen() as screen:
        window = open_both(screen, tmp_path / "profile", picture, log)
        before = Image.open(screen.picture(tmp_path / "before.png")).convert("RGB").getpixel(IN_FORM)
        start = (SOURCE[0] + 100, SOURCE[1] + 60)
        hold(screen, start, stage, CARD, stage, (CARD[0], CARD[1] + 250), CARD)
        lit = Image.open(screen.picture(tmp_path / "lit.png")).convert("RGB").getpixel(IN_FORM)
        assert lit != before
        release(screen, CARD)
        kept = tmp_path / "profile" / "inputs" / "drafts"
        wait_for(lambda: list(kept.glob("kept-*/dragged.jpg")), 20, "the copy of the dropped file")
        assert log.read_text().splitlines() == ["text/uri-list"]
        hold(screen, start, stage, CARD, start)  # back, without a drop
        release(screen, start)
        wait_for(lambda: len(log.read_text().splitlines()) == 2, 10, "the question of the second drag")
        dark = Image.open(screen.picture(tmp_path / "after.png")).convert("RGB").getpixel(IN_FORM)
        assert dark != lit
        assert len(log.read_text().splitlines()) == 2
        picture.unlink()  # as archive managers and browsers do

        def ordered() -> bool:
            screen.hands("windowfocus", "--sync", window)
            screen.hands("key", "--clearmodifiers", "ctrl+Return")
            return bool(names_in_store(tmp_path / "profile"))

        wait_for(ordered, 20, "the order")
        assert picture.name in names_in_store(tmp_path / "profile")[0][1]


@pytest.mark.screen
def test_a_file_dragged_from_another_program_becomes_a_video(tmp_path: Path) -> None:
    picture = tmp_path / "dragged from outside.jpg"
    picture.write_bytes(read_sample("en").picture.read_bytes())
    profile = tmp_path / "profile"
    with virtual_screen() as screen:
        window = open_both(screen, profile, picture, tmp_path / "requests.txt")
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
