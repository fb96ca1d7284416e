"""Settings: a key is saved, never shown, and really where the dialog says it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMessageBox

from tests.support.gui import GuiLoop, gui_loop
from tests.support.keyrings import FakeKeyring
from tests.support.portraits import portrait
from tests.support.widgets import FakeKeys, named, unfold_all, wear_test_font
from wandesk.domain.endpoint import AddressChoice, AddressKind, RegionAddress
from wandesk.domain.key_check import KeyOutcome, KeyVerdict
from wandesk.domain.sentences import Sentence
from wandesk.settings.accounts import RegionAccounts
from wandesk.settings.agreements import agreement_entry
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.preferences import Preferences
from wandesk.settings.secrets import SecretStore
from wandesk.ui.look import Theme, apply_look
from wandesk.ui.settings.address_box import AddressBox
from wandesk.ui.settings.dialog import SettingsDialog
from wandesk.ui.settings.keys import cleaned, problem_of

KEY = "sk-0123456789abcdef"


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[GuiLoop]:
    wear_test_font(qapp)
    apply_look(qapp, Theme.LIGHT)
    with gui_loop(qapp, outlives_windows=True) as each:
        yield each


Opened = Callable[..., SettingsDialog]


@pytest.fixture
def opened(loop: GuiLoop) -> Iterator[Opened]:
    dialogs: list[SettingsDialog] = []

    def open_one(keys: FakeKeys, region: str = "practice") -> SettingsDialog:
        dialog = SettingsDialog(catalog=load_catalogue(), keys=keys, spawn=loop.spawn, region=region, language="en")
        dialogs.append(dialog)
        unfold_all(dialog.regions)
        dialog.open()
        loop.settle()
        return dialog

    yield open_one
    for dialog in dialogs:
        dialog.done(0)
        dialog.deleteLater()


def button(dialog: SettingsDialog, name: str, region: str = "singapore") -> QAbstractButton:
    return named(QAbstractButton, name, within=dialog.regions.cards[region])


def field(dialog: SettingsDialog, name: str) -> QLineEdit:
    return named(QLineEdit, name, within=dialog)


def test_saved_key_is_trimmed_and_its_region_offered(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    dialog = opened(keys)
    chosen: list[str] = []
    changes: list[bool] = []
    dialog.region_chosen.connect(chosen.append)
    dialog.keys_changed.connect(lambda: changes.append(True))
    typed = field(dialog, "API key for Singapore")
    assert typed.echoMode() is QLineEdit.EchoMode.Password
    typed.setText("  sk-01234567\t89abcdef \n")
    button(dialog, "Save key for Singapore").click()
    loop.settle()
    assert keys.kept == {"singapore": KEY}
    assert typed.text() == ""
    assert changes == [True]
    assert chosen == [], "saving a key does not choose the region automatically"
    assert dialog.regions.cards["singapore"].status.text() == "API key saved"
    dialog.regions.cards["singapore"].offer.button.click()
    assert chosen == ["singapore"]
    assert dialog.regions.cards["singapore"].choice.isChecked()
    assert not dialog.regions.cards["practice"].choice.isChecked()


def test_return_in_the_field_saves_and_does_not_close(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    dialog = opened(keys)
    typed = field(dialog, "API key for Beijing")
    typed.setFocus()
    QTest.keyClicks(typed, KEY)
    QTest.keyClick(typed, Qt.Key.Key_Return)
    loop.settle()
    assert keys.kept == {"beijing": KEY}
    assert dialog.isVisible()


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "key_empty"), ("   ", "key_empty"), ("sk-sp-123", "key_plan"), ("ключ", "key_shape"), (KEY, None)],
)
def test_malformed_key_is_refused_before_any_request(text: str, problem: str | None) -> None:
    assert problem_of(cleaned(text)) == problem


def test_bearer_prefix_is_removed_from_a_key() -> None:
    assert cleaned(f"Bearer {KEY}\n") == KEY


def test_plan_key_is_refused_with_a_sentence(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    dialog = opened(keys)
    field(dialog, "API key for Singapore").setText("sk-sp-abcdef")
    button(dialog, "Save key for Singapore").click()
    loop.settle()
    assert keys.kept == {}
    label = dialog.regions.cards["singapore"].outcome.message
    assert label.isVisible()
    assert "coding plan" in label.text()


@pytest.mark.parametrize("trouble", [Sentence.KEYRING_LOCKED, Sentence.KEYRING_SILENT, Sentence.KEYRING_LOST])
def test_session_is_offered_when_the_keyring_fails(opened: Opened, loop: GuiLoop, trouble: Sentence) -> None:
    keys = FakeKeys(trouble=trouble)
    dialog = opened(keys)
    assert "this session only" in dialog.regions.keyring_line.label.text()
    field(dialog, "API key for Singapore").setText(KEY)
    button(dialog, "Save key for Singapore").click()
    loop.settle()
    card = dialog.regions.cards["singapore"]
    assert field(dialog, "API key for Singapore").text() == KEY, "a failure keeps the typed key"
    assert card.outcome.message.isVisible()
    assert card.outcome.message.text() == "The API key wasn't saved. See the message at the top."
    button(dialog, "Keep for session").click()
    loop.settle()
    assert keys.for_session == {"singapore": KEY}
    assert card.status.text() == "API key for this session only"
    assert not card.outcome.message.isVisible()


def test_save_keeps_the_key_for_this_session_without_a_keyring(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys(trouble=Sentence.KEYRING_ABSENT)
    dialog = opened(keys)
    assert "no keyring" in dialog.regions.keyring_line.label.text()
    card = dialog.regions.cards["singapore"]
    assert card.key.save_button.text() == "Keep for session"
    assert card.key.save_button.accessibleName() == "Keep key for Singapore for this session"
    assert not card.outcome.session_button.isVisible(), "one button for it is enough"
    field(dialog, "API key for Singapore").setText("LTAI5tSomethingElse")
    card.key.save_button.click()
    answer_question(loop, "Save anyway")
    assert keys.for_session == {"singapore": "LTAI5tSomethingElse"}
    assert card.status.text() == "API key for this session only"
    assert not card.outcome.message.isVisible()


def test_question_about_a_typed_key_can_be_answered_without_a_keyring(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys(trouble=Sentence.KEYRING_ABSENT)
    dialog = opened(keys)
    field(dialog, "API key for Singapore").setText(KEY)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    press(loop, "Keep for session")
    loop.settle()
    assert keys.for_session == {"singapore": KEY}
    assert not dialog.isVisible()


def test_absent_keyring_is_not_asked_to_save_again(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    dialog = opened(keys)
    keys.trouble = Sentence.KEYRING_ABSENT
    field(dialog, "API key for Singapore").setText(KEY)
    card = dialog.regions.cards["singapore"]
    card.key.save_button.click()
    loop.settle()
    assert "wasn't saved" in card.outcome.message.text()
    assert not card.outcome.session_button.isVisible()
    card.key.save_button.click()
    loop.settle()
    assert keys.for_session == {"singapore": KEY}


def test_key_that_could_not_be_removed_is_reported(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    keys.kept["singapore"] = KEY
    dialog = opened(keys)
    keys.trouble = Sentence.KEYRING_LOCKED
    button(dialog, "Remove key for Singapore").click()
    loop.settle()
    assert keys.kept == {"singapore": KEY}
    assert "locked" in dialog.regions.keyring_line.label.text()
    assert (
        dialog.regions.cards["singapore"].outcome.message.text()
        == "The API key wasn't removed. See the message at the top."
    )


def test_key_is_removed(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    keys.kept["singapore"] = KEY
    dialog = opened(keys)
    button(dialog, "Remove key for Singapore").click()
    loop.settle()
    assert keys.kept == {}
    assert dialog.regions.cards["singapore"].status.text() == "No API key yet"
    assert not button(dialog, "Remove key for Singapore").isVisible()


def test_locked_key_is_shown_and_opening_asks_nothing(opened: Opened) -> None:
    keys = FakeKeys()
    keys.kept["singapore"] = KEY
    keys.locked.add("singapore")
    dialog = opened(keys)
    assert dialog.regions.cards["singapore"].status.text() == "An API key is saved; Test unlocks the keyring"
    assert keys.unlocked == []
    assert "GNOME Keyring" in dialog.regions.keyring_line.label.text(), "it is no trouble"
    assert button(dialog, "Remove key for Singapore").isVisible()
    assert button(dialog, "Test Singapore").isEnabled()


def test_environment_key_is_named_and_cannot_be_removed(opened: Opened) -> None:
    keys = FakeKeys()
    keys.from_outside.add("beijing")
    dialog = opened(keys)
    assert "environment" in dialog.regions.cards["beijing"].status.text()
    assert not button(dialog, "Remove key for Beijing", "beijing").isVisible()


def test_closing_asks_about_a_typed_key_and_reports_the_saving(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    keys.gate = asyncio.Event()
    dialog = opened(keys)
    ends: list[str] = []
    dialog.keys_changed.connect(lambda: ends.append("changed"))
    dialog.finished.connect(lambda: ends.append("finished"))
    field(dialog, "API key for Beijing").setText("sk-never-saved")
    field(dialog, "API key for Singapore").setText(KEY)
    button(dialog, "Save key for Singapore").click()
    button(dialog, "Save key for Singapore").click()
    dialog.close_button.click()
    dialog.close_button.click()
    assert dialog.isVisible()
    asked = press(loop, "Discard")
    assert asked.startswith("Save this API key for Beijing?"), "a key being saved needs no question"
    loop.run_until(lambda: not dialog.isVisible())
    assert [each.text() for each in dialog.findChildren(QLineEdit)] == [""] * len(dialog.findChildren(QLineEdit))
    keys.gate.set()
    loop.settle()
    assert keys.kept == {"singapore": KEY}
    assert ends == ["changed", "finished"]


def test_escape_does_not_lose_a_typed_key(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    dialog = opened(keys)
    typed = field(dialog, "API key for Singapore")
    typed.setText(KEY)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    box = question(loop)
    assert box.text() == "Save this API key for Singapore?"
    assert box.defaultButton().text() == "Go back"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    loop.settle()
    assert dialog.isVisible()
    assert typed.text() == KEY
    dialog.reject()
    press(loop, "Save key")
    loop.settle()
    assert keys.kept == {"singapore": KEY}
    assert not dialog.isVisible()


def test_key_that_cannot_be_saved_keeps_the_dialog_open(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys(trouble=Sentence.KEYRING_LOCKED)
    dialog = opened(keys)
    field(dialog, "API key for Singapore").setText(KEY)
    dialog.reject()
    press(loop, "Save key")
    loop.settle()
    assert dialog.isVisible()
    assert "wasn't saved" in dialog.regions.cards["singapore"].outcome.message.text()
    field(dialog, "API key for Singapore").setText("sk-sp-of-a-plan")
    dialog.reject()
    loop.settle()
    assert not dialog.isVisible(), "text that can't be a key needs no question"


def test_unusual_key_is_questioned(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    dialog = opened(keys)
    field(dialog, "API key for Singapore").setText("LTAI5tSomethingElse")
    button(dialog, "Save key for Singapore").click()
    box = question(loop)
    assert box.defaultButton().text() == "Cancel"
    assert [each.text() for each in box.buttons() if each.property("look") == "primary"] == ["Cancel"]
    assert "begin with sk-" in answer_question(loop, "Cancel")
    assert keys.kept == {}
    button(dialog, "Save key for Singapore").click()
    answer_question(loop, "Save anyway")
    assert keys.kept == {"singapore": "LTAI5tSomethingElse"}


def test_good_key_is_reported_and_jobs_are_notified(opened: Opened, loop: GuiLoop, said: list[str]) -> None:
    keys = FakeKeys()
    keys.kept["singapore"] = KEY
    keys.gate = asyncio.Event()
    dialog = opened(keys)
    card = dialog.regions.cards["singapore"]
    changes: list[bool] = []
    dialog.keys_changed.connect(lambda: changes.append(True))
    test = button(dialog, "Test Singapore")
    test.setFocus()
    test.click()
    assert not test.isEnabled(), "it is busy"
    assert card.status.text() == "Asking Alibaba Cloud…"
    test.click()
    keys.gate.set()
    loop.settle()
    assert keys.tested == [("singapore", KEY)]
    assert card.outcome.message.text() == "This API key works in Singapore."
    assert said == ["This API key works in Singapore."]
    assert card.outcome.message.isVisible()
    assert card.status.text() == "API key saved"
    assert test.isEnabled()
    assert dialog.focusWidget() is test
    assert changes == [True]
    assert not card.outcome.elsewhere_button.isVisible()


def test_test_and_save_are_disabled_without_a_key(opened: Opened) -> None:
    dialog = opened(FakeKeys())
    test = button(dialog, "Test Beijing", "beijing")
    save = button(dialog, "Save key for Beijing", "beijing")
    assert not test.isEnabled()
    assert not save.isEnabled()
    field(dialog, "API key for Beijing").setText("  ")
    assert not test.isEnabled()
    assert not save.isEnabled()
    field(dialog, "API key for Beijing").setText(KEY)
    assert test.isEnabled()
    assert save.isEnabled()
    assert not dialog.regions.cards["practice"].key.test_button.isVisible()


def test_typed_key_is_tested_before_it_is_saved(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    dialog = opened(keys)
    typed = field(dialog, "API key for Singapore")
    typed.setText(f" Bearer {KEY} ")
    button(dialog, "Test Singapore").click()
    loop.settle()
    assert keys.tested == [("singapore", KEY)]
    assert keys.kept == {}
    assert KEY in typed.text()
    assert (
        dialog.regions.cards["singapore"].outcome.message.text()
        == "This API key works in Singapore. Save it to use it."
    )
    typed.setText("sk-sp-plan")
    button(dialog, "Test Singapore").click()
    loop.settle()
    assert "coding plan" in dialog.regions.cards["singapore"].outcome.message.text()
    assert len(keys.tested) == 1, "the error is visible without a request"


def wrong(region: str = "singapore") -> KeyVerdict:
    return KeyVerdict(outcome=KeyOutcome.WRONG, region=region, sentence=Sentence.KEY_REFUSED, may_be_elsewhere=True)


def question(loop: GuiLoop) -> QMessageBox:
    """The open question, or the next one."""

    def boxes() -> list[QMessageBox]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]

    loop.run_until(boxes)
    return boxes()[0]


def press(loop: GuiLoop, text: str) -> str:
    """Press a button of the open question; returns the question's text."""
    box = question(loop)
    asked = f"{box.text()} {box.informativeText()}"
    next(each for each in box.buttons() if each.text() == text).click()
    return asked


def answer_question(loop: GuiLoop, text: str) -> str:
    """As `press`, and wait for everything that follows."""
    asked = press(loop, text)
    loop.settle()
    return asked


def test_environment_key_of_another_region_is_shown_there(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    keys.untested |= {"singapore", "beijing"}
    keys.verdicts["singapore"] = wrong()
    keys.elsewhere = KeyVerdict(
        outcome=KeyOutcome.ELSEWHERE, region="singapore", sentence=Sentence.KEY_ELSEWHERE, belongs_to="beijing"
    )
    dialog = opened(keys)
    beijing = dialog.regions.cards["beijing"]
    assert beijing.status.text() == "API key in an environment variable, not tested yet"
    button(dialog, "Test Singapore").click()
    loop.settle()
    button(dialog, "Try other regions").click()
    keys.from_outside.add("beijing")
    answer_question(loop, "Try key")
    assert beijing.status.text() == "API key from an environment variable"
    assert dialog.regions.cards["singapore"].status.text() == "API key in an environment variable, not tested yet"


def test_wrong_key_is_tried_elsewhere_only_with_consent(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    keys.kept["singapore"] = KEY
    keys.verdicts["singapore"] = wrong()
    keys.elsewhere = KeyVerdict(
        outcome=KeyOutcome.ELSEWHERE, region="singapore", sentence=Sentence.KEY_ELSEWHERE, belongs_to="beijing"
    )
    dialog = opened(keys)
    card = dialog.regions.cards["singapore"]
    button(dialog, "Test Singapore").click()
    loop.settle()
    assert "doesn't accept this API key" in card.outcome.message.text()
    button(dialog, "Try other regions").click()
    asked = answer_question(loop, "Cancel")
    assert "Beijing" in asked
    assert "Singapore" not in asked
    assert keys.tested == [("singapore", KEY)], "No sends nothing"
    button(dialog, "Try other regions").click()
    answer_question(loop, "Try key")
    assert keys.tested[1:] == [("not singapore", KEY)]
    assert (
        card.outcome.message.text()
        == "This API key belongs to Beijing. Save it there. Singapore needs its own API key."
    )
    assert not card.outcome.elsewhere_button.isVisible()


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (
            KeyVerdict(outcome=KeyOutcome.NO_ACCESS, region="singapore", sentence=Sentence.CLOUD_NOT_ACTIVATED),
            "isn't activated",
        ),
        (
            KeyVerdict(outcome=KeyOutcome.NO_NETWORK, region="singapore", sentence=Sentence.CLOUD_CERTIFICATE),
            "certificate",
        ),
        (
            KeyVerdict(
                outcome=KeyOutcome.NO_NETWORK,
                region="singapore",
                sentence=Sentence.CLOUD_ENDPOINT_REFUSED,
                values={"host": "gateway.example"},
            ),
            "gateway.example",
        ),
        (KeyVerdict(outcome=KeyOutcome.UNSURE, region="singapore", sentence=Sentence.KEY_UNSURE), "didn't say"),
        (
            KeyVerdict(
                outcome=KeyOutcome.WRONG,
                region="singapore",
                sentence=Sentence.KEY_NOWHERE_REACHED,
                unreached=("beijing",),
            ),
            "Not reached: Beijing.",
        ),
    ],
)
def test_blocking_problem_is_named(opened: Opened, loop: GuiLoop, verdict: KeyVerdict, text: str) -> None:
    keys = FakeKeys()
    keys.kept["singapore"] = KEY
    keys.verdicts["singapore"] = verdict
    dialog = opened(keys)
    button(dialog, "Test Singapore").click()
    loop.settle()
    assert text in dialog.regions.cards["singapore"].outcome.message.text()
    assert not dialog.regions.cards["singapore"].outcome.elsewhere_button.isVisible(), (
        "only a refused key may be another region's"
    )


def test_environment_key_counts_after_its_test(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    keys.untested = {"singapore", "beijing"}
    dialog = opened(keys)
    card = dialog.regions.cards["beijing"]
    assert card.status.text() == "API key in an environment variable, not tested yet"
    assert card.steps.button.isVisible()
    button(dialog, "Test Beijing", "beijing").click()
    loop.settle()
    assert card.status.text() == "API key from an environment variable"
    assert dialog.regions.cards["singapore"].status.text() == "API key in an environment variable, not tested yet"


def test_closing_does_not_wait_for_a_test(opened: Opened, loop: GuiLoop) -> None:
    keys = FakeKeys()
    keys.kept["singapore"] = KEY
    keys.gate = asyncio.Event()
    dialog = opened(keys)
    ends: list[bool] = []
    dialog.finished.connect(lambda: ends.append(True))
    button(dialog, "Test Singapore").click()
    dialog.close_button.click()
    assert ends == [True]
    loop.settle()
    assert keys.tested == []


def test_dialog_is_drawn(opened: Opened, loop: GuiLoop, qapp: QApplication) -> None:
    keys = FakeKeys()
    keys.kept["singapore"] = KEY
    dialog = opened(keys, "singapore")
    portrait(dialog, "settings-light")
    apply_look(qapp, Theme.DARK)
    portrait(dialog, "settings-dark", density=2.0)
    apply_look(qapp, Theme.LIGHT)
    silent = opened(FakeKeys(trouble=Sentence.KEYRING_LOCKED))
    field(silent, "API key for Singapore").setText(KEY)
    button(silent, "Save key for Singapore").click()
    loop.settle()
    shown = portrait(silent, "settings-trouble")
    assert shown.size() == silent.size()
    good = opened(FakeKeys())
    field(good, "API key for Beijing").setText(KEY)
    button(good, "Save key for Beijing", "beijing").click()
    loop.settle()
    portrait(good, "settings-saved")
    refused = FakeKeys()
    refused.kept.update(singapore=KEY, beijing=KEY)
    refused.verdicts["singapore"] = wrong()
    tested = opened(refused)
    button(tested, "Test Singapore").click()
    button(tested, "Test Beijing", "beijing").click()
    loop.settle()
    portrait(tested, "settings-tested")


# ------------------------------------------------------------------ addresses


@pytest.fixture
def addressed(tmp_path: Path) -> Iterator[Callable[..., FakeKeys]]:
    """Keys whose addresses are stored in a settings file."""
    made: list[Preferences] = []

    def make(written: str = "", entries: FakeKeyring | None = None) -> FakeKeys:
        path = tmp_path / "settings.toml"
        path.write_text(written, encoding="utf-8")
        made.append(Preferences(path))
        keys = FakeKeys()
        secrets = SecretStore("p", backend=lambda: entries or FakeKeyring())
        keys.accounts = RegionAccounts(load_catalogue(), secrets, preferences=made[-1])
        return keys

    yield make
    for each in made:
        each.close()


def choose_kind(dialog: SettingsDialog, kind: AddressKind, region: str = "singapore") -> AddressBox:
    box = dialog.regions.cards[region].address.box
    if not box.isVisible():
        button(dialog, f"Change address of {dialog.regions.cards[region].name}", region).click()
    index = box.kind_box.findData(kind.value)
    box.kind_box.setCurrentIndex(index)
    box.kind_box.activated.emit(index)
    return box


def test_foreign_host_is_confirmed_once(opened: Opened, loop: GuiLoop, addressed: Callable[..., FakeKeys]) -> None:
    keys = addressed()
    keys.kept["singapore"] = KEY
    dialog = opened(keys)
    changes: list[bool] = []
    dialog.keys_changed.connect(lambda: changes.append(True))
    card = dialog.regions.cards["singapore"]
    assert card.address.label.text() == "Address: dashscope-intl.aliyuncs.com"
    assert not card.address.box.isVisible()
    box = choose_kind(dialog, AddressKind.CUSTOM)
    typed = field(dialog, "Address for Singapore")
    assert typed.placeholderText() == "https://dashscope-intl.aliyuncs.com/api/v1"
    assert dialog.focusWidget() is typed
    typed.setText("https://gateway.corp:8443")
    button(dialog, "Use this address for Singapore").click()
    shown = question(loop)
    assert shown.text() == "Send my key to gateway.corp:8443?"
    assert shown.defaultButton().text() == "Cancel"
    assert [each.text() for each in shown.buttons() if each.property("look") == "primary"] == ["Cancel"]
    press(loop, "Cancel")
    loop.settle()
    assert (keys.used, changes) == ([], [])
    QTest.keyClick(typed, Qt.Key.Key_Return)
    answer_question(loop, "Send key")
    assert [region for region, _ in keys.used] == ["singapore"]
    assert changes == [True]
    assert card.address.label.text() == "Custom address: gateway.corp:8443"
    assert box.message.text().startswith("New orders go to gateway.corp:8443.")
    button(dialog, "Test Singapore").click()
    loop.settle()
    assert keys.tested_at == ["https://gateway.corp:8443/api/v1"], "the consent is remembered"
    choose_kind(dialog, AddressKind.USUAL)
    button(dialog, "Use this address for Singapore").click()
    loop.settle()
    assert card.address.label.text() == "Address: dashscope-intl.aliyuncs.com"


def test_shown_address_is_the_one_that_is_tested(
    opened: Opened, loop: GuiLoop, addressed: Callable[..., FakeKeys]
) -> None:
    keys = addressed()
    keys.kept["singapore"] = KEY
    dialog = opened(keys)
    choose_kind(dialog, AddressKind.WORKSPACE)
    field(dialog, "Workspace ID for Singapore").setText("llm-9")
    button(dialog, "Test Singapore").click()
    loop.settle()
    assert keys.tested_at == ["https://llm-9.ap-southeast-1.maas.aliyuncs.com/api/v1"], "a host of the catalogue's"
    choose_kind(dialog, AddressKind.CUSTOM)
    field(dialog, "Address for Singapore").setText("https://gateway.corp")
    button(dialog, "Test Singapore").click()
    answer_question(loop, "Cancel")
    assert len(keys.tested_at) == 1
    button(dialog, "Test Singapore").click()
    answer_question(loop, "Send key")
    assert keys.tested_at[1:] == ["https://gateway.corp/api/v1"]
    assert keys.used == []


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("http://gateway.corp", "works for this computer only"),
        ("https://me:word@gateway.corp", "Remove the user name and the password"),
        ("https://gateway.corp/?x=1", "Remove the ?"),
        ("gateway", "Write it like https://"),
        ("https://127.1", "valid server name: 127.1"),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "chat apps"),
    ],
)
def test_address_errors_are_explained_beside_the_field(
    opened: Opened, loop: GuiLoop, addressed: Callable[..., FakeKeys], typed: str, text: str
) -> None:
    keys = addressed()
    dialog = opened(keys)
    box = choose_kind(dialog, AddressKind.CUSTOM)
    address = field(dialog, "Address for Singapore")
    address.setText(typed)
    button(dialog, "Use this address for Singapore").click()
    loop.settle()
    assert text in box.message.text()
    assert keys.used == []
    QTest.keyClicks(address, "x")
    assert text not in box.message.text()


def test_region_without_a_default_address_asks_for_the_workspace(
    opened: Opened, loop: GuiLoop, addressed: Callable[..., FakeKeys]
) -> None:
    keys = addressed()
    keys.kept["frankfurt"] = KEY
    dialog = opened(keys)
    card = dialog.regions.cards["frankfurt"]
    assert card.address.label.text() == "Needs your workspace ID"
    assert card.address.box.isVisible()
    assert not dialog.regions.cards["tokyo"].address.box.isVisible(), "no question without a key"
    button(dialog, "Test Frankfurt", "frankfurt").click()
    loop.settle()
    assert "needs your workspace ID" in card.outcome.message.text()
    field(dialog, "Workspace ID for Frankfurt").setText("a b")
    button(dialog, "Use this address for Frankfurt", "frankfurt").click()
    loop.settle()
    assert "a workspace ID" in card.address.box.message.text()
    field(dialog, "Workspace ID for Frankfurt").setText(" llm-7 ")
    button(dialog, "Use this address for Frankfurt", "frankfurt").click()
    loop.settle()
    assert card.address.label.text() == "Workspace: llm-7.eu-central-1.maas.aliyuncs.com"


def test_broken_address_in_the_file_is_reported(opened: Opened, addressed: Callable[..., FakeKeys]) -> None:
    keys = addressed('[regions]\naddress_singapore = "http://evil.example"\nworkspace_beijing = "a b"\n')
    dialog = opened(keys)
    for region, text in (("singapore", "must begin with https://"), ("beijing", "a workspace ID")):
        card = dialog.regions.cards[region]
        assert card.address.label.text() == "The address can't be used"
        assert card.address.box.isVisible()
        assert text in card.address.box.message.text()


def test_address_written_by_hand_is_confirmed_before_its_first_key(
    opened: Opened, loop: GuiLoop, addressed: Callable[..., FakeKeys]
) -> None:
    keys = addressed('[regions]\naddress_singapore = "https://gateway.corp"\n')
    dialog = opened(keys)
    assert "hasn't been sent to gateway.corp yet" in dialog.regions.cards["singapore"].address.box.message.text()
    field(dialog, "API key for Singapore").setText(KEY)
    button(dialog, "Save key for Singapore").click()
    assert "Send my key to gateway.corp?" in answer_question(loop, "Cancel")
    assert keys.kept == {}
    button(dialog, "Save key for Singapore").click()
    answer_question(loop, "Send key")
    assert keys.kept == {"singapore": KEY}
    assert keys.accounts.address("singapore").is_agreed


def test_address_settings_are_drawn(
    opened: Opened, loop: GuiLoop, qapp: QApplication, addressed: Callable[..., FakeKeys]
) -> None:
    keys = addressed('[regions]\naddress_beijing = "http://evil.example"\nworkspace_tokyo = "llm-abc123"\n')
    keys.kept["singapore"] = KEY
    dialog = opened(keys, "singapore")
    choose_kind(dialog, AddressKind.CUSTOM)
    dialog.resize(600, 1500)
    portrait(dialog, "settings-address-light")
    apply_look(qapp, Theme.DARK)
    shown = portrait(dialog, "settings-address-dark")
    assert shown.height() == 1500


def test_locked_consent_is_no_problem_of_the_card_and_a_test_reads_it(
    opened: Opened, loop: GuiLoop, addressed: Callable[..., FakeKeys]
) -> None:
    entries = FakeKeyring()
    address = "https://gateway.corp/api/v1"
    entries.kept[f"Wan Desk/p/{agreement_entry('singapore', address)}"] = address
    entries.is_locked = True
    keys = addressed(f'[regions]\naddress_singapore = "{address}"\n', entries)
    keys.kept["singapore"] = KEY
    dialog = opened(keys)
    card = dialog.regions.cards["singapore"]
    assert "hasn't been sent" not in card.address.box.message.text()
    assert not card.address.box.isVisible()
    assert entries.questions == 0, "opening asks nothing"
    button(dialog, "Test Singapore").click()
    loop.settle()
    assert entries.questions == 1
    assert keys.tested_at == [address], "the earlier answer counts"


def test_key_of_a_coding_plan_is_refused_while_it_is_typed(opened: Opened) -> None:
    dialog = opened(FakeKeys())
    card = dialog.regions.cards["singapore"]
    typed = field(dialog, "API key for Singapore")
    QTest.keyClicks(typed, "sk-s")
    assert card.outcome.message.text() == ""
    QTest.keyClicks(typed, "p-")
    assert "coding plan" in card.outcome.message.text()
    assert "Create a standard API key" in card.outcome.message.text()
    QTest.keyClick(typed, Qt.Key.Key_Backspace)
    assert card.outcome.message.text() == ""


def test_workspace_is_asked_for_where_the_shared_address_may_end(opened: Opened) -> None:
    dialog = opened(FakeKeys())
    cards = dialog.regions.cards
    asked = [key for key, card in cards.items() if card.address.hint.isVisibleTo(card)]
    assert asked == ["singapore"]
    workspace = RegionAddress(
        choice=AddressChoice(kind=AddressKind.WORKSPACE, text="llm-abc"),
        base_url="https://llm-abc.ap-southeast-1.maas.aliyuncs.com/api/v1",
        account="singapore/abc",
        is_agreed=True,
        host="llm-abc.ap-southeast-1.maas.aliyuncs.com",
    )
    cards["singapore"].show_address(workspace)
    assert not cards["singapore"].address.hint.isVisibleTo(cards["singapore"])
