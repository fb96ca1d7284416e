"""The window's start: the profile first, then everything that needs Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wandesk.app.words import sentence_of
from wandesk.domain.errors import FolderRefused
from wandesk.settings.paths import default_profile, profile_at

UNUSABLE = 2


def run_window(*, files: Sequence[str], folder: Path | None) -> int:
    """Open the window; returns when it was closed. 2 when the profile folder cannot be used."""
    profile = profile_at(folder) if folder is not None else default_profile()
    try:
        profile.prepare()
    except FolderRefused as refused:
        print(sentence_of(refused), file=sys.stderr)
        return UNUSABLE
    from wandesk.app.logs import keep_logs
    from wandesk.app.program import Program

    with keep_logs(profile.logs):
        program = Program(profile)
        code = program.run(files)
    if not program.has_ended:
        # A name look-up or a dead network disk holds a thread, and Python would wait for it without limit.
        os._exit(code)
    return code
