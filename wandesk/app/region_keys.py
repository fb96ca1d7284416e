"""Keys and addresses of all regions, for the Settings dialog."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Protocol

from wandesk.domain.account import Connection, Secret
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.connection_check import HostReached
from wandesk.domain.endpoint import AddressChoice, RegionAddress
from wandesk.domain.errors import KeyringFailed
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.sentences import Sentence
from wandesk.settings.accounts import RegionAccounts, main_account
from wandesk.settings.agreements import agreement_entry
from wandesk.settings.keyrings import Presence
from wandesk.settings.preferences import Preferences
from wandesk.settings.routes import remember_environment_key
from wandesk.settings.secrets import KeyringState, SecretStore
from wandesk.ui.settings.keys import KeySource

log = logging.getLogger(__name__)


class Probe(Protocol):
    """Tests keys and connections free of charge (`app.key_probe`)."""

    async def check(self, connection: Connection) -> KeyVerdict: ...

    async def find_region(self, region: str, others: Sequence[Connection]) -> KeyVerdict: ...

    async def reach(self, region: str, base_url: str, storage: str | None) -> Sequence[HostReached]: ...


class RegionKeys:
    """Satisfies `ui.settings.Keys`. Its coroutines run on the GUI loop."""

    def __init__(
        self,
        *,
        catalog: CatalogSource,
        secrets: SecretStore,
        accounts: RegionAccounts,
        preferences: Preferences,
        probe: Probe,
    ) -> None:
        self._catalog = catalog
        self._secrets = secrets
        self._accounts = accounts
        self._preferences = preferences
        self._probe = probe

    async def state(self) -> KeyringState:
        return self._secrets.state

    @property
    def plan_key_variables(self) -> Sequence[str]:
        """The variables of the environment with a key of a coding plan, which is not used."""
        return self._secrets.environment.plan_keys

    async def source(self, region: str) -> KeySource | None:
        """Where the region's key is, without a question to the user. Raises KeyringFailed."""
        if self._secrets.environment.of(region):
            return KeySource.ENVIRONMENT
        account = self._account(region)
        if self._secrets.is_for_session(account):
            return KeySource.SESSION
        match await self._secrets.look(account):
            case Presence.READABLE:
                return KeySource.KEYRING
            case Presence.LOCKED:
                return KeySource.LOCKED
            case Presence.ABSENT:
                return KeySource.UNTESTED if self._secrets.environment.plain else None

    def is_connected(self, region: str) -> bool:
        """Whether the region has a key, as far as is known without the keyring."""
        return bool(self._secrets.environment.of(region)) or self._secrets.is_expected(self._account(region))

    def is_for_session(self, region: str) -> bool:
        return self._secrets.is_for_session(self._account(region))

    async def unlock(self, region: str, account: str | None = None, *, is_waiting: bool = False) -> bool:
        """Let the user unlock the keyring if the key is locked in it, and return whether that happened.

        Raises KeyringFailed while it stays locked. `account` is that of a job, by default the one for new requests.
        Practice and a key of the environment need no keyring. `is_waiting`: a job already waits for it, perhaps for the
        consent to its address or the login of its proxy.
        """
        if any(each.is_practice for each in self._catalog.current.regions if each.key == region):
            return False
        address = self._accounts.address(region)
        needed = [] if self._secrets.environment.of(region) else [account or self._account(region)]
        if address.base_url is not None and not address.is_agreed:
            needed.append(agreement_entry(region, address.base_url))
        if is_waiting and self._secrets.refused is not None:
            needed.append(self._secrets.refused)
        return await self._secrets.unlock(*needed)

    async def keep(self, region: str, secret: Secret) -> None:
        """Write a key into the keyring. Raises KeyringFailed."""
        await self._secrets.set(self._account(region), secret)

    async def keep_for_session(self, region: str, secret: Secret) -> None:
        self._secrets.keep_for_session(self._account(region), secret)

    async def remove(self, region: str) -> None:
        """Remove the region's key, its copies in accounts of earlier addresses, and the consent to its address.

        Raises KeyringFailed.
        """
        account = self._account(region)
        copies = []
        try:
            secret = await self._secrets.get(account, may_ask=True)
            others = self._accounts.other_accounts(region)
            copies = [each for each in others if secret and await self._secrets.get(each, may_ask=True) == secret]
        except KeyringFailed as trouble:  # a key of this session is removed without the keyring
            log.info("the keyring did not answer: %s", trouble)
        for each in (*copies, account):
            await self._secrets.remove(each)
        try:
            await self._accounts.withdraw(region)
        except KeyringFailed as trouble:  # the key itself is removed
            log.info("the consent to the address of %s stays: %s", region, trouble)

    async def test(self, region: str, typed: Secret | None = None, choice: AddressChoice | None = None) -> KeyVerdict:
        """Test the typed key, or else the region's own, in that region. Raises KeyringFailed."""
        address = await self._accounts.checked_address(region, choice, may_ask=True)
        secret = typed or await self._secret(region)
        connection = self._accounts.reach(region, secret, choice) if secret else None
        if secret is None or connection is None:
            sentence = address.problem or (Sentence.KEY_NEEDED if address.is_agreed else Sentence.KEY_HOST_UNCONFIRMED)
            values = {"region": region, "host": address.host}
            return KeyVerdict(outcome=KeyOutcome.WRONG, region=region, sentence=sentence, values=values)
        verdict = await self._probe.check(connection)
        if verdict.outcome in (KeyOutcome.GOOD, KeyOutcome.NO_ACCESS):
            self._remember(secret, region)
        return verdict

    async def test_elsewhere(self, region: str, typed: Secret | None = None) -> KeyVerdict:
        """Test the same key in every other region, after the user agreed. Raises KeyringFailed."""
        secret = typed or await self._secret(region)
        if secret is None:
            return KeyVerdict(outcome=KeyOutcome.WRONG, region=region, sentence=Sentence.KEY_NEEDED)
        accounts = self._accounts
        others = [accounts.reach(each, secret, accounts.catalogue_choice(each)) for each in self.other_regions(region)]
        verdict = await self._probe.find_region(region, [each for each in others if each is not None])
        if verdict.belongs_to is not None:
            self._remember(secret, verdict.belongs_to)
        return verdict

    def other_regions(self, region: str) -> Sequence[str]:
        """The other regions with a catalogue address: a key is never sent to another region's gateway."""
        regions = [
            each.key for each in self._catalog.current.offered_regions() if not each.is_practice and each.key != region
        ]
        return [each for each in regions if self._accounts.catalogue_choice(each) is not None]

    def address(self, region: str, choice: AddressChoice | None = None) -> RegionAddress:
        return self._accounts.address(region, choice)

    async def checked_address(
        self, region: str, choice: AddressChoice | None = None, *, may_ask: bool = False
    ) -> RegionAddress:
        """`address` after the keyring was asked for the user's consent. Raises KeyringFailed."""
        return await self._accounts.checked_address(region, choice, may_ask=may_ask)

    async def agree(self, region: str, address: RegionAddress) -> None:
        await self._accounts.agree(region, address)

    async def use_address(self, region: str, choice: AddressChoice) -> None:
        """Send requests to that address from now on. The key in use is copied, unless that account has its own key."""
        before = self._account(region)
        self._accounts.choose(region, choice)
        after = self._account(region)
        if before == after:
            return
        try:
            secret = await self._secrets.get(before, may_ask=True)
            if secret is None or await self._secrets.get(after, may_ask=True) is not None:
                return
        except KeyringFailed as trouble:
            log.info("the key of %s was not copied to the new address: %s", region, trouble)
            return
        if self._secrets.is_for_session(before):
            self._secrets.keep_for_session(after, secret)
            return
        try:
            await self._secrets.set(after, secret)
        except KeyringFailed as trouble:
            log.info("the key of %s is kept for this session only: %s", region, trouble)
            self._secrets.keep_for_session(after, secret)

    async def reach(self, region: str) -> Sequence[HostReached]:
        """Whether the region's address and its storage host can be reached; empty without an address."""
        address = self._accounts.address(region)
        if address.base_url is None:
            return []
        return await self._probe.reach(region, address.base_url, self._catalog.current.region(region).storage_host)

    def _account(self, region: str) -> str:
        """The account in use; the main one while there is no address, so that a typed key is not lost."""
        return self._accounts.address(region).account or main_account(region)

    async def _secret(self, region: str) -> Secret | None:
        """The key to test: the user has pressed a button, so a locked keyring may be unlocked."""
        return (
            self._secrets.environment.of(region)
            or await self._secrets.get(self._account(region), may_ask=True)
            or self._secrets.environment.plain
        )

    def _remember(self, secret: Secret, region: str) -> None:
        if secret == self._secrets.environment.plain:
            remember_environment_key(self._preferences, secret, region)
