"""Compares the catalogue with the regions' own lists, and writes the user's own list of models."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from wandesk.app.catalogue import CatalogueOfRun
from wandesk.app.cloud_access import CloudAccess
from wandesk.domain.account import AccountRef
from wandesk.domain.catalog import Catalog
from wandesk.domain.custom_model import CustomModel
from wandesk.domain.model_list import Comparison, ModelList, compare
from wandesk.engine.ports import Accounts
from wandesk.engine.thread import EngineThread
from wandesk.settings.own_models import OwnModels
from wandesk.ui.settings.keys import Keys

if TYPE_CHECKING:
    from wandesk.dashscope.client import DashScope

T = TypeVar("T")


class ModelLists:
    """Satisfies `ui.settings.models_section.Models`. Its coroutines run on the GUI loop."""

    def __init__(
        self, catalogue: CatalogueOfRun, *, keys: Keys, accounts: Accounts, cloud: DashScope, thread: EngineThread
    ) -> None:
        self._in_use = catalogue.in_use
        self._own = OwnModels(catalogue.own_file)
        self._keys = keys
        self._accounts = accounts
        self._cloud = cloud
        self._thread = thread

    @property
    def catalog(self) -> Catalog:
        return self._in_use.current

    async def check(self, region: str) -> Comparison:
        """Compare the region's list with the catalogue; free, one to a few reads.

        Raises KeyNeeded, KeyringFailed, and what `DashScope.models` raises.
        """
        await self._keys.unlock(region)
        return compare(self.catalog, region, await self._run("read the list of models", self._read(region)))

    async def write(self, comparison: Comparison) -> None:
        """Write what differs, and use it. Raises CatalogueError and FolderRefused."""
        self._in_use.publish(await asyncio.to_thread(self._own.apply, comparison))

    async def add(self, model: CustomModel) -> None:
        """Write a model that the user describes. Raises as `write`."""
        self._in_use.publish(await asyncio.to_thread(self._own.add, model))

    async def remove(self, key: str) -> None:
        """Take out a model that the user has described. Raises as `write`."""
        self._in_use.publish(await asyncio.to_thread(self._own.remove, key))

    async def _read(self, region: str) -> ModelList:
        return await self._cloud.models(await self._accounts.connect(AccountRef(region)))

    async def _run(self, name: str, question: Coroutine[Any, Any, T]) -> T:
        return await asyncio.shield(asyncio.wrap_future(self._thread.run(name, question)))


def model_lists(catalogue: CatalogueOfRun, access: CloudAccess, thread: EngineThread) -> ModelLists:
    """The lists of one run."""
    return ModelLists(catalogue, keys=access.keys, accounts=access.accounts, cloud=access.link.cloud, thread=thread)
