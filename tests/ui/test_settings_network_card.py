"""Network settings: how the cloud is reached, and where a proxy's password is stored and sent."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from tests.support.gui import GuiLoop, gui_loop
from tests.support.keyrings import FakeKeyring
from tests.support.portraits import portrait
from tests.support.widgets import FakeKeys, named, wear_test_font
from wandesk.domain.account import Secret
from wandesk.domain.connection_check import HostReached
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting
from wandesk.domain.sentences import Sentence
from wandesk.settings import options
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import ProxyRoutes
from wandesk.settings.secrets import SecretStore
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.network_card import NetworkCard
from wandesk.ui.settings.table import Page
from wandesk.ui.system_proxy import _find, _written, proxy_finder

PASSWORD = "canary word"
PLACE = "10.0.0.1:3128"


class Harness:
    """The dialog over real settings and a keyring of its own."""

    def __init__(self, folder: Path, loop: GuiLoop) -> None:
        self.path = folder / "settings.toml"
        self.loop = loop
        self.entries = FakeKeyring()
        self.preferences = Preferences(self.path)
        self.secrets = SecretStore("p", backend=lambda: self.entries)
        self.routes = ProxyRoutes(self.preferences, self.secrets)
        self.dialogs: list[SettingsDialog] = []
        self.keys = FakeKeys()

    def open(self) -> NetworkCard:
        dialog = SettingsDialog(
            catalog=load_catalogue(),
            keys=self.keys,
            proxies=self.routes,
            spawn=self.loop.spawn,
            region="practice",
            language="en",
        )
        self.dialogs.append(dialog)
        dialog.stack.show_page(Page.NETWORK)
        dialog.open()
        self.settle()
        assert dialog.network_card is not None
        return dialog.network_card

    def settle(self) -> None:
        self.loop.settle()

    def close(self) -> None:
        for dialog in self.dialogs:
            dialog.close()
            dialog.deleteLater()
        self.preferences.close()
        self.secrets.close()


@pytest.fixture
def harness(qapp: QApplication, tmp_path: Path) -> Iterator[Harness]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp) as loop:
        ours = Harness(tmp_path, loop)
        yield ours
        ours.close()


def button(card: NetworkCard, name: str) -> QAbstractButton:
    return named(QAbstractButton, name, within=card)


def field(card: NetworkCard, name: str) -> QLineEdit:
    return named(QLineEdit, name, within=card)


def scope(card: NetworkCard, name: str) -> None:
    index = card.scope_box.findText(name)
    assert index >= 0
    card.scope_box.setCurrentIndex(index)
    card.scope_box.activated.emit(index)


def test_system_proxy_is_the_default_and_no_proxy_acts_at_once(harness: Harness) -> None:
    card = harness.open()
    assert button(card, "Use the system's proxy settings").isChecked()
    assert not card.proxy_form.manual.isVisible()
    assert card.proxy_form.hint.isVisible() is (proxy_finder() is None)
    assert not button(card, "Same as all regions").isVisible()
    button(card, "Use no proxy").click()
    assert harness.routes.setting("beijing").mode is ProxyMode.NONE
    assert not card.proxy_form.hint.isVisible()


def test_saved_proxy_is_restored_instead_of_unsaved_text(harness: Harness) -> None:
    harness.preferences.set(options.PROXY_ADDRESS, f"http://{PLACE}")
    card = harness.open()
    field(card, "Proxy address").setText(f"http://me:{PASSWORD}@other.example:1")
    button(card, "Use this proxy").click()
    harness.settle()
    assert field(card, "Proxy address").text() == f"http://{PLACE}"
    assert harness.routes.setting("") == ProxySetting(mode=ProxyMode.MANUAL, address=f"http://{PLACE}")


def test_custom_proxy_is_saved_with_its_password(harness: Harness) -> None:
    card = harness.open()
    button(card, "Use this proxy").click()
    assert card.proxy_form.manual.isVisible()
    assert harness.routes.setting("").mode is ProxyMode.SYSTEM, "nothing changes without an address"
    field(card, "Proxy address").setText(PLACE)
    field(card, "Proxy user name").setText("me")
    password = field(card, "Proxy password")
    assert password.echoMode() is QLineEdit.EchoMode.Password
    password.setText(PASSWORD)
    button(card, "Save proxy").click()
    harness.settle()
    assert harness.routes.setting("") == ProxySetting(mode=ProxyMode.MANUAL, address=f"http://{PLACE}")
    assert list(harness.entries.kept) == [f"Wan Desk/p/proxy/{PLACE}"]
    assert asyncio.run(harness.routes.login(PLACE)) == ProxyLogin(name="me", password=Secret(PASSWORD))
    assert password.text() == ""
    assert "saved" in password.placeholderText()
    assert card.proxy_form.message.text() == "This proxy is now in use."
    button(card, "Forget password").click()
    harness.settle()
    assert harness.entries.kept == {}
    assert not button(card, "Forget password").isVisible()


@pytest.mark.parametrize(
    ("address", "text"),
    [("socks4://h:1", "SOCKS 4"), ("", "isn't a proxy address"), ("http://h:99999", "isn't a proxy address")],
)
def test_wrong_proxy_is_reported_and_not_saved(harness: Harness, address: str, text: str) -> None:
    card = harness.open()
    button(card, "Use this proxy").click()
    field(card, "Proxy address").setText(address)
    button(card, "Save proxy").click()
    harness.settle()
    assert text in card.proxy_form.message.text()
    assert harness.routes.setting("") == ProxySetting()


def test_login_pasted_with_the_address_goes_only_to_the_keyring(harness: Harness) -> None:
    card = harness.open()
    button(card, "Use this proxy").click()
    typed = field(card, "Proxy address")
    typed.setText(f"http://me:canary%20word@{PLACE}")
    button(card, "Use no proxy").click()
    button(card, "Use this proxy").click()
    assert harness.routes.address("") == "", "only what was saved is used"
    typed.setText(f"http://me:canary%20word@{PLACE}")
    button(card, "Save proxy").click()
    harness.settle()
    assert typed.text() == f"http://{PLACE}"
    assert asyncio.run(harness.routes.login(PLACE)) == ProxyLogin(name="me", password=Secret(PASSWORD))
    harness.preferences.close()
    assert "canary" not in harness.path.read_text("utf-8")


def test_changed_proxy_wakes_the_jobs_that_wait_for_the_network(harness: Harness) -> None:
    card = harness.open()
    changes: list[str] = []
    card.proxy_changed.connect(lambda: changes.append("changed"))
    button(card, "Use no proxy").click()
    assert len(changes) == 1
    button(card, "Use this proxy").click()
    field(card, "Proxy address").setText("proxy.example:3128")
    before = len(changes)
    button(card, "Save proxy").click()
    harness.settle()
    assert len(changes) == before + 1


def test_password_without_a_user_name_asks_for_one(harness: Harness) -> None:
    card = harness.open()
    button(card, "Use this proxy").click()
    field(card, "Proxy address").setText(PLACE)
    field(card, "Proxy password").setText(PASSWORD)
    button(card, "Save proxy").click()
    harness.settle()
    assert "user name" in card.proxy_form.message.text()
    assert harness.entries.kept == {}
    assert field(card, "Proxy password").text() == PASSWORD


def test_password_is_kept_for_this_session_without_a_keyring(harness: Harness) -> None:
    harness.entries.error = OSError("broken")
    card = harness.open()
    button(card, "Use this proxy").click()
    field(card, "Proxy address").setText(PLACE)
    field(card, "Proxy user name").setText("me")
    field(card, "Proxy password").setText(PASSWORD)
    button(card, "Save proxy").click()
    harness.settle()
    assert "this session only" in card.proxy_form.message.text()
    assert asyncio.run(harness.routes.login(PLACE)) == ProxyLogin(name="me", password=Secret(PASSWORD))


def test_one_region_has_its_own_proxy(harness: Harness) -> None:
    card = harness.open()
    button(card, "Use no proxy").click()
    scope(card, "Singapore")
    assert button(card, "Same as all regions").isChecked()
    button(card, "Use this proxy").click()
    field(card, "Proxy address").setText("socks5://10.0.0.2")
    button(card, "Save proxy").click()
    harness.settle()
    assert harness.routes.setting("singapore").address == "socks5h://10.0.0.2:1080"
    assert harness.routes.setting("beijing").mode is ProxyMode.NONE
    scope(card, "Beijing")
    assert button(card, "Same as all regions").isChecked()
    assert field(card, "Proxy address").text() == ""
    scope(card, "Singapore")
    assert button(card, "Use this proxy").isChecked()
    button(card, "Same as all regions").click()
    assert harness.routes.setting("singapore").mode is ProxyMode.NONE
    button(card, "Use this proxy").click()
    assert harness.routes.setting("singapore").address == "socks5h://10.0.0.2:1080", "it was not forgotten"
    harness.settle()


def test_closing_waits_invisibly_for_a_password_being_saved(harness: Harness) -> None:
    card = harness.open()
    button(card, "Use this proxy").click()
    field(card, "Proxy address").setText(PLACE)
    field(card, "Proxy user name").setText("me")
    field(card, "Proxy password").setText(PASSWORD)
    ends: list[bool] = []
    harness.dialogs[0].finished.connect(lambda: ends.append(True))
    button(card, "Save proxy").click()
    harness.dialogs[0].close_button.click()
    assert not harness.dialogs[0].isVisible()
    harness.settle()
    assert ends == [True]
    assert list(harness.entries.kept) == [f"Wan Desk/p/proxy/{PLACE}"]


@pytest.mark.parametrize(
    ("kind", "host", "port", "written"),
    [
        ("HttpProxy", "10.0.0.1", 3128, "http://10.0.0.1:3128"),
        ("HttpCachingProxy", "10.0.0.1", 3128, "http://10.0.0.1:3128"),
        ("Socks5Proxy", "fe80::1", 1080, "socks5://[fe80::1]:1080"),
        ("NoProxy", "", 0, None),
        ("FtpCachingProxy", "10.0.0.1", 21, None),
        ("HttpProxy", "", 0, None),
    ],
)
def test_system_answer_becomes_an_address(kind: str, host: str, port: int, written: str | None) -> None:
    assert _written(kind, host, port) == written


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt asks the system itself")
def test_qts_query_works_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://10.0.0.1:3128")
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(_find, "https://dashscope.example.com:443/").result() == "http://10.0.0.1:3128"
        monkeypatch.delenv("https_proxy")
        assert threads.submit(_find, "https://dashscope.example.com:443/").result() is None


def test_network_card_is_drawn(harness: Harness, qapp: QApplication) -> None:
    harness.routes.choose("", ProxySetting(mode=ProxyMode.MANUAL, address=f"http://{PLACE}"))
    harness.loop.run_story(harness.routes.keep_login(PLACE, ProxyLogin(name="me", password=Secret(PASSWORD))))
    card = harness.open()
    harness.dialogs[0].resize(600, 1000)
    shown = portrait(harness.dialogs[0], "settings-network")
    assert button(card, "Forget password").isVisible()
    assert shown.size() == harness.dialogs[0].size()
    apply_look(qapp, Theme.DARK)
    portrait(harness.dialogs[0], "settings-network-dark")


# ------------------------------------------------------------------ the check of a connection


def outcome(card: NetworkCard) -> list[str]:
    items = (card.connection_check.outcome.itemAt(index) for index in range(card.connection_check.outcome.count()))
    labels = (item.widget() for item in items if item is not None)
    return [each.text() for each in labels if isinstance(each, QLabel)]


def test_working_connection_is_one_line(harness: Harness) -> None:
    card = harness.open()
    button(card, "Check connection").click()
    assert outcome(card) == ["Asking Alibaba Cloud…"]
    assert not card.connection_check.check_button.isEnabled()
    harness.settle()
    assert outcome(card) == ["Orders, uploads and downloads work: Singapore, Beijing, Virginia, Hong Kong."]
    assert card.connection_check.check_button.isEnabled()


def test_obstacles_are_named_for_each_host_and_can_be_copied(harness: Harness) -> None:
    harness.keys.reached["singapore"] = [
        HostReached(host="dashscope-intl.aliyuncs.com", is_storage=False, detail="HTTP 401 InvalidApiKey"),
        HostReached(
            host="oss-ap-southeast-1.aliyuncs.com",
            is_storage=True,
            sentence=Sentence.CONNECTION_STORAGE_BLOCKED,
            values={"host": "oss-ap-southeast-1.aliyuncs.com"},
            detail="HTTP 403",
        ),
    ]
    harness.preferences.set(options.region_proxy("singapore"), "manual")
    harness.preferences.set(options.region_proxy_address("singapore"), f"http://me:{PASSWORD}@{PLACE}")
    card = harness.open()
    scope(card, "Singapore")
    button(card, "Check connection").click()
    harness.settle()
    good, bad = outcome(card)
    assert good == "Singapore: orders work."
    assert bad.startswith("Singapore: Something on your network replied instead of Alibaba's storage oss-ap")
    button(card, "Copy text for IT").click()
    copied = QGuiApplication.clipboard().text()
    for each in (
        "dashscope-intl.aliyuncs.com: orders, Singapore",
        "*.oss-ap-southeast-1.aliyuncs.com: uploads and downloads, Singapore",
        f"the proxy http://{PLACE}.",
        "(HTTP 403)",
        "Checked on",
    ):
        assert each in copied
    assert PASSWORD not in copied
    assert "beijing" not in copied.lower(), "only the chosen region"
    scope(card, "All regions")
    assert outcome(card) == []
    portrait(card.window(), "settings-network-checked")


def test_region_without_an_address_has_nothing_to_check(harness: Harness) -> None:
    card = harness.open()
    scope(card, "Frankfurt")
    button(card, "Check connection").click()
    harness.settle()
    assert outcome(card) == ["This region needs your workspace ID. Copy it from the console."]


def test_connection_checks_are_drawn(harness: Harness, qapp: QApplication) -> None:
    for region in ("singapore", "beijing"):
        harness.keys.reached[region] = [
            HostReached(host="dashscope-intl.aliyuncs.com", is_storage=False),
            HostReached(
                host="oss-cn-beijing.aliyuncs.com",
                is_storage=True,
                sentence=Sentence.CONNECTION_STORAGE_UNREACHABLE,
                values={"host": "oss-cn-beijing.aliyuncs.com"},
            ),
        ]
    card = harness.open()
    button(card, "Check connection").click()
    harness.settle()
    button(card, "Copy text for IT").click()
    window = card.window()
    window.resize(600, 1500)
    portrait(window, "settings-check-light")
    apply_look(qapp, Theme.DARK)
    assert portrait(window, "settings-check-dark").height() == 1500
