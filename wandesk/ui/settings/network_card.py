"""How the cloud is reached: the system's proxy, none, or one's own, for all regions or for one of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.account import Secret
from wandesk.domain.connection_check import HostReached
from wandesk.domain.endpoint import AddressChoice, RegionAddress
from wandesk.domain.errors import KeyringFailed
from wandesk.domain.proxy import ProxyAddress, ProxyLogin, ProxyMode, ProxySetting, ProxyUnusable, read_proxy
from wandesk.domain.sentences import Sentence
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.outdent import BOX, BOX_TEXT, outdented
from wandesk.ui.system_proxy import proxy_finder
from wandesk.ui.wheel import SteadyComboBox
from wandesk.ui.wording.problems import problem_words

translate = QCoreApplication.translate

log = logging.getLogger(__name__)

ALL = ""
"""The scope that stands for every region without a way of its own."""
AS_ALL = "as_all"


class Proxies(Protocol):
    """What is set, and the passwords that go with it. The coroutines raise KeyringFailed."""

    def setting(self, region: str) -> ProxySetting:
        """How a region is reached; with "" every region that has no way of its own."""

    def own(self, region: str) -> ProxySetting | None:
        """What is set for one region alone."""

    def choose(self, region: str, setting: ProxySetting | None) -> None:
        """Set a region's way, or with "" that of all; None lets a region go as all of them do."""

    def address(self, region: str) -> str:
        """The manual proxy that was last set there."""

    async def login(self, place: str) -> ProxyLogin | None:
        """The name and password kept for the proxy at `host:port`."""

    async def keep_login(self, place: str, login: ProxyLogin) -> None: ...

    def keep_login_for_session(self, place: str, login: ProxyLogin) -> None: ...

    async def remove_login(self, place: str) -> None: ...


class Connections(Protocol):
    """Where regions are, and how they are reached now; free, and no key is sent."""

    def address(self, region: str, choice: AddressChoice | None = None) -> RegionAddress: ...

    async def reach(self, region: str) -> Sequence[HostReached]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region that can be reached differently from others."""

    key: str
    name: str
    storage_host: str | None


class NetworkCard(QFrame):
    """A choice acts at once; one's own proxy acts when it is saved. `way_changed`: from now on it is another one."""

    way_changed = Signal()

    def __init__(
        self,
        *,
        proxies: Proxies,
        regions: Sequence[Region],
        connections: Connections,
        spawn: Spawn,
        spawn_act: Spawn,
        parent: QWidget | None = None,
    ) -> None:
        """What `spawn` starts may be cancelled when the dialog closes; what `spawn_act` starts is waited for."""
        super().__init__(parent)
        self._proxies = proxies
        self._regions = regions
        self._connections = connections
        self._checked: tuple[str, list[tuple[Region, HostReached]]] = ("", [])
        """When the connection was last checked, and what came of it."""
        self._spawn = spawn
        self._spawn_act = spawn_act
        self._scope = ALL
        self._has_login = False
        self._is_busy = False
        set_style_class(self, StyleClass.CARD)
        self._build()
        self._connect()
        self._show_scope()

    def forget_typed(self) -> None:
        """Clear what was typed into the fields for name and password."""
        self.name_field.clear()
        self.password_field.clear()

    # ---------------------------------------------------------------- building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        self.scope_box = SteadyComboBox(self)
        self.scope_box.addItem(translate("Settings", "All regions"), ALL)
        for region in self._regions:
            self.scope_box.addItem(region.name, region.key)
        self.scope_box.setAccessibleName(translate("Settings", "Connection for"))
        head = QHBoxLayout()
        title = QLabel(translate("Settings", "Connection for"), self)
        title.setFont(text_font(TextSize.BODY, is_strong=True))
        head.addWidget(title)
        head.addWidget(self.scope_box)
        head.addStretch(1)
        column.addLayout(head)
        self.choices = {
            AS_ALL: QRadioButton(translate("Settings", "As for all regions"), self),
            ProxyMode.SYSTEM.value: QRadioButton(translate("Settings", "Use this system's proxy settings"), self),
            ProxyMode.NONE.value: QRadioButton(translate("Settings", "Use no proxy"), self),
            ProxyMode.MANUAL.value: QRadioButton(translate("Settings", "Use this proxy"), self),
        }
        self.hint = QLabel(
            translate("Settings", "A proxy script (PAC) is not read on this system. Enter the proxy itself."), self
        )
        self.hint.setFont(text_font(TextSize.SMALL))
        self.hint.setWordWrap(True)
        self.hint.setIndent(BOX_TEXT)
        set_style_class(self.hint, StyleClass.MUTED)
        for mode, choice in self.choices.items():
            choice.setAccessibleName(choice.text())
            column.addLayout(outdented(choice, left=BOX))
            if mode == ProxyMode.SYSTEM.value:
                column.addWidget(self.hint)
        self.manual = QWidget(self)
        set_style_class(self.manual, StyleClass.BODY)
        self.address_field = self._field(translate("Settings", "Proxy address"), "proxy.example.com:8080")
        self.name_field = self._field(translate("Settings", "Proxy user name"), "")
        self.password_field = self._field(translate("Settings", "Proxy password"), "")
        self.password_field.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self.name_field, self.password_field):
            field.setInputMethodHints(
                Qt.InputMethodHint.ImhSensitiveData
                | Qt.InputMethodHint.ImhNoPredictiveText
                | Qt.InputMethodHint.ImhNoAutoUppercase
            )
        self.save_button = self._button(translate("Settings", "Save proxy"))
        self.forget_button = self._button(translate("Settings", "Forget password"))
        inner = QVBoxLayout(self.manual)
        inner.setContentsMargins(BOX_TEXT, 2, 0, 2)
        inner.setSpacing(8)
        inner.addWidget(self.address_field)
        login = QHBoxLayout()
        login.setSpacing(8)
        login.addWidget(self.name_field)
        login.addWidget(self.password_field)
        inner.addLayout(login)
        acts = QHBoxLayout()
        acts.addStretch(1)
        acts.addWidget(self.forget_button)
        acts.addWidget(self.save_button)
        inner.addLayout(acts)
        column.addWidget(self.manual)
        self.told = QLabel(self)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setFont(text_font(TextSize.SMALL))
        self.told.setWordWrap(True)
        self.told.hide()
        column.addWidget(self.told)
        self.check_button = self._button(translate("Settings", "Check connection"), self)
        self.check_button.setToolTip(
            translate("Settings", "Ask Alibaba Cloud and its storage, free of charge and without your key")
        )
        self.copy_button = self._button(translate("Settings", "Copy text for IT"), self)
        self.copy_button.setToolTip(
            translate("Settings", "What those who run your network need to know: addresses and what stood in the way")
        )
        checks = QHBoxLayout()
        checks.setSpacing(8)
        checks.addWidget(self.check_button)
        checks.addWidget(self.copy_button)
        checks.addStretch(1)
        column.addSpacing(4)
        column.addLayout(checks)
        self.outcome = QVBoxLayout()
        self.outcome.setSpacing(4)
        column.addLayout(self.outcome)

    def _field(self, name: str, example: str) -> QLineEdit:
        field = QLineEdit(self.manual)
        field.setAccessibleName(name)
        field.setPlaceholderText(example or name)
        field.setMaxLength(1024)
        return field

    def _button(self, words: str, parent: QWidget | None = None) -> QPushButton:
        button = QPushButton(words, parent or self.manual)
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _connect(self) -> None:
        self.scope_box.activated.connect(self._choose_scope)
        for mode, choice in self.choices.items():
            choice.clicked.connect(lambda _checked, mode=mode: self._choose(mode))
        self.save_button.clicked.connect(self._save)
        for field in (self.address_field, self.name_field, self.password_field):
            field.returnPressed.connect(self._save)
            field.textEdited.connect(lambda: self._say(""))
        self.forget_button.clicked.connect(self._forget)
        self.check_button.clicked.connect(self._check)
        self.copy_button.clicked.connect(self._copy)

    # ---------------------------------------------------------------- what it shows

    def _choose_scope(self) -> None:
        self._scope = str(self.scope_box.currentData())
        self.forget_typed()
        self._show_outcome([])
        self._say("")
        self._show_scope()

    def _show_scope(self) -> None:
        setting = self._proxies.own(self._scope) if self._scope else self._proxies.setting(ALL)
        self.choices[AS_ALL].setVisible(bool(self._scope))
        chosen = setting.mode.value if setting is not None else AS_ALL
        self.choices[chosen].setChecked(True)
        self.address_field.setText(self._proxies.address(self._scope))
        self._show_manual()

    def _show_manual(self) -> None:
        is_manual = self.choices[ProxyMode.MANUAL.value].isChecked()
        self.manual.setVisible(is_manual)
        self.hint.setVisible(self.choices[ProxyMode.SYSTEM.value].isChecked() and proxy_finder() is None)
        self._has_login = False
        self._show_acts()
        address = _readable(self.address_field.text())
        if is_manual and address is not None:
            self._spawn("look for a proxy's password", self._look(address.place))

    def _show_acts(self) -> None:
        self.forget_button.setVisible(self._has_login)
        for button in (self.forget_button, self.save_button):
            button.setEnabled(not self._is_busy)
        kept = translate("Settings", "A password is kept")
        self.password_field.setPlaceholderText(kept if self._has_login else self.password_field.accessibleName())

    async def _look(self, place: str) -> None:
        try:
            self._has_login = await self._proxies.login(place) is not None
        except KeyringFailed as trouble:
            log.info("the keyring was asked in vain: %s", trouble)
        self._show_acts()

    def _say(self, words: str, dressed: StyleClass = StyleClass.MUTED) -> None:
        self.told.setText(words)
        self.told.setVisible(bool(words))
        set_style_class(self.told, dressed)

    # ---------------------------------------------------------------- acts

    def _choose(self, chosen: str) -> None:
        self._say("")
        if chosen == AS_ALL:
            self._proxies.choose(self._scope, None)
        elif chosen != ProxyMode.MANUAL.value:
            self._proxies.choose(self._scope, ProxySetting(mode=ProxyMode(chosen)))
        elif (address := _readable(self._proxies.address(self._scope))) is not None:
            # The one that was saved: what stands in the field may hold a password.
            self.address_field.setText(address.url)
            self._proxies.choose(self._scope, ProxySetting(mode=ProxyMode.MANUAL, address=address.url))
        self._show_manual()
        self.way_changed.emit()
        if chosen == ProxyMode.MANUAL.value:
            self.address_field.setFocus()

    def _save(self) -> None:
        if self._is_busy:
            return
        try:
            address = read_proxy(self.address_field.text())
        except ProxyUnusable as unusable:
            self._say(problem_words(unusable.sentence), StyleClass.LOSS)
            self.address_field.setFocus()
            return
        login = address.login
        if self.name_field.text():
            login = ProxyLogin(name=self.name_field.text(), password=Secret(self.password_field.text()))
        elif self.password_field.text():
            self._say(translate("Settings", "A password needs its user name."), StyleClass.LOSS)
            self.name_field.setFocus()
            return
        # What is written down holds neither name nor password, even if they were pasted with the address.
        self.address_field.setText(address.url)
        self._proxies.choose(self._scope, ProxySetting(mode=ProxyMode.MANUAL, address=address.url))
        self.forget_typed()
        self._set_busy(is_busy=True)
        self._spawn_act("keep a proxy's password", self._keep(address.place, login))

    async def _keep(self, place: str, login: ProxyLogin | None) -> None:
        words = translate("Settings", "This proxy is used from now on.")
        try:
            if login is not None:
                await self._proxies.keep_login(place, login)
        except KeyringFailed as trouble:
            log.info("the keyring did not take a proxy's password: %s", trouble)
            assert login is not None
            self._proxies.keep_login_for_session(place, login)
            words = translate(
                "Settings",
                "This proxy is used from now on. Its password is kept for this session only, "
                "because the system's keyring does not work now.",
            )
        self._set_busy(is_busy=False)
        self.way_changed.emit()
        self._say(words, StyleClass.GOOD)
        await self._look(place)

    def _forget(self) -> None:
        address = _readable(self.address_field.text())
        if address is not None and not self._is_busy:
            self._set_busy(is_busy=True)
            self._spawn_act("forget a proxy's password", self._remove(address.place))

    async def _remove(self, place: str) -> None:
        try:
            await self._proxies.remove_login(place)
        except KeyringFailed as trouble:
            self._say(problem_words(trouble.sentence), StyleClass.LOSS)
        else:
            self._say(translate("Settings", "The password is forgotten."))
        self._set_busy(is_busy=False)
        self._has_login = False
        await self._look(place)

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._show_acts()

    # ---------------------------------------------------------------- the check

    @property
    def _in_scope(self) -> list[Region]:
        """The regions that are meant now and have an address."""
        meant = [each for each in self._regions if self._scope in (ALL, each.key)]
        return [each for each in meant if self._connections.address(each.key).base_url is not None]

    def _check(self) -> None:
        self.check_button.setEnabled(False)
        self._show_outcome([(translate("Settings", "Asking Alibaba Cloud…"), StyleClass.MUTED)])
        self._spawn("check the connection", self._show_check(self._in_scope))

    async def _show_check(self, regions: Sequence[Region]) -> None:
        found = await asyncio.gather(*(self._connections.reach(each.key) for each in regions))
        reached = [(region, each) for region, hosts in zip(regions, found, strict=True) for each in hosts]
        self._checked = (_now(), reached)
        self.check_button.setEnabled(True)
        if not regions:
            self._show_outcome([(problem_words(Sentence.WORKSPACE_NEEDED), StyleClass.LOSS)])
        elif all(each.sentence is None for _, each in reached):
            names = translate("Settings", ", ").join(each.name for each in regions)
            words = translate("Settings", "Orders, uploads and videos get through: {regions}.").format(regions=names)
            self._show_outcome([(words, StyleClass.GOOD)])
        else:
            self._show_outcome([_outcome_words(region, each) for region, each in reached])
        self.check_button.setFocus()

    def _show_outcome(self, lines: Sequence[tuple[str, StyleClass]]) -> None:
        while (item := self.outcome.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for words, dressed in lines:
            label = QLabel(words, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setFont(text_font(TextSize.SMALL))
            label.setWordWrap(True)
            label.setAccessibleName(words)
            set_style_class(label, dressed)
            self.outcome.addWidget(label)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text_for_it())
        self._say(translate("Settings", "Copied. Paste it into a message to those who run your network."))

    def _text_for_it(self) -> str:
        """The addresses that are needed, the way that is set and the last check; no key and no password."""
        lines = [
            translate(
                "Settings", "Wan Desk makes videos with Alibaba Cloud. It needs these addresses (https, port 443):"
            )
        ]
        for region in self._in_scope:
            host = self._connections.address(region.key).host
            lines.append(translate("Settings", "- {host}: orders, {region}").format(host=host, region=region.name))
            if region.storage_host is not None:
                storage = f"*.{urlsplit(region.storage_host).netloc}"
                words = translate("Settings", "- {host}: uploads and videos, {region}")
                lines.append(words.format(host=storage, region=region.name))
        lines.append(
            translate(
                "Settings",
                "The names before the storage addresses change; allow *.aliyuncs.com if names cannot be left open.\n"
                "A proxy that opens encrypted connections needs its certificate in this computer's store.",
            )
        )
        lines.append(translate("Settings", "Set in Wan Desk: {way}.").format(way=self._way()))
        when, reached = self._checked
        if reached:
            lines.append(translate("Settings", "Checked on {when}:").format(when=when))
            for region, each in reached:
                words, _ = _outcome_words(region, each)
                lines.append(f"- {each.host}: {words}" + (f" ({each.detail})" if each.detail else ""))
        return "\n".join(lines)

    def _way(self) -> str:
        setting = self._proxies.setting(self._scope)
        match setting.mode:
            case ProxyMode.SYSTEM:
                return translate("Settings", "the system's proxy settings")
            case ProxyMode.NONE:
                return translate("Settings", "no proxy")
            case ProxyMode.MANUAL:
                address = _readable(setting.address)
                return translate("Settings", "the proxy {address}").format(address=address.url if address else "…")


def _outcome_words(region: Region, reached: HostReached) -> tuple[str, StyleClass]:
    if reached.sentence is not None:
        words = problem_words(reached.sentence, {**reached.values, "region": region.name})
        return translate("Settings", "{region}: {words}").format(region=region.name, words=words), StyleClass.LOSS
    if reached.is_storage:
        words = translate("Settings", "{region}: uploads and videos get through.")
    else:
        words = translate("Settings", "{region}: orders get through.")
    return words.format(region=region.name), StyleClass.GOOD


def _now() -> str:
    return QLocale().toString(QDateTime.currentDateTime(), QLocale.FormatType.ShortFormat)


def _readable(text: str) -> ProxyAddress | None:
    try:
        return read_proxy(text)
    except ProxyUnusable:
        return None
