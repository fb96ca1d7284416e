"""Accounts, their keys, and connections ready for use."""

from __future__ import annotations

import hashlib

from msgspec import Struct


class Secret:
    """A key, hidden in `repr`, logs and tracebacks; use `reveal()`.

    `known_as`: the key has the fingerprint of that text. Practice has a new key at each start, and it stays one key.
    """

    __slots__ = ("_known_as", "_text")

    def __init__(self, text: str, *, known_as: str = "") -> None:
        self._text = text.strip()
        self._known_as = known_as or self._text

    def reveal(self) -> str:
        """The key itself, for the Authorization header and the keyring only."""
        return self._text

    @property
    def fingerprint(self) -> str:
        """12 hexadecimal digits that distinguish keys without revealing them."""
        return hashlib.sha256(b"wandesk-key:" + self._known_as.encode()).hexdigest()[:12]

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(("Secret", self._text))

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a Secret cannot be pickled")


class AccountRef(Struct, frozen=True):
    """Where a job lives: the account and the API base that its request was sent to.

    `account` None means the region's current account. `endpoint` None means the current API base of the account.
    A region alone means the account for new requests.
    """

    region: str
    account: str | None = None
    endpoint: str | None = None


class Connection(Struct, frozen=True, kw_only=True):
    """An account ready for use.

    `account` is the id of an entry of *Regions and keys*; it outlives its key. `base_url` ends in `/api/v1`.
    """

    account: str
    region: str
    base_url: str
    secret: Secret
    has_uploads: bool
