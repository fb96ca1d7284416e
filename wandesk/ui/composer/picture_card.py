"""A card with a picture as large as the form lets it be; facts, buttons and sentences lie on the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.media import Picture
from wandesk.ui.composer.card import show_sentence
from wandesk.ui.composer.input_card import InputCard
from wandesk.ui.composer.notes import Note
from wandesk.ui.composer.on_picture import FloatingSentence, Pill, PillButtons
from wandesk.ui.composer.picture_offers import CardOffers
from wandesk.ui.composer.target import DropTarget
from wandesk.ui.look import StyleClass
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.wording.sentences import named

OffersT = TypeVar("OffersT", bound=CardOffers)

EDGE = 8
"""Logical pixels between the edge of the picture and what lies on it."""
LEAST_HEIGHT = 132
FACTS_NEED, FACTS_SHOWN = 80, 0.85
"""Logical pixels: a lower picture has no room for facts below its buttons. Facts are elided to this share at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureTexts:
    """The texts of a picture card. The names are unique in the window."""

    name: str
    invitation: str
    hint: str
    empty: str
    """The accessible description of the empty card."""
    choose: str
    choose_another: str
    replace: str
    remove: str
    reading: str
    arriving: str
    """Shown until the preview arrives."""
    is_second: bool = False
    """The sentences say which picture they are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """What a card shows of its picture: two short facts on the picture, what changes, and all of it aloud."""

    facts: str
    video: str
    changes: str
    aloud: str
    placeholder: str = ""
    """Shown instead of the pixels, if there will be none."""
    limits: PictureLimits | None = None
    """What the picture must fit to be sent; None where that cannot be compared."""


class PictureCard(InputCard):
    """One of the user's pictures. `buttons.add` gives it another button, which is shown while there is a picture."""

    picture_shown = Signal(object, object)
    """The Picture that the card describes now, and its PictureLimits, or None."""

    def __init__(self, texts: PictureTexts, parent: QWidget | None = None, *, icon_name: str = "picture") -> None:
        """`icon_name` is the icon of the empty card."""
        target = DropTarget(icon_name, LEAST_HEIGHT)
        super().__init__(
            "",
            target,
            reading_text=texts.reading,
            error_label=FloatingSentence(StyleClass.LOSS),
            parent=parent,
        )
        self._texts = texts
        self._picture: Picture | None = None
        self.facts_label = Pill(target)
        self.video_label = Pill(target)
        self.sent_label = FloatingSentence(StyleClass.MUTED, folds=True)
        self.caution_label = FloatingSentence(StyleClass.MUTED, folds=True)
        self.notice_label = FloatingSentence(StyleClass.NONE)
        self._offers: CardOffers | None = None
        self._preview = QPixmap()
        self._for_seen: list[QToolButton] = []
        self.buttons = PillButtons(target)
        self.remove_button = self.buttons.add("close", texts.remove)
        self.replace_button = self.buttons.add("replace", texts.replace)
        target.setAccessibleName(texts.name)
        self._lay_out(target)
        self.column.addWidget(target)
        self.replace_button.clicked.connect(self.choose_requested)
        self.remove_button.clicked.connect(self.remove_requested)
        self.show_view(None, None)

    def _lay_out(self, target: DropTarget) -> None:
        below = QHBoxLayout()
        below.setSpacing(EDGE)
        below.addWidget(self.facts_label)
        below.addStretch(1)
        below.addWidget(self.video_label)
        column = QVBoxLayout(target)
        column.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        column.setSpacing(6)
        column.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)
        column.addLayout(below)

    @property
    def is_filled(self) -> bool:
        """Whether the card holds a picture."""
        return self._picture is not None

    @property
    def over_picture(self) -> list[QWidget]:
        """The sentences and offers, which the form lets float over its pictures."""
        sentences = [self.notice_label, self.sent_label, self.caution_label, self.error_label]
        return [*sentences, *([self._offers] if self._offers else [])]

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.target, *self.buttons.buttons, *(self._offers.buttons if self._offers else ())]

    def add_button(self, icon_name: str, name: str, *, needs_seen: bool = False) -> QToolButton:
        """Another button on the picture, before the others; with `needs_seen`, not on one that only the cloud reads."""
        button = self.buttons.add(icon_name, name)
        if needs_seen:
            self._for_seen.append(button)
        return button

    def add_offers(self, offers: OffersT) -> OffersT:
        """Buttons below the sentences on the picture."""
        self._offers = offers
        return offers

    def fit(self, height: int) -> None:
        """Be this high, in logical pixels. The facts need some height."""
        self.target.setFixedHeight(height)
        self._show_facts()

    def _show_facts(self) -> None:
        """Show the facts that have room; the tooltip has them all."""
        is_high = self.target.height() >= FACTS_NEED
        self.video_label.setVisible(is_high and bool(self.video_label.text()))
        room = self.width() - 2 * EDGE
        if self.video_label.text():
            whole = min(room, self.video_label.sizeHint().width())
            self.video_label.setMinimumWidth(max(0, whole))
            room -= whole + EDGE
        is_readable = room >= FACTS_SHOWN * self.facts_label.sizeHint().width()
        self.facts_label.setVisible(is_high and is_readable and bool(self.facts_label.text()))

    def show_view(self, picture: Picture | None, view: PictureView | None) -> None:
        """Describe a picture; `show_preview` shows its pixels. Without a view the card is empty."""
        is_new = picture != self._picture
        self._picture = picture if view is not None else None
        self.buttons.setVisible(view is not None)
        for button in self._for_seen:
            button.setVisible(picture is not None and picture.facts.is_known and bool(picture.path))
        if view is None:
            self._preview = QPixmap()
            self.target.show_invitation(self._texts.invitation, self._texts.hint)
            view = PictureView(facts="", video="", changes="", aloud=self._texts.empty)
        elif is_new:
            self._preview = QPixmap()
            self.target.show_lines(view.placeholder or self._texts.arriving, "")
        self.facts_label.setText(view.facts)
        self.video_label.setText(view.video)
        self._show_facts()
        show_sentence(self.sent_label, self._named(view.changes))
        self.target.setAccessibleDescription(view.aloud)
        choose = self._texts.choose_another if self._picture is not None else self._texts.choose
        set_tooltip(self.target, "\n".join(filter(None, (view.facts, view.video, choose))))
        self.picture_shown.emit(self._picture, view.limits)

    def show_preview(self, pixmap: QPixmap) -> None:
        """Show the pixels of the picture."""
        self._preview = pixmap
        self.target.show_picture(pixmap)

    def show_instead(self, pixmap: QPixmap | None) -> None:
        """Show other pixels for a while; None: those of `show_preview` again."""
        if not self._preview.isNull():
            self.target.show_picture(self._preview if pixmap is None else pixmap)

    def _named(self, text: str) -> str:
        return named(self._texts.name, text) if text and self._texts.is_second else text

    def show_note(self, note: Note | None) -> None:
        """Show what is wrong or doubtful about the picture, or nothing."""
        is_problem = note is not None and note.is_problem
        text = note.text if note is not None else ""
        self.show_problem(text if is_problem else "")
        self.caution_label.show_text("" if is_problem else self._named(text))

    def show_notice(self, text: str) -> None:
        """Show and announce a quiet sentence, or show nothing for an empty one."""
        show_sentence(self.notice_label, self._named(text))
        if text:
            announce(self.target, self._named(text))

    def _show_sentence(self) -> None:
        super()._show_sentence()
        self.target.set_refused(is_refused=bool(self.error_label.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_facts()
