"""Which proxy is used: the system's, none, or the user's own."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from wandesk.domain.proxy import ProxyMode, ProxySetting
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import MessageLabel, small_label
from wandesk.ui.settings.manual_proxy import ManualProxy, ProxyLogins, readable_proxy
from wandesk.ui.settings.outdent import BOX, BOX_TEXT, outdented
from wandesk.ui.system_proxy import proxy_finder

translate = QCoreApplication.translate

ALL = ""
"""The scope of all regions without their own proxy setting."""
SAME_AS_ALL = "same_as_all"


class Proxies(ProxyLogins, Protocol):
    """The stored proxy settings and their passwords."""

    def setting(self, region: str) -> ProxySetting:
        """The setting of a region, or with "" of all regions without their own."""

    def own(self, region: str) -> ProxySetting | None:
        """The region's own setting, if any."""

    def choose(self, region: str, setting: ProxySetting | None) -> None:
        """Set a region's proxy, or with "" that of all regions. None makes a region follow the setting for all."""

    def address(self, region: str) -> str:
        """The last manual proxy of this scope."""


class ProxyForm(QVBoxLayout):
    """The choices for one scope. A choice applies immediately, a manual proxy when it is saved."""

    changed = Signal()

    def __init__(self, *, proxies: Proxies, spawn: Spawn, spawn_change: Spawn, parent: QWidget) -> None:
        super().__init__()
        self._proxies = proxies
        self._scope = ALL
        self.setSpacing(6)
        self._choices = {
            SAME_AS_ALL: QRadioButton(translate("Settings", "Same as all regions"), parent),
            ProxyMode.SYSTEM.value: QRadioButton(translate("Settings", "Use the system's proxy settings"), parent),
            ProxyMode.NONE.value: QRadioButton(translate("Settings", "Use no proxy"), parent),
            ProxyMode.MANUAL.value: QRadioButton(translate("Settings", "Use this proxy"), parent),
        }
        self.hint = small_label(parent)
        self.hint.setText(
            translate("Settings", "Proxy scripts (PAC) aren't supported on this system. Enter the proxy address.")
        )
        self.hint.setWordWrap(True)
        self.hint.setIndent(BOX_TEXT)
        set_style_class(self.hint, StyleClass.MUTED)
        self.message = MessageLabel(parent)
        self.manual = ManualProxy(
            logins=proxies, message=self.message, spawn=spawn, spawn_change=spawn_change, parent=parent
        )
        for mode, choice in self._choices.items():
            choice.setAccessibleName(choice.text())
            choice.clicked.connect(lambda _checked, mode=mode: self._choose(mode))
            self.addLayout(outdented(choice, left=BOX))
            if mode == ProxyMode.SYSTEM.value:
                self.addWidget(self.hint)
        self.addWidget(self.manual)
        self.addWidget(self.message)
        self.manual.address_saved.connect(self._use_manual)
        self.manual.login_changed.connect(self.changed)

    def show_scope(self, scope: str) -> None:
        """Show the setting of a region, or with "" of all regions."""
        self._scope = scope
        self.manual.forget_typed()
        self.message.show_text("")
        setting = self._proxies.own(scope) if scope else self._proxies.setting(ALL)
        self._choices[SAME_AS_ALL].setVisible(bool(scope))
        chosen = setting.mode.value if setting is not None else SAME_AS_ALL
        self._choices[chosen].setChecked(True)
        self.manual.show_address(self._proxies.address(scope))
        self._show_manual()

    def _show_manual(self) -> None:
        self.manual.show_form(is_shown=self._choices[ProxyMode.MANUAL.value].isChecked())
        self.hint.setVisible(self._choices[ProxyMode.SYSTEM.value].isChecked() and proxy_finder() is None)

    def _choose(self, chosen: str) -> None:
        self.message.show_text("")
        if chosen == SAME_AS_ALL:
            self._proxies.choose(self._scope, None)
        elif chosen != ProxyMode.MANUAL.value:
            self._proxies.choose(self._scope, ProxySetting(mode=ProxyMode(chosen)))
        elif (address := readable_proxy(self._proxies.address(self._scope))) is not None:
            self.manual.show_address(address.url)  # not the field's own text, which may hold a password
            self._use_manual(address.url)
        self._show_manual()
        self.changed.emit()
        if chosen == ProxyMode.MANUAL.value:
            self.manual.focus_address()

    def _use_manual(self, url: str) -> None:
        self._proxies.choose(self._scope, ProxySetting(mode=ProxyMode.MANUAL, address=url))
