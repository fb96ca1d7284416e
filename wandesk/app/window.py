"""The window's start: the profile first, then everything that needs Qt."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl

from wandesk.app.display import has_screen, named_screens
from wandesk.app.error_text import sentence_of
from wandesk.app.process_exit import end_process
from wandesk.app.profile_lock import ProfileLock
from wandesk.domain.errors import FolderRefused
from wandesk.settings.paths import default_profile, profile_at
from wandesk.ui.addresses import is_address, local_path

UNUSABLE = 2
FAILED = 1
ACTIVATION_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - no secret
"""Wayland's leave to come to the front: who starts a program gives it, and its bearer may."""


def run_window(*, files: Sequence[str], folder: Path | None) -> int:
    """Open the window; the process ends when it was closed. Returns 2 when the profile folder cannot be used, 1 when
    there is no screen for a window, 0 when another program has the profile and took the files."""
    profile = profile_at(folder) if folder is not None else default_profile()
    try:
        profile.prepare()
    except FolderRefused as refused:
        print(sentence_of(refused), file=sys.stderr)
        return UNUSABLE
    profile_lock = ProfileLock(profile.data / "wandesk.lock")
    if not profile_lock.take():
        from wandesk.app.single_instance import Meeting, OpenRequest, meet_first

        activation = os.environ.get(ACTIVATION_TOKEN, "")
        request = OpenRequest(files=tuple(path_of(file) for file in files), activation=activation)
        if meet_first(profile_lock, profile.data, request) is Meeting.TAKEN:
            return 0
    if not has_screen(os.environ, sys.platform):  # Qt would end the process without a word of ours
        profile_lock.give_back()
        named = named_screens(os.environ)
        why = f"the display does not answer ({named})" if named else "there is no display"
        advice = "Start Wan Desk where you see windows; --demo makes a video without one."
        print(f"Wan Desk cannot open its window: {why}. {advice}", file=sys.stderr)
        return FAILED
    from wandesk.app.application import Application
    from wandesk.app.logs import keep_logs

    with keep_logs(profile.logs):
        code = Application(profile, profile_lock).run(files)
    return end_process(code)


def path_of(file: str) -> str:
    """A path or a file:// address of the command line as an absolute path; another address stays one."""
    if file.startswith("file:"):
        return local_path(QUrl(file))
    return file if is_address(file) else str(Path(file).absolute())
