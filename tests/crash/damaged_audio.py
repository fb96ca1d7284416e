"""A campaign of damaged audio files, started manually.

`nice python -m tests.crash.damaged_audio --files 600 --changing 60 --seed 1`

The media process inspects one after another and prepares two parts of it, as for the form and for a job. The last lines
sum up. The exit code is 1 when a file ended the child, let it compute for over 5 s or take over 1 GB, got a sentence
that does not fit, or became audio that is not plain.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.support.audio_damage import all_cases, sources
from tests.support.audio_trial import AudioTrial, audio_trial
from wandesk.media.process import MediaProcess


def main() -> int:
    """Run the campaign with the numbers of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=500, help="damaged at random")
    parser.add_argument("--changing", type=int, default=50, help="that change or vanish while they are read")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="wandesk-audio-") as folder:
        trial = asyncio.run(_campaign(Path(folder), options.files, options.changing, options.seed))
    print(", ".join(f"{sentence} {count}" for sentence, count in trial.said.most_common()))
    print(f"slowest: {trial.slowest[0]:.2f} s, {trial.slowest[1]}")
    print(f"heaviest: {trial.heaviest[0] / 1e6:.0f} MB, {trial.heaviest[1]}")
    print(
        f"{'BROKEN' if trial.broken else 'ok'}: {trial.said.total()} files (seed {options.seed}) in"
        f" {time.monotonic() - began:.0f} s, {len(trial.broken)} findings"
    )
    print(*trial.broken, sep="\n")
    return 1 if trial.broken else 0


async def _campaign(folder: Path, files: int, changing: int, seed: int) -> AudioTrial:
    media = MediaProcess(inspect_within=30.0, prepare_within=60.0)
    trial = audio_trial(media, folder)
    by = random.Random(seed)
    good = list(sources().values())
    try:
        for number, case in enumerate(all_cases(files, seed, large=True), 1):
            await trial.content(case)
            if number % 100 == 0:
                print(f"{number} files, {len(trial.broken)} findings", flush=True)
        for number in range(changing):
            await trial.changing(by.choice(good), number, after=by.random() * 0.02)
        await trial.no_files()
        await trial.names()
    finally:
        await media.close()
    return trial


if __name__ == "__main__":
    sys.exit(main())
