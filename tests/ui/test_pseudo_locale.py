"""A made-up language with texts 40 % longer, in brackets: nothing of it is cut off, in no window, page or state."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QMessageBox, QWidget

from tests.support.composers import a_form
from tests.support.fitting import cut_off
from tests.support.gui import GuiLoop, gui_loop
from tests.support.jobs import NOW, a_job
from tests.support.keyrings import FakeKeyring
from tests.support.list_bridge import ListBridge
from tests.support.main_windows import ready_to_order, window_over_nothing
from tests.support.portraits import portrait
from tests.support.pseudo import pseudo, speaking_pseudo
from tests.support.stages import show
from tests.support.unclaimed import FakeVideos, a_found
from tests.support.widgets import (
    FACTS,
    SOUND_FACTS,
    FakeKeys,
    FakeQuestions,
    FakeSpace,
    unfold_all,
)
from tests.ui.test_export_dialog import Desk
from tests.ui.test_window_chinese import jobs_in_every_stage
from wandesk.domain.clip_fitting import ClipPart
from wandesk.domain.draft import Field, new_draft
from wandesk.domain.export import ExportResult
from wandesk.domain.export_queue import Export, ExportStage
from wandesk.domain.job import JobStage, SearchState, Uncertainty
from wandesk.domain.price import Price
from wandesk.domain.progress import Progress, WaitReason
from wandesk.domain.remaking import Change
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.domain.task import TaskStatus
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import ProxyRoutes
from wandesk.settings.secrets import SecretStore
from wandesk.ui.composer.address_dialog import AddressDialog
from wandesk.ui.composer.clip_part_dialog import ClipPartDialog
from wandesk.ui.composer.crop_dialog import CropDialog
from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.main_window import MainWindow
from wandesk.ui.missing.chooser import Chooser
from wandesk.ui.missing.finder import MissingFinder
from wandesk.ui.missing.import_box import ImportBox
from wandesk.ui.missing.regions import RegionBox
from wandesk.ui.notices import Notices
from wandesk.ui.player.compare_window import CompareWindow
from wandesk.ui.remake_offer import RemakeTarget
from wandesk.ui.remake_question import TargetDialog
from wandesk.ui.reorder import ReorderOffer
from wandesk.ui.settings.diagnostics_card import diagnostics_section
from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.models_cards import models_sections
from wandesk.ui.settings.notifications_card import notifications_section
from wandesk.ui.settings.space_card import space_section
from wandesk.ui.window.mark_dialogs import MarkDialog
from wandesk.ui.wording import remaking

SMALL, USUAL = QSize(1024, 640), QSize(1360, 860)
PROMPT = "The fox turns its head to the camera, its fur trembles in the evening wind."
KEY = "sk-0123456789abcdef"


class NoNotifications:
    """A system that shows none, which Settings say."""

    async def is_available(self) -> bool:
        return False

    def show_example(self) -> None:
        raise AssertionError("there are none")


class Findings:
    """What was cut off, by where it was seen. The widgets are shown in the size that they have."""

    def __init__(self, loop: GuiLoop) -> None:
        self._loop = loop
        self.lines: dict[str, str] = {}

    def look(self, root: QWidget, where: str) -> None:
        turns = iter(range(5))
        self._loop.run_until(lambda: next(turns, None) is None)  # a page lays out its parts in the next turns
        found = [each for each in cut_off(root) if "[" in each]  # without names of files and models
        if found or where.endswith("*"):
            portrait(root, f"pseudo-{where.rstrip('*').replace(' ', '-')}")
        for each in found:
            self.lines.setdefault(each, where)

    def check(self) -> None:
        assert not self.lines, "\n".join(f"{where}: {line}" for line, where in self.lines.items())


@pytest.fixture(scope="module")
def _language(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with speaking_pseudo(qapp, tmp_path_factory.mktemp("pseudo")):
        yield


@pytest.fixture
def loop(_language: None, qapp: QApplication) -> Iterator[GuiLoop]:
    with gui_loop(qapp, outlives_windows=True) as each:
        yield each


@pytest.fixture
def findings(loop: GuiLoop) -> Findings:
    return Findings(loop)


def test_a_made_up_text_keeps_what_the_program_needs() -> None:
    made = pseudo("%n &videos of {count}")
    assert made.startswith("[")
    assert made.endswith("]")
    assert all(part in made for part in ("%n", "&v", "{count}"))
    assert len(pseudo("Choose another picture")) >= 1.4 * len("Choose another picture")
    assert pseudo("MMMM d, yyyy") == "MMMM d, yyyy"


# ---------------------------------------------------------------- the window, its menus and its states


@pytest.fixture
def window(loop: GuiLoop, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over_nothing(loop, tmp_path, PROMPT, "en") as shown:
        shown.show()
        shown.resize(SMALL)  # not before: the screen of the tests is smaller
        yield shown


def test_the_window_in_every_state(loop: GuiLoop, findings: Findings, window: MainWindow, tmp_path: Path) -> None:
    assert window.windowTitle()
    assert window.menuBar().actions()[0].text().startswith("[")
    findings.look(window, "window empty*")
    jobs = [replace(job, is_watched=True) for job in jobs_in_every_stage(tmp_path)]  # a new one would play
    for job in jobs:
        window.jobs.model.job_added(job)
    window.jobs.model.progressed(Progress(job_id="downloading", done_bytes=4_100_000, total_bytes=6_000_000))
    for size in (SMALL, USUAL):
        window.resize(size)
        for job in jobs:
            window.jobs.select(job.id)
            findings.look(window, f"window {size.width()} {job.id}{'*' if job.id in {'done', 'failed'} else ''}")
        assert window.size() == size, "the window would have to be larger"
        window.menus.action("details").trigger()
        for job in jobs:
            window.jobs.select(job.id)
            findings.look(window, f"details {size.width()} {job.id}{'*' if job.id == 'done' else ''}")
        window.menus.action("details").trigger()
    for reason in WaitReason:
        window.jobs.model.progressed(Progress(job_id="generating", waits_for=reason))
    window.resize(SMALL)
    window.jobs.select("generating")
    findings.look(window, "window waiting")
    window.notices.offer_key_card(window.composer.draft)
    findings.look(window, "window key card*")
    window.notices.show_restart_needed()
    findings.look(window, "window notice*")
    for menu in window.findChildren(QMenu):
        menu.aboutToShow.emit()
        _look_at(menu, findings, f"menu {menu.title()}")
    for job in jobs:
        menu = window.jobs.requests.menu_for(job)
        _look_at(menu, findings, f"menu of {job.id}")
        menu.deleteLater()
    findings.check()


def _look_at(menu: QMenu, findings: Findings, where: str) -> None:
    """A menu is as wide as its texts, and scrolls where it is higher than the screen."""
    if menu.sizeHint().width() > SMALL.width():
        findings.lines[f"{menu.sizeHint().width()} pixels wide"] = where


def test_uncertain_orders_on_the_stage(findings: Findings, window: MainWindow) -> None:
    offer = ReorderOffer(cost=Price(amount=Decimal("0.25"), currency="USD"))
    for state in SearchState:
        uncertainty = Uncertainty(begun_at=NOW, ended_at=NOW, search_state=state, candidates=("a", "b"))
        job = a_job(state.value, JobStage.UNCERTAIN, prompt=PROMPT, uncertainty=uncertainty)
        window.jobs.model.job_added(job)
        window.jobs.select(job.id)
        show(window.stage, job, offer=offer)
        findings.look(window, f"uncertain {state.value}")
    findings.check()


def test_dialogs_of_the_window(loop: GuiLoop, findings: Findings, tmp_path: Path) -> None:
    catalog, bridge = load_catalogue(), ListBridge()
    window = MainWindow(
        catalog=catalog,
        draft=new_draft(catalog, "practice"),
        bridge=bridge,
        spawn=loop.spawn,
        keys=FakeKeys(),
        before_ordering=ready_to_order(catalog, "en"),
        videos=tmp_path,
        language="en",
    )
    window.show()
    window.resize(SMALL)
    for job in jobs_in_every_stage(tmp_path):
        bridge.add(replace(job, is_watched=True))
    window.jobs.select("done")
    for key in (JobActionKey.RENAME, JobActionKey.LABEL, JobActionKey.NOTE):
        window.menus.action(key).trigger()
        loop.run_until(lambda: window.findChildren(MarkDialog))
        (dialog,) = window.findChildren(MarkDialog)
        findings.look(dialog, f"mark {key.value}*")
        dialog.reject()
        loop.run_until(lambda: not window.findChildren(MarkDialog))
    window.menus.action("about").trigger()
    loop.run_until(lambda: any(each.isVisible() for each in window.findChildren(QMessageBox)))
    for box in window.findChildren(QMessageBox):
        findings.look(box, "about*")
        box.close()
    loop.settle()
    window.menus.action("open_table").trigger()
    _each_dialog(window, findings, "orders")
    address = AddressDialog(window, lambda _picture, _audio: None, {Field.PICTURE, Field.AUDIO})
    address.show()
    findings.look(address, "address*")
    address.close()
    window.close_at_once()
    window.deleteLater()
    findings.check()


def _each_dialog(window: QWidget, findings: Findings, name: str) -> None:
    opened = [each for each in window.findChildren(QDialog) if each.isVisible()]
    assert opened
    for dialog in opened:
        findings.look(dialog, f"{name}*")
        dialog.close()


# ---------------------------------------------------------------- the form and its dialogs


def test_the_form_with_every_model(loop: GuiLoop, findings: Findings, tmp_path: Path) -> None:
    catalog = load_catalogue()
    questions = FakeQuestions(tmp_path)
    questions.pictures |= {
        "sea.jpg": FACTS,
        "large.png": replace(FACTS, format="PNG", width=9000, height=5000, has_alpha=True, has_alpha_channel=True),
        "tiny.png": replace(FACTS, width=80, height=80),
    }
    questions.sounds["waves.mp3"] = SOUND_FACTS
    form = a_form(loop, catalog, questions)
    form.resize(360, 860)
    form.show()
    seen = set()
    for region in catalog.offered_regions():
        for model in catalog.models_in(region.key):
            if (model.key, region.is_practice) not in seen:
                seen.add((model.key, region.is_practice))
                form.set_draft(new_draft(catalog, region.key, model.key))
                findings.look(form, f"form {model.key} {region.key}")
    form.set_draft(new_draft(catalog, "singapore", "wan2.7-i2v"))
    for name in ("tiny.png", "large.png"):
        form.offer_files([name])
        loop.settle()
        findings.look(form, f"form {name}*")
    form.offer_files(["waves.mp3"])
    loop.settle()
    form.cards.prompt.field.setPlainText(PROMPT * 40)
    findings.look(form, "form full*")
    form.resize(360, 560)
    findings.look(form, "form low*")
    crops = [each for each in form.findChildren(QAbstractButton) if each.accessibleName() == pseudo("Crop picture")]
    crops[0].click()
    loop.run_until(lambda: any(each.isVisible() for each in form.findChildren(CropDialog)))
    for dialog in form.findChildren(CropDialog):
        findings.look(dialog, "crop*")
        dialog.close()
    form.close()
    form.deleteLater()
    findings.check()


# ---------------------------------------------------------------- Settings, Export, missing videos


def test_every_page_of_settings(loop: GuiLoop, findings: Findings, tmp_path: Path) -> None:
    keys = FakeKeys()
    preferences, secrets = Preferences(tmp_path / "settings.toml"), SecretStore("p", backend=FakeKeyring)
    keys.kept["singapore"] = KEY
    keys.for_session["beijing"] = KEY
    dialog = SettingsDialog(
        catalog=load_catalogue(),
        keys=keys,
        proxies=ProxyRoutes(preferences, secrets),
        values=preferences,
        sections=(
            notifications_section(NoNotifications(), preferences),
            space_section(FakeSpace(), lambda: ()),
            *models_sections(load_catalogue(), preferences, "en"),
            diagnostics_section(lambda _over: None),
        ),
        spawn=loop.spawn,
        region="practice",
        language="en",
    )
    dialog.open()
    loop.settle()
    unfold_all(dialog.regions)
    for each in dialog.regions.cards.values():
        each.steps.unfold()
    for page in dialog.stack.pages:
        dialog.stack.show_page(page)
        loop.settle()
        findings.look(dialog, f"settings {page}*")
    dialog.done(0)
    dialog.deleteLater()
    preferences.close()
    secrets.close()
    findings.check()


def test_export(loop: GuiLoop, findings: Findings, tmp_path: Path) -> None:
    desk = Desk(loop, tmp_path)
    dialog = desk.open()
    dialog.resize(1004, 600)
    for at in range(dialog.form.preset.count()):
        dialog.form.preset.setCurrentIndex(at)
        desk.seen(dialog)
        findings.look(dialog, f"export {at}{'*' if not at else ''}")
    desk.loop.run_story(dialog.audio.use_file("/there/song.mp3"))
    findings.look(dialog, "export audio*")
    dialog.reject()
    waiting = Export(id="1", plan=dialog.plan, target=str(tmp_path / "out.mp4"))
    desk.exporting.show_queue()
    queue = desk.exporting.queue_dialog
    assert queue is not None
    findings.look(queue, "exports none*")
    result = ExportResult(width=64, height=64, seconds=3.2, size_bytes=2_100_000, missing_seconds=1.8)
    for stage in ExportStage:
        export = replace(waiting, stage=stage, share=0.4, seconds_left=12.0)
        export = replace(export, result=result) if stage is ExportStage.DONE else export
        export = replace(export, problem=Sentence.EXPORT_FAILED) if stage is ExportStage.FAILED else export
        queue.show_exports({"1": export})
        findings.look(queue, f"exports {stage.value}")
    queue.close()
    desk.window.deleteLater()
    findings.check()


def test_questions_about_regions_parts_and_pairs(loop: GuiLoop, findings: Findings, tmp_path: Path) -> None:
    catalog, window = load_catalogue(), QWidget()
    window.resize(SMALL)
    window.show()
    refusal = remaking.does_not_fit("Beijing", "Wan 2.2 Flash", ["seed"])
    targets = [
        RemakeTarget(
            change=Change(region="singapore"), name="Singapore", cost=Price(amount=Decimal(1), currency="USD")
        ),
        RemakeTarget(change=Change(region="beijing"), name="Beijing", refusal=refusal),
    ]
    limits = next(model.clip_in for model in catalog.models if model.clip_in is not None)
    done = next(job for job in jobs_in_every_stage(tmp_path) if job.id == "done")
    dialogs = {
        "region": TargetDialog(window, remaking.which_region(), targets),
        "part": ClipPartDialog(ClipPart(start=0, seconds=5, whole=20), limits, window),
        "pair": CompareWindow(
            [done, a_job("b", JobStage.DONE, video=done.video)], done, done, PosterCache(loop.spawn), window
        ),
    }
    for name, dialog in dialogs.items():
        dialog.show()
        findings.look(dialog, f"{name}*")
        dialog.close()
    loop.settle()
    window.close()
    window.deleteLater()
    findings.check()


def test_missing_videos(loop: GuiLoop, findings: Findings, tmp_path: Path) -> None:
    videos = FakeVideos(tmp_path)
    videos.found["singapore"] = [a_found(1), a_found(2, status=TaskStatus.RUNNING), a_found(3, is_own_key=False)]
    videos.prompts |= {each.task_id: PROMPT for each in videos.found["singapore"]}
    posters, keys, catalog = PosterCache(loop.spawn), FakeKeys(), load_catalogue()

    def regions() -> RegionBox:
        return RegionBox(catalog=catalog, keys=keys, region="singapore", language="en")

    finder = MissingFinder(
        catalog=catalog,
        regions=regions(),
        questions=videos,
        posters=posters,
        spawn=loop.spawn,
        notices=Notices(),
        language="en",
    )
    uncertainty = Uncertainty(begun_at=NOW, ended_at=NOW, search_state=SearchState.CHOICE, candidates=("a", "b"))
    doubted = a_job("u", JobStage.UNCERTAIN, prompt=PROMPT, uncertainty=uncertainty)
    importing = ImportBox(regions=regions(), questions=videos, spawn=loop.spawn)
    chooser = Chooser(job=doubted, questions=videos, posters=posters, spawn=loop.spawn)
    for number, dialog in enumerate((finder, importing, chooser)):
        dialog.show()
        loop.run_until(lambda: not len(loop.supervisor) and not finder.found.previews._soon.isActive())
        findings.look(dialog, f"missing {number}*")
    for dialog in (finder, importing, chooser):
        dialog.close()
    loop.settle()
    findings.check()
