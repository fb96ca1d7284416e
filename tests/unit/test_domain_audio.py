"""The part of the user's audio that is used, and what becomes of it before it is sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wandesk.domain.audio import fitted_audio, heard_part, is_sent_as_it_is, is_whole, sent_part
from wandesk.domain.catalog import AUTOMATIC_SECONDS, AudioLimits
from wandesk.domain.media import Audio, AudioFacts
from wandesk.domain.request import ChosenPart, chosen_part
from wandesk.domain.structs import replace

LIMITS = AudioLimits(field="audio_url", formats=("wav", "mp3"), min_seconds=3.0, max_seconds=30.0, max_bytes=15_000_000)
FACTS = AudioFacts(format="MP3", seconds=12.0, size_bytes=200_000, encoded_seconds=12.05)


def audio(seconds: float = 12.0, **values: float | None) -> Audio:
    return Audio(path="/a.mp3", facts=replace(FACTS, seconds=seconds), **values)  # type: ignore[arg-type]


def parts(sound: Audio, video_seconds: int) -> tuple[tuple[float, float], tuple[float, float]]:
    heard, sent = heard_part(sound, LIMITS, video_seconds), sent_part(sound, LIMITS, video_seconds)
    return (heard.start, heard.seconds), (sent.start, sent.seconds)


@pytest.mark.parametrize(
    ("sound", "video_seconds", "heard", "sent"),
    [
        (audio(12.0), 5, (0.0, 5.0), (0.0, 12.0)),  # the cloud cuts the end
        (audio(4.0), 10, (0.0, 4.0), (0.0, 4.0)),  # silence follows
        (audio(600.0), 5, (0.0, 5.0), (0.0, 5.5)),  # longer than the model takes
        (audio(600.0, start=70.0), 5, (70.0, 5.0), (70.0, 5.5)),
        (audio(600.0, start=70.0), AUTOMATIC_SECONDS, (70.0, 30.0), (70.0, 30.0)),
        (audio(600.0, start=599.0), 5, (597.0, 3.0), (597.0, 3.0)),  # within the file
        (audio(12.0, length=4.0), 10, (0.0, 4.0), (0.0, 4.0)),  # what the user cut off is not sent
        (audio(12.0, start=2.0, length=1.0), 10, (2.0, 3.0), (2.0, 3.0)),  # no shorter than the model takes
        (audio(12.0, start=8.0), 2, (8.0, 2.0), (8.0, 3.0)),  # a short video, but enough for the model
        (audio(30.06), 15, (0.0, 15.0), (0.0, 15.5)),
    ],
)
def test_part_that_is_heard_and_part_that_is_sent(
    sound: Audio, video_seconds: int, heard: tuple[float, float], sent: tuple[float, float]
) -> None:
    assert parts(sound, video_seconds) == (heard, sent)


def test_another_model_fits_the_part_and_the_draft_keeps_the_choice() -> None:
    sound = audio(12.0, start=9.5, length=2.5)
    patient = replace(LIMITS, min_seconds=2.0)
    assert heard_part(sound, patient, 5).seconds == 2.5
    assert heard_part(sound, LIMITS, 5).start == 9.0
    assert (sound.start, sound.length) == (9.5, 2.5)


@given(
    seconds=st.floats(2.8, 10_000),
    start=st.floats(-5, 10_000),
    length=st.none() | st.floats(0, 100),
    video_seconds=st.integers(2, 15),
)
def test_every_part_fits_the_file_and_the_model(
    seconds: float, start: float, length: float | None, video_seconds: int
) -> None:
    sound = audio(seconds, start=start, length=length)
    heard, sent = heard_part(sound, LIMITS, video_seconds), sent_part(sound, LIMITS, video_seconds)
    assert heard.start == sent.start >= 0
    assert 0 < heard.seconds <= sent.seconds + 1e-9 <= LIMITS.max_seconds + 1e-9
    assert sent.end <= seconds + 1e-9
    assert sent.seconds >= min(seconds, LIMITS.min_seconds) - 1e-9
    assert fitted_audio(fitted_audio(sound, LIMITS), LIMITS) == fitted_audio(sound, LIMITS)


@pytest.mark.parametrize(
    "changes",
    [
        {"is_plain": False},
        {"is_clean": False},
        {"format": "FLAC"},
        {"size_bytes": 15_000_001},
        {"seconds": 2.9, "encoded_seconds": 3.1},
        {"seconds": 29.9, "encoded_seconds": 30.05},
    ],
)
def test_file_that_some_decoder_may_refuse_does_not_go_as_it_is(changes: dict[str, object]) -> None:
    assert is_sent_as_it_is(FACTS, LIMITS)
    assert not is_sent_as_it_is(replace(FACTS, **changes), LIMITS)  # type: ignore[arg-type]


def test_whole_file_is_used_until_a_part_is_chosen() -> None:
    assert is_whole(audio(30.0), LIMITS)
    assert not is_whole(audio(30.06), LIMITS)
    assert not is_whole(audio(start=0.5), LIMITS)
    assert not is_whole(audio(length=11.0), LIMITS)


def test_chosen_part_tells_drafts_apart() -> None:
    assert chosen_part(audio()) == ChosenPart(size_bytes=200_000)
    assert chosen_part(audio(start=1.0)) != chosen_part(audio(start=1.1))
    assert chosen_part(audio(length=4.0)) != chosen_part(audio())
