"""Requests upload policies, and tells why there is none: the key, the account, the region, or the permission alone."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from wandesk.dashscope.answers import UploadPolicy, read_policy
from wandesk.dashscope.codes import NO_SUCH_PATH
from wandesk.dashscope.free_requests import FreeRequests
from wandesk.dashscope.meanings import Exchange
from wandesk.domain.account import Connection
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, Remedy, UploadsRefused
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.sentences import Sentence

log = logging.getLogger(__name__)

INCONCLUSIVE = {KeyOutcome.NO_NETWORK, KeyOutcome.UNSURE}
"""Verdicts that say nothing about the key."""


class UploadPolicies:
    """Requests permission to upload. A refusal of the permission alone is no refusal of the key."""

    def __init__(self, requests: FreeRequests, check_key: Callable[[Connection], Awaitable[KeyVerdict]]) -> None:
        self._requests = requests
        self._check_key = check_key

    async def request(self, connection: Connection, model_id: str) -> UploadPolicy:
        """A policy for files of this model.

        Raises UploadsRefused (no upload policy), KeyRefused (the key works for nothing else either), CloudUnreachable,
        CloudBusy.
        """
        try:
            answer = await self._requests.send(
                connection, "GET", "uploads", {"action": "getPolicy", "model": model_id}, exchange=Exchange.PERMISSION
            )
        except CloudBusy:
            raise
        except CloudRefused as refused:
            raise UploadsRefused(
                refused.detail,
                sentence=refused.sentence,
                remedy=refused.remedy,
                code=refused.code,
                request_id=refused.request_id,
            ) from refused
        except KeyRefused as refused:
            raise await self._without_permission(connection, refused) from refused
        except CloudUnreachable as unreachable:
            if unreachable.values.get("status") in NO_SUCH_PATH:
                raise UploadsRefused(unreachable.detail, request_id=unreachable.request_id) from unreachable
            raise
        policy = read_policy(answer)
        if policy is None:
            raise CloudUnreachable("an answer without an upload policy", request_id=answer.request_id)
        return policy

    async def _without_permission(
        self, connection: Connection, refused: KeyRefused
    ) -> KeyRefused | UploadsRefused | CloudUnreachable:
        """The error for a 401: a free read shows whether the key itself works."""
        verdict = await self._check_key(connection)
        if verdict.outcome is KeyOutcome.GOOD:
            log.info("the key of %s works, but may not upload: %s", connection.region, refused.code)
            return UploadsRefused(
                refused.detail,
                sentence=Sentence.UPLOADS_DENIED,
                remedy=Remedy.SETTINGS,
                code=refused.code,
                request_id=refused.request_id,
            )
        if verdict.outcome in INCONCLUSIVE:
            return CloudUnreachable(
                refused.detail,
                sentence=Sentence.CLOUD_TROUBLE,
                remedy=Remedy.WAIT,
                code=refused.code,
                request_id=refused.request_id,
                is_answered=True,
            )
        return refused
