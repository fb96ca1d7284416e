"""What helps after trouble: the diagnostics, and the report of a run that ended unexpectedly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wandesk.app.backend_host import BackendHost
from wandesk.app.cloud_access import CloudAccess
from wandesk.app.crash_reports import CrashReports
from wandesk.app.diagnostics import Diagnostics
from wandesk.app.settings_sections import paths_in
from wandesk.domain.catalog_source import CatalogSource
from wandesk.settings.paths import Profile
from wandesk.settings.preferences import Preferences
from wandesk.ui.bridge import Bridge
from wandesk.ui.diagnostics_dialog import DiagnosticsDialog
from wandesk.ui.main_window import MainWindow
from wandesk.ui.notices import Notice, NoticeAct, NoticeButton, NoticeKind, Owner
from wandesk.ui.questions import Spawn

translate = QCoreApplication.translate

CRASHED = Owner(NoticeAct.CRASHED)


class Troubleshooting:
    """Opens the dialog, and offers it after a crash. `attach` connects it with the window."""

    def __init__(
        self,
        *,
        profile: Profile,
        catalog: CatalogSource,
        access: CloudAccess,
        preferences: Preferences,
        bridge: Bridge,
        host: BackendHost,
        spawn: Spawn,
        language: str,
        reports: CrashReports | None,
    ) -> None:
        self._host = host
        self._spawn = spawn
        self._reports = reports
        self._window: MainWindow | None = None
        self._dialog: DiagnosticsDialog | None = None
        self._diagnostics = Diagnostics(
            profile=profile,
            catalog=catalog,
            keys=access.keys,
            routes=access.routes,
            preferences=preferences,
            bridge=bridge,
            about_media=self._about_media,
            in_form=self._in_form,
            language=language,
        )

    def attach(self, window: MainWindow) -> None:
        """Let Help open the dialog, and offer the report of an earlier run."""
        self._window = window
        window.menus.connect_entries({"copy_diagnostics": lambda: self.show(window)})
        if self._reports is None or not self._reports.has_news():
            return
        window.notices.post(
            Notice(
                owner=CRASHED,
                kind=NoticeKind.WARNING,
                sentence=translate(
                    "Window",
                    "Wan Desk ended unexpectedly. Your jobs are safe. You can look at the report and pass it on.",
                ),
                buttons=(
                    NoticeButton(text=translate("Window", "Show report"), act=self._show_report),
                    NoticeButton(text=translate("Window", "Dismiss"), act=self._reports.tell_no_more),
                ),
                closed=self._reports.tell_no_more,
            )
        )

    def show(self, over: QWidget) -> None:
        """Open the dialog; a second call raises the first."""
        if self._dialog is not None:
            self._dialog.raise_()
            self._dialog.activateWindow()
            return
        self._dialog = DiagnosticsDialog(self._diagnostics.text, spawn=self._spawn, parent=over.window())
        self._dialog.finished.connect(self._closed)
        self._dialog.destroyed.connect(self._closed)
        self._dialog.open()

    def _closed(self) -> None:
        self._dialog = None

    def _show_report(self) -> None:
        assert self._window is not None
        assert self._reports is not None
        self._reports.tell_no_more()
        self.show(self._window)

    async def _about_media(self) -> Mapping[str, str]:
        backend = self._host.backend
        if backend is None:
            return {"media process": "not started"}
        return await asyncio.shield(asyncio.wrap_future(self._host.thread.run("about media", backend.media.about())))

    def _in_form(self) -> Iterable[str]:
        """What the user has written and chosen there."""
        if self._window is None or not self._window.has_form:
            return
        draft = self._window.composer.draft
        yield from (draft.prompt, draft.negative_prompt)
        for path in paths_in(draft, self._window.composer.series.pictures):
            yield path
            yield path.replace("\\", "/").rpartition("/")[2]
