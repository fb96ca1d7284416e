"""The user's audio as jobs store it: the part that is used, in a form that the cloud takes.

The part is cut when the job is made, because the user's file may be a video of gigabytes, and because a job never
changes: *Generate again* sends the same bytes. The request remembers the file's name and the chosen part.
"""

from __future__ import annotations

from pathlib import Path

from wandesk.domain.audio import is_sent_as_it_is, is_whole, sent_part
from wandesk.domain.catalog import AudioLimits
from wandesk.domain.media import Audio
from wandesk.domain.request import StoredInput, chosen_part
from wandesk.domain.structs import replace
from wandesk.engine.inputs import Inputs
from wandesk.engine.media_port import Media
from wandesk.engine.ports import Files


class AudioInputs:
    """Stores audio for jobs. Raises InputRefused, MediaProcessFailed, NoRoom, FolderRefused."""

    def __init__(self, media: Media, files: Files, inputs: Inputs) -> None:
        self._media = media
        self._files = files
        self._inputs = inputs

    async def store(self, job_id: str, audio: Audio, limits: AudioLimits, video_seconds: int) -> StoredInput:
        """A copy of the file if the cloud takes it as it is, else the part that the draft uses, converted."""
        source = Path(audio.path)
        if is_whole(audio, limits) and is_sent_as_it_is(audio.facts, limits):
            stored = await self._inputs.copy_input(job_id, source, audio.facts.format)
            return replace(stored, address=audio.address or None)
        part = sent_part(audio, limits, video_seconds)
        stored = await self._prepared(job_id, source, source.name, limits, part.start, part.seconds)
        return replace(stored, part=chosen_part(audio))

    async def checked(self, job_id: str, stored: StoredInput, limits: AudioLimits) -> StoredInput:
        """The stored copy, or a better one: the user's file may have changed before it was copied."""
        source = self._files.input_path(stored)
        facts = await self._media.inspect_audio(source)
        if is_sent_as_it_is(facts, limits):
            return stored
        return await self._prepared(job_id, source, stored.name, limits, 0.0, facts.seconds)

    async def _prepared(
        self, job_id: str, source: Path, name: str, limits: AudioLimits, start: float, seconds: float
    ) -> StoredInput:
        draft = self._files.draft_path(f"{job_id}.audio")
        made = await self._media.prepare_audio(source, draft, limits, start, seconds)
        return await self._inputs.adopt(job_id, draft, made.format, name)
