"""The main button after a failure: what has to change opens, or has the focus, with the job's settings in the form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.composers import shown_form
from tests.support.gui import GuiLoop, gui_loop
from tests.support.jobs import a_request
from tests.support.widgets import FakeQuestions
from wandesk.domain.errors import Remedy
from wandesk.settings.catalogue import load_catalogue
from wandesk.ui.composer import Composer, choosing
from wandesk.ui.composer.reusing import reuse

CATALOG = load_catalogue()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    with gui_loop(qapp) as loop:
        yield loop


@pytest.fixture
def composer(loop: GuiLoop, tmp_path: Path) -> Iterator[Composer]:
    with shown_form(loop, CATALOG, FakeQuestions(tmp_path)) as form:
        yield form


def _change(composer: Composer, remedy: Remedy) -> None:
    reuse(composer, a_request(prompt="A heron lands", first_frame=None), CATALOG, changes=remedy)
    assert composer.draft.prompt == "A heron lands"


def test_list_of_models_or_regions_opens(composer: Composer) -> None:
    offer = composer.cards.offer
    for remedy, box in ((Remedy.MODEL, offer.model_box), (Remedy.REGION, offer.region_box)):
        _change(composer, remedy)
        assert box.view().isVisible()
        box.hidePopup()


def test_prompt_or_values_have_the_focus(composer: Composer) -> None:
    _change(composer, Remedy.CONTENT)
    assert composer.cards.prompt.field.hasFocus()
    _change(composer, Remedy.REQUEST)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert composer.cards.video.isAncestorOf(focus)
    assert focus.isVisible()


def test_dialog_for_another_file_opens(composer: Composer, loop: GuiLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def choose(_window: QWidget, title: str, _filters: object) -> None:
        asked.append(title)

    monkeypatch.setattr(choosing, "choose_file", choose)
    monkeypatch.setattr(choosing, "choose_files", choose)
    _change(composer, Remedy.PICTURE)
    loop.run_until(lambda: len(asked) == 1)
    _change(composer, Remedy.AUDIO)
    loop.run_until(lambda: len(asked) == 2)
    assert "picture" in asked[0]
    assert "audio" in asked[1]
