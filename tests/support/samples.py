"""Ready-made values for tests."""

from __future__ import annotations

from decimal import Decimal

from wandesk.domain.catalog import SoundChoice
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Video, VideoFacts
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.task import Usage


def request() -> GenerationRequest:
    """A request for a video in Practice."""
    picture = StoredInput(sha256="ab" * 32, format="JPEG", name="cat.jpg", size_bytes=200_000)
    return GenerationRequest(
        region="practice",
        model="wan2.5-i2v-preview",
        model_id="wan2.5-i2v-preview",
        first_frame=picture,
        sound_choice=SoundChoice.AUTOMATIC,
        prompt="a cat looks up and yawns",
        negative_prompt="",
        resolution="480P",
        seconds=5,
        improve_prompt=True,
        watermark=False,
        seed=None,
        estimate=Price(amount=Decimal("0.25"), currency="USD"),
    )


def finished_job() -> Job:
    """A finished job whose video is supposed to be on disk."""
    facts = VideoFacts(
        width=720, height=544, seconds=5.0, fps=30.0, video_codec="h264", audio_codec="aac", size_bytes=1_000_000
    )
    return Job(
        id="0" * 32,
        created_at=1.8e9,
        request=request(),
        stage=JobStage.DONE,
        stage_since=1.8e9 + 100,
        submitted_at=1.8e9 + 1,
        task_id="task-0",
        request_id="request-0",
        account="practice",
        endpoint="http://127.0.0.1:1/api/v1",
        key_fingerprint="0" * 12,
        ended_at=1.8e9 + 99,
        usage=Usage(seconds=5, resolution_tier=480),
        video=Video(path="/nowhere/video.mp4", facts=facts),
        finished_at=1.8e9 + 100,
    )
