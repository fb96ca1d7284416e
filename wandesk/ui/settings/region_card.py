"""A region's card in Settings: selection for new orders, key and address."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from wandesk.domain.catalog import Region
from wandesk.domain.endpoint import RegionAddress
from wandesk.domain.sentences import Sentence
from wandesk.ui.look import StyleClass, TextSize, set_style_class, text_font
from wandesk.ui.settings.address_row import AddressRow
from wandesk.ui.settings.controls import MessageLabel, small_label
from wandesk.ui.settings.held_focus import HeldFocus
from wandesk.ui.settings.key_entry import KeyEntry
from wandesk.ui.settings.key_steps import KeySteps
from wandesk.ui.settings.keys import KeySource
from wandesk.ui.settings.outdent import BOX, QUIET, QUIET_ICON, outdented
from wandesk.ui.settings.unfold_button import UnfoldButton
from wandesk.ui.widgets.announcing import announce
from wandesk.ui.widgets.buttons import push_button
from wandesk.ui.widgets.plain_text import PlainLabel, button_text, set_tooltip
from wandesk.ui.wording.problems import problem_text

translate = QCoreApplication.translate


class RegionCard(QFrame):
    """Shows the region's state and emits the user's requests."""

    chosen = Signal(str)
    """The key of the region that the user chose for new orders."""
    save_requested = Signal(str)
    """A plausible key, cleaned."""
    session_requested = Signal(str)
    remove_requested = Signal()
    test_requested = Signal(str)
    """The typed key, "" for the stored one."""
    elsewhere_requested = Signal(str)
    address_requested = Signal(object)
    """The AddressChoice to use."""
    grown = Signal()
    """A part of the card was unfolded."""

    def __init__(self, region: Region, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.region = region
        self.name = region.name.text(language)
        self._source: KeySource | None = None
        self._is_busy = False
        set_style_class(self, StyleClass.CARD)
        use = translate("Settings", "Use {region} for new orders").format(region=self.name)
        self.choice = _choice(self.name, use, region.description.text(language), self)
        self.status = small_label(self)
        self.key = KeyEntry(self.name, self)
        self.offer = UseOffer(self.name, self)
        self.outcome = KeyOutcomeRow(self)
        self.steps = KeySteps(region, self.name, self)
        self.address = AddressRow(region, self.name, self)
        self.unfolding = UnfoldButton(self.name, self)
        self._focus = HeldFocus(self, self.key.field)
        self._lay_out(region.description.text(language))
        self._connect()
        if region.is_practice:
            self._show_practice()
        else:
            self.show_looking()

    # ---------------------------------------------------------------- showing

    @property
    def typed_key(self) -> str:
        """A plausible typed key that is not saved; empty without one."""
        return self.key.typed if self.key.is_possible and not self._is_busy else ""

    def show_chosen(self, *, is_chosen: bool) -> None:
        """Show whether new orders go to this region, without a signal."""
        self.choice.setChecked(is_chosen)
        if is_chosen and not self.region.is_practice:
            self.unfolding.unfold()
        if self.offer.isVisibleTo(self) and is_chosen:
            if self._focus.widget is self.offer.button:
                self.choice.setFocus()
            self.offer.hide()

    def show_keyring(self, is_available: bool) -> None:  # noqa: FBT001 - a signal's own value
        """Show whether Save can use a keyring."""
        self.key.show_keyring(is_available=is_available)

    def show_looking(self) -> None:
        """Show that the keyring is being read."""
        self._show_status(translate("Settings", "Looking for an API key…"), StyleClass.MUTED)
        self._show_buttons()

    def show_source(self, source: KeySource | None) -> None:
        """Show the source of the region's key."""
        self._source = source
        if source is not None:
            self.unfolding.unfold()
        match source:
            case None:
                self._show_status(translate("Settings", "No API key yet"), StyleClass.MUTED)
            case KeySource.KEYRING:
                self._show_status(translate("Settings", "API key saved"), StyleClass.GOOD)
            case KeySource.LOCKED:
                self._show_status(
                    translate("Settings", "An API key is saved; Test unlocks the keyring"), StyleClass.NONE
                )
            case KeySource.SESSION:
                self._show_status(translate("Settings", "API key for this session only"), StyleClass.NONE)
            case KeySource.ENVIRONMENT:
                self._show_status(translate("Settings", "API key from an environment variable"), StyleClass.GOOD)
            case KeySource.UNTESTED:
                self._show_status(
                    translate("Settings", "API key in an environment variable, not tested yet"), StyleClass.NONE
                )
        self.key.show_has_key(has_key=source not in (None, KeySource.UNTESTED))
        self.address.show_has_key(has_key=source is not None)
        self._show_buttons()

    def show_address(self, address: RegionAddress) -> None:
        """Show where the region's requests go."""
        if address.choice.text:
            self.unfolding.unfold()
        self.address.show_address(address, has_key=self._source is not None)

    def show_problem(self, text: str, *, can_keep_for_session: bool = False) -> None:
        """Show a sentence below the field, and the button for a session key if the keyring is the problem."""
        self.outcome.show_outcome(text, StyleClass.LOSS, can_keep_for_session=can_keep_for_session)
        self._show_buttons()

    def show_result(self, text: str, *, is_good: bool, may_be_elsewhere: bool = False) -> None:
        """Show the result of a test. `may_be_elsewhere` offers to try the other regions."""
        style = StyleClass.GOOD if is_good else StyleClass.LOSS
        self.outcome.show_outcome(text, style, may_be_elsewhere=may_be_elsewhere)
        self._show_buttons()
        if may_be_elsewhere and self._focus.widget is self.key.test_button:
            self.outcome.elsewhere_button.setFocus()

    def show_saved(self) -> None:
        """Clear the field after saving a key, and offer the region for new orders."""
        self.forget_typed()
        self.show_problem("")
        is_chosen = self.choice.isChecked()
        self.offer.setVisible(not is_chosen)
        if not is_chosen and self._focus.widget is self.key.field:
            self.offer.button.setFocus()

    def set_busy(self, *, is_busy: bool) -> None:
        """Disable the card while one of its requests runs."""
        self._is_busy = is_busy
        if is_busy:
            self._show_status(translate("Settings", "Waiting for the keyring…"), StyleClass.MUTED)
        self._show_buttons()
        if not is_busy:
            self._focus.restore(self.key.test_button)

    def show_testing(self) -> None:
        """Show that a key is being tested."""
        self._is_busy = True
        self._show_status(translate("Settings", "Asking Alibaba Cloud…"), StyleClass.MUTED)
        self.outcome.show_outcome("", StyleClass.MUTED, can_keep_for_session=self.outcome.can_keep_for_session)
        self._show_buttons()

    def forget_typed(self) -> None:
        """Clear the field."""
        self.key.field.clear()

    # ---------------------------------------------------------------- building

    def _lay_out(self, description: str) -> None:
        head = QHBoxLayout()
        head.addLayout(outdented(self.choice, left=BOX))
        head.addStretch(1)
        head.addWidget(self.status)
        head.addLayout(outdented(self.unfolding, right=QUIET))
        about = small_label(self)
        about.setText(description)
        about.setWordWrap(True)
        set_style_class(about, StyleClass.MUTED)
        below = QHBoxLayout()
        below.addLayout(outdented(self.steps.button, left=QUIET_ICON))
        below.addLayout(self.address, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(about)
        column.addLayout(outdented(self.unfolding.body, left=QUIET_ICON, right=QUIET_ICON))
        body = QVBoxLayout(self.unfolding.body)
        body.setContentsMargins(QUIET_ICON, 4, QUIET_ICON, 0)  # room for what is outdented in it
        body.setSpacing(6)
        body.addLayout(self.key)
        body.addWidget(self.outcome.message)
        body.addWidget(self.offer)
        body.addLayout(self.outcome)
        body.addLayout(below)
        body.addWidget(self.address.hint)
        body.addWidget(self.steps)
        body.addWidget(self.address.box)

    def _connect(self) -> None:
        for button in (self.choice, self.offer.button):
            button.clicked.connect(lambda: self.chosen.emit(self.region.key))
        self.key.problem_found.connect(self._show_impossible)
        self.key.save_button.clicked.connect(lambda: self._emit_key(self.save_requested))
        self.key.field.returnPressed.connect(lambda: self._emit_key(self.save_requested))
        self.key.field.textEdited.connect(lambda: self.show_problem(""))
        self.key.field.textChanged.connect(self._show_buttons)
        self.key.remove_button.clicked.connect(self.remove_requested)
        self.key.test_button.clicked.connect(lambda: self._emit_key_to_test(self.test_requested))
        self.outcome.session_button.clicked.connect(lambda: self._emit_key(self.session_requested))
        self.outcome.elsewhere_button.clicked.connect(lambda: self._emit_key_to_test(self.elsewhere_requested))
        self.address.box.use_requested.connect(
            lambda choice: None if self._is_busy else self.address_requested.emit(choice)
        )
        self.steps.unfolded.connect(self.grown)
        self.unfolding.unfolded.connect(self.key.field.setFocus)
        self.unfolding.unfolded.connect(self.grown)
        self.steps.link_requested.connect(self._open_page)
        self.address.button.toggled.connect(lambda _is_open: self.grown.emit())

    def _show_practice(self) -> None:
        for widget in (*self.key.widgets, self.steps.button, self.unfolding):
            widget.hide()
        self.address.hide()
        self._show_status(translate("Settings", "No API key needed"), StyleClass.PRACTICE)
        self._show_buttons()

    # ---------------------------------------------------------------- user input

    def _open_page(self, address: str) -> None:
        if not QDesktopServices.openUrl(QUrl(address)):
            text = translate("Settings", "Couldn't open a browser. Copy the address:\n{address}")
            self.show_problem(text.format(address=address))

    def _emit_key(self, signal: SignalInstance) -> None:
        key = None if self._is_busy else self.key.possible_key()
        if key is not None:
            signal.emit(key)

    def _emit_key_to_test(self, signal: SignalInstance) -> None:
        """Emit the typed key, or "" for the stored one."""
        if self.key.typed:
            self._emit_key(signal)
        elif not self._is_busy:
            signal.emit("")

    def _show_impossible(self, sentence: Sentence) -> None:
        self.show_problem(problem_text(sentence))

    # ---------------------------------------------------------------- inside

    def _show_status(self, text: str, style: StyleClass) -> None:
        self.status.setText(text)
        set_style_class(self.status, style)

    def _show_buttons(self) -> None:
        is_real = not self.region.is_practice
        is_typed = bool(self.key.typed)
        is_without = self._source in (None, KeySource.UNTESTED)
        session, elsewhere = self.outcome.session_button, self.outcome.elsewhere_button
        shown = {
            self.key.remove_button: self._source in (KeySource.KEYRING, KeySource.LOCKED, KeySource.SESSION),
            session: self.outcome.can_keep_for_session,
            self.steps.button: bool(self.steps.links) and is_without,
            elsewhere: self.outcome.may_be_elsewhere,
        }
        usable = {
            self.key.save_button: is_typed,
            session: is_typed,
            self.key.test_button: is_typed or self._source is not None,
            self.key.remove_button: True,
            elsewhere: True,
        }
        self._focus.release(
            *(button for button, is_shown in shown.items() if not is_shown),
            *(button for button, is_usable in usable.items() if self._is_busy or not is_usable),
            *((self.address.box,) if self._is_busy else ()),
            is_temporary=self._is_busy,
        )
        for button, is_shown in shown.items():
            button.setVisible(is_real and is_shown)
        if not shown[self.steps.button]:
            self.steps.fold()
        for button, is_usable in usable.items():
            button.setEnabled(is_usable and not self._is_busy)
        self.key.field.setReadOnly(self._is_busy)
        self.address.box.set_busy(is_busy=self._is_busy)


class KeyOutcomeRow(QHBoxLayout):
    """The result of saving or testing a key: a message, which the card puts above this row, and two buttons."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__()
        self.can_keep_for_session = False
        self.may_be_elsewhere = False
        self.message = MessageLabel(parent)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.elsewhere_button = push_button(translate("Settings", "Try other regions"), parent)
        self.session_button = push_button(translate("Settings", "Keep for session"), parent)
        self.addStretch(1)
        self.addWidget(self.elsewhere_button)
        self.addWidget(self.session_button)

    def show_outcome(
        self, text: str, style: StyleClass, *, can_keep_for_session: bool = False, may_be_elsewhere: bool = False
    ) -> None:
        """Show and announce the message; the card shows the buttons."""
        self.can_keep_for_session = can_keep_for_session
        self.may_be_elsewhere = may_be_elsewhere
        self.message.show_text(text, style)
        if text:
            announce(self.message, text, interrupts=style is StyleClass.LOSS)


class UseOffer(QFrame):
    """Offers a region for new orders after its key was saved."""

    def __init__(self, region: str, parent: QWidget) -> None:
        super().__init__(parent)
        set_style_class(self, StyleClass.NOTICE)
        use = translate("Settings", "Use {region}").format(region=region)
        self.button = push_button(button_text(use), self)
        self.button.setAccessibleName(use)
        set_style_class(self.button, StyleClass.PRIMARY)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 8, 8)
        question = translate("Settings", "API key saved. Use {region} for new orders?").format(region=region)
        line.addWidget(PlainLabel(question, self), 1)
        line.addWidget(self.button)
        self.hide()


def _choice(name: str, use: str, description: str, parent: QWidget) -> QRadioButton:
    choice = QRadioButton(button_text(name), parent)
    choice.setFont(text_font(TextSize.BODY, is_strong=True))
    choice.setAutoExclusive(False)
    choice.setAccessibleName(use)
    choice.setAccessibleDescription(description)
    set_tooltip(choice, use)
    return choice
