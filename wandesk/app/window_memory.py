"""How the window was in the last run: geometry, splitters, theme, language, and how the player plays."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from wandesk.app.languages import translate_in
from wandesk.domain.job_query import JobFilter, JobQuery, JobSort
from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.look import Look, Theme
from wandesk.ui.main_window import MainWindow
from wandesk.ui.menus import Menus
from wandesk.ui.player.playback import Playback
from wandesk.ui.settings.table import JOBS_PLACE, JOBS_VIEW, LANGUAGE, THEME, VIDEOS_FOLDER, chosen_language
from wandesk.ui.window.arrangement import JobsPlace


class WindowMemory:
    """Restores a window when it is attached, and stores what changes."""

    def __init__(self, preferences: Preferences, look: Look, running_language: str) -> None:
        self._preferences = preferences
        self._look = look
        self._running_language = running_language

    def attach(self, window: MainWindow) -> None:
        """Arrange the window as it was, and follow it."""
        get, store = self._preferences.get, self._preferences.set
        arrangement = window.zones.arrangement
        arrangement.restore(
            get(options.GEOMETRY),
            get(options.SPLITTER),
            beside=get(options.JOBS_SPLITTER),
            above=get(options.STAGE_SPLITTER),
        )
        arrangement.place_jobs(JobsPlace(get(JOBS_PLACE.option)))
        window.menus.tick("theme", get(THEME.option))
        window.menus.tick("language", get(LANGUAGE.option))
        window.menus.tick("jobs_place", get(JOBS_PLACE.option))
        window.menus.theme_chosen.connect(partial(store, THEME.option))
        window.menus.language_chosen.connect(partial(store, LANGUAGE.option))
        remember_list(window.jobs, window.menus, self._preferences)
        window.menus.jobs_place_chosen.connect(partial(store, JOBS_PLACE.option))
        window.pause_chosen.connect(partial(store, options.PAUSED))
        window.videos_folder_chosen.connect(partial(store, VIDEOS_FOLDER.option))
        window.notices.key_card_dismissed.connect(partial(store, options.FIRST_RUN_CARD_DISMISSED, True))  # noqa: FBT003
        window.closing.connect(partial(self._remember, window))
        window.settings.reopening.agreed.connect(partial(self._remember_job, window))
        remember_player(window.stage.player.playback, self._preferences)
        self._preferences.on_change(THEME.option, partial(self._theme_changed, window))
        self._preferences.on_change(LANGUAGE.option, partial(self._language_changed, window))
        self._preferences.on_change(JOBS_PLACE.option, partial(_jobs_place_changed, window))

    def _remember(self, window: MainWindow) -> None:
        arrangement = window.zones.arrangement
        self._preferences.set(options.GEOMETRY, arrangement.geometry_text())
        self._preferences.set(options.SPLITTER, arrangement.composer_sizes())
        self._preferences.set(options.JOBS_SPLITTER, arrangement.jobs_sizes(Qt.Orientation.Horizontal))
        self._preferences.set(options.STAGE_SPLITTER, arrangement.jobs_sizes(Qt.Orientation.Vertical))

    def _remember_job(self, window: MainWindow) -> None:
        job = window.jobs.selected_job()
        self._preferences.set(options.REOPENED_JOB, job.id if job is not None else "")

    def _theme_changed(self, window: MainWindow, key: str) -> None:
        self._look.set_theme(Theme(key))
        window.menus.tick("theme", key)

    def _language_changed(self, window: MainWindow, key: str) -> None:
        window.menus.tick("language", key)
        if chosen_language(key) == self._running_language:
            window.notices.withdraw_restart()
        else:
            window.notices.show_restart_needed(translate_in(key))


def _jobs_place_changed(window: MainWindow, key: str) -> None:
    window.zones.arrangement.place_jobs(JobsPlace(key))
    window.menus.tick("jobs_place", key)


def remember_list(jobs: JobsPanel, menus: Menus, preferences: Preferences) -> None:
    """Show the list as it was, and store every change. A search is not kept."""
    get, store = preferences.get, preferences.set
    jobs.bar.set_query(
        JobQuery(
            filter=JobFilter(get(options.LIST_FILTER)),
            label=get(options.LIST_LABEL),
            sort=JobSort(get(options.LIST_SORT)),
        )
    )

    def show_view(key: str) -> None:
        menus.tick("jobs_view", key)
        jobs.show_grid(key == "grid")

    def store_query(query: JobQuery) -> None:
        store(options.LIST_FILTER, query.filter.value)
        store(options.LIST_LABEL, query.label)
        store(options.LIST_SORT, query.sort.value)

    show_view(get(JOBS_VIEW.option))
    preferences.on_change(JOBS_VIEW.option, show_view)
    menus.jobs_view_chosen.connect(partial(store, JOBS_VIEW.option))
    jobs.bar.view_chosen.connect(lambda is_grid: store(JOBS_VIEW.option, "grid" if is_grid else "rows"))
    jobs.bar.query_changed.connect(store_query)


def remember_player(playback: Playback, preferences: Preferences) -> None:
    """Start the player with the stored loop, speed, volume and mute, and store every change."""
    sound = playback.sound
    playback.set_looping(preferences.get(options.LOOP))
    playback.set_speed(preferences.get(options.SPEED))
    sound.set_volume(preferences.get(options.VOLUME))
    sound.set_muted(preferences.get(options.MUTED))
    playback.loop_changed.connect(partial(preferences.set, options.LOOP))
    playback.speed_changed.connect(partial(preferences.set, options.SPEED))
    sound.volume_changed.connect(partial(preferences.set, options.VOLUME))
    sound.mute_changed.connect(partial(preferences.set, options.MUTED))
