"""Where a video is not what was requested. It is kept nevertheless: what was paid for is never thrown away."""

from __future__ import annotations

import re
from enum import StrEnum

from wandesk.domain.catalog import SoundChoice
from wandesk.domain.media import VideoFacts
from wandesk.domain.request import GenerationRequest

LENGTH_SECONDS = 0.75
"""Videos end with a whole frame, and some models add one: 81 frames at 16 a second are 5.06 s."""
AREAS = {480: 832 * 480, 720: 1280 * 720, 1080: 1920 * 1080}
"""Pixels of a video by the number in its resolution's name; the sides follow the picture's shape."""
SMALLEST_SHARE, LARGEST_SHARE = 0.6, 1.5


class Difference(StrEnum):
    """What differs."""

    LENGTH = "length"
    SIZE = "size"
    SOUND = "sound"


def differences(request: GenerationRequest, video: VideoFacts) -> tuple[Difference, ...]:
    """Where the video clearly differs from its request; what the request left to the model never differs."""
    found: list[Difference] = []
    if request.seconds > 0 and abs(video.seconds - request.seconds) > LENGTH_SECONDS:
        found.append(Difference.LENGTH)
    number = re.search(r"\d+", request.resolution)
    area = AREAS.get(int(number[0])) if number else None
    if area is not None and not SMALLEST_SHARE <= video.width * video.height / area <= LARGEST_SHARE:
        found.append(Difference.SIZE)
    if request.sound_choice in (SoundChoice.MINE, SoundChoice.AUTOMATIC) and video.audio_codec is None:
        found.append(Difference.SOUND)
    return tuple(found)
