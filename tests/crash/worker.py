"""A program without a window that tests kill: the real engine, store, files, client and media process, and orders to
make.

It reads plans from stdin, one JSON line each, and runs each of them in a process of its own, forked after all imports:
a start costs a few milliseconds, and a life ends as abruptly as the test wants. Each life writes JSON lines to stdout:
`pid`, `opened` (its jobs are resumed), `ordered`, `refused` (a sentence), `at` (it has stopped at its failpoint and
waits to be killed), `rest` (nothing more happens automatically), and the forker writes `ended` with the exit code.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

# What a life would import later is imported once, before the forks.
import wandesk.dashscope.client
import wandesk.files.profile_files
import wandesk.media.process
import wandesk.storage.store
import wandesk.ui.system_proxy  # noqa: F401
from tests.support.headless import HurriedClock, Listener, OwnSimulator, hurried
from wandesk.app import backend as works
from wandesk.app.logs import keep_logs
from wandesk.domain.account import Secret
from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobStage, SearchState
from wandesk.domain.marks import NO_MARKS, Marks
from wandesk.domain.structs import replace
from wandesk.domain.table_orders import job_id_of
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Accounts
from wandesk.engine.supervisor import Supervisor
from wandesk.practice import REGION
from wandesk.settings.accounts import API, RegionAccounts
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.environment_keys import EnvironmentKeys, keys_in
from wandesk.settings.paths import profile_at
from wandesk.settings.secrets import SecretStore
from wandesk.ui.orders.checking import TableChecker

EXIT_INSIDE = 70
REST = {JobStage.UNCERTAIN}
RETRY_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One life: its orders, unless they are in the store already, and where it ends.

    `hurry` divides every wait of the engine. `failpoint` is (name, at which passing, inside or outside).
    """

    profile: str
    base_url: str
    key: str
    prompts: list[str]
    picture: str
    sound: str | None = None
    clip: str | None = None
    """A clip that the video continues, in a seamless loop."""
    failpoint: tuple[str, int, str] | None = None
    hurry: float = 10.0
    clock_shift: float = 0.0
    """Seconds by which the computer's clock is wrong."""
    choices: dict[str, str] = field(default_factory=dict)
    """Task ids that the user chooses for uncertain orders, by prompt."""
    sends: list[str] = field(default_factory=list)
    """Orders of an earlier run that the user lets the program send, by prompt."""
    imports: list[str] = field(default_factory=list)
    """Task ids that the user imports."""
    table: str | None = None
    """A table of orders, whose lines are ordered like *Orders from CSV* does: `told` says what was ordered before."""
    region: str = REGION
    """A region other than Practice: its key is in the environment, and `base_url` is its address."""


def say(**what: Any) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


def failpoint_of(plan: Plan) -> Callable[[str], None]:
    """Ends the life, or lets it wait for its end, at the given passing of the failpoint."""
    passed: Counter[str] = Counter()

    def fail(name: str) -> None:
        passed[name] += 1
        if plan.failpoint is None or (name, passed[name]) != plan.failpoint[:2]:
            return
        if plan.failpoint[2] == "inside":
            os._exit(EXIT_INSIDE)
        say(at=name)
        threading.Event().wait()  # the event loop stays blocked until the test kills the process

    return fail


async def live(plan: Plan, catalog: Catalog) -> None:
    """Make the orders that the store does not have, resume the others, and report when nothing is left to do."""
    profile = profile_at(Path(plan.profile))
    ending = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ending.set)
    supervisor, listener = Supervisor(lambda name, error: say(fault=f"{name}: {error!r}")), Listener()
    opened = await works.open_backend(
        profile=profile,
        catalog=catalog,
        accounts=accounts_of(plan, catalog, profile.id),
        supervisor=supervisor,
        listener=listener,
        failpoint=failpoint_of(plan),
    )
    engine = opened.engine
    await resumed(engine)
    say(opened=True)
    known = {job.request.prompt for job in await engine.jobs.rows(await engine.jobs.ids())}
    wanted = [prompt for prompt in plan.prompts if prompt not in known]
    if wanted:
        draft = await drafted(engine, plan, catalog)
        orders = (engine.new_jobs.submit(replace(draft, prompt=prompt)) for prompt in wanted)
        for made in await asyncio.gather(*orders, return_exceptions=True):
            if isinstance(made, WanDeskError):  # refused with a sentence: the next life makes this order
                say(refused=str(made))
            elif isinstance(made, BaseException):
                raise made
        say(ordered=len(wanted))
    if plan.table is not None:
        await order_table(engine, catalog, plan)
    supervisor.spawn("user", live_on(engine, listener, plan))
    await ending.wait()
    await supervisor.close()
    await opened.close()


async def resumed(engine: Engine) -> None:
    """Resume the jobs, again and again while the store cannot be read or written, as the program does."""
    while True:
        try:
            await engine.resume()
        except WanDeskError as refused:
            say(refused=str(refused))
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return


def accounts_of(plan: Plan, catalog: Catalog, profile_id: str) -> Accounts:
    if plan.region == REGION:
        return OwnSimulator(plan.base_url, Secret(plan.key))
    hosts = {plan.region: plan.base_url.removesuffix(API)}
    return RegionAccounts(
        catalog, SecretStore(profile_id, environment=EnvironmentKeys(keys_in(os.environ))), hosts=hosts
    )


async def drafted(engine: Engine, plan: Plan, catalog: Catalog) -> Draft:
    if plan.clip is not None:
        clip = await engine.user_files.inspect_clip(plan.clip)
        return replace(new_draft(catalog, plan.region, "wan2.7-i2v"), clip=clip, is_loop=True)
    draft = replace(new_draft(catalog, plan.region), picture=await engine.user_files.inspect_picture(plan.picture))
    if plan.sound is None:
        return draft
    return replace(draft, audio=await engine.user_files.inspect_audio(plan.sound), sound_choice=SoundChoice.MINE)


async def order_table(engine: Engine, catalog: Catalog, plan: Plan) -> None:
    """Read the table, and order what is left of its round, one video after the other."""
    assert plan.table is not None
    tables, files = OrderedTables(engine), engine.user_files
    checker = TableChecker(tables, files, catalog)
    table = await checker.check(plan.table, new_draft(catalog, plan.region), lambda _done, _count: None)
    assert table.is_right, table.problems
    say(told=len(table.made))
    for video in table.remaining:
        await tables.submit(video.draft, NO_MARKS, job_id_of(video, table.round_number))
    say(ordered=len(table.remaining))


class OrderedTables:
    """Satisfies `ui.orders.questions.TableQuestions`, like the bridge."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def read(self, table: str) -> bytes:
        return await self._engine.user_files.read_table(table)

    async def file_beside(self, table: str, cell: str) -> str:
        return await self._engine.user_files.file_beside(table, cell)

    async def made(self, job_ids: Collection[str]) -> frozenset[str]:
        return await self._engine.new_jobs.made(job_ids)

    async def submit(self, draft: Draft, marks: Marks, job_id: str) -> Job:
        return await self._engine.new_jobs.submit(draft, marks, job_id)


async def tell_rest(engine: Engine, listener: Listener) -> None:
    """Report each time when no job is running, which ones are uncertain, and about which the user is asked."""
    while True:
        listener.changed.clear()
        jobs = await engine.jobs.rows(await engine.jobs.ids())
        if all(job.stage.is_final or job.stage in REST for job in jobs):
            uncertain = [job for job in jobs if job.stage in REST]
            asked = [job for job in uncertain if job.uncertainty and job.uncertainty.search_state is SearchState.CHOICE]
            say(rest=[job.request.prompt for job in uncertain], asked=[job.request.prompt for job in asked])
        await listener.changed.wait()


async def live_on(engine: Engine, listener: Listener, plan: Plan) -> None:
    """The user answers what the program asks; then every rest is reported."""
    for task_id in plan.imports:
        await engine.unclaimed.import_task(plan.region, task_id)
    left = {*plan.choices, *plan.sends}
    while left:
        listener.changed.clear()
        for job in await engine.jobs.rows(await engine.jobs.ids()):
            prompt = job.request.prompt
            if prompt in left and job.stage is JobStage.UNCERTAIN:
                await (
                    engine.uncertain.choose(job.id, plan.choices[prompt])
                    if prompt in plan.choices
                    else engine.uncertain.send(job.id)
                )
                left.remove(prompt)
            elif prompt in left and (job.stage.is_final or job.task_id is not None):
                left.remove(prompt)  # it was settled automatically
        if left:
            await listener.changed.wait()
    await tell_rest(engine, listener)


def run(plan: Plan, catalog: Catalog, lifeline: int) -> None:
    """One life in its own process, which ends at the latest with the test."""
    patch = pytest.MonkeyPatch()
    hurried(patch, plan.hurry)
    patch.setattr(HurriedClock, "shift", plan.clock_shift)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    profile_at(Path(plan.profile)).prepare()
    with keep_logs(profile_at(Path(plan.profile)).logs):
        asyncio.run(live(plan, catalog))


def _end_with(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(1)


def main() -> int:
    """Run plans until stdin closes. The argument is the lifeline: a pipe that closes with the test."""
    lifeline = int(sys.argv[1])
    catalog = load_catalogue()
    for line in sys.stdin.buffer:
        wish = json.loads(line)
        failpoint = wish.pop("failpoint", None)
        plan = Plan(**wish, failpoint=tuple(failpoint) if failpoint else None)
        child = os.fork()
        if child == 0:
            code = 1
            with contextlib.suppress(BrokenPipeError):
                try:
                    say(pid=os.getpid())
                    run(plan, catalog, lifeline)
                    code = 0
                except BaseException:
                    say(fault=traceback.format_exc())
                finally:
                    os._exit(code)
        _, status = os.waitpid(child, 0)
        say(ended=os.waitstatus_to_exitcode(status))
    return 0


if __name__ == "__main__":
    sys.exit(main())
