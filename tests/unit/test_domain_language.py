"""The language for a system's locale."""

from __future__ import annotations

import pytest

from wandesk.domain.language import LANGUAGES, language_for
from wandesk.resources import resource_path


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        *(("zh_CN", "zh_CN"), ("zh_TW", "zh_CN"), ("zh", "zh_CN"), ("en_GB", "en"), ("en", "en")),
        *(("xx_XX", "en"), ("C", "en"), ("", "en")),
    ],
)
def test_locale_gets_its_language_or_english(locale: str, language: str) -> None:
    assert language_for(locale) == language


def test_languages_and_translations_match() -> None:
    shipped = {path.name for path in resource_path("translations").glob("*.qm")}
    assert shipped == {f"wandesk_{language.key}.qm" for language in LANGUAGES}
