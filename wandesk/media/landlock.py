"""Linux's Landlock: takes the right to open files away from this process, except below some folders.

Through ctypes: the only library on PyPI is a development release that does not know the newer rights, and glibc has no
functions for these three system calls. Numbers and layouts: linux/landlock.h, the same on every architecture.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3

_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Every right about files, by the version of the interface that brought the last of them."""
_TCP_RIGHTS = 3
"""Binding and connecting TCP sockets, since version 4."""
_SCOPES = 3
"""Abstract Unix sockets and signals of other processes, since version 6."""


if sys.platform == "linux":
    _O_PATH = os.O_PATH | os.O_CLOEXEC
else:  # no other system has Landlock
    _O_PATH = os.O_RDONLY


class _Ruleset(ctypes.Structure):
    """struct landlock_ruleset_attr."""

    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    """struct landlock_path_beneath_attr."""

    _pack_ = 1
    _layout_ = "ms"  # Python 3.14 asks for it beside `_pack_`; 12 bytes either way
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def restrict_files(readable: Iterable[str]) -> bool:
    """Let this thread, and those it starts, open files below `readable` only, and only to read.

    Files that are open already stay open. False where the kernel has no Landlock. Raises OSError.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION_FLAG)
    if version < 1:
        return False
    files = _FILE_RIGHTS[max(known for known in _FILE_RIGHTS if known <= version)]
    wanted = _Ruleset(files=files, net=_TCP_RIGHTS if version >= 4 else 0, scoped=_SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    ruleset = _checked(libc.syscall(_CREATE_RULESET, ctypes.byref(wanted), ctypes.c_size_t(size), 0))
    try:
        for path in readable:
            _allow_reading(libc, ruleset, path)
        _checked(libc.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)
    return True


def _allow_reading(libc: ctypes.CDLL, ruleset: int, path: str) -> None:
    try:
        folder = os.open(path, _O_PATH)
    except OSError:
        return  # a folder that this system does not have, or that is closed to us anyway
    try:
        is_folder = stat.S_ISDIR(os.fstat(folder).st_mode)  # a right about folders is refused for a file
        rule = _PathBeneath(allowed=_READ_FILE | (_READ_DIR if is_folder else 0), folder=folder)
        _checked(libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0))
    finally:
        os.close(folder)


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
