"""A real XDND drag of a video from the list to another program; coroutines keep running meanwhile."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.screen import virtual_screen, wait_for

SUPPORT = Path(__file__).resolve().parents[1] / "support"
ROW = (220, 60 + 110)
TARGET = (1100, 300)


@pytest.mark.screen
def test_a_video_is_dropped_on_another_program_as_a_copy(tmp_path: Path) -> None:
    video = tmp_path / "a fox & 狐狸.mp4"
    video.write_bytes(b"video")
    notes, dropped = tmp_path / "notes", tmp_path / "dropped"

    def noted() -> list[str]:
        return notes.read_text("utf-8").splitlines() if notes.exists() else []

    with virtual_screen() as screen:
        screen.start(sys.executable, str(SUPPORT / "video_list.py"), str(video), str(notes))
        screen.start(sys.executable, str(SUPPORT / "drop_target.py"), str(dropped), *map(str, TARGET))
        screen.hands("windowmove", "--sync", screen.window("^Video list$"), 20, 60)
        screen.window("^Drop target$")
        wait_for(lambda: len(noted()) > 5, 20, "the list")

        def is_dragging() -> bool:
            screen.hands("mousemove", "--sync", *ROW)
            screen.hands("mousedown", 1)
            for step in range(1, 13):
                screen.hands("mousemove", "--sync", ROW[0] + 75 * step, ROW[1] + 25 * step)
            if "begun" not in noted():
                screen.hands("mouseup", 1)
            return "begun" in noted()

        wait_for(is_dragging, 20, "the drag")
        before = noted().count("counted")
        wait_for(lambda: noted().count("counted") > before + 20, 10, "a coroutine beside the drag")
        assert not {"copied", "refused"} & set(noted()), "the mouse is still held down"
        screen.hands("mousemove", "--sync", TARGET[0] + 150, TARGET[1] + 100)
        screen.hands("mousemove", "--sync", TARGET[0] + 152, TARGET[1] + 102)
        screen.picture(tmp_path / "screen.png")
        screen.hands("mouseup", 1)
        wait_for(dropped.exists, 10, "the video")
        wait_for(lambda: "copied" in noted(), 10, "the end of the drag")
    assert dropped.read_text("utf-8").splitlines() == ["True", str(video)]
    assert video.read_bytes() == b"video"
