"""Where a job lives: whether its key may be sent to its address, and the console of its region."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.endpoint import AddressChoice, AddressKind
from wandesk.domain.errors import KeyNeeded
from wandesk.domain.job import Job
from wandesk.ui.settings.address_question import AddressQuestion
from wandesk.ui.settings.key_questions import KeyQuestions
from wandesk.ui.settings.keys import Keys


class JobAddress:
    """The question of Settings, for the address of one job, and the web page of its account."""

    def __init__(self, *, catalog: CatalogSource, keys: Keys, language: str, window: QWidget) -> None:
        self._names = {region.key: region.name.text(language) for region in catalog.current.regions}
        self._catalog = catalog
        self._keys = keys
        self._question = AddressQuestion(keys, KeyQuestions(window, title="Wan Desk"))

    async def agrees(self, job: Job) -> bool:
        """Ask, and keep a yes. Raises KeyNeeded for an address that can receive no key at all."""
        region = job.request.region
        # A job that was not sent yet goes to the address that its region has now.
        choice = AddressChoice(kind=AddressKind.CUSTOM, text=job.endpoint) if job.endpoint else None
        address = self._keys.address(region, choice)
        if address.problem is not None:
            raise KeyNeeded(sentence=address.problem, values={"region": region, "host": address.host})
        return await self._question.agrees(region, self._names.get(region, region), address)

    def console_page(self, job: Job) -> str:
        """The address of Alibaba's console for the region of a job; empty where there is none."""
        regions = self._catalog.current.regions
        return next((each.console_page for each in regions if each.key == job.request.region), None) or ""
