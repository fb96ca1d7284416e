"""Loop, volume and mute of the player, kept from one run to the next."""

from __future__ import annotations

from functools import partial

from wandesk.settings import options
from wandesk.settings.preferences import Preferences
from wandesk.ui.player.playback import Playback


def remember_player(playback: Playback, preferences: Preferences) -> None:
    """Start with the stored values, and store every change."""
    playback.set_looping(preferences.get(options.LOOP))
    playback.set_volume(preferences.get(options.VOLUME))
    playback.set_muted(preferences.get(options.MUTED))
    playback.loop_changed.connect(partial(preferences.set, options.LOOP))
    playback.volume_changed.connect(partial(preferences.set, options.VOLUME))
    playback.mute_changed.connect(partial(preferences.set, options.MUTED))
