"""Diagnostics: shown before they are copied, with the facts that help and nothing that must stay here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.support.gui import until
from tests.support.jobs import a_job, a_problem
from tests.support.program import ready, run_on_loop, running_program, window_of
from wandesk import __version__
from wandesk.app import diagnostics
from wandesk.app.crash_reports import LAST, SEEN, CrashReports
from wandesk.app.settings_sections import paths_in
from wandesk.domain.account import Secret
from wandesk.domain.job import JobStage
from wandesk.domain.marks import Marks
from wandesk.domain.proxy import ProxyMode, ProxySetting
from wandesk.domain.request import StoredInput
from wandesk.domain.structs import replace
from wandesk.ui.diagnostics_dialog import DiagnosticsDialog
from wandesk.ui.settings.diagnostics_card import DiagnosticsCard
from wandesk.ui.settings.section import Place
from wandesk.ui.settings.table import Page

KEY = "sk-0123456789canary"
PROMPT = "a secret prompt about a fox"
ORDERED = "the ordered prompt of a heron"
CANARIES = (
    *(KEY, PROMPT, ORDERED, "proxy.corp", "anna", "Holiday", "portrait of", "Signature", "canary-signature"),
    *("intranet.example", "named-by-me", "noted-by-me", "203.0.113.7"),
)
LOG = f"""old line
2026-11-30 INFO something happened with {KEY}
2026-11-30 INFO the prompt was {ORDERED} and {PROMPT}
2026-11-30 WARNING no such file: '/home/anna/Pictures/Holiday 2026/portrait of me.png'
2026-11-30 WARNING no such file: C:\\Users\\anna\\Holiday\\portrait of me.jpg
2026-11-30 WARNING cannot open 'portrait of me.heic' of anna
2026-11-30 INFO GET https://dashscope-result.oss-cn-beijing.aliyuncs.com/1d/a.mp4?Signature=canary-signature&Expires=1
2026-11-30 INFO proxy http://anna:secret@proxy.corp:3128 refused, intranet http://intranet.example/x at 203.0.113.7
"""


def test_text_helps_and_holds_nothing_private(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "anna"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.setattr(diagnostics, "_user", lambda: "anna")
    profile = home / "profile"
    marks = Marks(name="named-by-me", note="noted-by-me")
    failed = a_job(
        "failed",
        JobStage.FAILED,
        prompt=ORDERED,
        first_frame=StoredInput(sha256="a" * 64, format="PNG", name="portrait of me.png", size_bytes=1000),
        problem=a_problem(message=f"Input '{ORDERED}' refused"),
        marks=marks,
    )

    async def story() -> None:
        await ready(program)
        window = window_of(program)
        await program.access.keys.keep_for_session("beijing", Secret(KEY))
        program.access.routes.choose("", ProxySetting(mode=ProxyMode.MANUAL, address="http://proxy.corp:3128"))
        window.composer.set_draft(replace(window.composer.draft, prompt=PROMPT))
        backend = program.host.backend
        assert backend is not None
        await program.bridge.ask("store a failed job", lambda _engine: backend.store.add(failed))
        (profile / "logs").mkdir(exist_ok=True)
        (profile / "logs" / "wandesk.log").write_text(LOG, "utf-8")
        QGuiApplication.clipboard().clear()
        window.settings.open(Place(page=Page.ADVANCED))
        settings = window.settings._dialog
        assert settings is not None
        card = settings.findChild(DiagnosticsCard)
        assert card is not None
        card.button.click()
        dialog = settings.findChild(DiagnosticsDialog)
        assert dialog is not None
        await until(dialog.copy.isEnabled, within=20)
        assert not QGuiApplication.clipboard().text(), "it is shown first"
        shown = dialog.text.toPlainText()
        dialog.copy.click()
        text = QGuiApplication.clipboard().text()
        assert text == shown
        assert dialog.copy.text() == "Copied"
        for fact in (
            f"Wan Desk {__version__}",
            "Language: en, theme: system",
            "FFmpeg 8",
            "confined by: ",
            "beijing: has a key, usual address",
            "Proxy: manual",
            "Models and prices: 20",
            "failed 1",
            "DataInspectionFailed · 0f4cd0b6-9d0c-9f3d-a1d0-0a9f2f4e9a11",
            "something happened",
            "https://dashscope-result.oss-cn-beijing.aliyuncs.com/…",
        ):
            assert fact in text, text
        for canary in (*CANARIES, str(tmp_path)):
            assert canary not in text, text
        assert len(text) <= diagnostics.LONGEST
        dialog.close()
        settings.close()
        picture = window.composer.draft.picture
        assert picture is not None
        assert picture.path in paths_in(window.composer.draft), "the space of its files is not cleaned up"

    with running_program(profile) as program:
        run_on_loop(program, story())


def test_newest_lines_of_a_long_log_are_kept(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        await ready(program)
        window = window_of(program)
        log = tmp_path / "profile" / "logs" / "wandesk.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text("\n".join(f"line {number} {'x' * 5000}" for number in range(200)) + "\nthe newest\n", "utf-8")
        window.menus.action("copy_diagnostics").trigger()
        dialog = window.findChild(DiagnosticsDialog)
        assert dialog is not None
        await until(dialog.copy.isEnabled, within=20)
        assert dialog.text.toPlainText().endswith("the newest")
        assert len(dialog.text.toPlainText()) <= 8000
        window.menus.action("copy_diagnostics").trigger()
        assert len(window.findChildren(DiagnosticsDialog)) == 1
        dialog.close()

    monkeypatch.setattr(diagnostics, "LONGEST", 8000)
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story())


def test_report_of_a_crash_is_offered_once_and_shown(tmp_path: Path, qapp: QApplication) -> None:
    logs = tmp_path / "profile" / "logs"
    logs.mkdir(parents=True)
    reports = CrashReports(logs)
    reports.open()
    reports.add(f"Traceback: {KEY} in the report")
    reports.leave()

    async def story() -> None:
        await ready(program)
        window = window_of(program)
        notice = next(each for each in window.notices.waiting if "ended unexpectedly" in each.sentence)
        assert [each.text for each in notice.buttons] == ["Show report", "Dismiss"]
        window.notices.press(notice, notice.buttons[0])
        dialog = window.findChild(DiagnosticsDialog)
        assert dialog is not None
        await until(dialog.copy.isEnabled, within=20)
        assert "Traceback: sk-… in the report" in dialog.text.toPlainText()
        assert notice not in window.notices.waiting
        dialog.close()

    later = CrashReports(logs)
    later.open()
    assert later.has_news()
    with running_program(tmp_path / "profile", reports=later) as program:
        run_on_loop(program, story())
    later.close()
    assert not (logs / LAST).exists()
    assert (logs / SEEN).exists()
    last = CrashReports(logs)
    last.open()
    assert not last.has_news()
    last.close()
