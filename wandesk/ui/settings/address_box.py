"""The form that changes a region's address: default, workspace or custom."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wandesk.domain.catalog import Region
from wandesk.domain.endpoint import AddressChoice, AddressKind, RegionAddress, shared_base
from wandesk.domain.sentences import Sentence
from wandesk.ui.look import StyleClass, set_style_class
from wandesk.ui.settings.controls import PLAIN_TYPING, small_label, text_field
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import set_tooltip
from wandesk.ui.widgets.wheel import SteadyComboBox
from wandesk.ui.wording.problems import problem_text
from wandesk.ui.wording.sentences import named

translate = QCoreApplication.translate

LONGEST = 1024
URL_TYPING = PLAIN_TYPING | Qt.InputMethodHint.ImhUrlCharactersOnly
WORKSPACE_EXAMPLE = "llm-abc123"


class AddressBox(QFrame):
    """Emits the entered choice. `show_address` shows the address in use."""

    use_requested = Signal(object)
    """The entered AddressChoice."""

    def __init__(self, region: Region, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._region = region
        self._saved = AddressChoice()
        set_style_class(self, StyleClass.BODY)
        self._build(name)
        self.kind_box.activated.connect(self._kind_chosen)
        self.use_button.clicked.connect(self._use)
        for field in self._fields.values():
            field.returnPressed.connect(self._use)
            field.textEdited.connect(self.show_hint)

    @property
    def choice(self) -> AddressChoice:
        """The choice shown, in use or not."""
        kind = AddressKind(self.kind_box.currentData())
        field = self._fields.get(kind)
        return AddressChoice(kind=kind, text=field.text().strip() if field else "")

    @property
    def is_changed(self) -> bool:
        """Whether the choice shown is not in use yet."""
        return self.choice != self._saved

    def show_address(self, address: RegionAddress) -> None:
        """Show the address in use and its problem, if any."""
        self._saved = address.choice
        index = self.kind_box.findData(address.choice.kind.value)
        if index < 0:  # a region without a default address: start with the kind that it needs
            index = 0
            self._saved = AddressChoice(kind=AddressKind(self.kind_box.itemData(0)))
        self.kind_box.setCurrentIndex(index)
        field = self._fields.get(address.choice.kind)
        if field is not None:
            field.setText(address.choice.text)
        self._show_fields()
        if address.problem is not None and address.choice.text:
            self.show_problem(problem_text(address.problem, {"host": address.host}))
        elif address.base_url is not None and not address.is_agreed:
            self.show_problem(problem_text(Sentence.KEY_HOST_UNCONFIRMED, {"host": address.host}))

    def show_problem(self, text: str) -> None:
        """Show a sentence below the field."""
        self._say(text, StyleClass.LOSS)

    def show_used(self, host: str) -> None:
        """Show that the address is in use."""
        text = translate("Settings", "New orders go to {host}. Earlier orders keep their address.")
        self._say(text.format(host=host), StyleClass.GOOD)

    def focus_field(self) -> None:
        """Focus the field to fill in."""
        (self._fields.get(self.choice.kind) or self.kind_box).setFocus()

    def set_busy(self, *, is_busy: bool) -> None:
        """Disable the form while a request of the card runs."""
        for each in (self.kind_box, self.use_button, *self._fields.values()):
            each.setEnabled(not is_busy)

    # ---------------------------------------------------------------- building

    def _build(self, name: str) -> None:
        self.kind_box = SteadyComboBox(self)
        self.kind_box.setAccessibleName(translate("Settings", "Which address for {region}").format(region=name))
        if self._region.host:
            self.kind_box.addItem(translate("Settings", "Default address"), AddressKind.USUAL.value)
        if self._region.workspace_host:
            self.kind_box.addItem(translate("Settings", "My workspace"), AddressKind.WORKSPACE.value)
        self.kind_box.addItem(translate("Settings", "Custom address"), AddressKind.CUSTOM.value)
        self.workspace_field = text_field(
            translate("Settings", "Workspace ID for {region}").format(region=name),
            WORKSPACE_EXAMPLE,
            self,
            longest=LONGEST,
            hints=URL_TYPING,
        )
        usual = shared_base(self._region) or "https://gateway.example.com/api/v1"
        self.address_field = text_field(
            translate("Settings", "Address for {region}").format(region=name),
            usual,
            self,
            longest=LONGEST,
            hints=URL_TYPING,
        )
        self._fields = {AddressKind.WORKSPACE: self.workspace_field, AddressKind.CUSTOM: self.address_field}
        self.use_button = push_button(translate("Settings", "Use"), self)
        self.use_button.setAccessibleName(translate("Settings", "Use this address for {region}").format(region=name))
        set_tooltip(self.use_button, self.use_button.accessibleName())
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.kind_box)
        line.addWidget(self.workspace_field, 1)
        line.addWidget(self.address_field, 1)
        line.addStretch(0)
        line.addWidget(self.use_button)
        self.message = small_label(self)
        self.message.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.message)
        self._show_fields()

    def _kind_chosen(self) -> None:
        self._show_fields()
        self.focus_field()

    def _show_fields(self) -> None:
        kind = self.choice.kind
        for each, field in self._fields.items():
            field.setVisible(each is kind)
        self.show_hint()

    def show_hint(self) -> None:
        """Explain the chosen kind, instead of a problem."""
        match self.choice.kind:
            case AddressKind.USUAL:
                text = shared_base(self._region) or ""
            case AddressKind.WORKSPACE:
                host = (self._region.workspace_host or "").removeprefix("https://")
                shown = host.format(workspace_id=self.choice.text or translate("Settings", "ID"))
                text = translate(
                    "Settings",
                    "The console shows the ID under Workspaces. Your API key must belong to that workspace.",
                )
                text = f"{text}\n{shown}"
            case AddressKind.CUSTOM:
                text = translate(
                    "Settings",
                    "Your API key, pictures, audio and prompts go to this address instead, such as a company gateway.",
                )
        self._say(text, StyleClass.MUTED)

    def _say(self, text: str, style: StyleClass) -> None:
        self.message.setText(text)
        self.message.setAccessibleName(named(self.kind_box.accessibleName(), text))
        set_style_class(self.message, style)

    def _use(self) -> None:
        self.use_requested.emit(self.choice)
