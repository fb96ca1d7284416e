"""A job's ids and the cloud's own messages, folded away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout

from wandesk.domain.job import Job
from wandesk.domain.parameter_kinds import File
from wandesk.domain.parameters import TABLE, unusual_values
from wandesk.domain.request import GenerationRequest
from wandesk.ui.look import StyleClass, icon, set_style_class
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.wording import jobs as job_wording
from wandesk.ui.wording import player as wording
from wandesk.ui.wording.audio import stored_audio_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.parameters import label, value_text
from wandesk.ui.wording.sentences import named


class Details(QFrame):
    """Details for experts and for support. `fold` is the button that shows and hides them."""

    def __init__(self) -> None:
        super().__init__()
        self.fold = QPushButton(wording.details())
        self.fold.setCheckable(True)
        self.fold.setAutoDefault(False)
        self.fold.toggled.connect(self._unfold)
        set_style_class(self.fold, StyleClass.QUIET)
        self.hide()
        self._job_id = ""
        self._lines: list[tuple[str, str]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        copy = QPushButton(icon("copy"), wording.copy_details())
        copy.clicked.connect(self._copy)
        set_style_class(self, StyleClass.CARD)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._grid)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)

    def show_job(self, job: Job) -> None:
        """Show a job's details; without any, `fold` is hidden."""
        if job.id != self._job_id:
            self._job_id = job.id
            self.fold.setChecked(False)
        problem = job.problem
        pairs = (
            (wording.code(), problem.code if problem else ""),
            (wording.message(), problem.message if problem else ""),
            (wording.request_id(), (problem.request_id if problem else "") or job.request_id or ""),
            (wording.task_id(), job.task_id or ""),
            (wording.model_id(), job.request.model_id),
            (wording.prompt_used(), job.actual_prompt or "" if job.actual_prompt != job.request.prompt else ""),
            (wording.billed(), job_wording.billed(job)),
        )
        lines = [(name, value) for name, value in (*pairs, *_parameters(job.request)) if value]
        if lines != self._lines:
            self._lines = lines
            self._fill()
        self.fold.setVisible(bool(lines))

    def _unfold(self, is_open: bool) -> None:  # noqa: FBT001 - a signal's own value
        self.setVisible(is_open)
        self.fold.setText(wording.hide_details() if is_open else wording.details())

    def _fill(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, (name, value) in enumerate(self._lines):
            label, text = PlainLabel(name), PlainLabel(value)
            set_style_class(label, StyleClass.MUTED)
            text.setWordWrap(True)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            text.setAccessibleName(named(name, value))
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text, row, 1)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(named(name, value) for name, value in self._lines))


def _parameters(request: GenerationRequest) -> list[tuple[str, str]]:
    """The request's values that the job's row does not show; empty for an imported request."""
    if request.is_imported:
        return []
    shown = unusual_values(request)
    is_loop = request.last_frame is not None and request.last_frame == request.first_frame
    files = {"clip": request.clip, "last_frame": None if is_loop else request.last_frame}
    named_files = [(label(key), one_line(file.name)) for key, file in files.items() if file is not None]
    if request.audio is not None:
        named_files.append((label("audio"), stored_audio_text(request.audio)))
    loop = [(label("is_loop"), value_text("is_loop", is_loop))] if is_loop else []
    return (
        named_files
        + loop
        + [
            (label(entry.key), value_text(entry.key, shown[entry.key]))
            for entry in TABLE
            if entry.key in shown and entry.key != "prompt" and not isinstance(entry.kind, File)
        ]
    )
