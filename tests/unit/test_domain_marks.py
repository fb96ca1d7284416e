"""The user's own marks of a job: what is stored, and how a change is undone."""

from __future__ import annotations

import pytest

from tests.support.jobs import a_job
from wandesk.domain.errors import InputRefused
from wandesk.domain.job import JobStage
from wandesk.domain.job_events import JobRemoved, MarksChanged
from wandesk.domain.job_transitions import IllegalTransition, apply
from wandesk.domain.marks import MOST_NOTE, MarkChange, Marks, marked, reverse, tidied, tidied_marks
from wandesk.domain.sentences import Sentence


def test_a_change_leaves_the_other_marks_and_is_undone_by_its_reverse() -> None:
    marks = Marks(is_starred=True, name="Fox", label="zoo", note="try again")
    change = MarkChange(name="", label="forest")
    changed = marked(marks, change)
    assert changed == Marks(is_starred=True, name="", label="forest", note="try again")
    assert reverse(marks, change) == MarkChange(name="Fox", label="zoo")
    assert marked(changed, reverse(marks, change)) == marks


def test_texts_are_stored_as_plain_text_in_their_form() -> None:
    change = tidied(MarkChange(name=" A\r\nfox\x00\t 1 ", label="客户\n一 ", note=" one\r\ntwo\u2028three\ud800\x07\n"))
    assert change == MarkChange(name="A fox 1", label="客户 一", note="one\ntwo\u2028three")
    assert tidied(MarkChange(is_starred=False)) == MarkChange(is_starred=False)
    assert tidied_marks(Marks(name="<b>x</b>")) == Marks(name="<b>x</b>")


@pytest.mark.parametrize(
    ("change", "sentence", "most"),
    [
        (MarkChange(name="n" * 121), Sentence.NAME_TOO_LONG, 120),
        (MarkChange(label="标" * 61), Sentence.LABEL_TOO_LONG, 60),
        (MarkChange(note="😀" * 1_000_000), Sentence.NOTE_TOO_LONG, MOST_NOTE),
    ],
)
def test_a_text_that_is_too_long_is_refused_with_its_length(change: MarkChange, sentence: Sentence, most: int) -> None:
    with pytest.raises(InputRefused) as refused:
        tidied(change)
    assert refused.value.sentence is sentence
    assert refused.value.values["most"] == most
    assert tidied(MarkChange(note="😀" * MOST_NOTE)).note == "😀" * MOST_NOTE


@pytest.mark.parametrize("stage", JobStage)
def test_a_job_in_any_stage_takes_marks_unless_it_is_removed(stage: JobStage) -> None:
    job, event = a_job(stage=stage), MarksChanged(at=1.0, change=MarkChange(is_starred=True))
    assert apply(job, event).marks == Marks(is_starred=True)
    assert apply(job, event).stage_since == job.stage_since
    if stage.is_final:
        with pytest.raises(IllegalTransition):
            apply(apply(job, JobRemoved(at=2.0)), event)
