"""Opens foreign files; whatever prevents that becomes a sentence before any decoder sees a byte."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from wandesk.domain.errors import InputRefused, WrongKindOfFile
from wandesk.domain.sentences import Sentence
from wandesk.media.handed import Handed, open_handed, status_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The sentence keys for one kind of file."""

    not_found: Sentence
    is_folder: Sentence
    not_readable: Sentence
    empty: Sentence
    unknown: Sentence
    damaged: Sentence


PICTURE = Subject(
    not_found=Sentence.PICTURE_NOT_FOUND,
    is_folder=Sentence.PICTURE_IS_FOLDER,
    not_readable=Sentence.PICTURE_NOT_READABLE,
    empty=Sentence.PICTURE_EMPTY,
    unknown=Sentence.PICTURE_UNKNOWN,
    damaged=Sentence.PICTURE_DAMAGED,
)
AUDIO = Subject(
    not_found=Sentence.AUDIO_NOT_FOUND,
    is_folder=Sentence.AUDIO_IS_FOLDER,
    not_readable=Sentence.AUDIO_NOT_READABLE,
    empty=Sentence.AUDIO_EMPTY,
    unknown=Sentence.AUDIO_UNKNOWN,
    damaged=Sentence.AUDIO_DAMAGED,
)
CLIP = Subject(
    not_found=Sentence.CLIP_NOT_FOUND,
    is_folder=Sentence.CLIP_IS_FOLDER,
    not_readable=Sentence.CLIP_NOT_READABLE,
    empty=Sentence.CLIP_EMPTY,
    unknown=Sentence.CLIP_UNKNOWN,
    damaged=Sentence.CLIP_DAMAGED,
)


@contextmanager
def opened(source: Handed, subject: Subject) -> Iterator[tuple[BinaryIO, int]]:
    """The open file and its size in bytes. Raises InputRefused for anything but a readable, non-empty regular file.

    The type is checked before opening: opening a pipe would block, and Windows calls a folder "not permitted".
    """
    try:
        status = status_of(source)
        if stat.S_ISDIR(status.st_mode):
            raise InputRefused(sentence=subject.is_folder)
        if not stat.S_ISREG(status.st_mode):
            raise WrongKindOfFile("not a regular file", sentence=subject.unknown)
        file = open_handed(source)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputRefused(_detail(error), sentence=subject.not_found) from error
    except OSError as error:
        raise InputRefused(_detail(error), sentence=subject.not_readable) from error
    with file:
        size_bytes = os.fstat(file.fileno()).st_size
        if size_bytes == 0:
            raise InputRefused(sentence=subject.empty)
        yield file, size_bytes


def unreadable(detail: str, subject: Subject, *, looks_right: bool) -> InputRefused:
    """The error for content that does not open. `looks_right`: it begins like a file of the kind, so it is damaged."""
    if looks_right:
        return InputRefused(detail, sentence=subject.damaged)
    return WrongKindOfFile(detail, sentence=subject.unknown)


def _detail(error: Exception) -> str:
    """The error's text without the path, which may be private."""
    return f"{type(error).__name__}: {error.strerror if isinstance(error, OSError) else error}"
