"""The questions that Settings asks about keys."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from wandesk.ui import dialogs

translate = QCoreApplication.translate


class Unsaved(StrEnum):
    """The user's decision about an unsaved key when the dialog closes."""

    BACK = "back"
    DISCARD = "discard"
    SAVE = "save"


class KeyQuestions:
    """Each question is a message box; Escape is the safe answer."""

    def __init__(self, parent: QWidget, *, title: str = "") -> None:
        """`title` is that of the boxes, by default that of Settings."""
        self._parent = parent
        self._title = title or translate("Settings", "Settings")

    async def save_unusual_key(self, region: str) -> bool:
        """Ask because the key does not look like a Model Studio key."""
        return await self._confirms(
            translate("Settings", "Save this as the API key for {region}?").format(region=region),
            translate("Settings", "Save anyway"),
            details=translate(
                "Settings", "Model Studio API keys begin with sk-, and this one doesn't. Did you copy something else?"
            ),
        )

    async def send_key_to(self, host: str, region: str) -> bool:
        """Ask because the host is not in the catalogue."""
        return await self._confirms(
            translate("Settings", "Send my key to {host}?").format(host=host),
            translate("Settings", "Send key"),
            details=translate(
                "Settings",
                "This isn't an address of Alibaba Cloud in {region}. Whoever runs it can spend money with your "
                "API key and see your pictures, audio and prompts. Your answer counts for this computer.",
            ).format(region=region),
        )

    async def try_key_in(self, regions: str) -> bool:
        """Ask because each of these regions would receive the key."""
        return await self._confirms(
            translate("Settings", "Try this API key in {regions}?").format(regions=regions),
            translate("Settings", "Try key"),
            details=translate("Settings", "Wan Desk sends the API key to one region after the other. This is free."),
            is_recommended=True,
        )

    async def keep_typed_key(self, region: str, *, has_keyring: bool) -> Unsaved:
        """Ask because a typed key would be lost."""
        if has_keyring:
            question, save = translate("Settings", "Save this API key for {region}?"), translate("Settings", "Save key")
        else:
            question = translate("Settings", "Keep this API key for {region} for the session?")
            save = translate("Settings", "Keep for session")
        answer = await dialogs.ask(
            self._parent,
            question.format(region=region),
            [
                dialogs.Answer(key=Unsaved.BACK, text=translate("Settings", "Go back")),
                dialogs.Answer(key=Unsaved.DISCARD, text=translate("Settings", "Discard"), kind=dialogs.Kind.LOSS),
                dialogs.Answer(key=Unsaved.SAVE, text=save, kind=dialogs.Kind.PRIMARY),
            ],
            default=Unsaved.BACK,
            details=translate("Settings", "You typed an API key but didn't save it."),
            title=self._title,
        )
        return Unsaved(answer)

    async def _confirms(self, question: str, yes: str, *, details: str, is_recommended: bool = False) -> bool:
        plain, primary = dialogs.Kind.PLAIN, dialogs.Kind.PRIMARY
        answer = await dialogs.ask(
            self._parent,
            question,
            [
                dialogs.Answer(
                    key="no", text=translate("Settings", "Cancel"), kind=plain if is_recommended else primary
                ),
                dialogs.Answer(key="yes", text=yes, kind=primary if is_recommended else plain),
            ],
            default="no",
            details=details,
            title=self._title,
        )
        return answer == "yes"
