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


class CardOffers(QWidget):
    """Buttons that are shown when they help."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        """In the order in which they stand."""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def add_button(self, text: str, name: str) -> QPushButton:
        """Another button, hidden at first; `name` is its accessible name."""
        button = QPushButton(text, self)
        button.setAccessibleName(name)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.hide()
        self._row.addWidget(button)
        self.buttons.append(button)
        return button

    def show_shown(self) -> None:
        """Hide the row while all of its buttons are hidden."""
        self.setVisible(any(not button.isHidden() for button in self.buttons))


class PictureOffers(CardOffers):
    """What can happen to a picture, and to a video that is offered as one."""

    enlarge_requested = Signal()
    """The picture may be enlarged."""
    frame_requested = Signal(str, object)
    """The place of a video, and which `VideoFrame` of it is wanted as the picture."""

    def __init__(self, names: OfferNames, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._video = ""
        self.enlarge_button = self.add_button(translate("Composer", "Enlarge it"), names.enlarge)
        self.first_button = self.add_button(translate("Composer", "Use its first frame"), names.first)
        self.last_button = self.add_button(translate("Composer", "Use its last frame"), names.last)
        self.enlarge_button.clicked.connect(self.enlarge_requested)
        self.first_button.clicked.connect(lambda: self.frame_requested.emit(self._video, VideoFrame.FIRST))
        self.last_button.clicked.connect(lambda: self.frame_requested.emit(self._video, VideoFrame.LAST))
        self.show_shown()

    def offer_enlargement(self, *, is_possible: bool) -> None:
        """Show whether the picture of the card can be enlarged."""
        self.enlarge_button.setVisible(is_possible)
        self.show_shown()

    def offer_frames(self, video: str) -> None:
        """Offer the frames of a video at this place; an empty place offers none."""
        self._video = video
        self.first_button.setVisible(bool(video))
        self.last_button.setVisible(bool(video))
        self.show_shown()


class ClipOffers(CardOffers):
    """What can happen to a video that is not a clip as it is."""

    part_requested = Signal(str, object)
    """The place of a video, and the `VideoFrame` that the wanted part has: its first or its last one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._video = ""
        self.first_button = self.add_button("", translate("Composer", "Continue its beginning"))
        self.last_button = self.add_button("", translate("Composer", "Continue its end"))
        self.convert_button = self.add_button(
            translate("Composer", "Convert it"), translate("Composer", "Convert the video")
        )
        self.first_button.clicked.connect(lambda: self.part_requested.emit(self._video, VideoFrame.FIRST))
        self.last_button.clicked.connect(lambda: self.part_requested.emit(self._video, VideoFrame.LAST))
        self.convert_button.clicked.connect(lambda: self.part_requested.emit(self._video, VideoFrame.FIRST))
        self.offer_parts("")  # a button without a text would be an icon without a tooltip

    def offer_parts(self, video: str, *, length: str = "") -> None:
        """Offer the first and last part of a video that is too long, of this length; without one, the whole video.

        An empty place offers nothing.
        """
        self._video = video
        self.first_button.setText(translate("Composer", "First {length}").format(length=length))
        self.last_button.setText(translate("Composer", "Last {length}").format(length=length))
        for button, is_offered in (
            (self.first_button, bool(length)),
            (self.last_button, bool(length)),
            (self.convert_button, not length),
        ):
            button.setVisible(bool(video) and is_offered)
        self.show_shown()
