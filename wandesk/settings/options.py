"""The type of options, and the options that Settings does not show (the others are in `ui.settings.table`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar, assert_never

from wandesk.domain.catalog import AUTOMATIC_SECONDS
from wandesk.domain.job_query import JobFilter, JobSort
from wandesk.domain.parameter_kinds import Choice, File, Number, Parameter, Switch, Text
from wandesk.domain.parameters import TABLE, TYPES
from wandesk.domain.proxy import ProxyMode

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option(Generic[T]):
    """One option. `name` is `table.key` in the settings file; the default gives the type.

    A tuple holds whole numbers, or texts if `has_texts`.
    """

    name: str
    default: T
    choices: tuple[T, ...] | None = None
    least: float | None = None
    most: float | None = None
    has_texts: bool = False

    def accepted(self, value: object) -> T | None:
        """The value in this option's type, None if it is not allowed."""
        match self.default:
            case bool():
                fits: object = value if isinstance(value, bool) else None
            case int():
                fits = int(value) if isinstance(value, int) and not isinstance(value, bool) else None
            case float():
                fits = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
            case str():
                fits = str(value) if isinstance(value, str) else None
            case tuple():
                fits = _texts(value) if self.has_texts else _whole_numbers(value)
        if fits is None or (self.choices is not None and fits not in self.choices):
            return None
        if isinstance(fits, int | float) and not isinstance(fits, bool):
            # "not >=" refuses a NaN, too.
            if self.least is not None and not fits >= self.least:
                return None
            if self.most is not None and not fits <= self.most:
                return None
        return fits  # type: ignore[return-value]  # the match above gives the default's own type


def _whole_numbers(value: object) -> tuple[int, ...] | None:
    if not isinstance(value, list | tuple):
        return None
    if not all(isinstance(each, int) and not isinstance(each, bool) for each in value):
        return None
    return tuple(int(each) for each in value)


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        return None
    return tuple(str(each) for each in value)


PAUSED = Option(name="order.paused", default=False)
"""No job is submitted until the user resumes."""
FIRST_RUN_CARD_DISMISSED = Option(name="general.first_run_card_dismissed", default=False)

NOTIFICATIONS_OFFERED = Option(name="general.notifications_offered", default=False)
"""The user was told once, in the window, that the system can tell when videos are ready."""

REGION = Option(name="order.region", default="practice")
MODEL = Option(name="order.model", default="")
"""Empty: the recommended one."""

LAST_REGION = Option(name="order.last_region", default="")
"""The region with a key that was used last."""

PROXY_MODES = tuple(mode.value for mode in ProxyMode)

PROXY = Option(name="network.proxy", default=ProxyMode.SYSTEM.value, choices=PROXY_MODES)
"""For every region without its own setting."""
PROXY_ADDRESS = Option(name="network.proxy_address", default="")
"""`host:port` or `scheme://host:port`, for the manual proxy; its name and password are in the keyring."""


def region_proxy(region: str) -> Option[str]:
    """The proxy mode of one region; empty: same as all regions."""
    return Option(name=f"network.proxy_{region}", default="", choices=("", *PROXY_MODES))


def region_proxy_address(region: str) -> Option[str]:
    """The manual proxy of one region."""
    return Option(name=f"network.proxy_address_{region}", default="")


def region_address(region: str) -> Option[str]:
    """A custom address for one region, as typed; empty: none."""
    return Option(name=f"regions.address_{region}", default="")


def region_workspace(region: str) -> Option[str]:
    """The workspace whose address is used; empty: the shared address. A custom address takes precedence."""
    return Option(name=f"regions.workspace_{region}", default="")


def region_earlier(region: str) -> Option[str]:
    """Accounts of the region that were used before and may still hold a key, separated by blanks."""
    return Option(name=f"regions.earlier_{region}", default="")


def video_hosts(region: str) -> Option[str]:
    """The storage hosts of the region's last videos, the newest first, separated by blanks; no links."""
    return Option(name=f"network.video_hosts_{region}", default="")


SAVED_KEYS = Option(name="keys.saved", default="")
"""Accounts with a key in the keyring (`settings.saved_keys`), separated by blanks; no keys."""
ENVIRONMENT_KEY = Option(name="keys.environment", default="")
"""The region where the plain DASHSCOPE_API_KEY last passed its test: the key's fingerprint, a blank, the region."""

AGE_TOLD = Option(name="models.age_told", default="")
"""The date of the old catalogue that the user was told about."""
OUTDATED_TOLD = Option(name="models.outdated_told", default="")
"""The entries of the user's own list that the user was told are outdated."""

HIDDEN_MODELS = Option(name="models.hidden", default="")
"""The keys of the models that the form does not list, separated by blanks."""


def start_model(region: str) -> Option[str]:
    """The model that the form takes when this region is chosen; empty: the one in use, where it is offered."""
    return Option(name=f"models.model_{region}", default="")


def start_resolution(region: str) -> Option[str]:
    """The resolution that the form takes when this region is chosen; empty: the one in use."""
    return Option(name=f"models.resolution_{region}", default="")


def start_seconds(region: str) -> Option[int]:
    """The length that the form takes when this region is chosen; 0: the one in use."""
    return Option(name=f"models.seconds_{region}", default=0, least=0)


PICTURE = Option(name="order.picture", default="")
"""The path or web address of the picture in the form when the window was closed."""
SERIES: Option[tuple[str, ...]] = Option(name="order.pictures", default=(), has_texts=True)
"""The paths of several pictures in the form, and after each of them its edit as JSON, or "" for none."""
LAST_FRAME = Option(name="order.last_frame", default="")
CLIP = Option(name="order.clip", default="")
PICTURE_EDIT = Option(name="order.picture_edit", default="")
"""What the user changed about the picture, as JSON (`picture_edit.edit_text`)."""
LAST_FRAME_EDIT = Option(name="order.last_frame_edit", default="")
AUDIO_PART = Option(name="order.sound_part", default="")
"""Where the part of the audio starts, and its length if the user chose one: seconds, separated by a blank."""
SEAMLESS_LOOP = Option(name="order.is_loop", default=False)


def remembered_option(entry: Parameter) -> Option[Any]:
    """The option that stores the value of a parameter: a file by its path, a Number as text, because it may be None.

    An empty text, and 0 for a Choice of numbers, mean the model's default. The default of a Switch is not used: the
    reader takes the model's until a value is stored.
    """
    name = f"order.{entry.remembered}"
    match entry.kind:
        case Switch():
            return Option(name=name, default=False)
        case Choice() if TYPES[entry.key] is int:
            return Option(name=name, default=0, least=AUTOMATIC_SECONDS)
        case Choice() | Number() | Text() | File():
            return Option(name=name, default="")
    assert_never(entry.kind)


REMEMBERED = {entry.key: remembered_option(entry) for entry in TABLE if entry.remembered}
"""The request parameters that the form holds again at the next start, by key."""

MOST_SAVED_PROMPTS = 30
"""For the form. A file edited by hand may hold more, which are not lost."""
SAVED_PROMPTS: Option[tuple[str, ...]] = Option(name="prompts.saved", default=(), has_texts=True)
"""The prompts that the user has saved, newest first."""

SETTINGS_PAGE = Option(name="window.settings_page", default="")
"""The page that Settings showed last (`ui.settings.table.Page`)."""

REOPENED_JOB = Option(name="window.reopened_job", default="")
"""The ID of the job that was selected when the program was reopened; the next start selects it and forgets it."""

EXPORT_CHOICES = Option(name="export.choices", default="")
"""What was chosen for the last export, as JSON (`domain.export_offer.ExportChoices`)."""
EXPORT_FOLDER = Option(name="export.folder", default="")
"""The folder of the last export; empty: that of the video."""

LOOP = Option(name="player.loop", default=True)
SPEED = Option(name="player.speed", default=1.0, least=0.25, most=2.0)
VOLUME = Option(name="player.volume", default=1.0, least=0.0, most=1.0)
MUTED = Option(name="player.muted", default=False)

LIST_FILTER = Option(
    name="window.list_filter", default=JobFilter.ALL.value, choices=tuple(each.value for each in JobFilter)
)
LIST_SORT = Option(name="window.list_sort", default=JobSort.NEWEST.value, choices=tuple(each.value for each in JobSort))
LIST_LABEL = Option(name="window.list_label", default="")
"""The label whose jobs the list shows; empty: those of all labels."""

GEOMETRY = Option(name="window.geometry", default="")
"""Base64 of `QWidget.saveGeometry`."""
SPLITTER: Option[tuple[int, ...]] = Option(name="window.splitter", default=())
"""Pixels of the composer and the right side; empty: the default sizes."""
STAGE_SPLITTER: Option[tuple[int, ...]] = Option(name="window.stage_splitter", default=())
"""Pixels of the stage and the jobs below it; empty: the default sizes."""
JOBS_SPLITTER: Option[tuple[int, ...]] = Option(name="window.jobs_splitter", default=())
"""Pixels of the stage and the jobs beside it; empty: the default sizes."""
