"""One run of the window: Qt, the two loops, the window and what it remembers, built here and closed in reverse."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import shutil
import signal
import sys
import time
from collections.abc import Coroutine, MutableMapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import qasync
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from wandesk import __version__
from wandesk.app.awake import Awake
from wandesk.app.backend import Backend, open_backend
from wandesk.app.error_text import sentence_of
from wandesk.app.key_probe import KeyProbe
from wandesk.app.player_options import remember_player
from wandesk.app.profile_lock import ProfileLock
from wandesk.app.region_keys import RegionKeys
from wandesk.app.sample import read_sample
from wandesk.app.window import ACTIVATION_TOKEN, path_of
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Draft, changed_offer, new_draft, resolutions, sound_choices
from wandesk.domain.errors import CatalogueError, KeyringFailed, WanDeskError
from wandesk.domain.language import language_for
from wandesk.domain.send_queue import Workload
from wandesk.engine.engine import Engine
from wandesk.engine.scheduler import QueueSettings
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.thread import EngineThread, Workers
from wandesk.practice import REGION
from wandesk.resources import resource_path
from wandesk.settings import options
from wandesk.settings.accounts import RegionAccounts
from wandesk.settings.catalogue import EMPTY_CATALOG, load_catalogue
from wandesk.settings.paths import Profile
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import ProxyRoutes, environment_key_region
from wandesk.settings.secrets import SecretStore
from wandesk.ui import dialogs
from wandesk.ui.bridge import Bridge
from wandesk.ui.composer.reading import is_named_as_audio
from wandesk.ui.look import Theme, application_icon, apply_look, style_sheet_suspended
from wandesk.ui.main_window import MainWindow
from wandesk.ui.missing.regions import askable_regions
from wandesk.ui.player.environment import prepare_environment
from wandesk.ui.settings.keys import KeyPlace
from wandesk.ui.settings.table import AT_ONCE, KEEP_AWAKE, LANGUAGE, THEME
from wandesk.ui.wording import missing as missing_words
from wandesk.ui.wording.problems import error_words, problem_words
from wandesk.ui.wording.sentences import joined

if TYPE_CHECKING:
    from wandesk.app.single_instance import InstanceServer, OpenRequest

T = TypeVar("T")

translate = QCoreApplication.translate

log = logging.getLogger(__name__)

ENDS_WITHIN = 1.5
"""Seconds from the closed window to the end of everything that can be ended; then the process ends without the rest."""
SETTINGS_WITHIN = 0.5
GUI_CLOSES_WITHIN = 0.3
ORDERS_SENT_WITHIN = 0.6
"""Only while an order is on its way: what is cut off there would be uncertain."""
LEAST_FOR_THE_ENGINE = 0.5
COLLECT_MS = 1000
IN_USE_AFTER = 0.25
"""Seconds from the rows to what nobody waits for: the newest video on the stage, an ear for second starts."""
FULL_COLLECTION_EVERY = 30
CHINESE_INPUT = "fcitx"


class Application:
    """Everything of one run. `run` opens the window and returns the exit code once it was closed."""

    def __init__(self, profile: Profile, profile_lock: ProfileLock | None = None) -> None:
        """`profile_lock` is the profile's lock, which may be ours already."""
        prepare_environment()
        prepare_input_methods(os.environ)
        self._profile = profile
        existing = QApplication.instance()
        self.app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
        self.app.setApplicationName("Wan Desk")
        self.app.setApplicationVersion(__version__)
        self.app.setDesktopFileName("wandesk")
        self.app.setWindowIcon(application_icon())
        is_first_run = not profile.settings_path.exists()
        self.preferences = Preferences(profile.settings_path)
        self.language = self._install_language()
        self._sample = read_sample(self.language) if is_first_run else None
        self._look = apply_look(self.app, Theme(self.preferences.get(THEME.option)))
        self._catalogue_error: CatalogueError | None = None
        try:
            self.catalog = load_catalogue()
        except CatalogueError as error:
            log.error("nothing can be ordered: %s", error)  # noqa: TRY400 - the file is wrong, not the program
            self.catalog, self._catalogue_error = EMPTY_CATALOG, error
        self.loop = qasync.QEventLoop(self.app, set_running_loop=False)
        self._workers = Workers("window")
        self.loop.set_default_executor(self._workers)
        self.supervisor = Supervisor(self._coroutine_failed, loop=self.loop)
        self._engine_thread = EngineThread(self._coroutine_failed)
        self._opening: Future[Backend] | None = None
        self._backend: Future[Backend] = Future()
        engine: Future[Engine] = Future()
        self._backend.add_done_callback(lambda backend: _hand_on(backend, engine))
        self.bridge = Bridge(self._engine_thread, engine)
        self.secrets = SecretStore(profile.id, plain_key_region=partial(environment_key_region, self.preferences))
        self._routes = ProxyRoutes(self.preferences, self.secrets)
        self._accounts = RegionAccounts(self.catalog, self.secrets, preferences=self.preferences)
        self._keys = RegionKeys(
            catalog=self.catalog,
            secrets=self.secrets,
            accounts=self._accounts,
            preferences=self.preferences,
            probe=KeyProbe(self._engine_thread, self._routes),
        )
        self._is_form_restored = False
        self._awake = Awake()
        self._workload = Workload()
        self.preferences.on_change(AT_ONCE.option, self._let_at_once)
        self.preferences.on_change(KEEP_AWAKE.option, lambda _is_on: self._mind_awake())
        self.preferences.on_change(THEME.option, self._theme_changed)
        self.preferences.on_change(LANGUAGE.option, self._language_changed)
        self.bridge.workload_signal.connect(self._workload_changed)
        self.app.commitDataRequest.connect(self._session_ends, Qt.ConnectionType.DirectConnection)
        self._profile_lock = profile_lock or ProfileLock(profile.data / "wandesk.lock")
        self._instance_server: InstanceServer | None = None
        self._can_order = self._catalogue_error is None
        wishes = QueueSettings(
            is_paused=self.preferences.get(options.PAUSED), at_once=self.preferences.get(AT_ONCE.option)
        )
        # Without a catalogue a queued order could only fail: it waits for a run with a correct one.
        self._queue_settings = wishes if self._can_order else replace(wishes, is_paused=True)
        """Read here: the engine opens on a thread of its own."""
        self._is_leaving = False
        self.store_was_replaced = False
        """A damaged store was set aside at this start: videos that only it knew are to be looked for."""
        self._collected_before = gc.isenabled()
        self._collections = 0
        self._collector = QTimer(self.app)
        self._collector.timeout.connect(self._collect)
        self.window: MainWindow | None = None

    # ------------------------------------------------------------------ one run

    def run(self, files: Sequence[str]) -> int:
        """Open the window with these files as if dropped; returns when it was closed."""
        asyncio.set_event_loop(self.loop)
        self.app.setQuitOnLastWindowClosed(False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: self._wish_to_leave())
        self._pin_collector()
        code = 0
        if not self._profile_lock.take():
            sentence = translate(
                "Program",
                "Wan Desk is already open with this profile but does not answer. End it, then try again.",
            )
            self.spawn("already open", self._say_and_leave(sentence))
            code = 1
        else:
            self.open_engine()
            self.open_window().closing.connect(self._leave)
            self.spawn("start", self.start(files))
        self.loop.run_forever()
        # A second wish ends the process at once: jobs are safe at any moment.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self.close()
        return code

    def _wish_to_leave(self) -> None:
        """Somebody wants the program to end: the window closes as if by its user."""
        if self.window is not None:
            self.window.close_at_once()
        self._leave()

    def _session_ends(self, _session: QSessionManager) -> None:
        """The user logs out: a question would only hold that up, and jobs are safe."""
        if self.window is not None:
            self.window.close_at_once()

    def _leave(self) -> None:
        """End the loop, once: a second end would cut what `close` still waits for."""
        if not self._is_leaving:
            self._is_leaving = True
            if self._instance_server is not None:
                self._instance_server.close()
            self.loop.call_soon(self.app.quit)

    def run_until_done(self, coro: Coroutine[Any, Any, T]) -> T:
        """Run the loop until the coroutine ends; returns its result or raises its exception.

        Not qasync's own run_until_complete: that turns Qt's events once more when asyncio no longer knows its loop.
        """
        running = self.loop.create_task(coro)
        running.add_done_callback(lambda _ended: self.loop.stop())
        self.loop.run_forever()
        result: T = running.result()
        return result

    def spawn(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        return self.supervisor.spawn(name, coro)

    def open_engine(self) -> None:
        """Start the engine's thread and let it open the store while the window is built."""
        self._engine_thread.start()
        self._opening = self._engine_thread.run("open", self._open())

    def open_window(self) -> MainWindow:
        """Make and show the window; nothing slow has been touched yet."""
        self._pin_collector()
        with style_sheet_suspended(self.app):
            window = MainWindow(
                catalog=self.catalog,
                draft=self._draft() if self._can_order else None,
                bridge=self.bridge,
                spawn=self.spawn,
                keys=self._keys,
                proxies=self._routes,
                values=self.preferences,
                videos=self._profile.videos,
                language=self.language,
                catalogue_error=self._catalogue_error,
            )
        self.window = window
        window.arrange(
            self.preferences.get(options.GEOMETRY),
            self.preferences.get(options.SPLITTER),
            self.preferences.get(options.STAGE_SPLITTER),
        )
        window.menus.tick("theme", self.preferences.get(THEME.option))
        window.menus.tick("language", self.preferences.get(LANGUAGE.option))
        window.menus.theme_chosen.connect(partial(self.preferences.set, THEME.option))
        window.menus.language_chosen.connect(partial(self.preferences.set, LANGUAGE.option))
        window.draft_changed.connect(self._remember_draft)
        window.pause_chosen.connect(partial(self.preferences.set, options.PAUSED))
        window.key_card_dismissed.connect(
            lambda: self.preferences.set(options.FIRST_RUN_CARD_DISMISSED, True)  # noqa: FBT003
        )
        window.closing.connect(self._remember_window)
        remember_player(window.stage.player.playback, self.preferences)
        window.show()
        if self._can_order:
            window.composer.cards.prompt.field.setFocus()
        else:
            window.jobs.view.setFocus()
        return window

    async def start(self, files: Sequence[str]) -> None:
        """After the first paint: the engine, the rows, the open jobs, the files of the command line."""
        window = self.window
        assert window is not None
        unreadable = self.preferences.trouble
        troubles = [] if unreadable is None else [sentence_of(unreadable)]
        try:
            backend = await self._opened()
            await window.load()
            resuming = backend.engine.resume(in_form=self._files_of_last_time())
            await asyncio.wrap_future(self._engine_thread.run("resume", resuming))
            troubles += await self._told_of_store(backend)
            self.spawn("newest job", self._show_newest(window))
        except WanDeskError as trouble:
            log.warning("the jobs were not taken up: %s", trouble)
            troubles.append(error_words(trouble))
        if troubles:
            # Together, because the bar shows one notice at a time.
            warn = window.warn_of_missing_videos if self.store_was_replaced else window.warn
            warn("\n".join(troubles))
        if self.store_was_replaced:
            self.spawn("lost videos", self._look_for_missing(window, "\n".join(troubles)))
        if window.has_form:
            given = [path_of(file) for file in files]
            before = self._files_before(given) if window.composer.is_untouched else []  # the user may have been quicker
            window.take_files([*before, *given])
            self._is_form_restored = True
        self.spawn("second starts", self._open_instance_server())
        if troubles:  # the card would take the place of what must be read
            return
        if not self.preferences.get(options.FIRST_RUN_CARD_DISMISSED) and not await self._has_any_key():
            window.offer_key_card()

    async def _told_of_store(self, backend: Backend) -> list[str]:
        """What happened to the store, as sentences; `store_was_replaced` then says that videos may be lost."""
        told = []
        if (replacement := backend.store.replacement) is not None:
            self.store_was_replaced = True
            values: dict[str, str | int | float] = {"rescued": replacement.rescued, "file": str(replacement.set_aside)}
            told.append(problem_words("store_replaced", values))
            await asyncio.wrap_future(self._engine_thread.run("told", backend.store.replacement_told()))
        if backend.store.unreadable:
            told.append(problem_words("store_rows_unreadable", {"count": len(backend.store.unreadable)}))
        return told

    async def _look_for_missing(self, window: MainWindow, told: str) -> None:
        """What the list may have lost is looked for at once; the notice then says how many videos there are."""
        count = 0
        for region in await askable_regions(self.catalog, self._keys, meant=""):
            try:
                count += len(await self.bridge.find_unclaimed(region))
            except WanDeskError as trouble:
                log.info("lost videos of %s: %s", region, trouble)
        if count and window.lost.finder is None:
            window.warn_of_missing_videos(joined(told, missing_words.missing(count)))

    async def _open_instance_server(self) -> None:
        """From now on a second start finds us: not before the window is in use, because Qt's network takes its time."""
        await asyncio.sleep(IN_USE_AFTER)
        from wandesk.app.single_instance import InstanceServer

        self._instance_server = InstanceServer(self._profile.data, self.app)
        self._instance_server.requested.connect(self._take_open_request)
        self._instance_server.open()

    def _take_open_request(self, request: OpenRequest) -> None:
        """A second start: its files as if dropped, and the window to the front."""
        window = self.window
        if window is None or self._is_leaving:
            return
        if request.files:
            window.take_files(list(request.files))
        if request.activation:
            os.environ[ACTIVATION_TOKEN] = request.activation  # Qt reads it there and takes it away again
        window.come_forward()

    async def _show_newest(self, window: MainWindow) -> None:
        """The form and the rows are in use first; then the stage shows where the user left off."""
        await asyncio.sleep(IN_USE_AFTER)
        window.select_newest()

    def close(self) -> None:
        """Close everything in reverse. The engine gets two seconds; jobs are safe at any moment."""
        self._collector.stop()
        self._awake.close()
        if self.window is not None:
            self.window.release_files()
        ends = time.monotonic() + ENDS_WITHIN
        self.preferences.close(SETTINGS_WITHIN)
        self.run_until_done(self.supervisor.close(GUI_CLOSES_WITHIN))
        backend = self._backend.result() if self._backend.done() and self._backend.exception() is None else None
        if backend is not None:
            with contextlib.suppress(TimeoutError):
                self._engine_thread.run("orders", backend.engine.orders_sent()).result(ORDERS_SENT_WITHIN)
        left = max(LEAST_FOR_THE_ENGINE, ends - time.monotonic())
        is_stopped = self._engine_thread.stop(left, backend.close if backend else None)
        are_free = self._workers.end(max(0.0, ends - time.monotonic()))
        self.secrets.close()
        if self.window is not None:
            self.window.deleteLater()
            self.window = None
        if self._instance_server is not None:
            self._instance_server.close()
        self._profile_lock.give_back()
        if are_free:  # it waits for its workers
            self.loop.close()
        if self._collected_before:
            gc.enable()
        if not (is_stopped and are_free):
            log.warning("the engine or a worker did not end in time")

    def _workload_changed(self, workload: Workload) -> None:
        self._workload = workload
        self._mind_awake()

    def _mind_awake(self) -> None:
        self._awake.hold(is_wanted=self._workload.keeps_awake and self.preferences.get(KEEP_AWAKE.option))

    def _let_at_once(self, count: int) -> None:
        self.spawn("orders at once", self.bridge.let_at_once(count))

    async def _opened(self) -> Backend:
        """The engine's parts, which the bridge's questions wait for, too. Raises what opening them raised."""
        assert self._opening is not None
        try:
            backend = await asyncio.wrap_future(self._opening)
        except Exception as trouble:
            self._backend.set_exception(trouble)
            raise
        self._backend.set_result(backend)
        return backend

    async def _open(self) -> Backend:
        return await open_backend(
            profile=self._profile,
            catalog=self.catalog,
            accounts=self._accounts,
            routes=self._routes,
            supervisor=self._engine_thread.supervisor,
            listener=self.bridge,
            wishes=self._queue_settings,
        )

    @property
    def practice_pid(self) -> int | None:
        """The Practice child's process id while it runs."""
        is_open = self._backend.done() and self._backend.exception() is None
        return self._backend.result().practice.pid if is_open else None

    # ------------------------------------------------------------------ what is remembered

    def _draft(self) -> Draft:
        """The draft of the last run where it still fits, else the catalogue's recommendation; Practice comes first."""
        regions = [region.key for region in self.catalog.offered_regions()]
        region = self.preferences.get(options.REGION)
        if region not in regions:
            region = REGION if REGION in regions else regions[0]
        draft = new_draft(self.catalog, region, self.preferences.get(options.MODEL) or None)
        model = self.catalog.model(draft.model)
        resolution = self.preferences.get(options.RESOLUTION)
        seconds = self.preferences.get(options.SECONDS)
        sound = self.preferences.get(options.SOUND)
        if resolution in resolutions(self.catalog, region, model):
            draft = replace(draft, resolution=resolution)
        if model.duration.allows(seconds):
            draft = replace(draft, seconds=seconds)
        if sound and SoundChoice(sound) in sound_choices(self.catalog, region, model):
            draft = replace(draft, sound_choice=SoundChoice(sound))
        prompt = self._sample.prompt if self._sample else self.preferences.get(options.PROMPT)
        return changed_offer(replace(draft, prompt=prompt), self.catalog)

    def _files_before(self, given: Sequence[str]) -> list[str]:
        """What stood in the form, or stands in it at the first start, and is not replaced by what is given now."""
        before = [str(self._sample.picture)] if self._sample is not None else self._files_of_last_time()
        replaced = {is_named_as_audio(file) for file in given}
        return [file for file in before if is_named_as_audio(file) not in replaced]

    def _files_of_last_time(self) -> list[str]:
        """The picture, and the sound if it was the user's own: read anew, because they may have changed or gone."""
        sound = self.preferences.get(options.SOUND_FILE)
        is_mine = self.preferences.get(options.SOUND) == SoundChoice.MINE.value
        return [file for file in (self.preferences.get(options.PICTURE), sound if is_mine else "") if file]

    def _remember_draft(self, draft: Draft) -> None:
        sample = self._sample
        if sample is not None and draft.picture is not None and draft.picture.path != str(sample.picture):
            self._sample = None  # the sample's words go with its picture, unless they were edited
            if draft.prompt == sample.prompt and self.window is not None:
                self.window.composer.set_draft(replace(draft, prompt=""))
                return
        self.preferences.set(options.PROMPT, draft.prompt)
        # What is still being read again is not forgotten because it is not in yet.
        is_whole = self._is_form_restored and not self._is_form_reading()
        if draft.picture is not None or is_whole:
            self.preferences.set(options.PICTURE, draft.picture.path if draft.picture else "")
        if draft.sound is not None or is_whole:
            self.preferences.set(options.SOUND_FILE, draft.sound.path if draft.sound else "")
        self.preferences.set(options.REGION, draft.region)
        self.preferences.set(options.MODEL, draft.model)
        self.preferences.set(options.RESOLUTION, draft.resolution)
        self.preferences.set(options.SECONDS, draft.seconds)
        self.preferences.set(options.SOUND, draft.sound_choice.value if draft.sound_choice else "")

    def _is_form_reading(self) -> bool:
        return self.window is not None and self.window.composer.is_reading

    def _remember_window(self) -> None:
        if self.window is None:
            return
        sides, stage_and_jobs = self.window.splitter_sizes()
        self.preferences.set(options.GEOMETRY, self.window.geometry_text())
        self.preferences.set(options.SPLITTER, sides)
        self.preferences.set(options.STAGE_SPLITTER, stage_and_jobs)

    def _theme_changed(self, key: str) -> None:
        self._look.set_theme(Theme(key))
        if self.window is not None:
            self.window.menus.tick("theme", key)

    def _language_changed(self, key: str) -> None:
        if self.window is not None:
            self.window.menus.tick("language", key)
            spoken = QTranslator()
            spoken.load(f"wandesk_{_language_of(key)}", str(resource_path("translations")))
            self.window.say_language_comes_next_time(lambda context, words: spoken.translate(context, words) or words)

    async def _has_any_key(self) -> bool:
        regions = [region.key for region in self.catalog.offered_regions() if not region.is_practice]
        try:
            return any([await self._keys.place(region) not in (None, KeyPlace.UNTESTED) for region in regions])
        except KeyringFailed:
            return False

    # ------------------------------------------------------------------ Qt's and Python's own business

    def _install_language(self) -> str:
        chosen = self.preferences.get(LANGUAGE.option)
        language = _language_of(chosen)
        if chosen != "system":
            QLocale.setDefault(QLocale(language))
        folders = {
            f"wandesk_{language}": str(resource_path("translations")),
            f"qtbase_{language}": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
        }
        for name, folder in folders.items():
            translator = QTranslator(self.app)
            if translator.load(name, folder):
                self.app.installTranslator(translator)
        return language

    def _pin_collector(self) -> None:
        gc.disable()  # Python must not destroy widgets from whichever thread trips its collector
        self._collector.start(COLLECT_MS)

    def _collect(self) -> None:
        """Python's collector, on this thread only; signal handlers of Python get their turn here, too."""
        self._collections += 1
        gc.collect(2 if self._collections % FULL_COLLECTION_EVERY == 0 else 1)

    def _coroutine_failed(self, name: str, error: BaseException) -> None:
        log.error("%s: %r", name, error)
        if self.window is not None:
            self.loop.call_soon_threadsafe(self.window.warn, problem_words("unexpected"))

    async def _say_and_leave(self, sentence: str) -> None:
        """A sentence instead of the window."""
        try:
            if sys.stderr is not None:  # a windowed program on Windows has none
                print(sentence, file=sys.stderr, flush=True)
            close = dialogs.Answer(key="close", words=translate("Program", "Close"))
            await dialogs.ask(None, sentence, [close], default="close")
        finally:
            self._leave()


def _language_of(chosen: str) -> str:
    """The key of the language for a choice of the menu."""
    return language_for(QLocale.system().name() if chosen == "system" else chosen)


def _hand_on(backend: Future[Backend], engine: Future[Engine]) -> None:
    error = backend.exception()
    if error is None:
        engine.set_result(backend.result().engine)
    else:
        engine.set_exception(error)


def prepare_input_methods(environment: MutableMapping[str, str]) -> None:
    """Let people with fcitx type Chinese: our Qt speaks to it through its ibus plug-in and portal (measured).

    Must run before QApplication is made. A real ibus-daemon is left alone.
    """
    asked = (environment.get(name, "") for name in ("QT_IM_MODULE", "QT_IM_MODULES", "XMODIFIERS"))
    if not any(CHINESE_INPUT in value for value in asked) or shutil.which("ibus-daemon"):
        return
    modules = [module for module in environment.get("QT_IM_MODULES", "").split(";") if module]
    if "ibus" not in modules:
        environment["QT_IM_MODULES"] = ";".join([*modules, "ibus"])
    environment.setdefault("IBUS_USE_PORTAL", "1")
