"""Fusion with our palette and one small style sheet; follows the system's light or dark theme at run time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from enum import StrEnum
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from wandesk.resources import resource_path
from wandesk.ui.look.keyboard_ring import KeyboardRing
from wandesk.ui.look.tokens import Theme, Tokens, is_dark, load_tokens


class StyleClass(StrEnum):
    """The class of a widget in the style sheet."""

    CARD = "card"
    CHIP = "chip"
    FLOATING = "floating"
    NOTICE = "notice"
    WARNING = "warning"
    FOOTER = "footer"
    NOTE = "note"
    """A card over the video, which is dark in both themes."""
    ON_STAGE = "on_stage"
    """Text and buttons on the stage, which is dark in both themes."""
    ON_STAGE_MUTED = "on_stage_muted"
    PLAIN = "plain"
    """A text field that looks like text."""
    BODY = "body"
    MUTED = "muted"
    PRACTICE = "practice"
    LOSS = "loss"
    GOOD = "good"
    PRIMARY = "primary"
    PROMPT = "prompt"
    QUIET = "quiet"
    SEARCH = "search"
    SEGMENTS = "segments"
    ROWS = "rows"
    SIDE_LIST = "side_list"
    SMALL_CHIP = "small_chip"
    """A button that paints itself and is lower than others."""
    STATUS = "status"
    """In the status bar, whose height must not change."""
    NONE = ""


class TextSize(StrEnum):
    """Text sizes, relative to the system's font size."""

    SMALL = "small"
    """Facts."""
    BODY = "body"
    TITLE = "title"
    """The prompt, and titles."""
    HEADLINE = "headline"
    """The price, and headlines."""


class Look(QObject):
    """The application's look. `changed(Tokens)` is emitted after every switch of theme."""

    changed = Signal(object)

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(app)
        self.setObjectName("look")
        self._app = app
        self._theme = theme
        self._tokens: Tokens | None = None
        app.setStyle("Fusion")
        self._ring = KeyboardRing(app)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.set_theme(theme)

    @property
    def theme(self) -> Theme:
        return self._theme

    @property
    def tokens(self) -> Tokens:
        assert self._tokens is not None
        return self._tokens

    def set_theme(self, theme: Theme) -> None:
        """Switch the theme; native title bars and menus follow where the system supports that."""
        self._theme = theme
        hints = self._app.styleHints()
        match theme:
            case Theme.SYSTEM:
                hints.unsetColorScheme()
            case Theme.LIGHT:
                hints.setColorScheme(Qt.ColorScheme.Light)
            case Theme.DARK:
                hints.setColorScheme(Qt.ColorScheme.Dark)
        self._apply(theme if theme is not Theme.SYSTEM else self._system_theme())

    def _system_theme(self) -> Theme:
        self._app.setPalette(QPalette())  # without our palette, the platform's palette applies
        return Theme.DARK if is_dark(self._app.palette()) else Theme.LIGHT

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._theme is Theme.SYSTEM:
            self._apply(self._system_theme())

    def _apply(self, theme: Theme) -> None:
        tokens = load_tokens(theme)
        self._app.setPalette(palette_of(tokens))
        sheet = style_sheet_of(tokens)
        if self._app.styleSheet() != sheet:
            self._app.setStyleSheet(sheet)
        if self._tokens is not tokens:
            self._tokens = tokens
            self.changed.emit(tokens)


def apply_look(app: QApplication, theme: Theme = Theme.SYSTEM) -> Look:
    """Give the application its look, or switch the theme if it has one already."""
    look = app.findChild(Look, "look")
    if look is None:
        return Look(app, theme)
    look.set_theme(theme)
    return look


@contextmanager
def style_sheet_suspended(app: QApplication) -> Iterator[None]:
    """Suspend the style sheet while a window is built.

    Qt would evaluate it for every widget that enters a layout, including children: a third of the time (measured).
    """
    sheet = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)


def palette_of(tokens: Tokens) -> QPalette:
    """The palette, with all three colour groups, for what the style sheet does not cover."""
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.hover,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.loss,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.placeholder,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.text,
        role.LinkVisited: tokens.text,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.edge,
        role.Dark: tokens.muted,
        role.Shadow: tokens.text if not tokens.is_dark else tokens.stage,
    }
    disabled = {
        role.WindowText: tokens.disabled,
        role.Text: tokens.disabled,
        role.ButtonText: tokens.disabled,
        role.HighlightedText: tokens.disabled,
        role.Highlight: tokens.sunken,
        role.Accent: tokens.sunken,
        role.PlaceholderText: tokens.disabled,
        role.Link: tokens.disabled,
    }
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for each, colour in colours.items():
            palette.setColor(group, each, colour)
    for each, colour in disabled.items():
        palette.setColor(QPalette.ColorGroup.Disabled, each, colour)
    return palette


def style_sheet_of(tokens: Tokens) -> str:
    """The style sheet with the tokens' values."""
    template = Template(resource_path("look", "style.qss").read_text(encoding="utf-8"))
    values = {field.name: getattr(tokens, field.name) for field in fields(tokens)}
    texts = {name: value.name() if isinstance(value, QColor) else str(value) for name, value in values.items()}
    return template.substitute(texts, images=resource_path("look").as_posix())


def wear_theme(widget: QWidget, theme: Theme) -> None:
    """Give a widget and its children a theme of their own. Their icons need the theme, too: see `icon`."""
    tokens = load_tokens(theme)
    widget.setStyleSheet(style_sheet_of(tokens))
    for each in (widget, *widget.findChildren(QWidget)):  # with a style sheet, children inherit no palette
        each.setPalette(palette_of(tokens))


def set_style_class(widget: QWidget, style_class: StyleClass) -> None:
    """Set or change the style class of a widget.

    Set the widget's font before the first call, because Qt's style sheets restore the font that they find then.
    """
    if widget.property("look") == style_class.value:
        return
    widget.setProperty("look", style_class.value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def text_font(size: TextSize, *, is_strong: bool = False) -> QFont:
    """The system's font in one of our sizes."""
    font = QApplication.font()
    tokens = load_tokens(Theme.LIGHT)
    factor = {
        TextSize.SMALL: tokens.small_text,
        TextSize.BODY: 1.0,
        TextSize.TITLE: tokens.title_text,
        TextSize.HEADLINE: tokens.headline_text,
    }[size]
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * factor)
    else:
        font.setPixelSize(round(font.pixelSize() * factor))
    if is_strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font
