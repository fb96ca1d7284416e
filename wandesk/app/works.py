"""The engine and its adapters, built in one place."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass

from wandesk.domain.catalog import Catalog
from wandesk.engine.clock import SystemClock
from wandesk.engine.engine import Engine, Ports, no_failpoint
from wandesk.engine.ports import Accounts, Failpoint, Listener
from wandesk.engine.supervisor import Supervisor
from wandesk.practice import Practice
from wandesk.settings.paths import Profile

PRACTICE_OPTIONS = "WANDESK_PRACTICE"
"""Environment variable with options for the Practice child, for tests: `--tiny --speed 20`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """The engine with everything that must be closed after it."""

    engine: Engine
    practice: Practice

    async def close(self) -> None:
        await self.engine.close()
        await self.practice.close()


async def open_works(
    *,
    profile: Profile,
    catalog: Catalog,
    accounts: Accounts,
    supervisor: Supervisor,
    listener: Listener,
    failpoint: Failpoint = no_failpoint,
) -> Works:
    """Build the engine and its adapters on the running loop. Heavy libraries are imported here, not before."""
    from wandesk.dashscope.client import DashScope
    from wandesk.files.profile_files import ProfileFiles
    from wandesk.media.process import MediaProcess
    from wandesk.storage.store import JobStore

    practice = Practice(profile.practice, accounts, arguments=shlex.split(os.environ.get(PRACTICE_OPTIONS, "")))
    ports = Ports(
        cloud=DashScope(catalog=catalog, failpoint=failpoint),
        accounts=practice,
        store=JobStore(profile.store_path),
        media=MediaProcess(),
        files=ProfileFiles(inputs=profile.inputs, posters=profile.posters, films=profile.films),
        clock=SystemClock(),
    )
    engine = Engine(catalog=catalog, ports=ports, supervisor=supervisor, listener=listener, failpoint=failpoint)
    return Works(engine=engine, practice=practice)
