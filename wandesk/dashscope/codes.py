"""What the cloud's error codes mean: wire-protocol 9 as one table, and the error that each becomes."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wandesk.dashscope.answers import Answer
from wandesk.dashscope.redaction import redact
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, OutcomeUnknown, Remedy


class Exchange(StrEnum):
    """Where a code was said: the same code means different things there."""

    CREATE = "create"
    READ = "read"
    """A free request about a task, the list or the key."""
    TASK = "task"
    """Inside a task that failed."""
    UPLOAD = "upload"
    """By the storage, or where a leave to upload is asked for."""


WAIT, KEY, ACCOUNT, MONEY = Remedy.WAIT, Remedy.KEY, Remedy.ACCOUNT, Remedy.MONEY
MODEL, UPLOAD, REQUEST, NONE = Remedy.MODEL, Remedy.UPLOAD, Remedy.REQUEST, Remedy.NONE


class Meaning(msgspec.Struct, frozen=True):
    """One row: a code (a trailing `*` stands for anything), words of the message or "", and what they mean."""

    code: str
    words: str
    sentence: str
    remedy: Remedy
    task_may_exist: bool = False
    """As the answer to an order: the cloud itself does not know whether it made a task."""
    only: Exchange | None = None
    """The row holds for this exchange alone, None: for all."""


BUSY = "cloud_busy"
FULL = "cloud_full"
TROUBLE = "cloud_trouble"
WORKSPACE_KEY = "cloud_workspace_key"

# Compared without regard to case, first match wins: a row with words stands above the same code without.
MEANINGS: tuple[Meaning, ...] = tuple(
    Meaning(*row)
    for row in (
        # 9.1 key, permission, money
        ("InvalidApiKey", "", "key_refused", KEY),
        ("invalid_api_key", "", "key_refused", KEY),
        ("NOT AUTHORIZED", "", WORKSPACE_KEY, ACCOUNT),
        ("AccessDenied", "synchronous calls", "cloud_program_fault", NONE),  # "asynchronous calls" too
        ("AccessDenied", "Policy expired", "cloud_upload_expired", WAIT),
        ("AccessDenied.Unpurchased", "", "cloud_not_activated", ACCOUNT),
        ("AccessDenied", "", "cloud_upload_refused", NONE, False, Exchange.UPLOAD),  # it says nothing about models
        ("AccessDenied", "", "cloud_model_locked", ACCOUNT),
        ("Model.AccessDenied", "", "cloud_model_denied", ACCOUNT),
        ("Workspace.AccessDenied", "", "cloud_workspace_denied", ACCOUNT),
        ("App.AccessDenied", "", "cloud_workspace_denied", ACCOUNT),
        ("AllocationQuota.FreeTierOnly", "", "cloud_free_tier_only", MONEY),
        ("Arrearage", "", "cloud_arrears", MONEY),
        ("PrepaidBillOverdue", "", "cloud_bill", MONEY),
        ("PostpaidBillOverdue", "", "cloud_bill", MONEY),
        ("CommodityNotPurchased", "", "cloud_bill", MONEY),
        ("ModelNotFound", "", "cloud_model_missing", MODEL),
        ("model_not_found", "", "cloud_model_missing", MODEL),
        ("*", "Model not exist", "cloud_model_missing", MODEL),
        ("WorkSpaceNotFound", "", "cloud_workspace_missing", ACCOUNT),
        ("NotFound", "", "cloud_program_fault", NONE),
        # 9.2 too much at once; the free quota's end comes under a throttling code
        ("*", "Free allocated quota exceeded", "cloud_free_quota_used", MONEY),
        ("Throttling*", "", BUSY, WAIT),
        ("LimitRequests", "", BUSY, WAIT),
        ("limit_requests", "", BUSY, WAIT),
        ("insufficient_quota", "", BUSY, WAIT),
        ("ModelServingError", "", FULL, WAIT),
        ("ModelUnavailable", "", FULL, WAIT),
        # 9.3 the order or its inputs
        ("InvalidParameter.DataInspection", "timed out", "cloud_input_unreachable", UPLOAD),
        ("InvalidParameter.DataInspection", "format", "cloud_input_format", UPLOAD),
        ("InvalidParameter.DataInspection", "decode", "cloud_input_format", UPLOAD),
        ("InvalidParameter.DataInspection", "image size", "cloud_picture_size", REQUEST),
        ("InvalidParameter.DataInspection", "", "cloud_input_unreachable", UPLOAD),
        ("InvalidParameter", "url error", "cloud_program_fault", NONE),
        ("InvalidParameter", "Request method", "cloud_program_fault", NONE),
        ("InvalidParameter", "Failed to download", "cloud_input_unreachable", UPLOAD),
        ("InvalidParameter", "size is not match", "cloud_picture_size", REQUEST),
        ("InvalidParameter", "max bytes per data-uri", "cloud_too_large", REQUEST),
        ("InvalidParameter", "", "cloud_parameter", REQUEST),
        ("invalid_parameter_error", "URL", "cloud_input_unreachable", UPLOAD),
        ("invalid_parameter_error", "", "cloud_parameter", REQUEST),
        ("BadRequest.TooLarge", "", "cloud_too_large", REQUEST),
        ("BadRequest.InputDownloadFailed", "", "cloud_input_unreachable", UPLOAD),
        ("BadRequest.UnsupportedFileFormat", "", "cloud_input_format", UPLOAD),
        ("BadRequest.*", "", "cloud_program_fault", NONE),
        ("InvalidURL", "audio longer", "cloud_sound_length", REQUEST),
        ("InvalidURL", "audio is longer", "cloud_sound_length", REQUEST),
        ("InvalidURL", "larger than", "cloud_too_large", REQUEST),
        ("InvalidURL", "type is not supported", "cloud_sound_format", REQUEST),
        ("InvalidURL.ConnectionRefused", "", "cloud_input_unreachable", UPLOAD),
        ("InvalidURL.Timeout", "", "cloud_input_unreachable", UPLOAD),
        ("InvalidURL*", "", "cloud_input_unreachable", UPLOAD),
        ("InvalidImage.FileFormat", "", "cloud_input_format", UPLOAD),
        ("InvalidImageFormat", "", "cloud_input_format", UPLOAD),
        ("InvalidImageResolution", "", "cloud_picture_size", REQUEST),
        ("InvalidImage.ImageSize", "", "cloud_picture_size", REQUEST),
        ("InvalidFile.Size", "", "cloud_too_large", REQUEST),
        ("InvalidFile.Duration", "", "cloud_sound_length", REQUEST),
        ("InvalidFile.ImageSize", "", "cloud_picture_size", REQUEST),
        ("InvalidFile.Resolution", "", "cloud_picture_size", REQUEST),
        ("InvalidFile.AspectRatio", "", "cloud_picture_size", REQUEST),
        ("InvalidFile.DownloadFailed", "", "cloud_input_unreachable", UPLOAD),
        ("InvalidFile.*", "", "cloud_input_format", UPLOAD),
        ("Audio.FileSizeExceed*", "", "cloud_too_large", REQUEST),
        ("Audio.*", "", "cloud_sound_format", REQUEST),
        ("DataInspectionFailed", "Output", "cloud_moderation_output", REQUEST),
        ("data_inspection_failed", "Output", "cloud_moderation_output", REQUEST),
        ("DataInspectionFailed", "", "cloud_moderation", REQUEST),
        ("data_inspection_failed", "", "cloud_moderation", REQUEST),
        ("IPInfringementSuspect", "", "cloud_infringement", REQUEST),
        ("UnsupportedOperation", "", "cancel_too_late", NONE),
        ("CustomRoleBlocked", "", "cloud_custom_rule", REQUEST),
        ("EntityTooLarge", "", "cloud_too_large", REQUEST),
        # 9.4 the cloud itself
        ("InternalError.Timeout", "", "cloud_took_too_long", WAIT),
        ("RewriteFailed", "", "cloud_rewrite_failed", REQUEST),
        ("InternalError*", "", TROUBLE, WAIT),
        ("internal_error", "", TROUBLE, WAIT),
        ("SystemError", "", TROUBLE, WAIT),
        ("ModelServiceFailed", "", TROUBLE, WAIT),
        ("RequestTimeOut", "", TROUBLE, WAIT, True),  # after 300 s of the cloud's own waiting
    )
)

UNKNOWN = {
    Exchange.CREATE: Meaning("*", "", "cloud_refused", NONE),
    Exchange.READ: Meaning("*", "", "cloud_refused", NONE),
    Exchange.TASK: Meaning("*", "", "cloud_failed", NONE),
    Exchange.UPLOAD: Meaning("*", "", "cloud_upload_refused", NONE),
}
"""What a code means that stands in no row."""


def meaning_of(code: str, message: str, said_in: Exchange) -> Meaning:
    """What a code and its message mean where they were said; a member of `UNKNOWN` for codes without a row."""
    code, message = code.casefold(), message.casefold()
    for meaning in MEANINGS:
        wanted = meaning.code.casefold()
        is_code = code.startswith(wanted[:-1]) if wanted.endswith("*") else code == wanted
        if is_code and meaning.words.casefold() in message and meaning.only in (None, said_in):
            return meaning
    return UNKNOWN[said_in]


def refusal(answer: Answer, said_in: Exchange) -> CloudRefused | KeyRefused | CloudUnreachable | OutcomeUnknown:
    """The error that an answer with a code is.

    For a create only an explicit throttling code means "order again": a billing code that comes as 429, a server
    error with a code of the cloud's and every other unknown code end it. Where the cloud says that it waited in vain,
    or a server, which may be a gateway, fails in a code of its own, a task may exist. For free requests a server
    error is retried, and so is an answer that asks for it (`x-should-retry`); an order is not sent again because of
    that.
    """
    is_create = said_in is Exchange.CREATE
    meaning = meaning_of(answer.code, answer.message, said_in)
    is_known = meaning is not UNKNOWN[said_in]
    sentence, remedy = meaning.sentence, meaning.remedy
    detail = redact(answer.message)
    may_exist = meaning.task_may_exist if is_known else answer.status >= 500 or answer.status == 408
    if is_create and may_exist:
        return OutcomeUnknown(detail, code=answer.code, request_id=answer.sure_request_id)
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
        return CloudBusy(detail, retry_after=_patience(answer), code=answer.code, request_id=answer.request_id)
    is_passing = answer.status >= 500 or answer.status in (408, 409, 425) or sentence == TROUBLE
    if not is_create and (is_passing or answer.should_retry):
        return CloudUnreachable(
            detail,
            sentence=TROUBLE,
            remedy=WAIT,
            code=answer.code,
            request_id=answer.request_id,
            retry_after=_patience(answer),
            is_answered=True,
        )
    if answer.status == 413 and not is_known:
        sentence, remedy = "cloud_too_large", REQUEST
    return CloudRefused(detail, sentence=sentence, remedy=remedy, code=answer.code, request_id=answer.request_id)


def _patience(answer: Answer) -> float | None:
    """Seconds to wait: as the answer says, else a minute for quotas that are counted by the minute.

    `x-should-retry: false` only delays the retry: a paid video may depend on it.
    """
    if answer.should_retry is False:
        return max(answer.retry_after or 0.0, 60.0)
    if answer.retry_after is None and answer.code.casefold() in ("throttling.allocationquota", "insufficient_quota"):
        return 60.0
    return answer.retry_after
