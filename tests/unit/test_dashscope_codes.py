"""The error table: what the user must change, and whether a request may be sent again."""

from __future__ import annotations

import pytest
from msgspec import structs

from wandesk.dashscope.answers import CloudAnswer
from wandesk.dashscope.codes import MEANINGS, Exchange, meaning_of, refusal
from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    CloudUnreachable,
    KeyRefused,
    OutcomeUnknown,
    Remedy,
    WanDeskError,
)

UUID = "7574ee8f-38a3-4b1e-9280-11c33ab46e51"


def answer(status: int, code: str, message: str = "", retry_after: float | None = None) -> CloudAnswer:
    return CloudAnswer(status=status, body={}, code=code, message=message, request_id="r", retry_after=retry_after)


@pytest.mark.parametrize(
    ("code", "message", "sentence"),
    [
        ("InvalidParameter", "Field required: input.media", "cloud_parameter"),
        ("InvalidParameter", "Model not exist.", "cloud_model_missing"),
        ("InvalidParameter", "url error, please check url!", "cloud_program_fault"),
        ("InvalidParameter", "Failed to download https://x", "cloud_input_unreachable"),
        ("AccessDenied", "current user api does not support asynchronous calls", "cloud_program_fault"),
        ("AccessDenied", "Access denied.", "cloud_model_locked"),
        ("DataInspectionFailed", "Output data may contain inappropriate content.", "cloud_moderation_output"),
        ("DataInspectionFailed", "Input data may contain inappropriate content.", "cloud_moderation"),
        ("InvalidParameter.DataInspection", "Failed to decode", "cloud_input_format"),
        ("InvalidURL", "The input audio is longer than 30s.", "cloud_sound_length"),
        ("InvalidURL.Timeout", "", "cloud_input_unreachable"),
        ("InternalError.Timeout", "", "cloud_took_too_long"),
        ("InternalError.Algo", "", "cloud_trouble"),
        ("Throttling.AllocationQuota", "Free allocated quota exceeded.", "cloud_free_quota_used"),
        ("arrearage", "", "cloud_arrears"),
        ("SomethingNew", "", "cloud_refused"),
    ],
)
def test_each_error_has_its_sentence(code: str, message: str, sentence: str) -> None:
    assert meaning_of(code, message, Exchange.CREATE).sentence == sentence


@pytest.mark.parametrize(
    ("status", "code", "message", "create", "read"),
    [
        (401, "InvalidApiKey", "", KeyRefused, KeyRefused),
        (401, "", "", KeyRefused, KeyRefused),
        (429, "Throttling.RateQuota", "", CloudBusy, CloudBusy),
        (429, "LimitRequests", "", CloudBusy, CloudBusy),
        (429, "Throttling.AllocationQuota", "Allocated quota exceeded", CloudBusy, CloudBusy),
        (429, "Throttling.AllocationQuota", "Free allocated quota exceeded.", CloudRefused, CloudRefused),
        (429, "PrepaidBillOverdue", "", CloudRefused, CloudRefused),
        (429, "CommodityNotPurchased", "", CloudRefused, CloudRefused),
        (429, "SomethingNew", "", CloudBusy, CloudBusy),
        (429, "ResourceExhausted", "", CloudBusy, CloudBusy),
        (429, "Too many requests", "", CloudBusy, CloudBusy),
        (429, "limit_burst_rate", "", CloudBusy, CloudBusy),
        (429, "Throttling.Concurrency", "Too many concurrent requests.", CloudBusy, CloudBusy),
        (429, "AccessDenied", "", CloudBusy, CloudBusy),
        (429, "", "", CloudBusy, CloudBusy),
        (503, "ModelServingError", "", OutcomeUnknown, CloudBusy),
        (500, "InternalError", "", OutcomeUnknown, CloudUnreachable),
        (400, "SystemError", "", CloudRefused, CloudUnreachable),
        (400, "Arrearage", "", CloudRefused, CloudRefused),
        (404, "ModelNotFound", "", CloudRefused, CloudRefused),
    ],
)
def test_order_is_repeated_only_after_throttling(
    status: int, code: str, message: str, create: type[WanDeskError], read: type[WanDeskError]
) -> None:
    assert type(refusal(answer(status, code, message), Exchange.CREATE)) is create
    assert type(refusal(answer(status, code, message), Exchange.READ)) is read


def test_the_clouds_own_message_is_kept() -> None:
    refused = refusal(answer(400, "Arrearage", "pay, then try again"), Exchange.CREATE)
    assert (refused.sentence, refused.code, refused.request_id) == ("cloud_arrears", "Arrearage", "r")
    assert refused.detail == "pay, then try again"


def test_throttled_order_waits_as_long_as_told() -> None:
    busy = refusal(answer(429, "Throttling", retry_after=2.5), Exchange.CREATE)
    by_the_minute = refusal(answer(429, "insufficient_quota"), Exchange.CREATE)
    assert isinstance(busy, CloudBusy)
    assert isinstance(by_the_minute, CloudBusy)
    assert (busy.retry_after, by_the_minute.retry_after) == (2.5, 60.0)


# The rows of wire-protocol 9: codes, a message where one code has several rows, the column "Retry", and our sentence.
SECTION_9 = """
| 401 | InvalidApiKey / invalid_api_key | Incorrect API key provided | N | key
| 401 | NOT AUTHORIZED | not a member | N | account
| 403 | AccessDenied | current user api does not support synchronous calls | N | none
| 403 | AccessDenied | current user api does not support asynchronous calls | N | none
| 403 | AccessDenied | Access denied. | U | account
| 403 | AccessDenied | Invalid according to Policy: Policy expired. | Y once | wait
| 403 | AccessDenied.Unpurchased | not eligible | U | account
| 403 | Model.AccessDenied | Model access denied. | U | account
| 403 | Workspace.AccessDenied / App.AccessDenied | – | U | account
| 403 | AllocationQuota.FreeTierOnly | free tier exhausted | U | money
| 400 | Arrearage | account not in good standing | U | money
| 429 | PrepaidBillOverdue / PostpaidBillOverdue / CommodityNotPurchased | – | U | money
| 404 | ModelNotFound / model_not_found | Model can not be found | N | model
| 404 | InvalidParameter | Model not exist. | N | model
| 404 | WorkSpaceNotFound | – | N | account
| 404 | NotFound | – | N | none
| 429 | Throttling / Throttling.RateQuota / LimitRequests / limit_requests / Throttling.BurstRate | – | Y | wait
| 429 | Throttling.AllocationQuota / insufficient_quota | Allocated quota exceeded | Y | wait
| 429 | Throttling.AllocationQuota / insufficient_quota | Free allocated quota exceeded. | U | money
| 500 | ModelServingError | – | Y | wait
| 503 | ModelServingError / ModelUnavailable | – | Y | wait
| 400 | InvalidParameter | Field required: xxx | N | request
| 400 | InvalidParameter | duration customization is not supported | N | request
| 400 | InvalidParameter | url error, please check url! | N | none
| 400 | InvalidParameter | Request method 'GET' is not supported. | N | none
| 400 | BadRequest.EmptyInput / BadRequest.EmptyParameters / BadRequest.EmptyModel | – | N | none
| 400 | BadRequest.IllegalInput | – | N | none
| 400 | BadRequest.TooLarge | Payload Too Large | U | request
| 400 | BadRequest.InputDownloadFailed / BadRequest.UnsupportedFileFormat | – | U | upload
| 400 | InvalidParameter.DataInspection | Unable to download the media resource | U | upload
| 400 | InvalidParameter.DataInspection | Download the media resource timed out | Y once | upload
| 400 | InvalidParameter.DataInspection | The media format is not supported | U | upload
| 400 | InvalidParameter.DataInspection | no authorization to access the media | U | upload
| 400 | InvalidURL | Required URL is missing or invalid | U | upload
| 400 | InvalidURL | File type is not supported. Allowed types are: .wav, .mp3. | U | request
| 400 | InvalidURL.ConnectionRefused / InvalidURL.Timeout | – | Y once | upload
| 400 | InvalidImage.FileFormat / InvalidImageFormat | – | U | upload
| 400 | InvalidImageResolution / InvalidImage.ImageSize | – | U | request
| 400 | InvalidFile.Size / InvalidFile.Duration / InvalidFile.Resolution / InvalidFile.AspectRatio | – | U | request
| 400 | InvalidFile.FPS / InvalidFile.Format / InvalidFile.Openerror / InvalidFile.Content | – | U | upload
| 400 | InvalidFile.DownloadFailed | – | U | upload
| 400 | InvalidFile.ImageSize | – | U | request
| 430 | Audio.DecoderError / Audio.FileSizeExceed / Audio.AudioRateError / Audio.AudioSilentError | – | N | request
| 400 | DataInspectionFailed / data_inspection_failed | Input data may contain inappropriate content. | U | request
| 400 | DataInspectionFailed / data_inspection_failed | Output data may contain inappropriate content. | U | request
| 400 | IPInfringementSuspect | – | U | request
| 400 | UnsupportedOperation | please confirm if the task is in PENDING status | N | none
| 400 | CustomRoleBlocked | – | U | request
| 500 | InternalError / internal_error / InternalError.Algo | – | Y | wait
| 500 | InternalError.FileUpload / InternalError.Upload | – | Y | wait
| 500 | SystemError / ModelServiceFailed / RequestTimeOut / InternalError.Timeout | – | Y | wait
| 500 | RewriteFailed | – | U | request
"""


def rows() -> list[tuple[int, str, str, bool, Remedy]]:
    found = []
    for line in SECTION_9.strip().splitlines():
        status, codes, message, retry, remedy = (cell.strip() for cell in line.strip("| ").split(" | "))
        message = "" if message == "–" else message
        found += [(int(status), code.strip(), message, retry == "Y", Remedy(remedy)) for code in codes.split(" / ")]
    return found


@pytest.mark.parametrize(("status", "code", "message", "may_retry", "remedy"), rows())
def test_every_row_of_the_providers_table_is_covered(
    status: int, code: str, message: str, may_retry: bool, remedy: Remedy
) -> None:
    meaning = meaning_of(code, message, Exchange.CREATE)
    assert meaning in MEANINGS
    assert meaning.remedy is remedy
    made = refusal(answer(status, code, message), Exchange.CREATE)
    # An order is repeated automatically only after throttling, and a server error says nothing about its task.
    assert isinstance(made, CloudBusy) is (remedy is Remedy.WAIT and status == 429)
    assert isinstance(made, OutcomeUnknown) is (status >= 500)
    assert isinstance(made, KeyRefused) is (status == 401)
    assert (made.code, made.request_id) == (code, "r")
    asked = refusal(answer(status, code, message), Exchange.READ)
    assert isinstance(asked, CloudUnreachable | CloudBusy) is (may_retry or status >= 500)


@pytest.mark.parametrize("code", sorted({row.code for row in MEANINGS if "*" not in row.code}))
def test_any_429_to_an_order_waits_in_line_without_a_billing_code(code: str) -> None:
    made = refusal(answer(429, code), Exchange.CREATE)
    match meaning_of(code, "", Exchange.CREATE).remedy:
        case Remedy.MONEY:
            assert type(made) is CloudRefused
        case Remedy.KEY:
            assert type(made) is KeyRefused
        case _:
            assert type(made) is CloudBusy


def test_every_row_of_ours_is_in_the_providers_table() -> None:
    """No row of ours is dead: each matches a row above, or one of the few from other sections of the document."""
    used = {meaning_of(code, message, Exchange.CREATE) for _, code, message, _, _ in rows()}
    elsewhere = {"invalid_parameter_error", "EntityTooLarge"}  # sections 5.4 and 5.2
    more = [
        ("InvalidParameter", "Failed to download https://x"),
        ("InvalidParameter", "The size is not match xxxxxx"),
        ("InvalidParameter", "Exceeded limit on max bytes per data-uri item : 10485760"),
        ("InvalidParameter.DataInspection", "Failed to decode"),
        ("InvalidParameter.DataInspection", "image size not supported"),
        ("InvalidURL", "The audio longer than 30s"),
        ("InvalidURL", "The input audio is longer than 30s."),
        ("InvalidURL", "File size is larger than 15MB."),
        ("InvalidFile.ImageSize", ""),
    ]
    used |= {meaning_of(code, message, Exchange.CREATE) for code, message in more}
    used.add(meaning_of("AccessDenied", "Access denied.", Exchange.UPLOAD))
    used |= {meaning_of(code, "", Exchange.PERMISSION) for code in ("AccessDenied", "NotFound")}
    assert [row for row in MEANINGS if row not in used and row.code not in elsewhere] == []


ALL_CODES = sorted({row.code for row in MEANINGS if "*" not in row.code} | {"Brand.New", "upstream_error"})


@pytest.mark.parametrize("status", [200, 202, 302, 408, 500, 502, 503, 504, 520, 599])
@pytest.mark.parametrize("code", ALL_CODES)
def test_only_a_refusal_by_status_and_code_rules_a_task_out(status: int, code: str) -> None:
    """A server may fail after it created the task, whatever code it then reports: the order is never repeated."""
    made = refusal(answer(status, code), Exchange.CREATE)
    assert type(made) is OutcomeUnknown
    assert (made.code, made.request_id) == (code, "r")
    assert made.is_specific, "what the cloud reported counts once the list shows no task"
    if meaning_of(code, "", Exchange.CREATE) in MEANINGS:
        assert made.sentence is meaning_of(code, "", Exchange.CREATE).sentence


def test_a_server_error_of_a_free_request_passes() -> None:
    assert isinstance(refusal(answer(400, "SomethingNew"), Exchange.CREATE), CloudRefused)
    assert isinstance(refusal(answer(504, "GatewayTimeout"), Exchange.READ), CloudUnreachable)


@pytest.mark.parametrize(
    ("request_id", "has_cloud_headers", "is_proven"),
    [(UUID, True, True), (UUID, False, False), (UUID.replace("-", ""), True, False), ("r", True, False)],
)
def test_the_request_id_of_an_uncertain_order_is_proven_only_from_the_cloud(
    request_id: str, has_cloud_headers: bool, is_proven: bool
) -> None:
    """A gateway's own ID is in no row of the list, so a paid order would look as if it was not made."""
    timeout = structs.replace(answer(504, "GatewayTimeout"), request_id=request_id, has_cloud_headers=has_cloud_headers)
    doubted = refusal(timeout, Exchange.CREATE)
    assert isinstance(doubted, OutcomeUnknown)
    assert (doubted.request_id, doubted.has_proven_id) == (request_id, is_proven)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 418, 430, 451, 499])
def test_unknown_codes_and_statuses_are_kept_and_shown(status: int) -> None:
    refused = refusal(answer(status, "Brand.New", "words of its own"), Exchange.CREATE)
    assert (type(refused), refused.sentence) == (CloudRefused, "cloud_refused")
    assert (refused.code, refused.detail) == ("Brand.New", "words of its own")


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
@pytest.mark.parametrize("should_retry", [True, False])
def test_should_retry_header_never_repeats_an_order(status: int, should_retry: bool) -> None:
    """`x-should-retry` decides whether a free request is retried. It never changes the outcome of an order."""
    marked = structs.replace(answer(status, "Brand.New"), should_retry=should_retry)
    plain = refusal(answer(status, "Brand.New"), Exchange.CREATE)
    assert type(refusal(marked, Exchange.CREATE)) is type(plain)
    assert isinstance(refusal(marked, Exchange.CREATE), CloudBusy) is (status == 429)
    asked = refusal(marked, Exchange.READ)
    if should_retry:
        assert isinstance(asked, CloudUnreachable | CloudBusy)
    elif status >= 429:
        assert isinstance(asked, CloudUnreachable | CloudBusy)
        assert asked.retry_after == 60.0


def test_retry_after_of_a_troubled_cloud_is_passed_on() -> None:
    troubled = refusal(structs.replace(answer(503, "SystemError"), retry_after=17.0), Exchange.READ)
    assert isinstance(troubled, CloudUnreachable)
    assert troubled.retry_after == 17.0


@pytest.mark.parametrize(
    ("exchange", "unknown", "denied"),
    [
        (Exchange.CREATE, "cloud_refused", "cloud_model_locked"),
        (Exchange.READ, "cloud_refused", "cloud_model_locked"),
        (Exchange.TASK, "cloud_failed", "cloud_model_locked"),
        (Exchange.PERMISSION, "cloud_upload_refused", "uploads_denied"),
        (Exchange.UPLOAD, "cloud_upload_refused", "cloud_upload_refused"),
    ],
)
def test_meaning_of_a_code_depends_on_the_request(exchange: Exchange, unknown: str, denied: str) -> None:
    assert meaning_of("Brand.New", "", exchange).sentence == unknown
    assert meaning_of("AccessDenied", "Access denied.", exchange).sentence == denied


@pytest.mark.parametrize(
    ("status", "code", "remedy"),
    [
        (400, "Arrearage", Remedy.MONEY),
        (403, "AccessDenied.Unpurchased", Remedy.ACCOUNT),
        (401, "InvalidApiKey", Remedy.KEY),
        (401, "NOT AUTHORIZED", Remedy.ACCOUNT),
        (401, "", Remedy.KEY),
        (429, "Throttling", Remedy.WAIT),
        (500, "InternalError", Remedy.WAIT),
        (404, "ModelNotFound", Remedy.MODEL),
        (400, "InvalidURL.Timeout", Remedy.UPLOAD),
        (413, "Brand.New", Remedy.REQUEST),
        (418, "Brand.New", Remedy.NONE),
    ],
)
def test_error_keeps_what_the_user_must_change(status: int, code: str, remedy: Remedy) -> None:
    assert refusal(answer(status, code), Exchange.READ).remedy is remedy
