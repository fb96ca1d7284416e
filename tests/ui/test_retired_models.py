"""A model that its region no longer sells: the form and the rows say so, and which one to use instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from tests.support.catalogues import catalogue_without
from tests.support.gui import GuiLoop
from tests.support.jobs import a_job
from tests.support.widgets import FakeAudioPlayer, FakeQuestions, always
from wandesk.domain.cautions import find_cautions
from wandesk.domain.draft import Field, changed_offer, find_problems, new_draft
from wandesk.domain.job import Job, JobStage
from wandesk.domain.media import Picture, PictureFacts
from wandesk.domain.request import can_generate_again
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer.composer import Composer
from wandesk.ui.job_actions import JOB_ACTIONS, JobActionKey
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.notices import Notices
from wandesk.ui.reorder import Reorder

OLD, NEW = "wan2.1-i2v-turbo", "wan2.2-i2v-flash"
CATALOG = catalogue_without(OLD, "singapore", replaced_by=NEW)
PICTURE = Picture(path="/tmp/cat.jpg", facts=PictureFacts(format="JPEG", width=1280, height=720, size_bytes=100_000))
AGAIN = next(action for action in JOB_ACTIONS if action.key is JobActionKey.GENERATE_AGAIN)


def test_remembered_retired_model_is_kept_with_a_problem_that_names_its_replacement() -> None:
    draft = replace(new_draft(CATALOG, "singapore", OLD), picture=PICTURE)
    assert draft.model == OLD
    (problem,) = find_problems(draft, CATALOG)
    assert (problem.field, problem.sentence) == (Field.MODEL, Sentence.MODEL_RETIRED)
    assert dict(problem.values) == {"model": OLD, "other": NEW}
    assert changed_offer(draft, CATALOG).model == OLD
    assert find_problems(changed_offer(draft, CATALOG, model_key=NEW), CATALOG) == ()


def test_change_to_a_region_that_retired_the_model_takes_its_replacement() -> None:
    draft = new_draft(CATALOG, "beijing", OLD)
    assert changed_offer(draft, CATALOG, region="singapore").model == NEW


def test_model_that_was_never_sold_is_not_retired() -> None:
    draft = replace(new_draft(CATALOG, "singapore"), model="wan2.2-kf2v-flash", picture=PICTURE)
    (problem,) = find_problems(draft, CATALOG)
    assert problem.sentence is Sentence.MODEL_NOT_OFFERED


def test_form_says_that_the_model_is_retired_and_orders_nothing(loop: GuiLoop, tmp_path: Path) -> None:
    questions = FakeQuestions(tmp_path)
    questions.pictures = {PICTURE.path: PICTURE.facts}
    composer = Composer(
        catalog=CATALOG,
        draft=replace(new_draft(CATALOG, "singapore", OLD), picture=PICTURE),
        questions=questions,
        spawn=loop.spawn,
        audio_player=FakeAudioPlayer(),
        language="en",
    )
    orders: list[object] = []
    composer.generate_requested.connect(orders.append)
    composer.resize(400, 900)
    composer.show()
    loop.settle()
    try:
        box = composer.cards.offer.model_box
        assert "Wan 2.1 Turbo (retired)" in box.currentText()
        sentence = (
            "Alibaba no longer offers Wan 2.1 Turbo in this region. Choose another model, for example Wan 2.2 Flash."
        )
        assert sentence in composer.footer.generate_button.accessibleDescription()
        assert not composer.footer.generate_button.isEnabled()
        composer.generate()
        assert orders == []
        composer.cards.offer.model_chosen.emit(NEW)
        assert composer.draft.model == NEW
        assert composer.footer.generate_button.isEnabled()
        assert "retired" not in " ".join(box.itemText(index) for index in range(box.count()))
    finally:
        composer.close()
        composer.deleteLater()


@pytest.fixture
def again(loop: GuiLoop) -> Reorder:
    async def order(_job_id: str) -> Job:
        raise AssertionError("ordered")

    window = QWidget()
    notices = Notices(window)
    return Reorder(
        window, catalog=CATALOG, order=order, may_order=always, spawn=loop.spawn, notices=notices, language="en"
    )


def test_row_says_why_it_cannot_be_made_again(again: Reorder, loop: GuiLoop) -> None:
    job = a_job("job", JobStage.FAILED, region="singapore", model=OLD)
    assert not can_generate_again(job.request, CATALOG)
    offer = again.offer(job)
    assert offer is not None
    assert offer.retired == (
        "Alibaba no longer offers Wan 2.1 Turbo in this region. Make the video with Wan 2.2 Flash instead."
    )
    it = JobSnapshot(job=job, progress=None, offer=offer, now=0.0)
    assert not AGAIN.is_possible(it)
    assert AGAIN.text(it) == "G&enerate again: model retired"
    assert AGAIN.reason(it) == offer.retired
    again.request(job, then=lambda _job: None)
    loop.settle()


def test_row_of_a_model_on_sale_can_be_made_again(again: Reorder) -> None:
    offer = again.offer(a_job("job", JobStage.FAILED, region="beijing", model=OLD))
    assert offer is not None
    assert offer.retired == ""


# ---------------------------------------------------------------- uncertain offers


def test_uncertain_offer_is_a_warning_and_no_refusal() -> None:
    catalog = load_catalogue()
    draft = replace(new_draft(catalog, "hongkong"), picture=PICTURE)
    assert draft.model == "wan3.0-video"
    assert find_problems(draft, catalog) == ()
    assert [(each.field, each.sentence) for each in find_cautions(draft, catalog)] == [
        (Field.MODEL, Sentence.MODEL_UNCERTAIN)
    ]
    assert find_cautions(replace(new_draft(catalog, "tokyo"), picture=PICTURE), catalog) == ()
