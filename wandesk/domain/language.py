"""The languages of the program.

To add one: an entry here, `wandesk_KEY.ts` of `resources/translations` (`packaging/translations.py` makes it), and the
texts of `resources/models.toml` and `resources/samples/sample.toml`.
"""

from __future__ import annotations

from msgspec import Struct


class Language(Struct, frozen=True, kw_only=True):
    """`key` is Qt's locale name and part of the file names; `name` is the language's own."""

    key: str
    name: str
    plural_forms: int
    """How many Qt's translation files hold for a sentence that counts."""


ENGLISH = Language(key="en", name="English", plural_forms=2)
LANGUAGES = (ENGLISH, Language(key="zh_CN", name="简体中文", plural_forms=1))
LANGUAGE_KEYS = tuple(language.key for language in LANGUAGES)


def language_for(locale: str) -> str:
    """The key of the language for a locale name such as `zh_TW` or `en_GB`; English where there is none."""
    if locale in LANGUAGE_KEYS:
        return locale
    spoken = locale.partition("_")[0]
    return next((key for key in LANGUAGE_KEYS if key.partition("_")[0] == spoken), ENGLISH.key)
