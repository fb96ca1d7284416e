"""The form in every state, drawn as pictures to look at, with the checks that such a picture allows."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.support.gui import GuiLoop, gui_loop
from tests.support.portraits import portrait
from tests.support.widgets import FACTS, SOUND_FACTS, FakeAudioPlayer, FakeQuestions, wear_test_font
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import new_draft
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.composer.text_area import TextArea
from wandesk.ui.look import Theme, apply_look

LONG_ZH = "镜头缓缓推近，少女的长发在海风中轻轻飘动，远处的灯塔一闪一闪。" * 60


class Drawing:
    """A form on an event loop, ready to be drawn."""

    def __init__(self, app: QApplication, loop: GuiLoop, folder: Path, *, language: str = "en") -> None:
        self.app = app
        self.loop = loop
        self.catalog = load_catalogue()
        self.questions = FakeQuestions(folder)
        self.questions.pictures["portrait.jpg"] = FACTS
        self.questions.pictures["alpha.png"] = replace(
            FACTS, format="PNG", width=9000, height=5000, has_alpha=True, is_turned=True, size_bytes=14_000_000
        )
        self.questions.sounds["my voice over the sea, second take.mp3"] = SOUND_FACTS
        self.composer = Composer(
            catalog=self.catalog,
            draft=new_draft(self.catalog, "practice"),
            questions=self.questions,
            spawn=loop.spawn,
            audio_player=FakeAudioPlayer(),
            language=language,
        )
        self.composer.resize(400, 800)
        self.composer.show()

    def put_in(self, *paths: str) -> None:
        self.composer.offer_files(paths)
        self.loop.run_until(lambda: self.composer.draft.picture is not None or not paths)
        self.loop.run_until(lambda: self.composer.cards.first_frame.target._pixmap is not None)

    def settle(self) -> None:
        self.loop.run_story(asyncio.sleep(0))
        self.loop.run_story(asyncio.sleep(0))


@pytest.fixture
def drawing(qapp: QApplication, tmp_path: Path) -> Iterator[Drawing]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        each = Drawing(qapp, loop, tmp_path)
        yield each
        each.composer.close()
        each.composer.deleteLater()
    apply_look(qapp, Theme.LIGHT)


def saturation(image: QImage) -> int:
    """The saturation of the middle, 0 to 255."""
    return QColor(image.pixel(image.width() // 2, image.height() // 2)).hslSaturation()


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_every_state_is_drawn(drawing: Drawing, theme: Theme) -> None:
    composer = drawing.composer
    apply_look(drawing.app, theme)
    drawing.settle()
    portrait(composer, f"composer-empty-{theme}")
    empty = composer.cards.first_frame.target.grab().toImage()

    gate = drawing.questions.hold("portrait.jpg")
    composer.offer_files(["portrait.jpg"])
    drawing.settle()
    portrait(composer, f"composer-reading-{theme}")
    gate.set()
    drawing.put_in("portrait.jpg")
    composer.cards.prompt.field.setPlainText("She turns her head slowly and smiles; waves and gulls in the distance.")
    drawing.settle()
    portrait(composer, f"composer-picture-{theme}")
    filled = composer.cards.first_frame.target.grab().toImage()
    assert saturation(filled) > saturation(empty) + 60, "the colour comes from the picture"

    composer.offer_files(["notes.txt"])
    drawing.loop.run_until(composer.cards.first_frame.error_label.isVisible)
    portrait(composer, f"composer-error-{theme}")

    composer.offer_files(["my voice over the sea, second take.mp3"])
    drawing.loop.run_until(lambda: composer.draft.audio is not None)
    drawing.settle()
    composer.cards.area.verticalScrollBar().setValue(10_000)
    portrait(composer, f"composer-my-audio-{theme}")

    composer.set_draft(
        replace(composer.draft, region="singapore", resolution="480P", seconds=10, sound_choice=SoundChoice.AUTOMATIC)
    )
    composer.cards.offer.model_box.setCurrentIndex(composer.cards.offer.model_box.findData("wan2.6-i2v-flash"))
    composer.cards.area.verticalScrollBar().setValue(0)
    drawing.settle()
    portrait(composer, f"composer-model-changed-{theme}")


def test_small_dense_and_long_forms_are_drawn(drawing: Drawing) -> None:
    composer = drawing.composer
    composer.offer_files(["alpha.png"])
    drawing.loop.run_until(lambda: composer.cards.first_frame.target._pixmap is not None)
    composer.cards.prompt.field.setPlainText(LONG_ZH)
    composer.resize(360, 560)
    drawing.settle()
    portrait(composer, "composer-1024x640", density=1.0)
    composer.resize(400, 860)
    drawing.settle()
    dense = portrait(composer, "composer-200-percent", density=2.0)
    assert dense.width() == 800


def test_larger_text_still_fits(drawing: Drawing) -> None:
    composer = drawing.composer
    font = drawing.app.font()
    try:
        bigger = drawing.app.font()
        bigger.setPointSizeF(font.pointSizeF() * 1.4)
        drawing.app.setFont(bigger)
        other = Drawing(drawing.app, drawing.loop, drawing.questions.folder)
        other.composer.resize(360, 800)
        other.put_in("portrait.jpg")
        other.composer.set_draft(replace(other.composer.draft, sound_choice=SoundChoice.MINE))
        other.settle()
        portrait(other.composer, "composer-large-text")
        inner = other.composer.cards.area.widget()
        assert inner is not None
        assert inner.minimumSizeHint().width() <= other.composer.cards.area.viewport().width()
        other.composer.close()
        other.composer.deleteLater()
    finally:
        drawing.app.setFont(font)
    assert composer.isVisible()


def test_no_invitation_is_cut(drawing: Drawing) -> None:
    """The choice of an effect takes its place from the prompt: a low form invites in fewer words."""
    composer, field = drawing.composer, drawing.composer.cards.prompt.field
    seen: set[str] = set()
    for model in ("wan2.1-i2v-turbo", "wan2.5-i2v-preview"):
        composer.change_offer(model=model)
        for height in (560, 700, 800, 1000):
            composer.resize(400, height)
            drawing.settle()
            margin = round(field.document().documentMargin())
            width = field.viewport().width() - 2 * margin
            text = field.placeholderText()
            lines = field.fontMetrics().boundingRect(0, 0, width, 9999, Qt.TextFlag.TextWordWrap, text)
            assert lines.height() + margin <= field.viewport().height(), (model, height, text)
            seen.add(text)
    assert len(seen) == 2
    composer.resize(400, 700)
    drawing.settle()
    assert all(each.placeholderText() for each in composer.findChildren(TextArea))
