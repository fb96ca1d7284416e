"""A campaign of exports whose sources are damaged, started manually.

`nice python -m tests.crash.damaged_exports --files 200 --seed 1`

The media process previews and exports one after another, as for the dialog. The last lines sum up. The exit code is 1
when a file ended the child, let it compute for over 5 s or take over 1 GB, got a sentence that does not fit, or became
longer than the part that was wanted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.support.export_damage import ExportTrial, damaged_files, tried


def main() -> int:
    """Run the campaign."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()

    async def story(trial: ExportTrial) -> None:
        for case in damaged_files(options.files, options.seed):
            await trial.content(case)

    with tempfile.TemporaryDirectory(prefix="wandesk-damaged-") as folder:
        trial = tried(Path(folder), story)
    trial.print_result(options.seed, time.monotonic() - began)
    return 1 if trial.broken else 0


if __name__ == "__main__":
    sys.exit(main())
