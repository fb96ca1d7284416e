"""The file dialogs of the cards for a picture and an audio file."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wandesk.domain.draft import Field
from wandesk.domain.found_files import PICTURE_SUFFIXES
from wandesk.ui.composer.intake import FileIntake
from wandesk.ui.composer.reading import AUDIO_SUFFIXES, VIDEO_SUFFIXES
from wandesk.ui.dialogs import choose_file, choose_files, choose_folder
from wandesk.ui.questions import Spawn

translate = QCoreApplication.translate


class FileChooser:
    """Opens the dialogs over a window and hands what is chosen to the intake."""

    def __init__(
        self,
        intake: FileIntake,
        spawn: Spawn,
        window: QWidget,
        *,
        takes_several: bool = False,
        takes_audio: Callable[[], bool] = lambda: False,
    ) -> None:
        """`takes_several`: the picture card takes several pictures, and the pictures of a folder.

        `takes_audio` tells whether the model takes an audio file.
        """
        self._intake = intake
        self._spawn = spawn
        self._window = window
        self.takes_several = takes_several
        self._takes_audio = takes_audio

    @property
    def entries(self) -> dict[str, Callable[[], object]]:
        """What the menu's entries open, by their keys."""
        return {
            "open_picture": self.choose_picture,
            "open_folder": self.choose_folder,
            "open_sound": self.choose_audio,
        }

    def choose_picture(self) -> None:
        """Choose a picture, or several."""
        self._spawn("choose pictures", self._choose_pictures(adds=False))

    def add_pictures(self) -> None:
        """Choose pictures in addition to those of the form."""
        self._spawn("add pictures", self._choose_pictures(adds=True))

    def choose_folder(self) -> None:
        """Choose a folder of pictures."""
        self._spawn("choose a folder", self._choose_folder())

    def choose_audio(self) -> None:
        """Choose an audio file, or a video for its audio, if the model takes one."""
        if self._takes_audio():
            self._spawn("choose an audio file", self._choose_audio())

    async def _choose_pictures(self, *, adds: bool) -> None:
        kinds = translate("Composer", "Pictures ({suffixes})").format(suffixes=_patterns(PICTURE_SUFFIXES))
        filters = _with_all(kinds)
        if not self.takes_several:
            title = translate("Composer", "Choose a picture")
            if (path := await choose_file(self._window, title, filters)) is not None:
                self._intake.offer_files([path])
            return
        title = translate("Composer", "Choose one or more pictures")
        if paths := await choose_files(self._window, title, filters):
            self._intake.offer_files(paths, adds=adds)

    async def _choose_folder(self) -> None:
        folder = await choose_folder(self._window, translate("Composer", "Choose a folder of pictures"))
        if folder is not None:
            self._intake.offer_files([folder])

    async def _choose_audio(self) -> None:
        title = translate("Composer", "Choose an audio file")
        kinds = translate("Composer", "Audio files and videos ({suffixes})")
        filters = _with_all(kinds.format(suffixes=_patterns(AUDIO_SUFFIXES | VIDEO_SUFFIXES)))
        if (path := await choose_file(self._window, title, filters)) is not None:
            self._intake.offer_files([path], Field.AUDIO)


def _with_all(kinds: str) -> str:
    return ";;".join((kinds, translate("Composer", "All files (*)")))


def _patterns(suffixes: frozenset[str]) -> str:
    return " ".join(f"*{suffix}" for suffix in sorted(suffixes))
