"""The table of job actions, and what derives from it without a window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.support.jobs import a_job
from tests.support.stages import snapshot
from wandesk.domain.job import JobStage
from wandesk.domain.progress import Obstacle, Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.ui.job_actions import JOB_ACTIONS, JobActionKey, job_action
from wandesk.ui.jobs.action_keys import action_of_key
from wandesk.ui.look.icons import icon_names
from wandesk.ui.wording.actions import plain

NONE, KEYPAD, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.KeypadModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def test_every_action_has_one_entry_and_groups_are_contiguous() -> None:
    assert sorted(action.key for action in JOB_ACTIONS) == sorted(JobActionKey)
    groups = [action.group for action in JOB_ACTIONS]
    assert groups == sorted(groups)
    assert {action.icon for action in JOB_ACTIONS if action.icon} <= set(icon_names())


def test_shortcuts_are_unique(qapp: QApplication) -> None:
    keys = [sequence.toString() for action in JOB_ACTIONS for sequence in action.sequences()]
    assert len(keys) == len(set(keys)), keys


@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (Qt.Key.Key_Return, NONE, JobActionKey.PLAY),
        (Qt.Key.Key_Enter, KEYPAD, JobActionKey.PLAY),
        (Qt.Key.Key_F5, NONE, JobActionKey.CHECK_AGAIN),
        (Qt.Key.Key_Delete, NONE, JobActionKey.REMOVE),
        (Qt.Key.Key_Delete, KEYPAD, JobActionKey.REMOVE),
        (Qt.Key.Key_F5, SHIFT, None),
        (Qt.Key.Key_Space, NONE, None),
        (0, NONE, None),  # an input method's own key
    ],
)
def test_list_has_its_keys(
    qapp: QApplication, key: int, modifiers: Qt.KeyboardModifier, expected: JobActionKey | None
) -> None:
    assert action_of_key(QKeyEvent(QEvent.Type.KeyPress, key, modifiers)) is expected


def test_label_gives_the_reason_why_an_action_is_impossible() -> None:
    cancel = job_action(JobActionKey.CANCEL)
    assert cancel.text(None) == "C&ancel"
    assert cancel.text(snapshot(a_job("w", JobStage.WAITING))) == "C&ancel"
    making = snapshot(a_job("g", JobStage.GENERATING))
    assert cancel.text(making) == "Can't cancel: already being made"
    assert cancel.is_shown(making)
    assert not cancel.is_shown(snapshot(a_job("f", JobStage.FAILED)))


def test_only_a_job_whose_key_is_locked_can_be_unlocked() -> None:
    unlock = job_action(JobActionKey.UNLOCK)
    job = a_job("u", JobStage.PREPARING)

    def waits(sentence: Sentence | None) -> Progress:
        return Progress(job_id="u", waits_for=WaitReason.KEY, obstacle=Obstacle(sentence=sentence))

    assert unlock.is_possible(snapshot(job, waits(Sentence.KEYRING_LOCKED)))
    assert not unlock.is_shown(snapshot(job, waits(Sentence.KEYRING_FAILED)))
    assert not unlock.is_shown(snapshot(job, waits(None)))
    assert not unlock.is_shown(snapshot(job))
    assert not unlock.is_shown(snapshot(a_job("u", JobStage.FAILED), waits(Sentence.KEYRING_LOCKED)))


def test_check_again_is_called_try_again_for_a_failing_download() -> None:
    check = job_action(JobActionKey.CHECK_AGAIN)
    job = a_job("d", JobStage.DOWNLOADING)
    assert check.stage_label(snapshot(job)) == "Check again, free"
    assert check.stage_label(snapshot(job, Progress(job_id="d", waits_for=WaitReason.ROOM))) == "Try again"


@pytest.mark.parametrize(
    ("label", "expected"),
    [("C&ancel", "Cancel"), ("取消(&A)", "取消"), ("选择视频(&V)…", "选择视频…"), ("Play", "Play")],
)
def test_label_is_given_without_its_access_key(label: str, expected: str) -> None:
    assert plain(label) == expected
