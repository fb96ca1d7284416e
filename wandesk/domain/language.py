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


def language_for(*locales: str) -> str:
    """The key of the first language that is there for locale names such as `zh_TW` or `en-GB`; English where none is.

    The names are in the order in which the user prefers them.
    """
    for locale in locales:
        name = locale.replace("-", "_")
        if name in LANGUAGE_KEYS:
            return name
        spoken = name.partition("_")[0]
        found = next((key for key in LANGUAGE_KEYS if key.partition("_")[0] == spoken), None)
        if found is not None:
            return found
    return ENGLISH.key
