"""The error table: what the user must change, and whether a request may be sent again."""

from __future__ import annotations

import pytest
from msgspec import structs

from tests.support.provider_codes import ELSEWHERE, Listed, listed
from wandesk.dashscope.answers import CloudAnswer
from wandesk.dashscope.codes import canonical, meaning_of, refusal, ruling
from wandesk.dashscope.meanings import MEANINGS, Exchange
from wandesk.domain.errors import (
    CloudBusy,
    CloudRefused,
    CloudUnreachable,
    KeyRefused,
    OutcomeUnknown,
    Remedy,
    WanDeskError,
)
from wandesk.domain.sentences import Sentence

UUID = "7574ee8f-38a3-4b1e-9280-11c33ab46e51"


def answer(status: int, code: str, message: str = "", retry_after: float | None = None) -> CloudAnswer:
    return CloudAnswer(status=status, body={}, code=code, message=message, request_id="r", retry_after=retry_after)


LISTED = listed()


@pytest.mark.parametrize("each", LISTED, ids=lambda each: each.id)
def test_every_code_of_the_provider_has_its_meaning(each: Listed) -> None:
    assert meaning_of(each.code, each.message, Exchange.CREATE) in MEANINGS
    made = ruling(each.code, each.message, Exchange.CREATE)
    assert (made.sentence, made.remedy) == (each.sentence, each.remedy)
    assert ruling(each.code, each.message, Exchange.TASK)[:2] == made[:2] or each.code == "NotFound"


@pytest.mark.parametrize(("code", "message", "exchange", "sentence"), ELSEWHERE)
def test_meaning_of_a_code_depends_on_the_exchange(code: str, message: str, exchange: Exchange, sentence: str) -> None:
    assert ruling(code, message, exchange).sentence == sentence


@pytest.mark.parametrize("each", [each for each in LISTED if "BrandNew" not in each.code], ids=lambda each: each.id)
def test_spelling_and_wrapping_of_a_code_do_not_matter(each: Listed) -> None:
    """`<400> InternalError.Algo.X: ...` is how the model's own refusals arrive through some endpoints."""
    bare = each.code.removeprefix("InternalError.Algo.")
    expected = ruling(bare, each.message, Exchange.TASK)
    assert expected[:2] == ruling(each.code, each.message, Exchange.TASK)[:2]
    spellings = {bare, bare.lower(), bare.upper(), bare.replace("_", "-"), f"InternalError.Algo.{bare}"}
    for spelling in (*spellings, f"internal_error.algo.{bare}", f" {bare} "):
        assert ruling(spelling, each.message, Exchange.TASK) == expected, spelling
    for outer in ("InternalError.Algo", "invalid_parameter_error", "Brand.New"):
        quoted = f"<{each.status}> InternalError.Algo.{bare}: {each.message}"
        assert ruling(outer, quoted, Exchange.TASK).sentence == expected.sentence


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


@pytest.mark.parametrize("each", LISTED, ids=lambda each: each.id)
def test_every_code_of_the_provider_is_the_right_error(each: Listed) -> None:
    made = refusal(answer(each.status, each.code, each.message), Exchange.CREATE)
    # An order is repeated automatically only after throttling, and a server error says nothing about its task.
    assert isinstance(made, CloudBusy) is (each.remedy is Remedy.WAIT and each.status == 429)
    assert isinstance(made, OutcomeUnknown) is not (400 <= each.status < 500)
    assert isinstance(made, KeyRefused) is (each.status == 401)
    assert (made.code, made.request_id, made.detail) == (each.code, "r", each.message)
    asked = refusal(answer(each.status, each.code, each.message), Exchange.READ)
    assert isinstance(asked, CloudUnreachable | CloudBusy) is (each.status >= 500 or isinstance(made, CloudBusy))


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
    """No row is dead, or hidden by an earlier one."""
    used = {meaning_of(each.code, message, Exchange.CREATE) for each in LISTED for message in (each.message, "")}
    used |= {meaning_of(code, message, exchange) for code, message, exchange, _ in ELSEWHERE}
    assert [row for row in MEANINGS if row not in used] == []


def test_the_table_is_in_canonical_form() -> None:
    assert [row.code for row in MEANINGS if row.code != canonical(row.code)] == []
    assert [each for row in MEANINGS for each in row.phrases if each != each.casefold()] == []


ALL_CODES = sorted({row.code for row in MEANINGS if "*" not in row.code} | {"Brand.New", "upstream_error"})


@pytest.mark.parametrize("status", [200, 202, 302, 408, 500, 502, 503, 504, 520, 599])
@pytest.mark.parametrize("code", ALL_CODES)
def test_only_a_refusal_by_status_and_code_rules_a_task_out(status: int, code: str) -> None:
    """A server may fail after it created the task, whatever code it then reports: the order is never repeated."""
    made = refusal(answer(status, code), Exchange.CREATE)
    assert type(made) is OutcomeUnknown
    assert (made.code, made.request_id) == (code, "r")
    # What the cloud reported counts once the list shows no task, in the words for a task that failed.
    failed = ruling(code, "", Exchange.TASK)
    assert made.sentence is (failed.sentence if failed.is_known else Sentence.CLOUD_TROUBLE)


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
