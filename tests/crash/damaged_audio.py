"""A campaign of damaged audio files, started manually.

`nice python -m tests.crash.damaged_audio --files 600 --changing 60 --seed 1`

The media process inspects one after another and prepares two parts of it, as for the form and for a job. The last lines
sum up. The exit code is 1 when a file ended the child, let it compute for over 5 s or take over 1 GB, got a sentence
that does not fit, or became audio that is not plain.
"""

from __future__ import annotations

import sys

from tests.support.audio_damage import all_cases, sources
from tests.support.audio_trial import audio_trial
from tests.support.damage_campaign import campaign

if __name__ == "__main__":
    sys.exit(campaign(__doc__, audio_trial, all_cases, sources))
