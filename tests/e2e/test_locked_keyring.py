"""A locked keyring, through the real window: only an act of the user asks to unlock it, and rows continue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.support.gui import until
from tests.support.keyrings import FakeKeyring
from tests.support.program import run_on_loop, running_program, window_of
from tests.support.simulator import RunningSimulator, running_simulator
from tests.support.widgets import buttons, visible_text
from wandesk.app.application import Application
from wandesk.app.sample import read_sample
from wandesk.domain.job import Job, JobStage
from wandesk.settings.accounts import account_at
from wandesk.settings.agreements import agreement_entry
from wandesk.settings.paths import profile_at

KEY = "sk-0123456789abcdef"
pytestmark = pytest.mark.logs("waits: keyring_locked")
WAITS = "The keyring is locked. Unlock it to continue."


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[RunningSimulator]:
    with running_simulator(tmp_path / "cloud", keys=[(KEY, "main")]) as each:
        yield each


@pytest.fixture
def entries(tmp_path: Path, simulator: RunningSimulator) -> FakeKeyring:
    """A locked keyring with the key of Singapore, which the profile uses at the simulator."""
    profile = profile_at(tmp_path / "profile")
    profile.prepare()
    address = simulator.base_url
    profile.settings_path.write_text(
        f'[order]\nregion = "singapore"\n[regions]\naddress_singapore = "{address}"\n'
        f'[keys]\nsaved = "{account_at("singapore", address)}"\n'
    )
    keyring = FakeKeyring()
    keyring.kept[f"Wan Desk/{profile.id}/{account_at('singapore', address)}"] = KEY
    keyring.kept[f"Wan Desk/{profile.id}/{agreement_entry('singapore', address)}"] = address
    keyring.is_locked = True
    return keyring


def shown(program: Application) -> str:
    """The texts on the stage."""
    return visible_text(window_of(program).stage)


async def generate(program: Application) -> None:
    """Generate in the region of the settings, as soon as the sample picture is in the form."""
    window = window_of(program)
    await until(lambda: program.host.backend is not None, within=30)
    window.take_files([str(read_sample("en").picture)])
    await until(lambda: window.composer.draft.picture is not None, within=30)
    window.composer.generate()
    await until(lambda: window.jobs.selected_job() is not None, within=30)


async def finished(program: Application) -> Job:
    window = window_of(program)
    await until(lambda: (job := window.jobs.selected_job()) is not None and job.stage.is_final, within=40)
    job = window.jobs.selected_job()
    assert job is not None
    return job


def unlock_button(program: Application) -> QPushButton:
    return buttons(window_of(program).stage)["Unlock"]


def test_row_waits_with_a_button_that_unlocks(
    tmp_path: Path, entries: FakeKeyring, simulator: RunningSimulator, qapp: QApplication
) -> None:
    async def story() -> None:
        entries.is_refused = True
        await until(lambda: program.host.backend is not None, within=30)
        assert entries.calls == [], "a start asks nothing, even in a region with a key"
        await generate(program)
        await until(lambda: WAITS in shown(program), within=30)
        await until(lambda: entries.questions == 1, within=10)
        await until(lambda: [each.sentence for each in window_of(program).notices.waiting] == [WAITS], within=10)
        assert simulator.ledger()["tasks_made"] == 0
        entries.is_refused = False
        unlock_button(program).click()
        assert (await finished(program)).stage is JobStage.DONE
        assert entries.questions == 2
        assert simulator.ledger()["tasks_made"] == 1

    with running_program(tmp_path / "profile") as program:
        program.access.secrets._make_backend = lambda: entries
        run_on_loop(program, story())


def test_video_of_an_earlier_start_is_fetched_once_another_program_unlocks(
    tmp_path: Path, entries: FakeKeyring, simulator: RunningSimulator, qapp: QApplication
) -> None:
    async def first() -> None:
        entries.is_locked = False
        await generate(program)
        window = window_of(program)
        await until(lambda: (job := window.jobs.selected_job()) is not None and job.task_id is not None, within=30)

    async def second() -> None:
        await until(lambda: WAITS in shown(program), within=30)
        entries.is_locked = False
        assert (await finished(program)).stage is JobStage.DONE
        assert entries.questions == 0, "only the user's own act asks"

    simulator.control(speed=2)
    for story in (first, second):
        entries.is_locked = True
        with running_program(tmp_path / "profile") as program:
            program.access.secrets._make_backend = lambda: entries
            run_on_loop(program, story())
        simulator.control(speed=20)
    assert simulator.ledger()["tasks_made"] == 1
