"""The meaning of the cloud's error codes: wire-protocol 9 as one table, and the error for each."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wandesk.dashscope.answers import Answer
from wandesk.dashscope.redaction import redact
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, OutcomeUnknown, Remedy
from wandesk.domain.sentences import Sentence


class Exchange(StrEnum):
    """Where a code was found: its meaning depends on it."""

    CREATE = "create"
    READ = "read"
    """A free request about a task, the list or the key."""
    TASK = "task"
    """Inside a task that failed."""
    UPLOAD = "upload"
    """From the storage, or in the answer to a request for an upload policy."""


WAIT, KEY, ACCOUNT, MONEY = Remedy.WAIT, Remedy.KEY, Remedy.ACCOUNT, Remedy.MONEY
MODEL, UPLOAD, REQUEST, NONE = Remedy.MODEL, Remedy.UPLOAD, Remedy.REQUEST, Remedy.NONE


class Meaning(msgspec.Struct, frozen=True):
    """One row: a code (a trailing `*` matches anything), part of the message or "", and their meaning."""

    code: str
    message_part: str
    sentence: Sentence
    remedy: Remedy
    task_may_exist: bool = False
    """In the answer to a create request: the cloud does not know whether it created a task."""
    only: Exchange | None = None
    """The row applies to this exchange only; None: to all."""


BUSY = Sentence.CLOUD_BUSY
FULL = Sentence.CLOUD_FULL
TROUBLE = Sentence.CLOUD_TROUBLE
WORKSPACE_KEY = Sentence.CLOUD_WORKSPACE_KEY

# Case is ignored and the first match counts, so rows with a message come before the same code without one.
MEANINGS: tuple[Meaning, ...] = tuple(
    Meaning(*row)
    for row in (
        # 9.1 key, permission, money
        ("InvalidApiKey", "", Sentence.KEY_REFUSED, KEY),
        ("invalid_api_key", "", Sentence.KEY_REFUSED, KEY),
        ("NOT AUTHORIZED", "", WORKSPACE_KEY, ACCOUNT),
        ("AccessDenied", "synchronous calls", Sentence.CLOUD_PROGRAM_FAULT, NONE),  # "asynchronous calls" too
        ("AccessDenied", "Policy expired", Sentence.CLOUD_UPLOAD_EXPIRED, WAIT),
        ("AccessDenied.Unpurchased", "", Sentence.CLOUD_NOT_ACTIVATED, ACCOUNT),
        (
            "AccessDenied",
            "",
            Sentence.CLOUD_UPLOAD_REFUSED,
            NONE,
            False,
            Exchange.UPLOAD,
        ),  # not about models
        ("AccessDenied", "", Sentence.CLOUD_MODEL_LOCKED, ACCOUNT),
        ("Model.AccessDenied", "", Sentence.CLOUD_MODEL_DENIED, ACCOUNT),
        ("Workspace.AccessDenied", "", Sentence.CLOUD_WORKSPACE_DENIED, ACCOUNT),
        ("App.AccessDenied", "", Sentence.CLOUD_WORKSPACE_DENIED, ACCOUNT),
        ("AllocationQuota.FreeTierOnly", "", Sentence.CLOUD_FREE_TIER_ONLY, MONEY),
        ("Arrearage", "", Sentence.CLOUD_ARREARS, MONEY),
        ("PrepaidBillOverdue", "", Sentence.CLOUD_BILL, MONEY),
        ("PostpaidBillOverdue", "", Sentence.CLOUD_BILL, MONEY),
        ("CommodityNotPurchased", "", Sentence.CLOUD_BILL, MONEY),
        ("ModelNotFound", "", Sentence.CLOUD_MODEL_MISSING, MODEL),
        ("model_not_found", "", Sentence.CLOUD_MODEL_MISSING, MODEL),
        ("*", "Model not exist", Sentence.CLOUD_MODEL_MISSING, MODEL),
        ("WorkSpaceNotFound", "", Sentence.CLOUD_WORKSPACE_MISSING, ACCOUNT),
        ("NotFound", "", Sentence.CLOUD_PROGRAM_FAULT, NONE),
        # 9.2 throttling; the end of the free quota has a throttling code, too
        ("*", "Free allocated quota exceeded", Sentence.CLOUD_FREE_QUOTA_USED, MONEY),
        ("Throttling*", "", BUSY, WAIT),
        ("LimitRequests", "", BUSY, WAIT),
        ("limit_requests", "", BUSY, WAIT),
        ("insufficient_quota", "", BUSY, WAIT),
        ("ModelServingError", "", FULL, WAIT),
        ("ModelUnavailable", "", FULL, WAIT),
        # 9.3 the request or its inputs
        ("InvalidParameter.DataInspection", "timed out", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
        ("InvalidParameter.DataInspection", "format", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
        ("InvalidParameter.DataInspection", "decode", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
        ("InvalidParameter.DataInspection", "image size", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
        ("InvalidParameter.DataInspection", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
        ("InvalidParameter", "url error", Sentence.CLOUD_PROGRAM_FAULT, NONE),
        ("InvalidParameter", "Request method", Sentence.CLOUD_PROGRAM_FAULT, NONE),
        ("InvalidParameter", "Failed to download", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
        ("InvalidParameter", "size is not match", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
        ("InvalidParameter", "max bytes per data-uri", Sentence.CLOUD_TOO_LARGE, REQUEST),
        ("InvalidParameter", "", Sentence.CLOUD_PARAMETER, REQUEST),
        ("invalid_parameter_error", "URL", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
        ("invalid_parameter_error", "", Sentence.CLOUD_PARAMETER, REQUEST),
        ("BadRequest.TooLarge", "", Sentence.CLOUD_TOO_LARGE, REQUEST),
        ("BadRequest.InputDownloadFailed", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
        ("BadRequest.UnsupportedFileFormat", "", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
        ("BadRequest.*", "", Sentence.CLOUD_PROGRAM_FAULT, NONE),
        ("InvalidURL", "audio longer", Sentence.CLOUD_AUDIO_LENGTH, REQUEST),
        ("InvalidURL", "audio is longer", Sentence.CLOUD_AUDIO_LENGTH, REQUEST),
        ("InvalidURL", "larger than", Sentence.CLOUD_TOO_LARGE, REQUEST),
        ("InvalidURL", "type is not supported", Sentence.CLOUD_AUDIO_FORMAT, REQUEST),
        ("InvalidURL.ConnectionRefused", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
        ("InvalidURL.Timeout", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
        ("InvalidURL*", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
        ("InvalidImage.FileFormat", "", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
        ("InvalidImageFormat", "", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
        ("InvalidImageResolution", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
        ("InvalidImage.ImageSize", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
        ("InvalidFile.Size", "", Sentence.CLOUD_TOO_LARGE, REQUEST),
        ("InvalidFile.Duration", "", Sentence.CLOUD_AUDIO_LENGTH, REQUEST),
        ("InvalidFile.ImageSize", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
        ("InvalidFile.Resolution", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
        ("InvalidFile.AspectRatio", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
        ("InvalidFile.DownloadFailed", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
        ("InvalidFile.*", "", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
        ("Audio.FileSizeExceed*", "", Sentence.CLOUD_TOO_LARGE, REQUEST),
        ("Audio.*", "", Sentence.CLOUD_AUDIO_FORMAT, REQUEST),
        ("DataInspectionFailed", "Output", Sentence.CLOUD_MODERATION_OUTPUT, REQUEST),
        ("data_inspection_failed", "Output", Sentence.CLOUD_MODERATION_OUTPUT, REQUEST),
        ("DataInspectionFailed", "", Sentence.CLOUD_MODERATION, REQUEST),
        ("data_inspection_failed", "", Sentence.CLOUD_MODERATION, REQUEST),
        ("IPInfringementSuspect", "", Sentence.CLOUD_INFRINGEMENT, REQUEST),
        ("UnsupportedOperation", "", Sentence.CANCEL_TOO_LATE, NONE),
        ("CustomRoleBlocked", "", Sentence.CLOUD_CUSTOM_RULE, REQUEST),
        ("EntityTooLarge", "", Sentence.CLOUD_TOO_LARGE, REQUEST),
        # 9.4 the cloud itself
        ("InternalError.Timeout", "", Sentence.CLOUD_TOOK_TOO_LONG, WAIT),
        ("RewriteFailed", "", Sentence.CLOUD_REWRITE_FAILED, REQUEST),
        ("InternalError*", "", TROUBLE, WAIT),
        ("internal_error", "", TROUBLE, WAIT),
        ("SystemError", "", TROUBLE, WAIT),
        ("ModelServiceFailed", "", TROUBLE, WAIT),
        ("RequestTimeOut", "", TROUBLE, WAIT, True),  # the cloud waited 300 s for its own model
    )
)

UNKNOWN = {
    Exchange.CREATE: Meaning("*", "", Sentence.CLOUD_REFUSED, NONE),
    Exchange.READ: Meaning("*", "", Sentence.CLOUD_REFUSED, NONE),
    Exchange.TASK: Meaning("*", "", Sentence.CLOUD_FAILED, NONE),
    Exchange.UPLOAD: Meaning("*", "", Sentence.CLOUD_UPLOAD_REFUSED, NONE),
}
"""The meaning of a code without a row."""


def meaning_of(code: str, message: str, exchange: Exchange) -> Meaning:
    """The meaning of a code and its message in an exchange; a value of `UNKNOWN` for codes without a row."""
    code, message = code.casefold(), message.casefold()
    for meaning in MEANINGS:
        pattern = meaning.code.casefold()
        is_code = code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern
        if is_code and meaning.message_part.casefold() in message and meaning.only in (None, exchange):
            return meaning
    return UNKNOWN[exchange]


def refusal(answer: Answer, exchange: Exchange) -> CloudRefused | KeyRefused | CloudUnreachable | OutcomeUnknown:
    """The error for an answer with a code.

    A create request is retried after an explicit throttling code only. A billing code with status 429, a server error
    with a known code and every unknown code end it. A task may exist if the cloud reports its own timeout, or if a
    server, perhaps a gateway, fails with an unknown code.

    A free request is retried after a server error and after `x-should-retry`.
    """
    is_create = exchange is Exchange.CREATE
    meaning = meaning_of(answer.code, answer.message, exchange)
    is_known = meaning is not UNKNOWN[exchange]
    sentence, remedy = meaning.sentence, meaning.remedy
    detail = redact(answer.message)
    may_exist = meaning.task_may_exist if is_known else answer.status >= 500 or answer.status == 408
    if is_create and may_exist:
        return OutcomeUnknown(detail, code=answer.code, request_id=answer.trusted_request_id)
    if answer.status == 401 or remedy is KEY:
        is_workspace = sentence == WORKSPACE_KEY
        return KeyRefused(
            detail,
            sentence=sentence if is_workspace else None,
            remedy=remedy if is_workspace else None,
            code=answer.code,
            request_id=answer.request_id,
        )
    is_limit = sentence == FULL or (answer.status == 429 and not is_known)
    if sentence == BUSY or (is_limit and not is_create):
        return CloudBusy(detail, retry_after=_retry_delay(answer), code=answer.code, request_id=answer.request_id)
    is_passing = answer.status >= 500 or answer.status in (408, 409, 425) or sentence == TROUBLE
    if not is_create and (is_passing or answer.should_retry):
        return CloudUnreachable(
            detail,
            sentence=TROUBLE,
            remedy=WAIT,
            code=answer.code,
            request_id=answer.request_id,
            retry_after=_retry_delay(answer),
            is_answered=True,
        )
    if answer.status == 413 and not is_known:
        sentence, remedy = Sentence.CLOUD_TOO_LARGE, REQUEST
    return CloudRefused(detail, sentence=sentence, remedy=remedy, code=answer.code, request_id=answer.request_id)


def _retry_delay(answer: Answer) -> float | None:
    """Seconds until the retry: the answer's value, else a minute for quotas per minute.

    `x-should-retry: false` only delays the retry, because a paid video may depend on it.
    """
    if answer.should_retry is False:
        return max(answer.retry_after or 0.0, 60.0)
    if answer.retry_after is None and answer.code.casefold() in ("throttling.allocationquota", "insufficient_quota"):
        return 60.0
    return answer.retry_after
