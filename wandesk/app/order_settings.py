"""What the user set about orders: kept in the settings, told to the engine and to who keeps the computer awake."""

from __future__ import annotations

from collections.abc import Callable

from wandesk.engine.scheduler import QueueSettings
from wandesk.settings import options
from wandesk.settings.preferences import Preferences


class OrderSettings:
    """Satisfies `ui.settings.orders_card.OrderRules`. For the window's thread."""

    def __init__(
        self,
        preferences: Preferences,
        *,
        at_once_changed: Callable[[int], None],
        awake_changed: Callable[[], None],
    ) -> None:
        self._preferences = preferences
        self._at_once_changed = at_once_changed
        self._awake_changed = awake_changed

    @property
    def at_once(self) -> int:
        return self._preferences.get(options.AT_ONCE)

    @at_once.setter
    def at_once(self, count: int) -> None:
        self._preferences.set(options.AT_ONCE, count)
        self._at_once_changed(count)

    @property
    def keeps_awake(self) -> bool:
        return self._preferences.get(options.KEEP_AWAKE)

    @keeps_awake.setter
    def keeps_awake(self, is_on: bool) -> None:
        self._preferences.set(options.KEEP_AWAKE, is_on)
        self._awake_changed()

    @property
    def asks_before_closing(self) -> bool:
        return self._preferences.get(options.ASK_BEFORE_CLOSING)

    @asks_before_closing.setter
    def asks_before_closing(self, is_on: bool) -> None:
        self._preferences.set(options.ASK_BEFORE_CLOSING, is_on)


def queue_settings(preferences: Preferences) -> QueueSettings:
    """What an earlier run left."""
    return QueueSettings(is_paused=preferences.get(options.PAUSED), at_once=preferences.get(options.AT_ONCE))
