"""The part of the user's audio: chosen on the waveform with the mouse and the keyboard, said, played and sent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.gui import GuiLoop, gui_loop
from tests.support.portraits import portrait
from tests.support.widgets import FACTS, SOUND_FACTS, WAVEFORM, FakeAudioPlayer, FakeQuestions, wear_test_font
from wandesk.domain.draft import Field, new_draft
from wandesk.domain.errors import InputRefused
from wandesk.domain.media import Audio, AudioFacts, Waveform
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.composer.audio import AudioCard
from wandesk.ui.look import Theme, apply_look

MODEL = "wan2.6-i2v-flash"
"""Takes 3 to 30 s of audio, and makes videos of 2 to 15 s."""


class Sound:
    """A form whose sound card holds a file."""

    def __init__(self, loop: GuiLoop, folder: Path) -> None:
        self.loop = loop
        self.questions = FakeQuestions(folder)
        self.questions.pictures["cat.jpg"] = FACTS
        self.player = FakeAudioPlayer()
        catalog = load_catalogue()
        self.composer = Composer(
            catalog=catalog,
            draft=replace(new_draft(catalog, "practice", MODEL), seconds=5),
            questions=self.questions,
            spawn=loop.spawn,
            audio_player=self.player,
            language="en",
        )
        self.composer.resize(400, 900)
        self.composer.show()

    @property
    def card(self) -> AudioCard:
        return self.composer.cards.audio

    @property
    def audio(self) -> Audio:
        audio = self.composer.draft.audio
        assert audio is not None
        return audio

    def position(self) -> float | None:
        """The place that is shown as played."""
        return self.card.waveform._position

    def playing(self) -> str | None:
        return self.player.playing

    def chosen(self) -> tuple[float, float | None]:
        """The start and the length of the part."""
        return self.audio.start, self.audio.length

    @property
    def said(self) -> str:
        return self.card.length_label.text()

    def offer(self, seconds: float = 12.0, name: str = "waves.mp3", **facts: object) -> None:
        self.questions.sounds[f"/{name}"] = replace(SOUND_FACTS, seconds=seconds, **facts)  # type: ignore[arg-type]
        self.composer.offer_files([f"/{name}"])
        self.loop.settle()

    def at(self, seconds: float) -> QPoint:
        """Where a moment is on the waveform."""
        waveform = self.card.waveform
        return QPoint(round(waveform._scale.x_of(seconds)), waveform.height() // 2)

    def drag(self, begin: float, end: float) -> None:
        waveform = self.card.waveform
        QTest.mousePress(waveform, Qt.MouseButton.LeftButton, pos=self.at(begin))
        QTest.mouseMove(waveform, self.at((begin + end) / 2))
        QTest.mouseMove(waveform, self.at(end))
        QTest.mouseRelease(waveform, Qt.MouseButton.LeftButton, pos=self.at(end))


@pytest.fixture
def sound(qapp: QApplication, tmp_path: Path) -> Iterator[Sound]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        each = Sound(loop, tmp_path)
        yield each
        each.composer.close()
        each.composer.deleteLater()
    apply_look(qapp, Theme.LIGHT)


def close_to(seconds: float) -> Any:
    """A pixel of the waveform is a tenth of a second."""
    return pytest.approx(seconds, abs=0.15)


# -------------------------------------------------------------------- what is said


@pytest.mark.parametrize(
    ("facts", "shown", "said"),
    [
        ({"seconds": 7.0}, "0:00–0:05 of 0:07", "Longer than the video. The end will be cut off."),
        ({"seconds": 4.0}, "4 s · MP3", "Shorter than the video. The rest will be silent."),
        ({"seconds": 5.1}, "5.1 s · MP3", "As long as the video."),
        ({"seconds": 30.06}, "0:00–0:05 of 0:30.1", "30.06 s long. What is beyond 30 s will be cut off."),
        ({"seconds": 600.0}, "0:00–0:05 of 10:00", "10 min long. Only the marked part is used; drag it to choose."),
        ({"seconds": 2.9}, "2.9 s · MP3", "2.9 s long. Silence is added up to 3 s."),
        (
            {"seconds": 4.0, "format": "M4A", "is_plain": False},
            "4 s · M4A",
            "Shorter than the video. The rest will be silent. Before upload: converted to WAV.",
        ),
        (
            {"seconds": 5.0, "format": "MP4", "is_plain": False, "has_video": True},
            "5 s · MP4",
            "The audio of this video is used. As long as the video. Before upload: converted to WAV.",
        ),
        (
            {"seconds": 5.0, "waveform": Waveform(peaks=(4,) * 50)},
            "5 s · MP3",
            "As long as the video. This part is silent.",
        ),
        (
            {"seconds": 5.0, "waveform": replace(WAVEFORM, clipped=tuple(range(400, 430)))},
            "5 s · MP3",
            "As long as the video. This part is distorted (clipping).",
        ),
    ],
)
def test_card_says_what_becomes_of_the_audio(sound: Sound, facts: dict[str, object], shown: str, said: str) -> None:
    sound.questions.sounds["/a.mp4"] = replace(SOUND_FACTS, **facts)  # type: ignore[arg-type]
    sound.composer.intake.offer_files(["/a.mp4"], onto=Field.AUDIO)
    sound.loop.settle()
    assert sound.said == said
    assert sound.card.target.accessibleDescription().startswith(f"a.mp4, {shown.replace(' · ', ', ')}. ")


def test_too_short_audio_is_refused_in_true_digits(sound: Sound) -> None:
    sound.offer(2.06)
    assert sound.composer.draft.audio is None
    assert sound.card.error_label.text() == "This audio is 2.06 s long. Choose one of at least 3 s."


def test_audio_of_another_model_is_fitted_and_kept(sound: Sound) -> None:
    sound.offer(12.0)
    sound.drag(5.0, 3.5)
    assert sound.chosen() == (0.0, close_to(3.5))
    sound.composer.cards.offer.model_box.setCurrentIndex(
        sound.composer.cards.offer.model_box.findData("wan2.2-i2v-flash")
    )
    assert not sound.card.isVisible(), "a silent model"
    sound.composer.cards.offer.model_box.setCurrentIndex(sound.composer.cards.offer.model_box.findData(MODEL))
    assert sound.chosen() == (0.0, close_to(3.5))


# -------------------------------------------------------------------- the mouse


def test_part_is_dragged(sound: Sound) -> None:
    sound.offer(12.0)
    before = len(sound.questions.asked)
    sound.drag(2.5, 6.5)
    assert sound.chosen() == (close_to(4.0), None)
    assert sound.card.waveform.part.seconds == 5.0
    sound.drag(5.0, 20.0)
    assert sound.chosen() == (9.0, None), "at least 3 s of audio are left"
    assert sound.said == "Shorter than the video. The rest will be silent."
    assert len(sound.questions.asked) == before


def test_end_is_dragged_and_follows_the_video_again(sound: Sound) -> None:
    sound.offer(12.0)
    sound.drag(5.0, 4.0)
    assert sound.chosen() == (0.0, close_to(4.0))
    assert sound.said == "Shorter than the video. The rest will be silent."
    sound.drag(4.0, 1.0)
    assert sound.chosen() == (0.0, 3.0), "the model takes no less"
    sound.drag(3.0, 9.0)
    assert sound.chosen() == (0.0, None), "as long as the video"


def test_start_is_dragged_and_the_chosen_end_stays(sound: Sound) -> None:
    sound.offer(12.0)
    sound.drag(5.0, 4.5)
    sound.drag(0.0, 1.0)
    assert sound.chosen() == (close_to(1.0), close_to(3.5))


def test_click_beside_the_part_moves_it_there(sound: Sound) -> None:
    sound.offer(12.0)
    QTest.mouseClick(sound.card.waveform, Qt.MouseButton.LeftButton, pos=sound.at(8.0))
    assert sound.chosen() == (close_to(5.5), None)


def test_draft_changes_once_for_a_drag(sound: Sound) -> None:
    sound.offer(12.0)
    drafts: list[object] = []
    sound.composer.draft_changed.connect(drafts.append)
    sound.drag(2.5, 6.5)
    assert len(drafts) == 1


def test_long_audio_is_shown_around_the_part_and_the_strip_goes_anywhere(sound: Sound) -> None:
    sound.offer(600.0)
    waveform = sound.card.waveform
    assert waveform._has_strip
    assert waveform._view.seconds == 60.0
    whole = waveform._whole
    there = QPointF(whole.x_of(300.0), whole.area.center().y()).toPoint()
    QTest.mouseClick(waveform, Qt.MouseButton.LeftButton, pos=there)
    assert sound.audio.start == pytest.approx(297.5, abs=3)
    assert waveform._view.start < sound.audio.start < waveform._view.end, "and is in sight"
    portrait(sound.composer, "composer-audio-long", density=2.0)


def test_drag_beyond_the_edge_scrolls_on(sound: Sound) -> None:
    sound.offer(600.0)
    waveform = sound.card.waveform
    QTest.mousePress(waveform, Qt.MouseButton.LeftButton, pos=sound.at(2.5))
    beyond = QPointF(waveform.width() + 20, 10)  # the system sends it to the widget that holds the mouse
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    move = QMouseEvent(QEvent.Type.MouseMove, beyond, waveform.mapToGlobal(beyond), left, left, none)
    QApplication.sendEvent(waveform, move)
    sound.loop.run_until(lambda: waveform.part.start > 100.0)
    QTest.mouseRelease(waveform, Qt.MouseButton.LeftButton, pos=QPoint(waveform.width() + 20, 10))
    stopped = sound.audio.start
    assert stopped > 100.0
    sound.loop.run_story(asyncio.sleep(0.1))
    assert sound.audio.start == stopped


# -------------------------------------------------------------------- the keyboard and screen readers


def test_part_is_chosen_with_keys(sound: Sound) -> None:
    sound.offer(12.0)
    start, end = sound.card.waveform.start_handle, sound.card.waveform.end_handle
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_PageUp, Qt.Key.Key_Left):
        QTest.keyClick(start, key)
    assert sound.chosen() == (1.1, None)
    QTest.keyClick(end, Qt.Key.Key_PageDown)
    assert sound.chosen() == (1.1, 4.0)
    QTest.keyClick(end, Qt.Key.Key_Home)
    assert sound.chosen() == (1.1, 3.0)
    QTest.keyClick(end, Qt.Key.Key_End)
    assert sound.chosen() == (1.1, None)
    QTest.keyClick(start, Qt.Key.Key_End)
    assert sound.chosen() == (9.0, None)


def test_keys_finish_what_the_mouse_began(sound: Sound) -> None:
    sound.offer(12.0)
    sound.drag(5.0, 4.0)
    _, dragged = sound.chosen()
    assert dragged is not None
    assert QApplication.focusWidget() is sound.card.waveform.end_handle
    QTest.keyClick(sound.card.waveform.end_handle, Qt.Key.Key_Left)
    assert sound.chosen() == (0.0, close_to(dragged - 0.1))
    assert sound.chosen()[1] != dragged


def test_handles_are_sliders_with_names_and_values(sound: Sound) -> None:
    sound.offer(12.0)
    for handle, name, value in (
        (sound.card.waveform.start_handle, "Audio start", 0),
        (sound.card.waveform.end_handle, "Audio end", 500),
    ):
        interface = QAccessible.queryAccessibleInterface(handle)
        assert interface.role() is QAccessible.Role.Slider
        assert interface.text(QAccessible.Text.Name) == name
        assert interface.text(QAccessible.Text.Description) == "0:00–0:05 of 0:12"
        assert handle.value() == value


# -------------------------------------------------------------------- playing


def test_part_that_is_sent_is_played_and_its_place_is_shown(sound: Sound) -> None:
    sound.offer(12.0)
    sound.drag(2.5, 6.5)
    sound.card.chip.play_button.click()
    sound.loop.run_until(lambda: sound.playing() is not None)
    start = sound.audio.start
    assert sound.playing() == str(sound.questions.folder / f"excerpt of waves.mp3 {start:g} 5")
    sound.player.position_changed.emit(1.5)
    assert sound.position() == start + 1.5
    sound.card.chip.play_button.click()
    assert sound.playing() is None
    assert sound.position() is None
    sound.card.chip.play_button.click()
    assert sound.playing() is not None
    assert [what for what, _ in sound.questions.asked].count("excerpt") == 1, "cut once"


def test_another_part_stops_playing(sound: Sound) -> None:
    sound.offer(12.0)
    sound.card.chip.play_button.click()
    sound.loop.run_until(lambda: sound.playing() is not None)
    QTest.keyClick(sound.card.waveform.start_handle, Qt.Key.Key_Right)
    assert sound.playing() is None
    assert sound.card.chip.play_button.accessibleName() == "Play audio"


def test_playing_can_be_stopped_while_the_part_is_cut(sound: Sound) -> None:
    sound.offer(12.0)
    gate = sound.questions.hold("/waves.mp3")
    speaks = sound.card.chip.play_button.accessibleName
    sound.card.chip.play_button.click()
    sound.loop.run_until(lambda: ("excerpt", "/waves.mp3") in sound.questions.asked)
    assert speaks() == "Stop audio"
    sound.card.chip.play_button.click()
    assert speaks() == "Play audio"
    gate.set()
    sound.loop.settle()
    assert sound.playing() is None


def test_part_that_cannot_be_cut_is_said(sound: Sound) -> None:
    sound.offer(12.0)
    sound.questions.refusals["/waves.mp3"] = InputRefused(sentence=Sentence.AUDIO_NOT_FOUND)
    sound.card.chip.play_button.click()
    sound.loop.run_until(sound.card.error_label.isVisible)
    assert sound.card.error_label.text() == "The audio file is no longer there. Choose it again."
    assert sound.card.chip.play_button.accessibleName() == "Play audio"


# -------------------------------------------------------------------- drops and looks


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_states_of_the_card_are_drawn(sound: Sound, qapp: QApplication, theme: Theme) -> None:
    apply_look(qapp, theme)
    sound.offer(7.0, "a very long name of a voice memo from the beach.m4a", format="M4A", is_plain=False)
    sound.loop.settle()
    portrait(sound.composer, f"composer-audio-{theme}", density=2.0)
    sound.card.waveform.start_handle.setFocus(Qt.FocusReason.TabFocusReason)
    sound.composer.resize(360, 640)
    sound.loop.settle()
    portrait(sound.composer, f"composer-audio-small-{theme}", density=2.0)


def test_waveform_of_no_peaks_is_a_flat_line(sound: Sound) -> None:
    sound.offer(12.0, waveform=Waveform())
    flat = sound.card.waveform.grab().toImage()
    sound.offer(12.0, "other.mp3")
    assert sound.card.waveform.grab().toImage() != flat


def test_facts_default_to_no_waveform() -> None:
    assert AudioFacts(format="WAV", seconds=1.0, size_bytes=1).waveform.is_silent() is False
