"""The result of checking the connection to one host."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from wandesk.domain.errors import Value
from wandesk.domain.sentences import Sentence


class HostReached(Struct, frozen=True, kw_only=True):
    """Whether one host was reached. `sentence` says why not; None if it was."""

    host: str
    is_storage: bool
    """The host stores uploads and videos; otherwise it is the API's."""
    sentence: Sentence | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    detail: str = ""
    """For experts, without secrets."""
