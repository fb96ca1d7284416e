"""Whether this network can download videos: looked up in the background, before money is spent.

The links of videos lead to other hosts than the API, and some networks block those. The hosts of a region are the
catalogue's storage host and those of the user's own last videos, because they change. No key is used.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Never, Protocol

from wandesk.dashscope.endpoints import is_on_this_computer
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.connection_check import HostReached
from wandesk.settings.accounts import RegionAccounts
from wandesk.settings.video_hosts import LastVideoHosts
from wandesk.ui.questions import Spawn

log = logging.getLogger(__name__)

GOOD_FOR = 15 * 60.0
"""Seconds for which a host that was reached counts as reachable in the same network."""
BAD_FOR = 5.0
"""Seconds before an unreachable host is probed again: the user may have signed in to the network since."""
WITHIN = 10.0
"""Seconds for a look, after which the hosts count as reachable: an order is not held up by our own check."""
FIRST_AFTER = 1.0
"""Seconds from the open window to the first look in the background: what it needs is slow to load."""
CHECK_EVERY = 30.0
"""Seconds between two looks at which network this computer is in."""


class Probe(Protocol):
    """Asks on the engine's thread (`app.key_probe`)."""

    async def reach_storage(self, region: str, origin: str) -> HostReached: ...

    async def network_of(self, region: str, url: str) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was found out in one network. `obstacle` is the host that was not reached, None if one was."""

    network: str
    at: float
    obstacle: HostReached | None
    is_accepted: bool = False
    """The user knows, and orders all the same in this network."""

    def holds(self, now: float) -> bool:
        """Whether it need not be found out again in the same network."""
        age = abs(now - self.at)  # the clock may have been set
        return self.is_accepted or age < (GOOD_FOR if self.obstacle is None else BAD_FOR)


class VideoHosts:
    """Satisfies `ui.window.before_ordering.VideoHosts`. Its coroutines run on the GUI loop."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        accounts: RegionAccounts,
        last: LastVideoHosts,
        probe: Probe,
        spawn: Spawn,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._catalog = catalog
        self._accounts = accounts
        self._last = last
        self._probe = probe
        self._spawn = spawn
        self._now = now
        self._verdicts: dict[str, Verdict] = {}
        self._looks: dict[str, asyncio.Future[None]] = {}
        """The look that runs in a region."""
        self._region = ""
        """The form's region, in which the network is watched."""
        self._region_changed = asyncio.Event()

    def hosts(self, region: str) -> Sequence[str]:
        """The addresses that are looked at; none for Practice."""
        if self._catalog.current.is_practice(region) or all(
            each.key != region for each in self._catalog.current.regions
        ):
            return ()
        base = self._accounts.address(region).base_url
        is_local = base is not None and is_on_this_computer(base)
        known = None if is_local else self._catalog.current.region(region).storage_host
        # A link to this computer is followed only where the endpoint is on it.
        usable = [each for each in self._last.of(region) if is_on_this_computer(each) == is_local]
        return tuple(dict.fromkeys((*((known,) if known else ()), *usable)))

    # ------------------------------------------------------------------ looking

    async def obstacle(self, region: str) -> HostReached | None:
        """Why this network cannot download the region's videos; None if it can, and while that is unknown."""
        hosts = self.hosts(region)
        if not hosts:
            return None
        await self._look(region, hosts, is_ordering=True)
        verdict = self._verdicts.get(region)
        return verdict.obstacle if verdict is not None and not verdict.is_accepted else None

    def accept(self, region: str) -> None:
        """The user orders although the videos cannot be downloaded here: do not ask again in this network."""
        verdict = self._verdicts.get(region)
        if verdict is not None:
            self._verdicts[region] = Verdict(
                network=verdict.network, at=verdict.at, obstacle=verdict.obstacle, is_accepted=True
            )

    def watch_region(self, region: str) -> None:
        """The form orders from this region now."""
        if region != self._region:
            self._region = region
            self._region_changed.set()

    async def watch(self) -> Never:
        """Look in the background: before the first order in the form's region, and after a change of network."""
        await asyncio.sleep(FIRST_AFTER)
        while True:
            self._region_changed.clear()
            if hosts := self.hosts(self._region):
                await self._look(self._region, hosts, is_ordering=False)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._region_changed.wait(), CHECK_EVERY)

    async def _look(self, region: str, hosts: Sequence[str], *, is_ordering: bool) -> None:
        """Find out whether a host is reached, unless that is known in this network.

        `is_ordering`: what was found out a while ago counts no longer.
        """
        running = self._looks.get(region)
        if running is not None:
            await asyncio.shield(running)
            return
        self._looks[region] = done = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(WITHIN):
                await self._find_out(region, hosts, is_ordering=is_ordering)
        except TimeoutError:
            log.info("a look at the storage of %s takes too long", region)
        finally:
            del self._looks[region]
            done.set_result(None)

    async def _find_out(self, region: str, hosts: Sequence[str], *, is_ordering: bool) -> None:
        network = await self._probe.network_of(region, hosts[0])
        if not network and not all(is_on_this_computer(each) for each in hosts):
            return  # without any network nothing is sent: the order waits, as it always did
        known = self._verdicts.get(region)
        if known is not None and known.network == network and (known.holds(self._now()) or not is_ordering):
            return
        obstacle = await self._unreached(region, hosts)
        if obstacle is not None:
            log.info("the storage of %s is not reached: %s (%s)", region, obstacle.host, obstacle.detail)
        self._verdicts[region] = Verdict(network=network, at=self._now(), obstacle=obstacle)

    async def _unreached(self, region: str, hosts: Sequence[str]) -> HostReached | None:
        """A host that was not reached, None as soon as one of them was."""
        looks = {self._spawn(f"look at {each}", self._probe.reach_storage(region, each)) for each in hosts}
        unreached: HostReached | None = None
        while looks:
            done, looks = await asyncio.wait(looks, return_when=asyncio.FIRST_COMPLETED)
            for each in done:
                reached: HostReached = each.result()
                if reached.sentence is None:
                    return None
                unreached = unreached or reached
        return unreached
