"""The self-test: a window off screen, one Practice job to a played frame, a keyring round trip; a report."""

from __future__ import annotations

import asyncio
import os
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from wandesk.app.sample import read_sample
from wandesk.domain.account import Secret
from wandesk.domain.errors import KeyringFailed, WanDeskError
from wandesk.domain.job import JobStage
from wandesk.settings.paths import profile_at

if TYPE_CHECKING:
    from wandesk.app.application import Application

WITHIN = 120.0
LARGE = (12_000, 9_000)
FAILED = 1


def run_self_test() -> int:
    """Try every part once in a temporary profile; prints a line for each. 0 when all of them work.

    Raises ImportError where a library of Qt cannot be loaded.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        folder = tempfile.TemporaryDirectory(prefix="wandesk-self-test-", ignore_cleanup_errors=True)
        profile = profile_at(Path(folder.name))
        profile.prepare()
    except (OSError, WanDeskError) as refused:
        _say("failed", str(refused))
        return FAILED
    with folder:
        from wandesk.app.application import Application
        from wandesk.ui.player.environment import load_libraries

        load_libraries()  # what cannot be loaded is told before anything is tried
        program = Application(profile)
        asyncio.set_event_loop(program.gui.loop)
        program.open_engine()
        window = program.open_window()
        _say("window", f"{window.width()} x {window.height()}")
        program.spawn("start", program.start([]))
        try:
            program.gui.run_until_done(_try_everything(program))
        except (AssertionError, TimeoutError, WanDeskError) as failed:
            _say("failed", str(failed) or repr(failed))
            code = FAILED
        else:
            _say("self-test", "passed")
            code = 0
        window.close()
        program.close()
    return code


async def _try_everything(program: Application) -> None:
    window = program.window
    assert window is not None
    begun = time.monotonic()
    composer = window.composer
    if composer.draft.picture is None:
        window.take_files([str(read_sample(program.language).picture)])
    await _until(lambda: composer.draft.picture is not None, "the sample picture was not read")
    _say("picture", "read by the media process")
    with tempfile.TemporaryDirectory(prefix="wandesk-self-test-") as folder:
        path = Path(folder) / "large.png"
        path.write_bytes(_large_picture())
        large = await program.bridge.ask("read", lambda engine: engine.user_files.inspect_picture(str(path)))
    _say("large picture", f"{large.facts.width} x {large.facts.height}, read row by row")
    composer.generate()
    await _until(lambda: window.jobs.selected_job() is not None, "no job row appeared")
    _say("job", "ordered in Practice")

    def is_final() -> bool:
        job = window.jobs.selected_job()
        return job is not None and job.stage.is_final

    await _until(is_final, "the job did not end")
    job = window.jobs.selected_job()
    assert job is not None
    assert job.stage is JobStage.DONE, f"the job is {job.stage.value}: {job.problem}"
    assert job.video is not None
    facts = job.video.facts
    _say("video", f"{facts.width} x {facts.height}, {facts.seconds:.1f} s, {facts.video_codec}")
    window.stage.play()
    await _until(lambda: window.stage.player.playback.frames.has_frame, "the player delivered no frame")
    _say("player", "delivered a frame")
    _say("keyring", await _keyring_round_trip(program))
    _say("time", f"{time.monotonic() - begun:.1f} s")


def _large_picture() -> bytes:
    """A black PNG of more pixels than are decoded at once: it needs a library of its own."""
    width, height = LARGE
    pixels = zlib.compress(bytes(width + 1) * height, 1)
    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    written = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


async def _keyring_round_trip(program: Application) -> str:
    account, secret = "self-test/main", Secret("sk-self-test-0000")
    try:
        await program.access.secrets.set(account, secret)
        assert await program.access.secrets.get(account) == secret, "the keyring gave another key back"
        await program.access.secrets.remove(account)
    except KeyringFailed as trouble:
        return f"this session only ({trouble.sentence})"
    return program.access.secrets.state.name


async def _until(condition: Callable[[], bool], otherwise: str) -> None:
    """Look twenty times a second until the condition holds. Raises TimeoutError with what is missing."""
    ends = time.monotonic() + WITHIN
    while not condition():
        if time.monotonic() > ends:
            raise TimeoutError(otherwise)
        await asyncio.sleep(0.05)


def _say(part: str, text: str) -> None:
    print(f"{part}: {text}", file=sys.stdout, flush=True)
