"""The audio of an export: each video's own, none, or a file under everything."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.errors import WanDeskError
from wandesk.domain.export import ExportAudio, Sound
from wandesk.domain.media import AudioFacts
from wandesk.domain.structs import replace
from wandesk.ui import dialogs
from wandesk.ui.export.bridge import ExportCommands
from wandesk.ui.export.trim import SPIN_TEXT
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.check_box import WrappingCheckBox
from wandesk.ui.widgets.choice_box import Choice
from wandesk.ui.widgets.elided import ElidedLabel
from wandesk.ui.widgets.labels import caption_label, captioned
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.segments import Segments
from wandesk.ui.widgets.wheel import SteadyDoubleSpinBox
from wandesk.ui.wording.amounts import exact_length
from wandesk.ui.wording.export import kinds_of_audio
from wandesk.ui.wording.problems import error_text
from wandesk.ui.wording.sentences import DOT

translate = QCoreApplication.translate


class AudioFields(QWidget):
    """Shows and changes `audio`, and whether it fades out."""

    changed = Signal()

    def __init__(self, exports: ExportCommands, spawn: Spawn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.audio = ExportAudio()
        self._exports, self._spawn = exports, spawn
        self._facts: AudioFacts | None = None
        self.sound = Segments(
            [
                Choice(
                    key=Sound.OWN, name=translate("Export", "Own"), spoken=translate("Export", "The videos' own audio")
                ),
                Choice(key=Sound.NONE, name=translate("Export", "None"), spoken=translate("Export", "Without audio")),
                Choice(
                    key=Sound.FILE, name=translate("Export", "File"), spoken=translate("Export", "Another audio file")
                ),
            ]
        )
        self.choose = push_button(translate("Export", "Choose audio…"))
        self.file = ElidedLabel()
        self.start = SteadyDoubleSpinBox()
        self.repeats = WrappingCheckBox(translate("Export", "Repeat until the video ends"))
        self.fades = WrappingCheckBox(translate("Export", "Fade out at the end"))
        self.problem = PlainLabel()
        self._below = QWidget()
        self._lay_out()
        self._connect()
        self._show()

    @property
    def is_complete(self) -> bool:
        """Whether a chosen file is there."""
        return self.audio.sound is not Sound.FILE or self._facts is not None

    def set_available(self, *, is_available: bool) -> None:
        """Whether the format has audio at all."""
        self.setEnabled(is_available)

    def _connect(self) -> None:
        self.sound.chosen.connect(self._take_sound)
        self.choose.clicked.connect(self._choose)
        self.start.valueChanged.connect(lambda value: self._take(replace(self.audio, start=value)))
        self.repeats.toggled.connect(lambda is_on: self._take(replace(self.audio, repeats=is_on)))
        self.fades.toggled.connect(lambda _is_on: self.changed.emit())

    def _take_sound(self, key: str) -> None:
        self._take(replace(self.audio, sound=Sound(key)))
        if self.audio.sound is Sound.FILE and not self.audio.path:
            self._choose()

    def _take(self, audio: ExportAudio) -> None:
        self.audio = audio
        self._show()
        self.changed.emit()

    def _choose(self) -> None:
        self._spawn("choose audio for an export", self._chosen())

    async def _chosen(self) -> None:
        title = translate("Export", "Choose audio")
        path = await dialogs.choose_file(self.window(), title, kinds_of_audio())
        if path is not None:
            await self.use_file(path)

    async def use_file(self, path: str) -> None:
        """Use this file, or say why not."""
        try:
            self._facts = await self._exports.inspect_audio(path)
            self.problem.setText("")
        except WanDeskError as error:
            self._facts = None
            self.problem.setText(error_text(error))
        self._take(replace(self.audio, sound=Sound.FILE, path=path, start=0.0))

    def _show(self) -> None:
        with QSignalBlocker(self.sound), QSignalBlocker(self.start), QSignalBlocker(self.repeats):
            self.sound.show_choices(list(Sound), self.audio.sound)
            self.start.setMaximum(max(0.0, self._facts.seconds - 0.5) if self._facts else 0.0)
            self.start.setValue(self.audio.start)
            self.repeats.setChecked(self.audio.repeats)
        self._below.setVisible(self.audio.sound is Sound.FILE)
        name = PurePath(self.audio.path).name
        shown = DOT.join((name, exact_length(self._facts.seconds))) if self._facts and name else name
        self.file.show_text(shown or translate("Export", "No file yet"), self.audio.path)
        self.problem.setVisible(bool(self.problem.text()))

    def _lay_out(self) -> None:
        self.start.setAccessibleName(translate("Export", "Audio from second"))
        self.start.setDecimals(1)
        self.start.lineEdit().setTextMargins(SPIN_TEXT, 0, 0, 0)
        self.start.setSuffix(translate("Export", " s"))
        self.repeats.setAccessibleName(self.repeats.text())
        self.fades.setAccessibleName(self.fades.text())
        self.fades.setChecked(True)
        set_style_class(self.problem, StyleClass.LOSS)
        self.problem.setWordWrap(True)
        set_style_class(self.file, StyleClass.MUTED)
        file = QHBoxLayout()
        file.setSpacing(8)
        file.addWidget(self.file, 1)
        file.addWidget(self.choose)
        from_second = QHBoxLayout()
        from_second.setSpacing(8)
        from_second.addWidget(caption_label(translate("Export", "Begin at"), self.start))
        from_second.addWidget(self.start)
        from_second.addStretch(1)
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addLayout(file)
        below.addWidget(self.problem)
        below.addLayout(from_second)
        below.addWidget(self.repeats)
        below.addWidget(self.fades)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(captioned(translate("Export", "Audio"), self.sound))
        layout.addWidget(self._below)
