"""The parts of the engine that several groups of `composition` need."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from wandesk.domain.catalog_source import CatalogSource
from wandesk.engine.audio_inputs import AudioInputs
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.inputs import Inputs
from wandesk.engine.moved_hosts import MovedHosts
from wandesk.engine.open_jobs import OpenJobs
from wandesk.engine.poll_schedule import PollSchedule
from wandesk.engine.ports import Failpoint, Listener, Ports
from wandesk.engine.posters import Posters
from wandesk.engine.retention_times import RetentionTimes
from wandesk.engine.task_lists import TaskLists
from wandesk.engine.uploads import Uploads

Spawn = Callable[[str, Coroutine[Any, Any, None]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedParts:
    """Built once for one engine."""

    catalog: CatalogSource
    ports: Ports
    """Its accounts are `hosts`."""
    hosts: MovedHosts
    spawn: Spawn
    failpoint: Failpoint
    cloud_time: CloudTime
    open_jobs: OpenJobs
    lists: TaskLists
    poll_schedule: PollSchedule
    retention: RetentionTimes
    posters: Posters
    inputs: Inputs
    audio_inputs: AudioInputs
    uploads: Uploads


def shared_parts(
    catalog: CatalogSource, ports: Ports, spawn: Spawn, listener: Listener, failpoint: Failpoint, cloud_time: CloudTime
) -> SharedParts:
    """Build the shared parts."""
    hosts = MovedHosts(ports.accounts)
    ports = replace(ports, accounts=hosts)
    open_jobs = OpenJobs(ports.store, listener)
    lists = TaskLists(cloud=ports.cloud, hosts=hosts, store=ports.store, clock=ports.clock, cloud_time=cloud_time)
    inputs = Inputs(ports.files, ports.store)
    return SharedParts(
        catalog=catalog,
        ports=ports,
        hosts=hosts,
        spawn=spawn,
        failpoint=failpoint,
        cloud_time=cloud_time,
        open_jobs=open_jobs,
        lists=lists,
        poll_schedule=PollSchedule(ports.clock, read_list=lists.read_page, spawn=spawn),
        retention=RetentionTimes(catalog, cloud_time, open_jobs),
        posters=Posters(ports.media, ports.files, open_jobs, ports.clock),
        inputs=inputs,
        audio_inputs=AudioInputs(ports.media, ports.files, inputs),
        uploads=Uploads(
            cloud=ports.cloud,
            store=ports.store,
            files=ports.files,
            open_jobs=open_jobs,
            cloud_time=cloud_time,
            failpoint=failpoint,
        ),
    )
