"""What the video starts and ends with: pictures side by side, in a place whose height does not depend on them.

At the left stands the first frame, or the clip that the video continues. What the model takes besides stands at the
right. The sentences about all of them float over the whole place, since a small picture has no room for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.catalog import Catalog, Model
from wandesk.domain.draft import Draft, Field, continues_clip, first_picture
from wandesk.domain.parameters import BY_KEY, is_kept
from wandesk.domain.video_size import video_size
from wandesk.ui.composer.clip_card import ClipCard
from wandesk.ui.composer.first_frame import FirstFrameCard
from wandesk.ui.composer.last_frame import LastFrameCard
from wandesk.ui.composer.notes import Note
from wandesk.ui.composer.on_picture import FloatingSentence
from wandesk.ui.composer.picture_card import EDGE

BETWEEN = 8
"""Logical pixels between two of them."""
SIDE_SHARE, SIDE_LEAST = 0.36, 112
"""The share of the width at the right, and its least width in logical pixels."""
OFFER_SHARE, OFFER_LEAST, OFFER_MOST = 0.25, 44, 64
"""The share of the height of an empty clip card, which is only an offer, and its limits in logical pixels."""

ABOVE, FACTS = 32, 30
"""Logical pixels: the buttons on a picture and the pills with its facts, with their distance from the sentences."""


class Frames(QWidget):
    """The cards of the first frame, the clip and the last frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first_frame = FirstFrameCard()
        self.clip = ClipCard()
        self.last_frame = LastFrameCard()
        self._height = 0
        self._start = _column()
        self._start.addWidget(self.first_frame)
        self._end = QWidget(self)
        self._side = _column(self._end)
        self._side.addWidget(self.last_frame)
        self._side.addWidget(self.clip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(BETWEEN)
        row.addLayout(self._start, 1)
        row.addWidget(self._end)
        self._sentences = _Sentences(self)
        for card in self.cards:
            self._sentences.take(card.over_picture)

    @property
    def cards(self) -> tuple[FirstFrameCard, ClipCard, LastFrameCard]:
        """In the order of the keyboard."""
        return self.first_frame, self.clip, self.last_frame

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [stop for card in self.cards for stop in card.tab_stops]

    def float_above(self, sentence: FloatingSentence) -> None:
        """Let another sentence float over the picture, above the others."""
        self._sentences.take([sentence], is_first=True)

    def fit(self, height: int) -> None:
        """Take this height, in logical pixels."""
        self._height = height
        self.setFixedHeight(height)
        self._share()

    def show_series(self) -> None:
        """Leave room for the strip of several pictures, or take it back."""
        self._share()

    def show_draft(self, draft: Draft, model: Model, catalog: Catalog, notes: dict[str, Note]) -> None:
        """Show what the video starts and ends with, as far as the model takes it; takes their notes out of `notes`."""
        size = video_size(draft, catalog)
        is_continued = continues_clip(draft, model)
        self.first_frame.setVisible(not is_continued)
        self.first_frame.show_picture(draft.picture, model.picture, size)
        self.first_frame.show_note(notes.pop(Field.PICTURE, None))
        self.clip.setVisible(model.clip_in is not None)
        self.clip.show_clip(draft.clip if is_continued else None, size, draft.seconds)
        self.clip.show_note(notes.pop(Field.CLIP, None))
        self.last_frame.setVisible(is_kept(BY_KEY[Field.LAST_FRAME], draft, model))
        start = first_picture(draft, model)
        self.last_frame.show_end(draft.last_frame, start, model.picture, is_loop=draft.is_loop)
        self.last_frame.show_note(notes.pop(Field.LAST_FRAME, None))
        self._share()

    def _share(self) -> None:
        """Give each card its place and its height."""
        height, is_continued, has_clip = self._height, self.clip.is_filled, not self.clip.isHidden()
        (self._start if is_continued else self._side).addWidget(self.clip)
        self.clip.setVisible(has_clip)  # Qt hides a widget that gets another parent, and shows it later
        self.first_frame.fit(height)
        left = height - self.last_frame.switch_height
        if is_continued:
            self.clip.fit(height)
        else:
            offer = max(OFFER_LEAST, min(OFFER_MOST, round(height * OFFER_SHARE)))
            self.clip.fit(offer if not self.last_frame.isHidden() else height)
            left -= offer + BETWEEN if has_clip else 0
        self.last_frame.fit(max(OFFER_LEAST, left))
        self._end.setVisible(not self.last_frame.isHidden() or (has_clip and not is_continued))
        least = max(SIDE_LEAST, self.last_frame.loop_switch.sizeHint().width())
        self._end.setFixedWidth(min(self.width() // 2, max(least, round(self.width() * SIDE_SHARE))))
        taken = self._end.width() + BETWEEN if not self._end.isHidden() else 0
        self._sentences.place(QRect(0, 0, self.width() - taken, height - self.first_frame.strip_height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()


class _Sentences(QWidget):
    """The sentences and buttons that float over the picture at the left, at its lower edge."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._room = QRect()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def take(self, parts: Sequence[QWidget], *, is_first: bool = False) -> None:
        """Show these from now on, below or above the others."""
        for at, part in enumerate(parts):
            place = at if is_first else self._column.count()
            self._column.insertWidget(place, part, 0, Qt.AlignmentFlag.AlignLeft)

    def place(self, picture: QRect) -> None:
        """Stand on this picture, between its buttons and its facts.

        Without room, sentences that fold do so first, then the facts are covered, and at last the buttons.
        """
        self._room = picture.adjusted(EDGE, EDGE + ABOVE, -EDGE, -EDGE - FACTS)
        self._place()

    def _place(self) -> None:
        room, column = self._room, self._column
        for is_folded in (False, True):
            for sentence in self.findChildren(FloatingSentence):
                sentence.fold(is_folded=is_folded)
            column.invalidate()
            height = 0 if column.isEmpty() else column.totalHeightForWidth(room.width())
            if height <= room.height():
                break
        lowest = room.bottom() + 1 + FACTS
        above_facts, over_facts = room.bottom() + 1 - height, lowest - height
        top = above_facts if above_facts >= room.top() else max(EDGE, min(room.top(), over_facts))
        self.setGeometry(room.left(), top, room.width(), height)
        column.activate()
        self.setMask(self.childrenRegion())
        self.raise_()
        # Measuring asked for a layout that is done now. To answer it would ask again, without end.
        QCoreApplication.removePostedEvents(self, QEvent.Type.LayoutRequest.value)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)


def _column(parent: QWidget | None = None) -> QVBoxLayout:
    column = QVBoxLayout()
    if parent is not None:
        parent.setLayout(column)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(BETWEEN)
    return column
