"""The form on the left, the only code that edits a draft."""

from wandesk.ui.composer.audio import AudioPlayer
from wandesk.ui.composer.composer import Composer

__all__ = ["AudioPlayer", "Composer"]
