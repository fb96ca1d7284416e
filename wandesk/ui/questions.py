"""The queries that widgets send to the engine: implemented by the bridge, and by fakes in tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from pathlib import Path
from typing import Any, Protocol

from wandesk.domain.catalog import AudioLimits, ClipLimits, PictureLimits
from wandesk.domain.found_files import FoundFiles, ListedPicture
from wandesk.domain.frame_times import FrameTimes
from wandesk.domain.job import Job
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.domain.listing import JobCounts, Listing
from wandesk.domain.media import Audio, BeforeAndAfter, Clip, FetchedPicture, Picture, PictureFacts, VideoFrame
from wandesk.domain.picture_edit import NO_EDIT, PictureEdit
from wandesk.domain.price import Price
from wandesk.domain.request import StoredInput
from wandesk.domain.spending import Amounts

Spawn = Callable[[str, Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]
"""The GUI Supervisor's `spawn(name, coro)`."""


class FileQuestions(Protocol):
    """The queries about the files of the form, on another thread. Cancelling the wait does not cancel them.

    All raise members of `domain.errors.WanDeskError`.
    """

    async def glance_picture(self, path: str) -> PictureFacts:
        """What the header of a picture tells, before `inspect_picture` has judged it. Raises InputRefused."""

    async def find_files(self, places: Sequence[str]) -> FoundFiles:
        """The files of these places, with the pictures of each folder among them."""

    async def inspect_listed(self, path: str) -> ListedPicture:
        """Check one of many pictures. Raises InputRefused with the sentence for the card."""

    async def inspect_picture(self, path: str) -> Picture:
        """Check a picture of the user. Raises InputRefused with the sentence for the card."""

    async def inspect_audio(self, path: str) -> Audio:
        """Check an audio file of the user. Raises InputRefused with the sentence for the card."""

    async def inspect_clip(self, path: str) -> Clip:
        """Check a video that the user wants to continue. Raises InputRefused with the sentence for the card."""

    async def fit_clip(self, path: str, limits: ClipLimits, start: float, seconds: float) -> Clip:
        """A part of a video as a clip within the limits. Raises InputRefused."""

    async def frame_strip(self, path: str, times: Sequence[float], height: int) -> Path:
        """The frames of a video at these times, side by side in one JPEG of that height. Raises VideoUnreadable."""

    async def audio_excerpt(self, path: str, limits: AudioLimits, start: float, seconds: float) -> Path:
        """A part of an audio file, in seconds, as a file that the player opens: what the request would send."""

    async def preview(self, path: str, side: int, edit: PictureEdit = NO_EDIT) -> Path:
        """A JPEG of the edited picture made by the media process, its longer side at most `side` pixels."""

    async def before_and_after(self, path: str, limits: PictureLimits, edit: PictureEdit) -> BeforeAndAfter:
        """How a picture looks in its file, and what is really sent of it."""

    async def video_frame(self, path: str, which: VideoFrame) -> Picture:
        """The first or the last frame of a video as a picture. Raises VideoUnreadable."""

    async def fetch_picture(self, address: str, region: str) -> FetchedPicture:
        """Check the picture at a web address; one that only the cloud can read is taken unseen. Raises InputRefused."""

    async def fetch_audio(self, address: str, region: str) -> Audio:
        """Check the audio at a web address. Raises InputRefused also if only the cloud can read it."""

    async def transferred_files(self, key: str, listed: Sequence[str]) -> Sequence[str]:
        """The files that a sandboxed program handed over through a portal; `listed`, if one of these paths exists."""

    async def keep_file(self, place: str) -> str:
        """A path of the file that stays until the request is made: a copy if the file may vanish.

        `place` is a path, or an address such as `smb://nas/photos/cat.jpg`. Raises InputRefused.
        """

    async def take_out(self, stored: StoredInput) -> str:
        """A path of a job's file for the draft, or its web address. Raises InputRefused if it is gone."""

    async def keep_picture(self, content: bytes, suffix: str) -> str:
        """Save a picture of the clipboard or a drag, as it came, and return its path."""


MayOrder = Callable[[str, Price | None], Awaitable[bool]]
"""Whether to order in a region at a price (None: unknown), after a question where that is needed."""


class Questions(Protocol):
    """The queries run on another thread, and cancelling the wait does not cancel them.

    All raise members of `domain.errors.WanDeskError`.
    """

    async def job_listing(self, newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        """The jobs of a query in its order, or the first `newest` of them."""

    async def missing_files(self, paths: Sequence[str]) -> Collection[str]:
        """Which of these files are not there."""

    async def job_counts(self, query: JobQuery = EVERY_JOB) -> JobCounts:
        """How many jobs each filter has, within the text and the label of the query, and each label."""

    async def job_sums(self, query: JobQuery, spans: Sequence[tuple[float, float]]) -> Sequence[Amounts]:
        """What the query's jobs cost that were created in each of these spans, in seconds since 1970."""

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        """The jobs with these ids, in this order, without ids that are no longer in the store."""


class VideoQuestions(Protocol):
    """What the player and its actions ask about the files of saved videos."""

    async def frame_times(self, path: str) -> FrameTimes:
        """When each frame begins. Raises VideoUnreadable, MediaProcessFailed."""

    async def frame(self, path: str, seconds: float) -> Path:
        """The frame at a moment, decoded in full size, as a PNG of ours. Raises VideoUnreadable, MediaProcessFailed,
        NoRoom, FolderRefused.
        """

    async def save_frame(self, path: str, seconds: float, target: Path, format_name: str) -> None:
        """The same as a file of the user's, "PNG" or "JPEG"; what has this name is replaced. Raises as `frame`."""

    async def save_copy(self, path: str, target: Path) -> None:
        """Copy the video; what has this name is replaced. Raises VideoUnreadable, NoRoom, FolderRefused."""
