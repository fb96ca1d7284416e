"""The main window: creates composer, stage and job list and connects them. It contains no rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft, changed_offer
from wandesk.domain.errors import CatalogueError, WanDeskError
from wandesk.ui.about import about_entries
from wandesk.ui.bridge import Bridge
from wandesk.ui.composer import Composer
from wandesk.ui.composer.closed import ClosedComposer
from wandesk.ui.composer.own_prompts import OwnPrompts
from wandesk.ui.composer.reusing import reuse
from wandesk.ui.job_handlers import JobHandlers
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.menu_entries import NEED_FORM
from wandesk.ui.menus import Menus
from wandesk.ui.missing.windows import MissingWindows
from wandesk.ui.notices import NoticeAct, Owner
from wandesk.ui.player.audio_preview import AudioPreview
from wandesk.ui.player.stage import Stage
from wandesk.ui.questions import Spawn
from wandesk.ui.real_regions import RealRegions
from wandesk.ui.settings.keys import Keys
from wandesk.ui.settings.section import GET_KEY, Section
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.window.after_failure import acts_after_failure
from wandesk.ui.window.before_ordering import BeforeOrdering
from wandesk.ui.window.beside import connect_beside
from wandesk.ui.window.closing import ClosingQuestion
from wandesk.ui.window.engine_updates import EngineUpdates
from wandesk.ui.window.job_address import JobAddress
from wandesk.ui.window.money_line import MoneyLine
from wandesk.ui.window.notice_actions import act_on_notice
from wandesk.ui.window.notices import WindowNotices
from wandesk.ui.window.ordering import Ordering, refusal_text
from wandesk.ui.window.ordering_again import OrderingAgain
from wandesk.ui.window.orders import Orders
from wandesk.ui.window.pasting import paste
from wandesk.ui.window.player_parts import connect_menu, connect_player
from wandesk.ui.window.recent_prompts import recent_prompts
from wandesk.ui.window.row_acts import RowActs
from wandesk.ui.window.saving_list import SavingList, connect_list
from wandesk.ui.window.settings_opener import SettingsOpener
from wandesk.ui.window.spoken_news import SpokenNews
from wandesk.ui.window.status import Status
from wandesk.ui.window.trash_refusals import TrashRefusals
from wandesk.ui.window.videos_folder import VideosFolderNotice, folder_in_use
from wandesk.ui.window.zones import Zones
from wandesk.ui.wording.job_list import unreadable_text
from wandesk.ui.wording.models import request_names

if TYPE_CHECKING:
    from wandesk.ui.settings.page_card import Values
    from wandesk.ui.settings.proxy_form import Proxies


class _Dialogs(TypedDict):
    """What the openers of Settings and of the missing videos share."""

    catalog: CatalogSource
    keys: Keys
    spawn: Spawn
    region: Callable[[], str]
    language: str
    window: QWidget


class MainWindow(QMainWindow):
    """The one window.

    Signals: `draft_changed(Draft)`, `pause_chosen(bool)` and `videos_folder_chosen(str)` are for the preferences.
    `closing()` is emitted once, before the window closes.
    """

    _return_key = ReturnKey()
    draft_changed = Signal(object)
    pause_chosen = Signal(bool)
    videos_folder_chosen = Signal(str)
    closing = Signal()

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        draft: Draft | None,
        bridge: Bridge,
        spawn: Spawn,
        keys: Keys,
        proxies: Proxies | None = None,
        values: Values | None = None,
        sections: Sequence[Section] = (),
        before_ordering: BeforeOrdering,
        videos: Path,
        language: str,
        catalogue_error: CatalogueError | None = None,
    ) -> None:
        """Without a draft there is no form; the composer's area shows `catalogue_error`. `sections`: of Settings."""
        super().__init__()
        self.setWindowTitle("Wan Desk")
        self.setAccessibleName("Wan Desk")
        posters = PosterCache(spawn, make=bridge.space.make_poster, parent=self)
        can_generate = draft is not None
        self.notices = WindowNotices(
            catalog=catalog, keys=keys, can_generate=can_generate, region_of=self._region_of_job
        )
        may_order = partial(before_ordering.may_order, self, self.notices)
        again = OrderingAgain(
            self,
            catalog=catalog,
            bridge=bridge,
            regions=RealRegions(catalog, keys, values),
            may_order=may_order,
            use_settings=lambda request: reuse(self.composer, request, catalog),
            spawn=spawn,
            notices=self.notices,
            language=language,
        )
        self.jobs = JobsPanel(
            questions=bridge,
            spawn=spawn,
            catalog=catalog,
            posters=posters,
            offers_again=again.reorder.offer,
            offers_remake=again.remaking.offer,
            failed_beside=lambda job: self.orders.redo.count(job),  # noqa: PLW0108 - made below
            can_fill_form=can_generate,
        )
        self.stage = Stage(posters=posters, can_generate=can_generate)
        self.audio_preview = AudioPreview(self.stage.player.playback, self)
        shared = _Dialogs(catalog=catalog, keys=keys, spawn=spawn, region=self._region, language=language, window=self)
        self.settings = SettingsOpener(**shared, proxies=proxies, values=values, sections=sections)
        self.missing = MissingWindows(**shared, questions=bridge, posters=posters, notices=self.notices)
        self.updates = EngineUpdates(bridge, self.jobs)
        again.connect_to(self.jobs, self.updates)
        self.orders = Orders(
            catalog=catalog,
            bridge=bridge,
            spawn=spawn,
            updates=self.updates,
            notices=self.notices,
            may_order=may_order,
            window=self,
        )
        acts = RowActs(self.jobs, self.stage, self.notices, bridge=bridge, spawn=spawn, catalog=catalog, window=self)
        of_player = connect_player(self, bridge, spawn)
        self._handlers = JobHandlers(
            bridge=bridge,
            keys=keys,
            spawn=spawn,
            stage=self.stage,
            notices=self.notices,
            videos=partial(folder_in_use, values, videos),
            generate_again=again.generate,
            remake=again.remake,
            use_settings=lambda job, **choice: reuse(self.composer, job.request, catalog, **choice),
            choose_video=self.missing.choose,
            row_acts={**acts.handlers, **self.orders.handlers, **of_player.handlers, **acts_after_failure(self)},
            address=JobAddress(catalog=catalog, keys=keys, language=language, window=self),
        )
        TrashRefusals(bridge, self.notices, self)
        self.dispatcher = self._handlers.dispatcher(self.jobs.snapshot)
        self.closing_question = ClosingQuestion(self, spawn, values)
        folder_notice = VideosFolderNotice(bridge=bridge, notices=self.notices, spawn=spawn, window=self)
        folder_notice.chosen.connect(self.videos_folder_chosen)
        self.menus = Menus(self, self.jobs.requests.target)
        self.menus.undo_requested.connect(acts.undoing.undo)
        self._composer: Composer | None = None
        if draft is not None:
            player, files = self.audio_preview, bridge.files
            self._composer = Composer(
                catalog=catalog, draft=draft, questions=files, spawn=spawn, audio_player=player, language=language
            )
        self.zones = Zones(
            self,
            composer=self._composer or ClosedComposer(catalogue_error),
            stage=self.stage,
            jobs=self.jobs,
            menus=self.menus,
            notices=self.notices,
            names=partial(request_names, catalog, language),
        )
        status = Status(catalog, language)
        self.setStatusBar(status)
        status.hold(self.zones.notice_bar.line)
        connect_list(self.menus, self.jobs, SavingList(bridge, spawn, self.jobs, self.notices, catalog, language))
        money_line = MoneyLine(money=bridge.money, values=values, status=status, spawn=spawn, parent=self)
        money_line.follow(self.updates, self.jobs.model)
        self._connect_menus(spawn)
        self._connect_parts(status)
        acts.removing.emptied.connect(self.zones.notice_bar.take_focus)
        if self._composer is None:
            self.menus.disable(NEED_FORM)
        else:
            self._connect_form(self._composer, self.orders.of_form(self._composer, language), status, catalog)
            self._composer.draft_changed.connect(again.regions.draft_changed)
            if values is not None:
                self._composer.cards.prompt.ideas.own = OwnPrompts(values, partial(recent_prompts, self.jobs.model))

    @property
    def composer(self) -> Composer:
        """The form; only if `has_form`."""
        assert self._composer is not None, "nothing can be ordered: there is no form"
        return self._composer

    @property
    def has_form(self) -> bool:
        """Whether there is a composer, which needs a catalogue without errors."""
        return self._composer is not None

    # ------------------------------------------------------------------ for the application

    async def load(self) -> None:
        """Fill the job list once the engine answers. Raises WanDeskError."""
        await self.jobs.load()
        await self.orders.redo.batches.restore()
        self.updates.emit_counts()

    def show_unreadable(self, trouble: WanDeskError | None) -> None:
        """The jobs cannot be read: the list and Generate say why. None: they can again."""
        if trouble is not None:
            self.jobs.pages.show_trouble(unreadable_text(trouble))
        if self._composer is not None:
            self._composer.set_obstacle("" if trouble is None else refusal_text(trouble))
        if trouble is None:
            self.notices.withdraw(Owner(NoticeAct.GENERATE))

    def take_files(self, paths: Sequence[str]) -> None:
        """Take files of the command line or of a second start, as if dropped."""
        if self._composer is not None:
            self._composer.offer_files(paths)

    def raise_window(self) -> None:
        """Raise the window, also when it is minimised, as far as the window manager allows."""
        state = self.windowState() & ~Qt.WindowState.WindowMinimized
        self.setWindowState(state | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def close_at_once(self) -> None:
        """Close without a question, on a signal or at the end of the session."""
        self.closing_question.close_at_once()

    def release_files(self) -> None:
        """Close the files that the players hold open.

        Call this before Qt destroys the window. Otherwise Qt waits for its players' threads, and these wait for Python,
        which is busy destroying the window (seen: a program that never ended).
        """
        self.stage.release()
        self.audio_preview.stop()

    # ------------------------------------------------------------------ connections

    def _connect_menus(self, spawn: Spawn) -> None:
        connect_menu(self.menus.playback, self.stage)
        self.menus.connect_entries(
            {
                "show_videos": self._handlers.show_videos_folder,
                "settings": self.settings.open,
                "quit": self.close,
                **about_entries(self, spawn),
                "paste": lambda: paste(self._composer),
                "full_screen": self._toggle_full_screen,
            }
        )

    def _connect_parts(self, status: Status) -> None:
        for source in (self.jobs, self.stage):
            source.action_requested.connect(self.dispatcher.request)
        self.menus.action_requested.connect(lambda key, jobs: self.jobs.requests.request(key, jobs[0]))
        self.notices.action_requested.connect(partial(act_on_notice, self.jobs, self.dispatcher))
        self.stage.video_watched.connect(self._handlers.video_watched)
        self.stage.video_shown.connect(self._handlers.check_file)
        updates = self.updates
        updates.job_created.connect(self._handlers.unlock)
        updates.job_changed.connect(self.missing.job_changed)
        updates.value_replaced.connect(SpokenNews(self.jobs).job_changed)
        updates.job_ended.connect(self.notices.job_ended)
        updates.progress_changed.connect(self.notices.progress_changed)
        status.follow(updates)
        updates.pause_changed.connect(self.menus.show_paused)
        self.missing.imported.connect(updates.select_new)
        connect_beside(self.settings, self.missing, self.notices, self.jobs, check_all=self._handlers.check_all)

    def _connect_form(self, composer: Composer, ordering: Ordering, status: Status, catalog: CatalogSource) -> None:
        """What needs a region and a model to order from (ORDERING)."""
        entries: dict[str, Callable[[], object]] = {
            **composer.chooser.entries,
            "open_table": self.orders.open_table,
            "open_address": composer.intake.ask_address,
            "find_missing": self.missing.find,
            "import_task": self.missing.import_by_id,
            "generate": composer.generate,
            "pause_all": partial(self._pause, is_paused=True),
            "resume_all": partial(self._pause, is_paused=False),
            "get_key": partial(self.settings.open, GET_KEY),
        }
        assert entries.keys() == NEED_FORM
        self.menus.connect_entries(entries)
        composer.drops.watch(self)
        self.zones.details.text_chosen.connect(composer.cards.prompt.take_prompt)
        composer.generate_requested.connect(ordering.generate)
        for listener in (status.show_draft, self.stage.show_draft, self.notices.draft_changed, self.draft_changed):
            composer.draft_changed.connect(listener)
        status.show_draft(composer.draft)
        self.stage.show_draft(composer.draft)
        self.settings.region_chosen.connect(
            lambda region: composer.set_draft(changed_offer(composer.draft, catalog.current, region=region))
        )

    # ------------------------------------------------------------------ menus

    def _region(self) -> str:
        """The region that the form orders from; empty without a form."""
        return self._composer.draft.region if self._composer is not None else ""

    def _region_of_job(self, job_id: str) -> str:
        """The region of a job in memory; empty for any other."""
        job = self.jobs.model.known_job(job_id)
        return job.request.region if job is not None else ""

    def _pause(self, *, is_paused: bool) -> None:
        self.pause_chosen.emit(is_paused)
        self._handlers.pause(is_paused=is_paused)

    def _toggle_full_screen(self) -> None:
        """Switch the video if it has the focus, else the window."""
        if self.stage.player.hasFocus():
            self.stage.player.toggle_full_screen()
        else:
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # ------------------------------------------------------------------ Qt overrides

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.zones.close_details():
            return
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self._toggle_full_screen()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.closing_question.allows(self.updates.workload):
            event.ignore()
            return
        self.closing.emit()
        self.release_files()
        super().closeEvent(event)
