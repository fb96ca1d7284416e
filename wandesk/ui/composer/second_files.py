"""The last frame and the clip of the form: reads what is offered for their cards, and loads their pictures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.clip_fitting import ClipPart, offers_fitting
from wandesk.domain.draft import Field, Problem, settled
from wandesk.domain.errors import WanDeskError
from wandesk.domain.media import Audio, Clip, Picture
from wandesk.domain.sentences import Sentence
from wandesk.ui.composer.card_menu import CardMenu
from wandesk.ui.composer.choosing import FileChooser
from wandesk.ui.composer.choosing_part import ChoosingPart
from wandesk.ui.composer.clip_card import ClipCard
from wandesk.ui.composer.comparing import Comparing
from wandesk.ui.composer.cropping import Cropping
from wandesk.ui.composer.editing import DraftEditor
from wandesk.ui.composer.first_frame import facts_text
from wandesk.ui.composer.intake import FileIntake
from wandesk.ui.composer.last_frame import LastFrameCard
from wandesk.ui.composer.offers import Offer
from wandesk.ui.composer.picture_card import PictureCard
from wandesk.ui.composer.preview import PreviewLoader
from wandesk.ui.composer.reading import CLIP_SUFFIXES, is_named_as_clip, shown_name
from wandesk.ui.composer.readings import Readings
from wandesk.ui.dialogs import choose_file
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.problems import error_text, problem_text
from wandesk.ui.wording.sentences import named

translate = QCoreApplication.translate

SECOND_FILES = frozenset({Field.LAST_FRAME, Field.CLIP})
"""The fields whose files are read here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondCards:
    """The cards of the two files."""

    last_frame: LastFrameCard
    clip: ClipCard


class SecondFiles(QObject):
    """Reads a picture for the last frame and a video for the clip. The newest offer for a card wins."""

    started = Signal()
    """The user changes one of the cards: what was said before is over."""
    waiting_changed = Signal()
    """`is_reading` has changed."""

    def __init__(
        self,
        cards: SecondCards,
        editor: DraftEditor,
        questions: FileQuestions,
        spawn: Spawn,
        window: QWidget,
        *,
        others: Callable[[Offer, Field], None],
    ) -> None:
        """`window` is the parent of file dialogs. `others` takes what is dropped on other cards."""
        super().__init__(window)
        self._editor = editor
        self._others = others
        self._cards = cards
        self._questions = questions
        self._spawn = spawn
        self._window = window
        self._pictures = FileIntake(questions, spawn, window, editor)
        self._clips = Readings(spawn, self._waiting)
        last_frame, clip = cards.last_frame, cards.clip
        self._last_preview = _loader(questions, spawn, last_frame)
        self._clip_preview = _loader(questions, spawn, clip)
        self._pictures.started.connect(self.started)
        self._pictures.waiting_changed.connect(self._waiting)
        self._pictures.read.connect(self._picture_read)
        self._pictures.refused.connect(self._picture_refused)
        self._pictures.glanced.connect(lambda facts: last_frame.target.set_reading(facts_text(facts)))
        self._pictures.video_offered.connect(last_frame.offers.offer_frames)
        last_frame.offers.frame_requested.connect(self._pictures.offer_frame)
        last_frame.offers.enlarge_requested.connect(lambda: editor.enlarge_picture(Field.LAST_FRAME))
        self._pictures.noticed.connect(cards.last_frame.show_notice)
        chooser = FileChooser(self._pictures, spawn, window)
        last_frame.choose_requested.connect(chooser.choose_picture)
        CardMenu(last_frame.target, self._pictures, Field.PICTURE, chooser)
        Comparing(last_frame, Field.LAST_FRAME, questions, spawn)
        Cropping(last_frame, Field.LAST_FRAME, editor, questions, spawn, window)
        clip.choose_requested.connect(lambda: self._spawn("choose a clip", self._choose_clip()))
        last_frame.loop_chosen.connect(self._set_loop)
        last_frame.remove_requested.connect(lambda: self._remove(Field.LAST_FRAME))
        clip.remove_requested.connect(lambda: self._remove(Field.CLIP))
        clip.offers.part_requested.connect(self._offer_part)
        self._choosing = ChoosingPart(questions, spawn, window)
        self._cut: dict[str, tuple[str, ClipPart]] = {}
        """The videos and parts that clips of ours were cut from in this run, by the paths of these clips."""
        clip.offers.choice_requested.connect(self._choose_part)
        clip.part_button.clicked.connect(self._choose_again)

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read."""
        return bool(self._pictures.waiting or self._clips.fields)

    def offer(self, offer: Offer, onto: Field) -> None:
        """Read what was dropped on a card."""
        if onto not in SECOND_FILES:
            self._others(offer, onto)
            return
        if onto is Field.LAST_FRAME:
            self._pictures.offer(offer)
            return
        videos = [place for place in offer.places if is_named_as_clip(place)] or list(offer.places)
        if videos:
            self.offer_clip(videos[0])
        else:
            _refuse(self._cards.clip, "", problem_text(Sentence.CLIP_UNKNOWN))

    def offer_clip(self, place: str) -> None:
        """Read a video for the clip."""
        self.started.emit()
        self._clips.start({Field.CLIP}, self._read_clip(place, self._clip_at(place)))

    def cancel(self, fields: Collection[Field] = SECOND_FILES) -> None:
        """Stop reading for these cards."""
        if Field.LAST_FRAME in fields:
            self._pictures.cancel({Field.PICTURE, Field.AUDIO})
        if Field.CLIP in fields:
            self._clips.cancel({Field.CLIP})

    def show_pictures(self) -> None:
        """Load the pictures of the draft."""
        draft = self._editor.draft
        self._last_preview.follow(settled(draft, self._editor.model).last_frame)
        self._clip_preview.follow(draft.clip.first_picture if draft.clip is not None else None)
        self._cards.clip.part_button.setVisible(draft.clip is not None and draft.clip.path in self._cut)

    def _set_loop(self, is_loop: bool) -> None:  # noqa: FBT001 - a signal's value
        self.started.emit()
        self._editor.choose(Field.LOOP, is_loop)

    def _remove(self, field: Field) -> None:
        self.cancel({field})
        self.started.emit()
        self._editor.remove(field)
        card = self._cards.last_frame if field is Field.LAST_FRAME else self._cards.clip
        card.target.setFocus()

    def _waiting(self) -> None:
        self._cards.last_frame.set_reading(is_reading=bool(self._pictures.waiting))
        self._cards.clip.set_reading(is_reading=bool(self._clips.fields))
        self.waiting_changed.emit()

    def _picture_read(self, picture: Picture | None, audio: Audio | None) -> None:
        if picture is not None:
            self._editor.put_in_last_frame(picture)
        elif audio is not None:
            _refuse(self._cards.last_frame, shown_name(audio.path), problem_text(Sentence.PICTURE_UNKNOWN))

    def _picture_refused(self, _onto: Field, name: str, text: str) -> None:
        _refuse(self._cards.last_frame, name, text)

    async def _choose_clip(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(CLIP_SUFFIXES))
        kinds = translate("Composer", "Videos ({suffixes})").format(suffixes=patterns)
        filters = ";;".join((kinds, translate("Composer", "All files (*)")))
        path = await choose_file(self._window, translate("Composer", "Choose a video to continue"), filters)
        if path is not None:
            self.offer_clip(path)

    def _offer_part(self, video: str, part: ClipPart) -> None:
        self.started.emit()
        self._clips.start({Field.CLIP}, self._read_clip(video, self._part_of(video, part)))

    def _choose_part(self, video: str, part: ClipPart) -> None:
        if (limits := self._editor.model.clip_in) is not None:
            self._choosing.open(video, part, limits, lambda chosen: self._offer_part(video, chosen))

    async def _clip_at(self, place: str) -> Clip:
        return await self._questions.inspect_clip(await self._questions.keep_file(place))

    def _choose_again(self) -> None:
        """Begin with the part that is used now."""
        clip = self._editor.draft.clip
        if clip is not None and clip.path in self._cut:
            self._choose_part(*self._cut[clip.path])

    async def _part_of(self, video: str, part: ClipPart) -> Clip:
        limits = self._editor.model.clip_in
        assert limits is not None, "only a model with limits offers parts"
        clip = await self._questions.fit_clip(video, limits, part.start, part.seconds)
        if part.seconds < part.whole:
            self._cut[clip.path] = (video, part)
        return clip

    async def _read_clip(self, place: str, reading: Coroutine[Any, Any, Clip]) -> None:
        card = self._cards.clip
        try:
            clip = await reading
        except WanDeskError as error:
            self._clips.end()
            _refuse(card, shown_name(place), error_text(error))
            return
        self._clips.end()
        problem, limits = self._editor.put_in_clip(clip), self._editor.model.clip_in
        _say(card, shown_name(place), problem)
        if problem is not None and limits is not None and offers_fitting(problem):
            card.offers.offer_parts(clip.path, clip.facts.seconds, limits)


def _loader(questions: FileQuestions, spawn: Spawn, card: PictureCard) -> PreviewLoader:
    return PreviewLoader(questions, spawn, loaded=card.show_preview, failed=card.show_error)


def _say(card: PictureCard, name: str, problem: Problem | None) -> None:
    if problem is not None:
        _refuse(card, name, problem_text(problem.sentence, dict(problem.values)))


def _refuse(card: PictureCard, name: str, text: str) -> None:
    """Say why a file is not taken; its name is said if the card already holds another."""
    card.show_error(named(one_line(name), text) if name and card.is_filled else text)
