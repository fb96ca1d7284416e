"""The whole story through AT-SPI, as a screen reader and its user meet it from another process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.running import ROOT
from tests.support.screen import virtual_screen
from tests.support.screen_reader import Accessible, ScreenReader, accessibility_bus, screen_reader

PROMPT = "A fox turns its head"
WITHIN = 30.0
"""Seconds; other tests share the two cores."""
IN_ORDER = ("First frame", "Prompt", "Generate", "Bring a picture to life", "All", "Search jobs")
"""From the composer to the stage to the jobs."""


def choose_resolution(reader: ScreenReader, window: Accessible, name: str) -> None:
    """Qt gives a combo box its value as its name on Linux, and its own name by a label."""
    box = reader.until(lambda: window.find("480P", "combo box"), WITHIN, "Resolution")
    entry = next(each for each in box.tree() if each.role == "list item" and each.name == name)
    entry.do("Press")
    reader.until(lambda: window.find(name, "combo box"), WITHIN, f"the choice {name}")


@pytest.mark.screen
def test_from_prompt_to_the_playing_video(tmp_path: Path) -> None:
    with accessibility_bus() as session, screen_reader(session) as reader, virtual_screen(1600, 1000) as screen:
        surroundings = {**session, "WANDESK_PRACTICE": "--tiny --speed 20", "PYTHONPATH": str(ROOT)}
        program = screen.start(sys.executable, "-m", "wandesk", "--profile", str(tmp_path / "profile"), **surroundings)
        window = reader.until(lambda: [each.children[0] for each in reader.programs()], WITHIN, "the window")[0]
        assert (window.role, window.name) == ("frame", "Wan Desk")

        def there(name: str, *roles: str) -> Accessible:
            found: Accessible = reader.until(lambda: window.find(name, *roles), WITHIN, name)
            return found

        def is_ready() -> bool:
            return "lighthouse.jpg" in there("First frame").description and there("Generate").has("enabled")

        reader.until(is_ready, WITHIN, "the sample picture")
        shown = list(window.shown())
        names = [each.name for each in shown]
        assert sorted(map(names.index, IN_ORDER)) == list(map(names.index, IN_ORDER)), names
        assert [each for each in shown if each.role == "panel" and not each.name] == []

        assert there("Prompt", "text").ask("EditableText", "SetTextContents", "s", PROMPT)
        choose_resolution(reader, window, "720P")
        there("Generate").do("Press")
        reader.until(lambda: any("ready" in each.text for each in reader.listen()), WITHIN, "the video")

        def row() -> Accessible | None:
            return next((each for each in there("Jobs").children if each.name.startswith(f"{PROMPT}. Practice.")), None)

        reader.until(row, WITHIN, "the row").do("Press")
        there("Pause").do("Press")
        there("Play").do("Press")
        there("Pause")
        loop = there("Loop", "push button")
        assert (loop.has("checked"), loop.description) == (True, "on")
        loop.do("Toggle")
        reader.until(lambda: not loop.has("checked") and loop.description == "off", WITHIN, "no loop")
        said = [each.text for each in reader.listen()]
        assert said.count(f"Request sent: {PROMPT}.") == said.count(f"Video ready: {PROMPT}.") == 1, said
        program.terminate()
        assert program.wait(10) == 0
