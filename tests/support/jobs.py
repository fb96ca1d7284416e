"""Jobs in every stage, for tests of the windows that show them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from wandesk.domain.catalog import AudioLimits, Catalog, LocalText, Region
from wandesk.domain.found_files import FoundFiles, ListedPicture
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.job_query import EVERY_JOB, JobFilter, JobQuery, passes
from wandesk.domain.listing import JobCounts, Listing
from wandesk.domain.media import Audio, Clip, FetchedPicture, Picture, PictureFacts, Video, VideoFacts, VideoFrame
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.price import Price
from wandesk.domain.request import GenerationRequest, StoredInput
from wandesk.domain.sentences import Sentence
from wandesk.domain.spending import Amounts
from wandesk.domain.structs import replace

NOW = 1_795_000_000.0


def a_request(**changes: Any) -> GenerationRequest:
    request = GenerationRequest(
        region="singapore",
        model="wan2.5-i2v-preview",
        model_id="wan2.5-i2v-preview",
        first_frame=StoredInput(sha256="a" * 64, format="JPEG", name="fox.jpg", size_bytes=1000),
        sound_choice=None,
        prompt="A fox turns its head and looks into the camera",
        negative_prompt="",
        resolution="480P",
        seconds=5,
        improve_prompt=True,
        watermark=False,
        seed=None,
        estimate=Price(amount=Decimal("0.25"), currency="USD"),
    )
    return replace(request, **changes)


def a_job(job_id: str = "job", stage: JobStage = JobStage.QUEUED, **changes: Any) -> Job:
    """A job that could have reached this stage; values of its request are given by their names."""
    names = set(GenerationRequest.__struct_fields__)
    request = a_request(**{name: changes.pop(name) for name in list(changes) if name in names})
    fields: dict[str, Any] = {"created_at": NOW - 100, "stage_since": NOW - 80}
    if stage in {JobStage.WAITING, JobStage.GENERATING, JobStage.DOWNLOADING, JobStage.DONE, JobStage.UNCERTAIN}:
        fields["submitted_at"] = NOW - 80
    if stage is JobStage.DONE:
        fields |= {"video": a_video("/nowhere/video.mp4"), "finished_at": NOW - 5, "poster": None}
    return Job(id=job_id, request=request, stage=stage, **{**fields, **changes})


def a_video(path: str | Path, **facts: Any) -> Video:
    values: dict[str, Any] = {
        "width": 832,
        "height": 464,
        "seconds": 5.0,
        "fps": 16.0,
        "video_codec": "h264",
        "audio_codec": "aac",
        "size_bytes": 1_000_000,
    }
    return Video(path=str(path), facts=VideoFacts(**{**values, **facts}))


def a_problem(sentence: Sentence = Sentence.CLOUD_MODERATION, **changes: Any) -> JobProblem:
    return replace(
        JobProblem(
            sentence=sentence,
            code="DataInspectionFailed",
            message="Input data may contain inappropriate content.",
            request_id="0f4cd0b6-9d0c-9f3d-a1d0-0a9f2f4e9a11",
        ),
        **changes,
    )


def a_catalog() -> Catalog:
    """Two regions, all that the list needs of a catalogue."""

    def region(key: str, *, is_practice: bool) -> Region:
        text = LocalText(texts={"en": key.title(), "zh_CN": key})
        return Region(key=key, name=text, description=text, host=None, has_uploads=True, is_practice=is_practice)

    return Catalog(
        compiled="2026-11-22",
        regions=(region("practice", is_practice=True), region("singapore", is_practice=False)),
        models=(),
        offers=(),
        inline_picture_max_bytes=7_000_000,
        retention_hours=24,
        size_areas={},
        default_size_multiple=16,
    )


class StoredRows:
    """Answers `Questions` about jobs from a dictionary; `gate` holds answers back."""

    def __init__(self, jobs: Sequence[Job] = ()) -> None:
        self.jobs = {job.id: job for job in jobs}
        self.ids = [job.id for job in jobs]
        self.asked: list[list[str]] = []
        self.missing: set[str] = set()
        self.listed: list[JobQuery] = []
        self.sums: dict[tuple[float, float], Amounts] = {}
        self.gate = asyncio.Event()
        self.gate.set()

    async def job_listing(self, newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        """All ids for a query that leaves out nothing, else those whose jobs pass; titles are searched."""
        ids = list(self.ids)
        if query != EVERY_JOB:
            jobs = [self.jobs[job_id] for job_id in ids]
            ids = [job.id for job in jobs if passes(job, query) and query.text.lower() in job.prompt.lower()]
        self.listed.append(query)
        await self.gate.wait()
        ids = ids[:newest]
        return Listing(ids=ids, created_at=[NOW - 100.0 - place for place in range(len(ids))])

    async def missing_files(self, paths: Sequence[str]) -> Collection[str]:
        return self.missing & set(paths)

    async def job_counts(self, query: JobQuery = EVERY_JOB) -> JobCounts:
        jobs = [self.jobs[job_id] for job_id in self.ids if job_id in self.jobs]
        filters = {each: sum(passes(job, JobQuery(filter=each)) for job in jobs) for each in JobFilter}
        return JobCounts(filters=filters, labels=Counter(job.marks.label for job in jobs if job.marks.label))

    async def job_sums(self, query: JobQuery, spans: Sequence[tuple[float, float]]) -> Sequence[Amounts]:
        return [self.sums.get(span, {}) for span in spans]

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        self.asked.append(list(ids))
        rows = [self.jobs[job_id] for job_id in ids if job_id in self.jobs]
        await self.gate.wait()
        return rows

    async def audio_excerpt(self, path: str, limits: AudioLimits, start: float, seconds: float) -> Path:
        raise AssertionError(path)

    async def glance_picture(self, path: str) -> PictureFacts:
        raise AssertionError(path)

    async def video_frame(self, path: str, which: VideoFrame) -> Picture:
        raise AssertionError((path, which))

    async def inspect_picture(self, path: str) -> Picture:
        raise AssertionError(path)

    async def inspect_audio(self, path: str) -> Audio:
        raise AssertionError(path)

    async def inspect_clip(self, path: str) -> Clip:
        raise AssertionError(path)

    async def preview(self, path: str, side: int, edit: PictureEdit = NO_EDIT) -> Path:
        raise AssertionError((path, side, edit))

    async def fetch_picture(self, address: str, region: str) -> FetchedPicture:
        raise AssertionError((address, region))

    async def fetch_audio(self, address: str, region: str) -> Audio:
        raise AssertionError((address, region))

    async def transferred_files(self, key: str, listed: Sequence[str]) -> Sequence[str]:
        raise AssertionError((key, listed))

    async def find_files(self, places: Sequence[str]) -> FoundFiles:
        raise AssertionError(places)

    async def inspect_listed(self, path: str) -> ListedPicture:
        raise AssertionError(path)

    async def keep_file(self, place: str) -> str:
        raise AssertionError(place)

    async def keep_picture(self, content: bytes, suffix: str) -> str:
        raise AssertionError((len(content), suffix))
