"""What the cloud's error codes mean: the table of wire-protocol 9 as sentence keys, and the error each becomes."""

from __future__ import annotations

import msgspec

from wandesk.dashscope.answers import Answer
from wandesk.dashscope.redaction import redact
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused


class Meaning(msgspec.Struct, frozen=True):
    """One row: a code (a trailing `*` stands for anything), words of the message or "", and the sentence's key."""

    code: str
    words: str
    sentence: str


BUSY = "cloud_busy"
FULL = "cloud_full"
TROUBLE = "cloud_trouble"

# Compared without regard to case, first match wins: a row with words stands above the same code without.
MEANINGS: tuple[Meaning, ...] = tuple(
    Meaning(*row)
    for row in (
        # 9.1 key, permission, money
        ("InvalidApiKey", "", "key_refused"),
        ("invalid_api_key", "", "key_refused"),
        ("NOT AUTHORIZED", "", "cloud_workspace_key"),
        ("AccessDenied", "synchronous calls", "cloud_program_fault"),  # "asynchronous calls" too
        ("AccessDenied", "Policy expired", "cloud_upload_expired"),
        ("AccessDenied.Unpurchased", "", "cloud_not_activated"),
        ("AccessDenied", "", "cloud_model_locked"),
        ("Model.AccessDenied", "", "cloud_model_denied"),
        ("Workspace.AccessDenied", "", "cloud_workspace_denied"),
        ("App.AccessDenied", "", "cloud_workspace_denied"),
        ("AllocationQuota.FreeTierOnly", "", "cloud_free_tier_only"),
        ("Arrearage", "", "cloud_arrears"),
        ("PrepaidBillOverdue", "", "cloud_bill"),
        ("PostpaidBillOverdue", "", "cloud_bill"),
        ("CommodityNotPurchased", "", "cloud_bill"),
        ("ModelNotFound", "", "cloud_model_missing"),
        ("model_not_found", "", "cloud_model_missing"),
        ("*", "Model not exist", "cloud_model_missing"),
        ("WorkSpaceNotFound", "", "cloud_workspace_missing"),
        ("NotFound", "", "cloud_program_fault"),
        # 9.2 too much at once; the free quota's end comes under a throttling code
        ("*", "Free allocated quota exceeded", "cloud_free_quota_used"),
        ("Throttling*", "", BUSY),
        ("LimitRequests", "", BUSY),
        ("limit_requests", "", BUSY),
        ("insufficient_quota", "", BUSY),
        ("ModelServingError", "", FULL),
        ("ModelUnavailable", "", FULL),
        # 9.3 the order or its inputs
        ("InvalidParameter.DataInspection", "format", "cloud_input_format"),
        ("InvalidParameter.DataInspection", "decode", "cloud_input_format"),
        ("InvalidParameter.DataInspection", "image size", "cloud_picture_size"),
        ("InvalidParameter.DataInspection", "", "cloud_input_unreachable"),
        ("InvalidParameter", "url error", "cloud_program_fault"),
        ("InvalidParameter", "Request method", "cloud_program_fault"),
        ("InvalidParameter", "Failed to download", "cloud_input_unreachable"),
        ("InvalidParameter", "size is not match", "cloud_picture_size"),
        ("InvalidParameter", "", "cloud_parameter"),
        ("invalid_parameter_error", "URL", "cloud_input_unreachable"),
        ("invalid_parameter_error", "", "cloud_parameter"),
        ("BadRequest.TooLarge", "", "cloud_too_large"),
        ("BadRequest.InputDownloadFailed", "", "cloud_input_unreachable"),
        ("BadRequest.UnsupportedFileFormat", "", "cloud_input_format"),
        ("BadRequest.*", "", "cloud_program_fault"),
        ("InvalidURL", "audio longer", "cloud_sound_length"),
        ("InvalidURL", "audio is longer", "cloud_sound_length"),
        ("InvalidURL", "larger than", "cloud_too_large"),
        ("InvalidURL", "type is not supported", "cloud_sound_format"),
        ("InvalidURL*", "", "cloud_input_unreachable"),
        ("InvalidImage.FileFormat", "", "cloud_input_format"),
        ("InvalidImageFormat", "", "cloud_input_format"),
        ("InvalidImageResolution", "", "cloud_picture_size"),
        ("InvalidImage.ImageSize", "", "cloud_picture_size"),
        ("InvalidFile.Size", "", "cloud_too_large"),
        ("InvalidFile.Duration", "", "cloud_sound_length"),
        ("InvalidFile.ImageSize", "", "cloud_picture_size"),
        ("InvalidFile.Resolution", "", "cloud_picture_size"),
        ("InvalidFile.AspectRatio", "", "cloud_picture_size"),
        ("InvalidFile.DownloadFailed", "", "cloud_input_unreachable"),
        ("InvalidFile.*", "", "cloud_input_format"),
        ("Audio.FileSizeExceed*", "", "cloud_too_large"),
        ("Audio.*", "", "cloud_sound_format"),
        ("DataInspectionFailed", "Output", "cloud_moderation_output"),
        ("data_inspection_failed", "Output", "cloud_moderation_output"),
        ("DataInspectionFailed", "", "cloud_moderation"),
        ("data_inspection_failed", "", "cloud_moderation"),
        ("IPInfringementSuspect", "", "cloud_infringement"),
        ("UnsupportedOperation", "", "cancel_too_late"),
        ("CustomRoleBlocked", "", "cloud_custom_rule"),
        ("EntityTooLarge", "", "cloud_too_large"),
        # 9.4 the cloud itself
        ("InternalError.Timeout", "", "cloud_took_too_long"),
        ("RewriteFailed", "", "cloud_rewrite_failed"),
        ("InternalError*", "", TROUBLE),
        ("internal_error", "", TROUBLE),
        ("SystemError", "", TROUBLE),
        ("ModelServiceFailed", "", TROUBLE),
        ("RequestTimeOut", "", TROUBLE),
    )
)

UNKNOWN_REFUSAL = "cloud_refused"
UNKNOWN_FAILURE = "cloud_failed"


def sentence_of(code: str, message: str, *, otherwise: str = UNKNOWN_REFUSAL) -> str:
    """The sentence's key for a code and its message; `otherwise` for codes that nobody knows yet."""
    code, message = code.casefold(), message.casefold()
    for meaning in MEANINGS:
        wanted = meaning.code.casefold()
        is_code = code.startswith(wanted[:-1]) if wanted.endswith("*") else code == wanted
        if is_code and meaning.words.casefold() in message:
            return meaning.sentence
    return otherwise


def refusal(answer: Answer, *, is_create: bool) -> CloudRefused | KeyRefused | CloudUnreachable:
    """The error that an answer with a code is.

    For a create only an explicit throttling code means "order again": a billing code that comes as 429, a server
    error with a code and everything unknown end it. For free requests a server error only changes the rhythm.
    """
    sentence = sentence_of(answer.code, answer.message)
    detail = redact(answer.message)
    if answer.status == 401 or sentence == "key_refused":
        return KeyRefused(
            detail,
            sentence="cloud_workspace_key" if sentence == "cloud_workspace_key" else None,
            code=answer.code,
            request_id=answer.request_id,
        )
    if sentence == BUSY or (not is_create and (sentence == FULL or _is_unnamed_limit(answer, sentence))):
        return CloudBusy(detail, retry_after=_patience(answer), code=answer.code, request_id=answer.request_id)
    if not is_create and (answer.status >= 500 or answer.status in (408, 409, 425) or sentence == TROUBLE):
        return CloudUnreachable(detail, sentence=TROUBLE, code=answer.code, request_id=answer.request_id)
    if sentence == UNKNOWN_REFUSAL and answer.status == 413:
        sentence = "cloud_too_large"
    return CloudRefused(detail, sentence=sentence, code=answer.code, request_id=answer.request_id)


def _patience(answer: Answer) -> float | None:
    """Seconds to wait: as the answer says, else a minute for quotas that are counted by the minute."""
    if answer.retry_after is None and answer.code.casefold() in ("throttling.allocationquota", "insufficient_quota"):
        return 60.0
    return answer.retry_after


def _is_unnamed_limit(answer: Answer, sentence: str) -> bool:
    return answer.status == 429 and sentence == UNKNOWN_REFUSAL
