"""How to get an API key: four steps with their links."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from wandesk.domain.catalog import Region
from wandesk.ui.look import IconRole, StyleClass, icon, set_style_class
from wandesk.ui.settings.controls import small_label
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import set_tooltip

translate = QCoreApplication.translate


class KeySteps(QFrame):
    """The steps for one region, unfolded by `button`, which the card puts elsewhere."""

    link_requested = Signal(str)
    """The address of a link."""
    unfolded = Signal()

    def __init__(self, region: Region, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        set_style_class(self, StyleClass.NOTICE)
        get = translate("Settings", "Get a key for {region}").format(region=name)
        self.button = push_button(get, parent, icon=icon("key", IconRole.PLAIN), style=StyleClass.QUIET)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._show)
        self.links: list[QPushButton] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 10, 8, 10)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (text, link, address) in enumerate(_steps(region, name)):
            number, step = small_label(self), small_label(self)
            number.setText(f"{row + 1}.")
            number.setAccessibleName(" ")  # the step's own name has it
            step.setText(text)
            step.setAccessibleName(f"{row + 1}. {text}")
            step.setWordWrap(True)
            grid.addWidget(number, row, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(step, row, 1)
            if address:
                grid.addWidget(self._link(link, address, name), row, 2, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def unfold(self) -> None:
        """Show the steps, unless the region has a key."""
        if not self.button.isHidden():
            self.button.setChecked(True)

    def fold(self) -> None:
        """Hide the steps."""
        self.button.setChecked(False)

    def _show(self, is_unfolded: bool) -> None:  # noqa: FBT001 - a signal's own value
        self.setVisible(is_unfolded)
        if is_unfolded:
            self.unfolded.emit()

    def _link(self, text: str, address: str, region: str) -> QPushButton:
        button = push_button(text, self, icon=icon("open", IconRole.PLAIN), style=StyleClass.QUIET)
        button.setAccessibleName(translate("Settings", "{link} for {region}").format(link=text, region=region))
        set_tooltip(button, address)
        button.clicked.connect(lambda: self.link_requested.emit(address))
        self.links.append(button)
        return button


def _steps(region: Region, name: str) -> tuple[tuple[str, str, str | None], ...]:
    """The text of each step, and the text and address of its link."""
    if region.host is None:
        create = translate("Settings", "Create an API key there. Copy your workspace ID, too.")
    else:
        create = translate("Settings", "Create an API key there.")
    return (
        (
            translate("Settings", "Create an Alibaba Cloud account, or sign in to yours."),
            translate("Settings", "Account"),
            region.account_page,
        ),
        (
            translate("Settings", "Open Model Studio, choose {region} and agree to the terms.").format(region=name),
            translate("Settings", "Model Studio"),
            region.console_page,
        ),
        (create, translate("Settings", "API keys"), region.keys_page),
        (
            translate("Settings", "Paste the key above, press Test, then Save."),
            translate("Settings", "Alibaba's guide"),
            region.key_page,
        ),
    )
