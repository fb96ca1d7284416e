"""Builds the engine from its ports, in the order of its parts' dependencies."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable

from wandesk.domain.catalog import Catalog
from wandesk.domain.search_timing import SearchTiming
from wandesk.engine.adoption import Adoption
from wandesk.engine.back_off import BackOff
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.engine import Engine
from wandesk.engine.finished_videos import FinishedVideos
from wandesk.engine.found_tasks import FoundTasks
from wandesk.engine.inputs import Inputs
from wandesk.engine.job_commands import JobCommands
from wandesk.engine.keys_in_use import KeysInUse
from wandesk.engine.lane_room import LaneRoom
from wandesk.engine.new_jobs import NewJobs
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.pending_orders import PendingOrders
from wandesk.engine.pipeline import Pipeline
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.polling import Poller
from wandesk.engine.ports import Failpoint, Listener, Ports, no_failpoint
from wandesk.engine.posters import Posters
from wandesk.engine.preparing import Preparer
from wandesk.engine.preparing_ahead import PreparingAhead
from wandesk.engine.queue_commands import QueueCommands
from wandesk.engine.reconciling import Reconciler
from wandesk.engine.recording import RetryingRecorder
from wandesk.engine.relocating import Relocator
from wandesk.engine.resuming import Resuming
from wandesk.engine.retention_times import RetentionTimes
from wandesk.engine.saving import Saver
from wandesk.engine.scheduler import Scheduler
from wandesk.engine.send_queue import QueueSettings, SendQueue
from wandesk.engine.submit_slots import SubmitSlots
from wandesk.engine.submitting import Submitter
from wandesk.engine.supervisor import Supervisor
from wandesk.engine.task_lists import TaskLists
from wandesk.engine.task_previews import TaskPreviews
from wandesk.engine.task_reader import TaskReader
from wandesk.engine.uncertain import UncertainJobs
from wandesk.engine.unclaimed import Unclaimed
from wandesk.engine.uploads import Uploads
from wandesk.engine.user_files import UserFiles
from wandesk.engine.video_links import VideoLinks
from wandesk.engine.workload import WorkloadReport


def build_engine(
    *,
    catalog: Catalog,
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

    `cloud_time` is the one that the wire updates; without it the local clock is used. `rng` gives random numbers in
    [0, 1), used as retry jitter. `queue_settings` are those of an earlier run. `search_timing` is for tests.
    """
    cloud, accounts, store, media = ports.cloud, ports.accounts, ports.store, ports.media
    files, clock, spawn = ports.files, ports.clock, supervisor.spawn
    cloud_time = cloud_time or CloudTime(clock)

    # Shared by the steps of a job.
    open_jobs = OpenJobs(store, listener)
    lists = TaskLists(cloud=cloud, accounts=accounts, store=store, clock=clock, cloud_time=cloud_time)
    poll_schedule = PollSchedule(clock, read_list=lists.read_page, spawn=spawn)
    retention = RetentionTimes(catalog, cloud_time, open_jobs)
    reader = TaskReader(accounts, cloud, retention, failpoint)
    recorder = RetryingRecorder(open_jobs, poll_schedule, clock, rng)
    back_off = BackOff(catalog, open_jobs, poll_schedule, rng)
    links = VideoLinks()
    posters = Posters(media, files, open_jobs, clock)
    inputs = Inputs(files, store)
    uploads = Uploads(
        cloud=cloud, store=store, files=files, open_jobs=open_jobs, cloud_time=cloud_time, failpoint=failpoint
    )

    # Sending.
    queue = SendQueue(open_jobs, clock, queue_settings or QueueSettings())
    keys = KeysInUse(catalog, accounts)
    slots = SubmitSlots(catalog, queue, keys, clock)
    preparer = Preparer(
        catalog=catalog,
        accounts=accounts,
        media=media,
        files=files,
        inputs=inputs,
        uploads=uploads,
        posters=posters,
        open_jobs=open_jobs,
        clock=clock,
        spawn=spawn,
    )
    submitter = Submitter(
        preparer=preparer,
        slots=slots,
        recorder=recorder,
        uploads=uploads,
        cloud=cloud,
        open_jobs=open_jobs,
        clock=clock,
        cloud_time=cloud_time,
        failpoint=failpoint,
    )

    # Uncertain jobs and unclaimed tasks.
    previews = TaskPreviews(cloud=cloud, media=media, files=files)
    found_tasks = FoundTasks(catalog, cloud_time, previews)
    adoption = Adoption(store, open_jobs, clock, failpoint)
    orders = PendingOrders(
        catalog=catalog, lists=lists, open_jobs=open_jobs, cloud_time=cloud_time, search_timing=search_timing
    )
    reconciler = Reconciler(
        orders=orders,
        adoption=adoption,
        lists=lists,
        previews=previews,
        accounts=accounts,
        open_jobs=open_jobs,
        poll_schedule=poll_schedule,
        clock=clock,
        cloud_time=cloud_time,
    )
    uncertain = UncertainJobs(
        reconciler=reconciler,
        orders=orders,
        adoption=adoption,
        found_tasks=found_tasks,
        open_jobs=open_jobs,
        poll_schedule=poll_schedule,
        clock=clock,
        spawn=spawn,
    )
    unclaimed = Unclaimed(
        catalog=catalog,
        accounts=accounts,
        lists=lists,
        previews=previews,
        found_tasks=found_tasks,
        adoption=adoption,
        open_jobs=open_jobs,
        clock=clock,
        cloud_time=cloud_time,
        new_id=new_id,
    )

    # Polling and saving.
    poller = Poller(
        catalog=catalog,
        reader=reader,
        retention=retention,
        links=links,
        uploads=uploads,
        store=store,
        open_jobs=open_jobs,
        poll_schedule=poll_schedule,
        clock=clock,
        cloud_time=cloud_time,
        failpoint=failpoint,
    )
    relocator = Relocator(files, open_jobs, clock, spawn)
    finished = FinishedVideos(
        posters=posters, relocator=relocator, files=files, open_jobs=open_jobs, clock=clock, failpoint=failpoint
    )
    saver = Saver(
        reader=reader,
        retention=retention,
        links=links,
        finished=finished,
        cloud=cloud,
        media=media,
        files=files,
        open_jobs=open_jobs,
        poll_schedule=poll_schedule,
        clock=clock,
        failpoint=failpoint,
    )

    # Running jobs.
    pipeline = Pipeline(
        preparer=preparer,
        submitter=submitter,
        recorder=recorder,
        reconciler=reconciler,
        poller=poller,
        saver=saver,
        queue=queue,
        retention=retention,
        links=links,
        open_jobs=open_jobs,
        poll_schedule=poll_schedule,
        back_off=back_off,
    )
    scheduler = Scheduler(
        queue=queue,
        room=LaneRoom(catalog, open_jobs, queue, keys, clock),
        keys=keys,
        pipeline=pipeline,
        ahead=PreparingAhead(preparer),
        workload=WorkloadReport(catalog, open_jobs, retention, clock, listener),
        open_jobs=open_jobs,
        clock=clock,
        spawn=spawn,
    )
    open_jobs.subscribe(opened=scheduler.enqueue, changed=scheduler.reschedule)
    keys.subscribe(scheduler.reschedule)

    # Commands.
    return Engine(
        new_jobs=NewJobs(
            catalog=catalog, inputs=inputs, open_jobs=open_jobs, uncertain=uncertain, clock=clock, new_id=new_id
        ),
        jobs=JobCommands(
            accounts=accounts,
            cloud=cloud,
            store=store,
            files=files,
            inputs=inputs,
            posters=posters,
            saver=saver,
            scheduler=scheduler,
            open_jobs=open_jobs,
            poll_schedule=poll_schedule,
            clock=clock,
        ),
        queue=QueueCommands(queue, scheduler, poll_schedule),
        uncertain=uncertain,
        unclaimed=unclaimed,
        user_files=UserFiles(media, files, new_id),
        ports=ports,
        open_jobs=open_jobs,
        back_off=back_off,
        resuming=Resuming(
            store=store,
            files=files,
            inputs=inputs,
            open_jobs=open_jobs,
            poll_schedule=poll_schedule,
            uncertain=uncertain,
            scheduler=scheduler,
            relocator=relocator,
            clock=clock,
            spawn=spawn,
        ),
    )
