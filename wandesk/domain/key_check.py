"""What a free look at the cloud tells about a key."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from wandesk.domain.account import Secret
from wandesk.domain.errors import Value
from wandesk.domain.sentences import Sentence

PLAN_KEY = "sk-sp-"
"""Keys of coding plans begin so and are refused for videos (wire-protocol 1.2)."""


class KeyOutcome(StrEnum):
    """The ways a check can end."""

    GOOD = "good"
    WRONG = "wrong"
    """Refused here: mistyped, deleted, or made for another region; the cloud does not say which."""
    ELSEWHERE = "elsewhere"
    """Accepted in another region that was asked with the user's consent."""
    NO_ACCESS = "no_access"
    """The key is known, but something of the account stands in the way; the sentence says what."""
    PLAN = "plan"
    """A key of a coding plan; nobody was asked."""
    NO_NETWORK = "no_network"
    """The cloud was not reached; the sentence says what stood in the way."""
    UNSURE = "unsure"
    """The cloud answered, but not the question."""


class KeyVerdict(Struct, frozen=True, kw_only=True):
    """How a check ended. `region` is the one that was asked, `sentence` the key of its words."""

    outcome: KeyOutcome
    region: str
    sentence: Sentence
    values: Mapping[str, Value] = field(default_factory=dict)
    belongs_to: str | None = None
    """The region that accepts the key, with ELSEWHERE."""
    unreached: tuple[str, ...] = ()
    """Regions that could not be asked when the key was looked for elsewhere."""
    code: str = ""
    detail: str = ""
    """For experts, without secrets."""
    request_id: str = ""


def is_plan_key(key: Secret) -> bool:
    """Whether the key belongs to a coding plan, which is seen without asking anybody."""
    return key.reveal().casefold().startswith(PLAN_KEY)
