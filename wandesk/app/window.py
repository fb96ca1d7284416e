"""The window's start: the profile first, then everything that needs Qt."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from wandesk.app.display import has_display, named_displays
from wandesk.app.error_text import sentence_of
from wandesk.app.last_words import tell
from wandesk.app.open_request import ACTIVATION_TOKEN, OpenRequest, path_of
from wandesk.app.own_memory import protect_memory
from wandesk.app.process_exit import end_process
from wandesk.app.profile_lock import ProfileLock
from wandesk.app.profile_tries import ProfileTries
from wandesk.domain.account import Secret
from wandesk.settings.paths import default_profile, profile_at

log = logging.getLogger(__name__)

UNUSABLE = 2
FAILED = 1


def run_window(*, files: Sequence[str], folder: Path | None, keys: Mapping[str, Secret]) -> int:
    """Open the window; the process ends when it is closed. `keys` are those of the environment, by variable.

    Returns 2 when the profile folder cannot be used and the user gives up, 1 when there is no display, 0 when a running
    instance took the files.
    """
    profile = profile_at(folder) if folder is not None else default_profile()
    # Qt would end the process without our message.
    can_show = has_display(os.environ, sys.platform)
    tries = ProfileTries(profile)
    if (refused := tries.refusal()) is not None:
        if not can_show:
            tell(sentence_of(refused))
            return end_process(UNUSABLE)
        from wandesk.app.refused_profile import wait_for_profile

        if not wait_for_profile(tries, refused):
            return end_process(UNUSABLE)
    profile_lock = ProfileLock(profile.data / "wandesk.lock")
    if is_handed_over(profile_lock, profile.data, files):
        return 0
    if not can_show:
        profile_lock.release()
        named = named_displays(os.environ)
        why = f"the display does not answer ({named})" if named else "there is no display"
        advice = "Start Wan Desk where you see windows; --demo makes a video without one."
        tell(f"Wan Desk cannot open its window: {why}. {advice}")
        return FAILED
    protect_memory(os.environ)
    from wandesk.app.application import Application
    from wandesk.app.crash_reports import CrashReports, reporting
    from wandesk.app.logs import keep_logs

    reports = CrashReports(profile.logs) if profile_lock.is_held else None  # else they are another program's
    with keep_logs(profile.logs), reporting(reports) if reports else contextlib.nullcontext():
        application = Application(profile, profile_lock, keys=keys, reports=reports)
        code = application.run(files)
    if application.reopens:
        from wandesk.app.reopening import reopen

        try:
            reopen(folder, keys)
        except OSError as error:  # the program was moved or updated meanwhile
            tell(f"Wan Desk could not be opened again: {error}. Start it yourself.")
            return end_process(FAILED)
    return end_process(code)


def is_handed_over(profile_lock: ProfileLock, folder: Path, files: Sequence[str]) -> bool:
    """Whether a running instance took the files. Otherwise this one has the lock, or takes it with the store."""
    try:
        if profile_lock.take():
            return False
    except OSError as refused:  # a full or read-only disk: the window opens and says so
        log.info("the profile cannot be locked now: %s", refused)
        return False
    from wandesk.app.single_instance import HandOver, hand_over

    activation = os.environ.get(ACTIVATION_TOKEN, "")
    request = OpenRequest(files=tuple(path_of(file) for file in files), activation=activation)
    return hand_over(profile_lock, folder, request) is HandOver.TAKEN
