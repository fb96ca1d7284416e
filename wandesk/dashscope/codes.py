"""The meaning of the cloud's error codes: wire-protocol 9 as one table, and the error for each."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wandesk.dashscope.answers import CloudAnswer
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, OutcomeUnknown, Remedy
from wandesk.domain.sentences import Sentence


class Exchange(StrEnum):
    """Where a code was found: its meaning depends on it."""

    CREATE = "create"
    READ = "read"
    """A free request about a task, the list or the key."""
    TASK = "task"
    """Inside a task that failed."""
    PERMISSION = "permission"
    """In the answer to a request for an upload policy."""
    UPLOAD = "upload"
    """From the storage."""


class Kind(StrEnum):
    """The kind of error of a code, if its remedy alone does not decide."""

    KEY = "key"
    """About the key: with status 401 the row's sentence replaces the one for a wrong key."""
    BUSY = "busy"
    """Throttling: no task exists, so that a create request is retried, too."""
    FULL = "full"
    """The model has no capacity: a free request is retried."""
    PASSING = "passing"
    """A fault of the cloud that passes: a free request is retried."""


WAIT, KEY, ACCOUNT, MONEY = Remedy.WAIT, Remedy.KEY, Remedy.ACCOUNT, Remedy.MONEY
MODEL, UPLOAD, REQUEST, NONE = Remedy.MODEL, Remedy.UPLOAD, Remedy.REQUEST, Remedy.NONE
BUSY, FULL, PASSING = Kind.BUSY, Kind.FULL, Kind.PASSING


class Meaning(msgspec.Struct, frozen=True):
    """One row: a code (a trailing `*` matches anything), part of the message or "", and their meaning."""

    code: str
    message_part: str
    sentence: Sentence
    remedy: Remedy
    kind: Kind | None = None
    only: Exchange | None = None
    """The row applies to this exchange only; None: to all."""


# Case is ignored and the first match counts, so rows with a message come before the same code without one.
MEANINGS: tuple[Meaning, ...] = (
    # 9.1 key, permission, money
    Meaning("InvalidApiKey", "", Sentence.KEY_REFUSED, KEY, Kind.KEY),
    Meaning("invalid_api_key", "", Sentence.KEY_REFUSED, KEY, Kind.KEY),
    Meaning("NOT AUTHORIZED", "", Sentence.CLOUD_WORKSPACE_KEY, ACCOUNT, Kind.KEY),
    Meaning("AccessDenied", "synchronous calls", Sentence.CLOUD_PROGRAM_FAULT, NONE),  # "asynchronous calls" too
    Meaning("AccessDenied", "Policy expired", Sentence.CLOUD_UPLOAD_EXPIRED, WAIT),
    Meaning("AccessDenied.Unpurchased", "", Sentence.CLOUD_NOT_ACTIVATED, ACCOUNT),
    Meaning("AccessDenied", "", Sentence.CLOUD_UPLOAD_REFUSED, NONE, only=Exchange.UPLOAD),  # not about models
    Meaning("AccessDenied", "", Sentence.UPLOADS_DENIED, NONE, only=Exchange.PERMISSION),
    Meaning("AccessDenied", "", Sentence.CLOUD_MODEL_LOCKED, ACCOUNT),
    Meaning("Model.AccessDenied", "", Sentence.CLOUD_MODEL_DENIED, ACCOUNT),
    Meaning("Workspace.AccessDenied", "", Sentence.CLOUD_WORKSPACE_DENIED, ACCOUNT),
    Meaning("App.AccessDenied", "", Sentence.CLOUD_WORKSPACE_DENIED, ACCOUNT),
    Meaning("AllocationQuota.FreeTierOnly", "", Sentence.CLOUD_FREE_TIER_ONLY, MONEY),
    Meaning("Arrearage", "", Sentence.CLOUD_ARREARS, MONEY),
    Meaning("PrepaidBillOverdue", "", Sentence.CLOUD_BILL, MONEY),
    Meaning("PostpaidBillOverdue", "", Sentence.CLOUD_BILL, MONEY),
    Meaning("CommodityNotPurchased", "", Sentence.CLOUD_BILL, MONEY),
    Meaning("ModelNotFound", "", Sentence.CLOUD_MODEL_MISSING, MODEL),
    Meaning("model_not_found", "", Sentence.CLOUD_MODEL_MISSING, MODEL),
    Meaning("*", "Model not exist", Sentence.CLOUD_MODEL_MISSING, MODEL),
    Meaning("WorkSpaceNotFound", "", Sentence.CLOUD_WORKSPACE_MISSING, ACCOUNT),
    Meaning("NotFound", "", Sentence.UPLOADS_NOT_OFFERED, NONE, only=Exchange.PERMISSION),
    Meaning("NotFound", "", Sentence.CLOUD_PROGRAM_FAULT, NONE),
    # 9.2 throttling; the end of the free quota has a throttling code, too
    Meaning("*", "Free allocated quota exceeded", Sentence.CLOUD_FREE_QUOTA_USED, MONEY),
    Meaning("Throttling*", "", Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("LimitRequests", "", Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("limit_requests", "", Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("insufficient_quota", "", Sentence.CLOUD_BUSY, WAIT, BUSY),
    Meaning("ModelServingError", "", Sentence.CLOUD_FULL, WAIT, FULL),
    Meaning("ModelUnavailable", "", Sentence.CLOUD_FULL, WAIT, FULL),
    # 9.3 the request or its inputs
    Meaning("InvalidParameter.DataInspection", "timed out", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("InvalidParameter.DataInspection", "format", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
    Meaning("InvalidParameter.DataInspection", "decode", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
    Meaning("InvalidParameter.DataInspection", "image size", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
    Meaning("InvalidParameter.DataInspection", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("InvalidParameter", "url error", Sentence.CLOUD_PROGRAM_FAULT, NONE),
    Meaning("InvalidParameter", "Request method", Sentence.CLOUD_PROGRAM_FAULT, NONE),
    Meaning("InvalidParameter", "Failed to download", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("InvalidParameter", "size is not match", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
    Meaning("InvalidParameter", "max bytes per data-uri", Sentence.CLOUD_TOO_LARGE, REQUEST),
    Meaning("InvalidParameter", "", Sentence.CLOUD_PARAMETER, REQUEST),
    Meaning("invalid_parameter_error", "URL", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("invalid_parameter_error", "", Sentence.CLOUD_PARAMETER, REQUEST),
    Meaning("BadRequest.TooLarge", "", Sentence.CLOUD_TOO_LARGE, REQUEST),
    Meaning("BadRequest.InputDownloadFailed", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("BadRequest.UnsupportedFileFormat", "", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
    Meaning("BadRequest.*", "", Sentence.CLOUD_PROGRAM_FAULT, NONE),
    Meaning("InvalidURL", "audio longer", Sentence.CLOUD_AUDIO_LENGTH, REQUEST),
    Meaning("InvalidURL", "audio is longer", Sentence.CLOUD_AUDIO_LENGTH, REQUEST),
    Meaning("InvalidURL", "larger than", Sentence.CLOUD_TOO_LARGE, REQUEST),
    Meaning("InvalidURL", "type is not supported", Sentence.CLOUD_AUDIO_FORMAT, REQUEST),
    Meaning("InvalidURL.ConnectionRefused", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("InvalidURL.Timeout", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("InvalidURL*", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("InvalidImage.FileFormat", "", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
    Meaning("InvalidImageFormat", "", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
    Meaning("InvalidImageResolution", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
    Meaning("InvalidImage.ImageSize", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
    Meaning("InvalidFile.Size", "", Sentence.CLOUD_TOO_LARGE, REQUEST),
    Meaning("InvalidFile.Duration", "", Sentence.CLOUD_AUDIO_LENGTH, REQUEST),
    Meaning("InvalidFile.ImageSize", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
    Meaning("InvalidFile.Resolution", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
    Meaning("InvalidFile.AspectRatio", "", Sentence.CLOUD_PICTURE_SIZE, REQUEST),
    Meaning("InvalidFile.DownloadFailed", "", Sentence.CLOUD_INPUT_UNREACHABLE, UPLOAD),
    Meaning("InvalidFile.*", "", Sentence.CLOUD_INPUT_FORMAT, UPLOAD),
    Meaning("Audio.FileSizeExceed*", "", Sentence.CLOUD_TOO_LARGE, REQUEST),
    Meaning("Audio.*", "", Sentence.CLOUD_AUDIO_FORMAT, REQUEST),
    Meaning("DataInspectionFailed", "Output", Sentence.CLOUD_MODERATION_OUTPUT, REQUEST),
    Meaning("data_inspection_failed", "Output", Sentence.CLOUD_MODERATION_OUTPUT, REQUEST),
    Meaning("DataInspectionFailed", "", Sentence.CLOUD_MODERATION, REQUEST),
    Meaning("data_inspection_failed", "", Sentence.CLOUD_MODERATION, REQUEST),
    Meaning("IPInfringementSuspect", "", Sentence.CLOUD_INFRINGEMENT, REQUEST),
    Meaning("UnsupportedOperation", "", Sentence.CANCEL_TOO_LATE, NONE),
    Meaning("CustomRoleBlocked", "", Sentence.CLOUD_CUSTOM_RULE, REQUEST),
    Meaning("EntityTooLarge", "", Sentence.CLOUD_TOO_LARGE, REQUEST),
    # 9.4 the cloud itself
    Meaning("InternalError.Timeout", "", Sentence.CLOUD_TOOK_TOO_LONG, WAIT),
    Meaning("RewriteFailed", "", Sentence.CLOUD_REWRITE_FAILED, REQUEST),
    Meaning("InternalError*", "", Sentence.CLOUD_TROUBLE, WAIT, PASSING),
    Meaning("internal_error", "", Sentence.CLOUD_TROUBLE, WAIT, PASSING),
    Meaning("SystemError", "", Sentence.CLOUD_TROUBLE, WAIT, PASSING),
    Meaning("ModelServiceFailed", "", Sentence.CLOUD_TROUBLE, WAIT, PASSING),
    Meaning("RequestTimeOut", "", Sentence.CLOUD_TROUBLE, WAIT, PASSING),  # after 300 s
)

UNKNOWN = {
    Exchange.CREATE: Meaning("*", "", Sentence.CLOUD_REFUSED, NONE),
    Exchange.READ: Meaning("*", "", Sentence.CLOUD_REFUSED, NONE),
    Exchange.TASK: Meaning("*", "", Sentence.CLOUD_FAILED, NONE),
    Exchange.PERMISSION: Meaning("*", "", Sentence.CLOUD_UPLOAD_REFUSED, NONE),
    Exchange.UPLOAD: Meaning("*", "", Sentence.CLOUD_UPLOAD_REFUSED, NONE),
}
"""The meaning of a code without a row."""


def meaning_of(code: str, message: str, exchange: Exchange) -> Meaning:
    """The meaning of a code and its message in an exchange; a value of `UNKNOWN` for codes without a row."""
    code, message = code.casefold(), message.casefold()
    for meaning in MEANINGS:
        pattern = meaning.code.casefold()
        is_code = code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern
        if is_code and meaning.message_part.casefold() in message and _applies(meaning, exchange):
            return meaning
    return UNKNOWN[exchange]


def _applies(meaning: Meaning, exchange: Exchange) -> bool:
    """Whether the row applies there. What is wrong with a request's values says nothing about an upload policy."""
    if meaning.only is not None:
        return meaning.only is exchange
    return exchange is not Exchange.PERMISSION or meaning.remedy not in (UPLOAD, REQUEST, NONE)


def refusal(answer: CloudAnswer, exchange: Exchange) -> CloudRefused | KeyRefused | CloudUnreachable | OutcomeUnknown:
    """The error for an answer with a code.

    Only a status from 400 to 499 with a code refuses a create request. With any other status, 408 and every server
    error among them, a task may exist whatever the code: the code then counts once the list shows no task. A create
    request is retried after a throttling code, and after any status 429 without a billing code.

    A free request is retried after a server error and after `x-should-retry`.
    """
    is_create = exchange is Exchange.CREATE
    meaning = meaning_of(answer.code, answer.message, exchange)
    is_known = meaning is not UNKNOWN[exchange]
    sentence, remedy = meaning.sentence, meaning.remedy
    detail = answer.message
    if is_create and not rules_out_task(answer.status):
        return OutcomeUnknown(
            detail,
            sentence=sentence if is_known else Sentence.CLOUD_TROUBLE,
            remedy=remedy if is_known else WAIT,
            code=answer.code,
            request_id=answer.request_id,
            has_proven_id=answer.has_proven_id,
        )
    if answer.status == 401 or remedy is KEY:
        is_about_key = meaning.kind is Kind.KEY
        return KeyRefused(
            detail,
            sentence=sentence if is_about_key else None,
            remedy=remedy if is_about_key else None,
            code=answer.code,
            request_id=answer.request_id,
        )
    is_throttled = meaning.kind is BUSY or (answer.status == TOO_MANY_REQUESTS and remedy is not MONEY)
    if is_throttled or (meaning.kind is FULL and not is_create):
        return CloudBusy(detail, retry_after=_retry_delay(answer), code=answer.code, request_id=answer.request_id)
    is_passing = answer.status >= 500 or answer.status in (408, 409, 425) or meaning.kind is PASSING
    if not is_create and (is_passing or answer.should_retry):
        return CloudUnreachable(
            detail,
            sentence=Sentence.CLOUD_TROUBLE,
            remedy=WAIT,
            code=answer.code,
            request_id=answer.request_id,
            retry_after=_retry_delay(answer),
            is_answered=True,
        )
    if answer.status == 413 and not is_known:
        sentence, remedy = Sentence.CLOUD_TOO_LARGE, REQUEST
    return CloudRefused(detail, sentence=sentence, remedy=remedy, code=answer.code, request_id=answer.request_id)


TOO_MANY_REQUESTS = 429


def rules_out_task(status: int) -> bool:
    """Whether an answer to a create request with this status and a code proves that no task was created.

    A server error can follow the creation: the cloud, or a gateway before it, fails at a later step.
    """
    return 400 <= status < 500 and status != 408


def _retry_delay(answer: CloudAnswer) -> float | None:
    """Seconds until the retry: the answer's value, else a minute for quotas per minute.

    `x-should-retry: false` only delays the retry, because a paid video may depend on it.
    """
    if answer.should_retry is False:
        return max(answer.retry_after or 0.0, 60.0)
    if answer.retry_after is None and answer.code.casefold() in ("throttling.allocationquota", "insufficient_quota"):
        return 60.0
    return answer.retry_after
