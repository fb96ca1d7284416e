"""How new videos are named, as the user has set it."""

from __future__ import annotations

from collections.abc import Callable

from wandesk.domain.video_naming import VideoNaming
from wandesk.settings.preferences import Preferences
from wandesk.ui.settings.table import FILE_NAME, LABEL_FOLDERS


def naming_of(preferences: Preferences) -> VideoNaming:
    """The present settings."""
    return VideoNaming(
        pattern=preferences.get(FILE_NAME.option), has_label_folders=preferences.get(LABEL_FOLDERS.option)
    )


def follow_names(preferences: Preferences, use: Callable[[VideoNaming], object]) -> None:
    """Call `use` whenever one of the settings changes."""

    def changed(_chosen: object) -> None:
        use(naming_of(preferences))

    preferences.on_change(FILE_NAME.option, changed)
    preferences.on_change(LABEL_FOLDERS.option, changed)
