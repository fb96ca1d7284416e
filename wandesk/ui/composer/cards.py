"""The cards of the form in a column that scrolls: they show the draft and the sentences about it."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import PurePath

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.cautions import Caution
from wandesk.domain.draft import Draft, Field, Problem, offers_enlargement
from wandesk.domain.parameters import choices_in, has_effect
from wandesk.domain.sounds import sounds_of
from wandesk.ui.composer.audio import AudioCard
from wandesk.ui.composer.card import SentenceLabel
from wandesk.ui.composer.changes import change_text
from wandesk.ui.composer.clip_card import ClipCard
from wandesk.ui.composer.editing import OfferChanges
from wandesk.ui.composer.effect_card import EffectCard
from wandesk.ui.composer.first_frame import FirstFrameCard
from wandesk.ui.composer.frames import Frames
from wandesk.ui.composer.last_frame import LastFrameCard
from wandesk.ui.composer.notes import notes_of
from wandesk.ui.composer.offer_card import OfferCard
from wandesk.ui.composer.part_player import PartPlayer
from wandesk.ui.composer.picture_card import LEAST_HEIGHT, PictureCard
from wandesk.ui.composer.prompt import PromptCard
from wandesk.ui.composer.silent_card import SilentCard
from wandesk.ui.composer.video_card import VideoCard
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.widgets.scrolling import scrolling
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.sentences import named

MARGIN = 12
"""Logical pixels around the cards; the scroll bar replaces the right margin."""
BETWEEN, BETWEEN_LOW, TOP_LOW = 14, 7, 8
"""Logical pixels between two cards, usually and in a low form, and above the first one there.

Chinese text is higher: with less, the last chips are above the fold of the smallest window in both languages.
"""
PICTURE_LEAST, PICTURE_SHARE, PICTURE_SHAPE = LEAST_HEIGHT, 0.66, 0.87
"""Logical pixels; the picture's share of the height that it and the prompt have together; its height for its width."""
USUAL_LINES, USUAL_GAPS = 10, 264
"""Lines of text, and logical pixels around them, of everything else in a usual form."""
FILE_CARDS = frozenset({Field.PICTURE, Field.AUDIO})
"""The cards with content from files."""


class Cards(QWidget):
    """The whole form except its footer. `area` is the scroll area around it."""

    def __init__(self, catalog: CatalogSource, player: PartPlayer, language: str) -> None:
        super().__init__()
        self._catalog = catalog
        self._language = language
        self.offer = OfferCard(catalog, language)
        self.frames = Frames()
        self._words = 0
        """The height of the prompt's text where the model has no effects."""
        self.effect = EffectCard()
        self.prompt = PromptCard(language)
        self.audio = AudioCard(player)
        self.silent = SilentCard()
        self.video = VideoCard(catalog)
        set_style_class(self, StyleClass.BODY)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click beside the fields leaves them, which closes *More*
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(BETWEEN)
        sound = (self.audio, self.silent)
        self._cards = (self.offer, self.frames, self.effect, self.prompt, *sound, self.video)
        for card in self._cards:
            column.addWidget(card)
        column.addStretch(1)
        self.area = scrolling(self, margin=MARGIN)
        for sentence in self.findChildren(SentenceLabel):
            sentence.appeared.connect(partial(self._reveal, sentence))
        self.frames.float_above(self.offer.change_label)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    @property
    def first_frame(self) -> FirstFrameCard:
        return self.frames.first_frame

    @property
    def clip(self) -> ClipCard:
        return self.frames.clip

    @property
    def last_frame(self) -> LastFrameCard:
        return self.frames.last_frame

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [stop for card in self._cards for stop in card.tab_stops]

    def fit(self, width: int, height: int) -> None:
        """Share a form's height between the picture and the prompt.

        Both depend on nothing else, so that no content moves what is below it. What they leave is empty space at the
        end, where a sentence finds its place.
        """
        room = height - self.fontMetrics().height() * USUAL_LINES - USUAL_GAPS
        most = round((width - 2 * MARGIN) * PICTURE_SHAPE)
        picture = max(PICTURE_LEAST, min(most, round(room * PICTURE_SHARE)))
        self.frames.fit(picture)
        is_low = picture == PICTURE_LEAST
        self._column.setSpacing(BETWEEN_LOW if is_low else BETWEEN)
        margins = self._column.contentsMargins()  # the right one is that of the scroll bar
        margins.setTop(TOP_LOW if is_low else MARGIN)
        self._column.setContentsMargins(margins)
        self._words = self.prompt.height_in(room - picture, is_low=is_low)
        if not is_low:
            # For every model, what lets the invitation be read where a model with effects takes of it.
            least = self.prompt.least_height + self.effect.choice_height + BETWEEN
            line = self.prompt.field.fontMetrics().lineSpacing()
            self._words = max(self.prompt.field.whole_lines(least + line - 1), self._words)
        self._share_words()
        for sound in (self.audio, self.silent):  # in a low form, the space is worth more than its constancy
            sound.setMinimumHeight(0 if is_low else self.audio.whole_height)

    def _share_words(self) -> None:
        """Give the prompt what the choice of an effect leaves; a chosen effect takes the place of both."""
        choice = self.effect.head_height
        self.prompt.fit(self._words - (choice + self._column.spacing() if choice else 0))
        self.effect.fill(self._words + self.prompt.around_height if self.prompt.isHidden() else None)

    def _reveal(self, sentence: SentenceLabel) -> None:
        """Scroll to a sentence once it has its place."""
        QTimer.singleShot(0, self, lambda: self.area.ensureWidgetVisible(sentence, 0, MARGIN))

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to the newly focused field: Qt does so only if the focus was in the area before."""
        if now is not None and self.isAncestorOf(now):
            self.area.ensureWidgetVisible(now, 0, MARGIN)

    def show_draft(self, draft: Draft, problems: Sequence[Problem], cautions: Sequence[Caution]) -> None:
        """Show a draft and what is wrong or doubtful about it. `first_frame.show_preview` shows its pixels."""
        model = self._catalog.current.model(draft.model)
        notes = dict(notes_of(problems, cautions, self._catalog.current, self._language))
        self.offer.show_offer(draft)
        self.frames.show_draft(draft, model, self._catalog.current, notes)
        self.effect.show_effects(choices_in(self._catalog.current, draft.region, model, "template"), draft.template)
        self.effect.show_note(notes.pop("template", None))
        self.prompt.ideas.show_model(model.family, has_sound=bool(model.sound_choices))
        self.prompt.setVisible(not has_effect(draft, model))
        self._share_words()
        enlargeable = {each.field for each in problems if offers_enlargement(each)}
        self.first_frame.offers.offer_enlargement(is_possible=Field.PICTURE in enlargeable)
        self.last_frame.offers.offer_enlargement(is_possible=Field.LAST_FRAME in enlargeable)
        warning = notes.pop("prompt", None)
        self.prompt.show_text(draft.prompt, model.prompt_chars, warning.text if warning else "")
        sounds = sounds_of(draft, self._catalog.current)
        self.audio.show_choice(sounds, draft.sound_choice)
        self.silent.setVisible(not sounds)
        self.audio.show_audio(draft.audio, model.audio_in, video_seconds=draft.seconds)
        trouble = notes.pop(Field.AUDIO, None)
        self.audio.show_problem(trouble.text if trouble else "")
        self.video.show_values(draft)
        self.video.show_notes(notes)

    def show_changes(self, draft: Draft, changes: OfferChanges, new_price: str = "") -> None:
        """Say which values a new region, model or catalogue has replaced, which are not used, and the new price."""
        self.offer.show_changes(change_text(draft, changes, self._catalog.current, self._language, new_price))

    def show_waiting(self, fields: AbstractSet[Field]) -> None:
        """Show which cards wait for a file."""
        self.first_frame.set_reading(is_reading=Field.PICTURE in fields)
        self.audio.set_reading(is_reading=Field.AUDIO in fields)

    def show_refusal(self, onto: str, path: str, sentence: str) -> None:
        """Say on its card why a file was refused.

        If the card already holds a file, the sentence names the refused one. Without an audio card, the picture's card
        shows the sentence.
        """
        cards: dict[str, AudioCard | PictureCard] = {
            Field.AUDIO: self.audio,
            Field.LAST_FRAME: self.last_frame,
            Field.CLIP: self.clip,
        }
        wanted = cards.get(onto, self.first_frame)
        holds_another = wanted.is_filled
        card = self.first_frame if wanted.isHidden() and onto == Field.AUDIO else wanted
        card.show_error(named(one_line(PurePath(path).name), sentence) if path and holds_another else sentence)

    def clear_sentences(self) -> None:
        """Remove the sentences about offered files from every card, and about a change of model.

        The content decides which card refuses a file: a video that is dropped on the first frame may be refused as
        audio.
        """
        for card in self.frames.cards:
            card.show_error("")
            card.show_notice("")
        for offers in (self.first_frame.offers, self.last_frame.offers):
            offers.offer_frames("")
        self.clip.offers.offer_nothing()
        self.audio.show_error("")
        self.offer.show_changes("")
