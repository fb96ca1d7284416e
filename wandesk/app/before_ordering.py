"""What is asked before an order in this program."""

from __future__ import annotations

from wandesk.app.cloud_access import CloudAccess
from wandesk.domain.catalog_source import CatalogSource
from wandesk.settings.preferences import Preferences
from wandesk.ui.bridge import Bridge
from wandesk.ui.window.before_ordering import BeforeOrdering
from wandesk.ui.window.money_guard import MoneyGuard


def before_ordering(
    access: CloudAccess, bridge: Bridge, preferences: Preferences, catalog: CatalogSource, language: str
) -> BeforeOrdering:
    """The questions about the network, the disk and money."""
    return BeforeOrdering(
        hosts=access.video_hosts,
        space=bridge.space,
        money=MoneyGuard(bridge.money, preferences),
        catalog=catalog,
        language=language,
    )
