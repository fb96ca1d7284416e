"""Every code of the table, wherever it ends a job: row, page and details, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace as replace_snapshot

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.jobs import a_job
from tests.support.provider_codes import ELSEWHERE, listed
from tests.support.stages import snapshot
from wandesk.dashscope.answers import CloudAnswer
from wandesk.dashscope.codes import refusal, ruling
from wandesk.dashscope.meanings import MEANINGS, Exchange
from wandesk.domain.errors import CloudBusy, CloudRefused
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.job_rules import Charged, charged
from wandesk.domain.sentences import Sentence
from wandesk.engine.waiting import problem_of
from wandesk.resources import resource_path
from wandesk.ui.job_actions import JobActionKey, job_action
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.player.ended_page import EndedPage
from wandesk.ui.reorder import ReorderOffer
from wandesk.ui.wording import jobs as wording
from wandesk.ui.wording.details import details
from wandesk.ui.wording.problems import problem_text

CHANGES = (JobActionKey.CHANGE_REQUEST, JobActionKey.CHOOSE_PICTURE)
PROMISES = (
    # The next step as the English sentence names it, and the buttons of which one does it. The first match counts.
    (r"in the console|Alibaba's support", (JobActionKey.OPEN_CONSOLE,)),
    (r"in Settings|API key (of|in this region)|another API key", (JobActionKey.OPEN_SETTINGS,)),
    (r"report this", (JobActionKey.REPORT,)),
    (r"a setting of this request\. See details", (JobActionKey.CHANGE_REQUEST,)),
    (r"See details", (JobActionKey.SHOW_DETAILS,)),
    (r"Choose|Change|in another format|standard WAV|administrator|another region", CHANGES),
    (r"[Gg]enerate|[Tt]ry again", (JobActionKey.GENERATE_AGAIN,)),
)
SECOND = (
    # The second choice of the English sentence, and the text of its button.
    (r", or choose another model", "Choose another model"),
    (r", or turn off “Improve my prompt”", "Change the settings"),
    (r", or generate without the audio file", "Change the audio"),
    (r", or choose another region", "Choose another region"),
)
NOT_CHARGED = {"en": "You were not charged.", "zh_CN": "没有产生费用。"}


NOT_KNOWN = "It isn't known yet whether you were charged."


def _ended() -> Iterator[tuple[str, JobProblem]]:
    """Each code with its messages, as a job stores it that failed for it, and where it was said."""
    known = {(each.status, each.code, message) for each in listed() for message in (each.message, "")}
    known |= {(400, code, message) for code, message, _, _ in ELSEWHERE}
    known |= {(400, row.code.replace("*", "new"), "") for row in MEANINGS}
    for status, code, message in sorted(known):
        for exchange in (Exchange.CREATE, Exchange.PERMISSION):
            error = refusal(CloudAnswer(status=status, body={}, code=code, message=message), exchange)
            if isinstance(error, CloudRefused) and not isinstance(error, CloudBusy):
                yield f"{exchange} {status} {code}: {message}", problem_of(error)
        meaning = ruling(code, message, Exchange.TASK)
        problem = JobProblem(
            sentence=meaning.sentence, remedy=meaning.remedy, code=code, message=message, request_id="request"
        )
        yield f"{Exchange.TASK} {code}: {message}", problem


def _shown(problem: JobProblem) -> JobSnapshot:
    job = a_job("f", JobStage.FAILED, problem=problem)
    return replace_snapshot(snapshot(job, offer=ReorderOffer(cost=job.request.estimate)), has_console=True)


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    translator = QTranslator()
    if request.param != "en":
        assert translator.load(f"wandesk_{request.param}", str(resource_path("translations")))
        qapp.installTranslator(translator)
    yield request.param
    qapp.removeTranslator(translator)


def test_what_the_sentence_tells_to_do_has_its_button() -> None:
    for where, problem in _ended():
        text, it = problem_text(problem.sentence, dict(problem.values)), _shown(problem)
        acts = next((acts for pattern, acts in PROMISES if re.search(pattern, text)), ())
        assert any(job_action(key).is_possible(it) for key in acts), (where, problem.remedy, text)


@pytest.mark.usefixtures("qapp")
def test_second_choice_of_the_sentence_has_its_button_beside_the_first() -> None:
    page, seen = EndedPage(), set()
    for where, problem in _ended():
        text, it = problem_text(problem.sentence, dict(problem.values)), _shown(problem)
        for pattern, label in SECOND:
            if re.search(pattern, text):
                seen.add(pattern)
                page.show_job(it, None)
                shown = [each.text() for each in page.action_buttons.buttons if not each.isHidden()]
                assert label in shown, (where, text, shown)
                assert len(shown) > 1, (where, text, shown)
    assert seen == {pattern for pattern, _label in SECOND}


def test_row_and_details_say_reason_next_step_and_charge(language: str) -> None:
    for where, problem in _ended():
        job = _shown(problem).job
        sentence = problem_text(problem.sentence, dict(problem.values))
        row = wording.stage_text(job, None, now=0.0, usual=None)
        assert row.startswith(sentence), where
        assert row.endswith(NOT_CHARGED[language]), (where, row)
        lines = {line.name: line.value for line in details(job, model="Wan", region="Singapore")}
        reason, state, code = ("Reason", "Charged", "Code") if language == "en" else ("原因", "是否计费", "错误代码")
        assert lines[reason] == sentence, where
        assert lines[state] == ("No" if language == "en" else "否"), where
        assert lines.get(code, "") == problem.code, where
        assert (re.search("[\u4e00-\u9fff]", sentence) is None) == (language == "en"), (where, sentence)


def test_page_says_it_too_and_its_main_button_is_free(language: str) -> None:
    page = EndedPage()
    meanings = {(problem.sentence, problem.remedy, bool(problem.message)): problem for _, problem in _ended()}
    for problem in meanings.values():
        it = _shown(problem)
        page.show_job(it, None)
        shown = [each.text() for each in page.findChildren(QLabel) if not each.isHidden()]
        assert problem_text(problem.sentence, dict(problem.values)) in shown
        assert NOT_CHARGED[language] in shown
        buttons = [each for each in page.action_buttons.buttons if not each.isHidden()]
        main = [each for each in buttons if each.property("look") == "primary"]
        assert [each.action for each in main] == [each.action for each in buttons if not each.action.costs_money][:1]
        assert all(each.text() and each.isEnabled() for each in buttons)


@pytest.mark.parametrize(
    ("stage", "sentence", "state", "on_stage"),
    [
        (JobStage.UNCERTAIN, Sentence.REQUEST_UNCERTAIN, Charged.UNKNOWN, NOT_KNOWN),
        (JobStage.EXPIRED, Sentence.SEARCH_CLOSED, Charged.UNKNOWN, NOT_KNOWN),
        (JobStage.EXPIRED, Sentence.TASK_NEVER_SHOWN, Charged.UNKNOWN, "Check your bill to be sure."),
        (JobStage.EXPIRED, Sentence.VIDEO_EXPIRED_UNKNOWN, Charged.UNKNOWN, "If it was made, it is on your bill."),
        (JobStage.EXPIRED, Sentence.VIDEO_EXPIRED_BILLED, Charged.YES, "It is on your bill."),
        (JobStage.DOWNLOADING, Sentence.VIDEO_GIVEN_UP, Charged.YES, "You were charged for this video, once."),
        (JobStage.CANCELED, None, Charged.NO, "You were not charged."),
    ],
)
def test_whether_it_is_charged_is_said_for_every_end(
    stage: JobStage, sentence: Sentence | None, state: Charged, on_stage: str
) -> None:
    values = (("file", "video.mp4"),)
    problem = JobProblem(sentence=sentence, values=values) if sentence is not None else None
    job: Job = a_job("e", stage, problem=problem, submitted_at=1.0)
    assert charged(job) is state
    page = EndedPage()
    page.show_job(snapshot(job), None)
    assert any(on_stage in each.text() for each in page.findChildren(QLabel) if not each.isHidden())
