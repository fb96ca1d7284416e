"""Before and after: a button on a picture that is changed before it is sent, and shows how while it is pointed at or
checked.

Of a cropped picture the whole is shown. Of any other, the picture as its file has it and the one that is really sent
stand side by side: that one is prepared for it, as a job would.
"""

from __future__ import annotations

import asyncio
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import Field
from wandesk.domain.errors import WanDeskError
from wandesk.domain.media import Picture, PictureFacts
from wandesk.domain.picture_changes import Change, what_is_sent
from wandesk.domain.structs import replace
from wandesk.ui.composer.on_picture import Pill
from wandesk.ui.composer.picture_card import EDGE, PictureCard
from wandesk.ui.composer.preview import PreviewLoader
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.wording.amounts import dimensions_text, size_text
from wandesk.ui.wording.problems import error_text
from wandesk.ui.wording.sentences import DOT, joined, sentence

translate = QCoreApplication.translate

UNSEEN = frozenset({Change.FIRST_MOMENT, Change.FIRST_PAGE, Change.BLACK})
"""Changes of the file, not of the picture that is seen."""
GAP = 6
"""Pixels between the two pictures."""
HALF = QSize(440, 440)
"""The most that one of the two pictures takes, in pixels."""


class Comparing(QObject):
    """The comparing button of a card. It is made before the tab order of the form."""

    def __init__(self, card: PictureCard, field: Field, questions: FileQuestions, spawn: Spawn) -> None:
        super().__init__(card)
        self._card = card
        self._questions = questions
        self._spawn = spawn
        self._is_last = field is Field.LAST_FRAME
        self._picture: Picture | None = None
        self._limits: PictureLimits | None = None
        self._other = QPixmap()
        """What is shown instead of the picture."""
        self._preparing: asyncio.Task[Any] | None = None
        self._loader = PreviewLoader(questions, spawn, loaded=self._loaded, failed=card.show_notice)
        self.button = card.add_button("compare", self._whole_name())
        self.button.setCheckable(True)
        self.button.hide()
        self.labels = (Pill(card.target), Pill(card.target))
        self.button.toggled.connect(self._show)
        self.button.installEventFilter(self)
        card.picture_shown.connect(self._follow)

    @property
    def _is_cropped(self) -> bool:
        return self._picture is not None and self._picture.edit.crop is not None

    def _follow(self, picture: Picture | None, limits: PictureLimits | None) -> None:
        """Offer to compare this picture, if what is sent looks otherwise."""
        if (picture, limits) == (self._picture, self._limits):
            return
        self._picture, self._limits, self._other = picture, limits, QPixmap()
        self._loader.follow(None)
        if self._preparing is not None:
            self._preparing.cancel()
            self._preparing = None
        self.button.setChecked(False)
        self.button.setVisible(self._is_changed())
        name = self._both_name() if self._is_changed() and not self._is_cropped else self._whole_name()
        self.button.setAccessibleName(name)
        set_tooltip(self.button, name)
        for label in self.labels:
            label.clear()
        self._show()

    def _is_changed(self) -> bool:
        picture = self._picture
        if picture is None or not picture.path or not picture.facts.is_known:
            return False
        if self._is_cropped or self._limits is None:
            return self._is_cropped
        return bool(set(what_is_sent(picture.facts, self._limits, picture.edit).changes) - UNSEEN)

    def _show(self) -> None:
        """Show the comparison, or what is sent."""
        picture, limits = self._picture, self._limits
        if picture is None or self.button.isHidden() or not (self.button.isChecked() or self.button.underMouse()):
            self._card.show_instead(None)
            for label in self.labels:
                label.hide()
        elif not self._other.isNull():
            self._card.show_instead(self._other)
            self._place_labels()
        elif self._is_cropped:
            self._loader.follow(replace(picture, edit=replace(picture.edit, crop=None)))
        elif self._preparing is None and limits is not None:
            self._preparing = self._spawn("compare pictures", self._prepare(picture, limits))

    def _loaded(self, whole: QPixmap) -> None:
        assert self._picture is not None
        size = dimensions_text(self._picture.facts.width, self._picture.facts.height)
        self._compared(whole, translate("Composer", "Before: {size}").format(size=size))

    async def _prepare(self, picture: Picture, limits: PictureLimits) -> None:
        try:
            both = await self._questions.before_and_after(picture.path, limits, picture.edit)
        except WanDeskError as error:
            self._card.show_notice(error_text(error))
            return
        before, after = _facts_text(picture.facts), _facts_text(both.sent)
        self._compared(
            side_by_side(QPixmap(both.before), QPixmap(both.after)),
            translate("Composer", "Before: {size}").format(size=before),
            translate("Composer", "Sent: {size}").format(size=after),
        )

    def _compared(self, pixmap: QPixmap, *texts: str) -> None:
        """The comparison has arrived."""
        self._other = pixmap
        for label, text in zip(self.labels, texts, strict=False):
            label.setText(text)
        self._show()
        if self.button.isChecked() or self.button.underMouse():
            announce(self.button, joined(*map(sentence, texts)))

    def _place_labels(self) -> None:
        """Beside the buttons, or below them; a picture without room for that shows no label."""
        buttons = self._card.buttons.geometry()
        first, second = self.labels
        room = self._card.target.rect()
        for label in self.labels:
            label.resize(label.sizeHint().boundedTo(QSize(room.width() - 2 * EDGE, room.height())))
        is_beside = 2 * EDGE + first.width() <= buttons.left()
        first.move(EDGE, EDGE if is_beside else buttons.bottom() + EDGE)
        second.move(room.right() - EDGE - second.width(), max(buttons.bottom(), first.geometry().bottom()) + EDGE)
        for label in self.labels:
            label.setVisible(bool(label.text()) and room.contains(label.geometry()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.button and event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._show()
        return super().eventFilter(watched, event)

    def _whole_name(self) -> str:
        if self._is_last:
            return translate("Composer", "Show the whole last picture")
        return translate("Composer", "Show the whole picture")

    def _both_name(self) -> str:
        if self._is_last:
            return translate("Composer", "Compare the last picture with what is sent")
        return translate("Composer", "Compare the picture with what is sent")


def side_by_side(before: QPixmap, after: QPixmap) -> QPixmap:
    """Two pictures of the same height beside each other; null if one of them is."""
    if before.isNull() or after.isNull():
        return QPixmap()
    ratio, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    height = min(before.size().scaled(HALF, ratio).height(), after.size().scaled(HALF, ratio).height())
    left, right = before.scaledToHeight(height, smooth), after.scaledToHeight(height, smooth)
    both = QPixmap(left.width() + GAP + right.width(), height)
    both.fill(Qt.GlobalColor.transparent)
    painter = QPainter(both)
    painter.drawPixmap(QPoint(0, 0), left)
    painter.drawPixmap(QPoint(left.width() + GAP, 0), right)
    painter.end()
    return both


def _facts_text(facts: PictureFacts) -> str:
    return DOT.join((dimensions_text(facts.width, facts.height), size_text(facts.size_bytes)))
