"""The last frame, the clip and the seamless loop: what the form shows, takes, refuses and sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox

from tests.support.gui import GuiLoop, gui_loop
from tests.support.portraits import portrait
from tests.support.widgets import FACTS, SOUND_FACTS, FakeAudioPlayer, FakeQuestions, named, wear_test_font
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Draft, Field, new_draft
from wandesk.domain.errors import InputRefused, WrongKindOfFile
from wandesk.domain.media import ClipFacts
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.composer.clip_part_dialog import ClipPartDialog
from wandesk.ui.composer.drop_overlay import zone_text
from wandesk.ui.composer.offers import Offer
from wandesk.ui.look import Theme, apply_look

CAT, DOG, VOICE = "/home/me/cat.jpg", "/home/me/dog.png", "/home/me/voice.mp3"
TINY = "/home/me/tiny.png"
BEACH, HOLIDAY = "/home/me/beach.mp4", "/home/me/holiday.mkv"
CLIP_FACTS = ClipFacts(
    format="MP4", width=1280, height=720, seconds=3.0, size_bytes=2_000_000, fps=30.0, can_be_copied=True
)


class Form:
    """The form with its fakes, and what it emitted."""

    def __init__(self, loop: GuiLoop, folder: Path, *, model: str = "wan2.7-i2v") -> None:
        self.loop = loop
        self.questions = FakeQuestions(folder)
        self.questions.pictures = {
            CAT: FACTS,
            DOG: replace(FACTS, format="PNG", width=800, height=600),
            TINY: replace(FACTS, width=100, height=100),
        }
        self.questions.sounds = {VOICE: SOUND_FACTS}
        self.questions.clips = {BEACH: CLIP_FACTS, HOLIDAY: replace(CLIP_FACTS, format="MKV", seconds=95.0)}
        catalog = load_catalogue()
        self.composer = Composer(
            catalog=catalog,
            draft=new_draft(catalog, "practice", model),
            questions=self.questions,
            spawn=loop.spawn,
            audio_player=FakeAudioPlayer(),
            language="en",
            monotonic=lambda: 100.0,
        )
        self.orders: list[Draft] = []
        self.composer.generate_requested.connect(self.orders.append)
        self.composer.resize(400, 980)
        self.composer.show()

    @property
    def draft(self) -> Draft:
        return self.composer.draft

    def held(self, field: Field) -> str | None:
        """The path of the file in a card."""
        file = getattr(self.draft, field.value)
        return str(file.path) if file is not None else None

    def loops(self) -> bool:
        return self.draft.is_loop

    def sound(self) -> SoundChoice | None:
        return self.draft.sound_choice

    def reads(self) -> bool:
        return self.composer.is_reading

    def drop(self, path: str, onto: Field) -> None:
        self.composer.second.offer(Offer(places=(path,)), onto)
        self.loop.settle()

    def choose_model(self, key: str) -> None:
        self.composer.cards.offer.model_chosen.emit(key)
        self.loop.settle()

    def press(self, name: str) -> None:
        button = named(QAbstractButton, name, within=self.composer)
        assert isinstance(button, QAbstractButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.loop.settle()


@pytest.fixture
def form(qapp: QApplication, tmp_path: Path) -> Iterator[Form]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        each = Form(loop, tmp_path)
        each.composer.offer_files([CAT])
        each.loop.settle()
        yield each
        each.composer.close()
        each.composer.deleteLater()


def test_cards_follow_the_model(form: Form) -> None:
    cards = form.composer.cards
    assert (cards.last_frame.isVisible(), cards.clip.isVisible()) == (True, True)
    form.choose_model("wan3.0-video")
    assert (cards.last_frame.isVisible(), cards.clip.isVisible()) == (True, False)
    form.choose_model("wan2.5-i2v-preview")
    assert (cards.last_frame.isVisible(), cards.clip.isVisible()) == (False, False)
    form.choose_model("wan2.2-kf2v-flash")
    assert (cards.last_frame.isVisible(), cards.clip.isVisible()) == (True, False)


def test_last_frame_is_taken_replaced_and_removed(form: Form) -> None:
    card = form.composer.cards.last_frame
    form.drop(DOG, Field.LAST_FRAME)
    assert (form.held(Field.PICTURE), form.held(Field.LAST_FRAME)) == (CAT, DOG)
    assert "dog.png" in card.target.accessibleDescription()
    assert card.caution_label.isVisible()  # another shape than the first picture
    form.composer.generate()
    assert [order.last_frame is not None for order in form.orders] == [True]
    form.press("Remove last frame")
    assert form.held(Field.LAST_FRAME) is None
    assert card.target.hasFocus()


def test_unusable_last_frame_is_refused_on_its_own_card(form: Form) -> None:
    cards = form.composer.cards
    form.drop(DOG, Field.LAST_FRAME)
    form.drop(VOICE, Field.LAST_FRAME)
    assert "voice.mp3" in cards.last_frame.error_label.text()
    assert cards.first_frame.error_label.isHidden()
    assert form.held(Field.LAST_FRAME) == DOG
    form.drop(DOG, Field.LAST_FRAME)  # the sentence goes when the next file is read
    assert cards.last_frame.error_label.isHidden()


def test_last_frame_that_is_too_small_can_be_enlarged(form: Form) -> None:
    form.drop(TINY, Field.LAST_FRAME)
    assert not form.composer.footer.generate_button.isEnabled()
    form.press("Enlarge the last picture")
    assert form.composer.footer.generate_button.isEnabled()
    form.composer.generate()
    last = form.orders[-1].last_frame
    assert last is not None
    assert last.edit.may_enlarge


def test_a_video_on_the_last_frame_offers_its_frames(form: Form) -> None:
    form.questions.refusals[BEACH] = WrongKindOfFile(sentence=Sentence.PICTURE_IS_VIDEO)
    form.drop(BEACH, Field.LAST_FRAME)
    assert "This is a video" in form.composer.cards.last_frame.error_label.text()
    assert form.composer.cards.first_frame.offers.isHidden()
    del form.questions.refusals[BEACH]
    form.questions.pictures[BEACH] = FACTS
    form.press("End with the video's first frame")
    assert ("first frame", BEACH) in form.questions.asked
    assert form.held(Field.LAST_FRAME) == BEACH
    assert form.composer.cards.last_frame.offers.isHidden()


def test_loop_takes_the_first_picture_and_keeps_the_last_one(form: Form) -> None:
    card = form.composer.cards.last_frame
    form.drop(DOG, Field.LAST_FRAME)
    switch = named(QCheckBox, "Seamless loop", within=form.composer)
    assert isinstance(switch, QCheckBox)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(8, switch.height() // 2))
    form.loop.settle()
    assert form.loops()
    assert form.held(Field.LAST_FRAME) == DOG
    assert card.target.accessibleDescription() == "Same as the first picture"
    assert not card.target.isEnabled()
    assert card.caution_label.isHidden()
    form.composer.generate()
    assert form.orders[-1].is_loop
    form.composer.submission_finished()
    form.drop(DOG, Field.LAST_FRAME)  # another last picture ends the loop
    assert not form.loops()
    assert not switch.isChecked()


def test_clip_takes_the_place_of_the_first_picture(form: Form) -> None:
    cards = form.composer.cards
    form.drop(BEACH, Field.CLIP)
    assert form.held(Field.CLIP) == BEACH
    assert not cards.first_frame.isVisible()
    assert "beach.mp4" in cards.clip.target.accessibleDescription()
    assert cards.clip.target.height() == cards.first_frame.target.height()
    assert cards.clip.sent_label.text() == "3 s of clip, then 2 s of new video."
    form.choose_model("wan2.5-i2v-preview")
    assert cards.first_frame.isVisible()
    assert "First clip" in cards.offer.change_label.text()
    form.choose_model("wan2.7-i2v")
    assert not cards.first_frame.isVisible()
    form.press("Remove clip")
    assert form.held(Field.CLIP) is None
    assert cards.first_frame.isVisible()
    assert form.held(Field.PICTURE) == CAT


def test_clip_takes_no_audio_of_the_user(form: Form) -> None:
    audio = form.composer.cards.audio
    form.composer.offer_files([VOICE])
    form.loop.settle()
    assert form.sound() is SoundChoice.MINE
    form.drop(BEACH, Field.CLIP)
    assert not audio.choices.buttons[SoundChoice.MINE].isVisible()
    assert "remove the clip" in audio.error_label.text()
    assert not form.composer.footer.generate_button.isEnabled()
    form.press("Automatic sound")
    assert form.composer.footer.generate_button.isEnabled()
    form.composer.offer_files([VOICE])
    form.loop.settle()
    assert form.sound() is SoundChoice.AUTOMATIC
    form.press("Remove clip")
    assert audio.choices.buttons[SoundChoice.MINE].isVisible()


def test_clip_alone_is_enough(form: Form) -> None:
    form.press("Remove picture")
    assert not form.composer.footer.generate_button.isEnabled()
    form.drop(BEACH, Field.CLIP)
    assert form.composer.footer.generate_button.isEnabled()
    assert not form.composer.is_untouched


def test_unusable_clip_is_refused_on_its_own_card(form: Form) -> None:
    card = form.composer.cards.clip
    form.drop(HOLIDAY, Field.CLIP)
    assert card.error_label.text() == ("This clip is 95 s long. Use 10 s of it, or choose another one.")
    form.drop(DOG, Field.CLIP)
    assert card.error_label.text() == "That file isn't a supported video. Use MP4 or MOV."
    form.questions.refusals[BEACH] = InputRefused(sentence=Sentence.CLIP_DAMAGED)
    form.drop(BEACH, Field.CLIP)
    assert card.error_label.text().startswith("That video is damaged")
    assert form.held(Field.CLIP) is None


def test_end_of_a_long_video_is_the_clip(form: Form) -> None:
    offers = form.composer.cards.clip.offers
    form.drop(HOLIDAY, Field.CLIP)
    assert [each.text() for each in offers.buttons if each.isVisible()] == ["Last 10 s", "Choose…"]
    form.composer.cards.video.chosen.emit("seconds", 15)
    form.drop(HOLIDAY, Field.CLIP)
    form.press("Continue its end")
    assert ("part 85 10", HOLIDAY) in form.questions.asked
    assert form.draft.clip is not None
    assert (form.draft.clip.facts.seconds, Path(form.draft.clip.path).name) == (10.0, "holiday.mp4")
    assert form.composer.footer.generate_button.isEnabled()
    assert not any(each.isVisible() for each in offers.buttons)


def test_part_of_a_long_video_is_chosen_on_its_frames(form: Form) -> None:
    form.drop(HOLIDAY, Field.CLIP)
    form.press("Choose the part to continue")
    dialog = form.composer.findChild(ClipPartDialog)
    assert dialog is not None
    assert dialog.facts_label.text() == "10 s of 1 min 35 s"
    assert dialog.first_label.text() == "Starts at 1:25.0"
    assert ("frames 85 to 95", HOLIDAY) in form.questions.asked
    assert any(each.startswith("frames 3.9") for each, _ in form.questions.asked), "the strip of the whole video"
    assert not dialog.first.pixmap().isNull()
    portrait(dialog, "clip-part")
    strip = dialog.range
    middle = QPoint(round(strip.width() * 0.3), strip.height() // 2)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert strip.part.start == pytest.approx(0.3 * 95 - 5, abs=0.5)
    start = strip.part.start
    QTest.keyClick(strip.start_handle, Qt.Key.Key_Left)
    assert strip.part.start == pytest.approx(start - 0.1), "as long as it may be, the whole part moves"
    QTest.keyClick(strip.end_handle, Qt.Key.Key_PageDown)
    assert strip.part.seconds == pytest.approx(9.0)
    chosen = strip.part
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    form.loop.settle()
    assert (f"part {chosen.start:g} {chosen.seconds:g}", HOLIDAY) in form.questions.asked
    assert form.draft.clip is not None
    form.press("Choose another part")
    again = [each for each in form.composer.findChildren(ClipPartDialog) if each.isVisible()]
    assert [each.range.part for each in again] == [chosen]
    again[0].reject()
    form.drop(BEACH, Field.CLIP)
    assert not form.composer.cards.clip.part_button.isVisible(), "used as a whole"


def test_video_of_another_kind_is_converted(form: Form) -> None:
    form.questions.clips[HOLIDAY] = replace(CLIP_FACTS, format="MKV", can_be_copied=False)
    form.drop(HOLIDAY, Field.CLIP)
    shown = [each.text() for each in form.composer.cards.clip.offers.buttons if each.isVisible()]
    assert shown == ["Convert it"]
    form.press("Convert the video")
    assert form.draft.clip is not None
    assert form.draft.clip.facts.format == "MP4"


def test_generate_waits_for_a_clip_that_is_being_read(form: Form) -> None:
    gate = form.questions.hold(BEACH)
    form.composer.second.offer(Offer(places=(BEACH,)), Field.CLIP)
    assert form.reads()
    assert not form.composer.footer.generate_button.isEnabled()
    assert form.composer.cards.clip.target.is_reading
    gate.set()
    form.loop.settle()
    assert not form.reads()
    assert form.held(Field.CLIP) == BEACH


def test_clip_longer_than_the_video_is_said_at_the_duration(form: Form) -> None:
    form.questions.clips[BEACH] = replace(CLIP_FACTS, seconds=8.0)
    form.drop(BEACH, Field.CLIP)
    assert not form.composer.footer.generate_button.isEnabled()
    assert "at least 8 s" in form.composer.cards.video.problem_label.text()
    form.composer.cards.video.chosen.emit("seconds", 10)
    assert form.composer.footer.generate_button.isEnabled()


@pytest.mark.parametrize(
    ("path", "model", "texts"),
    [
        (DOG, "wan2.7-i2v", ["Use as the picture", "Use as the last frame"]),
        (BEACH, "wan2.7-i2v", ["Use as the picture", "Continue this video", "Use as the audio"]),
        (DOG, "wan3.0-video", ["Use as the picture", "Use as the last frame"]),
        (DOG, "wan2.5-i2v-preview", ["Use as the picture"]),
    ],
)
def test_drag_shows_what_each_place_would_do(form: Form, path: str, model: str, texts: list[str]) -> None:
    form.choose_model(model)
    composer, overlay = form.composer, form.composer.drops.overlay
    mime = dragged(path)
    copy, left, no_key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    where = QPointF(100, composer.height() * 0.7 if len(texts) == 2 else composer.height() / 2)
    QApplication.sendEvent(composer, QDragEnterEvent(where.toPoint(), copy, mime, left, no_key))
    assert [zone_text(zone) for zone in overlay.zones] == texts
    if len(texts) > 1:
        (marked,) = overlay.marked
        QApplication.sendEvent(composer, QDropEvent(where, copy, mime, left, no_key))
        form.loop.settle()
        assert getattr(form.draft, marked.value).path == path


def dragged(path: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path)])
    return mime


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_cards_are_drawn(form: Form, qapp: QApplication, theme: Theme) -> None:
    apply_look(qapp, theme)
    portrait(form.composer, f"second-empty-{theme.value}")
    form.drop(DOG, Field.LAST_FRAME)
    portrait(form.composer, f"second-last-{theme.value}")
    form.drop(BEACH, Field.CLIP)
    portrait(form.composer, f"second-clip-{theme.value}")
    form.composer.cards.last_frame.loop_chosen.emit(True)
    form.loop.settle()
    image = portrait(form.composer, f"second-loop-{theme.value}")
    assert image.width() == form.composer.width()
    apply_look(qapp, Theme.LIGHT)
