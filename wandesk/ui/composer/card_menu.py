"""The context menu of a card that takes a file: by the right mouse button and by the Menu key."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from wandesk.domain.draft import Field
from wandesk.ui.composer.choosing import FileChooser
from wandesk.ui.composer.intake import FileIntake
from wandesk.ui.look import icon
from wandesk.ui.widgets.round_menu import rounded

translate = QCoreApplication.translate


class CardMenu(QObject):
    """Choose, paste, or take from a web address, for one card."""

    def __init__(self, target: QWidget, intake: FileIntake, field: Field, chooser: FileChooser) -> None:
        """`target` is what is clicked. `field` is the card for the intake; `chooser` opens its file dialogs."""
        super().__init__(target)
        self._target = target
        self._intake = intake
        self._field = field
        self._chooser = chooser
        target.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        target.customContextMenuRequested.connect(self._show)

    def _show(self, position: QPoint) -> None:
        is_audio = self._field is Field.AUDIO
        menu = rounded(QMenu(self._target))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        choose = (
            translate("Composer", "Choose an audio file…") if is_audio else translate("Composer", "Choose a picture…")
        )
        chooser = self._chooser
        pick = chooser.choose_audio if is_audio else chooser.choose_picture
        menu.addAction(icon("sound" if is_audio else "picture"), choose, pick)
        if chooser.takes_several and not is_audio:
            menu.addAction(icon("folder"), translate("Composer", "Choose a folder…"), chooser.choose_folder)
        menu.addAction(icon("copy"), translate("Composer", "Paste"), self._paste)
        menu.addAction(icon("network"), translate("Composer", "From web address…"), self._ask_address)
        menu.popup(self._target.mapToGlobal(position))

    def _paste(self) -> None:
        self._intake.offer_mime(QGuiApplication.clipboard().mimeData(), self._field)

    def _ask_address(self) -> None:
        self._intake.ask_address(self._field)
