"""Regions with their addresses and keys: connections ready for use.

An account is one entry (region, address, workspace). Its id is made from these three, so it outlives its key, and
returning to an earlier address restores that account.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.catalog import Region
from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.endpoint import (
    AddressChoice,
    AddressKind,
    AddressRefused,
    RegionAddress,
    chosen_base,
    custom_base,
    is_catalogues,
    same_address,
    shared_base,
    split,
)
from wandesk.domain.errors import KeyNeeded
from wandesk.domain.key_check import is_plan_key
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings import options
from wandesk.settings.agreements import Agreements
from wandesk.settings.preferences import Preferences
from wandesk.settings.secrets import SecretStore

API = "/api/v1"


def main_account(region: str) -> str:
    """The id of a region's account at its default address."""
    return f"{region}/main"


def account_at(region: str, base_url: str) -> str:
    """The id of a region's account at another address."""
    return f"{region}/{hashlib.sha256(same_address(base_url).encode()).hexdigest()[:12]}"


class RegionAccounts:
    """The engine's Accounts for the regions of the cloud, without Practice. May be called in any thread."""

    def __init__(
        self,
        catalog: CatalogSource,
        secrets: SecretStore,
        *,
        preferences: Preferences | None = None,
        hosts: Mapping[str, str] | None = None,
    ) -> None:
        """Without `preferences` every region has its default address. `hosts` replaces it (scheme, host and port)."""
        self._catalog = catalog
        self._secrets = secrets
        self._agreements = Agreements(secrets)
        self._preferences = preferences
        self._hosts = dict(hosts or {})

    async def connect(self, ref: AccountRef) -> Connection:
        """A connection to the account. A region alone is for new jobs, `Job.account_ref` for a job's own account.

        A job keeps the address and the key of its own account, whatever is set now. A key of the environment takes
        precedence over the keyring's. Raises KeyringFailed, and KeyNeeded with the region in `values`: also for an
        address that cannot be used or lacks the user's consent, and for a job without an `endpoint` whose region has
        left the catalogue.
        """
        region = ref.region
        self._known(region)  # raises for Practice, whether there is a key or not
        account, endpoint = self._entry(ref)
        await self._require_consent(region, endpoint)
        secret = self._secrets.environment.of(region) or await self._secrets.get(account)
        if not secret:
            raise KeyNeeded(values={"region": region})
        if is_plan_key(secret):  # saved by an earlier version or another program
            raise KeyNeeded(sentence=Sentence.KEY_PLAN, values={"region": region})
        return self._connection(region, secret, account, endpoint)

    def address(self, region: str, choice: AddressChoice | None = None) -> RegionAddress:
        """Where a region's requests go for a choice, by default the stored one; it never raises."""
        known = self._known(region)
        choice = choice or self._choice(region)
        if known is None:
            return RegionAddress(choice=choice, problem=Sentence.CLOUD_MODEL_MISSING)
        if choice.kind is AddressKind.USUAL and region in self._hosts:
            base_url = self._replaced_base(region)
            return self._resolved(choice, base_url, main_account(region), is_agreed=True)
        try:
            base_url = chosen_base(known, choice)
            is_own = is_catalogues(known, base_url)
        except AddressRefused as refused:
            return RegionAddress(choice=choice, problem=refused.sentence, host=refused.host)
        shared = shared_base(known)
        is_main = shared is not None and same_address(base_url) == same_address(shared)
        account = main_account(region) if is_main else account_at(region, base_url)
        return self._resolved(
            choice, base_url, account, is_agreed=is_own or self._agreements.is_known(region, base_url)
        )

    async def checked_address(
        self, region: str, choice: AddressChoice | None = None, *, may_ask: bool = False
    ) -> RegionAddress:
        """`address` after the keyring was asked for the user's consent. Raises KeyringFailed."""
        address = self.address(region, choice)
        if address.base_url is None or address.is_agreed:
            return address
        return replace(address, is_agreed=await self._agreements.has(region, address.base_url, may_ask=may_ask))

    async def agree(self, region: str, address: RegionAddress) -> None:
        """Keep the user's consent to send the region's key to this address."""
        if address.base_url and not address.is_agreed:
            await self._agreements.give(region, address.base_url)

    async def withdraw(self, region: str) -> None:
        """Forget the consent to the region's address: the next key needs a new one. Raises KeyringFailed."""
        address = await self.checked_address(region, may_ask=True)
        known = self._known(region)
        if address.base_url and address.is_agreed and known and not is_catalogues(known, address.base_url):
            await self._agreements.withdraw(region, address.base_url)

    def choose(self, region: str, choice: AddressChoice) -> None:
        """Send new requests to another address. For the window's thread.

        A custom address does not delete the stored workspace.
        """
        assert self._preferences is not None
        before = self.address(region).account
        typed = choice.text.strip()
        custom = typed if choice.kind is AddressKind.CUSTOM else ""
        self._preferences.set(options.region_address(region), custom)
        if choice.kind is not AddressKind.CUSTOM:
            self._preferences.set(options.region_workspace(region), typed)
        after = self.address(region).account
        earlier = {*self._preferences.get(options.region_earlier(region)).split(), before or "", after or ""} - {""}
        if earlier != {main_account(region)}:
            self._preferences.set(options.region_earlier(region), " ".join(sorted(earlier)))

    def other_accounts(self, region: str) -> Sequence[str]:
        """The region's other accounts that may hold a key: at the default address and at earlier ones."""
        written = self._preferences.get(options.region_earlier(region)).split() if self._preferences else []
        current = self.address(region).account
        ours = [each for each in written if each.startswith(f"{region}/")]
        return [each for each in dict.fromkeys([main_account(region), *ours]) if each != current]

    def reach(self, region: str, secret: Secret, choice: AddressChoice | None = None) -> Connection | None:
        """A connection with a key that may not be stored; None if the key must not or cannot be sent."""
        address = self.address(region, choice)
        if address.base_url is None or address.account is None or not address.is_agreed:
            return None
        return self._connection(region, secret, address.account, address.base_url)

    def catalogue_choice(self, region: str) -> AddressChoice | None:
        """The choice that uses the catalogue's hosts; None where a workspace is missing."""
        workspace = self._preferences.get(options.region_workspace(region)) if self._preferences else ""
        kind = AddressKind.WORKSPACE if workspace else AddressKind.USUAL
        choice = AddressChoice(kind=kind, text=workspace)
        return choice if self.address(region, choice).base_url else None

    # ------------------------------------------------------------------ one entry

    def _entry(self, ref: AccountRef) -> tuple[str, str]:
        region, account, endpoint = ref.region, ref.account, ref.endpoint
        if account is not None and endpoint is not None:
            return account, endpoint
        address = self.address(region)
        if account is None:
            if address.base_url is None or address.account is None:
                values = {"region": region, "host": address.host}
                raise KeyNeeded("no address", sentence=address.problem, values=values)
            return address.account, endpoint or address.base_url
        if account == address.account and address.base_url is not None:
            return account, address.base_url
        usual = self.address(region, AddressChoice())
        if account == usual.account and usual.base_url is not None:
            return account, usual.base_url
        raise KeyNeeded("an entry whose address is not known", values={"region": region})

    async def _require_consent(self, region: str, base_url: str) -> None:
        """Only the catalogue's hosts get a key without a question: an address may come from a stranger's file."""
        known = self._known(region)
        values = {"region": region}
        try:
            host = split(base_url).netloc
            is_usual = known is not None and (is_catalogues(known, base_url) or self._is_replaced(region, base_url))
            if is_usual or await self._agreements.has(region, base_url):
                return
        except AddressRefused as refused:
            raise KeyNeeded(str(refused), sentence=refused.sentence, values={**values, "host": refused.host}) from None
        raise KeyNeeded(
            "an address without the user's consent",
            sentence=Sentence.KEY_HOST_UNCONFIRMED,
            values={**values, "host": host},
        )

    def _is_replaced(self, region: str, base_url: str) -> bool:
        """Whether `hosts` leads the region there."""
        return region in self._hosts and same_address(base_url) == same_address(self._replaced_base(region))

    def _replaced_base(self, region: str) -> str:
        return custom_base(self._hosts[region].rstrip("/") + API)

    def _connection(self, region: str, secret: Secret, account: str, base_url: str) -> Connection:
        known = self._known(region)
        return Connection(
            account=account,
            region=region,
            base_url=base_url,
            secret=secret,
            has_uploads=known.has_uploads if known else False,
        )

    def _choice(self, region: str) -> AddressChoice:
        if self._preferences is None:
            return AddressChoice()
        if custom := self._preferences.get(options.region_address(region)):
            return AddressChoice(kind=AddressKind.CUSTOM, text=custom)
        if workspace := self._preferences.get(options.region_workspace(region)):
            return AddressChoice(kind=AddressKind.WORKSPACE, text=workspace)
        return AddressChoice()

    def _resolved(self, choice: AddressChoice, base_url: str, account: str, *, is_agreed: bool) -> RegionAddress:
        host = split(base_url).netloc
        return RegionAddress(choice=choice, base_url=base_url, account=account, is_agreed=is_agreed, host=host)

    def _known(self, region: str) -> Region | None:
        known = next((each for each in self._catalog.current.regions if each.key == region), None)
        if known is not None and known.is_practice:
            raise ValueError("Practice has no key")
        return known
