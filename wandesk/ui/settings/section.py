"""What stands on a page of Settings besides the values of the table, and the places where Settings can be opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from wandesk.ui.questions import Spawn
from wandesk.ui.settings.table import Page, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a page with its own heading. A page that has a section is shown.

    `make(spawn, parent)` builds its widget when Settings are opened. Closing the dialog cancels the coroutines of
    `spawn`.
    """

    page: Page
    title: Text
    make: Callable[[Spawn, QWidget], QWidget]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where Settings open. Without a page: at the one shown last."""

    page: Page | None = None
    region: str = ""
    """The card on the page of the regions; empty: that of the form's region."""
    shows_steps: bool = False
    """Unfold how to get a key in that region."""
    checks_connection: bool = False
    """Start the check of the connection on the page of the network."""


def key_of(region: str) -> Place:
    """The card of a region, where its key is entered."""
    return Place(page=Page.REGIONS, region=region)


CONNECT_KEY = key_of("")
GET_KEY = Place(page=Page.REGIONS, shows_steps=True)
MODELS = Place(page=Page.MODELS)
NETWORK = Place(page=Page.NETWORK)
CHECK_CONNECTION = Place(page=Page.NETWORK, checks_connection=True)
SPACE = Place(page=Page.GENERAL)
