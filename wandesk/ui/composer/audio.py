"""The sound card: the model's sound, a part of the user's own audio, or none. It plays what will be sent."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wandesk.domain.audio import heard_part
from wandesk.domain.catalog import AudioLimits, SoundChoice
from wandesk.domain.media import Audio
from wandesk.ui.composer.audio_target import AudioChip, AudioTarget
from wandesk.ui.composer.card import sentence_label, show_sentence
from wandesk.ui.composer.input_card import InputCard
from wandesk.ui.composer.part_player import PartPlayer
from wandesk.ui.composer.waveform import RangeWaveform
from wandesk.ui.look import StyleClass, icon
from wandesk.ui.widgets.choice_box import Choice
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.widgets.segments import Segments
from wandesk.ui.wording.audio import audio_sentences, longest_part_text, part_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.parameters import alone, label, value_text
from wandesk.ui.wording.sentences import joined, sentence, spoken

translate = QCoreApplication.translate

OWN_ABOVE, OWN_BETWEEN = 2, 6
"""Logical pixels around the user's audio, and between it and the sentence about its length."""


class AudioCard(InputCard):
    """The sound choice and the user's own audio."""

    chosen = Signal(str, object)
    """A field of the draft, and its new value."""

    def __init__(self, player: PartPlayer, parent: QWidget | None = None) -> None:
        target = AudioTarget()
        super().__init__(
            label("sound_choice"), target, reading_text=translate("Composer", "Reading the audio…"), parent=parent
        )
        self._player = player
        self._audio: Audio | None = None
        self._limits: AudioLimits | None = None
        self._is_playing = False
        self._video_seconds = 0
        self._descriptions = {
            SoundChoice.AUTOMATIC: translate("Composer", "The model creates matching audio."),
            SoundChoice.MINE: translate("Composer", "Movement and lips follow your audio."),
            SoundChoice.SILENT: translate("Composer", "The video has no sound."),
        }
        self.choices = Segments(
            [
                Choice(
                    key=choice,
                    name=value_text("sound_choice", choice),
                    spoken=alone("sound_choice", choice),
                    description=self._descriptions[choice],
                )
                for choice in SoundChoice
            ],
            self,
        )
        self.own = QWidget(self)
        target.setAccessibleName(translate("Composer", "Audio file"))
        self.waveform = RangeWaveform(translate("Composer", "Audio start"), translate("Composer", "Audio end"))
        self.chip = AudioChip(
            target,
            self.waveform,
            (
                translate("Composer", "Play audio"),
                translate("Composer", "Replace audio"),
                translate("Composer", "Remove audio"),
            ),
            self.own,
        )
        self.length_label = sentence_label(StyleClass.MUTED, self.own)
        column = QVBoxLayout(self.own)
        column.setContentsMargins(0, OWN_ABOVE, 0, 0)
        column.setSpacing(OWN_BETWEEN)
        column.addWidget(self.chip)
        column.addWidget(self.length_label)
        self.about_label = sentence_label(StyleClass.MUTED, self)
        for part in (self.choices, self.about_label, self.own, self.error_label):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.choices.chosen.connect(lambda key: self.chosen.emit("sound_choice", SoundChoice(key)))
        self.chip.replace_button.clicked.connect(self.choose_requested)
        self.chip.remove_button.clicked.connect(self.remove_requested)
        self.chip.play_button.clicked.connect(self._play_or_stop)
        self.waveform.moved.connect(self._show_part)
        self.waveform.chosen.connect(lambda audio: self.chosen.emit("audio", audio))
        player.playing_changed.connect(self._playing_changed)
        player.position_changed.connect(self._show_position)
        player.failed.connect(self.show_error)
        self.show_audio(None, None, video_seconds=0)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        handles = (self.waveform.start_handle, self.waveform.end_handle)
        return [
            *self.choices.buttons.values(),
            self.target,
            self.chip.play_button,
            *handles,
            self.chip.replace_button,
            self.chip.remove_button,
        ]

    def show_choice(self, offered: Sequence[SoundChoice], choice: SoundChoice | None) -> None:
        """Show the model's choices; hide the card for a model without any."""
        self.choices.show_choices(offered, choice)
        self.setVisible(bool(offered))
        self.own.setVisible(choice is SoundChoice.MINE)
        told = None if choice is SoundChoice.MINE else choice
        self.about_label.show_text(self._descriptions[told] if told is not None else "")
        if choice is not SoundChoice.MINE:
            self._player.stop()

    @property
    def is_filled(self) -> bool:
        """Whether the card holds an audio file."""
        return self._audio is not None

    @property
    def whole_height(self) -> int:
        """Logical pixels that the card needs with the user's own audio, whatever is chosen now."""
        line = math.ceil(QFontMetricsF(self.length_label.font()).height())  # hidden labels have no height of their own
        own = self.chip.sizeHint().height() + line + OWN_ABOVE + OWN_BETWEEN
        return self.head.sizeHint().height() + self.choices.bar_height + own + 2 * self.column.spacing()

    @property
    def takes_files(self) -> bool:
        """Whether "My audio" is chosen, so that the card takes a file."""
        return not self.own.isHidden()

    def stop(self) -> None:
        """Stop playing."""
        self._player.stop()

    def show_audio(self, audio: Audio | None, limits: AudioLimits | None, *, video_seconds: int) -> None:
        """Show the user's audio, and the part of it that a video of that length uses within a model's limits."""
        if (audio, limits, video_seconds) != (self._audio, self._limits, self._video_seconds):
            self._player.stop()
            self.waveform.show_position(None)
        self._audio, self._limits, self._video_seconds = audio, limits, video_seconds
        if audio is None or limits is None:
            self.target.show_invitation(
                translate("Composer", "Drop an audio file here"),
                translate("Composer", "or click: music, a voice memo, a video"),
            )
            self.target.setAccessibleDescription(
                translate("Composer", "Empty. Drop an audio file or a video here, or click.")
            )
            set_tooltip(self.target, translate("Composer", "Choose an audio file"))
            show_sentence(self.length_label, translate("Composer", "Movement and lips follow your audio."))
        else:
            self.waveform.show_audio(audio, limits, video_seconds)
            self._show_part(audio)
            set_tooltip(self.target, translate("Composer", "Choose another audio file"))
        self._show_parts()

    def set_reading(self, *, is_reading: bool) -> None:
        super().set_reading(is_reading=is_reading)
        self._show_parts()

    def _show_parts(self) -> None:
        self.chip.show_parts(is_filled=self.is_filled and self._limits is not None and not self.target.is_reading)

    def _show_part(self, audio: Audio) -> None:
        """Describe a part, also while it is dragged."""
        if self._limits is None:
            return
        part = heard_part(audio, self._limits, self._video_seconds)
        name, text = one_line(PurePath(audio.path).name), part_text(part, audio.facts)
        self.chip.show_file(name, text, longest_part_text(audio.facts))
        about = audio_sentences(audio, self._limits, self._video_seconds)
        self.target.setAccessibleDescription(joined(sentence(spoken(name, text)), about))
        self.waveform.start_handle.setAccessibleDescription(text)
        self.waveform.end_handle.setAccessibleDescription(text)
        show_sentence(self.length_label, about)

    def _play_or_stop(self) -> None:
        if self._is_playing:
            self._player.stop()
        elif self._audio is not None and self._limits is not None:
            self._player.play(self._audio.path, self.waveform.part, self._limits)

    def _show_position(self, seconds: float) -> None:
        self.waveform.show_position(seconds if self._is_playing else None)

    def _playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - a signal's value
        self._is_playing = is_playing
        name = translate("Composer", "Stop audio") if is_playing else translate("Composer", "Play audio")
        self.chip.play_button.setIcon(icon("stop" if is_playing else "play"))
        self.chip.play_button.setAccessibleName(name)
        set_tooltip(self.chip.play_button, name)
        if not is_playing:
            self.waveform.show_position(None)
