"""Reads the files of the last run again for the form: nothing but the files changes, whatever the model takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from wandesk.domain.draft import Field
from wandesk.domain.errors import WanDeskError
from wandesk.domain.media import Audio, Clip, Picture
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.request import StoredInput
from wandesk.domain.structs import replace
from wandesk.ui.addresses import is_web_address
from wandesk.ui.composer.editing import DraftEditor
from wandesk.ui.composer.reading import shown_name
from wandesk.ui.composer.reading_many import ManyPictures
from wandesk.ui.composer.readings import Readings
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.wording.problems import error_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedFile:
    """A file of the draft: its field, its path or web address, and what the user chose about it."""

    field: Field
    origin: str = ""
    stored: StoredInput | None = None
    """The file of a job, instead of `origin`."""
    edit: PictureEdit = NO_EDIT
    start: float = 0.0
    """Seconds: where the part of the audio starts."""
    length: float | None = None
    """Seconds of the audio; None: as much as the video needs."""


class Restoring(QObject):
    """What the user puts into a card meanwhile stays."""

    waiting_changed = Signal()
    """`waiting` has changed."""

    def __init__(
        self,
        editor: DraftEditor,
        questions: FileQuestions,
        spawn: Spawn,
        refused: Callable[[Field, str, str], None],
        many: ManyPictures,
        parent: QObject,
    ) -> None:
        """`refused` receives a field, a file's name and the sentence."""
        super().__init__(parent)
        self._editor = editor
        self._questions = questions
        self._refused = refused
        self._many = many
        self._readings = Readings(spawn, self.waiting_changed.emit)

    @property
    def waiting(self) -> AbstractSet[Field]:
        """The fields whose files are being read."""
        return self._readings.fields

    def start(self, files: Sequence[RememberedFile]) -> None:
        """Read these files, each for its field."""
        for file in files:
            self._readings.start({file.field}, self._read(file))

    def start_series(self, files: Sequence[RememberedFile]) -> None:
        """Read several pictures, which the form then has beside each other."""
        if len(files) > 1:
            self._readings.start({Field.PICTURE}, self._read_series(files))

    def cancel(self, fields: AbstractSet[Field] = frozenset(Field)) -> None:
        """Stop reading for these fields."""
        self._readings.cancel(fields)

    async def _read(self, file: RememberedFile) -> None:
        try:
            found = await self._found(file)
        except WanDeskError as error:
            self._readings.end()
            name = file.stored.name if file.stored is not None else shown_name(file.origin)
            self._refused(file.field, name, error_text(error))
            return
        self._readings.end()
        if getattr(self._editor.draft, file.field) is None:
            self._editor.put_back(file.field, found)

    async def _read_series(self, files: Sequence[RememberedFile]) -> None:
        edits = {file.origin: file.edit for file in files}
        read = await self._many.read([file.origin for file in files], adds=False, edits=edits)
        self._readings.end()
        if read.refused:
            self._refused(Field.PICTURE, "", read.refused)

    async def _found(self, file: RememberedFile) -> Picture | Audio | Clip:
        questions, region = self._questions, self._editor.draft.region
        origin = await questions.take_out(file.stored) if file.stored is not None else file.origin
        is_web = is_web_address(origin)
        path = origin if is_web else await questions.keep_file(origin)
        if file.field is Field.CLIP:
            return await questions.inspect_clip(path)
        if file.field is Field.AUDIO:
            audio = await (questions.fetch_audio(path, region) if is_web else questions.inspect_audio(path))
            return replace(audio, start=file.start, length=file.length)
        if is_web:
            picture = (await questions.fetch_picture(path, region)).picture
        else:
            picture = await questions.inspect_picture(path)
        return replace(picture, edit=file.edit)
