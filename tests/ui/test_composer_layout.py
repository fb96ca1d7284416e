"""The layout of the form: nothing jumps, what appears is seen, and every parameter of the table has its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, QTranslator
from PySide6.QtGui import QEnterEvent, QFontInfo, QFontMetricsF, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from tests.support.gui import GuiLoop, gui_loop
from tests.support.widgets import FACTS, SOUND_FACTS, FakeAudioPlayer, FakeQuestions, named, wear_test_font
from wandesk.domain.catalog import Catalog, SoundChoice, WireProtocol
from wandesk.domain.draft import Field, new_draft
from wandesk.domain.media import ClipFacts
from wandesk.domain.parameter_kinds import Choice
from wandesk.domain.parameters import MORE, TABLE
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.composer.composer import WINDOW_EDGE
from wandesk.ui.composer.fields import ChoiceField, TextField
from wandesk.ui.composer.offers import Offer
from wandesk.ui.composer.on_picture import Pill
from wandesk.ui.look import TextSize, Theme, apply_look, spaced, text_font, wear_fonts
from wandesk.ui.widgets.keyboard_ring import shows_ring
from wandesk.ui.widgets.scrolling import SEEN_MS, QuietBar

CLIP_FACTS = ClipFacts(format="MP4", width=640, height=360, seconds=3.0, size_bytes=9000, can_be_copied=True)
CAT, DOG, VOICE = "/home/me/cat.jpg", "/home/me/dog.png", "/home/me/voice.mp3"
WIDTH = 382


class Form:
    """A form of a given height with a picture, on an event loop."""

    def __init__(self, loop: GuiLoop, folder: Path, *, model: str | None = None, height: int = 800) -> None:
        self.loop = loop
        self.catalog: Catalog = load_catalogue()
        self.questions = FakeQuestions(folder)
        self.questions.pictures = {CAT: FACTS}
        self.questions.sounds = {VOICE: SOUND_FACTS}
        self.composer = Composer(
            catalog=self.catalog,
            draft=new_draft(self.catalog, "practice", model),
            questions=self.questions,
            spawn=loop.spawn,
            audio_player=FakeAudioPlayer(),
            language="en",
        )
        self.composer.resize(WIDTH, height)
        self.composer.show()
        self.settle()

    def settle(self) -> None:
        self.loop.settle()
        QApplication.processEvents()

    def offer(self, path: str = CAT) -> None:
        self.composer.offer_files([path])
        self.settle()

    def place(self, widget: QWidget) -> QRect:
        """Where a widget is on the form."""
        return QRect(widget.mapTo(self.composer, QPoint(0, 0)), widget.size())

    def places(self) -> dict[str, QRect]:
        """The places of what the user looks at and aims for."""
        cards = self.composer.cards
        parts: dict[str, QWidget] = {
            "region": cards.offer.region_box,
            "pictures": cards.frames,
            "prompt": cards.prompt if cards.effect.isHidden() else cards.effect,
            "sound": cards.audio if cards.audio.isVisible() else cards.silent,
            "values": cards.video.more_chip,
            "generate": self.composer.footer.generate_button,
        }
        places = {name: self.place(part) for name, part in parts.items()}
        places["sound"].setHeight(0)
        places["prompt"].setHeight(0)  # a warning takes its space from the text
        # The chip counts the changed values, and stands beside chips as wide as the choices of the model.
        places["values"] = QRect(0, places["values"].top(), 0, 0)
        return places


@pytest.fixture
def make(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Form]]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    made: list[Form] = []
    with gui_loop(qapp) as loop:

        def one(**wishes: object) -> Form:
            made.append(Form(loop, tmp_path, **wishes))  # type: ignore[arg-type]
            return made[-1]

        yield one
        for form in made:
            form.composer.close()
            form.composer.deleteLater()


def is_seen(widget: QWidget) -> bool:
    """Whether all of a widget is visible, not scrolled away."""
    return widget.visibleRegion().boundingRect() == widget.rect()


@pytest.mark.parametrize("height", [790, 830, 1010])
def test_the_prompt_cuts_no_line(make: Callable[..., Form], height: int) -> None:
    field = make(height=height).composer.cards.prompt.field
    assert field.height() in {field.height_of(lines) for lines in range(1, 40)}


# -------------------------------------------------------------------- nothing jumps


def test_values_are_in_sight_in_the_smallest_window(make: Callable[..., Form]) -> None:
    form = make(height=590)  # of a window of 640 pixels
    assert is_seen(form.composer.cards.video.more_chip)
    form.composer.change_offer(model="wan2.1-i2v-turbo")
    form.settle()
    assert is_seen(form.composer.cards.video.more_chip), "the choice of an effect takes its room from the prompt"


def test_margins_are_alike_where_the_form_scrolls(make: Callable[..., Form]) -> None:
    form = make(height=430)
    form.composer.resize(WIDTH, 420)
    form.settle()
    frames = form.place(form.composer.cards.frames)
    assert form.composer.width() - 1 - frames.right() == frames.left() - WINDOW_EDGE


def test_sentences_and_values_move_nothing(make: Callable[..., Form]) -> None:
    form = make()
    composer, cards = form.composer, form.composer.cards
    before = form.places()
    most = form.catalog.model(composer.draft.model).prompt_chars

    def typed(text: str) -> None:
        cards.prompt.field.setPlainText(text)

    steps: dict[str, Callable[[], object]] = {
        "a file is refused": lambda: form.offer("/home/me/notes.txt"),
        "a picture is put in": form.offer,
        "another file is refused": lambda: form.offer("/home/me/notes.txt"),
        "the prompt is too long": lambda: typed("a" * (most + 1)),
        "the prompt is short": lambda: typed("a cat"),
        "a notice": lambda: cards.first_frame.show_notice("Using the newer picture."),
        "another model": lambda: composer.change_offer(model="wan2.6-i2v-flash"),
        "a model with a last frame": lambda: composer.change_offer(model="wan3.0-video"),
        "a model with a last frame and a clip": lambda: composer.change_offer(model="wan2.7-i2v"),
        "a loop": cards.last_frame.loop_switch.click,
        "a model with effects": lambda: composer.change_offer(model="wan2.1-i2v-turbo"),
        "an effect": lambda: composer._choose("template", "hug"),
        "no effect": lambda: composer._choose("template", None),
        "a model without them": lambda: composer.change_offer(model="wan2.6-i2v-flash"),
        "My audio": cards.audio.choices.buttons[SoundChoice.MINE].click,
        "an audio file": lambda: form.offer(VOICE),
        "Silent": cards.audio.choices.buttons[SoundChoice.SILENT].click,
        "a silent model": lambda: composer.change_offer(model="wan2.2-i2v-flash"),
        "the model before it": lambda: composer.change_offer(model="wan2.6-i2v-flash"),
        "another resolution": lambda: composer._choose("resolution", "1080P"),
        "another length": lambda: composer._choose("seconds", 15),
        "a value behind More": lambda: composer._choose("watermark", True),
        "More is open": cards.video.more_chip.click,
        "More is closed": cards.video.more_chip.click,
        "the picture is removed": cards.first_frame.remove_button.click,
    }
    for what, step in steps.items():
        step()
        form.settle()
        assert form.places() == before, what


def test_more_stands_above_its_chip_after_a_change_of_size(make: Callable[..., Form]) -> None:
    form = make(height=1010)
    form.composer.show()
    form.composer.cards.video.more_chip.click()
    form.settle()
    form.composer.resize(WIDTH, 790)
    form.settle()
    panel, chip = form.composer.cards.video.more, form.composer.cards.video.more_chip
    assert panel.isVisible()
    assert (
        panel.mapTo(form.composer, panel.rect().bottomLeft()).y() < chip.mapTo(form.composer, chip.rect().topLeft()).y()
    )


def test_heights_depend_on_the_form_only(make: Callable[..., Form]) -> None:
    heights = {}
    for height in (500, 800, 1000, 1400):
        form = make(height=height)
        empty = form.places()
        form.offer()
        assert form.places() == empty
        target, field = form.composer.cards.first_frame.target, form.composer.cards.prompt.field
        heights[height] = (target.height(), field.height())
        assert target.height() <= target.width()
        assert is_seen(form.composer.footer.generate_button)
        assert is_seen(form.composer.footer.price_label)
    pictures, prompts = zip(*heights.values(), strict=True)
    assert list(pictures) == sorted(pictures)
    assert pictures[0] < pictures[1] < pictures[2]
    assert list(prompts) == sorted(prompts)


def test_picture_reaches_both_edges_of_the_column(make: Callable[..., Form]) -> None:
    form = make()
    cards = form.composer.cards
    left, right = form.place(cards.first_frame.target).left(), form.place(cards.first_frame.target).right()
    for part in (cards.prompt.field, cards.audio.choices):
        assert form.place(part).left() == left
        assert form.place(part).right() == right
    assert form.place(cards.offer.region_box).left() == left
    assert form.place(cards.offer.model_box).right() == right
    assert form.place(cards.video.fields["resolution"]).left() == left


class LongTexts(QTranslator):
    """A language whose texts are 40 % longer than the English ones."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, source: str, _comment: str | None = None, _n: int = -1) -> str:
        return source + "ä" * (len(source) * 2 // 5) if source.strip() else source


@pytest.mark.parametrize("model", ["wan2.5-i2v-preview", "wan2.7-i2v", "wan2.1-i2v-turbo", "wan3.0-video"])
def test_longer_texts_still_fit(qapp: QApplication, make: Callable[..., Form], model: str) -> None:
    long = LongTexts()
    qapp.installTranslator(long)
    try:
        form = make(model=model)
        form.offer()
    finally:
        qapp.removeTranslator(long)
    cards = form.composer.cards
    assert cards.minimumSizeHint().width() <= cards.area.viewport().width()
    for label in form.composer.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap() and not isinstance(label, Pill):
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()
    button, price = form.composer.footer.generate_button, form.composer.footer.price_label
    assert is_seen(button)
    assert button.width() >= button.sizeHint().width()
    assert price.height() >= price.heightForWidth(price.width())


# -------------------------------------------------------------------- what appears is seen


def test_sentence_is_scrolled_into_view(make: Callable[..., Form]) -> None:
    form = make(height=430)
    cards = form.composer.cards
    bar = cards.area.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    label = cards.first_frame.error_label
    form.composer.offer_files(["/home/me/notes.txt"])
    form.loop.run_until(lambda: label.isVisible() and is_seen(label))
    bar.setValue(0)
    form.composer.set_draft(replace(form.composer.draft, resolution="999P"))
    form.loop.run_until(lambda: is_seen(cards.video.problem_label))
    bar.setValue(0)
    form.composer.cards.prompt.field.setPlainText("a cat")
    form.settle()
    assert bar.value() == 0, "a sentence that is shown already is not new"


def test_doubt_is_shown_at_its_field(make: Callable[..., Form]) -> None:
    form = make(model="wan2.6-i2v-flash")
    cards = form.composer.cards
    form.questions.pictures[CAT] = replace(FACTS, width=4000, height=400)
    form.offer()
    assert "may be refused" in cards.first_frame.caution_label.text()
    assert cards.first_frame.caution_label.isVisible()
    assert form.composer.footer.generate_button.isEnabled(), "a doubt does not block"
    form.composer._choose("shot_type", "multi")
    cards.video.more_chip.click()
    note = cards.video.more._notes["shot_type"]
    assert not note.isVisible()
    form.composer._choose("improve_prompt", False)
    assert note.isVisible()
    assert "Improve my prompt" in note.text()


def test_sentences_of_a_second_picture_say_so_and_cover_no_switch(make: Callable[..., Form]) -> None:
    for height in (560, 800):
        form = make(model="wan2.7-i2v", height=height)
        cards = form.composer.cards
        form.questions.pictures[CAT] = replace(FACTS, format="PNG", has_alpha=True, width=9000, height=1800)
        form.questions.pictures[DOG] = replace(FACTS, format="PNG", has_alpha=True, width=9000, height=6000)
        form.offer()
        form.composer.second.offer(Offer(places=(DOG,)), Field.LAST_FRAME)
        form.settle()
        sentences = (cards.first_frame.sent_label, cards.last_frame.sent_label, cards.last_frame.caution_label)
        assert all(sentence.isVisible() for sentence in sentences)
        assert [sentence.text().startswith("Last frame: ") for sentence in sentences] == [False, True, True]
        picture = form.place(cards.first_frame.target)
        for sentence in sentences:
            assert picture.contains(form.place(sentence)), "what stays covers neither a switch nor another picture"
            assert sentence.height() >= sentence.fontMetrics().height()
        for card in (cards.first_frame, cards.last_frame):
            assert all(map(is_seen, card.buttons.buttons))
        assert not picture.intersects(form.place(cards.last_frame.loop_switch))
        assert picture.height() == form.place(cards.frames).height()


def test_folded_sentence_is_whole_under_the_pointer(make: Callable[..., Form]) -> None:
    form = make(height=480)
    label = form.composer.cards.first_frame.sent_label
    form.questions.pictures[CAT] = replace(
        FACTS, format="PNG", has_alpha=True, is_turned=True, width=9000, height=900, size_bytes=90_000_000
    )
    form.offer()
    line = label.fontMetrics().height()
    assert label.isVisible()
    assert label.height() < 2 * line
    assert form.composer.cards.first_frame.caution_label.isVisible()
    label.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    middle = QPointF(5, 5)
    QApplication.sendEvent(label, QEnterEvent(middle, middle, middle))
    form.loop.run_until(lambda: label.height() > 2 * line)
    label.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    QApplication.sendEvent(label, QEvent(QEvent.Type.Leave))
    form.loop.run_until(lambda: label.height() < 2 * line)


# -------------------------------------------------------------------- More


def test_every_parameter_behind_more_is_named_and_remembered(make: Callable[..., Form]) -> None:
    form = make(model="wan2.6-i2v-flash")
    form.composer.cards.video.more_chip.click()
    kinds: dict[str, type[QWidget]] = {
        "Negative prompt": QPlainTextEdit,
        "Improve my prompt": QCheckBox,
        "Watermark": QCheckBox,
        "Fixed seed": QCheckBox,
        "Seed": QLineEdit,
        "Shot type": ChoiceField,
    }
    for name, kind in kinds.items():
        assert named(kind, name, within=form.composer).isVisible()
    assert all(entry.remembered for entry in MORE)
    names = [entry.remembered for entry in TABLE if entry.remembered]
    assert len(names) == len(set(names))


def test_more_counts_and_names_what_is_not_the_default(make: Callable[..., Form]) -> None:
    form = make()
    chip = form.composer.cards.video.more_chip
    assert chip.text() == "More"
    form.composer._choose("seed", 7)
    form.composer._choose("watermark", True)
    form.composer._choose("negative_prompt", "blur,\nnoise")
    assert chip.text() == "More · 3"
    assert chip.toolTip() == "Negative prompt: blur, noise\nWatermark: On\nSeed: 7"
    assert chip.accessibleName() == "More"
    assert chip.accessibleDescription() == "Negative prompt: blur, noise, Watermark: On, Seed: 7"
    form.composer._choose("watermark", False)
    assert chip.text() == "More · 2"
    without = next(each for each in form.catalog.models_in("practice") if each.protocol is WireProtocol.MEDIA3)
    form.composer.change_offer(model=without.key)
    assert chip.text() == "More · 1", "it takes no negative prompt"
    assert form.composer.draft.negative_prompt == "blur,\nnoise"
    form.composer.change_offer(model="wan2.5-i2v-preview")
    assert chip.text() == "More · 2"


def test_more_floats_above_its_chip_and_inside_the_form(make: Callable[..., Form]) -> None:
    for height in (430, 560, 800, 1100):
        form = make(height=height)
        video = form.composer.cards.video
        form.composer.activateWindow()
        form.composer.cards.area.ensureWidgetVisible(video.more_chip)
        video.more_chip.click()
        form.settle()
        panel = form.place(video.more)
        assert form.composer.rect().contains(panel)
        assert panel.bottom() < form.place(video.more_chip).top()
        assert not panel.intersects(form.place(form.composer.footer.generate_button))
        form.composer.resize(WIDTH + 40, height + 60)
        form.settle()
        assert form.composer.rect().contains(form.place(video.more))
        assert form.place(video.more).bottom() < form.place(video.more_chip).top()


def test_more_closes_when_the_user_goes_on(make: Callable[..., Form]) -> None:
    form = make()
    cards = form.composer.cards
    video = cards.video
    form.offer()
    form.composer.activateWindow()
    form.loop.run_until(form.composer.isActiveWindow)
    video.more_chip.setFocus()
    QTest.keyClick(video.more_chip, Qt.Key.Key_Space)
    first = video.more.fields["negative_prompt"]
    assert isinstance(first, TextField)
    assert first.edit.hasFocus(), "typing goes into the panel"
    QTest.keyClick(first.edit, Qt.Key.Key_Escape)
    assert not video.more.isVisible()
    assert video.more_chip.hasFocus()

    video.more_chip.click()
    cards.prompt.field.setFocus()
    assert not video.more.isVisible()

    video.more_chip.click()
    QTest.mouseClick(cards, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not video.more.isVisible()

    video.more_chip.click()
    video.more.close_button.setFocus()
    QTest.keyClick(video.more.close_button, Qt.Key.Key_Tab)
    assert form.composer.footer.generate_button.hasFocus()
    assert not video.more.isVisible()


def test_choosing_in_a_list_of_more_keeps_it_open(make: Callable[..., Form]) -> None:
    form = make(model="wan2.6-i2v")
    video = form.composer.cards.video
    form.composer.activateWindow()
    form.loop.run_until(form.composer.isActiveWindow)
    video.more_chip.click()
    box = video.more.fields["shot_type"]
    assert isinstance(box, ChoiceField)
    box.setFocus()
    box.showPopup()
    form.loop.run_until(box.view().isVisible)
    assert video.more.isVisible()
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    form.loop.run_until(lambda: form.composer.draft.shot_type == "single")
    assert video.more.isVisible()


def test_new_values_leave_room_for_their_neighbours(make: Callable[..., Form]) -> None:
    form = make(model="wan2.6-i2v")
    fields = form.composer.cards.video.fields
    for entry in TABLE:
        field = fields.get(entry.key)
        if not isinstance(field, ChoiceField):
            continue
        assert isinstance(entry.kind, Choice)
        before = field.size()
        for index in range(field.count()):
            field.setCurrentIndex(index)
            form.settle()
            assert field.size() == before


def test_problem_behind_more_is_also_shown_below_the_chips(make: Callable[..., Form]) -> None:
    form = make()
    form.offer()
    form.composer.set_draft(replace(form.composer.draft, seed=-5))
    video = form.composer.cards.video
    assert "0" in video.problem_label.text()
    assert video.problem_label.isVisible()
    assert video.more._notes["seed"].text() == video.problem_label.text()
    assert not form.composer.footer.generate_button.isEnabled()
    video.more_chip.click()
    switch = named(QCheckBox, "Fixed seed", within=form.composer)
    assert switch.isChecked()
    switch.click()
    assert form.composer.draft.seed is None
    assert form.composer.footer.generate_button.isEnabled()


# -------------------------------------------------------------------- rings, bars, fonts


def touch(widget: QWidget, *, by_key: bool = False) -> None:
    """A press of a key that does nothing, or of the mouse at the edge of the window."""
    window, none = widget.window().windowHandle(), Qt.KeyboardModifier.NoModifier
    if by_key:
        QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, none))
        return
    place, left = QPointF(1, 1), Qt.MouseButton.LeftButton
    QApplication.sendEvent(window, QMouseEvent(QEvent.Type.MouseButtonPress, place, place, left, left, none))


def test_ring_is_for_the_keyboard_only(make: Callable[..., Form]) -> None:
    form = make()
    form.composer.activateWindow()
    form.loop.run_until(form.composer.isActiveWindow)
    cards = form.composer.cards
    box, target = cards.offer.model_box, cards.first_frame.target
    touch(form.composer)
    cards.prompt.field.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not shows_ring(cards.prompt.field)
    touch(form.composer, by_key=True)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    assert shows_ring(box)
    form.offer()
    cards.first_frame.remove_button.click()
    assert target.hasFocus()
    assert shows_ring(target), "the user has come here with the keyboard"
    touch(form.composer)
    box.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not shows_ring(box)
    target.setFocus()
    assert not shows_ring(target)


def test_bar_is_seen_only_while_it_is_of_use(qapp: QApplication, make: Callable[..., Form]) -> None:
    form = make(height=430)
    bar = form.composer.cards.area.verticalScrollBar()
    assert isinstance(bar, QuietBar)
    form.loop.run_until(lambda: not bar.is_seen, within=SEEN_MS / 1000 + 5)
    bar.setValue(20)
    assert bar.is_seen
    form.loop.run_until(lambda: not bar.is_seen, within=SEEN_MS / 1000 + 5)
    middle = QPointF(10, 10)
    QApplication.sendEvent(form.composer.cards.area, QEnterEvent(middle, middle, middle))
    assert bar.is_seen
    QApplication.sendEvent(form.composer.cards.area, QEvent(QEvent.Type.Leave))
    assert not bar.is_seen


def test_latin_is_inter_and_chinese_names_its_family_first(qapp: QApplication) -> None:
    before = qapp.font()
    try:
        wear_fonts(qapp, "en")
        for is_strong, style in ((False, "Regular"), (True, "SemiBold")):
            info = QFontInfo(text_font(TextSize.BODY, is_strong=is_strong))
            assert (info.family(), info.styleName()) == ("Inter", style)
        assert qapp.font().families()[-1] != "Inter"
        pixels = QFontInfo(qapp.font()).pixelSize()
        assert pixels >= 13
        prompt = spaced(text_font(TextSize.TITLE))
        prompt.setPixelSize(15)
        assert QFontMetricsF(prompt).lineSpacing() == pytest.approx(22, abs=0.5)
        wear_fonts(qapp, "zh_CN")
        assert qapp.font().families()[0] != "Inter"
        assert "Inter" in qapp.font().families()
    finally:
        qapp.setFont(before)


class LayoutRequests(QObject):
    """Counts what asks for a layout, anywhere in the program."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.LayoutRequest
        return False


@pytest.mark.parametrize("height", [560, 800])
def test_form_at_rest_asks_for_no_layout(loop: GuiLoop, tmp_path: Path, qapp: QApplication, height: int) -> None:
    form = Form(loop, tmp_path, height=height)
    form.offer()
    form.composer.cards.offer.change_label.show_text("Changed to fit: " + "720P, automatic sound, 5 s · " * 3)
    form.settle()
    requests = LayoutRequests()
    qapp.installEventFilter(requests)
    for _ in range(50):
        QApplication.processEvents()
    qapp.removeEventFilter(requests)
    assert requests.count <= 5, "each layout asks for the next one, and the processor never rests"


@pytest.mark.parametrize("height", [560, 800])
def test_what_changed_covers_neither_buttons_nor_facts_of_a_picture(loop: GuiLoop, tmp_path: Path, height: int) -> None:
    form = Form(loop, tmp_path, height=height)
    form.offer()
    offer, frames = form.composer.cards.offer, form.composer.cards.frames
    offer.model_chosen.emit("wan2.7-i2v")
    offer.region_chosen.emit("singapore")
    for text in ("Changed to fit: 720P.", "Changed to fit, said at length: " + "720P, automatic sound, 5 s · " * 3):
        offer.change_label.show_text(text)
        form.settle()
        sentence = form.place(offer.change_label)
        assert offer.change_label.isVisible()
        assert form.place(frames.first_frame).contains(sentence)
        pills = (*frames.first_frame.buttons.buttons, *frames.first_frame.findChildren(Pill))
        assert [each for each in pills if each.isVisible() and form.place(each).intersects(sentence)] == []


def test_last_frame_gets_its_place_back_when_a_clip_is_removed(loop: GuiLoop, tmp_path: Path) -> None:
    form = Form(loop, tmp_path, model="wan2.7-i2v", height=560)
    form.questions.clips = {"/home/me/walk.mp4": CLIP_FACTS}
    frames = form.composer.cards.frames
    before = form.place(frames.last_frame.target)
    form.composer.second.offer_clip("/home/me/walk.mp4")
    form.settle()
    assert form.place(frames.last_frame.target).height() > before.height()
    frames.clip.remove_requested.emit()
    form.settle()
    assert form.place(frames.last_frame.target) == before
    assert not form.place(frames.last_frame.target).intersects(form.place(frames.last_frame.loop_switch))


def test_refusal_on_a_low_picture_leaves_its_buttons_free(loop: GuiLoop, tmp_path: Path) -> None:
    form = Form(loop, tmp_path, height=560)
    form.questions.pictures[CAT] = replace(FACTS, has_alpha=True)
    form.offer()
    card = form.composer.cards.first_frame
    assert card.sent_label.isVisible()
    card.show_error("This is a video. Use its first or last frame, or choose a picture.")
    card.offers.offer_frames("/home/me/walk.mp4")
    form.settle()
    shown = [each for each in (card.sent_label, card.error_label, card.offers) if each.isVisible()]
    assert len(shown) == 3
    for button in card.buttons.buttons:
        assert not any(form.place(button).intersects(form.place(each)) for each in shown[1:])
