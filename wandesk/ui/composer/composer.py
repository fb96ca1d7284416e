"""The composer: cards over one draft, a price line and Generate.

The draft is the truth: every edit makes a new draft, and the widgets show what it says. Files are read by the media
process; while one is read the old content stays, and the newest offer wins.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Coroutine, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.catalog import AUTOMATIC_SECONDS, Catalog, SoundChoice
from wandesk.domain.draft import (
    Draft,
    Field,
    audio_problems,
    changed_fields,
    changed_offer,
    find_problems,
    picture_problems,
    resolutions,
    sound_choices,
    video_size,
)
from wandesk.domain.errors import WanDeskError
from wandesk.domain.media import Audio, Picture
from wandesk.ui.addresses import is_address, local_path
from wandesk.ui.composer.audio import AudioCard, AudioPlayer
from wandesk.ui.composer.card import Card, say, sentence_label
from wandesk.ui.composer.changes import change_words
from wandesk.ui.composer.choices import Choice, ChoiceBox, caption_label, captioned
from wandesk.ui.composer.first_frame import PREVIEW_SIDE, FirstFrameCard
from wandesk.ui.composer.footer import Footer
from wandesk.ui.composer.price_line import price_line
from wandesk.ui.composer.prompt import PromptCard
from wandesk.ui.composer.reading import PICTURE_SUFFIXES, SOUND_SUFFIXES, as_png, is_named_as_sound, read_files
from wandesk.ui.composer.readings import Readings
from wandesk.ui.dialogs import choose_file
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Questions, Spawn
from wandesk.ui.scrolling import scrolling
from wandesk.ui.wording.amounts import ordered_length
from wandesk.ui.wording.problems import error_words, problem_words
from wandesk.ui.wording.sentences import joined, named, sentence_start

translate = QCoreApplication.translate

NARROWEST, WIDEST = 360, 440
MARGIN = 12
"""Logical pixels around the cards: as wide as the scroll bar, which takes the right one's place."""
CARDS = frozenset({Field.PICTURE, Field.SOUND})
"""Whose content is read from files."""
QUIET_PROBLEMS = frozenset({"picture_missing", "sound_missing"})
"""What an untouched form lacks is said by its cards already; Generate's tooltip says it in words."""


class Composer(QWidget):
    """The form. It emits the draft whenever it changes, and once when it is to be ordered."""

    draft_changed = Signal(object)
    generate_requested = Signal(object)
    settings_requested = Signal()

    def __init__(
        self,
        *,
        catalog: Catalog,
        draft: Draft,
        questions: Questions,
        spawn: Spawn,
        sound_player: AudioPlayer,
        language: str,
        monotonic: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._draft = draft
        self._wish = draft
        self._questions = questions
        self._spawn = spawn
        self._sound_player = sound_player
        self._language = language
        self._is_ordering = False
        self._monotonic = monotonic
        self._pressed_at = -math.inf
        self._readings = Readings(spawn, self._show_readings)
        self._looking: asyncio.Task[Any] | None = None
        self._shown_picture: Picture | None = None
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self.setAcceptDrops(True)
        self._build()
        self._connect()
        self._show()

    # ---------------------------------------------------------------- what others may do with it

    @property
    def draft(self) -> Draft:
        """The order as it stands in the form."""
        return self._draft

    @property
    def is_untouched(self) -> bool:
        """No picture and no sound is in, or on its way in."""
        return self._draft.picture is None and self._draft.sound is None and not self.is_reading

    def set_draft(self, draft: Draft) -> None:
        """Show another draft, for example the settings of an old job. What is being read is given up."""
        self._readings.give_up(CARDS)
        self._clear_sentences()
        self._wish = draft
        self._change(draft)

    @property
    def is_reading(self) -> bool:
        """A file is on its way in."""
        return bool(self._readings.fields)

    @property
    def is_ordering(self) -> bool:
        """An order is on its way into the list."""
        return self._is_ordering

    def offer_files(self, paths: Sequence[str], *, onto: Field = Field.PICTURE) -> None:
        """Take files as if they were dropped: pictures to the picture's card, sounds to the sound's.

        `onto` says where a sentence goes when a file is neither. An address of the web is none, and is told.
        """
        addresses = [path for path in paths if is_address(path)]
        paths = [path for path in paths if path and path not in addresses]
        if addresses and not paths:
            self._show_error(onto, problem_words("address_dropped"))
        if not paths:
            return
        is_single = len(paths) == 1
        fields = {
            Field.SOUND if is_named_as_sound(path) or (is_single and onto is Field.SOUND) else Field.PICTURE
            for path in paths
        }
        self._start_reading(fields, self._read_files(paths, onto, frozenset(fields)))

    def offer_image(self, image: QImage, *, onto: Field = Field.PICTURE) -> None:
        """Take pixels from the clipboard or a drag."""
        if image.isNull():
            self._show_error(onto, problem_words("picture_damaged"))
            return
        self._start_reading({Field.PICTURE}, self._read_image(QImage(image)))

    def offer_mime(self, mime: QMimeData, *, onto: Field = Field.PICTURE) -> None:
        """Take whatever a drag or the clipboard holds; files come before pixels, pixels before words."""
        paths = [path for url in mime.urls() if (path := local_path(url))]
        if paths:
            self.offer_files(paths, onto=onto)
        elif mime.hasImage():
            self.offer_image(QImage(mime.imageData()), onto=onto)
        elif mime.hasUrls():  # the source may have gone before it gave any
            self._show_error(onto, problem_words("address_dropped" if mime.urls() else "nothing_usable"))
        elif mime.hasText():
            self._show_error(onto, problem_words("text_dropped"))

    def generate(self) -> None:
        """Ask for the video, as the button does; nothing happens while it is not possible."""
        is_busy = self._is_ordering or self.is_reading or self._is_double_press()
        if self.prompt_card.field.is_composing or is_busy or find_problems(self._draft, self._catalog):
            return
        self._pressed_at = self._monotonic()
        self.order_started()
        self._sound_player.stop()
        self.generate_requested.emit(self._draft)

    def _is_double_press(self) -> bool:
        """The second half of a double click is no wish for a second video."""
        return self._monotonic() - self._pressed_at < QGuiApplication.styleHints().mouseDoubleClickInterval() / 1000

    def order_started(self) -> None:
        """An order is in the making: Generate waits for `order_finished`."""
        self._is_ordering = True
        self._clear_sentences()
        self._show_footer()

    def order_finished(self) -> None:
        """The order's row stands in the list, or it was refused: another one may be made."""
        self._is_ordering = False
        self._show_footer()

    def choose_picture(self) -> None:
        """Open the file dialog for a picture."""
        self._spawn("choose a picture", self._choose(Field.PICTURE))

    def choose_sound(self) -> None:
        """Open the file dialog for a sound."""
        if self._takes_sound:
            self._spawn("choose a sound", self._choose(Field.SOUND))

    # ---------------------------------------------------------------- building

    def _build(self) -> None:
        self.region_box = ChoiceBox(translate("Composer", "Region"))
        self.model_box = ChoiceBox(translate("Composer", "Model"))
        self.model_label = caption_label("")
        self.model_label.setWordWrap(True)
        self.model_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.model_label.setMinimumHeight(2 * self.model_label.fontMetrics().lineSpacing())  # no model moves the form
        self.change_label = sentence_label(StyleClass.NONE)
        self.change_label.setAccessibleName(translate("Composer", "Changed with the model"))
        self.first_frame = FirstFrameCard()
        self.prompt_card = PromptCard()
        self.audio_card = AudioCard(self._sound_player)
        self.resolution_box = ChoiceBox(translate("Composer", "Resolution"))
        self.duration_box = ChoiceBox(translate("Composer", "Duration"))
        self.problem_label = sentence_label(StyleClass.LOSS)
        self.footer = Footer()
        self.generate_button = self.footer.generate_button

        offer_card = Card()
        offer_card.column.addLayout(
            _row(
                captioned(translate("Composer", "Region"), self.region_box),
                captioned(translate("Composer", "Model"), self.model_box),
            )
        )
        offer_card.column.addWidget(self.model_label)
        offer_card.column.addWidget(self.change_label)
        video_card = Card()
        video_card.column.addLayout(
            _row(
                captioned(translate("Composer", "Resolution"), self.resolution_box),
                captioned(translate("Composer", "Duration"), self.duration_box),
            )
        )
        video_card.column.addWidget(self.problem_label)

        body = QWidget()
        set_style_class(body, StyleClass.BODY)
        column = QVBoxLayout(body)
        column.setContentsMargins(MARGIN, 8, MARGIN, MARGIN)
        column.setSpacing(10)
        for card in (offer_card, self.first_frame, self.prompt_card, self.audio_card, video_card):
            column.addWidget(card, 1 if card is self.prompt_card else 0)
        self.scroll_area = scrolling(body, margin=MARGIN)

        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.scroll_area, 1)
        outer.addWidget(self.footer)
        self._order_of_tab()

    def _order_of_tab(self) -> None:
        order: list[QWidget] = [
            self.region_box,
            self.model_box,
            self.first_frame.target,
            self.first_frame.replace_button,
            self.first_frame.remove_button,
            self.prompt_card.field,
            *self.audio_card.choices.buttons.values(),
            self.audio_card.target,
            self.audio_card.play_button,
            self.audio_card.remove_button,
            self.resolution_box,
            self.duration_box,
            self.generate_button,
        ]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.region_box.chosen.connect(lambda key: self._change_offer(region=key))
        self.model_box.chosen.connect(lambda key: self._change_offer(model_key=key))
        self.resolution_box.chosen.connect(lambda key: self._choose_value(replace(self._draft, resolution=key)))
        self.duration_box.chosen.connect(lambda key: self._choose_value(replace(self._draft, seconds=int(key))))
        self.audio_card.choice_made.connect(
            lambda choice: self._choose_value(replace(self._draft, sound_choice=choice))
        )
        self.prompt_card.text_changed.connect(lambda text: self._edit(replace(self._draft, prompt=text)))
        self.prompt_card.field.submit_requested.connect(self.generate)
        self.first_frame.choose_requested.connect(self.choose_picture)
        self.first_frame.remove_requested.connect(self._remove_picture)
        self.audio_card.choose_requested.connect(self.choose_sound)
        self.audio_card.remove_requested.connect(self._remove_sound)
        self.prompt_card.field.foreign_pasted.connect(self.offer_mime)
        self.generate_button.clicked.connect(self.generate)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Qt brings a field into sight only when the focus moves inside the form, not when it comes into it."""
        body = self.scroll_area.widget()
        if now is not None and body is not None and body.isAncestorOf(now):
            self.scroll_area.ensureWidgetVisible(now, 0, MARGIN)

    # ---------------------------------------------------------------- changing the draft

    @property
    def _takes_sound(self) -> bool:
        return SoundChoice.MINE in self._sound_choices

    @property
    def _sound_choices(self) -> tuple[SoundChoice, ...]:
        return sound_choices(self._catalog, self._draft.region, self._catalog.model(self._draft.model))

    def _choose_value(self, draft: Draft) -> None:
        """The user chose one of what a model may not take: it comes back with the next model that does."""
        self._wish = draft
        self._edit(draft)

    def _edit(self, draft: Draft) -> None:
        """The user goes on: what was refused before is over."""
        self._clear_sentences()
        self._change(draft)

    def _change(self, draft: Draft) -> None:
        is_new = draft != self._draft
        self._draft = draft
        self._show()
        if is_new:
            self.draft_changed.emit(draft)

    def _change_offer(self, *, region: str | None = None, model_key: str | None = None) -> None:
        wish = self._wish
        wished = replace(self._draft, resolution=wish.resolution, seconds=wish.seconds, sound_choice=wish.sound_choice)
        after = changed_offer(wished, self._catalog, region=region, model_key=model_key)
        self._change(after)
        fields = changed_fields(wished, after)
        model, sounds = self._catalog.model(after.model).name, self.audio_card.sound_names
        words = change_words(after, fields, model=model, sounds=sounds, language=self._language)
        say(self.change_label, words)

    def _remove_picture(self) -> None:
        self._readings.give_up({Field.PICTURE})
        self._clear_sentences({Field.PICTURE})
        self._edit(replace(self._draft, picture=None))
        self.first_frame.target.setFocus()

    def _remove_sound(self) -> None:
        self._readings.give_up({Field.SOUND})
        self._clear_sentences({Field.SOUND})
        self._edit(replace(self._draft, sound=None))
        self.audio_card.target.setFocus()

    # ---------------------------------------------------------------- reading files

    def _start_reading(self, fields: AbstractSet[Field], reading: Coroutine[Any, Any, None]) -> None:
        is_newer = Field.PICTURE in fields & self._readings.fields
        self._clear_sentences(fields)
        if is_newer:
            self.first_frame.show_notice(problem_words("newer_picture"))
        self._readings.start(fields, reading)

    def _show_readings(self) -> None:
        self._show_footer()
        self.first_frame.set_reading(is_reading=Field.PICTURE in self._readings.fields)
        self.audio_card.set_reading(is_reading=Field.SOUND in self._readings.fields)

    def _clear_sentences(self, fields: AbstractSet[Field] = CARDS) -> None:
        if Field.PICTURE in fields:
            self.first_frame.show_error("")
            self.first_frame.show_notice("")
        if Field.SOUND in fields:
            self.audio_card.show_error("")
        say(self.change_label, "")

    async def _read_files(self, paths: Sequence[str], onto: Field, meant: frozenset[Field]) -> None:
        """`meant` are the cards that the files' names speak of; the content decides."""
        found = await read_files(self._questions, paths, onto=onto)
        waited = self._readings.end()
        taken_over = (meant - waited) | self._readings.fields
        picture = None if Field.PICTURE in taken_over else found.picture
        sound = None if Field.SOUND in taken_over else found.sound
        self._take(picture, sound)
        refused = found.refused
        if refused is not None and refused.field not in taken_over:
            self._show_refusal(refused.field, refused.path, error_words(refused.error))
        elif not taken_over and len(paths) > (picture is not None) + (sound is not None):
            one_of = "several_pictures" if picture is not None else "several_sounds"
            self.first_frame.show_notice(problem_words(one_of))

    def _take(self, picture: Picture | None, sound: Audio | None) -> None:
        """Take what was read. What the model cannot use gets its sentence, and the old content stays."""
        draft = self._draft
        model = self._catalog.model(draft.model)
        if picture is not None:
            problems = picture_problems(picture.facts, model.picture)
            if problems:
                words = problem_words(problems[0].sentence, dict(problems[0].values))
                self._show_refusal(Field.PICTURE, picture.path, words)
            else:
                draft = replace(draft, picture=picture)
        if sound is not None and not self._takes_sound:
            self._show_refusal(Field.SOUND, sound.path, problem_words(self._why_no_sound()))
        elif sound is not None and model.sound_in is not None:
            problems = audio_problems(sound.facts, model.sound_in)
            if problems:
                words = problem_words(problems[0].sentence, dict(problems[0].values))
                self._show_refusal(Field.SOUND, sound.path, words)
            else:
                draft = replace(draft, sound=sound, sound_choice=SoundChoice.MINE)
                self._wish = replace(self._wish, sound_choice=SoundChoice.MINE)
        self._change(draft)

    def _why_no_sound(self) -> str:
        model = self._catalog.model(self._draft.model)
        if model.sound_in is not None:
            return "sound_no_uploads"
        return "sound_not_wanted" if model.sound_choices else "sound_model_silent"

    def _show_refusal(self, where: Field, path: str, words: str) -> None:
        """With the file's name where another one is in, which the sentence might seem to speak of."""
        is_filled = (self._draft.sound if where is Field.SOUND else self._draft.picture) is not None
        self._show_error(where, named(PurePath(path).name, words) if is_filled else words)

    def _show_error(self, where: Field, words: str) -> None:
        """On the card that it is about; a model without sound has no card for it."""
        if where is Field.SOUND and self._sound_choices:
            self.audio_card.show_error(words)
        else:
            self.first_frame.show_error(words)

    async def _read_image(self, image: QImage) -> None:
        try:
            png = await asyncio.to_thread(as_png, image)
            path = await self._questions.keep_pasted_picture(png)
            picture = await self._questions.inspect_picture(path)
        except WanDeskError as error:
            self._readings.end()
            self._show_error(Field.PICTURE, error_words(error))
            return
        self._readings.end()
        self._take(picture, None)

    async def _choose(self, field: Field) -> None:
        if field is Field.SOUND:
            title = translate("Composer", "Choose a sound")
            kinds = translate("Composer", "Sounds ({suffixes})").format(suffixes=_patterns(SOUND_SUFFIXES))
        else:
            title = translate("Composer", "Choose a picture")
            kinds = translate("Composer", "Pictures ({suffixes})").format(suffixes=_patterns(PICTURE_SUFFIXES))
        path = await choose_file(self, title, ";;".join((kinds, translate("Composer", "All files (*)"))))
        if path is not None:
            self.offer_files([path], onto=field)

    def _look_at(self, picture: Picture) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._spawn("show the picture", self._show_preview(picture))

    async def _show_preview(self, picture: Picture) -> None:
        try:
            path = await self._questions.preview(picture.path, PREVIEW_SIDE)
        except WanDeskError as error:
            if self._draft.picture == picture:
                self._show_error(Field.PICTURE, error_words(error))
            return
        pixmap = QPixmap(str(path))
        if self._draft.picture == picture and not pixmap.isNull():
            self.first_frame.show_preview(pixmap)

    # ---------------------------------------------------------------- showing the draft

    def _show(self) -> None:
        draft, catalog = self._draft, self._catalog
        if catalog.offer(draft.region, draft.model) is None:
            draft = self._draft = changed_offer(draft, catalog)
        model = catalog.model(draft.model)
        self._show_offers(draft)
        problems = {problem.field: problem for problem in find_problems(draft, catalog)}
        shown = {
            field: "" if problem.sentence in QUIET_PROBLEMS else problem_words(problem.sentence, dict(problem.values))
            for field, problem in problems.items()
        }
        self.first_frame.show_picture(draft.picture, model.picture, video_size(draft, catalog))
        self.first_frame.show_problem(shown.get(Field.PICTURE, ""))
        if draft.picture != self._shown_picture:
            self._shown_picture = draft.picture
            if draft.picture is not None:
                self._look_at(draft.picture)
        self.prompt_card.show_text(draft.prompt, model.prompt_chars)
        self.audio_card.show_choice(self._sound_choices, draft.sound_choice)
        self.audio_card.show_sound(draft.sound, video_seconds=draft.seconds)
        self.audio_card.show_problem(shown.get(Field.SOUND, ""))
        rest = (shown.get(field, "") for field in (Field.MODEL, Field.RESOLUTION, Field.DURATION))
        say(self.problem_label, joined(*rest))
        self._show_footer()

    def _show_offers(self, draft: Draft) -> None:
        catalog, language = self._catalog, self._language
        model = catalog.model(draft.model)
        self.region_box.set_choices(
            [
                Choice(
                    key=region.key,
                    name=region.name.text(language),
                    description=region.description.text(language),
                    is_practice=region.is_practice,
                )
                for region in catalog.regions
                if catalog.models_in(region.key)
            ],
            draft.region,
        )
        self.model_box.set_choices(
            [
                Choice(
                    key=each.key,
                    name=each.name.text(language),
                    description=each.description.text(language),
                )
                for each in catalog.models_in(draft.region)
            ],
            draft.model,
        )
        self.model_label.setText(model.description.text(language))
        self.resolution_box.set_choices(
            [Choice(key=each, name=each) for each in resolutions(catalog, draft.region, model)], draft.resolution
        )
        lengths = (*model.duration.values, *((AUTOMATIC_SECONDS,) if model.duration.may_be_automatic else ()))
        self.duration_box.set_choices(
            [Choice(key=str(each), name=sentence_start(ordered_length(each))) for each in lengths], str(draft.seconds)
        )
        self.duration_box.setEnabled(len(model.duration.values) > 1)

    def _show_footer(self) -> None:
        words = price_line(self._draft, self._catalog, self._language)
        self.footer.show_order(words, find_problems(self._draft, self._catalog), is_reading=self.is_reading)

    # ---------------------------------------------------------------- Qt's drags

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.first_frame.fit_form(event.size().height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._drag_over(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._drag_over(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(None)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        onto = self._field_at(event.position().toPoint())
        self._mark(None)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.offer_mime(event.mimeData(), onto=onto)

    def _drag_over(self, event: QDragMoveEvent) -> None:
        mime = event.mimeData()
        is_ours = event.source() is not None  # a video of the list, or words of the prompt, on their way elsewhere
        if is_ours or not (mime.hasUrls() or mime.hasImage() or mime.hasText()):
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        onto = self._field_at(event.position().toPoint())
        first = next((local_path(url) for url in mime.urls()), "")
        self._mark(Field.SOUND if is_named_as_sound(first) and self._draft.sound_choice is SoundChoice.MINE else onto)

    def _field_at(self, place: QPoint) -> Field:
        card = self.audio_card.own
        is_there = card.isVisible() and card.rect().contains(card.mapFrom(self, place))
        return Field.SOUND if is_there else Field.PICTURE

    def _mark(self, field: Field | None) -> None:
        self.first_frame.target.set_hovered_by_drag(is_hovered=field is Field.PICTURE)
        self.audio_card.target.set_hovered_by_drag(is_hovered=field is Field.SOUND)


def _patterns(suffixes: frozenset[str]) -> str:
    return " ".join(f"*{suffix}" for suffix in sorted(suffixes))


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for part in parts:
        row.addWidget(part, 1)
    return row
