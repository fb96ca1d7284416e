"""A profile from another computer, through the real window: no key goes to an address that its files name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from tests.support.gui import until
from tests.support.keyrings import FakeKeyring
from tests.support.program import run_on_loop, running_program, window_of
from tests.support.simulator import RunningSimulator, running_simulator
from tests.support.widgets import buttons, visible_text
from wandesk.app.application import Application
from wandesk.app.sample import read_sample
from wandesk.domain.job import Job, JobStage
from wandesk.settings.accounts import account_at, main_account
from wandesk.settings.agreements import agreement_entry
from wandesk.settings.paths import Profile, profile_at

KEY = "sk-0123456789abcdef"


def keys_of_this_computer(profile: Profile, address: str) -> FakeKeyring:
    """Keys for Singapore at its own address and at the other, but no consent for the other."""
    keyring = FakeKeyring()
    for account in (main_account("singapore"), account_at("singapore", address)):
        keyring.kept[f"Wan Desk/{profile.id}/{account}"] = KEY
    return keyring


def copied_profile(folder: Path, address: str) -> Profile:
    """Its settings say that the user has agreed to the address."""
    profile = profile_at(folder)
    profile.prepare()
    profile.settings_path.write_text(
        f'[order]\nregion = "singapore"\n[regions]\naddress_singapore = "{address}"\nagreed_singapore = "{address}"\n'
    )
    return profile


async def generate(program: Application) -> None:
    window = window_of(program)
    await until(lambda: program.host.backend is not None, within=30)
    window.take_files([str(read_sample("en").picture)])
    await until(lambda: window.composer.draft.picture is not None, within=30)
    window.composer.generate()
    await until(lambda: window.jobs.selected_job() is not None, within=30)


async def waits_for_consent(program: Application, address: str) -> None:
    """The row says what it waits for, and offers the question."""
    host = address.removeprefix("http://").partition("/")[0]
    says = f"Your API key isn't sent to {host} until you allow it."
    window = window_of(program)
    await until(lambda: says in visible_text(window.stage), within=30)
    assert window.notices.sentence == says


async def answer(program: Application, text: str) -> str:
    """Press "Allow address…" on the stage, and this button of the question, which is returned."""
    window = window_of(program)
    buttons(window.stage)["Allow address…"].click()

    def question() -> QMessageBox | None:
        return next((each for each in window.findChildren(QMessageBox) if each.isVisible()), None)

    await until(question, within=10)
    box = question()
    assert box is not None
    said = f"{box.text()} {box.informativeText()} {visible_text(box)}"
    next(each for each in box.buttons() if each.text() == text).click()
    return said


async def finished(program: Application) -> Job:
    window = window_of(program)
    await until(lambda: (job := window.jobs.selected_job()) is not None and job.stage.is_final, within=40)
    job = window.jobs.selected_job()
    assert job is not None
    return job


def requests(simulator: RunningSimulator) -> int:
    """The number of requests in the ledger. An entry `change` is a task's own next step."""
    return sum(entry["kind"] != "change" for entry in simulator.ledger()["entries"])


@pytest.mark.logs("waits: key_host_unconfirmed")
def test_copied_settings_send_nothing_until_the_user_agrees(tmp_path: Path, qapp: QApplication) -> None:
    async def story() -> None:
        await generate(program)
        await waits_for_consent(program, simulator.base_url)
        assert "127.0.0.1" in await answer(program, "Cancel")
        await waits_for_consent(program, simulator.base_url)
        assert requests(simulator) == 0
        await answer(program, "Send key")
        assert (await finished(program)).stage is JobStage.DONE
        assert requests(simulator) > 0
        assert simulator.base_url in entries.kept.values(), "the answer is kept beside the key"

    with running_simulator(tmp_path / "cloud", keys=[(KEY, "main")]) as simulator:
        profile = copied_profile(tmp_path / "profile", simulator.base_url)
        entries = keys_of_this_computer(profile, simulator.base_url)
        with running_program(profile.data) as program:
            program.access.secrets._make_backend = lambda: entries
            run_on_loop(program, story())


@pytest.mark.logs("waits: key_host_unconfirmed")
def test_stored_job_of_another_address_sends_nothing_until_the_user_agrees(tmp_path: Path, qapp: QApplication) -> None:
    async def before() -> None:
        await generate(program)
        window = window_of(program)
        await until(lambda: (job := window.jobs.selected_job()) is not None and job.task_id is not None, within=30)

    async def after() -> None:
        await waits_for_consent(program, simulator.base_url)
        assert requests(simulator) == sent
        await answer(program, "Send key")
        assert (await finished(program)).stage is JobStage.DONE

    with running_simulator(tmp_path / "cloud", keys=[(KEY, "main")], speed=2) as simulator:
        profile = copied_profile(tmp_path / "profile", simulator.base_url)
        entries = keys_of_this_computer(profile, simulator.base_url)
        agreed = f"Wan Desk/{profile.id}/{agreement_entry('singapore', simulator.base_url)}"
        entries.kept[agreed] = simulator.base_url
        with running_program(profile.data) as program:
            program.access.secrets._make_backend = lambda: entries
            run_on_loop(program, before())
        sent = requests(simulator)
        del entries.kept[agreed]  # another computer, with a key of its own
        profile.settings_path.unlink()
        simulator.control(speed=20)
        with running_program(profile.data) as program:
            program.access.secrets._make_backend = lambda: entries
            run_on_loop(program, after())
