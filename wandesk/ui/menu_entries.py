"""The menus as data: their entries in order, with label, shortcut and icon. The job actions are `ui.job_actions`'s."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from wandesk.ui.settings.table import JOBS_PLACE, JOBS_VIEW, LANGUAGE, THEME, Setting

translate = QCoreApplication.translate

Key = QKeySequence.StandardKey

NEED_FORM = frozenset(
    {
        *("open_picture", "open_folder", "open_table", "open_sound", "open_address", "find_missing", "import_task"),
        *("generate", "pause_all", "resume_all", "get_key"),
    }
)
"""Entries that are disabled without a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. The window connects it by its `key`."""

    key: str
    text: str
    keys: QKeySequence | Key | str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    icon: str = ""
    is_checkable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A submenu with the choices of a setting. The current choice is ticked."""

    key: str
    title: str
    setting: Setting[str]


class JobActions:
    """Placeholder for the job actions of the Video menu, with separators between groups."""


class PlayerCommands:
    """Placeholder for the submenu with what the player's keys do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A menu; None among its entries is a separator."""

    title: str
    entries: tuple[Entry | Choices | JobActions | PlayerCommands | None, ...]


def menus(*, is_mac: bool = sys.platform == "darwin") -> tuple[Menu, ...]:
    """Every menu of the window, in the language of the program. macOS has a menu for the window itself."""
    *others, of_help = _menus(is_mac=is_mac)
    return (*others, _of_window(), of_help) if is_mac else (*others, of_help)


def _of_window() -> Menu:
    return Menu(
        title=translate("Menus", "&Window"),
        entries=(
            Entry(key="minimise", text=translate("Menus", "&Minimise"), keys="Ctrl+M"),
            Entry(key="zoom", text=translate("Menus", "&Zoom")),
            None,
            Entry(key="close_window", text=translate("Menus", "&Close"), keys=Key.Close),
        ),
    )


def _menus(*, is_mac: bool) -> tuple[Menu, ...]:
    return (
        Menu(
            title=translate("Menus", "&File"),
            entries=(
                Entry(key="open_picture", text=translate("Menus", "Open &picture…"), keys=Key.Open, icon="picture"),
                Entry(key="open_folder", text=translate("Menus", "Open fol&der of pictures…"), icon="folder"),
                Entry(key="open_sound", text=translate("Menus", "Open &audio…"), keys="Ctrl+Shift+O", icon="sound"),
                Entry(key="open_address", text=translate("Menus", "From &web address…"), icon="network"),
                Entry(key="open_table", text=translate("Menus", "&Orders from CSV…"), icon="copy"),
                None,
                Entry(key="find_missing", text=translate("Menus", "&Find missing videos…"), icon="search"),
                Entry(key="import_task", text=translate("Menus", "&Import by task ID…"), icon="save"),
                Entry(key="save_list", text=translate("Menus", "Save the list as &CSV…")),
                None,
                Entry(key="show_videos", text=show_videos_text(), icon="folder"),
                None,
                Entry(
                    key="settings",
                    text=translate("Menus", "&Settings…"),
                    keys="Ctrl+,",
                    role=QAction.MenuRole.PreferencesRole,
                    icon="settings",
                ),
                None,
                Entry(key="quit", text=translate("Menus", "&Quit"), keys="Ctrl+Q", role=QAction.MenuRole.QuitRole),
            ),
        ),
        Menu(
            title=translate("Menus", "&Edit"),
            entries=(
                Entry(key="undo", text=translate("Menus", "&Undo"), keys=Key.Undo),
                Entry(key="redo", text=translate("Menus", "&Redo"), keys=Key.Redo),
                None,
                Entry(key="cut", text=translate("Menus", "Cu&t"), keys=Key.Cut),
                Entry(key="copy", text=translate("Menus", "&Copy"), keys=Key.Copy, icon="copy"),
                Entry(key="paste", text=translate("Menus", "&Paste"), keys=Key.Paste),
                None,
                Entry(key="select_all", text=translate("Menus", "Select &all"), keys=Key.SelectAll),
                None,
                Entry(key="find", text=translate("Menus", "&Find"), keys=Key.Find, icon="search"),
            ),
        ),
        Menu(
            title=translate("Menus", "Vide&o"),
            entries=(
                Entry(key="generate", text=translate("Menus", "&Generate"), keys="Ctrl+Return", icon="generate"),
                None,
                JobActions(),
                None,
                Entry(key="pause_all", text=translate("Menus", "&Pause all orders"), icon="pause"),
                Entry(key="resume_all", text=translate("Menus", "&Resume orders"), icon="play"),
            ),
        ),
        Menu(
            title=translate("Menus", "&View"),
            entries=(
                PlayerCommands(),
                None,
                Choices(key="jobs_view", title=translate("Menus", "&Jobs as"), setting=JOBS_VIEW),
                Choices(key="jobs_place", title=translate("Menus", "&Place of jobs"), setting=JOBS_PLACE),
                None,
                Choices(key="theme", title=translate("Window", "&Theme"), setting=THEME),
                Choices(key="language", title=translate("Window", "&Language"), setting=LANGUAGE),
                None,
                Entry(key="details", text=translate("Menus", "&Details"), keys="Ctrl+I", is_checkable=True),
                None,
                Entry(key="show_notice", text=translate("Menus", "Go to &notice"), keys="F6"),
                Entry(
                    key="full_screen", text=translate("Window", "&Full screen"), keys="Meta+Ctrl+F" if is_mac else "F11"
                ),
            ),
        ),
        Menu(
            title=translate("Menus", "&Help"),
            entries=(
                Entry(key="get_key", text=translate("Menus", "Get a &key"), icon="key"),
                None,
                Entry(key="copy_diagnostics", text=translate("Menus", "Copy &diagnostics…"), icon="copy"),
                None,
                Entry(key="licences", text=translate("Menus", "&Licences")),
                Entry(key="about", text=translate("Menus", "&About Wan Desk"), role=QAction.MenuRole.AboutRole),
            ),
        ),
    )


def show_videos_text() -> str:
    return translate("Menus", "Show &videos folder")
