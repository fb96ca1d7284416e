"""The error table: who must act, and whether an order may be sent again."""

from __future__ import annotations

import pytest
from msgspec import structs

from wandesk.dashscope.answers import Answer
from wandesk.dashscope.codes import MEANINGS, Retry, meaning_of, refusal, sentence_of
from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    CloudUnreachable,
    KeyRefused,
    OutcomeUnknown,
    WanDeskError,
)

UUID = "7574ee8f-38a3-4b1e-9280-11c33ab46e51"


def answer(status: int, code: str, message: str = "", retry_after: float | None = None) -> Answer:
    return Answer(status=status, body={}, code=code, message=message, request_id="r", retry_after=retry_after)


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
def test_sentences(code: str, message: str, sentence: str) -> None:
    assert sentence_of(code, message) == sentence


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
        (429, "SomethingNew", "", CloudRefused, CloudBusy),
        (503, "ModelServingError", "", CloudRefused, CloudBusy),
        (500, "InternalError", "", CloudRefused, CloudUnreachable),
        (400, "Arrearage", "", CloudRefused, CloudRefused),
        (404, "ModelNotFound", "", CloudRefused, CloudRefused),
    ],
)
def test_an_order_is_sent_again_only_after_throttling(
    status: int, code: str, message: str, create: type[WanDeskError], read: type[WanDeskError]
) -> None:
    assert type(refusal(answer(status, code, message), is_create=True)) is create
    assert type(refusal(answer(status, code, message), is_create=False)) is read


def test_the_clouds_own_words_are_kept() -> None:
    refused = refusal(answer(400, "Arrearage", "pay; your key sk-1234567890 ends"), is_create=True)
    assert (refused.sentence, refused.code, refused.request_id) == ("cloud_arrears", "Arrearage", "r")
    assert refused.detail == "pay; your key sk-… ends"


def test_how_long_a_throttled_order_waits() -> None:
    said = refusal(answer(429, "Throttling", retry_after=2.5), is_create=True)
    by_the_minute = refusal(answer(429, "insufficient_quota"), is_create=True)
    assert isinstance(said, CloudBusy)
    assert isinstance(by_the_minute, CloudBusy)
    assert (said.retry_after, by_the_minute.retry_after) == (2.5, 60.0)


# The rows of wire-protocol 9: codes, a message where one code has several rows, and the column "Retry".
SECTION_9 = """
| 401 | InvalidApiKey / invalid_api_key | Incorrect API key provided | N | key
| 401 | NOT AUTHORIZED | not a member | N | key
| 403 | AccessDenied | current user api does not support synchronous calls | N | nobody
| 403 | AccessDenied | current user api does not support asynchronous calls | N | nobody
| 403 | AccessDenied | Access denied. | U | key
| 403 | AccessDenied | Invalid according to Policy: Policy expired. | Y once | wait
| 403 | AccessDenied.Unpurchased | not eligible | U | key
| 403 | Model.AccessDenied | Model access denied. | U | key
| 403 | Workspace.AccessDenied / App.AccessDenied | – | U | key
| 403 | AllocationQuota.FreeTierOnly | free tier exhausted | U | money
| 400 | Arrearage | account not in good standing | U | money
| 429 | PrepaidBillOverdue / PostpaidBillOverdue / CommodityNotPurchased | – | U | money
| 404 | ModelNotFound / model_not_found | Model can not be found | N | input
| 404 | InvalidParameter | Model not exist. | N | input
| 404 | WorkSpaceNotFound | – | N | key
| 404 | NotFound | – | N | nobody
| 429 | Throttling / Throttling.RateQuota / LimitRequests / limit_requests / Throttling.BurstRate | – | Y | wait
| 429 | Throttling.AllocationQuota / insufficient_quota | Allocated quota exceeded | Y | wait
| 429 | Throttling.AllocationQuota / insufficient_quota | Free allocated quota exceeded. | U | money
| 500 | ModelServingError | – | Y | wait
| 503 | ModelServingError / ModelUnavailable | – | Y | wait
| 400 | InvalidParameter | Field required: xxx | N | input
| 400 | InvalidParameter | duration customization is not supported | N | input
| 400 | InvalidParameter | url error, please check url! | N | nobody
| 400 | InvalidParameter | Request method 'GET' is not supported. | N | nobody
| 400 | BadRequest.EmptyInput / BadRequest.EmptyParameters / BadRequest.EmptyModel | – | N | nobody
| 400 | BadRequest.IllegalInput | – | N | nobody
| 400 | BadRequest.TooLarge | Payload Too Large | U | input
| 400 | BadRequest.InputDownloadFailed / BadRequest.UnsupportedFileFormat | – | U | input
| 400 | InvalidParameter.DataInspection | Unable to download the media resource | U | input
| 400 | InvalidParameter.DataInspection | Download the media resource timed out | Y once | input
| 400 | InvalidParameter.DataInspection | The media format is not supported | U | input
| 400 | InvalidParameter.DataInspection | no authorization to access the media | U | input
| 400 | InvalidURL | Required URL is missing or invalid | U | input
| 400 | InvalidURL | File type is not supported. Allowed types are: .wav, .mp3. | U | input
| 400 | InvalidURL.ConnectionRefused / InvalidURL.Timeout | – | Y once | input
| 400 | InvalidImage.FileFormat / InvalidImageFormat / InvalidImageResolution / InvalidImage.ImageSize | – | U | input
| 400 | InvalidFile.Size / InvalidFile.Duration / InvalidFile.Resolution / InvalidFile.FPS | – | U | input
| 400 | InvalidFile.AspectRatio / InvalidFile.Format / InvalidFile.Openerror | – | U | input
| 400 | InvalidFile.DownloadFailed / InvalidFile.ImageSize / InvalidFile.Content | – | U | input
| 430 | Audio.DecoderError / Audio.FileSizeExceed / Audio.AudioRateError / Audio.AudioSilentError | – | N | input
| 400 | DataInspectionFailed / data_inspection_failed | Input data may contain inappropriate content. | U | content
| 400 | DataInspectionFailed / data_inspection_failed | Output data may contain inappropriate content. | U | content
| 400 | IPInfringementSuspect | – | U | content
| 400 | UnsupportedOperation | please confirm if the task is in PENDING status | N | nobody
| 400 | CustomRoleBlocked | – | U | content
| 500 | InternalError / internal_error / InternalError.Algo | – | Y | wait
| 500 | InternalError.FileUpload / InternalError.Upload | – | Y | wait
| 500 | SystemError / ModelServiceFailed / RequestTimeOut / InternalError.Timeout | – | Y | wait
| 500 | RewriteFailed | – | U | input
"""
RETRIES = {"Y": Retry.SAFE, "Y once": Retry.ONCE, "U": Retry.USER, "N": Retry.NEVER}


def rows() -> list[tuple[int, str, str, Retry, str]]:
    found = []
    for line in SECTION_9.strip().splitlines():
        status, codes, message, retry, acts = (cell.strip() for cell in line.strip("| ").split(" | "))
        said = "" if message == "–" else message
        found += [(int(status), code.strip(), said, RETRIES[retry], acts) for code in codes.split(" / ")]
    return found


@pytest.mark.parametrize(("status", "code", "message", "retry", "acts"), rows())
def test_every_row_of_the_providers_table(status: int, code: str, message: str, retry: Retry, acts: str) -> None:
    meaning = meaning_of(code, message)
    assert meaning is not None
    assert (meaning.retry, meaning.acts) == (retry, acts)
    made = refusal(answer(status, code, message), is_create=True)
    # An order goes out again by itself after throttling alone, and is doubted only where the cloud does not know.
    assert isinstance(made, CloudBusy) is (acts == "wait" and status == 429)
    assert isinstance(made, OutcomeUnknown) is meaning.task_may_exist
    assert isinstance(made, KeyRefused) is (status == 401)
    assert (made.code, made.request_id) == (code, "" if meaning.task_may_exist else "r")
    asked = refusal(answer(status, code, message), is_create=False)
    assert isinstance(asked, CloudUnreachable | CloudBusy) is (retry is Retry.SAFE or status >= 500)


def test_every_row_of_ours_stands_in_the_providers_table() -> None:
    """No row is dead: each is the answer to some row above, or one of the few that stand elsewhere in the document."""
    used = {meaning_of(code, message) for _, code, message, _, _ in rows()}
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
    used |= {meaning_of(code, message) for code, message in more}
    assert [row for row in MEANINGS if row not in used and row.code not in elsewhere] == []


def test_only_what_the_cloud_does_not_know_is_doubted() -> None:
    assert [row.code for row in MEANINGS if row.task_may_exist] == ["RequestTimeOut"]
    assert isinstance(refusal(answer(504, "GatewayTimeout"), is_create=True), OutcomeUnknown)
    assert isinstance(refusal(answer(502, "UPSTREAM"), is_create=True), OutcomeUnknown)
    assert isinstance(refusal(answer(500, "upstream_error"), is_create=True), OutcomeUnknown)
    assert isinstance(refusal(answer(408, "RequestTimeout.Gateway"), is_create=True), OutcomeUnknown)
    assert isinstance(refusal(answer(500, "InternalError"), is_create=True), CloudRefused)
    assert isinstance(refusal(answer(400, "SomethingNew"), is_create=True), CloudRefused)
    assert isinstance(refusal(answer(504, "GatewayTimeout"), is_create=False), CloudUnreachable)


@pytest.mark.parametrize(
    ("request_id", "is_marked", "sure"),
    [(UUID, True, UUID), (UUID, False, ""), (UUID.replace("-", ""), True, ""), ("r", True, ""), ("", True, "")],
)
def test_a_doubt_has_a_request_id_only_where_the_cloud_gave_it(request_id: str, is_marked: bool, sure: str) -> None:
    """A gateway's own number stands in no row of the list, and would make a paid order one that was not made."""
    said = structs.replace(answer(504, "GatewayTimeout"), request_id=request_id, is_marked=is_marked)
    doubted = refusal(said, is_create=True)
    assert isinstance(doubted, OutcomeUnknown)
    assert doubted.request_id == sure


@pytest.mark.parametrize("status", [400, 403, 404, 409, 418, 430, 451, 499])
def test_codes_and_statuses_of_the_future_are_kept_and_shown(status: int) -> None:
    refused = refusal(answer(status, "Brand.New", "words of its own"), is_create=True)
    assert (type(refused), refused.sentence) == (CloudRefused, "cloud_refused")
    assert (refused.code, refused.detail) == ("Brand.New", "words of its own")


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
@pytest.mark.parametrize("wish", [True, False])
def test_a_wish_to_be_asked_again_never_repeats_an_order(status: int, wish: bool) -> None:
    """`x-should-retry` turns a free request's end into patience, in either direction; an order's end stays its end."""
    wished = structs.replace(answer(status, "Brand.New"), should_retry=wish)
    plain = refusal(answer(status, "Brand.New"), is_create=True)
    assert type(refusal(wished, is_create=True)) is type(plain)
    assert not isinstance(refusal(wished, is_create=True), CloudBusy)
    asked = refusal(wished, is_create=False)
    if wish:
        assert isinstance(asked, CloudUnreachable | CloudBusy)
    elif status >= 429:
        assert isinstance(asked, CloudUnreachable | CloudBusy)
        assert asked.retry_after == 60.0


def test_patience_that_a_troubled_cloud_asks_for_is_passed_on() -> None:
    troubled = refusal(structs.replace(answer(503, "SystemError"), retry_after=17.0), is_create=False)
    assert isinstance(troubled, CloudUnreachable)
    assert troubled.retry_after == 17.0
