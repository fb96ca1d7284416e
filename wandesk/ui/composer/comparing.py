"""Before and after: a button on a cropped picture that shows the whole one while it is pointed at or checked."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QPixmap

from wandesk.domain.draft import Field
from wandesk.domain.media import Picture
from wandesk.domain.structs import replace
from wandesk.ui.composer.on_picture import Pill
from wandesk.ui.composer.picture_card import EDGE, PictureCard
from wandesk.ui.composer.preview import PreviewLoader
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.wording.amounts import dimensions_text

translate = QCoreApplication.translate


class Comparing(QObject):
    """The comparing button of a card. It is made before the tab order of the form."""

    def __init__(self, card: PictureCard, field: Field, questions: FileQuestions, spawn: Spawn) -> None:
        super().__init__(card)
        self._card = card
        self._picture: Picture | None = None
        self._whole = QPixmap()
        self._is_whole = False
        self._loader = PreviewLoader(questions, spawn, loaded=self._loaded, failed=card.show_notice)
        self.button = card.add_button(
            "compare",
            translate("Composer", "Show the whole last picture")
            if field is Field.LAST_FRAME
            else translate("Composer", "Show the whole picture"),
        )
        self.button.setCheckable(True)
        self.button.hide()
        self.before_label = Pill(card.target)
        self.before_label.hide()
        self.button.toggled.connect(self._show)
        self.button.installEventFilter(self)
        card.picture_shown.connect(self._follow)

    def _follow(self, picture: Picture | None) -> None:
        """Offer to compare this picture, if it is cropped."""
        if picture == self._picture:
            return
        self._picture, self._whole = picture, QPixmap()
        self._loader.follow(None)
        self.button.setChecked(False)
        self.button.setVisible(picture is not None and bool(picture.path) and picture.edit.crop is not None)
        self._show()

    def _loaded(self, pixmap: QPixmap) -> None:
        self._whole = pixmap
        self._show()

    def _show(self) -> None:
        """Show the whole picture or what is sent of it."""
        picture = self._picture
        if picture is None or self.button.isHidden() or not (self.button.isChecked() or self.button.underMouse()):
            self._card.show_instead(None)
            self._is_whole = False
            self.before_label.hide()
            return
        self._loader.follow(replace(picture, edit=replace(picture.edit, crop=None)))
        if not self._whole.isNull() and not self._is_whole:
            self._is_whole = True
            size = dimensions_text(picture.facts.width, picture.facts.height)
            self.before_label.setText(translate("Composer", "Before: {size}").format(size=size))
            self._place_label()
            self._card.show_instead(self._whole)
            announce(self.button, self.before_label.text())

    def _place_label(self) -> None:
        """Beside the buttons, or below them; a picture without room for that shows no label."""
        label, buttons = self.before_label, self._card.buttons.geometry()
        label.adjustSize()
        is_beside = 2 * EDGE + label.width() <= buttons.left()
        label.move(EDGE, EDGE if is_beside else buttons.bottom() + EDGE)
        label.setVisible(self._card.target.rect().contains(label.geometry()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.button and event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._show()
        return super().eventFilter(watched, event)
