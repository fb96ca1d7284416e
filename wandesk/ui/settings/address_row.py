"""A region's address, and the form that changes it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from wandesk.domain.catalog import Region
from wandesk.domain.endpoint import AddressChoice, AddressKind, RegionAddress
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.settings.address_box import AddressBox
from wandesk.ui.settings.controls import small_label
from wandesk.ui.settings.outdent import QUIET, outdented
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel, set_tooltip

translate = QCoreApplication.translate


class AddressRow(QHBoxLayout):
    """The address and a button that unfolds `box`, which the card puts below this row, like `hint`."""

    def __init__(self, region: Region, name: str, parent: QWidget) -> None:
        super().__init__()
        self._card = parent
        self._is_leaving = region.is_host_leaving
        self._has_address = True
        self.label = _MiddleElidedLabel(parent)
        self.label.setFont(text_font(TextSize.SMALL))
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.button = push_button(translate("Settings", "Change"), parent)
        self.button.setAccessibleName(translate("Settings", "Change address of {region}").format(region=name))
        self.button.setCheckable(True)
        set_style_class(self.button, StyleClass.QUIET)
        self.box = AddressBox(region, name, parent)
        self.box.hide()
        self.hint = small_label(parent)
        self.hint.setText(
            translate(
                "Settings",
                "Alibaba may close this shared address. Change it to your workspace, whose ID is in the console.",
            )
        )
        self.hint.setWordWrap(True)
        set_style_class(self.hint, StyleClass.MUTED)
        self.hint.hide()
        self.button.toggled.connect(self.box.setVisible)
        self.addWidget(self.label, 1)
        self.addLayout(outdented(self.button, right=QUIET))

    @property
    def shown_choice(self) -> AddressChoice | None:
        """The address shown if it is not in use yet, else None."""
        is_shown = self.box.isVisibleTo(self._card) and self.box.is_changed
        return self.box.choice if is_shown else None

    def hide(self) -> None:
        """Hide the row for Practice, which has no address."""
        for widget in (self.label, self.button, self.box, self.hint):
            widget.hide()

    def show_address(self, address: RegionAddress, *, has_key: bool) -> None:
        """Show where the region's requests go. An unusable choice unfolds the form."""
        match address.choice.kind:
            case _ if address.base_url is None and address.choice.text:
                text, style = translate("Settings", "The address can't be used"), StyleClass.LOSS
            case _ if address.base_url is None:
                text, style = translate("Settings", "Needs your workspace ID"), StyleClass.NONE
            case AddressKind.USUAL:
                text, style = translate("Settings", "Address: {host}"), StyleClass.MUTED
            case AddressKind.WORKSPACE:
                text, style = translate("Settings", "Workspace: {host}"), StyleClass.MUTED
            case AddressKind.CUSTOM:
                text, style = translate("Settings", "Custom address: {host}"), StyleClass.NONE
        self.label.setText(text.format(host=address.host))
        set_tooltip(self.label, address.base_url or "")
        set_style_class(self.label, style)
        self.box.show_address(address)
        self.hint.setVisible(self._is_leaving and address.choice.kind is AddressKind.USUAL)
        self._has_address = address.base_url is not None
        if address.choice.text and not address.is_agreed:
            self._unfold()
        self.show_has_key(has_key=has_key)

    def show_has_key(self, *, has_key: bool) -> None:
        """Unfold the form for a region with a key but without an address."""
        if has_key and not self._has_address:
            self._unfold()

    def _unfold(self) -> None:
        self.button.setChecked(True)
        self.box.show()


class _MiddleElidedLabel(PlainLabel):
    """Elides its middle; `text` stays whole."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, area.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, self.alignment(), shown)
        painter.end()
