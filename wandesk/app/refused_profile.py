"""The dialog instead of the window while the folder of the settings or of the jobs cannot be used."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

from PySide6.QtCore import QCoreApplication

from wandesk.app.gui_loop import GuiLoop
from wandesk.app.languages import install_language
from wandesk.app.profile_tries import ANSWERS_WITHIN, ProfileTries
from wandesk.app.qt_application import qt_application
from wandesk.domain.errors import FolderRefused
from wandesk.ui import dialogs
from wandesk.ui.look import Theme, apply_look, wear_fonts
from wandesk.ui.questions import Spawn
from wandesk.ui.wording.problems import error_text

translate = QCoreApplication.translate

log = logging.getLogger(__name__)

RETRY_EVERY = 3.0
"""Seconds between two tries while the dialog is open."""


def wait_for_profile(tries: ProfileTries, refused: FolderRefused) -> bool:
    """Show the dialog until the profile can be used; False when the user quits instead."""
    app = qt_application()
    app.setQuitOnLastWindowClosed(False)
    wear_fonts(app, install_language(app, "system"))
    apply_look(app, Theme.SYSTEM)
    gui = GuiLoop(app, lambda name, error: log.error("%s: %r", name, error))
    asyncio.set_event_loop(gui.loop)
    try:
        return gui.run_until_done(until_usable(tries, refused, gui.spawn))
    finally:
        gui.close(within=ANSWERS_WITHIN)
        asyncio.set_event_loop(None)


async def until_usable(tries: ProfileTries, refused: FolderRefused, spawn: Spawn) -> bool:
    """Ask again and again; True as soon as the profile can be used, which closes the dialog."""
    while True:
        asking = spawn("ask about the profile", _ask(refused))
        trying = spawn("try the profile", _until_changed(tries, refused))
        await asyncio.wait((asking, trying), return_when=asyncio.FIRST_COMPLETED)
        if trying.done():
            found = trying.result()
            await _cancel(asking)
        elif asking.result() == "quit":
            await _cancel(trying)
            return False
        else:
            await _cancel(trying)
            found = await tries.refusal_later()
        if found is None:
            return True
        refused = found


async def _ask(refused: FolderRefused) -> str:
    answers = (
        dialogs.Answer(key="quit", text=translate("Application", "Quit")),
        dialogs.Answer(key="again", text=translate("Application", "Try again"), kind=dialogs.Kind.PRIMARY),
    )
    title = translate("Application", "Wan Desk can't use its folder")
    advice = translate(
        "Application",
        "Your settings and the list of your videos are kept there. Wan Desk opens automatically once it can be used.",
    )
    details = f"{error_text(refused)}\n\n{advice}"
    return await dialogs.ask(None, title, answers, default="quit", details=details)


async def _until_changed(tries: ProfileTries, refused: FolderRefused) -> FolderRefused | None:
    """None once the profile can be used, or another refusal than this one."""
    while True:
        await asyncio.sleep(RETRY_EVERY)
        found = await tries.refusal_later()
        if found is None or (found.sentence, found.values) != (refused.sentence, refused.values):
            return found


async def _cancel(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
