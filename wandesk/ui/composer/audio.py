"""The audio card: automatic sound, the user's own, or none; plays what will be sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.catalog import SoundChoice
from wandesk.domain.media import Audio
from wandesk.ui.composer.card import Card, say, sentence_label, small_act
from wandesk.ui.composer.choices import Choice, Segments
from wandesk.ui.composer.target import DropTarget
from wandesk.ui.look import StyleClass, icon
from wandesk.ui.wording.amounts import clock_words, size_words
from wandesk.ui.wording.sentences import DOT, joined, sentence, spoken

translate = QCoreApplication.translate

TARGET_HEIGHT = 60
SAME_LENGTH = 0.25
"""Seconds: a difference nobody hears of."""


class AudioPlayer(Protocol):
    """Plays one vetted sound; `ui.player` has it, the only package that knows QtMultimedia."""

    @property
    def playing_changed(self) -> SignalInstance:
        """A signal with one bool."""

    def play(self, path: str) -> None:
        """Play from the beginning; another sound ends."""

    def stop(self) -> None:
        """Silence, also when nothing plays."""


class AudioCard(Card):
    """Shows the sound choice and the user's own sound; it reads nothing itself."""

    choice_made = Signal(object)
    choose_requested = Signal()
    remove_requested = Signal()

    def __init__(self, player: AudioPlayer, parent: QWidget | None = None) -> None:
        super().__init__(translate("Composer", "Sound"), parent)
        self._player = player
        self._sound: Audio | None = None
        self._is_playing = False
        self._error = ""
        self._problem = ""
        self.choices = Segments(
            (
                Choice(
                    key=SoundChoice.AUTOMATIC,
                    name=translate("Composer", "Automatic"),
                    spoken=translate("Composer", "Automatic sound"),
                    description=translate("Composer", "The model makes a sound that fits."),
                ),
                Choice(
                    key=SoundChoice.MINE,
                    name=translate("Composer", "My audio"),
                    description=translate("Composer", "Movement and lips follow your sound."),
                ),
                Choice(
                    key=SoundChoice.SILENT,
                    name=translate("Composer", "Silent"),
                    description=translate("Composer", "A video without sound."),
                ),
            ),
            self,
        )
        self.own = QWidget(self)
        self.target = DropTarget("sound", TARGET_HEIGHT, self.own)
        self.target.setAccessibleName(translate("Composer", "Audio file"))
        self.play_button = small_act("play", translate("Composer", "Play sound"), self.own)
        self.remove_button = small_act("remove", translate("Composer", "Remove sound"), self.own)
        self.error_label = sentence_label(StyleClass.LOSS, self)
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
        self.choices.chosen.connect(lambda key: self.choice_made.emit(SoundChoice(key)))
        self.target.clicked.connect(self.choose_requested)
        self.remove_button.clicked.connect(self.remove_requested)
        self.play_button.clicked.connect(self._play_or_stop)
        player.playing_changed.connect(self._playing_changed)
        self.show_sound(None, video_seconds=0)

    @property
    def sound_names(self) -> dict[SoundChoice, str]:
        """The choices as a screen reader says them."""
        return {SoundChoice(key): button.accessibleName() for key, button in self.choices.buttons.items()}

    def show_choice(self, offered: Sequence[SoundChoice], choice: SoundChoice | None) -> None:
        """Show the choices that the model has; a model without any has no card at all."""
        self.choices.show_choices(offered, choice)
        self.setVisible(bool(offered))
        self.own.setVisible(choice is SoundChoice.MINE)
        if choice is not SoundChoice.MINE:
            self._player.stop()

    def show_sound(self, sound: Audio | None, *, video_seconds: int) -> None:
        """Show the words about a sound beside a video of that length."""
        if sound != self._sound:
            self._player.stop()
        self._sound = sound
        self.play_button.setVisible(sound is not None)
        self.remove_button.setVisible(sound is not None)
        if sound is None:
            self.target.show_invitation(
                translate("Composer", "Drop a sound here"), translate("Composer", "or click: WAV or MP3")
            )
            self.target.setAccessibleDescription(translate("Composer", "Empty. Drop a WAV or MP3 here, or click."))
            self.target.setToolTip(translate("Composer", "Choose a sound"))
            say(self.length_label, translate("Composer", "Movement and lips follow your sound."))
            return
        name = PurePath(sound.path).name
        facts = DOT.join(
            (clock_words(sound.facts.seconds), sound.facts.format.upper(), size_words(sound.facts.size_bytes))
        )
        self.target.show_lines(name, facts)
        length = length_words(sound.facts.seconds, video_seconds)
        self.target.setAccessibleDescription(joined(sentence(spoken(name, facts)), length))
        self.target.setToolTip(translate("Composer", "Choose another sound"))
        say(self.length_label, length)

    def show_error(self, words: str) -> None:
        """A sentence about what was just offered; what was there before stays."""
        self._error = words
        say(self.error_label, self._error or self._problem)

    def show_problem(self, words: str) -> None:
        """A sentence about the sound that is in; a sentence about an offer stands before it."""
        self._problem = words
        say(self.error_label, self._error or self._problem)

    def set_reading(self, *, is_reading: bool) -> None:
        """Busy with a new sound."""
        self.target.set_reading(translate("Composer", "Reading the sound…") if is_reading else None)

    def _play_or_stop(self) -> None:
        if self._is_playing:
            self._player.stop()
        elif self._sound is not None:
            self._player.play(self._sound.path)

    def _playing_changed(self, is_playing: bool) -> None:  # noqa: FBT001 - a signal's value
        self._is_playing = is_playing
        name = translate("Composer", "Stop sound") if is_playing else translate("Composer", "Play sound")
        self.play_button.setIcon(icon("stop" if is_playing else "play"))
        self.play_button.setAccessibleName(name)
        self.play_button.setToolTip(name)


def length_words(sound_seconds: float, video_seconds: int) -> str:
    """What happens when the sound is not as long as the video."""
    if sound_seconds > video_seconds + SAME_LENGTH:
        return translate("Composer", "Longer than the video: the end is cut.")
    if sound_seconds < video_seconds - SAME_LENGTH:
        return translate("Composer", "Shorter than the video: silence follows.")
    return translate("Composer", "As long as the video.")
