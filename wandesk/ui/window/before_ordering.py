"""What is said before money is spent: an order that this computer could not bring home."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.connection_check import HostReached
from wandesk.domain.errors import WanDeskError
from wandesk.domain.price import Price
from wandesk.domain.space import Shortage
from wandesk.ui import dialogs
from wandesk.ui.notices import NoticeAct, Notices, Owner
from wandesk.ui.settings.section import CHECK_CONNECTION, SPACE
from wandesk.ui.window.money_guard import MoneyGuard
from wandesk.ui.wording import before_ordering as wording
from wandesk.ui.wording import space as space_wording
from wandesk.ui.wording.problems import problem_text

log = logging.getLogger(__name__)


class Space(Protocol):
    """The disk with the videos folder (`ui.bridge.SpaceBridge`)."""

    async def shortage(self) -> Shortage | None:
        """What is too little for another video; None if there is room, and while that is unknown."""


ROOM_WITHIN = 3.0
"""Seconds for a look at the disk: a network drive that is away does not hold up an order."""
SLOW = 0.7
"""Seconds after which the user is told what is waited for."""
_OWNER = Owner(NoticeAct.LOOK_AT_NETWORK)


class VideoHosts(Protocol):
    """Whether this network can download the videos of a region (`app.video_hosts`)."""

    async def obstacle(self, region: str) -> HostReached | None:
        """Why it cannot; None if it can, and while that is unknown. May take seconds."""

    def accept(self, region: str) -> None:
        """The user orders all the same: do not ask again in this network."""


class BeforeOrdering(QObject):
    """Asks before an order where that is needed. Nothing is asked in Practice."""

    settings_requested = Signal(object)
    """The Place in Settings that the user wants to see instead."""

    def __init__(
        self, *, hosts: VideoHosts, space: Space, money: MoneyGuard, catalog: CatalogSource, language: str
    ) -> None:
        super().__init__()
        self._money = money
        self._hosts = hosts
        self._space = space
        self._catalog = catalog
        self._language = language

    async def may_order(self, window: QWidget, notices: Notices, region: str, cost: Price | None) -> bool:
        """Whether to order in a region at that price (None: unknown). Questions open over `window`; Esc orders nothing.

        A look that takes a while is said in `notices`.
        """
        if self._catalog.current.is_practice(region):
            return True
        loop = asyncio.get_running_loop()
        saying = loop.call_later(SLOW, notices.tell, _OWNER, wording.looking())
        try:
            obstacle = await self._hosts.obstacle(region)
        finally:
            saying.cancel()
            notices.withdraw(_OWNER)
        if obstacle is not None and not await self._orders_all_the_same(region, obstacle, window):
            return False
        shortage = await self._shortage()
        if shortage is not None and not await self._orders_without_room(shortage, window):
            return False
        return await self._money.may_spend(window, cost)

    async def _shortage(self) -> Shortage | None:
        try:
            async with asyncio.timeout(ROOM_WITHIN):
                return await self._space.shortage()
        except (TimeoutError, WanDeskError) as unknown:
            log.info("the free space is unknown: %s", unknown)
            return None

    async def _orders_without_room(self, shortage: Shortage, window: QWidget) -> bool:
        answer = await dialogs.ask(
            window,
            space_wording.too_little(shortage),
            [
                dialogs.Answer(key="cancel", text=wording.cancel()),
                dialogs.Answer(key="space", text=space_wording.show_space(), kind=dialogs.Kind.PRIMARY),
                dialogs.Answer(key="order", text=wording.generate_anyway()),
            ],
            default="cancel",
            details=space_wording.why_room_matters(shortage),
        )
        if answer == "space":
            self.settings_requested.emit(SPACE)
        return answer == "order"

    async def _orders_all_the_same(self, region: str, obstacle: HostReached, window: QWidget) -> bool:
        name = self._catalog.current.region(region).name.text(self._language)
        assert obstacle.sentence is not None
        reason = problem_text(obstacle.sentence, {**obstacle.values, "region": name})
        answer = await dialogs.ask(
            window,
            wording.storage_not_reached(name),
            [
                dialogs.Answer(key="cancel", text=wording.cancel()),
                dialogs.Answer(key="check", text=wording.check_connection(), kind=dialogs.Kind.PRIMARY),
                dialogs.Answer(key="order", text=wording.generate_anyway()),
            ],
            default="cancel",
            details=wording.why_it_matters(reason),
        )
        if answer == "check":
            self.settings_requested.emit(CHECK_CONNECTION)
        if answer != "order":
            return False
        self._hosts.accept(region)
        return True
