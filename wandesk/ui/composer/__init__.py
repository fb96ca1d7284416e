"""The form on the left: what an order is put together with. It alone knows how a draft is edited."""

from wandesk.ui.composer.audio import AudioPlayer
from wandesk.ui.composer.composer import Composer

__all__ = ["AudioPlayer", "Composer"]
