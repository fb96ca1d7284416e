"""The part of the user's audio that a request uses, and what becomes of it before it is sent.

A draft has the file, where the part starts, and its length if the user chose one. Without a length the part is as long
as the video, so it follows when the video's length changes. What is stored with a job is the part itself, in a form
that the cloud takes: it never changes afterwards, however the program that made it decides today.
"""

from __future__ import annotations

from msgspec import Struct

from wandesk.domain.catalog import AUTOMATIC_SECONDS, AudioLimits
from wandesk.domain.media import Audio, AudioFacts
from wandesk.domain.structs import replace

HAIR = 0.25
"""Seconds. Audio that is too short by less ends with silence; what is shorter is refused."""
MARGIN = 0.5
"""Seconds that a part is longer than the video, where there is audio: a video may have a frame more than requested."""

STEP = 0.01
"""Seconds: parts begin and end at whole steps."""


class Part(Struct, frozen=True, kw_only=True):
    """A part of an audio file, in seconds."""

    start: float
    seconds: float

    @property
    def end(self) -> float:
        return self.start + self.seconds


def fitted_audio(audio: Audio, limits: AudioLimits) -> Audio:
    """The audio with a part within the file and the limits of a model. The draft keeps what the user chose."""
    start = min(max(0.0, audio.start), max(0.0, audio.facts.seconds - limits.min_seconds))
    length = audio.length
    if length is not None:
        length = min(max(length, limits.min_seconds), limits.max_seconds, audio.facts.seconds - start)
    return replace(audio, start=start, length=length)


def heard_part(audio: Audio, limits: AudioLimits, video_seconds: int) -> Part:
    """The part that is heard in the video."""
    fitted = fitted_audio(audio, limits)
    most = most_heard(limits, video_seconds)
    rest = fitted.facts.seconds - fitted.start
    return Part(start=fitted.start, seconds=min(rest, most if fitted.length is None else min(fitted.length, most)))


def most_heard(limits: AudioLimits, video_seconds: int) -> float:
    """Seconds of audio that a video can have."""
    return limits.max_seconds if video_seconds == AUTOMATIC_SECONDS else min(limits.max_seconds, video_seconds)


def is_whole(audio: Audio, limits: AudioLimits) -> bool:
    """Whether the whole file is sent, because nothing was cut and the cloud takes it."""
    fitted = fitted_audio(audio, limits)
    return fitted.start == 0 and fitted.length is None and fitted.facts.seconds <= limits.max_seconds


def sent_part(audio: Audio, limits: AudioLimits, video_seconds: int) -> Part:
    """The part that is sent: the whole file where the cloud takes it whole, else what the video needs."""
    if is_whole(audio, limits):
        return Part(start=0.0, seconds=audio.facts.seconds)
    heard = heard_part(audio, limits, video_seconds)
    margin = MARGIN if audio.length is None else 0.0
    seconds = min(limits.max_seconds, max(limits.min_seconds, heard.seconds + margin))
    return Part(start=heard.start, seconds=min(audio.facts.seconds - heard.start, seconds))


# ---------------------------------------------------------------- choosing a part


def shifted(audio: Audio, start: float, limits: AudioLimits, video_seconds: int) -> Audio:
    """The audio with the same part at another place."""
    least = min(limits.min_seconds, most_heard(limits, video_seconds)) if audio.length is None else audio.length
    return replace(audio, start=_tidy(min(max(0.0, start), max(0.0, audio.facts.seconds - least))))


def with_start(audio: Audio, start: float, limits: AudioLimits, video_seconds: int) -> Audio:
    """The audio with another start. The end stays if the user chose it."""
    if audio.length is None:
        return shifted(audio, start, limits, video_seconds)
    end = heard_part(audio, limits, video_seconds).end
    start = min(max(0.0, start, end - most_heard(limits, video_seconds)), end - limits.min_seconds)
    return _with_length(replace(audio, start=_tidy(start)), end - _tidy(start), limits, video_seconds)


def with_end(audio: Audio, end: float, limits: AudioLimits, video_seconds: int) -> Audio:
    """The audio with another end: at most that of the video or the file."""
    fitted = fitted_audio(audio, limits)
    return _with_length(fitted, max(end - fitted.start, limits.min_seconds), limits, video_seconds)


def _with_length(audio: Audio, length: float, limits: AudioLimits, video_seconds: int) -> Audio:
    """With as much audio as there can be, the length follows the video again."""
    most = min(most_heard(limits, video_seconds), audio.facts.seconds - audio.start)
    return replace(audio, length=None if length >= most - STEP / 2 else _tidy(length))


def _tidy(seconds: float) -> float:
    return round(round(seconds / STEP) * STEP, 2)


def is_sent_as_it_is(facts: AudioFacts, limits: AudioLimits) -> bool:
    """Whether a whole file goes to the cloud unchanged: plain, clean, and within the limits by every reading."""
    if not (facts.is_plain and facts.is_clean) or facts.format.lower() not in limits.formats:
        return False
    encoded = facts.seconds if facts.encoded_seconds is None else facts.encoded_seconds
    is_in_time = min(facts.seconds, encoded) >= limits.min_seconds and max(facts.seconds, encoded) <= limits.max_seconds
    return is_in_time and facts.size_bytes <= limits.max_bytes
