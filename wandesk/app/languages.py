"""The language of the program: which one is used, its translations, and its numbers and dates."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from wandesk.resources import resource_path
from wandesk.ui.settings.table import chosen_language


def install_language(app: QCoreApplication, chosen: str) -> str:
    """Install the translations for the chosen language ("system" or its key); returns the key in use."""
    language = chosen_language(chosen)
    QLocale.setDefault(locale_for(language, QLocale.system()))
    folders = {
        f"wandesk_{language}": str(resource_path("translations")),
        f"qtbase_{language}": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
    }
    for name, folder in folders.items():
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
    return language


def locale_for(language: str, system: QLocale) -> QLocale:
    """The locale that writes numbers and dates beside texts of a language.

    The system's is kept where it writes as that language does: a British user keeps British dates. One that mixes
    languages (`LANG` English, `LC_TIME` German) or writes another one gives at most its country.
    """
    own = QLocale(language)
    if system.language() != own.language() or system.script() != own.script():
        return own
    there = QLocale(system.language(), system.script(), system.territory())
    return system if _sample(system) == _sample(there) else there


def translate_in(chosen: str) -> Callable[[str, str], str]:
    """A translate function (context, text) for a language that is not the installed one."""
    translator = QTranslator()
    translator.load(f"wandesk_{chosen_language(chosen)}", str(resource_path("translations")))
    return lambda context, text: translator.translate(context, text) or text


def _sample(locale: QLocale) -> tuple[str, ...]:
    """What shows the language of numbers and dates."""
    days = (locale.dayName(day, QLocale.FormatType.LongFormat) for day in range(1, 8))
    return (locale.toString(1234.5, "f", 1), locale.monthName(1, QLocale.FormatType.LongFormat), *days)
