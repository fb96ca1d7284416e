"""A price has risen: the user checks, says yes, and the form shows the new price, also in the next run."""

from __future__ import annotations

import gc
from pathlib import Path
from types import CellType

import pytest

from tests.support.connected import KEY, REGION, connect
from tests.support.gui import until
from tests.support.program import ready, run_on_loop, running_program, window_of
from tests.support.simulator_inside import SimulatorInside, simulator_inside
from wandesk.app.application import Application
from wandesk.domain.account import Secret
from wandesk.domain.catalog import Catalog
from wandesk.domain.draft import changed_offer
from wandesk.settings.paths import profile_at
from wandesk.ui.notices import NoticeAct, Owner
from wandesk.ui.settings.models_section import ModelsSection
from wandesk.ui.settings.section import MODELS


def price_in_singapore(program: Application) -> str:
    composer, catalog = window_of(program).composer, program.access.keys._catalog.current
    composer.set_draft(changed_offer(composer.draft, catalog, region=REGION, model_key="wan2.5-i2v-preview"))
    return composer.footer.price_label.text()


def keepers(catalog: Catalog) -> set[str]:
    """The types of the program's objects that refer to a catalogue, as attributes or in closures."""
    gc.collect()
    found = set()
    for each in gc.get_referrers(catalog):
        owners = [each, *(gc.get_referrers(each) if isinstance(each, dict | CellType | tuple) else ())]
        found |= {type(owner).__name__ for owner in owners if type(owner).__module__.startswith("wandesk")}
    return found


def test_checked_prices_act_at_once_and_in_the_reopened_program(tmp_path: Path) -> None:
    async def checks(program: Application, simulator: SimulatorInside) -> None:
        window = window_of(program)
        await ready(program)
        assert price_in_singapore(program) == "about $0.25"
        connect(program, simulator)
        before = program.access.keys._catalog.current
        window.notices.suggest_check("The prices are old.")
        window.settings.open(MODELS)
        section = window.findChild(ModelsSection)
        assert section is not None
        section.check.check_button.click()
        await until(lambda: section.check.texts, within=15)
        assert section.check.texts == [
            "Dearer: Wan 2.5 Preview, per second 480P $0.05 → $0.0625; 720P $0.10 → $0.125; 1080P $0.15 → $0.1875"
        ]
        section.check.write_button.click()
        await until(section.saved_label.isVisible, within=15)
        assert window.composer.footer.price_label.text() == "about $0.3125"
        assert window.notices.of(Owner(NoticeAct.CHECK_MODELS)) is None, "it was checked"
        assert window.composer.cards.offer.change_label.text() == "New price: about $0.3125."
        section.window().close()
        await until(lambda: window.findChild(ModelsSection) is None)
        assert keepers(before) == {"LoadedCatalogue"}, "all others read the new one, also in the engine"

    async def looks(program: Application) -> None:
        await ready(program)
        assert window_of(program).notices.of(Owner(NoticeAct.OWN_MODELS)) is None
        assert price_in_singapore(program) == "about $0.3125"

    keys = {KEY: f"me@{REGION}"}
    with simulator_inside(tmp_path / "cloud", keys=keys, scenarios=["models-dearer"]) as simulator:
        with running_program(tmp_path / "profile") as program:
            run_on_loop(program, checks(program, simulator))
        calls = {entry.kind for entry in simulator.service.store.entries()}
    assert "create" not in calls
    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, looks(program))


@pytest.mark.parametrize(("key", "is_told"), [("sk-sp-0123456789", True), ("sk-0123456789", False)])
def test_plan_key_of_the_environment_is_told_and_not_used(tmp_path: Path, key: str, *, is_told: bool) -> None:
    profile = profile_at(tmp_path / "profile")
    profile.prepare()

    async def looks(program: Application) -> None:
        await ready(program)
        notice = window_of(program).notices.of(Owner(NoticeAct.PLAN_KEY))
        assert (notice is not None) is is_told
        if notice is not None:
            assert "DASHSCOPE_API_KEY_SINGAPORE" in notice.sentence
            assert key not in notice.sentence
        assert program.access.keys.is_connected(REGION) is not is_told

    with running_program(tmp_path / "profile", keys={"DASHSCOPE_API_KEY_SINGAPORE": Secret(key)}) as program:
        run_on_loop(program, looks(program))
