"""What a free look at one host tells about the way to it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from wandesk.domain.errors import Value
from wandesk.domain.sentences import Sentence


class HostReached(Struct, frozen=True, kw_only=True):
    """How one host was reached. `sentence` is the key of what stood in the way, None when nothing did."""

    host: str
    is_storage: bool
    """It keeps uploads and videos; else it takes orders."""
    sentence: Sentence | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    detail: str = ""
    """For experts, without secrets."""
