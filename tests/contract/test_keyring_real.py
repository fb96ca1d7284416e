"""A real Secret Service: gnome-keyring on a private bus, unlocked, locked, and missing.

A plain run has one test, which starts such a bus and runs this file again on it; that run has the tests marked
`keyring_real`. The user's own keyring is never touched.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.support.bus_recorder import recorded_bus
from tests.support.gui import until
from tests.support.program import ready, run_on_loop, running_program, window_of
from wandesk.app.application import Application
from wandesk.app.locked_keys import LockedKeys
from wandesk.domain.account import AccountRef, Secret
from wandesk.domain.errors import KeyringFailed
from wandesk.engine.clock import SystemClock
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.accounts import RegionAccounts, main_account
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.keyrings import Presence
from wandesk.settings.secrets import SecretStore
from wandesk.ui.settings.dialog import SettingsDialog

INSIDE = "WANDESK_TEST_KEYRING"
"""Set on the private bus: `unlocked`, `dismissed` or `none`."""

BUS = os.environ.get(INSIDE)
TOOLS = ("dbus-run-session", "gnome-keyring-daemon")
KEY = Secret("sk-canary-0123456789")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")

ASKING = {"CreateCollection", "Unlock", "Prompt"}
"""Calls of the Secret Service after which a window may ask the user."""


def asked(calls: list[str]) -> set[str]:
    return ASKING & set(calls)


def lock() -> None:
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        secretstorage.get_default_collection(connection).lock()


def unlock() -> None:
    """As another program does it, without a window."""
    import secretstorage
    from secretstorage.util import DBusAddressWrapper, format_secret, open_session

    with closing(secretstorage.dbus_init()) as connection:
        password = format_secret(open_session(connection), b"test", "text/plain")
        path = secretstorage.get_default_collection(connection).collection_path
        inside = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
        service = DBusAddressWrapper("/org/freedesktop/secrets", inside, connection)
        service.call("UnlockWithMasterPassword", "o(oayays)", path, password)


SCRIPTS = {
    "unlocked": 'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"',
    # The bus starts the service, the keyring is locked, and no prompt can be shown.
    "dismissed": 'exec "$@"',
}


@pytest.fixture
def store() -> Iterator[SecretStore]:
    store = SecretStore("test-profile", within=20.0)
    yield store
    store.close()


if BUS is None:

    @pytest.mark.parametrize("bus", ["unlocked", "dismissed", "none"])
    def test_keyring_tests_pass_on_a_private_bus(tmp_path: Path, bus: str) -> None:
        missing = [tool for tool in TOOLS if not shutil.which(tool)]
        if missing:
            pytest.skip(f"not installed here: {', '.join(missing)}")
        run_dir = tmp_path / "run"
        run_dir.mkdir(mode=0o700)
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DBUS_", "XDG_", "GNOME_", "DISPLAY", "WAYLAND", "SSH_", "PYTEST_"))
        }
        environment |= {
            "HOME": str(tmp_path),
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "XDG_RUNTIME_DIR": str(run_dir),
            INSIDE: bus,
        }
        tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "keyring_real", __file__]
        if bus == "none":
            environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={run_dir}/nobody"
            command = tests
        else:
            command = ["dbus-run-session", "--", "sh", "-c", SCRIPTS[bus], "sh", *tests]
        done = subprocess.run(
            command,
            cwd=Path(__file__).parents[2],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=90,
            check=False,
        )
        assert done.returncode == 0, done.stdout
        assert " passed" in done.stdout, done.stdout
        # The key is encrypted on disk, and in no output.
        assert KEY.reveal() not in done.stdout
        for path in tmp_path.rglob("*"):
            if path.is_file():
                assert KEY.reveal().encode() not in path.read_bytes()

elif BUS == "unlocked":

    @pytest.mark.keyring_real
    def test_key_is_saved_read_and_removed(store: SecretStore) -> None:
        async def story() -> None:
            assert await store.get("singapore/main") is None
            await store.set("singapore/main", Secret("sk-first"))
            await store.set("singapore/main", KEY)
            await store.set("beijing/main", Secret("sk-other"))
            again = SecretStore("test-profile")
            assert await again.get("singapore/main") == KEY
            assert await again.get("beijing/main") == Secret("sk-other")
            assert await SecretStore("another-profile").get("singapore/main") is None
            await again.remove("beijing/main")
            await again.remove("beijing/main")
            assert await SecretStore("test-profile").get("beijing/main") is None
            assert store.state.trouble is None

        asyncio.run(story())

    @pytest.mark.keyring_real
    def test_key_saved_by_an_earlier_version_is_read_replaced_and_removed(store: SecretStore) -> None:
        """It was written by the library, through the default collection."""
        from keyring.backends import SecretService

        library: Any = SecretService.Keyring()  # type: ignore[no-untyped-call]
        entry = "Wan Desk/test-profile/virginia/main"
        library.set_password(entry, "api-key", "sk-before")

        async def story() -> None:
            assert await store.look("virginia/main") is Presence.READABLE
            assert await store.get("virginia/main") == Secret("sk-before")
            await store.set("virginia/main", KEY)
            assert library.get_password(entry, "api-key") == KEY.reveal(), "no second entry"
            await store.remove("virginia/main")
            assert library.get_password(entry, "api-key") is None

        asyncio.run(story())

    @pytest.mark.keyring_real
    def test_locked_keyring_is_found_locked_and_the_session_keeps_the_key(store: SecretStore) -> None:
        asyncio.run(store.set("beijing/main", Secret("sk-before")))
        lock()
        fresh = SecretStore("test-profile", within=20.0)

        async def story() -> None:
            assert await fresh.look("beijing/main") is Presence.LOCKED
            assert await fresh.look("tokyo/main") is Presence.ABSENT
            with pytest.raises(KeyringFailed) as raised:
                await fresh.get("beijing/main")
            assert raised.value.sentence == "keyring_locked"
            assert not asked(bus.to_keyring()), "reading asks nothing"
            with pytest.raises(KeyringFailed):  # no prompt can be shown on this bus
                await fresh.get("beijing/main", may_ask=True)
            assert "Unlock" in bus.to_keyring()
            fresh.keep_for_session("beijing/main", KEY)
            assert await fresh.get("beijing/main") == KEY

        with recorded_bus() as bus:
            asyncio.run(story())
        fresh.close()

    @pytest.mark.keyring_real
    def test_job_continues_after_another_program_has_unlocked_the_keyring(store: SecretStore) -> None:
        account = main_account("beijing")
        unlock()
        asyncio.run(store.set(account, KEY))
        lock()
        fresh = SecretStore("test-profile", within=20.0)

        async def story() -> None:
            accounts = LockedKeys(RegionAccounts(load_catalogue(), fresh), SystemClock(), every=0.1)
            unlocked = asyncio.Event()
            supervisor = Supervisor(failed=lambda name, error: pytest.fail(f"{name}: {error!r}"))
            supervisor.spawn("locked keyring", accounts.watch(unlocked.set))
            with pytest.raises(KeyringFailed):
                await accounts.connect(AccountRef("beijing"))
            unlock()
            await asyncio.wait_for(unlocked.wait(), 20)
            assert (await accounts.connect(AccountRef("beijing"))).secret == KEY
            await supervisor.close()

        asyncio.run(story())
        fresh.close()

else:

    @pytest.mark.keyring_real
    def test_unusable_keyring_is_reported_with_its_reason(store: SecretStore) -> None:
        async def story() -> None:
            assert await store.get("beijing/main") is None
            assert await store.look("beijing/main") is Presence.ABSENT
            with pytest.raises(KeyringFailed) as raised:
                await store.set("singapore/main", KEY)
            assert raised.value.sentence == ("keyring_absent" if BUS == "none" else "keyring_locked")
            store.keep_for_session("singapore/main", KEY)
            assert await store.get("singapore/main") == KEY

        asyncio.run(story())

    @pytest.mark.keyring_real
    @pytest.mark.skipif(BUS == "none", reason="there is no bus to record")
    def test_only_writing_creates_a_keyring(store: SecretStore) -> None:
        async def story() -> None:
            await store.get("beijing/main")
            await store.get("beijing/main", may_ask=True)
            await store.look("beijing/main")
            calls = bus.to_keyring()
            assert "SearchItems" in calls
            assert not asked(calls)
            with pytest.raises(KeyringFailed):
                await store.set("beijing/main", KEY)
            assert "CreateCollection" in bus.to_keyring()

        with recorded_bus() as bus:
            asyncio.run(story())

    @pytest.mark.keyring_real
    @pytest.mark.skipif(BUS == "none", reason="there is no bus to record")
    def test_practice_does_not_touch_the_keyring_and_settings_ask_nothing(tmp_path: Path) -> None:
        """The first start showed "Choose password for new keyring"."""

        async def story(program: Application) -> None:
            await ready(program)
            window = window_of(program)
            assert window.notices.sentence, "the card that offers to connect a key"
            assert bus.to_keyring() == []
            window.settings.open()
            dialog = window.findChild(SettingsDialog)
            assert dialog is not None
            await until(lambda: dialog.regions.cards["tokyo"].status.text() == "No API key yet", within=20)
            calls = bus.to_keyring()
            assert "SearchItems" in calls
            assert not asked(calls)
            dialog.reject()

        with recorded_bus() as bus, running_program(tmp_path / "profile") as program:
            run_on_loop(program, story(program))
