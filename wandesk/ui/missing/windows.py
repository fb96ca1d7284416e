"""Opens the windows of this package, each at most once, and forwards their signals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.job import Job
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.missing.questions import Answers
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.keys import Keys

if TYPE_CHECKING:  # imported only when opened, which is rare
    from wandesk.ui.missing.chooser import Chooser
    from wandesk.ui.missing.finder import MissingFinder
    from wandesk.ui.missing.import_box import ImportBox
    from wandesk.ui.missing.regions import RegionBox


class MissingWindows(QObject):
    """Finder, import box and chooser over one main window."""

    show_requested = Signal(str)
    """The id of a job to show in the list."""
    imported = Signal(object)
    """A new Job, imported by its task ID."""
    settings_requested = Signal(str)
    """The region whose key is needed."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        keys: Keys,
        questions: Answers,
        posters: PosterCache,
        spawn: Spawn,
        notices: Notices,
        region: Callable[[], str],
        language: str,
        window: QWidget,
    ) -> None:
        """`region` returns the region to start with."""
        super().__init__(window)
        self._catalog = catalog
        self._keys = keys
        self._questions = questions
        self._posters = posters
        self._spawn = spawn
        self._notices = notices
        self._region = region
        self._language = language
        self._window = window
        self.finder: MissingFinder | None = None
        self.import_box: ImportBox | None = None
        self.chooser: Chooser | None = None

    def find(self) -> None:
        """Open "Find missing videos", which stays open beside the main window. No notice has to propose it any more."""
        self._notices.withdraw(Owner(NoticeAct.REPLACED_STORE))
        if self._is_raised(self.finder):
            return
        from wandesk.ui.missing.finder import MissingFinder

        self.finder = MissingFinder(
            catalog=self._catalog,
            regions=self._regions(),
            questions=self._questions,
            posters=self._posters,
            spawn=self._spawn,
            notices=self._notices,
            language=self._language,
            parent=self._window,
        )
        self.finder.show_requested.connect(self.show_requested)
        self.finder.settings_requested.connect(self.settings_requested)
        self.finder.finished.connect(lambda _result: self._closed("finder"))
        self.finder.show()

    def import_by_id(self) -> None:
        """Open "Import by task ID"."""
        if self._is_raised(self.import_box):
            return
        from wandesk.ui.missing.import_box import ImportBox

        self.import_box = ImportBox(
            regions=self._regions(), questions=self._questions, spawn=self._spawn, parent=self._window
        )
        self.import_box.imported.connect(self.imported)
        self.import_box.show_requested.connect(self.show_requested)
        self.import_box.settings_requested.connect(self.settings_requested)
        self.import_box.finished.connect(lambda _result: self._closed("import_box"))
        self.import_box.open()

    def choose(self, job: Job) -> None:
        """Let the user choose the video of an uncertain request."""
        if self._is_raised(self.chooser):
            return
        from wandesk.ui.missing.chooser import Chooser

        self.chooser = Chooser(
            job=job, questions=self._questions, posters=self._posters, spawn=self._spawn, parent=self._window
        )
        self.chooser.finished.connect(lambda _result: self._closed("chooser"))
        self.chooser.open()

    def job_changed(self, job: Job) -> None:
        """Tell the chooser, which may have nothing left to choose."""
        if self.chooser is not None:
            self.chooser.job_changed(job)

    def keys_changed(self) -> None:
        """Tell the finder that other regions are available."""
        if self.finder is not None:
            self.finder.keys_changed()

    def _regions(self) -> RegionBox:
        from wandesk.ui.missing.regions import RegionBox

        return RegionBox(catalog=self._catalog, keys=self._keys, region=self._region(), language=self._language)

    @staticmethod
    def _is_raised(dialog: QDialog | None) -> bool:
        if dialog is None:
            return False
        dialog.raise_()
        dialog.activateWindow()
        return True

    def _closed(self, name: str) -> None:
        setattr(self, name, None)
