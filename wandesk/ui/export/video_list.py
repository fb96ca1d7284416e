"""The videos of an export in their order. One is chosen: its part and its crop are shown."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from wandesk.domain.errors import VideoUnreadable, WanDeskError
from wandesk.domain.export_offer import SourceVideo
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.ui import dialogs
from wandesk.ui.export.bridge import ExportCommands
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import export as wording
from wandesk.ui.wording.problems import error_text, problem_text

translate = QCoreApplication.translate

MOST_VIDEOS = 50
ROWS = 4
"""Seen without scrolling."""


class VideoList(QWidget):
    """Hidden parts aside, a list with buttons; with one video only the button to add more."""

    changed = Signal()
    """The videos, their order, or which one is chosen."""

    def __init__(
        self, videos: list[SourceVideo], exports: ExportCommands, spawn: Spawn, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.videos = videos
        self._exports, self._spawn = exports, spawn
        self._list = QListWidget()
        self.add = push_button(translate("Export", "Add videos…"))
        self.up = push_button(translate("Export", "Earlier"))
        self.down = push_button(translate("Export", "Later"))
        self.remove = push_button(translate("Export", "Leave out"))
        self.problem = PlainLabel()
        self._lay_out()
        self._show(0)
        self._list.currentRowChanged.connect(self._chosen_row)
        self.add.clicked.connect(lambda: self._spawn("add videos to an export", self._ask_videos()))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.remove.clicked.connect(self._remove)

    @property
    def at(self) -> int:
        """The place of the chosen video."""
        return max(0, self._list.currentRow())

    @property
    def chosen(self) -> SourceVideo:
        return self.videos[self.at]

    def change_chosen(self, **values: object) -> None:
        """Change the part or the crop of the chosen video, without a signal."""
        at = self.at
        self.videos[at] = replace(self.videos[at], **values)  # type: ignore[arg-type]  # the names of its fields
        item = self._list.item(at)
        if item is not None:
            item.setText(_text(self.videos[at]))

    async def add_videos(self, paths: list[str]) -> None:
        """Add these files, or say what is wrong with one of them."""
        self.problem.setText("")
        for path in paths[: MOST_VIDEOS - len(self.videos)]:
            try:
                self.videos.append(SourceVideo(path=path, facts=await self._exports.inspect_video(path)))
            except VideoUnreadable:
                self.problem.setText(problem_text(Sentence.EXPORT_VIDEO_DAMAGED, {"file": PurePath(path).name}))
            except WanDeskError as error:
                self.problem.setText(error_text(error))
        self._show(self.at)
        self.changed.emit()

    async def _ask_videos(self) -> None:
        title = translate("Export", "Add videos")
        folder = str(PurePath(self.chosen.path).parent)
        paths = await dialogs.choose_files(self.window(), title, wording.kinds_of_videos(), folder)
        if paths:
            await self.add_videos(paths)

    def _move(self, by: int) -> None:
        at, to = self.at, self.at + by
        if 0 <= to < len(self.videos):
            self.videos[at], self.videos[to] = self.videos[to], self.videos[at]
            self._show(to)
            self.changed.emit()

    def _remove(self) -> None:
        if len(self.videos) > 1:
            at = self.at
            del self.videos[at]
            self._show(min(at, len(self.videos) - 1))
            self.changed.emit()

    def _chosen_row(self, _row: int) -> None:
        self._show_buttons()
        self.changed.emit()

    def _show(self, at: int) -> None:
        with QSignalBlocker(self._list):
            self._list.clear()
            for video in self.videos:
                self._list.addItem(QListWidgetItem(_text(video)))
            self._list.setCurrentRow(at)
        several = len(self.videos) > 1
        self._list.setFixedHeight(min(ROWS, len(self.videos)) * (self._list.sizeHintForRow(0) or 24) + 12)
        for widget in (self._list, self.up, self.down, self.remove):
            widget.setVisible(several)
        self.add.setEnabled(len(self.videos) < MOST_VIDEOS)
        self.problem.setVisible(bool(self.problem.text()))
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.up.setEnabled(self.at > 0)
        self.down.setEnabled(self.at < len(self.videos) - 1)

    def _lay_out(self) -> None:
        set_style_class(self._list, StyleClass.ROWS)
        self._list.setAccessibleName(translate("Export", "Videos in their order"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        set_style_class(self.problem, StyleClass.LOSS)
        self.problem.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.add, self.up, self.down, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._list)
        layout.addLayout(buttons)
        layout.addWidget(self.problem)


def _text(video: SourceVideo) -> str:
    return wording.source_text(PurePath(video.path).name, video.seconds, (video.facts.width, video.facts.height))
