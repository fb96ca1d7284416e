"""Drags over the window: the form lights up with what a drop would do, and takes what is dropped."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from wandesk.domain.draft import Field
from wandesk.ui.composer.drop_overlay import DropOverlay, Zone
from wandesk.ui.composer.offers import PLAIN_TEXT, Offer, Source, read_offer
from wandesk.ui.composer.reading import is_named_as_audio, is_named_as_clip, is_named_as_picture

DRAG_EVENTS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.DragLeave, QEvent.Type.Drop})


class CardDrops(QObject):
    """Handles the drag events of the form, and of the window around it (`watch`).

    The program that drags is asked once per drag, when the drag enters: each question waits for its answer, and a move
    is no reason for another one.
    """

    def __init__(
        self,
        form: QWidget,
        dropped: Callable[[Offer, Field], None],
        *,
        takes_audio: Callable[[], bool],
        others: Callable[[], Collection[Field]],
    ) -> None:
        """`dropped` receives the content, and the card that the user chose for it.

        `others` are the fields besides the picture that a single picture or video can be for.
        """
        super().__init__(form)
        self._form = form
        self._dropped = dropped
        self._takes_audio = takes_audio
        self._others = others
        self.overlay = DropOverlay(form)
        self._listed: tuple[str, ...] | None = None
        """The places that are dragged, once the program was asked."""
        # A drag that moves from the window to the form leaves the one and enters the other, in one event of the system.
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.timeout.connect(self._end)

    def watch(self, window: QWidget) -> None:
        """Also take what is dropped elsewhere on the window."""
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in DRAG_EVENTS:
            return False
        match event:
            case QDragMoveEvent() if Source(event.mimeData()).has_files:
                self.move(event, watched)
            case QDragMoveEvent():
                event.ignore()  # text is dropped on the form, not beside it
            case QDropEvent():
                self.drop(event, watched)
            case QDragLeaveEvent():
                self.leave(event)
        return True

    def move(self, event: QDragMoveEvent, receiver: QObject | None = None) -> None:
        """Accept a drag that entered or moved, and light the form up. `receiver` is the window if it got the event."""
        self._forget.stop()
        source = Source(event.mimeData())
        is_ours = event.source() is not None  # the user drags a video or a piece of the prompt out of the window
        if is_ours or not (source.has_files or source.has(PLAIN_TEXT)):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if source.has_files:  # of text, only the drop shows whether it is more
            if self._listed is None:
                self._listed = source.places()
            self._light(self._listed, self._height(event, receiver))

    def leave(self, event: QDragLeaveEvent) -> None:
        """The drag left the form or the window."""
        self._forget.start(0)
        event.accept()

    def drop(self, event: QDropEvent, receiver: QObject | None = None) -> None:
        """Take what is dropped. `receiver` as in `move`."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        listed, overlay = self._listed or (), self.overlay
        onto = overlay.field_at(self._height(event, receiver)) if overlay.zones else Field.PICTURE
        mime: QMimeData = event.mimeData()
        self._end()
        self._dropped(read_offer(mime, listed), onto)

    def _height(self, event: QDropEvent, receiver: QObject | None) -> float:
        """Where the drag is, in the form's coordinates."""
        position = event.position()
        return self._form.mapFrom(receiver, position).y() if isinstance(receiver, QWidget) else position.y()

    def _light(self, listed: Sequence[str], height: float) -> None:
        """Show what a drop at this height would do with these places, or with a picture if there are none."""
        are_audio = [is_named_as_audio(place) for place in listed]
        are_known = all(
            is_audio or is_named_as_picture(place) for is_audio, place in zip(are_audio, listed, strict=True)
        )
        picture = Zone(field=Field.PICTURE, count=max(1, are_audio.count(False)))
        audio = Zone(field=Field.AUDIO, is_taken=self._takes_audio())
        if are_known and not any(are_audio):
            zones = [picture]
        elif are_known and all(are_audio):
            zones = [audio]
        elif are_known or audio.is_taken:
            zones = [picture, audio]
        else:
            zones = [picture]
        if picture in zones and (more := self._other_zones(listed)):
            zones = [picture, *more, *zones[1:]]
            are_known = False
        if are_known:
            marked = frozenset(zone.field for zone in zones)
        else:
            self.overlay.show_zones(zones, self.overlay.marked)
            marked = frozenset({self.overlay.field_at(height)})
        self.overlay.show_zones(zones, marked)

    def _other_zones(self, listed: Sequence[str]) -> list[Zone]:
        """The zones for the last frame and the clip, which take a single file."""
        if len(listed) > 1:
            return []
        wanted = Field.CLIP if any(map(is_named_as_clip, listed)) else Field.LAST_FRAME
        return [Zone(field=wanted)] if wanted in self._others() else []

    def _end(self) -> None:
        self._forget.stop()
        self._listed = None
        self.overlay.hide_zones()
