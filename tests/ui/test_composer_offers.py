"""What drags and the clipboard offer: which of several formats is used, and where it goes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from tests.support.gui import GuiLoop, gui_loop
from tests.support.portraits import portrait
from tests.support.widgets import FACTS, SOUND_FACTS, FakeAudioPlayer, FakeQuestions, named, wear_test_font
from wandesk.domain.draft import changed_offer, new_draft
from wandesk.domain.errors import InputRefused
from wandesk.domain.sentences import Sentence
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.composer.address_dialog import AddressDialog
from wandesk.ui.composer.offers import (
    PICTURE_FORMATS,
    PROMISES,
    RAW_FORMATS,
    Offer,
    Source,
    holds_text,
    picture_addresses,
    read_offer,
)
from wandesk.ui.look import Theme, apply_look

CAT = "/home/me/cat.jpg"
VOICE = "/home/me/voice.mp3"
JPEG = b"the bytes of a file"

posix = pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")


class Form:
    """The composer with fakes."""

    def __init__(self, loop: GuiLoop, folder: Path) -> None:
        self.loop = loop
        catalog = load_catalogue()
        self.questions = FakeQuestions(folder)
        self.questions.pictures = {CAT: FACTS}
        self.questions.sounds = {VOICE: SOUND_FACTS}
        self.composer = Composer(
            catalog=catalog,
            draft=new_draft(catalog, "practice"),
            questions=self.questions,
            spawn=loop.spawn,
            audio_player=FakeAudioPlayer(),
            language="en",
        )
        self.composer.show()

    def offer(self, mime: QMimeData) -> None:
        self.composer.offer_mime(mime)
        self.loop.settle()

    @property
    def picture(self) -> str:
        held = self.composer.draft.picture
        return held.path if held is not None else ""

    @property
    def error(self) -> str:
        return self.composer.cards.first_frame.error_label.text()


@pytest.fixture
def form(qapp: QApplication, tmp_path: Path) -> Iterator[Form]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        each = Form(loop, tmp_path)
        yield each
        each.composer.close()
        each.composer.deleteLater()


def mime_of(**formats: bytes | str) -> QMimeData:
    """Content in these formats; `_` stands for `/`."""
    mime = QMimeData()
    for name, content in formats.items():
        data = content.encode() if isinstance(content, str) else content
        mime.setData(name.replace("_", "/", 1), QByteArray(data))
    return mime


def pixels() -> QImage:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return image


def test_the_bytes_of_a_picture_are_taken_as_they_are(form: Form) -> None:
    mime = mime_of(image_jpeg=JPEG)
    mime.setImageData(pixels())
    form.offer(mime)
    assert form.questions.pasted == [JPEG]
    assert form.picture.endswith(".jpg")


@pytest.mark.parametrize("name", PICTURE_FORMATS)
def test_every_picture_format_goes_to_the_media_process_undecoded(form: Form, name: str) -> None:
    mime = QMimeData()
    mime.setData(name, QByteArray(b"any bytes"))
    form.offer(mime)
    assert form.questions.pasted == [b"any bytes"]
    assert form.picture.endswith(PICTURE_FORMATS[name])


def test_a_lossless_format_is_preferred_and_an_empty_one_is_not_used(form: Form) -> None:
    offer = read_offer(mime_of(image_bmp=b"large", image_jpeg=b"lossy", image_png=b"exact"))
    assert offer.picture is not None
    assert (offer.picture.content, offer.picture.suffix) == (b"exact", ".png")
    offer = read_offer(mime_of(image_png=b"", image_jpeg=b"lossy"))
    assert offer.picture is not None
    assert offer.picture.content == b"lossy"
    assert 'application/x-qt-windows-mime;value="PNG"' in RAW_FORMATS


def test_pixels_are_the_last_resort(form: Form) -> None:
    mime = QMimeData()
    mime.setImageData(pixels())
    form.offer(mime)
    assert form.questions.pasted[0].startswith(b"\x89PNG")


def test_pixels_beyond_the_limits_of_qt_are_refused_with_the_way_out(form: Form) -> None:
    mime = QMimeData()
    mime.setImageData(QImage())
    form.offer(mime)
    assert form.error == "That picture is too large for the clipboard. Save it as a file, then drop the file."


def test_files_come_before_pictures_and_pictures_before_web_addresses(form: Form) -> None:
    mime = mime_of(image_png=b"exact")
    mime.setUrls([QUrl("https://example.com/cat.png")])
    assert read_offer(mime).picture is not None
    mime.setUrls([QUrl.fromLocalFile(CAT)])
    assert read_offer(mime).picture is None
    form.offer(mime)
    assert form.questions.pasted == []
    assert form.picture == CAT


@posix
@pytest.mark.parametrize(
    "mime",
    [
        {"x-special_gnome-copied-files": f"copy\nfile://{CAT}"},
        {"x-special_gnome-copied-files": f"cut\nfile://{CAT}\n"},
        {"x-special_mate-copied-files": f"copy\nfile://{CAT}"},
        {"text_plain": f"x-special/nautilus-clipboard\ncopy\nfile://{CAT}\n"},
        {"text_uri-list": f"file://{CAT}\r\n", "application_x-kde-cutselection": "1"},
        {"text_uri-list": f"file://localhost{CAT}\r\n", "text_plain": "something else"},
        {"text_plain": CAT},
        {"text_plain": f'"{CAT}"\r\n'},
        {"text_x-moz-url": f"file://{CAT}\ncat.jpg".encode("utf-16-le")},
    ],
    ids=", ".join,
)
def test_every_form_of_copied_files_is_taken(form: Form, mime: dict[str, str | bytes]) -> None:
    form.offer(mime_of(**mime))
    assert form.picture == CAT
    assert form.error == ""


@posix
def test_a_name_that_is_no_text_arrives_as_its_bytes(form: Form) -> None:
    path = os.fsdecode(b"/home/me/caf\xe9.jpg")
    form.questions.pictures[path] = FACTS
    form.offer(mime_of(**{"text_uri-list": "file:///home/me/caf%E9.jpg\r\n"}))
    assert form.picture == path
    form.offer(mime_of(**{"text_uri-list": "file:///home/me/gone%E9.jpg\r\n"}))
    assert form.error.startswith("gone?.jpg: "), "the sentence can name it"


def test_a_network_place_says_what_it_is(form: Form) -> None:
    place = "smb://nas/photos/cat.jpg"
    form.questions.refusals[place] = InputRefused(sentence=Sentence.PLACE_SHARE)
    form.offer(mime_of(**{"text_uri-list": place}))
    assert form.error == "That file is on a network share. Copy it to this computer, then drop the copy."
    assert ("keep", place) in form.questions.asked


def test_a_list_of_files_in_text_does_not_become_the_prompt(form: Form) -> None:
    field = form.composer.cards.prompt.field
    marked = mime_of(text_plain=f"x-special/nautilus-clipboard\ncopy\nfile://{CAT}\n")
    field.insertFromMimeData(marked)
    form.loop.settle()
    assert field.text() == ""
    assert form.picture == CAT
    path = mime_of(text_plain=CAT)
    assert holds_text(path)
    field.insertFromMimeData(path)
    assert field.text() == CAT, "a path that is pasted into the prompt is text"
    assert not holds_text(mime_of(**{"x-special_gnome-copied-files": "copy", "text_plain": CAT}))


@pytest.mark.parametrize("name", ["application_vnd.portal.filetransfer", "application_vnd.portal.files"])
def test_files_of_a_sandboxed_program_come_through_the_portal(form: Form, name: str) -> None:
    form.questions.transferred["7731"] = [CAT]
    both: dict[str, bytes | str] = {name: b"7731\0", "text_uri-list": "file:///app/cat.jpg\r\n"}
    form.offer(mime_of(**both))
    assert form.picture == CAT
    form.offer(mime_of(**{name: b"unknown"}))
    assert "Nothing usable" in form.error
    with_text: dict[str, bytes | str] = {name: b"7731", "text_plain": "cat.jpg"}
    assert not holds_text(mime_of(**with_text))


WEB = "https://example.com/cat%20one.jpg"


@pytest.mark.parametrize(
    "mime",
    [
        {"text_uri-list": f"{WEB}\r\n"},
        {"text_plain": WEB},
        {"text_x-moz-url": f"{WEB}\nA cat".encode("utf-16-le"), "text_plain": WEB},
    ],
    ids=", ".join,
)
def test_a_web_address_is_read_and_kept_with_its_picture(form: Form, mime: dict[str, str | bytes]) -> None:
    form.questions.pictures[WEB] = FACTS
    form.offer(mime_of(**mime))
    picture = form.composer.draft.picture
    assert picture is not None
    assert (picture.address, picture.origin) == (WEB, WEB)
    assert ("fetch", WEB) in form.questions.asked


def test_a_dragged_picture_that_is_a_link_is_the_picture_and_not_the_page_behind_it(form: Form) -> None:
    form.questions.pictures[WEB] = FACTS
    page: dict[str, bytes | str] = {"text_uri-list": "https://example.com/article\r\n"}
    page["text_html"] = f'<a href="https://example.com/article"><IMG alt="x" src="{WEB}"></a>'
    form.offer(mime_of(**page))
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.address == WEB
    for html in ("<p>no picture", "<img>", '<img src="/relative.jpg">', "<![CDATA[ <", ""):
        assert picture_addresses(html) == ()


def test_a_web_address_is_taken_when_its_pixels_do_not_arrive(form: Form) -> None:
    form.questions.pictures[WEB] = FACTS
    mime = mime_of(**{"text_uri-list": WEB})
    mime.setImageData(QImage())
    form.offer(mime)
    assert form.error == ""
    assert form.composer.draft.picture is not None
    assert form.composer.draft.picture.address == WEB


def test_a_web_address_of_audio_goes_to_its_card(form: Form) -> None:
    address = "https://example.com/voice.mp3?signature=1"
    form.questions.sounds[address] = SOUND_FACTS
    form.composer.offer_files([address])
    form.loop.settle()
    assert form.composer.draft.audio is not None
    assert form.composer.draft.audio.address == address


def test_a_picture_that_only_alibaba_can_read_is_taken_and_says_why(form: Form, said: list[str]) -> None:
    address = "http://example.com/cat.jpg"
    form.questions.unseen[address] = Sentence.WEB_NOT_ENCRYPTED
    form.composer.offer_files([address])
    form.loop.settle()
    card = form.composer.cards.first_frame
    assert form.composer.draft.picture is not None
    assert (form.picture, form.composer.draft.picture.address) == ("", address)
    assert "isn't encrypted" in card.notice_label.text()
    assert card.facts_label.text() == "cat.jpg · example.com"
    assert "Practice works offline" in form.error, "the cloud of Practice cannot read it"
    assert not form.composer.footer.generate_button.isEnabled()
    assert len([each for each in said if "encrypted" in each]) == 1
    catalog = load_catalogue()
    form.composer.set_draft(changed_offer(form.composer.draft, catalog, region="singapore"))
    assert form.error == ""
    assert form.composer.footer.generate_button.isEnabled()


def test_every_model_shows_a_picture_that_only_alibaba_can_read(form: Form) -> None:
    address = "http://example.com/cat.jpg"
    form.questions.unseen[address] = Sentence.WEB_NOT_ENCRYPTED
    form.composer.offer_files([address])
    form.loop.settle()
    catalog = load_catalogue()
    for region in catalog.offered_regions():
        for model in catalog.models_in(region.key):
            draft = changed_offer(form.composer.draft, catalog, region=region.key, model_key=model.key)
            form.composer.set_draft(draft)
            form.loop.settle()
            assert form.composer.cards.first_frame.facts_label.text() == "cat.jpg · example.com"


def test_a_refused_web_address_says_why(form: Form) -> None:
    form.questions.refusals[WEB] = InputRefused(
        sentence=Sentence.WEB_FORBIDDEN, values={"host": "example.com", "status": "403"}
    )
    form.offer(mime_of(text_plain=WEB))
    assert form.error.startswith("The site example.com doesn't let programs fetch this file (403).")
    assert "DashScopeUserBot" in form.error
    form.offer(mime_of(text_plain="https://user:secret@example.com/cat.jpg"))
    assert "isn't a web address" in form.error


def test_a_data_address_becomes_a_file_of_the_draft(form: Form) -> None:
    form.offer(mime_of(text_plain="data:image/webp;base64,AQID"))
    assert form.questions.pasted == [b"\1\2\3"]
    assert form.picture.endswith(".webp")
    form.offer(mime_of(text_plain="data:image/webp;base64,***"))
    assert "damaged" in form.error


def dialog_of(form: Form) -> AddressDialog:
    form.composer.intake.ask_address()
    (dialog,) = form.composer.findChildren(AddressDialog)
    assert dialog.isVisible()
    return dialog


def test_the_dialog_takes_both_addresses_with_the_keyboard_alone(form: Form) -> None:
    voice = "https://example.com/voice.mp3"
    form.questions.pictures[WEB] = FACTS
    form.questions.sounds[voice] = SOUND_FACTS
    dialog = dialog_of(form)
    picture, audio = (named(QLineEdit, name, within=dialog) for name in ("Picture address", "Audio address"))
    assert dialog.focusWidget() is picture
    assert not dialog.use.isEnabled()
    QTest.keyClicks(picture, "not an address")
    assert "isn't a web address" in dialog.problem.text()
    assert picture.accessibleDescription() == dialog.problem.text()
    QTest.keyClick(picture, Qt.Key.Key_Return)
    assert dialog.isVisible(), "nothing is used that is no address"
    picture.clear()
    QTest.keyClicks(picture, WEB)
    QTest.keyClick(picture, Qt.Key.Key_Tab)
    QTest.keyClicks(audio, voice)
    assert dialog.use.isEnabled()
    QTest.keyClick(audio, Qt.Key.Key_Return)
    form.loop.settle()
    assert form.composer.draft.picture is not None
    assert form.composer.draft.audio is not None
    assert form.composer.draft.audio.address == voice


def menu_of(form: Form, target: QWidget) -> dict[str, QAction]:
    """The context menu that the Menu key opens on a card."""
    place = target.rect().center()
    QApplication.sendEvent(
        target, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, target.mapToGlobal(place))
    )
    (menu,) = (each for each in target.findChildren(QMenu) if each.isVisible())
    return {action.text(): action for action in menu.actions()}


def test_the_menu_of_a_card_pastes_and_asks_for_an_address(form: Form) -> None:
    cards = form.composer.cards
    form.questions.pictures[WEB] = FACTS
    QApplication.clipboard().setMimeData(mime_of(text_plain=WEB))
    entries = menu_of(form, cards.first_frame.target)
    assert list(entries) == ["Choose a picture…", "Choose a folder…", "Paste", "From web address…"]
    entries["Paste"].trigger()
    form.loop.settle()
    assert form.composer.draft.picture is not None
    menu_of(form, cards.audio.target)["From web address…"].trigger()
    (dialog,) = form.composer.findChildren(AddressDialog)
    assert [field.accessibleName() for field in dialog.findChildren(QLineEdit)] == ["Audio address"]
    assert dialog.focusWidget() is dialog.audio


def test_the_dialog_can_be_left(form: Form) -> None:
    dialog = dialog_of(form)
    QTest.keyClicks(dialog.picture, WEB)
    portrait(dialog, "from-web-address")
    QTest.keyClick(dialog.picture, Qt.Key.Key_Escape)
    assert not form.questions.asked


class SilentOwner(QMimeData):
    """A program that hangs: each question takes long and has no answer."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def formats(self) -> list[str]:
        self.asked.append("formats")
        return ["text/uri-list", *PICTURE_FORMATS, "text/plain"]

    def retrieveData(self, mimetype: str, preferredType: object) -> object:  # noqa: N803 - Qt's name
        self.asked.append(mimetype)
        return None


def test_a_program_that_hangs_is_not_asked_again_and_again(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0

    def slow() -> float:
        nonlocal now
        now += 1.5
        return now

    monkeypatch.setattr(time, "monotonic", slow)
    owner = SilentOwner()
    assert read_offer(owner) == Offer()
    assert owner.asked.count("formats") == 1
    assert len(owner.asked) <= 3


def test_nothing_usable_is_said(form: Form) -> None:
    form.offer(mime_of(**{"application_x-unknown": b"1"}))
    assert "Nothing usable" in form.error
    form.offer(mime_of(**{"text_uri-list": b""}))
    assert "Nothing usable" in form.error
    form.offer(mime_of(text_plain="a cat that yawns"))
    assert "That is text" in form.error


def test_a_refusal_of_a_web_address_is_announced_once(form: Form, said: list[str]) -> None:
    form.questions.refusals[WEB] = InputRefused(sentence=Sentence.WEB_PAGE)
    form.offer(mime_of(text_plain=WEB))
    assert len(said) == 1


def test_a_refusal_of_a_drop_is_announced_once(form: Form, said: list[str]) -> None:
    form.offer(mime_of(**{"text_uri-list": "file:///home/me/nothing.jpg\r\n"}))
    assert len(said) == 1


@pytest.mark.parametrize("name", PROMISES)
def test_a_file_that_must_be_saved_first_has_its_own_sentence(name: str) -> None:
    """An archive's or a mail program's drag is taken, so that a sentence can say what to do."""
    mime = QMimeData()
    mime.setData(name, QByteArray(b"cat.jpg"))
    mime.setText("cat.jpg")
    assert Source(mime).has_files
    assert not holds_text(mime)
    assert read_offer(mime) == Offer(is_promise=True)
    mime.setUrls([QUrl.fromLocalFile(CAT)])
    assert read_offer(mime).places, "a file that is there is better"


def test_a_promised_file_is_refused_with_the_way_out(form: Form) -> None:
    mime = QMimeData()
    mime.setData("XdndDirectSave0", QByteArray(b"cat.jpg"))
    form.offer(mime)
    assert "Save it to a folder" in form.composer.cards.first_frame.error_label.text()
