"""The settings of the program, one entry each. The Settings dialog and the View menu are built from them.

To add a setting: one entry here, listed in `SETTINGS` (whose order is that of each page), and its Chinese in the
translation file. A switch becomes a check box, a number a spin box, a choice a combo box, a folder a button. Code that
acts on it reads `preferences.get(NAME.option)`, or subscribes with `preferences.on_change`.

What is more than a value (an account's cards, a ledger) is a section of a page: `ui.settings.section`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QLocale

from wandesk.domain.language import LANGUAGE_KEYS, LANGUAGES, language_for
from wandesk.domain.send_queue import MOST_AT_CLOUD
from wandesk.domain.video_naming import DEFAULT_PATTERN
from wandesk.settings.options import Option

translate = QCoreApplication.translate

T = TypeVar("T")

Text = Callable[[], str]
"""A text that is translated when it is shown, because the language is not known at import time."""


class Page(StrEnum):
    """A page of Settings, in the order of the side list. One without settings and sections is not shown."""

    GENERAL = "general"
    REGIONS = "regions"
    MODELS = "models"
    MONEY = "money"
    NETWORK = "network"
    ADVANCED = "advanced"


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
    is_pattern: bool = False
    """A text that is a pattern of file names (`domain.video_naming`)."""
    least: Text | None = None
    """Shown instead of the smallest number, if that has a special meaning."""
    needs_reopening: Callable[[T, str], bool] | None = None
    """Whether a value acts only once the program was reopened. The text is the key of the running language."""


LANGUAGE = Setting(
    option=Option(name="general.language", default="system", choices=("system", *LANGUAGE_KEYS)),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "Language"),
    help=lambda: translate("Settings", "A new language is used the next time you open Wan Desk."),
    needs_reopening=lambda chosen, running: chosen_language(chosen) != running,
    choices=lambda: {
        "system": translate("Menus", "Same as &system"),
        **{language.key: language.name for language in LANGUAGES},
    },
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

JOBS_PLACE = Setting(
    option=Option(name="window.jobs_place", default="automatic", choices=("automatic", "right", "below", "hidden")),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "Jobs in the window"),
    choices=lambda: {
        "automatic": translate("Menus", "&Automatic"),
        "right": translate("Menus", "At the &right"),
        "below": translate("Menus", "&Below the stage"),
        "hidden": translate("Menus", "&Hidden"),
    },
)

MOTION = Setting(
    option=Option(name="general.motion", default="system", choices=("system", "reduced", "full")),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "Motion"),
    choices=lambda: {
        "system": translate("Menus", "Same as &system"),
        "reduced": translate("Settings", "Reduced"),
        "full": translate("Settings", "Full"),
    },
)

JOBS_VIEW = Setting(
    option=Option(name="window.list_view", default="rows", choices=("rows", "grid")),
    page=Page.GENERAL,
    label=lambda: translate("Menus", "&Jobs as"),
    choices=lambda: {"rows": translate("Menus", "&Rows"), "grid": translate("Menus", "&Grid")},
)
"""How the list of jobs looks. It is chosen in the View menu and over the list."""

VIDEOS_FOLDER = Setting(
    option=Option(name="general.videos_folder", default=""),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "Videos folder"),
    help=lambda: translate("Settings", "New videos are saved here. Videos that were saved before stay where they are."),
    is_folder=True,
)

FILE_NAME = Setting(
    option=Option(name="general.file_name", default=DEFAULT_PATTERN),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "File names of videos"),
    help=lambda: translate("Settings", "For new videos. A file that is there is never replaced."),
    is_pattern=True,
)

LABEL_FOLDERS = Setting(
    option=Option(name="general.label_folders", default=False),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "A subfolder for each label"),
    help=lambda: translate("Settings", "A new video is saved in the folder of the label that it has by then."),
)

NOTIFICATIONS = Setting(
    option=Option(name="general.notifications", default=False),
    page=Page.GENERAL,
    label=lambda: translate("Settings", "Notify me when videos are ready"),
    help=lambda: translate(
        "Settings",
        "Only while Wan Desk isn't in front, and once for what you generate together. If a video can't be made, you "
        "are told as well. No prompt is shown.",
    ),
)
"""A section of its own: not every system shows notifications."""

AT_ONCE = Setting(
    option=Option(name="order.at_once", default=0, least=0, most=MOST_AT_CLOUD),
    page=Page.ADVANCED,
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
    page=Page.ADVANCED,
    label=lambda: translate("Settings", "Keep the computer awake until all orders are sent and all videos are saved"),
)

ASK_BEFORE_CLOSING = Setting(
    option=Option(name="general.ask_before_closing", default=True),
    page=Page.ADVANCED,
    label=lambda: translate("Settings", "Ask before closing while videos are being made"),
)

CURRENCIES = ("USD", "CNY")
"""The currencies of the price lists."""
MOST_MONEY = 1_000_000.0


def _amount(name: str, label: Text, *, help: Text | None = None) -> Setting[float]:  # noqa: A002 - the field's name
    return Setting(
        option=Option(name=f"money.{name}", default=0.0, least=0.0, most=MOST_MONEY),
        page=Page.MONEY,
        label=label,
        help=help,
        least=lambda: translate("Settings", "No limit"),
    )


PER_DAY: Mapping[str, Setting[float]] = {
    "USD": _amount("per_day_usd", lambda: translate("Settings", "Limit a day, in dollars")),
    "CNY": _amount("per_day_cny", lambda: translate("Settings", "Limit a day, in yuan")),
}
PER_MONTH: Mapping[str, Setting[float]] = {
    "USD": _amount("per_month_usd", lambda: translate("Settings", "Limit a month, in dollars")),
    "CNY": _amount("per_month_cny", lambda: translate("Settings", "Limit a month, in yuan")),
}
ASK_ABOVE: Mapping[str, Setting[float]] = {
    "USD": _amount("ask_above_usd", lambda: translate("Settings", "Ask above, in dollars")),
    "CNY": _amount(
        "ask_above_cny",
        lambda: translate("Settings", "Ask above, in yuan"),
        help=lambda: translate(
            "Settings",
            "Wan Desk asks before an order that goes beyond one of these amounts. What is under way counts as its "
            "estimate. Practice costs nothing and never asks.",
        ),
    ),
}
"""The user's limits by currency; 0: none."""

SETTINGS: tuple[Setting[Any], ...] = (
    LANGUAGE,
    THEME,
    JOBS_PLACE,
    MOTION,
    VIDEOS_FOLDER,
    FILE_NAME,
    LABEL_FOLDERS,
    *(kind[currency] for currency in CURRENCIES for kind in (PER_DAY, PER_MONTH, ASK_ABOVE)),
    AT_ONCE,
    KEEP_AWAKE,
    ASK_BEFORE_CLOSING,
)


def chosen_language(chosen: str) -> str:
    """The key of the language that a value of LANGUAGE gives.

    For "system" it is the first of the display languages that the program has. The name of the system's locale is not
    asked: on Windows it is that of the regional formats.
    """
    return language_for(*QLocale.system().uiLanguages()) if chosen == "system" else language_for(chosen)


def page_title(page: Page) -> str:
    match page:
        case Page.GENERAL:
            return translate("Settings", "General")
        case Page.REGIONS:
            return translate("Settings", "Regions and keys")
        case Page.MODELS:
            return translate("Settings", "Models")
        case Page.MONEY:
            return translate("Settings", "Money")
        case Page.NETWORK:
            return translate("Settings", "Network")
        case Page.ADVANCED:
            return translate("Settings", "Advanced")


PAGE_ICONS: Mapping[Page, str] = {
    Page.GENERAL: "settings",
    Page.REGIONS: "key",
    Page.MODELS: "video",
    Page.MONEY: "money",
    Page.NETWORK: "network",
    Page.ADVANCED: "wrench",
}
"""The icon of each page in the side list."""
