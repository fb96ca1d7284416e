"""The window in Chinese: no English word is left, and no text is cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from tests.support.gui import GuiLoop, gui_loop
from tests.support.jobs import NOW, StoredRows, a_catalog, a_job, a_problem
from tests.support.keyrings import FakeKeyring
from tests.support.main_windows import window_over_nothing
from tests.support.portraits import portrait
from tests.support.stages import show
from tests.support.unclaimed import FakeVideos, a_found
from tests.support.videos import counted_video
from tests.support.widgets import (
    FACTS,
    SOUND_FACTS,
    FakeAudioPlayer,
    FakeKeys,
    FakeQuestions,
    FakeSpace,
    draw_scene,
    unfold_all,
    wear_test_font,
)
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import new_draft
from wandesk.domain.job import Job, JobStage, SearchState, Uncertainty
from wandesk.domain.language import LANGUAGES
from wandesk.domain.price import Price
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus
from wandesk.resources import resource_path
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import ProxyRoutes
from wandesk.settings.secrets import SecretStore
from wandesk.ui.composer import Composer
from wandesk.ui.dialogs import Answer, ask
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.main_window import MainWindow
from wandesk.ui.missing.chooser import Chooser
from wandesk.ui.missing.finder import MissingFinder
from wandesk.ui.missing.import_box import ImportBox
from wandesk.ui.missing.regions import RegionBox
from wandesk.ui.notices import Notices
from wandesk.ui.playback_menu import PlaybackMenu
from wandesk.ui.player.details import Details
from wandesk.ui.player.stage import Stage
from wandesk.ui.reorder import ReorderOffer
from wandesk.ui.settings.diagnostics_card import diagnostics_section
from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.models_cards import models_sections
from wandesk.ui.settings.space_card import space_section
from wandesk.ui.settings.table import Page
from wandesk.ui.window.notice_bar import NoticeBar
from wandesk.ui.wording.problems import SENTENCES, problem_text

KEY = "sk-0123456789abcdef"
KEYRING = "GNOME Keyring"
PROMPT = "镜头缓缓推近，狐狸转过头来看向镜头，耳边的绒毛在晚风中轻轻颤动，远处传来海浪和海鸥的声音。"
LONG_PROMPT = PROMPT * 40
SOUND_FILE = "海浪和我的声音，第二遍.mp3"
PROBLEM = a_problem(message="输入内容可能不合规。")
LANGUAGES_OWN_NAMES = tuple(language.name for language in LANGUAGES)

LATIN = re.compile(r"[A-Za-z][A-Za-z']*")
ADDRESS = re.compile(r"https?://[!-~]*|[\w-]+(\.[\w-]+)*\.aliyuncs\.com|llm-abc123", re.ASCII)
ALLOWED = frozenset(
    {
        "CSV",
        *("Wan", "Desk", "GNU", "DashScopeUserBot"),  # names
        *("Flash", "Turbo", "Prime"),  # of models
        # formats, without their numbers
        *("JPEG", "PNG", "WebP", "BMP", "HEIC", "AVIF", "TIFF", "GIF", "WAV", "MP", "MOV", "SOCKS"),
        *("PDF", "SVG", "RAW", "XL", "Photoshop"),  # formats that are refused by name
        *("CSV", "UTF"),  # tables
        *("P", "KB", "MB", "GB", "USD", "CNY"),  # 480P, sizes, money
        *("API", "Key", "ID", "sk", "Coding", "Plan"),  # as the provider's Chinese pages write them
        *("Ctrl", "Shift", "F", "I", "J", "K", "L", "M", "Z"),  # keys
        *("api", "v", "s"),  # the end of an address, /api/v1, and the s of https
        *("http", "data"),  # the beginning of an address
    }
)
DETAILS = ("fox.jpg", "video.mp4", "H264", "AAC")
"""Names of files and of codecs, in the details of a job."""
LETTER = re.compile(r"\(&[A-Z]\)")
"""A menu's accelerator."""
LETTER_ALONE = re.compile(r"\(&?[A-Z]\)")
"""The same, also in the tooltip that Qt derives from an entry's text."""


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[QApplication]:
    """The program's language as `Application` installs it, restored afterwards."""
    locale, font = QLocale(), qapp.font()
    QLocale.setDefault(QLocale("zh_CN"))
    translators = []
    for name, folder in (
        ("wandesk_zh_CN", str(resource_path("translations"))),
        ("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
    ):
        translator = QTranslator()
        assert translator.load(name, folder)
        qapp.installTranslator(translator)
        translators.append(translator)
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    yield qapp
    for translator in translators:
        qapp.removeTranslator(translator)
    QLocale.setDefault(locale)
    apply_look(qapp, Theme.LIGHT)
    qapp.setFont(font)


@pytest.fixture
def loop(chinese: QApplication) -> Iterator[GuiLoop]:
    with gui_loop(chinese) as each:
        yield each


# ---------------------------------------------------------------- all texts, and whether they fit


def texts_of(root: QWidget) -> Iterator[str]:
    """Every text of a widget and its children: shown, in tooltips, or for a screen reader."""
    for widget in (root, *root.findChildren(QWidget)):
        yield from (widget.windowTitle() if widget.isWindow() else "", widget.toolTip(), widget.statusTip())
        yield from (widget.accessibleName(), widget.accessibleDescription())
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QLineEdit() | QPlainTextEdit():
                yield widget.placeholderText()
            case QMenu():
                yield widget.title()
            case QComboBox():
                yield from _texts_of_items(widget.model())
            case QTableView():
                yield from _texts_of_items(widget.model())
        for action in widget.actions():
            yield from _texts_of_action(action)


def _texts_of_action(action: QAction) -> Iterator[str]:
    yield from (action.text(), action.toolTip(), action.statusTip())


def _texts_of_items(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.AccessibleDescriptionRole,
        ):
            yield str(model.index(row, 0).data(role) or "")


def english(texts: Iterator[str], *names: str) -> dict[str, str]:
    """Words in Latin letters that do not belong in a Chinese window, each with its text."""
    found: dict[str, str] = {}
    for text in texts:
        rest = LETTER_ALONE.sub("", ADDRESS.sub("", text))
        for name in sorted((*names, *LANGUAGES_OWN_NAMES), key=len, reverse=True):
            rest = rest.replace(name, "")
        found |= {word: text for word in LATIN.findall(rest) if word not in ALLOWED}
    return found


def cut_off(root: QWidget) -> list[str]:
    """Visible labels and buttons that are smaller than their text."""
    short = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            fits = widget.height() >= widget.heightForWidth(widget.width())
        elif isinstance(widget, QLabel):
            widest = max(map(widget.fontMetrics().horizontalAdvance, widget.text().split("\n")))
            fits = widget.contentsRect().width() >= widest
        else:
            fits = widget.width() >= widget.minimumSizeHint().width()
        if not fits:
            short.append(widget.text())
    return short


def model_ids() -> tuple[str, ...]:
    """The cloud's IDs of the models, which are shown in Details."""
    return tuple(offer.model_id for offer in load_catalogue().offers)


def jobs_in_every_stage(folder: Path) -> list[Job]:
    """One job per stage, with the reason where it failed. DONE has a poster and a real video."""
    poster = folder / "poster.jpg"
    assert draw_scene(640, 360).save(str(poster))
    video = counted_video(folder / "video.mp4", width=640, height=368)
    jobs = []
    for stage in JobStage:
        changes: dict[str, object] = {"prompt": PROMPT}
        if stage in {JobStage.FAILED, JobStage.UNCERTAIN}:
            changes["problem"] = PROBLEM
        if stage is JobStage.DONE:
            changes |= {"video": video, "poster": str(poster), "region": "practice"}
        jobs.append(a_job(stage.value, stage, **changes))
    return jobs


# ---------------------------------------------------------------- the composer


@pytest.fixture
def composer(loop: GuiLoop, tmp_path: Path) -> Iterator[Composer]:
    catalog = load_catalogue()
    questions = FakeQuestions(tmp_path)
    questions.pictures |= {
        "海边.jpg": FACTS,
        "透明.png": replace(
            FACTS, format="PNG", width=9000, height=5000, has_alpha=True, is_turned=True, size_bytes=14_000_000
        ),
    }
    questions.sounds[SOUND_FILE] = SOUND_FACTS
    form = Composer(
        catalog=catalog,
        draft=new_draft(catalog, "practice"),
        questions=questions,
        spawn=loop.spawn,
        audio_player=FakeAudioPlayer(),
        language="zh_CN",
    )
    form.resize(360, 820)
    form.show()
    yield form
    form.close()
    form.deleteLater()


def test_form_is_chinese_in_every_region_with_every_model(loop: GuiLoop, composer: Composer) -> None:
    catalog = load_catalogue()
    ids = model_ids()
    loop.settle()
    assert english(texts_of(composer), *ids) == {}
    assert cut_off(composer) == []
    portrait(composer, "chinese-composer-empty")
    for region in catalog.offered_regions():
        for model in catalog.models_in(region.key):
            composer.set_draft(new_draft(catalog, region.key, model.key))
            loop.settle()
            assert english(texts_of(composer), *ids) == {}
            assert cut_off(composer) == []


def test_form_with_picture_audio_and_problems_is_chinese(loop: GuiLoop, composer: Composer) -> None:
    names = (*model_ids(), SOUND_FILE, "透明.png", "海边.jpg", ".txt")

    def looks(name: str) -> None:
        loop.settle()
        portrait(composer, f"chinese-composer-{name}")
        assert english(texts_of(composer), *names) == {}
        assert cut_off(composer) == []

    composer.offer_files(["透明.png"])
    composer.cards.prompt.field.setPlainText(LONG_PROMPT)
    loop.run_until(lambda: composer.cards.first_frame.target._pixmap is not None)
    looks("large-picture")
    composer.offer_files(["笔记.txt"])
    loop.run_until(composer.cards.first_frame.error_label.isVisible)
    looks("trouble")
    composer.offer_files(["海边.jpg"])
    composer.offer_files([SOUND_FILE])
    loop.run_until(lambda: composer.draft.audio is not None)
    composer.cards.area.verticalScrollBar().setValue(10_000)
    looks("my-audio")
    composer.set_draft(
        replace(composer.draft, region="singapore", resolution="480P", seconds=10, sound_choice=SoundChoice.AUTOMATIC)
    )
    composer.cards.offer.model_box.setCurrentIndex(composer.cards.offer.model_box.findData("wan2.6-i2v-flash"))
    composer.cards.area.verticalScrollBar().setValue(0)
    assert composer.cards.offer.change_label.isVisible()
    looks("model-changed")


# ---------------------------------------------------------------- settings


def test_settings_with_and_without_keys_are_chinese(loop: GuiLoop, tmp_path: Path) -> None:
    keys = FakeKeys()
    preferences, secrets = Preferences(tmp_path / "settings.toml"), SecretStore("p", backend=FakeKeyring)
    keys.kept["singapore"] = KEY
    keys.for_session["beijing"] = KEY
    keys.from_outside.add("virginia")
    for name, trouble in (("fine", None), ("locked", Sentence.KEYRING_LOCKED)):
        keys.trouble = trouble
        dialog = SettingsDialog(
            catalog=load_catalogue(),
            keys=keys,
            proxies=ProxyRoutes(preferences, secrets),
            values=preferences,
            sections=(
                space_section(FakeSpace(), lambda: ()),
                *models_sections(load_catalogue(), preferences, "zh_CN"),
                diagnostics_section(lambda _over: None),
            ),
            spawn=loop.spawn,
            region="practice",
            language="zh_CN",
        )
        dialog.stack.show_page(Page.REGIONS)
        dialog.open()
        loop.settle()
        card = dialog.regions.cards["singapore"]
        card.key.field.setText(KEY)
        card.key.save_button.click()
        loop.settle()
        portrait(dialog, f"chinese-settings-{name}")
        unfold_all(dialog.regions)
        for each in dialog.regions.cards.values():
            each.steps.unfold()
        for page in dialog.stack.pages:
            dialog.stack.show_page(page)
            loop.settle()
            portrait(dialog, f"chinese-settings-{page}-{name}")
            names = (KEYRING, "English", "PAC", "proxy.example.com", "720P_5s_1a2b3c4d.mp4")
            assert english(texts_of(dialog), *names) == {}
            assert cut_off(dialog) == []
        dialog.done(0)  # closes without the question about the typed key
        dialog.deleteLater()
    preferences.close()
    secrets.close()


# ---------------------------------------------------------------- the list and the stage


def test_list_is_chinese_in_every_stage(loop: GuiLoop, tmp_path: Path) -> None:
    panel = JobsPanel(
        questions=StoredRows(), spawn=loop.spawn, catalog=a_catalog(), posters=PosterCache(loop.spawn), now=lambda: NOW
    )
    panel.resize(720, 1040)
    panel.show()
    portrait(panel, "chinese-jobs-none")
    assert english(texts_of(panel)) == {}
    assert cut_off(panel) == []
    for job in jobs_in_every_stage(tmp_path):
        panel.model.job_added(job)
        menu = panel.requests.menu_for(job)
        assert english(texts_of(menu)) == {}
        menu.deleteLater()
    panel.model.progressed(Progress(job_id="downloading", done_bytes=4_100_000, total_bytes=6_000_000))
    panel.select("done")
    panel.render(draw_scene(8, 8))  # requests the posters
    loop.settle()
    portrait(panel, "chinese-jobs")
    assert english(texts_of(panel)) == {}
    assert cut_off(panel) == []
    for reason in WaitReason:
        panel.model.progressed(Progress(job_id="generating", waits_for=reason))
        assert english(texts_of(panel)) == {}
    panel.close()
    panel.deleteLater()


def test_stage_is_chinese_in_every_state(loop: GuiLoop, tmp_path: Path) -> None:
    stage = Stage(posters=PosterCache(loop.spawn), now=lambda: NOW)
    details = Details(lambda _request: ("", ""))
    data = ("DataInspectionFailed", PROBLEM.request_id, str(tmp_path), *tmp_path.parts[-2:], *DETAILS, *model_ids())
    for width in (620, 940):
        stage.resize(width, 440)
        stage.show()
        stage.show_job(None)
        portrait(stage, f"chinese-stage-{width}-empty")
        assert english(texts_of(stage), *data) == {}
        assert cut_off(stage) == []
        for job in jobs_in_every_stage(tmp_path):
            show(stage, job)
            loop.settle()
            portrait(stage, f"chinese-stage-{width}-{job.id}")
            assert english(texts_of(stage), *data) == {}, job.id
            assert cut_off(stage) == [], job.id
            details.show_job(job)
            assert english(texts_of(details), *data) == {}, job.id
    stage.release()
    stage.close()
    stage.deleteLater()


# ---------------------------------------------------------------- the whole window


@pytest.fixture
def window(loop: GuiLoop, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over_nothing(loop, tmp_path, PROMPT, "zh_CN") as shown:
        shown.menus.tick("theme", "system")
        shown.menus.tick("language", "zh_CN")
        shown.show()
        yield shown


@pytest.mark.parametrize(("width", "height"), [(1360, 860), (1024, 640)])
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_whole_window_is_chinese(
    chinese: QApplication, loop: GuiLoop, window: MainWindow, tmp_path: Path, theme: Theme, width: int, height: int
) -> None:
    apply_look(chinese, theme)
    window.resize(width, height)
    for job in jobs_in_every_stage(tmp_path):
        window.jobs.model.job_added(replace(job, is_watched=True))  # a new video would play
    window.jobs.select("done")
    window.notices.offer_key_card(window.composer.draft)
    window.render(draw_scene(8, 8))
    loop.settle()
    portrait(window, f"chinese-window-{width}-{theme}")
    assert english(texts_of(window), *model_ids(), str(tmp_path), *tmp_path.parts[-2:]) == {}
    assert cut_off(window) == []
    window.notices.show_restart_needed()
    (bar,) = window.findChildren(NoticeBar)
    assert english(texts_of(bar)) == {}


def test_every_menu_entry_has_an_access_key(window: MainWindow) -> None:
    bar = window.menuBar()
    menus = [action.menu() for action in bar.actions()]
    letters = [LETTER.findall(action.text()) for action in bar.actions()]
    for menu in menus:
        assert isinstance(menu, QMenu)
        letters_of(menu)
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu) and not isinstance(inner, PlaybackMenu):  # it shows the keys of the player
                letters_of(inner)
    assert len({tuple(each) for each in letters}) == len(menus)
    assert all(len(each) == 1 for each in letters)


def letters_of(menu: QMenu) -> None:
    """The access keys. Languages, named in themselves, have none, and no letter of "Playback" is left."""
    entries = [each for each in menu.actions() if not isinstance(each.menu(), PlaybackMenu)]
    texts = [each.text() for each in entries if not each.isSeparator()]
    found = [LETTER.findall(text) for text in texts if text not in LANGUAGES_OWN_NAMES]
    assert all(len(each) == 1 for each in found), texts
    assert len({each[0] for each in found}) == len(found), texts
    menu.resize(menu.sizeHint())
    portrait(menu, f"chinese-menu-{menu.title()[:2]}")


def test_windows_for_missing_videos_are_chinese(loop: GuiLoop, tmp_path: Path) -> None:
    videos = FakeVideos(tmp_path)
    videos.found["singapore"] = [
        a_found(1),
        a_found(2, status=TaskStatus.RUNNING),
        a_found(3, is_own_key=False),
    ]
    videos.prompts |= {each.task_id: PROMPT for each in videos.found["singapore"]}
    posters, keys, catalog = PosterCache(loop.spawn), FakeKeys(), load_catalogue()
    finder = MissingFinder(
        catalog=catalog,
        regions=RegionBox(catalog=catalog, keys=keys, region="singapore", language="zh_CN"),
        questions=videos,
        posters=posters,
        spawn=loop.spawn,
        notices=Notices(),
        language="zh_CN",
    )
    regions = RegionBox(catalog=catalog, keys=keys, region="singapore", language="zh_CN")
    box = ImportBox(regions=regions, questions=videos, spawn=loop.spawn)
    uncertainty = Uncertainty(begun_at=NOW, ended_at=NOW, search_state=SearchState.CHOICE, candidates=("a", "b"))
    doubted = a_job("u", JobStage.UNCERTAIN, prompt=PROMPT, problem=PROBLEM, uncertainty=uncertainty)
    chooser = Chooser(job=doubted, questions=videos, posters=posters, spawn=loop.spawn)
    maybe_sent = replace(doubted, submitted_at=None, problem=None)
    before_sending = Chooser(job=maybe_sent, questions=videos, posters=posters, spawn=loop.spawn)
    names = (*model_ids(), *(each.task_id for each in videos.found["singapore"]), "0385dc79-5ff8-4d82-bcb6-")
    for number, window in enumerate((finder, box, chooser, before_sending)):
        window.show()
        loop.run_until(lambda: not len(loop.supervisor) and not finder.found.previews._soon.isActive())
        window.grab()
        loop.settle()
        portrait(window, f"chinese-missing-{number}")
        assert english(texts_of(window), *names) == {}
        assert cut_off(window) == []
    for window in (finder, box, chooser, before_sending):
        window.close()
    loop.settle()


def turn_a_little(loop: GuiLoop) -> None:
    """A page of another job lays out its parts in the next turns of the event loop."""
    turns = iter(range(5))
    loop.run_until(lambda: next(turns, None) is None)


def test_uncertain_orders_on_the_stage_are_chinese(loop: GuiLoop) -> None:
    offer = ReorderOffer(cost=Price(amount=Decimal("0.25"), currency="USD"))
    stage = Stage(posters=PosterCache(loop.spawn), now=lambda: NOW)
    stage.resize(620, 420)
    stage.show()
    problem = replace(PROBLEM, code="", message="", request_id="")
    uncertain = {}
    for search_state in SearchState:
        uncertainty = Uncertainty(begun_at=NOW, ended_at=NOW, search_state=search_state, candidates=("a", "b"))
        job = a_job("u", JobStage.UNCERTAIN, prompt=PROMPT, problem=problem, uncertainty=uncertainty)
        uncertain[search_state.value] = job
    for name, candidates in (("maybe-sent", ("a", "b")), ("queued-long-ago", ())):
        uncertainty = Uncertainty(begun_at=NOW, ended_at=NOW, search_state=SearchState.CHOICE, candidates=candidates)
        uncertain[name] = replace(job, submitted_at=None, problem=None, uncertainty=uncertainty)
    for name, job in uncertain.items():
        show(stage, job, Progress(job_id="u", waits_for=WaitReason.LIST), None if job.is_maybe_sent else offer)
        turn_a_little(loop)
        stage.grab()
        portrait(stage, f"chinese-doubt-{name}")
        assert english(texts_of(stage), *model_ids()) == {}
        assert cut_off(stage) == []
    stage.release()
    stage.close()
    stage.deleteLater()


def test_questions_are_chinese(loop: GuiLoop, window: MainWindow) -> None:
    window.menus.action("about").trigger()
    loop.run_until(lambda: window.findChildren(QMessageBox))
    (box,) = window.findChildren(QMessageBox)
    portrait(box, "chinese-about")
    assert english(texts_of(box)) == {}
    assert [each.text() for each in box.findChildren(QPushButton)] == ["关闭"]
    box.close()
    loop.settle()
    loop.spawn(
        "ask", ask(window, problem_text(Sentence.UNEXPECTED), [Answer(key="close", text="关闭")], default="close")
    )
    loop.run_until(lambda: any(each.isVisible() for each in window.findChildren(QMessageBox)))
    for box in window.findChildren(QMessageBox):
        assert english(texts_of(box)) == {}
        box.close()
    loop.settle()


def test_every_problem_is_chinese(chinese: QApplication) -> None:
    places = {"key": "", "file": "", "folder": "", "host": ""}
    assert english(iter([problem_text(key, places) for key in SENTENCES]), *model_ids()) == {}
