"""How a video differs from its request. It is kept in any case, because it was paid for."""

from __future__ import annotations

import re
from enum import StrEnum

from wandesk.domain.catalog import SoundChoice
from wandesk.domain.media import VideoFacts
from wandesk.domain.request import GenerationRequest

LENGTH_SECONDS = 0.75
"""A tolerance, because some models add a frame: 81 frames at 16 per second are 5.06 s."""
AREAS = {480: 832 * 480, 720: 1280 * 720, 1080: 1920 * 1080}
"""Pixels of a video by the number in its resolution. The aspect ratio is the picture's."""
SMALLEST_SHARE, LARGEST_SHARE = 0.6, 1.5


class Difference(StrEnum):
    """What differs."""

    LENGTH = "length"
    SIZE = "size"
    SOUND = "sound"


def differences(request: GenerationRequest, video: VideoFacts) -> tuple[Difference, ...]:
    """The clear differences between a video and its request.

    Values that the model chose are not compared, nor a length or a size that could not be read from the file (0).
    """
    found: list[Difference] = []
    if request.seconds > 0 and video.seconds > 0 and abs(video.seconds - request.seconds) > LENGTH_SECONDS:
        found.append(Difference.LENGTH)
    number = re.search(r"\d+", request.resolution)
    area = AREAS.get(int(number[0])) if number else None
    pixels = video.width * video.height
    if area is not None and pixels and not SMALLEST_SHARE <= pixels / area <= LARGEST_SHARE:
        found.append(Difference.SIZE)
    if request.sound_choice in (SoundChoice.MINE, SoundChoice.AUTOMATIC) and video.audio_codec is None:
        found.append(Difference.SOUND)
    return tuple(found)
