"""Tells which videos the system's trash did not take."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from wandesk.domain.errors import TrashRefused
from wandesk.ui.bridge import Bridge
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.wording import removing as wording
from wandesk.ui.wording.problems import error_text

GATHERED_MS = 500
"""A trash refuses the videos of one removal one after the other: the notice comes once this time brings no other."""
_OWNER = Owner(NoticeAct.MOVE_TO_TRASH)


class TrashRefusals(QObject):
    """One notice for all of them. Those that come while it stands join it."""

    def __init__(self, bridge: Bridge, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._notices = notices
        self._told: list[TrashRefused] = []
        """What the notice is about."""
        self._new: list[TrashRefused] = []
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHERED_MS)
        self._gathering.timeout.connect(self._tell)
        bridge.trash_refused_signal.connect(self._refused)

    def _refused(self, refused: TrashRefused) -> None:
        self._new.append(refused)
        self._gathering.start()

    def _tell(self) -> None:
        stands = self._notices.of(_OWNER) is not None
        self._told = [*(self._told if stands else ()), *self._new]
        self._new = []
        folders = {str(each.values.get("folder", "")) for each in self._told}
        if len(self._told) == 1:
            sentence = error_text(self._told[0])
        else:
            sentence = wording.not_in_trash(len(self._told), folders.pop() if len(folders) == 1 else "")
        self._notices.warn(_OWNER, sentence)
