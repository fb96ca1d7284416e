"""A campaign of damaged pictures, started manually.

`nice python -m tests.crash.damaged_pictures --files 2500 --changing 200 --seed 1`

The media process previews and prepares one after another, as for the composer and for a job. The last lines sum up. The
exit code is 1 when a file ended the child, let it compute for over 5 s or take over 1 GB, got a sentence that does not
fit, or became a picture that is not clean.
"""

from __future__ import annotations

import sys

from tests.support.damage import all_cases, sources
from tests.support.damage_campaign import campaign
from tests.support.picture_trial import Trial

if __name__ == "__main__":
    sys.exit(campaign(__doc__, Trial, all_cases, sources))
