"""The media child: one JSON request per line on standard input, one JSON answer per line on standard output.

    {"id": 7, "do": "inspect_picture", "with": {"path": "/home/me/cat.jpg"}}
    {"id": 7, "ok": {"format": "JPEG", ...}}
    {"id": 7, "error": {"kind": "InputRefused", "sentence": "picture_damaged", "values": {}, "detail": "..."}}

A verb that takes long reports the share that is done in lines before its answer: {"id": 7, "done": 0.25}.

On Linux a request also has "files", the arguments whose files arrive open (`handed`), or the errno of one that cannot
be opened: [["path", 0]]. The draft of a "target" follows them.

Everything is ASCII: JSON escapes carry any path, lone surrogates included. The child ends when its input closes, even
in the middle of a file: a decoder in an endless loop must not outlive the program.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import os
import queue
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from wandesk.domain.errors import VideoUnreadable, WanDeskError, WrongKindOfFile
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import asdict, convert
from wandesk.media.answers import audio_answer
from wandesk.media.confinement import confine_this_process
from wandesk.media.handed import Handed, taken_files
from wandesk.media.limits import limit_this_process

MAX_DETAIL = 2000
LAST_ANSWER_SECONDS = 0.5

log = logging.getLogger(__name__)

Verb = Callable[..., "dict[str, Any]"]


def run(arguments: Sequence[str] = ()) -> int:
    """Serve requests until standard input closes. Returns the exit code.

    The argument, where the parent hands its files over, is the descriptor of the socket for them.
    """
    requests, answers = _take_pipes()
    files = socket.socket(fileno=int(arguments[0])) if arguments else None
    faulthandler.enable()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    warnings.simplefilter("default")  # a decoder's warning is not a failure, whatever PYTHONWARNINGS says
    os.umask(0o077)  # previews and posters are private
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal reaches children too; the parent decides
    limit_this_process()
    saying = _Saying(answers)
    # Before the reader thread: Windows cannot load a library while another thread waits on standard input.
    verbs = _verbs(saying.done)
    if files is not None:
        confine_this_process()
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    is_done = threading.Event()
    threading.Thread(target=_read, args=(requests, lines, is_done), name="requests", daemon=True).start()
    while (line := lines.get()) is not None:
        request = json.loads(line)
        saying.request_id = request["id"]
        answer = _answer(verbs, request, files)
        try:
            saying.say(answer)
        except OSError:
            break  # the parent is gone
    is_done.set()
    return 0


class _Saying:
    """Writes lines to the parent."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self.request_id = 0
        """The request that is served."""

    def say(self, message: Mapping[str, Any]) -> None:
        self._answers.write(json.dumps(message).encode("ascii") + b"\n")
        self._answers.flush()

    def done(self, share: float) -> None:
        """Report the share of the request that is done, 0 to 1."""
        self.say({"id": self.request_id, "done": share})


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take over standard input and output; what libraries print goes to standard error."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return requests, answers


def _read(requests: BinaryIO, lines: queue.SimpleQueue[bytes | None], is_done: threading.Event) -> None:
    for line in requests:
        lines.put(line)
    lines.put(None)
    if not is_done.wait(LAST_ANSWER_SECONDS):
        os._exit(1)


def _answer(verbs: Mapping[str, Verb], request: Mapping[str, Any], files: socket.socket | None) -> dict[str, Any]:
    try:
        verb = verbs[request["do"]]
        if files is None:
            return {"id": request["id"], "ok": verb(**request["with"])}
        with taken_files(files, request["with"], request["files"]) as arguments:
            return {"id": request["id"], "ok": verb(**arguments)}
    except WanDeskError as error:
        kind, sentence, values, detail = type(error).__name__, error.sentence, error.values, error.detail
    except Exception as error:
        # One bad file must not end the child: any error becomes this request's answer.
        log.exception("%s failed", request["do"])
        kind, sentence, values = "MediaProcessFailed", Sentence.MEDIA_FAILED, {}
        detail = f"{type(error).__name__}: {error}"
    problem = {"kind": kind, "sentence": sentence, "values": values, "detail": detail[:MAX_DETAIL]}
    return {"id": request["id"], "error": problem}


def _verbs(done: Callable[[float], None]) -> dict[str, Verb]:
    from wandesk.domain.catalog import AudioLimits, ClipLimits, PictureLimits
    from wandesk.domain.export import ExportPlan
    from wandesk.domain.media import VideoFrame
    from wandesk.domain.picture_edit import PictureEdit
    from wandesk.media import (
        about,
        alike,
        audio,
        clip_parts,
        clips,
        exporting,
        frame_strips,
        frame_times,
        frames,
        images,
        video,
    )

    def glance_picture(path: Handed) -> dict[str, Any]:
        return asdict(images.glance_picture(path))

    def inspect_picture(path: Handed) -> dict[str, Any]:
        return asdict(images.inspect_picture(path))

    def preview_picture(source: Handed, target: Handed, side: int, edit: dict[str, Any]) -> dict[str, Any]:
        return asdict(images.preview_picture(source, target, side, convert(edit, PictureEdit)))

    def inspect_audio(path: Handed) -> dict[str, Any]:
        return audio_answer(audio.inspect_audio(path))

    def inspect_video(path: Handed) -> dict[str, Any]:
        return asdict(video.inspect_video(path))

    def inspect_clip(path: Handed, target: Handed) -> dict[str, Any]:
        facts, picture = clips.inspect_clip(path, target)
        return {"clip": asdict(facts), "picture": asdict(picture)}

    def clean_clip(source: Handed, target: Handed) -> dict[str, Any]:
        return asdict(clips.clean_clip(source, target))

    def fit_clip(
        source: Handed, target: Handed, limits: dict[str, Any], start: float, seconds: float
    ) -> dict[str, Any]:
        within = ClipLimits(**{**limits, "formats": tuple(limits["formats"])})
        return asdict(clip_parts.fit_clip(source, target, within, start, seconds))

    def prepare_picture(source: Handed, target: Handed, limits: dict[str, Any], edit: dict[str, Any]) -> dict[str, Any]:
        within = convert(limits, PictureLimits)
        return asdict(images.prepare_picture(source, target, within, convert(edit, PictureEdit)))

    def prepare_audio(
        source: Handed, target: Handed, limits: dict[str, Any], start: float, seconds: float
    ) -> dict[str, Any]:
        within = AudioLimits(**{**limits, "formats": tuple(limits["formats"])})
        return audio_answer(audio.prepare_audio(source, target, within, start, seconds))

    def video_frame(source: Handed, target: Handed, which: str | float, format_name: str) -> dict[str, Any]:
        wanted = VideoFrame(which) if isinstance(which, str) else which
        return asdict(frames.write_frame(source, target, wanted, format_name))

    def times_of_frames(path: Handed) -> dict[str, Any]:
        times = frame_times.frame_times(path)
        return {"starts": times.starts, "end": times.end}

    def frame_strip(source: Handed, target: Handed, times: list[float], height: int) -> dict[str, Any]:
        frame_strips.write_strip(source, target, times, height)
        return {}

    def thumbnail(
        source: Handed,
        target: Handed,
        side: int,
        edit: dict[str, Any],
        is_as_stored: bool,  # noqa: FBT001
    ) -> dict[str, Any]:
        if is_as_stored:
            images.thumbnail_as_stored(source, target, side)
            return {}
        try:
            images.thumbnail(source, target, side, convert(edit, PictureEdit))
        except WrongKindOfFile as refusal:
            try:
                video.video_thumbnail(source, target, side)
            except VideoUnreadable:
                raise refusal from None  # neither: report it as a picture
        return {}

    def likeness(one: Handed, other: Handed) -> dict[str, Any]:
        return {"similarity": alike.similarity(one, other)}

    def export(target: Handed, plan: dict[str, Any], **files: Handed) -> dict[str, Any]:
        return asdict(exporting.export(target, convert(plan, ExportPlan), files, done))

    def preview_export(target: Handed, plan: dict[str, Any], side: int, **files: Handed) -> dict[str, Any]:
        return asdict(exporting.preview_export(target, convert(plan, ExportPlan), files, side))

    def about_process() -> dict[str, Any]:
        return dict(about.about_this_process())

    pictures = (glance_picture, inspect_picture, preview_picture, prepare_picture, thumbnail, likeness)
    of_frames = (video_frame, frame_strip, times_of_frames)
    videos = (inspect_video, inspect_clip, clean_clip, fit_clip, *of_frames, export, preview_export)
    return {verb.__name__: verb for verb in (*pictures, *videos, inspect_audio, prepare_audio, about_process)}
