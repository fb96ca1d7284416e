"""Copy diagnostics: the facts that help, and nothing that must stay here."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tests.support.gui import until
from tests.support.program import ready, run_on_loop, running_program, window_of
from wandesk import __version__
from wandesk.app.settings_sections import paths_in
from wandesk.domain.account import Secret
from wandesk.domain.proxy import ProxyMode, ProxySetting
from wandesk.domain.structs import replace
from wandesk.ui.settings.diagnostics_card import DiagnosticsCard
from wandesk.ui.settings.section import Place
from wandesk.ui.settings.table import Page

KEY = "sk-0123456789canary"
PROMPT = "a secret prompt about a fox"


def test_text_helps_and_holds_no_secret(tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)

    async def story() -> None:
        await ready(program)
        window = window_of(program)
        await program.access.keys.keep_for_session("beijing", Secret(KEY))
        program.access.routes.choose("", ProxySetting(mode=ProxyMode.MANUAL, address="http://proxy.corp:3128"))
        window.composer.set_draft(replace(window.composer.draft, prompt=PROMPT))
        logs = tmp_path / "profile" / "logs"
        logs.mkdir(exist_ok=True)
        (logs / "wandesk.log").write_text(f"old line\n2026-11-30 INFO something happened with {KEY}\n", "utf-8")
        QGuiApplication.clipboard().clear()
        window.settings.open(Place(page=Page.ADVANCED))
        dialog = window.settings._dialog
        assert dialog is not None
        card = dialog.findChild(DiagnosticsCard)
        assert card is not None
        card.button.click()
        await until(lambda: card.button.text() == "Diagnostics copied", within=20)
        text = QGuiApplication.clipboard().text()
        for fact in (f"Wan Desk {__version__}", "Language: en", "beijing: has a key, usual address", "Proxy: manual"):
            assert fact in text
        assert "something happened" in text
        assert f"Jobs: ~{'/profile'}" in text
        for secret in (KEY, PROMPT, "proxy.corp", str(tmp_path)):
            assert secret not in text
        dialog.close()
        QGuiApplication.clipboard().clear()
        window.menus.action("copy_diagnostics").trigger()
        await until(lambda: window.notices.sentence == "Diagnostics copied", within=20)
        assert QGuiApplication.clipboard().text().startswith("Wan Desk")
        picture = window.composer.draft.picture
        assert picture is not None
        assert picture.path in paths_in(window.composer.draft), "the space of its files is not cleaned up"

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story())
