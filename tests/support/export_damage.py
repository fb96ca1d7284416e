"""Exports of damaged videos, and under damaged audio files, through the real media process."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av

from tests.support.audio import wav
from tests.support.damage import Case, evenly_damaged
from tests.support.picture_trial import Trial
from tests.support.videos import counted_video
from wandesk.domain.errors import InputRefused, MediaProcessFailed
from wandesk.domain.export import ExportAudio, ExportClip, ExportPlan, Sound
from wandesk.domain.sentences import Sentence
from wandesk.media.export_process import ExportProcess
from wandesk.media.export_sources import EXPORTED
from wandesk.settings.export_offer import load_export_offer

STRANGE = frozenset({Sentence.EXPORT_VIDEO_DAMAGED, Sentence.AUDIO_DAMAGED, Sentence.AUDIO_TRACK_MISSING})
"""What may be said of damaged sources."""
CLIP_END, MOST_RESULT_SECONDS = 1.5, 2.0
"""Seconds of a source that are wanted, and the most that may become of them."""
SIDE = 64
FORMS = ("mp4", "gif")


@cache
def sources() -> Mapping[str, bytes]:
    """Good files of every kind, by name; a WAV lies under a good video."""
    with tempfile.TemporaryDirectory(prefix="wandesk-exported-") as folder:
        made = Path(folder) / "counted.mp4"
        counted_video(made)
        content = made.read_bytes()
        return {
            "video.mp4": content,
            "video.webm": _converted(made, Path(folder) / "video.webm", "libvpx"),
            "video.gif": _converted(made, Path(folder) / "video.gif", "gif"),
            "audio.wav": wav(4.0),
        }


def _converted(source: Path, target: Path, codec: str) -> bytes:
    with av.open(str(source)) as video, av.open(str(target), "w") as written:
        stream = written.add_stream(codec, rate=8)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = SIDE, 48, "rgb8" if codec == "gif" else "yuv420p"
        for frame in video.decode(video=0):
            written.mux(stream.encode(frame.reformat(format=stream.pix_fmt)))
        written.mux(stream.encode(None))
    return target.read_bytes()


def damaged_files(count: int, seed: int) -> Iterator[Case]:
    """So many files with one damage each."""
    yield from evenly_damaged(sources(), STRANGE, count, seed)


@dataclass
class ExportTrial(Trial):
    """What was found so far. A file whose name has `.wav` is the audio under a good video."""

    async def file(self, path: Path, name: str, meanwhile: Callable[[], None] | None = None) -> Sentence | None:
        """Preview and export a file, as the dialog does; the sentence if it is refused."""
        plan = self._plan(path, name)
        preview, target = self.folder / "preview.png", self.folder / f"result.{plan.encoding.container}"
        began = self._seconds()
        try:
            asked = self._process().preview_export(plan, preview, SIDE)
            await (asyncio.gather(asked, asyncio.to_thread(meanwhile)) if meanwhile else asked)
            self._note_time(began, f"{name}, preview")
            began = self._seconds()
            result = await self._process().export(plan, target, lambda _share: None)
        except InputRefused as refused:
            self._note(began, name, refused.sentence)
            return refused.sentence
        except MediaProcessFailed as failed:
            self.broken.append(f"{name}: {failed}")
            self._note(began, name, Sentence.MEDIA_FAILED)
            return None
        self._note(began, name, None)
        if result.size_bytes != target.stat().st_size or not 0 < result.seconds <= MOST_RESULT_SECONDS:
            self.broken.append(f"{name}: {result}")
        return None

    def _process(self) -> ExportProcess:
        assert isinstance(self.media, ExportProcess)
        return self.media

    def _plan(self, path: Path, name: str) -> ExportPlan:
        is_audio = ".wav" in name
        video = self.folder / "good.mp4"
        if is_audio:
            video.write_bytes(sources()["video.mp4"])
        form = FORMS[0] if is_audio else FORMS[sum(name.encode()) % len(FORMS)]
        return ExportPlan(
            clips=(ExportClip(path=str(video if is_audio else path), end=CLIP_END),),
            width=SIDE,
            height=SIDE,
            rate="10",
            encoding=load_export_offer().format(form).encoding("best"),
            audio=ExportAudio(sound=Sound.FILE, path=str(path), fade_seconds=0.5) if is_audio else ExportAudio(),
        )


def tried(folder: Path, story: Callable[[ExportTrial], Awaitable[object]]) -> ExportTrial:
    """The trial after a story with a media process of its own."""

    async def run() -> ExportTrial:
        media = ExportProcess(prepare_within=60.0)
        trial = ExportTrial(media=media, folder=folder, subject=EXPORTED, good=sources()["video.mp4"])
        try:
            await story(trial)
        finally:
            await media.close()
        return trial

    return asyncio.run(run())
