"""A drag over the window: what the form shows, how often the source is asked, and where the drop goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from tests.support.gui import GuiLoop, gui_loop
from tests.support.portraits import portrait
from tests.support.widgets import FACTS, SOUND_FACTS, FakeAudioPlayer, FakeQuestions, wear_test_font
from wandesk.domain.draft import Field, new_draft
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer
from wandesk.ui.composer.composer import WINDOW_EDGE
from wandesk.ui.composer.drop_overlay import Zone, zone_text
from wandesk.ui.look import Theme, apply_look

CAT = "/home/me/cat.jpg"
VOICE = "/home/me/voice.mp3"
UNKNOWN = "/home/me/something"
COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


class CountedFiles(QMimeData):
    """Dragged files, and the formats that were asked for."""

    def __init__(self, *paths: str) -> None:
        super().__init__()
        self._paths = paths
        self.asked: list[str] = []

    def formats(self) -> list[str]:
        return ["text/uri-list"]

    def hasFormat(self, mimetype: str) -> bool:
        return mimetype == "text/uri-list"

    def retrieveData(self, mimetype: str, preferredType: object) -> object:  # noqa: N803 - Qt's name
        self.asked.append(mimetype)
        lines = "".join(QUrl.fromLocalFile(path).toString() + "\r\n" for path in self._paths)
        return QByteArray(lines.encode())


class Window:
    """The composer in a window, with a stage beside it."""

    def __init__(self, loop: GuiLoop, folder: Path, model: str | None = None) -> None:
        self.loop = loop
        catalog = load_catalogue()
        self.questions = FakeQuestions(folder)
        self.questions.pictures = {CAT: FACTS, UNKNOWN: FACTS}
        self.questions.sounds = {VOICE: SOUND_FACTS}
        self.composer = Composer(
            catalog=catalog,
            draft=new_draft(catalog, "practice", model),
            questions=self.questions,
            spawn=loop.spawn,
            audio_player=FakeAudioPlayer(),
            language="en",
        )
        self.window = QMainWindow()
        self.window.setCentralWidget(QWidget())
        self.composer.setParent(self.window)
        self.composer.setGeometry(0, 0, 372, 800)
        self.window.resize(1200, 800)
        self.composer.drops.watch(self.window)
        self.window.show()
        self.composer.show()

    @property
    def lit(self) -> tuple[list[Field], set[Field]]:
        """The zones that are shown, and the marked fields."""
        overlay = self.composer.drops.overlay
        assert overlay.isVisible() is bool(overlay.zones)
        return [zone.field for zone in overlay.zones], set(overlay.marked)

    def enter(self, mime: QMimeData, onto: QWidget, height: int = 100) -> bool:
        """A drag enters a widget; returns whether it is accepted."""
        event = QDragEnterEvent(QPoint(100, height), COPY, mime, LEFT, NO_KEY)
        QApplication.sendEvent(onto, event)
        return event.isAccepted()

    def move(self, mime: QMimeData, onto: QWidget, height: int) -> None:
        QApplication.sendEvent(onto, QDragMoveEvent(QPoint(100, height), COPY, mime, LEFT, NO_KEY))

    def leave(self, widget: QWidget) -> None:
        QApplication.sendEvent(widget, QDragLeaveEvent())

    def drop(self, mime: QMimeData, onto: QWidget, height: int = 100) -> None:
        QApplication.sendEvent(onto, QDropEvent(QPointF(100, height), COPY, mime, LEFT, NO_KEY))
        self.loop.settle()


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        each = Window(loop, tmp_path)
        yield each
        each.window.close()
        each.window.deleteLater()


def test_the_source_is_asked_once_per_drag(window: Window) -> None:
    mime = CountedFiles(CAT)
    form = window.composer
    window.enter(mime, window.window)
    for height in range(0, 800, 10):
        window.move(mime, window.window, height)
    window.leave(window.window)
    window.enter(mime, form)
    for height in range(0, 800, 10):
        window.move(mime, form, height)
    window.drop(mime, form)
    assert mime.asked == ["text/uri-list"]
    assert form.draft.picture is not None
    window.enter(mime, form)
    assert len(mime.asked) == 2, "another drag"


def test_the_form_is_lit_until_the_drag_leaves_the_window(window: Window) -> None:
    mime = CountedFiles(CAT)
    assert window.lit == ([], set())
    assert window.enter(mime, window.window)
    assert window.lit == ([Field.PICTURE], {Field.PICTURE})
    window.leave(window.window)
    window.enter(mime, window.composer)
    assert window.lit == ([Field.PICTURE], {Field.PICTURE}), "from the window to the form"
    window.leave(window.composer)
    window.loop.run_until(lambda: window.lit == ([], set()))
    window.enter(mime, window.composer)
    assert mime.asked == ["text/uri-list"] * 2
    window.drop(mime, window.composer)
    assert window.lit == ([], set())


def test_a_drop_beside_the_form_is_taken(window: Window) -> None:
    mime = CountedFiles(CAT)
    window.enter(mime, window.window)
    window.drop(mime, window.window)
    assert window.composer.draft.picture is not None


@pytest.mark.parametrize(
    ("paths", "zones", "marked"),
    [
        ([CAT], [Field.PICTURE], {Field.PICTURE}),
        ([VOICE], [Field.AUDIO], {Field.AUDIO}),
        ([CAT, VOICE], [Field.PICTURE, Field.AUDIO], {Field.PICTURE, Field.AUDIO}),
        ([UNKNOWN], [Field.PICTURE, Field.AUDIO], {Field.PICTURE}),
        ([UNKNOWN, CAT], [Field.PICTURE, Field.AUDIO], {Field.PICTURE}),
    ],
)
def test_the_zones_follow_the_names(window: Window, paths: list[str], zones: list[Field], marked: set[Field]) -> None:
    window.enter(CountedFiles(*paths), window.composer)
    assert window.lit == (zones, marked)


def test_a_file_whose_name_says_nothing_goes_where_it_is_dropped(window: Window) -> None:
    window.questions.sounds[UNKNOWN] = SOUND_FACTS
    mime = CountedFiles(UNKNOWN)
    form = window.composer
    window.enter(mime, form, 100)
    window.move(mime, form, 700)
    assert window.lit[1] == {Field.AUDIO}
    window.drop(mime, form, 700)
    assert form.draft.audio is not None
    assert form.draft.picture is None
    window.enter(mime, form, 100)
    window.drop(mime, form, 100)
    assert form.draft.picture is not None


def test_a_model_without_audio_says_so_on_the_form(qapp: QApplication, tmp_path: Path) -> None:
    catalog = load_catalogue()
    silent = next(each.key for each in catalog.models_in("practice") if each.audio_in is None)
    with gui_loop(qapp) as loop:
        window = Window(loop, tmp_path, silent)
        window.enter(CountedFiles(VOICE), window.composer)
        (zone,) = window.composer.drops.overlay.zones
        assert zone_text(zone) == "This model doesn't take an audio file"
        window.leave(window.composer)
        loop.run_until(lambda: window.lit == ([], set()))
        window.enter(CountedFiles(UNKNOWN), window.composer)
        assert window.lit == ([Field.PICTURE], {Field.PICTURE})
        window.window.close()
        window.window.deleteLater()
    assert zone_text(Zone(field=Field.PICTURE)) == "Use as the picture"
    assert zone_text(Zone(field=Field.AUDIO)) == "Use as the audio"


def test_a_picture_without_a_file_lights_up_without_a_question(window: Window) -> None:
    mime = QMimeData()
    mime.setImageData(QImage(640, 480, QImage.Format.Format_RGB32))
    assert window.enter(mime, window.composer)
    assert window.lit == ([Field.PICTURE], {Field.PICTURE})
    window.drop(mime, window.composer)
    assert window.composer.draft.picture is not None


def test_text_is_taken_by_the_form_alone_and_does_not_light_it(window: Window) -> None:
    mime = QMimeData()
    mime.setText(CAT)
    assert not window.enter(mime, window.window)
    assert window.enter(mime, window.composer)
    assert window.lit == ([], set())
    window.drop(mime, window.composer)
    assert window.composer.draft.picture is not None, "the text was the path of a file"


def test_the_overlay_follows_the_form(window: Window) -> None:
    overlay = window.composer.drops.overlay
    window.enter(CountedFiles(CAT), window.composer)
    assert overlay.geometry() == window.composer.rect().adjusted(WINDOW_EDGE, 0, 0, 0)
    window.composer.resize(400, 600)
    assert overlay.geometry() == window.composer.rect().adjusted(WINDOW_EDGE, 0, 0, 0)


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_portraits_of_a_drag(window: Window, qapp: QApplication, theme: Theme) -> None:
    apply_look(qapp, theme)
    for name, paths in (("picture", [CAT]), ("either", [UNKNOWN])):
        window.enter(CountedFiles(*paths), window.composer)
        portrait(window.composer, f"drag-{name}-{theme}")
        window.drop(CountedFiles(*paths), window.composer)
