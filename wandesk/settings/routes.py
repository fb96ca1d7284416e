"""The proxy of each region and its login, from the settings and the keyring."""

from __future__ import annotations

from wandesk.domain.account import Secret
from wandesk.domain.proxy import ProxyLogin, ProxyMode, ProxySetting
from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.settings.secrets import SecretStore


def proxy_account(authority: str) -> str:
    """The keyring entry of the login for the proxy at `host:port`, and for no other proxy."""
    return f"proxy/{authority}"


class ProxyRoutes:
    """Satisfies `dashscope.network.Routes` and `ui.settings.proxy_form.Proxies`; may be called in any thread."""

    def __init__(self, preferences: Preferences, secrets: SecretStore) -> None:
        self._preferences = preferences
        self._secrets = secrets

    def setting(self, region: str) -> ProxySetting:
        """The region's own setting, else that of all regions."""
        return (self.own(region) if region else None) or ProxySetting(
            mode=ProxyMode(self._preferences.get(options.PROXY)), address=self._preferences.get(options.PROXY_ADDRESS)
        )

    def own(self, region: str) -> ProxySetting | None:
        """The region's own setting; None if it uses that of all regions."""
        mode = self._preferences.get(options.region_proxy(region))
        address = self._preferences.get(options.region_proxy_address(region))
        return ProxySetting(mode=ProxyMode(mode), address=address) if mode else None

    def choose(self, region: str, setting: ProxySetting | None) -> None:
        """Set the proxy of a region, or with "" of all regions. None: the region uses that of all regions.

        For the window's thread. The address is kept for the next time when another mode is chosen.
        """
        mode = options.region_proxy(region) if region else options.PROXY
        address = options.region_proxy_address(region) if region else options.PROXY_ADDRESS
        if setting is not None and setting.address:
            self._preferences.set(address, setting.address)
        if setting is not None:
            self._preferences.set(mode, setting.mode.value)
        elif region:
            self._preferences.set(mode, "")

    def address(self, region: str) -> str:
        """The last manual proxy of a region, or with "" of all regions, in use or not."""
        return self._preferences.get(options.region_proxy_address(region) if region else options.PROXY_ADDRESS)

    async def login(self, authority: str) -> ProxyLogin | None:
        """The stored login of a proxy. Raises KeyringFailed."""
        written = await self._secrets.get(proxy_account(authority))
        return ProxyLogin.read(written) if written else None

    async def keep_login(self, authority: str, login: ProxyLogin) -> None:
        """Store the login of a proxy in the keyring. Raises KeyringFailed."""
        await self._secrets.set(proxy_account(authority), login.written())

    def keep_login_for_session(self, authority: str, login: ProxyLogin) -> None:
        """Keep the login in memory until the program ends."""
        self._secrets.keep_for_session(proxy_account(authority), login.written())

    async def remove_login(self, authority: str) -> None:
        """Delete the login. Raises KeyringFailed."""
        await self._secrets.remove(proxy_account(authority))


def remember_environment_key(preferences: Preferences, plain: Secret, region: str) -> None:
    """Record the region where the environment's plain key passed its test; it is used only there."""
    preferences.set(options.ENVIRONMENT_KEY, f"{plain.fingerprint} {region}")


def environment_key_region(preferences: Preferences, plain: Secret) -> str | None:
    """The region where this key last passed its test, None if it never did."""
    fingerprint, _, region = preferences.get(options.ENVIRONMENT_KEY).partition(" ")
    return region or None if fingerprint == plain.fingerprint else None
