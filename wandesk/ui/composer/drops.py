"""Drags over the form: finds the card that takes them and highlights it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from wandesk.domain.draft import Field
from wandesk.ui.composer.audio import AudioCard
from wandesk.ui.composer.first_frame import FirstFrameCard
from wandesk.ui.composer.offers import listed_places, offers_files
from wandesk.ui.composer.reading import is_named_as_audio


class CardDrops:
    """Handles the drag events of the whole form."""

    def __init__(
        self, form: QWidget, first_frame: FirstFrameCard, audio: AudioCard, dropped: Callable[[QMimeData, Field], None]
    ) -> None:
        """`dropped` receives the content and the card under it."""
        self._form = form
        self._first_frame = first_frame
        self._audio = audio
        self._dropped = dropped

    def move(self, event: QDragMoveEvent) -> None:
        """Accept a drag that entered or moved, and highlight its card."""
        mime = event.mimeData()
        is_ours = event.source() is not None  # the user drags a video or a piece of the prompt out of the window
        if is_ours or not (offers_files(mime) or mime.hasText()):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        first = next(iter(listed_places(mime)), "")
        is_audio = is_named_as_audio(first) and self._audio.takes_files
        self._highlight(Field.AUDIO if is_audio else self._card_at(event.position().toPoint()))

    def leave(self, event: QDragLeaveEvent) -> None:
        self._highlight(None)
        event.accept()

    def drop(self, event: QDropEvent) -> None:
        onto = self._card_at(event.position().toPoint())
        self._highlight(None)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._dropped(event.mimeData(), onto)

    def _card_at(self, position: QPoint) -> Field:
        own = self._audio.own
        is_there = own.isVisible() and own.rect().contains(own.mapFrom(self._form, position))
        return Field.AUDIO if is_there else Field.PICTURE

    def _highlight(self, field: Field | None) -> None:
        self._first_frame.target.set_hovered_by_drag(is_hovered=field is Field.PICTURE)
        self._audio.target.set_hovered_by_drag(is_hovered=field is Field.AUDIO)
