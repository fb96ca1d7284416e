"""The engine and its adapters, built in one place."""

from __future__ import annotations

import asyncio
import logging
import os
import shlex
import uuid
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wandesk.app.cloud_link import CloudLink
from wandesk.app.locked_keys import LockedKeys
from wandesk.app.profile_lock import ProfileLock
from wandesk.app.trash import move_to_trash
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.search_text import model_names
from wandesk.domain.video_naming import DEFAULT_NAMING, VideoNaming
from wandesk.engine.clock import SystemClock
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.exports import Exports
from wandesk.engine.ports import Accounts, Failpoint, Listener, Ports, no_failpoint
from wandesk.engine.send_queue import QueueSettings
from wandesk.engine.sleep_detection import watch_for_waking
from wandesk.engine.supervisor import Supervisor
from wandesk.practice import Practice
from wandesk.settings.paths import Profile

if TYPE_CHECKING:
    from wandesk.media.process import MediaProcess
    from wandesk.storage.store import JobStore

log = logging.getLogger(__name__)

PRACTICE_OPTIONS = "WANDESK_PRACTICE"
"""Environment variable with options for the Practice child, for tests: `--tiny --speed 20`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """The engine with everything that must be closed after it."""

    engine: Engine
    practice: Practice
    store: JobStore
    exports: Exports
    media: MediaProcess
    """That of the form."""

    async def close(self) -> None:
        """Close all of it at the same time: together this takes as long as the slowest part."""
        for each in await asyncio.gather(*self._closing(), return_exceptions=True):
            if isinstance(each, Exception):
                log.warning("a part did not close: %r", each)

    def _closing(self) -> Iterator[Coroutine[Any, Any, None]]:
        yield from (self.engine.close(), self.practice.close(), self.exports.close())


async def open_backend(
    *,
    profile: Profile,
    catalog: CatalogSource,
    accounts: Accounts,
    supervisor: Supervisor,
    listener: Listener,
    failpoint: Failpoint = no_failpoint,
    link: CloudLink | None = None,
    chosen_videos: Path | None = None,
    naming: VideoNaming = DEFAULT_NAMING,
    lock: ProfileLock | None = None,
    queue_settings: QueueSettings | None = None,
) -> Backend:
    """Build the engine and its adapters on the running loop; without `link` it has a connection of its own.

    `chosen_videos` is the user's own videos folder. The store is opened once the program has the `lock`; without one
    the profile belongs to the caller alone.
    """
    from wandesk.files.destination import Destination
    from wandesk.files.exports import ExportFiles
    from wandesk.files.profile_files import ProfileFiles
    from wandesk.files.traces import has_traces
    from wandesk.media.export_process import ExportProcess
    from wandesk.media.process import MediaProcess
    from wandesk.storage.store import JobStore

    videos = chosen_videos or profile.videos
    store = JobStore(
        profile.store_path,
        before_opening=lock.require if lock is not None else None,
        has_traces=partial(has_traces, profile.inputs, profile.videos_in_fallback, {videos, profile.videos}),
        model_names=model_names(catalog),
    )
    clock = SystemClock()
    link = link or CloudLink(catalog, failpoint=failpoint, clock=clock)

    locked = LockedKeys(accounts, clock)
    practice = Practice(
        profile.practice, locked, clock=clock, arguments=shlex.split(os.environ.get(PRACTICE_OPTIONS, ""))
    )
    form_media = ExportProcess()
    files = ProfileFiles(
        inputs=profile.inputs,
        posters=profile.posters,
        destination=Destination(profile.videos, chosen_videos),
        fallback=profile.videos_in_fallback,
        move_to_trash=move_to_trash,
    )
    files.use_names(naming)
    ports = Ports(
        cloud=link.cloud,
        accounts=practice,
        store=store,
        media=MediaProcess(),
        files=files,
        clock=clock,
        form_media=form_media,
    )
    export_files = ExportFiles(profile.data / "export.txt")
    exports = Exports(
        media=ExportProcess(),
        inspector=form_media,
        targets=export_files,
        clock=clock,
        supervisor=supervisor,
        new_id=lambda: uuid.uuid4().hex,
        draft_path=files.draft_path,
    )
    engine = build_engine(
        catalog=catalog,
        ports=ports,
        supervisor=supervisor,
        listener=listener,
        failpoint=failpoint,
        cloud_time=link.time,
        queue_settings=queue_settings,
    )
    supervisor.spawn("unfinished export", export_files.recover())
    supervisor.spawn("waking", watch_for_waking(clock, engine.check_all))
    supervisor.spawn("locked keyring", locked.watch(engine.check_all))
    supervisor.spawn("Practice", practice.watch(engine.practice_ended, engine.practice_may_start))
    return Backend(engine=engine, practice=practice, store=store, exports=exports, media=form_media)
