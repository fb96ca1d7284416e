"""The audio card: the model's sound, the user's own audio, or none. It plays what will be sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.catalog import SoundChoice
from wandesk.domain.media import Audio
from wandesk.ui.composer.card import sentence_label, show_sentence, small_button
from wandesk.ui.composer.input_card import InputCard
from wandesk.ui.composer.target import DropTarget
from wandesk.ui.look import StyleClass, icon
from wandesk.ui.widgets.choice_box import Choice
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.widgets.segments import Segments
from wandesk.ui.wording.amounts import clock_text, size_text
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.parameters import alone, label, value_text
from wandesk.ui.wording.sentences import DOT, joined, sentence, spoken

translate = QCoreApplication.translate

TARGET_HEIGHT = 60
SAME_LENGTH = 0.25
"""Seconds: a smaller difference is not worth a sentence."""


class AudioPlayer(Protocol):
    """Plays one checked audio file; implemented in `ui.player`, the only package that uses QtMultimedia."""

    @property
    def playing_changed(self) -> SignalInstance:
        """A signal with one bool."""

    def play(self, path: str) -> None:
        """Play from the beginning; stops other audio."""

    def stop(self) -> None:
        """Stop playing, if anything plays."""


class AudioCard(InputCard):
    """The sound choice and the user's own audio."""

    chosen = Signal(str, object)
    """A field of the draft, and its new value."""

    def __init__(self, player: AudioPlayer, parent: QWidget | None = None) -> None:
        super().__init__(
            label("sound_choice"),
            DropTarget("sound", TARGET_HEIGHT),
            reading_text=translate("Composer", "Reading the audio…"),
            parent=parent,
        )
        self._player = player
        self._audio: Audio | None = None
        self._is_playing = False
        descriptions = {
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
                    description=descriptions[choice],
                )
                for choice in SoundChoice
            ],
            self,
        )
        self.own = QWidget(self)
        self.target.setAccessibleName(translate("Composer", "Audio file"))
        self.play_button = small_button("play", translate("Composer", "Play audio"), self.own)
        self.remove_button = small_button("remove", translate("Composer", "Remove audio"), self.own)
        self.length_label = sentence_label(StyleClass.MUTED, self.own)
        line = QHBoxLayout()
        line.setSpacing(2)
        for part in (self.target, self.play_button, self.remove_button):
            line.addWidget(part)
        for button in (self.play_button, self.remove_button):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(False)
            button.setSizePolicy(policy)
        column = QVBoxLayout(self.own)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.length_label)
        self.column.addWidget(self.choices)
        self.column.addWidget(self.own)
        self.column.addWidget(self.error_label)
        self.choices.chosen.connect(lambda key: self.chosen.emit("sound_choice", SoundChoice(key)))
        self.remove_button.clicked.connect(self.remove_requested)
        self.play_button.clicked.connect(self._play_or_stop)
        player.playing_changed.connect(self._playing_changed)
        self.show_audio(None, video_seconds=0)

    @property
    def tab_stops(self) -> list[QWidget]:
        """The focusable widgets in tab order."""
        return [*self.choices.buttons.values(), self.target, self.play_button, self.remove_button]

    def show_choice(self, offered: Sequence[SoundChoice], choice: SoundChoice | None) -> None:
        """Show the model's choices; hide the card for a model without any."""
        self.choices.show_choices(offered, choice)
        self.setVisible(bool(offered))
        self.own.setVisible(choice is SoundChoice.MINE)
        if choice is not SoundChoice.MINE:
            self._player.stop()

    @property
    def is_filled(self) -> bool:
        """Whether the card holds an audio file."""
        return self._audio is not None

    @property
    def takes_files(self) -> bool:
        """Whether "My audio" is chosen, so that the card takes a file."""
        return not self.own.isHidden()

    def stop(self) -> None:
        """Stop playing."""
        self._player.stop()

    def show_audio(self, audio: Audio | None, *, video_seconds: int) -> None:
        """Describe the user's audio beside a video of that length."""
        if audio != self._audio:
            self._player.stop()
        self._audio = audio
        self.play_button.setVisible(audio is not None)
        self.remove_button.setVisible(audio is not None)
        if audio is None:
            self.target.show_invitation(
                translate("Composer", "Drop an audio file here"), translate("Composer", "or click: WAV or MP3")
            )
            self.target.setAccessibleDescription(translate("Composer", "Empty. Drop a WAV or MP3 here, or click."))
            set_tooltip(self.target, translate("Composer", "Choose an audio file"))
            show_sentence(self.length_label, translate("Composer", "Movement and lips follow your audio."))
            return
        name = one_line(PurePath(audio.path).name)
        facts = DOT.join(
            (clock_text(audio.facts.seconds), audio.facts.format.upper(), size_text(audio.facts.size_bytes))
        )
        self.target.show_lines(name, facts)
        length = length_text(audio.facts.seconds, video_seconds)
        self.target.setAccessibleDescription(joined(sentence(spoken(name, facts)), length))
        set_tooltip(self.target, translate("Composer", "Choose another audio file"))
        show_sentence(self.length_label, length)

    def _play_or_stop(self) -> None:
        if self._is_playing:
            self._player.stop()
        elif self._audio is not None:
            self._player.play(self._audio.path)

    def _playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - a signal's value
        self._is_playing = is_playing
        name = translate("Composer", "Stop audio") if is_playing else translate("Composer", "Play audio")
        self.play_button.setIcon(icon("stop" if is_playing else "play"))
        self.play_button.setAccessibleName(name)
        set_tooltip(self.play_button, name)


def length_text(audio_seconds: float, video_seconds: int) -> str:
    """What happens if the audio is longer or shorter than the video."""
    if audio_seconds > video_seconds + SAME_LENGTH:
        return translate("Composer", "Longer than the video. The end will be cut off.")
    if audio_seconds < video_seconds - SAME_LENGTH:
        return translate("Composer", "Shorter than the video. The rest will be silent.")
    return translate("Composer", "As long as the video.")
