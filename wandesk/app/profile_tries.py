"""Tries to use the folders of a profile, whose drive may be away and not answer. Without Qt: before any window."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from threading import Thread

from wandesk.domain.errors import FolderRefused
from wandesk.domain.sentences import Sentence
from wandesk.settings.paths import Profile

ANSWERS_WITHIN = 3.0
"""Seconds after which a drive that does not answer is called silent. Its answer is still waited for."""


class ProfileTries:
    """One try at a time: a drive that is away may not answer for minutes."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._running: Future[None] | None = None

    def start(self) -> Future[None]:
        """The running try, or a new one on a thread of its own, which the end of the process does not wait for."""
        if self._running is None or self._running.done():
            self._running = Future()
            Thread(target=self._try, args=(self._running,), name="profile", daemon=True).start()
        return self._running

    def refusal(self) -> FolderRefused | None:
        """Why the profile cannot be used, None if it can; waits for an answer. For the start, before any window."""
        try:
            self.start().result(ANSWERS_WITHIN)
        except TimeoutError:
            return self._silent()
        except FolderRefused as refused:
            return refused
        return None

    async def refusal_later(self) -> FolderRefused | None:
        """As `refusal`, beside the dialog."""
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                await asyncio.shield(asyncio.wrap_future(self.start()))
        except TimeoutError:
            return self._silent()
        except FolderRefused as refused:
            return refused
        return None

    def _try(self, answer: Future[None]) -> None:
        try:
            self._profile.prepare()
        except Exception as error:  # noqa: BLE001 - the waiting thread gets every exception
            answer.set_exception(error)
        else:
            answer.set_result(None)

    def _silent(self) -> FolderRefused:
        folder = str(self._profile.data)
        return FolderRefused("no answer", sentence=Sentence.FOLDER_SILENT, values={"folder": folder})
