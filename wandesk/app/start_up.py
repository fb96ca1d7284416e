"""What happens after the first paint: the backend, the rows, the open jobs, the files, and what there is to tell."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

from wandesk.app.backend import Backend
from wandesk.app.backend_host import BackendHost
from wandesk.app.catalogue import CatalogueOfRun
from wandesk.app.error_text import sentence_of
from wandesk.app.form_memory import FormMemory
from wandesk.app.job_opening import JobOpening
from wandesk.app.open_request import path_of
from wandesk.app.region_keys import RegionKeys
from wandesk.app.second_starts import SecondStarts
from wandesk.domain.errors import WanDeskError
from wandesk.domain.sentences import Sentence
from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.ui.bridge import Bridge
from wandesk.ui.main_window import MainWindow
from wandesk.ui.missing.regions import regions_with_key
from wandesk.ui.notices import NoticeAct, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.window.notices import REPLACED_STORE
from wandesk.ui.wording import catalogue as catalogue_wording
from wandesk.ui.wording import missing as missing_wording
from wandesk.ui.wording.problems import problem_text
from wandesk.ui.wording.sentences import joined

log = logging.getLogger(__name__)

IN_USE_AFTER = 0.25
"""Delay in seconds before non-urgent start-up work (newest video on stage, single-instance listener)."""


class StartUp:
    """One start. `run` is a coroutine of the GUI loop."""

    def __init__(
        self,
        *,
        data: Path,
        catalogue: CatalogueOfRun,
        preferences: Preferences,
        host: BackendHost,
        bridge: Bridge,
        keys: RegionKeys,
        form: FormMemory,
        second_starts: SecondStarts,
        spawn: Spawn,
    ) -> None:
        """`data` is the folder of the store."""
        self._data = data
        self._catalogue = catalogue
        self._preferences = preferences
        self._host = host
        self._bridge = bridge
        self._keys = keys
        self._form = form
        self._second_starts = second_starts
        self._spawn = spawn

    async def run(self, window: MainWindow, files: Sequence[str]) -> None:
        """Open the backend, show the rows, resume the open jobs, then hand `files` of the command line to the form."""
        if (unreadable := self._preferences.trouble) is not None:
            window.notices.warn(Owner(NoticeAct.SETTINGS_FILE), sentence_of(unreadable))
        self._catalogue.tell(window.notices, self._preferences)
        if variables := self._keys.plan_key_variables:
            window.notices.warn(Owner(NoticeAct.PLAN_KEY), catalogue_wording.plan_keys_ignored(variables))
        backend = await self._host.opened()
        opening = JobOpening(self._host, window, self._spawn, data=self._data, in_form=self._form.files.origins)
        self._spawn("open the jobs", self._open_jobs(opening, backend, window))
        await opening.tried.wait()
        if window.has_form:
            given = [path_of(file) for file in files]
            if window.composer.is_untouched:  # the user may be quicker
                window.composer.restoring.start(self._form.files_besides(given))
                window.composer.restoring.start_series(self._form.series_besides(given))
            window.take_files(given)
            self._form.is_restored = True
            window.composer.series_changed.connect(self._form.remember_series)
            self._spawn("get ready for files", self._bridge.files.get_ready())
        self._spawn("second starts", self._open_second_starts())

    async def _open_jobs(self, opening: JobOpening, backend: Backend, window: MainWindow) -> None:
        """Show the rows and resume the open jobs, then tell what there is to tell of them."""
        await opening.run(backend)
        self._spawn("first job", self._show_a_job(window))
        if window.has_form and not self._preferences.get(options.FIRST_RUN_CARD_DISMISSED):
            window.notices.offer_key_card(window.composer.draft)
        await self._tell_of_store(backend, window)

    async def _tell_of_store(self, backend: Backend, window: MainWindow) -> None:
        """Tell what happened to the store while it was opened."""
        if (replacement := backend.store.replacement) is not None:
            sentence = _replaced_text(replacement.rescued, replacement.set_aside)
            window.jobs.pages.show_earlier_missing()
            window.notices.warn_of_missing_videos(sentence)
            await self._acknowledge(backend)
            self._spawn("missing videos", self._find_missing(window, sentence))
        if backend.store.unreadable:
            sentence = problem_text(Sentence.STORE_ROWS_UNREADABLE, {"count": len(backend.store.unreadable)})
            window.notices.warn(Owner(NoticeAct.UNREADABLE_ROWS), sentence)

    async def _acknowledge(self, backend: Backend) -> None:
        """The user has seen that the store was replaced. If that cannot be stored, the next start says it again."""
        try:
            await asyncio.wrap_future(self._host.thread.run("told", backend.store.acknowledge_replacement()))
        except WanDeskError as refused:
            log.warning("the next start tells of the replaced store again: %s", refused)

    async def _find_missing(self, window: MainWindow, notice: str) -> None:
        """Look for videos that only the replaced store knew; the notice then counts them."""
        count = 0
        for region in await regions_with_key(self._catalogue.catalog, self._keys, always=""):
            try:
                count += len(await self._bridge.find_unclaimed(region))
            except WanDeskError as trouble:
                log.info("missing videos of %s: %s", region, trouble)
        is_waiting = window.notices.of(REPLACED_STORE) is not None  # neither closed nor followed to the finder
        if count and is_waiting:
            window.notices.warn_of_missing_videos(joined(notice, missing_wording.missing(count)))

    async def _show_a_job(self, window: MainWindow) -> None:
        """The form and the rows come first; then the stage shows a job, unless the user has selected one.

        It is the newest, or after a reopening the one that was selected.
        """
        await asyncio.sleep(IN_USE_AFTER)
        jobs, earlier = window.jobs, self._preferences.get(options.REOPENED_JOB)
        if earlier:
            self._preferences.set(options.REOPENED_JOB, "")
        if jobs.model.rowCount() and jobs.selected_job() is None:
            is_there = earlier and jobs.model.row_of(earlier) is not None
            jobs.select(earlier if is_there else jobs.model.id_at(0))

    async def _open_second_starts(self) -> None:
        await asyncio.sleep(IN_USE_AFTER)
        self._second_starts.open()


def _replaced_text(rescued: int, set_aside: Path | None) -> str:
    """What happened to a store that was replaced; without `set_aside` it was gone."""
    if set_aside is None:
        return problem_text(Sentence.STORE_LOST)
    return problem_text(Sentence.STORE_REPLACED, {"rescued": rescued, "file": str(set_aside)})
