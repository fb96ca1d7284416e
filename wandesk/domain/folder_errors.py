"""Why a folder cannot be used, from the error of the operating system."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from wandesk.domain.sentences import Sentence

_AWAY = (
    errno.ENOENT,
    errno.ENODEV,
    errno.ENXIO,
    errno.ESTALE,
    errno.ENOTCONN,
    errno.ETIMEDOUT,
    errno.EHOSTUNREACH,
    errno.ENETUNREACH,
)
"""No such folder, or the drive or the server behind it does not answer."""

SENTENCES: Final[Mapping[int, Sentence]] = {
    **dict.fromkeys(_AWAY, Sentence.FOLDER_MISSING),
    errno.ENOTDIR: Sentence.FOLDER_IS_FILE,
    errno.EROFS: Sentence.FOLDER_READ_ONLY,
    errno.EACCES: Sentence.FOLDER_FORBIDDEN,
    errno.EPERM: Sentence.FOLDER_FORBIDDEN,
}

WINDOWS: Final[Mapping[int, Sentence]] = {
    19: Sentence.FOLDER_READ_ONLY,  # ERROR_WRITE_PROTECT
    21: Sentence.FOLDER_MISSING,  # ERROR_NOT_READY
    53: Sentence.FOLDER_MISSING,  # ERROR_BAD_NETPATH
    55: Sentence.FOLDER_MISSING,  # ERROR_DEV_NOT_EXIST
    64: Sentence.FOLDER_MISSING,  # ERROR_NETNAME_DELETED
    67: Sentence.FOLDER_MISSING,  # ERROR_BAD_NET_NAME
    1167: Sentence.FOLDER_MISSING,  # ERROR_DEVICE_NOT_CONNECTED
    1231: Sentence.FOLDER_MISSING,  # ERROR_NETWORK_UNREACHABLE
}
"""Codes of Windows (System Error Codes, learn.microsoft.com) whose `errno` says less or something else."""


def folder_sentence(error: OSError) -> Sentence:
    """The sentence about a folder that refused with this error; `folder_refused` if the reason is none of ours."""
    windows = WINDOWS.get(getattr(error, "winerror", None) or 0)
    return windows or SENTENCES.get(error.errno or 0, Sentence.FOLDER_REFUSED)
