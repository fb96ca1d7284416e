"""The form's footer: the price and Generate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft, Problem
from wandesk.ui.composer.card import show_sentence
from wandesk.ui.composer.price_line import price_line
from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.widgets.labels import caption_label
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip
from wandesk.ui.wording.models import draft_problem_text
from wandesk.ui.wording.sentences import key_text

translate = QCoreApplication.translate

ICON = QSize(26, 18)
"""Logical pixels: wider than the drawing, which gives it some distance from the text."""


class GenerateButton(QPushButton):
    """Return presses it, too. A held key presses it once."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class Footer(QFrame):
    """The price line and Generate. Generate is enabled exactly if there is no problem; its tooltip says why not."""

    def __init__(self, catalog: CatalogSource, language: str) -> None:
        super().__init__()
        self._catalog = catalog
        self._language = language
        self.obstacle = ""
        """Why no request can be made now, whatever the form contains; empty if it can."""
        set_style_class(self, StyleClass.FOOTER)
        line = QHBoxLayout(self)
        line.setContentsMargins(15, 12, 15, 12)
        line.setSpacing(12)
        labels = QVBoxLayout()
        labels.setSpacing(1)
        self.price_label = PlainLabel()
        self.price_label.setFont(text_font(TextSize.HEADLINE, is_strong=True))
        self.about_label = caption_label("")
        for label in (self.price_label, self.about_label):
            label.setWordWrap(True)
            labels.addWidget(label)
        self.generate_button = GenerateButton(translate("Composer", "Generate"))
        self.generate_button.setAccessibleName(translate("Composer", "Generate"))
        self.generate_button.setFont(text_font(TextSize.TITLE, is_strong=True))
        self.generate_button.setIconSize(ICON)
        self.generate_button.setIcon(icon("generate", IconRole.ON_ACCENT))
        set_style_class(self.generate_button, StyleClass.PRIMARY)
        line.addLayout(labels, 1)
        line.addWidget(self.generate_button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_draft(self, draft: Draft, problems: Sequence[Problem], *, is_reading: bool, count: int = 1) -> None:
        """Show the price of so many videos of the draft and whether Generate is possible."""
        price = price_line(draft, self._catalog.current, self._language, count)
        self.price_label.setText(price.amount)
        self.price_label.setAccessibleName(price.spoken)
        show_sentence(self.about_label, price.about)
        for label in (self.price_label, self.about_label):
            set_tooltip(label, price.tooltip)
        # It stays enabled while a request is made, to keep the focus; the form ignores presses meanwhile.
        self.generate_button.setEnabled(not problems and not is_reading and not self.obstacle)
        if self.obstacle:
            why = self.obstacle
        elif is_reading:
            why = translate("Composer", "Your file is still loading.")
        elif problems:
            why = "\n".join(draft_problem_text(each, self._catalog.current, self._language) for each in problems)
        else:
            key = key_text("Ctrl+Return")
            why = translate("Composer", "Make the video: {price} ({key})")
            if count > 1:
                why = translate("Composer", "Make %n videos: {price} ({key})", "", count)
            why = why.format(price=price.amount, key=key)
        set_tooltip(self.generate_button, why)
        self.generate_button.setAccessibleDescription(why)

    def show_ordering(self, text: str) -> None:
        """Show how far an order of several videos is, in the place of what one of them is."""
        show_sentence(self.about_label, text)
