"""What the cloud's error codes mean: wire-protocol 9 as one table, and the error that each becomes."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from wandesk.dashscope.answers import Answer
from wandesk.dashscope.redaction import redact
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, OutcomeUnknown


class Acts(StrEnum):
    """Who must do something before the same question has another answer."""

    WAIT = "wait"
    KEY = "key"
    """The user: the key, its workspace, or what the account has been given."""
    MONEY = "money"
    INPUT = "input"
    """The user: the model, a setting, or a file."""
    CONTENT = "content"
    """The user: what the picture shows or the words say."""
    NOBODY = "nobody"


class Retry(StrEnum):
    """Whether asking again can help. For an order that means: no task was made, or it failed and cost nothing."""

    SAFE = "safe"
    """By itself, with back-off. An order is sent again by itself only after throttling, whatever stands here."""
    ONCE = "once"
    USER = "user"
    """After the user has changed something."""
    NEVER = "never"


WAIT, KEY, MONEY, INPUT, CONTENT, NOBODY = Acts
SAFE, ONCE, USER, NEVER = Retry


class Meaning(msgspec.Struct, frozen=True):
    """One row: a code (a trailing `*` stands for anything), words of the message or "", and what they mean."""

    code: str
    words: str
    sentence: str
    acts: Acts
    retry: Retry
    task_may_exist: bool = False
    """As the answer to an order: the cloud itself does not know whether it made a task."""


BUSY = "cloud_busy"
FULL = "cloud_full"
TROUBLE = "cloud_trouble"

# Compared without regard to case, first match wins: a row with words stands above the same code without.
MEANINGS: tuple[Meaning, ...] = tuple(
    Meaning(*row)
    for row in (
        # 9.1 key, permission, money
        ("InvalidApiKey", "", "key_refused", KEY, NEVER),
        ("invalid_api_key", "", "key_refused", KEY, NEVER),
        ("NOT AUTHORIZED", "", "cloud_workspace_key", KEY, NEVER),
        ("AccessDenied", "synchronous calls", "cloud_program_fault", NOBODY, NEVER),  # "asynchronous calls" too
        ("AccessDenied", "Policy expired", "cloud_upload_expired", WAIT, ONCE),
        ("AccessDenied.Unpurchased", "", "cloud_not_activated", KEY, USER),
        ("AccessDenied", "", "cloud_model_locked", KEY, USER),
        ("Model.AccessDenied", "", "cloud_model_denied", KEY, USER),
        ("Workspace.AccessDenied", "", "cloud_workspace_denied", KEY, USER),
        ("App.AccessDenied", "", "cloud_workspace_denied", KEY, USER),
        ("AllocationQuota.FreeTierOnly", "", "cloud_free_tier_only", MONEY, USER),
        ("Arrearage", "", "cloud_arrears", MONEY, USER),
        ("PrepaidBillOverdue", "", "cloud_bill", MONEY, USER),
        ("PostpaidBillOverdue", "", "cloud_bill", MONEY, USER),
        ("CommodityNotPurchased", "", "cloud_bill", MONEY, USER),
        ("ModelNotFound", "", "cloud_model_missing", INPUT, NEVER),
        ("model_not_found", "", "cloud_model_missing", INPUT, NEVER),
        ("*", "Model not exist", "cloud_model_missing", INPUT, NEVER),
        ("WorkSpaceNotFound", "", "cloud_workspace_missing", KEY, NEVER),
        ("NotFound", "", "cloud_program_fault", NOBODY, NEVER),
        # 9.2 too much at once; the free quota's end comes under a throttling code
        ("*", "Free allocated quota exceeded", "cloud_free_quota_used", MONEY, USER),
        ("Throttling*", "", BUSY, WAIT, SAFE),
        ("LimitRequests", "", BUSY, WAIT, SAFE),
        ("limit_requests", "", BUSY, WAIT, SAFE),
        ("insufficient_quota", "", BUSY, WAIT, SAFE),
        ("ModelServingError", "", FULL, WAIT, SAFE),
        ("ModelUnavailable", "", FULL, WAIT, SAFE),
        # 9.3 the order or its inputs
        ("InvalidParameter.DataInspection", "timed out", "cloud_input_unreachable", INPUT, ONCE),
        ("InvalidParameter.DataInspection", "format", "cloud_input_format", INPUT, USER),
        ("InvalidParameter.DataInspection", "decode", "cloud_input_format", INPUT, USER),
        ("InvalidParameter.DataInspection", "image size", "cloud_picture_size", INPUT, USER),
        ("InvalidParameter.DataInspection", "", "cloud_input_unreachable", INPUT, USER),
        ("InvalidParameter", "url error", "cloud_program_fault", NOBODY, NEVER),
        ("InvalidParameter", "Request method", "cloud_program_fault", NOBODY, NEVER),
        ("InvalidParameter", "Failed to download", "cloud_input_unreachable", INPUT, USER),
        ("InvalidParameter", "size is not match", "cloud_picture_size", INPUT, USER),
        ("InvalidParameter", "max bytes per data-uri", "cloud_too_large", INPUT, USER),
        ("InvalidParameter", "", "cloud_parameter", INPUT, NEVER),
        ("invalid_parameter_error", "URL", "cloud_input_unreachable", INPUT, USER),
        ("invalid_parameter_error", "", "cloud_parameter", INPUT, NEVER),
        ("BadRequest.TooLarge", "", "cloud_too_large", INPUT, USER),
        ("BadRequest.InputDownloadFailed", "", "cloud_input_unreachable", INPUT, USER),
        ("BadRequest.UnsupportedFileFormat", "", "cloud_input_format", INPUT, USER),
        ("BadRequest.*", "", "cloud_program_fault", NOBODY, NEVER),
        ("InvalidURL", "audio longer", "cloud_sound_length", INPUT, USER),
        ("InvalidURL", "audio is longer", "cloud_sound_length", INPUT, USER),
        ("InvalidURL", "larger than", "cloud_too_large", INPUT, USER),
        ("InvalidURL", "type is not supported", "cloud_sound_format", INPUT, USER),
        ("InvalidURL.ConnectionRefused", "", "cloud_input_unreachable", INPUT, ONCE),
        ("InvalidURL.Timeout", "", "cloud_input_unreachable", INPUT, ONCE),
        ("InvalidURL*", "", "cloud_input_unreachable", INPUT, USER),
        ("InvalidImage.FileFormat", "", "cloud_input_format", INPUT, USER),
        ("InvalidImageFormat", "", "cloud_input_format", INPUT, USER),
        ("InvalidImageResolution", "", "cloud_picture_size", INPUT, USER),
        ("InvalidImage.ImageSize", "", "cloud_picture_size", INPUT, USER),
        ("InvalidFile.Size", "", "cloud_too_large", INPUT, USER),
        ("InvalidFile.Duration", "", "cloud_sound_length", INPUT, USER),
        ("InvalidFile.ImageSize", "", "cloud_picture_size", INPUT, USER),
        ("InvalidFile.Resolution", "", "cloud_picture_size", INPUT, USER),
        ("InvalidFile.AspectRatio", "", "cloud_picture_size", INPUT, USER),
        ("InvalidFile.DownloadFailed", "", "cloud_input_unreachable", INPUT, USER),
        ("InvalidFile.*", "", "cloud_input_format", INPUT, USER),
        ("Audio.FileSizeExceed*", "", "cloud_too_large", INPUT, NEVER),
        ("Audio.*", "", "cloud_sound_format", INPUT, NEVER),
        ("DataInspectionFailed", "Output", "cloud_moderation_output", CONTENT, USER),
        ("data_inspection_failed", "Output", "cloud_moderation_output", CONTENT, USER),
        ("DataInspectionFailed", "", "cloud_moderation", CONTENT, USER),
        ("data_inspection_failed", "", "cloud_moderation", CONTENT, USER),
        ("IPInfringementSuspect", "", "cloud_infringement", CONTENT, USER),
        ("UnsupportedOperation", "", "cancel_too_late", NOBODY, NEVER),
        ("CustomRoleBlocked", "", "cloud_custom_rule", CONTENT, USER),
        ("EntityTooLarge", "", "cloud_too_large", INPUT, USER),
        # 9.4 the cloud itself
        ("InternalError.Timeout", "", "cloud_took_too_long", WAIT, SAFE),
        ("RewriteFailed", "", "cloud_rewrite_failed", INPUT, USER),
        ("InternalError*", "", TROUBLE, WAIT, SAFE),
        ("internal_error", "", TROUBLE, WAIT, SAFE),
        ("SystemError", "", TROUBLE, WAIT, SAFE),
        ("ModelServiceFailed", "", TROUBLE, WAIT, SAFE),
        ("RequestTimeOut", "", TROUBLE, WAIT, SAFE, True),  # after 300 s of the cloud's own waiting
    )
)

UNKNOWN_REFUSAL = "cloud_refused"
UNKNOWN_FAILURE = "cloud_failed"


def sentence_of(code: str, message: str, *, otherwise: str = UNKNOWN_REFUSAL) -> str:
    """The sentence's key for a code and its message; `otherwise` for codes that nobody knows yet."""
    meaning = meaning_of(code, message)
    return meaning.sentence if meaning else otherwise


def meaning_of(code: str, message: str) -> Meaning | None:
    """The row for a code and its message, None for codes that nobody knows yet."""
    code, message = code.casefold(), message.casefold()
    for meaning in MEANINGS:
        wanted = meaning.code.casefold()
        is_code = code.startswith(wanted[:-1]) if wanted.endswith("*") else code == wanted
        if is_code and meaning.words.casefold() in message:
            return meaning
    return None


def refusal(answer: Answer, *, is_create: bool) -> CloudRefused | KeyRefused | CloudUnreachable | OutcomeUnknown:
    """The error that an answer with a code is.

    For a create only an explicit throttling code means "order again": a billing code that comes as 429, a server
    error with a code of the cloud's and every other unknown code end it. Where the cloud says that it waited in vain,
    or a server, which may be a gateway, fails in a code of its own, a task may exist. For free requests a server
    error only changes the rhythm, and so does an answer that wants to be asked again (`x-should-retry`); an order is
    not sent again because of that.
    """
    meaning = meaning_of(answer.code, answer.message)
    sentence = meaning.sentence if meaning else UNKNOWN_REFUSAL
    detail = redact(answer.message)
    may_exist = meaning.task_may_exist if meaning else answer.status >= 500 or answer.status == 408
    if is_create and may_exist:
        return OutcomeUnknown(detail, code=answer.code, request_id=answer.sure_request_id)
    if answer.status == 401 or sentence == "key_refused":
        return KeyRefused(
            detail,
            sentence="cloud_workspace_key" if sentence == "cloud_workspace_key" else None,
            code=answer.code,
            request_id=answer.request_id,
        )
    if sentence == BUSY or (not is_create and (sentence == FULL or _is_unnamed_limit(answer, sentence))):
        return CloudBusy(detail, retry_after=_patience(answer), code=answer.code, request_id=answer.request_id)
    is_passing = answer.status >= 500 or answer.status in (408, 409, 425) or sentence == TROUBLE
    if not is_create and (is_passing or answer.should_retry):
        return CloudUnreachable(
            detail, sentence=TROUBLE, code=answer.code, request_id=answer.request_id, retry_after=_patience(answer)
        )
    if sentence == UNKNOWN_REFUSAL and answer.status == 413:
        sentence = "cloud_too_large"
    return CloudRefused(detail, sentence=sentence, code=answer.code, request_id=answer.request_id)


def _patience(answer: Answer) -> float | None:
    """Seconds to wait: as the answer says, else a minute for quotas that are counted by the minute.

    `x-should-retry: false` only delays the retry: a paid video may depend on it.
    """
    if answer.should_retry is False:
        return max(answer.retry_after or 0.0, 60.0)
    if answer.retry_after is None and answer.code.casefold() in ("throttling.allocationquota", "insufficient_quota"):
        return 60.0
    return answer.retry_after


def _is_unnamed_limit(answer: Answer, sentence: str) -> bool:
    return answer.status == 429 and sentence == UNKNOWN_REFUSAL
