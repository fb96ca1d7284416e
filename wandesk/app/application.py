"""One run of the GUI: every part is built here and closed in reverse."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Coroutine, Mapping, Sequence
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QSessionManager

from wandesk.app.backend import Backend, open_backend
from wandesk.app.backend_host import BackendHost
from wandesk.app.batch_memory import BatchMemory
from wandesk.app.before_ordering import before_ordering
from wandesk.app.catalogue import catalogue_of_run
from wandesk.app.cloud_access import CloudAccess
from wandesk.app.collector import CollectorOnGuiThread
from wandesk.app.crash_reports import CrashReports
from wandesk.app.desktop.desktop import Desktop
from wandesk.app.exports import attach_exports
from wandesk.app.form_memory import FormMemory
from wandesk.app.gui_loop import GuiLoop
from wandesk.app.languages import install_language
from wandesk.app.model_choices import ModelChoices
from wandesk.app.model_lists import model_lists
from wandesk.app.motion import follow_motion
from wandesk.app.profile_lock import ProfileLock
from wandesk.app.qt_application import qt_application
from wandesk.app.sample import read_sample
from wandesk.app.second_starts import SecondStarts
from wandesk.app.settings_sections import paths_in, settings_sections
from wandesk.app.start_up import StartUp
from wandesk.app.troubleshooting import Troubleshooting
from wandesk.app.video_names import follow_names, naming_of
from wandesk.app.window_memory import WindowMemory
from wandesk.domain.account import Secret
from wandesk.domain.draft import Draft
from wandesk.domain.sentences import Sentence
from wandesk.engine.send_queue import QueueSettings
from wandesk.engine.supervisor import Supervisor
from wandesk.settings import options
from wandesk.settings.paths import Profile
from wandesk.settings.preferences import Preferences
from wandesk.ui import dialogs
from wandesk.ui.bridge import Bridge
from wandesk.ui.look import Theme, apply_look, style_sheet_suspended, wear_fonts
from wandesk.ui.main_window import MainWindow
from wandesk.ui.notices import NoticeAct, Owner
from wandesk.ui.settings.table import AT_ONCE, LANGUAGE, THEME, VIDEOS_FOLDER
from wandesk.ui.wording.problems import problem_text

translate = QCoreApplication.translate

log = logging.getLogger(__name__)

ENDS_WITHIN = 1.5
"""Seconds from the closed window to the end of all that can be closed; then the process ends without the rest."""
SETTINGS_WITHIN = 0.5
GUI_CLOSES_WITHIN = 0.3
LEAST_FOR_THE_ENGINE = 0.5


class Ending(Enum):
    """How a run ends."""

    CLOSES = auto()
    REOPENS = auto()
    """The program is opened again once everything is closed."""


class Application:
    """The composition root. `run` opens the window and returns the exit code once it was closed.

    The public attributes are for the self-test and for tests.
    """

    def __init__(
        self,
        profile: Profile,
        profile_lock: ProfileLock | None = None,
        *,
        keys: Mapping[str, Secret] | None = None,
        reports: CrashReports | None = None,
    ) -> None:
        """`profile_lock` may hold the profile already; without it the application makes its own.

        `keys` are those of the environment, by variable.
        """
        self._profile = profile
        self._reports = reports
        self._app = qt_application()
        self._collector = CollectorOnGuiThread(self._app)
        is_first_run = not profile.settings_path.exists()
        self.preferences = Preferences(profile.settings_path)
        get = self.preferences.get
        self.language = install_language(self._app, get(LANGUAGE.option))
        wear_fonts(self._app, self.language)
        self.look = apply_look(self._app, Theme(get(THEME.option)))
        self._catalogue = catalogue_of_run(profile.models_path)
        self.gui = GuiLoop(self._app, self._coroutine_failed)
        self.host = BackendHost(self._coroutine_failed)
        self.bridge = Bridge(self.host.thread, self.host.engine, batches=BatchMemory(profile.batches_path))
        self.access = CloudAccess(
            profile_id=profile.id,
            catalog=self._catalogue.in_use,
            preferences=self.preferences,
            thread=self.host.thread,
            spawn=self.spawn,
            keys=keys or {},
        )
        self._form = FormMemory(
            self._catalogue.in_use, self.preferences, read_sample(self.language) if is_first_run else None
        )
        self.desktop = Desktop(self._app, self.preferences, self.bridge, self.spawn)
        self.preferences.on_change(AT_ONCE.option, self._set_at_once)
        self.preferences.on_change(VIDEOS_FOLDER.option, self._use_videos_folder)
        follow_names(self.preferences, lambda names: self.spawn("names", self.bridge.use_video_names(names)))
        follow_motion(self._app, self.preferences, self.spawn)
        self._profile_lock = profile_lock or ProfileLock(profile.data / "wandesk.lock")
        self._second_starts = SecondStarts(profile.data, self._app, self._usable_window)
        self._ending: Ending | None = None
        self.window: MainWindow | None = None
        self._app.commitDataRequest.connect(self._session_ends, Qt.ConnectionType.DirectConnection)

    @property
    def can_generate(self) -> bool:
        """Whether there is a catalogue; without one the window opens all the same."""
        return self._catalogue.error is None

    @property
    def reopens(self) -> bool:
        """Whether the user wants the program to be opened again once it is closed."""
        return self._ending is Ending.REOPENS

    # ------------------------------------------------------------------ one run

    def run(self, files: Sequence[str]) -> int:
        """Open the window with these files as if dropped; returns when it was closed."""
        asyncio.set_event_loop(self.gui.loop)
        self._app.setQuitOnLastWindowClosed(False)
        for number in (signal.SIGINT, signal.SIGTERM):
            # Later, by the loop: a signal arrives anywhere, also in the middle of a layout that asks Python for a size,
            # and closing the window there crashes Qt.
            signal.signal(number, lambda *_signal: self.gui.loop.call_soon(self._close_and_leave))
        self._collector.start()
        code = 0
        if not self._may_open():
            sentence = translate(
                "Application",
                "Wan Desk is already open with this profile but isn't responding. Quit it, then try again.",
            )
            self.spawn("already open", self._say_and_leave(sentence))
            code = 1
        else:
            self.open_engine()
            self.open_window().closing.connect(self._leave)
            self.spawn("start", self.start(files))
        self.gui.loop.run_forever()
        # A second signal ends the process at once: jobs are safe at any moment.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self.close()
        return code

    @property
    def _chosen_videos(self) -> Path | None:
        """The videos folder that the user has chosen."""
        chosen = self.preferences.get(VIDEOS_FOLDER.option)
        return Path(chosen) if chosen else None

    def _may_open(self) -> bool:
        """Whether no other program has the profile. On a disk that is full or read-only the store asks again."""
        try:
            return self._profile_lock.take()
        except OSError:
            return True

    def spawn(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a coroutine on the GUI loop, owned by its Supervisor."""
        return self.gui.spawn(name, coro)

    def open_engine(self) -> None:
        """Start the engine's thread and open the store there while the window is built."""
        get = self.preferences.get
        # Without a catalogue a queued job could only fail: it waits for a run with a correct one.
        settings = QueueSettings(is_paused=get(options.PAUSED) or not self.can_generate, at_once=get(AT_ONCE.option))

        async def opening(supervisor: Supervisor) -> Backend:
            return await open_backend(
                profile=self._profile,
                chosen_videos=self._chosen_videos,
                naming=naming_of(self.preferences),
                lock=self._profile_lock,
                catalog=self._catalogue.in_use,
                accounts=self.access.accounts,
                link=self.access.link,
                supervisor=supervisor,
                listener=self.bridge,
                queue_settings=settings,
            )

        self.host.start(opening)

    def open_window(self) -> MainWindow:
        """Make and show the window. Nothing slow has been touched yet."""
        self._collector.start()
        before = before_ordering(self.access, self.bridge, self.preferences, self._catalogue.in_use, self.language)
        troubles = Troubleshooting(
            profile=self._profile,
            catalog=self._catalogue.in_use,
            access=self.access,
            preferences=self.preferences,
            bridge=self.bridge,
            host=self.host,
            spawn=self.spawn,
            language=self.language,
            reports=self._reports,
        )
        sections = settings_sections(
            alerts=self.desktop.alerts,
            catalog=self._catalogue.in_use,
            preferences=self.preferences,
            models=model_lists(self._catalogue, self.access, self.host.thread),
            space=self.bridge.space,
            money=self.bridge.money,
            in_form=lambda: paths_in(window.composer.draft, window.composer.series.pictures) if window.has_form else (),
            diagnostics=troubles.show,
            language=self.language,
        )
        with style_sheet_suspended(self._app):
            window = MainWindow(
                catalog=self._catalogue.in_use,
                draft=self._form.draft() if self.can_generate else None,
                bridge=self.bridge,
                spawn=self.spawn,
                keys=self.access.keys,
                proxies=self.access.routes,
                values=self.preferences,
                sections=sections,
                before_ordering=before,
                videos=self._profile.videos,
                language=self.language,
                catalogue_error=self._catalogue.error,
            )
        self.window = window
        WindowMemory(self.preferences, self.look, self.language).attach(window)
        self._catalogue.attach(window)
        self.desktop.attach(window)
        window.draft_changed.connect(self._remember_draft)
        window.draft_changed.connect(lambda draft: self.access.video_hosts.watch_region(draft.region))
        before.settings_requested.connect(window.settings.open)
        if self.can_generate:
            ModelChoices(self._catalogue.in_use, self.preferences).attach(window)
        troubles.attach(window)
        window.settings.reopening.agreed.connect(self._close_and_reopen)
        attach_exports(window, self.host.exports, self.spawn, self.preferences, self.language)
        window.show()
        if self.can_generate:
            window.composer.cards.prompt.field.setFocus()
        else:
            window.jobs.view.setFocus()
        return window

    async def start(self, files: Sequence[str]) -> None:
        """After the first paint: the engine, the rows, the open jobs, the files of the command line."""
        assert self.window is not None
        start_up = StartUp(
            data=self._profile.data,
            catalogue=self._catalogue,
            preferences=self.preferences,
            host=self.host,
            bridge=self.bridge,
            keys=self.access.keys,
            form=self._form,
            second_starts=self._second_starts,
            spawn=self.spawn,
        )
        await start_up.run(self.window, files)
        if self.can_generate:
            self.access.video_hosts.watch_region(self.window.composer.draft.region)
            self.spawn("video hosts", self.access.video_hosts.watch())

    def close(self) -> None:
        """Close everything in reverse, within `ENDS_WITHIN` seconds; jobs are safe at any moment."""
        self._collector.stop()
        self.desktop.close()
        if self.window is not None:
            self.window.release_files()
        ends = time.monotonic() + ENDS_WITHIN

        def remaining() -> float:
            return max(0.0, ends - time.monotonic())

        self.preferences.close(SETTINGS_WITHIN)
        self.gui.close_coroutines(GUI_CLOSES_WITHIN)
        has_engine_ended = self.host.stop(remaining, at_least=LEAST_FOR_THE_ENGINE)
        self.access.secrets.close()
        if self.window is not None:
            self.window.deleteLater()
            self.window = None
        self._second_starts.close()
        self._profile_lock.release()
        has_gui_ended = self.gui.close(remaining())
        self._collector.restore()
        if not (has_engine_ended and has_gui_ended):
            log.warning("the engine or a worker did not end in time")

    # ------------------------------------------------------------------ private

    def _close_and_leave(self) -> None:
        """A signal asks the program to end: the window closes without a question."""
        if self.window is not None:
            self.window.close_at_once()
        self._leave()

    def _close_and_reopen(self) -> None:
        """Close without a question: jobs are safe, and continue in a moment."""
        self._leave(Ending.REOPENS)
        self._close_and_leave()

    def _session_ends(self, _session: QSessionManager) -> None:
        """The user logs out: a question would only delay that, and jobs are safe."""
        if self.window is not None:
            self.window.close_at_once()

    def _leave(self, ending: Ending = Ending.CLOSES) -> None:
        """End the loop, once: a second quit would cut off what `close` still waits for."""
        if self._ending is None:
            self._ending = ending
            self._second_starts.close()
            self.gui.loop.call_soon(self._app.quit)

    def _usable_window(self) -> MainWindow | None:
        return None if self._ending is not None else self.window

    def _use_videos_folder(self, _chosen: str) -> None:
        self.spawn("videos folder", self.bridge.use_videos_folder(self._chosen_videos))

    def _set_at_once(self, count: int) -> None:
        self.spawn("orders at once", self.bridge.set_at_once(count))

    def _remember_draft(self, draft: Draft) -> None:
        if self.window is not None:
            composer = self.window.composer
            self._form.remember(draft, is_reading=composer.is_reading, set_prompt=composer.set_prompt)

    def _coroutine_failed(self, name: str, error: BaseException) -> None:
        log.error("%s: %r", name, error)
        if self.window is not None:
            warn = partial(self.window.notices.warn, Owner(NoticeAct.UNEXPECTED), problem_text(Sentence.UNEXPECTED))
            self.gui.loop.call_soon_threadsafe(warn)

    async def _say_and_leave(self, sentence: str) -> None:
        """Show a sentence instead of the window."""
        try:
            if sys.stderr is not None:  # a windowed program on Windows has none
                print(sentence, file=sys.stderr, flush=True)
            close = dialogs.Answer(key="close", text=translate("Application", "Close"))
            await dialogs.ask(None, sentence, [close], default="close")
        finally:
            self._leave()
