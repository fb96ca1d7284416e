"""What stands on the pages of Settings besides the values of the table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtWidgets import QWidget

from wandesk.app.catalog_in_use import CatalogInUse
from wandesk.domain.draft import Draft
from wandesk.domain.media import Picture
from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.ui.bridge import MoneyBridge, SpaceBridge
from wandesk.ui.settings.diagnostics_card import diagnostics_section
from wandesk.ui.settings.ledger_card import ledger_section
from wandesk.ui.settings.models_cards import models_sections
from wandesk.ui.settings.models_section import Models, own_models_sections
from wandesk.ui.settings.notifications_card import Notifications, notifications_section
from wandesk.ui.settings.section import Section
from wandesk.ui.settings.space_card import space_section


def settings_sections(
    *,
    alerts: Notifications,
    catalog: CatalogInUse,
    preferences: Preferences,
    models: Models,
    space: SpaceBridge,
    money: MoneyBridge,
    in_form: Callable[[], Collection[str]],
    diagnostics: Callable[[QWidget], object],
    language: str,
) -> tuple[Section, ...]:
    """Every section, in the order of its page. `in_form` are the paths of the files in the form."""
    return (
        notifications_section(alerts, preferences),
        space_section(space, in_form),
        *own_models_sections(models, lambda: preferences.get(options.REGION), language),
        *models_sections(catalog, preferences, language, catalog.changed),
        ledger_section(money, catalog, language),
        diagnostics_section(diagnostics),
    )


def paths_in(draft: Draft, series: Sequence[Picture] = ()) -> list[str]:
    """The paths of a draft's files, and of the pictures beside: copies in the profile may have no other file."""
    found = []
    for file in (*series, draft.picture, draft.last_frame, draft.audio):
        if file is not None:
            found += [file.path, file.origin]
    if draft.clip is not None:
        found += [draft.clip.path, draft.clip.first_picture.path]
    return found
