"""The error table: who must act, and whether an order may be sent again."""

from __future__ import annotations

import pytest

from wandesk.dashscope.answers import Answer
from wandesk.dashscope.codes import refusal, sentence_of
from wandesk.domain.errors import CloudBusy, CloudRefused, CloudUnreachable, KeyRefused, WanDeskError


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
