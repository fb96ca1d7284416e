"""The first-frame card: the picture, its facts and its changes before upload."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog import PictureLimits
from wandesk.domain.draft import needs_preparation
from wandesk.domain.media import Picture, PictureFacts
from wandesk.ui.composer.card import sentence_label, show_sentence, small_button
from wandesk.ui.composer.input_card import InputCard
from wandesk.ui.composer.target import DropTarget
from wandesk.ui.look import StyleClass
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.wording.amounts import dimensions_text, number_text, size_text
from wandesk.ui.wording.sentences import DOT, joined, sentence, spoken

translate = QCoreApplication.translate

USUAL_HEIGHT, USUAL_FORM = 160, 820
"""Logical pixels: the picture's height in a form of the second height."""
MIN_HEIGHT, MAX_HEIGHT = 112, 320
"""Logical pixels. In a small form, the next card stays partly visible, which shows that the form scrolls."""


class FirstFrameCard(InputCard):
    """The picture that the video starts with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Composer", "First frame"),
            DropTarget("picture", USUAL_HEIGHT),
            reading_text=translate("Composer", "Reading the picture…"),
            parent=parent,
        )
        self.replace_button = small_button("replace", translate("Composer", "Replace picture"), self)
        self.remove_button = small_button("remove", translate("Composer", "Remove picture"), self)
        self.target.setAccessibleName(translate("Composer", "First frame"))
        self.facts_label = sentence_label(StyleClass.NONE, self)
        self.sent_label = sentence_label(StyleClass.MUTED, self)
        self.notice_label = sentence_label(StyleClass.MUTED, self)
        for button in (self.replace_button, self.remove_button):
            button.hide()
            self.head.addWidget(button)
        for part in (self.target, self.error_label, self.facts_label, self.sent_label, self.notice_label):
            self.column.addWidget(part)
        self.replace_button.clicked.connect(self.choose_requested)
        self.remove_button.clicked.connect(self.remove_requested)
        self._picture: Picture | None = None
        self.show_picture(None, None, None)

    @property
    def is_filled(self) -> bool:
        """Whether the card holds a picture."""
        return self._picture is not None

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [self.target, self.replace_button, self.remove_button]

    def fit_form(self, height: int) -> None:
        """Adapt the picture's height to the form: it takes half of the form's change in height."""
        fitting = USUAL_HEIGHT + (height - USUAL_FORM) // 2
        self.target.setFixedHeight(max(MIN_HEIGHT, min(MAX_HEIGHT, fitting)))

    def show_picture(
        self, picture: Picture | None, limits: PictureLimits | None, video: tuple[int, int] | None
    ) -> None:
        """Describe a picture (`video`: the expected size of the video, in pixels); `show_preview` shows its pixels."""
        is_new = picture != self._picture
        self._picture = picture
        self.replace_button.setVisible(picture is not None)
        self.remove_button.setVisible(picture is not None)
        if picture is None or limits is None:
            self.target.show_invitation(
                translate("Composer", "Drop a picture here"), translate("Composer", "or click, or paste")
            )
            self._describe(translate("Composer", "Empty. Drop a picture here, click, or paste."))
            show_sentence(self.facts_label, "")
            show_sentence(self.sent_label, "")
            return
        facts = facts_text(picture.facts)
        if is_new:
            self.target.show_lines(translate("Composer", "Your picture"), "")
        show_sentence(self.facts_label, facts)
        sentences = (sent_text(picture.facts, limits), video_text(video))
        show_sentence(self.sent_label, "\n".join(filter(None, sentences)))
        self._describe(joined(sentence(spoken(facts)), *sentences))

    def show_preview(self, pixmap: QPixmap) -> None:
        """Show the pixels of the picture."""
        self.target.show_picture(pixmap)

    def show_notice(self, text: str) -> None:
        """Show and announce a quiet sentence, or show nothing for an empty one."""
        show_sentence(self.notice_label, text)
        if text:
            announce(self.target, text)

    def _describe(self, text: str) -> None:
        self.target.setAccessibleDescription(text)
        set_tooltip(
            self.target,
            translate("Composer", "Choose another picture")
            if self._picture is not None
            else translate("Composer", "Choose a picture"),
        )


def facts_text(facts: PictureFacts) -> str:
    """`1920 x 1080 · JPEG · 2.1 MB`."""
    return DOT.join((dimensions_text(facts.width, facts.height), facts.format, size_text(facts.size_bytes)))


def sent_text(facts: PictureFacts, limits: PictureLimits) -> str:
    """The changes to the picture before upload; empty if there are none."""
    if not needs_preparation(facts, limits):
        return ""
    changes = []
    if facts.is_turned:
        changes.append(translate("Composer", "rotated to upright"))
    if facts.has_alpha:
        changes.append(translate("Composer", "transparent areas filled with white"))
    if max(facts.width, facts.height) > limits.max_side:
        side = translate("Composer", "scaled down to {pixels} px")
        changes.append(side.format(pixels=limits.max_side))
    elif facts.size_bytes > limits.max_bytes:
        size = translate("Composer", "compressed to {size}")
        changes.append(size.format(size=size_text(limits.max_bytes)))
    if facts.format not in limits.formats or (not facts.is_plain and not facts.has_alpha):
        changes.append(translate("Composer", "converted to JPEG or PNG"))
    if not changes:
        return ""
    return translate("Composer", "Before upload: {changes}.").format(changes=translate("Composer", ", ").join(changes))


def video_text(video: tuple[int, int] | None) -> str:
    """The expected size of the video."""
    if video is None:
        return ""
    size = dimensions_text(*video)
    return translate("Composer", "The video will be about {size}.").format(size=size)


def count_text(count: int, most: int) -> str:
    """`12 / 1,500`."""
    return translate("Composer", "{count} / {most}").format(count=number_text(count), most=number_text(most))
