"""How the process ends once everything of ours is closed."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def end_process(code: int) -> NoReturn:
    """End at once, without Python taking itself apart.

    Threads that are not ours to end may still be at work: the keyring's libraries, a name look-up, a dead network
    disk. Python would wait for some of them without limit; the others it cuts off in the middle of their C++ or Rust,
    which aborts the process (seen: a signal of Qt on its way, `cryptography` being imported).
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a windowed program on Windows has none
            stream.flush()
    os._exit(code)
