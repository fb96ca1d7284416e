"""The composer: cards for one draft, a price line and Generate.

The draft is the single source of truth: every edit creates a new draft, and the cards show it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft, Field
from wandesk.domain.media import Audio, Picture
from wandesk.ui.composer.card_menu import CardMenu
from wandesk.ui.composer.cards import FILE_CARDS, Cards
from wandesk.ui.composer.choosing import FileChooser
from wandesk.ui.composer.comparing import Comparing
from wandesk.ui.composer.cropping import Cropping
from wandesk.ui.composer.drops import CardDrops
from wandesk.ui.composer.editing import DraftEditor
from wandesk.ui.composer.footer import Footer
from wandesk.ui.composer.intake import FileIntake
from wandesk.ui.composer.part_player import AudioPlayer, PartPlayer
from wandesk.ui.composer.press import PressGuard
from wandesk.ui.composer.preview import PreviewLoader
from wandesk.ui.composer.reading_many import ManyPictures
from wandesk.ui.composer.restoring import Restoring
from wandesk.ui.composer.second_files import SecondCards, SecondFiles
from wandesk.ui.composer.series import PictureSeries
from wandesk.ui.composer.spoken_notes import SpokenNotes
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.wording.problems import problem_text

MIN_SURFACE, MAX_SURFACE = 360, 440
"""Logical pixels."""
WINDOW_EDGE, BORDER = 10, 1
"""Logical pixels between the surface and the window's left edge, and of the line around the surface."""


class Composer(QWidget):
    """The form, on one surface. It emits the draft after every change, and when the user presses Generate."""

    draft_changed = Signal(object)
    series_changed = Signal(object)
    """The pictures, if there are several; emitted once they are read."""
    generate_requested = Signal(object)

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        draft: Draft,
        questions: FileQuestions,
        spawn: Spawn,
        audio_player: AudioPlayer,
        language: str,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = DraftEditor(catalog, draft, self._edited)
        self._press = PressGuard(monotonic)
        self.series = PictureSeries(self._editor, catalog, questions, spawn, self)
        self.many = ManyPictures(questions, self.series, self)
        self.intake = FileIntake(questions, spawn, self, self._editor, many=self.many)
        self.chooser = FileChooser(
            self.intake, spawn, self, takes_several=True, takes_audio=lambda: self._editor.takes_audio
        )
        self.cards = Cards(catalog, PartPlayer(audio_player, questions, spawn, self), language)
        self.footer = Footer(catalog, language)
        self._spoken = SpokenNotes(self, catalog, language)
        second_cards = SecondCards(last_frame=self.cards.last_frame, clip=self.cards.clip)
        self.second = SecondFiles(second_cards, self._editor, questions, spawn, self, others=self.intake.offer)
        self.drops = CardDrops(
            self,
            self.second.offer,
            takes_audio=lambda: self._editor.takes_audio,
            others=lambda: self._editor.second_files,
        )
        self.restoring = Restoring(self._editor, questions, spawn, self.cards.show_refusal, self.many, self)
        first_frame = self.cards.first_frame
        self._preview = PreviewLoader(questions, spawn, loaded=first_frame.show_preview, failed=first_frame.show_error)
        Comparing(first_frame, Field.PICTURE, questions, spawn)
        Cropping(first_frame, Field.PICTURE, self._editor, questions, spawn, self)
        self.setMinimumWidth(MIN_SURFACE + WINDOW_EDGE)
        self.setMaximumWidth(MAX_SURFACE + WINDOW_EDGE)
        self.setAcceptDrops(True)
        surface = QFrame()
        set_style_class(surface, StyleClass.CARD)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(WINDOW_EDGE, 0, 0, 0)
        outer.addWidget(surface)
        column = QVBoxLayout(surface)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cards.area, 1)
        column.addWidget(self.footer)
        self.cards.video.more.float_in(surface)
        for before, after in pairwise([*self.cards.tab_stops, self.footer.generate_button]):
            self.setTabOrder(before, after)
        self._connect()
        self._show()

    # ---------------------------------------------------------------- interface

    @property
    def draft(self) -> Draft:
        return self._editor.draft

    @property
    def is_untouched(self) -> bool:
        """Whether no file is set or being read."""
        files = (self.draft.picture, self.draft.last_frame, self.draft.clip, self.draft.audio)
        return files == (None,) * len(files) and not self.is_reading

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read."""
        return bool(self.intake.waiting or self.restoring.waiting) or self.second.is_reading

    @property
    def takes_press(self) -> bool:
        """Whether a press of Generate counts."""
        return self._press.is_open and not self.is_reading and not self.cards.prompt.field.is_composing

    def set_draft(self, draft: Draft) -> None:
        """Show another draft, for example the settings of an old job. Cancels reading files."""
        self.intake.cancel(FILE_CARDS)
        self.second.cancel()
        self.restoring.cancel()
        self.series.clear()
        self.cards.clear_sentences()
        self._editor.load(draft)

    def change_offer(self, *, region: str | None = None, model: str | None = None) -> None:
        """Use another region or model, or without both fit the draft to a new catalogue, and say what changed."""
        is_catalogue = region is None and model is None
        before = self.footer.price_label.text()
        changed = self._editor.renew() if is_catalogue else self._editor.change_offer(region=region, model=model)
        price = self.footer.price_label.text()
        self.cards.show_changes(self.draft, changed, new_price=price if is_catalogue and price != before else "")

    def offer_files(self, paths: Sequence[str]) -> None:
        """Take files as if they were dropped."""
        self.intake.offer_files(paths)

    def offer_mime(self, mime: QMimeData, onto: Field = Field.PICTURE) -> None:
        """Take the content of a drag or the clipboard; `onto` is the card it was dropped on."""
        self.intake.offer_mime(mime, onto)

    def generate(self) -> None:
        """Request the video, like the button; ignored while that is not possible."""
        if self.series.blocking(self._editor.problems) or not self.takes_press:
            return
        self._press.start()
        self.cards.clear_sentences()
        self._show_footer()
        self.cards.audio.stop()
        self.generate_requested.emit(self.draft)

    def set_obstacle(self, sentence: str) -> None:
        """Nothing can be requested now, for this reason; an empty one lets the user generate again."""
        self.footer.obstacle = sentence
        self._show_footer()

    def submission_finished(self) -> None:
        """Allow another request, because the job is in the list or the request was refused."""
        self._press.finish()
        self._show_footer()

    def _connect(self) -> None:
        cards, intake = self.cards, self.intake
        cards.offer.region_chosen.connect(lambda key: self.change_offer(region=key))
        cards.offer.model_chosen.connect(lambda key: self.change_offer(model=key))
        cards.effect.chosen.connect(lambda effect: self._choose("template", effect))
        cards.prompt.text_changed.connect(self.set_prompt)
        cards.audio.chosen.connect(self._choose)
        cards.video.chosen.connect(self._choose)
        cards.video.copies.valueChanged.connect(self._show_footer)
        cards.first_frame.choose_requested.connect(self.chooser.choose_picture)
        cards.audio.choose_requested.connect(self.chooser.choose_audio)
        CardMenu(cards.first_frame.target, intake, Field.PICTURE, self.chooser)
        CardMenu(cards.audio.target, intake, Field.AUDIO, self.chooser)
        cards.first_frame.remove_requested.connect(lambda: self._remove(Field.PICTURE))
        cards.audio.remove_requested.connect(lambda: self._remove(Field.AUDIO))
        cards.prompt.field.submit_requested.connect(self.generate)
        cards.prompt.field.content_pasted.connect(self.offer_mime)
        self.footer.generate_button.clicked.connect(self.generate)
        intake.started.connect(cards.clear_sentences)
        intake.waiting_changed.connect(self._show_waiting)
        intake.glanced.connect(cards.first_frame.show_glance)
        offers = cards.first_frame.offers
        intake.video_offered.connect(offers.offer_frames)
        offers.frame_requested.connect(intake.offer_frame)
        offers.enlarge_requested.connect(self.series.enlarge_all)
        self.many.counted.connect(cards.first_frame.show_read)
        self.series.changed.connect(self._show_series)
        intake.read.connect(self._put_in)
        intake.refused.connect(cards.show_refusal)
        self.restoring.waiting_changed.connect(self._show_waiting)
        self.second.started.connect(cards.clear_sentences)
        self.second.waiting_changed.connect(self._show_waiting)
        intake.noticed.connect(cards.first_frame.show_notice)

    # ---------------------------------------------------------------- editing

    def set_prompt(self, prompt: str) -> None:
        """Replace the prompt."""
        self.cards.clear_sentences()
        self._editor.set_prompt(prompt)

    def _choose(self, name: str, value: object) -> None:
        self.cards.clear_sentences()
        self._editor.choose(name, value)

    def _remove(self, field: Field) -> None:
        self.intake.cancel({field})
        self.restoring.cancel({field})
        self.cards.clear_sentences()
        if field is Field.PICTURE and self.series.pictures:
            self.series.remove(self.series.current)
        else:
            self._editor.remove(field)
        card = self.cards.audio if field is Field.AUDIO else self.cards.first_frame
        card.target.setFocus()

    def _put_in(self, picture: Picture | None, audio: Audio | None) -> None:
        for problem in self._editor.put_in(picture, audio):
            file = audio if problem.field is Field.AUDIO else picture
            assert file is not None, "only what was put in is refused"
            self.cards.show_refusal(problem.field, file.path, problem_text(problem.sentence, dict(problem.values)))

    def _edited(self, is_new: bool) -> None:  # noqa: FBT001 - a callback's only value
        self.series.follow(self.draft)
        self._show()
        if is_new:
            self.draft_changed.emit(self.draft)

    # ---------------------------------------------------------------- showing

    def _show(self) -> None:
        self.cards.show_draft(self.draft, self._editor.problems, self._editor.cautions)
        self._spoken.show(self.draft, self._editor.problems, self._editor.cautions)
        self._preview.follow(self.draft.picture)
        self.second.show_pictures()
        self._show_footer()

    def _show_footer(self) -> None:
        problems = self.series.blocking(self._editor.problems)
        count = self.cards.video.copies.value() * max(1, self.series.sendable)
        self.footer.show_draft(self.draft, problems, is_reading=self.is_reading, count=count)

    def _show_series(self) -> None:
        first_frame = self.cards.first_frame
        if first_frame.series_bar is None and self.series.pictures:
            first_frame.hold_series(self.series).pill.add_button.clicked.connect(self.chooser.add_pictures)
        self.cards.frames.show_series()
        self._show_footer()
        self._tell_series()

    def _tell_series(self) -> None:
        if not self.is_reading:
            self.series_changed.emit(self.series.pictures)

    def _show_waiting(self) -> None:
        self._show_footer()
        self._tell_series()
        self.cards.show_waiting(self.intake.waiting | self.restoring.waiting)

    # ---------------------------------------------------------------- Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = event.size()
        self.cards.fit(size.width() - WINDOW_EDGE - 2 * BORDER, size.height() - self.footer.sizeHint().height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.move(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drops.leave(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)
