"""Offers notifications once, in the window: when the user comes back to a video that was ready before."""

from __future__ import annotations

from PySide6.QtCore import QObject

from wandesk.app.desktop.alerts import Alerts
from wandesk.settings.options import NOTIFICATIONS_OFFERED
from wandesk.settings.preferences import Preferences
from wandesk.ui.notices import Notice, NoticeAct, NoticeButton, NoticeKind, Notices, Owner
from wandesk.ui.questions import Spawn
from wandesk.ui.settings.table import NOTIFICATIONS
from wandesk.ui.wording import alerts as wording

OWNER = Owner(NoticeAct.NOTIFICATIONS)


class NotificationsOffer(QObject):
    """A quiet notice, where the system shows notifications. Closed or not, it does not come again."""

    def __init__(self, alerts: Alerts, preferences: Preferences, spawn: Spawn) -> None:
        super().__init__()
        self._alerts = alerts
        self._preferences = preferences
        self._spawn = spawn
        self._notices: Notices | None = None
        alerts.missed.connect(self._missed)
        preferences.on_change(NOTIFICATIONS.option, self._switched)

    def attach(self, notices: Notices) -> None:
        """Offer them in this list."""
        self._notices = notices

    def _missed(self) -> None:
        if not self._preferences.get(NOTIFICATIONS_OFFERED):
            self._spawn("offer notifications", self._offer())

    async def _offer(self) -> None:
        if self._notices is None or not await self._alerts.is_available():
            return
        self._preferences.set(NOTIFICATIONS_OFFERED, True)  # noqa: FBT003 - an option's value
        sentence, text = wording.offer()
        button = NoticeButton(text=text, act=self._switch_on)
        self._notices.post(Notice(owner=OWNER, kind=NoticeKind.OFFER, sentence=sentence, buttons=(button,)))

    def _switch_on(self) -> None:
        self._preferences.set(NOTIFICATIONS.option, True)  # noqa: FBT003 - an option's value

    def _switched(self, _is_on: bool) -> None:  # noqa: FBT001 - the callback's own value
        if self._notices is not None:
            self._notices.withdraw(OWNER)
