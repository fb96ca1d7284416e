"""The outcome of a free check of a key."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from wandesk.domain.account import Secret
from wandesk.domain.errors import Value
from wandesk.domain.sentences import Sentence

PLAN_KEY = "sk-sp-"
"""Prefix of keys of coding plans, which are refused for videos (wire-protocol 1.2)."""


class KeyOutcome(StrEnum):
    """How a check ended."""

    GOOD = "good"
    WRONG = "wrong"
    """Refused: mistyped, deleted, or of another region; the cloud does not say which."""
    ELSEWHERE = "elsewhere"
    """Accepted in another region, which was asked with the user's consent."""
    NO_ACCESS = "no_access"
    """The key is valid, but the account must be changed; the sentence says how."""
    PLAN = "plan"
    """A key of a coding plan; no request was sent."""
    NO_NETWORK = "no_network"
    """The cloud was not reached; the sentence says why."""
    UNSURE = "unsure"
    """The cloud's answer does not tell."""


class KeyVerdict(Struct, frozen=True, kw_only=True):
    """The outcome of a check in `region`, with its sentence."""

    outcome: KeyOutcome
    region: str
    sentence: Sentence
    values: Mapping[str, Value] = field(default_factory=dict)
    may_be_elsewhere: bool = False
    """The region refuses the key, and no other region was asked."""
    belongs_to: str | None = None
    """The region that accepts the key, with ELSEWHERE."""
    unreached: tuple[str, ...] = ()
    """Regions that could not be reached while searching for the key's region."""
    code: str = ""
    detail: str = ""
    """For experts, without secrets."""
    request_id: str = ""


def is_plan_key(key: Secret) -> bool:
    """Whether the key belongs to a coding plan, by its prefix."""
    return key.reveal().casefold().startswith(PLAN_KEY)
