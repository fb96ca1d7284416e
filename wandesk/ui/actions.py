"""The menus as data: what there is, in order, with words, keys and the name of the wish."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

translate = QCoreApplication.translate

Key = QKeySequence.StandardKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One entry. `wish` is the key under which the window connects it."""

    wish: str
    text: str
    keys: QKeySequence | Key | str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """A menu; None among its acts is a line."""

    title: str
    acts: tuple[Act | None, ...]


def menus() -> tuple[Menu, ...]:
    """Every menu of the window, in the language of the program."""
    return (
        Menu(
            title=translate("Menus", "&File"),
            acts=(
                Act(wish="open_picture", text=translate("Menus", "Open &picture…"), keys=Key.Open, icon="picture"),
                Act(wish="open_sound", text=translate("Menus", "Open &audio…"), keys="Ctrl+Shift+O", icon="sound"),
                None,
                Act(wish="find_lost", text=translate("Menus", "&Find lost videos…"), icon="search"),
                Act(wish="import_task", text=translate("Menus", "&Import by task id…"), icon="save"),
                None,
                Act(wish="show_videos", text=show_videos_text(), icon="folder"),
                None,
                Act(
                    wish="settings",
                    text=translate("Menus", "&Settings…"),
                    keys="Ctrl+,",
                    role=QAction.MenuRole.PreferencesRole,
                    icon="settings",
                ),
                None,
                Act(wish="quit", text=translate("Menus", "&Quit"), keys="Ctrl+Q", role=QAction.MenuRole.QuitRole),
            ),
        ),
        Menu(
            title=translate("Menus", "&Edit"),
            acts=(
                Act(wish="undo", text=translate("Menus", "&Undo"), keys=Key.Undo),
                Act(wish="redo", text=translate("Menus", "&Redo"), keys=Key.Redo),
                None,
                Act(wish="cut", text=translate("Menus", "Cu&t"), keys=Key.Cut),
                Act(wish="copy", text=translate("Menus", "&Copy"), keys=Key.Copy, icon="copy"),
                Act(wish="paste", text=translate("Menus", "&Paste"), keys=Key.Paste),
                None,
                Act(wish="select_all", text=translate("Menus", "Select &all"), keys=Key.SelectAll),
            ),
        ),
        Menu(
            title=translate("Menus", "&Job"),
            acts=(
                Act(wish="generate", text=translate("Menus", "&Generate"), keys="Ctrl+Return", icon="generate"),
                None,
                Act(wish="check_again", text=translate("Menus", "&Check again"), keys="F5", icon="refresh"),
                Act(wish="cancel", text=cancel_text(), icon="cancel"),
                None,
                Act(wish="move_to_top", text=translate("Menus", "Move to &top")),
                Act(wish="move_up", text=translate("Menus", "Move &up")),
                Act(wish="move_down", text=translate("Menus", "Move &down")),
                None,
                Act(wish="generate_again", text=generate_again_text("")),
                Act(wish="choose_video", text=translate("Menus", "Choose the &video…"), icon="video"),
                Act(wish="download_again", text=translate("Menus", "Download aga&in")),
                None,
                Act(wish="show_in_folder", text=translate("Menus", "&Show in folder"), icon="folder"),
                None,
                Act(wish="remove", text=remove_text(), keys=Key.Delete),
                None,
                Act(wish="pause_all", text=translate("Menus", "&Pause all orders"), icon="pause"),
                Act(wish="resume_all", text=translate("Menus", "&Resume orders"), icon="play"),
            ),
        ),
        Menu(
            title=translate("Menus", "&Help"),
            acts=(
                Act(wish="get_key", text=translate("Menus", "Get a &key"), icon="key"),
                None,
                Act(wish="about", text=translate("Menus", "&About Wan Desk"), role=QAction.MenuRole.AboutRole),
            ),
        ),
    )


def generate_again_text(cost: str) -> str:
    """The act with its price, `about $0.25`; without one where it is not possible."""
    if not cost:
        return translate("Menus", "G&enerate again")
    return translate("Menus", "G&enerate again · {cost}").format(cost=cost)


def cancel_text() -> str:
    """The act as long as it is possible; else its place says why it is not."""
    return translate("Menus", "C&ancel")


def show_videos_text() -> str:
    return translate("Menus", "Show &videos folder")


def remove_text() -> str:
    """The act as soon as it is possible; else its place says why it is not."""
    return translate("Menus", "Remove from &list")


def view_title() -> str:
    """The title of the View menu, whose entries are choices."""
    return translate("Menus", "&View")
