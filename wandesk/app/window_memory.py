"""How the window was in the last run: geometry, splitters, theme, language, and how the player plays."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from wandesk.app.languages import translate_in
from wandesk.domain.job_query import JobFilter, JobQuery, JobSort
from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.ui.look import Look, Theme
from wandesk.ui.main_window import MainWindow
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
        self._attach_list(window)
        window.menus.jobs_place_chosen.connect(partial(store, JOBS_PLACE.option))
        window.pause_chosen.connect(partial(store, options.PAUSED))
        window.videos_folder_chosen.connect(partial(store, VIDEOS_FOLDER.option))
        window.notices.key_card_dismissed.connect(partial(store, options.FIRST_RUN_CARD_DISMISSED, True))  # noqa: FBT003
        window.closing.connect(partial(self._remember, window))
        remember_player(window.stage.player.playback, self._preferences)
        self._preferences.on_change(THEME.option, partial(self._theme_changed, window))
        self._preferences.on_change(LANGUAGE.option, partial(self._language_changed, window))
        self._preferences.on_change(JOBS_PLACE.option, partial(_jobs_place_changed, window))

    def _attach_list(self, window: MainWindow) -> None:
        """Show the list as it was; a search is not kept."""
        get, store, bar = self._preferences.get, self._preferences.set, window.jobs.bar
        bar.set_query(
            JobQuery(
                filter=JobFilter(get(options.LIST_FILTER)),
                label=get(options.LIST_LABEL),
                sort=JobSort(get(options.LIST_SORT)),
            )
        )
        show = partial(_show_view, window)
        show(get(JOBS_VIEW.option))
        bar.view_chosen.connect(lambda is_grid: store(JOBS_VIEW.option, "grid" if is_grid else "rows"))
        window.menus.jobs_view_chosen.connect(partial(store, JOBS_VIEW.option))
        self._preferences.on_change(JOBS_VIEW.option, show)
        bar.query_changed.connect(self._remember_query)

    def _remember_query(self, query: JobQuery) -> None:
        self._preferences.set(options.LIST_FILTER, query.filter.value)
        self._preferences.set(options.LIST_LABEL, query.label)
        self._preferences.set(options.LIST_SORT, query.sort.value)

    def _remember(self, window: MainWindow) -> None:
        arrangement = window.zones.arrangement
        self._preferences.set(options.GEOMETRY, arrangement.geometry_text())
        self._preferences.set(options.SPLITTER, arrangement.composer_sizes())
        self._preferences.set(options.JOBS_SPLITTER, arrangement.jobs_sizes(Qt.Orientation.Horizontal))
        self._preferences.set(options.STAGE_SPLITTER, arrangement.jobs_sizes(Qt.Orientation.Vertical))

    def _theme_changed(self, window: MainWindow, key: str) -> None:
        self._look.set_theme(Theme(key))
        window.menus.tick("theme", key)

    def _language_changed(self, window: MainWindow, key: str) -> None:
        window.menus.tick("language", key)
        if chosen_language(key) == self._running_language:
            window.notices.withdraw_restart()
        else:
            window.notices.show_restart_needed(translate_in(key))


def _show_view(window: MainWindow, key: str) -> None:
    window.menus.tick("jobs_view", key)
    window.jobs.show_grid(key == "grid")


def _jobs_place_changed(window: MainWindow, key: str) -> None:
    window.zones.arrangement.place_jobs(JobsPlace(key))
    window.menus.tick("jobs_place", key)


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
