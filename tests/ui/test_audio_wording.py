"""The audio of a request, as its details name it."""

from __future__ import annotations

import pytest

from tests.support.jobs import a_job
from wandesk.domain.job import JobStage
from wandesk.domain.request import ChosenPart, StoredInput
from wandesk.domain.structs import replace
from wandesk.ui.player.details import Details
from wandesk.ui.widgets.plain_text import PlainLabel

SONG = StoredInput(sha256="ab" * 32, format="WAV", name="song.m4a", size_bytes=480_044)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (None, "song.m4a"),
        (ChosenPart(size_bytes=9), "song.m4a"),
        (ChosenPart(size_bytes=9, start=70.0), "song.m4a, from 1:10"),
        (ChosenPart(size_bytes=9, start=70.5, length=4.0), "song.m4a, 1:10.5–1:14.5"),
    ],
)
def test_details_tell_the_audio_and_its_part(qapp: object, part: ChosenPart | None, text: str) -> None:
    job = a_job(stage=JobStage.DONE)
    details = Details()
    details.show_job(replace(job, request=replace(job.request, audio=replace(SONG, part=part))))
    assert text in [label.text() for label in details.findChildren(PlainLabel)]
