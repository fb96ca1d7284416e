"""Sentences about the user's audio: which part is used, and what becomes of it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from wandesk.domain.audio import HAIR, Part, heard_part, sent_part
from wandesk.domain.catalog import AUTOMATIC_SECONDS, AudioLimits
from wandesk.domain.media import Audio, AudioFacts
from wandesk.domain.request import StoredInput
from wandesk.ui.wording.amounts import clock_text, exact_length
from wandesk.ui.wording.foreign import one_line
from wandesk.ui.wording.sentences import DOT, joined

translate = QCoreApplication.translate

SAME_LENGTH = 0.25
"""Seconds: a smaller difference is not worth a sentence."""


def moment_text(seconds: float) -> str:
    """A place in audio: `0:05`, or `1:10.4` where it is not whole."""
    tenths = round(seconds * 10)
    whole, rest = divmod(tenths, 10)
    return f"{clock_text(whole)}.{rest}" if rest else clock_text(whole)


def part_text(part: Part, facts: AudioFacts) -> str:
    """`0:00-0:05 of 0:07`, or the length and the format of a file that is used as a whole: `4.5 s · M4A`."""
    if part.start == 0 and part.seconds >= facts.seconds - SAME_LENGTH:
        return DOT.join((exact_length(facts.seconds), facts.format))
    return translate("Composer", "{start}–{end} of {length}").format(
        start=moment_text(part.start), end=moment_text(part.end), length=moment_text(facts.seconds)
    )


def stored_audio_text(stored: StoredInput) -> str:
    """The user's file of a request, and the part of it: `song.mp3, 1:10–1:14`."""
    name, part = one_line(stored.name), stored.part
    if part is None or (part.start == 0 and part.length is None):
        return name
    if part.length is None:
        return translate("Composer", "{name}, from {start}").format(name=name, start=moment_text(part.start))
    start, end = moment_text(part.start), moment_text(part.start + part.length)
    return translate("Composer", "{name}, {start}–{end}").format(name=name, start=start, end=end)


def longest_part_text(facts: AudioFacts) -> str:
    """The text of a part that needs the most room: while a part is dragged, nothing moves."""
    seconds = int(facts.seconds) + 0.5
    return max(
        part_text(Part(start=seconds, seconds=0.0), facts),
        part_text(Part(start=0.0, seconds=facts.seconds), facts),
        key=len,
    )


def audio_sentences(audio: Audio, limits: AudioLimits, video_seconds: int) -> str:
    """What a video of that length uses of the audio, and what may surprise."""
    facts = audio.facts
    part = heard_part(audio, limits, video_seconds)
    total = facts.seconds or 1.0
    shares = (part.start / total, part.end / total)
    return joined(
        translate("Composer", "The audio of this video is used.") if facts.has_video else "",
        _length_sentence(audio, part, limits, video_seconds),
        translate("Composer", "This part is silent.") if facts.waveform.is_silent(*shares) else "",
        translate("Composer", "This part is distorted (clipping).") if facts.waveform.is_clipped(*shares) else "",
        "" if facts.is_plain else translate("Composer", "Before upload: converted to WAV."),
    )


def _length_sentence(audio: Audio, part: Part, limits: AudioLimits, video_seconds: int) -> str:
    facts = audio.facts
    if facts.seconds > limits.max_seconds + HAIR:
        return translate("Composer", "{length} long. Only the marked part is used; drag it to choose.").format(
            length=exact_length(facts.seconds)
        )
    if facts.seconds > limits.max_seconds:
        return translate("Composer", "{length} long. What is beyond {most} will be cut off.").format(
            length=exact_length(facts.seconds), most=exact_length(limits.max_seconds)
        )
    if facts.seconds < limits.min_seconds:
        return translate("Composer", "{length} long. Silence is added up to {least}.").format(
            length=exact_length(facts.seconds), least=exact_length(limits.min_seconds)
        )
    if video_seconds == AUTOMATIC_SECONDS:
        return ""
    if audio.length is None and sent_part(audio, limits, video_seconds).seconds > video_seconds + SAME_LENGTH:
        return translate("Composer", "Longer than the video. The end will be cut off.")
    if part.seconds < video_seconds - SAME_LENGTH:
        return translate("Composer", "Shorter than the video. The rest will be silent.")
    return translate("Composer", "As long as the video.")
