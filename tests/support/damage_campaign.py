"""Gives the media process one damaged file after another: the command line of the two campaigns, and short stories."""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from tests.support.damage import Case
from tests.support.picture_trial import Trial
from wandesk.media.process import MediaProcess

T = TypeVar("T", bound=Trial)

INSPECT_WITHIN, PREPARE_WITHIN = 30.0, 60.0
"""Seconds: a campaign counts computing, not the clock on the wall."""


class Cases(Protocol):
    """The bad files of one kind."""

    def __call__(self, count: int, seed: int, *, large: bool) -> Iterable[Case]:
        """So many files damaged at random, and all that are made; `large` ones too."""


def tried(make: Callable[[MediaProcess, Path], T], folder: Path, story: Callable[[T], Awaitable[object]]) -> T:
    """The trial after a story with a media process of its own."""
    return asyncio.run(_tried(make, folder, story, MediaProcess()))


def campaign(
    doc: str | None,
    make: Callable[[MediaProcess, Path], T],
    cases: Cases,
    good: Callable[[], Mapping[str, bytes]],
) -> int:
    """Run a campaign with the numbers of the command line; 1 if anything was found.

    `good()` are files that change or vanish while they are read.
    """
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=500, help="damaged at random")
    parser.add_argument("--changing", type=int, default=50, help="that change or vanish while they are read")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()

    async def story(trial: T) -> None:
        by, contents = random.Random(options.seed), list(good().values())
        for number, case in enumerate(cases(options.files, options.seed, large=True), 1):
            await trial.content(case)
            if number % 100 == 0:
                print(f"{number} files, {len(trial.broken)} findings", flush=True)
        for number in range(options.changing):
            await trial.changing(by.choice(contents), number, after=by.random() * 0.02)
        await trial.no_files()
        await trial.names()

    with tempfile.TemporaryDirectory(prefix="wandesk-damaged-") as folder:
        media = MediaProcess(inspect_within=INSPECT_WITHIN, prepare_within=PREPARE_WITHIN)
        trial = asyncio.run(_tried(make, Path(folder), story, media))
    trial.print_result(options.seed, time.monotonic() - began)
    return 1 if trial.broken else 0


async def _tried(
    make: Callable[[MediaProcess, Path], T],
    folder: Path,
    story: Callable[[T], Awaitable[object]],
    media: MediaProcess,
) -> T:
    trial = make(media, folder)
    try:
        await story(trial)
    finally:
        await media.close()
    return trial
