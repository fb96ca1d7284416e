"""Videos that were ordered together, as they are remembered from one run to the next."""

from __future__ import annotations

from msgspec import Struct


class Batch(Struct, frozen=True, kw_only=True):
    """The jobs of one press, in its order."""

    ids: tuple[str, ...]
    table: str = ""
    """The path of the table of orders, if it was one."""
    is_begun: bool = False
    """They are being ordered. After a crash, some of the ids have no job."""
