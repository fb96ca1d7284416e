"""The form: drops, typing and presses, and their effect on the draft and the shown texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QAccessibleInterface,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from tests.support.gui import GuiLoop, gui_loop, until
from tests.support.widgets import FACTS, SOUND_FACTS, FakeAudioPlayer, FakeQuestions, named, wear_test_font
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Draft, Field, find_problems, new_draft
from wandesk.domain.errors import InputRefused, MediaProcessFailed, WrongKindOfFile
from wandesk.domain.media import Extra, VideoFrame
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.composer.fields import ChoiceField
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.wording.amounts import number_text
from wandesk.ui.wording.parameters import label

VOICE = "/home/me/voice.mp3"
CAT = "/home/me/cat.jpg"
DOG = "/home/me/dog.png"


class Form:
    """The form with its fakes, and what it emitted."""

    def __init__(self, loop: GuiLoop, folder: Path, *, region: str = "practice") -> None:
        self.loop = loop
        self.now = 100.0
        self.catalog = load_catalogue()
        self.questions = FakeQuestions(folder)
        self.questions.pictures = {CAT: FACTS, DOG: replace(FACTS, format="PNG", width=800, height=600)}
        self.questions.sounds = {VOICE: SOUND_FACTS}
        self.player = FakeAudioPlayer()
        self.composer = Composer(
            catalog=self.catalog,
            draft=new_draft(self.catalog, region),
            questions=self.questions,
            spawn=loop.spawn,
            audio_player=self.player,
            language="en",
            monotonic=lambda: self.now,
        )
        self.orders: list[Draft] = []
        self.drafts: list[Draft] = []
        self.composer.generate_requested.connect(self.orders.append)
        self.composer.draft_changed.connect(self.drafts.append)
        self.composer.resize(400, 900)
        self.composer.show()

    def offer(self, *paths: str) -> None:
        self.composer.offer_files(paths)
        self.settle()

    def settle(self) -> None:
        self.loop.settle()

    @property
    def error(self) -> str:
        label = self.composer.cards.first_frame.error_label
        return label.text() if label.isVisible() else ""

    def choice(self, key: str) -> ChoiceField:
        """The combo box of a parameter."""
        field = self.composer.cards.video.fields[key]
        assert isinstance(field, ChoiceField)
        return field

    def sounding(self) -> str | None:
        return self.player.playing

    def named(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        return named(kind, name, within=self.composer)


@pytest.fixture
def form(qapp: QApplication, tmp_path: Path) -> Iterator[Form]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        each = Form(loop, tmp_path)
        yield each
        each.composer.close()
        each.composer.deleteLater()


# -------------------------------------------------------------------- names and keyboard


def test_every_control_has_its_agreed_name_and_role(form: Form) -> None:
    form.offer(CAT, VOICE)
    wanted = {
        "Region": QAccessible.Role.ComboBox,
        "Model": QAccessible.Role.ComboBox,
        "Resolution": QAccessible.Role.ComboBox,
        "Duration": QAccessible.Role.ComboBox,
        "First frame": QAccessible.Role.Button,
        "Audio file": QAccessible.Role.Button,
        "Prompt": QAccessible.Role.EditableText,
        "Automatic sound": QAccessible.Role.RadioButton,
        "My audio": QAccessible.Role.RadioButton,
        "Silent": QAccessible.Role.RadioButton,
        "Generate": QAccessible.Role.Button,
    }
    silent = form.named("Silent").isVisible()
    for name, role in wanted.items():
        interface = QAccessible.queryAccessibleInterface(form.named(name))
        assert interface is not None, name
        assert name in spoken_names(interface)
        assert interface.role() in (role, QAccessible.Role.PushButton if role is QAccessible.Role.Button else role)
    prices = [
        each for each in form.composer.findChildren(QLabel) if each.accessibleName().startswith("Estimated price")
    ]
    assert len(prices) == 1
    assert prices[0].isVisible()
    assert silent is (SoundChoice.SILENT in form.catalog.model(form.composer.draft.model).sound_choices)


def spoken_names(interface: QAccessibleInterface) -> list[str]:
    """The name, or as Qt does it for combo boxes on Unix, the label that points to it."""
    labels = [other.text(QAccessible.Text.Name) for other, _ in interface.relations(QAccessible.RelationFlag.Label)]
    return [interface.text(QAccessible.Text.Name), *labels]


def test_every_interactive_widget_is_named_and_icon_buttons_have_tooltips(form: Form) -> None:
    form.offer(CAT, VOICE)
    names: list[str] = []
    for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit):
        for each in form.composer.findChildren(kind):
            assert each.accessibleName(), each
            names.append(each.accessibleName())
            if isinstance(each, QAbstractButton) and not each.text():
                assert each.toolTip(), each.accessibleName()
    assert sorted(names) == sorted(set(names)), "each name once"


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_tab_order_is_the_order_of_the_form(form: Form) -> None:
    form.offer(CAT, VOICE)
    form.composer.activateWindow()
    form.composer.cards.offer.region_box.setFocus()
    seen = [focused().accessibleName()]
    for _ in range(26):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        name = focused().accessibleName()
        if name in seen:
            break
        seen.append(name)
    expected = [
        "Region",
        "Model",
        "First frame",
        "Crop picture",
        "Replace picture",
        "Remove picture",
        "Prompt",
        *("Camera", "Light", "Movement", "Sound", "Examples"),
        "My audio",
        "Audio file",
    ]
    values = [label(key) for key, field in form.composer.cards.video.fields.items() if field.isVisible()]
    assert values[:2] == ["Resolution", "Duration"]
    assert seen == [
        *expected,
        "Play audio",
        "Audio start",
        "Audio end",
        "Replace audio",
        "Remove audio",
        *values,
        "Copies",
        "More",
        "Generate",
    ]


# -------------------------------------------------------------------- pictures


def test_picture_is_shown_with_its_facts(form: Form) -> None:
    assert form.composer.cards.first_frame.target.accessibleDescription().startswith("Empty")
    form.offer(CAT)
    draft = form.composer.draft
    assert draft.picture is not None
    assert draft.picture.path == CAT
    assert form.drafts[-1] == draft
    card = form.composer.cards.first_frame
    assert card.facts_label.text() == "cat.jpg · 1080 × 1460"
    assert card.video_label.text() == "Video 528 × 720"
    assert card.facts_label.isVisible()
    assert card.video_label.isVisible()
    described = card.target.accessibleDescription()
    assert described == "cat.jpg, 1080 × 1460, JPEG, 2.1 MB. The video will be about 528 × 720."
    assert card.target._pixmap is not None
    assert form.composer.footer.generate_button.isEnabled()


def test_changes_before_the_upload_are_shown(form: Form) -> None:
    facts = replace(FACTS, format="HEIC", width=12000, height=9000, has_alpha=True, is_turned=True)
    form.questions.pictures[CAT] = facts
    form.offer(CAT)
    text = form.composer.cards.first_frame.sent_label.text()
    for part in (
        "rotated to upright",
        "transparent areas filled with white",
        "12000 × 9000 to 8000 × 6000",
        "converted from HEIC",
    ):
        assert part in text


def test_what_of_the_file_is_not_sent_is_shown(form: Form) -> None:
    def sent_text(**facts: object) -> str:
        form.questions.pictures[CAT] = replace(FACTS, **facts)  # type: ignore[arg-type]
        form.offer(CAT)
        return form.composer.cards.first_frame.sent_label.text()

    extras = (Extra.PLACE, Extra.DETAILS, Extra.VIDEO)
    assert "Not sent: the place, details and comments, the video behind it." in sent_text(extras=extras)
    assert "Not sent" not in sent_text(extras=(Extra.DETAILS, Extra.PICTURES))  # as nearly every photo
    cut = sent_text(is_cut=True, is_plain=False)
    assert "Its last bytes are missing; the picture itself is complete." in cut
    assert "transparent" not in sent_text(has_alpha_channel=True)
    assert "transparent" in sent_text(has_alpha_channel=True, has_alpha=True)


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("picture_unknown", "isn't a supported picture"),
        ("picture_damaged", "damaged"),
        ("picture_empty", "empty"),
        ("picture_is_folder", "folder"),
        ("picture_not_found", "no longer there"),
        ("picture_heavy", "at most"),
    ],
)
def test_bad_file_shows_a_sentence_and_the_old_picture_stays(form: Form, sentence: str, part: str) -> None:
    form.offer(CAT)
    form.questions.refusals["/bad"] = InputRefused(
        sentence=Sentence(sentence), values={"size_bytes": 200_000_000, "most_bytes": 100_000_000}
    )
    form.offer("/bad")
    assert part in form.error
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.path == CAT
    assert form.composer.footer.generate_button.isEnabled()
    form.offer(DOG)
    assert form.error == "", "a good picture removes the sentence"


def test_refused_file_is_announced_once(form: Form, said: list[str]) -> None:
    form.offer(CAT)
    assert said == []
    form.questions.refusals["/bad.jpg"] = InputRefused(sentence=Sentence.PICTURE_DAMAGED)
    form.offer("/bad.jpg")
    assert said == [form.error]
    assert form.error.startswith("bad.jpg: ")
    form.composer.cards.prompt.field.setPlainText("a cat")
    assert len(said) == 1
    form.offer("/bad.jpg")
    assert len(said) == 2, "the user has offered it again"


def test_problem_of_a_value_is_announced_when_it_appears_and_not_at_each_letter(form: Form, said: list[str]) -> None:
    card = form.composer.cards.prompt
    most = form.catalog.model(form.composer.draft.model).prompt_chars
    card.field.setPlainText("a" * most)
    assert said == []
    for _ in range(3):
        card.field.insertPlainText("a")
    assert said == [card.warning_label.text()]
    card.field.setPlainText("a")
    card.field.setPlainText("a" * (most + 1))
    assert len(said) == 2, "it is new again"


def test_picture_that_does_not_fit_is_announced_once_and_the_next_one_too(form: Form, said: list[str]) -> None:
    form.questions.pictures = {path: replace(FACTS, width=100, height=75) for path in (CAT, DOG)}
    form.offer(CAT)
    assert said == [form.error]
    form.composer.cards.prompt.field.setPlainText("a cat")
    assert len(said) == 1
    form.offer(DOG)
    assert said == [form.error] * 2, "it is another picture"


def test_next_file_removes_the_sentence_from_every_card(form: Form) -> None:
    form.questions.sounds["/hum.m4a"] = replace(SOUND_FACTS, format="M4A", seconds=0.5)
    form.offer("/hum.m4a")
    label = form.composer.cards.audio.error_label
    assert label.text() == "This audio is 0.5 s long. Choose one of at least 3 s."
    assert label.isVisibleTo(form.composer)
    form.offer(CAT)
    assert not label.isVisibleTo(form.composer)


def test_video_on_the_picture_card_is_not_taken_as_audio(form: Form) -> None:
    form.questions.sounds["/clip.mp4"] = replace(SOUND_FACTS, format="MP4", has_video=True)
    form.offer("/clip.mp4")
    assert form.composer.draft.audio is None
    assert "isn't a supported picture" in form.error


def test_too_small_picture_is_enlarged_when_the_user_agrees(form: Form) -> None:
    form.questions.pictures[DOG] = replace(FACTS, width=100, height=90)
    card = form.composer.cards.first_frame
    form.offer(DOG)
    assert "100 × 90" in form.error
    assert "Enlarge it" in form.error
    assert not form.composer.footer.generate_button.isEnabled()
    assert not card.offers.enlarge_button.isHidden()
    card.offers.enlarge_button.click()
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.edit.may_enlarge
    assert form.error == ""
    assert card.offers.isHidden()
    assert "enlarged, from 100 × 90 to 267 × 240" in card.sent_label.text()
    assert form.composer.footer.generate_button.isEnabled()


def test_a_shape_that_fits_at_no_size_is_shown_to_be_cropped(form: Form) -> None:
    form.offer(CAT)
    form.questions.pictures[DOG] = replace(FACTS, width=9000, height=90)
    form.offer(DOG)
    assert "9000 × 90" in form.error
    assert "Crop it" in form.error
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.path == DOG
    assert form.composer.cards.first_frame.offers.isHidden(), "enlarging does not help"
    assert not form.composer.footer.generate_button.isEnabled()


def test_the_facts_of_a_picture_are_shown_while_it_is_read(form: Form) -> None:
    target = form.composer.cards.first_frame.target

    async def story() -> None:
        gate = form.questions.hold(CAT)
        form.composer.offer_files([CAT])
        await until(lambda: "1080 × 1460" in target.reading_text)
        assert form.composer.draft.picture is None
        gate.set()
        await until(lambda: form.composer.draft.picture is not None)

    form.loop.run_story(story())
    assert target.reading_text == ""


@pytest.mark.parametrize("which", list(VideoFrame))
def test_a_video_offers_its_first_or_last_frame(form: Form, which: VideoFrame) -> None:
    video = "/home/me/clip.mp4"
    form.questions.refusals[video] = WrongKindOfFile(sentence=Sentence.PICTURE_IS_VIDEO)
    form.offer(video)
    offers = form.composer.cards.first_frame.offers
    assert "This is a video" in form.error
    assert not offers.first_button.isHidden()
    del form.questions.refusals[video]
    form.questions.pictures[video] = FACTS
    button = offers.first_button if which is VideoFrame.FIRST else offers.last_button
    button.click()
    form.settle()
    assert form.composer.draft.picture is not None
    assert (f"{which} frame", video) in form.questions.asked
    assert offers.isHidden()
    assert form.error == ""


def test_the_offer_of_a_videos_frames_goes_with_its_sentence(form: Form) -> None:
    video = "/home/me/clip.mp4"
    form.questions.refusals[video] = WrongKindOfFile(sentence=Sentence.PICTURE_IS_VIDEO)
    form.offer(video)
    assert not form.composer.cards.first_frame.offers.isHidden()
    form.offer(CAT)
    assert form.composer.cards.first_frame.offers.isHidden()


def test_earlier_choice_returns_with_a_model_that_takes_it(form: Form) -> None:
    composer = form.composer
    composer.cards.video.fields["resolution"].value_chosen.emit("1080P")
    composer.cards.video.fields["seconds"].value_chosen.emit(10)
    composer.change_offer(model="wan2.1-i2v-turbo")
    assert (composer.draft.resolution, composer.draft.seconds) != ("1080P", 10)
    composer.change_offer(model="wan2.5-i2v-preview")
    assert (composer.draft.resolution, composer.draft.seconds) == ("1080P", 10)


def test_crash_of_the_media_process_shows_a_sentence(form: Form) -> None:
    form.questions.refusals[CAT] = MediaProcessFailed("killed")
    form.offer(CAT)
    assert "couldn't be checked" in form.error
    assert form.composer.draft.picture is None


def test_newer_of_two_drops_wins_and_the_old_picture_stays_meanwhile(form: Form) -> None:
    async def story() -> None:
        form.composer.offer_files([DOG])
        await until(lambda: form.composer.draft.picture is not None)
        slow = form.questions.hold(CAT)
        form.composer.offer_files([CAT])
        await until(lambda: ("picture", CAT) in form.questions.asked)
        assert form.composer.cards.first_frame.target.is_reading
        assert form.composer.draft.picture is not None
        assert form.composer.draft.picture.path == DOG
        form.questions.pictures["/third.jpg"] = FACTS
        form.composer.offer_files(["/third.jpg"])
        assert form.composer.cards.first_frame.notice_label.text() == "Using the newer picture."
        await until(lambda: form.composer.draft.picture is not None and form.composer.draft.picture.path != DOG)
        slow.set()

    form.loop.run_story(story())
    form.settle()
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.path == "/third.jpg"
    assert not form.composer.cards.first_frame.target.is_reading
    assert form.error == ""


@pytest.mark.parametrize("is_picture_first", [True, False])
def test_audio_and_picture_are_read_concurrently(form: Form, *, is_picture_first: bool) -> None:
    first, second = (CAT, VOICE) if is_picture_first else (VOICE, CAT)

    async def story() -> None:
        slow = form.questions.hold(first)
        form.composer.offer_files([first])
        await until(lambda: any(path == first for _, path in form.questions.asked))
        form.composer.offer_files([second])
        await until(lambda: any(path == second for _, path in form.questions.asked))
        slow.set()

    form.loop.run_story(story())
    form.settle()
    draft = form.composer.draft
    assert draft.picture is not None
    assert draft.audio is not None
    assert (draft.picture.path, draft.audio.path) == (CAT, VOICE)
    assert form.composer.cards.first_frame.notice_label.text() == ""
    assert not form.composer.cards.first_frame.target.is_reading
    assert not form.composer.cards.audio.target.is_reading


def test_removing_the_audio_does_not_stop_reading_a_picture(form: Form) -> None:
    async def story() -> None:
        form.composer.offer_files([VOICE])
        await until(lambda: form.composer.draft.audio is not None)
        slow = form.questions.hold(CAT)
        form.composer.offer_files([CAT])
        await until(lambda: ("picture", CAT) in form.questions.asked)
        form.composer.cards.audio.chip.remove_button.click()
        assert form.composer.cards.first_frame.target.is_reading
        slow.set()

    form.loop.run_story(story())
    form.settle()
    assert form.composer.draft.audio is None
    assert form.composer.draft.picture is not None


def test_one_of_two_dropped_files_may_be_replaced_while_they_are_read(form: Form) -> None:
    """A newer picture replaces the picture of a drop of two files. The audio of that drop is still used."""

    async def story() -> None:
        slow = form.questions.hold(CAT)
        form.composer.offer_files([CAT, VOICE])
        await until(lambda: ("picture", CAT) in form.questions.asked)
        form.composer.offer_files([DOG])
        await until(lambda: form.composer.draft.picture is not None)
        assert form.composer.cards.audio.target.is_reading
        slow.set()

    form.loop.run_story(story())
    form.settle()
    draft = form.composer.draft
    assert draft.picture is not None
    assert draft.audio is not None
    assert (draft.picture.path, draft.audio.path) == (DOG, VOICE)


def test_audio_that_the_model_does_not_take_shows_the_reason(form: Form) -> None:
    sentences = {}
    for model in form.catalog.models_in("practice"):
        if SoundChoice.MINE not in model.sound_choices:
            choose(form.composer.cards.offer.model_box, model.key)
            form.offer(VOICE)
            card = form.composer.cards.audio if model.sound_choices else form.composer.cards.first_frame
            assert card.error_label.isVisible()
            sentences[bool(model.sound_choices)] = card.error_label.text()
            assert form.composer.draft.audio is None
    assert "videos are silent" in sentences[False]
    assert "creates its own audio" in sentences.get(True, "creates its own audio")


def test_sentence_is_on_the_card_it_is_about(form: Form) -> None:
    audio, first_frame = form.composer.cards.audio, form.composer.cards.first_frame
    form.offer("/nothing.mp3")
    assert audio.error_label.isVisible(), "even with automatic audio"
    assert not first_frame.error_label.isVisible()
    text, address = QMimeData(), QMimeData()
    text.setText("a cat")
    address.setUrls([QUrl("https://user:secret@example.com/cat.mp3")])
    for mime, sentence in ((text, "That is text"), (address, "isn't a web address")):
        form.composer.offer_mime(mime, onto=Field.AUDIO)
        assert sentence in audio.error_label.text()
        assert not first_frame.error_label.isVisible()
    form.composer.intake.offer_image(QImage(), onto=Field.AUDIO)
    assert "too large for the clipboard" in audio.error_label.text()


def test_first_of_several_pictures_is_shown_and_of_several_audio_files_used(form: Form) -> None:
    form.offer(CAT, DOG, VOICE, "/home/me/z.mp3")
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.path == CAT
    assert len(form.composer.series.pictures) == 2
    assert form.composer.draft.audio is not None
    assert form.composer.draft.audio.path == VOICE
    assert "Only one audio file at a time" in form.composer.cards.first_frame.notice_label.text()


def test_pasted_image_is_stored_as_png_and_checked(form: Form) -> None:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    form.composer.intake.offer_image(image)
    form.settle()
    assert form.questions.pasted[0].startswith(b"\x89PNG")
    assert form.composer.draft.picture is not None
    assert (form.composer.draft.picture.facts.width, form.composer.draft.picture.facts.height) == (640, 480)


def test_text_is_refused_with_a_sentence(form: Form) -> None:
    text = QMimeData()
    text.setText("a cat")
    form.composer.offer_mime(text)
    assert "That is text" in form.error


def test_a_file_comes_before_a_web_address(form: Form) -> None:
    form.offer("https://example.com/dog.jpg", CAT)
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.path == CAT


def test_file_url_may_name_this_computer_as_localhost(form: Form) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl(f"file://localhost{CAT}")])
    form.composer.offer_mime(mime)
    form.settle()
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.path == CAT


def test_removing_the_picture_empties_the_card(form: Form) -> None:
    form.offer(CAT)
    form.composer.cards.first_frame.remove_button.click()
    assert form.composer.draft.picture is None
    assert form.composer.cards.first_frame.target._pixmap is None
    assert not form.composer.footer.generate_button.isEnabled()
    assert "Add a picture" in form.composer.footer.generate_button.toolTip()
    assert form.error == "", "an empty form shows no error"


def test_drag_is_accepted_anywhere_on_the_form(form: Form) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(CAT)])
    place = QPoint(200, 500)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(form.composer, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(form.composer, drop)
    form.settle()
    assert form.composer.draft.picture is not None


def test_card_opens_a_file_dialog_by_key_and_uses_its_answer(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "cat.jpg"
    path.write_bytes(b"anything: the fake vets it")
    form.questions.pictures[str(path)] = FACTS

    async def story() -> None:
        QTest.keyClick(form.composer.cards.first_frame.target, Qt.Key.Key_Return)
        await until(lambda: form.composer.findChildren(QFileDialog))
        dialog = form.composer.findChildren(QFileDialog)[0]
        dialog.setDirectory(str(tmp_path))
        dialog.selectFile(str(path))
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        assert name is not None
        name.setText(str(path))
        dialog.accept()
        await until(lambda: form.composer.draft.picture is not None)

    form.loop.run_story(story())
    form.settle()
    assert form.composer.draft.picture is not None
    assert Path(form.composer.draft.picture.path) == path


# -------------------------------------------------------------------- audio


def test_audio_goes_to_the_audio_card_by_its_content(form: Form) -> None:
    form.questions.sounds["/odd.bin"] = SOUND_FACTS
    form.offer("/odd.bin")
    draft = form.composer.draft
    assert draft.audio is not None
    assert draft.sound_choice is SoundChoice.MINE
    assert form.composer.cards.audio.own.isVisible()
    described = form.composer.cards.audio.target.accessibleDescription()
    assert described == "odd.bin, 0:00–0:05 of 0:12.3. Longer than the video. The end will be cut off."
    assert form.composer.cards.audio.length_label.text() == "Longer than the video. The end will be cut off."
    form.composer.set_draft(replace(draft, audio=replace(draft.audio, facts=replace(SOUND_FACTS, seconds=3.0))))
    assert form.composer.cards.audio.length_label.text() == "Shorter than the video. The rest will be silent."


def test_picture_with_an_audio_name_is_still_a_picture(form: Form) -> None:
    form.questions.pictures["/cover.mp3"] = FACTS
    form.offer("/cover.mp3")
    assert form.composer.draft.picture is not None
    assert form.composer.draft.audio is None


def test_bad_audio_is_reported_on_its_own_card(form: Form) -> None:
    form.offer(CAT, VOICE)
    form.questions.refusals["/bad.wav"] = InputRefused(sentence=Sentence.AUDIO_DAMAGED)
    form.offer("/bad.wav")
    assert "damaged" in form.composer.cards.audio.error_label.text()
    assert form.composer.cards.audio.error_label.isVisible()
    assert form.composer.draft.audio is not None
    assert form.error == ""


def test_audio_is_played_and_stopped(form: Form) -> None:
    form.offer(VOICE)
    button = form.composer.cards.audio.chip.play_button
    button.click()
    form.loop.run_until(lambda: form.sounding() is not None)
    assert form.sounding() == str(form.questions.folder / "excerpt of voice.mp3 0 5"), "what the video will have"
    assert button.accessibleName() == "Stop audio"
    button.click()
    assert form.sounding() is None
    button.click()
    form.composer.cards.audio.choices.buttons[SoundChoice.AUTOMATIC].click()
    assert form.sounding() is None, "a hidden card plays nothing"


def test_own_audio_without_a_file_cannot_be_ordered_and_shows_why(form: Form) -> None:
    form.offer(CAT)
    form.composer.cards.audio.choices.buttons[SoundChoice.MINE].click()
    assert not form.composer.footer.generate_button.isEnabled()
    assert "Add your audio file" in form.composer.footer.generate_button.toolTip()
    assert not form.composer.cards.audio.error_label.isVisible()


# -------------------------------------------------------------------- prompt


def test_counter_counts_code_points_and_warns(form: Form) -> None:
    card = form.composer.cards.prompt
    card.field.setPlainText("猫🐈")
    assert card.counter.text().startswith("2 /")
    most = form.catalog.model(form.composer.draft.model).prompt_chars
    card.field.setPlainText("🐈" * most)
    assert not card.warning_label.isVisible()
    card.field.setPlainText("🐈" * (most + 1))
    assert card.warning_label.isVisible()
    assert f"first {number_text(most)} characters" in card.warning_label.text()
    assert card.counter.text().endswith(f"/ {number_text(most)}")
    assert len(form.composer.draft.prompt) == most + 1


def test_return_adds_a_line_and_control_return_orders(form: Form) -> None:
    form.offer(CAT)
    field = form.composer.cards.prompt.field
    field.setFocus()
    QTest.keyClicks(field, "one")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert form.orders == []
    assert form.composer.draft.prompt == "one\n"
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(form.orders) == 1


def test_nothing_is_ordered_during_input_method_composition(form: Form) -> None:
    form.offer(CAT)
    field = form.composer.cards.prompt.field
    field.setFocus()
    QApplication.sendEvent(field, QInputMethodEvent("nihao", []))
    assert field.is_composing
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.composer.generate()
    assert form.orders == []
    done = QInputMethodEvent("", [])
    done.setCommitString("你好")
    QApplication.sendEvent(field, done)
    form.composer.generate()
    assert [order.prompt for order in form.orders] == ["你好"]


def test_replacing_the_draft_can_be_undone_in_the_prompt(form: Form) -> None:
    field = form.composer.cards.prompt.field
    field.setPlainText("mine")
    form.composer.set_draft(replace(form.composer.draft, prompt="theirs"))
    assert field.toPlainText() == "theirs"
    field.undo()
    assert form.composer.draft.prompt == "mine"


# -------------------------------------------------------------------- generate


def test_one_press_is_one_order_until_it_is_in_the_list(form: Form) -> None:
    form.offer(CAT)
    button = form.composer.footer.generate_button
    for _ in range(20):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    assert len(form.orders) == 1
    assert form.orders[0] == form.composer.draft
    assert form.composer._press.is_busy
    assert button.isEnabled(), "it keeps the focus"
    form.composer.submission_finished()
    assert not form.composer._press.is_busy


def test_presses_during_a_request_are_ignored_however_late(form: Form) -> None:
    form.offer(CAT)
    form.composer.generate()
    form.now += 60
    form.composer.generate()
    assert len(form.orders) == 1
    form.composer.submission_finished()
    form.composer.generate()
    assert len(form.orders) == 2


def test_second_half_of_a_double_click_orders_nothing(form: Form) -> None:
    """The request may be sent before it. A later press is intended, and the window asks about it."""
    interval = QApplication.styleHints().mouseDoubleClickInterval() / 1000
    form.offer(CAT)
    button = form.composer.footer.generate_button
    for later, orders in ((0.0, 1), (interval * 0.6, 1), (interval * 1.1, 2)):
        form.now = 100.0 + later
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        form.composer.submission_finished()
        assert len(form.orders) == orders


def test_nothing_is_ordered_while_a_file_is_read(form: Form) -> None:
    form.offer(CAT)
    composer, button = form.composer, form.composer.footer.generate_button

    async def story() -> None:
        slow = form.questions.hold(DOG)
        composer.offer_files([DOG])
        await until(lambda: ("picture", DOG) in form.questions.asked)
        assert not button.isEnabled()
        assert "still loading" in button.toolTip()
        composer.generate()
        assert form.orders == []
        slow.set()

    form.loop.run_story(story())
    form.settle()
    assert button.isEnabled()
    composer.generate()
    (order,) = form.orders
    assert order.picture is not None
    assert order.picture.path == DOG


def test_wheel_does_not_change_the_price(form: Form) -> None:
    box = form.choice("resolution")
    before = form.composer.draft
    box.setFocus()
    place = QPointF(20, 10)
    for turn in (-120, 120):
        event = QWheelEvent(
            place,
            box.mapToGlobal(place),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(box, event)
        assert not event.isAccepted(), "the form scrolls"
    assert form.composer.draft == before


def test_refusal_names_its_file_and_disappears_with_the_next_edit(form: Form) -> None:
    form.offer("/nothing.jpg")
    assert "nothing.jpg" not in form.error
    form.offer(CAT)
    assert form.error == ""
    form.offer("/nothing.jpg")
    assert form.error.startswith("nothing.jpg: ")
    form.composer.cards.prompt.field.setPlainText("a cat")
    assert form.error == ""


def test_files_pasted_into_the_prompt_go_to_their_cards(form: Form) -> None:
    field = form.composer.cards.prompt.field
    field.setFocus()
    clipboard = QApplication.clipboard()
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    picture = QMimeData()
    picture.setImageData(image)
    clipboard.setMimeData(picture)
    field.paste()
    form.settle()
    assert form.questions.pasted, "a picture is put into its card"
    table = QMimeData()
    table.setText("a\u0000 cat")
    table.setImageData(image)
    clipboard.setMimeData(table)
    field.paste()
    page = QMimeData()
    page.setHtml("<b>, yawning</b>")
    clipboard.setMimeData(page)
    field.paste()
    assert field.text() == "a cat, yawning"
    assert len(form.questions.pasted) == 1


def test_focused_field_is_scrolled_into_view(form: Form) -> None:
    form.offer(CAT)
    form.composer.resize(400, 420)
    form.composer.activateWindow()
    form.loop.run_until(form.composer.isActiveWindow)
    bar = form.composer.cards.area.verticalScrollBar()
    form.loop.run_until(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    form.composer.footer.generate_button.setFocus()
    assert bar.value() == bar.maximum()
    form.composer.cards.offer.region_box.setFocus()
    assert bar.value() < bar.maximum() / 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_held_key_orders_once(form: Form, key: Qt.Key) -> None:
    form.offer(CAT)
    button = form.composer.footer.generate_button
    button.setFocus()
    for is_repeat in (False, True, True, True):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", is_repeat)
            QApplication.sendEvent(button, event)
        form.composer.submission_finished()
    assert len(form.orders) == 1


def test_held_control_return_orders_once(form: Form) -> None:
    form.offer(CAT)
    for is_repeat in (False, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "\r", is_repeat)
        QApplication.sendEvent(form.composer.cards.prompt.field, event)
        form.composer.submission_finished()
    assert len(form.orders) == 1


def test_generate_is_enabled_exactly_when_there_is_no_problem(form: Form) -> None:
    steps = [
        lambda: form.offer(CAT),
        form.composer.cards.audio.choices.buttons[SoundChoice.MINE].click,
        lambda: form.offer(VOICE),
        form.composer.cards.first_frame.remove_button.click,
    ]
    for step in steps:
        step()
        wrong = find_problems(form.composer.draft, form.catalog)
        assert form.composer.footer.generate_button.isEnabled() is (not wrong), wrong
        assert form.composer.footer.generate_button.toolTip()


# -------------------------------------------------------------------- offers and prices


def test_practice_is_free_and_shows_the_real_price(form: Form) -> None:
    composer = form.composer
    assert composer.footer.price_label.text() == "Free"
    assert composer.footer.about_label.text() == "about $0.25 in Singapore"
    assert composer.footer.price_label.accessibleName() == "Estimated price: Free, about $0.25 in Singapore"
    assert "5 s × $0.05 = $0.25" in composer.footer.price_label.toolTip()
    assert "2026" in composer.footer.price_label.toolTip() or "26" in composer.footer.price_label.toolTip()


def choose(box: QComboBox, key: str) -> None:
    index = box.findData(key)
    assert index >= 0, key
    box.setCurrentIndex(index)


def test_price_of_a_real_region_follows_the_choices(form: Form) -> None:
    composer = form.composer
    choose(composer.cards.offer.region_box, "singapore")
    assert composer.draft.region == "singapore"
    assert composer.footer.price_label.text() == "about $0.25"
    choose(form.choice("seconds"), "10")
    assert composer.draft.seconds == 10
    assert composer.footer.price_label.text() == "about $0.50"
    assert composer.footer.about_label.text() == "10 s at 480P"


def test_change_of_model_keeps_what_fits_and_names_what_changed(form: Form) -> None:
    composer = form.composer
    form.offer(CAT)
    composer.cards.prompt.field.setPlainText("waves")
    choose(form.choice("seconds"), "10")
    choose(composer.cards.offer.model_box, "wan2.6-i2v-flash")
    draft = composer.draft
    assert (draft.model, draft.prompt, draft.seconds) == ("wan2.6-i2v-flash", "waves", 10)
    assert draft.picture is not None
    assert draft.resolution == "720P"
    assert composer.cards.offer.change_label.text() == "Changed to fit: 720P."
    label = composer.cards.offer.change_label
    assert label.isVisible()
    picture = composer.cards.first_frame
    over = QRect(picture.mapFromGlobal(label.mapToGlobal(QPoint(0, 0))), label.size())
    assert picture.rect().contains(over), "it floats over the picture"
    composer.cards.prompt.field.setPlainText("waves and gulls")
    assert not composer.cards.offer.change_label.isVisible(), "shown once"


def test_unchanged_region_shows_nothing(form: Form) -> None:
    choose(form.composer.cards.offer.region_box, "beijing")
    assert not form.composer.cards.offer.change_label.isVisible()


def test_every_model_of_every_region_can_be_shown(form: Form) -> None:
    composer = form.composer
    form.offer(CAT, VOICE)
    for region in form.catalog.regions:
        for model in form.catalog.models_in(region.key):
            choose(composer.cards.offer.region_box, region.key)
            choose(composer.cards.offer.model_box, model.key)
            draft = composer.draft
            assert (draft.region, draft.model) == (region.key, model.key)
            assert composer.cards.audio.isVisible() is bool(model.sound_choices)
            assert form.choice("resolution").key == draft.resolution
            assert form.choice("seconds").key == str(draft.seconds)
            shown = [key for key, each in composer.cards.audio.choices.buttons.items() if each.isVisible()]
            offered = [each for each in model.sound_choices if region.has_uploads or each is not SoundChoice.MINE]
            assert shown == offered, "without uploads, own audio could never be ordered"


def test_form_shows_no_model_ids(form: Form) -> None:
    box = form.composer.cards.offer.model_box
    model_id = form.catalog.offers[0].model_id
    texts = [box.itemText(index) for index in range(box.count())]
    texts += [str(box.itemData(index, Qt.ItemDataRole.ToolTipRole)) for index in range(box.count())]
    assert all("i2v" not in text for text in (*texts, box.toolTip()))
    assert all(model_id not in label.text() for label in form.composer.findChildren(QLabel))


def test_draft_that_is_no_longer_offered_is_corrected(form: Form) -> None:
    form.composer.set_draft(replace(form.composer.draft, model="wan2.5-i2v-preview", region="practice"))
    broken = replace(form.composer.draft, resolution="999P")
    form.composer.set_draft(broken)
    assert not form.composer.footer.generate_button.isEnabled()
    assert "resolution" in form.composer.cards.video.problem_label.text()
    assert "resolution" in {each.field for each in find_problems(form.composer.draft, form.catalog)}
