"""The notices about the files of the catalogue: each appears once, and none sends a request to the cloud."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.support.widgets import FakeKeys
from wandesk.app.catalogue import CatalogueOfRun, catalogue_of_run
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.ui.notices import NoticeAct, Owner
from wandesk.ui.window.notices import WindowNotices

SHIPPED = load_catalogue()
OWN, CHECK = Owner(NoticeAct.OWN_MODELS), Owner(NoticeAct.CHECK_MODELS)
OUTDATED = 'schema = 1\ncompiled = "2026-01-01"\n[region.tokyo]\ncurrency = "JPY"\n'


@pytest.fixture
def preferences(tmp_path: Path) -> Iterator[Preferences]:
    preferences = Preferences(tmp_path / "settings.toml")
    yield preferences
    preferences.close()


def told(run: CatalogueOfRun, preferences: Preferences, day: str) -> WindowNotices:
    notices = WindowNotices(catalog=run.catalog, keys=FakeKeys(), can_generate=True)
    run.tell(notices, preferences, today=lambda: date.fromisoformat(day))
    return notices


@pytest.mark.parametrize(
    ("day", "is_told"), [("2026-11-22", False), ("2027-02-20", False), ("2027-02-21", True), ("2020-01-01", False)]
)
def test_catalogue_older_than_90_days_is_told(
    qapp: object, tmp_path: Path, preferences: Preferences, day: str, *, is_told: bool
) -> None:
    run = catalogue_of_run(tmp_path / "models.toml")
    assert (told(run, preferences, day).of(CHECK) is not None) is is_told


def test_age_is_told_once_for_each_catalogue(qapp: object, tmp_path: Path, preferences: Preferences) -> None:
    run = catalogue_of_run(tmp_path / "models.toml")
    first = told(run, preferences, "2027-06-01").of(CHECK)
    assert first is not None
    assert "2026" in first.sentence or "26" in first.sentence
    assert told(run, preferences, "2027-07-01").of(CHECK) is None
    (tmp_path / "models.toml").write_text('schema = 1\ncompiled = "2027-07-02"\n[checked]\nsingapore = "2027-07-02"\n')
    checked = catalogue_of_run(tmp_path / "models.toml")
    assert told(checked, preferences, "2027-09-01").of(CHECK) is None
    assert told(checked, preferences, "2028-01-01").of(CHECK) is not None


def test_outdated_entries_are_named_once(qapp: object, tmp_path: Path, preferences: Preferences) -> None:
    (tmp_path / "models.toml").write_text(OUTDATED)
    run = catalogue_of_run(tmp_path / "models.toml")
    notice = told(run, preferences, "2026-12-01").of(OWN)
    assert notice is not None
    assert "region.tokyo" in notice.sentence
    assert str(tmp_path / "models.toml") in notice.sentence
    assert told(run, preferences, "2026-12-01").of(OWN) is None


def test_own_list_with_an_error_is_told_at_each_start(
    qapp: object, tmp_path: Path, preferences: Preferences, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "models.toml").write_text("schema = 1\ncompiled = 3\u202e\n", encoding="utf-8")
    run = catalogue_of_run(tmp_path / "models.toml")
    caplog.clear()
    assert run.catalog == SHIPPED
    for _ in range(2):
        notice = told(run, preferences, "2026-12-01").of(OWN)
        assert notice is not None
        assert "models.toml" in notice.sentence
        assert "\u202e" not in notice.sentence
