"""The language for a system's locale."""

from __future__ import annotations

import pytest

from wandesk.domain.language import LANGUAGES, language_for
from wandesk.resources import resource_path


@pytest.mark.parametrize(
    ("locales", "language"),
    [
        *(("zh_CN", "zh_CN"), ("zh_TW", "zh_CN"), ("zh", "zh_CN"), ("en_GB", "en"), ("en", "en")),
        *(("xx_XX", "en"), ("C", "en"), ("", "en")),
        *(("de-DE de fr-FR", "en"), ("de-DE zh-Hans-CN en-US", "zh_CN"), ("fr-FR en-GB zh-CN", "en")),
    ],
)
def test_first_known_locale_gives_the_language_or_it_is_english(locales: str, language: str) -> None:
    assert language_for(*locales.split(" ")) == language


def test_languages_and_translations_match() -> None:
    shipped = {path.name for path in resource_path("translations").glob("*.qm")}
    assert shipped == {f"wandesk_{language.key}.qm" for language in LANGUAGES}
