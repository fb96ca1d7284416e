"""The large picture of the dialog: the frame of the crop to drag, or the first frame of the result."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from wandesk.domain.cropping import Cutting
from wandesk.domain.export_offer import SourceVideo
from wandesk.domain.picture_edit import Crop
from wandesk.ui.composer.crop_view import CropView
from wandesk.ui.export.result_view import ResultView
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.widgets.choice_box import Choice
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.segments import Segments

translate = QCoreApplication.translate

CROP, RESULT = "crop", "result"
LEAST_SIDE = 64
"""Pixels of a crop."""


class FrameViews(QWidget):
    """Shows one video. With a crop there are two views, without one the result alone."""

    cropped = Signal(object)
    """The `Crop` that the user dragged; None for everything."""
    view_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        cutting = Cutting(width=16, height=9, least=1)
        self.crop = CropView(cutting, cutting.whole)
        self.result = ResultView(translate("Export", "First frame of the result"))
        self.views = Segments(
            [
                Choice(key=CROP, name=translate("Export", "Frame"), spoken=translate("Export", "Show the crop frame")),
                Choice(key=RESULT, name=translate("Export", "Result"), spoken=translate("Export", "Show the result")),
            ]
        )
        self.problem = PlainLabel()
        self._pages = QStackedWidget()
        self._wanted = CROP
        self._is_shown = False
        self._lay_out()
        self.crop.changed.connect(self._dragged)
        self.views.chosen.connect(self._choose)

    @property
    def shows_result(self) -> bool:
        return self._pages.currentWidget() is self.result

    def show_video(self, video: SourceVideo, ratio: float | None, *, is_cropped: bool) -> Crop | None:
        """Show a video with its crop in this shape (None: any), and return the crop that it then has."""
        facts = video.facts
        least = min(LEAST_SIDE, facts.width, facts.height)
        cutting = Cutting(width=facts.width, height=facts.height, least=least, ratio=ratio)
        frame = cutting.frame(video.crop)
        if ratio is not None and not _has_shape(frame.width, frame.height, ratio):
            frame = cutting.largest(frame)
        self._is_shown = False
        self.crop.cutting = cutting
        self.crop.set_frame(frame)
        self._is_shown = True
        self.crop.update()
        self.views.setVisible(is_cropped)
        self.views.show_choices([CROP, RESULT], self._wanted if is_cropped else RESULT)
        self._pages.setCurrentWidget(self.crop if is_cropped and self._wanted == CROP else self.result)
        return cutting.crop(frame) if is_cropped else None

    def show_frame(self, pixmap: QPixmap) -> None:
        """The frame of the video, below the crop."""
        self.crop.show_pixmap(pixmap)

    def show_result(self, pixmap: QPixmap) -> None:
        self.result.show_pixmap(pixmap)

    def show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _dragged(self) -> None:
        if self._is_shown:
            self.cropped.emit(self.crop.cutting.crop(self.crop.frame))

    def _choose(self, key: str) -> None:
        self._wanted = key
        self._pages.setCurrentWidget(self.crop if key == CROP else self.result)
        self.view_chosen.emit()

    def _lay_out(self) -> None:
        self.crop.setMinimumSize(200, 160)
        set_style_class(self.problem, StyleClass.LOSS)
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._pages.addWidget(self.crop)
        self._pages.addWidget(self.result)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.views)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.problem)


def _has_shape(width: float, height: float, ratio: float) -> bool:
    return abs(width - height * ratio) <= max(1.5, 1.5 * ratio)
