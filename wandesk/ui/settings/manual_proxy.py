"""The manual proxy: its address, and a user name and password for the keyring."""

from __future__ import annotations

import logging
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wandesk.domain.account import Secret
from wandesk.domain.errors import KeyringFailed
from wandesk.domain.proxy import ProxyAddress, ProxyLogin, ProxyUnusable, read_proxy
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.controls import SECRET_TYPING, MessageLabel, text_field
from wandesk.ui.settings.outdent import BOX_TEXT
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.wording.problems import problem_text

translate = QCoreApplication.translate

log = logging.getLogger(__name__)

LONGEST = 1024


class ProxyLogins(Protocol):
    """User names and passwords of proxies, by `host:port`. The coroutines raise KeyringFailed."""

    async def login(self, authority: str) -> ProxyLogin | None: ...

    async def keep_login(self, authority: str, login: ProxyLogin) -> None: ...

    def keep_login_for_session(self, authority: str, login: ProxyLogin) -> None: ...

    async def remove_login(self, authority: str) -> None: ...


class ManualProxy(QWidget):
    """The form of a proxy. It takes effect when it is saved."""

    address_saved = Signal(str)
    """The proxy's URL, without user name and password. The keyring may still be saving the password."""
    login_changed = Signal()
    """The keyring has saved the password; requests may use the proxy."""

    def __init__(
        self, *, logins: ProxyLogins, message: MessageLabel, spawn: Spawn, spawn_change: Spawn, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._logins = logins
        self._message = message
        self._spawn = spawn
        self._spawn_change = spawn_change
        self._has_login = False
        self._is_busy = False
        set_style_class(self, StyleClass.BODY)
        name, password = translate("Settings", "Proxy user name"), translate("Settings", "Proxy password")
        self._address = text_field(
            translate("Settings", "Proxy address"), "proxy.example.com:8080", self, longest=LONGEST
        )
        self._name = text_field(name, name, self, longest=LONGEST, hints=SECRET_TYPING)
        self._password = text_field(password, password, self, longest=LONGEST, hints=SECRET_TYPING)
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._save_button = push_button(translate("Settings", "Save proxy"), self)
        self._forget_button = push_button(translate("Settings", "Forget password"), self)
        self._lay_out()
        self._save_button.clicked.connect(self._save)
        self._forget_button.clicked.connect(self._forget)
        for field in (self._address, self._name, self._password):
            field.returnPressed.connect(self._save)
            field.textEdited.connect(lambda: self._message.show_text(""))

    def show_address(self, address: str) -> None:
        """Show the stored proxy."""
        self._address.setText(address)

    def show_form(self, *, is_shown: bool) -> None:
        """Show or hide the form. Showing it asks the keyring for a password."""
        self.setVisible(is_shown)
        self._has_login = False
        self._show_buttons()
        proxy = readable_proxy(self._address.text())
        if is_shown and proxy is not None:
            self._spawn("look for a proxy's password", self._find_login(proxy.authority))

    def focus_address(self) -> None:
        self._address.setFocus()

    def forget_typed(self) -> None:
        """Clear the fields for user name and password."""
        self._name.clear()
        self._password.clear()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(BOX_TEXT, 2, 0, 2)
        column.setSpacing(8)
        column.addWidget(self._address)
        login = QHBoxLayout()
        login.setSpacing(8)
        login.addWidget(self._name)
        login.addWidget(self._password)
        column.addLayout(login)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._forget_button)
        buttons.addWidget(self._save_button)
        column.addLayout(buttons)

    def _show_buttons(self) -> None:
        self._forget_button.setVisible(self._has_login)
        for button in (self._forget_button, self._save_button):
            button.setEnabled(not self._is_busy)
        saved = translate("Settings", "Password saved")
        self._password.setPlaceholderText(saved if self._has_login else self._password.accessibleName())

    async def _find_login(self, authority: str) -> None:
        try:
            self._has_login = await self._logins.login(authority) is not None
        except KeyringFailed as error:
            log.info("the keyring did not answer about a proxy's password: %s", error)
        self._show_buttons()

    def _save(self) -> None:
        if self._is_busy:
            return
        try:
            address = read_proxy(self._address.text())
        except ProxyUnusable as unusable:
            self._message.show_text(problem_text(unusable.sentence), StyleClass.LOSS)
            self._address.setFocus()
            return
        login = address.login
        if self._name.text():
            login = ProxyLogin(name=self._name.text(), password=Secret(self._password.text()))
        elif self._password.text():
            self._message.show_text(translate("Settings", "Enter the proxy user name, too."), StyleClass.LOSS)
            self._name.setFocus()
            return
        # The settings file gets neither name nor password, even if they were pasted with the address.
        self._address.setText(address.url)
        self.address_saved.emit(address.url)
        self.forget_typed()
        self._set_busy(is_busy=True)
        self._spawn_change("keep a proxy's password", self._keep(address.authority, login))

    async def _keep(self, authority: str, login: ProxyLogin | None) -> None:
        text = translate("Settings", "This proxy is now in use.")
        try:
            if login is not None:
                await self._logins.keep_login(authority, login)
        except KeyringFailed as error:
            log.info("the keyring did not save a proxy's password: %s", error)
            assert login is not None
            self._logins.keep_login_for_session(authority, login)
            text = translate(
                "Settings",
                "This proxy is now in use. Its password is kept for this session only, because the system keyring "
                "isn't working right now.",
            )
        self._set_busy(is_busy=False)
        self.login_changed.emit()
        self._message.show_text(text, StyleClass.GOOD)
        await self._find_login(authority)

    def _forget(self) -> None:
        address = readable_proxy(self._address.text())
        if address is not None and not self._is_busy:
            self._set_busy(is_busy=True)
            self._spawn_change("forget a proxy's password", self._remove(address.authority))

    async def _remove(self, authority: str) -> None:
        try:
            await self._logins.remove_login(authority)
        except KeyringFailed as error:
            self._message.show_text(problem_text(error.sentence), StyleClass.LOSS)
        else:
            self._message.show_text(translate("Settings", "Password removed."))
        self._set_busy(is_busy=False)
        self._has_login = False
        await self._find_login(authority)

    def _set_busy(self, *, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._show_buttons()


def readable_proxy(text: str) -> ProxyAddress | None:
    """The proxy of a text; None if it is not an address."""
    try:
        return read_proxy(text)
    except ProxyUnusable:
        return None
