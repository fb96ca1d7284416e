"""The storage hosts that the user's last videos came from: hosts only, no links."""

from __future__ import annotations

from collections.abc import Sequence

from wandesk.settings import options
from wandesk.settings.preferences import Preferences

KEPT = 3
"""Of each region."""


class LastVideoHosts:
    """Remembers them by region. Any thread may call it: nothing subscribes to these options."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def seen(self, region: str, origin: str) -> None:
        """A link of a video led there: an address without path and signature."""
        before = [each for each in self.of(region) if each != origin]
        self._preferences.set(options.video_hosts(region), " ".join([origin, *before][:KEPT]))

    def of(self, region: str) -> Sequence[str]:
        """The addresses of a region, the newest first."""
        return self._preferences.get(options.video_hosts(region)).split()
