"""The settings of the program, one entry each. The Settings dialog and the View menu are built from them.

To add a setting: one entry here, listed in `SETTINGS`, and its Chinese in the translation file. A switch becomes a
check box, a number a spin box, a choice a combo box, a folder a button. Code that acts on it reads
`preferences.get(NAME.option)`, or subscribes with `preferences.on_change`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication

from wandesk.domain.language import LANGUAGE_KEYS, LANGUAGES
from wandesk.domain.send_queue import MOST_AT_CLOUD
from wandesk.settings.options import Option

translate = QCoreApplication.translate

T = TypeVar("T")

Text = Callable[[], str]
"""A text that is translated when it is shown, because the language is not known at import time."""


class Page(StrEnum):
    """A group of settings, in the order of the dialog."""

    ORDERS = "orders"
    GENERAL = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[T]):
    """One setting. `option` is its place in the settings file, its default (which gives its type) and its bounds."""

    option: Option[T]
    page: Page
    label: Text
    help: Text | None = None
    choices: Callable[[], Mapping[T, str]] | None = None
    """The label of each choice, with `&` before a menu's access key."""
    is_folder: bool = False
    """A text that is the path of a folder; empty: the default."""
    least: Text | None = None
    """Shown instead of the smallest number, if that has a special meaning."""


AT_ONCE = Setting(
    option=Option(name="order.at_once", default=0, least=0, most=MOST_AT_CLOUD),
    page=Page.ORDERS,
    label=lambda: translate("Settings", "Simultaneous orders per model"),
    help=lambda: translate(
        "Settings",
        "The other orders wait in this program, where you can still move and cancel them. Automatic: twice the number "
        "of videos Alibaba makes at once.",
    ),
    least=lambda: translate("Settings", "Automatic"),
)

KEEP_AWAKE = Setting(
    option=Option(name="general.keep_awake", default=True),
    page=Page.ORDERS,
    label=lambda: translate("Settings", "Keep the computer awake until all orders are sent and all videos are saved"),
)

ASK_BEFORE_CLOSING = Setting(
    option=Option(name="general.ask_before_closing", default=True),
    page=Page.ORDERS,
    label=lambda: translate("Settings", "Ask before closing while videos are being made"),
)

THEME = Setting(
    option=Option(name="general.theme", default="system", choices=("system", "light", "dark")),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "Theme"),
    choices=lambda: {
        "system": translate("Menus", "Same as &system"),
        "light": translate("Menus", "&Light"),
        "dark": translate("Menus", "&Dark"),
    },
)

LANGUAGE = Setting(
    option=Option(name="general.language", default="system", choices=("system", *LANGUAGE_KEYS)),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "Language"),
    help=lambda: translate("Settings", "A new language is used the next time you open Wan Desk."),
    choices=lambda: {
        "system": translate("Menus", "Same as &system"),
        **{language.key: language.name for language in LANGUAGES},
    },
)

VIDEOS_FOLDER = Setting(
    option=Option(name="general.videos_folder", default=""),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "Videos folder"),
    help=lambda: translate("Settings", "New videos are saved here. Videos that were saved before stay where they are."),
    is_folder=True,
)

SETTINGS: tuple[Setting[Any], ...] = (AT_ONCE, KEEP_AWAKE, ASK_BEFORE_CLOSING, THEME, LANGUAGE, VIDEOS_FOLDER)


def page_title(page: Page) -> str:
    match page:
        case Page.ORDERS:
            return translate("Settings", "Orders")
        case Page.GENERAL:
            return translate("Settings", "General")
