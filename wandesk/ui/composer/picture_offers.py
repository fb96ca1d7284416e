"""What the user can let happen to a refused picture: buttons below the sentence on the card."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from wandesk.domain.catalog import ClipLimits
from wandesk.domain.clip_fitting import ClipPart, last_part
from wandesk.domain.media import VideoFrame
from wandesk.ui.wording.amounts import exact_length

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
    """The path of a video, and the `ClipPart` of it that is wanted."""
    choice_requested = Signal(str, object)
    """The path of a video, and the `ClipPart` with which the choice of another one begins."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._video = ""
        self._part: ClipPart | None = None
        self.last_button = self.add_button("", translate("Composer", "Continue its end"))
        self.choose_button = self.add_button(
            translate("Composer", "Choose…"), translate("Composer", "Choose the part to continue")
        )
        self.convert_button = self.add_button(
            translate("Composer", "Convert it"), translate("Composer", "Convert the video")
        )
        self.last_button.clicked.connect(lambda: self._emit(self.part_requested))
        self.convert_button.clicked.connect(lambda: self._emit(self.part_requested))
        self.choose_button.clicked.connect(lambda: self._emit(self.choice_requested))
        self._show_length("")  # a button without a text would be an icon without a tooltip
        self.offer_nothing()

    def offer_parts(self, video: str, seconds: float, limits: ClipLimits) -> None:
        """Offer parts of a video of that length, or the whole video if it is not too long."""
        self._video = video
        part = self._part = last_part(seconds, limits)
        self._show_length(exact_length(round(part.seconds, 1)))
        is_cut = part.start > 0
        for button in (self.last_button, self.choose_button):
            button.setVisible(is_cut)
        self.convert_button.setVisible(not is_cut)
        self.show_shown()

    def _show_length(self, length: str) -> None:
        self.last_button.setText(translate("Composer", "Last {length}").format(length=length))

    def offer_nothing(self) -> None:
        """Hide everything."""
        self._part = None
        for button in self.buttons:
            button.hide()
        self.show_shown()

    def _emit(self, signal: SignalInstance) -> None:
        if self._part is not None:
            signal.emit(self._video, self._part)
