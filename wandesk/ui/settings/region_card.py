"""One region of Settings: is it the one for new orders, has it a key, and a field that only writes."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wandesk.domain.catalog import Region
from wandesk.domain.endpoint import AddressChoice, AddressKind, RegionAddress
from wandesk.ui.look import IconRole, StyleClass, TextSize, icon, set_style_class, text_font
from wandesk.ui.settings.address_box import AddressBox
from wandesk.ui.settings.keys import KeyPlace, cleaned, problem_of
from wandesk.ui.settings.outdent import BOX, QUIET, QUIET_ICON, outdented
from wandesk.ui.wording.problems import problem_words

translate = QCoreApplication.translate

LONGEST_KEY = 4096


class RegionCard(QFrame):
    """Shows what it is told; keeps nothing but the text that is being typed."""

    chosen = Signal(str)
    save_requested = Signal(str, str)
    """Region and key, the key cleaned and possible."""
    session_requested = Signal(str, str)
    remove_requested = Signal(str)
    test_requested = Signal(str, str)
    """Region and the key that is being typed, "" for the one that is kept."""
    elsewhere_requested = Signal(str, str)
    address_requested = Signal(str, object)
    """Region and the AddressChoice that is to be used."""

    def __init__(self, region: Region, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.region = region
        self.name = region.name.text(language)
        self._place: KeyPlace | None = None
        self._has_address = True
        self._is_busy = False
        self._can_keep_for_session = False
        self._may_be_elsewhere = False
        self._had_focus: QWidget | None = None
        """What went out of use with the focus while a wish was under way."""
        set_style_class(self, StyleClass.CARD)
        self._build(region.description.text(language))
        self._connect()
        if not region.is_practice:
            self.show_looking()

    # ---------------------------------------------------------------- what it shows

    def show_chosen(self, *, is_chosen: bool) -> None:
        """Whether new orders go here; nothing is emitted."""
        self.choice.setChecked(is_chosen)
        if self.offer.isVisibleTo(self) and is_chosen:
            if self._focused is self.use_button:
                self.choice.setFocus()
            self.offer.hide()

    def show_keyring(self, *, is_absent: bool) -> None:
        """Without a keyring Save says what it can do."""
        words = translate("Settings", "Keep it for this session only") if is_absent else translate("Settings", "Save")
        self.save_button.setText(words)
        self.save_button.setAccessibleName(words)

    def show_looking(self) -> None:
        """The keyring is being asked."""
        self._show_status(translate("Settings", "Looking for a key…"), StyleClass.MUTED)
        self._show_acts()

    def show_place(self, place: KeyPlace | None) -> None:
        """Where the region's key is now."""
        self._place = place
        match place:
            case None:
                self._show_status(translate("Settings", "No key yet"), StyleClass.MUTED)
            case KeyPlace.KEYRING:
                self._show_status(translate("Settings", "Key saved"), StyleClass.GOOD)
            case KeyPlace.SESSION:
                self._show_status(translate("Settings", "Key for this session only"), StyleClass.PRACTICE)
            case KeyPlace.ENVIRONMENT:
                self._show_status(translate("Settings", "Key given by this computer's environment"), StyleClass.GOOD)
            case KeyPlace.UNTESTED:
                self._show_status(translate("Settings", "Key in the environment, not tested here"), StyleClass.PRACTICE)
        self.field.setPlaceholderText(
            translate("Settings", "Paste your key, it begins with sk-")
            if place in (None, KeyPlace.UNTESTED)
            else translate("Settings", "Paste another key to replace it")
        )
        self._show_what_is_missing()
        self._show_acts()

    def show_address(self, address: RegionAddress) -> None:
        """Where the region's requests go now; a choice that leads nowhere is unfolded."""
        match address.choice.kind:
            case _ if address.base_url is None and address.choice.text:
                words, dressed = translate("Settings", "The address cannot be used"), StyleClass.LOSS
            case _ if address.base_url is None:
                words, dressed = translate("Settings", "Needs the id of your workspace"), StyleClass.PRACTICE
            case AddressKind.USUAL:
                words, dressed = translate("Settings", "Address: {host}"), StyleClass.MUTED
            case AddressKind.WORKSPACE:
                words, dressed = translate("Settings", "Workspace: {host}"), StyleClass.MUTED
            case AddressKind.CUSTOM:
                words, dressed = translate("Settings", "Address of your own: {host}"), StyleClass.PRACTICE
        self.address_label.setText(words.format(host=address.host))
        self.address_label.setToolTip(address.base_url or "")
        set_style_class(self.address_label, dressed)
        self.address_box.show_address(address)
        self._has_address = address.base_url is not None
        if address.choice.text and not address.is_agreed:
            self._unfold_address(is_open=True)
        self._show_what_is_missing()

    def _show_what_is_missing(self) -> None:
        """With a key in place, a region without an address shows where to give it."""
        if not self._has_address and self._place is not None:
            self._unfold_address(is_open=True)

    def show_address_agreed(self) -> None:
        """The user lets the key go to the address that is shown; what asked for it is out of date."""
        self.address_box.show_hint()

    @property
    def shown_choice(self) -> AddressChoice | None:
        """The address that is shown and not used yet; None where the one in use is shown."""
        is_shown = self.address_box.isVisibleTo(self) and self.address_box.is_changed
        return self.address_box.choice if is_shown else None

    @property
    def typed_key(self) -> str:
        """A possible key that was typed and not saved; empty where there is none."""
        key = cleaned(self.field.text())
        return key if key and not self._is_busy and problem_of(key) is None else ""

    def show_problem(self, words: str, *, can_keep_for_session: bool = False) -> None:
        """A sentence below the field, and the way out where the keyring is the problem."""
        self._can_keep_for_session = can_keep_for_session
        self._say(words, StyleClass.LOSS)

    def show_result(self, words: str, *, is_good: bool, may_be_elsewhere: bool = False) -> None:
        """What a test told. `may_be_elsewhere`: other regions could be asked about this key."""
        self._can_keep_for_session = False
        self._say(words, StyleClass.GOOD if is_good else StyleClass.LOSS, may_be_elsewhere=may_be_elsewhere)
        if may_be_elsewhere and self._focused is self.test_button:
            self.elsewhere_button.setFocus()

    def _say(self, words: str, dressed: StyleClass, *, may_be_elsewhere: bool = False) -> None:
        self._may_be_elsewhere = may_be_elsewhere
        self.problem_label.setText(words)
        self.problem_label.setVisible(bool(words))
        set_style_class(self.problem_label, dressed)
        self._show_acts()

    def show_saved(self, *, is_chosen: bool) -> None:
        """A key was kept: forget what was typed, and offer the region for new orders."""
        self.forget_typed()
        self.show_problem("")
        self.offer.setVisible(not is_chosen)
        if not is_chosen and self._focused is self.field:
            self.use_button.setFocus()

    def set_busy(self, *, is_busy: bool) -> None:
        """A wish of this card is under way."""
        self._is_busy = is_busy
        if is_busy:
            self._show_status(translate("Settings", "Asking the keyring…"), StyleClass.MUTED)
        self._show_acts()
        if not is_busy:
            self._give_focus_back()

    def show_testing(self) -> None:
        """The cloud is being asked about a key."""
        self._is_busy = True
        self._show_status(translate("Settings", "Asking Alibaba Cloud…"), StyleClass.MUTED)
        self._say("", StyleClass.MUTED)

    def forget_typed(self) -> None:
        """Overwrite and clear the field."""
        self.field.clear()

    # ---------------------------------------------------------------- the focus

    @property
    def _focused(self) -> QWidget | None:
        """What has the window's focus, in this card or elsewhere."""
        return self.window().focusWidget()

    def _keep_focus(self, *going: QWidget) -> None:
        """The focus of what goes out of use stays in this card: Qt would hand it on to whatever comes next."""
        focused = self._focused
        if focused is not None and any(each is focused or each.isAncestorOf(focused) for each in going):
            if self._is_busy:
                self._had_focus = focused
            self.field.setFocus()

    def _give_focus_back(self) -> None:
        before, self._had_focus = self._had_focus, None
        if before is not None and self._focused is self.field:
            is_there = before.isEnabled() and before.isVisibleTo(self)
            (before if is_there else self.test_button).setFocus()

    # ---------------------------------------------------------------- building

    def _build(self, description: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        head = QHBoxLayout()
        self.choice = QRadioButton(self.name, self)
        self.choice.setFont(text_font(TextSize.BODY, is_strong=True))
        self.choice.setAutoExclusive(False)
        use = translate("Settings", "Use {region} for new orders").format(region=self.name)
        self.choice.setAccessibleName(use)
        self.choice.setToolTip(use)
        self.status = _small(self)
        head.addLayout(outdented(self.choice, left=BOX))
        head.addStretch(1)
        head.addWidget(self.status)
        column.addLayout(head)
        words = _small(self)
        words.setText(description)
        words.setWordWrap(True)
        set_style_class(words, StyleClass.MUTED)
        self.choice.setAccessibleDescription(description)
        column.addWidget(words)

        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(LONGEST_KEY)
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.field.setAccessibleName(translate("Settings", "API key for {region}").format(region=self.name))
        self.save_button = _button(translate("Settings", "Save"), self)
        self.save_button.setAccessibleDescription(
            translate("Settings", "Keep the key for {region}").format(region=self.name)
        )
        self.test_button = _button(translate("Settings", "Test"), self)
        self.test_button.setAccessibleName(translate("Settings", "Test {region}").format(region=self.name))
        self.test_button.setToolTip(
            translate("Settings", "Ask {region}, free of charge, whether the key works there").format(region=self.name)
        )
        self.remove_button = _button(translate("Settings", "Remove"), self)
        self.remove_button.setAccessibleName(translate("Settings", "Remove key for {region}").format(region=self.name))
        self.remove_button.setToolTip(self.remove_button.accessibleName())
        line = QHBoxLayout()
        line.setSpacing(8)
        for part in (self.field, self.save_button, self.test_button, self.remove_button):
            line.addWidget(part)
        self.problem_label = _small(self)
        self.problem_label.setWordWrap(True)
        self.problem_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem_label.hide()
        set_style_class(self.problem_label, StyleClass.LOSS)
        self.session_button = _button(translate("Settings", "Keep it for this session only"), self)
        self.get_button = _button(translate("Settings", "Get a key for {region}").format(region=self.name), self)
        self.get_button.setIcon(icon("open", IconRole.ACCENT))
        self.get_button.setToolTip(self.region.key_page or "")
        set_style_class(self.get_button, StyleClass.QUIET)
        below = QHBoxLayout()
        below.addLayout(outdented(self.get_button, left=QUIET_ICON))
        below.addLayout(self._build_address(), 1)
        self.elsewhere_button = _button(translate("Settings", "Try the other regions"), self)
        ways_out = QHBoxLayout()
        ways_out.addStretch(1)
        ways_out.addWidget(self.elsewhere_button)
        ways_out.addWidget(self.session_button)

        self.offer = QFrame(self)
        set_style_class(self.offer, StyleClass.NOTICE)
        self.use_button = _button(use, self.offer)
        set_style_class(self.use_button, StyleClass.PRIMARY)
        told = QLabel(translate("Settings", "Your key is in place."), self.offer)
        inner = QHBoxLayout(self.offer)
        inner.setContentsMargins(12, 8, 8, 8)
        inner.addWidget(told, 1)
        inner.addWidget(self.use_button)
        self.offer.hide()

        column.addSpacing(4)
        column.addLayout(line)
        column.addWidget(self.problem_label)
        column.addWidget(self.offer)
        column.addLayout(ways_out)
        column.addLayout(below)
        column.addWidget(self.address_box)
        if self.region.is_practice:
            parts: list[QWidget] = [self.field, self.save_button, self.test_button, self.get_button]
            for each in (*parts, self.address_label, self.address_button, self.address_box):
                each.hide()
            self._show_status(translate("Settings", "Needs no key"), StyleClass.PRACTICE)
        self._show_acts()

    def _build_address(self) -> QHBoxLayout:
        self.address_label = _Cut(self)
        self.address_label.setFont(text_font(TextSize.SMALL))
        self.address_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.address_button = _button(translate("Settings", "Change address"), self)
        self.address_button.setAccessibleName(
            translate("Settings", "Change address of {region}").format(region=self.name)
        )
        self.address_button.setCheckable(True)
        set_style_class(self.address_button, StyleClass.QUIET)
        self.address_box = AddressBox(self.region, self.name, self)
        self.address_box.hide()
        line = QHBoxLayout()
        line.addWidget(self.address_label, 1)
        line.addLayout(outdented(self.address_button, right=QUIET))
        return line

    def _unfold_address(self, *, is_open: bool) -> None:
        self.address_button.setChecked(is_open)
        self.address_box.setVisible(is_open)

    def _connect(self) -> None:
        self.choice.clicked.connect(lambda: self.chosen.emit(self.region.key))
        self.use_button.clicked.connect(lambda: self.chosen.emit(self.region.key))
        self.save_button.clicked.connect(self._save)
        self.field.returnPressed.connect(self._save)
        self.session_button.clicked.connect(self._keep_for_session)
        self.remove_button.clicked.connect(lambda: self.remove_requested.emit(self.region.key))
        self.field.textEdited.connect(lambda: self.show_problem(""))
        self.field.textChanged.connect(self._show_acts)
        self.test_button.clicked.connect(lambda: self._test(self.test_requested))
        self.elsewhere_button.clicked.connect(lambda: self._test(self.elsewhere_requested))
        self.address_button.toggled.connect(self.address_box.setVisible)
        self.address_box.use_requested.connect(self._use_address)
        self.get_button.clicked.connect(self._open_key_page)

    def _open_key_page(self) -> None:
        address = self.region.key_page or ""
        if not QDesktopServices.openUrl(QUrl(address)):
            words = translate("Settings", "No browser could be opened. Copy the address:\n{address}")
            self.show_problem(words.format(address=address))

    def _save(self) -> None:
        key = self._possible_key()
        if key is not None:
            self.save_requested.emit(self.region.key, key)

    def _keep_for_session(self) -> None:
        key = self._possible_key()
        if key is not None:
            self.session_requested.emit(self.region.key, key)

    def _test(self, wish: SignalInstance) -> None:
        key = self._possible_key() if cleaned(self.field.text()) else ""
        if key is not None and not self._is_busy:
            wish.emit(self.region.key, key)

    def _use_address(self, choice: AddressChoice) -> None:
        if not self._is_busy:
            self.address_requested.emit(self.region.key, choice)

    def _possible_key(self) -> str | None:
        if self._is_busy:
            return None
        key = cleaned(self.field.text())
        problem = problem_of(key)
        if problem is not None:
            self.show_problem(problem_words(problem))
            self.field.setFocus()
            return None
        return key

    def _show_status(self, words: str, dressed: StyleClass) -> None:
        self.status.setText(words)
        set_style_class(self.status, dressed)

    def _show_acts(self) -> None:
        is_real = not self.region.is_practice
        is_typed = bool(cleaned(self.field.text()))
        is_without = self._place in (None, KeyPlace.UNTESTED)
        shown = {
            self.remove_button: self._place in (KeyPlace.KEYRING, KeyPlace.SESSION),
            self.session_button: self._can_keep_for_session,
            self.get_button: self.region.key_page is not None and is_without,
            self.elsewhere_button: self._may_be_elsewhere,
        }
        usable = {
            self.save_button: is_typed,
            self.session_button: is_typed,
            self.test_button: is_typed or self._place is not None,
            self.remove_button: True,
            self.elsewhere_button: True,
        }
        self._keep_focus(
            *(button for button, is_shown in shown.items() if not is_shown),
            *(button for button, is_usable in usable.items() if self._is_busy or not is_usable),
            *((self.address_box,) if self._is_busy else ()),
        )
        for button, is_shown in shown.items():
            button.setVisible(is_real and is_shown)
        for button, is_usable in usable.items():
            button.setEnabled(is_usable and not self._is_busy)
        self.field.setReadOnly(self._is_busy)
        self.address_box.set_busy(is_busy=self._is_busy)


class _Cut(QLabel):
    """A line that is cut in its middle where it has no room; its whole text stays its text."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, area.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, self.alignment(), shown)
        painter.end()


def _small(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(text_font(TextSize.SMALL))
    return label


def _button(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    return button
