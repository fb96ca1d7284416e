"""Lets the media process try one bad audio file after another, and checks every result with parsers of its own."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.audio_damage import STRANGE, sources
from tests.support.picture_trial import Trial
from wandesk.domain.audio import HAIR, is_sent_as_it_is
from wandesk.domain.catalog import AudioLimits
from wandesk.domain.errors import InputRefused, MediaProcessFailed
from wandesk.domain.media import AudioFacts
from wandesk.domain.sentences import Sentence
from wandesk.media.foreign import AUDIO
from wandesk.media.process import MediaProcess

LIMITS = AudioLimits(field="audio_url", formats=("wav", "mp3"), min_seconds=2.0, max_seconds=30.0, max_bytes=15_000_000)
MICROSECOND = 1e-6
"""FFmpeg's own lengths are whole microseconds: they count where decoding ended at the deadline."""


@dataclass
class AudioTrial(Trial):
    """What was found so far."""

    async def file(self, path: Path, name: str, meanwhile: Callable[[], None] | None = None) -> Sentence | None:
        """Inspect a file and prepare two parts of it, as the form and the engine do; the sentence if it is refused."""
        target = self.folder / "prepared"
        began = self._seconds()
        try:
            asked = self.media.inspect_audio(path)
            if meanwhile is None:
                facts = await asked
            else:
                facts, _ = await asyncio.gather(asked, asyncio.to_thread(meanwhile))
            self._note_time(began, f"{name}, inspected")
            if facts.seconds < LIMITS.min_seconds - HAIR:
                self._note(began, name, Sentence.AUDIO_TOO_SHORT)
                return Sentence.AUDIO_TOO_SHORT
            for start in (0.0, max(0.0, facts.seconds - LIMITS.min_seconds) / 2):
                began = self._seconds()
                target.unlink(missing_ok=True)
                made = await self.media.prepare_audio(path, target, LIMITS, start, facts.seconds - start)
                self._note_time(began, f"{name}, prepared")
                self._check_audio(f"{name} from {start:g}", target.read_bytes(), made)
        except InputRefused as refused:
            self._note(began, name, refused.sentence)
            return refused.sentence
        except MediaProcessFailed as failed:
            self.broken.append(f"{name}: {failed}")
            self._note(began, name, Sentence.MEDIA_FAILED)
            return None
        self._note(began, name, None)
        return None

    def _check_audio(self, name: str, content: bytes, facts: AudioFacts) -> None:
        if not is_sent_as_it_is(facts, LIMITS):
            self.broken.append(f"{name}: {facts.format} {facts.seconds} s {facts.is_plain} {facts.is_clean} is sent")
        if facts.format == "WAV":
            with wave.open(io.BytesIO(content)) as file:
                if abs(file.getnframes() / file.getframerate() - facts.seconds) > MICROSECOND or len(
                    content
                ) != 44 + len(file.readframes(file.getnframes())):
                    self.broken.append(f"{name}: {facts.seconds} s are {file.getnframes()} samples")
        elif not content.startswith(b"\xff") or any(tag in content for tag in (b"ID3", b"TAG", b"APETAGEX")):
            self.broken.append(f"{name}: what is sent has tags")


def audio_trial(media: MediaProcess, folder: Path) -> AudioTrial:
    """A trial of audio files."""
    changed = frozenset({None, *STRANGE, Sentence.AUDIO_NOT_FOUND})
    return AudioTrial(media=media, folder=folder, subject=AUDIO, changed=changed, good=sources()["plain.mp3"])
