"""A video that is ready while the user works in another program: told once by the system, and a click opens it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

if sys.platform == "linux":
    from tests.support.notification_service import NotificationService, notification_service, session_bus
from tests.support.gui import until
from tests.support.program import ready, run_on_loop, running_program, window_of
from wandesk.app.application import Application
from wandesk.domain.job import JobStage
from wandesk.ui.settings.table import NOTIFICATIONS

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="needs a D-Bus session bus of Linux"
)


def test_a_click_opens_the_video(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)

    async def story(program: Application, service: NotificationService) -> None:
        window = window_of(program)
        await ready(program)
        program.preferences.set(NOTIFICATIONS.option, True)
        monkeypatch.setattr(program.desktop.alerts, "_is_seen", lambda: False)
        window.composer.generate()
        await until(lambda: window.jobs.model.rowCount() == 1, within=20)
        job_id = window.jobs.model.id_at(0)

        def stage() -> JobStage | None:
            job = window.jobs.model.known_job(job_id)
            return job.stage if job is not None else None

        await until(lambda: stage() is JobStage.DONE, within=40)
        await until(lambda: service.shown, within=20)
        (shown,) = service.shown
        assert shown.title == "Your video is ready"
        assert service.launcher, "the launcher shows what is under way"
        await until(lambda: service.launcher[-1][1]["count"] == 1)
        window.jobs.select(None)
        window.showMinimized()
        service.click(shown.number)
        await until(lambda: window.stage.job is not None and window.stage.job.id == job_id)
        assert not window.isMinimized()
        await until(lambda: service.launcher[-1][1]["count"] == 0)
        assert len(service.shown) == 1

    with session_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with notification_service(address) as service, running_program(tmp_path / "profile") as program:
            run_on_loop(program, story(program, service))
