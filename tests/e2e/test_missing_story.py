"""No video is lost: a request without an answer, a removed row, a task of another computer."""

from __future__ import annotations

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.support.gui import until
from tests.support.portraits import portrait
from tests.support.program import ask_practice, ready, run_on_loop, running_program, window_of
from tests.support.widgets import buttons, visible_text
from wandesk.app.application import Application
from wandesk.domain.job import Job, JobStage
from wandesk.domain.task import TaskStatus
from wandesk.ui.missing.finder import MissingFinder
from wandesk.ui.missing.import_box import ImportBox
from wandesk.ui.window.notice_bar import NoticeBar

MODEL = "wan2.5-i2v-preview"
PROMPT = "a paper boat on a quiet river"


@pytest.fixture(autouse=True)
def _fast_practice(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")


def jobs(program: Application) -> list[Job]:
    model = window_of(program).jobs.model
    found = [model.job_at(row) for row in range(model.rowCount())]
    return [each for each in found if each is not None]


async def all_done(program: Application, count: int) -> list[Job]:
    """Whether every job has its video on disk."""

    def is_done() -> bool:
        found = jobs(program)
        return len(found) == count and all(each.stage is JobStage.DONE for each in found)

    await until(is_done, within=60)
    for job in jobs(program):
        assert job.video is not None
        assert Path(job.video.path).stat().st_size > 1000
    return jobs(program)


def is_said(box: ImportBox, sentence: str) -> bool:
    return sentence in box.trouble.text


async def make_one(program: Application) -> None:
    """Submit the sample and wait for its video."""
    await ready(program)
    window_of(program).composer.generate()
    await all_done(program, 1)


@pytest.mark.logs("order|waits|answer|uncertain")
def test_a_request_without_an_answer_is_found_automatically(tmp_path: Path) -> None:
    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        await ask_practice(program, scenario="create-cut", times=1)
        window.composer.generate()
        await until(lambda: any(each.stage is JobStage.UNCERTAIN for each in jobs(program)), within=30)
        assert window.stage.job is not None
        (job,) = await all_done(program, 1)
        assert job.task_id is not None
        ledger = await ask_practice(program, "ledger")
        assert ledger["tasks_made"] == 1

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_missing_videos_are_found_and_saved(tmp_path: Path) -> None:
    profile = tmp_path / "profile"

    with running_program(profile) as program:
        run_on_loop(program, make_one(program))
    with sqlite3.connect(profile / "jobs.sqlite") as store:
        store.execute("DELETE FROM events")
        store.execute("DELETE FROM jobs")
    store.close()
    for video in (profile / "videos").glob("*.mp4"):
        video.unlink()

    async def find(program: Application) -> None:
        window = window_of(program)
        await until(lambda: program.host.backend is not None, within=30)
        assert jobs(program) == []
        (beside,) = (await ask_practice(program, make={"model": MODEL, "prompt": PROMPT}))["made"]
        window.menus.action("find_missing").trigger()
        finder = window.missing.finder
        assert isinstance(finder, MissingFinder)
        finder.region_box.setCurrentIndex(finder.region_box.findData("practice"))
        await until(lambda: len(finder.found.rows) == 2, within=30)
        await until(lambda: all(each.is_previewed for each in finder.found.rows), within=30)
        assert {each.task.task_id for each in finder.found.rows} > {beside}
        for row in finder.found.rows:
            row.box.click()
        finder.add_selected.click()
        finder.close()  # closing cancels nothing
        found = await all_done(program, 2)
        assert PROMPT in {each.prompt for each in found}

    with running_program(profile) as program:
        run_on_loop(program, find(program))


def test_absurd_row_hides_no_missing_video(tmp_path: Path) -> None:
    """The newest row of the list has a date of 1e300, and so have the tasks: all of them are offered and saved."""

    async def find(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        wishes = [{"model": MODEL, "prompt": f"{PROMPT} {number}"} for number in range(3)]
        for wish in wishes:
            await ask_practice(program, make=wish)
        await ask_practice(program, scenario="absurd-numbers", times=1000)
        window.menus.action("find_missing").trigger()
        finder = window.missing.finder
        assert isinstance(finder, MissingFinder)
        finder.region_box.setCurrentIndex(finder.region_box.findData("practice"))
        await until(lambda: len(finder.found.rows) == 3, within=30)
        await until(lambda: all(each.is_previewed for each in finder.found.rows), within=30)
        for row in finder.found.rows:
            row.box.click()
        finder.add_selected.click()
        finder.close()
        found = await all_done(program, 3)
        assert {each.prompt for each in found} == {wish["prompt"] for wish in wishes}
        ledger = await ask_practice(program, "ledger")
        assert any("list: absurd-numbers" in str(entry.get("note")) for entry in ledger["entries"])

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, find(program))


def test_a_video_is_imported_by_task_id(tmp_path: Path) -> None:
    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        (task_id,) = (await ask_practice(program, make={"model": MODEL, "prompt": PROMPT}))["made"]
        window.menus.action("import_task").trigger()
        box = window.missing.import_box
        assert box is not None
        QTest.keyClicks(box.field, "not an id")
        QTest.keyClick(box.field, Qt.Key.Key_Return)
        assert not box.add.isEnabled()
        box.field.clear()
        QTest.keyClicks(box.field, "0385dc79-5ff8-4d82-bcb6-0123456789ab")
        QTest.keyClick(box.field, Qt.Key.Key_Return)
        await until(lambda: "know this task ID" in box.trouble.text, within=10)
        box.field.clear()
        QTest.keyClicks(box.field, task_id)
        QTest.keyClick(box.field, Qt.Key.Key_Return)
        await until(lambda: window.missing.import_box is None, within=10)
        (job,) = await all_done(program, 1)
        assert job.prompt == PROMPT
        assert window.jobs.selected_job() == job
        window.jobs.select(None)
        window.menus.action("import_task").trigger()
        again = window.missing.import_box
        assert again is not None
        QTest.keyClicks(again.field, task_id)
        QTest.keyClick(again.field, Qt.Key.Key_Return)
        await until(again.trouble.button.isVisible, within=10)
        again.trouble.button.click()
        await until(lambda: window.jobs.selected_job() == job, within=10)

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_import_of_a_task_without_a_video_is_refused_and_works_once_there_is_one(tmp_path: Path) -> None:
    """The video is then in `results`, as for other Wan tasks, and the storage redirects to another host."""

    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        (task_id,) = (await ask_practice(program, make={"model": MODEL, "prompt": PROMPT}))["made"]

        async def is_made() -> bool:
            changes = (await ask_practice(program, "ledger"))["entries"]
            return any(each["task_id"] == task_id and each["note"] == "SUCCEEDED" for each in changes)

        async with asyncio.timeout(30):
            while not await is_made():
                await asyncio.sleep(0.1)
        window.menus.action("import_task").trigger()
        box = window.missing.import_box
        assert box is not None
        QTest.keyClicks(box.field, task_id)
        for scenario, sentence in (
            ("results-pictures", "belongs to something other than a video"),
            ("no-address", "gives no download link for this task ID"),
        ):
            await ask_practice(program, scenario=scenario)
            QTest.keyClick(box.field, Qt.Key.Key_Return)
            await until(partial(is_said, box, sentence), within=10)
            assert not jobs(program)
        kinds = [{"name": "results-object"}, {"name": "redirect-other-host"}]
        await ask_practice(program, scenarios=kinds)
        QTest.keyClick(box.field, Qt.Key.Key_Return)
        (job,) = await all_done(program, 1)
        assert job.prompt == PROMPT
        notes = [each["note"] for each in (await ask_practice(program, "ledger"))["entries"]]
        assert "download: redirect-other-host" in notes

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_a_found_video_never_shows_an_earlier_stage(tmp_path: Path) -> None:
    """The window of missing videos says that it is finished: the list never says that it waits at Alibaba."""

    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        await ask_practice(program, make={"model": MODEL, "prompt": PROMPT})
        texts: list[str] = []
        model = window.jobs.model

        def note(*_rows: object) -> None:
            texts.extend(
                str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(len(jobs(program)))
            )

        model.rowsInserted.connect(note)
        model.dataChanged.connect(note)
        window.menus.action("find_missing").trigger()
        finder = window.missing.finder
        assert isinstance(finder, MissingFinder)
        finder.region_box.setCurrentIndex(finder.region_box.findData("practice"))

        def is_finished() -> bool:
            rows = finder.found.rows
            return bool(rows) and all(each.task.status is TaskStatus.SUCCEEDED for each in rows)

        async with asyncio.timeout(60):
            while not is_finished():
                finder.look_again.click()
                await until(finder.look_again.isEnabled, within=30)
                await asyncio.sleep(0.2)
        finder.found.rows[0].box.click()
        finder.add_selected.click()
        await all_done(program, 1)
        assert any("Downloading" in each for each in texts)
        assert not any("queue" in each or "Being made" in each for each in texts), texts
        finder.close()

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_a_removed_video_is_not_missing_and_comes_back_by_its_task_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is in the trash by then: it is downloaded again, which is free."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    (tmp_path / "share").mkdir()
    monkeypatch.setattr("wandesk.engine.removing.UNDO_SECONDS", 0.1)
    monkeypatch.setattr("wandesk.engine.removing.GRACE_SECONDS", 0.1)

    async def story(program: Application) -> None:
        window = window_of(program)
        await make_one(program)
        (job,) = jobs(program)
        assert job.video is not None
        video = Path(job.video.path)
        window.jobs.select(job.id)
        QTest.keyClick(window.jobs.view, Qt.Key.Key_Delete)
        await until(lambda: not jobs(program) and not video.exists(), within=30)
        assert list((tmp_path / "share" / "Trash" / "files").glob("*.mp4"))
        window.menus.action("find_missing").trigger()
        finder = window.missing.finder
        assert isinstance(finder, MissingFinder)
        finder.region_box.setCurrentIndex(finder.region_box.findData("practice"))
        await until(lambda: "Nothing is lost" in visible_text(finder), within=30)
        finder.close()
        window.menus.action("import_task").trigger()
        box = window.missing.import_box
        assert box is not None
        box.region_box.setCurrentIndex(box.region_box.findData("practice"))
        QTest.keyClicks(box.field, job.task_id or "")
        QTest.keyClick(box.field, Qt.Key.Key_Return)
        await until(lambda: any(each.video and Path(each.video.path).exists() for each in jobs(program)), within=60)
        (again,) = await all_done(program, 1)
        assert again.id == job.id
        ledger = await ask_practice(program, "ledger")
        assert ledger["tasks_made"] == 1

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_generate_again_adds_one_job_and_keeps_the_first(tmp_path: Path) -> None:
    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        window.composer.generate()
        (first,) = await all_done(program, 1)
        window.jobs.select(first.id)
        action = window.menus.action("generate_again")
        await until(action.isEnabled, within=10)
        assert action.text() == "G&enerate again · free"
        window.menus.action("download_again").trigger()
        await until(lambda: window.notices.sentence.startswith("This video is still where it was saved"), within=10)
        for _ in range(5):
            action.trigger()
        await all_done(program, 2)
        ledger = await ask_practice(program, "ledger")
        assert ledger["tasks_made"] == 2

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


@pytest.mark.logs("damaged|order")
def test_a_damaged_store_starts_the_search_for_missing_videos(tmp_path: Path) -> None:
    profile = tmp_path / "profile"

    with running_program(profile) as program:
        run_on_loop(program, make_one(program))
    (profile / "jobs.sqlite").write_bytes(b"not a list of videos" * 500)

    async def import_unknown(program: Application) -> None:
        window = window_of(program)
        await until(lambda: "1 video from the last 24 hours" in window.notices.sentence, within=30)
        assert "damaged" in window.notices.sentence
        assert jobs(program) == []

    with running_program(profile) as program:
        run_on_loop(program, import_unknown(program))


@pytest.mark.logs("damaged|order")
def test_the_notice_of_a_damaged_store_goes_when_the_menu_opens_the_search(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "jobs.sqlite").write_bytes(b"not a list of videos" * 500)

    async def story(program: Application) -> None:
        window = window_of(program)
        await until(lambda: "damaged" in window.notices.sentence, within=30)
        window.menus.action("find_missing").trigger()
        assert window.missing.finder is not None
        assert "damaged" not in window.notices.sentence

    with running_program(profile) as program:
        run_on_loop(program, story(program))


@pytest.mark.logs("damaged|order")
def test_the_notice_of_a_damaged_store_opens_the_search(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "jobs.sqlite").write_bytes(b"not a list of videos" * 500)

    async def story(program: Application) -> None:
        window = window_of(program)
        await until(lambda: "damaged" in window.notices.sentence, within=30)
        (bar,) = window.findChildren(NoticeBar)
        button = next(each for each in bar.findChildren(QPushButton) if each.isVisible())
        assert button.text() == "Find missing videos"
        button.click()
        finder = window.missing.finder
        assert finder is not None
        await until(lambda: finder.note.text.startswith("Nothing is lost"), within=30)

    with running_program(profile) as program:
        run_on_loop(program, story(program))


@pytest.mark.logs("the store is gone|order")
def test_a_lost_store_starts_the_search_for_missing_videos(tmp_path: Path) -> None:
    profile = tmp_path / "profile"

    with running_program(profile) as program:
        run_on_loop(program, make_one(program))
    for file in profile.glob("jobs.sqlite*"):
        file.unlink()

    async def find(program: Application) -> None:
        window = window_of(program)
        await until(lambda: "1 video from the last 24 hours" in window.notices.sentence, within=30)
        assert "Your video list is gone" in window.notices.sentence
        assert "use File" not in window.notices.sentence, "the notice has the button"
        assert jobs(program) == []
        texts = [each.text() for each in window.jobs.findChildren(QLabel) if each.isVisible()]
        assert "Your earlier videos are not in this list" in texts
        assert any("use File > Find missing videos" in each for each in texts)
        button = next(each for each in window.findChildren(QPushButton) if each.text() == "Find missing videos")
        button.click()
        finder = window.missing.finder
        assert finder is not None
        await until(lambda: len(finder.found.rows) == 1, within=30)
        finder.found.rows[0].box.click()
        finder.add_selected.click()
        finder.close()
        await all_done(program, 1)

    with running_program(profile) as program:
        run_on_loop(program, find(program))
    assert len(list((profile / "videos").glob("*.mp4"))) == 2, "the earlier file stays, and nothing replaces it"


def test_the_first_start_says_nothing_of_a_lost_store(tmp_path: Path) -> None:
    async def story(program: Application) -> None:
        await ready(program)
        assert "gone" not in window_of(program).notices.sentence

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_an_older_copy_of_the_list_asks_before_it_sends_again(tmp_path: Path) -> None:
    """The list comes back from a backup, and has in its queue what was sent since."""
    profile = tmp_path / "profile"

    async def queue_one(program: Application) -> None:
        await ready(program)
        window = window_of(program)
        window.menus.action("pause_all").trigger()
        window.composer.generate()
        await until(lambda: [each.stage for each in jobs(program)] == [JobStage.QUEUED], within=30)

    async def send_it(program: Application) -> None:
        await until(lambda: program.host.backend is not None, within=30)
        window_of(program).menus.action("resume_all").trigger()
        await all_done(program, 1)

    async def be_asked(program: Application) -> None:
        window = window_of(program)
        await until(lambda: jobs(program) and jobs(program)[0].is_maybe_sent, within=30)
        window.jobs.select(jobs(program)[0].id)
        await until(lambda: "Was this order sent already?" in visible_text(window.stage))
        assert {"Choose the video…", "Send it · free"} <= set(buttons(window.stage))
        await until(lambda: jobs(program)[0].poster, within=30)  # to compare with the candidates
        portrait(window, "older-copy-asks")
        next(each for each in window.stage.findChildren(QPushButton) if each.text() == "Choose the video…").click()
        await until(lambda: window.missing.chooser is not None and window.missing.chooser.cards, within=30)
        chooser = window.missing.chooser
        assert chooser is not None
        portrait(chooser, "older-copy-chooser")
        chooser.cards[0].choose.click()
        await all_done(program, 1)
        ledger = await ask_practice(program, "ledger")
        assert ledger["tasks_made"] == 1

    with running_program(profile) as program:
        run_on_loop(program, queue_one(program))
    copy = {path.name: path.read_bytes() for path in profile.glob("jobs.sqlite*")}
    with running_program(profile) as program:
        run_on_loop(program, send_it(program))
    for path in profile.glob("jobs.sqlite*"):
        path.unlink()
    for name, content in copy.items():
        (profile / name).write_bytes(content)
    with running_program(profile) as program:
        run_on_loop(program, be_asked(program))
