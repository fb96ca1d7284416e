"""Kinds of entries that the table of job actions has several of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wandesk.domain import job_rules as rules
from wandesk.ui.job_action import JobAction, Keys, Place
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.wording import video_actions as wording

if TYPE_CHECKING:  # the table is made of entries
    from wandesk.ui.job_actions import JobActionKey

BOTH_MENUS = frozenset({Place.VIDEO_MENU, Place.CONTEXT_MENU})


def of_video(
    key: JobActionKey, label: Callable[[], str], icon: str, *keys: Keys, places: frozenset[Place], group: int = 4
) -> JobAction:
    """An action that a job allows as soon as its video is saved."""
    return JobAction(
        key=key,
        label=label,
        icon=icon,
        keys=keys,
        is_key_global=bool(keys),
        places=places,
        group=group,
        is_possible=lambda it: rules.can_play(it.job),
        refusal=lambda _it: wording.no_video_here(),
    )


def after_failure(
    key: JobActionKey,
    label: Callable[[], str],
    icon: str,
    *,
    is_possible: Callable[[JobSnapshot], bool],
    stage_label: Callable[[JobSnapshot], str] = lambda _it: "",
) -> JobAction:
    """What the user can do about a job without a video. It stands on the stage only, and may be the main button."""
    return JobAction(
        key=key,
        label=label,
        stage_label=stage_label,
        icon=icon,
        places=frozenset({Place.STAGE_ENDED}),
        group=1,
        is_possible=is_possible,
    )


def mark(key: JobActionKey, label: Callable[[], str], icon: str, *keys: Keys) -> JobAction:
    """An action that every job allows."""
    return JobAction(
        key=key,
        label=label,
        icon=icon,
        keys=keys,
        is_key_global=bool(keys),
        places=BOTH_MENUS,
        group=5,
        is_possible=lambda _it: True,
    )


def move(key: JobActionKey, label: Callable[[], str]) -> JobAction:
    """An action with a request that was not sent yet."""
    return JobAction(
        key=key, label=label, places=BOTH_MENUS, group=3, is_possible=lambda it: rules.can_move(it.progress)
    )
