"""What the user can let happen to a refused picture: buttons below the sentence on the card."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from wandesk.domain.media import VideoFrame

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferNames:
    """The accessible names of the buttons, each unique in the window."""

    enlarge: str
    first: str
    last: str


class PictureOffers(QWidget):
    """Buttons that are shown when they help."""

    enlarge_requested = Signal()
    """The picture may be enlarged."""
    frame_requested = Signal(str, object)
    """The place of a video, and which `VideoFrame` of it is wanted as the picture."""

    def __init__(self, names: OfferNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._video = ""
        self.enlarge_button = QPushButton(translate("Composer", "Enlarge it"), self)
        self.first_button = QPushButton(translate("Composer", "Use its first frame"), self)
        self.last_button = QPushButton(translate("Composer", "Use its last frame"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button, name in zip(self.buttons, (names.enlarge, names.first, names.last), strict=True):
            button.setAccessibleName(name)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            row.addWidget(button)
        self.enlarge_button.clicked.connect(self.enlarge_requested)
        self.first_button.clicked.connect(lambda: self.frame_requested.emit(self._video, VideoFrame.FIRST))
        self.last_button.clicked.connect(lambda: self.frame_requested.emit(self._video, VideoFrame.LAST))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.offer_enlargement(is_possible=False)
        self.offer_frames("")

    @property
    def buttons(self) -> list[QPushButton]:
        """In the order in which they stand."""
        return [self.enlarge_button, self.first_button, self.last_button]

    def offer_enlargement(self, *, is_possible: bool) -> None:
        """Show whether the picture of the card can be enlarged."""
        self.enlarge_button.setVisible(is_possible)
        self._show()

    def offer_frames(self, video: str) -> None:
        """Offer the frames of a video at this place; an empty place offers none."""
        self._video = video
        self.first_button.setVisible(bool(video))
        self.last_button.setVisible(bool(video))
        self._show()

    def _show(self) -> None:
        self.setVisible(any(not button.isHidden() for button in self.buttons))
