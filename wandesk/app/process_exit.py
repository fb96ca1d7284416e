"""The end of the process, after everything of ours is closed."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def end_process(code: int) -> NoReturn:
    """Flush the output and exit without Python's finalisation.

    Threads of libraries may still run: the keyring's, a name look-up, a dead network disk. Finalisation waits for some
    of them without limit and kills others in the middle of their C++ or Rust, which aborts the process (seen: a queued
    Qt signal, `cryptography` being imported).
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a windowed program on Windows has none
            stream.flush()
    os._exit(code)
