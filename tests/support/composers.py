"""The composer for tests that need no window around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.gui import GuiLoop
from tests.support.widgets import FakeAudioPlayer, FakeQuestions
from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import new_draft
from wandesk.ui.composer import Composer


def a_form(loop: GuiLoop, catalog: Catalog, questions: FakeQuestions, model: str | None = None) -> Composer:
    """An empty form in Practice, in English, for this model or the usual one."""
    return Composer(
        catalog=catalog,
        draft=new_draft(catalog, "practice", model),
        questions=questions,
        spawn=loop.spawn,
        audio_player=FakeAudioPlayer(),
        language="en",
    )


@contextmanager
def shown_form(
    loop: GuiLoop, catalog: Catalog, questions: FakeQuestions, model: str | None = None
) -> Iterator[Composer]:
    """`a_form` in an active window of its own, which closes with the block."""
    form = a_form(loop, catalog, questions, model)
    form.resize(400, 800)
    form.show()
    form.activateWindow()
    loop.run_until(form.isActiveWindow)
    yield form
    form.close()
    form.deleteLater()
