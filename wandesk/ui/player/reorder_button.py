"""The button that costs something: its price stands on it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from wandesk.ui.look import icon
from wandesk.ui.reorder import ReorderOffer
from wandesk.ui.wording import uncertainty as words


class ReorderButton(QPushButton):
    """Generate again. Disabled from the press until the new row stands."""

    def __init__(self) -> None:
        super().__init__(icon("generate"), words.generate_again())
        self.setAccessibleName(words.generate_again())
        self.setAutoDefault(False)
        self.hide()

    def show_offer(self, offer: ReorderOffer | None) -> None:
        """Show the offer; None hides the button."""
        self.setVisible(offer is not None)
        if offer is not None:
            self.setText(words.generate_again_for(offer.cost))
            self.setAccessibleDescription(words.again_cost(offer.cost))
            self.setEnabled(not offer.is_under_way)
