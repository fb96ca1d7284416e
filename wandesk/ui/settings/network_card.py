"""The connection to Alibaba Cloud, for all regions or one: the proxy and the connection check."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.connection_check import ConnectionCheck, Connections, Region
from wandesk.ui.settings.proxy_form import ALL, Proxies, ProxyForm
from wandesk.ui.widgets.plain_text import PlainLabel
from wandesk.ui.widgets.wheel import SteadyComboBox

translate = QCoreApplication.translate


class NetworkCard(QFrame):
    """A scope (all regions or one), its proxy, and the check."""

    proxy_changed = Signal()

    def __init__(
        self,
        *,
        proxies: Proxies,
        regions: Sequence[Region],
        connections: Connections,
        spawn: Spawn,
        spawn_change: Spawn,
        parent: QWidget | None = None,
    ) -> None:
        """Closing the dialog cancels tasks of `spawn` and waits for those of `spawn_change`."""
        super().__init__(parent)
        self._regions = regions
        set_style_class(self, StyleClass.CARD)
        name = translate("Settings", "Connection settings for")
        title = PlainLabel(name, self)
        title.setFont(text_font(TextSize.BODY, is_strong=True))
        self.scope_box = SteadyComboBox(self)
        self.scope_box.setAccessibleName(name)
        self.scope_box.addItem(translate("Settings", "All regions"), ALL)
        for region in regions:
            self.scope_box.addItem(region.name, region.key)
        self.scope_box.activated.connect(self._choose_scope)
        self.proxy_form = ProxyForm(proxies=proxies, spawn=spawn, spawn_change=spawn_change, parent=self)
        self.proxy_form.changed.connect(self.proxy_changed)
        self.connection_check = ConnectionCheck(
            regions=self._in_scope,
            connections=connections,
            proxy=lambda: proxies.setting(self._scope),
            spawn=spawn,
            parent=self,
        )
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self.scope_box)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self.proxy_form)
        column.addSpacing(4)
        column.addLayout(self.connection_check)
        self.proxy_form.show_scope(ALL)

    def forget_typed(self) -> None:
        """Clear the fields for user name and password."""
        self.proxy_form.manual.forget_typed()

    @property
    def _scope(self) -> str:
        return str(self.scope_box.currentData())

    def _in_scope(self) -> list[Region]:
        return [each for each in self._regions if self._scope in (ALL, each.key)]

    def _choose_scope(self) -> None:
        self.connection_check.clear()
        self.proxy_form.show_scope(self._scope)
