"""The language of the program: which one is used, and its translations."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from wandesk.resources import resource_path
from wandesk.ui.settings.table import chosen_language


def install_language(app: QCoreApplication, chosen: str) -> str:
    """Install the translations for the chosen language ("system" or its key); returns the key in use."""
    language = chosen_language(chosen)
    if chosen != "system":
        QLocale.setDefault(QLocale(language))
    folders = {
        f"wandesk_{language}": str(resource_path("translations")),
        f"qtbase_{language}": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
    }
    for name, folder in folders.items():
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
    return language


def translate_in(chosen: str) -> Callable[[str, str], str]:
    """A translate function (context, text) for a language that is not the installed one."""
    translator = QTranslator()
    translator.load(f"wandesk_{chosen_language(chosen)}", str(resource_path("translations")))
    return lambda context, text: translator.translate(context, text) or text
