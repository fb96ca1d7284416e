"""Checks the connection to the regions and writes the report for the network administrator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.connection_check import HostReached
from wandesk.domain.endpoint import AddressChoice, RegionAddress
from wandesk.domain.proxy import ProxyMode, ProxySetting
from wandesk.domain.sentences import Sentence
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import small_label
from wandesk.ui.settings.manual_proxy import readable_proxy
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.copy_report import CopyReportButton
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.wording import network_report as report_wording
from wandesk.ui.wording.problems import problem_text

translate = QCoreApplication.translate


class Connections(Protocol):
    """Addresses of regions and connection checks. Checks are free and send no key."""

    def address(self, region: str, choice: AddressChoice | None = None) -> RegionAddress: ...

    async def reach(self, region: str) -> Sequence[HostReached]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region with its own connection."""

    key: str
    name: str
    storage_host: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of one check, and its time as text."""

    time: str
    reached: tuple[tuple[Region, HostReached], ...]


class ConnectionCheck(QVBoxLayout):
    """Two buttons and the result of the last check, with a line for each failing host."""

    def __init__(
        self,
        *,
        regions: Callable[[], Sequence[Region]],
        connections: Connections,
        proxy: Callable[[], ProxySetting],
        spawn: Spawn,
        parent: QWidget,
    ) -> None:
        """`regions` and `proxy` return the regions to check and their proxy at the time a button is pressed."""
        super().__init__()
        self._regions = regions
        self._connections = connections
        self._proxy = proxy
        self._spawn = spawn
        self._parent = parent
        self._last: Check | None = None
        self.check_button = push_button(translate("Settings", "Check connection"), parent)
        set_tooltip(
            self.check_button,
            translate("Settings", "Contact Alibaba Cloud and its storage, free of charge and without your API key"),
        )
        self.check_button.clicked.connect(self._check)
        self._copy_button = CopyReportButton(self._report, parent)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.check_button)
        buttons.addWidget(self._copy_button)
        buttons.addStretch(1)
        self.addLayout(buttons)
        self.outcome = QVBoxLayout()
        self.outcome.setSpacing(4)
        self.addLayout(self.outcome)

    def clear(self) -> None:
        """Remove the result, because other regions are selected."""
        self._show_outcome([])
        self._copy_button.reset()

    def _with_address(self) -> list[Region]:
        return [each for each in self._regions() if self._connections.address(each.key).base_url is not None]

    def _check(self) -> None:
        self.check_button.setEnabled(False)
        self._copy_button.reset()
        self._show_outcome([(translate("Settings", "Asking Alibaba Cloud…"), StyleClass.MUTED)])
        self._spawn("check the connection", self._show_check(self._with_address()))

    async def _show_check(self, regions: Sequence[Region]) -> None:
        found = await asyncio.gather(*(self._connections.reach(each.key) for each in regions))
        reached = tuple((region, each) for region, hosts in zip(regions, found, strict=True) for each in hosts)
        time = QLocale().toString(QDateTime.currentDateTime(), QLocale.FormatType.ShortFormat)
        self._last = Check(time=time, reached=reached)
        self.check_button.setEnabled(True)
        if not regions:
            self._show_outcome([(problem_text(Sentence.WORKSPACE_NEEDED), StyleClass.LOSS)])
        elif all(each.sentence is None for _, each in reached):
            names = translate("Settings", ", ").join(each.name for each in regions)
            text = translate("Settings", "Orders, uploads and downloads work: {regions}.").format(regions=names)
            self._show_outcome([(text, StyleClass.GOOD)])
        else:
            self._show_outcome([_outcome_text(region, each) for region, each in reached])
        self.check_button.setFocus()

    def _show_outcome(self, lines: Sequence[tuple[str, StyleClass]]) -> None:
        while (item := self.outcome.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for text, style in lines:
            label = small_label(self._parent)
            label.setText(text)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setWordWrap(True)
            label.setAccessibleName(text)
            set_style_class(label, style)
            self.outcome.addWidget(label)

    def _report(self) -> str:
        hosts = []
        for region in self._with_address():
            hosts.append(report_wording.host_for_orders(self._connections.address(region.key).host, region.name))
            if region.storage_host is not None:
                storage = f"*.{urlsplit(region.storage_host).netloc}"
                hosts.append(report_wording.host_for_files(storage, region.name))
        findings = [translate("Settings", "Wan Desk uses {way}.").format(way=_proxy_text(self._proxy()))]
        if self._last is not None and self._last.reached:
            findings.append(translate("Settings", "Checked on {when}:").format(when=self._last.time))
            for region, each in self._last.reached:
                text, _ = _outcome_text(region, each)
                findings.append(f"- {each.host}: {text}" + (f" ({each.detail})" if each.detail else ""))
        return report_wording.report(hosts, findings=findings)


def _proxy_text(setting: ProxySetting) -> str:
    match setting.mode:
        case ProxyMode.SYSTEM:
            return translate("Settings", "the system's proxy settings")
        case ProxyMode.NONE:
            return translate("Settings", "no proxy")
        case ProxyMode.MANUAL:
            address = readable_proxy(setting.address)
            return translate("Settings", "the proxy {address}").format(address=address.url if address else "…")


def _outcome_text(region: Region, reached: HostReached) -> tuple[str, StyleClass]:
    if reached.sentence is not None:
        text = problem_text(reached.sentence, {**reached.values, "region": region.name})
        return translate("Settings", "{region}: {text}").format(region=region.name, text=text), StyleClass.LOSS
    if reached.is_storage:
        text = translate("Settings", "{region}: uploads and downloads work.")
    else:
        text = translate("Settings", "{region}: orders work.")
    return text.format(region=region.name), StyleClass.GOOD
