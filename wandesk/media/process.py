"""The program's side of the media child: sends requests, waits, and restarts it when it dies. Imports no decoder.

Why a child does one request at a time: pictures are few and each may take a gigabyte, so a queue costs little and
bounds the memory. The program has two, so that the form does not wait for the preparation of jobs. Why a request that
is given up (timeout, or its caller was cancelled) ends the child: there is no other way to stop a decoder, and a late
answer could be taken for the next request's.
"""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import logging
import socket
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from wandesk import durable
from wandesk.child_processes import child_command, end_child, kill_child, start_child
from wandesk.domain.catalog import AudioLimits, ClipLimits, PictureLimits
from wandesk.domain.errors import (
    FolderRefused,
    InputRefused,
    MediaProcessFailed,
    NoRoom,
    VideoUnreadable,
    WanDeskError,
    WrongKindOfFile,
)
from wandesk.domain.frame_times import FrameTimes
from wandesk.domain.media import AudioFacts, ClipFacts, PictureFacts, VideoFacts, VideoFrame
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import as_builtins, asdict, convert
from wandesk.media.answers import audio_facts
from wandesk.media.handing_over import HANDS_OVER, hand_over
from wandesk.media.writing import write_errors

LOG_TAIL_BYTES = 4000
DYING_SECONDS = 0.25
"""How long a child whose pipes are broken may take to end before it is killed."""

KINDS: dict[str, type[WanDeskError]] = {
    kind.__name__: kind
    for kind in (InputRefused, WrongKindOfFile, VideoUnreadable, MediaProcessFailed, NoRoom, FolderRefused)
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Child:
    process: Process
    requests: asyncio.StreamWriter
    answers: asyncio.StreamReader
    errors: IO[bytes]
    """Its standard error: a file, because a full pipe would block the child."""
    files: socket.socket | None
    """Hands it the files of a request; None where it opens them itself."""


class MediaProcess:
    """The engine's Media port: one child process, started by the first request.

    Raises InputRefused, VideoUnreadable, MediaProcessFailed (the child died or took too long; the next request starts a
    new one), and NoRoom or FolderRefused when a result cannot be written. All methods belong to one event loop.
    """

    def __init__(
        self,
        *,
        command: Sequence[str] | None = None,
        inspect_within: float = 20.0,
        prepare_within: float = 120.0,
        end_within: float = 0.4,
    ) -> None:
        """Timeouts in seconds per request; `end_within` is how long `close` waits before it kills the child."""
        self._command = tuple(command or child_command("media"))
        self._inspect_within = inspect_within
        self._prepare_within = prepare_within
        self._end_within = end_within
        self._turn = asyncio.Lock()
        self._numbers = itertools.count(1)
        self._child: _Child | None = None
        self._abandoned: _Child | None = None
        self._ends_within = 0.0
        self._leftover: Path | None = None
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._child.process.pid if self._child and self._child.process.returncode is None else None

    async def get_ready(self) -> None:
        """Start the child. Errors are logged: the next request meets them, too."""
        try:
            async with self._turn, asyncio.timeout(self._inspect_within):
                await self._living()
        except (OSError, TimeoutError, MediaProcessFailed) as error:
            log.info("the media process was not started ahead: %s", error)

    async def glance_picture(self, path: Path) -> PictureFacts:
        """What the header of a picture tells. Raises InputRefused."""
        return convert(await self._ask("glance_picture", self._inspect_within, {"path": path}), PictureFacts)

    async def about(self) -> dict[str, str]:
        """The versions of the decoders by name, and under "confinement" what confines the child."""
        facts = await self._ask("about_process", self._inspect_within, {})
        return {name: str(value) for name, value in facts.items()}

    async def inspect_picture(self, path: Path) -> PictureFacts:
        """Facts about the picture, which is decoded completely. Raises InputRefused."""
        return convert(await self._ask("inspect_picture", self._inspect_within, {"path": path}), PictureFacts)

    async def inspect_audio(self, path: Path) -> AudioFacts:
        """Facts about the audio, its length measured by decoding. Raises InputRefused."""
        return audio_facts(await self._ask("inspect_audio", self._inspect_within, {"path": path}))

    async def inspect_video(self, path: Path) -> VideoFacts:
        """Facts about the video. Raises VideoUnreadable."""
        return VideoFacts(**await self._ask("inspect_video", self._inspect_within, {"path": path}))

    async def preview_picture(self, source: Path, target: Path, side: int, edit: PictureEdit) -> PictureFacts:
        """As `inspect_picture`, and write a JPEG of the edited picture: it is decoded once for both."""
        more = {"side": side, "edit": as_builtins(edit)}
        facts = await self._ask("preview_picture", self._inspect_within, {"source": source}, target, more)
        return convert(facts, PictureFacts)

    async def prepare_picture(
        self, source: Path, target: Path, limits: PictureLimits, edit: PictureEdit = NO_EDIT
    ) -> PictureFacts:
        """Write the picture to send, edited and within the limits: without extras, re-encoded only if needed."""
        more = {"limits": asdict(limits), "edit": as_builtins(edit)}
        facts = await self._ask("prepare_picture", self._prepare_within, {"source": source}, target, more)
        return convert(facts, PictureFacts)

    async def inspect_clip(self, path: Path, picture: Path) -> tuple[ClipFacts, PictureFacts]:
        """Facts about a clip and its first picture, which is written to `picture`. Raises InputRefused."""
        answer = await self._ask("inspect_clip", self._inspect_within, {"path": path}, picture)
        return ClipFacts(**answer["clip"]), convert(answer["picture"], PictureFacts)

    async def clean_clip(self, source: Path, target: Path) -> ClipFacts:
        """Write the same clip as MP4 or MOV, without tags and other tracks."""
        return ClipFacts(**await self._ask("clean_clip", self._prepare_within, {"source": source}, target))

    async def fit_clip(self, source: Path, target: Path, limits: ClipLimits, start: float, seconds: float) -> ClipFacts:
        """Write a part of a video, in seconds, as an MP4 within the limits."""
        more = {"limits": asdict(limits), "start": start, "seconds": seconds}
        return ClipFacts(**await self._ask("fit_clip", self._prepare_within, {"source": source}, target, more))

    async def prepare_audio(
        self, source: Path, target: Path, limits: AudioLimits, start: float, seconds: float
    ) -> AudioFacts:
        """Write a part of the audio, in seconds, as plain WAV or MP3 within the limits and without tags."""
        more = {"limits": asdict(limits), "start": start, "seconds": seconds}
        return audio_facts(await self._ask("prepare_audio", self._prepare_within, {"source": source}, target, more))

    async def thumbnail(
        self, source: Path, target: Path, side: int, edit: PictureEdit = NO_EDIT, *, is_as_stored: bool = False
    ) -> None:
        """Write a JPEG of the edited picture or the video's first frame, its longer side at most `side` pixels.

        `is_as_stored`: of the picture as its file has it, neither turned nor in other colours.
        """
        more = {"side": side, "edit": as_builtins(edit), "is_as_stored": is_as_stored}
        await self._ask("thumbnail", self._inspect_within, {"source": source}, target, more)

    async def video_frame(
        self, source: Path, target: Path, which: VideoFrame | float, format_name: str = "PNG"
    ) -> PictureFacts:
        """Write a frame of a video as "PNG" or "JPEG"; a number is its moment in seconds. Raises VideoUnreadable."""
        more = {"which": which.value if isinstance(which, VideoFrame) else which, "format_name": format_name}
        facts = await self._ask("video_frame", self._prepare_within, {"source": source}, target, more)
        return convert(facts, PictureFacts)

    async def frame_strip(self, source: Path, target: Path, times: Sequence[float], height: int) -> None:
        """Write the frames at these times side by side as a JPEG of that height. Raises VideoUnreadable."""
        more = {"times": list(times), "height": height}
        await self._ask("frame_strip", self._prepare_within, {"source": source}, target, more)

    async def frame_times(self, path: Path) -> FrameTimes:
        """When each frame of a video begins. Raises VideoUnreadable."""
        answer = await self._ask("times_of_frames", self._inspect_within, {"path": path})
        return FrameTimes(tuple(answer["starts"]), answer["end"])

    async def likeness(self, one: Path, other: Path) -> float:
        """Similarity of two pictures, or of the first frames of videos: -1 to 1."""
        answer = await self._ask("likeness", self._inspect_within, {"one": one, "other": other})
        return float(answer["similarity"])

    async def close(self) -> None:
        """End the child within a second; requests under way and later ones raise MediaProcessFailed."""
        self._is_closed = True
        if self._child is not None and self._turn.locked():
            kill_child(self._child.process)  # its request fails and releases the lock
        async with self._turn:
            self._abandon(None, within=self._end_within)
            await self._clean_up()

    async def _ask(
        self,
        verb: str,
        within: float,
        sources: Mapping[str, Path],
        target: Path | None = None,
        more: Mapping[str, Any] | None = None,
        heard: Callable[[float], None] | None = None,
    ) -> dict[str, Any]:
        """Let the child do something with files; `sources` and `target` are those it reads and the one it writes.

        With `heard`, which gets the share that is done, `within` begins again at each of the child's reports.
        """
        paths = {name: str(path) for name, path in sources.items()}
        arguments = {**paths, **({} if target is None else {"target": str(target)}), **(more or {})}
        async with self._turn:
            number = next(self._numbers)
            try:
                async with asyncio.timeout(within) as limit:
                    child = await self._living()
                    said: dict[str, Any] = {"id": number, "do": verb, "with": arguments}
                    if child.files is not None:
                        result = None if target is None else str(target)
                        said["files"] = await asyncio.to_thread(hand_over, child.files, paths, result)
                    child.requests.write(json.dumps(said).encode("ascii") + b"\n")
                    await child.requests.drain()
                    answer = _answer(await child.answers.readline(), number)
                    while heard is not None and "done" in answer:
                        heard(answer["done"])
                        limit.reschedule(asyncio.get_running_loop().time() + within)
                        answer = _answer(await child.answers.readline(), number)
            except TimeoutError as error:
                self._abandon(target)
                await self._clean_up()
                raise MediaProcessFailed(f"{verb} took longer than {within:g} s") from error
            except (OSError, ValueError) as error:
                # A broken pipe, the end of the output, or something that is no answer: the child is unusable.
                is_dying = self._child is not None and (isinstance(error, OSError) or self._child.answers.at_eof())
                self._abandon(target, within=DYING_SECONDS if is_dying else 0.0)
                await self._clean_up()
                raise MediaProcessFailed(f"{verb}: {error}") from error
            except asyncio.CancelledError:
                self._abandon(target)
                raise
            if target is not None and child.files is not None:
                await asyncio.to_thread(_end_draft, target, is_good="ok" in answer)
        if (refusal := answer.get("error")) is not None:
            kind = KINDS[refusal["kind"]]
            raise kind(refusal["detail"], sentence=Sentence(refusal["sentence"]), values=refusal["values"])
        facts: dict[str, Any] = answer["ok"]
        return facts

    async def _living(self) -> _Child:
        """The child, started when there is none or the last one ended between two requests."""
        if self._child is not None and self._child.process.returncode is None and not self._child.answers.at_eof():
            return self._child
        self._abandon(None, within=DYING_SECONDS)
        await self._clean_up()
        if self._is_closed:
            raise MediaProcessFailed("the program is closing")
        errors = await _temporary_file()
        files, theirs = _socket_pair() if HANDS_OVER else (None, None)
        try:
            process = await start_child(
                self._command if theirs is None else (*self._command, str(theirs.fileno())),
                errors=errors,
                # glibc reserves 64 MB of addresses for every thread; the child's memory limit counts them.
                variables={"MALLOC_ARENA_MAX": "2"},
                descriptors=() if theirs is None else (theirs.fileno(),),
            )
        except BaseException:
            errors.close()
            if files is not None:
                files.close()
            raise
        finally:
            if theirs is not None:
                theirs.close()
        assert process.stdin is not None
        assert process.stdout is not None
        self._child = _Child(
            process=process, requests=process.stdin, answers=process.stdout, errors=errors, files=files
        )
        if self._is_closed:
            raise MediaProcessFailed("the program is closing")
        return self._child

    def _abandon(self, target: Path | None, *, within: float = 0.0) -> None:
        """Give the child up; `_clean_up` waits until it has ended and removes its draft of `target`.

        It is killed now, or by `_clean_up` when it has not ended `within` so many seconds.
        """
        if self._child is not None:
            if not within:
                kill_child(self._child.process)
            self._abandoned, self._child, self._ends_within = self._child, None, within
            self._leftover = target

    async def _clean_up(self) -> None:
        """Wait for the end of an abandoned child and clean up after it. May be cancelled and called again."""
        if (child := self._abandoned) is None:
            return
        await end_child(child.process, self._ends_within)
        if self._leftover is not None:
            await asyncio.to_thread(durable.remove_draft, self._leftover)
        if not self._is_closed:
            words = await asyncio.to_thread(_log_tail, child.errors)
            log.info("the media process ended with code %s\n%s", child.process.returncode, words)
        child.errors.close()
        if child.files is not None:
            child.files.close()
        self._abandoned = self._leftover = None


async def _temporary_file() -> IO[bytes]:
    """A new temporary file. One that a cancelled caller no longer takes is closed."""
    opening: asyncio.Future[IO[bytes]] = asyncio.get_running_loop().run_in_executor(None, tempfile.TemporaryFile)
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close_file)
        raise


def _close_file(opened: asyncio.Future[IO[bytes]]) -> None:
    if not opened.cancelled() and opened.exception() is None:
        opened.result().close()


def _socket_pair() -> tuple[socket.socket, socket.socket]:
    """Ours and the child's, in which messages keep their boundaries."""
    if sys.platform == "win32":
        raise NotImplementedError("Windows hands no files over (HANDS_OVER)")
    else:
        return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def _end_draft(target: Path, *, is_good: bool) -> None:
    """Give the child's draft its name, or remove it. Raises NoRoom, FolderRefused."""
    with write_errors(str(target), 0):
        if is_good:
            durable.finish_draft(target)
        else:
            durable.remove_draft(target)


def _answer(line: bytes, number: int) -> dict[str, Any]:
    """The answer to the request of that number. Raises ValueError for anything else."""
    if not line.endswith(b"\n"):
        raise ValueError("the media process died")
    answer = json.loads(line)
    if not isinstance(answer, dict) or answer.get("id") != number:
        raise ValueError("the media process answered another request")
    return answer


def _log_tail(errors: IO[bytes]) -> str:
    size = errors.seek(0, io.SEEK_END)
    errors.seek(max(0, size - LOG_TAIL_BYTES))
    return errors.read().decode("utf-8", "replace")
