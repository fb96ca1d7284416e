"""Builds the engine from its ports, group by group in the order of their dependencies."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from typing import NamedTuple

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.search_timing import SearchTiming
from wandesk.engine.adoption import Adoption
from wandesk.engine.back_off import BackOff
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.earlier_jobs import EarlierJobs
from wandesk.engine.engine import Engine
from wandesk.engine.first_reading import FirstReading
from wandesk.engine.found_tasks import FoundTasks
from wandesk.engine.inspecting import Inspector
from wandesk.engine.job_commands import JobCommands
from wandesk.engine.keys_in_use import KeysInUse
from wandesk.engine.lane_room import LaneRoom
from wandesk.engine.new_jobs import NewJobs
from wandesk.engine.pending_requests import PendingRequests
from wandesk.engine.pipeline import Pipeline
from wandesk.engine.polling import Poller
from wandesk.engine.ports import Failpoint, Listener, Ports, no_failpoint
from wandesk.engine.preparing import Preparer
from wandesk.engine.queue_check import QueueCheck
from wandesk.engine.queue_commands import QueueCommands
from wandesk.engine.reconciling import Reconciler
from wandesk.engine.recording import RetryingRecorder
from wandesk.engine.relocating import Relocator
from wandesk.engine.removed_jobs import RemovedJobs
from wandesk.engine.removing import Removals
from wandesk.engine.resuming import Resuming
from wandesk.engine.saved_videos import SavedVideos
from wandesk.engine.saving import Saver
from wandesk.engine.scheduler import PreparingAhead, Scheduler
from wandesk.engine.send_queue import QueueSettings, SendQueue
from wandesk.engine.shared_parts import SharedParts, shared_parts
from wandesk.engine.space import Space
from wandesk.engine.submit_slots import SubmitSlots
from wandesk.engine.submitting import Submitter
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.task_previews import TaskPreviews
from wandesk.engine.task_reader import TaskReader
from wandesk.engine.uncertain import UncertainJobs
from wandesk.engine.unclaimed import Unclaimed
from wandesk.engine.user_files import UserFiles
from wandesk.engine.videos_folder import VideosFolder
from wandesk.engine.workload import WorkloadReport


class _SendingParts(NamedTuple):
    queue: SendQueue
    keys: KeysInUse
    preparer: Preparer
    submitter: Submitter
    recorder: RetryingRecorder


class _ReconciliationParts(NamedTuple):
    reconciler: Reconciler
    uncertain: UncertainJobs
    adoption: Adoption
    found_tasks: FoundTasks
    previews: TaskPreviews
    check: QueueCheck


class _FinishingParts(NamedTuple):
    poller: Poller
    saver: Saver
    videos_folder: VideosFolder


def build_engine(
    *,
    catalog: CatalogSource,
    ports: Ports,
    supervisor: Supervisor,
    listener: Listener,
    failpoint: Failpoint = no_failpoint,
    new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    cloud_time: CloudTime | None = None,
    rng: Callable[[], float] = random.random,
    queue_settings: QueueSettings | None = None,
    search_timing: SearchTiming | None = None,
) -> Engine:
    """Build an engine on the running loop.

    `cloud_time` is updated by the cloud adapter; without it the local clock is used. `rng` gives random numbers in
    [0, 1), used as retry jitter. `queue_settings` are those of an earlier run. `search_timing` is for tests.
    """
    clock = ports.clock
    shared = shared_parts(catalog, ports, supervisor.spawn, listener, failpoint, cloud_time or CloudTime(clock))
    ports = shared.ports
    sending = _sending(shared, queue_settings or QueueSettings(), rng)
    reconciliation = _reconciliation(shared, search_timing)
    finishing = _finishing(shared, listener)
    back_off = BackOff(catalog, shared.open_jobs, shared.poll_schedule, rng)
    earlier = EarlierJobs(
        check=reconciliation.check,
        open_jobs=shared.open_jobs,
        poll_schedule=shared.poll_schedule,
        back_off=back_off,
        queue=sending.queue,
        clock=clock,
        posters=shared.posters,
        spawn=shared.spawn,
    )
    scheduler = _scheduler(shared, sending, reconciliation, finishing, earlier, back_off, listener)
    removed_jobs = RemovedJobs(
        store=ports.store,
        files=ports.files,
        inputs=shared.inputs,
        posters=shared.posters,
        open_jobs=shared.open_jobs,
        clock=clock,
        listener=listener,
    )
    removals = Removals(
        removed_jobs=removed_jobs,
        saver=finishing.saver,
        open_jobs=shared.open_jobs,
        clock=clock,
        enqueue=scheduler.enqueue,
        spawn=shared.spawn,
    )
    return Engine(
        new_jobs=NewJobs(
            catalog=catalog,
            inputs=shared.inputs,
            accounts=ports.accounts,
            audio_inputs=shared.audio_inputs,
            open_jobs=shared.open_jobs,
            uncertain=reconciliation.uncertain,
            clock=clock,
            cloud_time=shared.cloud_time,
            new_id=new_id,
        ),
        jobs=JobCommands(
            accounts=ports.accounts,
            cloud=ports.cloud,
            store=ports.store,
            files=ports.files,
            saver=finishing.saver,
            scheduler=scheduler,
            open_jobs=shared.open_jobs,
            poll_schedule=shared.poll_schedule,
            clock=clock,
        ),
        removals=removals,
        queue=QueueCommands(sending.queue, scheduler, shared.poll_schedule),
        uncertain=reconciliation.uncertain,
        unclaimed=Unclaimed(
            catalog=catalog,
            accounts=ports.accounts,
            lists=shared.lists,
            previews=reconciliation.previews,
            found_tasks=reconciliation.found_tasks,
            adoption=reconciliation.adoption,
            removals=removals,
            open_jobs=shared.open_jobs,
            clock=clock,
            cloud_time=shared.cloud_time,
            new_id=new_id,
        ),
        saved_videos=SavedVideos(ports.form_media or ports.media, ports.files, new_id),
        user_files=UserFiles(ports.form_media or ports.media, ports.files, ports.cloud, new_id),
        space=Space(
            store=ports.store,
            files=ports.files,
            inputs=shared.inputs,
            posters=shared.posters,
            open_jobs=shared.open_jobs,
            clock=clock,
        ),
        ports=ports,
        open_jobs=shared.open_jobs,
        back_off=back_off,
        videos_folder=finishing.videos_folder,
        resuming=Resuming(
            store=ports.store,
            files=ports.files,
            inputs=shared.inputs,
            open_jobs=shared.open_jobs,
            poll_schedule=shared.poll_schedule,
            uncertain=reconciliation.uncertain,
            earlier=earlier,
            scheduler=scheduler,
            videos_folder=finishing.videos_folder,
            removed_jobs=removed_jobs,
            clock=clock,
            spawn=shared.spawn,
        ),
    )


def _sending(shared: SharedParts, settings: QueueSettings, rng: Callable[[], float]) -> _SendingParts:
    ports, open_jobs = shared.ports, shared.open_jobs
    queue = SendQueue(open_jobs, ports.clock, settings)
    keys = KeysInUse(shared.catalog, ports.accounts)
    recorder = RetryingRecorder(open_jobs, shared.poll_schedule, ports.clock, rng)
    preparer = Preparer(
        catalog=shared.catalog,
        accounts=ports.accounts,
        media=ports.media,
        files=ports.files,
        inputs=shared.inputs,
        audio_inputs=shared.audio_inputs,
        uploads=shared.uploads,
        posters=shared.posters,
        open_jobs=open_jobs,
        clock=ports.clock,
        spawn=shared.spawn,
    )
    submitter = Submitter(
        preparer=preparer,
        first_reading=FirstReading(shared.lists),
        slots=SubmitSlots(shared.catalog, queue, keys, ports.clock),
        recorder=recorder,
        uploads=shared.uploads,
        cloud=ports.cloud,
        open_jobs=open_jobs,
        clock=ports.clock,
        cloud_time=shared.cloud_time,
        failpoint=shared.failpoint,
    )
    return _SendingParts(queue, keys, preparer, submitter, recorder)


def _reconciliation(shared: SharedParts, search_timing: SearchTiming | None) -> _ReconciliationParts:
    ports, open_jobs, cloud_time = shared.ports, shared.open_jobs, shared.cloud_time
    previews = TaskPreviews(cloud=ports.cloud, media=ports.media, files=ports.files)
    found_tasks = FoundTasks(shared.catalog, cloud_time, previews)
    adoption = Adoption(
        catalog=shared.catalog,
        store=ports.store,
        previews=previews,
        open_jobs=open_jobs,
        clock=ports.clock,
        cloud_time=cloud_time,
        failpoint=shared.failpoint,
    )
    pending = PendingRequests(
        catalog=shared.catalog,
        lists=shared.lists,
        open_jobs=open_jobs,
        cloud_time=cloud_time,
        search_timing=search_timing,
    )
    inspector = Inspector(pending, previews, ports.accounts)
    reconciler = Reconciler(
        pending=pending,
        adoption=adoption,
        lists=shared.lists,
        inspector=inspector,
        accounts=ports.accounts,
        open_jobs=open_jobs,
        poll_schedule=shared.poll_schedule,
        clock=ports.clock,
        cloud_time=cloud_time,
    )
    uncertain = UncertainJobs(
        reconciler=reconciler,
        pending=pending,
        adoption=adoption,
        found_tasks=found_tasks,
        open_jobs=open_jobs,
        poll_schedule=shared.poll_schedule,
        clock=ports.clock,
        spawn=shared.spawn,
    )
    check = QueueCheck(
        pending=pending,
        inspector=inspector,
        adoption=adoption,
        lists=shared.lists,
        accounts=ports.accounts,
        open_jobs=open_jobs,
        clock=ports.clock,
        cloud_time=cloud_time,
    )
    return _ReconciliationParts(reconciler, uncertain, adoption, found_tasks, previews, check)


def _finishing(shared: SharedParts, listener: Listener) -> _FinishingParts:
    ports, open_jobs = shared.ports, shared.open_jobs
    reader = TaskReader(shared.hosts, ports.cloud, shared.retention, shared.failpoint)
    relocator = Relocator(ports.files, open_jobs, ports.clock, shared.spawn)
    videos_folder = VideosFolder(ports.files, relocator, listener, ports.clock, shared.spawn)
    saver = Saver(
        reader=reader,
        retention=shared.retention,
        posters=shared.posters,
        videos_folder=videos_folder,
        cloud=ports.cloud,
        media=ports.media,
        files=ports.files,
        open_jobs=open_jobs,
        poll_schedule=shared.poll_schedule,
        clock=ports.clock,
        failpoint=shared.failpoint,
    )
    poller = Poller(
        catalog=shared.catalog,
        reader=reader,
        retention=shared.retention,
        saver=saver,
        uploads=shared.uploads,
        store=ports.store,
        open_jobs=open_jobs,
        poll_schedule=shared.poll_schedule,
        clock=ports.clock,
        cloud_time=shared.cloud_time,
        failpoint=shared.failpoint,
    )
    return _FinishingParts(poller, saver, videos_folder)


def _scheduler(
    shared: SharedParts,
    sending: _SendingParts,
    reconciliation: _ReconciliationParts,
    finishing: _FinishingParts,
    earlier: EarlierJobs,
    back_off: BackOff,
    listener: Listener,
) -> Scheduler:
    catalog, clock, open_jobs = shared.catalog, shared.ports.clock, shared.open_jobs
    pipeline = Pipeline(
        preparer=sending.preparer,
        submitter=sending.submitter,
        recorder=sending.recorder,
        reconciler=reconciliation.reconciler,
        poller=finishing.poller,
        saver=finishing.saver,
        queue=sending.queue,
        retention=shared.retention,
        open_jobs=open_jobs,
        poll_schedule=shared.poll_schedule,
        back_off=back_off,
    )
    scheduler = Scheduler(
        queue=sending.queue,
        room=LaneRoom(catalog, open_jobs, sending.queue, sending.keys, clock),
        keys=sending.keys,
        pipeline=pipeline,
        earlier=earlier,
        ahead=PreparingAhead(sending.preparer),
        workload=WorkloadReport(catalog, open_jobs, shared.retention, clock, listener),
        open_jobs=open_jobs,
        clock=clock,
        spawn=shared.spawn,
    )
    open_jobs.subscribe(opened=scheduler.enqueue, changed=scheduler.reschedule)
    sending.keys.subscribe(scheduler.reschedule)
    earlier.subscribe(scheduler.earlier_settled)
    return scheduler
