"""A campaign of kills, started manually.

`python -m tests.crash.campaign --kills 500 --adverse-kills 500 --full-matrix --seed 1`

The last line sums up. The exit code is 1 when a promise was broken, and then the folder with all files is kept.
"""

from __future__ import annotations

import argparse
import itertools
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.support.adversity import Adversity
from tests.support.kills import (
    FAILPOINTS,
    KINDS,
    WAYS,
    KillSetup,
    kill_setup,
    killed_at,
    killed_at_random,
    killed_with_adversities,
)
from tests.support.lives import Lives, forked_lives
from tests.support.proof import Findings

KILLS_PER_PROFILE = 25

Work = Callable[[Lives], Findings]


def main() -> int:
    """Run the campaign with the numbers of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="at random moments")
    parser.add_argument("--adverse-kills", type=int, default=0, help="at random moments, with adversities around them")
    parser.add_argument("--adversity", action="append", choices=[str(each) for each in Adversity], help="only these")
    parser.add_argument("--full-matrix", action="store_true", help="every failpoint x kind x way")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2, help="programs that live and die at the same time")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="wandesk-campaign-"))
    total, caught, met, began = Findings(), Counter[str](), Counter[str](), time.monotonic()
    with kill_setup(folder) as stage:
        works = list(matrix(stage, options.seed)) if options.full_matrix else []
        at_failpoints = len(works)
        works += random_kills(stage, options.kills, options.seed, caught)
        works += adverse_kills(stage, options, caught, met)

        def run(work: Work) -> Findings:
            with forked_lives(folder / "errors.txt") as lives:
                return work(lives)

        with ThreadPoolExecutor(options.at_once) as pool:
            for number, found in enumerate(pool.map(run, works), 1):
                total += found
                print(f"{number}/{len(works)} {time.monotonic() - began:.0f} s, {total}", flush=True)
    seconds = time.monotonic() - began
    shares = ", ".join(f"{stage} {count}" for stage, count in caught.most_common())
    print(f"random kills met: {shares}")
    print(f"adversities met: {', '.join(f'{name} {count}' for name, count in met.most_common()) or 'none'}")
    kills = at_failpoints + options.kills + options.adverse_kills
    print(
        f"{'BROKEN' if total.broken else 'ok'}: {at_failpoints} kills at failpoints, {options.kills} at random"
        f" and {options.adverse_kills} among adversities"
        f" (seed {options.seed}) in {seconds:.0f} s ({seconds / max(1, kills):.2f} s each): {total.orders} orders,"
        f" {total.tasks} creates, {total.videos} videos, {total.unconfirmed} unconfirmed and never made,"
        f" {total.lost} uncertain with a task, {total.asked} settled by the user, {len(total.broken)} promises broken"
    )
    if total.broken:
        print(*total.broken, f"kept: {folder}", sep="\n")
        return 1
    shutil.rmtree(folder)
    return 0


def matrix(stage: KillSetup, seed: int) -> Iterator[Work]:
    """Every failpoint with every kind and way. Plain orders upload nothing and pass no upload."""
    for number, (failpoint, kind, way) in enumerate(itertools.product(FAILPOINTS, KINDS, WAYS)):
        if (failpoint, kind) == ("uploading", "plain"):
            continue
        rng = random.Random(f"{seed} {number}")

        def work(
            lives: Lives, failpoint: str = failpoint, kind: str = kind, way: str = way, rng: random.Random = rng
        ) -> Findings:
            return _kept(lambda: killed_at(stage, lives, failpoint, kind, way, rng))

        yield work


def random_kills(stage: KillSetup, kills: int, seed: int, caught: Counter[str]) -> Iterator[Work]:
    for number, first in enumerate(range(0, kills, KILLS_PER_PROFILE)):
        rng, some = random.Random(f"{seed} random {number}"), min(KILLS_PER_PROFILE, kills - first)

        def work(lives: Lives, name: str = f"random-{number}", some: int = some, rng: random.Random = rng) -> Findings:
            return _kept(lambda: killed_at_random(stage, lives, name, some, rng, caught))

        yield work


def adverse_kills(
    stage: KillSetup, options: argparse.Namespace, caught: Counter[str], met: Counter[str]
) -> Iterator[Work]:
    adversities = [Adversity(each) for each in options.adversity or Adversity]
    for number, first in enumerate(range(0, options.adverse_kills, KILLS_PER_PROFILE)):
        rng = random.Random(f"{options.seed} adverse {number}")
        some = min(KILLS_PER_PROFILE, options.adverse_kills - first)

        def work(lives: Lives, name: str = f"adverse-{number}", some: int = some, rng: random.Random = rng) -> Findings:
            return _kept(
                lambda: killed_with_adversities(
                    stage, lives, name, some, rng, adversities=adversities, caught=caught, met=met
                )
            )

        yield work


def _kept(work: Callable[[], Findings]) -> Findings:
    """A life that did not end is a broken promise as well."""
    try:
        return work()
    except AssertionError as broken:
        return Findings(broken=[str(broken)])


if __name__ == "__main__":
    sys.exit(main())
