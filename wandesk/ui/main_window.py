"""The window: lays out composer, stage and jobs, and connects them to the bridge. It decides nothing itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import Draft, changed_offer, price
from wandesk.domain.errors import CatalogueError, WanDeskError
from wandesk.domain.job import Job, Progress
from wandesk.domain.request import is_order_of
from wandesk.domain.send_queue import Workload
from wandesk.ui import dialogs
from wandesk.ui.about import show_about
from wandesk.ui.bridge import Bridge
from wandesk.ui.composer import Composer
from wandesk.ui.composer.closed import ClosedComposer
from wandesk.ui.composer.prompt import holds_text
from wandesk.ui.duplicate_guard import RepeatGuard
from wandesk.ui.job_dispatcher import JobDispatcher
from wandesk.ui.job_handlers import JobHandlers
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.menus import Menus
from wandesk.ui.missing.windows import MissingWindows
from wandesk.ui.notices import NoticeBar
from wandesk.ui.player.audio_preview import AudioPreview
from wandesk.ui.player.stage import Stage
from wandesk.ui.questions import Spawn
from wandesk.ui.reorder import Reorder
from wandesk.ui.return_key import ReturnKey
from wandesk.ui.settings.keys import Keys
from wandesk.ui.settings.table import ASK_BEFORE_CLOSING
from wandesk.ui.wording import closing
from wandesk.ui.wording import jobs as job_words
from wandesk.ui.wording import missing as missing_words
from wandesk.ui.wording.problems import error_words

if TYPE_CHECKING:
    from wandesk.ui.settings.dialog import SettingsDialog
    from wandesk.ui.settings.page_card import Values
    from wandesk.ui.settings.proxy_form import Proxies

translate = QCoreApplication.translate

SMALLEST = (1024, 640)
USUAL = (1360, 860)
ORDERING = frozenset(
    {"open_picture", "open_sound", "find_lost", "import_task", "generate", "pause_all", "resume_all", "get_key"}
)
"""Wishes that mean nothing while nothing can be ordered."""


class MainWindow(QMainWindow):
    """The one window.

    Signals: `draft_changed(Draft)` and `key_card_dismissed()` are for the preferences, as is `pause_chosen(bool)` (no
    new orders, or orders again). `closing()` is told once before the window closes.
    """

    _return_key = ReturnKey()
    draft_changed = Signal(object)
    key_card_dismissed = Signal()
    pause_chosen = Signal(bool)
    closing = Signal()

    def __init__(
        self,
        *,
        catalog: Catalog,
        draft: Draft | None,
        bridge: Bridge,
        spawn: Spawn,
        keys: Keys,
        proxies: Proxies | None = None,
        values: Values | None = None,
        videos: Path,
        language: str,
        catalogue_error: CatalogueError | None = None,
    ) -> None:
        """Without a draft nothing can be ordered; `catalogue_error` is then shown in the composer's place."""
        super().__init__()
        self._catalog = catalog
        self._bridge = bridge
        self._spawn = spawn
        self._keys = keys
        self._proxies = proxies
        self._values = values
        self._workload = Workload()
        self._may_close = False
        self._close_question: asyncio.Task[Any] | None = None
        self._language = language
        self._repeats = RepeatGuard(self)
        self._settings: SettingsDialog | None = None

        self.setWindowTitle("Wan Desk")
        self.setAccessibleName("Wan Desk")
        self.setAcceptDrops(draft is not None)
        room = self.screen().availableSize()
        self.setMinimumSize(QSize(*SMALLEST).boundedTo(room))
        self.resize(QSize(*USUAL).boundedTo(room))

        posters = PosterCache(spawn, parent=self)
        self.again = Reorder(catalog=catalog, order=self._order_again, spawn=spawn, window=self)
        offers_again = self.again.offer
        self.jobs = JobsPanel(
            questions=bridge, spawn=spawn, catalog=catalog, posters=posters, offers_again=offers_again
        )
        self.stage = Stage(posters=posters, can_order=draft is not None)
        self.sound_preview = AudioPreview(self.stage.player.playback, self)
        self._composer: Composer | None = None
        if draft is not None:
            self._composer = Composer(
                catalog=catalog,
                draft=draft,
                questions=bridge,
                spawn=spawn,
                sound_player=self.sound_preview,
                language=language,
            )
        self._left = self._composer or ClosedComposer(catalogue_error)
        self.notices = NoticeBar()
        self.lost = MissingWindows(
            catalog=catalog,
            keys=keys,
            questions=bridge,
            posters=posters,
            spawn=spawn,
            warn=self.warn,
            region=lambda: self.composer.draft.region,
            language=language,
            window=self,
        )
        self.handlers = JobHandlers(
            bridge=bridge,
            spawn=spawn,
            stage=self.stage,
            notices=self.notices,
            videos=videos,
            generate_again=lambda job: self.again.wish(job, self.jobs.select),
            choose_video=self.lost.choose,
        )
        self.dispatcher = JobDispatcher(snapshot=self.jobs.snapshot, handle=self.handlers.handle, refuse=self.warn)
        self._region_label = QLabel()
        self._count_label = QLabel()
        self._lay_out()
        self.menus = Menus(self)
        self._connect()
        if draft is not None:
            self._show_region(draft)

    @property
    def composer(self) -> Composer:
        """The form; only where there is something to order."""
        assert self._composer is not None, "nothing can be ordered: there is no form"
        return self._composer

    @property
    def has_form(self) -> bool:
        """There is a composer: the list of models has something to order."""
        return self._composer is not None

    # ------------------------------------------------------------------ what the app says

    async def load(self) -> None:
        """Fill the job list once the engine answers."""
        try:
            await self.jobs.load()
        except WanDeskError as trouble:
            self.notices.warn(error_words(trouble))
        self._show_count()

    def select_newest(self) -> None:
        """Show the newest job on the stage, unless the user was quicker: after the rows, which come first."""
        if self.jobs.model.rowCount() and self.jobs.selected_job() is None:
            self.jobs.select(self.jobs.model.id_at(0))

    def offer_key_card(self) -> None:
        """The quiet card of the first run; it is true in Practice only and goes with it."""
        if not self._is_practising:
            return
        self.notices.offer(
            translate(
                "Window", "You are practising: everything works and nothing costs. For real videos, connect a key."
            ),
            translate("Window", "Connect your Alibaba Cloud key"),
            self.open_settings,
            closed=self.key_card_dismissed.emit,
        )

    @property
    def _is_practising(self) -> bool:
        if self._composer is None:
            return False
        return self._catalog.region(self.composer.draft.region).is_practice

    def warn(self, sentence: str) -> None:
        """Say that something did not work."""
        self.notices.warn(sentence)

    def warn_of_missing_videos(self, sentence: str) -> None:
        """The list was damaged: the sentence, and the way to what it may have lost, where that is known."""
        if self._composer is None:
            self.notices.warn(sentence)
            return
        self.notices.warn(sentence, missing_words.find_button(), self.lost.find)

    def say_language_comes_next_time(self, translate: Callable[[str, str], str] = translate) -> None:
        """The language is changed by a restart; `translate` may speak the new one already."""
        self.notices.offer(
            translate("Window", "The new language is used when Wan Desk is opened again."),
            translate("Window", "OK"),
            self.notices.clear,
            closed=self.notices.clear,
        )

    def take_files(self, paths: Sequence[str]) -> None:
        """Files of the command line, the file dialogs, the clipboard: as if dropped."""
        if self._composer is not None:
            self._composer.offer_files(paths)

    def come_forward(self) -> None:
        """To the front, out of the task bar, as far as the window manager allows."""
        state = self.windowState() & ~Qt.WindowState.WindowMinimized
        self.setWindowState(state | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    # ------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        self._stage_and_jobs = QSplitter(Qt.Orientation.Vertical)
        pane = QWidget()  # a notice takes its room from the video: no row of the list moves
        above = QVBoxLayout(pane)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.notices)
        above.addWidget(self.stage, 1)
        self._stage_and_jobs.addWidget(pane)
        self._stage_and_jobs.addWidget(self.jobs)
        self._stage_and_jobs.setStretchFactor(0, 3)
        self._stage_and_jobs.setStretchFactor(1, 2)
        self._stage_and_jobs.setChildrenCollapsible(False)
        self._stage_and_jobs.setHandleWidth(8)
        self._sides = QSplitter(Qt.Orientation.Horizontal)
        self._sides.addWidget(self._left)
        self._sides.addWidget(self._stage_and_jobs)
        self._sides.setStretchFactor(0, 0)
        self._sides.setStretchFactor(1, 1)
        self._sides.setChildrenCollapsible(False)
        self._sides.setHandleWidth(1)
        self._sides.setSizes([400, USUAL[0] - 400])
        self._stage_and_jobs.setSizes([540, 280])
        self.setCentralWidget(self._sides)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(12, 0, 12, 0)
        bar.addWidget(self._region_label)
        bar.addWidget(self._count_label)

    # ------------------------------------------------------------------ connections

    def _connect(self) -> None:
        entries: dict[str, Callable[[], None]] = {
            "show_videos": self.handlers.show_videos_folder,
            "settings": self.open_settings,
            "quit": self.close_window,
            "about": self._show_about,
            "paste": self._paste,
            "full_screen": self._toggle_full_screen,
        }
        self.menus.connect_entries(entries)
        if self._composer is not None:
            self._connect_composer(self._composer)
        else:
            self.menus.disable(ORDERING)
        for source in (self.jobs, self.stage, self.menus):
            source.action_requested.connect(self.dispatcher.request)
        self.jobs.selected.connect(self._show_selected)
        self.jobs.give_keys_to(self.stage.read_key)
        self.stage.video_watched.connect(self.handlers.video_watched)
        self.stage.video_shown.connect(self.handlers.check_file)
        self.again.changed.connect(self.jobs.tell_selected)
        self.again.refused.connect(self.warn)
        self.lost.imported.connect(self._select_new)
        self.lost.show_requested.connect(self.jobs.select)
        self.lost.settings_requested.connect(self.open_settings)
        bridge = self._bridge
        bridge.job_added_signal.connect(self._job_added)
        bridge.job_changed_signal.connect(self._job_changed)
        bridge.job_removed_signal.connect(self.jobs.job_removed)
        bridge.progress_signal.connect(self._progressed)
        bridge.workload_signal.connect(self._show_workload)

    def _connect_composer(self, composer: Composer) -> None:
        """What needs a region and a model to order from (ORDERING)."""
        entries: dict[str, Callable[[], None]] = {
            "open_picture": composer.choose_picture,
            "open_sound": composer.choose_sound,
            "find_lost": self.lost.find,
            "import_task": self.lost.import_by_id,
            "generate": composer.generate,
            "pause_all": partial(self._pause, is_paused=True),
            "resume_all": partial(self._pause, is_paused=False),
            "get_key": self.open_settings,
        }
        assert entries.keys() == ORDERING
        self.menus.connect_entries(entries)
        composer.generate_requested.connect(self._generate)
        composer.draft_changed.connect(self._draft_changed)

    def _generate(self, draft: Draft) -> None:
        self._spawn("generate", self._order(draft))

    async def _order(self, draft: Draft) -> None:
        try:
            waits = any(is_order_of(job.request, draft) for job in self.jobs.model.unsent_that_wait())
            if not await self._repeats.may_order(draft, price(draft, self._catalog), waits_already=waits):
                return
            self._repeats.ordered(draft)
            job = await self._bridge.submit(draft)
            self._repeats.ordered(draft)
            self._select_new(job)
        except WanDeskError as refused:
            self._repeats.refused()
            self.notices.warn(error_words(refused))
        finally:
            self.composer.order_finished()

    async def _order_again(self, job_id: str) -> str:
        again = await self._bridge.order_again(job_id)
        self._add_row(again)
        return again.id

    def _add_row(self, job: Job) -> None:
        """Add a new job's row, unless the bridge's signal came first: then the row's value is at least as new."""
        if self.jobs.model.row_of(job.id) is None:
            self._job_added(job)

    def _select_new(self, job: Job) -> None:
        self._add_row(job)
        self.jobs.select(job.id)

    def _job_added(self, job: Job) -> None:
        self.jobs.job_added(job)
        self._show_count()

    def _job_changed(self, job: Job) -> None:
        self.jobs.job_changed(job)
        self.again.job_changed(job)
        self.lost.job_changed(job)
        self._show_count()

    def _progressed(self, progress: Progress) -> None:
        before = self.jobs.progress_of(progress.job_id)
        self.jobs.progressed(progress)
        if (asked := job_words.asks_user(progress)) and (before is None or asked != job_words.asks_user(before)):
            self.notices.warn(*asked, self.open_settings)

    def _show_selected(self, it: JobSnapshot | None) -> None:
        self.menus.show_job(it)
        self.stage.show_job(it)

    def _pause(self, *, is_paused: bool) -> None:
        self.pause_chosen.emit(is_paused)
        self.handlers.run("pause", self._bridge.pause_all() if is_paused else self._bridge.resume_all())

    def _show_workload(self, workload: Workload) -> None:
        self._workload = workload
        self.jobs.set_workload(workload)
        self.menus.show_paused(is_paused=workload.is_paused)
        self._show_count()

    # ------------------------------------------------------------------ menus

    def open_settings(self) -> None:
        """The settings dialog; a second call raises the first."""
        if self._settings is not None:
            self._settings.raise_()
            return
        from wandesk.ui.settings.dialog import SettingsDialog  # after the first paint: few open it in a run

        self._settings = SettingsDialog(
            catalog=self._catalog,
            keys=self._keys,
            proxies=self._proxies,
            values=self._values,
            spawn=self._spawn,
            region=self._composer.draft.region if self._composer is not None else "",
            language=self._language,
            parent=self,
        )
        self._settings.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings.region_chosen.connect(self._choose_region)
        self._settings.keys_changed.connect(self._keys_changed)
        self._settings.finished.connect(self._settings_closed)
        self._settings.open()

    def _choose_region(self, region: str) -> None:
        self.composer.set_draft(changed_offer(self.composer.draft, self._catalog, region=region))

    def _settings_closed(self) -> None:
        self._settings = None

    def _keys_changed(self) -> None:
        self.notices.clear()
        self.lost.keys_changed()
        self.handlers.run("look at all", self._bridge.look_at_all())

    def _show_about(self) -> None:
        self._spawn("about", show_about(self))

    def _paste(self) -> None:
        """Files or a picture go to the cards, text to the field in focus."""
        content = QGuiApplication.clipboard().mimeData()
        field = QApplication.focusWidget()
        if isinstance(field, QPlainTextEdit | QLineEdit) and holds_text(content):
            field.paste()
        elif self._composer is not None:
            self._composer.offer_mime(content)

    def _toggle_full_screen(self) -> None:
        """The video, where that has the keys, else the window."""
        if self.stage.player.hasFocus():
            self.stage.player.toggle_full_screen()
        else:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # ------------------------------------------------------------------ small truths below

    def _draft_changed(self, draft: Draft) -> None:
        self._show_region(draft)
        if not self._is_practising:
            self.notices.withdraw_offer()
        self.draft_changed.emit(draft)

    def _show_region(self, draft: Draft) -> None:
        region = self._catalog.region(draft.region)
        self._region_label.setText(region.name.text(self._language))
        set_style_class(self._region_label, StyleClass.PRACTICE if region.is_practice else StyleClass.MUTED)

    def _show_count(self) -> None:
        making, waiting = self.jobs.model.counts
        said = job_words.counts(making, waiting, is_paused=self._workload.is_paused)
        self._count_label.setText(f"· {said}" if said and self._region_label.text() else said)

    # ------------------------------------------------------------------ what is remembered

    def geometry_text(self) -> str:
        """Where the window stands, as text for the settings file."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def splitter_sizes(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Pixels of composer and right side, of stage and job list."""
        return tuple(self._sides.sizes()), tuple(self._stage_and_jobs.sizes())

    def arrange(self, geometry: str, sides: tuple[int, ...], stage_and_jobs: tuple[int, ...]) -> None:
        """As an earlier run was left; what is empty or does not fit any screen is ignored by Qt."""
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))
        if sides:
            self._sides.setSizes(list(sides))
        if stage_and_jobs:
            self._stage_and_jobs.setSizes(list(stage_and_jobs))

    def close_window(self) -> None:
        """Quit from the menu."""
        self.close()

    def close_at_once(self) -> None:
        """Nobody can answer a question: a signal, or the end of the session."""
        self._may_close = True
        self.close()

    def release_files(self) -> None:
        """Let go of the video and the sound that play.

        To be done before the window is taken apart: then Qt waits for its players' threads, and these for Python, which
        is busy taking the window apart (seen: a program that never ended).
        """
        self.stage.release()
        self.sound_preview.stop()

    async def _ask_before_closing(self) -> None:
        answers = (
            dialogs.Answer(key="close", words=translate("Window", "Close")),
            dialogs.Answer(key="keep", words=translate("Window", "Keep open"), kind=dialogs.Kind.PRIMARY),
        )
        answer, is_ticked = await dialogs.ask_with_tick(
            self,
            closing.question(self._workload),
            answers,
            default="keep",
            tick=translate("Window", "Do not ask again"),
        )
        if answer == "close":
            if is_ticked and self._values is not None:
                self._values.set(ASK_BEFORE_CLOSING.option, False)  # noqa: FBT003 - the value of a switch
            self.close_at_once()

    # ------------------------------------------------------------------ Qt overrides

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """The whole window takes files; the cards light up for their own."""
        is_ours = event.source() is not None  # a video of our own list is on its way elsewhere
        if self.has_form and event.mimeData().hasUrls() and not is_ours:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.composer.offer_mime(event.mimeData())
        event.acceptProposedAction()

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self._toggle_full_screen()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        asks = self._values is not None and self._values.get(ASK_BEFORE_CLOSING.option) and not self._may_close
        if asks and closing.needs_a_question(self._workload):
            event.ignore()
            if self._close_question is None or self._close_question.done():
                self._close_question = self._spawn("ask before closing", self._ask_before_closing())
            return
        self.closing.emit()
        self.release_files()
        super().closeEvent(event)
