"""Takes dropped, pasted and chosen files, which the media process then reads."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from wandesk.domain.draft import Field
from wandesk.domain.endpoint import AddressRefused
from wandesk.domain.errors import WanDeskError
from wandesk.domain.found_files import FoundFiles
from wandesk.domain.media import Audio, Picture, VideoFrame
from wandesk.domain.sentences import Sentence
from wandesk.domain.web_address import cloud_address, host_of
from wandesk.ui.addresses import is_data_address, is_web_address
from wandesk.ui.composer.address_dialog import AddressDialog
from wandesk.ui.composer.data_address import data_file
from wandesk.ui.composer.editing import DraftEditor
from wandesk.ui.composer.offers import Offer, RawPicture, read_offer
from wandesk.ui.composer.reading import (
    as_png,
    is_named_as_audio,
    is_named_as_table,
    read_file,
    read_files,
    shown_name,
)
from wandesk.ui.composer.reading_many import ManyPictures
from wandesk.ui.composer.readings import Readings
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.wording import several as wording
from wandesk.ui.wording.problems import error_text, problem_text


class FileIntake(QObject):
    """Reads files offered for the cards. The newest offer for a card wins; the old content stays until it is read."""

    started = Signal()
    """Files start to be read."""
    waiting_changed = Signal()
    """`waiting` has changed."""
    glanced = Signal(object)
    """The PictureFacts that the header of a picture tells; the whole picture is still being read."""
    read = Signal(object, object)
    """The Picture or None, and the Audio or None."""
    refused = Signal(object, str, str)
    """The card (`Field`), the file's name (empty if it is not a file) and the sentence."""
    video_offered = Signal(object)
    """The file that was refused as a picture is a video, at this place: `offer_frame` uses one of its frames."""
    table_offered = Signal(str)
    """A table of orders (CSV), at this place."""
    noticed = Signal(str)
    """A sentence about files that were ignored."""

    def __init__(
        self,
        questions: FileQuestions,
        spawn: Spawn,
        window: QWidget,
        editor: DraftEditor,
        *,
        many: ManyPictures | None = None,
    ) -> None:
        """`window` is the parent of the dialogs. Web addresses are read through the proxy of the draft's region.

        `many` reads several pictures; without it, the card takes one.
        """
        super().__init__(window)
        self._many = many
        self._editor = editor
        self._questions = questions
        self._spawn = spawn
        self._window = window
        self._readings = Readings(spawn, self.waiting_changed.emit)

    @property
    def waiting(self) -> AbstractSet[Field]:
        """The cards that wait for a file."""
        return self._readings.fields

    def cancel(self, fields: AbstractSet[Field]) -> None:
        """Stop reading for these cards."""
        self._readings.cancel(fields)

    def offer_files(self, places: Sequence[str], onto: Field = Field.PICTURE, *, adds: bool = False) -> None:
        """Read files: pictures for the picture card, audio for the audio card.

        `places` are paths, folders and addresses. `onto` is the card that shows the sentence if a file is neither. With
        `adds`, the pictures of the form stay.
        """
        is_single = len(places) == 1
        if is_single and self._many is not None and is_named_as_table(places[0]):
            self.table_offered.emit(places[0])
            return
        named = {
            place: Field.AUDIO if is_named_as_audio(place) or (is_single and onto is Field.AUDIO) else Field.PICTURE
            for place in places
            if place
        }
        files = [place for place in named if not is_web_address(place)]
        fields = {named[place] for place in files}
        if files:
            self._start(fields, self._find_files(files, onto, frozenset(fields), adds=adds))
        for place, field in named.items():
            if is_web_address(place) and field not in fields:
                fields.add(field)
                self.offer_address(place, field)

    def offer_address(self, address: str, field: Field) -> None:
        """Read a web or `data:` address for a card. The cloud fetches the file from a web address itself."""
        if is_data_address(address):
            self._start({field}, self._read_data(address, field))
            return
        try:
            whole = cloud_address(address)
        except AddressRefused:
            self._refuse(field, Sentence.WEB_ADDRESS)
            return
        self._start({field}, self._read_address(whole, field))

    def ask_address(self, only: Field | None = None) -> None:
        """Open the dialog for web addresses: of every kind that the model takes, or only for one card."""

        def chosen(picture: str, audio: str) -> None:
            if picture:
                self.offer_address(picture, Field.PICTURE)
            if audio:
                self.offer_address(audio, Field.AUDIO)

        fields = {Field.PICTURE, Field.AUDIO} if self._editor.takes_audio else {Field.PICTURE}
        AddressDialog(self._window, chosen, fields if only is None else {only}).open()

    def offer_image(self, image: QImage, onto: Field = Field.PICTURE) -> None:
        """Read pixels from the clipboard or a drag. They are null if Qt could not decode them."""
        if image.isNull():
            self._refuse(onto, Sentence.PICTURE_NOT_PASTED)
            return
        self._start({Field.PICTURE}, self._read_image(QImage(image)))

    def offer_mime(self, mime: QMimeData, onto: Field = Field.PICTURE) -> None:
        """Read the content of the clipboard."""
        self.offer(read_offer(mime), onto)

    def offer(self, offer: Offer, onto: Field = Field.PICTURE) -> None:
        """Read the content of a drag or the clipboard."""
        if offer.transfer:
            self._spawn("files of a portal", self._take_transfer(offer, onto))
        elif offer.places or offer.web:
            self.offer_files([*offer.places, *offer.web], onto)
        elif offer.picture is not None:
            self._start({Field.PICTURE}, self._read_raw(offer.picture, Field.PICTURE))
        elif offer.image is not None:
            self.offer_image(offer.image, onto)
        elif offer.is_promise:
            self._refuse(onto, Sentence.FILE_PROMISED)
        elif offer.is_text:
            self._refuse(onto, Sentence.TEXT_DROPPED)
        else:
            self._refuse(onto, Sentence.NOTHING_USABLE)

    def offer_frame(self, place: str, which: VideoFrame) -> None:
        """Use a frame of a video as the picture."""
        self._start({Field.PICTURE}, self._read_frame(place, which))

    def _refuse(self, onto: Field, sentence: Sentence) -> None:
        self.refused.emit(onto, "", problem_text(sentence))

    def _start(self, fields: AbstractSet[Field], reading: Coroutine[Any, Any, None]) -> None:
        is_newer = Field.PICTURE in fields & self.waiting
        self.started.emit()
        if is_newer:
            self.noticed.emit(problem_text(Sentence.NEWER_PICTURE))
        self._readings.start(fields, reading)

    async def _find_files(self, places: Sequence[str], onto: Field, named: frozenset[Field], *, adds: bool) -> None:
        """Look into folders, then read one picture and one audio file, or several pictures."""
        many = self._many
        if many is None or named == {Field.AUDIO}:
            await self._read_files(places, onto, named)
            return
        found = await self._questions.find_files(places)
        pictures = [place for place in found.places if not is_named_as_audio(place)]
        if not found.places:
            self._readings.end()
            self._refuse(Field.PICTURE, Sentence.FOLDER_WITHOUT_PICTURES)
        elif len(pictures) < 2 and not adds:
            await self._read_files(found.places, onto, named)
            if left_out := wording.left_out(found.skipped, 0, found.deeper):
                self.noticed.emit(left_out)
        else:
            waited = self._readings.end()
            if Field.PICTURE in waited:
                reading = self._read_many(many, pictures, found, adds=adds)
                self._readings.start({Field.PICTURE}, reading)
            if Field.AUDIO in waited and (audio := [place for place in found.places if place not in pictures]):
                self._readings.start({Field.AUDIO}, self._read_files(audio, Field.AUDIO, frozenset({Field.AUDIO})))

    async def _read_many(self, many: ManyPictures, places: Sequence[str], found: FoundFiles, *, adds: bool) -> None:
        read = await many.read(places, adds=adds, left_out=found)
        self._readings.end()
        if read.refused:
            self.refused.emit(Field.PICTURE, "", read.refused)
        if read.left_out:
            self.noticed.emit(read.left_out)

    async def _read_files(self, places: Sequence[str], onto: Field, named: frozenset[Field]) -> None:
        """`named` are the cards that the file names suggest; the content decides."""
        found = await read_files(self._questions, places, self.glanced.emit, onto=onto)
        waited = self._readings.end()
        taken_over = (named - waited) | self.waiting
        picture = None if Field.PICTURE in taken_over else found.picture
        audio = None if Field.AUDIO in taken_over else found.audio
        self.read.emit(picture, audio)
        refused = found.refused
        if refused is not None and refused.field not in taken_over:
            self.refused.emit(refused.field, shown_name(refused.path), error_text(refused.error))
            if refused.is_video:
                self.video_offered.emit(refused.path)
        elif not taken_over & named and len(places) > (picture is not None) + (audio is not None):
            is_about_pictures = sum(not is_named_as_audio(place) for place in places) > 1
            self.noticed.emit(
                problem_text(Sentence.SEVERAL_PICTURES if is_about_pictures else Sentence.SEVERAL_AUDIO_FILES)
            )

    async def _take_transfer(self, offer: Offer, onto: Field) -> None:
        places = await self._questions.transferred_files(offer.transfer, offer.places)
        if places:
            self.offer_files(places, onto)
        else:
            self._refuse(onto, Sentence.NOTHING_USABLE)

    async def _read_frame(self, place: str, which: VideoFrame) -> None:
        async def reading() -> tuple[Picture | Audio, str]:
            return await self._questions.video_frame(await self._questions.keep_file(place), which), ""

        await self._read_one(reading(), Field.PICTURE)

    async def _read_image(self, image: QImage) -> None:
        png = await asyncio.to_thread(as_png, image)
        if png:
            await self._read_raw(RawPicture(content=png, suffix=".png"), Field.PICTURE)
        else:
            self._readings.end()
            self._refuse(Field.PICTURE, Sentence.PICTURE_NOT_PASTED)

    async def _read_raw(self, raw: RawPicture, field: Field) -> None:
        async def reading() -> tuple[Picture | Audio, str]:
            path = await self._questions.keep_picture(raw.content, raw.suffix)
            return await read_file(self._questions, path, self.glanced.emit, audio_first=field is Field.AUDIO), ""

        await self._read_one(reading(), field)

    async def _read_data(self, address: str, field: Field) -> None:
        raw = await asyncio.to_thread(data_file, address)
        if raw is not None:
            await self._read_raw(raw, field)
        else:
            self._readings.end()
            self._refuse(field, Sentence.WEB_DATA)

    async def _read_address(self, address: str, field: Field) -> None:
        async def reading() -> tuple[Picture | Audio, str]:
            if field is Field.AUDIO:
                return await self._questions.fetch_audio(address, self._editor.draft.region), ""
            fetched = await self._questions.fetch_picture(address, self._editor.draft.region)
            why = fetched.why_unseen
            return fetched.picture, problem_text(why, {"host": host_of(address)}) if why is not None else ""

        await self._read_one(reading(), field)

    async def _read_one(self, reading: Coroutine[Any, Any, tuple[Picture | Audio, str]], field: Field) -> None:
        """Read one file for a card. `reading` returns the file and a notice about it, or "" for none."""
        try:
            found, notice = await reading
        except WanDeskError as error:
            self._readings.end()
            self.refused.emit(field, "", error_text(error))
            return
        self._readings.end()
        self.read.emit(*((found, None) if isinstance(found, Picture) else (None, found)))
        if notice:
            self.noticed.emit(notice)
