"""Crops the picture of a card: its button opens the dialog, and what is applied there changes the draft."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from wandesk.domain.draft import Field
from wandesk.domain.media import Picture
from wandesk.domain.picture_edit import PictureEdit
from wandesk.domain.structs import replace
from wandesk.ui.composer.crop_dialog import CropDialog
from wandesk.ui.composer.editing import DraftEditor
from wandesk.ui.composer.picture_card import PictureCard
from wandesk.ui.composer.preview import PreviewLoader
from wandesk.ui.questions import FileQuestions, Spawn

translate = QCoreApplication.translate


class Cropping(QObject):
    """The crop button of a card. It is made before the tab order of the form."""

    def __init__(
        self,
        card: PictureCard,
        field: Field,
        editor: DraftEditor,
        questions: FileQuestions,
        spawn: Spawn,
        window: QWidget,
    ) -> None:
        """`window` is the parent of the dialog."""
        super().__init__(card)
        self._card = card
        self._field = field
        self._editor = editor
        self._questions = questions
        self._spawn = spawn
        self._window = window
        self._name = (
            translate("Composer", "Crop last frame")
            if field is Field.LAST_FRAME
            else translate("Composer", "Crop picture")
        )
        card.add_button("crop", self._name, needs_seen=True).clicked.connect(self._open)

    @property
    def _picture(self) -> Picture | None:
        picture = getattr(self._editor.draft, self._field.value)
        return picture if isinstance(picture, Picture) else None

    def _open(self) -> None:
        picture = self._picture
        if picture is None:
            return
        dialog = CropDialog(self._name, picture, self._editor.model.picture, self._window)
        loader = PreviewLoader(
            self._questions, self._spawn, loaded=dialog.view.show_pixmap, failed=dialog.problem_label.setText
        )

        def show(edit: PictureEdit) -> None:
            loader.follow(replace(picture, edit=edit))

        dialog.background_changed.connect(show)
        dialog.applied.connect(lambda edit: self._apply(picture, edit))
        dialog.finished.connect(lambda _result: loader.follow(None))
        show(PictureEdit(background=picture.edit.background))
        dialog.open()

    def _apply(self, seen: Picture, edit: PictureEdit) -> None:
        """Crop the picture that the dialog showed. While it was open, another one may have been read."""
        now = self._picture
        if now is None or (now.origin, now.facts) != (seen.origin, seen.facts):
            self._card.show_notice(translate("Composer", "This is another picture now, so it was not cropped."))
            return
        self._editor.edit_picture(edit, self._field)
