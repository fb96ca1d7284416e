"""Main accounts, their keys, and their refusals."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from wandesk.simulator.errors import Refusal

DEFAULT_REGION = "practice"  # this region has every model

REFUSALS: Mapping[str, tuple[int, str]] = {
    "Arrearage": (400, "Access denied, please make sure your account is in good standing."),
    "AccessDenied.Unpurchased": (403, "Access to model denied. Please make sure you are eligible for using the model."),
    "Model.AccessDenied": (403, "Model access denied."),
    "AllocationQuota.FreeTierOnly": (
        403,
        (
            "The free tier of the model has been exhausted. If you wish to continue access the model on a paid basis, "
            'please disable the "use free tier only" mode in the management console.'
        ),
    ),
    "Workspace.AccessDenied": (403, "Workspace access denied."),
    "PrepaidBillOverdue": (429, "The prepaid bill is overdue."),
    "PostpaidBillOverdue": (429, "The postpaid bill is overdue."),
    "CommodityNotPurchased": (429, "Commodity has not purchased yet."),
}
"""Status and message of the codes with which an account's create requests can be refused."""
_CLOSED_TO_ALL = (
    "AccessDenied.Unpurchased"  # an account without the service has no uploads and no lists of models either
)
_PLAN_KEY = "sk-sp-"  # keys of another product with another host; invalid here


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The sender of a request: the main account, and the number of the key that was used."""

    account: str
    api_key_id: str
    region: str = DEFAULT_REGION
    user: str = ""


class Accounts:
    """Keys are `{key: ACCOUNT[/USER][@REGION]}`; a key without a region belongs to `default_region`."""

    def __init__(self, keys: Mapping[str, str], *, default_region: str) -> None:
        self._default_region = default_region
        self._callers: dict[str, Caller] = {}
        self._refused: dict[tuple[str, str | None], str] = {}
        for key, account in keys.items():
            self.add_key(key, account)

    @property
    def by_key_number(self) -> dict[str, str]:
        """The number of each key, and its account."""
        return {caller.api_key_id: caller.account for caller in self._callers.values()}

    def add_key(self, key: str, account: str, *, known_as: str | None = None) -> None:
        """`account` is ACCOUNT[/USER][@REGION]: a user of the account, and the region that issued the key.

        `known_as`: the key has the number of that one, in whose place it is.
        """
        whole, _, region = account.partition("@")
        main, _, user = whole.partition("/")
        number = int.from_bytes(hashlib.sha256((known_as or key).encode()).digest()[:4], "big") % 90_000 + 10_000
        self._callers[key] = Caller(
            account=main, api_key_id=str(number), region=region or self._default_region, user=user
        )

    def remove_key(self, key: str) -> None:
        self._callers.pop(key, None)

    def has_key(self, key: str) -> bool:
        """Whether the key belongs to an account."""
        return key in self._callers

    def of_key(self, key: str) -> Caller:
        """The caller of a key. Raises KeyError."""
        return self._callers[key]

    def caller(self, authorization: str | None, region: str | None = None) -> Caller:
        """The caller with this header. A key of another region is refused like a wrong one (wire reference, 1.2).

        Raises Refusal.
        """
        scheme, _, key = (authorization or "").partition(" ")
        caller = self._callers.get(key.strip()) if scheme.lower() == "bearer" else None
        if caller is None or caller.region != (region or self._default_region) or key.strip().startswith(_PLAN_KEY):
            message = "Invalid API-key provided." if key else "No API-key provided."
            raise Refusal(401, "InvalidApiKey", message)
        return caller

    def refuse(self, account: str, code: str | None, *, model: str | None = None) -> None:
        """Refuse the account's create requests (for one model) with this code; None lifts the refusal.

        `code` is one of `REFUSALS`.
        """
        if code is None:
            self._refused.pop((account, model), None)
        else:
            self._refused[account, model] = code

    def check_request(self, caller: Caller, model_id: str) -> None:
        """Raises Refusal if the account may not use the service or this model."""
        for refused in ((caller.account, None), (caller.account, model_id)):
            if (code := self._refused.get(refused)) is not None:
                raise Refusal(REFUSALS[code][0], code, REFUSALS[code][1])

    def check_read(self, caller: Caller) -> None:
        """Raises Refusal if the account has not activated the service. Reads of tasks need no check."""
        if self._refused.get((caller.account, None)) == _CLOSED_TO_ALL:
            raise Refusal(REFUSALS[_CLOSED_TO_ALL][0], _CLOSED_TO_ALL, REFUSALS[_CLOSED_TO_ALL][1])

    def may_use(self, caller: Caller, model_id: str) -> bool:
        """Whether the account has access to the model."""
        return "Model.AccessDenied" not in {
            self._refused.get((caller.account, None)),
            self._refused.get((caller.account, model_id)),
        }
