"""The page of the regions and their keys: one card each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wandesk.domain.catalog import Catalog
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.settings.connection_check import Region
from wandesk.ui.settings.dialog_tasks import DialogTasks
from wandesk.ui.settings.key_questions import KeyQuestions, Unsaved
from wandesk.ui.settings.keyring_line import KeyringLine
from wandesk.ui.settings.keys import Keys
from wandesk.ui.settings.region_actions import RegionActions
from wandesk.ui.settings.region_card import RegionCard
from wandesk.ui.widgets.plain_text import PlainLabel

translate = QCoreApplication.translate


class RegionsPage(QWidget):
    """What is sent and where keys are kept, said once, and a card for each region that offers a model."""

    region_chosen = Signal(str)
    keys_changed = Signal()
    card_grown = Signal(object)
    """The RegionCard that needs more room than before."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        keys: Keys,
        tasks: DialogTasks,
        region: str,
        language: str,
        window: QWidget,
    ) -> None:
        """`region` is the one for new orders. Questions open over `window`."""
        super().__init__()
        self._keys = keys
        self._region = region
        self._language = language
        self._tasks = tasks
        self._questions = KeyQuestions(window)
        self.keyring_line = KeyringLine()
        self.cards = {each.key: RegionCard(each, language) for each in catalog.regions if catalog.models_in(each.key)}
        self._actions = {
            key: self._make_actions(card) for key, card in self.cards.items() if not card.region.is_practice
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (_intro(), self.keyring_line, *self.cards.values()):
            column.addWidget(widget)
        if not self.cards:
            column.addWidget(_no_regions())
        for card in self.cards.values():
            card.show_chosen(is_chosen=card.region.key == region)
            if card.region.key in self._actions and keys.is_connected(card.region.key):
                card.unfolding.unfold()
            card.chosen.connect(self._choose)
            card.grown.connect(lambda card=card: self.card_grown.emit(card))

    @property
    def connections(self) -> Sequence[Region]:
        """The regions with a connection of their own: all but Practice."""
        return [
            Region(key=key, name=self.cards[key].name, storage_host=self.cards[key].region.storage_host)
            for key in self._actions
        ]

    def card_of(self, region: str) -> RegionCard | None:
        """The card of a region, or of the form's region; None if it has none."""
        return self.cards.get(region or self._region)

    def card_for_key(self, region: str) -> RegionCard | None:
        """The card where a key is entered: Practice needs none, so there a likely region stands in for it."""
        card = self.card_of(region)
        if card is not None and not card.region.is_practice:
            return card
        real = [self.cards[key] for key in self._actions]
        # The guide of a region is in the language of most of its accounts.
        local = f"/{self._language.partition('_')[0]}/"
        return next((each for each in real if local in (each.region.key_page or "")), real[0] if real else card)

    async def find_keys(self) -> None:
        """Show which regions have a key, without a question to the user."""
        for actions in self._actions.values():
            await actions.show_saved()
        self.keyring_line.show_state(await self._keys.state())

    # ---------------------------------------------------------------- typed keys

    @property
    def unsaved(self) -> Sequence[str]:
        """The regions with a plausible key that was typed and not saved."""
        return [key for key, card in self.cards.items() if card.typed_key]

    async def may_close(self, unsaved: Sequence[str]) -> bool:
        """Ask what becomes of each typed key; False if the user goes back or one could not be saved."""
        for region in unsaved:
            card = self.cards[region]
            match await self._questions.keep_typed_key(card.name, has_keyring=self.keyring_line.is_available):
                case Unsaved.BACK:
                    card.key.field.setFocus()
                    return False
                case Unsaved.SAVE if not await self._actions[region].save_before_closing(card.typed_key):
                    return False
                case _:
                    continue
        return True

    def forget_typed(self) -> None:
        """Clear the fields."""
        for card in self.cards.values():
            card.forget_typed()

    # ---------------------------------------------------------------- inside

    def _make_actions(self, card: RegionCard) -> RegionActions:
        actions = RegionActions(
            card=card,
            keys=self._keys,
            tasks=self._tasks,
            questions=self._questions,
            keyring=self.keyring_line,
            names=self._names,
        )
        actions.keys_changed.connect(self.keys_changed)
        actions.result_shown.connect(lambda: self.card_grown.emit(card))
        actions.belongs_to.connect(self._find_key)
        self.keyring_line.availability_changed.connect(card.show_keyring)
        return actions

    def _choose(self, region: str) -> None:
        is_new = region != self._region
        self._region = region
        for card in self.cards.values():
            card.show_chosen(is_chosen=card.region.key == region)
        if is_new:
            self.region_chosen.emit(region)

    def _names(self, regions: Sequence[str]) -> str:
        names = [self.cards[each].name if each in self.cards else each for each in regions]
        return translate("Settings", ", ").join(names)

    def _find_key(self, region: str) -> None:
        if region in self._actions:
            self._tasks.spawn(f"look for the key of {region}", self._actions[region].show_source())


def _intro() -> QLabel:
    intro = PlainLabel(
        translate(
            "Settings",
            "Pictures and audio you use are sent to Alibaba Cloud in the region you choose. "
            "Uploads are kept there for 48 hours, videos for 24.",
        )
    )
    set_style_class(intro, StyleClass.MUTED)
    intro.setWordWrap(True)
    return intro


def _no_regions() -> QLabel:
    label = PlainLabel(translate("Settings", "No region can be shown, because the list of models has an error."))
    label.setWordWrap(True)
    return label
