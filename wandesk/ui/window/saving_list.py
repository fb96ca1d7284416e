"""Saves the jobs that the list shows as a CSV file, off the GUI thread."""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path

from PySide6 import QtWidgets
from PySide6.QtCore import QObject, Qt

from wandesk import durable
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import WanDeskError
from wandesk.ui.jobs.panel import JobsPanel
from wandesk.ui.menus import Menus
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.questions import Questions, Spawn
from wandesk.ui.wording import job_table as wording
from wandesk.ui.wording.problems import error_text
from wandesk.ui.wording.table_cells import plain_cell

AT_ONCE = 500
"""Jobs that are read and written together."""
SAVED = Owner(NoticeAct.SAVE_LIST)


class SavingList(QObject):
    """Asks for a file, and writes the jobs of the list's filter and search into it, in their order."""

    def __init__(
        self,
        questions: Questions,
        spawn: Spawn,
        jobs: JobsPanel,
        notices: Notices,
        catalog: CatalogSource,
        language: str,
    ) -> None:
        """The dialog opens over the window of `jobs`, which owns this object."""
        super().__init__(jobs)
        self._questions = questions
        self._spawn = spawn
        self._jobs = jobs
        self._catalog = catalog
        self._language = language
        self._notices = notices

    def choose_file(self) -> None:
        """Let the user choose where the file goes."""
        dialog = QtWidgets.QFileDialog(self._jobs.window(), wording.save_list(), wording.file_name(), "CSV (*.csv)")
        dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self._spawn("save the list", self.save(Path(path))))
        dialog.open()

    async def save(self, path: Path) -> None:
        """Write the file whole or not at all. A notice says what became of it."""
        self._notices.withdraw(SAVED)
        text = io.StringIO(newline="")
        writer, table = csv.writer(text), wording.JobTable(self._catalog.current, self._language)
        writer.writerow(table.head())
        try:
            ids = (await self._questions.job_listing(None, self._jobs.lister.query)).ids
            for start in range(0, len(ids), AT_ONCE):
                jobs = await self._questions.rows(ids[start : start + AT_ONCE])
                await asyncio.to_thread(writer.writerows, [list(map(plain_cell, table.row(job))) for job in jobs])
            await asyncio.to_thread(_save, path, text)
        except OSError as error:
            self._notices.warn(SAVED, wording.not_saved(path.name, error.strerror or str(error)))
        except WanDeskError as error:
            self._notices.warn(SAVED, error_text(error))
        else:
            self._notices.tell(SAVED, wording.saved(len(ids), path.name))


def connect_list(menus: Menus, jobs: JobsPanel, saving: SavingList) -> None:
    """Connect the menu entries about the list as a whole."""
    menus.connect_entries({"find": jobs.bar.focus_search, "save_list": saving.choose_file})


def _save(path: Path, text: io.StringIO) -> None:
    durable.write(path, text.getvalue().encode("utf-8-sig"))  # spreadsheets open it as UTF-8
