"""The notice that the videos folder cannot be used, with the buttons to choose another one and to try again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.job import JobProblem
from wandesk.ui import dialogs
from wandesk.ui.bridge import Bridge
from wandesk.ui.notices import NoticeAct, NoticeButton, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.table import VIDEOS_FOLDER
from wandesk.ui.wording import saving as wording
from wandesk.ui.wording.problems import problem_text
from wandesk.ui.wording.sentences import joined

if TYPE_CHECKING:
    from wandesk.ui.settings.page_card import Values

_OWNER = Owner(NoticeAct.VIDEOS_FOLDER)


class VideosFolderNotice(QObject):
    """The notice stays while the engine says that the folder cannot be used. The engine tries again by itself."""

    chosen = Signal(str)
    """The user wants videos to be saved in this folder."""

    def __init__(self, *, bridge: Bridge, notices: Notices, spawn: Spawn, window: QWidget) -> None:
        """The file dialog opens over `window`."""
        super().__init__(window)
        self._bridge = bridge
        self._notices = notices
        self._spawn = spawn
        self._window = window
        bridge.videos_folder_signal.connect(self._show)

    def _show(self, problem: JobProblem | None) -> None:
        if problem is None:
            self._notices.withdraw(_OWNER)
            return
        sentence = joined(problem_text(problem.sentence, dict(problem.values)), wording.videos_wait())
        # Neither button ends what is wrong: the notice stays until the engine has saved a file there.
        choose = NoticeButton(text=wording.choose_folder(), act=self._choose, withdraws=False)
        retry = NoticeButton(text=wording.try_folder_again(), act=self._retry, withdraws=False)
        self._notices.warn(_OWNER, sentence, choose, retry)

    def _choose(self) -> None:
        self._spawn("choose the videos folder", self._ask_for_folder())

    def _retry(self) -> None:
        self._spawn("try the videos folder", self._bridge.check_videos_folder())

    async def _ask_for_folder(self) -> None:
        folder = await dialogs.choose_folder(self._window, wording.choose_folder_title())
        if folder is not None:
            self.chosen.emit(str(Path(folder)))  # Qt writes / on Windows, too


def folder_in_use(values: Values | None, default: Path) -> Path:
    """The folder where videos are saved now."""
    chosen = values.get(VIDEOS_FOLDER.option) if values is not None else ""
    return Path(chosen) if chosen else default
