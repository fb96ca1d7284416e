"""The real program on a screen, which pastes once: `python -m tests.support.paste PROFILE FORMAT`.

It waits until the clipboard offers the format, pastes, and prints one JSON object: the picture of the form (path,
width, height, format), the sentence on its card, and the longest freeze of the window in seconds, beside the longest of
the window at rest.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from tests.support.gui import lateness, until
from tests.support.program import ready, run_on_loop, running_program, window_of
from wandesk.app.application import Application

SETTLES = 0.3
"""Seconds without an event after which the window is at rest."""
RESTS = 1.0
"""Seconds in which the lateness of a window at rest is measured: the machine may be busy with other things."""


async def paste(program: Application, name: str) -> dict[str, object]:
    """Paste and report."""
    await ready(program)
    window = window_of(program)
    window.setFocus()
    clipboard = QGuiApplication.clipboard()
    before = window.composer.draft.picture
    card = window.composer.cards.first_frame
    await until(lambda: clipboard.mimeData().hasFormat(name), within=30)
    await asyncio.sleep(SETTLES)
    with lateness() as at_rest:
        await asyncio.sleep(RESTS)
    with lateness() as late:
        window.menus.action("paste").trigger()
        await until(lambda: not card.error_label.isHidden() or window.composer.draft.picture != before, within=60)
        await asyncio.sleep(SETTLES)  # the preview
    picture = window.composer.draft.picture
    facts = picture.facts if picture is not None and picture != before else None
    return {
        "path": picture.path if picture is not None and facts is not None else "",
        "format": facts.format if facts is not None else "",
        "size": [facts.width, facts.height] if facts is not None else [],
        "sentence": card.error_label.text(),
        "freeze": max(late),
        "at_rest": max(at_rest),
    }


def main() -> int:
    """Run the program, and paste."""
    profile, name = Path(sys.argv[1]), sys.argv[2]
    with running_program(profile) as program:
        report = run_on_loop(program, paste(program, name))
    print(json.dumps(report), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
