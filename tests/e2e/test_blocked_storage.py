"""A network that blocks the storage, through the real window: Generate says so before money is spent."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.support.gui import until
from tests.support.keyrings import FakeKeyring
from tests.support.program import run_on_loop, running_program, window_of
from tests.support.simulator import running_simulator
from tests.support.widgets import question
from wandesk.app import video_hosts
from wandesk.app.application import Application
from wandesk.app.sample import read_sample
from wandesk.domain.job import Job, JobStage
from wandesk.domain.structs import replace
from wandesk.settings.accounts import account_at
from wandesk.settings.agreements import agreement_entry
from wandesk.settings.paths import profile_at

KEY = "sk-0123456789abcdef"


async def press_generate(program: Application, prompt: str) -> None:
    """Generate a video of the sample picture; another prompt is another order."""
    window = window_of(program)
    await until(lambda: program.host.backend is not None, within=30)
    if window.composer.draft.picture is None:
        window.take_files([str(read_sample("en").picture)])
        await until(lambda: window.composer.draft.picture is not None, within=30)
    await until(lambda: window.composer.takes_press, within=30)
    window.composer.set_draft(replace(window.composer.draft, prompt=prompt))
    window.composer.generate()


async def asked(program: Application) -> QMessageBox:
    window = window_of(program)
    await until(lambda: question(window) is not None, within=30)
    box = question(window)
    assert box is not None
    return box


async def answer(program: Application, text: str) -> None:
    box = await asked(program)
    next(each for each in box.buttons() if each.text() == text).click()
    await until(lambda: question(window_of(program)) is None, within=10)


def jobs(program: Application) -> list[Job]:
    model = window_of(program).jobs.model
    rows = [model.known_job(model.id_at(row)) for row in range(model.rowCount())]
    return [job for job in rows if job is not None]


@pytest.mark.logs("waits: ", "the storage of singapore is not reached", "job .* waits")
def test_generate_says_first_that_the_video_cannot_be_downloaded(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The network changes without a sign of it: each order looks again, whatever the background has found out.
    monkeypatch.setattr(video_hosts, "BAD_FOR", 0.0)
    monkeypatch.setattr(video_hosts, "GOOD_FOR", 0.0)

    async def story() -> None:
        window = window_of(program)
        await press_generate(program, "first")  # nothing is known of this user's storage yet
        await until(lambda: [job.stage for job in jobs(program)] == [JobStage.DONE], within=60)
        simulator.control(scenarios=[{"name": "storage-unreachable"}])
        await press_generate(program, "second")
        box = await asked(program)
        assert box.text() == "This network can't reach Alibaba's storage in Singapore."
        assert "charged" in box.informativeText()
        assert [each.text() for each in box.buttons()] == ["Cancel", "Check connection", "Generate anyway"]
        assert box.defaultButton().text() == "Cancel"
        await answer(program, "Cancel")
        await until(lambda: window.composer.takes_press, within=10)
        assert simulator.ledger()["tasks_made"] == 1, "nothing was ordered"
        await press_generate(program, "third")
        await answer(program, "Generate anyway")
        await until(lambda: simulator.ledger()["tasks_made"] == 2, within=60)
        await press_generate(program, "fourth")
        await until(lambda: simulator.ledger()["tasks_made"] == 3, within=60)
        assert question(window) is None, "the user knows it in this network"
        simulator.control(scenarios=[])
        await program.bridge.check_all()
        await until(lambda: [job.stage for job in jobs(program)] == [JobStage.DONE] * 3, within=90)
        looks = simulator.entries("storage")
        assert looks, "the storage was asked"

    with running_simulator(tmp_path / "cloud", keys=[(KEY, "main")]) as simulator:
        profile = profile_at(tmp_path / "profile")
        profile.prepare()
        address = simulator.base_url
        profile.settings_path.write_text(f'[order]\nregion = "singapore"\n[regions]\naddress_singapore = "{address}"\n')
        entries = FakeKeyring()
        entries.kept[f"Wan Desk/{profile.id}/{account_at('singapore', address)}"] = KEY
        entries.kept[f"Wan Desk/{profile.id}/{agreement_entry('singapore', address)}"] = address
        with running_program(profile.data) as program:
            program.access.secrets._make_backend = lambda: entries
            run_on_loop(program, story())
