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
from pathlib import Path

import pytest

from wandesk.domain.account import Secret
from wandesk.domain.errors import KeyringFailed
from wandesk.settings.secrets import SecretStore

INSIDE = "WANDESK_TEST_KEYRING"
"""Set on the private bus: `unlocked`, `dismissed` or `none`."""

BUS = os.environ.get(INSIDE)
TOOLS = ("dbus-run-session", "gnome-keyring-daemon")
KEY = Secret("sk-canary-0123456789")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")

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
    def test_locked_keyring_is_reported_and_the_session_keeps_the_key(store: SecretStore) -> None:
        import secretstorage

        asyncio.run(store.set("beijing/main", Secret("sk-before")))
        connection = secretstorage.dbus_init()
        try:
            secretstorage.get_default_collection(connection).lock()
        finally:
            connection.close()
        fresh = SecretStore("test-profile", within=20.0)

        async def story() -> None:
            with pytest.raises(KeyringFailed) as raised:
                await fresh.get("beijing/main")
            assert raised.value.sentence == "keyring_locked"
            fresh.keep_for_session("beijing/main", KEY)
            assert await fresh.get("beijing/main") == KEY

        asyncio.run(story())
        fresh.close()

else:

    @pytest.mark.keyring_real
    def test_unusable_keyring_is_reported_with_its_reason(store: SecretStore) -> None:
        async def story() -> None:
            with pytest.raises(KeyringFailed) as raised:
                await store.set("singapore/main", KEY)
            assert raised.value.sentence == ("keyring_absent" if BUS == "none" else "keyring_locked")
            if BUS == "none":
                assert await store.get("beijing/main") is None
            else:
                with pytest.raises(KeyringFailed):
                    await store.get("beijing/main")
            store.keep_for_session("singapore/main", KEY)
            assert await store.get("singapore/main") == KEY

        asyncio.run(story())
