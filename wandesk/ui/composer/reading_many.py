"""Reads several pictures, one after the other, while the series of the form grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from wandesk.domain.errors import WanDeskError
from wandesk.domain.found_files import FoundFiles, ListedPicture
from wandesk.domain.picture_edit import PictureEdit
from wandesk.domain.structs import replace
from wandesk.ui.composer.reading import shown_name
from wandesk.ui.questions import FileQuestions
from wandesk.ui.wording import several as wording
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.problems import error_text

NOTHING_LEFT_OUT = FoundFiles(places=())


class Series(Protocol):
    """Where the pictures go."""

    @property
    def room(self) -> int:
        """How many pictures can be added."""

    def begin(self, listed: ListedPicture) -> None:
        """The first picture, instead of what there was."""

    def join(self, listed: ListedPicture) -> None:
        """A further picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMany:
    """What became of several files: sentences about those that cannot be used, and those that were left out."""

    refused: str = ""
    left_out: str = ""


class ManyPictures(QObject):
    """A file that cannot be used is named with its reason, and does not keep the others back."""

    counted = Signal(int, int)
    """How many of how many pictures were read; both 0 at the end."""

    def __init__(self, questions: FileQuestions, series: Series, parent: QObject) -> None:
        super().__init__(parent)
        self._questions = questions
        self._series = series

    async def read(
        self,
        places: Sequence[str],
        *,
        adds: bool,
        left_out: FoundFiles = NOTHING_LEFT_OUT,
        edits: Mapping[str, PictureEdit] | None = None,
    ) -> ReadMany:
        """Read these pictures, in addition to those of the form or instead of them.

        Of `left_out`, only what is not among the places counts, which is said. `edits` by place are what the
        user chose about a picture before.
        """
        refused: list[tuple[str, str]] = []
        wanted = places[: self._series.room] if adds else places
        is_begun = adds
        try:
            for done, place in enumerate(wanted):
                self.counted.emit(done, len(wanted))
                try:
                    listed = await self._questions.inspect_listed(await self._questions.keep_file(place))
                except WanDeskError as error:
                    refused.append((one_line(shown_name(place)), error_text(error)))
                    continue
                if edits and (edit := edits.get(place)) is not None:
                    listed = replace(listed, picture=replace(listed.picture, edit=edit))
                (self._series.join if is_begun else self._series.begin)(listed)
                is_begun = True
        finally:
            self.counted.emit(0, 0)
        return ReadMany(
            refused=wording.refused_files(refused, len(wanted)) if refused else "",
            left_out=wording.left_out(left_out.skipped, left_out.beyond + len(places) - len(wanted), left_out.deeper),
        )
