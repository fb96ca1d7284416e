"""The type of an entry in the table of job actions (`ui.job_actions`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.wording import actions as wording
from wandesk.ui.wording.jobs import headline
from wandesk.ui.wording.sentences import sentence

if TYPE_CHECKING:  # the table is made of entries
    from wandesk.ui.job_actions import JobActionKey


def _nothing(_it: JobSnapshot) -> str:
    return ""


class Place(Enum):
    """Where an action appears."""

    VIDEO_MENU = "the Video menu"
    PLAYBACK_MENU = "the submenu for the player"
    CONTEXT_MENU = "the context menu of a row"
    ROW = "the end of a row: the first possible one is shown there"
    PLAYER = "the controls under a video"
    STAGE_VIDEO = "beside the facts of a video"
    STAGE_MAKING = "below a job that is being made"
    STAGE_NOTICE = "in a notice about a video's file"
    STAGE_WAITING = "below a job that waits for the user"
    STAGE_TROUBLE = "below a download in trouble"
    STAGE_ENDED = "below a job without a video"


Keys = QKeySequence.StandardKey | str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAction:
    """One entry of the table."""

    key: JobActionKey
    label: Callable[[], str]
    """Includes the menus' access key."""
    is_possible: Callable[[JobSnapshot], bool]
    label_of: Callable[[JobSnapshot], str] = _nothing
    """The label for a given job, for example with its price. Empty: use `label`."""
    why_not: Callable[[JobSnapshot], str] = _nothing
    """The label while the action is not possible. Without it, only the Video menu shows the action, disabled."""
    refusal: Callable[[JobSnapshot], str] = _nothing
    """The sentence that says why the action is not possible, where `reason` needs one of its own."""
    stage_label: Callable[[JobSnapshot], str] = _nothing
    """The label on the stage, where it differs."""
    description: Callable[[JobSnapshot], str] = _nothing
    """What a screen reader says after the name."""
    places: frozenset[Place]
    group: int
    """Menus draw a separator between groups."""
    icon: str = ""
    keys: tuple[Keys, ...] = ()
    """The list reads them; menus show the first."""
    is_key_global: bool = False
    """The keys work in the whole window, through the Video menu, and not only in the list."""
    is_for_several: bool = False
    """With several selected rows, it is done with each that allows it."""
    costs_money: bool = False
    """Never the main button, and always after the free actions."""
    gives_up: bool = False
    """Never the main button, and always after the other actions."""

    def text(self, it: JobSnapshot | None) -> str:
        """The menus' label for a job, or for none."""
        if it is None:
            return self.label()
        if not self.is_possible(it) and (instead := self.why_not(it)):
            return instead
        return self.label_of(it) or self.label()

    def is_shown(self, it: JobSnapshot) -> bool:
        """Whether places that list only relevant actions show this one."""
        return self.is_possible(it) or bool(self.why_not(it))

    def reason(self, it: JobSnapshot) -> str:
        """The sentence that says why the action is not possible: for its key, and for a menu older than the job."""
        if refusal := self.refusal(it):
            return refusal
        if why_not := self.why_not(it):
            return sentence(why_not)
        return wording.not_possible(self.label(), headline(it.job))

    def sequences(self) -> list[QKeySequence]:
        """Every key of the action."""
        found: list[QKeySequence] = []
        for key in self.keys:
            if isinstance(key, QKeySequence.StandardKey):
                found += QKeySequence.keyBindings(key)
            else:
                found.append(QKeySequence(key))
        return found
