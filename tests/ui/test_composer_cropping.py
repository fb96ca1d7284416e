"""Cropping the pictures of the form: by mouse and keyboard, to a shape, on a background, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTranslator
from PySide6.QtGui import QColor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QColorDialog, QLabel, QWidget

from tests.support.gui import GuiLoop, gui_loop
from tests.support.portraits import portrait
from tests.support.widgets import FACTS, FakeAudioPlayer, FakeQuestions, named, wear_test_font
from wandesk.domain.draft import Field, new_draft
from wandesk.domain.media import Picture, PictureFacts
from wandesk.domain.picture_edit import BLACK, NO_EDIT, Crop, PictureEdit
from wandesk.domain.structs import replace
from wandesk.resources import resource_path
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.composer.crop_dialog import CropDialog
from wandesk.ui.composer.offers import Offer
from wandesk.ui.composer.on_picture import Pill
from wandesk.ui.look import Theme, apply_look

CAT, LOGO = "/home/me/cat.jpg", "/home/me/logo.png"
DOG, LONG = "/home/me/dog.jpg", "/home/me/long.png"


class Form:
    """The form with a picture of 1600 x 900, and its crop dialog."""

    def __init__(self, loop: GuiLoop, folder: Path) -> None:
        self.loop = loop
        self.questions = FakeQuestions(folder)
        wide = replace(FACTS, width=1600, height=900)
        self.questions.pictures = {
            CAT: wide,
            LOGO: replace(wide, format="PNG", has_alpha=True, has_alpha_channel=True),
            DOG: replace(wide, width=1000, height=1000),
            LONG: replace(wide, width=8000, height=500),
        }
        catalog = load_catalogue()
        self.composer = Composer(
            catalog=catalog,
            draft=new_draft(catalog, "practice", "wan2.7-i2v"),
            questions=self.questions,
            spawn=loop.spawn,
            audio_player=FakeAudioPlayer(),
            language="en",
        )
        self.composer.resize(400, 900)
        self.composer.show()

    def put_in(self, path: str) -> None:
        self.composer.offer_files([path])
        self.loop.settle()

    @property
    def picture(self) -> Picture:
        picture = self.composer.draft.picture
        assert picture is not None
        return picture

    def open(self, name: str = "Crop picture") -> CropDialog:
        button = named(QAbstractButton, name, within=self.composer)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.loop.settle()
        (dialog,) = [each for each in self.composer.findChildren(CropDialog) if each.isVisible()]
        return dialog

    def press(self, name: str, within: CropDialog) -> None:
        QTest.mouseClick(named(QAbstractButton, name, within=within), Qt.MouseButton.LeftButton)
        self.loop.settle()


def drag(dialog: CropDialog, start: QPointF, end: QPointF) -> None:
    view = dialog.view
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start.toPoint())
    QTest.mouseMove(view, QPoint((start.toPoint() + end.toPoint()) / 2))
    QTest.mouseMove(view, end.toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end.toPoint())


def click(dialog: CropDialog, name: str) -> None:
    named(QAbstractButton, name, within=dialog).click()


@pytest.fixture
def form(qapp: QApplication, tmp_path: Path) -> Iterator[Form]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        each = Form(loop, tmp_path)
        each.put_in(CAT)
        yield each
        each.composer.close()
        each.composer.deleteLater()
    apply_look(qapp, Theme.LIGHT)


def test_a_shape_crops_the_picture_and_the_card_says_so(form: Form) -> None:
    dialog = form.open()
    click(dialog, "Shape 1:1")
    assert dialog.facts_label.text() == "900 × 900 of 1600 × 900"
    form.press("Apply", dialog)
    assert form.picture.edit == PictureEdit(crop=Crop(left=350 / 1600, top=0, right=1250 / 1600, bottom=1))
    card = form.composer.cards.first_frame
    assert "900 × 900" in card.facts_label.text()
    assert "cropped to 900 × 900" in card.sent_label.text()
    first, second = card.video_label.text().removeprefix("Video ").split(" × ")
    assert first == second


def test_the_preview_of_the_card_is_the_cropped_one(form: Form) -> None:
    edits = form.questions.previewed
    dialog = form.open()
    assert edits[-1] == (CAT, NO_EDIT)
    click(dialog, "Shape 9:16")
    form.press("Apply", dialog)
    assert edits[-1] == (CAT, form.picture.edit)
    assert form.picture.edit.crop is not None


def test_dragging_a_corner_resizes_and_dragging_inside_moves(form: Form) -> None:
    dialog = form.open()
    whole = dialog.view.frame_area
    drag(dialog, whole.bottomRight(), whole.center())
    _, _, width, height = dialog.view.frame.pixels
    assert abs(width - 800) <= 8
    assert abs(height - 450) <= 8
    drag(dialog, dialog.view.frame_area.center(), whole.bottomRight())
    left, top, now_width, now_height = dialog.view.frame.pixels
    assert (now_width, now_height) == (width, height)
    assert (left + width, top + height) == (1600, 900)


def test_a_press_beside_the_frame_changes_nothing(form: Form) -> None:
    dialog = form.open()
    click(dialog, "Shape 1:1")
    before, area = dialog.view.frame, dialog.view.picture_area
    drag(dialog, QPointF(area.left() + 3, area.center().y()), area.center())
    assert dialog.view.frame == before


def test_the_keyboard_moves_and_resizes(form: Form) -> None:
    dialog = form.open()
    view = dialog.view
    assert dialog.focusWidget() is view
    for _ in range(10):
        QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.frame.pixels == (0, 0, 1440, 900)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert view.frame.pixels == (17, 0, 1440, 900)
    assert view.accessibleName() == "Crop frame"
    assert view.accessibleDescription().startswith("1440 × 900, 17 from the left, 0 from the top")
    for _ in range(200):
        QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert view.frame.pixels[3] == load_catalogue().model("wan2.7-i2v").picture.min_side
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert form.picture.edit.crop is not None


def test_growing_at_the_edge_of_the_picture_moves_the_opposite_edge(form: Form) -> None:
    view = form.open().view
    click_left = Qt.KeyboardModifier.ShiftModifier
    for _ in range(10):
        QTest.keyClick(view, Qt.Key.Key_Left, click_left)
        QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.frame.pixels == (160, 0, 1440, 900)
    QTest.keyClick(view, Qt.Key.Key_Right, click_left)
    assert view.frame.pixels == (144, 0, 1456, 900)


def test_cancel_and_escape_change_nothing_and_reset_takes_the_crop_away(form: Form) -> None:
    dialog = form.open()
    click(dialog, "Shape 1:1")
    form.press("Cancel", dialog)
    dialog = form.open()
    click(dialog, "Shape 1:1")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert form.picture.edit == NO_EDIT
    dialog = form.open()
    click(dialog, "Shape 4:5")
    form.press("Apply", dialog)
    dialog = form.open()
    assert named(QAbstractButton, "Shape 4:5", within=dialog).isChecked()
    form.press("Reset", dialog)
    assert named(QAbstractButton, "Free shape", within=dialog).isChecked()
    form.press("Apply", dialog)
    assert form.picture.edit == NO_EDIT


def test_a_background_is_offered_for_transparent_pictures_only(form: Form) -> None:
    dialog = form.open()
    assert not [each for each in dialog.findChildren(QAbstractButton) if "ackground" in each.accessibleName()]
    form.press("Cancel", dialog)
    form.put_in(LOGO)
    dialog = form.open()
    assert named(QAbstractButton, "Background white", within=dialog).isChecked()
    click(dialog, "Background black")
    form.loop.settle()
    assert form.questions.previewed[-1] == (LOGO, PictureEdit(background=BLACK))
    form.press("Apply", dialog)
    assert form.picture.edit == PictureEdit(background=BLACK)
    assert "transparent areas filled with black" in form.composer.cards.first_frame.sent_label.text()


def test_any_colour_can_be_the_background(form: Form) -> None:
    form.put_in(LOGO)
    dialog = form.open()
    click(dialog, "Choose another background colour")
    (colours,) = dialog.findChildren(QColorDialog)
    colours.reject()
    assert named(QAbstractButton, "Background white", within=dialog).isChecked()
    click(dialog, "Choose another background colour")
    colours = next(each for each in dialog.findChildren(QColorDialog) if each.isVisible())
    colours.setCurrentColor(QColor("#12ab34"))
    colours.accept()
    form.press("Apply", dialog)
    assert form.picture.edit.background == "#12ab34"


def test_a_picture_that_was_replaced_meanwhile_is_not_cropped(form: Form) -> None:
    dialog = form.open()
    click(dialog, "Shape 1:1")
    form.put_in(DOG)
    form.press("Apply", dialog)
    assert (form.picture.path, form.picture.edit) == (DOG, NO_EDIT)
    assert "not cropped" in form.composer.cards.first_frame.notice_label.text()


@pytest.mark.parametrize("field", [Field.PICTURE, Field.LAST_FRAME])
def test_a_picture_that_is_too_long_is_taken_and_cropped(form: Form, field: Field) -> None:
    form.composer.second.offer(Offer(places=(LONG,)), field)
    form.loop.settle()
    cards = form.composer.cards
    card = cards.first_frame if field is Field.PICTURE else cards.last_frame
    assert "Crop it" in card.error_label.text()
    assert not form.composer.footer.generate_button.isEnabled()
    dialog = form.open("Crop picture" if field is Field.PICTURE else "Crop last frame")
    assert "Crop it" in dialog.problem_label.text()
    click(dialog, "Shape 16:9")
    assert dialog.problem_label.text() == ""
    form.press("Apply", dialog)
    assert card.error_label.text() == ""
    assert form.composer.footer.generate_button.isEnabled()


def test_the_last_frame_has_a_crop_of_its_own(form: Form) -> None:
    form.composer.second.offer(Offer(places=(DOG,)), Field.LAST_FRAME)
    form.loop.settle()
    dialog = form.open("Crop last frame")
    click(dialog, "Shape 9:16")
    form.press("Apply", dialog)
    last = form.composer.draft.last_frame
    assert last is not None
    assert last.edit.crop is not None
    assert form.picture.edit == NO_EDIT
    form.composer.resize(370, 640)
    form.loop.settle()
    card = form.composer.cards.last_frame
    assert card.target.rect().contains(card.buttons.geometry())
    portrait(form.composer, "crop-last-narrow")


def ratio(form: Form) -> float:
    """Width by height of the pixels that the card shows."""
    pixmap = form.composer.cards.first_frame.target._pixmap
    assert pixmap is not None
    return pixmap.width() / pixmap.height()


def test_before_and_after_are_compared_on_hover_and_by_keyboard(form: Form) -> None:
    compare = named(QAbstractButton, "Show the whole picture", within=form.composer)
    assert compare.isHidden()
    dialog = form.open()
    click(dialog, "Shape 1:1")
    form.press("Apply", dialog)
    assert compare.isVisible()
    assert ratio(form) == pytest.approx(1, abs=0.01)
    QTest.keyClick(compare, Qt.Key.Key_Space)
    form.loop.settle()
    assert ratio(form) == pytest.approx(16 / 9, abs=0.01)
    (label,) = [each for each in form.composer.findChildren(Pill) if each.text() == "Before: 1600 × 900"]
    assert label.isVisible()
    assert not label.geometry().intersects(form.composer.cards.first_frame.buttons.geometry())
    QTest.keyClick(compare, Qt.Key.Key_Space)
    assert ratio(form) == pytest.approx(1, abs=0.01)
    hover(compare, is_over=True)
    assert ratio(form) == pytest.approx(16 / 9, abs=0.01)
    portrait(form.composer, "crop-before")
    hover(compare, is_over=False)
    assert ratio(form) == pytest.approx(1, abs=0.01)


def test_another_picture_ends_the_comparison(form: Form) -> None:
    compare = named(QAbstractButton, "Show the whole picture", within=form.composer)
    dialog = form.open()
    click(dialog, "Shape 1:1")
    form.press("Apply", dialog)
    compare.click()
    form.loop.settle()
    form.put_in(DOG)
    assert compare.isHidden()
    assert not compare.isChecked()
    assert ratio(form) == pytest.approx(1, abs=0.01)
    shown = [each.text() for each in form.composer.findChildren(Pill) if each.isVisible()]
    assert not [text for text in shown if "Before" in text]


def test_what_is_sent_stands_beside_the_original(form: Form) -> None:
    """The picture is changed and not cropped. The result is prepared once, when the user compares."""
    compare = named(QAbstractButton, "Show the whole picture", within=form.composer)
    form.questions.pictures["/photo.heic"] = PictureFacts(
        format="HEIC", width=4000, height=3000, size_bytes=2_400_000, is_turned=True
    )
    form.put_in("/photo.heic")
    assert compare.isVisible()
    assert compare.accessibleName() == "Compare the picture with what is sent"
    assert ("compare", "/photo.heic") not in form.questions.asked
    hover(compare, is_over=True)
    form.loop.settle()
    assert ratio(form) == pytest.approx(8 / 3, abs=0.05)
    shown = {each.text(): each for each in form.composer.findChildren(Pill) if each.isVisible()}
    assert set(shown) >= {"Before: 4000 × 3000 · 2.4 MB", "Sent: 4000 × 3000 · 250 KB"}
    before = shown["Before: 4000 × 3000 · 2.4 MB"]
    sent = shown["Sent: 4000 × 3000 · 250 KB"]
    assert not before.geometry().intersects(sent.geometry())
    portrait(form.composer, "sent-beside-original")
    hover(compare, is_over=False)
    assert ratio(form) == pytest.approx(4 / 3, abs=0.01)
    assert not sent.isVisible()
    QTest.keyClick(compare, Qt.Key.Key_Space)
    assert ratio(form) == pytest.approx(8 / 3, abs=0.05)
    assert form.questions.asked.count(("compare", "/photo.heic")) == 1


def test_a_picture_that_is_sent_as_it_is_has_nothing_to_compare(form: Form) -> None:
    form.put_in(DOG)
    assert named(QAbstractButton, "Show the whole picture", within=form.composer).isHidden()


def hover(widget: QWidget, *, is_over: bool) -> None:
    """Let the pointer come or go, as Qt tells a widget."""
    widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, is_over)
    middle = QPointF(widget.rect().center())
    event = QEnterEvent(middle, middle, middle) if is_over else QEvent(QEvent.Type.Leave)
    QApplication.sendEvent(widget, event)


def test_the_dialog_speaks_chinese(form: Form, qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load("wandesk_zh_CN", str(resource_path("translations")))
    qapp.installTranslator(translator)
    try:
        form.put_in(LOGO)
        dialog = form.open()
        click(dialog, "比例 9:16")
        portrait(dialog, "crop-chinese")
        assert dialog.facts_label.text() == "506 × 900（原图 1600 × 900）"
        for label in dialog.findChildren(QLabel):
            assert label.width() >= label.sizeHint().width() or label.wordWrap()
    finally:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_the_dialog_is_drawn(form: Form, qapp: QApplication, theme: Theme) -> None:
    apply_look(qapp, theme)
    form.put_in(LOGO)
    dialog = form.open()
    before = portrait(dialog, f"crop-{theme.value}-whole")
    click(dialog, "Shape 9:16")
    after = portrait(dialog, f"crop-{theme.value}")
    assert before != after
    form.press("Apply", dialog)
    portrait(form.composer, f"crop-{theme.value}-card")
