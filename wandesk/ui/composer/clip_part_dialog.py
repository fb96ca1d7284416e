"""The dialog that chooses the part of a video that the new one continues."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wandesk.domain.catalog import ClipLimits
from wandesk.domain.clip_fitting import ClipPart
from wandesk.ui.composer.clip_range import ClipRange
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.dialog_frame import SIDE, stack
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.return_key import ReturnKey
from wandesk.ui.wording.amounts import exact_length

translate = QCoreApplication.translate

FRAME = QSize(288, 162)
"""Logical pixels: of the two frames."""
REST_MS = 150
"""Frames are asked for when the part has not moved for so long."""


class ClipPartDialog(QDialog):
    """Return uses the part, Esc cancels."""

    applied = Signal(object)
    """The `ClipPart` that the user chose."""
    frames_wanted = Signal(object)
    """The `ClipPart` whose first and last frame are to be shown."""

    _return_key = ReturnKey()

    def __init__(self, part: ClipPart, limits: ClipLimits, parent: QWidget) -> None:
        super().__init__(parent)
        title = translate("ClipPart", "Which part is continued?")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.range = ClipRange(
            part, limits, translate("ClipPart", "Start of the clip"), translate("ClipPart", "End of the clip")
        )
        self.first, self.last = _frame(), _frame()
        self.first_label, self.last_label, self.facts_label = PlainLabel(), PlainLabel(), PlainLabel()
        self.problem_label = PlainLabel()
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(lambda: self.frames_wanted.emit(self.range.part))
        self.range.changed.connect(self._moved)
        self._lay_out(title, limits)
        self._show()
        self.range.start_handle.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Use the part, and close."""
        self.applied.emit(self.range.part)
        super().accept()

    def event(self, event: QEvent) -> bool:
        return self._return_key.presses(self, event) or super().event(event)

    def show_frames(self, both: QPixmap) -> None:
        """Show the first and the last frame of the part, which are the two halves."""
        half = both.width() // 2
        for label, left in ((self.first, 0), (self.last, half)):
            pixmap = both.copy(left, 0, half, both.height())
            ratio = self.devicePixelRatioF()
            fitted = pixmap.scaled(
                FRAME * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            fitted.setDevicePixelRatio(ratio)
            label.setPixmap(fitted)

    # ---------------------------------------------------------------- inside

    def _moved(self, _part: ClipPart) -> None:
        self._show()
        self._resting.start()

    def _show(self) -> None:
        part = self.range.part
        self.first_label.setText(translate("ClipPart", "Starts at {time}").format(time=moment_text(part.start)))
        self.last_label.setText(
            translate("ClipPart", "Ends at {time}. The new video goes on from here.").format(time=moment_text(part.end))
        )
        self.facts_label.setText(
            translate("ClipPart", "{length} of {whole}").format(
                length=exact_length(round(part.seconds, 1)), whole=exact_length(round(part.whole, 1))
            )
        )

    def _lay_out(self, title: str, limits: ClipLimits) -> None:
        heading = PlainLabel(title)
        heading.setFont(text_font(TextSize.TITLE, is_strong=True))
        about = PlainLabel(
            translate("ClipPart", "Drag the part or its ends. The model takes {least} to {most}.").format(
                least=exact_length(limits.min_seconds), most=exact_length(limits.max_seconds)
            )
        )
        about.setWordWrap(True)
        for muted in (about, self.facts_label, self.first_label):
            set_style_class(muted, StyleClass.MUTED)
        set_style_class(self.problem_label, StyleClass.LOSS)
        self.problem_label.setWordWrap(True)
        self.last_label.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self.facts_label)
        frames = QHBoxLayout()
        frames.setSpacing(16)
        for frame, label in ((self.first, self.first_label), (self.last, self.last_label)):
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(frame)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
            label.setMinimumHeight(2 * label.fontMetrics().lineSpacing())
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            frames.addLayout(column, 1)
        body = QVBoxLayout()
        body.setContentsMargins(SIDE, 18, SIDE, 14)
        body.setSpacing(10)
        body.addLayout(top)
        body.addWidget(about)
        body.addLayout(frames)
        body.addWidget(self.range)
        body.addWidget(self.problem_label)
        cancel = push_button(translate("ClipPart", "Cancel"))
        apply = push_button(translate("ClipPart", "Use this part"), style=StyleClass.PRIMARY)
        apply.setDefault(True)
        cancel.clicked.connect(self.reject)
        apply.clicked.connect(self.accept)
        stack(self, body, foot=(None, cancel, apply))


def moment_text(seconds: float) -> str:
    """A time in a video: `0:07.4`, `12:03.0`."""
    tenths = round(seconds * 10)
    minutes, rest = divmod(tenths, 600)
    return f"{minutes}:{rest // 10:02}.{rest % 10}"


def _frame() -> QLabel:
    label = PlainLabel()
    label.setFixedSize(FRAME)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    set_style_class(label, StyleClass.CARD)
    return label
