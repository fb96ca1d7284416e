"""Writes an export: clips in order, in one size and rate, with their audio or another. Runs in the child only."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from io import FileIO
from typing import Any

import av
import av.container
import av.error
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame
from PIL import Image

from wandesk.domain.errors import InputRefused
from wandesk.domain.export import ExportPlan, ExportResult, Sound
from wandesk.domain.media import PictureFacts
from wandesk.domain.sentences import Sentence
from wandesk.media.export_audio import LAYOUT, RATE, Filler, NoAudio, is_unreadable, music, own_audio
from wandesk.media.export_labels import add_labels, container_tags, kept_labels
from wandesk.media.export_palette import coloured, palette_of
from wandesk.media.export_pictures import TV_RANGE, UNSPECIFIED, ClipPictures
from wandesk.media.export_result import WriteFailed, Writing
from wandesk.media.export_sources import BROKEN, Sources, refusal
from wandesk.media.handed import Handed
from wandesk.media.writing import opened_result, write_result

MOST_THREADS, MOST_FOR_LARGE = 8, 4
"""Of the encoder, each with frames of its own. 4K at 60 frames a second takes 2.1 GB with 3 of them (measured)."""
LARGE_PIXELS = 2560 * 1440
TOLD_EVERY = 8
"""Frames between two messages about the progress."""
MISSING_TOLERANCE = 0.2
"""Seconds by which a source may end early without a word: containers round."""
BUFFER_BYTES = 256 * 1024

Tell = Callable[[float], None]


def export(target: Handed, plan: ExportPlan, files: Mapping[str, Handed], tell: Tell) -> ExportResult:
    """Make the plan's file. `files` are its `sources` by name; `tell` gets the share that is done, 0 to 1.

    Raises InputRefused (`file`: the name of the source), NoRoom, FolderRefused.
    """
    with contextlib.ExitStack() as held:
        making = _Making(plan, Sources(plan, files, held), tell)
        with opened_result(target) as result:
            return making.write(result)


def preview_export(target: Handed, plan: ExportPlan, files: Mapping[str, Handed], side: int) -> PictureFacts:
    """Write the first frame of the plan's result as a PNG, its longer side at most `side` pixels. Raises as `export`.

    A result with a palette is shown with the palette of that frame.
    """
    with contextlib.ExitStack() as held:
        sources = Sources(plan, files, held)
        with sources.video(0) as container:
            frame = next(ClipPictures(container, plan.clips[0], plan).frames(), None)
        if frame is None:
            raise refusal(plan.clips[0].path, "no frame can be decoded")
        if plan.encoding.has_palette:
            frame = next(coloured(iter([frame]), palette_of(iter([frame]))))
        image: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    write_result(target, buffer.getvalue())
    return PictureFacts(format="PNG", width=image.width, height=image.height, size_bytes=buffer.tell())


class _Making:
    """One export."""

    def __init__(self, plan: ExportPlan, sources: Sources, tell: Tell) -> None:
        self._plan, self._sources, self._tell = plan, sources, tell
        self._rate = plan.frames_per_second
        self._planned = [self._planned_frames(at) for at in range(len(plan.clips))]
        self._made: list[int] = []
        """Frames of each clip so far."""
        self._heard = 0
        """Samples of audio so far."""
        self._lost_audio = False
        self._filler: Filler | None = None
        self._labels: Mapping[str, str] = {}

    def write(self, result: FileIO) -> ExportResult:
        """Write everything. Raises InputRefused, OSError."""
        encoding, writing = self._plan.encoding, Writing(result)
        try:
            with av.open(
                writing,
                "w",
                format=encoding.container,
                options=dict(encoding.muxer_options),
                buffer_size=BUFFER_BYTES,
                io_open=writing.opened_again,
            ) as written:
                self._write_into(written)
        except (WriteFailed, av.error.FFmpegError):  # the latter if the muxer fails once more at its end
            if writing.failure is not None:
                raise writing.failure from None
            raise
        add_labels(result, self._plan, self._labels)
        made, planned = sum(self._made), sum(self._planned)
        missing = float((planned - made) / self._rate)
        return ExportResult(
            width=self._plan.width,
            height=self._plan.height,
            seconds=float(made / self._rate),
            size_bytes=os.fstat(result.fileno()).st_size,
            missing_seconds=missing if missing > MISSING_TOLERANCE else 0.0,
            lost_audio=self._lost_audio,
            kept_label=bool(self._labels),
        )

    def _write_into(self, written: av.container.OutputContainer) -> None:
        video: Any = self._video_stream(written)
        audio: Any = self._audio_stream(written)
        self._labels = self._labels_of_sources()
        written.metadata.update(container_tags(self._labels, self._plan))
        frames = self._frames(progress=(0.0, 1.0))
        if self._plan.encoding.has_palette:
            palette = palette_of(self._frames(progress=(0.0, 0.5)))
            frames = coloured(self._frames(progress=(0.5, 1.0)), palette)
        if self._plan.audio.sound is Sound.FILE and audio is not None:
            self._filler = Filler(self._music())
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base = number, 1 / self._rate
            if number == 0:
                _set_colours(video, frame)
            written.mux(video.encode(frame))
            if audio is not None:
                self._write_audio(written, audio, number + 1)
        written.mux(video.encode(None))
        if audio is not None:
            written.mux(audio.encode(None))

    def _write_audio(self, written: av.container.OutputContainer, audio: Any, frames: int) -> None:
        """The audio up to the end of so many frames."""
        due = round(frames / self._rate * RATE) - self._heard
        assert self._filler is not None
        for heard in self._filler.take(due):
            heard.pts, heard.time_base = self._heard, Fraction(1, RATE)
            self._heard += heard.samples
            written.mux(audio.encode(heard))

    # ---------------------------------------------------------------- streams

    def _video_stream(self, written: av.container.OutputContainer) -> Any:
        encoding = self._plan.encoding
        video: Any = written.add_stream(encoding.codec, rate=self._rate, options=dict(encoding.options))
        video.width, video.height, video.pix_fmt = self._plan.width, self._plan.height, encoding.pixel_format
        video.codec_context.time_base = 1 / self._rate
        most = MOST_FOR_LARGE if self._plan.width * self._plan.height > LARGE_PIXELS else MOST_THREADS
        video.codec_context.thread_count = 0 if (os.cpu_count() or 1) * 3 // 2 <= most else most  # 0: as it likes
        return video

    def _audio_stream(self, written: av.container.OutputContainer) -> Any:
        encoding, sound = self._plan.encoding, self._plan.audio.sound
        if not encoding.audio_codec or sound is Sound.NONE:
            return None
        if sound is Sound.OWN and not any(self._has_audio(at) for at in range(len(self._plan.clips))):
            return None
        audio: Any = written.add_stream(encoding.audio_codec, rate=RATE, layout=LAYOUT)
        if encoding.audio_bits:
            audio.bit_rate = encoding.audio_bits
        return audio

    def _has_audio(self, at: int) -> bool:
        with self._sources.video(at) as container:
            return bool(container.streams.audio)

    def _labels_of_sources(self) -> Mapping[str, str]:
        for at in range(len(self._plan.clips)):
            with self._sources.video(at) as container:
                if found := kept_labels(container.metadata):
                    return found
        return {}

    # ---------------------------------------------------------------- sources

    def _planned_frames(self, at: int) -> int:
        clip = self._plan.clips[at]
        end = clip.end
        if end is None:
            with self._sources.video(at) as container:
                end = (container.duration or 0) / av.time_base
        return max(1, round((end - clip.start) * self._rate))

    def _frames(self, *, progress: tuple[float, float]) -> Iterator[VideoFrame]:
        """Every frame of every clip; meanwhile `_filler` has the clip's own audio."""
        self._made = []
        all_planned, so_far = sum(self._planned), 0
        for at, clip in enumerate(self._plan.clips):
            self._made.append(0)
            with self._sources.video(at) as container, self._sources.video(at) as beside:
                pictures = ClipPictures(container, clip, self._plan)
                if self._plan.audio.sound is Sound.OWN:
                    self._filler = Filler(self._own_audio(at, beside, pictures.zero))
                    self._lost_audio |= is_unreadable(beside)
                for frame in pictures.frames():
                    self._made[at] += 1
                    if so_far % TOLD_EVERY == 0:
                        share = min(1.0, so_far / all_planned)
                        self._tell(progress[0] + (progress[1] - progress[0]) * share)
                    so_far += 1
                    yield frame
            if not self._made[at]:
                raise refusal(clip.path, "no frame can be decoded")

    def _own_audio(self, at: int, container: av.container.InputContainer, zero: float) -> Iterator[AudioFrame]:
        try:
            yield from own_audio(container, zero, self._plan.clips[at].start)
        except BROKEN as error:
            raise refusal(self._plan.clips[at].path, f"{type(error).__name__}: {error}") from error

    def _music(self) -> Iterator[AudioFrame]:
        seconds = float(sum(self._planned) / self._rate)
        try:
            yield from music(self._sources.music, self._plan.audio, seconds)
        except NoAudio as error:
            raise InputRefused(str(error), sentence=Sentence.AUDIO_TRACK_MISSING) from error
        except BROKEN as error:
            raise InputRefused(f"{type(error).__name__}: {error}", sentence=Sentence.AUDIO_DAMAGED) from error


def _set_colours(video: Any, frame: VideoFrame) -> None:
    """Tell the encoder which colours the frames have, so that players need not guess."""
    context = video.codec_context
    for name in ("color_primaries", "color_trc", "colorspace"):
        if (value := int(getattr(frame, name))) != UNSPECIFIED:
            setattr(context, name, value)
    context.color_range = TV_RANGE
