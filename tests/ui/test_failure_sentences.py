"""Every code in every situation: a sentence that is true there and says what to do next."""

from __future__ import annotations

import re

import pytest

from tests.support.provider_codes import ELSEWHERE, listed
from wandesk.dashscope.answers import CloudAnswer
from wandesk.dashscope.codes import refusal, ruling
from wandesk.dashscope.meanings import MEANINGS, UNKNOWN, WITHOUT_MESSAGE, Exchange
from wandesk.domain.errors import CloudBusy, CloudError, OutcomeUnknown
from wandesk.domain.sentences import Sentence
from wandesk.ui.wording.problems import problem_text

NEXT_STEP = re.compile(
    r"(\. |, or )(activate|allow|ask|change|check|choose|contact|generate|pay|purchase|raise|request|save|see details|"
    r"top it up|try|turn|use|wait|please report)\b",
    re.IGNORECASE,
)
SITUATIONS = sorted(
    {(each.code, message) for each in listed() for message in (each.message, "")}
    | {(code, message) for code, message, _, _ in ELSEWHERE}
    | {(row.code.replace("*", "new"), "") for row in MEANINGS}
)
ABOUT_THE_REQUEST = {row.sentence for row in MEANINGS if row.exchanges == (Exchange.CREATE, Exchange.TASK)} | {
    *WITHOUT_MESSAGE,
    *WITHOUT_MESSAGE.values(),
}
"""Sentences about a request for a video, its prompt or its files."""
ABOUT_UPLOADS = {
    Sentence.CLOUD_UPLOAD_REFUSED,
    Sentence.CLOUD_UPLOAD_EXPIRED,
    Sentence.UPLOADS_DENIED,
    Sentence.UPLOADS_NOT_OFFERED,
}
ABOUT_READS = {Sentence.CANCEL_TOO_LATE, Sentence.CLOUD_KEY_DENIED, Sentence.CLOUD_READ_REFUSED}
FALSE = {
    Exchange.CREATE: ABOUT_UPLOADS
    | ABOUT_READS
    | {Sentence.CLOUD_MODERATION_OUTPUT, Sentence.CLOUD_TOOK_TOO_LONG, Sentence.CLOUD_FAILED},
    Exchange.TASK: ABOUT_UPLOADS | ABOUT_READS | {Sentence.CLOUD_REFUSED, Sentence.CLOUD_PATH_MISSING},
    Exchange.READ: ABOUT_UPLOADS | ABOUT_THE_REQUEST | {Sentence.CLOUD_MODEL_LOCKED, Sentence.CANCEL_TOO_LATE},
    Exchange.CANCEL: ABOUT_UPLOADS | ABOUT_THE_REQUEST | {Sentence.CLOUD_MODEL_LOCKED, Sentence.CLOUD_READ_REFUSED},
    Exchange.PERMISSION: ABOUT_READS | ABOUT_THE_REQUEST,
    Exchange.UPLOAD: ABOUT_READS | ABOUT_THE_REQUEST - {Sentence.CLOUD_TOO_LARGE},
}
"""What would not be true there."""


@pytest.mark.parametrize("exchange", Exchange)
def test_every_code_in_every_situation_has_a_true_sentence_and_a_next_step(exchange: Exchange) -> None:
    for code, message in SITUATIONS:
        sentence = ruling(code, message, exchange).sentence
        text = problem_text(sentence)
        assert NEXT_STEP.search(text), (code, message, text)
        assert "etrying" not in text, (code, message, text)
        assert "etails for" not in text or message, (code, text)
        assert sentence not in FALSE[exchange], (code, message, text)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 408, 413, 429, 430, 500, 503])
@pytest.mark.parametrize("exchange", [Exchange.CREATE, Exchange.READ, Exchange.CANCEL, Exchange.PERMISSION])
def test_every_refusal_has_a_sentence_that_is_true_at_the_end(exchange: Exchange, status: int) -> None:
    """Also the one that an uncertain order ends with, once the list shows no task."""
    for code, message in SITUATIONS:
        answer = CloudAnswer(status=status, body={}, code=code, message=message)
        error: CloudError = refusal(answer, exchange)
        text = problem_text(error.sentence)
        assert NEXT_STEP.search(text), (code, message, text)
        assert "etrying" not in text, (code, message, text)
        assert "etails for" not in text or message, (code, text)
        if not isinstance(error, OutcomeUnknown | CloudBusy):
            assert error.sentence not in FALSE[exchange], (code, message, text)


def test_the_situations_cover_the_whole_table() -> None:
    assert {ruling(code, message, exchange).sentence for code, message in SITUATIONS for exchange in Exchange} >= {
        *(row.sentence for row in MEANINGS),
        *(row.sentence for row in UNKNOWN.values()),
        *WITHOUT_MESSAGE.values(),
    }


def test_video_that_cannot_be_downloaded_again_promises_nothing() -> None:
    """The act is over: nothing waits for the link."""
    text = problem_text(Sentence.VIDEO_WITHOUT_ADDRESS)
    assert NEXT_STEP.search(text)
    assert "aiting" not in text
