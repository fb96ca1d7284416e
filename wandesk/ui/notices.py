"""Notices: sentences that wait until the user has read them. Each belongs to a job or to an act, and ends with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum

from PySide6.QtCore import QObject, Signal


class NoticeKind(Enum):
    """How much a notice matters."""

    OFFER = "offer"
    """A quiet proposal. Every other notice is shown before it."""
    NEWS = "news"
    """What has just happened. It goes by itself after a while."""
    WARNING = "warning"
    """What does not work, and what to do. It stays until its cause is gone or the user closes it."""


class NoticeAct(StrEnum):
    """What a notice belongs to, besides the job actions (`JobActionKey`)."""

    SETTINGS_FILE = "settings_file"
    OWN_MODELS = "own_models"
    CHECK_MODELS = "check_models"
    PLAN_KEY = "plan_key"
    REPLACED_STORE = "replaced_store"
    UNREADABLE_ROWS = "unreadable_rows"
    CONNECT_KEY = "connect_key"
    ENTER_VALUE = "enter_value"
    SWITCH_LANGUAGE = "switch_language"
    GENERATE = "generate"
    LOOK_AT_NETWORK = "look_at_network"
    GENERATE_AGAIN = "generate_again"
    MAKE_REAL = "make_real"
    MAKE_LARGER = "make_larger"
    REDO_FAILED = "redo_failed"
    ORDER_TABLE = "order_table"
    SHOW_FOLDER = "show_folder"
    VIDEOS_FOLDER = "videos_folder"
    FIND_MISSING = "find_missing"
    PAUSE = "pause"
    MOVE_TO_TRASH = "move_to_trash"
    MARK_WATCHED = "mark_watched"
    CHECK_FILE = "check_file"
    SAVE_LIST = "save_list"
    CHECK_ALL = "check_all"
    EXPORT = "export"
    NOTIFICATIONS = "notifications"
    CRASHED = "crashed"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Owner:
    """The job or act that a notice belongs to. Each owner has at most one notice."""

    act: StrEnum
    """A NoticeAct, or the JobActionKey of an action with the job `about`."""
    about: str = ""
    """The id of a job, or what else distinguishes two notices of one act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeButton:
    """A button of a notice."""

    text: str
    act: Callable[[], object]
    withdraws: bool = True
    """Pressing it withdraws the notice. False where the cause lasts until the user has done something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notice. The sentence is plain text."""

    owner: Owner
    kind: NoticeKind
    sentence: str
    buttons: tuple[NoticeButton, ...] = ()
    closed: Callable[[], object] | None = None
    """Called when the user closes the notice, but not when its owner withdraws it."""


class Notices(QObject):
    """The list of notices that wait. Only their owners and the user take notices out of it."""

    changed = Signal()
    """`waiting` has changed."""
    posted = Signal(object)
    """A Notice that says something new; emitted after `changed`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._by_owner: dict[Owner, Notice] = {}

    @property
    def waiting(self) -> tuple[Notice, ...]:
        """Every notice: the newest first, and offers last."""
        newest_first = tuple(reversed(self._by_owner.values()))
        return tuple(sorted(newest_first, key=lambda notice: notice.kind is NoticeKind.OFFER))

    @property
    def sentence(self) -> str:
        """The sentence of the first notice; empty while none waits."""
        waiting = self.waiting
        return waiting[0].sentence if waiting else ""

    def of(self, owner: Owner) -> Notice | None:
        """The notice of an owner, if one waits."""
        return self._by_owner.get(owner)

    def post(self, notice: Notice) -> None:
        """Add a notice in place of its owner's earlier one. Repeating a sentence neither moves nor announces it."""
        before = self._by_owner.get(notice.owner)
        if before is not None and (before.kind, before.sentence) == (notice.kind, notice.sentence):
            self._by_owner[notice.owner] = notice
            self.changed.emit()
            return
        self._by_owner.pop(notice.owner, None)
        self._by_owner[notice.owner] = notice
        self.changed.emit()
        self.posted.emit(notice)

    def warn(self, owner: Owner, sentence: str, *buttons: NoticeButton) -> None:
        """Post a warning that says what to do."""
        self.post(Notice(owner=owner, kind=NoticeKind.WARNING, sentence=sentence, buttons=buttons))

    def tell(self, owner: Owner, sentence: str, *buttons: NoticeButton) -> None:
        """Post what has just happened."""
        self.post(Notice(owner=owner, kind=NoticeKind.NEWS, sentence=sentence, buttons=buttons))

    def withdraw(self, *owners: Owner) -> None:
        """Take out the notices of owners whose act is over or has succeeded."""
        self._take_out([owner for owner in owners if owner in self._by_owner])

    def withdraw_about(self, job_id: str) -> None:
        """Take out every notice about a job that has ended or has left the list."""
        self._take_out([owner for owner in self._by_owner if owner.about == job_id])

    def close(self, notice: Notice) -> None:
        """The user closes a notice."""
        if self._by_owner.get(notice.owner) is not notice:
            return
        self._take_out([notice.owner])
        if notice.closed is not None:
            notice.closed()

    def press(self, notice: Notice, button: NoticeButton) -> None:
        """The user presses a button of a notice."""
        if button.withdraws and self._by_owner.get(notice.owner) is notice:
            self._take_out([notice.owner])
        button.act()

    def _take_out(self, owners: list[Owner]) -> None:
        for owner in owners:
            del self._by_owner[owner]
        if owners:
            self.changed.emit()
