"""The first-frame card: the picture, its facts, and what will be sent when that differs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.media import Picture, PictureFacts
from wandesk.ui.composer.card import Card, say, sentence_label, small_act
from wandesk.ui.composer.target import DropTarget
from wandesk.ui.look import StyleClass
from wandesk.ui.wording.amounts import dimensions_words, number_words, size_words
from wandesk.ui.wording.sentences import DOT, joined, sentence, spoken

translate = QCoreApplication.translate

USUAL_HEIGHT, USUAL_FORM = 160, 820
"""Pixels of the picture in a form of that height."""
LEAST_HEIGHT, MOST_HEIGHT = 112, 320
"""Where the form does not fit, what follows must look out, so that one sees that it scrolls."""
PREVIEW_SIDE = 880
"""Pixels: twice the widest card, for dense screens."""


class FirstFrameCard(Card):
    """Shows a picture; it reads nothing itself."""

    choose_requested = Signal()
    remove_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Composer", "First frame"), parent)
        self.replace_button = small_act("replace", translate("Composer", "Replace picture"), self)
        self.remove_button = small_act("remove", translate("Composer", "Remove picture"), self)
        self.target = DropTarget("picture", USUAL_HEIGHT, self)
        self.target.setAccessibleName(translate("Composer", "First frame"))
        self.error_label = sentence_label(StyleClass.LOSS, self)
        self.facts_label = sentence_label(StyleClass.NONE, self)
        self.sent_label = sentence_label(StyleClass.MUTED, self)
        self.notice_label = sentence_label(StyleClass.MUTED, self)
        for button in (self.replace_button, self.remove_button):
            button.hide()
            self.head.addWidget(button)
        for part in (self.target, self.error_label, self.facts_label, self.sent_label, self.notice_label):
            self.column.addWidget(part)
        self.target.clicked.connect(self.choose_requested)
        self.replace_button.clicked.connect(self.choose_requested)
        self.remove_button.clicked.connect(self.remove_requested)
        self._picture: Picture | None = None
        self._error = ""
        self._problem = ""
        self.show_picture(None, None, None)

    def fit_form(self, height: int) -> None:
        """Take the room that a form of so many pixels has for the picture: of what is left, a half."""
        fitting = USUAL_HEIGHT + (height - USUAL_FORM) // 2
        self.target.setFixedHeight(max(LEAST_HEIGHT, min(MOST_HEIGHT, fitting)))

    def show_picture(
        self, picture: Picture | None, limits: PictureLimits | None, video: tuple[int, int] | None
    ) -> None:
        """Show the words about a picture (`video` is the expected size); its pixels come by `show_preview`."""
        is_new = picture != self._picture
        self._picture = picture
        self.replace_button.setVisible(picture is not None)
        self.remove_button.setVisible(picture is not None)
        if picture is None or limits is None:
            self.target.show_invitation(
                translate("Composer", "Drop a picture here"), translate("Composer", "or click, or paste")
            )
            self._describe(translate("Composer", "Empty. Drop a picture here, click, or paste."))
            say(self.facts_label, "")
            say(self.sent_label, "")
            return
        facts = facts_words(picture.facts)
        if is_new:
            self.target.show_lines(translate("Composer", "Your picture"), "")
        say(self.facts_label, facts)
        told = (sent_words(picture.facts, limits), video_words(video))
        say(self.sent_label, "\n".join(filter(None, told)))
        self._describe(joined(sentence(spoken(facts)), *told))

    def show_preview(self, pixmap: QPixmap) -> None:
        """The pixels of the picture that is shown."""
        self.target.show_picture(pixmap)

    def show_error(self, words: str) -> None:
        """A sentence about what was just offered; what was there before stays."""
        self._error = words
        say(self.error_label, self._error or self._problem)

    def show_problem(self, words: str) -> None:
        """A sentence about the picture that is in; a sentence about an offer stands before it."""
        self._problem = words
        say(self.error_label, self._error or self._problem)

    def show_notice(self, words: str) -> None:
        """A quiet line."""
        say(self.notice_label, words)

    def set_reading(self, *, is_reading: bool) -> None:
        """Busy with a new picture."""
        self.target.set_reading(translate("Composer", "Reading the picture…") if is_reading else None)

    def _describe(self, words: str) -> None:
        self.target.setAccessibleDescription(words)
        self.target.setToolTip(
            translate("Composer", "Choose another picture")
            if self._picture is not None
            else translate("Composer", "Choose a picture")
        )


def facts_words(facts: PictureFacts) -> str:
    """`1920 x 1080 · JPEG · 2.1 MB`."""
    return DOT.join((dimensions_words(facts.width, facts.height), facts.format, size_words(facts.size_bytes)))


def sent_words(facts: PictureFacts, limits: PictureLimits) -> str:
    """What is done to the picture before it is sent; nothing when it goes as it is."""
    if not needs_preparation(facts, limits):
        return ""
    changes = []
    if facts.is_turned:
        changes.append(translate("Composer", "turned upright"))
    if facts.has_alpha:
        changes.append(translate("Composer", "white behind transparent parts"))
    if max(facts.width, facts.height) > limits.max_side:
        side = translate("Composer", "made smaller to fit {pixels} px")
        changes.append(side.format(pixels=limits.max_side))
    elif facts.size_bytes > limits.max_bytes:
        size = translate("Composer", "made lighter to fit {size}")
        changes.append(size.format(size=size_words(limits.max_bytes)))
    if facts.format not in limits.formats or (not facts.is_plain and not facts.has_alpha):
        changes.append(translate("Composer", "converted to an ordinary picture"))
    if not changes:
        return ""
    return translate("Composer", "Will be sent {changes}.").format(changes=translate("Composer", ", ").join(changes))


def video_words(video: tuple[int, int] | None) -> str:
    """The expected size of the video."""
    if video is None:
        return ""
    size = dimensions_words(*video)
    return translate("Composer", "The video will be about {size}.").format(size=size)


def count_words(count: int, most: int) -> str:
    """`12 / 1,500`."""
    return translate("Composer", "{count} / {most}").format(count=number_words(count), most=number_words(most))
