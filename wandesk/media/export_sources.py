"""The files that an export reads. Runs in the child only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO

import av.container
import av.error

from wandesk.domain.errors import InputRefused, VideoUnreadable
from wandesk.domain.export import ExportPlan
from wandesk.domain.sentences import Sentence
from wandesk.media.containers import demuxed
from wandesk.media.foreign import AUDIO, Subject, opened
from wandesk.media.handed import Handed

MUSIC = "audio"
"""The name of the audio file among the sources of a plan."""
BROKEN = (VideoUnreadable, av.error.FFmpegError, ValueError, OSError)
"""What reading a source raises."""
EXPORTED = Subject(
    not_found=Sentence.EXPORT_VIDEO_GONE,
    is_folder=Sentence.EXPORT_VIDEO_DAMAGED,
    not_readable=Sentence.EXPORT_VIDEO_NOT_READABLE,
    empty=Sentence.EXPORT_VIDEO_DAMAGED,
    unknown=Sentence.EXPORT_VIDEO_DAMAGED,
    damaged=Sentence.EXPORT_VIDEO_DAMAGED,
)


class Sources:
    """The files of a plan, open. Each reading has a place of its own in its file."""

    def __init__(self, plan: ExportPlan, files: Mapping[str, Handed], held: contextlib.ExitStack) -> None:
        """Raises InputRefused."""
        self._files: dict[str, BinaryIO] = {}
        self._paths = plan.sources
        for name, path in plan.sources.items():
            try:
                self._files[name], _size = held.enter_context(opened(files[name], AUDIO if name == MUSIC else EXPORTED))
            except InputRefused as refused:
                raise refusal(path, refused.detail, refused.sentence) from refused

    @contextmanager
    def video(self, at: int) -> Iterator[av.container.InputContainer]:
        """A clip. Raises InputRefused for whatever is wrong with its content."""
        try:
            with demuxed(_Reading(self._files[f"clip_{at}"])) as container:
                yield container
        except BROKEN as error:
            raise refusal(self._paths[f"clip_{at}"], f"{type(error).__name__}: {error}") from error

    @contextmanager
    def music(self) -> Iterator[av.container.InputContainer]:
        """The audio file of the plan."""
        with demuxed(_Reading(self._files[MUSIC])) as container:
            yield container


class _Reading:
    """A place of its own in an open file: pictures and audio of one video are read side by side."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0

    def read(self, size: int, /) -> bytes:
        self._file.seek(self._at)
        content = self._file.read(size)
        self._at += len(content)
        return content

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: 0}[whence]
        self._at = self._file.seek(0, os.SEEK_END) + offset if whence == os.SEEK_END else base + offset
        return self._at

    def tell(self) -> int:
        return self._at


def refusal(path: str, detail: str, sentence: Sentence = Sentence.EXPORT_VIDEO_DAMAGED) -> InputRefused:
    """The error about a source."""
    return InputRefused(detail, sentence=sentence, values={"file": PurePath(path).name})
