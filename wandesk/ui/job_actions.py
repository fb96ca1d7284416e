"""What a user can do with a job: one table, from which menus, list, stage and shortcuts derive.

A new action is an entry of `JOB_ACTIONS` with its key, a case in `job_handlers` and its label in `wording.actions`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from PySide6.QtGui import QKeySequence

from wandesk.domain import job_rules as rules
from wandesk.ui import remake_labels as remake
from wandesk.ui.job_action import JobAction, Place
from wandesk.ui.job_action_kinds import BOTH_MENUS, after_failure, mark, move, of_video
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.wording import actions as wording
from wandesk.ui.wording import maybe_sent, several
from wandesk.ui.wording import remaking as remaking_wording
from wandesk.ui.wording import video_actions as video_wording


class JobActionKey(StrEnum):
    """The name of an action."""

    PLAY = "play"
    GENERATE_AGAIN = "generate_again"
    MAKE_REAL = "make_real"
    MAKE_LARGER = "make_larger"
    REDO_FAILED = "redo_failed"
    USE_SETTINGS = "use_settings"
    OPEN_CONSOLE = "open_console"
    OPEN_SETTINGS = "open_settings"
    REPORT = "report"
    CHOOSE_PICTURE = "choose_picture"
    CHANGE_REQUEST = "change_request"
    SHOW_DETAILS = "show_details"
    UNLOCK = "unlock"
    ALLOW_ADDRESS = "allow_address"
    CHOOSE_VIDEO = "choose_video"
    SEND = "send"
    CHECK_AGAIN = "check_again"
    DOWNLOAD_AGAIN = "download_again"
    CANCEL = "cancel"
    MOVE_TO_TOP = "move_to_top"
    MOVE_UP = "move_up"
    MOVE_DOWN = "move_down"
    OPEN_IN_BROWSER = "open_in_browser"
    OPEN_IN_SYSTEM_PLAYER = "open_in_system_player"
    CONTINUE = "continue"
    PLAY_ALL = "play_all"
    COMPARE = "compare"
    COPY = "copy"
    STAR = "star"
    RENAME = "rename"
    LABEL = "label"
    NOTE = "note"
    SAVE_COPY = "save_copy"
    SAVE_FRAME = "save_frame"
    COPY_FRAME = "copy_frame"
    EXPORT = "export"
    SHOW_IN_FOLDER = "show_in_folder"
    LOCATE = "locate"
    REMOVE = "remove"


def _no_second_order(it: JobSnapshot) -> str:
    if it.offer is None:
        return ""
    return wording.model_retired() if it.offer.retired else wording.generate_again(wording.reorder_cost(it.offer.cost))


_PLAYER_MENUS = frozenset({Place.PLAYBACK_MENU, Place.CONTEXT_MENU})


JOB_ACTIONS: tuple[JobAction, ...] = (
    JobAction(
        key=JobActionKey.PLAY,
        label=wording.play,
        icon="play",
        keys=("Return", "Enter"),
        places=frozenset({Place.CONTEXT_MENU}),
        group=0,
        is_possible=lambda it: rules.can_play(it.job),
    ),
    of_video(JobActionKey.PLAY_ALL, video_wording.play_all, "", places=_PLAYER_MENUS, group=0),
    of_video(JobActionKey.COMPARE, video_wording.compare, "compare", places=_PLAYER_MENUS | {Place.PLAYER}, group=0),
    JobAction(
        key=JobActionKey.GENERATE_AGAIN,
        label=wording.generate_again,
        label_of=lambda it: wording.generate_again(wording.reorder_cost(it.offer.cost)) if it.offer else "",
        description=lambda it: it.offer.retired or wording.reorder_cost(it.offer.cost) if it.offer else "",
        icon="generate",
        places=BOTH_MENUS | {Place.STAGE_VIDEO, Place.STAGE_ENDED},
        group=1,
        costs_money=True,
        is_possible=lambda it: it.offer is not None and not it.offer.is_under_way and not it.offer.retired,
        # After the press, it stays disabled in its place with its price until the new row exists.
        why_not=_no_second_order,
        refusal=lambda it: it.offer.retired or wording.is_ordered_already() if it.offer else "",
    ),
    JobAction(
        key=JobActionKey.MAKE_REAL,
        label=remaking_wording.make_real,
        label_of=lambda it: remake.real_label(it.real),
        description=lambda it: remake.real_cost(it.real),
        icon="generate",
        places=BOTH_MENUS | {Place.STAGE_VIDEO},
        group=1,
        costs_money=True,
        is_possible=lambda it: remake.is_possible(it.real),
        why_not=lambda it: remake.real_label(it.real) if it.real.is_under_way else "",
        refusal=lambda it: remake.why_not(it.real),
    ),
    JobAction(
        key=JobActionKey.MAKE_LARGER,
        label=remaking_wording.make_larger,
        label_of=lambda it: remake.larger_label(it.larger),
        description=lambda it: remake.larger_cost(it.larger),
        icon="enlarge",
        places=BOTH_MENUS | {Place.STAGE_VIDEO},
        group=1,
        costs_money=True,
        is_possible=lambda it: remake.is_possible(it.larger),
        why_not=lambda it: remake.larger_label(it.larger) if it.larger.is_under_way else "",
        refusal=lambda it: remake.why_not(it.larger),
    ),
    JobAction(
        key=JobActionKey.REDO_FAILED,
        label=several.redo_label,
        label_of=lambda it: several.redo_label(it.failed_beside(it.job)),
        icon="refresh",
        places=BOTH_MENUS,
        group=1,
        costs_money=True,
        is_possible=lambda it: it.failed_beside(it.job) > 0,
        refusal=lambda _it: several.no_failed(),
    ),
    JobAction(
        key=JobActionKey.USE_SETTINGS,
        label=wording.use_settings,
        icon="replace",
        keys=("Ctrl+R",),
        is_key_global=True,
        places=BOTH_MENUS | {Place.STAGE_VIDEO},
        group=1,
        is_possible=lambda it: it.can_fill_form and not it.job.request.is_imported,
        refusal=lambda _it: wording.nothing_to_use(),
    ),
    JobAction(
        key=JobActionKey.CONTINUE,
        label=video_wording.continue_from_last_frame,
        icon="continue",
        keys=("Ctrl+L",),
        is_key_global=True,
        places=_PLAYER_MENUS | {Place.PLAYER},
        group=1,
        is_possible=lambda it: rules.can_play(it.job) and it.can_fill_form,
        refusal=lambda it: video_wording.form_is_closed() if rules.can_play(it.job) else video_wording.no_video_here(),
    ),
    replace(
        after_failure(
            JobActionKey.OPEN_CONSOLE,
            wording.open_console,
            "open",
            is_possible=lambda it: (
                it.has_console and (rules.needs_console(it.job) or rules.waits_for_money(it.job, it.progress))
            ),
        ),
        places=frozenset({Place.STAGE_ENDED, Place.STAGE_WAITING}),
    ),
    after_failure(
        JobActionKey.OPEN_SETTINGS,
        wording.open_settings,
        "settings",
        is_possible=lambda it: rules.needs_settings(it.job),
    ),
    after_failure(
        JobActionKey.REPORT, wording.show_diagnostics, "copy", is_possible=lambda it: rules.needs_report(it.job)
    ),
    after_failure(
        JobActionKey.CHOOSE_PICTURE,
        wording.choose_picture,
        "picture",
        is_possible=lambda it: it.can_fill_form and rules.needs_picture(it.job),
    ),
    after_failure(
        JobActionKey.CHANGE_REQUEST,
        wording.use_settings,
        "replace",
        stage_label=lambda it: wording.change_request(it.job),
        is_possible=lambda it: it.can_fill_form and rules.can_be_changed(it.job),
    ),
    after_failure(
        JobActionKey.SHOW_DETAILS, wording.show_details, "information", is_possible=lambda it: rules.has_reason(it.job)
    ),
    JobAction(
        key=JobActionKey.UNLOCK,
        label=wording.unlock,
        icon="key",
        places=frozenset({Place.CONTEXT_MENU, Place.STAGE_WAITING}),
        group=2,
        is_possible=lambda it: rules.is_key_locked(it.job, it.progress),
    ),
    JobAction(
        key=JobActionKey.ALLOW_ADDRESS,
        label=wording.allow_address,
        icon="key",
        places=frozenset({Place.CONTEXT_MENU, Place.STAGE_WAITING}),
        group=2,
        is_possible=lambda it: rules.is_address_unconfirmed(it.job, it.progress),
    ),
    JobAction(
        key=JobActionKey.CHOOSE_VIDEO,
        label=wording.choose_video,
        icon="video",
        places=BOTH_MENUS | {Place.STAGE_ENDED},
        group=2,
        is_possible=lambda it: rules.needs_choice(it.job),
    ),
    JobAction(
        key=JobActionKey.SEND,
        label=maybe_sent.send,
        label_of=lambda it: maybe_sent.send(it.job.request.estimate, has_cost=True),
        description=lambda it: wording.reorder_cost(it.job.request.estimate),
        icon="generate",
        places=BOTH_MENUS | {Place.STAGE_ENDED},
        group=2,
        costs_money=True,
        is_possible=lambda it: rules.can_be_sent(it.job),
    ),
    JobAction(
        key=JobActionKey.CHECK_AGAIN,
        label=wording.check_again,
        stage_label=lambda it: (
            wording.try_again() if rules.is_download_in_trouble(it.job, it.progress) else wording.check_again_free()
        ),
        icon="refresh",
        keys=("F5",),
        is_key_global=True,
        places=BOTH_MENUS | {Place.STAGE_TROUBLE, Place.STAGE_ENDED},
        group=2,
        is_for_several=True,
        is_possible=lambda it: rules.can_check_again(it.job),
    ),
    JobAction(
        key=JobActionKey.DOWNLOAD_AGAIN,
        label=wording.download_again,
        icon="refresh",
        places=BOTH_MENUS | {Place.STAGE_NOTICE, Place.STAGE_ENDED},
        group=2,
        is_for_several=True,
        is_possible=lambda it: rules.can_download_again(it.job, it.now),
    ),
    JobAction(
        key=JobActionKey.CANCEL,
        label=wording.cancel,
        icon="close",
        keys=("Ctrl+.",),
        places=BOTH_MENUS | {Place.ROW, Place.STAGE_MAKING, Place.STAGE_ENDED},
        group=2,
        gives_up=True,
        is_for_several=True,
        is_possible=lambda it: rules.can_cancel(it.job),
        why_not=lambda it: wording.cannot_cancel(it.job),
    ),
    move(JobActionKey.MOVE_TO_TOP, wording.move_to_top),
    move(JobActionKey.MOVE_UP, wording.move_up),
    move(JobActionKey.MOVE_DOWN, wording.move_down),
    JobAction(
        key=JobActionKey.OPEN_IN_BROWSER,
        label=wording.open_in_browser,
        icon="open",
        places=frozenset({Place.STAGE_TROUBLE, Place.STAGE_ENDED}),
        group=4,
        is_possible=lambda it: rules.can_open_in_browser(it.job, it.progress, it.now),
    ),
    JobAction(
        key=JobActionKey.OPEN_IN_SYSTEM_PLAYER,
        label=wording.open_in_system_player,
        icon="open",
        places=frozenset({Place.STAGE_NOTICE}),
        group=4,
        is_possible=lambda it: rules.can_play(it.job),
    ),
    JobAction(
        key=JobActionKey.COPY,
        label=wording.copy_file,
        icon="copy",
        keys=(QKeySequence.StandardKey.Copy,),
        places=frozenset(),  # Edit > Copy means it while the list has the focus
        group=4,
        is_for_several=True,
        is_possible=lambda it: rules.can_play(it.job),
        refusal=lambda _it: wording.nothing_to_copy(),
    ),
    of_video(JobActionKey.SAVE_COPY, video_wording.save_copy, "save", places=_PLAYER_MENUS | {Place.PLAYER}),
    of_video(JobActionKey.SAVE_FRAME, video_wording.save_frame, "picture", places=_PLAYER_MENUS | {Place.PLAYER}),
    of_video(JobActionKey.COPY_FRAME, video_wording.copy_frame, "copy", "Ctrl+Shift+C", places=_PLAYER_MENUS),
    replace(
        mark(JobActionKey.STAR, wording.star, "star", "Ctrl+D"),
        label_of=lambda it: wording.unstar() if it.job.marks.is_starred else wording.star(),
        places=BOTH_MENUS | {Place.ROW},
    ),
    mark(JobActionKey.RENAME, wording.rename, "rename", "F2"),
    mark(JobActionKey.LABEL, wording.label, "tag"),
    mark(JobActionKey.NOTE, wording.note, "note"),
    JobAction(
        key=JobActionKey.EXPORT,
        label=wording.export,
        stage_label=lambda _it: wording.plain(wording.export()).rstrip("…"),
        icon="export",
        keys=("Ctrl+E",),
        is_key_global=True,
        places=BOTH_MENUS | {Place.STAGE_VIDEO},
        group=6,
        is_for_several=True,
        is_possible=lambda it: rules.can_play(it.job),
        refusal=lambda _it: wording.nothing_to_export(),
    ),
    JobAction(
        key=JobActionKey.SHOW_IN_FOLDER,
        label=wording.show_in_folder,
        icon="folder",
        places=BOTH_MENUS | {Place.PLAYER},
        group=6,
        is_possible=lambda it: rules.can_play(it.job),
    ),
    JobAction(
        key=JobActionKey.LOCATE,
        label=wording.locate,
        places=BOTH_MENUS,
        group=6,
        is_possible=lambda it: it.is_file_missing and rules.can_play(it.job),
    ),
    JobAction(
        key=JobActionKey.REMOVE,
        label=wording.remove,
        # A Mac's keyboard has no Delete: its Finder removes with Command and Backspace.
        keys=(QKeySequence.StandardKey.Delete, *(("Ctrl+Backspace",) if sys.platform == "darwin" else ())),
        places=BOTH_MENUS,
        group=7,
        is_for_several=True,
        is_possible=lambda it: rules.can_remove(it.job),
        refusal=lambda it: wording.why_not_removed(it.job),
    ),
)
"""In the order of the menus."""

_BY_KEY = {action.key: action for action in JOB_ACTIONS}


def job_action(key: JobActionKey) -> JobAction:
    """The entry of a key."""
    return _BY_KEY[key]


def first_possible(key: JobActionKey, jobs: Iterable[JobSnapshot]) -> JobSnapshot | None:
    """The first of the jobs that allows the action."""
    return next(filter(job_action(key).is_possible, jobs), None)


def actions_at(place: Place) -> tuple[JobAction, ...]:
    """The actions of a place in their order."""
    return tuple(action for action in JOB_ACTIONS if place in action.places)
