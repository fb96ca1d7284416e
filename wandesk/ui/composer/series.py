"""Several pictures in the form: each makes videos of its own, and the draft holds the one that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPixmap

from wandesk.domain.catalog import Catalog
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.draft import Draft, Field, Problem, continues_clip, offers_enlargement
from wandesk.domain.errors import WanDeskError
from wandesk.domain.found_files import LISTED_SIDE, MOST_PICTURES, ListedPicture
from wandesk.domain.media import Picture
from wandesk.domain.several import picture_problem
from wandesk.domain.structs import replace
from wandesk.ui.composer.editing import DraftEditor
from wandesk.ui.questions import FileQuestions, Spawn
from wandesk.ui.widgets.plain_text import tooltip
from wandesk.ui.wording import several as wording
from wandesk.ui.wording.foreign import one_line

REFUSED_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Why the picture of the row cannot be sent; empty if it can."""


class PictureSeries(QAbstractListModel):
    """The pictures in their order, as rows. There are none while the form has one picture or less."""

    changed = Signal()
    """The number of pictures, the shown one, or what can be sent has changed."""

    def __init__(
        self, editor: DraftEditor, catalog: CatalogSource, questions: FileQuestions, spawn: Spawn, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._catalog = catalog
        self._questions = questions
        self._spawn = spawn
        self._rows: list[ListedPicture] = []
        self._current = 0
        self._pixmaps: dict[Path, QPixmap] = {}
        self._judged: Draft | None = None
        self._judged_by: Catalog | None = None
        """The values of the draft that the verdicts are about, and the catalogue."""
        self._problems: list[Problem | None] = []

    # ---------------------------------------------------------------- reading

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the series; empty while there is none, or where the video continues a clip."""
        if len(self._rows) < 2 or continues_clip(self._editor.draft, self._editor.model):
            return ()
        return tuple(row.picture for row in self._rows)

    @property
    def current(self) -> int:
        """The row of the picture that is shown."""
        return self._current

    @property
    def room(self) -> int:
        """How many more pictures the form takes."""
        return MOST_PICTURES - max(1, len(self._rows))

    @property
    def sendable(self) -> int:
        """How many pictures one press sends: 1 without a series."""
        return self._verdicts().count(None) if self.pictures else 1

    def blocking(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """The problems of the draft that prevent an order: those of one picture do not, while another can be sent."""
        if not self.pictures or not self.sendable:
            return problems
        return [each for each in problems if each.field != Field.PICTURE]

    # ---------------------------------------------------------------- changing

    def begin(self, listed: ListedPicture) -> None:
        """Start with the first of several pictures, instead of what there was."""
        self._replace([listed])
        self._editor.put_in(listed.picture, None)

    def join(self, listed: ListedPicture) -> None:
        """Append a picture. The form's own picture is then the first of the series."""
        if not self._rows:
            shown = self._editor.draft.picture
            if shown is None:
                self.begin(listed)
                return
            self._replace([ListedPicture(picture=shown, thumbnail=None)])
            self._make_thumbnail(shown)
        end = len(self._rows)
        self.beginInsertRows(QModelIndex(), end, end)
        self._rows.append(listed)
        self.endInsertRows()
        self.changed.emit()

    def show(self, row: int) -> None:
        """Show the picture of a row in the form."""
        if 0 <= row < len(self._rows) and row != self._current:
            self._current = row
            self._editor.put_back(Field.PICTURE, self._rows[row].picture)
            self.changed.emit()

    def remove(self, row: int) -> None:
        """Take a picture out; the next one is shown in its place."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._rows[row]
        del self._problems[row : row + 1]
        self.endRemoveRows()
        was_shown = row == self._current
        if row < self._current or self._current == len(self._rows):
            self._current -= 1
        shown = self._rows[self._current].picture
        if len(self._rows) == 1:
            self._replace([])
        if was_shown:
            self._editor.put_back(Field.PICTURE, shown)
        self.changed.emit()

    def clear(self) -> None:
        """End the series. The form keeps the picture that is shown."""
        if self._rows:
            self._replace([])
            self.changed.emit()

    def enlarge_all(self) -> None:
        """The user lets every picture that is too small be enlarged."""
        for number, (row, problem) in enumerate(zip(self._rows, self._verdicts(), strict=True)):
            if number != self._current and problem is not None and offers_enlargement(problem):
                edit = replace(row.picture.edit, may_enlarge=True)
                self._rows[number] = replace(row, picture=replace(row.picture, edit=edit))
        self._problems.clear()
        self._editor.enlarge_picture(Field.PICTURE)
        self._tell()

    def follow(self, draft: Draft) -> None:
        """The draft was edited: its picture is the one that is shown."""
        if not self._rows:
            return
        shown = self._rows[self._current]
        if draft.picture is None:
            self.clear()
            return
        is_same = draft.picture == shown.picture
        if not is_same:
            is_same_file = draft.picture.path == shown.picture.path
            thumbnail = shown.thumbnail if is_same_file else None
            self._rows[self._current] = ListedPicture(picture=draft.picture, thumbnail=thumbnail)
            del self._problems[self._current :]
            if not is_same_file:
                self._make_thumbnail(draft.picture)
        if not is_same or self._forgets_verdicts():  # typing a prompt changes nothing here
            self._tell()

    def _replace(self, rows: list[ListedPicture]) -> None:
        self.beginResetModel()
        self._rows, self._current = rows, 0
        self._problems.clear()
        self._pixmaps.clear()
        self.endResetModel()

    def _tell(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.changed.emit()

    def _forgets_verdicts(self) -> bool:
        """Whether the verdicts were about other values of the draft, or another catalogue: then they are gone."""
        values = replace(self._editor.draft, prompt="", negative_prompt="", picture=None)
        catalog = self._catalog.current
        if values == self._judged and catalog is self._judged_by:
            return False
        self._judged, self._judged_by = values, catalog
        self._problems.clear()
        return True

    def _verdicts(self) -> Sequence[Problem | None]:
        """Why the picture of each row cannot be sent; None if it can."""
        self._forgets_verdicts()
        assert self._judged is not None
        assert self._judged_by is not None
        for row in self._rows[len(self._problems) :]:
            self._problems.append(picture_problem(self._judged, row.picture, self._judged_by))
        return self._problems

    # ---------------------------------------------------------------- small pictures

    def _make_thumbnail(self, picture: Picture) -> None:
        if picture.path:
            self._spawn("small picture", self._load_thumbnail(picture))

    async def _load_thumbnail(self, picture: Picture) -> None:
        try:
            thumbnail = await self._questions.preview(picture.path, LISTED_SIDE)
        except WanDeskError:
            return  # the card itself says why its picture cannot be shown
        for number, row in enumerate(self._rows):
            if row.picture.path == picture.path and row.thumbnail is None:
                self._rows[number] = replace(row, thumbnail=thumbnail)
                self.dataChanged.emit(self.index(number), self.index(number))

    def _pixmap(self, row: ListedPicture) -> QPixmap | None:
        if row.thumbnail is None:
            return None
        if row.thumbnail not in self._pixmaps:
            self._pixmaps[row.thumbnail] = QPixmap(str(row.thumbnail))
        found = self._pixmaps[row.thumbnail]
        return None if found.isNull() else found

    # ---------------------------------------------------------------- QAbstractListModel

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pixmap(row)
        problem = self._verdicts()[index.row()]
        match role:
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(wording.picture_of_series(one_line(row.picture.name), problem))
            case Qt.ItemDataRole.AccessibleTextRole:
                return wording.picture_of_series(one_line(row.picture.name), problem)
            case _ if role == REFUSED_ROLE:
                return problem is not None
            case _:
                return None
