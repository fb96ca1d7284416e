"""The look: computed contrast, one palette for all groups, icons that follow the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from tests.support.portraits import portrait
from wandesk.resources import resource_path
from wandesk.ui.look import (
    IconLabel,
    IconRole,
    StyleClass,
    TextSize,
    Theme,
    Tokens,
    application_icon,
    apply_look,
    icon,
    icon_names,
    icon_pixmap,
    is_dark,
    load_tokens,
    palette_of,
    set_style_class,
    style_sheet_of,
    style_sheet_suspended,
    text_font,
)
from wandesk.ui.player.picture_page import VEIL

THEMES = [Theme.LIGHT, Theme.DARK]
GROUNDS = ("window", "surface", "field", "sunken", "raised", "hover")
TEXTS = ("text", "muted", "accent_text", "practice", "loss", "good")
ON_GROUND = (
    *((text, ground) for text in TEXTS for ground in ("window", "surface", "field")),
    *((text, ground) for text in ("text", "muted") for ground in GROUNDS),
    ("text", "raised_hover"),
    ("placeholder", "field"),
    ("placeholder", "window"),
    ("text", "accent_soft"),
    ("accent_text", "accent_soft"),
    ("practice", "practice_soft"),
    ("text", "practice_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    *((text, ground) for text in ("on_stage", "on_stage_muted") for ground in ("stage", "stage_raised")),
    ("on_stage", "stage_hover"),
)
LARGE = (
    *((icon_colour, ground) for icon_colour in ("icon", "muted", "accent") for ground in GROUNDS),
    *((edge, ground) for edge in ("field_edge", "ring") for ground in ("window", "surface", "field")),
    ("ring", "accent_soft"),  # the selected row has the focus
)


@pytest.fixture(autouse=True)
def _back_to_light(qapp: QApplication) -> Iterator[None]:
    yield
    apply_look(qapp, Theme.LIGHT)


def luminance(colour: QColor) -> float:
    """WCAG 2.2 relative luminance."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colour(tokens: Tokens, name: str) -> QColor:
    found: QColor = getattr(tokens, name)
    assert found.isValid(), name
    return found


def is_nearly(one: QColor, other: QColor) -> bool:
    """Equal except for the rounding of premultiplied pixels."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) <= 2 for a, b in pairs)


def test_contrast_measure_matches_known_values() -> None:
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), ON_GROUND)
def test_text_has_enough_contrast(theme: Theme, text: str, ground: str) -> None:
    tokens = load_tokens(theme)
    assert contrast(colour(tokens, text), colour(tokens, ground)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_texts_of_the_style_sheet_have_enough_contrast(theme: Theme) -> None:
    sheet = resource_path("look", "style.qss").read_text("utf-8")
    pairs = set()
    for selector, rule in re.findall(r"([^{}]+)\{((?:[^{}]|\$\{[^}]*\})*)\}", sheet):
        if ":disabled" in selector:  # may be faint (WCAG 1.4.3)
            continue
        for kind in ("", "selection-"):
            ground = re.search(rf"(?<![-\w]){kind}background(?:-color)?: \$(\w+)", rule)
            text = re.search(rf"(?<![-\w]){kind}color: \$(\w+)", rule)
            if ground and text:
                pairs.add((text[1], ground[1]))
    assert len(pairs) > 5
    tokens = load_tokens(theme)
    faint = {pair for pair in pairs if contrast(colour(tokens, pair[0]), colour(tokens, pair[1])) < 4.5}
    assert not faint


@pytest.mark.parametrize("theme", THEMES)
def test_text_over_a_dimmed_white_picture_has_enough_contrast(theme: Theme) -> None:
    tokens = load_tokens(theme)
    stage = tokens.stage
    dimmed = QColor.fromRgbF(*(VEIL * part + 1 - VEIL for part in (stage.redF(), stage.greenF(), stage.blueF())))
    assert contrast(tokens.on_stage, dimmed) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("icon_colour", "ground"), LARGE)
def test_icons_and_marks_have_enough_contrast(theme: Theme, icon_colour: str, ground: str) -> None:
    tokens = load_tokens(theme)
    assert contrast(colour(tokens, icon_colour), colour(tokens, ground)) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_palette_is_complete(theme: Theme, qapp: QApplication) -> None:
    tokens = load_tokens(theme)
    palette = palette_of(tokens)
    role = QPalette.ColorRole
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        for each in role:
            if each not in (role.NoRole, role.NColorRoles):
                assert palette.isBrushSet(group, each), (group, each)
    assert palette.color(QPalette.ColorGroup.Active, role.Accent) == tokens.accent
    assert palette.color(QPalette.ColorGroup.Active, role.PlaceholderText) == tokens.placeholder
    assert is_dark(palette) is tokens.is_dark


@pytest.mark.parametrize("theme", THEMES)
def test_style_sheet_is_filled_in_and_its_images_exist(theme: Theme) -> None:
    sheet = style_sheet_of(load_tokens(theme))
    assert "$" not in sheet
    for image in ("chevron.svg", "tick.svg"):
        assert image in sheet
        assert resource_path("look", image).is_file()


def test_theme_is_switched_on_live_widgets(qapp: QApplication) -> None:
    look = apply_look(qapp, Theme.LIGHT)
    received: list[Tokens] = []
    look.changed.connect(received.append)
    assert apply_look(qapp, Theme.DARK) is look
    assert is_dark(qapp.palette())
    assert apply_look(qapp, Theme.DARK).tokens.is_dark
    apply_look(qapp, Theme.LIGHT)
    assert not is_dark(qapp.palette())
    assert [tokens.is_dark for tokens in received] == [True, False]
    look.changed.disconnect(received.append)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_a_widget_with_a_transparent_ground_has_its_theme(theme: Theme, qapp: QApplication) -> None:
    apply_look(qapp, theme)
    button = QToolButton()  # the style sheet gives it no ground
    button.ensurePolished()
    assert is_dark(button.palette()) is (theme is Theme.DARK)


def test_system_theme_is_judged_by_its_palette(qapp: QApplication) -> None:
    apply_look(qapp, Theme.DARK)
    look = apply_look(qapp, Theme.SYSTEM)
    expected = is_dark(QApplication.style().standardPalette())
    assert look.tokens.is_dark is expected, "our own dark palette must not be taken for the system's"


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_is_drawn_in_the_requested_colour(name: str, qapp: QApplication) -> None:
    for theme in THEMES:
        apply_look(qapp, theme)
        tokens = load_tokens(theme)
        image = icon_pixmap(name, IconRole.ACCENT, 24, 2.0).toImage()
        assert image.size() == QSize(48, 48)
        inked = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
        full = [each for each in inked if each.alpha() == 255]
        assert full, "nothing is drawn"
        assert all(is_nearly(each, tokens.accent_text) for each in full)


def test_existing_icon_follows_theme_and_density(qapp: QApplication) -> None:
    apply_look(qapp, Theme.LIGHT)
    play = icon("play")

    def middle(mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
        pixmap = play.pixmap(QSize(24, 24), 2.0, mode)
        assert pixmap.size() == QSize(48, 48)
        assert pixmap.devicePixelRatio() == 2.0
        return pixmap.toImage().pixelColor(24, 24).name()

    assert middle() == load_tokens(Theme.LIGHT).icon.name()
    assert middle(QIcon.Mode.Disabled) == load_tokens(Theme.LIGHT).disabled.name()
    apply_look(qapp, Theme.DARK)
    assert middle() == load_tokens(Theme.DARK).icon.name()


def test_icon_can_be_copied_and_changed(qapp: QApplication) -> None:
    apply_look(qapp, Theme.LIGHT)
    first = icon("pause")
    second = QIcon(first)
    second.addPixmap(icon_pixmap("play", IconRole.PLAIN, 16, 1.0))
    del first
    assert not second.pixmap(QSize(16, 16)).isNull()


def test_icon_beside_text_follows_the_theme(qapp: QApplication) -> None:
    apply_look(qapp, Theme.LIGHT)
    label = IconLabel("stop", IconRole.ACCENT, 24)
    assert label.grab().toImage().pixelColor(12, 12) == load_tokens(Theme.LIGHT).accent_text
    apply_look(qapp, Theme.DARK)
    assert label.grab().toImage().pixelColor(12, 12) == load_tokens(Theme.DARK).accent_text


def test_unknown_icon_raises_at_once(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_application_icon_exists(qapp: QApplication) -> None:
    image = application_icon().pixmap(QSize(64, 64)).toImage()
    assert image.pixelColor(32, 8).name() != "#000000"


def test_font_survives_every_style_class(qapp: QApplication) -> None:
    apply_look(qapp, Theme.LIGHT)
    label = QLabel("words")
    label.setFont(text_font(TextSize.TITLE, is_strong=True))
    wanted = label.font().toString()
    for each in (StyleClass.MUTED, StyleClass.PRACTICE, StyleClass.NONE):
        set_style_class(label, each)
        label.grab()
        assert label.font().toString() == wanted
    portrait(label, "look-label")


def test_widget_built_without_the_style_sheet_looks_the_same(qapp: QApplication) -> None:
    apply_look(qapp, Theme.DARK)
    sheet = qapp.styleSheet()

    def button() -> QPushButton:
        made = QPushButton("Generate")
        made.setFont(text_font(TextSize.TITLE))
        set_style_class(made, StyleClass.PRIMARY)
        return made

    with style_sheet_suspended(qapp):
        assert qapp.styleSheet() == ""
        late = button()
    assert qapp.styleSheet() == sheet
    early = button()
    assert late.sizeHint() == early.sizeHint()
    assert late.grab().toImage() == early.grab().toImage()
    with pytest.raises(ZeroDivisionError), style_sheet_suspended(qapp):
        _ = 1 / 0
    assert qapp.styleSheet() == sheet
